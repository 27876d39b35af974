"""What titles say about units."""

from __future__ import annotations

from crm.domain.quantity import Dimension
from crm.intake.hints import contradicting_units, units_in


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
