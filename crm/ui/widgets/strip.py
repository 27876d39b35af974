"""A line over what a page shows: something to know, and at most two things to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout

from crm.ui.theme import tokens as sizes
from crm.ui.widgets.button import Button, Kind
from crm.ui.widgets.mark import Mark
from crm.ui.widgets.text import ElidedLabel

if TYPE_CHECKING:
    from collections.abc import Callable

    from crm.ui.theme.theme import Theme

_STRIP = 36


class Strip(QFrame):
    """A line over what a page shows: something to know, and at most two things to do about it."""

    def __init__(self, theme: Theme, *, drawing: str, tone: str, quiet: bool = False) -> None:
        super().__init__()
        self.setProperty("ground", "surface2" if quiet else "banner")
        self.setFixedHeight(_STRIP)
        self.text = ElidedLabel(size="small", tone="text2" if quiet else "text")
        self.text.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        self.first = Button(theme, " ", kind=Kind.CHIP)
        self.second = Button(theme, " ", kind=Kind.CHIP)
        row = QHBoxLayout(self)
        row.setContentsMargins(sizes.MARGIN, 0, sizes.MARGIN, 0)
        row.setSpacing(sizes.GAP)
        row.addWidget(Mark(theme, drawing, tone=tone, size=16))
        row.addWidget(self.text, 1)
        row.addWidget(self.first)
        row.addWidget(self.second)
        self.second.hide()
        self.hide()

    def offer(self, first: str, act: Callable[[], None]) -> Strip:
        """Offer something to do."""
        _name(self.first, first)
        self.first.clicked.connect(act)
        return self

    def offer_second(self, second: str, act: Callable[[], None]) -> Strip:
        """Offer something else beside it."""
        _name(self.second, second)
        self.second.clicked.connect(act)
        self.second.show()
        return self

    def say(self, text: str) -> None:
        """Say *text*, or go where there is nothing to say."""
        self.text.setText(text)
        self.setVisible(bool(text))


def _name(button: Button, text: str) -> None:
    button.setText(text)
    button.setAccessibleName(text)
    button.updateGeometry()
