"""What records refer to, listed by kind: rooms, organisations and policies; entered, corrected and removed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from crm.domain.errors import StaleError
from crm.domain.fields import FieldKind
from crm.domain.text import name_key
from crm.domain.wording import counted
from crm.services.records import add_reference, change_record, list_site_records, remove_record
from crm.ui.ask import Question
from crm.ui.forms.form import Section
from crm.ui.forms.sheet import FormSheet
from crm.ui.forms.spec import record_specs
from crm.ui.labels import measured
from crm.ui.models.records import Cell, Head, RecordTable
from crm.ui.table.small import Fit, SmallTable
from crm.ui.theme import tokens as sizes
from crm.ui.trouble import show_trouble
from crm.ui.widgets.button import Button, Kind
from crm.ui.widgets.chips import ChipBar, Choice
from crm.ui.widgets.state import StatePanel
from crm.ui.widgets.table import inset
from crm.ui.widgets.text import ElidedLabel, line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crm.domain.changes import Changes
    from crm.services.record_kinds import RecordKind
    from crm.services.records import RecordLine
    from crm.services.tenants import FieldValue
    from crm.ui.context import Context
    from crm.ui.tasks import Failure

KINDS = ("room", "organisation", "policy")
"""Events have a page of their own."""
_TABLES = ("rooms", "floors", "buildings", "organisations", "policies")
_NUMBERS = frozenset({FieldKind.AREA, FieldKind.MONEY, FieldKind.COUNT})
_WIDE = frozenset({"name", "title"})
_WIDTHS = {FieldKind.CHOICE: 20, FieldKind.TEXT: 16}
"""Digits that a column is wide."""


class DirectorySection(QWidget):
    """One list of each kind, narrowed by search."""

    counted = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._sought = ""
        self._wants_cursor = False
        self._lines: Mapping[str, tuple[RecordLine, ...]] = {}
        self._is_unread = False
        self._shown: list[RecordLine] = []
        theme = context.theme
        self.kinds = ChipBar(theme, name=self.tr("Directory"))
        self.model = RecordTable(theme, ())
        self.table = SmallTable(context, self.model, key="directory", name=self.tr("Directory"), row_height=0)
        self.table.doubleClicked.connect(lambda _index: self.edit_current())
        self.table.installEventFilter(self)
        self.none = StatePanel(theme)
        self.stack = QStackedWidget()
        self.stack.addWidget(inset(self.table))
        self.stack.addWidget(self.none.widget)
        self.add = Button(theme, self.tr("New"), icon="plus", kind=Kind.PRIMARY)
        self.add.clicked.connect(lambda _checked=False: self.add_new())
        self.edit = Button(theme, self.tr("Edit"), icon="edit")
        self.edit.clicked.connect(lambda _checked=False: self.edit_current())
        self.remove = Button(theme, self.tr("Remove"), icon="trash")
        self.remove.clicked.connect(lambda _checked=False: self.remove_current())
        self._lay_out()
        self._name_kinds()
        self.kinds.choose(KINDS[0])
        self.kinds.chosen.connect(lambda _key: self._show())
        context.hub.changed.connect(self._hear)
        self._show()

    # ---------------------------------------------------------------- what the page asks

    def refresh(self) -> None:
        """Read all kinds."""
        context = self._context
        context.tasks.read(
            lambda _job: {
                kind: list_site_records(context.workplace, context.library, kind) for kind in KINDS
            },
            done=self._take,
            failed=self._tell_unread,
            key="settings-directory",
        )

    def _tell_unread(self, failure: Failure) -> None:
        """Say why nothing is listed: that there is nothing would not be true."""
        self._lines, self._is_unread = {}, True
        self._name_kinds()
        self._show()
        otherwise = self.tr("The directory could not be read")
        show_trouble(self.none, failure, context=self._context, otherwise=otherwise, again=self.refresh)

    def search(self, text: str) -> None:
        """Show those that *text* occurs in."""
        self._sought = name_key(text)
        self._show()

    def take_cursor(self) -> None:
        """Put the cursor into the list, once it is there."""
        self._wants_cursor = not self._shown
        (self.table if self._shown else self.kinds).setFocus()

    def tell_count(self) -> None:
        """Say how many are shown."""
        if self.isVisible():
            text = self.tr("{count} {count|entry|entries}")
            self.counted.emit("" if self._is_unread else counted(text, count=len(self._shown)))

    # ---------------------------------------------------------------- reading

    def _lay_out(self) -> None:
        top = QWidget()
        row = QHBoxLayout(top)
        row.setContentsMargins(sizes.MARGIN, 12, sizes.MARGIN, 12)
        row.setSpacing(sizes.GAP)
        row.addWidget(self.kinds, 1)
        for button in (self.remove, self.edit, self.add):
            row.addWidget(button)
        note = ElidedLabel(size="small", tone="text2")
        note.setText(
            self.tr(
                "Leases, cooperation and services refer to these entries; entries in use cannot be removed."
            )
        )
        foot = QWidget()
        below = QHBoxLayout(foot)
        below.setContentsMargins(sizes.MARGIN, 8, sizes.MARGIN, 8)
        below.addWidget(note, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        for part in (top, line(), self.stack, line(), foot):
            whole.addWidget(part, 1 if part is self.stack else 0)

    def _hear(self, changes: Changes) -> None:
        if changes.concern(*_TABLES):
            self.refresh()

    def _take(self, lines: Mapping[str, tuple[RecordLine, ...]]) -> None:
        self._lines, self._is_unread = lines, False
        self._name_kinds()
        self._show()
        if self._wants_cursor and self.isVisible():
            self.take_cursor()

    @property
    def _kind(self) -> RecordKind:
        return self._context.library.records[self.kinds.key or KINDS[0]]

    def _name_kinds(self) -> None:
        names = {kind: self._context.library.records[kind].listed for kind in KINDS}
        language = self._context.language
        self.kinds.show_choices(
            [
                Choice(kind, name.in_language(language), str(len(self._lines[kind])) if self._lines else "")
                for kind, name in names.items()
            ]
        )

    def _show(self) -> None:
        kind, labels, language = self._kind, self._context.labels, self._context.language
        fields = {code: one.field for code, one in kind.fields.items()}
        rows = {
            line.id: [labels.value(field, line.values[code]) for code, field in fields.items()]
            for line in self._lines.get(kind.code, ())
        }
        self._shown = [
            line
            for line in self._lines.get(kind.code, ())
            if self._sought in name_key(" ".join(rows[line.id]))
        ]
        heads = []
        for code, field in fields.items():
            caption = field.label.in_language(language)
            named = measured(caption, labels.unit(field.unit)) if field.unit else caption
            heads.append(Head(named, field.kind in _NUMBERS, code))
        self.table.remember_as(f"directory.{kind.code}")
        self.model.show([[Cell(text) for text in rows[line.id]] for line in self._shown], heads)
        samples = ["0" * (28 if code in _WIDE else _WIDTHS.get(one.kind, 12)) for code, one in fields.items()]
        wide = next((at for at, code in enumerate(fields) if code in _WIDE), len(fields) - 1)
        self.table.fit_columns(Fit(wide, room=200, samples=dict(enumerate(samples))))
        if not self._is_unread:
            self._say_none()
        self.stack.setCurrentIndex(0 if self._shown else 1)
        if self._shown:
            self.table.selectRow(0)
        self.edit.setEnabled(bool(self._shown))
        self.remove.setEnabled(bool(self._shown))
        self.tell_count()

    def _say_none(self) -> None:
        self.none.show(
            self.tr("No matches") if self._sought else self.tr("Nothing has been entered yet"),
            self.tr("You can also add one where a record needs it, such as the room of a lease."),
            drawing="search" if self._sought else "table",
        )

    # ---------------------------------------------------------------- deeds

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: D102 - Qt's own
        if watched is self.table and event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            deed = {
                Qt.Key.Key_Return: self.edit_current,
                Qt.Key.Key_Enter: self.edit_current,
                Qt.Key.Key_Delete: self.remove_current,
            }.get(Qt.Key(event.key()))
            if deed is not None:
                deed()
                return True
        return super().eventFilter(watched, event)

    def _current(self) -> RecordLine | None:
        row = self.table.currentIndex().row()
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def _sheet(self, kind: RecordKind, values: Mapping[str, FieldValue]) -> FormSheet:
        context = self._context
        return FormSheet(context, [Section("", record_specs(context.library, context.labels, kind))], values)

    def add_new(self) -> None:
        """Ask for a new one."""
        context, kind = self._context, self._kind
        sheet = self._sheet(kind, {})
        title = self.tr("New: {kind}").format(kind=kind.label.in_language(context.language))

        def taken() -> None:
            values = {code: value for code, value in sheet.form.values().items() if value not in (None, "")}
            context.write(
                lambda _job: (add_reference(context.workplace, context.library, kind.code, values),),
                title=self.tr("Saving"),
                told=self.tr("Added {name}").format(name=values[kind.title]),
            )

        context.ask.facts(Question(title, "", self.tr("Add")), sheet, taken=taken)

    def edit_current(self) -> None:
        """Ask for the one with the cursor."""
        context, kind, held = self._context, self._kind, self._current()
        if held is None:
            return
        name, sheet = str(held.values[kind.title]), self._sheet(kind, held.values)

        def taken() -> None:
            changes = sheet.form.changes()
            seen = {code: held.values[code] for code in changes}
            context.write(
                lambda _job: (
                    change_record(context.workplace, context.library, kind.code, held.id, changes, seen=seen),
                ),
                title=self.tr("Saving"),
                told=self.tr("Changed {name}").format(name=name),
                failed=self._fail,
            )

        context.ask.facts(Question(name, "", self.tr("Save")), sheet, taken=taken)

    def remove_current(self) -> None:
        """Remove the one with the cursor; the notice offers the undo."""
        context, kind, held = self._context, self._kind, self._current()
        if held is not None:
            context.write(
                lambda _job: (remove_record(context.workplace, context.library, kind.code, held.id),),
                title=self.tr("Removing"),
                told=self.tr("Removed {name}").format(name=held.values[kind.title]),
            )

    def _fail(self, failure: Failure) -> None:
        """Tell why a change was not made; what somebody else has written meanwhile is read."""
        if isinstance(failure.refusal, StaleError):
            self.refresh()
        self._context.tasks.failed.emit(failure)
