"""Where the rows, columns and cells of a sheet lie, merged ones whole. Lengths are tenths of a point."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QRectF

from crm.services.appearance import offsets
from crm.ui.printing.paper import UNITS_A_POINT

if TYPE_CHECKING:
    from crm.services.appearance import SheetLook


class Spot(NamedTuple):
    """A cell, or the whole of a merged one, by its first row and column, counted from 0."""

    row: int
    column: int
    last_row: int
    last_column: int


class SheetPlaces:
    """The places of one sheet: ``lefts`` of its columns, ``tops`` of its rows, each with the end behind the last."""

    def __init__(self, look: SheetLook) -> None:
        self.look = look
        self.lefts = [place * UNITS_A_POINT for place in offsets(look.widths)]
        self.tops = [place * UNITS_A_POINT for place in offsets(look.heights)]
        self.merged: dict[tuple[int, int], Spot] = {}
        for merge in look.merges:
            spot = Spot(
                merge.first_row - 1, merge.first_column - 1, merge.last_row - 1, merge.last_column - 1
            )
            for row in range(spot.row, spot.last_row + 1):
                for column in range(spot.column, spot.last_column + 1):
                    self.merged[row, column] = spot
        self.merged_rows = frozenset(row for row, _ in self.merged)

    @property
    def width(self) -> float:
        """The sheet's width."""
        return self.lefts[-1]

    @property
    def height(self) -> float:
        """The sheet's height."""
        return self.tops[-1]

    def row_at(self, y: float) -> int:
        """The row at a height; the last one below the sheet."""
        return max(0, min(bisect_right(self.tops, y) - 1, self.look.row_count - 1))

    def column_at(self, x: float) -> int:
        """The column at a place; the last one beyond the sheet."""
        return max(0, min(bisect_right(self.lefts, x) - 1, self.look.column_count - 1))

    def spot(self, row: int, column: int) -> Spot:
        """The cell there, the whole of it where it is merged."""
        return self.merged.get((row, column)) or Spot(row, column, row, column)

    def rect(self, spot: Spot) -> QRectF:
        """Where a cell is."""
        left, top = self.lefts[spot.column], self.tops[spot.row]
        return QRectF(left, top, self.lefts[spot.last_column + 1] - left, self.tops[spot.last_row + 1] - top)

    def width_of(self, column: int) -> float:
        """How wide a column is."""
        return self.lefts[column + 1] - self.lefts[column]
