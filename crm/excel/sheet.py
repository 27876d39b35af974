"""A sheet as it was read: raw cells with their addresses, nothing guessed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import Enum
from typing import TYPE_CHECKING, TypeAlias

from crm.excel.address import address_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crm.excel.address import Range

CellValue: TypeAlias = str | int | float | bool | date | datetime | time | timedelta | None


class Unreadable(Enum):
    """Why a cell that is not blank came without a value."""

    ERROR = "error"
    UNCOMPUTED = "uncomputed"


@dataclass(frozen=True, slots=True)
class UnreadableCell:
    """A cell that looks blank and is not: an error such as ``#N/A``, or a formula nobody has computed yet."""

    address: str
    kind: Unreadable
    shown: str = ""


@dataclass(frozen=True, slots=True)
class SheetInfo:
    """A sheet of a workbook before it is read; ``rows`` and ``columns`` count to its last used cell from A1."""

    name: str
    visible: bool
    rows: int
    columns: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """The used rectangle of a sheet. ``rows[0][0]`` stands at ``first_row``, ``first_column`` (counted from 1).

    Blank cells are None; texts keep their blanks; whole numbers are int, others float; a number of more than 15 digits
    stays a float, because a workbook no longer has its last digits. With ``epoch_1904`` a plain number that stands for
    a day counts from 1904; dates come as they are.
    """

    name: str
    first_row: int
    first_column: int
    rows: list[list[CellValue]]
    merges: tuple[Range, ...] = ()
    unreadable: tuple[UnreadableCell, ...] = ()
    epoch_1904: bool = False
    hidden_rows: frozenset[int] = frozenset()
    """The numbers of rows that the workbook does not show; of .xlsb it is not known, nor what follows."""
    hidden_columns: frozenset[int] = frozenset()
    scaled: Mapping[tuple[int, int], str] = field(default_factory=dict)
    """Cells, by row and column, whose number format shows a number of another size than they hold, with that format."""
    struck: frozenset[tuple[int, int]] = frozenset()
    """Cells, by row and column, whose value is struck through, or a part of it."""

    def address(self, row: int, *, column: int) -> str:
        """The address of ``rows[row][column]`` in the workbook."""
        return address_of(self.first_row + row, self.first_column + column)
