"""Measures and painting that neither palette nor style sheet can say: Fusion, corrected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QProxyStyle, QStyle, QStyleFactory, QStyleHintReturn, QStyleOption, QWidget

if TYPE_CHECKING:
    from collections.abc import Callable

    from crm.ui.theme.tokens import Tokens


class TableStyle(QProxyStyle):
    """For one table: 8-pixel cell margins and, on the current cell of a focused table, the accent ring."""

    def __init__(self, colours: Callable[[], Tokens], *, margin: int = 8) -> None:
        super().__init__(QStyleFactory.create("Fusion"))
        self._colours = colours
        self._margin = margin - 1  # Qt adds one

    def pixelMetric(  # noqa: D102 - Qt's own
        self, metric: QStyle.PixelMetric, option: QStyleOption | None = None, widget: QWidget | None = None
    ) -> int:
        if metric is QStyle.PixelMetric.PM_FocusFrameHMargin:
            return self._margin
        return super().pixelMetric(metric, option, widget)

    def styleHint(  # noqa: D102 - Qt's own
        self,
        hint: QStyle.StyleHint,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
        returnData: QStyleHintReturn | None = None,
    ) -> int:
        if hint is QStyle.StyleHint.SH_Table_GridLineColor:
            return QColor(self._colours().border).rgba() - 2**32  # Qt takes it as a signed number
        return super().styleHint(hint, option, widget, returnData)

    def drawPrimitive(  # noqa: D102 - Qt's own
        self,
        element: QStyle.PrimitiveElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        if element is QStyle.PrimitiveElement.PE_FrameFocusRect:
            draw_focus_ring(painter, QRectF(option.rect), self._colours().accent, radius=0)
            return
        if element is QStyle.PrimitiveElement.PE_PanelScrollAreaCorner:
            painter.fillRect(option.rect, QColor(self._colours().surface))
            return
        super().drawPrimitive(element, option, painter, widget)


def draw_focus_ring(painter: QPainter, rect: QRectF, colour: str, *, radius: float = 4) -> None:
    """A two-pixel ring just inside *rect*."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(colour), 2))
    painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), radius, radius)
    painter.restore()
