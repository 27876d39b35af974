"""A word on a soft ground of its own colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from crm.ui.theme import tokens as sizes
from crm.ui.theme.fonts import sized
from crm.ui.widgets.table import paint_tag

if TYPE_CHECKING:
    from crm.ui.theme.theme import Theme


class Tag(QWidget):
    """Shows one word."""

    def __init__(
        self, theme: Theme, text: str = "", *, tones: tuple[str, str] = ("text2", "mute_soft")
    ) -> None:
        super().__init__()
        self._theme = theme
        self._text = text
        self._tones = tones
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)
        theme.changed.connect(self.update)

    @property
    def text(self) -> str:
        """The word."""
        return self._text

    def show_text(self, text: str, *, tones: tuple[str, str]) -> None:
        """Show another word in other colours."""
        self._text, self._tones = text, tones
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: D102 - Qt's own
        width = QFontMetrics(sized(self.font(), sizes.CAPTION)).horizontalAdvance(self._text) + 16
        return QSize(width, 20)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, D102 - Qt's own
        tokens = self._theme.tokens
        colours = (getattr(tokens, self._tones[0]), getattr(tokens, self._tones[1]))
        paint_tag(QPainter(self), self.rect(), self._text, colours=colours)
