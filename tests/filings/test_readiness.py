"""How ready a filing is: blanks are counted and named, findings and signatures beside them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from crm.domain.finding import Finding, Severity
from crm.domain.measures import NotReported
from crm.filings.checks import run_checks
from crm.filings.readiness import Lacking, Readiness, Reported, missed_figures, readiness
from tests.filings.samples import PARTICULARS, Tenant, little_filing, little_form

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm.filings.built import Built


def tenant(number: int, **figures: int | None) -> Tenant:
    return Tenant(number, f"企业{number}", figures=figures)


TENANTS = [
    tenant(1, total_income=5_000_000, employees=5),
    tenant(2, total_income=0, employees=None),
    tenant(3, total_income=None, employees=None),
]


def ready(tenants: Sequence[Tenant], findings: Sequence[Finding] = ()) -> Readiness:
    return readiness(little_filing(tenants), findings)


def test_blank_is_not_zero_and_who_has_not_reported_is_named() -> None:
    found = ready(TENANTS)
    assert found.parts == (Reported("tenants", "明细", asked=6, reported=3),)
    assert found.lacking == (Lacking(3, "企业3", 2, 0), Lacking(2, "企业2", 1, 0))
    assert (found.asked, found.reported, found.percent) == (6, 3, 50)
    assert not found.is_complete


def test_a_complete_filing_is_complete() -> None:
    found = ready(TENANTS[:1])
    assert found.is_complete
    assert (found.percent, found.lacking, found.unsigned) == (100, (), ())


def test_a_filing_over_nobody_asks_nothing() -> None:
    found = ready([])
    assert (found.asked, found.percent, found.parts) == (0, 100, (Reported("tenants", "明细", 0, 0),))


def test_a_figure_that_only_a_single_cell_shows_is_counted_with_the_cells() -> None:
    cell = {"sheet": "综合", "address": "H1", "name": "everybodys", "indicator": "total_income"}
    form = little_form(cell=[cell], block=[])
    built = little_filing(TENANTS, form=form)
    found = readiness(built, [])
    assert found.parts == (Reported("", "综合", asked=9, reported=5),)
    assert readiness(replace(built, singles=()), []).parts == ()


def test_who_reported_a_part_of_the_period_is_counted_apart() -> None:
    built = little_filing(TENANTS[:2])
    column = built.block("tenants").column("employees")
    assert column.request
    figure = built.figures[column.request]
    partly = NotReported("tenant", 1, "企业1", ("2025-03",))
    figures = {**built.figures, column.request: replace(figure, missing=(*figure.missing, partly))}
    found = readiness(replace(built, figures=figures), [])
    assert found.parts == (Reported("tenants", "明细", asked=4, reported=3, partly=1),)
    assert found.lacking == (Lacking(2, "企业2", 1, 0), Lacking(1, "企业1", 0, 1))


def test_open_errors_and_unexplained_warnings_are_counted() -> None:
    findings = [
        Finding("check-a", Severity.ERROR),
        Finding("check-b", Severity.WARNING, "明细!A1"),
        Finding("check-b", Severity.WARNING, "明细!A2"),
        Finding("filing-unverified", Severity.INFO),
    ]
    built = little_filing(TENANTS[:1])
    found = readiness(built, findings, is_explained=lambda finding: finding.where == "明细!A1")
    assert (found.errors, found.warnings, found.unexplained) == (1, 2, 1)
    assert not found.is_complete
    assert readiness(built, findings, is_explained=lambda _: True).is_complete


def test_a_filings_own_findings_are_counted() -> None:
    form = little_form()
    built = little_filing(TENANTS, form=form)
    assert readiness(built, run_checks(form, built)).unexplained == 2


def unsigned(built: Built, preparer: str = "", reviewer: str = "", responsible: str = "") -> tuple[str, ...]:
    named = replace(PARTICULARS, preparer=preparer, reviewer=reviewer, responsible=responsible)
    return readiness(replace(built, particulars=named), []).unsigned


def test_who_has_still_to_sign_is_named_in_their_order() -> None:
    built = little_filing(TENANTS[:1])
    assert unsigned(built) == ("preparer", "reviewer", "responsible")
    assert unsigned(built, reviewer="乙", responsible=" ") == ("preparer", "responsible")
    assert unsigned(built, preparer="甲", reviewer="乙", responsible="丙") == ()


def test_each_figure_names_who_has_not_reported_it_once() -> None:
    built = little_filing(TENANTS)
    missed = [(one.place, one.label.zh, one.absent, one.partly) for one in missed_figures(built)]
    assert missed == [
        ("综合!B5", "总收入", ("企业3",), ()),
        ("综合!B6", "从业人员", ("企业2", "企业3"), ()),
    ]
    assert missed_figures(little_filing(TENANTS[:1])) == ()


def test_who_reported_a_part_of_the_period_alone_is_named_apart() -> None:
    built = little_filing(TENANTS)
    request, figure = next(
        (request, one)
        for request, one in built.figures.items()
        if request.indicator == "total_income" and one.missing
    )
    part = NotReported("tenant", 1, "企业1", ("2025-02",))
    figures = {**built.figures, request: replace(figure, missing=(*figure.missing, part))}
    (first, *_) = missed_figures(replace(built, figures=figures))
    assert (first.absent, first.partly) == (("企业3",), ("企业1",))
