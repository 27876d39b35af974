"""Below a table, what its last column comes to: under that column, not at the edge of the pane."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QHBoxLayout, QWidget

from crm.ui.widgets.text import label

if TYPE_CHECKING:
    from crm.ui.widgets.table import Table

_MARGIN = 10
"""How far a cell's text is from its edge."""


class SumRow(QWidget):
    """A name at the left, the sum at the right."""

    def __init__(self, table: Table, name: str) -> None:
        super().__init__()
        self._table = table
        self.value = label(size="strong")
        self._row = QHBoxLayout(self)
        self._row.addWidget(label(name, size="strong"))
        self._row.addStretch(1)
        self._row.addWidget(self.value)
        self._align()
        table.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: D102 - Qt's own
        if event.type() == QEvent.Type.Resize:
            self._align()
        return super().eventFilter(watched, event)

    def _align(self) -> None:
        """Leave as much at the right as the table's scroll bar takes."""
        bar = max(0, self._table.width() - self._table.viewport().width())
        self._row.setContentsMargins(_MARGIN, 0, _MARGIN + bar, 0)
