"""A small chart of a few periods: bars for one series, a line for another, read by eye, mouse, keyboard and ear."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from crm.ui.labels import number
from crm.ui.theme.fonts import sized
from crm.ui.theme.style import draw_focus_ring

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from PySide6.QtCore import QEvent

    from crm.ui.theme.theme import Theme

_LEGEND = 26
_FOOT = 22
_STEPS = 3
_SMALL = 12


class Series(NamedTuple):
    """One row of figures: what it is called with its unit, and a value for each period; None is not reported."""

    title: str
    values: tuple[Decimal | int | None, ...]


class Chart(QWidget):
    """Bars and a line over the same periods. Left and Right go from period to period."""

    def __init__(self, theme: Theme, *, name: str) -> None:
        super().__init__()
        self._theme = theme
        self._periods: Sequence[str] = ()
        self._bars = Series("", ())
        self._line = Series("", ())
        self.hot = -1
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_series(self, periods: Sequence[str], *, bars: Series, line: Series) -> None:
        """Show two series over *periods*."""
        self._periods, self._bars, self._line = periods, bars, line
        self.hot = -1
        self.setAccessibleDescription("; ".join(self.tell(place) for place in range(len(periods))))
        self.update()

    def tell(self, place: int) -> str:
        """A period's figures in words."""
        parts = (f"{series.title} {number(series.values[place])}" for series in (self._bars, self._line))
        return f"{self._periods[place]} " + ", ".join(parts)

    def sizeHint(self) -> QSize:  # noqa: D102 - Qt's own
        return QSize(320, 190)

    def _scale(self, series: Series) -> float:
        top = max((float(value) for value in series.values if value is not None), default=0.0)
        return nice_top(top, _STEPS)

    def _plot(self) -> QRectF:
        metrics = QFontMetrics(sized(self.font(), _SMALL))
        left = metrics.horizontalAdvance(f"{self._scale(self._bars):,.0f}") + 10
        right = metrics.horizontalAdvance(f"{self._scale(self._line):,.0f}") + 10
        return QRectF(left, _LEGEND + 8, self.width() - left - right, self.height() - _LEGEND - 8 - _FOOT)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, D102 - Qt's own
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(sized(self.font(), _SMALL))
        self._paint_legend(painter)
        if self._periods:
            plot = self._plot()
            self._paint_scales(painter, plot)
            self._paint_bars(painter, plot)
            self._paint_line(painter, plot)
            self._paint_periods(painter, plot)
        if self.hasFocus():
            draw_focus_ring(painter, QRectF(self.rect()), self._theme.tokens.accent)

    def _paint_legend(self, painter: QPainter) -> None:
        tokens = self._theme.tokens
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.accent))
        painter.drawRoundedRect(QRectF(2, 7, 10, 10), 2, 2)
        painter.setPen(QColor(tokens.text2))
        width = painter.fontMetrics().horizontalAdvance(self._bars.title)
        painter.drawText(QRectF(18, 0, width + 4, 24), middle, self._bars.title)
        left = 18 + width + 20
        painter.setPen(QPen(QColor(tokens.warn), 2))
        painter.drawLine(QPointF(left, 12), QPointF(left + 14, 12))
        painter.setPen(QColor(tokens.text2))
        painter.drawText(QRectF(left + 20, 0, self.width() - left - 20, 24), middle, self._line.title)

    def _paint_scales(self, painter: QPainter, plot: QRectF) -> None:
        tokens = self._theme.tokens
        bars, line = self._scale(self._bars), self._scale(self._line)
        for step in range(_STEPS + 1):
            height = plot.bottom() - plot.height() * step / _STEPS
            painter.setPen(QPen(QColor(tokens.border), 1))
            painter.drawLine(QPointF(plot.left(), height), QPointF(plot.right(), height))
            painter.setPen(QColor(tokens.text3))
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(
                QRectF(0, height - 9, plot.left() - 6, 18), right, f"{bars * step / _STEPS:,.0f}"
            )
            beside = QRectF(plot.right() + 6, height - 9, self.width() - plot.right() - 6, 18)
            painter.drawText(beside, Qt.AlignmentFlag.AlignVCenter, f"{line * step / _STEPS:,.0f}")

    def _paint_bars(self, painter: QPainter, plot: QRectF) -> None:
        top, width = self._scale(self._bars), plot.width() / len(self._periods)
        across = min(width * 0.56, 28.0)
        painter.setPen(Qt.PenStyle.NoPen)
        for place, value in enumerate(self._bars.values):
            if value is None:
                continue
            height = max(plot.height() * max(float(value), 0.0) / top, 1.0)
            colour = QColor(self._theme.tokens.accent)
            lit = self.hot if self.hot >= 0 else len(self._periods) - 1
            colour.setAlphaF(1.0 if place == lit else 0.5)
            painter.setBrush(colour)
            left = plot.left() + width * (place + 0.5) - across / 2
            painter.drawRoundedRect(QRectF(left, plot.bottom() - height, across, height), 2, 2)

    def _paint_line(self, painter: QPainter, plot: QRectF) -> None:
        top, width = self._scale(self._line), plot.width() / len(self._periods)
        points: list[QPointF] = []
        path = QPainterPath()
        broken = True
        for place, value in enumerate(self._line.values):
            if value is None:
                broken = True
                continue
            height = plot.bottom() - plot.height() * float(value) / top
            point = QPointF(plot.left() + width * (place + 0.5), height)
            if broken:
                path.moveTo(point)
            else:
                path.lineTo(point)
            broken = False
            points.append(point)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(self._theme.tokens.warn), 2))
        painter.drawPath(path)
        painter.setBrush(QColor(self._theme.tokens.surface))
        for point in points:
            painter.drawEllipse(point, 3, 3)

    def _paint_periods(self, painter: QPainter, plot: QRectF) -> None:
        width = plot.width() / len(self._periods)
        widest = max(painter.fontMetrics().horizontalAdvance(period) for period in self._periods) + 8
        every = max(1, math.ceil(widest / width))
        for place, period in enumerate(self._periods):
            if (len(self._periods) - 1 - place) % every:
                continue
            painter.setPen(QColor(self._theme.tokens.text if place == self.hot else self._theme.tokens.text3))
            middle = plot.left() + width * (place + 0.5)
            room = QRectF(middle - widest / 2, plot.bottom() + 4, widest, 18)
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, period)

    def _point_at(self, place: int, where: QPoint) -> None:
        if place != self.hot:
            self.hot = place
            self.update()
            if place >= 0:
                QToolTip.showText(where, self.tell(place), self)
            else:
                QToolTip.hideText()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: D102 - Qt's own
        plot = self._plot()
        inside = plot.contains(event.position()) and bool(self._periods)
        place = (
            int((event.position().x() - plot.left()) / plot.width() * len(self._periods)) if inside else -1
        )
        self._point_at(place, event.globalPosition().toPoint())

    def leaveEvent(self, event: QEvent) -> None:  # noqa: D102 - Qt's own
        super().leaveEvent(event)
        self._point_at(-1, QPoint())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: D102 - Qt's own
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if not step or not self._periods:
            super().keyPressEvent(event)
            return
        last = len(self._periods) - 1
        place = last if self.hot < 0 else min(max(self.hot + step, 0), last)
        plot = self._plot()
        middle = QPointF(plot.left() + plot.width() * (place + 0.5) / len(self._periods), plot.top())
        self._point_at(place, self.mapToGlobal(middle.toPoint()))


def nice_top(top: float, steps: int) -> float:
    """A round number not below *top* that parts into *steps* round numbers."""
    if top <= 0:
        return float(steps)
    step = top / steps
    size = 10.0 ** math.floor(math.log10(step))
    rounded = next(size * by for by in (1, 2, 5, 10) if size * by >= step * (1 - 1e-9))
    return max(rounded, 1.0) * steps
