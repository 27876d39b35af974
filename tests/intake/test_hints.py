"""What titles and file names say about a table: units and periods."""

from __future__ import annotations

import pytest

from crm.domain.quantity import Dimension
from crm.intake.hints import period_in, units_in, without_period


def test_the_units_of_a_title_are_told_by_what_they_measure() -> None:
    found = units_in(["表一", "金额单位：万元、平方米", "填报单位：某某公司"])
    assert {dimension: unit.code for dimension, unit in found.items()} == {
        Dimension.MONEY: "ten_thousand_yuan",
        Dimension.AREA: "square_metre",
    }


def test_two_units_of_one_kind_say_nothing() -> None:
    assert units_in(["单位：万元", "单位：千元"]) == {}
    assert set(units_in(["单位：万元", "单位：万元"])) == {Dimension.MONEY}


@pytest.mark.parametrize(
    ("texts", "code"),
    [
        (["2025年第一季度在孵企业情况表"], "2025Q1"),
        (["2025 年 1 季度"], "2025Q1"),
        (["附件2：情况表-2025Q3.xlsx"], "2025Q3"),
        (["2025年上半年"], "2025H1"),
        (["2025H2"], "2025H2"),
        (["2025年3月份月报"], "2025-03"),
        (["2024年度报表"], "2024"),
        (["2024年", "填表日期：2025年1月15日"], "2024"),
        (["填表日期：2025年1月15日"], None),
        (["2023年和2024年对比"], None),
        (["在孵企业情况表"], None),
        ([], None),
    ],
)
def test_a_title_speaks_of_one_period_or_of_none(texts: list[str], code: str | None) -> None:
    period = period_in(texts)
    assert (period and period.code) == code


def test_a_header_is_read_without_its_period() -> None:
    assert without_period("2025年第一季度 总收入") == "总收入"
    assert without_period("总收入") == "总收入"
