"""What the sections of the settings are made of: cards with a heading, and lines of a caption and something to set."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm.ui.theme import tokens as sizes
from crm.ui.widgets.text import ground, label

_WIDEST = 760
_CAPTIONS = 180


class SectionColumn(QWidget):
    """Cards below one another, not wider than can be read."""

    def __init__(self) -> None:
        super().__init__()
        self._cards = QVBoxLayout()
        self._cards.setContentsMargins(0, 0, 0, 0)
        self._cards.setSpacing(sizes.MARGIN)
        inner = QWidget()
        inner.setMaximumWidth(_WIDEST)
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._cards)
        column.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 20, 24, 24)
        row.addWidget(inner, 1)
        row.addStretch(0)

    def add_card(self, title: str, *, hint: str = "") -> Card:
        """A new card at the end."""
        card = Card(title, hint=hint)
        self._cards.addWidget(card)
        return card


class Card(QWidget):
    """A heading, a hint, and lines on a surface of their own."""

    def __init__(self, title: str, *, hint: str = "") -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(sizes.GAP)
        column.addWidget(label(title, size="section"))
        if hint:
            column.addWidget(label(hint, size="small", tone="text2", wrap=True))
        self.surface = ground("card")
        self.lines = QVBoxLayout(self.surface)
        self.lines.setContentsMargins(sizes.MARGIN, 12, sizes.MARGIN, 12)
        self.lines.setSpacing(12)
        column.addWidget(self.surface)

    def add_line(self, caption: str, part: QWidget, *, hint: str = "") -> None:
        """A line: its caption and hint at the left, what can be set at the right."""
        row = QHBoxLayout()
        row.setSpacing(sizes.MARGIN)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(label(caption))
        if hint:
            words.addWidget(label(hint, size="small", tone="text2", wrap=True))
        left = QWidget()
        left.setLayout(words)
        words.setContentsMargins(0, 0, 0, 0)
        left.setMinimumWidth(_CAPTIONS)
        row.addWidget(left, 2)
        row.addWidget(part, 3, Qt.AlignmentFlag.AlignVCenter)
        self.lines.addLayout(row)

    def add_buttons(self, *buttons: QWidget) -> None:
        """A line of buttons from the left."""
        row = QHBoxLayout()
        row.setSpacing(sizes.GAP)
        for button in buttons:
            row.addWidget(button)
        row.addStretch(1)
        self.lines.addLayout(row)
