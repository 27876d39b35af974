"""The records of a tenant: add, change and remove one of any kind that ``resources/records.toml`` describes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from crm.db.base import Base
from crm.db.models import Lease, Room, Tenant
from crm.db.queries import tenant_records as rows
from crm.db.queries.history import last_change_of_column
from crm.domain.errors import NotFoundError, RuleError, StaleError
from crm.domain.fields import FieldKind
from crm.domain.vocabulary import INDUSTRY
from crm.services.evidence import detach_all
from crm.services.operation import operation
from crm.services.rooms import change_room, floor_named, remove_empty, require_new_number

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection

    from crm.domain.changes import Changes
    from crm.services.library import Library
    from crm.services.operation import Operation, Workplace
    from crm.services.record_kinds import RecordField, RecordKind
    from crm.services.tenants import FieldValue

_TYPES: dict[FieldKind, type] = {
    FieldKind.DATE: date,
    FieldKind.MONEY: int,
    FieldKind.AREA: int,
    FieldKind.COUNT: int,
    FieldKind.YES_NO: bool,
}


_EVIDENCE_KINDS = {"lease": "lease_line"}
"""Kinds that figures and their evidence call otherwise than forms do."""


@dataclass(frozen=True, slots=True)
class RecordLine:
    """A record with its values by field code, and in words what it refers to."""

    id: int
    kind: str
    values: Mapping[str, FieldValue]
    references: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Reference:
    """Something a record may refer to, and what tells it from its like."""

    id: int
    name: str
    detail: str


def list_records(
    workplace: Workplace, library: Library, tenant_id: int, kinds: Sequence[str]
) -> dict[str, tuple[RecordLine, ...]]:
    """A tenant's records of several kinds, the latest first. NotFoundError ``record-kind-unknown``."""
    wanted = [kind_named(library, code) for code in kinds]
    with workplace.database.reading() as connection:
        return {
            kind.code: _lines(
                connection,
                kind,
                rows.record_rows(
                    connection,
                    kind.table,
                    above=kind.above,
                    above_key=kind.above_key,
                    tenant_id=tenant_id,
                ),
            )
            for kind in wanted
        }


def list_site_records(workplace: Workplace, library: Library, kind: str) -> tuple[RecordLine, ...]:
    """All rooms, organisations, policies or events. NotFoundError ``record-kind-unknown``, for a tenant's kinds too."""
    spec = kind_named(library, kind)
    if spec.tab != "site":
        raise NotFoundError("record-kind-unknown", kind=kind)
    with workplace.database.reading() as connection:
        return _lines(connection, spec, rows.record_rows(connection, spec.table))


def get_record(workplace: Workplace, library: Library, kind: str, record_id: int) -> RecordLine:
    """One record as it is now. NotFoundError ``record-unknown``."""
    spec = kind_named(library, kind)
    with workplace.database.reading() as connection:
        (line,) = _lines(connection, spec, [held_row(connection, spec, record_id)])
    return line


def list_references(workplace: Workplace, refers: str) -> tuple[Reference, ...]:
    """Everything that a field with ``refers`` may refer to."""
    with workplace.database.reading() as connection:
        return tuple(Reference(*row) for row in rows.reference_texts(connection, refers))


def add_record(
    workplace: Workplace, library: Library, kind: str, tenant_id: int, values: Mapping[str, FieldValue]
) -> Changes:
    """Give a tenant a record of *kind*.

    RuleError ``record-value-missing``, ``record-value``, ``record-field-unknown``, ``record-days-in-disorder``;
    NotFoundError ``tenant-unknown``.
    """
    spec = kind_named(library, kind)
    with operation(workplace, "record-added", tenant=tenant_id, record=kind) as running:
        connection = running.recorder.connection
        columns = checked_values(connection, library, spec, values)
        running.describe(name=_tenant_name(connection, tenant_id), title=_title(connection, spec, columns))
        if spec.above:
            columns[spec.above_key] = _record_above(running, spec, tenant_id, columns)
            columns = {name: value for name, value in columns.items() if name not in _above(spec)}
        else:
            columns["tenant_id"] = tenant_id
        running.recorder.add(rows.model_of(spec.table), **columns)
    return running.changes


def change_record(
    workplace: Workplace,
    library: Library,
    kind: str,
    record_id: int,
    changes: Mapping[str, FieldValue],
    *,
    seen: Mapping[str, FieldValue],
) -> Changes:
    """Change fields of a record; *seen* are the values the user saw.

    Like `add_record`; StaleError ``stale-record-value`` names the first field that somebody else has changed.
    """
    spec = kind_named(library, kind)
    with operation(workplace, _deed(spec, "changed"), record=kind) as running:
        recorder = running.recorder
        held = held_row(recorder.connection, spec, record_id)
        require_seen(recorder.connection, spec, held, seen)
        own = {code: held[code] for code in spec.fields}
        columns = checked_values(recorder.connection, library, spec, {**own, **changes})
        running.describe(
            **_owner(recorder.connection, held), title=_title(recorder.connection, spec, columns)
        )
        different = {name: value for name, value in columns.items() if held[name] != value}
        upper = {name: value for name, value in different.items() if name in _above(spec)}
        lower = {name: value for name, value in different.items() if name not in upper}
        if spec.table == Room.__tablename__:
            change_room(running, held, columns, lower)
        elif lower:
            recorder.change_one(rows.model_of(spec.table), record_id, **lower)
        if upper and spec.above:
            recorder.change_one(rows.model_of(spec.above), held[spec.above_key], **upper)
    return running.changes


