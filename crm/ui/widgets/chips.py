"""A row of chips of which one is chosen; those without room go into a menu."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QLayout, QLayoutItem, QMenu, QSizePolicy, QWidget

from crm.ui.widgets.button import Button, Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

    from crm.ui.theme.theme import Theme

_GAP = 8
_HEIGHT = 28


class Choice(NamedTuple):
    """One chip: what it stands for, its text, and a number after it."""

    key: str
    text: str
    number: str = ""


class ChipBar(QWidget):
    """Chips in one row. Left and Right go from chip to chip."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, *, name: str) -> None:
        super().__init__()
        self._theme = theme
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._chips: dict[str, Button] = {}
        self._hidden: list[str] = []
        self.more = Button(theme, self.tr("More"), icon="down", kind=Kind.CHIP)
        self.more.setParent(self)
        self.more.clicked.connect(self._open_menu)
        self.more.hide()

    def show_choices(self, choices: Sequence[Choice]) -> None:
        """Show *choices*; the chosen one stays chosen where it is still there."""
        keys = [choice.key for choice in choices]
        for key in [key for key in self._chips if key not in keys]:
            chip = self._chips.pop(key)
            self._group.removeButton(chip)
            chip.hide()
            chip.deleteLater()
        for choice in choices:
            chip = self._chips.get(choice.key) or self._add(choice)
            chip.setText(choice.text)
            chip.set_count(choice.number)
            spoken = f"{choice.text} {choice.number}".strip()
            chip.setAccessibleName(spoken)
        self._chips = {key: self._chips[key] for key in keys}
        self.updateGeometry()
        self._place()

    def choose(self, key: str) -> None:
        """Mark a chip as the chosen one, without telling."""
        self._chips[key].setChecked(True)
        self._place()

    @property
    def key(self) -> str:
        """What is chosen; empty where nothing is."""
        return next((key for key, chip in self._chips.items() if chip.isChecked()), "")

    @property
    def keys(self) -> tuple[str, ...]:
        """What there is to choose."""
        return tuple(self._chips)

    @property
    def hidden_keys(self) -> tuple[str, ...]:
        """What has no room and stands in the menu."""
        return tuple(self._hidden)

    def sizeHint(self) -> QSize:  # noqa: D102 - Qt's own
        widths = [chip.sizeHint().width() + _GAP for chip in self._chips.values()]
        return QSize(max(sum(widths) - _GAP, 0), _HEIGHT)

    def minimumSizeHint(self) -> QSize:  # noqa: D102 - Qt's own
        return QSize(self.more.sizeHint().width() + 100, _HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102 - Qt's own
        super().resizeEvent(event)
        self._place()

    def _add(self, choice: Choice) -> Button:
        chip = Button(self._theme, choice.text, kind=Kind.CHIP, count=choice.number)
        chip.setParent(self)
        chip.setCheckable(True)
        chip.clicked.connect(lambda: self._choose(choice.key))
        self._group.addButton(chip)
        self._chips[choice.key] = chip
        return chip

    def _choose(self, key: str) -> None:
        self.choose(key)
        self.chosen.emit(key)

    def _place(self) -> None:
        """Chips from the left while there is room; the chosen one is always among them."""
        room = self.width()
        widths = {key: chip.sizeHint().width() for key, chip in self._chips.items()}
        if sum(widths.values()) + _GAP * (len(widths) - 1) > room:
            room -= self.more.sizeHint().width() + _GAP
        chosen = self.key
        room -= widths.get(chosen, 0) + _GAP
        self._hidden = []
        left = 0
        for key, chip in self._chips.items():
            fits = key == chosen or widths[key] <= room
            if not fits:
                self._hidden.append(key)
                room = -1
            elif key != chosen:
                room -= widths[key] + _GAP
            chip.setVisible(fits)
            if fits:
                chip.setGeometry(left, (self.height() - _HEIGHT) // 2, widths[key], _HEIGHT)
                left += widths[key] + _GAP
        self.more.setVisible(bool(self._hidden))
        self.more.setGeometry(left, (self.height() - _HEIGHT) // 2, self.more.sizeHint().width(), _HEIGHT)

    def menu(self) -> QMenu:
        """What has no room, as a menu."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for key in self._hidden:
            chip = self._chips[key]
            action = menu.addAction(f"{chip.text()}  {chip.count}".rstrip())
            action.triggered.connect(lambda _checked=False, key=key: self._choose(key))
        return menu

    def _open_menu(self) -> None:
        self.menu().popup(self.more.mapToGlobal(QPoint(0, self.more.height() + 2)))


class FlowLayout(QLayout):
    """Lays its items from left to right and goes on in the next line, as words do."""

    def __init__(self, *, gap: int = _GAP) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._gap = gap
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:  # noqa: D102 - Qt's own
        self._items.append(item)

    def count(self) -> int:  # noqa: D102 - Qt's own
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # noqa: D102 - Qt's own; None ends it
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # noqa: D102 - Qt's own
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def hasHeightForWidth(self) -> bool:  # noqa: D102 - Qt's own
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: D102 - Qt's own
        return self._lay(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:  # noqa: D102 - Qt's own
        super().setGeometry(rect)
        self._lay(rect, move=True)

    def sizeHint(self) -> QSize:  # noqa: D102 - Qt's own
        return self.minimumSize()

    def minimumSize(self) -> QSize:  # noqa: D102 - Qt's own
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def _lay(self, rect: QRect, *, move: bool) -> int:
        left, top, line = rect.left(), rect.top(), 0
        for item in self._items:
            size = item.sizeHint()
            if left > rect.left() and left + size.width() > rect.right() + 1:
                left, top, line = rect.left(), top + line + self._gap, 0
            if move:
                item.setGeometry(QRect(QPoint(left, top), size))
            left += size.width() + self._gap
            line = max(line, size.height())
        return top + line - rect.top()
