"""Periods: their days, parts, keys and written forms."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.domain.errors import ParseError
from crm.domain.period import Period, PeriodKind

periods = st.builds(
    lambda kind, year, part: Period(kind, year, part % (12 // kind.months) + 1),
    st.sampled_from(PeriodKind),
    st.integers(1901, 2199),
    st.integers(0, 11),
)


@given(periods)
def test_a_period_survives_its_key_and_its_written_form(period: Period) -> None:
    assert Period.from_key(period.key) == period
    assert Period.parse(period.code) == period
    assert Period.parse(str(period)) == period


@given(periods, periods)
def test_two_periods_never_share_a_key(one: Period, other: Period) -> None:
    assert (one.key == other.key) == (one == other)


@given(periods)
def test_a_period_lies_between_its_neighbours(period: Period) -> None:
    before = period.previous()
    assert before.end + timedelta(days=1) == period.start
    assert period.contains(period.start)
    assert period.contains(period.end)
    assert not period.contains(period.end + timedelta(days=1))
    assert Period.containing(period.end, period.kind) == period
    assert period.same_period_last_year().start.year == period.year - 1


@given(periods, st.sampled_from(PeriodKind))
def test_parts_cover_a_period_without_gap_or_overlap(period: Period, kind: PeriodKind) -> None:
    parts = period.parts(kind)
    if kind.months > period.kind.months:
        assert parts == ()
        return
    assert parts[0].start == period.start
    assert parts[-1].end == period.end
    for one, following in itertools.pairwise(parts):
        assert following.previous() == one


def test_the_year_to_date_runs_from_january() -> None:
    assert [p.code for p in Period.parse("2025Q3").year_to_date()] == ["2025Q1", "2025Q2", "2025Q3"]
    assert [p.code for p in Period.parse("2025").year_to_date()] == ["2025"]


def test_a_period_is_written_by_its_kind() -> None:
    codes = ["2025", "2025-03", "2025Q1", "2025H2"]
    assert [str(Period.parse(code)) for code in codes] == codes
    assert [Period.parse(code).key for code in codes] == [202500, 202503, 202521, 202532]


def test_a_quarter_knows_its_days_and_its_year() -> None:
    quarter = Period.parse("2024Q1")
    assert (quarter.start, quarter.end) == (date(2024, 1, 1), date(2024, 3, 31))
    assert quarter.year_period == Period(PeriodKind.YEAR, 2024)
    assert Period.parse("2024-02").end == date(2024, 2, 29)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2025", "2025"),
        ("2025年", "2025"),
        ("2025年度", "2025"),
        ("2025-3", "2025-03"),
        ("2025.12", "2025-12"),
        ("2025年3月", "2025-03"),
        ("2025年3月份", "2025-03"),
        ("2025q1", "2025Q1"),
        ("2025-Q4", "2025Q4"),
        ("2025年第一季度", "2025Q1"),
        ("２０２５年 第3季度", "2025Q3"),
        ("2025年四季度", "2025Q4"),
        ("2025H2", "2025H2"),
        ("2025年上半年", "2025H1"),
        ("2025年下半年", "2025H2"),
    ],
)
def test_periods_are_read_as_people_write_them(text: str, code: str) -> None:
    assert Period.parse(text).code == code


@pytest.mark.parametrize(
    "text",
    [
        "",
        "25Q1",
        "2025Q5",
        "2025-13",
        "2025-00",
        "第一季度",
        "2025年第五季度",
        "99999",
        "2025-1②",
        "2025-1 2",
    ],
)
def test_a_text_that_names_no_period_is_refused(text: str) -> None:
    with pytest.raises(ParseError, match="period-unknown"):
        Period.parse(text)


@pytest.mark.parametrize(("year", "index"), [(1899, 1), (2200, 1), (2025, 0), (2025, 5)])
def test_a_period_that_does_not_exist_cannot_be_made(year: int, index: int) -> None:
    with pytest.raises(ParseError, match="period-unknown"):
        Period(PeriodKind.QUARTER, year, index)
