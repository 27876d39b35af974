"""``crm people``: the operator's staff or the mentors, listed or taken from a workbook."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from crm.cli.desk import Answer
from crm.cli.table import table_lines

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crm.cli.desk import Desk
    from crm.cli.verbs import Given
    from crm.services.people import PeopleKind


@dataclass(frozen=True, slots=True)
class PeopleDocument:
    """What the list brought; ``operation`` is None where nothing was different."""

    kind: str
    new: int
    known: int
    operation: int | None


@dataclass(frozen=True, slots=True)
class PersonEntry:
    """Somebody of a list, by field; ``present`` says whether the person is there today."""

    id: int
    present: bool
    values: Mapping[str, str | int | bool | None]


@dataclass(frozen=True, slots=True)
class PeopleListDocument:
    """Everybody there is and was, those who are here first."""

    kind: str
    people: tuple[PersonEntry, ...]


def answer(desk: Desk, given: Given) -> Answer:
    """Take the list of a workbook; without one, tell who is there."""
    from crm.services.people import PeopleKind, import_people

    kind = PeopleKind(given["kind"])
    if given["file"] is None:
        return _list(desk, kind)
    taken = import_people(desk.workplace(), desk.library, Path(given["file"]), kind=kind)
    operation = taken.changes.operation if taken.changes.tables else None
    document = PeopleDocument(given["kind"], taken.new, taken.known, operation)
    return Answer(document, [desk.texts.word("words.people_taken", new=taken.new, known=taken.known)])


def _list(desk: Desk, kind: PeopleKind) -> Answer:
    from crm.services.own_people import list_people, person_fields
    from crm.services.typed_values import plain_value, worded_value

    workplace, library = desk.workplace(), desk.library
    fields = person_fields(library, kind)
    people = list_people(workplace, library, kind)
    entries = tuple(
        PersonEntry(
            one.id,
            one.is_there_on(workplace.today),
            {code: plain_value(field, one.values[code]) for code, field in fields.items()},
        )
        for one in people
    )
    document = PeopleListDocument(kind.value, entries)
    if not entries:
        return Answer(document, [desk.texts.word("words.nothing")])
    rows = [
        (
            str(one.id),
            *(
                worded_value(library, field, one.values[code], desk.language)
                for code, field in fields.items()
            ),
        )
        for one in people
    ]
    headings = [desk.texts.word("words.id"), *(desk.texts.of(field.label) for field in fields.values())]
    return Answer(document, table_lines(rows, headings=headings, right=(0,)))
