"""Bars, stacked bars, lines, and bars with a line on a second axis, over the same categories."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen

from crm.domain.quantity import Dimension
from crm.ui.charts.chart import LEGEND, Chart, Mark
from crm.ui.charts.data import Shape
from crm.ui.charts.palette import draw_marker, fill_shape, line_pen
from crm.ui.charts.ticks import Axis, axis_beside, axis_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crm.ui.charts.data import Series

_TICK = 18
_STEP_ROOM = 40
_WIDEST_BAR = 32.0
_REACH = 9.0
"""How near to a point of a line the mouse must be."""
_SLANT = 35.0
_SLANTED_ROOM = 76.0
_SLANTED_MOST = 14
"""From so many categories on, every other name is left out instead of slanting all of them."""


class _Names(NamedTuple):
    """How the names of the categories are written: all, every n-th, or slanted; and the height they take."""

    every: int
    is_slanted: bool
    height: float


class _Range(NamedTuple):
    """The lowest and the highest value of a side, and whether they are counts."""

    low: float
    high: float
    whole: bool


class PlotChart(Chart):
    """A chart with axes."""

    def sizeHint(self) -> QSize:  # noqa: D102 - Qt's own
        return QSize(420, 224)

    def minimumSizeHint(self) -> QSize:  # noqa: D102 - Qt's own
        return QSize(180, 140)

    # ---- placing

    def lay_out(self, area: QRectF) -> tuple[Mark, ...]:
        """Axes by the room there is, then bars, then lines over them."""
        metrics = QFontMetricsF(self.small_font)
        steps = max(2, min(5, int((area.height() - 64) / _STEP_ROOM)))
        self._left, self._right = self._axes(steps)
        widest = [
            0.0
            if axis is None
            else max(metrics.horizontalAdvance(axis.label(tick)) for tick in axis.ticks) + 8
            for axis in (self._left, self._right)
        ]
        plot = area.adjusted(max(widest[0], 8), LEGEND + 10, -max(widest[1], 8), 0)
        self._names = self._fit_names(metrics, plot.width() / len(self.data.categories))
        self._plot = plot.adjusted(0, 0, 0, -self._names.height)
        return (*self._lay_bars(), *self._lay_lines())

    def _axes(self, steps: int) -> tuple[Axis | None, Axis | None]:
        """The left and the right axis; they share their grid lines where nothing is below zero."""
        ranges = [self._range(on_right=False), self._range(on_right=True)]
        left, right = (
            None if one is None else axis_for(one.low, one.high, steps=steps, whole=one.whole)
            for one in ranges
        )
        beside = ranges[1]
        if left is not None and beside is not None and left.low == 0 and beside.low == 0:
            right = axis_beside(left, beside.high, whole=beside.whole)
        return left, right

    def _range(self, *, on_right: bool) -> _Range | None:
        """From where to where the series of a side go; None where there are none."""
        chosen = [one for one in self.data.series if one.on_right is on_right]
        if not chosen:
            return None
        sizes = [value / one.unit.size for one in chosen for value in one.values if value is not None]
        low, high = min(sizes, default=0.0), max(sizes, default=0.0)
        if self.data.stacked:
            bars = [one for one in chosen if one.shape is Shape.BARS]
            for place in range(len(self.data.categories)):
                parts = [one.size(place) or 0.0 for one in bars]
                low = min(low, sum(part for part in parts if part < 0))
                high = max(high, sum(part for part in parts if part > 0))
        return _Range(
            min(low, 0.0), max(high, 0.0), all(one.unit.dimension is Dimension.COUNT for one in chosen)
        )

    def _fit_names(self, metrics: QFontMetricsF, band: float) -> _Names:
        widest = max(metrics.horizontalAdvance(name) for name in self.data.categories) + 8
        if widest <= band:
            return _Names(1, is_slanted=False, height=_TICK + 4)
        short = widest <= 56
        if short or len(self.data.categories) > _SLANTED_MOST or band < _TICK:
            return _Names(math.ceil(min(widest, 96) / band), is_slanted=False, height=_TICK + 4)
        rise = min(widest, _SLANTED_ROOM) * math.sin(math.radians(_SLANT)) + 14
        return _Names(1, is_slanted=True, height=rise)

    def _series(self, shape: Shape) -> Iterator[tuple[int, Series, Axis]]:
        for place, one in enumerate(self.data.series):
            axis = self._right if one.on_right else self._left
            if one.shape is shape and axis is not None:
                yield place, one, axis

    def _middle(self, category: int) -> float:
        return self._plot.left() + self._plot.width() * (category + 0.5) / len(self.data.categories)

    def _height(self, axis: Axis, size: float) -> float:
        return self._plot.bottom() - self._plot.height() * axis.share(size)

    def _lay_bars(self) -> Iterator[Mark]:
        drawn = list(self._series(Shape.BARS))
        if not drawn:
            return
        band = self._plot.width() / len(self.data.categories)
        beside = 1 if self.data.stacked else len(drawn)
        gap = 2.0 if beside > 1 else 0.0
        across = max(2.0, min(_WIDEST_BAR, (band * 0.62 - gap * (beside - 1)) / beside))
        for category in range(len(self.data.categories)):
            left = self._middle(category) - (across * beside + gap * (beside - 1)) / 2
            up = down = 0.0
            for order, (place, one, axis) in enumerate(drawn):
                size = one.size(category)
                if size is None:
                    continue
                foot = 0.0
                if self.data.stacked:
                    foot = up if size >= 0 else down
                    up, down = (up + size, down) if size >= 0 else (up, down + size)
                x = left if self.data.stacked else left + order * (across + gap)
                yield self._bar(place, category, QRectF(x, 0, across, 0), (axis, foot, size))

    def _bar(self, place: int, category: int, at: QRectF, value: tuple[Axis, float, float]) -> Mark:
        axis, foot, size = value
        top, bottom = sorted((self._height(axis, foot), self._height(axis, foot + size)))
        area = QRectF(at.left(), top, at.width(), max(bottom - top, 1.0))
        if self.data.stacked and area.height() > 3:
            area.adjust(0, 0.5, 0, -0.5)
        outline = QPainterPath()
        outline.addRoundedRect(area, 2, 2)
        end = area.top() if size >= 0 else area.bottom()
        return Mark(category, place, outline, QPointF(area.center().x(), end))

    def _lay_lines(self) -> Iterator[Mark]:
        for place, one, axis in self._series(Shape.LINE):
            for category in range(len(self.data.categories)):
                size = one.size(category)
                if size is None:
                    continue
                point = QPointF(self._middle(category), self._height(axis, size))
                outline = QPainterPath()
                outline.addEllipse(point, 6, 6)
                yield Mark(category, place, outline, point)

    # ---- painting

    def paint_figures(self, painter: QPainter, area: QRectF) -> None:
        """Legend, scales, bars, lines, names."""
        self._paint_legend(painter, area)
        self._paint_scales(painter, area)
        for mark in self.marks:
            if self.data.series[mark.series].shape is Shape.BARS:
                fill_shape(painter, self.ink, mark.outline, mark.series)
        for nth, (place, _, _) in enumerate(self._series(Shape.LINE)):
            self._paint_line(painter, place, nth)
        self._paint_names(painter, area)

    def _paint_legend(self, painter: QPainter, area: QRectF) -> None:
        metrics = painter.fontMetrics()
        left = area.left() + 2
        room = (area.width() - 4) / len(self.data.series) - 40
        widths = [metrics.horizontalAdvance(one.title) for one in self.data.series]
        fits = sum(width + 40 for width in widths) <= area.width()
        lines = 0
        for place, one in enumerate(self.data.series):
            middle = area.top() + LEGEND / 2
            if one.shape is Shape.BARS:
                swatch = QPainterPath()
                swatch.addRoundedRect(QRectF(left, middle - 5, 10, 10), 2, 2)
                fill_shape(painter, self.ink, swatch, place)
                left += 16
            else:
                painter.setPen(line_pen(self.ink, place, nth=lines))
                painter.drawLine(QPointF(left, middle), QPointF(left + 18, middle))
                draw_marker(painter, self.ink, QPointF(left + 9, middle), place, size=3)
                left += 24
                lines += 1
            width = widths[place] if fits else max(room, 24)
            text = (
                one.title if fits else metrics.elidedText(one.title, Qt.TextElideMode.ElideRight, int(width))
            )
            painter.setPen(QColor(self.ink.tokens.text2))
            painter.drawText(QRectF(left, area.top(), width + 4, LEGEND), Qt.AlignmentFlag.AlignVCenter, text)
            left += width + 20

    def _paint_scales(self, painter: QPainter, area: QRectF) -> None:
        tokens, plot = self.ink.tokens, self._plot
        main = self._left or self._right
        if main is None:
            return
        for tick in main.ticks:
            height = round(self._height(main, tick)) + 0.5
            painter.setPen(QPen(QColor(tokens.border_strong if tick == 0 else tokens.border), 1))
            painter.drawLine(QPointF(plot.left(), height), QPointF(plot.right(), height))
        painter.setPen(QColor(tokens.text3))
        sides = (
            (self._left, area.left(), plot.left() - 6, Qt.AlignmentFlag.AlignRight),
            (self._right, plot.right() + 6, area.right(), Qt.AlignmentFlag.AlignLeft),
        )
        for axis, left, right, side in sides:
            for tick in () if axis is None else axis.ticks:
                height = self._height(axis, tick) if axis is not None else 0.0
                room = QRectF(left, height - _TICK / 2, right - left, _TICK)
                painter.drawText(room, side | Qt.AlignmentFlag.AlignVCenter, axis.label(tick))  # type: ignore[union-attr]

    def _paint_line(self, painter: QPainter, place: int, nth: int) -> None:
        path = QPainterPath()
        before = -2
        points = [mark for mark in self.marks if mark.series == place]
        for mark in points:
            if mark.category == before + 1:
                path.lineTo(mark.anchor)
            else:
                path.moveTo(mark.anchor)
            before = mark.category
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(line_pen(self.ink, place, nth=nth))
        painter.drawPath(path)
        for mark in points:
            draw_marker(painter, self.ink, mark.anchor, place)

    def _paint_names(self, painter: QPainter, area: QRectF) -> None:
        painter.setPen(QColor(self.ink.tokens.text3))
        metrics = painter.fontMetrics()
        band = self._plot.width() / len(self.data.categories)
        last = len(self.data.categories) - 1
        top = self._plot.bottom() + 4
        for place, name in enumerate(self.data.categories):
            if (last - place) % self._names.every:
                continue
            middle = self._middle(place)
            if self._names.is_slanted:
                text = metrics.elidedText(name, Qt.TextElideMode.ElideRight, int(_SLANTED_ROOM))
                painter.save()
                painter.translate(middle + 4, top + 2)
                painter.rotate(-_SLANT)
                room = QRectF(-_SLANTED_ROOM - 4, 0, _SLANTED_ROOM, _TICK)
                painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
                painter.restore()
                continue
            width = band * self._names.every
            text = name
            if metrics.horizontalAdvance(name) > width:
                text = metrics.elidedText(name, Qt.TextElideMode.ElideRight, int(width))
            left = min(
                max(middle - width / 2, area.left()), area.right() - width
            )  # paper may be wider than the chart
            painter.drawText(QRectF(left, top, width, _TICK), Qt.AlignmentFlag.AlignCenter, text)

    def paint_hot(self, painter: QPainter, mark: Mark) -> None:
        """A band behind the category, and a ring around the figure."""
        band = self._plot.width() / len(self.data.categories)
        wash = QColor(self.theme.tokens.accent)
        wash.setAlphaF(0.08)
        left = self._plot.left() + band * mark.category
        painter.fillRect(QRectF(left, self._plot.top(), band, self._plot.height()), wash)
        super().paint_hot(painter, mark)

    # ---- hovering

    def mark_at(self, point: QPointF) -> Mark | None:
        """A point of a line nearby, else the bar above which the mouse is, else the nearest of its category."""
        if self.data.is_blank or not self.marks:
            return None
        band = self._plot.width() / len(self.data.categories)
        if not self._plot.adjusted(0, -_REACH, 0, self._names.height).contains(point):
            return None
        category = min(int((point.x() - self._plot.left()) / band), len(self.data.categories) - 1)
        here = [mark for mark in self.marks if mark.category == category]
        near = [mark for mark in here if _distance(mark.anchor, point) <= _REACH]
        lines = [mark for mark in near if self.data.series[mark.series].shape is Shape.LINE]
        inside = [mark for mark in here if mark.outline.contains(point)]
        found = lines or inside or here
        return min(found, key=lambda mark: _distance(mark.anchor, point), default=None)

    def tell_mark(self, mark: Mark) -> str:
        """The category with the figure meant first, and the other series below it."""
        lines = [self.data.tell(mark.category, mark.series)]
        others = (place for place in range(len(self.data.series)) if place != mark.series)
        lines += [self.data.tell(mark.category, place).partition(": ")[2] for place in others]
        return "\n".join(lines)


def _distance(one: QPointF, other: QPointF) -> float:
    return math.hypot(one.x() - other.x(), one.y() - other.y())
