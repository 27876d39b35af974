"""The cells of a sheet as intake sees them: rows of raw values with their addresses and merged cells."""

from __future__ import annotations

from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence

Merge: TypeAlias = tuple[int, int, int, int]
"""First row, first column, last row, last column."""


@dataclass(frozen=True, slots=True)
class Grid:
    """The used rectangle of a sheet: ``rows[0][0]`` stands at ``first_row``, ``first_column`` of the sheet.

    Those two and ``merges`` count from 1, as a workbook does. Everywhere else in this package a row or column index
    counts from 0 and is a place in ``rows``. Rows may differ in length; None and ``""`` are blank. With ``epoch_1904``
    a number that stands for a day counts from 1904.
    """

    rows: Sequence[Sequence[object]]
    merges: Sequence[Merge] = ()
    first_row: int = 1
    first_column: int = 1
    epoch_1904: bool = False

    def letters(self, column: int) -> str:
        """The letters of the column with this index."""
        return column_letters(self.first_column + column)

    def row_number(self, row: int) -> int:
        """The sheet's number of the row with this index."""
        return self.first_row + row

    def address(self, row: int, column: int) -> str:
        """The address of a cell, ``B7``."""
        return f"{self.letters(column)}{self.first_row + row}"

    def cell(self, row: int, column: int) -> object:
        """The raw value of a cell; None beyond the end of its row."""
        cells = self.rows[row]
        return cells[column] if column < len(cells) else None

    def columns_of(self, rows: Sequence[int]) -> ColumnsOfRows:
        """The rows with these indexes, to be read column by column."""
        return ColumnsOfRows([self.rows[row] for row in rows])

    @property
    def width(self) -> int:
        """The length of the longest row."""
        return max(map(len, self.rows), default=0)

    def merges_by_index(self) -> list[Merge]:
        """The merged cells with row and column indexes counted from 0, like those of ``rows``."""
        down, right = self.first_row, self.first_column
        return [
            (top - down, left - right, bottom - down, end - right) for top, left, bottom, end in self.merges
        ]


class ColumnsOfRows:
    """Some rows, read column by column; a row that is too short has blanks."""

    def __init__(self, rows: Sequence[Sequence[object]]) -> None:
        self._rows = rows
        self._narrowest = min(map(len, rows), default=0)

    def column(self, column: int) -> list[object]:
        """The raw values of a column."""
        if column < self._narrowest:
            return list(map(itemgetter(column), self._rows))
        return [row[column] if column < len(row) else None for row in self._rows]


def column_letters(number: int) -> str:
    """The letters of the column with this number: 1 is ``A``, 28 is ``AB``."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """The number of the column with these letters: ``AB`` is 28."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def is_blank(value: object) -> bool:
    """Whether a raw cell holds nothing but blanks."""
    return value is None or (isinstance(value, str) and not value.strip())


def text_of(value: object) -> str:
    """A raw cell as text: whole numbers without ``.0``, days in ISO form without midnight."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value).removesuffix(" 00:00:00")
