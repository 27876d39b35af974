"""What is told of a blank, and of which of its places."""

from __future__ import annotations

from crm.intake.form_decisions import area_of, is_told


def test_a_matrix_is_told_by_its_rectangle() -> None:
    area = area_of("分领域!C4:E12")
    assert area is not None
    assert (area.sheet, area.rows, area.left, area.right) == ("分领域", range(4, 13), "C", "E")
    assert area_of("分领域!C4") is None


def test_a_place_is_told_alone_or_with_the_rectangle_it_lies_in() -> None:
    told = ("分领域!C4:E12", "封面!B2", "check:1")
    assert is_told("封面!B2", told)
    assert is_told("分领域!D12", told)
    assert not any(is_told(place, told) for place in ("分领域!D13", "分领域!F5", "封面!D5", "分领域!C"))
