"""Totals of what nobody reported show nothing instead of a zero, where nothing reckons with them.

They stay formulas: who types the figures in later gets their sum. A text is an error to Excel where a formula adds or
multiplies it; SUM and its like pass over it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.excel.address import LAST_COLUMN, LAST_ROW, parse_address
from crm.excel.tokens import TokenKind, cut_formula

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from crm.excel.tokens import Area
    from crm.excel.worksheet import Worksheet

_PASS_OVER_TEXT = frozenset({"SUM", "SUBTOTAL", "COUNT", "AVERAGE", "MAX", "MIN"})
_LED_ELSEWHERE = frozenset({TokenKind.NAME, TokenKind.STRUCTURED})


def show_no_zeros(sheets: Mapping[str, Worksheet], places: Iterable[tuple[str, str]]) -> None:
    """Let the formulas at *places*, sheet and address, show nothing where they come to zero."""
    found = [(name, *parse_address(address)) for name, address in places]
    if not found:
        return
    texts = [(name, site.text) for name, sheet in sheets.items() for site in sheet.formulas()]
    for name, row, column in found:
        if not any(_reckons(text, home, name, row, column) for home, text in texts):
            sheets[name].show_no_zero(row, column)


def _reckons(text: str, home: str, sheet: str, row: int, column: int) -> bool:
    """Whether the formula *text* on the sheet *home* could come to an error if that cell held a text."""
    tokens = [token for token in cut_formula(text) if token.kind is not TokenKind.SPACE]
    if not any(
        token.kind in _LED_ELSEWHERE or (token.area and _covers(token.area, home, sheet, row, column))
        for token in tokens
    ):
        return False
    first, inner, last = tokens[0], tokens[1:-1], tokens[-1]
    passes_over = first.kind is TokenKind.FUNCTION and first.text[:-1].upper() in _PASS_OVER_TEXT
    return not (passes_over and last.text == ")" and all(token.area or token.text == "," for token in inner))


def _covers(area: Area, home: str, sheet: str, row: int, column: int) -> bool:
    if area.foreign or (area.sheet or home).casefold() != sheet.casefold():
        return False
    first, last = area.first, area.last or area.first
    rows = range(first.row or 1, (last.row or LAST_ROW) + 1)
    columns = range(first.column or 1, (last.column or LAST_COLUMN) + 1)
    return row in rows and column in columns
