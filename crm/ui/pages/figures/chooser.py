"""Which indicators the grid shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from crm.ui.ask import Sheet
from crm.ui.widgets.button import Button
from crm.ui.widgets.text import label

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from crm.domain.indicators import Indicator
    from crm.ui.pages.figures.words import CellWords
    from crm.ui.theme.theme import Theme


class IndicatorSheet(Sheet):
    """Asks for the indicators to show; those with unsaved figures stay."""

    def __init__(
        self, theme: Theme, words: CellWords, indicators: Sequence[Indicator], *, shown: Collection[str]
    ) -> None:
        super().__init__()
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Indicators"))
        self.list.setMinimumHeight(320)
        for one in indicators:
            item = QListWidgetItem(f"{words.name(one)}  ({words.unit_name(one)})")
            item.setData(Qt.ItemDataRole.UserRole, one.code)
            item.setSizeHint(QSize(0, 28))
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.all = Button(theme, self.tr("All"))
        self.asked = Button(theme, self.tr("Required by the forms"))
        self.all.clicked.connect(lambda: self.tick({one.code for one in indicators}))
        self.error = label(size="caption", tone="danger")
        self.error.hide()
        row = QHBoxLayout()
        row.addWidget(self.all)
        row.addWidget(self.asked)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.list)
        column.addWidget(self.error)
        column.addLayout(row)
        self.tick(shown)

    def offer_asked(self, codes: Collection[str]) -> None:
        """Offer the indicators that the forms of this kind of period ask for."""
        self.asked.clicked.connect(lambda: self.tick(codes))

    def tick(self, codes: Collection[str]) -> None:
        """Tick *codes* and no others."""
        for item in self._items():
            is_shown = item.data(Qt.ItemDataRole.UserRole) in codes
            item.setCheckState(Qt.CheckState.Checked if is_shown else Qt.CheckState.Unchecked)

    def _items(self) -> list[QListWidgetItem]:
        return [self.list.item(row) for row in range(self.list.count())]

    def first_entry(self) -> QWidget:
        """Where the cursor goes at first."""
        return self.list

    def check(self) -> bool:
        """At least one indicator is needed."""
        chosen = self.answer()
        self.error.setText("" if chosen else self.tr("Choose at least one indicator."))
        self.error.setVisible(not chosen)
        return bool(chosen)

    def answer(self) -> tuple[str, ...]:
        """The indicators ticked, in their order."""
        return tuple(
            str(item.data(Qt.ItemDataRole.UserRole))
            for item in self._items()
            if item.checkState() is Qt.CheckState.Checked
        )
