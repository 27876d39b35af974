"""The bar over a sheet: which cell the cursor is on, what it is, and what it holds, as in a spreadsheet program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy

from crm.ui.theme import tokens as sizes
from crm.ui.widgets.button import Button, Kind
from crm.ui.widgets.text import ElidedLabel, ground

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QFrame

    from crm.ui.theme.theme import Theme


_VALUE = 120


class NameBox(QLineEdit):
    """The address of the cursor; another one typed goes there, Esc goes back to the sheet."""

    address_given = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("Address"))
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setFixedWidth(84)
        self._address = ""
        self.returnPressed.connect(lambda: self.address_given.emit(self.text()))
        self.editingFinished.connect(lambda: self.setText(self._address))

    def show_address(self, address: str) -> None:
        """Show where the cursor is."""
        self._address = address
        self.setText(address)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: D102 - Qt's own
        if event.key() == Qt.Key.Key_Escape:
            self.setText(self._address)
            self.left.emit()
        else:
            super().keyPressEvent(event)


class CellBar:
    """Name box, what the cell is, and the way behind it."""

    def __init__(self, theme: Theme) -> None:
        translate = QCoreApplication.translate
        self.widget: QFrame = ground("surface")
        self.widget.setFixedHeight(44)
        self.name = NameBox()
        self.what = ElidedLabel(size="small", tone="text2")
        self.what.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        # What the cell holds stands right after what it is, which gives way where there is little room.
        self.what.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.value = ElidedLabel(size="small")
        self.value.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        self.value.setMinimumWidth(_VALUE)
        self.behind = Button(
            theme, icon="sigma", kind=Kind.QUIET, name=translate("CellBar", "Records behind this cell")
        )
        row = QHBoxLayout(self.widget)
        row.setContentsMargins(sizes.MARGIN, 0, sizes.GAP, 0)
        row.setSpacing(sizes.GAP)
        row.addWidget(self.name)
        row.addWidget(self.behind)
        row.addWidget(self.what)
        row.addSpacing(sizes.GAP)
        row.addWidget(self.value, 1)

    def show_cell(self, address: str, *, what: str, value: str, has_records: bool) -> None:
        """Show a cell."""
        self.name.show_address(address)
        self.what.setText(what)
        self.value.setText(value)
        self.behind.setEnabled(has_records)
