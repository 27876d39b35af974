"""The recorder: the only door through which rows are inserted, changed and removed, and the journal it writes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import Date, Table, bindparam, delete, insert, select, update

from crm.db.images import Batch, days_written, pack, unpack
from crm.db.models import EvidenceFile, IdCounter, JournalBatch, OperationRecord
from crm.db.rows import key_conditions, key_names, read_rows, table_of, values_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from sqlalchemy import Connection

    from crm.db.base import Base
    from crm.db.images import Columns, Image, Row, RowKey, Values

_ROWS_A_BATCH = 5_000
"""Bounds the memory that writing a batch and reading it back take."""


@dataclass(slots=True)
class Recorder:
    """Writes rows inside one operation and keeps their before and after images. Not for use outside an operation."""

    connection: Connection
    operation_id: int
    details: dict[str, str | int] = field(default_factory=dict)
    """Named values for the operation's title; what is added while it runs is kept too."""
    touched: dict[str, set[RowKey]] = field(default_factory=dict)
    """Keys of the rows written, by table."""
    touched_tenants: set[int] = field(default_factory=set)
    """Tenants whose dependent rows (names, stages, …) were written."""
    _position: int = 0

    def new_ids(self, model: type[Base], count: int) -> range:
        """*count* ids for rows of *model*, never handed out before."""
        table = table_of(model)
        counter = IdCounter.table == table.name
        last = self.connection.scalar(select(IdCounter.last_id).where(counter))
        if last is None:
            last = 0
            self.connection.execute(insert(IdCounter).values(table=table.name, last_id=count))
        elif count:
            self.connection.execute(update(IdCounter).where(counter).values(last_id=last + count))
        return range(last + 1, last + count + 1)

    def add(self, model: type[Base], **values: Any) -> int:  # noqa: ANN401 - a column's value
        """Insert one row with a new id; its id."""
        (new_id,) = self.new_ids(model, 1)
        self.insert(model, [{"id": new_id, **values}])
        return new_id

    def insert(self, model: type[Base], rows: Sequence[Row]) -> None:
        """Insert *rows*, all with the same columns, their keys included."""
        if rows:
            names = list(rows[0])
            columns = zip(*values_of(rows, names), strict=True)
            self.insert_columns(model, dict(zip(names, columns, strict=True)))

    def insert_columns(self, model: type[Base], columns: Mapping[str, Sequence[Any]]) -> None:
        """Insert many rows given column by column, as an import has them and the journal keeps them."""
        if not any(map(len, columns.values())):
            return
        table = table_of(model)
        names = list(columns)
        # Days are written out once, for the journal and for SQLite.
        written = {
            name: days_written(values) if isinstance(table.c[name].type, Date) else values
            for name, values in columns.items()
        }
        write_columns(self.connection, table, written if self.connection.dialect.positional else columns)
        self._journal(table, names, before=None, after=list(written.values()))

    def change(self, model: type[Base], changes: Mapping[RowKey, Row]) -> None:
        """Change the named columns of the rows with the given keys. KeyError where a row does not exist.

        A row that holds these values already is not touched.
        """
        by_columns: dict[tuple[str, ...], list[RowKey]] = {}
        for key, values in changes.items():
            by_columns.setdefault(tuple(values), []).append(key)
        table = table_of(model)
        for columns, keys in by_columns.items():
            if columns:
                self._change_alike(table, keys, columns, changes)

    def change_one(self, model: type[Base], row_id: int, **values: Any) -> None:  # noqa: ANN401 - a column's value
        """Change one row by its id."""
        self.change(model, {(row_id,): values})

    def remove(self, model: type[Base], keys: Collection[RowKey]) -> None:
        """Remove the rows with the given keys. KeyError where a row does not exist."""
        table = table_of(model)
        columns = [column.name for column in table.columns]
        wanted = list(dict.fromkeys(keys))
        held = read_rows(self.connection, table, wanted, columns)
        before = _columns_of([held[key] for key in wanted])
        for condition in key_conditions(table, wanted, exactly=True):
            self.connection.execute(delete(table).where(condition))
        self._journal(table, columns, before=before, after=None)

    def put(self, model: type[Base], rows: Sequence[Row]) -> None:
        """Insert rows whose key is new and change those whose key exists: figures are put, not added.

        All rows have the same columns. ValueError where a key is there twice: which of the two holds?
        """
        if not rows:
            return
        table = table_of(model)
        names = key_names(table)
        by_key = {tuple(key): row for key, row in zip(values_of(rows, names), rows, strict=True)}
        if len(by_key) != len(rows):
            raise ValueError(table.name)
        held = self.existing(model, by_key.keys())
        self.insert(model, [row for key, row in by_key.items() if key not in held])
        others = [name for name in rows[0] if name not in names]
        self.change(
            model, {key: {name: row[name] for name in others} for key, row in by_key.items() if key in held}
        )

    def keep_content(self, content: bytes) -> str:
        """Keep a file's bytes under their own fingerprint, once however often they come; the fingerprint.

        They are not journaled: they never change and are never taken away, so that every row that names them may come
        back.
        """
        sha256 = hashlib.sha256(content).hexdigest()
        table = table_of(EvidenceFile)
        if self.connection.scalar(select(table.c.sha256).where(table.c.sha256 == sha256)) is None:
            self.connection.execute(insert(table).values(sha256=sha256, size=len(content), content=content))
        return sha256

    def existing(self, model: type[Base], keys: Collection[RowKey]) -> set[RowKey]:
        """Those of *keys* that have a row."""
        return set(read_rows(self.connection, table_of(model), keys, ()))

    def _change_alike(
        self, table: Table, keys: Sequence[RowKey], columns: tuple[str, ...], changes: Mapping[RowKey, Row]
    ) -> None:
        """Change the same *columns* of all rows with *keys*."""
        names = key_names(table)
        held = read_rows(self.connection, table, keys, columns)
        before, after, parameters = [], [], []
        for key, new in zip(keys, values_of([changes[key] for key in keys], columns), strict=True):
            old = held[key]
            if old != tuple(new):
                before.append((*key, *old))
                after.append((*key, *new))
                parameters.append(dict(zip(_PLACES, (*key, *new), strict=False)))
        if not after:
            return
        statement = update(table).values(
            {name: bindparam(_PLACES[len(names) + place]) for place, name in enumerate(columns)}
        )
        for place, name in enumerate(names):
            statement = statement.where(table.c[name] == bindparam(_PLACES[place]))
        self.connection.execute(statement, parameters)
        self._journal(table, [*names, *columns], before=_columns_of(before), after=_columns_of(after))

    def _journal(
        self, table: Table, names: Sequence[str], *, before: Columns | None, after: Columns | None
    ) -> None:
        """Write images in batches, and remember which rows and tenants were touched."""
        images = after if after is not None else before
        count = len(images[0]) if images else 0
        if not images or not count:
            return
        touched = self.touched.setdefault(table.name, set())
        touched.update(zip(*(images[names.index(name)] for name in key_names(table)), strict=True))
        self._note_tenants(table, names, before, after)
        for start in range(0, count, _ROWS_A_BATCH):
            part = slice(start, start + _ROWS_A_BATCH)
            packed = pack(table, names, before=_part_of(before, part), after=_part_of(after, part))
            self.connection.execute(
                insert(JournalBatch).values(
                    operation_id=self.operation_id,
                    position=self._position,
                    table=table.name,
                    rows=min(count - start, _ROWS_A_BATCH),
                    images=packed,
                )
            )
            self._position += 1

    def _note_tenants(
        self, table: Table, names: Sequence[str], before: Columns | None, after: Columns | None
    ) -> None:
        """Remember whose rows were written: who had them before, and who has them now."""
        if "tenant_id" not in table.c:
            return
        owners: set[int | None] = set()
        if "tenant_id" in names:
            place = names.index("tenant_id")
            owners.update(*(side[place] for side in (before, after) if side is not None))
        else:
            width = len(key_names(table))
            keys = list(zip(*(after or ())[:width], strict=True))
            owners.update(row[0] for row in read_rows(self.connection, table, keys, ["tenant_id"]).values())
        self.touched_tenants.update(owner for owner in owners if owner is not None)


