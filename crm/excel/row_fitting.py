"""Rows of a register as high as the texts they get: a template states the height of one line, and cuts a longer text.

Only rows that state a height are made higher, never lower; what states none the spreadsheet program fits itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.excel.cell_style import read_styles
from crm.excel.digit import digit_of, stated_widths
from crm.excel.row_height import text_height

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from crm.excel.cell_style import CellStyle, StyleBook
    from crm.excel.package import Package
    from crm.excel.worksheet import Worksheet

_HEIGHT, _OWN = "ht", "customHeight"
_SLACK = 1.5
"""Points by which a row may be too low: between its lines there is more room than that."""
_AROUND = 3.0
"""Points over and under the texts of a row that is made higher: not all typefaces are as low as 宋体."""


def read_book(package: Package) -> StyleBook:
    """How the cells of a workbook look."""
    style, theme = (
        next((package.xml(part) for part in package.related(package.workbook, kind)), None)
        for kind in ("styles", "theme")
    )
    return read_styles(style, theme)


def fit_row(
    sheet: Worksheet, number: int, columns: Mapping[int, Sequence[int]], book: StyleBook
) -> RowFit | None:
    """How the row of a record is fitted; None where its height is not stated or nothing in it wraps.

    *columns* are those of the values of each block that shares the row, by the block's first column.
    """
    row = sheet.row(number)
    stated = row.get(_HEIGHT)
    if stated is None or row.get("hidden") in {"1", "true"}:
        return None
    digit = digit_of(book.normal)
    widths = stated_widths(sheet.root, digit, max(map(max, columns.values())))
    merged = {
        column
        for _, merge in sheet.merges()
        if merge.first_row <= number <= merge.last_row
        for column in range(merge.first_column, merge.last_column + 1)
    }
    texts: dict[int, list[tuple[int, CellStyle, float]]] = {}
    for first, given in columns.items():
        for index, column in enumerate(given):
            style = book.style(int(sheet.cell(number, column).get("s", "0")))
            room = digit.on_screen(widths[column - 1])
            if style.wrap and not style.shrink and room and column not in merged:
                texts.setdefault(first, []).append((index, style, room))
    return RowFit(stated, texts, is_own=row.get(_OWN) in {"1", "true"}) if texts else None


class RowFit:
    """The texts of a record that wrap, by block, and the height that the template states for its row."""

    def __init__(
        self, stated: str, texts: Mapping[int, Sequence[tuple[int, CellStyle, float]]], *, is_own: bool
    ) -> None:
        self._texts = texts
        self._height = float(stated)
        self._attribute = f' {_HEIGHT}="{stated}"'
        self._further = "" if is_own else f' {_OWN}="1"'

    def needed(self, block: int, record: Sequence[object]) -> float:
        """Points that the texts of a record of a block need, which is named by its first column."""
        needed = 0.0
        for index, style, room in self._texts.get(block, ()):
            text = record[index]
            # What fits into one line in the widest letters is not counted: a register has many rows.
            if isinstance(text, str) and (len(text) * style.size > room or "\n" in text):
                needed = max(needed, text_height(text, style, room))
        return needed

    def raised(self, row: str, needed: float) -> str:
        """The XML of a row, made as high as is *needed* and some room around it."""
        if needed <= self._height + _SLACK:
            return row
        return row.replace(self._attribute, f' {_HEIGHT}="{needed + _AROUND:g}"{self._further}', 1)
