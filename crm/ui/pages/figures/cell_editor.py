"""The line in which a cell is edited, and the keys that end it: Enter goes down, Tab right, Shift back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from crm.ui.pages.figures.painting import MARGIN

if TYPE_CHECKING:
    from PySide6.QtCore import QAbstractItemModel

    from crm.ui.pages.figures.model import AnyIndex, EntryModel

_KEYS = {
    Qt.Key.Key_Return: (1, 0),
    Qt.Key.Key_Enter: (1, 0),
    Qt.Key.Key_Tab: (0, 1),
    Qt.Key.Key_Backtab: (0, -1),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Up: (-1, 0),
}
_TURNED_BY_SHIFT = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


def step_of(event: QKeyEvent) -> tuple[int, int] | None:
    """Where a key that ends an entry goes: rows down and columns right; None for any other key."""
    key = Qt.Key(event.key())
    step = _KEYS.get(key)
    modifiers = event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
    if step is None or modifiers:
        return None
    is_back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier) and key in _TURNED_BY_SHIFT
    return (-step[0], -step[1]) if is_back else step


class CellEditor(QStyledItemDelegate):
    """Makes the line in which a cell is edited."""

    ended = Signal(int, int)
    """An entry was ended by a key: so many rows down and columns right."""

    def __init__(self, model: EntryModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._entries = model
        self.line: QLineEdit | None = None

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: AnyIndex) -> QWidget:  # noqa: ARG002, D102 - Qt's own
        line = QLineEdit(parent)
        line.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        line.setTextMargins(0, 0, 0, 0)
        # The window's sheet gives lines a height and a frame of their own; in a cell they have the cell's.
        line.setStyleSheet(f"QLineEdit {{ min-height: 0; border-radius: 0; padding: 0 {MARGIN - 2}px; }}")
        head = self._entries.headerData(index.column(), Qt.Orientation.Horizontal)
        name = str(head or "").replace("\n", " ")
        line.setAccessibleName(f"{self._entries.text(index.row(), 0)} {name}")
        self.line = line
        line.destroyed.connect(self._forget)
        return line

    def _forget(self) -> None:
        self.line = None

    def setEditorData(self, editor: QWidget, index: AnyIndex) -> None:  # noqa: D102 - Qt's own
        if isinstance(editor, QLineEdit):
            editor.setText(self._entries.edit_text(index.row(), index.column()))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: AnyIndex) -> None:  # noqa: D102 - Qt's own
        if isinstance(editor, QLineEdit):
            model.setData(index, editor.text())

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: AnyIndex) -> None:  # noqa: ARG002, D102 - Qt's own
        editor.setGeometry(option.rect.adjusted(0, 0, 0, -1))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: D102 - Qt's own
        if (
            isinstance(watched, QLineEdit)
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
        ):
            step = step_of(event)
            if step is not None:
                self.finish(watched)
                self.ended.emit(*step)
                return True
        return super().eventFilter(watched, event)

    def finish(self, line: QLineEdit) -> None:
        """Take over what is typed and close the line."""
        self.commitData.emit(line)
        self.closeEditor.emit(line, QStyledItemDelegate.EndEditHint.NoHint)
