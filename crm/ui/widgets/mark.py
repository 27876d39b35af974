"""An icon that stands for itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from crm.ui.theme.theme import Theme


class Mark(QWidget):
    """Shows one drawing in one tone."""

    def __init__(self, theme: Theme, drawing: str = "info", *, tone: str = "text2", size: int = 20) -> None:
        super().__init__()
        self._theme = theme
        self._drawing = drawing
        self._tone = tone
        self.setFixedSize(size, size)
        theme.changed.connect(self.update)

    def show_drawing(self, drawing: str, *, tone: str) -> None:
        """Show another drawing."""
        self._drawing, self._tone = drawing, tone
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, D102 - Qt's own
        painter = QPainter(self)
        self._theme.icons.get(self._drawing, tone=self._tone).paint(painter, self.rect())
