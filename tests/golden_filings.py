"""Filings of the demo as workbooks, kept beside the tests: `python -m tests.golden_filings [FORM …]` writes them anew.

Of each form one filing of a fixed period, as it is exported, to be opened and read by whoever reviews a change. Same
filing, same file: nothing in them tells when or where they were written.
"""

from __future__ import annotations

import io
import sys
import tempfile
import zipfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from crm.db.engine import open_database
from crm.db.migrate import ensure_schema
from crm.domain.period import Period
from crm.services.demo import build_demo
from crm.services.filings import build_filing
from crm.services.library import Library
from crm.services.operation import Workplace
from tests.excel.templates import opened, read_parts

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = Path(__file__).resolve().parent / "golden"
DEMO_DAY = date(2026, 11, 24)
FILINGS = {
    "shanxi-incubator": "2025",
    "tax-property": "2025",
    "torch-makerspace": "2025",
    "torch-summary": "2025",
    "zone-events": "2021",
    "zone-financings": "2026",
    "zone-graduates": "2026Q3",
    "zone-monthly": "2026-09",
    "zone-movements": "2026",
    "zone-quarterly": "2026Q3",
    "zone-rights": "2026Q3",
    "zone-tenants": "2026Q3",
    "zone-titles": "2026Q3",
    "torch-tenant": "2025",
}
"""The period of which each form's golden filing is."""

BOOKS = (*FILINGS.items(), ("zone-quarterly", "2021Q4"))
"""Form and period of every golden workbook: one a form, and one of a quarter in which many came and went."""

_MOST_NAMED = 12
_STAMP = (1980, 1, 1, 0, 0, 0)


class _Cell(NamedTuple):
    """What is judged of a cell."""

    value: object
    formula: object
    number_format: str


def golden_path(form: str, period: str) -> Path:
    """Where the golden workbook of a filing lies."""
    return FOLDER / f"{form}-{period}.xlsx"


def differences(filed: bytes, golden: bytes) -> list[str]:
    """A sentence on each cell of *filed* that is not as in *golden*; where all are, on each part of the file."""
    ours, kept = read_parts(filed), read_parts(golden)
    if ours == kept:
        return []
    found, more = _some(_cells_that_differ(filed, golden))
    if not found:
        found, more = _some(
            f"{name}: not as in the golden workbook, though all cells are"
            for name in sorted(ours.keys() | kept.keys())
            if ours.get(name) != kept.get(name)
        )
    return [*found, f"and {more} more"] if more else found


def _some(sentences: Iterator[str]) -> tuple[list[str], int]:
    every = list(sentences)
    return every[:_MOST_NAMED], max(0, len(every) - _MOST_NAMED)


def _cells_that_differ(filed: bytes, golden: bytes) -> Iterator[str]:
    ours, kept = _cells_of(filed), _cells_of(golden)
    blank = _Cell(None, None, "General")
    for place in [*ours, *(place for place in kept if place not in ours)]:
        now, before = ours.get(place, blank), kept.get(place, blank)
        for name, new, old in zip(("value", "formula", "number format"), now, before, strict=True):
            if new != old:
                yield f"{place}: {name} {new!r}, in the golden workbook {old!r}"


def _cells_of(workbook: bytes) -> dict[str, _Cell]:
    """Every cell that is not blank, by sheet and address."""
    formulas, values = opened(workbook), opened(workbook, values=True)
    found = {}
    for sheet in formulas.worksheets:
        computed = values[sheet.title]
        for row in sheet.iter_rows():
            for cell in row:
                value = computed[cell.coordinate].value
                if cell.value is not None or cell.number_format != "General":
                    formula = str(cell.value) if cell.data_type == "f" else None
                    found[f"{sheet.title}!{cell.coordinate}"] = _Cell(value, formula, cell.number_format)
    return found


def _packed(workbook: bytes) -> bytes:
    """The same parts, packed as small as they go."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data in read_parts(workbook).items():
            info = zipfile.ZipInfo(name, _STAMP)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data, compresslevel=9)
    return file.getvalue()


def main(arguments: list[str]) -> int:
    """Write the golden workbooks of all forms, or of those named, where the filing is no longer the same."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        library = Library.load(user_folder=folder)
        database = open_database(folder / "demo.db")
        ensure_schema(database, backup=False)
        workplace = Workplace.of(database, today=DEMO_DAY, user="tester")
        build_demo(workplace, library)
        for form, period in BOOKS:
            if not arguments or form in arguments:
                _renew(golden_path(form, period), _packed(_file(workplace, library, form, period)))
        database.close()
    return 0


def _file(workplace: Workplace, library: Library, form: str, period: str) -> bytes:
    return build_filing(workplace, library, form, Period.parse(period)).workbook.data


def _renew(path: Path, workbook: bytes) -> None:
    told = differences(workbook, path.read_bytes()) if path.exists() else ["new"]
    if told:
        path.write_bytes(workbook)
        sys.stdout.write("\n".join([path.name, *(f"  {sentence}" for sentence in told), ""]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
