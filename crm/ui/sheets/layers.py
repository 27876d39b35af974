"""What is painted of a sheet's pane: paper and cells, where pages end, what is laid over cells, what is selected."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from crm.ui.printing.sheet_places import Spot
from crm.ui.theme import tokens as sizes
from crm.ui.theme.fonts import base_font, sized

if TYPE_CHECKING:
    from crm.ui.models.sheet import SheetFacts
    from crm.ui.sheets.geometry import Geometry, Pane
    from crm.ui.theme.theme import Theme

_CORNER = 7
_SIGN = 14
_SHADE = 36
"""Of 255: how strongly a selection is tinted."""


class Chosen(NamedTuple):
    """The rows and columns that are selected, from the cell of the *anchor* to that of the cursor."""

    rows: range
    columns: range
    current: tuple[int, int]
    anchor: tuple[int, int]
    has_cursor: bool
    """Whether the keyboard is in the sheet."""


@dataclass(frozen=True)
class Layers:
    """The layers of a sheet as it lies in its view *now*, each painted over the one before."""

    theme: Theme
    now: Geometry
    facts: SheetFacts
    breaks: tuple[list[float], list[float]]
    """Where pages end, down and across."""
    chosen: Chosen
    zoom: float

    def paint(self, painter: QPainter, pane: Pane, part: QRect) -> None:
        """Paint the *part* of *pane* that is to be painted anew."""
        now = self.now
        rows, columns = now.seen(pane, part)
        if not rows or not columns:
            return
        scale, paint = now.scale, now.paint
        painter.save()
        painter.setClipRect(part)
        paper = QRectF(
            pane.shift.x(), pane.shift.y(), paint.places.width * scale, paint.places.height * scale
        )
        painter.fillRect(paper, QColor(self.theme.tokens.surface))
        painter.save()
        painter.translate(pane.shift)
        painter.scale(scale, scale)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        paint.paint(painter, rows, columns)
        painter.restore()
        self._paint_page_edges(painter, pane, part, paper)
        self._paint_notes(painter, pane, (rows, columns))
        self._paint_marks(painter, pane, (rows, columns))
        self._paint_selection(painter, pane)
        painter.restore()

    def _paint_page_edges(self, painter: QPainter, pane: Pane, part: QRect, paper: QRectF) -> None:
        """Where a page ends, lightly."""
        scale = self.now.scale
        top, left = (part.top() - pane.shift.y()) / scale, (part.left() - pane.shift.x()) / scale
        downs = [
            place * scale + pane.shift.y()
            for place in _between(self.breaks[0], top - 1 / scale, top + (part.height() + 1) / scale)
        ]
        overs = [
            place * scale + pane.shift.x()
            for place in _between(self.breaks[1], left - 1 / scale, left + (part.width() + 1) / scale)
        ]
        painter.setPen(QPen(QColor(self.theme.tokens.border_strong), 1, Qt.PenStyle.DashLine))
        painter.drawLines(
            [QLineF(paper.left(), y, paper.right(), y) for y in downs]
            + [QLineF(x, paper.top(), x, paper.bottom()) for x in overs]
        )

    def _paint_notes(self, painter: QPainter, pane: Pane, shown: tuple[range, range]) -> None:
        """What is laid over cells of an empty form: on a ground of its own, a drawing and some words."""
        tokens, icons = self.theme.tokens, self.theme.icons
        painter.save()
        for (row, column), note in self.facts.notes.items():
            spot = self.now.paint.places.spot(row, column)
            if spot.last_row < shown[0].start or spot.row >= shown[0].stop:
                continue
            if spot.last_column < shown[1].start or spot.column >= shown[1].stop:
                continue
            rect = self.now.spot_rect(spot, pane).toAlignedRect().adjusted(1, 1, -1, -1)
            painter.fillRect(rect, QColor(getattr(tokens, note.ground)))
            size = max(8, min(_SIGN, rect.height() - 2, rect.width() - 2))
            sign = QRect(rect.left() + 2, rect.center().y() - size // 2, size, size)
            icons.get(note.drawing, tone=note.tone).paint(painter, sign)
            room = rect.adjusted(size + 5, 0, -2, 0)
            painter.setFont(sized(base_font(), min(sizes.CAPTION, max(8, room.height() - 3))))
            painter.setPen(QColor(tokens.text))
            text = painter.fontMetrics().elidedText(note.text, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)
        painter.restore()

    def _paint_marks(self, painter: QPainter, pane: Pane, shown: tuple[range, range]) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for (row, column), mark in self.facts.marks.items():
            if row in shown[0] and column in shown[1]:
                rect = self.now.spot_rect(self.now.paint.places.spot(row, column), pane)
                right, top = rect.right(), rect.top()
                size = min(_CORNER * max(self.zoom, 0.8), rect.height() / 2)
                painter.setBrush(QColor(getattr(self.theme.tokens, mark.tone)))
                painter.drawPolygon(
                    QPolygonF([QPointF(right - size, top), QPointF(right, top), QPointF(right, top + size)])
                )
        painter.restore()

    def _paint_selection(self, painter: QPainter, pane: Pane) -> None:
        tokens, now = self.theme.tokens, self.now
        rows, columns, current, anchor, has_cursor = self.chosen
        several = current != anchor
        whole = now.spot_rect(Spot(rows.start, columns.start, rows.stop - 1, columns.stop - 1), pane)
        colour = QColor(tokens.accent if has_cursor else tokens.text2)
        is_marked = bool(now.paint.places.look.cell(*current).style.fill)
        if several or not (has_cursor or is_marked):
            shade = QColor(tokens.accent)
            shade.setAlpha(_SHADE)
            painter.fillRect(whole, shade)
        if several:
            painter.setPen(QPen(colour, 1))
            painter.drawRect(whole)
        painter.setPen(QPen(colour, 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(now.spot_rect(now.paint.places.spot(*current), pane))


def _between(places: list[float], first: float, last: float) -> list[float]:
    """Those of *places*, which are in order, from *first* to *last*."""
    return places[bisect_left(places, first) : bisect_right(places, last)]
