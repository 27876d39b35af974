"""The letters over a sheet and the numbers at its left, and the lines beside frozen panes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QLineF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from crm.ui.models.sheet import column_letters
from crm.ui.sheets.geometry import AFTER, RULER_HEIGHT
from crm.ui.theme import tokens as sizes
from crm.ui.theme.fonts import base_font, sized

if TYPE_CHECKING:
    from crm.ui.sheets.geometry import Geometry, Pane
    from crm.ui.theme.tokens import Tokens


class Rulers(NamedTuple):
    """What they are painted from: the geometry, the colours, and which rows and columns are selected."""

    geometry: Geometry
    tokens: Tokens
    rows: range
    columns: range

    def paint(self, painter: QPainter, dirty: QRect) -> None:
        """Paint what of them is in *dirty*."""
        size, left = self.geometry.size, self.geometry.ruler_width
        painter.setFont(sized(base_font(), sizes.CAPTION))
        above, beside = dirty.top() < RULER_HEIGHT, dirty.left() < left
        if above:
            painter.fillRect(QRect(0, 0, size.width(), RULER_HEIGHT), QColor(self.tokens.surface2))
        if beside:
            painter.fillRect(QRect(0, 0, left, size.height()), QColor(self.tokens.surface2))
        across = QRect(dirty.left(), 0, dirty.width(), size.height())
        down = QRect(0, dirty.top(), size.width(), dirty.height())
        panes = self.geometry.panes()
        # Panes above each other have the same letters, panes side by side the same numbers.
        for pane in {pane.columns: pane for pane in panes}.values() if above else ():
            _, columns = self.geometry.seen(pane, pane.place.intersected(across))
            self._letters(painter, pane, columns)
        for pane in {pane.rows: pane for pane in panes}.values() if beside else ():
            rows, _ = self.geometry.seen(pane, pane.place.intersected(down))
            self._numbers(painter, pane, rows)
        painter.setClipping(False)
        painter.setPen(QColor(self.tokens.border))
        if above or beside:
            painter.drawLine(0, RULER_HEIGHT - 1, size.width(), RULER_HEIGHT - 1)
            painter.drawLine(left - 1, 0, left - 1, size.height())
        self._frozen_edges(painter)

    def _frozen_edges(self, painter: QPainter) -> None:
        rows, columns = self.geometry.frozen
        corner, size = self.geometry.corner, self.geometry.size
        whole = self.geometry.whole
        painter.setPen(QPen(QColor(self.tokens.border_strong), 1))
        if columns:
            below = _end(size.height(), whole.height())
            painter.drawLines([QLineF(corner.x(), y, corner.x(), end) for y, end in self._gaps(below)])
        if rows:
            painter.drawLine(0, corner.y(), _end(size.width(), whole.width()), corner.y())

    def _gaps(self, below: int) -> list[tuple[float, float]]:
        """From where to where the line beside frozen columns goes: not through a heading that is seen as a whole."""
        rows, columns = self.geometry.frozen
        paint, scale = self.geometry.paint, self.geometry.scale
        parts: list[tuple[float, float]] = []
        begin = 0.0
        for row in range(rows if not self.geometry.over else 0):
            spot = paint.places.spot(row, columns)
            if spot.column < columns:
                parts.append((begin, RULER_HEIGHT + paint.places.tops[row] * scale))
                begin = RULER_HEIGHT + paint.places.tops[row + 1] * scale
        return [(first, end) for first, end in [*parts, (begin, below)] if first < end]

    def _letters(self, painter: QPainter, pane: Pane, columns: range) -> None:
        scale, lefts = self.geometry.scale, self.geometry.paint.places.lefts
        painter.setClipRect(QRectF(pane.place.left(), 0, pane.place.width(), RULER_HEIGHT))
        ticks = []
        for column in columns:
            width = (lefts[column + 1] - lefts[column]) * scale
            place = QRectF(lefts[column] * scale + pane.shift.x(), 0, width, RULER_HEIGHT)
            ticks.append((place, column_letters(column), column in self.columns))
        self._paint_ticks(painter, ticks)

    def _numbers(self, painter: QPainter, pane: Pane, rows: range) -> None:
        scale, tops, left = self.geometry.scale, self.geometry.paint.places.tops, self.geometry.ruler_width
        painter.setClipRect(QRectF(0, pane.place.top(), left, pane.place.height()))
        ticks = []
        for row in rows:
            height = (tops[row + 1] - tops[row]) * scale
            place = QRectF(0, tops[row] * scale + pane.shift.y(), left, height)
            ticks.append((place, str(row + 1), row in self.rows))
        self._paint_ticks(painter, ticks)

    def _paint_ticks(self, painter: QPainter, ticks: list[tuple[QRectF, str, bool]]) -> None:
        """Places with their texts; what is chosen lies over the line before it."""
        soft, plain = QColor(self.tokens.accent_soft), QColor(self.tokens.text3)
        lines: list[QLineF] = []
        painter.setPen(QColor(self.tokens.border))
        for place, _, is_chosen in ticks:
            if is_chosen:
                painter.drawLines(lines)
                lines = []
                painter.fillRect(place, soft)
            lines.append(QLineF(place.topRight(), place.bottomRight()))
            lines.append(QLineF(place.bottomLeft(), place.bottomRight()))
        painter.drawLines(lines)
        for chosen, ink in ((False, plain), (True, QColor(self.tokens.accent))):
            painter.setPen(ink)
            for place, text, is_chosen in ticks:
                if is_chosen is chosen:
                    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)


def _end(room: int, whole: int) -> int:
    """Where a line beside what is frozen ends: it does not move with what is scrolled."""
    return room if whole > room else whole - AFTER
