"""Picks what a column holds: typed in Chinese, by pinyin initials or in English, or chosen from the list."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from crm.domain.text import search_needle, search_text
from crm.ui.theme import tokens as sizes
from crm.ui.theme.style import TableStyle
from crm.ui.widgets.text import label

if TYPE_CHECKING:
    from collections.abc import Sequence

_SIZE = QSize(340, 380)
_DOWN = {Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp}


class Offer(NamedTuple):
    """Something a column may hold: its code, what it is called, what else it is found by, what holds it now."""

    code: str
    text: str
    also: str = ""
    taken: str = ""


class FieldPicker(QFrame):
    """A list over the table with a line to type into."""

    picked = Signal(str)
    """The code; empty for leaving the column out."""

    def __init__(self, parent: QWidget, offers: Sequence[Offer], *, title: str, current: str) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("ground", "notice")
        self.setFixedSize(_SIZE)
        self._offers = [(offer, search_text([offer.text, offer.code, offer.also])) for offer in offers]
        self._current = current
        self._parent = parent
        self.entry = QLineEdit()
        self.entry.setAccessibleName(self.tr("Find a field"))
        self.entry.setPlaceholderText(self.tr("Name or pinyin initials"))
        self.entry.setClearButtonEnabled(True)
        self.entry.textEdited.connect(self._show)
        self.entry.installEventFilter(self)
        self.list = QListWidget()
        self.list.setAccessibleName(title)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self._list_style = TableStyle(margin=8)
        self.list.setStyle(self._list_style)
        self.list.setUniformItemSizes(True)
        self.list.itemClicked.connect(self._take)
        self.list.itemActivated.connect(self._take)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(sizes.GAP)
        column.addWidget(label(title, size="strong"))
        column.addWidget(self.entry)
        column.addWidget(self.list, 1)
        self.setFocusProxy(self.entry)
        self._show("")

    def open_at(self, place: QPoint, *, typed: str = "") -> None:
        """Show it with its corner at *place*, and what was *typed* already in its line."""
        room = self._parent.window().geometry()
        left = min(place.x(), room.right() - self.width() - 8)
        top = min(place.y(), room.bottom() - self.height() - 8)
        self.move(max(left, room.left()), max(top, room.top()))
        if typed:
            self.entry.setText(typed)
            self._show(typed)
        self.show()
        self.entry.setFocus(Qt.FocusReason.PopupFocusReason)

    def _show(self, text: str) -> None:
        needle = search_needle(text)
        self.list.clear()
        for offer, searched in self._offers:
            if needle and needle not in searched:
                continue
            shown = f"{offer.text}   ← {offer.taken}" if offer.taken else offer.text
            item = QListWidgetItem(shown)
            item.setData(Qt.ItemDataRole.UserRole, offer.code)
            item.setSizeHint(QSize(0, sizes.CONTROL))
            self.list.addItem(item)
            if offer.code == self._current and not needle:
                self.list.setCurrentItem(item)
        if self.list.currentRow() < 0 and self.list.count():
            self.list.setCurrentRow(0)

    def _take(self, item: QListWidgetItem) -> None:
        code = str(item.data(Qt.ItemDataRole.UserRole))
        self.close()
        self.picked.emit(code)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: D102 - Qt's own
        if watched is self.entry and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in _DOWN:
                self.list.keyPressEvent(event)
                return True
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                item = self.list.currentItem()
                if item is not None:
                    self._take(item)
                return True
        return super().eventFilter(watched, event)
