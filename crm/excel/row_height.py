"""How high a row is that states no height: as high as its largest typeface and its wrapped texts need.

A spreadsheet program finds that out when it opens the workbook. Chinese characters are as wide as their size in every
typeface, so that the lines of a wrapped text can be counted without one.
"""

from __future__ import annotations

import unicodedata
from math import ceil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crm.excel.cell_style import CellStyle
    from crm.excel.scalar import Scalar

_LINE = 1.25
"""The distance of two lines in sizes, as in 宋体."""
_STEP = 0.75
"""Points of a pixel: heights are whole pixels."""
_LETTER = 0.55
"""How wide a letter is in sizes, on the average; a Chinese character is 1."""
_MARGINS = 4.5
"""Points of a cell's width that are not for its text."""
_MOST = 409.0


def height_needed(cells: Iterable[tuple[CellStyle, Scalar, float]], *, usual: float, size: float) -> float:
    """Points of a row with cells of a style, a value and points of width, 0 where its text is not to be wrapped.

    *usual* is the height of rows whose letters are of *size*, the workbook's own.
    """
    needed = usual
    for style, value, width in cells:
        if style.size > size:
            needed = max(needed, _in_steps(style.size * _LINE))
        if style.wrap and width and isinstance(value, str):
            needed = max(needed, text_height(value, style, width))
    return needed


def text_height(text: str, style: CellStyle, width: float) -> float:
    """Points that a wrapped text needs in a cell of so many points of *width*."""
    room = max(width - _MARGINS, style.size)
    lines = sum(max(1, ceil(_extent(part) * style.size / room)) for part in text.split("\n"))
    return min(_in_steps(lines * style.size * _LINE), _MOST)


def _extent(text: str) -> float:
    return sum(1.0 if unicodedata.east_asian_width(letter) in "WF" else _LETTER for letter in text)


def _in_steps(height: float) -> float:
    return ceil(height / _STEP) * _STEP
