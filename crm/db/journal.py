"""The recorder: the only door through which rows are inserted, changed and removed, and the journal it writes."""

from __future__ import annotations

import base64
import json
import zlib
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import Date, LargeBinary, Table, bindparam, delete, insert, select, tuple_, update

from crm.db.models import IdCounter, JournalBatch, OperationRecord

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import ColumnElement, Connection

    from crm.db.base import Base

Row = dict[str, Any]
"""A row as the database takes it: column name → value."""
RowKey = tuple[Any, ...]
"""The values of a row's primary key, in the table's order."""

_CHUNK = 5_000
"""Rows in one journal batch: bounds the memory that reading a batch back takes."""
_KEYS_A_QUERY = 900


@dataclass(frozen=True, slots=True)
class Image:
    """What a step did to one row: ``before`` is None for an insert, ``after`` for a removal."""

    table: str
    key: RowKey
    before: Row | None
    after: Row | None


@dataclass(slots=True)
class Recorder:
    """Writes rows inside one operation and keeps their before and after images. Not for use outside an operation."""

    connection: Connection
    operation_id: int
    touched: dict[str, set[RowKey]] = field(default_factory=dict)
    touched_tenants: set[int] = field(default_factory=set)
    """Tenants whose dependent rows (names, stages, …) were written."""
    _position: int = 0

    def new_ids(self, model: type[Base], count: int) -> range:
        """*count* ids for rows of *model*, never handed out before."""
        table = _table(model)
        last = self.connection.scalar(select(IdCounter.last_id).where(IdCounter.table == table.name))
        if last is None:
            last = 0
            self.connection.execute(insert(IdCounter).values(table=table.name, last_id=count))
        else:
            self.connection.execute(
                update(IdCounter).where(IdCounter.table == table.name).values(last_id=last + count)
            )
        return range(last + 1, last + count + 1)

    def add(self, model: type[Base], **values: Any) -> int:  # noqa: ANN401 - a column's value
        """Insert one row with a new id; its id."""
        (new_id,) = self.new_ids(model, 1)
        self.insert(model, [{"id": new_id, **values}])
        return new_id

    def insert(self, model: type[Base], rows: Sequence[Row]) -> None:
        """Insert *rows*, all with the same columns, their keys included."""
        if not rows:
            return
        table = _table(model)
        self.connection.execute(insert(table), rows)
        columns = list(rows[0])
        self._journal(table, columns, before=None, after=[[row[name] for name in columns] for row in rows])

    def change(self, model: type[Base], changes: Mapping[RowKey, Row]) -> None:
        """Change the named columns of the rows with the given keys. KeyError where a row does not exist."""
        by_columns: dict[tuple[str, ...], list[RowKey]] = {}
        for key, values in changes.items():
            by_columns.setdefault(tuple(values), []).append(key)
        table = _table(model)
        for columns, keys in by_columns.items():
            if columns:
                self._change_alike(table, keys, columns, changes)

    def change_one(self, model: type[Base], row_id: int, **values: Any) -> None:  # noqa: ANN401 - a column's value
        """Change one row by its id."""
        self.change(model, {(row_id,): values})

    def remove(self, model: type[Base], keys: Sequence[RowKey]) -> None:
        """Remove the rows with the given keys."""
        if not keys:
            return
        table = _table(model)
        columns = [column.name for column in table.columns]
        held = self._current(table, keys, columns)
        for some in _chunks(keys, _KEYS_A_QUERY):
            self.connection.execute(delete(table).where(_key_in(table, some)))
        self._journal(table, columns, before=[held[key] for key in keys], after=None)

    def put(self, model: type[Base], rows: Sequence[Row]) -> None:
        """Insert rows whose key is new and change those whose key exists: figures are put, not added."""
        table = _table(model)
        names = [column.name for column in table.primary_key]
        keys = [tuple(row[name] for name in names) for row in rows]
        held = self._current(table, keys, names)
        self.insert(model, [row for key, row in zip(keys, rows, strict=True) if key not in held])
        self.change(
            model,
            {
                key: {name: value for name, value in row.items() if name not in names}
                for key, row in zip(keys, rows, strict=True)
                if key in held
            },
        )

    def existing(self, model: type[Base], keys: Sequence[RowKey]) -> set[RowKey]:
        """Those of *keys* that have a row."""
        table = _table(model)
        return set(self._current(table, keys, [column.name for column in table.primary_key]))

    def _change_alike(
        self, table: Table, keys: Sequence[RowKey], columns: tuple[str, ...], changes: Mapping[RowKey, Row]
    ) -> None:
        names = [column.name for column in table.primary_key]
        wanted = [*names, *columns]
        held = self._current(table, keys, wanted)
        missing = [key for key in keys if key not in held]
        if missing:
            raise KeyError(table.name, missing[0])
        statement = update(table).values({name: bindparam(f"new_{name}") for name in columns})
        for name in names:
            statement = statement.where(table.c[name] == bindparam(f"key_{name}"))
        self.connection.execute(
            statement,
            [
                {f"key_{name}": part for name, part in zip(names, key, strict=True)}
                | {f"new_{name}": changes[key][name] for name in columns}
                for key in keys
            ],
        )
        after = [[*key, *(changes[key][name] for name in columns)] for key in keys]
        self._journal(table, wanted, before=[held[key] for key in keys], after=after)

    def _current(
        self, table: Table, keys: Sequence[RowKey], columns: Sequence[str]
    ) -> dict[RowKey, list[Any]]:
        names = [column.name for column in table.primary_key]
        chosen = [table.c[name] for name in (*names, *columns)]
        rows: dict[RowKey, list[Any]] = {}
        for some in _chunks(keys, _KEYS_A_QUERY):
            for row in self.connection.execute(select(*chosen).where(_key_in(table, some))):
                rows[tuple(row[: len(names)])] = list(row[len(names) :])
        return rows

    def _journal(
        self,
        table: Table,
        columns: Sequence[str],
        *,
        before: list[list[Any]] | None,
        after: list[list[Any]] | None,
    ) -> None:
        """Write images in batches, and remember which rows were touched."""
        images = after if after is not None else before or []
        names = [column.name for column in table.primary_key]
        places = [columns.index(name) for name in names]
        self.touched.setdefault(table.name, set()).update(tuple(row[i] for i in places) for row in images)
        self._note_tenants(table, columns, images)
        for start in range(0, len(images), _CHUNK):
            part = slice(start, start + _CHUNK)
            content = {
                "columns": columns,
                "before": None if before is None else before[part],
                "after": None if after is None else after[part],
            }
            packed = zlib.compress(json.dumps(content, ensure_ascii=False, default=_plain).encode(), 1)
            self.connection.execute(
                insert(JournalBatch).values(
                    operation_id=self.operation_id,
                    position=self._position,
                    table=table.name,
                    rows=len(images[part]),
                    images=packed,
                )
            )
            self._position += 1

    def _note_tenants(self, table: Table, columns: Sequence[str], images: list[list[Any]]) -> None:
        if "tenant_id" not in table.c:
            return
        if "tenant_id" in columns:
            place = columns.index("tenant_id")
            self.touched_tenants.update(row[place] for row in images if row[place] is not None)
            return
        names = [column.name for column in table.primary_key]
        keys = [tuple(row[columns.index(name)] for name in names) for row in images]
        held = self._current(table, keys, ["tenant_id"])
        self.touched_tenants.update(row[0] for row in held.values() if row[0] is not None)


