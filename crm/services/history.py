"""History: what was done, when and by whom, and in words exactly what each operation changed."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from crm.db.base import Base
from crm.db.queries.history import OperationLine, operation_images, operation_lines
from crm.db.queries.names import present_names
from crm.db.queries.tenant_records import reference_texts
from crm.db.rows import read_rows
from crm.domain.errors import NotFoundError
from crm.domain.fields import Field, FieldKind
from crm.domain.period import Period
from crm.domain.wording import Words
from crm.services.journal_words import figure_field

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from sqlalchemy import Connection

    from crm.db.images import Image, Row
    from crm.domain.wording import Language
    from crm.services.journal_words import TableWords
    from crm.services.library import Library
    from crm.services.operation import Workplace
    from crm.services.tenants import FieldValue

__all__ = ["OperationLine", "get_operation", "list_operations"]


@dataclass(frozen=True, slots=True)
class HistoryQuery:
    """Which operations to list: words of their titles, who did them, and from and up to which day (local time)."""

    text: str = ""
    by: str = ""
    since: date | None = None
    until: date | None = None


class Deed(Enum):
    """What happened to a record."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class ChangedValue:
    """One value of a record before and after; None where the record was not there, or said nothing."""

    field: Field
    before: FieldValue
    after: FieldValue


@dataclass(frozen=True, slots=True)
class ChangedRecord:
    """What an operation did to one record: ``of`` is the tenant it belongs to, ``title`` what names it."""

    deed: Deed
    label: Words
    title: str
    tenant_id: int | None
    of: str
    values: tuple[ChangedValue, ...]


@dataclass(frozen=True, slots=True)
class OperationRecordChanges:
    """The first of the records an operation changed; ``is_all`` where it changed no others."""

    line: OperationLine
    records: tuple[ChangedRecord, ...]
    is_all: bool


def list_operations(workplace: Workplace, *, limit: int | None = 200) -> tuple[OperationLine, ...]:
    """The latest operations, the newest first."""
    with workplace.database.reading() as connection:
        return operation_lines(connection, limit=limit)


def list_operation_ids(
    workplace: Workplace, library: Library, query: HistoryQuery, language: Language
) -> array[int]:
    """The operations that fit *query*, the newest first; the text is sought in titles as *language* has them."""
    with workplace.database.reading() as connection:
        lines = operation_lines(connection, limit=None)
    sought = query.text.strip().casefold()
    return array(
        "q",
        (
            line.id
            for line in lines
            if (not query.by or line.by == query.by)
            and _is_between(line, query.since, query.until)
            and (not sought or sought in title_of(library, line, language).casefold())
        ),
    )


def get_operation_lines(workplace: Workplace, ids: Collection[int]) -> dict[int, OperationLine]:
    """The lines of a page of ids."""
    with workplace.database.reading() as connection:
        return {line.id: line for line in operation_lines(connection, limit=None, ids=ids)}


def list_people(workplace: Workplace) -> tuple[str, ...]:
    """Who has worked in this database, by name."""
    with workplace.database.reading() as connection:
        return tuple(sorted({line.by for line in operation_lines(connection, limit=None)} - {""}))


def title_of(library: Library, line: OperationLine, language: Language) -> str:
    """What an operation did, in one line."""
    words, details = library.messages, line.details
    title = words.word(line.kind, details, language).text
    if "unlocked" not in details:
        return title
    is_told = "reason" not in details or line.kind == "figure-changed"
    return title + words.word("unlocked" if is_told else "unlocked-for", details, language).text


def get_operation(workplace: Workplace, operation_id: int, *, limit: int = 1_000) -> tuple[Image, ...]:
    """What an operation changed: table, key, before and after of each row, the first *limit* of them."""
    with workplace.database.reading() as connection:
        return operation_images(connection, operation_id, limit=limit)


def get_operation_changes(
    workplace: Workplace, library: Library, operation_id: int, *, limit: int = 200
) -> OperationRecordChanges:
    """What an operation changed, record by record with the words of the trade, the first *limit* records.

    NotFoundError ``operation-unknown``.
    """
    with workplace.database.reading() as connection:
        lines = operation_lines(connection, limit=None, ids=[operation_id])
        if not lines:
            raise NotFoundError("operation-unknown", operation=operation_id)
        images = operation_images(connection, operation_id, limit=limit)
        records = word_images(connection, library, images)
        return OperationRecordChanges(lines[0], records, is_all=len(images) == lines[0].rows)


