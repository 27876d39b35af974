"""A form: rows of captions, entries and what is wrong with them, in as many columns as there is room for."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from crm.ui.forms.choice import ChoiceEntry
from crm.ui.forms.day import DateEntry
from crm.ui.forms.edits import FormEdits
from crm.ui.forms.entry import CodeEntry, LineEntry
from crm.ui.forms.prose import ProseEntry, YesNoEntry
from crm.ui.forms.quantity import AmountEntry
from crm.ui.forms.spec import EntryKind
from crm.ui.labels import measured
from crm.ui.theme import tokens as sizes
from crm.ui.widgets.button import Button, Kind
from crm.ui.widgets.text import ElidedLabel, label, retone

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtGui import QResizeEvent

    from crm.services.tenants import FieldValue
    from crm.ui.context import Context
    from crm.ui.forms.entry import Entry
    from crm.ui.forms.spec import EntrySpec

_COLUMN = 340
"""A column of a form is not narrower than this."""
_MOST_COLUMNS = 3
_CODES = frozenset({EntryKind.USCC, EntryKind.PHONE, EntryKind.EMAIL, EntryKind.ID_NUMBER})


class Section(NamedTuple):
    """Some fields under a heading."""

    title: str
    specs: tuple[EntrySpec, ...]


class Conflict(NamedTuple):
    """A field that somebody else has changed meanwhile: what it is now, in words, and who did it when."""

    value: FieldValue
    text: str
    by: str
    at: str


def make_entry(context: Context, spec: EntrySpec) -> Entry:
    """The entry that fits a spec."""
    theme = context.theme
    if spec.kind is EntryKind.DATE:
        return DateEntry(spec, theme, today=context.workplace.today, language=context.language)
    if spec.kind in {EntryKind.MONEY, EntryKind.AREA, EntryKind.COUNT}:
        return AmountEntry(spec, theme, context.labels.unit)
    if spec.kind is EntryKind.YES_NO:
        return YesNoEntry(spec, theme)
    if spec.kind is EntryKind.CHOICE:
        return ChoiceEntry(spec, theme)
    if spec.kind is EntryKind.PROSE:
        return ProseEntry(spec)
    return CodeEntry(spec) if spec.kind in _CODES else LineEntry(spec)


class FormRow(QWidget):
    """A caption over an entry, and below it what is wrong with it, or that somebody else has changed it."""

    resolved = Signal()

    def __init__(self, context: Context, spec: EntrySpec) -> None:
        super().__init__()
        self.spec = spec
        self.entry = make_entry(context, spec)
        unit = spec.unit
        caption = spec.caption
        if unit is not None and spec.kind in {EntryKind.AREA, EntryKind.COUNT}:
            caption = measured(caption, context.labels.unit(unit))
        self._caption = f"{caption} *" if spec.required else caption
        self.caption = label(self._caption, size="small", tone="text2")
        self.caption.setBuddy(self.entry)
        self.aside = ElidedLabel(size="caption", tone="text3")
        self.aside.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.aside.hide()
        self.note = label(size="caption", tone="danger", wrap=True)
        self.note.setMinimumHeight(16)
        self.note.hide()
        self.conflict: Conflict | None = None
        self._choice = QWidget()
        choice = QHBoxLayout(self._choice)
        choice.setContentsMargins(0, 0, 0, 0)
        self.take = Button(context.theme, self.tr("Use theirs"), kind=Kind.CHIP)
        self.keep = Button(context.theme, self.tr("Keep mine"), kind=Kind.CHIP)
        self.take.clicked.connect(lambda: self.resolve(mine=False))
        self.keep.clicked.connect(lambda: self.resolve(mine=True))
        for part in (self.take, self.keep):
            choice.addWidget(part)
        choice.addStretch(1)
        self._choice.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        top = QHBoxLayout()
        top.setSpacing(sizes.GAP)
        top.addWidget(self.caption)
        top.addWidget(self.aside, 1)
        column.addLayout(top)
        parts: tuple[QWidget, ...] = (self.entry, self.note, self._choice)
        for widget in parts:
            column.addWidget(widget)
        column.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def say(self, fault: str, warning: str = "") -> None:
        """Say what is wrong; a warning blocks nothing; two empty texts say that all is well."""
        text = fault or warning
        retone(self.note, "danger" if fault else "warn")
        self.note.setText(text)
        self.note.setVisible(bool(text))
        self.entry.inner().setAccessibleDescription(text)
        self.entry.mark(wrong=bool(fault))

    def show_aside(self, text: str) -> None:
        """Say *text* beside the caption, such as what the field was a year ago; an empty text says nothing."""
        self.aside.setText(text)
        self.aside.setVisible(bool(text))

    def mark_changed(self, changed: bool) -> None:
        """Show by a dot that the field differs from what is saved."""
        self.caption.setText(f"{self._caption}  ●" if changed else self._caption)
        retone(self.caption, "accent" if changed else "text2")

    def show_conflict(self, conflict: Conflict) -> None:
        """Offer both values."""
        self.conflict = conflict
        text = self.tr('{by} changed this to "{now}" ({at}).').format(
            by=conflict.by, now=conflict.text, at=conflict.at
        )
        self.say(text)
        self._choice.show()

    def resolve(self, *, mine: bool) -> None:
        """One of the two values has been chosen."""
        if self.conflict is not None and not mine:
            self.entry.show_value(self.conflict.value)
        self.conflict = None
        self._choice.hide()
        self.say("")
        self.resolved.emit()


class Form(QWidget):
    """Fields in sections; knows what differs from what is saved, and what is wrong."""

    edited = Signal()

    def __init__(self, context: Context, sections: Sequence[Section]) -> None:
        super().__init__()
        self._context = context
        self._saved: dict[str, FieldValue] = {}
        self.rows: dict[str, FormRow] = {}
        self._grids: list[tuple[QGridLayout, list[FormRow]]] = []
        self._columns = 0
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(sizes.MARGIN)
        for section in sections:
            if section.title:
                column.addWidget(label(section.title, size="strong"))
            column.addLayout(self._make_grid(section))
        column.addStretch(1)
        self._place(2)
        self.edits = FormEdits({code: row.entry for code, row in self.rows.items()}, self)
        self.edits.put_back.connect(self._hear_put)
        self.remember()

    def _make_grid(self, section: Section) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(12)
        rows = []
        for spec in section.specs:
            row = FormRow(self._context, spec)
            row.entry.edited.connect(lambda row=row: self._hear(row))
            row.entry.left.connect(lambda row=row: self._leave(row))
            row.resolved.connect(lambda row=row: self._resolve(row))
            if isinstance(row.entry, AmountEntry):
                row.entry.unit_changed.connect(lambda row=row: self.edits.settle(row.spec.code))
            self.rows[spec.code] = row
            rows.append(row)
        self._grids.append((grid, rows))
        return grid

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102 - Qt's own
        super().resizeEvent(event)
        self._place(max(1, min(_MOST_COLUMNS, (self.width() + 24) // _COLUMN)))

    def _place(self, columns: int) -> None:
        """Lay the rows out in *columns*; wide fields take a line of their own."""
        if columns == self._columns:
            return
        self._columns = columns
        for grid, rows in self._grids:
            for row in rows:
                grid.removeWidget(row)
            for column in range(_MOST_COLUMNS):
                grid.setColumnStretch(column, int(column < columns))
            line = place = 0
            for row in rows:
                if row.spec.is_wide:
                    line += place > 0
                    grid.addWidget(row, line, 0, 1, columns)
                    line, place = line + 1, 0
                    continue
                grid.addWidget(row, line, place, Qt.AlignmentFlag.AlignTop)
                place += 1
                if place == columns:
                    line, place = line + 1, 0

    def show_values(self, values: Mapping[str, FieldValue]) -> None:
        """Show what is saved."""
        for code, row in self.rows.items():
            row.entry.show_value(values.get(code))
            row.say("")
        self.remember()

    def remember(self) -> None:
        """What is entered now is what is saved."""
        self._saved = {code: row.entry.read().value for code, row in self.rows.items()}
        self.edits.begin_anew()
        self._count()

    @property
    def saved(self) -> Mapping[str, FieldValue]:
        """What was saved when the form was opened, or last saved from it."""
        return self._saved

    def rebase(self, values: Mapping[str, FieldValue]) -> None:
        """What is saved is now *values*; what has been entered stays."""
        self._saved |= {code: value for code, value in values.items() if code in self.rows}
        self.edits.begin_anew()
        self._count()

    def take_over(self, values: Mapping[str, FieldValue]) -> None:
        """Show *values* that somebody else has saved, but for fields that differ from what was saved before."""
        mine = self.changes()
        for code, row in self.rows.items():
            if code not in mine:
                row.entry.show_value(values.get(code))
        self.rebase(values)

    def changes(self) -> dict[str, FieldValue]:
        """What differs from what is saved."""
        found = {}
        for code, row in self.rows.items():
            value, saved = row.entry.read().value, self._saved[code]
            if value != saved and (
                value or saved or isinstance(value, bool | int) or isinstance(saved, bool | int)
            ):
                found[code] = value
        return found

    def values(self) -> dict[str, FieldValue]:
        """All that is entered."""
        return {code: row.entry.read().value for code, row in self.rows.items()}

    @property
    def unsaved(self) -> int:
        """How many fields differ from what is saved; one that cannot be read does too."""
        faulty = {code for code, row in self.rows.items() if row.entry.read().fault}
        return len(faulty | self.changes().keys())

    def texts(self) -> dict[str, str]:
        """What was typed into the fields that differ: for a draft."""
        changed = self.changes().keys()
        return {
            code: row.entry.text()
            for code, row in self.rows.items()
            if code in changed or row.entry.read().fault
        }

    def put_texts(self, texts: Mapping[str, str]) -> None:
        """Type what a draft has kept."""
        with self.edits.together(self.tr("Unsaved changes")):
            for code, text in texts.items():
                if code in self.rows:
                    self.rows[code].entry.put_text(text)
                    self._check_left(self.rows[code])
        self._count()
        self.edited.emit()

    def enter(self, values: Mapping[str, FieldValue]) -> None:
        """Put *values* in as if somebody had entered them: they are not saved."""
        with self.edits.together(self.tr("Values read from a file")):
            for code, value in values.items():
                self.rows[code].entry.show_value(value)
                self._check_left(self.rows[code])
        self._count()
        self.edited.emit()

    def check(self) -> bool:
        """Whether it can be saved; what is wrong is said, and the first faulty field gets the cursor."""
        wrong = []
        for code, row in self.rows.items():
            fault = self._check_row(code)
            if row.conflict is not None:
                fault = row.note.text()
            if fault:
                wrong.append(row)
        if wrong:
            wrong[0].entry.setFocus(Qt.FocusReason.OtherFocusReason)
        return not wrong

    def refuse(self, code: str, fault: str) -> None:
        """Say what whoever saved found wrong with a field, and go there."""
        self.rows[code].say(fault)
        self.rows[code].entry.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_first(self) -> None:
        """Put the cursor into the first field."""
        for row in self.rows.values():
            row.entry.setFocus(Qt.FocusReason.OtherFocusReason)
            return

    def _hear(self, row: FormRow) -> None:
        if row.note.isVisible() and not row.entry.read().fault and row.conflict is None:
            row.say("", row.entry.read().warning)
        self.edits.hear(row.spec.code)
        self._count()
        self.edited.emit()

    def _resolve(self, row: FormRow) -> None:
        self.edits.settle(row.spec.code)
        self._count()

    def _hear_put(self, code: str) -> None:
        self._check_left(self.rows[code])
        self._count()
        self.edited.emit()

    def _leave(self, row: FormRow) -> None:
        self._check_left(row)
        self.edits.settle(row.spec.code)

    def _check_left(self, row: FormRow) -> None:
        if row.conflict is None:
            self._check_row(row.spec.code)

    def _check_row(self, code: str) -> str:
        """What is wrong with a field, which is said below it."""
        row = self.rows[code]
        reading = row.entry.read()
        fault = reading.fault
        if not fault and row.spec.required and reading.value in (None, ""):
            fault = self.tr("This is required.")
        if not fault and row.spec.after in self.rows and isinstance(reading.value, date):
            earlier = self.rows[row.spec.after]
            day = earlier.entry.read().value
            if isinstance(day, date) and reading.value <= day:
                fault = self.tr('This must be later than "{field}" ({day}).').format(
                    field=earlier.spec.caption, day=day.isoformat()
                )
        if row.conflict is None:
            row.say(fault, reading.warning)
        return fault

    def _count(self) -> None:
        changed = self.changes().keys()
        for code, row in self.rows.items():
            row.mark_changed(code in changed or bool(row.entry.read().fault))
