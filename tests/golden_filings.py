"""What a filing of the demo comes to, kept beside the tests: `python -m tests.golden_filings [FORM …]` writes it anew.

Of each form one filing of a fixed period: every single cell, every total, the first and the last row of each block, and
a digest over all cells, so that a change anywhere is seen and the file stays small.
"""

from __future__ import annotations

import hashlib
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from crm.db.engine import open_database
from crm.db.migrate import ensure_schema
from crm.domain.period import Period
from crm.services.demo import build_demo
from crm.services.filings import build_filing
from crm.services.library import Library
from crm.services.operation import Workplace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crm.filings.built import Built, BuiltCell

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


def golden_lines(built: Built) -> list[str]:
    """The filing in short: a line a cell, ``place`` and value with a tab between, the count and the digest first."""
    digest = hashlib.sha256()
    count = 0
    for cell in built.cells():
        digest.update(f"{_line(cell)}\n".encode())
        count += 1
    cells = [*built.singles, *_of_blocks(built)]
    return [f"cells\t{count}", f"sha256\t{digest.hexdigest()}", *map(_line, cells)]


def _of_blocks(built: Built) -> Iterator[BuiltCell]:
    for block in built.blocks:
        columns = [column for column in block.columns if column.letter]
        for index in sorted({0, len(block.tenants) - 1} if block.tenants else ()):
            yield from (built.block_cell(block, column, index) for column in columns)
        yield from (built.total_cell(block, column) for column in columns if column.has_total)


def _line(cell: BuiltCell) -> str:
    return f"{cell.place}\t{'' if cell.value is None else cell.value}"


def golden_path(form: str) -> Path:
    """Where the golden filing of *form* lies."""
    return FOLDER / f"{form}-{FILINGS[form]}.tsv"


def main(arguments: list[str]) -> int:
    """Write the golden filings of all forms, or of those named."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        library = Library.load(user_folder=folder)
        database = open_database(folder / "demo.db")
        ensure_schema(database, backup=False)
        workplace = Workplace.of(database, today=DEMO_DAY, user="tester")
        build_demo(workplace, library)
        for form, period in FILINGS.items():
            if not arguments or form in arguments:
                built = build_filing(workplace, library, form, Period.parse(period)).built
                golden_path(form).write_text("\n".join(golden_lines(built)) + "\n", "utf-8")
        database.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
