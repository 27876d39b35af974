"""Measures and painting that neither palette nor style sheet can say: Fusion, corrected."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QProxyStyle,
    QStyle,
    QStyleFactory,
    QStyleOption,
    QWidget,
)


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
