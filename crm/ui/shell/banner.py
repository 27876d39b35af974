"""A strip above everything: what is on the screen is the demo and nothing real, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout

from crm.ui.theme import tokens as sizes
from crm.ui.widgets.button import Button, Kind
from crm.ui.widgets.mark import Mark
from crm.ui.widgets.text import ElidedLabel

if TYPE_CHECKING:
    from crm.ui.theme.theme import Theme

_HEIGHT = 36


class DemoBanner(QFrame):
    """Shown as long as the demo is open."""

    left = Signal()
    """The user wants the own data back."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("ground", "banner")
        self.setFixedHeight(_HEIGHT)
        self.text = ElidedLabel(
            self.tr("Demo: all tenants here are fictitious. Try anything; your own data is not affected."),
            size="small",
        )
        self.back = Button(theme, self.tr("Open my own data"), icon="jump", kind=Kind.QUIET)
        self.back.setFixedHeight(28)
        self.back.clicked.connect(self.left)
        row = QHBoxLayout(self)
        row.setContentsMargins(sizes.MARGIN, 0, sizes.GAP, 1)
        row.setSpacing(sizes.GAP)
        row.addWidget(Mark(theme, "info", tone="warn"))
        row.addWidget(self.text, 1)
        row.addWidget(self.back)
        self.hide()
