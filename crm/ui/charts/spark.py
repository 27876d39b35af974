"""A line the size of a word: how a figure came to where it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm.ui.theme.theme import Theme

_DOT = 2.5


class Sparkline(QWidget):
    """A sparkline by itself; it says nothing that is not written beside it, so the keyboard passes it by."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._values: Sequence[int | None] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_values(self, values: Sequence[int | None]) -> None:
        """Show other values."""
        self._values = values
        self.update()

    def sizeHint(self) -> QSize:  # noqa: D102 - Qt's own
        return QSize(96, 28)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, D102 - Qt's own
        painter = QPainter(self)
        paint_spark(painter, QRectF(self.rect()), self._values, QColor(self._theme.tokens.accent))


def paint_spark(painter: QPainter, area: QRectF, values: Sequence[int | None], colour: QColor) -> None:
    """A line through *values* with a dot at the last one; where one is blank the line is broken."""
    given = [value for value in values if value is not None]
    if not given:
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    room = area.adjusted(_DOT + 1, _DOT + 1, -_DOT - 1, -_DOT - 1)
    low, span = min(given), max(given) - min(given)
    points: list[QPointF | None] = []
    for place, value in enumerate(values):
        if value is None:
            points.append(None)
            continue
        share = (value - low) / span if span else 0.5
        x = room.left() + room.width() * (place / (len(values) - 1) if len(values) > 1 else 1.0)
        points.append(QPointF(x, room.bottom() - room.height() * share))
    path = QPainterPath()
    joined = False
    for point in points:
        if point is not None:
            if joined:
                path.lineTo(point)
            else:
                path.moveTo(point)
        joined = point is not None
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(colour, 1.5))
    painter.drawPath(path)
    last = next(point for point in reversed(points) if point is not None)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawEllipse(last, _DOT, _DOT)
