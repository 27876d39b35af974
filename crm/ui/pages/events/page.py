"""Events of the incubator: listed by year, entered with who came, changed, removed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut

from crm.domain.wording import counted
from crm.services.events import (
    add_event,
    change_event,
    list_came,
    list_events,
    list_tenant_names,
    remove_events,
)
from crm.ui.ask import Question
from crm.ui.page import HeadParts
from crm.ui.pages.events.sheet import EventSheet
from crm.ui.pages.events.source import EventQuery, EventSource
from crm.ui.pages.events.taking import EventsImport
from crm.ui.table.list_page import ListPage
from crm.ui.widgets.chips import ChipBar, Choice
from crm.ui.widgets.table import inset

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from crm.domain.changes import Changes
    from crm.services.events import EventLine, HeldCame
    from crm.ui.context import Context
    from crm.ui.table.list_view import ListView
    from crm.ui.tasks import Job

_TABLES = ("events", "attendances")
_SPAN = "events/span"
_SPANS = ("this", "last", "all")


class _Known(NamedTuple):
    """What the sheet of an event needs to know besides its line."""

    came: Sequence[HeldCame]
    names: Mapping[str, frozenset[int]]


class _Count(NamedTuple):
    """How many events, and how many came to them."""

    events: int
    persons: int


class EventsPage(ListPage):
    """The events of this year, of the last, or all."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "events")
        self._stale = True
        self._counts: Mapping[str, _Count] = {}
        self.spans = ChipBar(context.theme, name=self.tr("Year"))
        self.spans.chosen.connect(self._choose_span)
        note = self.tr(
            "Counted in filings by date. Where attendance was not counted, it stays blank, not zero."
        )
        self._view = self._make_list(EventSource(context), "edit", "remove", "export")
        keys = QShortcut(QKeySequence(Qt.Key.Key_Delete), self._view)
        keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        keys.activated.connect(self._remove)
        self._lay_out(self.spans, note, inset(self._view))
        self.taking = EventsImport(context)
        self._serve(
            add=self._add,
            edit=self._edit,
            remove=self._remove,
            **{"import": self.taking.ask},
            export=self._export,
        )
        self._name_spans()
        kept = context.settings.text(_SPAN)
        self.spans.choose(kept if kept in _SPANS else _SPANS[0])
        context.hub.changed.connect(self._hear)

    @property
    def list(self) -> ListView:
        """The events."""
        return self._view

    # ---------------------------------------------------------------- what the shell asks

    def head(self) -> HeadParts:
        """Title, actions and search."""
        return HeadParts(
            self._context.actions.name_of("go.events"),
            actions=(
                "events.import",
                "events.export",
                "print",
                "events.remove",
                "events.edit",
                "events.add",
            ),
            primary="events.add",
            search_hint=self.tr("Title, kind, place"),
        )

    def enter(self) -> None:
        """Read what has become old."""
        self._show()

    def search(self, text: str) -> None:
        """Keep the events whose line says *text*."""
        self._text = text.strip()
        self._stale = True
        self._show()

    def refresh(self) -> None:
        """Read everything again."""
        self._stale = True
        self._show()

    # ---------------------------------------------------------------- reading

    @property
    def _title(self) -> str:
        year = self._year(self.spans.key)
        return self.tr("Events in {year}").format(year=year) if year else self.tr("All events")

    def _year(self, span: str) -> int:
        """The year that a chip stands for; 0 for all."""
        return 0 if span == "all" else self._context.workplace.today.year - (span == "last")

    def _choose_span(self, span: str) -> None:
        self._context.settings.keep_text(_SPAN, span)
        self.refresh()

    def _show(self) -> None:
        if self._stale:
            self._stale = False
            year = self._year(self.spans.key)
            asked = replace(self.list.query or EventQuery(), text=self._text, year=year)
            if asked == self.list.query:
                self.list.ask_again()
            else:
                self.list.ask(asked)
            self._count()
        self._enable_here()
        self._tell_counts()

    def _count(self) -> None:
        context = self._context
        years = {span: self._year(span) for span in _SPANS}

        def work(_job: Job) -> dict[str, _Count]:
            events = list_events(context.workplace, context.library)
            found = {
                span: [one for one in events if year in {0, one.held_on.year}] for span, year in years.items()
            }
            return {
                span: _Count(len(some), sum(one.persons or 0 for one in some)) for span, some in found.items()
            }

        context.tasks.read(
            work,
            done=self._take_counts,
            failed=lambda _failure: None,  # the list tells it
            key="events.count",
        )

    def _take_counts(self, counts: Mapping[str, _Count]) -> None:
        self._counts = counts
        self._name_spans()
        self._tell_counts()

    def _name_spans(self) -> None:
        names = {
            span: self.tr("All") if not (year := self._year(span)) else self.tr("{year}").format(year=year)
            for span in _SPANS
        }
        numbers = {span: f"{count.events:,}" for span, count in self._counts.items()}
        self.spans.show_choices([Choice(span, name, numbers.get(span, "")) for span, name in names.items()])

    def _hear(self, changes: Changes) -> None:
        if changes.concern(*_TABLES):
            self._stale = True
            if self.isVisible():
                self._show()

    def _count_text(self) -> str:
        if not self.list.is_known:
            return ""
        text = counted(self.tr("{count} {count|event|events}"), count=f"{self.list.record_count:,}")
        count = None if self._text else self._counts.get(self.spans.key)
        if count is None:
            return text
        return counted(
            self.tr("{events}, {persons} {persons|attendance|attendances}"),
            events=text,
            persons=f"{count.persons:,}",
        )

    # ---------------------------------------------------------------- deeds

    def _current(self) -> EventLine | None:
        line = self.list.current
        return None if line is None else line.record

    def _add(self) -> None:
        context = self._context

        def show(known: _Known) -> None:
            sheet = EventSheet(context, {"held_on": context.workplace.today, "role": "host"}, (), known.names)
            question = Question(self.tr("New event"), "", self.tr("Add"))
            context.ask.facts(question, sheet, taken=lambda: taken(sheet))

        def taken(sheet: EventSheet) -> None:
            values, came = sheet.fields, sheet.came
            context.write(
                lambda _job: (add_event(context.workplace, context.library, values, came),),
                title=self.tr("Saving"),
                told=self.tr("Added {name}").format(name=values["title"]),
            )

        context.tasks.read(
            lambda _job: _Known((), list_tenant_names(context.workplace)), done=show, key="events.sheet"
        )

    def _edit(self) -> None:
        """Ask for the event with the cursor."""
        event, context = self._current(), self._context
        if event is None:
            return

        def work(_job: Job) -> _Known:
            return _Known(list_came(context.workplace, event.id), list_tenant_names(context.workplace))

        context.tasks.read(work, done=lambda known: self._ask_changes(event, known), key="events.sheet")

    def _ask_changes(self, event: EventLine, known: _Known) -> None:
        context = self._context
        sheet = EventSheet(context, event.values, known.came, known.names)

        def taken() -> None:
            changes, came = sheet.changes, sheet.came if sheet.came_changes else None
            context.write(
                lambda _job: (
                    change_event(
                        context.workplace,
                        context.library,
                        event.id,
                        changes,
                        seen=event.values,
                        came=came,
                        seen_came=known.came,
                    ),
                ),
                title=self.tr("Saving"),
                told=self.tr("Changed {name}").format(name=event.title),
                failed=self._fail,
            )

        context.ask.facts(Question(event.title, "", self.tr("Save")), sheet, taken=taken)

    def _remove(self) -> None:
        """Remove those selected; the notice offers the undo."""
        context = self._context
        chosen, current = self._to_remove(), self._current()
        if not chosen:
            return
        told = counted(self.tr("Removed {count} {count|event|events}"), count=len(chosen))
        if current is not None and len(chosen) == 1:
            told = self.tr("Removed {name}").format(name=current.title)
        context.write(
            lambda _job: (remove_events(context.workplace, context.library, chosen),),
            title=self.tr("Removing"),
            told=told,
        )
