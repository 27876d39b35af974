"""The cells of a sheet: addresses, columns, blanks, texts."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from crm.intake.grid import Grid, column_letters, is_blank, text_of


def test_addresses_count_from_where_the_used_cells_begin() -> None:
    grid = Grid([["a", "b"], ["c"]], merges=[(3, 2, 4, 2)], first_row=3, first_column=2)
    assert grid.address(0, 0) == "B3"
    assert grid.address(1, 1) == "C4"
    assert grid.row_number(1) == 4
    assert grid.merges_by_index() == [(0, 0, 1, 0)]
    assert [column_letters(number) for number in (1, 26, 27, 702, 703)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_a_short_row_is_blank_at_its_end() -> None:
    grid = Grid([["a", "b"], ["c"], []])
    assert grid.width == 2
    assert Grid([]).width == 0
    assert grid.cell(1, 1) is None
    columns = grid.columns_of([0, 1])
    assert columns.column(0) == ["a", "c"]
    assert columns.column(1) == ["b", None]
    assert Grid([]).columns_of([]).column(0) == []


@pytest.mark.parametrize(
    ("value", "blank"), [(None, True), ("", True), (" \u3000", True), (0, False), ("x", False)]
)
def test_blank_is_not_zero(value: object, blank: bool) -> None:
    assert is_blank(value) is blank


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("x ", "x "),
        (None, ""),
        (True, "TRUE"),
        (985.0, "985"),
        (1.5, "1.5"),
        (1e20, "1e+20"),
        (12, "12"),
        (date(2024, 3, 1), "2024-03-01"),
        (datetime(2024, 3, 1), "2024-03-01"),  # noqa: DTZ001 - a workbook's days have no zone
        (datetime(2024, 3, 1, 8, 30, tzinfo=UTC), "2024-03-01 08:30:00+00:00"),
    ],
)
def test_a_cell_becomes_the_text_it_shows(value: object, text: str) -> None:
    assert text_of(value) == text