def remove_record(workplace: Workplace, library: Library, kind: str, record_id: int) -> Changes:
    """Remove a record; the journal keeps it. What stands above it goes too where nothing else is below that.

    NotFoundError ``record-unknown``, RuleError ``record-in-use``; ``room-let`` for a room that leases name.
    """
    spec = kind_named(library, kind)
    with operation(workplace, _deed(spec, "removed"), record=kind) as running:
        connection = running.recorder.connection
        held = held_row(connection, spec, record_id)
        title = _title(connection, spec, held)
        referring = rows.count_references(connection, spec.table, record_id)
        if referring:
            is_room = spec.table == Room.__tablename__
            raise RuleError("room-let" if is_room else "record-in-use", title=title, count=referring)
        running.describe(**_owner(connection, held), title=title)
        detach_all(running, _EVIDENCE_KINDS.get(kind, kind), record_id)
        running.recorder.remove(rows.model_of(spec.table), [(record_id,)])
        if spec.table == Room.__tablename__:
            remove_empty(running, held["floor_id"])
        if spec.above and not rows.count_references(connection, spec.above, held[spec.above_key]):
            running.recorder.remove(rows.model_of(spec.above), [(held[spec.above_key],)])
    return running.changes


def add_reference(
    workplace: Workplace, library: Library, kind: str, values: Mapping[str, FieldValue]
) -> Changes:
    """Add an organisation, event, policy or room that records may refer to; a room's building and floor come along."""
    spec = kind_named(library, kind)
    with operation(workplace, "reference-added", record=kind) as running:
        connection = running.recorder.connection
        columns = checked_values(connection, library, spec, values)
        running.describe(title=_title(connection, spec, columns))
        if spec.table == Room.__tablename__:
            require_new_number(connection, columns)
            columns["floor_id"] = floor_named(running, columns.pop("building"), columns.pop("floor"))
        running.recorder.add(rows.model_of(spec.table), **columns)
    return running.changes


def kind_named(library: Library, code: str) -> RecordKind:
    """The kind called *code*. NotFoundError ``record-kind-unknown``."""
    kind = library.records.get(code)
    if kind is None:
        raise NotFoundError("record-kind-unknown", kind=code)
    return kind


def _above(spec: RecordKind) -> set[str]:
    return {code for code, field in spec.fields.items() if field.above}


def _record_above(running: Operation, spec: RecordKind, tenant_id: int, columns: Mapping[str, Any]) -> int:
    """The tenant's record above with the same number, which gets what was said of it now; a new one otherwise."""
    recorder = running.recorder
    upper = {name: value for name, value in columns.items() if name in _above(spec)}
    same = select(Lease.id).where(Lease.tenant_id == tenant_id, Lease.number == upper["number"])
    held = recorder.connection.scalar(same.order_by(Lease.id))
    if held is None:
        return recorder.add(rows.model_of(spec.above), tenant_id=tenant_id, **upper)
    given = {name: value for name, value in upper.items() if value is not None}
    recorder.change_one(rows.model_of(spec.above), held, **given)
    return int(held)


def held_row(connection: Connection, spec: RecordKind, record_id: int) -> dict[str, Any]:
    """A record by its columns. NotFoundError ``record-unknown``."""
    found = rows.record_rows(
        connection, spec.table, above=spec.above, above_key=spec.above_key, record_id=record_id
    )
    if not found:
        raise NotFoundError("record-unknown", kind=spec.code, record=record_id)
    return found[0]


def _lines(
    connection: Connection, spec: RecordKind, held: Sequence[Mapping[str, Any]]
) -> tuple[RecordLine, ...]:
    """The rows as lines, ordered as the kind says: days downwards, what has none at last, texts upwards."""
    texts: dict[str, dict[int, str]] = {}
    for code, field in spec.fields.items():
        ids = sorted({row[code] for row in held if field.refers and row[code] is not None})
        texts[code] = (
            {row[0]: row[1] for row in rows.reference_texts(connection, field.refers, ids)} if ids else {}
        )
    lines = [
        RecordLine(
            id=row["id"],
            kind=spec.code,
            values={code: row[code] for code in spec.fields},
            references={
                code: texts[code].get(row[code], "") for code, field in spec.fields.items() if field.refers
            },
        )
        for row in held
    ]
    if spec.fields[spec.sort].field.kind is FieldKind.DATE:
        return tuple(
            sorted(
                lines,
                key=lambda line: (line.values[spec.sort] or date.min, line.id),
                reverse=True,
            )
        )
    by_text = spec.sort if not spec.fields[spec.sort].refers else ""
    if by_text:
        return tuple(sorted(lines, key=lambda line: (_natural(str(line.values[by_text] or "")), line.id)))
    return tuple(sorted(lines, key=lambda line: -line.id))


