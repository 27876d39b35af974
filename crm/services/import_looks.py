"""What is told of a workbook that shows something else than was read: hidden rows and columns, formats, errors."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from crm.domain.finding import Finding, Severity
from crm.excel.address import parse_address
from crm.excel.sheet import Unreadable
from crm.intake.draft import counted_places
from crm.intake.grid import column_letters, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from crm.excel.sheet import Sheet

_UNREADABLE = {Unreadable.ERROR: "cell-error", Unreadable.UNCOMPUTED: "cell-uncomputed"}
_ROWS_NAMED = 10
_LONGEST_GAP = 10_000
"""Blank rows in the middle of a table; what stands behind more of them is somebody's slip at the end of the sheet."""


def near_rows(sheet: Sheet) -> int:
    """How many rows of a sheet its tables reach: all but those behind a gap that no table has."""
    blank = 0
    for place, cells in enumerate(sheet.rows if len(sheet.rows) > _LONGEST_GAP else ()):
        blank = blank + 1 if cells.count(None) == len(cells) else 0
        if blank > _LONGEST_GAP:
            return place - _LONGEST_GAP
    return len(sheet.rows)


def notice_far_rows(sheet: Sheet) -> Iterator[Finding]:
    """Rows that were not read, because they lie far below everything else."""
    near = near_rows(sheet)
    far = [place for place, cells in enumerate(sheet.rows[near:], near) if cells.count(None) < len(cells)]
    if far:
        cells = sheet.rows[far[0]]
        column = next(column for column, cell in enumerate(cells) if cell is not None)
        yield Finding("rows-far", Severity.WARNING, sheet.address(far[0], column=column), {"count": len(far)})


def notice_unreadable(sheet: Sheet) -> Iterator[Finding]:
    """Cells that were read as blank and are not."""
    for cell in sheet.unreadable:
        yield Finding(_UNREADABLE[cell.kind], Severity.WARNING, cell.address, {"value": cell.shown})


def notice_hidden_rows(sheet: Sheet, rows: Iterable[int]) -> Iterator[Finding]:
    """Of the *rows* that were read, those that nobody sees."""
    hidden = sorted(sheet.hidden_rows.intersection(rows))
    if hidden:
        named = "、".join(map(str, hidden[:_ROWS_NAMED]))
        yield Finding("rows-hidden", Severity.WARNING, f"A{hidden[0]}", {"count": len(hidden), "rows": named})


def notice_struck_rows(sheet: Sheet, rows: Iterable[int]) -> Iterator[Finding]:
    """Of the *rows* that were read, those of which something is struck through: often who has moved out."""
    struck = sorted({row for row, _ in sheet.struck}.intersection(rows))
    if struck:
        named = "、".join(map(str, struck[:_ROWS_NAMED]))
        yield Finding("rows-struck", Severity.WARNING, f"A{struck[0]}", {"count": len(struck), "rows": named})


def notice_hidden_columns(sheet: Sheet, columns: Iterable[tuple[int, str]]) -> Iterator[Finding]:
    """Of the *columns* that were read, number and header, those that nobody sees."""
    hidden = [(number, header) for number, header in columns if number in sheet.hidden_columns]
    if hidden:
        named = "、".join(header for _, header in hidden)
        where = f"{column_letters(hidden[0][0])}1"
        yield Finding("columns-hidden", Severity.WARNING, where, {"count": len(hidden), "columns": named})


def notice_scaled(sheet: Sheet, cells: Iterable[str], column: str) -> Iterator[Finding]:
    """Of the *cells* of amounts that were read, those that show another number than they hold."""
    scaled = []
    for cell in cells if sheet.scaled else ():
        row, number = parse_address(cell)
        if (row, number) in sheet.scaled:
            held = sheet.rows[row - sheet.first_row][number - sheet.first_column]
            if isinstance(held, (int, float)):
                scaled.append((cell, sheet.scaled[row, number], text_of(held)))
    if scaled:
        place, code, shown = scaled[0]
        told = counted_places([cell for cell, _, _ in scaled])
        values = {"column": column, "format": code, "held": shown, **told}
        yield Finding("cell-scaled", Severity.WARNING, place, values)


def placed(findings: Iterable[Finding], sheet: Sheet) -> Iterator[Finding]:
    """The same findings in words that name the sheet and the cell, for lists that have no column for places."""
    for one in findings:
        where = f"{sheet.name}!{one.where}"
        yield replace(one, code=f"{one.code}-at", where=where, values={"sheet": sheet.name, **one.values})
