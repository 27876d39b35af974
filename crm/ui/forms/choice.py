"""A choice with search: type a part of a name, its pinyin initials or a code, and choose from what is found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, QStringListModel, Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QCompleter,
    QLineEdit,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from crm.domain.text import search_needle
from crm.ui.forms.entry import ButtonLine, LineEntry, Reading, opens
from crm.ui.theme.style import TableStyle
from crm.ui.widgets.button import Button, Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent, QMouseEvent
    from PySide6.QtWidgets import QAbstractItemView

    from crm.services.tenants import FieldValue
    from crm.ui.forms.entry import State
    from crm.ui.forms.spec import EntrySpec, Option
    from crm.ui.theme.theme import Theme

_SHOWN = 10
_ROW, _MARGIN = 30, 10
AnyIndex = QModelIndex | QPersistentModelIndex


class ChoiceLine(ButtonLine):
    """A line that opens its list by F4, Alt+Down or Down, and by a click into it while it is empty."""

    asked = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: D102 - Qt's own
        if opens(event) or (event.key() == Qt.Key.Key_Down and not event.modifiers()):
            self.asked.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: D102 - Qt's own
        super().mousePressEvent(event)
        if not self.text() and event.button() == Qt.MouseButton.LeftButton:
            self.asked.emit()


class RowDelegate(QStyledItemDelegate):
    """Rows as high as those of other menus."""

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:  # noqa: D102 - Qt's own
        return super().sizeHint(option, index).expandedTo(QSize(0, _ROW))


class ChoiceEntry(LineEntry):
    """One of a list."""

    new_asked = Signal(str)
    """Something that is not in the list yet is to be added: what was typed."""

    def __init__(self, spec: EntrySpec, theme: Theme) -> None:
        super().__init__(spec)
        self._options: tuple[Option, ...] = ()
        self._held: FieldValue = None
        self.list = QStringListModel(self)
        self.completer = QCompleter(self.list, self)
        self.completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.completer.setMaxVisibleItems(_SHOWN)
        self.completer.setWidget(self.line)
        view = QListView()
        view.setStyle(TableStyle(margin=_MARGIN))
        self.completer.setPopup(view)
        view.setItemDelegate(RowDelegate(view))
        view.setAccessibleName(spec.caption)
        self.completer.activated[QModelIndex].connect(self._take)  # type: ignore[index]  # the stubs know no overloads
        self._found: list[Option] = []
        self.line.textEdited.connect(self._search)
        self.line.setPlaceholderText(self.tr("Type to search"))
        self.button = Button(theme, icon="down", kind=Kind.QUIET, name=self.tr("Show all (F4)"))
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.button.clicked.connect(self.show_all)
        if isinstance(self.line, ButtonLine):
            self.line.put_inside(self.button)
        self.add: Button | None = None
        if spec.refers:
            self.add = Button(theme, icon="plus", name=self.tr("Add new…"))
            self.add.clicked.connect(lambda: self.new_asked.emit(self.line.text().strip()))
            self.row.addWidget(self.add)
        self.show_options(spec.options)
        self.left.connect(self._tidy)

    def make_line(self) -> QLineEdit:
        """A line that knows F4."""
        line = ChoiceLine()
        line.asked.connect(self.show_all)
        return line

    @property
    def popup(self) -> QAbstractItemView:
        """The list that opens."""
        popup = self.completer.popup()
        if popup is None:  # a completer that has a widget has one
            raise RuntimeError(self.spec.code)
        return popup

    @property
    def options(self) -> tuple[Option, ...]:
        """What may be chosen."""
        return self._options

    @property
    def found(self) -> tuple[Option, ...]:
        """What the list shows."""
        return tuple(self._found)

    def show_options(self, options: Sequence[Option]) -> None:
        """Offer *options*; what is chosen stays."""
        self._options = tuple(options)
        if self._held is not None:
            self.show_value(self._held)

    def show_value(self, value: FieldValue) -> None:
        """The option's text; a key that is not in the list is shown as it is."""
        self._held = value if value != "" else None
        self.line.setText("" if self._held is None else self._text_of(self._held))
        self.line.setCursorPosition(0)

    def read(self) -> Reading:
        """The option whose text stands there, or the one that is meant."""
        text = self.line.text().strip()
        if not text:
            return Reading(None)
        if self._held is not None and text == self._text_of(self._held):
            return Reading(self._held)
        option = self._meant(text)
        if option is not None:
            return Reading(option.key)
        found = self.spec.find(text) if self.spec.find is not None else None
        return Reading(found) if found else Reading(None, self.tr("Choose one from the list (F4)."))

    def state(self) -> State:
        """What is chosen; its words only where they are no choice, for options may come later than the form."""
        text = self.line.text()
        is_chosen = self._held is not None and text.strip() == self._text_of(self._held)
        return (self._held, "") if is_chosen else (None, text)

    def put_state(self, state: State) -> None:
        """What was chosen, or what was typed for one."""
        held, text = state
        if isinstance(held, (int, str)):
            self.show_value(held)
        else:
            self.put_text(text)

    def undo_typing(self) -> bool:
        """What is typed only searches: the choice goes back as a whole."""
        return False

    def text(self) -> str:
        """What a draft keeps: the words."""
        return self.line.text()

    def put_text(self, text: str) -> None:
        """The words of a draft."""
        self._held = None
        self.line.setText(text)

    def _text_of(self, value: FieldValue) -> str:
        for option in self._options:
            if option.key == value:
                return option.text
        if self.spec.find is not None and isinstance(value, str):
            upper = next((one for one in self._options if str(one.key) == value[:2]), None)
            if upper is not None:
                return f"{value} {upper.text.partition(' ')[2]}"
        return str(value)

    def _meant(self, text: str) -> Option | None:
        """The option with this text, or the only one that is found by it."""
        same = [option for option in self._options if option.text == text]
        if same:
            return same[0]
        found = self._find(text)
        return found[0] if len(found) == 1 else None

    def _find(self, text: str) -> list[Option]:
        """What *text* finds: what begins with it first."""
        needle = search_needle(text)
        found = [
            option for option in self._options if needle in (option.search or search_needle(option.text))
        ]
        return sorted(
            found,
            key=lambda option: (
                not any(
                    part.startswith(needle) for part in (option.search or option.text.casefold()).split("\n")
                )
            ),
        )

    def _search(self, text: str) -> None:
        self._show(self._find(text) if text.strip() else list(self._options))

    def show_all(self) -> None:
        """Open the list with all there is."""
        self._show(list(self._options))

    def _show(self, options: list[Option]) -> None:
        self._found = options
        self.list.setStringList([f"{one.text}   {one.detail}" if one.detail else one.text for one in options])
        popup = self.popup
        if not options:
            popup.hide()
            return
        self.completer.complete()
        if popup.model().rowCount():
            popup.setCurrentIndex(popup.model().index(0, 0))

    def _take(self, index: AnyIndex) -> None:
        row = index.row()
        if 0 <= row < len(self._found):
            self.show_value(self._found[row].key)
            self.edited.emit()

    def _tidy(self) -> None:
        reading = self.read()
        if reading.value is not None:
            self.show_value(reading.value)

    def _stays_inside(self) -> bool:
        return QApplication.activePopupWidget() is self.popup