def _natural(text: str) -> tuple[tuple[int, str], ...]:
    """A text's order with its numbers by their size: A-101 comes before A-1001."""
    parts = re.split(r"(\d+)", text)
    return tuple((int(part), "") if at % 2 else (0, part) for at, part in enumerate(parts))


def checked_values(
    connection: Connection, library: Library, spec: RecordKind, values: Mapping[str, FieldValue]
) -> dict[str, Any]:
    """The columns for *values*, all of the kind's fields, once nothing is wrong with them."""
    unknown = [code for code in values if code not in spec.fields]
    if unknown:
        raise RuleError("record-field-unknown", kind=spec.code, field=unknown[0])
    columns = {
        code: _column_value(connection, library, spec, field, values.get(code))
        for code, field in spec.fields.items()
    }
    missing = [code for code in spec.required if columns[code] is None or columns[code] == ""]
    if missing:
        raise RuleError(
            "record-value-missing",
            kind=spec.code,
            fields=", ".join(f"{spec.code}.{code}" for code in missing),
        )
    for code, field in spec.fields.items():
        earlier, later = columns.get(field.after), columns[code]
        if isinstance(earlier, date) and isinstance(later, date) and later <= earlier:
            raise RuleError("record-days-in-disorder", later=later.isoformat(), earlier=earlier.isoformat())
    return columns


def _column_value(
    connection: Connection, library: Library, spec: RecordKind, field: RecordField, value: FieldValue
) -> FieldValue:
    table = Base.metadata.tables[spec.above if field.above and spec.above else spec.table]
    blank = None if field.code not in table.c or table.c[field.code].nullable else ""
    if value is None or value == "":
        return blank if _is_text(field) else None
    if field.refers:
        if not isinstance(value, int) or not rows.reference_texts(connection, field.refers, [value]):
            raise RuleError("record-value", field=f"{spec.code}.{field.code}", value=str(value))
        return value
    wanted = _TYPES.get(field.field.kind, str)
    kind_fits = isinstance(value, wanted) and (wanted is bool or not isinstance(value, bool))
    if not kind_fits or not _is_known(library, field, value):
        raise RuleError("record-value", field=f"{spec.code}.{field.code}", value=str(value))
    return value.strip() if isinstance(value, str) else value


def _is_text(field: RecordField) -> bool:
    return not field.refers and field.field.kind not in _TYPES


def _is_known(library: Library, field: RecordField, value: FieldValue) -> bool:
    """Whether a choice is one, and a number not below nothing."""
    if field.field.kind is FieldKind.CHOICE:
        return value in library.vocabulary[field.field.choices].terms
    if field.field.kind is FieldKind.INDUSTRY:
        return str(value) in library.vocabulary[INDUSTRY]
    if field.field.kind in {FieldKind.AREA, FieldKind.COUNT} and isinstance(value, int):
        return value >= 0
    return True


def _title(connection: Connection, spec: RecordKind, columns: Mapping[str, Any]) -> str:
    """What names the record, in the journal; a room is called after its building too."""
    if spec.table == Room.__tablename__:
        return f"{columns['building']} {columns['number']}"
    value = columns[spec.title]
    refers = spec.fields[spec.title].refers
    if refers and value is not None:
        return rows.reference_texts(connection, refers, [value])[0][1]
    return value.isoformat() if isinstance(value, date) else str(value or "")


def _deed(spec: RecordKind, what: str) -> str:
    """What the journal calls it: records of a tenant are told with its name, what belongs to the site without."""
    return f"reference-{what}" if spec.tab == "site" else f"record-{what}"


def _owner(connection: Connection, held: Mapping[str, Any]) -> dict[str, Any]:
    """The tenant that a record belongs to, for the journal; nothing where it belongs to the site."""
    if "tenant_id" not in held:
        return {}
    return {"tenant": held["tenant_id"], "name": _tenant_name(connection, held["tenant_id"])}


def _tenant_name(connection: Connection, tenant_id: int | None) -> str:
    name = connection.scalar(select(Tenant.name).where(Tenant.id == tenant_id))
    if name is None and tenant_id is not None:
        raise NotFoundError("tenant-unknown", tenant=tenant_id)
    return str(name or "")


def require_seen(
    connection: Connection, spec: RecordKind, held: Mapping[str, Any], seen: Mapping[str, FieldValue]
) -> None:
    """StaleError ``stale-record-value`` names the first value that is not as the user saw it."""
    for code, value in seen.items():
        if held[code] == value or (held[code] in (None, "") and value in (None, "")):
            continue
        above = spec.fields[code].above
        table, key = (spec.above, held[spec.above_key]) if above else (spec.table, held["id"])
        by, at = last_change_of_column(connection, table, (key,), code)
        raise StaleError("stale-record-value", field=code, by=by, at=at, now=str(held[code] or ""))
