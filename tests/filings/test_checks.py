"""Checks over the little form: where they point, what they say, and when they do not apply."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm.domain.errors import DataFormatError
from crm.domain.finding import Finding, Severity
from crm.filings.build import build
from crm.filings.checks import run_checks
from crm.filings.questions import filings_of
from crm.filings.record import read_record, write_record
from tests.filings.samples import PARTICULARS, QUARTER, Tenant, little_filing, little_form, little_sources

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from crm.filings.built import Built


CHECK: Mapping[str, object] = {
    "code": "check-x",
    "scope": "form",
    "severity": "error",
    "source": "made for tests",
    "verified": True,
}
Fields: TypeAlias = "Mapping[str, str | int | bool | date | None]"


def tenant(
    number: int,
    amount: int | None = 5_000_000,
    employees: int | None = 5,
    *,
    fields: Fields | None = None,
) -> Tenant:
    return Tenant(
        number,
        f"企业{number}",
        figures={"total_income": amount, "employees": employees},
        earlier={"total_income": 5_000_000, "employees": 5},
        fields=fields or {},
    )


def found(tenants: Sequence[Tenant], **check: object) -> list[Finding]:
    """The findings of one check over the little form."""
    form = little_form(check=[{**CHECK, **check}])
    findings = run_checks(form, little_filing(tenants, form=form))
    return [finding for finding in findings if finding.code == "check-x"]


def test_a_row_that_breaks_a_relation_is_named_with_its_place_and_values() -> None:
    (finding,) = found(
        [tenant(1), tenant(2, employees=0)],
        scope="row:tenants",
        expression="employees >= limit",
        limits={"limit": 1},
        mark=["employees", "total_income"],
        severity="warning",
        verified=False,
    )
    assert finding.severity is Severity.WARNING
    assert finding.where == "明细!I6"
    assert finding.values == {
        "employees": "0",
        "limit": 1,
        "tenant": "企业2",
        "label": "企业2 · 从业人员",
        "label_en": "企业2 · Employees",
        "places": "明细!I6, 明细!H6",
        "source": "made for tests",
        "verified": "no",
    }


def test_a_check_of_the_user_s_own_says_what_he_wrote_and_what_the_cells_show() -> None:
    check = {
        "name": "own",
        "expression": "employees >= 10",
        "mark": ["employees", "total_income"],
        "says": {"zh": "从业人员不少于 10 人", "en": "At least ten employees"},
    }
    (finding,) = found([tenant(1, amount=None)], **check)
    assert (finding.values["says"], finding.values["check"]) == ("从业人员不少于 10 人", "own")
    assert finding.values["remedy_en"] == "At least ten employees"
    assert finding.values["shown"] == "从业人员 5；总收入 —"
    assert str(finding.values["shown_en"]).endswith("—")
    remedy = {"zh": "请核对花名册", "en": "Look at the roll"}
    (finding,) = found([tenant(1)], **check, remedy=remedy)
    assert finding.values["remedy"] == "请核对花名册"


def test_a_mark_on_a_hidden_column_points_at_the_row() -> None:
    (finding,) = found(
        [tenant(1, fields={"founded_on": date(2025, 1, 1)})],
        scope="row:tenants",
        expression="founded_on <= moved_in_on",
        mark=["founded_on"],
    )
    assert finding.where == "明细!A5"
    assert finding.values["founded_on"] == "2025-01-01"


def test_a_missing_value_makes_a_check_not_apply() -> None:
    assert not found([tenant(1, employees=None)], scope="row:tenants", expression="employees >= 1")
    assert not found([tenant(1, employees=None)], expression="employees >= 1")


def test_yes_no_and_codes_are_compared_as_recorded_and_told_as_written() -> None:
    (finding,) = found(
        [tenant(1, fields={"high_tech": True, "technology_field": "new_energy"})],
        scope="row:tenants",
        expression="not high_tech and technology_field == 'biomedicine' and present(uscc)",
    )
    assert finding.values["high_tech"] == "是"
    assert finding.values["technology_field"] == "new_energy"
    assert "uscc" not in finding.values or finding.values["uscc"] == ""


def test_a_negative_answer_is_told_as_no() -> None:
    (finding,) = found([tenant(1, fields={"high_tech": False})], scope="row:tenants", expression="high_tech")
    assert finding.values["high_tech"] == "否"


def test_relations_look_at_exact_amounts_and_not_at_balanced_ones() -> None:
    tenants = [tenant(number, amount=5_000) for number in (1, 2, 3)]
    assert not found(tenants, scope="row:tenants", expression="total_income == 0.005")
    assert found(tenants, scope="row:tenants", expression="total_income != 0.005")


def test_a_repeated_code_is_found_in_each_row_and_blanks_are_not_repeated() -> None:
    tenants = [
        *(tenant(number, fields={"uscc": code}) for number, code in enumerate("AAB", start=1)),
        tenant(4),
        tenant(5),
    ]
    findings = found(tenants, scope="row:tenants", expression="not repeated(uscc)", mark=["uscc"])
    assert [(finding.where, finding.values["uscc"]) for finding in findings] == [
        ("明细!C5", "A"),
        ("明细!C6", "A"),
    ]


def test_a_form_check_points_at_the_marked_cell() -> None:
    (finding,) = found([tenant(1)], expression="employees <= 4", mark=["before", "employees"])
    assert finding.where == "综合!B6"
    assert finding.values["employees"] == "5"


def test_a_form_check_without_a_marked_cell_has_no_place() -> None:
    (finding,) = found([tenant(1)], expression="before < 0", mark=["before"])
    assert finding.where == ""
    assert finding.values["before"] == "5"
    assert "label" not in finding.values


def test_a_fact_nobody_reported_is_unknown() -> None:
    bare = replace(tenant(1), earlier={})
    assert not found([bare], expression="before < 0")
    assert not found([bare], expression="filed(before) < 0")


def test_a_form_check_reads_columns_filed_and_exact() -> None:
    tenants = [tenant(1, amount=5_000), tenant(2, amount=5_000), tenant(3, amount=None)]
    assert not found(
        tenants,
        expression="sum(tenants.total_income) == total_income "
        "and filed_sum(tenants.total_income) == filed(total_income) and count(tenants.total_income) == 2 "
        "and count(tenants.ordinal) == incubating_tenants and sum(tenants.ordinal) == 6",
    )
    (finding,) = found(tenants, expression="sum(tenants.total_income) == filed_sum(tenants.employees)")
    assert finding.values["sum_tenants_total_income"] == "0.01"
    assert finding.values["filed_sum_tenants_employees"] == "15"


def test_complete_knows_who_is_missing() -> None:
    assert found([tenant(1, employees=None), tenant(2)], expression="complete(employees)")
    assert not found([tenant(1), tenant(2)], expression="complete(employees) and complete(before)")
    assert not found([tenant(1)], scope="row:tenants", expression="complete(name)")


def test_a_check_over_cells_runs_for_each_indicator() -> None:
    tenants = [replace(tenant(1, amount=20_000_000), earlier={"total_income": 10_000_000, "employees": 5})]
    (finding,) = found(
        tenants, scope="cells", expression="abs(growth) <= limit", limits={"limit": 50}, mark=["growth"]
    )
    assert finding.where == "综合!D5"
    assert finding.values["growth"] == "100"
    assert finding.values["label"] == "总收入 · 同比"
    assert not found(
        tenants, scope="cells", expression="abs(growth) <= 50", excluding=["total_income"], mark=["growth"]
    )


def test_a_check_over_cells_points_at_the_current_cell_by_default() -> None:
    findings = found([tenant(1)], scope="cells", expression="current <= 4 and period_start < period_end")
    assert [finding.where for finding in findings] == ["综合!B5", "综合!B6"]


def test_the_rows_behind_a_cell_add_up_to_it() -> None:
    tenants = [tenant(number, amount=5_000) for number in (1, 2, 3)]
    assert not found(tenants, scope="cells", expression="filed_sum(rows) == filed(current)")
    assert not found(tenants, scope="cells", expression="sum(rows) == current and complete(current)")


def test_rows_that_do_not_add_up_are_found() -> None:
    check = {
        "code": "check-8b",
        "scope": "cells",
        "expression": "filed_sum(rows) == filed(current)",
        "severity": "error",
        "source": "made for tests",
        "verified": True,
    }
    form = little_form(check=[check])
    built = little_filing([tenant(1), tenant(2)], form=form)
    cells = tuple(
        replace(cell, value=Decimal("9.99")) if cell.anchor == "B5" else cell for cell in built.singles
    )
    (finding,) = [one for one in run_checks(form, replace(built, singles=cells)) if one.code == "check-8b"]
    assert finding.where == "综合!B5"
    assert finding.values["filed_sum_rows"] == "10"


def test_a_cell_without_a_current_figure_has_no_rows() -> None:
    grid = {
        "sheet": "综合",
        "columns": {"last_year": "C"},
        "row": [{"row": 5, "indicator": "total_income", "population": "incubating"}],
    }
    form = little_form(
        grid=[grid],
        check=[
            {
                "code": "check-x",
                "scope": "cells",
                "expression": "count(rows) == 0 and filed_sum(rows) == 1 and last_year <= filed(last_year)",
                "severity": "error",
                "source": "made for tests",
                "verified": True,
            }
        ],
    )
    assert not [
        one for one in run_checks(form, little_filing([tenant(1)], form=form)) if one.code == "check-x"
    ]


@settings(max_examples=60, deadline=None)
@given(
    amounts=st.lists(
        st.tuples(st.one_of(st.none(), st.integers(-(10**9), 10**9)), st.integers(0, 500)), max_size=25
    )
)
def test_sums_never_give_a_false_alarm(amounts: list[tuple[int | None, int]]) -> None:
    tenants = [tenant(number, *figures) for number, figures in enumerate(amounts, start=1)]
    assert not found(tenants, scope="cells", expression="filed_sum(rows) == filed(current)")
    assert not found(tenants, scope="cells", expression="sum(rows) == current")


# ------------------------------------------------------------------- other periods, other forms, conditions


def test_figures_of_other_periods_are_asked_as_measures_and_explained() -> None:
    expression = (
        "previous(total_income) + last_year(total_income) + year_to_date(employees) "
        "+ last_year_to_date(employees) == 0"
    )
    table = {**CHECK, "expression": expression, "mark": ["total_income"]}
    form = little_form(check=[table])
    built = little_filing([tenant(1), tenant(2)], form=form)
    asked = {name: (request.period.code, request.to_date) for name, request in built.facts.items()}
    assert asked == {
        "before": ("2024Q4", False),
        "total_income.previous": ("2024Q4", False),
        "employees.year_to_date": ("2025Q1", True),
        "employees.last_year_to_date": ("2024Q1", True),
    }
    assert len(built.figures[built.facts["total_income.previous"]].contributions) == 2
    (finding,) = [one for one in run_checks(form, built) if one.code == "check-x"]
    assert finding.values["previous_total_income"] == "10"
    assert finding.values["last_year_total_income"] == "10"
    assert finding.values["year_to_date_employees"] == "10"


def test_rows_too_are_compared_with_their_own_figures_of_other_periods() -> None:
    table = {
        **CHECK,
        "scope": "row:tenants",
        "expression": "near_percent(total_income, previous(total_income), 50) and last_year(employees) > 0",
        "mark": ["total_income"],
    }
    form = little_form(check=[table])
    assert [one.id for one in form.block("tenants").columns[-2:]] == [
        "total_income_previous",
        "employees_last_year",
    ]
    built = little_filing([tenant(1), tenant(2, amount=9_000_000)], form=form)
    (finding,) = [one for one in run_checks(form, built) if one.code == "check-x"]
    assert (finding.where, finding.values["previous_total_income"]) == ("明细!H6", "5")


def test_a_period_that_the_form_shows_already_is_not_asked_twice() -> None:
    table = {**CHECK, "expression": "last_year(total_income) == total_income.last_year"}
    form = little_form(check=[table])
    assert [fact.name for fact in form.facts] == ["before"]
    blocks = little_form().block("tenants").columns
    hidden = {**CHECK, "scope": "row:tenants", "expression": "previous(employees) > 0"}
    twice = little_form(check=[hidden, {**hidden, "code": "check-y"}])
    assert len(twice.block("tenants").columns) == len(blocks) + 1


def test_sums_with_a_condition_take_the_rows_that_meet_it_in_every_scope() -> None:
    tenants = [
        tenant(1, 1_000_000, fields={"high_tech": True}),
        tenant(2, 2_000_000, fields={"high_tech": False}),
        tenant(3, 4_000_000, fields={"high_tech": True}),
    ]
    (finding,) = found(
        tenants,
        expression="sum(tenants.total_income, tenants.high_tech) == 1 "
        "and count(tenants.name, tenants.total_income > 1) == 2",
    )
    assert finding.values["sum_where_tenants_total_income"] == "5"
    assert finding.values["count_where_tenants_name"] == "2"
    rows = found(
        tenants,
        scope="row:tenants",
        expression="count(tenants.name, tenants.high_tech == high_tech) == 2 "
        "and sum(tenants.total_income) == of_form(total_income)",
        mark=["name"],
    )
    assert [one.values["tenant"] for one in rows] == ["企业2"]
    assert rows[0].values["of_form_total_income"] == "7"


@pytest.mark.parametrize(
    ("missing", "first", "second", "alarms"),
    [
        ("any", None, 5, 0),
        ("all", None, 5, 1),
        ("all", None, None, 0),
        ("never", None, None, 1),
        ("never", 5_000_000, 5, 0),
    ],
)
def test_a_check_says_what_a_missing_value_means(
    missing: str, first: int | None, second: int | None, alarms: int
) -> None:
    expression = "total_income >= 1 and period_end > period_start"
    rows = [tenant(1, first, second)]
    findings = found(
        rows,
        scope="row:tenants",
        expression=expression.replace("total_income", "total_income + employees * 0"),
        missing=missing,
    )
    assert len(findings) == alarms


def test_pairs_are_there_together_or_not_together() -> None:
    rows = [
        tenant(1, fields={"uscc": "A"}),
        tenant(2, employees=None),
        tenant(3, employees=None, fields={"uscc": "B"}),
    ]
    both = found(rows, scope="row:tenants", expression="both_or_neither(uscc, employees)", mark=["employees"])
    assert [one.values["tenant"] for one in both] == ["企业3"]
    exclusive = found(rows, scope="row:tenants", expression="not_both(uscc, employees)")
    assert [one.values["tenant"] for one in exclusive] == ["企业1"]


def test_a_longer_period_is_asked_for_by_a_fact() -> None:
    fact = {"name": "year", "indicator": "total_income", "period": "year"}
    form = little_form(fact=[fact], check=[{**CHECK, "expression": "year >= 0"}])
    built = little_filing([tenant(1)], form=form)
    assert built.facts["year"].period.code == "2025"
    with pytest.raises(DataFormatError, match="data-value-unknown"):
        little_form(fact=[{**fact, "period": "month"}])


def test_a_figure_is_compared_as_another_form_has_filed_it() -> None:
    fact = {"name": "there", "indicator": "total_income", "population": "incubating", "form": "other"}
    check = {**CHECK, "expression": "total_income == there", "mark": ["total_income"]}
    form = little_form(fact=[fact], check=[check])
    assert filings_of(form, QUARTER) == (("other", QUARTER),)
    tenants = [tenant(1, 5_004_000)]

    def broken(other: Built | None) -> list[Finding]:
        sources = replace(little_sources(tenants, form=form), filings={"other": other} if other else {})
        built = build(form, QUARTER, sources=sources, particulars=PARTICULARS)
        assert bool(built.elsewhere) is bool(other and other.period == QUARTER)
        assert read_record(write_record(built)) == built
        return [one for one in run_checks(form, built) if one.code == "check-x"]

    filed = little_filing([tenant(1, 5_000_000)])
    assert broken(None) == []
    assert broken(filed) == [], "5.004 is filed as 5.00: rounding alone raises no alarm"
    (finding,) = broken(little_filing([tenant(1, 6_000_000)]))
    assert (finding.values["there"], finding.values["total_income"]) == ("6", "5")
    assert broken(replace(filed, period=QUARTER.previous())) == []


def test_what_another_form_leaves_blank_is_taken_as_it_would_be_filed() -> None:
    fact = {"name": "there", "indicator": "employees", "population": "incubating", "form": "other"}
    form = little_form(fact=[fact], check=[{**CHECK, "expression": "employees == there"}])
    other = little_filing([tenant(1, employees=None)])
    sources = replace(little_sources([tenant(1)], form=form), filings={"other": other})
    built = build(form, QUARTER, sources=sources, particulars=PARTICULARS)
    assert built.elsewhere == {}
    assert [one.code for one in run_checks(form, built) if one.code == "check-x"] == []


def test_what_was_typed_into_a_form_is_known_only_as_it_stands_there() -> None:
    expression = "total_income == sum(tenants.total_income) and total_income.growth <= 100"
    form = little_form(check=[{**CHECK, "expression": expression, "mark": ["total_income"]}])
    built = little_filing([tenant(1), tenant(2), tenant(3)], form=form)

    def typed(total: str) -> list[Finding]:
        singles = tuple(
            replace(cell, value=Decimal(total), amount=None) if cell.anchor == "B5" else cell
            for cell in built.singles
        )
        blocks = tuple(
            replace(block, columns=tuple(replace(column, amounts=()) for column in block.columns))
            for block in built.blocks
        )
        findings = run_checks(form, replace(built, singles=singles, blocks=blocks))
        return [one for one in findings if one.code == "check-x"]

    assert typed("15.00") == []
    assert typed("15.02") == [], "three rows of 5.00 may come to as much as 15.015"
    (finding,) = typed("15.03")
    assert (finding.values["total_income"], finding.values["sum_tenants_total_income"]) == ("15.03", "15")


# ------------------------------------------------------------------------------------------ every filing


def standing(tenants: Sequence[Tenant], *, filled_on: date = PARTICULARS.filled_on) -> list[Finding]:
    form = little_form()
    built = little_filing(tenants, form=form, particulars=replace(PARTICULARS, filled_on=filled_on))
    return run_checks(form, built)


def of(code: str, findings: Sequence[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.code == code]


def test_a_complete_filing_has_only_the_note_on_unverified_definitions() -> None:
    (finding,) = standing([tenant(1), tenant(2)])
    assert (finding.code, finding.severity) == ("filing-unverified", Severity.INFO)
    assert finding.values["labels"] == "从业人员"


def test_a_filing_whose_definitions_are_verified_has_no_note() -> None:
    form = little_form()
    built = little_filing([tenant(1)], form=form)
    verified = {code: replace(one, verified=True) for code, one in built.definitions.items()}
    assert run_checks(form, replace(built, definitions=verified)) == []


def test_a_period_that_is_not_over_is_noticed() -> None:
    (finding,) = of("filing-period-running", standing([tenant(1)], filled_on=date(2025, 3, 30)))
    assert finding.values["end"] == "2025-03-31"
    assert not of("filing-period-running", standing([tenant(1)], filled_on=date(2025, 3, 31)))


def test_a_tenant_who_lacks_some_figures_is_one_finding() -> None:
    (finding,) = of("filing-not-reported", standing([tenant(1), tenant(2, None, None)]))
    assert finding.where == "明细!H6"
    assert finding.values["labels"] == "总收入、从业人员"
    assert finding.values["labels_en"] == "Total income, Employees"
    assert finding.severity is Severity.WARNING


def test_a_column_that_nobody_reported_is_one_finding() -> None:
    findings = standing([tenant(1, None), tenant(2, None)])
    (finding,) = of("filing-nobody-reported", findings)
    assert (finding.where, finding.values["count"]) == ("明细!H5", 2)
    assert not of("filing-not-reported", findings)


def test_an_empty_sheet_of_figures_is_noticed_and_an_empty_list_is_not() -> None:
    findings = standing([])
    assert [finding.where for finding in of("filing-nobody", findings)] == ["明细"]


def test_cells_that_stand_on_unreported_figures_are_noticed_once() -> None:
    lacking = replace(tenant(1), earlier={"employees": 5})
    findings = of("filing-figure-incomplete", standing([lacking, tenant(2)]))
    assert [finding.where for finding in findings] == ["综合!C5", "综合!E5"]
    assert findings[0].values["count"] == 1


def test_a_cell_of_the_period_that_nobody_reported_is_a_warning() -> None:
    cell = {"sheet": "综合", "address": "H1", "name": "anybodys", "indicator": "total_income"}
    form = little_form(cell=[cell])
    findings = run_checks(form, little_filing([tenant(1, None)], form=form))
    (finding,) = of("filing-cell-blank", findings)
    assert (finding.where, finding.severity) == ("综合!H1", Severity.WARNING)


def test_a_blank_of_last_year_is_no_finding() -> None:
    findings = standing([replace(tenant(1), earlier={})])
    assert not of("filing-cell-blank", findings)


def test_what_was_balanced_is_told() -> None:
    (finding,) = of("filing-rounding-balanced", standing([tenant(n, 5_000) for n in (1, 2, 3)]))
    assert finding.values["nudge"] == "-0.01"
    assert finding.values["value"] == "0.00"
    assert finding.where == "明细!H5"


@pytest.mark.parametrize("scope", ["form", "cells", "row:tenants"])
def test_a_relation_that_holds_says_nothing(scope: str) -> None:
    assert not found([tenant(1)], scope=scope, expression="period_start < period_end")
