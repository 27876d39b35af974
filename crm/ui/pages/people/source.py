"""Staff or mentors as a list."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from crm.domain.fields import FieldKind
from crm.domain.text import name_key, name_order
from crm.services.own_people import PeopleKind, list_people, person_fields
from crm.ui.labels import NOTHING
from crm.ui.table.source import Beginning, Cells, Column, Kind, Nothing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from crm.services.own_people import Person
    from crm.ui.context import Context

_QUIET = frozenset({"expertise", "until_on"})


@dataclass(frozen=True, slots=True)
class PeopleQuery:
    """Whom to list: those whose entry has *text* in it, by a field or in the list's own order."""

    text: str = ""
    sort: str = ""
    descending: bool = False


class PeopleSource:
    """The people of one kind."""

    def __init__(self, context: Context, kind: PeopleKind) -> None:
        self._context = context
        self._kind = kind
        self.name = f"people.{kind.value}"
        translate = QCoreApplication.translate
        staff, mentors = translate("People", "Staff"), translate("People", "Mentors")
        self.title = staff if kind is PeopleKind.STAFF else mentors
        self._fields = person_fields(context.library, kind)
        self._columns = tuple(
            Column(
                code,
                field.label.in_language(context.language),
                sort=code,
                kind=Kind.DATE if field.kind is FieldKind.DATE else Kind.TEXT,
                is_quiet=code in _QUIET,
                is_personal=code == "name",
            )
            for code, field in self._fields.items()
        )

    @property
    def columns(self) -> Sequence[Column]:
        """What is known of each."""
        return self._columns

    def begin(self, query: PeopleQuery, size: int) -> Beginning:
        """The first of them."""
        people = self._found(query)
        return Beginning(len(people), [(one.id, self._cells(one)) for one in people[:size]])

    def list_ids(self, query: PeopleQuery) -> array[int]:
        """All of them."""
        return array("q", [one.id for one in self._found(query)])

    def get_lines(self, ids: Sequence[int]) -> Mapping[int, Cells]:
        """Some of them."""
        wanted = set(ids)
        return {one.id: self._cells(one) for one in self._all() if one.id in wanted}

    def sort_query(self, query: PeopleQuery, sort: str, *, descending: bool) -> PeopleQuery:
        """The same people in another order."""
        return replace(query, sort=sort, descending=descending)

    def sum_lines(self, ids: Sequence[int]) -> Mapping[str, tuple[int, Decimal]]:
        """There is nothing to add up."""
        del ids
        return {}

    def nothing(self, query: PeopleQuery) -> Nothing:
        """Nobody yet, or nobody found."""
        translate = QCoreApplication.translate
        if query.text:
            text = translate("People", "No matches")
            return Nothing(text, translate("People", "Try other words."), drawing="search")
        none = {
            PeopleKind.STAFF: translate("People", "No staff entered yet"),
            PeopleKind.MENTORS: translate("People", "No mentors entered yet"),
        }
        hint = translate("People", "Add them one by one, or import a workbook with a column of names.")
        return Nothing(none[self._kind], hint, drawing="people", action="people.add")

    def _all(self) -> tuple[Person, ...]:
        return list_people(self._context.workplace, self._context.library, self._kind)

    def _found(self, query: PeopleQuery) -> list[Person]:
        wanted = name_key(query.text)
        found = [one for one in self._all() if wanted in name_key(" ".join(self._texts(one)))]
        if query.sort:
            found.sort(key=lambda one: _key(one.values[query.sort]), reverse=query.descending)
        return found

    def _texts(self, person: Person) -> tuple[str, ...]:
        labels = self._context.labels
        return tuple(labels.value(field, person.values[code]) for code, field in self._fields.items())

    def _cells(self, person: Person) -> Cells:
        texts = self._texts(person)
        values = tuple(
            value if isinstance(value := person.values[code], date) else text or None
            for (code, _), text in zip(self._fields.items(), texts, strict=True)
        )
        return Cells(tuple(text or NOTHING for text in texts), values, person)


def _key(value: object) -> tuple[bool, str, str]:
    """Blanks come after all others; Chinese by its pinyin."""
    return value in (None, ""), name_order(str(value)), str(value)
