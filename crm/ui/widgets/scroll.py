"""A part of a page that may be taller than there is room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent
    from PySide6.QtWidgets import QWidget

_LEAST = 96
"""So much of a part is seen in the lowest window."""


class AsTall(QScrollArea):
    """A part at the foot of a column: as tall as what is in it, and scrolled where the window is too low for that."""

    def __init__(self, body: QWidget) -> None:
        super().__init__()
        self._body = body
        _dress(self, body)
        self.setMinimumHeight(_LEAST)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        body.setMinimumWidth(1)  # as narrow as the column: it is never scrolled sideways
        body.installEventFilter(self)

    def sizeHint(self) -> QSize:  # noqa: D102 - Qt's own
        hint = self._body.sizeHint()
        if self._body.hasHeightForWidth():
            hint.setHeight(self._body.heightForWidth(self.viewport().width()))
        return hint

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: D102 - Qt's own
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102 - Qt's own
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.updateGeometry()


def scrolled(body: QWidget) -> QScrollArea:
    """*body*, scrolled upright where it has no room; the cursor stops inside it, not at it."""
    area = QScrollArea()
    _dress(area, body)
    return area


def _dress(area: QScrollArea, body: QWidget) -> None:
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(body)
