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
Columns = Sequence[Sequence[Any]]
"""The values of many rows, one sequence a column; the columns are named beside them."""
_BETWEEN_TEXTS = "\x7f"
"""Stands between the texts of a column that is kept as one text; a cleaned cell never holds it."""


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


def pack(table: Table, names: Sequence[str], *, before: Columns | None, after: Columns | None) -> bytes:
    """The rows of a batch as compressed JSON, column by column: alike values side by side pack best and fastest."""
    columns = after if after is not None else before or [()]
    content = {
        "columns": list(names),
        "rows": len(columns[0]),
        "before": None if before is None else _write_columns(table, names, before),
        "after": None if after is None else _write_columns(table, names, after),
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


def _write_columns(table: Table, names: Sequence[str], columns: Columns) -> list[Any]:
    """Each column as a list, or shorter: one value that all rows have in ``all``, texts in one text in ``texts``."""
    written: list[Any] = []
    for name, values in zip(names, columns, strict=True):
        write = _writer(table, name)
        if len(values) > 1 and values[0] == values[-1] and values.count(values[0]) == len(values):
            written.append({"all": write(values[:1])[0]})
        else:
            written.append(_in_one_text(write(values)))
    return written


def _in_one_text(values: Sequence[Any]) -> Any:  # noqa: ANN401 - what JSON holds
    """Texts as one text, which is written ten times as fast as one by one; anything else as it is."""
    try:
        joined = _BETWEEN_TEXTS.join(values)
    except TypeError:  # not all are texts
        return values
    return {"texts": joined} if values and joined.count(_BETWEEN_TEXTS) == len(values) - 1 else values


def _read_columns(
    table: Table, columns: Sequence[str], written: list[Any] | None, count: int
) -> list[list[Any]] | None:
    if written is None:
        return None
    read = []
    for name, values in zip(columns, written, strict=True):
        reader = _reader(table, name)
        if not isinstance(values, dict):
            read.append(reader(values))
        elif "texts" in values:
            read.append(reader(values["texts"].split(_BETWEEN_TEXTS)))
        else:
            read.append(reader([values["all"]]) * count)
    return read


def _writer(table: Table, name: str) -> Callable[[Sequence[Any]], Sequence[Any]]:
    kind = table.c[name].type
    if isinstance(kind, Date):
        return days_written
    if isinstance(kind, LargeBinary):
        return lambda values: [None if v is None else base64.b64encode(v).decode("ascii") for v in values]
    return lambda values: values


def days_written(values: Sequence[date | str | None]) -> list[str | None]:
    """Days as the journal and SQLite write them. TypeError where one has a time of day: it would be lost."""
    written: dict[date | str | None, str | None] = {}
    for value in set(values):  # many begin on the same day
        if isinstance(value, datetime):
            raise TypeError(datetime)
        written[value] = value.isoformat() if isinstance(value, date) else value
    return list(map(written.__getitem__, values))


def _reader(table: Table, name: str) -> Callable[[list[Any]], list[Any]]:
    column = table.c.get(name)
    if column is not None and isinstance(column.type, Date):
        return lambda values: [None if value is None else date.fromisoformat(value) for value in values]
    if column is not None and isinstance(column.type, LargeBinary):
        return lambda values: [None if value is None else base64.b64decode(value) for value in values]
    return lambda values: values
