"""Images of rows as the journal keeps them: packed by columns, and read back with the columns' own types."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, LargeBinary, Table

from crm.db.base import Base

Row = dict[str, Any]
"""A row as the database takes it: column name → value."""
RowKey = tuple[Any, ...]
"""The values of a row's primary key, in the table's order."""
Values = Sequence[Any]
"""A row's values, in the order of columns that are named beside them."""


@dataclass(frozen=True, slots=True)
class Image:
    """What a step did to one row: ``before`` is None for an insert, ``after`` for a removal."""

    table: str
    key: RowKey
    before: Row | None
    after: Row | None


@dataclass(frozen=True, slots=True)
class Batch:
    """What one step did to rows of one table; ``before`` and ``after`` are in the order of ``keys``.

    The values of a row stand in the order of ``columns``; an insert has no ``before``, a removal no ``after``.
    """

    table: str
    columns: tuple[str, ...]
    keys: list[RowKey]
    before: list[Values] | None
    after: list[Values] | None

    def images(self) -> Iterator[Image]:
        """The same, row by row."""
        for place, key in enumerate(self.keys):
            yield Image(self.table, key, self._row(self.before, place), self._row(self.after, place))

    def _row(self, rows: list[Values] | None, place: int) -> Row | None:
        return None if rows is None else dict(zip(self.columns, rows[place], strict=True))


def pack(
    table: Table, columns: Sequence[str], *, before: Sequence[Values] | None, after: Sequence[Values] | None
) -> bytes:
    """The rows of a batch as compressed JSON, column by column: alike values side by side pack best and fastest."""
    rows = after if after is not None else before or ()
    content = {
        "columns": list(columns),
        "rows": len(rows),
        "before": None if before is None else _write_columns(table, columns, before),
        "after": None if after is None else _write_columns(table, columns, after),
    }
    return zlib.compress(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode(), 1)


def unpack(table_name: str, packed: bytes) -> Batch:
    """A batch as :func:`pack` wrote it, with values as the table's columns hold them now.

    What an insert did not name is filled in with the column's default: that is what the database did. Columns that
    a later version of the program no longer has keep their plain values.
    """
    table = Base.metadata.tables[table_name]
    content = json.loads(zlib.decompress(packed))
    columns: list[str] = content["columns"]
    count: int = content["rows"]
    before, after = (_read_columns(table, columns, content[side], count) for side in ("before", "after"))
    if before is None and after is not None:
        for column in table.columns:
            if column.name not in columns:
                columns.append(column.name)
                after.append([default_of(table, column.name)] * count)
    sides = after if after is not None else before or []
    keys = zip(*(sides[columns.index(column.name)] for column in table.primary_key), strict=True)
    return Batch(
        table_name,
        tuple(columns),
        list(keys),
        None if before is None else list(zip(*before, strict=True)),
        None if after is None else list(zip(*after, strict=True)),
    )


def default_of(table: Table, column: str) -> Any:  # noqa: ANN401 - a column's value
    """What a row holds in *column* when an insert does not say."""
    default = table.c[column].default
    return default.arg if default is not None and default.is_scalar else None  # type: ignore[attr-defined]


def _write_columns(table: Table, columns: Sequence[str], rows: Sequence[Values]) -> list[Any]:
    """One list a column; where all rows say the same, that value alone in an object."""
    written: list[Any] = []
    for name, values in zip(columns, zip(*rows, strict=True), strict=True):
        write = _writer(table, name)
        if len(values) > 1 and values.count(values[0]) == len(values):
            written.append({"all": write(values[:1])[0]})
        else:
            written.append(write(values))
    return written


def _read_columns(
    table: Table, columns: Sequence[str], written: list[Any] | None, count: int
) -> list[list[Any]] | None:
    if written is None:
        return None
    read = []
    for name, values in zip(columns, written, strict=True):
        reader = _reader(table, name)
        if isinstance(values, dict):
            read.append(reader([values["all"]]) * count)
        else:
            read.append(reader(values))
    return read


def _writer(table: Table, name: str) -> Callable[[Sequence[Any]], Sequence[Any]]:
    kind = table.c[name].type
    if isinstance(kind, Date):
        return days_written
    if isinstance(kind, LargeBinary):
        return lambda values: [None if v is None else base64.b64encode(v).decode("ascii") for v in values]
    return lambda values: values


def days_written(values: Sequence[date | None]) -> list[str | None]:
    """Days as the journal and SQLite write them. TypeError where one has a time of day: it would be lost."""
    if datetime in set(map(type, values)):
        raise TypeError(datetime)
    return [None if value is None else value.isoformat() for value in values]


def _reader(table: Table, name: str) -> Callable[[list[Any]], list[Any]]:
    column = table.c.get(name)
    if column is not None and isinstance(column.type, Date):
        return lambda values: [None if value is None else date.fromisoformat(value) for value in values]
    if column is not None and isinstance(column.type, LargeBinary):
        return lambda values: [None if value is None else base64.b64decode(value) for value in values]
    return lambda values: values
