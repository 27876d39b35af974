"""The demo's filings as LibreOffice sees them: every total it computes itself is ours, and every page prints well."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING

import pytest

from crm.domain.period import Period
from crm.services.filings import build_filing
from tests.excel.templates import opened
from tests.golden_filings import FILINGS

if TYPE_CHECKING:
    from pathlib import Path

    import openpyxl

    from crm.services.filings import BuiltFiling
    from crm.services.library import Library
    from crm.services.operation import Workplace
    from tests.excel.conftest import Office

pytestmark = pytest.mark.uncounted  # the whole program, whose parts are counted by their own tests

A4_LANDSCAPE = (841.89, 595.28)
MANY = {"zone-quarterly", "torch-tenant", "zone-monthly"}
_BAD = re.compile(r"###|#REF!|#NAME\?|#VALUE!|#DIV/0!|Err:5")


@pytest.fixture
def filings(demo: Workplace, library: Library) -> dict[str, BuiltFiling]:
    """The golden filing of every form, and one of an early quarter, by a name of their own."""
    asked = [*FILINGS.items(), ("zone-quarterly", "2021Q4")]
    return {
        f"{form}-{period}": build_filing(demo, library, form, Period.parse(period)) for form, period in asked
    }


def converted(filings: dict[str, BuiltFiling], office: Office, folder: Path, kind: str) -> dict[str, Path]:
    """Every filing in another format; LibreOffice starts once for all of them."""
    sources = []
    for name, filing in filings.items():
        source = folder / f"{name}.xlsx"
        source.write_bytes(filing.workbook.data)
        sources.append(source)
    return dict(zip(filings, office.convert_all(sources, kind, folder / kind.partition(":")[0]), strict=True))


def size_of_pages(pdf: Path) -> tuple[float, float]:
    told = subprocess.run(["pdfinfo", pdf], capture_output=True, text=True, check=True).stdout
    found = re.search(r"Page size:\s+([\d.]+) x ([\d.]+)", told)
    assert found
    return float(found[1]), float(found[2])


def require_same_numbers(filing: BuiltFiling, book: openpyxl.Workbook) -> int:
    """How many numbers there are; each must be ours."""
    numbers = 0
    for cell in filing.built.cells():
        if cell.amount is None or cell.value is None:
            continue
        shown = book[cell.sheet][cell.address].value
        assert float(str(shown)) == pytest.approx(float(str(cell.value))), cell.place
        numbers += 1
    return numbers


def test_every_number_recalculated_by_libreoffice_is_ours(
    filings: dict[str, BuiltFiling], office: Office, tmp_path: Path
) -> None:
    saved = converted(filings, office, tmp_path, "xlsx:Calc MS Excel 2007 XML")
    for name, filing in filings.items():
        numbers = require_same_numbers(filing, opened(saved[name].read_bytes(), values=True))
        assert numbers > (500 if filing.form.code in MANY else 0) or filing.form.code == "zone-movements"


def test_a_filing_prints_on_a4_without_a_cut_or_broken_cell(
    filings: dict[str, BuiltFiling], office: Office, tmp_path: Path
) -> None:
    for pdf in converted(filings, office, tmp_path, "pdf").values():
        assert size_of_pages(pdf) == pytest.approx(A4_LANDSCAPE, abs=1)
        text = subprocess.run(
            ["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True, check=True
        ).stdout
        assert "填报单位" in text
        assert not _BAD.search(text), pdf.name
