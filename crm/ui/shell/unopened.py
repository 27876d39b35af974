"""What stands in the window where the database cannot be opened: why, and the ways on, none of which needs a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm.ui.theme import tokens as sizes
from crm.ui.widgets.button import Button
from crm.ui.widgets.state import StatePanel

if TYPE_CHECKING:
    from crm.ui.theme.theme import Theme


class Unopened(QWidget):
    """A sentence, what helps, and three ways on: once more, another database, that of the standard place."""

    again_asked = Signal()
    other_asked = Signal()
    own_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.state = StatePanel(theme)
        self.other = Button(theme, self.tr("Open another database or a backup…"), icon="database")
        self.own = Button(theme, self.tr("Use default location"), icon="undo")
        self.other.clicked.connect(self.other_asked)
        self.own.clicked.connect(self.own_asked)
        row = QHBoxLayout()
        row.setSpacing(sizes.GAP)
        row.addStretch(1)
        for button in (self.other, self.own):
            row.addWidget(button)
        row.addStretch(1)
        inner = self.state.widget.layout()
        if isinstance(inner, QVBoxLayout):
            inner.insertLayout(inner.count() - 1, row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.state.widget)

    def tell(self, text: str, remedy: str, *, is_own: bool) -> None:
        """Say why; *is_own* where the database is the one of the standard place already."""
        self.state.show(
            text,
            remedy,
            drawing="error",
            tone="danger",
            verb=self.tr("Try again"),
            act=self.again_asked.emit,
        )
        self.own.setVisible(not is_own)
        self.state.take_cursor()
