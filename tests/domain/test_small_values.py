"""Findings, changes and measured figures: small values with one rule each."""

from __future__ import annotations

from datetime import date

import pytest

from crm.domain.changes import Changes
from crm.domain.finding import Finding, Severity, worst
from crm.domain.measures import Contribution, Measured, MeasureRequest, NotReported
from crm.domain.period import Period
from crm.domain.wording import one_after_another, unit_after, with_unit


def test_the_worst_finding_decides() -> None:
    findings = [Finding("a", Severity.INFO), Finding("b", Severity.ERROR), Finding("c", Severity.WARNING)]
    assert worst(findings) is Severity.ERROR
    assert worst([]) is None
    assert Severity.from_code("warning") is Severity.WARNING
    assert Severity.WARNING.code == "warning"


def test_changes_concern_whoever_shows_one_of_their_tables() -> None:
    changes = Changes(1, "x", frozenset({"tenants"}))
    assert changes.concern("tenants", "events")
    assert not changes.concern("events")


def test_a_figure_nobody_reported_is_blank_and_a_count_of_nothing_is_zero() -> None:
    request = MeasureRequest("total_income", Period.parse("2025Q1"))
    assert Measured(request, (), (NotReported("tenant", 1, "甲"),)).value is None
    assert Measured(request, ()).value == 0
    given = (Contribution("tenant", 1, "甲", 5), Contribution("tenant", 2, "乙", -7))
    assert Measured(request, given, (NotReported("tenant", 3, "丙"),)).value == -2


def test_the_population_is_taken_on_the_last_day_unless_another_is_named() -> None:
    period = Period.parse("2025Q1")
    assert MeasureRequest("x", period).population_date == date(2025, 3, 31)
    assert MeasureRequest("x", period, as_of=date(2025, 1, 5)).population_date == date(2025, 1, 5)


def test_a_question_covers_the_periods_that_lie_in_it() -> None:
    quarter, year_to_date = (
        MeasureRequest("x", Period.parse("2025Q2")),
        MeasureRequest("x", Period.parse("2025Q2"), to_date=True),
    )
    codes = ("2025Q2", "2025-04", "2025-06", "2025Q1", "2025-01", "2025H1", "2025-07", "2025", "2024Q2")
    periods = {code: Period.parse(code) for code in codes}
    assert [code for code in codes if quarter.covers(periods[code])] == ["2025Q2", "2025-04", "2025-06"]
    assert [code for code in codes if year_to_date.covers(periods[code])] == list(codes[:6])


@pytest.mark.parametrize(
    ("text", "unit", "told"),
    [
        ("44.45", "%", "44.45%"),
        ("380", "万元", "380 万元"),
        ("380", "10k yuan", "3.8 million yuan"),
        ("−380", "10k yuan", "-3.8 million yuan"),
        ("+1,752.3051", "10k yuan", "+17,523,051 yuan"),
        ("12.5", "10k yuan", "125,000 yuan"),
        ("3.2", "100m yuan", "320 million yuan"),
        ("1.5", "10k m²", "15,000 m²"),
        ("300 to 500", "10k yuan", "300 to 500 × 10,000 yuan"),
        ("1", "tenants", "1 tenant"),
        ("11", "tenants", "11 tenants"),
        ("—", "tenants", "—"),
        ("5", "", "5"),
    ],
)
def test_a_figure_is_told_with_its_unit_as_its_language_does(text: str, unit: str, told: str) -> None:
    assert with_unit(text, unit) == told


def test_a_figure_to_be_compared_digit_by_digit_stays_as_it_is() -> None:
    assert with_unit("137.08", "10k yuan", same_scale=True) == "137.08 (10k yuan)"
    assert unit_after("1", "persons") == "person"


def test_sentences_stand_one_after_another_with_the_space_of_their_language() -> None:
    assert one_after_another("Saved.", "", "Go on.") == "Saved. Go on."
    assert one_after_another("已保存。", "请继续。") == "已保存。请继续。"
