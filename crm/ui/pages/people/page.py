"""Staff and mentors: listed, entered, changed, removed, taken from a workbook."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget

from crm.domain.wording import counted
from crm.services.own_people import (
    NEEDED,
    PeopleKind,
    add_person,
    change_person,
    list_people,
    person_fields,
    remove_people,
)
from crm.services.people import import_people
from crm.ui.ask import Question
from crm.ui.forms.form import Section
from crm.ui.forms.sheet import FormSheet
from crm.ui.forms.spec import field_specs
from crm.ui.page import HeadParts
from crm.ui.pages.people.source import PeopleQuery, PeopleSource
from crm.ui.table.list_page import ListPage
from crm.ui.widgets.chips import ChipBar, Choice
from crm.ui.widgets.table import inset

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from crm.domain.changes import Changes
    from crm.services.own_people import Person
    from crm.services.tenants import FieldValue
    from crm.ui.context import Context
    from crm.ui.table.list_view import ListView
    from crm.ui.tasks import Job

_TABLES = {"staff_members": PeopleKind.STAFF, "mentors": PeopleKind.MENTORS}
_KIND = "people/kind"


class PeoplePage(ListPage):
    """Two lists of which one is shown."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "people")
        self._present: Mapping[PeopleKind, int] = {}
        self._stale = set(PeopleKind)
        self.kinds = ChipBar(context.theme, name=self.tr("Staff or mentors"))
        self.kinds.chosen.connect(lambda _key: self._show_kind())
        self.lists = {
            kind: self._make_list(PeopleSource(context, kind), "edit", "remove") for kind in PeopleKind
        }
        self.stack = QStackedWidget()
        for view in self.lists.values():
            self.stack.addWidget(inset(view))
        note = self.tr(
            "Counted in filings and rehearsals as of the reporting date, from the first day to the last."
        )
        self._lay_out(self.kinds, note, self.stack)
        self._serve(
            add=self._add,
            edit=self._edit,
            remove=self._remove,
            **{"import": self._import},
            export=self._export,
        )
        kept = context.settings.text(_KIND)
        self._name_kinds({})
        self.kinds.choose(kept if kept in self.kinds.keys else PeopleKind.STAFF.value)
        context.hub.changed.connect(self._hear)

    # ---------------------------------------------------------------- what the shell asks

    @property
    def kind(self) -> PeopleKind:
        """Who is listed."""
        return PeopleKind(self.kinds.key or PeopleKind.STAFF.value)

    @property
    def list(self) -> ListView:
        """The list that is shown."""
        return self.lists[self.kind]

    @property
    def _title(self) -> str:
        return self.tr("Staff of the incubator") if self.kind is PeopleKind.STAFF else self.tr("Mentors")

    def head(self) -> HeadParts:
        """Title, actions and search."""
        return HeadParts(
            self._context.actions.name_of("go.people"),
            actions=(
                "people.import",
                "people.export",
                "print",
                "people.remove",
                "people.edit",
                "people.add",
            ),
            primary="people.add",
            search_hint=self.tr("Name, position"),
        )

    def enter(self) -> None:
        """Read what has become old."""
        self._show_kind()

    def search(self, text: str) -> None:
        """Keep those whose entry says *text*."""
        self._text = text.strip()
        self._stale = set(PeopleKind)
        self._show_kind()

    def refresh(self) -> None:
        """Read everything again."""
        self._stale = set(PeopleKind)
        self._show_kind()

    # ---------------------------------------------------------------- reading

    def _show_kind(self) -> None:
        self._context.settings.keep_text(_KIND, self.kind.value)
        self.stack.setCurrentIndex(list(PeopleKind).index(self.kind))
        if self.kind in self._stale:
            self._stale.discard(self.kind)
            asked = self.list.query or PeopleQuery()
            if self.list.query is not None and asked.text == self._text:
                self.list.ask_again()
            else:
                self.list.ask(replace(asked, text=self._text))
            self._count()
        self._enable_here()
        self._tell_counts()

    def _count(self) -> None:
        context = self._context

        def work(_job: Job) -> dict[PeopleKind, tuple[int, int]]:
            today = context.workplace.today
            people = {kind: list_people(context.workplace, context.library, kind) for kind in PeopleKind}
            return {
                kind: (len(some), sum(one.is_there_on(today) for one in some))
                for kind, some in people.items()
            }

        context.tasks.read(
            work,
            done=self._take_counts,
            failed=lambda _failure: None,  # the list tells it
            key="people.count",
        )

    def _take_counts(self, counts: Mapping[PeopleKind, tuple[int, int]]) -> None:
        self._present = {kind: present for kind, (_, present) in counts.items()}
        self._name_kinds({kind: f"{count:,}" for kind, (count, _) in counts.items()})
        self._tell_counts()

    def _name_kinds(self, counts: Mapping[PeopleKind, str]) -> None:
        names = {PeopleKind.STAFF: self.tr("Staff"), PeopleKind.MENTORS: self.tr("Mentors")}
        self.kinds.show_choices(
            [Choice(kind.value, name, counts.get(kind, "")) for kind, name in names.items()]
        )

    def _hear(self, changes: Changes) -> None:
        touched = {kind for table, kind in _TABLES.items() if table in changes.tables}
        self._stale |= touched
        if touched and self.isVisible():
            self._show_kind()

    def _count_text(self) -> str:
        if not self.list.is_known:
            return ""
        text = counted(self.tr("{count} {count|person|people}"), count=self.list.record_count)
        present = None if self._text else self._present.get(PeopleKind(self.kinds.key))
        if present is None:
            return text
        return self.tr("{people}, {present} at present").format(people=text, present=f"{present:,}")

    # ---------------------------------------------------------------- deeds

    def _current(self) -> Person | None:
        line = self.list.current
        return None if line is None else line.record

    def _sheet(self, values: Mapping[str, FieldValue]) -> FormSheet:
        context = self._context
        fields = person_fields(context.library, self.kind)
        specs = field_specs(
            context.library, context.labels, fields, required=NEEDED, after={"until_on": "since_on"}
        )
        return FormSheet(context, [Section("", specs)], values)

    def _add(self) -> None:
        context, kind = self._context, self.kind
        sheet = self._sheet({"since_on": context.workplace.today})
        title = self.tr("New member of staff") if kind is PeopleKind.STAFF else self.tr("New mentor")

        def taken() -> None:
            values = sheet.form.values()
            context.write(
                lambda _job: (add_person(context.workplace, context.library, kind, values),),
                title=self.tr("Saving"),
                told=self.tr("Added {name}").format(name=values["name"]),
            )

        context.ask.facts(Question(title, "", self.tr("Add")), sheet, taken=taken)

    def _edit(self) -> None:
        person, context, kind = self._current(), self._context, self.kind
        if person is None:
            return
        sheet = self._sheet(person.values)

        def taken() -> None:
            changes = sheet.form.changes()
            context.write(
                lambda _job: (
                    change_person(
                        context.workplace, context.library, kind, person.id, changes, seen=person.values
                    ),
                ),
                title=self.tr("Saving"),
                told=self.tr("Changed {name}").format(name=person.name),
                failed=self._fail,
            )

        context.ask.facts(Question(person.name, "", self.tr("Save")), sheet, taken=taken)

    def _remove(self) -> None:
        """Remove those selected; the notice offers the undo."""
        context, kind = self._context, self.kind
        chosen = self._to_remove()
        if chosen:
            context.write(
                lambda _job: (remove_people(context.workplace, kind, chosen),),
                title=self.tr("Removing"),
                told=counted(self.tr("Removed {count} {count|person|people}"), count=len(chosen)),
            )

    def _import(self) -> None:
        context = self._context
        context.ask.open_file(
            title=self.tr("Import people"),
            filters=self.tr("Workbooks (*.xlsx *.xlsm *.xls *.et *.csv)"),
            folder=context.settings.text("imports/folder"),
            chosen=self.take_file,
        )

    def take_file(self, path: Path) -> None:
        """Take the people of a workbook into the list that is shown, found by name."""
        context, kind = self._context, self.kind
        context.write(
            lambda _job: (import_people(context.workplace, context.library, path, kind=kind).changes,),
            title=self.tr("Importing people"),
            told=self.tr("Imported people from {file}").format(file=path.name),
        )
