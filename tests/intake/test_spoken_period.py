"""Which period titles, file names and headers speak of; what is none of ours is told, never guessed."""

from __future__ import annotations

import pytest

from crm.domain.period import Period
from crm.intake.spoken_period import SpokenPeriod, spoken_period, without_period


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
        (["企业2026年报.xlsx"], "2026"),
        (["2024年", "填表日期：2025年1月15日"], "2024"),
        (["报送_2026-10-08", "2026年三季度"], "2026Q3"),
        # months and quarters that are a period of ours
        (["2026年7-9月"], "2026Q3"),
        (["2026年7月—9月"], "2026Q3"),
        (["2026年7月1日至9月30日"], "2026Q3"),
        (["2026年1-6月"], "2026H1"),
        (["2026年前六个月"], "2026H1"),
        (["2026年一至二季度"], "2026H1"),
        (["2026年1～12月"], "2026"),
        (["2026.01-2026.12"], "2026"),
        (["2026年度三季度"], "2026Q3"),
        (["2026年企业情况表（三季度）"], "2026Q3"),
        (["2026年企业情况表", "（9月）"], "2026-09"),
        (["三季度企业情况表", "企业2026年.xlsx"], "2026Q3"),
        (["2026年一季度累计"], "2026Q1"),
        (["2026年", "截至2026年12月31日"], "2026"),
        (["2026年三季度", "截至9月30日"], "2026Q3"),
        # an explanation is not the title
        (["2025年度报表", "说明：每年3月报送"], "2025"),
        (["四季花城有限公司", "附件1、2026年三季度"], "2026Q3"),
    ],
)
def test_a_title_speaks_of_one_period(texts: list[str], code: str) -> None:
    spoken = spoken_period(texts)
    assert spoken.period is not None
    assert (spoken.period.code, spoken.unclear) == (code, "")


@pytest.mark.parametrize(
    "title",
    [
        "2026年1-9月企业情况表",
        "2026年1月-9月",
        "2026年1～9月",
        "1-9月企业情况表",
        "2026.1-9月",
        "2026.01-2026.09",
        "2026年1-9",
        "2026年前三季度情况",
        "2026年一至三季度",
        "2026年第1-3季度",
        "2026年前9个月",
        "2026Q1-Q3",
        "2026年第三、四季度",
        "2026年7、8、9月",
        "2026年三季度累计",
        "2026年累计",
        "2026 YTD 2026年",
        "2025-2026年",
        "2025/2026年度",
        "2025年10月至2026年3月",
        "2026年1月1日至9月30日",
        "2026年1月15日至3月20日",
        "2026年企业情况表（截至9月30日）",
        "2026年第3期",
        "2023年和2024年对比",
        "三季度累计",
    ],
)
def test_what_has_added_up_or_spans_periods_is_none_of_ours_and_is_named(title: str) -> None:
    spoken = spoken_period([title])
    assert spoken.period is None
    assert spoken.unclear
    assert not spoken.names(Period.parse("2026Q3"))


def test_a_quarter_contradicting_another_or_named_twice_is_unclear() -> None:
    assert spoken_period(["2026年三季度", "（二季度）"]).unclear == "2026年三季度、二季度"
    assert spoken_period(["一季度", "二季度"]).unclear == "一季度、二季度"
    assert spoken_period(["2025年报表", "2026年报表", "三季度"]).unclear


@pytest.mark.parametrize(
    "texts", [[], ["在孵企业情况表"], ["填表日期：2025年1月15日"], ["截至2026年9月30日"]]
)
def test_a_title_may_say_nothing(texts: list[str]) -> None:
    assert spoken_period(texts) == SpokenPeriod()
    assert not spoken_period(texts).says_something


def test_a_period_without_its_year_is_that_of_the_sheet_s_year() -> None:
    spoken = spoken_period(["三季度"])
    assert spoken.loose == (7, 9)
    assert spoken.names(Period.parse("2026Q3"))
    assert not spoken.names(Period.parse("2026Q2"))
    assert not spoken.names(None)


def test_a_header_is_read_without_its_period() -> None:
    assert without_period("2025年第一季度 总收入") == "总收入"
    assert without_period("三季度总收入") == "总收入"
    assert without_period("截至2026年9月30日从业人员") == "从业人员"
    assert without_period("总收入") == "总收入"
