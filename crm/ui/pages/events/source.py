"""Events as a list."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from crm.domain.fields import FieldKind
from crm.domain.text import name_key
from crm.services.events import EVENT, list_events
from crm.ui.labels import NOTHING, number
from crm.ui.table.source import Beginning, Cells, Column, Kind, Nothing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from crm.services.events import EventLine
    from crm.ui.context import Context

_ORDER = ("title", "held_on", "kind", "role", "place")
_COUNTED = ("tenants", "persons")


@dataclass(frozen=True, slots=True)
class EventQuery:
    """Which events to list: those of a *year* (0: of all) whose line has *text* in it."""

    text: str = ""
    year: int = 0
    sort: str = ""
    descending: bool = False


class EventSource:
    """The events."""

    name = "events"

    def __init__(self, context: Context) -> None:
        self._context = context
        translate = QCoreApplication.translate
        self.title = translate("Events", "Events")
        kind = context.library.records[EVENT]
        codes = [*_ORDER, *(code for code in kind.fields if code not in _ORDER)]
        self._fields = {code: kind.fields[code].field for code in codes if code in kind.fields}
        self._columns = (
            *(
                Column(
                    code,
                    field.label.in_language(context.language),
                    sort=code,
                    kind=Kind.DATE if field.kind is FieldKind.DATE else Kind.TEXT,
                    is_quiet=code == "place",
                    most=320 if code == "title" else 220,
                )
                for code, field in self._fields.items()
            ),
            Column("tenants", translate("Events", "Tenants"), sort="tenants", kind=Kind.WHOLE),
            Column("persons", translate("Events", "Attendances"), sort="persons", kind=Kind.WHOLE),
        )

    @property
    def columns(self) -> Sequence[Column]:
        """What is known of each."""
        return self._columns

    def begin(self, query: EventQuery, size: int) -> Beginning:
        """The first of them."""
        found = self._found(query)
        return Beginning(len(found), [(one.id, self._cells(one)) for one in found[:size]])

    def list_ids(self, query: EventQuery) -> array[int]:
        """All of them."""
        return array("q", [one.id for one in self._found(query)])

    def get_lines(self, ids: Sequence[int]) -> Mapping[int, Cells]:
        """Some of them."""
        wanted = set(ids)
        return {one.id: self._cells(one) for one in self._all() if one.id in wanted}

    def sort_query(self, query: EventQuery, sort: str, *, descending: bool) -> EventQuery:
        """The same events in another order."""
        return replace(query, sort=sort, descending=descending)

    def sum_lines(self, ids: Sequence[int]) -> Mapping[str, tuple[int, Decimal]]:
        """Attendances and tenants that took part; of what nobody counted or named there is no number."""
        wanted = set(ids)
        lines = [one for one in self._all() if one.id in wanted and one.persons is not None]
        tenants = [one.tenants for one in lines if one.tenants]
        counts = {"tenants": tenants, "persons": [one.persons or 0 for one in lines]}
        return {key: (len(some), Decimal(sum(some))) for key, some in counts.items()}

    def nothing(self, query: EventQuery) -> Nothing:
        """No event yet, or none found."""
        translate = QCoreApplication.translate
        if query.text:
            hint = translate("Events", "Try other words, or another year.")
            return Nothing(translate("Events", "No matching events"), hint, drawing="search")
        hint = translate(
            "Events", "Roadshows, salons, training, contests: once entered, they count in the event register."
        )
        if query.year:
            text = translate("Events", "No events entered for {year} yet").format(year=query.year)
            return Nothing(text, hint, drawing="calendar", action="events.add")
        return Nothing(
            translate("Events", "No events entered yet"),
            hint,
            drawing="calendar",
            action="events.add",
        )

    def _all(self) -> tuple[EventLine, ...]:
        return list_events(self._context.workplace, self._context.library)

    def _found(self, query: EventQuery) -> list[EventLine]:
        wanted = name_key(query.text)
        found = [
            one
            for one in self._all()
            if query.year in {0, one.held_on.year} and wanted in name_key(" ".join(self._texts(one)))
        ]
        if query.sort:
            key = query.sort
            known = [one for one in found if _value(one, key) not in {None, ""}]
            known.sort(key=lambda one: _order(_value(one, key)), reverse=query.descending)
            found = [*known, *(one for one in found if _value(one, key) in {None, ""})]
        return found

    def _texts(self, event: EventLine) -> tuple[str, ...]:
        labels = self._context.labels
        return tuple(labels.value(field, event.values[code]) for code, field in self._fields.items())

    def _cells(self, event: EventLine) -> Cells:
        texts = self._texts(event)
        values = tuple(
            value if isinstance(value := event.values[code], date) else text or None
            for code, text in zip(self._fields, texts, strict=True)
        )
        counts = (
            event.tenants or None,
            event.persons,
        )  # where none is named, nobody knows whether one was there
        shown = tuple(text or NOTHING for text in (*texts, *map(number, counts)))
        return Cells(shown, (*values, *counts), event)


def _value(event: EventLine, key: str) -> object:
    return getattr(event, key) if key in _COUNTED else event.values[key]


def _order(value: object) -> tuple[int, str]:
    """Numbers by their size, all else by its text."""
    return (value, "") if isinstance(value, int) else (0, str(value))
