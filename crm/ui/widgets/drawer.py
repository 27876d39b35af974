"""A body with a pane at its right, beside it: what is scrolled to is never under the pane."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Signal
from PySide6.QtWidgets import QWidget

from crm.ui.theme import tokens as sizes

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

_WIDE_FROM = 1920
_WIDER = 420


class Drawer(QWidget):
    """Lays out a content and a pane, which is open or not."""

    toggled = Signal(bool)

    def __init__(self, content: QWidget, pane: QWidget) -> None:
        super().__init__()
        self.content = content
        self.pane = pane
        content.setParent(self)
        pane.setParent(self)
        self._open = False
        pane.hide()

    @property
    def is_open(self) -> bool:
        """Whether the pane is shown."""
        return self._open

    @property
    def is_roomy(self) -> bool:
        """Whether there is so much room that the pane may stand open by itself."""
        return self.window().width() >= sizes.DRAWER_BELOW

    def set_open(self, opened: bool) -> None:
        """Open or close the pane."""
        if opened != self._open:
            self._open = opened
            self._place()
            self.pane.setVisible(opened)
            self.toggled.emit(opened)

    def minimumSizeHint(self) -> QSize:  # noqa: D102 - Qt's own
        return QSize(sizes.PANE + 40, 200)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102 - Qt's own
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        width = _WIDER if self.window().width() >= _WIDE_FROM else sizes.PANE
        width = min(width, self.width())
        rest = self.width() - width if self._open else self.width()
        self.content.setGeometry(QRect(0, 0, rest, self.height()))
        self.pane.setGeometry(QRect(self.width() - width, 0, width, self.height()))
        self.pane.raise_()
