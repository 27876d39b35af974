"""Quick add: a line of text, its kind and day, and a day to follow up on; Enter adds it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from crm.services.notes import NOTE_KINDS, NoteText
from crm.ui.drafts import BACK_BY_ITSELF, DraftKeeper, Drafts
from crm.ui.forms.day import DateEntry
from crm.ui.forms.spec import EntryKind, EntrySpec
from crm.ui.theme import tokens as sizes
from crm.ui.widgets.button import Button, Kind
from crm.ui.widgets.form import ChoiceBox
from crm.ui.widgets.text import label

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QResizeEvent

    from crm.ui.context import Context

_DAY = 136
_KIND = 92
_WIDE_FROM = 560
_IN_ONE_LINE = ((0, 0), (0, 1), (0, 2), (0, 3), (0, 4))
_IN_TWO_LINES = ((0, 0), (0, 1), (1, 0), (1, 1), (1, 2))


class NoteLineEdit(QLineEdit):
    """The line; Esc empties it, and an empty one is left."""

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: D102 - Qt's own
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)


class QuickNote(QWidget):
    """Adds notes."""

    added = Signal(object)
    """A NoteText."""

    def __init__(self, context: Context, *, place: str) -> None:
        super().__init__()
        self._context = context
        self._place_name = place
        self._drafts = Drafts(str(context.workplace.database.url))
        self._keeper: DraftKeeper | None = None
        self._wide: bool | None = None
        self.text = NoteLineEdit()
        self.text.setPlaceholderText(self.tr("What was done or said? Press Enter to add it"))
        self.text.setAccessibleName(self.tr("New note"))
        self.text.returnPressed.connect(self.add_now)
        self.text.textChanged.connect(self._note_change)
        self.kind = ChoiceBox(context.theme, name=self.tr("Kind of note"))
        self.kind.show_choices([(kind, context.labels.term("note_kind", kind)) for kind in NOTE_KINDS])
        today = context.workplace.today
        self.on = self._make_day("on", self.tr("Day"))
        self.on.show_value(today)
        self.due = self._make_day("due", self.tr("Follow up on"))
        self.due.line.setPlaceholderText(self.tr("none"))
        self.add = Button(context.theme, self.tr("Add note"), kind=Kind.STANDARD)
        self.add.clicked.connect(self.add_now)
        self.fault = label(size="caption", tone="danger", wrap=True)
        self.fault.hide()
        for entry in (self.on, self.due):
            entry.setFixedWidth(_DAY)
            entry.line.returnPressed.connect(self.add_now)
        self._lay_out()

    def _make_day(self, code: str, caption: str) -> DateEntry:
        context = self._context
        spec = EntrySpec(code, caption, EntryKind.DATE)
        return DateEntry(spec, context.theme, today=context.workplace.today, language=context.language)

    def _lay_out(self) -> None:
        self.kind.setFixedWidth(_KIND)
        self._due_caption = label(self.tr("Follow up on"), size="small", tone="text2")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(sizes.GAP)
        self._grid.setVerticalSpacing(sizes.GAP)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(sizes.GAP)
        column.addWidget(self.text)
        column.addLayout(self._grid)
        column.addWidget(self.fault)
        self._place(wide=False)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102 - Qt's own
        super().resizeEvent(event)
        self._place(wide=self.width() >= _WIDE_FROM)

    def _place(self, *, wide: bool) -> None:
        """In one line where there is room, in two where there is not."""
        if wide == self._wide:
            return
        self._wide = wide
        parts: tuple[QWidget, ...] = (self.kind, self.on, self._due_caption, self.due, self.add)
        places = _IN_ONE_LINE if wide else _IN_TWO_LINES
        for part in parts:
            self._grid.removeWidget(part)
        for part, (line, place) in zip(parts, places, strict=True):
            side = Qt.AlignmentFlag.AlignRight if part is self.add else Qt.AlignmentFlag.AlignLeft
            self._grid.addWidget(part, line, place, side)
        for place in range(5):
            self._grid.setColumnStretch(place, int(place == (4 if wide else 2)))

    def follow(self, tenant: int) -> None:
        """From now on notes are of *tenant*: what was begun of another is kept, and what was begun of it is back."""
        if self._keeper is not None:
            self._keeper.keep_now()
            self._keeper.deleteLater()
            self._keeper = None
        self.clear()
        record = f"{BACK_BY_ITSELF}{self._place_name} {tenant}"
        draft = self._drafts.find(record)
        if draft is not None:
            self.text.setText(draft.texts.get("text", ""))
        self._keeper = DraftKeeper(
            self._drafts, record=record, tenant=tenant, title=record, texts=self._begun
        )
        self._keeper.setParent(self)  # its clock does not outlive the line

    def flush(self) -> None:
        """Keep what is begun now: the window may be about to close."""
        if self._keeper is not None:
            self._keeper.keep_now()

    def _begun(self) -> dict[str, str]:
        text = self.text.text()
        return {"text": text} if text.strip() else {}

    def _note_change(self) -> None:
        if self._keeper is not None:
            self._keeper.note_change()

    def add_now(self) -> None:
        """Add what is written, where nothing is wrong with it."""
        text, on, due = self.text.text().strip(), self.on.read(), self.due.read()
        fault = on.fault or due.fault
        day = on.value if isinstance(on.value, date) else self._context.workplace.today
        if not text:
            fault = self.tr("Enter the text of the note.")
        elif isinstance(due.value, date) and due.value < day:
            fault = self.tr("The follow-up date is before the date of the note.")
        self.fault.setText(fault)
        self.fault.setVisible(bool(fault))
        if fault:
            self.text.setFocus()
            return
        due_on = due.value if isinstance(due.value, date) else None
        self.added.emit(NoteText(self.kind.key, day, text, due_on))

    def clear(self) -> None:
        """It has been added: ready for the next one."""
        self.text.setText("")  # unlike clear(), with nothing left to undo in it: Ctrl+Z takes the note back
        self.due.show_value(None)
        self.on.show_value(self._context.workplace.today)
        self.fault.hide()
