"""What a form's fields may refer to: read from the database, and added to where something is not there yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm.domain.quantity import UNITS
from crm.domain.wording import with_unit
from crm.services.records import add_reference, list_references
from crm.ui.ask import Question, Sheet
from crm.ui.forms.choice import ChoiceEntry
from crm.ui.forms.form import Form, Section
from crm.ui.forms.spec import Option, record_specs, search_of
from crm.ui.labels import amount

if TYPE_CHECKING:
    from crm.services.record_kinds import RecordKind
    from crm.services.records import Reference
    from crm.services.tenants import FieldValue
    from crm.ui.context import Context
    from crm.ui.forms.spec import EntrySpec
    from crm.ui.labels import Labels


class References(QObject):
    """Fills the choices of forms."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._form: Form | None = None

    def fill(self, form: Form) -> None:
        """Read what the fields of *form* may refer to; answers for a form before are dropped."""
        self._form = form
        for row in form.rows.values():
            entry = row.entry
            if row.spec.refers and isinstance(entry, ChoiceEntry):
                self._read(form, entry)
                entry.new_asked.connect(lambda typed, entry=entry: self._ask_new(form, entry, typed))

    def _read(self, form: Form, entry: ChoiceEntry, *, added: str = "") -> None:
        """Read the choices of a field; choose the one that was just *added*."""
        workplace, refers, labels = self._context.workplace, entry.spec.refers, self._context.labels

        def work(_job: object) -> tuple[Option, ...]:
            return tuple(reference_option(one, refers, labels) for one in list_references(workplace, refers))

        def show(options: tuple[Option, ...]) -> None:
            if form is not self._form:
                return
            entry.show_options(options)
            new = [option for option in options if added and added in option.text]
            if new:
                entry.show_value(max(int(option.key) for option in new))
                entry.edited.emit()
                entry.setFocus()

        self._context.tasks.read(work, done=show)

    def _ask_new(self, form: Form, entry: ChoiceEntry, typed: str) -> None:
        """Ask for something new to refer to, add it, and choose it."""
        context = self._context
        kind = context.library.records[entry.spec.refers]
        sheet = ReferenceSheet(context, record_specs(context.library, context.labels, kind))
        if typed and entry.read().value is None:
            sheet.form.rows[kind.title].entry.put_text(typed)
        name = kind.label.in_language(context.language)
        question = Question(self.tr("New: {kind}").format(kind=name), "", self.tr("Add"))
        context.ask.facts(question, sheet, taken=lambda: self._add(form, entry, kind, sheet))

    def _add(self, form: Form, entry: ChoiceEntry, kind: RecordKind, sheet: ReferenceSheet) -> None:
        context = self._context
        values: dict[str, FieldValue] = {
            code: value for code, value in sheet.form.values().items() if value not in (None, "")
        }
        title = str(values[kind.title])
        context.write(
            lambda _job: [add_reference(context.workplace, context.library, kind.code, values)],
            title=self.tr("Adding"),
            told=self.tr('Added "{name}".').format(name=title),
            after=lambda: self._read(form, entry, added=title),
        )


class ReferenceSheet(Sheet):
    """A few fields in a dialog."""

    def __init__(self, context: Context, specs: tuple[EntrySpec, ...]) -> None:
        super().__init__()
        self.form = Form(context, (Section("", specs),))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.form)

    def first_entry(self) -> QWidget | None:
        """The first field."""
        return next(iter(self.form.rows.values())).entry.inner()

    def check(self) -> bool:
        """Whether it can be added."""
        return self.form.check()


def reference_option(one: Reference, refers: str, labels: Labels) -> Option:
    """Something to refer to as a choice; a room tells its area, an event its day."""
    detail = one.detail
    if refers == "room" and detail:
        unit = UNITS["square_metre"]
        detail = with_unit(amount(int(detail), unit), labels.unit(unit))
    return Option(one.id, one.name, search_of(one.name), detail)
