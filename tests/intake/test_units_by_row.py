"""Amounts of which each row names the unit or the currency in a column of its own."""

from __future__ import annotations

import pytest

from crm.intake.lexicon import SheetKind
from tests.intake.samples import read, sheet

WAN = 1_000_000


def amounts(*lines: str, code: str = "total_income", units: dict[str, str] | None = None) -> list[object]:
    return list(read(sheet(*lines), SheetKind.FIGURES, units=units).drafts.column(code))


def told(*lines: str, kind: SheetKind = SheetKind.FIGURES) -> list[tuple[str, str]]:
    findings = read(sheet(*lines), kind).drafts.findings
    return [(one.code, one.where) for one in findings if one.code != "column-left-out"]


def test_each_amount_is_read_in_the_unit_of_its_row() -> None:
    mixed = (
        "企业名称|总收入|单位",
        "甲公司|12|万元",
        "乙公司|120,000|元",
        "丙公司|１.５|（万　元）",
        "丁公司|3|千元",
    )
    assert amounts(*mixed) == [12 * WAN, 12 * WAN, WAN * 3 // 2, 300_000]
    assert told(*mixed) == [("unit-by-row", "B1")]
    before = ("企业名称|计量单位|总收入|净利润", "甲公司|万元|12|-3", "乙公司|元|5|4")
    assert amounts(*before) == [12 * WAN, 500]
    assert amounts(*before, code="net_profit") == [-3 * WAN, 400]


def test_an_amount_without_a_unit_is_not_guessed() -> None:
    lines = (
        "企业名称|总收入|单位",
        "甲公司|12|万元",
        "乙公司|3|",
        "丙公司|4|美元",
        "丁公司|5|平方米",
        "戊公司|约|元",
    )
    assert amounts(*lines) == [12 * WAN, None, None, None, None]
    assert told(*lines) == [
        ("unit-by-row", "B1"),
        ("amount-without-unit", "B3"),
        ("amount-without-unit", "B4"),
        ("amount-without-unit", "B5"),
        ("amount-unknown", "B6"),
    ]
    # What is the same in any unit needs none.
    alike = ("企业名称|总收入|单位", "甲公司|0|", "乙公司|5万元|", "丙公司||", "丁公司|约|", "戊公司|1|元")
    assert amounts(*alike) == [0, 5 * WAN, None, None, 100]
    assert told(*alike) == [("unit-by-row", "B1"), ("amount-unknown", "B5")]


def test_a_row_without_a_unit_has_that_of_title_or_header_and_none_against_the_header() -> None:
    titled = ("单位：万元||", "企业名称|总收入|单位", "甲公司|12|", "乙公司|120000|元")
    assert amounts(*titled) == [12 * WAN, 12 * WAN]
    headed = (
        "企业名称|总收入（万元）|单位",
        "甲公司|12|",
        "乙公司|12|万元",
        "丙公司|120000|元",
        "丁公司|3|亿",
    )
    assert amounts(*headed) == [12 * WAN, 12 * WAN, None, None]
    assert told(*headed) == [
        ("unit-by-row", "B1"),
        ("amount-without-unit", "B4"),
        ("amount-without-unit", "B5"),
    ]
    assert amounts(*headed, units={"B": "万元"}) == [12 * WAN, 12 * WAN, 120_000 * WAN, 3 * WAN]


def test_of_several_such_columns_each_is_for_the_amounts_before_it() -> None:
    lines = (
        "企业名称|从业人员|单位|总收入|单位|占用面积|单位",
        "甲公司|3|人|12|万元|30|平方米",
        "乙公司|4|人|12|元|2|万平方米",
    )
    assert amounts(*lines) == [12 * WAN, 1200]
    assert amounts(*lines, code="occupied_area") == [3_000, 2_000_000]
    assert amounts(*lines, code="employees") == [3, 4]


def test_a_column_of_other_units_is_none() -> None:
    offices = ("企业名称|总收入|单位", "甲公司|12|科技局", "乙公司|3|财政局", "丙公司|4|元")
    assert amounts(*offices) == [1200, 300, 400]
    assert told(*offices)[0] == ("unit-assumed", "B1")
    foreign = ("企业名称|总收入|单位", "甲公司|12|万美元", "乙公司|3|港币")
    assert amounts(*foreign) == [None, None]


def test_a_register_keeps_the_text_of_what_it_could_not_read() -> None:
    lines = ("企业名称|注册资本|单位|从业人员", "甲公司|12|万元|3", "乙公司|9||4")
    drafts = read(sheet(*lines)).drafts
    assert list(drafts.column("registered_capital")) == [12 * WAN, None]
    assert drafts.extra == {"注册资本": [None, "9"]}


def test_a_total_is_compared_in_the_unit_of_its_row() -> None:
    lines = ("企业名称|总收入|单位", "甲公司|12|万元", "乙公司|120000|元")
    assert told(*lines, "合计|24|万元") == [("unit-by-row", "B1")]
    assert told(*lines, "合计|25|万元") == [("unit-by-row", "B1"), ("total-differs", "B4")]
    assert told(*lines, "合计|25|") == [("unit-by-row", "B1")]


@pytest.mark.parametrize("head", ["币种", "货币种类"])
def test_amounts_in_a_foreign_currency_are_not_taken_for_yuan(head: str) -> None:
    lines = (
        f"企业名称|注册资本（万元）|{head}|总收入",
        "甲公司|12|人民币|1",
        "乙公司|9|美元|2",
        "丙公司|0|美元|3",
    )
    drafts = read(sheet(*lines)).drafts
    assert list(drafts.column("registered_capital")) == [12 * WAN, None, 0]
    assert drafts.extra["注册资本（万元）"] == [None, "9", None]
    assert [one.code for one in drafts.findings] == ["amount-currency"]
    figures = (f"{head}|企业名称|总收入|净利润", "人民币|甲公司|1|2", "美元|乙公司|3|4")
    assert amounts(*figures) == [100, None]
    assert amounts(*figures, code="net_profit") == [200, None]
