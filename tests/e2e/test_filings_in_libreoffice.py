"""The demo's filings as LibreOffice sees them: every total it computes itself is ours, and every page prints well."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING

import pytest

from crm.domain.period import Period
from crm.services.filings import build_filing

if TYPE_CHECKING:
    from pathlib import Path

    from crm.services.library import Library
    from crm.services.operation import Workplace
    from tests.excel.conftest import Office

FILINGS = [("zone-quarterly", "2026Q3"), ("zone-quarterly", "2021Q4"), ("torch-tenant", "2025")]
A4_LANDSCAPE = (841.89, 595.28)
_BAD = re.compile(r"###|#REF!|#NAME\?|#VALUE!|#DIV/0!|Err:5")


def size_of_pages(pdf: Path) -> tuple[float, float]:
    told = subprocess.run(["pdfinfo", pdf], capture_output=True, text=True, check=True).stdout
    found = re.search(r"Page size:\s+([\d.]+) x ([\d.]+)", told)
    assert found
    return float(found[1]), float(found[2])


@pytest.mark.parametrize(("form", "period"), FILINGS)
def test_every_number_recalculated_by_libreoffice_is_ours(
    demo: Workplace, library: Library, office: Office, form: str, period: str
) -> None:
    filing = build_filing(demo, library, form, Period.parse(period))
    book = office.recalculated(filing.workbook.data, name=f"{form}-{period}")
    numbers = 0
    for cell in filing.built.cells():
        if cell.amount is None or cell.value is None:
            continue
        assert float(str(book[cell.sheet][cell.address].value)) == pytest.approx(float(str(cell.value))), (
            cell.place
        )
        numbers += 1
    assert numbers > 500
    assert any(cell.live for cell in filing.built.cells())


@pytest.mark.parametrize(("form", "period"), FILINGS[::2])
def test_a_filing_prints_on_a4_without_a_cut_or_broken_cell(
    demo: Workplace, library: Library, office: Office, tmp_path: Path, form: str, period: str
) -> None:
    source = tmp_path / f"{form}.xlsx"
    source.write_bytes(build_filing(demo, library, form, Period.parse(period)).workbook.data)
    pdf = office.convert(source, "pdf", tmp_path)
    assert size_of_pages(pdf) == pytest.approx(A4_LANDSCAPE, abs=1)
    text = subprocess.run(
        ["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True, check=True
    ).stdout
    assert "填报单位" in text
    assert not _BAD.search(text)
