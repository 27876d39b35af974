"""A rehearsal over records: what is counted, what is missing, who would lift it over and who must leave."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from crm.db.models import Financing, IntellectualProperty, Qualification, Site, Tenant
from crm.domain.errors import NotFoundError, RuleError
from crm.domain.lifecycle import Stage
from crm.domain.measures import MeasureRequest, Population
from crm.domain.period import Period
from crm.filings.rehearsal.judge import Verdict, Why
from crm.services.duties import DutyKind, list_duties
from crm.services.figures import Figure, answer, put_figures
from crm.services.operation import operation
from crm.services.operator import Statement, state_figures
from crm.services.rehearsal import Rehearsal, rehearse
from crm.services.rule_sets import read_rule_book
from crm.services.tenants import add_tenant

if TYPE_CHECKING:
    from crm.filings.rehearsal.evaluate import Outcome
    from crm.services.library import Library
    from crm.services.operation import Workplace
    from crm.services.tenants import FieldValue

Y2025 = Period.parse("2025")
MILLION = 100_000_000


def enter(
    workplace: Workplace,
    library: Library,
    name: str,
    *,
    since: date = date(2024, 1, 1),
    stage: Stage = Stage.INCUBATING,
    field: str = "new_materials",
) -> int:
    """A tenant founded a year before it moved in."""
    values: dict[str, FieldValue] = {
        "name": name,
        "technology_field": field,
        "founded_on": since.replace(year=since.year - 1),
    }
    (tenant,) = add_tenant(workplace, library, values, stage=stage, on=since).tenants
    return tenant


def certify(workplace: Workplace, tenant: int, kind: str) -> None:
    with operation(workplace, "tenants-added") as running:
        running.recorder.add(
            Qualification,
            tenant_id=tenant,
            kind=kind,
            title="证书",
            level="",
            issuer="",
            number="",
            granted_on=date(2025, 1, 1),
            until_on=date(2028, 1, 1),
            evidence="",
        )


def finance(
    workplace: Workplace, tenant: int, amount: int, *, on: date, paid_in: int | None = None, own: bool = False
) -> None:
    with operation(workplace, "tenants-added") as running:
        running.recorder.add(
            Financing,
            tenant_id=tenant,
            round="天使轮",
            investor="",
            is_own_fund=own,
            amount=amount,
            paid_in=paid_in,
            on_date=on,
            registered_on=None,
        )


def report(workplace: Workplace, library: Library, indicator: str, **years: tuple[int, ...]) -> None:
    """Figures of the tenants 1, 2, … for ``y2024`` or ``y2025``."""
    figures = [
        Figure(tenant, indicator, Period.parse(year.removeprefix("y")), value)
        for year, values in years.items()
        for tenant, value in enumerate(values, start=1)
    ]
    put_figures(workplace, library, figures)


def outcome(rehearsal: Rehearsal, code: str) -> Outcome:
    assert rehearsal.incubator is not None
    return next(one for one in rehearsal.incubator.outcomes if one.judged.criterion.code == code)


def test_tenants_that_grew_are_counted_and_the_next_are_named(workplace: Workplace, library: Library) -> None:
    ids = [enter(workplace, library, name) for name in "甲乙丙丁"]
    assert ids == [1, 2, 3, 4]
    report(workplace, library, "total_income", y2024=(100, 100, 100), y2025=(130, 119, 100))
    report(workplace, library, "rd_expenditure", y2024=(0, 100, 100), y2025=(0, 100, 100))
    found = outcome(rehearse(workplace, library, "standard-level", Y2025), "growing_share")
    assert (found.judged.value, found.judged.verdict) == (Fraction(25), Verdict.UNKNOWN)
    assert (found.judged.why, found.judged.lacking) == (Why.NOT_REPORTED, ("growing",))
    growing, incubating = found.figures
    assert [share.label for share in growing.shares] == ["甲"]
    assert [one.label for one in growing.absent] == ["丁"]
    assert len(incubating.shares) == 4
    assert found.lift is not None
    assert (found.lift.amount, found.lift.smallest) == (Fraction(1), (2,))
    nearest = found.lift.candidates[0]
    assert (nearest.name, nearest.lacks[0].nearest.value) == ("乙", Fraction(19))


def test_a_year_of_which_a_part_is_missing_is_not_known(workplace: Workplace, library: Library) -> None:
    tenant = enter(workplace, library, "甲")
    quarters = [Figure(tenant, "total_income", Period.parse(f"2025Q{index}"), MILLION) for index in (1, 2, 3)]
    put_figures(workplace, library, quarters)
    (judged,) = rehearse(workplace, library, "specialised-sme", Y2025).tenants
    income = next(one for one in judged.judged if one.criterion.code == "income")
    assert (income.verdict, income.lacking) == (Verdict.UNKNOWN, ("income",))
    put_figures(workplace, library, [Figure(tenant, "total_income", Period.parse("2025Q4"), 9 * MILLION)])
    (judged,) = rehearse(workplace, library, "specialised-sme", Y2025).tenants
    income = next(one for one in judged.judged if one.criterion.code == "income")
    assert (income.value, income.verdict) == (Fraction(1200), Verdict.HOLDS)


def test_a_year_reported_from_moving_in_on_is_the_whole_year_of_a_new_enterprise_only(
    workplace: Workplace, library: Library
) -> None:
    old = enter(workplace, library, "甲", since=date(2024, 7, 1))  # founded a year before
    new = enter(workplace, library, "乙", since=date(2024, 7, 1))
    with operation(workplace, "tenants-changed") as running:
        running.recorder.change(Tenant, {(new,): {"founded_on": date(2024, 7, 1)}})
    halves = [
        Figure(tenant, "total_income", Period.parse(half), 6 * MILLION)
        for tenant in (old, new)
        for half in ("2024H2", "2025H1", "2025H2")
    ]
    put_figures(workplace, library, halves)
    found = outcome(rehearse(workplace, library, "standard-level", Y2025), "growing_share")
    growing = found.figures[0]
    assert [share.label for share in growing.shares] == ["乙"]
    assert [(one.label, one.lacking) for one in growing.absent] == [
        ("甲", ("income_before", "rd", "rd_before"))
    ]
    by_name = {one.name: one.judged[2] for one in rehearse(workplace, library, "graduation", Y2025).tenants}
    assert {(one.value, one.verdict) for one in by_name.values()} == {(Fraction(1800), Verdict.HOLDS)}


def test_of_a_figure_that_asks_one_of_several_one_is_said_to_lack(
    workplace: Workplace, library: Library
) -> None:
    enter(workplace, library, "甲")
    report(workplace, library, "total_income", y2024=(100,), y2025=(119,))
    report(workplace, library, "rd_expenditure", y2024=(100,), y2025=(100,))
    found = outcome(rehearse(workplace, library, "standard-level", Y2025), "growing_share")
    assert found.lift is not None
    (candidate,) = found.lift.candidates
    assert [one.nearest.criterion.fact for one in candidate.lacks] == ["income_growth"]


def test_two_years_are_a_sum_only_where_both_were_reported(workplace: Workplace, library: Library) -> None:
    for name in "甲乙":
        enter(workplace, library, name)
    report(workplace, library, "total_income", y2024=(6 * MILLION,), y2025=(5 * MILLION, 20 * MILLION))
    by_name = {one.name: one for one in rehearse(workplace, library, "graduation", Y2025).tenants}
    income = {name: one.judged[2] for name, one in by_name.items()}
    assert (income["甲"].value, income["甲"].verdict) == (Fraction(1100), Verdict.HOLDS)
    assert (income["乙"].verdict, income["乙"].lacking) == (Verdict.UNKNOWN, ("income_two_years",))


def test_who_must_leave_is_named_with_what_it_does_to_the_counts(
    workplace: Workplace, library: Library
) -> None:
    enter(workplace, library, "久居", since=date(2021, 12, 30))
    enter(workplace, library, "药企", since=date(2021, 12, 30), field="biomedicine")
    certify(workplace, enter(workplace, library, "高企"), "high_tech")
    finance(workplace, enter(workplace, library, "融资"), 5 * MILLION + 1, on=date(2025, 3, 1))
    finance(workplace, enter(workplace, library, "刚好"), 5 * MILLION, on=date(2025, 3, 1))
    resident = enter(workplace, library, "入驻", stage=Stage.RESIDENT)
    certify(workplace, resident, "technology_sme")
    rehearsal = rehearse(workplace, library, "national-comprehensive", Y2025)
    assert rehearsal.incubator is not None
    leaving = {one.name: one for one in rehearsal.incubator.departures}
    assert sorted(leaving) == ["久居", "融资", "高企"]
    assert not leaving["久居"].graduates
    incubating, graduates = outcome(rehearsal, "incubating"), outcome(rehearsal, "graduates")
    assert (incubating.judged.value, incubating.after.value) == (Fraction(5), Fraction(2))
    assert (graduates.judged.value, graduates.after.value) == (Fraction(0), Fraction(2))
    assert incubating.lift is not None
    assert [one.name for one in incubating.lift.candidates] == ["入驻"]
    assert incubating.lift.candidates[0].lacks == ()
    assert graduates.lift is not None
    assert [one.name for one in graduates.lift.candidates[:2]] == ["融资", "高企"]


def test_paid_in_by_the_fund_counts_and_a_blank_is_not_zero(workplace: Workplace, library: Library) -> None:
    one, two, three = (enter(workplace, library, name) for name in "甲乙丙")
    finance(workplace, one, MILLION, on=date(2025, 3, 1), paid_in=MILLION, own=True)
    finance(workplace, two, MILLION, on=date(2025, 3, 1), own=True)
    finance(workplace, three, MILLION, on=date(2025, 3, 1), paid_in=MILLION)
    found = outcome(rehearse(workplace, library, "standard-level", Y2025), "fund_invested_share")
    figure = found.figures[0]
    assert [share.label for share in figure.shares] == ["甲"]
    assert [(row.label, row.lacking) for row in figure.absent] == [("乙", ("own_fund_paid_in",))]


def test_rights_are_those_of_the_day_and_software_is_no_patent(
    workplace: Workplace, library: Library
) -> None:
    tenant = enter(workplace, library, "甲")
    with operation(workplace, "tenants-added") as running:
        running.recorder.add(
            IntellectualProperty,
            tenant_id=tenant,
            kind="software",
            title="软件",
            number="",
            applied_on=date(2025, 2, 1),
            granted_on=date(2025, 3, 1),
            lapsed_on=None,
        )
    rehearsal = rehearse(workplace, library, "national-comprehensive", Y2025)
    assert outcome(rehearsal, "owner_share").judged.value == 100
    assert outcome(rehearsal, "applicant_share").judged.value == 0


def test_what_the_operator_states_is_taken_from_the_last_full_year_where_the_period_has_none(
    workplace: Workplace, library: Library
) -> None:
    period = Period.parse("2026Q1")
    missing = outcome(rehearse(workplace, library, "national-comprehensive", period), "fund").judged
    assert (missing.value, missing.verdict) == (None, Verdict.UNKNOWN)
    opened = outcome(rehearse(workplace, library, "national-comprehensive", period), "legal_person").judged
    assert opened.verdict is Verdict.UNKNOWN
    with operation(workplace, "demo-built") as running:
        site = {"is_own": True, "operator": "", "authority": "", "address": "", "note": ""}
        running.recorder.add(Site, name="园区", opened_on=date(2023, 3, 31), **site)
    state_figures(workplace, library, [Statement("incubation_fund", Y2025, 5 * MILLION)])
    rehearsal = rehearse(workplace, library, "national-comprehensive", period)
    assert outcome(rehearsal, "fund").judged.value == 500
    opened = outcome(rehearsal, "legal_person").judged
    assert (opened.value, opened.verdict) == (Fraction(36), Verdict.HOLDS)


def test_a_site_whose_opening_is_not_known_says_nothing_of_its_age(
    workplace: Workplace, library: Library
) -> None:
    with operation(workplace, "demo-built") as running:
        site = {"is_own": True, "operator": "", "authority": "", "address": "", "note": ""}
        running.recorder.add(Site, name="园区", opened_on=None, **site)
    found = outcome(rehearse(workplace, library, "shanxi-comprehensive", Y2025), "operating")
    assert found.judged.verdict is Verdict.UNKNOWN
    assert [one.label for one in found.figures[0].absent] == ["园区"]


def test_size_classes_need_an_industry_and_figures(workplace: Workplace, library: Library) -> None:
    for name, industry in (("甲", "6513"), ("乙", None)):
        values: dict[str, FieldValue] = {"name": name, "industry": industry, "founded_on": date(2023, 1, 1)}
        add_tenant(workplace, library, values, stage=Stage.RESIDENT, on=date(2024, 1, 1))
    report(workplace, library, "total_income", y2025=(60 * 1_000_000,))
    report(workplace, library, "employees", y2025=(12,))
    one, two = rehearse(workplace, library, "size", Y2025).sizes
    assert one.size is not None
    assert (one.size.value, two.size, two.lacking) == ("small", None, ("industry",))


def test_an_unknown_rule_set_and_a_day_without_one_are_refused(
    workplace: Workplace, library: Library
) -> None:
    with pytest.raises(NotFoundError) as unknown:
        rehearse(workplace, library, "moon", Y2025)
    assert "shanxi-comprehensive" in str(unknown.value.values["known"])
    with pytest.raises(RuleError) as early:
        rehearse(workplace, library, "shanxi-comprehensive", Period.parse("2023"))
    assert early.value.code == "ruleset-not-in-force"
    assert rehearse(workplace, library, "national-comprehensive@2018", Period.parse("2016")).incubator


# ------------------------------------------------------------------------------------------------------ the demo


def test_every_rule_set_runs_over_the_demo_and_every_value_is_the_sum_of_its_rows(
    demo: Workplace, library: Library
) -> None:
    period = Period.parse("2026Q3")
    for rule_set in read_rule_book(library).rule_sets:
        rehearsal = rehearse(demo, library, f"{rule_set.code}@{rule_set.edition}", period)
        assert rehearsal.incubator or rehearsal.tenants or rehearsal.sizes
        for one in rehearsal.incubator.outcomes if rehearsal.incubator else ():
            if one.judged.value is not None and not one.judged.criterion.of:
                assert (
                    sum(share.amount for figure in one.figures for share in figure.shares) == one.judged.value
                )


def test_the_demo_is_judged_as_its_figures_are(demo: Workplace, library: Library) -> None:
    rehearsal = rehearse(demo, library, "shanxi-comprehensive", Y2025)
    request = MeasureRequest("incubating_tenants", Y2025)
    measured = answer(demo, library, request)
    assert outcome(rehearsal, "incubating").judged.value == measured.value
    employees = MeasureRequest("employees", Y2025, population=Population.INCUBATING)
    college = replace(employees, indicator="college")
    share = Fraction(
        100 * (answer(demo, library, college).value or 0), answer(demo, library, employees).value or 1
    )
    assert outcome(rehearsal, "college_share").judged.value == share
    assert rehearsal.incubator is not None
    assert rehearsal.incubator.readiness.known > rehearsal.incubator.readiness.unknown > 0


@pytest.mark.parametrize("code", ["2026Q3", "2025", "2024-02"])
def test_who_must_leave_agrees_with_what_the_workbench_says(
    demo: Workplace, library: Library, code: str
) -> None:
    period = Period.parse(code)
    on_the_day = replace(demo, today=period.end)
    duties = list_duties(on_the_day, library)
    over = {one.tenant_id for one in duties if one.kind is DutyKind.STAY and one.due and one.due < period.end}
    (graduates,) = (one.query.among for one in duties if one.kind is DutyKind.GRADUATION and one.query)
    rehearsal = rehearse(demo, library, "shanxi-comprehensive@2024", period)
    assert rehearsal.incubator is not None
    leaving = rehearsal.incubator.departures
    assert {one.tenant_id for one in leaving if one.overstays} == over
    assert sorted(graduates or ()) == sorted(one.tenant_id for one in leaving if one.graduates)


def test_stages_are_those_of_the_day_and_figures_those_of_the_period(
    workplace: Workplace, library: Library
) -> None:
    enter(workplace, library, "甲", since=date(2024, 1, 1))
    enter(workplace, library, "乙", since=date(2026, 2, 1))
    quarter, day = Period.parse("2025Q4"), date(2026, 3, 1)
    put_figures(workplace, library, [Figure(1, "employees", quarter, 7)])
    at_its_end = rehearse(workplace, library, "shanxi-comprehensive", quarter)
    today = rehearse(workplace, library, "shanxi-comprehensive", quarter, day=day)
    assert (at_its_end.day, today.day, today.year) == (quarter.end, day, 2025)
    assert outcome(at_its_end, "incubating").judged.value == 1
    assert outcome(today, "incubating").judged.value == 2
    jobs = outcome(today, "jobs")
    assert jobs.judged.value == 7
    assert [one.label for one in jobs.figures[0].absent] == ["乙"]