def _columns_of(rows: Sequence[Values]) -> Columns:
    return list(zip(*rows, strict=True))


def _part_of(columns: Columns | None, part: slice) -> Columns | None:
    return None if columns is None else [values[part] for values in columns]


_PLACES = tuple(f"value_{place}" for place in range(100))
"""Names of parameters that clash with no column's."""


def write_columns(connection: Connection, table: Table, columns: Mapping[str, Sequence[Any]]) -> None:
    """Insert rows given column by column; columns left out take the database's defaults."""
    if not connection.dialect.positional:
        rows = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
        if rows:
            connection.execute(insert(table), rows)
        return
    # Past the toolkit, which would handle each cell of each row by itself.
    preparer = connection.dialect.identifier_preparer
    into = f"{preparer.format_table(table)} ({', '.join(map(preparer.quote, columns))})"
    places = ", ".join("?" * len(columns))
    bound = [_bound(connection, table, name, values) for name, values in columns.items()]
    connection.exec_driver_sql(
        f"INSERT INTO {into} VALUES ({places})",  # noqa: S608 - our own names, quoted
        list(zip(*bound, strict=True)),
    )


def _bound(connection: Connection, table: Table, name: str, values: Sequence[Any]) -> Sequence[Any]:
    """One column's values as the driver takes them; days are written out already."""
    kind = table.c[name].type
    if isinstance(kind, Date):
        return values
    bind: Callable[[Any], Any] | None = kind.dialect_impl(connection.dialect).bind_processor(
        connection.dialect
    )
    return values if bind is None else [bind(value) for value in values]


