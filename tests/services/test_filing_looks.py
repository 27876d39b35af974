"""Filings as they look, explanations of single findings, and what was filed the time before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from crm.domain.errors import NotFoundError
from crm.domain.finding import Severity
from crm.domain.period import Period
from crm.excel.saving import SaveRefused
from crm.services.appearance import look_of, look_of_frozen
from crm.services.files import save_file
from crm.services.filings import build_filing, explain_cell
from crm.services.freezing import finding_key, freeze_filing
from crm.services.frozen_filings import explain_previous, frozen_findings, list_filings, previous_filing

if TYPE_CHECKING:
    from pathlib import Path

    from crm.services.filings import BuiltFiling
    from crm.services.library import Library
    from crm.services.operation import Workplace

ZONE, SUMMARY, DETAILS = "zone-quarterly", "综合情况", "在孵企业明细"


@pytest.fixture
def filing(demo: Workplace, library: Library) -> BuiltFiling:
    """The demo's quarterly report."""
    return build_filing(demo, library, ZONE, Period.parse("2026Q3"))


def test_a_filing_looks_as_its_workbook_and_so_does_it_once_frozen(
    demo: Workplace, library: Library, filing: BuiltFiling
) -> None:
    look = look_of(filing)
    assert [sheet.name for sheet in look.sheets][:2] == [SUMMARY, DETAILS]
    freeze_filing(demo, library, filing, reason="已核对")
    again = look_of_frozen(demo, list_filings(demo)[0].id)
    for sheet, other in zip(look.sheets, again.sheets, strict=True):
        assert sheet.rows == other.rows
        assert sheet.heights == other.heights
    with pytest.raises(NotFoundError, match="filing-unknown"):
        look_of_frozen(demo, 99)


def test_a_finding_is_explained_by_itself_or_with_all_of_its_code(
    demo: Workplace, library: Library, filing: BuiltFiling
) -> None:
    warnings = filing.of_severity(Severity.WARNING)
    first = warnings[0]
    explanations = {finding.code: "同类说明" for finding in warnings} | {finding_key(first): "单独说明"}
    freeze_filing(demo, library, filing, explanations=explanations, reason="未经批准")
    kept = frozen_findings(demo, list_filings(demo)[0].id)
    told = {f"{one.code} {one.place}": one.explanation for one in kept if one.severity == "warning"}
    assert told[finding_key(first)] == "单独说明"
    assert set(told.values()) == {"单独说明", "同类说明"}


def test_the_previous_filing_is_the_last_of_an_earlier_period(
    demo: Workplace, library: Library, filing: BuiltFiling
) -> None:
    assert previous_filing(demo, filing) is None
    for code in ("2026Q1", "2026Q2", "2026Q4"):
        freeze_filing(demo, library, build_filing(demo, library, ZONE, Period.parse(code)), reason="已核对")
    previous = previous_filing(demo, filing)
    assert previous is not None
    assert previous.period.code == "2026Q2"
    before = explain_previous(filing, previous, sheet=SUMMARY, address="E19")
    assert before is not None
    assert before.label == explain_cell(filing, sheet=SUMMARY, address="E19").label
    (block, *_) = filing.built.blocks
    both = [tenant for tenant in block.tenants if tenant in previous.block(block.id).tenants]
    row = filing.built.final_row(block.sheet, block.row)
    figure = next(column for column in block.columns if column.letter and column.request)
    place = f"{figure.letter}{row + block.tenants.index(both[0])}"
    same = explain_previous(filing, previous, sheet=block.sheet, address=place)
    assert same is not None
    assert {one.tenant_id for one in same.rows} <= {both[0]}
    total = f"{figure.letter}{filing.built.final_row(block.sheet, block.total_row)}"
    assert explain_previous(filing, previous, sheet=block.sheet, address=total) is not None
    new = [tenant for tenant in block.tenants if tenant not in previous.block(block.id).tenants]
    if new:
        place = f"{figure.letter}{row + block.tenants.index(new[0])}"
        assert explain_previous(filing, previous, sheet=block.sheet, address=place) is None


def test_a_file_is_written_whole_or_refused(tmp_path: Path) -> None:
    assert save_file(tmp_path / "a.pdf", b"%PDF").read_bytes() == b"%PDF"
    with pytest.raises(SaveRefused):
        save_file(tmp_path / "no" / "a.pdf", b"%PDF")
