"""Pictures of a filing's sheets: every text of the filled template where it stands, to be drawn on a screen."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from crm.excel.reader import open_workbook

if TYPE_CHECKING:
    from crm.excel.reader import Workbook
    from crm.excel.sheet import CellValue
    from crm.services.filings import BuiltFiling


@dataclass(frozen=True, slots=True)
class SheetPicture:
    """A sheet from A1 on: ``rows`` of texts, blank where a cell is, all equally long.

    ``merges`` are first row, first column, last row and last column, counted from 0.
    """

    name: str
    rows: tuple[tuple[str, ...], ...]
    merges: tuple[tuple[int, int, int, int], ...]

    @property
    def width(self) -> int:
        """How many columns there are."""
        return len(self.rows[0]) if self.rows else 0


def draw_sheets(filing: BuiltFiling) -> tuple[SheetPicture, ...]:
    """The visible sheets of a filing's workbook, in order. Raises what filling the template raises."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "filing.xlsx"
        path.write_bytes(filing.workbook.data)
        with open_workbook(path) as book:
            return tuple(_draw(book, sheet.name) for sheet in book.sheets if sheet.visible)


def _draw(book: Workbook, name: str) -> SheetPicture:
    sheet = book.read(name)
    left, top = sheet.first_column - 1, sheet.first_row - 1
    merges = tuple(
        (one.first_row - 1, one.first_column - 1, one.last_row - 1, one.last_column - 1)
        for one in sheet.merges
    )
    width = max([left + max(map(len, sheet.rows), default=0), *(merge[3] + 1 for merge in merges)])
    rows = [("",) * width] * top
    for row in sheet.rows:
        texts = ("",) * left + tuple(map(_text, row))
        rows.append(texts + ("",) * (width - len(texts)))
    height = max((merge[2] + 1 for merge in merges), default=0)
    rows += [("",) * width] * (height - len(rows))
    return SheetPicture(name, tuple(rows), merges)


def _text(value: CellValue) -> str:
    return "" if value is None else str(value)
