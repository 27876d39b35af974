"""Bars that lie: one line a category with its name, for long names and for rates of something whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath

from crm.domain.quantity import Dimension
from crm.domain.wording import with_unit
from crm.ui.charts.chart import Chart, Mark
from crm.ui.charts.palette import fill_shape

if TYPE_CHECKING:
    from collections.abc import Iterator

_LINE = 30.0
_LINE_MOST = 42.0
_BAR = 10.0
_NAME_MOST = 0.38


class RowsChart(Chart):
    """One series, a line a category; a rate runs to 100 %, anything else to the highest figure. Negatives go left."""

    def sizeHint(self) -> QSize:  # noqa: D102 - Qt's own
        return QSize(320, int(max(len(self.data.categories), 1) * _LINE) + 10)

    def minimumSizeHint(self) -> QSize:  # noqa: D102 - Qt's own
        return QSize(200, self.sizeHint().height())

    def lay_out(self, area: QRectF) -> tuple[Mark, ...]:
        """Names, then bars, then figures, in columns."""
        metrics = QFontMetricsF(self.small_font)
        one = self.data.series[0]
        self._texts = [with_unit(one.text(place), one.unit_name) for place in range(len(one.values))]
        names = max(metrics.horizontalAdvance(name) for name in self.data.categories) + 12
        texts = max(metrics.horizontalAdvance(text) for text in self._texts) + 12
        self._line = min(max(area.height() / len(self.data.categories), _LINE), _LINE_MOST)
        self._name_room = min(names, area.width() * _NAME_MOST)
        self._bars = area.adjusted(self._name_room, 0, -texts, 0)
        return tuple(self._lay_bars(area))

    def _lay_bars(self, area: QRectF) -> Iterator[Mark]:
        one = self.data.series[0]
        sizes = [one.size(place) for place in range(len(one.values))]
        given = [size for size in sizes if size is not None]
        least = 100.0 if one.unit.dimension is Dimension.PERCENT else 0.0
        low, high = min(0.0, *given, 0.0), max(least, *given, 0.0)
        span = high - low or 1.0
        self._zero = self._bars.left() - self._bars.width() * low / span
        for place, size in enumerate(sizes):
            if size is None:
                continue
            row = self._row(area, place)
            end = self._zero + self._bars.width() * size / span
            left, right = sorted((self._zero, end))
            outline = QPainterPath()
            room = QRectF(left, row.center().y() - _BAR / 2, max(right - left, 2.0), _BAR)
            outline.addRoundedRect(room, 3, 3)
            yield Mark(place, 0, outline, QPointF(room.right(), room.top()))

    def _row(self, area: QRectF, place: int) -> QRectF:
        return QRectF(area.left(), area.top() + self._line * place, area.width(), self._line)

    def paint_figures(self, painter: QPainter, area: QRectF) -> None:
        """The track of each bar, the bar, its name and its figure."""
        tokens, metrics = self.ink.tokens, painter.fontMetrics()
        is_rate = self.data.series[0].unit.dimension is Dimension.PERCENT
        for place, name in enumerate(self.data.categories):
            row = self._row(area, place)
            if is_rate:
                track = QPainterPath()
                room = QRectF(self._bars.left(), row.center().y() - _BAR / 2, self._bars.width(), _BAR)
                track.addRoundedRect(room, 3, 3)
                painter.fillPath(track, QColor(tokens.mute_soft))
            painter.setPen(QColor(tokens.text2))
            shown = metrics.elidedText(name, Qt.TextElideMode.ElideRight, int(self._name_room - 10))
            painter.drawText(row, Qt.AlignmentFlag.AlignVCenter, shown)
            painter.setPen(QColor(tokens.text))
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(row.adjusted(0, 0, -2, 0), right, self._texts[place])
        for mark in self.marks:
            fill_shape(painter, self.ink, mark.outline, mark.series)

    def paint_hot(self, painter: QPainter, mark: Mark) -> None:
        """The whole line, and a ring around the bar."""
        wash = QColor(self.theme.tokens.accent)
        wash.setAlphaF(0.08)
        painter.fillRect(self._row(self.room, mark.category), wash)
        super().paint_hot(painter, mark)

    def mark_at(self, point: QPointF) -> Mark | None:
        """The bar on whose line the mouse is."""
        area = self.room
        return next((mark for mark in self.marks if self._row(area, mark.category).contains(point)), None)

    def _step(self, across: int, down: int) -> Mark:
        """All arrow keys go along the one series there is."""
        return super()._step(across or down, 0)
