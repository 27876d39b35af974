"""Text for a terminal: how wide it is there, tables whose columns stand under each other, lines that fit."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_GAP = "  "


def width_of(text: str) -> int:
    """The columns *text* takes in a terminal: two for a Chinese character or a full-width sign, none for an accent."""
    if text.isascii():
        return len(text)
    return sum(_width(character) for character in text)


def _width(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in {"Cf", "Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


def pad(text: str, width: int, *, right: bool = False) -> str:
    """*text* filled with blanks to *width* columns, the blanks on the left where *right*."""
    blanks = " " * (width - width_of(text))
    return blanks + text if right else text + blanks


def table_lines(
    rows: Sequence[Sequence[str]],
    *,
    headings: Sequence[str] = (),
    right: Sequence[int] = (),
    indent: str = "",
) -> list[str]:
    """*rows* as lines with the columns under each other; those numbered in *right* stand flush right."""
    shown = [tuple(map(_one_line, row)) for row in ((tuple(headings), *rows) if headings else rows)]
    if not shown:
        return []
    widths = [max(map(width_of, column)) for column in zip(*shown, strict=True)]
    lines = []
    for row in shown:
        cells = (pad(cell, widths[i], right=i in right) for i, cell in enumerate(row))
        lines.append((indent + _GAP.join(cells)).rstrip())
    if headings:
        lines.insert(1, indent + _GAP.join("-" * width for width in widths))
    return lines


def _one_line(text: str) -> str:
    return " ".join(text.split()) if "\n" in text or "\t" in text or "\r" in text else text


def wrap(text: str, width: int, *, indent: str = "") -> Iterator[str]:
    """*text* in lines of at most *width* columns: broken at blanks, and between Chinese characters."""
    line = ""
    for piece in _pieces(text):
        if line.strip() and width_of(indent + line + piece.rstrip()) > width:
            yield (indent + line).rstrip()
            line = ""
        line += piece if line else piece.lstrip()
    if line.strip():
        yield (indent + line).rstrip()


_NOT_FIRST = "，。、；：！？）》”’】"
_NOT_LAST = "（《“‘【"


def _pieces(text: str) -> Iterator[str]:
    """The parts of *text* that stay whole: words with the blank after them, Chinese characters with their marks."""
    piece = ""
    for character in text:
        breaks = piece and (
            piece[-1].isspace()
            or ((_width(character) == 2 or _width(piece[-1]) == 2) and not character.isspace())
        )
        if breaks and character not in _NOT_FIRST and piece[-1] not in _NOT_LAST:
            yield piece
            piece = ""
        piece += character
    if piece:
        yield piece
