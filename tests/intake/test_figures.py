"""What an import of figures would do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from crm.domain.errors import ParseError
from crm.domain.finding import Finding, Severity
from crm.domain.period import Period
from crm.intake.draft import Drafts
from crm.intake.figures import FiguresPlan, make_figures_plan, periods_of
from crm.intake.lexicon import SheetKind
from crm.intake.match import KnownTenants, match_tenants
from tests.intake.samples import codes, drafts, indicators, read, sheet

if TYPE_CHECKING:
    from collections.abc import Mapping

FIGURES = SheetKind.FIGURES
QUARTER, BEFORE, YEAR_AGO = Period.parse("2025Q1"), Period.parse("2024Q4"), Period.parse("2024Q1")
KNOWN = KnownTenants.from_rows([(1, "甲", None, None, None), (2, "乙", None, None, None)])


def plan_for(
    found: Drafts,
    current: Mapping[tuple[int, str, int], int] | None = None,
    previous: Mapping[tuple[int, str, int], int] | None = None,
    period: Period | None = QUARTER,
) -> FiguresPlan:
    return make_figures_plan(
        found,
        match_tenants(found, KNOWN),
        indicators=indicators(),
        period=period,
        current=current or {},
        previous=previous or {},
    )


def test_figures_are_new_updated_or_same_row_by_row() -> None:
    found = drafts(FIGURES, name=["甲", "乙", "丙"], total_income=[500, 700, 1], employees=[3, None, 1])
    plan = plan_for(found, {(1, "total_income", 202521): 400, (1, "employees", 202521): 3})
    assert (plan.updated, plan.new, plan.same) == ((0,), (1,), ())
    assert [(change.tenant_id, change.indicator, change.old, change.new) for change in plan.changes] == [
        (1, "total_income", 400, 500),
        (2, "total_income", None, 700),
    ]
    assert plan.changes[0].address == "B2"
    assert plan.changes[0].period == QUARTER
    assert codes(plan.findings) == ["row-tenant-unknown"]
    assert (plan.counts.rows, plan.counts.refused, plan.counts.adds_up) == (3, 1, True)


def test_what_is_there_already_changes_nothing_and_a_blank_writes_nothing() -> None:
    found = drafts(FIGURES, name=["甲", "乙"], total_income=[500, None])
    plan = plan_for(found, {(1, "total_income", 202521): 500, (2, "total_income", 202521): 9})
    assert plan.same == (0, 1)
    assert plan.changes == ()


def test_zero_is_a_figure() -> None:
    plan = plan_for(
        drafts(FIGURES, name=["甲"], total_income=[0]), previous={(1, "total_income", BEFORE.key): 5}
    )
    assert [change.new for change in plan.changes] == [0]
    assert plan.findings == ()


@pytest.mark.parametrize(
    ("new", "before", "period", "factor"),
    [
        (1_234_000, 1_000, BEFORE, "×1000"),
        (1_234_000, 1_000, YEAR_AGO, "×1000"),
        (12_000_000, 1_000, BEFORE, "×10000"),
        (900, 1_000_000, BEFORE, "÷1000"),
        (-90, 1_000_000, BEFORE, "÷10000"),
        (10_000, 1_000, BEFORE, None),
        (100_000_000, 1_000, BEFORE, None),
        (1_000, 0, BEFORE, None),
    ],
)
def test_a_figure_whose_unit_may_be_mistaken_is_named_and_taken(
    new: int, before: int, period: Period, factor: str | None
) -> None:
    found = drafts(FIGURES, name=["甲"], net_profit=[new])
    plan = plan_for(found, previous={(1, "net_profit", period.key): before})
    assert [
        (finding.code, finding.severity, finding.where, dict(finding.values)) for finding in plan.findings
    ] == (
        [
            (
                "figure-thousandfold",
                Severity.WARNING,
                "B2",
                {"zh": "净利润", "en": "Net profit", "factor": factor, "period": period.code},
            )
        ]
        if factor
        else []
    )
    assert len(plan.changes) == 1


def test_a_figure_below_zero_that_is_none_as_a_rule_is_taken_and_told_once() -> None:
    found = drafts(FIGURES, name=["甲", "乙"], total_income=[-500, -1], net_profit=[-7, 0])
    plan = plan_for(found)
    assert len(plan.changes) == 4
    (finding,) = plan.findings
    assert (finding.code, finding.where) == ("figure-negative", "B2")
    assert (finding.values["count"], finding.values["cells"], finding.values["zh"]) == (2, "B2, B3", "总收入")


def test_counts_grow_as_they_like() -> None:
    found = drafts(FIGURES, name=["甲"], employees=[1_000])
    assert plan_for(found, previous={(1, "employees", BEFORE.key): 1}).findings == ()


def test_each_row_may_have_a_period_of_its_own() -> None:
    found = read(
        sheet("企业名称|报告期|从业人员", "甲|2025Q2|5", "甲||4", "乙|某季|3", "乙|2025Q2|2"), FIGURES
    ).drafts
    assert periods_of(found, QUARTER) == (QUARTER, Period.parse("2025Q2"))
    plan = plan_for(found)
    assert [(change.tenant_id, change.period.code, change.new) for change in plan.changes] == [
        (1, "2025Q2", 5),
        (1, "2025Q1", 4),
        (2, "2025Q2", 2),
    ]
    assert plan.counts.adds_up
    assert codes(plan.findings) == ["period-unknown"]


def test_a_row_without_any_period_stops_the_import() -> None:
    found = drafts(FIGURES, name=["甲"], employees=[5])
    with pytest.raises(ParseError, match="period-missing"):
        periods_of(found, None)
    with pytest.raises(ParseError, match="period-missing"):
        plan_for(found, period=None)
    assert periods_of(found, QUARTER) == (QUARTER,)


def test_refused_rows_need_no_period() -> None:
    refused = {0: Finding("row-without-name", Severity.ERROR)}
    found = Drafts(FIGURES, rows=(2,), columns={"name": [None], "employees": [5]}, refused=refused)
    assert periods_of(found, None) == ()
    assert plan_for(found, period=None).counts.refused == 1


def test_a_title_that_is_no_period_of_ours_is_named_where_the_rows_need_one() -> None:
    found = drafts(FIGURES, name=["甲"], total_income=[500])
    with pytest.raises(ParseError, match="period-unclear") as refused:
        periods_of(found, None, "2026年1-9月")
    assert refused.value.values["text"] == "2026年1-9月"
    assert periods_of(found, QUARTER, "2026年1-9月") == (QUARTER,)


def test_a_half_year_is_compared_with_the_quarters_that_are_there() -> None:
    first, second = (1, "total_income", 202521), (1, "total_income", 202522)
    half = Period.parse("2025H1")
    plan = plan_for(
        drafts(FIGURES, name=["甲"], total_income=[700]), previous={first: 9_000, second: 5_000}, period=half
    )
    assert codes(plan.findings) == ["figure-parts-differ"]
    assert plan.new == (0,)
