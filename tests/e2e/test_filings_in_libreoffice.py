"""The golden filings as LibreOffice sees them: every formula it computes itself is ours, and its pages are ours."""

from __future__ import annotations

import re
import subprocess
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from crm.excel.appearance import read_appearance
from tests.e2e.office_pages import digit_in, false_breaks, office_divisions, pages_of, write_probe
from tests.excel.templates import read_parts
from tests.golden_filings import BOOKS, golden_path

if TYPE_CHECKING:
    from pathlib import Path

    from tests.excel.conftest import Office

pytestmark = pytest.mark.uncounted  # the whole program, whose parts are counted by their own tests

WORKBOOKS = [golden_path(form, period) for form, period in BOOKS]
A4_LANDSCAPE = (841.89, 595.28)
NUMBERS, FORMULAS = 20_000, 150
"""How many there are at least in all of them."""
_BAD = re.compile(r"###|#REF!|#NAME\?|#VALUE!|#DIV/0!|Err:5")


def size_of_pages(pdf: Path) -> tuple[float, float]:
    told = subprocess.run(["pdfinfo", pdf], capture_output=True, text=True, check=True).stdout
    found = re.search(r"Page size:\s+([\d.]+) x ([\d.]+)", told)
    assert found
    return float(found[1]), float(found[2])


def require_same_numbers(workbook: Path, saved: Path) -> int:
    """How many numbers there are; each must be that of the golden workbook."""
    numbers = 0
    ours, theirs = read_appearance(workbook.read_bytes()), read_appearance(saved.read_bytes())
    for sheet, recalculated in zip(ours.sheets, theirs.sheets, strict=True):
        assert sheet.name == recalculated.name
        for row, cells in sheet.rows.items():
            for column, value in enumerate(cells.values):
                if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
                    told = recalculated.value(row, column)
                    place = f"{workbook.stem}, {sheet.name}, row {row + 1}, column {column + 1}"
                    assert float(str(told)) == pytest.approx(float(value)), place
                    numbers += 1
    return numbers


def test_every_number_recalculated_by_libreoffice_is_ours(office: Office, tmp_path: Path) -> None:
    saved = office.convert_all(WORKBOOKS, "xlsx:Calc MS Excel 2007 XML", tmp_path)
    counts = [require_same_numbers(ours, theirs) for ours, theirs in zip(WORKBOOKS, saved, strict=True)]
    assert all(counts)
    assert sum(counts) > NUMBERS
    formulas = [part.count(b"<f") for book in WORKBOOKS for part in read_parts(book.read_bytes()).values()]
    assert sum(formulas) > FORMULAS


def test_a_filing_prints_on_the_pages_of_libreoffice_without_a_cut_or_broken_cell(
    office: Office, tmp_path: Path
) -> None:
    """Where LibreOffice counts otherwise than a spreadsheet program's print, `office_pages` says how and why."""
    looks = [read_appearance(workbook.read_bytes()) for workbook in WORKBOOKS]
    normals = {look.sheets[0].book.normal for look in looks}
    probes = {one: tmp_path / f"probe{number}.xlsx" for number, one in enumerate(normals)}
    for normal, path in probes.items():
        write_probe(path, normal.family, normal.size)
    printed = office.convert_all([*WORKBOOKS, *probes.values()], "pdf", tmp_path)
    digits = dict(zip(normals, map(digit_in, printed[len(WORKBOOKS) :]), strict=True))
    for pdf, look in zip(printed, looks, strict=False):
        pages = pages_of(pdf)
        divisions = office_divisions(look, digits[look.sheets[0].book.normal])
        assert sum(len(division.pages) for _, division in divisions) == len(pages), pdf.stem
        found, false = false_breaks(divisions, pages)
        assert false == [], pdf.stem
        assert found > 20
        assert size_of_pages(pdf) == pytest.approx(A4_LANDSCAPE, abs=1)
        text = "".join(pages)
        assert "填报单位" in text
        assert not _BAD.search(text), pdf.stem
