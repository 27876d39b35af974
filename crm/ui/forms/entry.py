"""What all entries of a form share, and those that are plain lines: texts, and codes with a check."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from crm.domain.identifiers import clean_code, email_problem, id_number_problem, phone_problem, uscc_problem
from crm.ui.forms.spec import EntryKind
from crm.ui.theme import tokens as sizes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent, QResizeEvent

    from crm.services.tenants import FieldValue
    from crm.ui.forms.spec import EntrySpec
    from crm.ui.widgets.button import Button

State = tuple[object, str]
"""What an entry shows and how: enough to show it again exactly as it was."""

_INSIDE = 28
"""The size of a button inside a line."""


class Reading(NamedTuple):
    """What an entry holds: a value, or why the text is none; a warning blocks nothing."""

    value: FieldValue = None
    fault: str = ""
    warning: str = ""


class Entry(QWidget):
    """One input of a form."""

    edited = Signal()
    left = Signal()
    """The cursor has gone elsewhere: time to say what is wrong."""
    is_switch = False
    """Whether nothing is typed into it, and each press is a whole change."""

    def __init__(self, spec: EntrySpec) -> None:
        super().__init__()
        self.spec = spec

    def show_value(self, value: FieldValue) -> None:
        """Show a value that is kept."""
        raise NotImplementedError

    def read(self) -> Reading:
        """What is entered."""
        raise NotImplementedError

    def text(self) -> str:
        """What is entered, as it stands there: what a draft keeps."""
        raise NotImplementedError

    def put_text(self, text: str) -> None:
        """Enter *text*, as a draft kept it."""
        raise NotImplementedError

    def inner(self) -> QWidget:
        """What has the cursor."""
        raise NotImplementedError

    def parts(self) -> Sequence[QWidget]:
        """All that can have the cursor."""
        return (self.inner(),)

    def state(self) -> State:
        """What is shown, to be compared and shown again."""
        return None, self.text()

    def put_state(self, state: State) -> None:
        """Show what was shown before."""
        self.put_text(state[1])

    def is_entered(self) -> bool:
        """Whether the cursor is in it."""
        return any(part.hasFocus() for part in self.parts())

    def undo_typing(self) -> bool:
        """Take back the last that was typed; False where the entry knows of nothing."""
        return False

    def redo_typing(self) -> bool:
        """Type again what was taken back; False where there is nothing."""
        return False

    def forget_typing(self) -> None:
        """Nothing typed so far can be taken back letter by letter any more."""

    def mark(self, *, wrong: bool) -> None:
        """Show whether something is wrong."""
        part = self.inner()
        part.setProperty("wrong", wrong)
        part.style().unpolish(part)
        part.style().polish(part)

    def watch(self, part: QWidget) -> None:
        """Take *part* for what has the cursor."""
        self.setFocusProxy(part)
        part.setAccessibleName(self.spec.caption)
        part.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: D102 - Qt's own
        if event.type() == QEvent.Type.FocusOut and not self._stays_inside():
            self.left.emit()
        return super().eventFilter(watched, event)

    def _stays_inside(self) -> bool:
        """Whether the cursor is only in something that belongs to this entry, such as its list."""
        return False


class LineEntry(Entry):
    """A line of text; the classes below read it in their ways."""

    def __init__(self, spec: EntrySpec) -> None:
        super().__init__(spec)
        self.line = self.make_line()
        self.line.textEdited.connect(lambda _text: self.edited.emit())
        self.watch(self.line)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(sizes.GAP)
        self.row.addWidget(self.line, 1)

    def make_line(self) -> QLineEdit:
        """The line."""
        return QLineEdit()

    def inner(self) -> QWidget:
        """The line."""
        return self.line

    def text(self) -> str:
        """As it was typed."""
        return self.line.text()

    def put_text(self, text: str) -> None:
        """As if it had been typed."""
        self.line.setText(text)

    def undo_typing(self) -> bool:
        """As every line does."""
        is_there = self.line.isUndoAvailable()
        self.line.undo()
        return is_there

    def redo_typing(self) -> bool:
        """As every line does."""
        is_there = self.line.isRedoAvailable()
        self.line.redo()
        return is_there

    def forget_typing(self) -> None:
        """The text stays, and the cursor where it is."""
        if self.line.isUndoAvailable() or self.line.isRedoAvailable():
            place = self.line.cursorPosition()
            self.line.setText(self.line.text())
            self.line.setCursorPosition(place)

    def show_value(self, value: FieldValue) -> None:
        """As it is kept."""
        self.line.setText("" if value is None else str(value))
        self.line.setCursorPosition(0)

    def read(self) -> Reading:
        """The text without blanks around it."""
        return Reading(self.line.text().strip())


class CodeEntry(LineEntry):
    """A code with a check: what is wrong with it is said, but it is taken as it is: real licences have such codes."""

    def read(self) -> Reading:
        """The code, cleaned, and what is odd about it."""
        text = self.line.text().strip()
        if not text:
            return Reading("")
        if self.spec.kind is EntryKind.PHONE:
            return Reading(text, warning=_warning(phone_problem(text)))
        if self.spec.kind is EntryKind.EMAIL:
            return Reading(text, warning=_warning(email_problem(text)))
        code = clean_code(text)
        problem = uscc_problem(code) if self.spec.kind is EntryKind.USCC else id_number_problem(code)
        return Reading(code, warning=_warning(problem))


def _warning(problem: str | None) -> str:
    if problem is None:
        return ""
    translate = QCoreApplication.translate
    return {
        "uscc-length": translate("Forms", "A credit code has 18 characters. You can still save it."),
        "uscc-alphabet": translate(
            "Forms", "Contains characters that no credit code has. You can still save it."
        ),
        "uscc-check": translate("Forms", "The check character does not match. You can still save it."),
        "id-length": translate("Forms", "An ID number has 18 characters. You can still save it."),
        "id-form": translate("Forms", "Contains characters that no ID number has. You can still save it."),
        "id-check": translate("Forms", "The check character does not match. You can still save it."),
        "id-part": translate("Forms", "It contains an invalid date or county. You can still save it."),
        "phone-form": translate("Forms", "This does not look like a phone number. You can still save it."),
        "email-form": translate("Forms", "This does not look like an e-mail address. You can still save it."),
    }[problem]


class ButtonLine(QLineEdit):
    """A line with a button at its right end, inside its frame."""

    def __init__(self) -> None:
        super().__init__()
        self._button: Button | None = None

    def put_inside(self, button: Button) -> None:
        """Show *button* inside."""
        self._button = button
        button.setParent(self)
        button.setFixedSize(_INSIDE, _INSIDE)
        self.setTextMargins(0, 0, _INSIDE - 4, 0)
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102 - Qt's own
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        if self._button is not None:
            self._button.move(self.width() - _INSIDE - 2, (self.height() - _INSIDE) // 2)


class KeyLine(ButtonLine):
    """A line with something behind it that F4 or Alt+Down opens."""

    asked = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: D102 - Qt's own
        if opens(event):
            self.asked.emit()
        else:
            super().keyPressEvent(event)


def opens(event: QKeyEvent) -> bool:
    """Whether a key opens a list or calendar: F4 or Alt+Down, as in every other program."""
    alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
    return event.key() == Qt.Key.Key_F4 or (event.key() == Qt.Key.Key_Down and bool(alt))
