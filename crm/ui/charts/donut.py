"""Parts of a whole: a ring with the total in its middle and a legend that reads like a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath

from crm.domain.quantity import in_unit
from crm.ui.charts.chart import Chart, Mark
from crm.ui.charts.data import shares
from crm.ui.charts.palette import fill_shape
from crm.ui.labels import number
from crm.ui.theme import tokens as sizes
from crm.ui.theme.fonts import sized

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtCore import QEvent

_LINE = 24.0
_HOLE = 0.62
_SHARE_ROOM = 52.0
_LEGEND_LEAST = 188.0
_LEGEND_MOST = 260.0
_BESIDE_FROM = _LEGEND_LEAST + 120
_RING_MOST = 220.0
_RING_ABOVE = 150
_RING_ROOMY = 110.0
"""From so wide on, the unit has room in the middle."""


class DonutChart(Chart):
    """The shares of one series, clockwise from the top in the order of its categories."""

    _has_room_beside = True

    def sizeHint(self) -> QSize:  # noqa: D102 - Qt's own
        rows = int(len(self.data.categories) * _LINE)
        return QSize(360, max(200, rows + 16) if self._has_room_beside else rows + _RING_ABOVE + 24)

    def resizeEvent(self, event: QEvent) -> None:  # noqa: D102 - Qt's own
        super().resizeEvent(event)
        had_room, self._has_room_beside = self._has_room_beside, self.room.width() >= _BESIDE_FROM
        if had_room != self._has_room_beside:
            self.updateGeometry()

    def minimumSizeHint(self) -> QSize:  # noqa: D102 - Qt's own
        return QSize(240, 150)

    def lay_out(self, area: QRectF) -> tuple[Mark, ...]:
        """The ring at the left and the legend beside it; where there is no room beside it, below."""
        self._shares = shares(self.data.series[0].values)
        rows = len(self.data.categories) * _LINE
        if area.width() >= _BESIDE_FROM:
            side = min(area.height() - 8, area.width() - _LEGEND_LEAST - 24, _RING_MOST)
            legend_width = min(area.width() - side - 24, _LEGEND_MOST)
            left = area.left() + max(0.0, (area.width() - side - 24 - legend_width) / 2)
            self._ring = QRectF(left + 2, area.center().y() - side / 2, side, side)
            top = max(area.top(), area.center().y() - rows / 2)
            self._legend = QRectF(self._ring.right() + 24, top, legend_width, rows)
        else:
            side = max(min(area.height() - rows - 16, area.width() - 16, _RING_MOST), 40.0)
            self._ring = QRectF(area.center().x() - side / 2, area.top() + 4, side, side)
            self._legend = QRectF(area.left() + 4, self._ring.bottom() + 12, area.width() - 8, rows)
        return tuple(self._segments())

    def _segments(self) -> Iterator[Mark]:
        hole = self._ring.width() * (1 - _HOLE) / 2
        inner = self._ring.adjusted(hole, hole, -hole, -hole)
        begun = 0.0
        whole = sum(max(value or 0, 0) for value in self.data.series[0].values)
        for place, value in enumerate(self.data.series[0].values):
            if value is None:
                continue
            turn = 360.0 * max(value, 0) / whole if whole else 0.0
            start = 90.0 - begun
            begun += turn
            path = QPainterPath()
            if turn >= 359.99:
                path.addEllipse(self._ring)
                path.addEllipse(inner)
            elif turn > 0:
                path.arcMoveTo(self._ring, start)
                path.arcTo(self._ring, start, -turn)
                path.arcTo(inner, start - turn, turn)
                path.closeSubpath()
            yield Mark(place, 0, path, self._row(place).topLeft() + QPointF(24, 8))

    def _row(self, place: int) -> QRectF:
        return QRectF(self._legend.left(), self._legend.top() + _LINE * place, self._legend.width(), _LINE)

    def paint_figures(self, painter: QPainter, area: QRectF) -> None:  # noqa: ARG002 - placed already
        """Segments with a gap between them, the total, the legend."""
        for mark in self.marks:
            fill_shape(painter, self.ink, mark.outline, mark.category)
        gap = QColor(self.ink.tokens.surface)
        if sum(not mark.outline.isEmpty() for mark in self.marks) > 1:
            for mark in self.marks:
                painter.strokePath(mark.outline, gap)
        self._paint_total(painter)
        for place in range(len(self.data.categories)):
            self._paint_row(painter, place)

    def _paint_total(self, painter: QPainter) -> None:
        one = self.data.series[0]
        total = sum(value or 0 for value in one.values)
        tokens = self.ink.tokens
        is_roomy = self._ring.width() >= _RING_ROOMY
        height = sizes.TITLE if is_roomy else sizes.BODY
        painter.setFont(sized(self.font(), height, strong=True))
        painter.setPen(QColor(tokens.text))
        middle = self._ring.center()
        top = middle.y() - (height if is_roomy else height * 0.65)
        room = QRectF(self._ring.left(), top, self._ring.width(), height * 1.3)
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, number(in_unit(total, one.unit)))
        painter.setFont(self.small_font)
        if is_roomy:
            painter.setPen(QColor(tokens.text3))
            below = QRectF(self._ring.left(), room.bottom(), self._ring.width(), 16)
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, one.unit_name)

    def _paint_row(self, painter: QPainter, place: int) -> None:
        tokens, row, one = self.ink.tokens, self._row(place), self.data.series[0]
        metrics = painter.fontMetrics()
        swatch = QPainterPath()
        swatch.addRoundedRect(QRectF(row.left() + 4, row.center().y() - 5, 10, 10), 2, 2)
        fill_shape(painter, self.ink, swatch, place)
        text, share = one.text(place), f"{self._shares[place] / 10:.1f}%"
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.setPen(QColor(tokens.text3))
        painter.drawText(row.adjusted(0, 0, -4, 0), right, share)
        painter.setPen(QColor(tokens.text))
        painter.drawText(row.adjusted(0, 0, -_SHARE_ROOM, 0), right, text)
        painter.setPen(QColor(tokens.text2))
        room = row.width() - 22 - _SHARE_ROOM - metrics.horizontalAdvance(text) - 8
        name = metrics.elidedText(self.data.categories[place], Qt.TextElideMode.ElideRight, int(room))
        painter.drawText(row.adjusted(22, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, name)

    def paint_hot(self, painter: QPainter, mark: Mark) -> None:
        """A ring around the segment, and its row in the legend."""
        wash = QColor(self.theme.tokens.accent)
        wash.setAlphaF(0.1)
        outline = QPainterPath()
        outline.addRoundedRect(self._row(mark.category), 4, 4)
        painter.fillPath(outline, wash)
        super().paint_hot(painter, mark)

    def mark_at(self, point: QPointF) -> Mark | None:
        """The segment, or the row of the legend."""
        for mark in self.marks:
            if mark.outline.contains(point) or self._row(mark.category).contains(point):
                return mark
        return None

    def tell_mark(self, mark: Mark) -> str:
        """The part with its share."""
        return f"{self.data.tell(mark.category, 0)} ({self._shares[mark.category] / 10:.1f}%)"

    def _step(self, across: int, down: int) -> Mark:
        """All arrow keys go along the one series there is."""
        return super()._step(across or down, 0)
