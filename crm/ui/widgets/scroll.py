"""A part of a page that may be taller than there is room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget

from crm.ui.theme.style import draw_focus_ring

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QPaintEvent, QResizeEvent

    from crm.ui.theme.theme import Theme

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


class Readable(QScrollArea):
    """Words that may be taller than their place: then Tab leads to them, a ring shows it, and the arrow keys scroll."""

    def __init__(self, theme: Theme, body: QWidget, *, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        _dress(self, body)
        self._ring = _Ring(theme, self)
        self.verticalScrollBar().rangeChanged.connect(self._note_range)

    def _note_range(self, _least: int, most: int) -> None:
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if most else Qt.FocusPolicy.NoFocus)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: D102 - Qt's own
        super().focusInEvent(event)
        self._ring.setGeometry(self.rect())
        self._ring.raise_()
        self._ring.show()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: D102 - Qt's own
        super().focusOutEvent(event)
        self._ring.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102 - Qt's own
        super().resizeEvent(event)
        self._ring.setGeometry(self.rect())


class _Ring(QWidget):
    """Lies over what has the focus."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_focus_ring(painter, QRectF(self.rect()), self._theme.tokens.accent)
        painter.end()


def scrolled(body: QWidget, *, name: str = "", across: bool = False) -> QScrollArea:
    """*body*, scrolled upright where it has no room; the cursor stops inside it, not at it.

    It is called *name* for a screen reader, and scrolled *across* too where that is wanted.
    """
    area = QScrollArea()
    _dress(area, body)
    area.setAccessibleName(name)
    if across:
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
    return area


def _dress(area: QScrollArea, body: QWidget) -> None:
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(body)
