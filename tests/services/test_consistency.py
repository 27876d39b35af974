"""Filings of several periods and authorities over the demo: they agree, until one figure is corrected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.domain.period import Period
from crm.domain.wording import Language
from crm.services.figures import Figure, put_figures
from crm.services.filings import build_filing
from crm.services.freezing import freeze_filing
from crm.services.frozen_filings import list_filings

if TYPE_CHECKING:
    from crm.services.filings import BuiltFiling
    from crm.services.library import Library
    from crm.services.operation import Workplace

MONTHS = ("2026-07", "2026-08", "2026-09")


def disagreements(filing: BuiltFiling) -> set[str]:
    return {finding.code for finding in filing.findings if finding.code.startswith("consistency-")}


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


def test_every_shipped_rule_has_its_sentence(library: Library) -> None:
    assert {rule.code for rule in library.consistency} <= set(library.messages.by_code)
