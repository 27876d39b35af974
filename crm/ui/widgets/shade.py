"""The shadow of a pane over what it lies on, at its left edge."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

_WIDTH = 16
_ALPHA, _ALPHA_IN_DARK = 40, 130
"""How black it is at the pane; a dark ground swallows most of it."""
_DARK = 128


class Shade(QWidget):
    """Follows a pane, beside which it fades away; clicks go through it."""

    def __init__(self, pane: QWidget) -> None:
        super().__init__(pane.parentWidget())
        self._pane = pane
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        pane.installEventFilter(self)
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: D102 - Qt's own
        if event.type() in {QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.ZOrderChange}:
            place = self._pane.geometry()
            self.setGeometry(QRect(place.left() - _WIDTH, place.top(), _WIDTH, place.height()))
            self.raise_()
        if event.type() in {QEvent.Type.Show, QEvent.Type.Hide}:
            self.setVisible(event.type() is QEvent.Type.Show)
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102 - Qt's own
        is_dark = self.palette().window().color().lightness() < _DARK
        fading = QLinearGradient(QPointF(0, 0), QPointF(self.width(), 0))
        for part in (0.0, 0.5, 1.0):  # ever faster, as light falls
            fading.setColorAt(part, QColor(0, 0, 0, round((_ALPHA_IN_DARK if is_dark else _ALPHA) * part**2)))
        painter = QPainter(self)
        painter.fillRect(event.rect(), fading)
        painter.end()
