"""Rows still to come: shown where reading takes a moment, and not at all where it does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QHideEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from crm.ui.theme import tokens as sizes

if TYPE_CHECKING:
    from crm.ui.theme.theme import Theme

SHOWN_AFTER = 150
"""Milliseconds."""
_PARTS = (0.22, 0.08, 0.12, 0.1, 0.08)


class Skeleton(QWidget):
    """Stands for a table whose rows are being read."""

    def __init__(self, theme: Theme, *, top: int = 16, left: int = sizes.MARGIN) -> None:
        super().__init__()
        self._theme = theme
        self._top = top
        self._left = left
        self._shown = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SHOWN_AFTER)
        self._timer.timeout.connect(self._appear)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: D102 - Qt's own
        super().showEvent(event)
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: D102 - Qt's own
        super().hideEvent(event)
        self._timer.stop()
        self._shown = False

    @property
    def is_drawn(self) -> bool:
        """Whether the moment was long enough."""
        return self._shown

    def _appear(self) -> None:
        self._shown = True
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, D102 - Qt's own
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.tokens.surface))
        if not self._shown:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.tokens.mute_soft))
        for row, top in enumerate(range(self._top, self.height(), sizes.ROW)):
            left = float(self._left)
            for part in _PARTS:
                room = self.width() * part
                painter.drawRoundedRect(QRectF(left, top, room * (0.7 + 0.12 * ((row * 7) % 3)), 10), 5, 5)
                left += room + self.width() * 0.06