def start_operation(
    connection: Connection, *, kind: str, details: Mapping[str, str | int], at: str, by: str
) -> Recorder:
    """Enter a new operation into the journal; the recorder to write with."""
    recorder = Recorder(connection, 0, dict(details))
    (recorder.operation_id,) = recorder.new_ids(OperationRecord, 1)
    connection.execute(
        insert(OperationRecord).values(
            id=recorder.operation_id, kind=kind, details=recorder.details, at=at, by=by
        )
    )
    return recorder


def finish_operation(recorder: Recorder) -> None:
    """Keep the details that were added while the operation ran."""
    mine = OperationRecord.id == recorder.operation_id
    recorder.connection.execute(update(OperationRecord).where(mine).values(details=recorder.details))


def link_undo(connection: Connection, *, undone: int, by: int) -> None:
    """Note that operation *undone* has been undone by operation *by*.

    Where *undone* is itself an undo, the operation it undid holds again, and so on down the chain.
    """
    record = OperationRecord
    connection.execute(update(record).where(record.id == by).values(undoes=undone))
    now: int | None = by
    operation: int | None = undone
    while operation is not None:
        connection.execute(update(record).where(record.id == operation).values(undone_by=now))
        earlier = connection.scalar(select(record.undoes).where(record.id == operation))
        # An undone undo does not stand; an undo that stands again has undone its operation again.
        now = None if now is not None else operation
        operation = earlier


def read_batches(
    connection: Connection, operation_id: int, *, only: Sequence[int] | None = None
) -> Iterator[tuple[int, Batch]]:
    """What an operation wrote, step by step in the order it was written, each step with its position.

    One batch is in memory at a time; *only* the positions named, where they are.
    """
    batch = JournalBatch
    mine = batch.operation_id == operation_id
    positions = (
        connection.scalars(select(batch.position).where(mine).order_by(batch.position)).all()
        if only is None
        else only
    )
    for position in positions:
        query = select(batch.table, batch.images).where(mine, batch.position == position)
        table, packed = connection.execute(query).one()
        yield position, unpack(table, packed)


def read_images(connection: Connection, operation_id: int) -> Iterator[Image]:
    """The same, row by row."""
    for _, batch in read_batches(connection, operation_id):
        yield from batch.images()
