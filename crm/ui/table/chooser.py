"""Which columns to show and in which order: ticked, dragged, or moved with Alt and the arrows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from crm.ui.ask import Sheet
from crm.ui.theme.style import ListStyle, draw_current_cell
from crm.ui.widgets.button import Button
from crm.ui.widgets.text import ground, label

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QKeyEvent, QPaintEvent

    from crm.ui.table.layout import Layout
    from crm.ui.theme.theme import Theme

_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class ColumnList(QListWidget):
    """The columns; Alt and an arrow move the current one."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._list_style = ListStyle(lambda: theme.tokens)
        self.setStyle(self._list_style)
        self.setFrameShape(QFrame.Shape.NoFrame)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102 - Qt's own
        super().paintEvent(event)
        draw_current_cell(self, self._theme.tokens.accent)

    def move_current(self, step: int) -> None:
        """Move the current column up (-1) or down (1)."""
        row = self.currentRow()
        goal = row + step
        if 0 <= goal < self.count() and row >= 0:
            self.insertItem(goal, self.takeItem(row))
            self.setCurrentRow(goal)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: D102 - Qt's own
        key = Qt.Key(event.key())
        if key in _STEPS and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.move_current(_STEPS[key])
        else:
            super().keyPressEvent(event)


class ColumnSheet(Sheet):
    """Asks for the columns of a list. The first column always stays, at the left."""

    def __init__(self, theme: Theme, layout: Layout, titles: Mapping[str, str]) -> None:
        super().__init__()
        self._layout = layout
        self.list = ColumnList(theme)
        self.list.setAccessibleName(self.tr("Columns"))
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.list.setMinimumHeight(280)
        for key in layout.order[1:]:
            item = QListWidgetItem(titles[key])
            item.setData(Qt.ItemDataRole.UserRole, key)
            item.setSizeHint(QSize(0, 32))
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            shown = key not in layout.hidden
            item.setCheckState(Qt.CheckState.Checked if shown else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.up = Button(theme, self.tr("Move up"), icon="up")
        self.up.clicked.connect(lambda: self.list.move_current(-1))
        self.down = Button(theme, self.tr("Move down"), icon="down")
        self.down.clicked.connect(lambda: self.list.move_current(1))
        row = QHBoxLayout()
        row.addWidget(self.up)
        row.addWidget(self.down)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        hint = self.tr('"{first}" is always first. Drag a column, or move it with Alt and an arrow key.')
        column.addWidget(label(hint.format(first=titles[layout.order[0]]), tone="text2", wrap=True))
        framed = ground("card")
        within = QVBoxLayout(framed)
        within.setContentsMargins(1, 1, 1, 1)
        within.addWidget(self.list)
        column.addWidget(framed)
        column.addLayout(row)

    def first_entry(self) -> QWidget:
        """Where the cursor goes at first."""
        return self.list

    def answer(self) -> Layout:
        """The layout as it was chosen."""
        items = [self.list.item(row) for row in range(self.list.count())]
        keys = [str(item.data(Qt.ItemDataRole.UserRole)) for item in items]
        hidden = [
            key
            for key, item in zip(keys, items, strict=True)
            if item.checkState() is not Qt.CheckState.Checked
        ]
        order = (self._layout.order[0], *keys)
        return replace(self._layout, order=order, hidden=frozenset(hidden), is_own=True)
