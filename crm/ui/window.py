"""The top-level window: shows a picture of the shell at once, and the shell itself as soon as it is built.

Imported before anything is painted, so it touches few of Qt's names. The namespace `Qt` alone takes 15 ms to come
up, and a QPainter, whose methods may be given its members, brings it up: the picture is made of frames instead. The
first text costs another 10 ms, in which the system looks for fonts: the picture has bars where words will be.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QSize, QTimer
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from crm.ui.theme import tokens as sizes

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QCloseEvent, QPaintEvent

    from crm.ui.theme.tokens import Tokens

_SHEET = """
#ground {{ background: {surface}; }}
#rail {{ background: {rail}; border-right: 1px solid {border}; }}
#head {{ background: {surface}; border-bottom: 1px solid {border}; }}
#foot {{ background: {surface}; border-top: 1px solid {border}; }}
#mark {{ background: {accent}; border-radius: 6px; }}
#words {{ background: {mute_soft}; border-radius: 4px; }}
"""
_FRAME, _TITLE = 16, 40
"""What a system puts around a window, at most: both edges, and the title."""
_PAGES = 7
"""The pages in the upper part of the rail."""


class Window(QWidget):
    """The window. *painted* is called once, after its first painting."""

    def __init__(self, *, painted: Callable[[], None]) -> None:
        super().__init__()
        self._painted: Callable[[], None] | None = painted
        self._content: QWidget | None = None
        self.may_close: Callable[[], bool] = lambda: True
        self.setWindowTitle(QCoreApplication.translate("Window", "Incubator CRM"))
        self.resize(1366, 728)
        self.setMinimumSize(880, 540)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def fit(self) -> bool:
        """At a first start: whether it was made as large as the screen, which has no room for more."""
        room = self.screen().availableGeometry().size()
        around = QSize(_FRAME, _TITLE)
        if room.expandedTo(self.size() + around) == room or room.expandedTo(self.minimumSize()) != room:
            return False
        self.resize(room)
        return True

    def show_content(self, content: QWidget) -> None:
        """Show *content* in place of what was shown before it."""
        old, self._content = self._content, content
        self._column.addWidget(content)
        if old is not None:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()

    def show_picture(self, tokens: Tokens, *, rail_is_narrow: bool = False) -> None:
        """Show the shell as it will be: rail, head and foot, and bars where words will be."""
        narrow = rail_is_narrow or self.width() < sizes.NARROW_BELOW
        rail = sizes.RAIL_NARROW if narrow else sizes.RAIL_WIDE
        self.show_content(_picture(tokens, rail=rail, width=self.width(), height=self.height()))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, D102 - Qt's own
        if self._painted is not None:
            QTimer.singleShot(0, self._painted)
            self._painted = None

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: D102 - Qt's own
        if self.may_close():
            event.accept()
        else:
            event.ignore()


def _picture(tokens: Tokens, *, rail: int, width: int, height: int) -> QFrame:
    ground = QFrame()
    ground.setObjectName("ground")
    ground.setStyleSheet(_SHEET.format(**tokens._asdict()))
    _place(QFrame(ground), "rail", 0, 0, rail, height)
    _place(QFrame(ground), "head", rail, 0, width - rail, sizes.BAR)
    _place(QFrame(ground), "foot", rail, height - sizes.STATUS, width - rail, sizes.STATUS)
    _place(QFrame(ground), "mark", 14, 14, 28, 28)
    _place(QFrame(ground), "words", rail + sizes.MARGIN, 20, 96, 16)
    for row in range(_PAGES):
        top = sizes.BAR + row * (sizes.NAV + 2) + 10
        _place(QFrame(ground), "words", 20, top, 16, 16)
        if rail > sizes.RAIL_NARROW:
            _place(QFrame(ground), "words", 48, top + 2, 72, 12)
    return ground


def _place(part: QWidget, name: str, left: int, top: int, width: int, height: int) -> None:
    part.setObjectName(name)
    part.setGeometry(left, top, width, height)
