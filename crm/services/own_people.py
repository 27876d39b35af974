"""Staff and mentors of the incubator one by one: listed, added, changed and removed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from crm.db.queries.history import last_change_of_column
from crm.db.rows import read_rows, table_of
from crm.domain.errors import NotFoundError, RuleError, StaleError
from crm.domain.text import name_order
from crm.services.operation import operation
from crm.services.people import MODELS, PeopleKind, blanks_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from crm.domain.changes import Changes
    from crm.domain.fields import Field
    from crm.services.library import Library
    from crm.services.operation import Operation, Workplace
    from crm.services.tenants import FieldValue

__all__ = [
    "NEEDED",
    "PeopleKind",
    "Person",
    "add_person",
    "change_person",
    "list_people",
    "person_fields",
    "remove_people",
]

NEEDED = ("name", "since_on")
"""Without these nobody is put down."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of a list, by field code."""

    id: int
    values: Mapping[str, FieldValue]

    @property
    def name(self) -> str:
        """What the person is called."""
        return str(self.values["name"])

    def is_there_on(self, day: date) -> bool:
        """Whether the person works here or is engaged on *day*."""
        since, until = self.values["since_on"], self.values["until_on"]
        return (not isinstance(since, date) or since <= day) and (not isinstance(until, date) or day < until)


def person_fields(library: Library, kind: PeopleKind) -> Mapping[str, Field]:
    """What is known of such a person, in the order in which it is asked."""
    return library.tables[MODELS[kind].__tablename__].columns


def list_people(workplace: Workplace, library: Library, kind: PeopleKind) -> tuple[Person, ...]:
    """Everybody there is and was, those who are here first, by name."""
    model, codes = MODELS[kind], list(person_fields(library, kind))
    table = table_of(model)
    with workplace.database.reading() as connection:
        rows = connection.execute(select(table.c.id, *(table.c[code] for code in codes)))
        people = [Person(row[0], dict(zip(codes, row[1:], strict=True))) for row in rows]
    return tuple(
        sorted(people, key=lambda one: (not one.is_there_on(workplace.today), name_order(one.name), one.id))
    )


def add_person(
    workplace: Workplace, library: Library, kind: PeopleKind, values: Mapping[str, FieldValue]
) -> Changes:
    """Put somebody down. RuleError ``person-name-missing``, ``people-value-missing``, ``record-days-in-disorder``."""
    blanks = blanks_of(person_fields(library, kind))
    given = {**blanks, **_clean(values, blanks)}
    _require_sound(given)
    title = "staff-added" if kind is PeopleKind.STAFF else "mentor-added"
    with operation(workplace, title, name=str(given["name"])) as running:
        running.recorder.add(MODELS[kind], **given)
    return running.changes


def change_person(
    workplace: Workplace,
    library: Library,
    kind: PeopleKind,
    person_id: int,
    changes: Mapping[str, FieldValue],
    *,
    seen: Mapping[str, FieldValue],
) -> Changes:
    """Change what is known of somebody; it is refused as `add_person` is.

    *seen* are the values the user saw: StaleError ``stale-record-value`` where one is another meanwhile.
    """
    blanks = blanks_of(person_fields(library, kind))
    given = _clean(changes, blanks)
    with operation(workplace, "person-changed") as running:
        held = _held(running, kind, person_id, list(person_fields(library, kind)))
        running.describe(name=held["name"])
        _require_seen(running, kind, person_id, held, {code: seen.get(code) for code in given})
        _require_sound({**held, **given})
        running.recorder.change_one(MODELS[kind], person_id, **given)
    return running.changes


def remove_people(workplace: Workplace, kind: PeopleKind, people: Sequence[int]) -> Changes:
    """Remove people; the journal keeps them. NotFoundError ``person-unknown``."""
    with operation(workplace, "people-removed", count=len(people)) as running:
        for person_id in people:
            _held(running, kind, person_id, ["name"])
        running.recorder.remove(MODELS[kind], [(person_id,) for person_id in people])
    return running.changes


def _clean(values: Mapping[str, FieldValue], blanks: Mapping[str, FieldValue]) -> dict[str, FieldValue]:
    """The values without blanks around them; what is not said is blank as its column has it."""
    return {
        code: blanks.get(code) if value is None else value.strip() if isinstance(value, str) else value
        for code, value in values.items()
    }


def _held(running: Operation, kind: PeopleKind, person_id: int, codes: Sequence[str]) -> dict[str, Any]:
    found = read_rows(running.recorder.connection, table_of(MODELS[kind]), [(person_id,)], list(codes))
    if (person_id,) not in found:
        raise NotFoundError("person-unknown", person=person_id)
    return dict(zip(codes, found[person_id,], strict=True))


def _require_sound(values: Mapping[str, FieldValue]) -> None:
    name, since, until = values.get("name"), values.get("since_on"), values.get("until_on")
    if not name:
        raise RuleError("person-name-missing")
    if not isinstance(since, date):
        raise RuleError("people-value-missing", name=str(name))
    if isinstance(until, date) and until <= since:
        raise RuleError("record-days-in-disorder", later=until.isoformat(), earlier=since.isoformat())


def _require_seen(
    running: Operation,
    kind: PeopleKind,
    person_id: int,
    held: Mapping[str, Any],
    seen: Mapping[str, FieldValue],
) -> None:
    for code, value in seen.items():
        if held[code] == value or (held[code] in (None, "") and value in (None, "")):
            continue
        table = MODELS[kind].__tablename__
        by, at = last_change_of_column(running.recorder.connection, table, (person_id,), code)
        raise StaleError("stale-record-value", field=code, by=by, at=at, now=str(held[code] or ""))