def start_operation(connection: Connection, *, kind: str, details: Row, at: str, by: str) -> Recorder:
    """Enter a new operation into the journal; the recorder to write with."""
    recorder = Recorder(connection, 0)
    (recorder.operation_id,) = recorder.new_ids(OperationRecord, 1)
    connection.execute(
        insert(OperationRecord).values(id=recorder.operation_id, kind=kind, details=details, at=at, by=by)
    )
    return recorder


def link_undo(connection: Connection, *, undone: int, by: int) -> None:
    """Note that operation *undone* has been undone by operation *by*."""
    connection.execute(update(OperationRecord).where(OperationRecord.id == undone).values(undone_by=by))
    connection.execute(update(OperationRecord).where(OperationRecord.id == by).values(undoes=undone))


def forget_undo(connection: Connection, *, undone: int) -> None:
    """Note that operation *undone* holds again, because its undo was undone."""
    connection.execute(update(OperationRecord).where(OperationRecord.id == undone).values(undone_by=None))


def read_images(connection: Connection, operation_id: int, *, newest_first: bool = False) -> Iterator[Image]:
    """The images of an operation in the order they were written, or newest first for an undo."""
    order = JournalBatch.position.desc() if newest_first else JournalBatch.position
    query = select(JournalBatch.table, JournalBatch.images).where(JournalBatch.operation_id == operation_id)
    for table_name, packed in connection.execute(query.order_by(order)).all():
        yield from unpack_images(table_name, packed)


def unpack_images(table_name: str, packed: bytes) -> list[Image]:
    """The images of one batch, with values as the table's columns hold them."""
    table = _table_named(table_name)
    content = json.loads(zlib.decompress(packed))
    columns: list[str] = content["columns"]
    names = [column.name for column in table.primary_key]
    places = [columns.index(name) for name in names]
    count = len(content["after"] if content["after"] is not None else content["before"])
    read = [_reader(table, name) for name in columns]

    def restore(rows: list[list[Any]] | None) -> list[Row | None]:
        if rows is None:
            return [None] * count
        return [
            {name: one(value) for name, one, value in zip(columns, read, row, strict=True)} for row in rows
        ]

    images = []
    for before, after in zip(restore(content["before"]), restore(content["after"]), strict=True):
        row = after if after is not None else cast("Row", before)
        key = tuple(row[columns[place]] for place in places)
        images.append(Image(table_name, key, before, after))
    return images


def _reader(table: Table, name: str) -> Any:  # noqa: ANN401 - a function of a JSON value
    kind = table.c[name].type
    if isinstance(kind, Date):
        return lambda value: None if value is None else date.fromisoformat(value)
    if isinstance(kind, LargeBinary):
        return lambda value: None if value is None else base64.b64decode(value)
    return lambda value: value


def _plain(value: object) -> str:
    """A value JSON has no word for, as text; :func:`_reader` turns it back by the column's type."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    raise TypeError(type(value))


def _table(model: type[Base]) -> Table:
    return cast("Table", model.__table__)


def _table_named(name: str) -> Table:
    return OperationRecord.metadata.tables[name]


def _key_in(table: Table, keys: Sequence[RowKey]) -> ColumnElement[bool]:
    columns = list(table.primary_key)
    if len(columns) == 1:
        return columns[0].in_([key[0] for key in keys])
    return tuple_(*columns).in_(list(keys))


def _chunks(keys: Iterable[RowKey], size: int) -> Iterator[list[RowKey]]:
    held = list(keys)
    for start in range(0, len(held), size):
        yield held[start : start + size]
