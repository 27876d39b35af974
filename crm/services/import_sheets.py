"""A file's sheets as they stand in it: which there are, which one is meant, and its cells as intake takes them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from crm.bulk import collection_paused
from crm.domain.errors import NotFoundError
from crm.domain.finding import Finding, Severity
from crm.excel.reader import open_workbook
from crm.intake.grid import Grid
from crm.intake.header import header_score
from crm.services.import_looks import (
    near_rows,
    notice_far_rows,
    notice_unreadable,
)
from crm.services.lexicon import lexicon_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from crm.excel.reader import Workbook
    from crm.excel.sheet import Sheet, SheetInfo
    from crm.services.library import Library

_TOP = 60
"""Rows of a sheet that are looked at to tell a register or figures from a cover."""


@dataclass(frozen=True, slots=True)
class SheetSummary:
    """A visible sheet that holds anything: its name, and its size up to the last used cell."""

    name: str
    rows: int
    columns: int


@dataclass(frozen=True, slots=True)
class LoadedSheet:
    """One sheet of a file as it stands in it, kept so that it can be understood again and again."""

    path: Path
    sheet: Sheet
    sheets: tuple[SheetSummary, ...]
    grid: Grid
    fingerprint: str
    findings: tuple[Finding, ...] = ()
    """Cells that look blank and are not: errors, and formulas that nobody has computed."""

    @property
    def name(self) -> str:
        """What the sheet is called."""
        return self.sheet.name


def list_sheets(path: Path) -> tuple[str, ...]:
    """The names of a file's visible sheets that hold anything. ReadRefused says why it cannot be read."""
    with open_workbook(path) as book:
        return tuple(sheet.name for sheet in _filled(book))


def load_sheet(path: Path, sheet: str | None = None, *, library: Library | None = None) -> LoadedSheet:
    """Read one sheet of a file; where none is named, the one whose header has most words that *library* knows.

    Raises ReadRefused where the file cannot be read, NotFoundError ``sheet-unknown`` or ``workbook-without-rows``.
    """
    with collection_paused(), open_workbook(path) as book:
        summaries = tuple(SheetSummary(one.name, one.rows, one.columns) for one in _filled(book))
        names = tuple(one.name for one in summaries)
        _require_sheet(names, sheet, path)
        read = _read_likeliest(book, names, library) if sheet is None else book.read(sheet)
    noticed = (
        *_notice_others(read.name, names, told=sheet is not None),
        *notice_unreadable(read),
        *notice_far_rows(read),
    )
    fingerprint = hashlib.sha256(path.read_bytes()).hexdigest()
    return LoadedSheet(path, read, summaries, grid_of(read), fingerprint, noticed)


def _filled(book: Workbook) -> tuple[SheetInfo, ...]:
    return tuple(sheet for sheet in book.sheets if sheet.visible and sheet.rows)


def _require_sheet(names: tuple[str, ...], sheet: str | None, path: Path) -> None:
    if not names:
        raise NotFoundError("workbook-without-rows", file=path.name)
    if sheet is not None and sheet not in names:
        raise NotFoundError("sheet-unknown", sheet=sheet, file=path.name, known=", ".join(names))


def _read_likeliest(book: Workbook, names: tuple[str, ...], library: Library | None) -> Sheet:
    """The sheet whose header is worth most; the first of equal ones, and where nobody knows the words."""
    best = book.read(names[0])
    if library is None or len(names) == 1:
        return best
    lexicon = lexicon_of(library)
    most = header_score(_top(best), lexicon)
    for name in names[1:]:
        sheet = book.read(name)
        score = header_score(_top(sheet), lexicon)
        if score > most:
            best, most = sheet, score
    return best


def _notice_others(name: str, names: tuple[str, ...], *, told: bool) -> Iterator[Finding]:
    others = "、".join(other for other in names if other != name)
    if others and not told:
        yield Finding("sheet-chosen", Severity.INFO, "", {"sheet": name, "others": others})


def _top(sheet: Sheet) -> Grid:
    grid = grid_of(sheet)
    return replace(grid, rows=grid.rows[:_TOP])


def grid_of(sheet: Sheet) -> Grid:
    """The cells of a sheet as intake sees them."""
    merges = [(one.first_row, one.first_column, one.last_row, one.last_column) for one in sheet.merges]
    near = near_rows(sheet)
    rows = sheet.rows if near == len(sheet.rows) else sheet.rows[:near]
    return Grid(rows, merges, sheet.first_row, sheet.first_column, sheet.epoch_1904)
