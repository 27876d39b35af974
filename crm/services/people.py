"""Staff and mentors of the incubator from a workbook: found by name, changed or added, all rows or none."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, TypeAlias

from sqlalchemy import select

from crm.db.models import Mentor, StaffMember
from crm.domain.errors import ParseError, RuleError
from crm.domain.fields import FieldKind
from crm.domain.parsing import parse_date, parse_yes_no
from crm.excel.reader import open_workbook
from crm.services.operation import operation

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from pathlib import Path

    from crm.domain.changes import Changes
    from crm.domain.fields import Field
    from crm.excel.sheet import CellValue, Sheet
    from crm.services.library import Library
    from crm.services.operation import Workplace

    Value: TypeAlias = str | bool | date | None


class PeopleKind(Enum):
    """Which people a list has."""

    STAFF = "staff"
    MENTORS = "mentors"


MODELS: dict[PeopleKind, type[StaffMember | Mentor]] = {
    PeopleKind.STAFF: StaffMember,
    PeopleKind.MENTORS: Mentor,
}


@dataclass(frozen=True, slots=True)
class PeopleTaken:
    """What a list brought: how many are new, how many stood there already."""

    new: int
    known: int
    changes: Changes


def import_people(workplace: Workplace, library: Library, path: Path, *, kind: PeopleKind) -> PeopleTaken:
    """Take the people of the first sheet at *path*: its columns are called as history calls them (姓名, 职务 …).

    Somebody who stands there by that name is changed where a cell has a value; a blank cell changes nothing. Raises
    RuleError ``people-header-missing``, ``people-value-wrong`` or ``people-value-missing`` with the cell, and what
    opening a workbook raises; nothing has been written then.
    """
    model = MODELS[kind]
    columns = library.tables[model.__tablename__].columns
    with open_workbook(path) as book:
        people = list(_read(book.read(0), columns, library))
    with operation(workplace, "people-taken", file=path.name, count=len(people)) as running:
        recorder = running.recorder
        held = {name: one for one, name in recorder.connection.execute(select(model.id, model.name))}
        known = [(held[name], one) for one in people if (name := str(one["name"])) in held]
        new = [person for person in people if str(person["name"]) not in held]
        for person_id, person in known:
            recorder.change_one(model, person_id, **person)
        for person in new:
            if person.get("since_on") is None:
                raise RuleError("people-value-missing", name=str(person["name"]))
            recorder.add(model, **{"until_on": None, **blanks_of(columns), **person})
    return PeopleTaken(len(new), len(known), running.changes)


def blanks_of(columns: Mapping[str, Field]) -> dict[str, Value]:
    """What stands in a column nobody filled in."""
    empty: dict[FieldKind, Value] = {FieldKind.TEXT: "", FieldKind.YES_NO: False}
    return {code: empty.get(field.kind) for code, field in columns.items()}


def _read(sheet: Sheet, columns: Mapping[str, Field], library: Library) -> Iterator[dict[str, Value]]:
    labels = {word: code for code, field in columns.items() for word in (field.label.zh, field.label.en)}
    named = columns["name"].label
    header = next(
        (place for place, row in enumerate(sheet.rows) if {named.zh, named.en} & set(map(_text, row))), None
    )
    if header is None:
        raise RuleError("people-header-missing", label=named.zh, label_en=named.en)
    places = {labels[_text(cell)]: at for at, cell in enumerate(sheet.rows[header]) if _text(cell) in labels}
    for place, row in enumerate(sheet.rows[header + 1 :], start=header + 1):
        if not _text(row[places["name"]]):
            continue
        person = {}
        for code, at in places.items():
            value = row[at]
            if value is not None and _text(value):
                cell = sheet.address(place, column=at)
                person[code] = _value(value, columns[code], library, cell=cell)
        yield person


def _text(value: CellValue) -> str:
    return "" if value is None else str(value).strip()


def _value(value: CellValue, field: Field, library: Library, *, cell: str) -> Value:
    try:
        if field.kind is FieldKind.DATE:
            return parse_date(value)
        if field.kind is FieldKind.YES_NO:
            return parse_yes_no(value)
    except ParseError:
        raise RuleError("people-value-wrong", cell=cell, value=_text(value)) from None
    if field.kind is FieldKind.CHOICE:
        code = library.vocabulary[field.choices].find(_text(value))
        if code is None:
            raise RuleError("people-value-wrong", cell=cell, value=_text(value))
        return code
    return _text(value)
