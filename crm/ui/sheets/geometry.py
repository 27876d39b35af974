"""Where the cells of a sheet are in its view: four panes, of which frozen ones do not scroll."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize

if TYPE_CHECKING:
    from crm.ui.printing.sheet_paint import SheetPaint
    from crm.ui.printing.sheet_places import Spot

RULER_HEIGHT = 24
AFTER = 24
"""Room after the last row and column."""
_FROZEN_MOST = 0.62
"""Of the view: where frozen cells would take more, they scroll like the others."""


class Pane(NamedTuple):
    """A part of the view that scrolls as one: where it is, and which rows and columns it may show.

    *shift* is added to a place of the sheet, in pixels, to come to the place in the view.
    """

    place: QRect
    rows: range
    columns: range
    shift: QPointF


@dataclass(frozen=True)
class Geometry:
    """A sheet in a view of a size, at a scale (pixels a tenth of a point), scrolled *over* and *down*."""

    paint: SheetPaint
    size: QSize
    scale: float
    over: int
    down: int

    @cached_property
    def ruler_width(self) -> int:
        """How wide the row numbers are."""
        return 20 + 8 * max(2, len(str(self.paint.places.look.row_count)))

    @cached_property
    def frozen(self) -> tuple[int, int]:
        """How many rows and columns stay: not more than leave room for the rest."""
        look, paint = self.paint.places.look, self.paint
        rows, columns = min(look.frozen_rows, look.row_count), min(look.frozen_columns, look.column_count)
        if paint.places.lefts[columns] * self.scale > _FROZEN_MOST * (self.size.width() - self.ruler_width):
            columns = 0
        if paint.places.tops[rows] * self.scale > _FROZEN_MOST * (self.size.height() - RULER_HEIGHT):
            rows = 0
        return rows, columns

    @cached_property
    def frozen_size(self) -> QSize:
        """How much room they take."""
        rows, columns = self.frozen
        return QSize(
            round(self.paint.places.lefts[columns] * self.scale),
            round(self.paint.places.tops[rows] * self.scale),
        )

    @cached_property
    def whole(self) -> QSize:
        """How much room everything takes, rulers and a little at the end included."""
        wide = round(self.paint.places.width * self.scale) + self.ruler_width + AFTER
        return QSize(wide, round(self.paint.places.height * self.scale) + RULER_HEIGHT + AFTER)

    @cached_property
    def corner(self) -> QPoint:
        """Where the pane begins that scrolls both ways."""
        frozen = self.frozen_size
        return QPoint(self.ruler_width + frozen.width(), RULER_HEIGHT + frozen.height())

    def panes(self) -> list[Pane]:
        """The panes that have room."""
        look, left, frozen = self.paint.places.look, self.ruler_width, self.frozen_size
        rows, columns = self.frozen
        x, y = self.corner.x(), self.corner.y()
        top_rows, left_columns = range(rows), range(columns)
        below, beside = range(rows, look.row_count), range(columns, look.column_count)
        wide, tall = max(0, self.size.width() - x), max(0, self.size.height() - y)
        over, down = left - self.over, RULER_HEIGHT - self.down
        panes = [
            Pane(QRect(x, y, wide, tall), below, beside, QPointF(over, down)),
            Pane(
                QRect(x, RULER_HEIGHT, wide, frozen.height()), top_rows, beside, QPointF(over, RULER_HEIGHT)
            ),
            Pane(QRect(left, y, frozen.width(), tall), below, left_columns, QPointF(left, down)),
            Pane(
                QRect(left, RULER_HEIGHT, frozen.width(), frozen.height()),
                top_rows,
                left_columns,
                QPointF(left, RULER_HEIGHT),
            ),
        ]
        return [pane for pane in panes if not pane.place.isEmpty()]

    def seen(self, pane: Pane, part: QRect) -> tuple[range, range]:
        """The rows and columns of *pane* that *part* of the view shows, and those whose last line is at its edge."""
        paint, scale = self.paint, self.scale
        left, top = (part.left() - 1 - pane.shift.x()) / scale, (part.top() - 1 - pane.shift.y()) / scale
        right = (part.right() + 1 - pane.shift.x()) / scale
        bottom = (part.bottom() + 1 - pane.shift.y()) / scale
        if left >= paint.places.width or top >= paint.places.height:
            return range(0), range(0)
        return (
            range(
                max(paint.places.row_at(top), pane.rows.start),
                min(paint.places.row_at(bottom) + 1, pane.rows.stop),
            ),
            range(
                max(paint.places.column_at(left), pane.columns.start),
                min(paint.places.column_at(right) + 1, pane.columns.stop),
            ),
        )

    def spot_rect(self, spot: Spot, pane: Pane) -> QRectF:
        """Where a cell is in a pane."""
        rect, scale = self.paint.places.rect(spot), self.scale
        return QRectF(
            rect.x() * scale + pane.shift.x(),
            rect.y() * scale + pane.shift.y(),
            rect.width() * scale,
            rect.height() * scale,
        )

    def cell_at(self, place: QPoint) -> tuple[int, int] | None:
        """Row and column at a place of the view; None beside the sheet."""
        paint = self.paint
        for pane in self.panes():
            if pane.place.contains(place):
                x = (place.x() - pane.shift.x()) / self.scale
                y = (place.y() - pane.shift.y()) / self.scale
                if x >= paint.places.width or y >= paint.places.height:
                    return None
                spot = paint.places.spot(paint.places.row_at(y), paint.places.column_at(x))
                return spot.row, spot.column
        return None

    def cell_rect(self, row: int, column: int) -> QRect:
        """Where a cell is in the view; empty where there is none."""
        spot = self.paint.places.spot(row, column)
        for pane in self.panes():
            if spot.row in pane.rows and spot.column in pane.columns:
                return self.spot_rect(spot, pane).toAlignedRect()
        return QRect()
