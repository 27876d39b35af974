"""What has been changed in a form, field by field: undone and done again from whichever field has the cursor."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QUndoCommand, QUndoStack

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Self

    from crm.ui.forms.entry import Entry, Reading, State

_CTRL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier


class FieldEdit(QUndoCommand):
    """A field that was left otherwise than it was entered."""

    def __init__(self, edits: FormEdits, code: str, before: State, after: State) -> None:
        super().__init__(edits.entries[code].spec.caption)
        self._edits, self._code = edits, code
        self._before, self._after = before, after
        self._is_new = True

    def undo(self) -> None:
        """Put back what was there, and go there."""
        self._edits.put(self._code, self._before)

    def redo(self) -> None:
        """Put in again what was entered; when it is new it is there already."""
        if not self._is_new:
            self._edits.put(self._code, self._after)
        self._is_new = False


class _Kept(NamedTuple):
    """What a field showed when it was last left, and what that means: tidying a text is no edit."""

    state: State
    reading: Reading

    @classmethod
    def of(cls, entry: Entry) -> Self:
        return cls(entry.state(), entry.read())

    def differs(self, other: _Kept) -> bool:
        same_meaning = self.reading == other.reading and not self.reading.fault
        return self.state != other.state and not (same_meaning and self.state[0] == other.state[0])


class FormEdits(QObject):
    """The edits of a form's fields: typing goes back first, then the other fields, the last changed first.

    A field is one step from where it is entered to where it is left, and each turn of a switch is one. What was saved,
    or read again because somebody else had changed it, cannot be undone here: the steps begin anew.
    """

    put_back = Signal(str)
    """The field of this code has been changed by undoing or doing again."""
    changed = Signal()

    def __init__(self, entries: Mapping[str, Entry], parent: QObject) -> None:
        super().__init__(parent)
        self.entries = entries
        self._kept: dict[str, _Kept] = {}
        self._is_putting = False
        self._taken_back: tuple[str, State] | None = None
        self._stack = QUndoStack(self)
        self._stack.indexChanged.connect(self._tell)
        for entry in entries.values():
            for part in entry.parts():
                part.installEventFilter(self)
        self.begin_anew()

    def _tell(self, _place: int) -> None:
        self.changed.emit()

    def begin_anew(self) -> None:
        """What stands there now is what the steps begin from."""
        self._kept = {code: _Kept.of(entry) for code, entry in self.entries.items()}
        for entry in self.entries.values():
            entry.forget_typing()
        self._taken_back = None
        self._stack.clear()

    def hear(self, code: str) -> None:
        """Something has been typed or chosen in a field; of switches each turn is a step."""
        if self._is_putting:
            return
        self._taken_back = None
        if self.entries[code].is_switch:
            self.settle(code)

    def settle(self, code: str) -> None:
        """A field has been left, or switched: where it is another than before, that is a step."""
        if self._is_putting:
            return
        before, after = self._kept[code], _Kept.of(self.entries[code])
        self._kept[code] = after
        if before.differs(after):
            self._taken_back = None
            self.entries[code].forget_typing()
            self._stack.push(FieldEdit(self, code, before.state, after.state))

    @contextmanager
    def together(self, name: str) -> Iterator[None]:
        """Several fields are filled at once: together they are one step, called *name*."""
        self._is_putting = True
        try:
            yield
        finally:
            self._is_putting = False
        filled = [code for code, entry in self.entries.items() if self._kept[code].differs(_Kept.of(entry))]
        if not filled:
            return  # a macro of nothing would be a step all the same
        self._stack.beginMacro(name)
        for code in filled:
            self.settle(code)
        self._stack.endMacro()

    def put(self, code: str, state: State) -> None:
        """Show *state* in a field and put the cursor there."""
        entry = self.entries[code]
        self._is_putting = True
        entry.put_state(state)
        entry.setFocus(Qt.FocusReason.OtherFocusReason)
        self._is_putting = False
        for other, one in self.entries.items():  # whoever lost the cursor has tidied itself
            self._kept[other] = _Kept.of(one)
        entry.forget_typing()
        self.put_back.emit(code)

    def next_steps(self) -> tuple[str, str]:
        """What undoing and doing again would change, by the names of the fields; empty where nothing would."""
        waiting = next(self._typing(), "")
        return waiting or self._stack.undoText(), "" if waiting else self._stack.redoText()

    def _typing(self) -> Iterator[str]:
        """The field in which something was entered that is no step yet: the one that has the cursor, if any."""
        for code, entry in self.entries.items():
            if self._kept[code].differs(_Kept.of(entry)):
                yield entry.spec.caption

    def undo(self) -> None:
        """Take back what is being typed; where there is nothing more, the last step."""
        for code, entry in self.entries.items():
            if entry.state() == self._kept[code].state:
                continue
            before, self._is_putting = entry.state(), True
            is_taken_back = entry.undo_typing()
            self._is_putting = False
            if is_taken_back:
                self._taken_back = self._taken_back or (code, before)
                self.changed.emit()
                return
            entry.left.emit()  # it is tidied and becomes a step
            self.settle(code)
        self._keep_taken_back()
        self._stack.undo()

    def _keep_taken_back(self) -> None:
        """What was taken back letter by letter is a step that was undone: it can be done again from elsewhere."""
        if self._taken_back is not None:
            code, typed = self._taken_back
            self._taken_back = None
            self._stack.push(FieldEdit(self, code, self._kept[code].state, typed))
            self._stack.undo()

    def redo(self) -> None:
        """Do again what was taken back: in the field that has the cursor, else the last step."""
        for code, entry in self.entries.items():
            self._is_putting = True
            is_typed_again = entry.is_entered() and entry.redo_typing()
            self._is_putting = False
            if is_typed_again:
                self.changed.emit()
                return
            self.settle(code)
        self._stack.redo()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: D102 - Qt's own
        if event.type() not in {QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress}:
            return super().eventFilter(watched, event)
        steps = _steps_of(event)
        if not steps:
            return super().eventFilter(watched, event)
        event.accept()  # the window would undo what was saved last
        if event.type() == QEvent.Type.KeyPress:
            if steps < 0:
                self.undo()
            else:
                self.redo()
        return True


def _steps_of(event: QEvent) -> int:
    """-1 for the key that undoes, 1 for one of those that do again, 0 for any other."""
    if not isinstance(event, QKeyEvent):
        return 0
    key, more = event.key(), event.modifiers()
    if key == Qt.Key.Key_Z and more == _CTRL:
        return -1
    return int((key == Qt.Key.Key_Y and more == _CTRL) or (key == Qt.Key.Key_Z and more == _CTRL | _SHIFT))
