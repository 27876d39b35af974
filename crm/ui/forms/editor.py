"""The editor: one record in a form of its own, its draft, and both values where somebody else changed it too."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from crm.domain.errors import StaleError
from crm.domain.wording import counted, with_unit
from crm.services.moment import local_time
from crm.ui.drafts import DraftKeeper, Drafts
from crm.ui.forms.choice import ChoiceEntry
from crm.ui.forms.form import Conflict, Form, Section
from crm.ui.forms.references import References
from crm.ui.forms.spec import EntryKind
from crm.ui.labels import amount
from crm.ui.theme import tokens as sizes
from crm.ui.widgets.button import Button, Kind
from crm.ui.widgets.text import ElidedLabel, ground, label, retone

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtGui import QKeyEvent

    from crm.domain.changes import Changes
    from crm.services.tenants import FieldValue
    from crm.ui.context import Context
    from crm.ui.forms.spec import EntrySpec
    from crm.ui.labels import Labels
    from crm.ui.tasks import Failure

_LARGEST = 1_160
"""A form is not wider than this: lines that are too long are not read."""


class EditJob(NamedTuple):
    """What is to be edited, and how it is read again and saved.

    *save* gets what has changed and the values the user saw, off the window's thread. *record* names the draft. Of what
    is new, *values* are proposals: all that is entered is saved.
    """

    record: str
    tenant: int
    title: str
    sections: tuple[Section, ...]
    values: Mapping[str, FieldValue]
    save: Callable[[Mapping[str, FieldValue], Mapping[str, FieldValue]], Sequence[Changes]]
    told: str
    reload: Callable[[], Mapping[str, FieldValue]] | None = None
    """Reads the record again after somebody else has changed it; None for what is new."""


class Editor(QFrame):
    """Edits one record at a time."""

    closed = Signal()
    """It has been left, with or without saving."""
    stepped = Signal()
    """What can be undone in the form, or done again, is another."""

    def __init__(self, context: Context, drafts: Drafts) -> None:
        super().__init__()
        self.setProperty("ground", "bg")
        self._context = context
        self._drafts = drafts
        self._job: EditJob | None = None
        self._keeper: DraftKeeper | None = None
        self._saving = False
        self._references = References(context)
        self.form: Form | None = None
        self.title = ElidedLabel(size="title")
        self.banner = self._make_banner()
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.viewport().setAutoFillBackground(False)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.state = label(size="small", tone="text2")
        self.out = Button(context.theme, self.tr("Cancel"))
        self.save = Button(context.theme, self.tr("Save"), icon="check", kind=Kind.PRIMARY)
        self.out.setToolTip(self.tr("Back (Esc)"))
        self.save.setToolTip(context.actions.hint_of("form.save"))
        self.out.clicked.connect(self.leave)
        self.save.clicked.connect(self.save_now)
        context.actions.serve("form.save", self.save_now).setEnabled(False)
        self._lay_out()

    def _lay_out(self) -> None:
        head = ground("bar")
        head.setFixedHeight(sizes.BAR)
        row = QHBoxLayout(head)
        row.setContentsMargins(sizes.MARGIN, 0, sizes.MARGIN, 0)
        row.setSpacing(12)
        row.addWidget(self.title, 1)
        row.addWidget(self.state)
        row.addWidget(self.out)
        row.addWidget(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (head, self.banner):
            column.addWidget(part)
        column.addWidget(self.area, 1)

    def _make_banner(self) -> QFrame:
        banner = ground("surface2")
        row = QHBoxLayout(banner)
        row.setContentsMargins(sizes.MARGIN, 8, sizes.MARGIN, 8)
        self.banner_text = label(size="small", tone="warn", wrap=True)
        self.restore = Button(self._context.theme, self.tr("Restore"), kind=Kind.CHIP)
        self.forget = Button(self._context.theme, self.tr("Discard"), kind=Kind.CHIP)
        self.restore.clicked.connect(self._restore)
        self.forget.clicked.connect(self._forget)
        row.addWidget(self.banner_text, 1)
        row.addWidget(self.restore)
        row.addWidget(self.forget)
        banner.hide()
        return banner

    @property
    def is_dirty(self) -> bool:
        """Whether something is entered that has not been saved."""
        return self.form is not None and self.form.unsaved > 0

    def open(self, job: EditJob) -> None:
        """Edit a record."""
        self._job = job
        self._saving = False
        self.title.setText(job.title)
        self.form = Form(self._context, job.sections)
        self.form.show_values({} if job.reload is None else job.values)
        if job.reload is None:
            for code, value in job.values.items():
                self.form.rows[code].entry.show_value(value)
            self.form.rebase(job.values)
        self.form.edited.connect(self._hear)
        self.form.edits.changed.connect(self.stepped)
        self._references.fill(self.form)
        self.area.setWidget(self._on_card(self.form))
        self._keeper = DraftKeeper(
            self._drafts, record=job.record, tenant=job.tenant, title=job.title, texts=self.form.texts
        )
        self._offer_draft()
        self._tell_state()
        self._context.actions["form.save"].setEnabled(True)
        self._follow_cursor()
        self.form.focus_first()

    def _on_card(self, form: Form) -> QWidget:
        body = ground("bg")
        card = ground("card")
        inner = QVBoxLayout(card)
        inner.setContentsMargins(20, 16, 20, 20)
        inner.addWidget(form)
        card.setMaximumWidth(_LARGEST)
        row = QHBoxLayout()
        row.addWidget(card, 1)
        row.addStretch(0)
        column = QVBoxLayout(body)
        column.setContentsMargins(sizes.MARGIN, sizes.MARGIN, sizes.MARGIN, sizes.MARGIN)
        column.addLayout(row)
        column.addStretch(1)
        return body

    def _follow_cursor(self) -> None:
        """Scroll to the field that has the cursor."""
        if self.form is not None:
            for row in self.form.rows.values():
                row.entry.inner().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: D102 - Qt's own
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QWidget):
            QTimer.singleShot(0, self, lambda: self._show_part(watched))
        return super().eventFilter(watched, event)

    def _show_part(self, part: QWidget) -> None:
        if self.form is not None and self.form.isAncestorOf(part):
            self.area.ensureWidgetVisible(part, 0, 48)

    def _offer_draft(self) -> None:
        job = self._job
        draft = self._drafts.find(job.record) if job is not None else None
        self.banner.setVisible(draft is not None)
        if draft is not None:
            text = self.tr("Unsaved changes from {at}: {count} {count|field|fields}.")
            when = local_time(draft.at)
            self.banner_text.setText(counted(text, at=when, count=len(draft.texts)))

    def _restore(self) -> None:
        draft = self._drafts.find(self._job.record) if self._job is not None else None
        self.banner.hide()
        if draft is not None and self.form is not None:
            self.form.put_texts(draft.texts)
            self.form.focus_first()

    def _forget(self) -> None:
        self.banner.hide()
        if self._keeper is not None:
            self._keeper.forget()

    def _hear(self) -> None:
        if self._keeper is not None and not self.banner.isVisible():
            self._keeper.note_change()
        self._tell_state()
        self.stepped.emit()

    def _tell_state(self) -> None:
        count = 0 if self.form is None else self.form.unsaved
        retone(self.state, "warn" if count else "text3")
        if count:
            self.state.setText(self.tr("● Not saved: {count}").format(count=count))
        else:
            self.state.setText("")

    def flush(self) -> None:
        """Keep the draft now: the window may be about to close."""
        if self._keeper is not None and not self.banner.isVisible():
            self._keeper.keep_now()

    def save_now(self) -> None:
        """Save, where nothing is wrong."""
        job, form = self._job, self.form
        if job is None or form is None or self._saving:
            return
        focused = QApplication.focusWidget()
        if focused is not None:
            focused.clearFocus()  # what was typed last is tidied
        if not form.check():
            self._say_faults()
            return
        changes = form.changes()
        if job.reload is None:
            changes = {code: value for code, value in form.values().items() if value not in (None, "")}
        if not changes:
            self._finish()
            return
        seen = {code: form.saved[code] for code in changes}
        self._saving = True
        self.save.setEnabled(False)
        self._context.write(
            lambda _job: job.save(changes, seen),
            title=job.title,
            told=job.told,
            after=self._finish,
            failed=self._fail,
        )

    def _say_faults(self) -> None:
        form = self.form
        count = (
            0
            if form is None
            else sum(
                row.note.property("tone") == "danger" and row.note.isVisibleTo(form)
                for row in form.rows.values()
            )
        )
        retone(self.state, "danger")
        self.state.setText(self.tr("Fields to correct: {count}").format(count=max(count, 1)))

    def _finish(self) -> None:
        """It has been saved."""
        if self._keeper is not None:
            self._keeper.forget()
        self._close()

    def _fail(self, failure: Failure) -> None:
        self._saving = False
        self.save.setEnabled(True)
        refusal = failure.refusal
        job = self._job
        if isinstance(refusal, StaleError) and job is not None and job.reload is not None:
            self._read_conflicts(job.reload, refusal)
        elif refusal is not None:
            sentence = self._context.word_error(refusal)
            retone(self.state, "danger")
            self.state.setText(sentence.text)
        else:
            self._context.tasks.failed.emit(failure)

    def _read_conflicts(self, reload: Callable[[], Mapping[str, FieldValue]], stale: StaleError) -> None:
        form = self.form

        def show(now: Mapping[str, FieldValue]) -> None:
            if form is None or form is not self.form:
                return
            mine = form.changes()
            theirs = {
                code: now.get(code)
                for code in mine
                if now.get(code) != form.saved[code] and now.get(code) != mine[code]
            }
            form.take_over(now)
            by, at = str(stale.values["by"]), local_time(str(stale.values["at"]))
            for code, value in theirs.items():
                spec = form.rows[code].spec
                text = value_text(spec, value, self._context.labels, form.rows[code].entry)
                form.rows[code].show_conflict(Conflict(value, text, by, at))
            retone(self.state, "danger")
            self.state.setText(
                self.tr("Someone else has changed this meanwhile: choose which value to keep for each field.")
            )

        self._context.tasks.read(lambda _job: reload(), done=show)

    def leave(self) -> None:
        """Go back; what is not saved is asked about once."""
        if not self.is_dirty:
            self._give_up()
            return
        text = counted(
            self.tr('"{title}" has {count} unsaved {count|change|changes}.'),
            title=self.title.text(),
            count=self.form.unsaved if self.form is not None else 0,
        )
        self._context.ask.leave(text, save=self.save_now, discard=self._give_up, names=(self.title.text(),))

    def _give_up(self) -> None:
        if self._keeper is not None and not self.banner.isVisible():
            self._keeper.forget()
        self._close()

    def _close(self) -> None:
        self._saving = False
        self.save.setEnabled(True)
        self._context.actions["form.save"].setEnabled(False)
        self._job = None
        self._keeper = None
        self.form = None
        self.banner.hide()
        self.closed.emit()
        self.stepped.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: D102 - Qt's own
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)


def value_text(spec: EntrySpec, value: FieldValue, labels: Labels, entry: QWidget) -> str:
    """A value in words, as its entry would show it."""
    if value is None or value == "":
        return QCoreApplication.translate("Forms", "blank")
    if isinstance(value, bool):
        translate = QCoreApplication.translate
        return translate("Forms", "Yes") if value else translate("Forms", "No")
    if isinstance(value, date):
        return value.isoformat()
    if spec.kind is EntryKind.CHOICE and isinstance(entry, ChoiceEntry):
        return next((option.text for option in entry.options if option.key == value), str(value))
    if isinstance(value, int) and spec.unit is not None:
        return with_unit(amount(value, spec.unit), labels.unit(spec.unit))
    return str(value)
