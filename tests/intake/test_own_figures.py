"""Figures of the incubator itself in a workbook: found beside or below their names, for the period and in its unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from crm.domain.period import Period
from crm.intake.grid import Grid
from crm.intake.own_figures import OwnFigures, read_own_figures
from tests.intake.samples import indicators, lexicon

if TYPE_CHECKING:
    from collections.abc import Sequence

YEAR = Period.parse("2025")
EXPORTED = (
    ("孵化器数据  ·  2025年",),
    ("指标", "单位", "2025年", "2024年"),
    ("孵化器总收入", "万元", 326.5, 300),
    ("其中：国家科技计划经费额", "万元", None, 12),
    ("提供工位数", "个", 120, 110),
)


def read(rows: Sequence[Sequence[object]], period: Period = YEAR) -> OwnFigures:
    stated = {code: one for code, one in indicators().items() if one.is_stated}
    return read_own_figures(Grid(rows), lexicon(), stated, period)


def values(rows: Sequence[Sequence[object]], period: Period = YEAR) -> dict[str, tuple[int, str]]:
    found = read(rows, period)
    assert {one.code for one in found.findings} <= {"own-figures-unknown"}
    return {one.indicator: (one.value, one.cell) for one in found.figures}


def test_a_sheet_as_it_is_exported_is_read_for_the_period_it_names() -> None:
    assert values(EXPORTED) == {"incubator_income": (326_500_000, "C3"), "desks": (120, "C5")}
    earlier = values(EXPORTED, Period.parse("2024"))
    assert earlier["incubator_income"] == (300_000_000, "D3")
    assert earlier["national_project_funds"] == (12_000_000, "D4")
    assert read(EXPORTED, Period.parse("2023")).figures == ()


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        # the unit over the table, numbered names, a column of line numbers, last year beside this one
        (
            (
                ("孵化器自身情况表", None, None, None),
                (None, None, None, "单位：千元"),
                ("项目", "行次", "本年", "上年同期"),
                ("1. 孵化器总收入", 1, 3265, 3000),
                ("其中：物业收入", 2, "800", 700),
                ("孵化器运营成本", 3, "—", 600),
            ),
            {"incubator_income": (326_500_000, "C4"), "property_income": (80_000_000, "C5")},
        ),
        # the unit in the name, or in the cell
        (
            (("孵化基金总额（万元）", 500), ("年末固定资产原值", "1,200万元"), ("团队", 3)),
            {"incubation_fund": (500_000_000, "B1"), "fixed_assets": (1_200_000_000, "B2")},
        ),
        # names as columns, a row a period
        (
            (
                ("年度", "孵化器总收入（万元）", "提供工位数"),
                ("2024年", 300, 110),
                ("2025年", 326.5, 120),
            ),
            {"incubator_income": (326_500_000, "B3"), "desks": (120, "C3")},
        ),
        # years as numbers
        (
            (("年度", "孵化器总收入（万元）", "提供工位数"), (2024, 300, 110), (2025, 326.5, 120)),
            {"incubator_income": (326_500_000, "B3"), "desks": (120, "C3")},
        ),
        (
            (("指标（万元）", 2024, 2025), ("孵化器总收入（万元）", 300, 326.5)),
            {"incubator_income": (326_500_000, "C2")},
        ),
        # names as columns, one row without a period
        (
            (("孵化器总收入（元）", "提供工位数", "孵化基金总额（元）"), (3265000, None, 0)),
            {"incubator_income": (326_500_000, "A2"), "incubation_fund": (0, "C2")},
        ),
        # names as columns over a row of units
        (
            (("孵化器总收入", "提供工位数", "孵化基金总额"), ("万元", "个", "千元"), (326.5, 120, 7)),
            {
                "incubator_income": (326_500_000, "A3"),
                "desks": (120, "B3"),
                "incubation_fund": (700_000, "C3"),
            },
        ),
        # the unit in the head of the column, what the year began with beside what it ended with, a plan, a note
        (
            (
                ("指标", "年初数（万元）", "计划（万元）", "年末数（万元）", None),
                ("年末固定资产原值", 900, 1500, 1200, "见附件"),
                ("孵化器总收入", None, 400, 326.5, None),
            ),
            {"fixed_assets": (1_200_000_000, "D2"), "incubator_income": (326_500_000, "D3")},
        ),
        # the unit in a cell of its own, the month beside the year
        (
            (
                ("孵化器情况", "单位：", "千元"),
                ("指标", "本月", "本年累计"),
                ("孵化器总收入", 300, 3265),
                ("物业收入", 70, 800),
            ),
            {"incubator_income": (326_500_000, "C3"), "property_income": (80_000_000, "C4")},
        ),
        ((("企业名称", "总收入"), ("甲", 5)), {}),
    ],
)
def test_figures_are_found_in_the_ways_they_are_kept(
    rows: Sequence[Sequence[object]], found: dict[str, tuple[int, str]]
) -> None:
    assert values(rows) == found


def test_a_sheet_of_another_period_is_not_taken() -> None:
    rows = (("孵化器2024年度情况表", None), ("项目", "金额（元）"), ("孵化器总收入", 3265000))
    found = read(rows)
    assert found.figures == ()
    assert [(one.code, one.values) for one in found.findings] == [
        ("own-figures-other-period", {"period": "2025", "said": "孵化器2024年度情况表"})
    ]
    assert values(rows, Period.parse("2024")) == {"incubator_income": (326_500_000, "B3")}


def test_what_is_doubtful_is_left_out_and_said() -> None:
    found = read(
        (
            ("提供工位数", "约一百"),
            ("孵化器总收入", "5元"),
            ("孵化器总收入", "6元"),
            ("孵化基金总额", "7元"),
            ("孵化基金总额", "7元"),
        )
    )
    assert [one.indicator for one in found.figures] == ["incubation_fund"]
    assert [(one.code, one.where, one.values["indicator"]) for one in found.findings] == [
        ("own-figure-unread", "B1", "desks"),
        ("own-figure-twice", "B3", "incubator_income"),
    ]


def test_of_two_figures_that_nothing_tells_apart_none_is_taken() -> None:
    beside = read(
        (("指标", None, None, None), ("孵化器总收入（元）", 1, 500, "年报"), ("提供工位数", 7, 7, None))
    )
    assert [(one.indicator, one.cell) for one in beside.figures] == [("desks", "B3")]
    below = read(
        (("场所", "孵化器总收入（元）", "提供工位数"), ("四号园", 1, 5), ("五号园", 3, None), ("合计", 4, 5))
    )
    assert [(one.indicator, one.cell) for one in below.figures] == [("desks", "C2")]
    for found, cells in ((beside, "B2, C2"), (below, "B2, B3, B4")):
        (finding,) = found.findings
        assert (finding.code, finding.values["cells"]) == ("own-figure-several", cells)
        assert finding.values["indicator"] == "incubator_income"


def test_amounts_without_a_unit_are_told_once_and_those_with_their_own_are_not() -> None:
    found = read((("孵化器总收入", 500), ("物业收入", 200), ("孵化基金总额", "3万元"), ("提供工位数", 7)))
    assert len(found.figures) == 4
    (finding,) = found.findings
    assert (finding.code, finding.where) == ("own-figures-unit-assumed", "B1")
    assert (finding.values["count"], finding.values["cells"]) == (2, "B1, B2")


@pytest.mark.parametrize(
    ("period", "cell"),
    [("2026-09", "B2"), ("2026Q3", "C2"), ("2026", "D2"), ("2026Q1", "C2"), ("2026-01", "B2")],
)
def test_a_month_a_quarter_and_the_year_to_date_are_told_apart(period: str, cell: str) -> None:
    rows = (
        ("指标（万元）", "本月数", "本季数", "累计数"),
        ("孵化器总收入（万元）", 1, 3, 3 if period == "2026Q1" else 9),
    )
    rows = (rows[0], (*rows[1][:3], 1) if period == "2026-01" else rows[1])
    assert values(rows, Period.parse(period))["incubator_income"][1] == cell


def test_a_note_below_names_the_unit_and_what_is_below_zero_is_told() -> None:
    found = read(
        (("指标", "2025年"), ("孵化器总收入", -326.5), ("提供工位数", 5), ("注：金额单位为万元", None))
    )
    assert [(one.indicator, one.value) for one in found.figures] == [
        ("incubator_income", -326_500_000),
        ("desks", 5),
    ]
    (told,) = found.findings
    assert (told.code, told.where, told.values["count"]) == ("figure-negative", "B2", 1)


def test_an_amount_in_another_unit_than_any_of_ours_is_not_taken() -> None:
    found = read(
        (
            ("指标", "单位", "2025年"),
            ("孵化器总收入", "万元", 326.5),
            ("物业收入", "万美元", 7),
            ("综合服务收入", "人", 8),
            ("投资收入（美元）", None, 9),
            ("投资收入", "", "5万元"),
        )
    )
    assert [(one.indicator, one.value) for one in found.figures] == [
        ("incubator_income", 326_500_000),
        ("investment_income", 5_000_000),
    ]
    bare = read((("孵化器总收入（元）", 5), ("物业收入", 7, "美元")))
    assert [(one.code, one.where) for one in bare.findings] == [("own-figure-unread", "B2")]
    told = [(one.code, one.where, one.values.get("value")) for one in found.findings]
    assert told[:2] == [
        ("own-figure-unread", "C3", "7 万美元"),
        ("own-figure-unread", "C4", "8 人"),
    ]


def test_lines_of_which_nobody_knows_the_name_are_told() -> None:
    rows = (
        ("指标", "2025年"),
        ("孵化器总收入（元）", 5),
        ("净利润", 3),
        ("上缴", 4),
        ("备注", "见附件"),
        ("提供工位数", 6),
    )
    (told,) = read(rows).findings
    assert (told.code, told.where) == ("own-figures-unknown", "A3")
    assert told.values == {"names": "净利润、上缴", "count": 2, "cells": "A3, A4"}
