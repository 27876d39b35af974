"""A half-year or year must be the sum of its quarters and months."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from crm.domain.period import Period
from crm.intake.figure_change import FigureChange
from crm.intake.part_periods import compare_parts, compared_periods, related_periods
from tests.intake.samples import indicators

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crm.domain.finding import Finding


def compared(
    period: str, new: int, held: Mapping[str, int], *, indicator: str = "total_income", tenants: int = 1
) -> list[Finding]:
    """What is noticed where *new* comes for *period* and other periods have their figures."""
    when = Period.parse(period)
    changes = [
        FigureChange(index, index, indicator, when, None, new, f"B{index + 2}") for index in range(tenants)
    ]
    figures = {
        (index, indicator, Period.parse(code).key): value
        for index in range(tenants)
        for code, value in held.items()
    }
    return list(compare_parts(changes, indicators(), figures))


def test_a_half_year_that_is_not_the_sum_of_its_quarters_is_named_once_for_all_companies() -> None:
    (finding,) = compared("2026H1", 700, {"2026Q1": 10_000, "2026Q2": 5_000}, tenants=20)
    assert (finding.code, finding.where) == ("figure-parts-differ", "B2")
    assert {
        name: finding.values[name] for name in ("count", "period", "parts", "whole", "sum", "unit_zh")
    } == {
        "count": 20,
        "period": "2026H1",
        "parts": "2026Q1 – 2026Q2",
        "whole": "7.00",
        "sum": "150.00",
        "unit_zh": "元",
    }


@pytest.mark.parametrize(
    ("period", "new", "held"),
    [
        ("2026Q2", 5_000, {"2026Q1": 10_000, "2026H1": 700}),  # the other way round
        ("2026", 7_000, {"2026Q1": 10_000, "2026Q2": 5_000}),  # two quarters are more than the year
        ("2026Q3", 700, {"2026-07": 300, "2026-08": 300, "2026-09": 300}),
        ("2026-09", 300, {"2026Q3": 700, "2026-08": 500}),
    ],
)
def test_parts_and_wholes_are_compared_whichever_comes_first(
    period: str, new: int, held: Mapping[str, int]
) -> None:
    assert [finding.code for finding in compared(period, new, held)] == ["figure-parts-differ"]


@pytest.mark.parametrize(
    ("period", "new", "held"),
    [
        ("2026H1", 15_000, {"2026Q1": 10_000, "2026Q2": 5_000}),
        ("2026", 15_000, {"2026Q1": 10_000}),  # the rest of the year is to come
        ("2026Q3", 5_000, {"2026Q1": 10_000, "2026Q2": 1}),  # no longer period has a figure
        ("2026H1", 150_000_000, {"2026Q1": 100_004_000, "2026Q2": 50_003_000}),  # rounded to 万元
        ("2026", 0, {"2026Q1": 0, "2026H1": 0}),
    ],
)
def test_figures_that_add_up_are_not_remarked_on(period: str, new: int, held: Mapping[str, int]) -> None:
    assert compared(period, new, held) == []


def test_a_count_must_add_up_exactly_and_a_stock_adds_up_to_nothing() -> None:
    parts = {"2026Q1": 40, "2026Q2": 41}
    (finding,) = compared("2026H1", 82, parts, indicator="ip_applied")
    assert (finding.values["whole"], finding.values["unit_zh"]) == ("82", "件")
    assert compared("2026H1", 82, parts, indicator="employees") == []


def test_another_company_without_figures_is_no_contradiction() -> None:
    change = FigureChange(0, 1, "total_income", Period.parse("2026H1"), None, 700, "B2")
    held = {(2, "total_income", Period.parse("2026Q1").key): 900}
    assert list(compare_parts([change], indicators(), held)) == []


def test_only_periods_that_have_something_to_compare_are_asked_for() -> None:
    third = Period.parse("2026Q3")
    assert len(related_periods([third])) == 12 + 4 + 2 + 1 - 6 + 6
    assert compared_periods([third], {Period.parse("2026Q2").key}) == set()
    year = Period.parse("2026")
    assert compared_periods([third], {year.key}) == {third, year}
    months = {Period.parse("2026-07").key}
    assert compared_periods([third], months) == {third, Period.parse("2026-07")}
