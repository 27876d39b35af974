"""A formula cut into its pieces, references understood, everything else kept letter by letter.

openpyxl's tokenizer costs a quarter of a second to import and does not say what a reference refers to; this one is a
single regular expression, and the tests hold it against openpyxl's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache

from crm.excel.address import LAST_COLUMN, LAST_ROW, column_letters, column_number


class TokenKind(Enum):
    """What a piece of a formula is."""

    AREA = "area"
    SHEET = "sheet"
    NAME = "name"
    FUNCTION = "function"
    STRUCTURED = "structured"
    NUMBER = "number"
    TEXT = "text"
    ERROR = "error"
    SPACE = "space"
    OPERATOR = "operator"


@dataclass(frozen=True, slots=True)
class Corner:
    """A cell of a reference; no row in a reference to whole columns, no column in one to whole rows."""

    row: int | None
    column: int | None
    row_fixed: bool = False
    column_fixed: bool = False


@dataclass(frozen=True, slots=True)
class Area:
    """A reference as written.

    ``sheet`` is None where none is written, and where it leads to other workbooks or through several sheets
    (``foreign``), which no row of this workbook moves.
    """

    prefix: str
    sheet: str | None
    foreign: bool
    first: Corner
    last: Corner | None = None
    last_prefix: str = ""


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a formula; the texts of all tokens joined are the formula."""

    kind: TokenKind
    text: str
    area: Area | None = None


_CELL = r"\$?[A-Za-z]{1,3}\$?[0-9]{1,7}"
_SHEET = r"(?:'(?:[^']|'')+'|(?:\[[0-9]+\])?[^\W\d][\w.]*(?::[^\W\d][\w.]*)?)!"
_END = r"(?![\w.(!\[])"
_AREA = (
    rf"(?:{_CELL}(?::{_CELL})?|\$?[A-Za-z]{{1,3}}:\$?[A-Za-z]{{1,3}}|\$?[0-9]{{1,7}}:\$?[0-9]{{1,7}}){_END}"
)
_SPILL_OF_BRACKETS = r"\[(?:[^\[\]']|'.|\[(?:[^\[\]']|'.)*\])*\]"
_PIECE = re.compile(
    rf"""
      (?P<text>"(?:[^"]|"")*")
    | (?P<error>\#(?:NULL!|DIV/0!|VALUE!|REF!|NAME\?|NUM!|N/A|GETTING_DATA|SPILL!|CALC!|FIELD!|BLOCKED!|CONNECT!))
    | (?P<area>(?P<prefix>{_SHEET})?(?P<reference>{_AREA}))
    | (?P<sheet>{_SHEET})
    | (?P<function>[^\W\d][\w.]*\()
    | (?P<structured>(?:[^\W\d][\w.]*)?{_SPILL_OF_BRACKETS})
    | (?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
    | (?P<name>[^\W\d][\w.\\?]*|\\[\w.\\?]*)
    | (?P<space>\s+)
    | (?P<operator><=|>=|<>|.)
    """,
    re.VERBOSE | re.DOTALL,
)
_CORNER = re.compile(r"(\$?)([A-Za-z]{1,3})?(\$?)([0-9]{1,7})?")
_PLAIN_SHEET = re.compile(r"[^\W\d][\w.]*")
_LIKE_A_CELL = re.compile(r"[A-Za-z]{1,3}[0-9]+|[RrCc]|[Rr][0-9]*[Cc][0-9]*")


@lru_cache(maxsize=4096)
def cut_formula(formula: str) -> tuple[Token, ...]:
    """The tokens of *formula*, which stands without its ``=``."""
    tokens: list[Token] = []
    for piece in _PIECE.finditer(formula):
        kind = piece.lastgroup or TokenKind.OPERATOR.value
        area = None
        if piece["area"] is not None:
            area = _read_area(piece["prefix"] or "", piece["reference"])
            kind = "area" if area else "name"
        token = Token(TokenKind(kind), piece[0], area)
        joined = _join_range(tokens, token)
        if joined:
            tokens[-2:] = [joined]
        else:
            tokens.append(token)
    return tuple(tokens)


def _join_range(tokens: list[Token], last: Token) -> Token | None:
    """``表一!A1:表一!B2`` is one area, though each of its ends names the sheet."""
    if len(tokens) < 2 or tokens[-1].text != ":" or last.area is None or last.area.last:
        return None
    first = tokens[-2].area
    if first is None or first.last or first.foreign or last.area.foreign:
        return None
    if last.area.sheet is not None and last.area.sheet != first.sheet:
        return None
    text = f"{tokens[-2].text}:{last.text}"
    return Token(TokenKind.AREA, text, replace(first, last=last.area.first, last_prefix=last.area.prefix))


def _read_area(prefix: str, reference: str) -> Area | None:
    """The area written; None where row or column lie outside a sheet, so that it is a name (``TAX2024``)."""
    first, _, last = reference.partition(":")
    corners = [_read_corner(text) for text in (first, last) if text]
    if None in corners:
        return None
    sheet, foreign = sheet_named(prefix)
    start, end = corners[0], corners[1] if len(corners) > 1 else None
    return Area(prefix, sheet, foreign, start, end) if start else None


def _read_corner(text: str) -> Corner | None:
    match = _CORNER.fullmatch(text)
    if match is None:
        return None
    before, letters, between, digits = match.groups()
    column = column_number(letters) if letters else None
    row = int(digits) if digits else None
    if (column or 1) > LAST_COLUMN or not 1 <= (1 if row is None else row) <= LAST_ROW:
        return None
    if letters:
        return Corner(row, column, bool(between), bool(before))
    return Corner(row, None, bool(before or between), column_fixed=False)


def sheet_named(prefix: str) -> tuple[str | None, bool]:
    """The sheet that a prefix (``'表 一'!``) names, and whether it is foreign: another workbook, or several sheets."""
    if not prefix:
        return None, False
    name = prefix[:-1]
    if name.startswith("'"):
        name = name[1:-1].replace("''", "'")
    if "[" in name or ":" in name:
        return None, True
    return name, False


def sheet_prefix(name: str) -> str:
    """How a formula writes the sheet *name* before a reference: ``表一!``, ``'第 1 页'!``."""
    if _PLAIN_SHEET.fullmatch(name) and not _LIKE_A_CELL.fullmatch(name):
        return f"{name}!"
    return "'" + name.replace("'", "''") + "'!"


def corner_text(corner: Corner, row: int | str | None) -> str:
    """A corner as a formula writes it, with *row* in place of its own."""
    column = (
        "" if corner.column is None else ("$" if corner.column_fixed else "") + column_letters(corner.column)
    )
    return column if row is None else f"{column}{'$' if corner.row_fixed else ''}{row}"
