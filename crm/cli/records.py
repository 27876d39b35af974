"""``crm records`` and ``crm record …``: rooms, organisations and policies listed; any record corrected or removed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm.cli.desk import Answer
from crm.cli.table import table_lines
from crm.domain.fields import FieldKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crm.cli.desk import Desk
    from crm.cli.verbs import Given


@dataclass(frozen=True, slots=True)
class RecordEntry:
    """A record: its number and its values by field; amounts in the field's unit."""

    id: int
    values: Mapping[str, str | int | bool | None]


@dataclass(frozen=True, slots=True)
class RecordsDocument:
    """All records of a kind."""

    kind: str
    records: tuple[RecordEntry, ...]


@dataclass(frozen=True, slots=True)
class ChangedDocument:
    """A record that was changed or removed; ``operation`` is None where nothing was different."""

    kind: str
    record: int
    operation: int | None


def answer(desk: Desk, given: Given) -> Answer:
    """Do the one that was asked for."""
    match given.verb.name if given.verb else "":
        case "records":
            return _list(desk, given["kind"])
        case "record change":
            return _change(desk, given)
    return _remove(desk, given)


def _list(desk: Desk, code: str) -> Answer:
    from crm.services.records import list_site_records
    from crm.services.typed_values import plain_value, worded_value

    lines = list_site_records(desk.workplace(), desk.library, code)
    fields = desk.library.records[code].fields
    entries = tuple(
        RecordEntry(
            line.id, {name: plain_value(fields[name].field, value) for name, value in line.values.items()}
        )
        for line in lines
    )
    document = RecordsDocument(code, entries)
    if not lines:
        return Answer(document, [desk.texts.word("words.nothing")])
    numbers = {FieldKind.AREA, FieldKind.MONEY, FieldKind.COUNT}
    rows = [
        (
            str(line.id),
            *(
                worded_value(desk.library, one.field, line.values[name], desk.language)
                for name, one in fields.items()
            ),
        )
        for line in lines
    ]
    right = [0, *(at for at, one in enumerate(fields.values(), start=1) if one.field.kind in numbers)]
    headings = [desk.texts.word("words.id"), *(desk.texts.of(one.field.label) for one in fields.values())]
    return Answer(document, table_lines(rows, headings=headings, right=right))


def _change(desk: Desk, given: Given) -> Answer:
    from crm.services.records import change_record, get_record, kind_named
    from crm.services.typed_values import read_value

    code, number = given["record"]
    workplace, library = desk.workplace(), desk.library
    kind = kind_named(library, code)
    changes = {name: read_value(library, kind, name, text) for name, text in given["set"]}
    line = get_record(workplace, library, code, number)
    seen = {name: line.values[name] for name in changes}
    made = change_record(workplace, library, code, number, changes, seen=seen)
    document = ChangedDocument(code, number, made.operation if made.tables else None)
    word = "words.applied" if document.operation else "words.unchanged"
    return Answer(document, [desk.texts.word(word, operation=document.operation or 0)])


def _remove(desk: Desk, given: Given) -> Answer:
    from crm.services.records import remove_record

    code, number = given["record"]
    made = remove_record(desk.workplace(), desk.library, code, number)
    document = ChangedDocument(code, number, made.operation)
    return Answer(document, [desk.texts.word("words.applied", operation=made.operation)])
