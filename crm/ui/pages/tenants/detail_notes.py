"""The tab of notes: quick add, all notes as a list, services and events attended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from crm.ui.labels import NOTHING
from crm.ui.models.records import Cell, Head, RecordTable
from crm.ui.pages.tenants.detail_overview import NOTE_TONES, card
from crm.ui.pages.tenants.detail_record import RecordsTab
from crm.ui.pages.tenants.quick_note import QuickNote
from crm.ui.pages.tenants.record_list import RecordRows
from crm.ui.table.small import Fit
from crm.ui.theme import tokens as sizes
from crm.ui.widgets.button import Button, Kind
from crm.ui.widgets.table import TagDelegate
from crm.ui.widgets.text import label

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMenu

    from crm.services.notes import NoteLine
    from crm.services.tenant_file import TenantFile
    from crm.ui.context import Context

_MOST_ROWS = 20


class NotesTab(RecordsTab):
    """Notes."""

    note_edit_asked = Signal(object)
    note_remove_asked = Signal(int)
    note_done_asked = Signal(int, bool)
    """The note's number, and whether it is done now."""

    def __init__(self, context: Context) -> None:
        self._notes: tuple[NoteLine, ...] = ()
        super().__init__(context, "notes")

    def fill_top(self) -> None:
        """Quick add and the list."""
        context = self.context
        frame, inner = card()
        head = QHBoxLayout()
        head.setSpacing(sizes.GAP)
        head.addWidget(label(self.tr("Notes"), size="strong"))
        head.addStretch(1)
        inner.addLayout(head)
        self.quick = QuickNote(context, place="notes")
        self.quick.setMaximumWidth(640)
        inner.addWidget(self.quick)
        heads = (
            Head(self.tr("Day"), key="day"),
            Head(self.tr("Kind"), key="kind"),
            Head(self.tr("Text"), key="text"),
            Head(self.tr("By"), key="by"),
            Head(self.tr("Follow up on"), key="follow_up_on"),
            Head(self.tr("Done on"), key="done_on"),
        )
        self.model = RecordTable(context.theme, heads)
        self.table = RecordRows(context, self.model, key="tenant.notes", name=self.tr("Notes"))
        self.table.deeds = self.add_deeds
        muted = ("text2", "mute_soft")
        delegate = TagDelegate(context.theme, lambda kind: NOTE_TONES.get(str(kind), muted), self.table)
        self.table.setItemDelegateForColumn(1, delegate)
        self.nothing = label(self.tr("None yet"), size="small", tone="text3")
        self.done = Button(context.theme, self.tr("Done"), icon="check", kind=Kind.QUIET)
        self.edit = Button(context.theme, icon="edit", kind=Kind.QUIET, name=self.tr("Edit (Enter)"))
        self.remove = Button(context.theme, icon="trash", kind=Kind.QUIET, name=self.tr("Remove (Del)"))
        for part in (self.done, self.edit, self.remove):
            head.addWidget(part)
        inner.addWidget(self.table)
        inner.addWidget(self.nothing)
        self.body.addWidget(frame)
        self._connect()

    def _connect(self) -> None:
        self.table.opened.connect(lambda row: self.note_edit_asked.emit(self._notes[row]))
        self.table.removed.connect(self._remove)
        self.edit.clicked.connect(self._edit)
        self.remove.clicked.connect(self._remove)
        self.done.clicked.connect(self._finish)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._follow_selection())

    def show_file(self, file: TenantFile) -> None:
        """Show a tenant's notes."""
        chosen = self.chosen
        self._notes = file.notes
        self.model.show([self._cells(note) for note in file.notes])
        self.table.setVisible(bool(file.notes))
        self.nothing.setVisible(not file.notes)
        self.table.fit_rows(_MOST_ROWS)
        late = self.tr("{day} overdue").format(day="2026-11-24")
        meeting = self.context.labels.term("note_kind", "meeting")
        samples = ["2026-11-24", f"{meeting}    ", "", "一二三四", late, "2026-11-24"]
        self.table.fit_columns(Fit(2, room=200, samples=dict(enumerate(samples))))
        rows = [row for row, note in enumerate(self._notes) if chosen is not None and note.id == chosen.id]
        if rows:
            self.table.selectRow(rows[0])
        self._follow_selection()
        super().show_file(file)

    @property
    def chosen(self) -> NoteLine | None:
        """The note with the cursor."""
        row = self.table.currentIndex().row()
        selected = self.table.selectionModel().hasSelection()
        return self._notes[row] if selected and 0 <= row < len(self._notes) else None

    def _cells(self, note: NoteLine) -> list[Cell]:
        late = note.is_open and note.due_on is not None and note.due_on < self.context.workplace.today
        due = NOTHING if note.due_on is None else note.due_on.isoformat()
        if late:
            due = self.tr("{day} overdue").format(day=due)
        return [
            Cell(note.on.isoformat(), "text2"),
            Cell(self.context.labels.term("note_kind", note.kind), "", note.kind),
            Cell(" ".join(note.text.split())),
            Cell(note.by, "text2"),
            Cell(due, "danger" if late else "text2"),
            Cell(NOTHING if note.done_on is None else note.done_on.isoformat(), "text2"),
        ]

    def _follow_selection(self) -> None:
        note = self.chosen
        for button in (self.edit, self.remove):
            button.setEnabled(note is not None)
        for button in (self.done, self.edit, self.remove):
            button.setVisible(bool(self._notes))
        self.done.setEnabled(note is not None and note.due_on is not None)
        open_again = note is not None and note.done_on is not None
        self.done.setText(self.tr("Reopen") if open_again else self.tr("Done"))
        self.done.updateGeometry()

    def _edit(self) -> None:
        if self.chosen is not None:
            self.note_edit_asked.emit(self.chosen)

    def _remove(self) -> None:
        if self.chosen is not None:
            self.note_remove_asked.emit(self.chosen.id)

    def _finish(self) -> None:
        note = self.chosen
        if note is not None and note.due_on is not None:
            self.note_done_asked.emit(note.id, note.done_on is None)

    def add_deeds(self, menu: QMenu) -> None:
        """Add to *menu* what can be done to the note with the cursor."""
        for text, icon, act, allowed in (
            (self.done.text(), "check", self._finish, self.done.isEnabled()),
            (self.tr("Edit"), "edit", self._edit, self.edit.isEnabled()),
            (self.tr("Remove"), "trash", self._remove, self.remove.isEnabled()),
        ):
            action = menu.addAction(self.context.theme.icons.get(icon), text)
            action.setEnabled(allowed)
            action.triggered.connect(act)
