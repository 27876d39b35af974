"""Entries that are no line: several lines of text, and yes, no or unknown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from crm.ui.forms.entry import Entry, Reading
from crm.ui.theme import tokens as sizes
from crm.ui.widgets.button import Button, Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm.services.tenants import FieldValue
    from crm.ui.forms.spec import EntrySpec
    from crm.ui.theme.theme import Theme

_PROSE_HEIGHT = 76


class ProseEntry(Entry):
    """Several lines of text; Tab goes on to the next field."""

    def __init__(self, spec: EntrySpec) -> None:
        super().__init__(spec)
        self.box = QPlainTextEdit()
        self.box.setTabChangesFocus(True)
        self.box.setFixedHeight(_PROSE_HEIGHT)
        self._quiet = False
        self.box.textChanged.connect(self._tell)
        self.watch(self.box)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.box)

    def _tell(self) -> None:
        if not self._quiet:
            self.edited.emit()

    def inner(self) -> QWidget:
        """The box."""
        return self.box

    def undo_typing(self) -> bool:
        """As every text box does."""
        is_there = self.box.document().isUndoAvailable()
        self.box.undo()
        return is_there

    def redo_typing(self) -> bool:
        """As every text box does."""
        is_there = self.box.document().isRedoAvailable()
        self.box.redo()
        return is_there

    def forget_typing(self) -> None:
        """The text stays."""
        self.box.document().clearUndoRedoStacks()

    def show_value(self, value: FieldValue) -> None:
        """As it is kept."""
        self.put_text("" if value is None else str(value))

    def read(self) -> Reading:
        """The text without blanks around it."""
        return Reading(self.box.toPlainText().strip())

    def text(self) -> str:
        """As it was typed."""
        return self.box.toPlainText()

    def put_text(self, text: str) -> None:
        """As if it had been typed."""
        self._quiet = True
        self.box.setPlainText(text)
        self._quiet = False


class YesNoEntry(Entry):
    """Yes, no or unknown: three buttons of which one is down; the arrow keys go from one to the other."""

    is_switch = True

    def __init__(self, spec: EntrySpec, theme: Theme) -> None:
        super().__init__(spec)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        self.buttons: dict[bool | None, Button] = {}
        for key, words in ((True, self.tr("Yes")), (False, self.tr("No")), (None, self.tr("Unknown"))):
            button = Button(theme, words, kind=Kind.CHIP)
            button.setCheckable(True)
            button.setAutoExclusive(True)
            button.setAccessibleName(f"{spec.caption} {words}")
            button.clicked.connect(self.edited)
            self.buttons[key] = button
            row.addWidget(button)
        row.addStretch(1)
        self.setMinimumHeight(sizes.CONTROL)
        self.buttons[None].setChecked(True)
        self._proxy()

    def _proxy(self) -> None:
        for button in self.buttons.values():
            button.removeEventFilter(self)
        self.setFocusProxy(self.inner())
        for button in self.buttons.values():
            button.installEventFilter(self)

    def inner(self) -> QWidget:
        """The button that is down."""
        return next(button for button in self.buttons.values() if button.isChecked())

    def parts(self) -> Sequence[QWidget]:
        """The three buttons."""
        return tuple(self.buttons.values())

    def mark(self, *, wrong: bool) -> None:
        """The words below say it."""

    def show_value(self, value: FieldValue) -> None:
        """Put the button down."""
        self.buttons[value if isinstance(value, bool) else None].setChecked(True)
        self._proxy()

    def read(self) -> Reading:
        """Which is down."""
        return Reading(next(key for key, button in self.buttons.items() if button.isChecked()))

    def text(self) -> str:
        """A word for the draft."""
        return {True: "yes", False: "no", None: ""}[self.read().value]  # type: ignore[index]

    def put_text(self, text: str) -> None:
        """The word of a draft."""
        self.show_value({"yes": True, "no": False}.get(text))
