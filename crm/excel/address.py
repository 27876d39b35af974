"""Addresses of cells: letters and numbers of columns, ``B7``, ``B7:D9``. Rows and columns count from 1."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384

_COLUMNS = re.compile(r"\$?([A-Za-z]{1,3}):\$?([A-Za-z]{1,3})")
_ROWS = re.compile(r"\$?([1-9][0-9]{0,6}):\$?([1-9][0-9]{0,6})")
_ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})")


@lru_cache(maxsize=2048)
def column_letters(number: int) -> str:
    """``1`` is ``A``, ``28`` is ``AB``."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@lru_cache(maxsize=2048)
def column_number(letters: str) -> int:
    """``A`` is ``1``, ``ab`` is ``28``."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def address_of(row: int, column: int) -> str:
    """The address of a cell, ``B7`` for row 7 and column 2."""
    return f"{column_letters(column)}{row}"


def parse_address(text: str) -> tuple[int, int]:
    """Row and column of an address, ``$`` signs ignored; ValueError where it is none or lies outside a sheet."""
    match = _ADDRESS.fullmatch(text)
    if match:
        row, column = int(match[2]), column_number(match[1])
        if row <= LAST_ROW and column <= LAST_COLUMN:
            return row, column
    raise ValueError(text)


@dataclass(frozen=True, slots=True)
class Range:
    """A rectangle of cells, first and last row and column included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int

    @classmethod
    def parse(cls, text: str) -> Range:
        """The range written ``B7:D9``, ``B7``, ``B:D`` or ``7:9``; ValueError where it is none."""
        if columns := _COLUMNS.fullmatch(text):
            text = f"{columns[1]}1:{columns[2]}{LAST_ROW}"
        elif rows := _ROWS.fullmatch(text):
            text = f"A{rows[1]}:{column_letters(LAST_COLUMN)}{rows[2]}"
        first, _, last = text.partition(":")
        first_row, first_column = parse_address(first)
        last_row, last_column = parse_address(last or first)
        return cls(
            min(first_row, last_row),
            min(first_column, last_column),
            max(first_row, last_row),
            max(first_column, last_column),
        )

    def __str__(self) -> str:
        first = address_of(self.first_row, self.first_column)
        last = address_of(self.last_row, self.last_column)
        return first if first == last else f"{first}:{last}"
