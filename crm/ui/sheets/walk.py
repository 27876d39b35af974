"""Where the arrow keys lead in a sheet: past merged cells, and with Ctrl to the edge of what is filled, as in Excel."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crm.services.appearance import SheetLook
    from crm.ui.printing.sheet_places import Spot


def step(look: SheetLook, spot: Spot, down: int, across: int) -> tuple[int, int]:
    """The cell beside *spot*; at the edge of the sheet the same again. Hidden rows and columns are passed over."""
    row = spot.last_row if down > 0 else spot.row
    column = spot.last_column if across > 0 else spot.column
    while True:
        row, column = row + down, column + across
        if not (0 <= row < look.row_count and 0 <= column < look.column_count):
            return spot.row, spot.column
        if look.heights[row] and look.widths[column]:
            return row, column


def step_far(look: SheetLook, spot: Spot, down: int, across: int) -> tuple[int, int]:
    """The last filled cell of a run, or the next filled one after a gap, or the sheet's edge."""
    row, column = step(look, spot, down, across)
    if (row, column) == (spot.row, spot.column):
        return row, column

    def inside(row: int, column: int) -> bool:
        return 0 <= row < look.row_count and 0 <= column < look.column_count

    runs = look.value(spot.row, spot.column) is not None and look.value(row, column) is not None
    while inside(row + down, column + across):
        if runs and look.value(row + down, column + across) is None:
            break
        if not runs and look.value(row, column) is not None:
            break
        row, column = row + down, column + across
    return row, column
