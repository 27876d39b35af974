"""Measures and painting that neither palette nor style sheet can say: Fusion, corrected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QProxyStyle,
    QStyle,
    QStyleFactory,
    QStyleOption,
    QWidget,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from crm.ui.theme.tokens import Tokens

_TICK = 16
_HOOK = ((0.26, 0.52), (0.43, 0.69), (0.75, 0.33))
"""The tick in a box: parts of its width and height."""


class TableStyle(QProxyStyle):
    """For one table: Fusion with wider cell margins. Whatever else is overridden here is asked for in each cell."""

    def __init__(self, *, margin: int) -> None:
        super().__init__(QStyleFactory.create("Fusion"))
        self._margin = margin - 1  # Qt adds one

    def pixelMetric(  # noqa: D102 - Qt's own
        self, metric: QStyle.PixelMetric, option: QStyleOption | None = None, widget: QWidget | None = None
    ) -> int:
        if metric is QStyle.PixelMetric.PM_FocusFrameHMargin:
            return self._margin
        return super().pixelMetric(metric, option, widget)

    def drawPrimitive(  # noqa: D102 - Qt's own
        self,
        element: QStyle.PrimitiveElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        # Fusion's bevel; the ring is painted once, by `draw_current_cell`.
        if element is not QStyle.PrimitiveElement.PE_FrameFocusRect:
            super().drawPrimitive(element, option, painter, widget)


class ListStyle(TableStyle):
    """For a list of words to choose from: rows without a bevel, boxes to tick in the window's look."""

    def __init__(self, tokens: Callable[[], Tokens], *, margin: int = 8) -> None:
        super().__init__(margin=margin)
        self._tokens = tokens

    def pixelMetric(  # noqa: D102 - Qt's own
        self, metric: QStyle.PixelMetric, option: QStyleOption | None = None, widget: QWidget | None = None
    ) -> int:
        if metric in {QStyle.PixelMetric.PM_IndicatorWidth, QStyle.PixelMetric.PM_IndicatorHeight}:
            return _TICK
        return super().pixelMetric(metric, option, widget)

    def drawPrimitive(  # noqa: D102 - Qt's own
        self,
        element: QStyle.PrimitiveElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        if element is QStyle.PrimitiveElement.PE_IndicatorItemViewItemCheck:
            state: QStyle.StateFlag = option.state
            draw_tick(painter, QRectF(option.rect), self._tokens(), ticked=bool(state & state.State_On))
        else:
            super().drawPrimitive(element, option, painter, widget)


def hair(colour: str, ratio: float) -> QPen:
    """A line as wide as a logical pixel in whole pixels of the screen; at 125 % half of them would be twice as wide."""
    return QPen(QColor(colour), max(1, int(ratio)) / ratio)


def draw_tick(painter: QPainter, rect: QRectF, tokens: Tokens, *, ticked: bool) -> None:
    """A box of *rect*, ticked or empty."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(tokens.accent if ticked else tokens.border_strong), 1))
    painter.setBrush(QColor(tokens.accent if ticked else tokens.surface))
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
    if ticked:
        pen = QPen(QColor(tokens.on_accent), 1.8)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        left, top, wide = rect.left(), rect.top(), rect.width()
        painter.drawPolyline([QPointF(left + wide * x, top + wide * y) for x, y in _HOOK])
    painter.restore()


def draw_current_cell(view: QAbstractItemView, colour: str) -> None:
    """The accent ring around the current cell of a view that has the focus: to be called at the end of its painting."""
    if view.hasFocus() and view.currentIndex().isValid():
        painter = QPainter(view.viewport())
        rect = QRectF(view.visualRect(view.currentIndex())).adjusted(0, 0, 0, -1)
        draw_focus_ring(painter, rect, colour, radius=0)
        painter.end()


def draw_focus_ring(painter: QPainter, rect: QRectF, colour: str, *, radius: float = 4) -> None:
    """A two-pixel ring just inside *rect*."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(colour), 2))
    painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), radius, radius)
    painter.restore()
