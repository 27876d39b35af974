"""Findings, changes and measured figures: small values with one rule each."""

from __future__ import annotations

from datetime import date

from crm.domain.changes import Changes
from crm.domain.finding import Finding, Severity, worst
from crm.domain.measures import Contribution, Measured, MeasureRequest, NotReported
from crm.domain.period import Period


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
