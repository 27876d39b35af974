"""Filings of several periods and authorities over the demo: they agree, until one figure is corrected."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from crm.domain.lifecycle import Stage
from crm.domain.period import Period
from crm.domain.wording import Language
from crm.services.figures import Figure, put_figures
from crm.services.filings import build_filing
from crm.services.freezing import freeze_filing
from crm.services.frozen_filings import list_filings
from crm.services.tenants import change_stage

if TYPE_CHECKING:
    from crm.services.filings import BuiltFiling
    from crm.services.library import Library
    from crm.services.operation import Workplace

MONTHS = ("2026-07", "2026-08", "2026-09")


def disagreements(filing: BuiltFiling) -> set[str]:
    return {finding.code for finding in filing.findings if finding.code.startswith("consistency-")}


def shares_of(demo: Workplace, library: Library, month: str) -> dict[int, int]:
    """The month's income of those who incubate at its end, by tenant."""
    built = build_filing(demo, library, "zone-monthly", Period.parse(month)).built
    request = built.block("tenants").column("total_income").request
    assert request is not None
    return {share.id: share.amount for share in built.figures[request].contributions}


def test_what_is_filed_over_the_same_records_agrees(demo: Workplace, library: Library) -> None:
    for form, period in (
        ("zone-monthly", "2025-12"),
        ("zone-quarterly", "2025Q4"),
        ("torch-tenant", "2025"),
        ("torch-summary", "2025"),
    ):
        filing = build_filing(demo, library, form, Period.parse(period))
        assert disagreements(filing) == set(), form
        freeze_filing(demo, library, filing, reason="上报")


def test_a_figure_corrected_since_is_told_with_both_places(demo: Workplace, library: Library) -> None:
    filing = build_filing(demo, library, "zone-quarterly", Period.parse("2026Q3"))
    tenant = next(cell.tenant_id for cell in filing.built.cells() if cell.tenant_id)
    assert tenant is not None
    income = [Figure(tenant, "total_income", Period.parse(month), 5_000_00) for month in MONTHS]
    put_figures(demo, library, [*income, Figure(tenant, "total_income", Period.parse("2026Q3"), None)])
    for month in MONTHS:
        freeze_filing(
            demo, library, build_filing(demo, library, "zone-monthly", Period.parse(month)), reason="上报"
        )
    assert disagreements(build_filing(demo, library, "zone-quarterly", Period.parse("2026Q3"))) == set()
    corrected = Figure(tenant, "total_income", Period.parse("2026-08"), 9_000_00)
    put_figures(demo, library, [corrected], reason="企业更正")
    quarter = build_filing(demo, library, "zone-quarterly", Period.parse("2026Q3"))
    found = {one.code: one for one in quarter.findings if one.code.startswith("consistency-")}
    finding = found["consistency-parts"]
    assert quarter.built.cell_at(*finding.where.rsplit("!", 1)).tenant_id == tenant
    assert (finding.values["value"], finding.values["filed"]) == ("1.9", "1.5")
    assert finding.values["other_filing"] == list_filings(demo)[0].id
    assert set(found) == {"consistency-parts", "consistency-same"}  # the sum, and the year to date
    for language in Language:
        assert "{" not in library.messages.word_finding(finding, language).text


def test_a_month_filed_again_is_told_that_the_frozen_quarter_no_longer_adds_up(
    demo: Workplace, library: Library
) -> None:
    third = Period.parse("2025Q3")
    for form, period in (
        *(("zone-monthly", f"2025-{month:02}") for month in (7, 8, 9)),
        ("zone-quarterly", "2025Q3"),
    ):
        filing = build_filing(demo, library, form, Period.parse(period))
        freeze_filing(demo, library, filing, reason="上报")
    august = Period.parse("2025-08")
    reported = [shares_of(demo, library, f"2025-{month:02}") for month in (7, 8, 9)]
    tenant = min(set.intersection(*map(set, reported)))
    more = Figure(tenant, "total_income", august, reported[1][tenant] + 1_00)
    put_figures(demo, library, [more], reason="更正")
    again = build_filing(demo, library, "zone-monthly", august)
    (finding,) = (one for one in again.findings if one.code.startswith("consistency-"))
    assert (finding.code, finding.values["form"], finding.values["period"]) == (
        "consistency-whole",
        "zone-quarterly",
        third.code,
    )
    assert (finding.values["difference"], finding.values["unit_en"]) == ("+0.0001", "ten thousand yuan")
    for language in Language:
        assert "{" not in library.messages.word_finding(finding, language).text


def test_reports_that_disagree_are_told_while_nothing_is_filed(demo: Workplace, library: Library) -> None:
    july, august, september = (shares_of(demo, library, f"2025-{month:02}") for month in (7, 8, 9))
    tenant = min(july.keys() & august.keys() & september.keys())
    more = Figure(tenant, "total_income", Period.parse("2025-08"), august[tenant] + 1_000_00)
    put_figures(demo, library, [more])
    for form, period in (("zone-monthly", "2025-08"), ("zone-quarterly", "2025Q3")):
        filing = build_filing(demo, library, form, Period.parse(period))
        (finding,) = (one for one in filing.findings if one.code.startswith("consistency-"))
        assert filing.built.cell_at(*finding.where.rsplit("!", 1)).tenant_id == tenant
        assert (finding.code, finding.values["difference"]) == ("consistency-reports", "-0.1")
        for language in Language:
            assert "{" not in library.messages.word_finding(finding, language).text


def test_who_leaves_and_is_back_within_the_quarter_is_no_difference(
    demo: Workplace, library: Library
) -> None:
    """It left in July and moved in again in August; the quarter counts neither, as it is there at both its ends."""
    filing = build_filing(demo, library, "zone-quarterly", Period.parse("2026Q3"))
    tenant = next(cell.tenant_id for cell in filing.built.cells() if cell.tenant_id)
    assert tenant is not None
    change_stage(demo, tenant, Stage.EXITED, on=date(2026, 7, 10), reason="搬走")
    change_stage(demo, tenant, Stage.REVIEW, on=date(2026, 8, 5))
    change_stage(demo, tenant, Stage.RESIDENT, on=date(2026, 8, 5), allowed_by="主任")
    for month in MONTHS:
        filing = build_filing(demo, library, "zone-monthly", Period.parse(month))
        freeze_filing(demo, library, filing, reason="上报")
    quarter = build_filing(demo, library, "zone-quarterly", Period.parse("2026Q3"))
    assert disagreements(quarter) == set()


def test_every_shipped_rule_has_its_sentence(library: Library) -> None:
    codes = {code for rule in library.consistency for code in (rule.code, rule.part_code) if code}
    assert codes <= set(library.messages.by_code)
