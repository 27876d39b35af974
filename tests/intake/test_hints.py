"""What titles say about units."""

from __future__ import annotations

import pytest

from crm.domain.quantity import Dimension
from crm.intake.hints import contradicting_units, lines_of, units_in


def test_the_units_of_a_title_are_told_by_what_they_measure() -> None:
    found = units_in(["表一", "金额单位：万元、平方米", "填报单位：某某公司"])
    assert {dimension: unit.code for dimension, unit in found.items()} == {
        Dimension.MONEY: "ten_thousand_yuan",
        Dimension.AREA: "square_metre",
    }


def test_two_units_of_one_kind_say_nothing_and_are_named() -> None:
    assert units_in(["单位：万元", "单位：千元"]) == {}
    several = contradicting_units(["单位：万元、人", "单位：千元"])
    assert {dimension: [unit.code for unit in units] for dimension, units in several.items()} == {
        Dimension.MONEY: ["ten_thousand_yuan", "thousand_yuan"]
    }
    assert set(units_in(["单位：万元", "单位：万元"])) == {Dimension.MONEY}
    assert contradicting_units(["单位：万元", "单位：万元"]) == {}


@pytest.mark.parametrize(
    "cells",
    [
        ["某表", "单 位： 万 元"],
        ["某表", "单位（万元）"],
        ["某表", "计量单位：", "万元"],
        ["单位", "万元、人"],
        ["某表", "（万元）"],
        ["某表", "万元"],
    ],
)
def test_a_unit_is_read_however_its_line_is_spaced_or_parted(cells: list[str]) -> None:
    assert units_in(lines_of(cells))[Dimension.MONEY].code == "ten_thousand_yuan"


def test_what_stands_behind_another_label_is_no_unit() -> None:
    assert units_in(lines_of(["填报单位：", "某某公司", "人", "单位：", "某某公司"])) == {}