def word_images(
    connection: Connection, library: Library, images: Sequence[Image]
) -> tuple[ChangedRecord, ...]:
    """*images* of the journal as changed records, without what only the program reads."""
    known = [
        _Known(image, words, {**(image.before or {}), **(image.after or {})})
        for image in images
        if (words := library.tables.get(image.table)) is not None
    ]
    _complete(connection, known)
    names = _Names(connection, known)
    records = (_changed_record(library, one, names) for one in known)
    return tuple(record for record in records if record.values)


class _Known(NamedTuple):
    """An image, the words of its table, and what is known of the row: what was written, and what names it."""

    image: Image
    words: TableWords
    row: Row


def _complete(connection: Connection, known: Sequence[_Known]) -> None:
    """A change keeps only what changed: read what names the row and whose it is from the row as it is now."""
    lacking: dict[str, list[_Known]] = {}
    for one in known:
        if one.image.before is not None and one.image.after is not None:
            lacking.setdefault(one.image.table, []).append(one)
    for name, rows in lacking.items():
        table = Base.metadata.tables[name]
        columns = [column for column in ("tenant_id", rows[0].words.title) if column in table.c]
        present = read_rows(connection, table, [one.image.key for one in rows], columns)
        for one in rows:
            values = present.get(one.image.key, (None,) * len(columns))
            for column, value in zip(columns, values, strict=True):
                one.row.setdefault(column, value)


class _Names:
    """What the ids among the images are called: tenants, and whatever their records refer to."""

    def __init__(self, connection: Connection, known: Sequence[_Known]) -> None:
        owners = {one.row["tenant_id"] for one in known if one.row.get("tenant_id") is not None}
        self.tenants = present_names(connection, owners)
        sought: dict[str, set[int]] = {}
        for one in known:
            for row in (one.image.before or {}, one.image.after or {}):
                for column, refers in one.words.refers.items():
                    if row.get(column) is not None:
                        sought.setdefault(refers, set()).add(row[column])
        self._references = {
            refers: {one: name for one, name, _ in reference_texts(connection, refers, sorted(ids))}
            for refers, ids in sought.items()
        }

    def reference(self, refers: str, one: int) -> str:
        """What a row that is referred to is called; its number where it is no longer there."""
        return self._references[refers].get(one, f"#{one}")


def _changed_record(library: Library, one: _Known, names: _Names) -> ChangedRecord:
    image, words, row = one
    tenant_id = row.get("id") if image.table == "tenants" else row.get("tenant_id")
    label, title = words.label, str(row.get(words.title) or "")
    fields = words.columns
    if image.table in {"observations", "operator_figures"}:
        label, title, fields = _figure_words(library, row, fields)
    elif image.table == "stage_records":
        title = ""
    return ChangedRecord(
        deed=Deed.ADDED if image.before is None else Deed.REMOVED if image.after is None else Deed.CHANGED,
        label=label,
        title=title,
        tenant_id=tenant_id,
        of="" if tenant_id is None or image.table == "tenants" else names.tenants.get(tenant_id, ""),
        values=tuple(_changed_values(image, fields, words, names)),
    )


def _figure_words(
    library: Library, row: Row, fields: Mapping[str, Field]
) -> tuple[Words, str, Mapping[str, Field]]:
    """A figure is called by its indicator and its period, and shown in the indicator's unit."""
    indicator = library.indicators.by_code.get(row["indicator"])
    title = Period.from_key(row["period"]).code
    if indicator is None:
        return Words(row["indicator"], row["indicator"]), title, fields
    return indicator.name, title, {**fields, "value": figure_field(indicator)}


def _changed_values(
    image: Image, fields: Mapping[str, Field], words: TableWords, names: _Names
) -> Iterable[ChangedValue]:
    before, after = image.before or {}, image.after or {}
    for column in dict.fromkeys((*fields, *before, *after)):
        if column in words.hidden or (column not in before and column not in after):
            continue
        field = fields.get(column) or Field(column, Words(column, column), FieldKind.TEXT)
        old, new = (_shown(row.get(column), words.refers.get(column, ""), names) for row in (before, after))
        if old != new:
            yield ChangedValue(field, old, new)


def _shown(value: object, refers: str, names: _Names) -> FieldValue:
    if value is None or value == "":
        return None
    if isinstance(value, dict):
        return "；".join(f"{name}：{one}" for name, one in value.items()) or None
    if refers and isinstance(value, int):
        return names.reference(refers, value)
    return value if isinstance(value, str | int | date) else str(value)


def _is_between(line: OperationLine, since: date | None, until: date | None) -> bool:
    day = line.day
    return (since is None or day >= since) and (until is None or day <= until)
