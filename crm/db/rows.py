"""Rows of a table as plain values, read by their keys."""

from __future__ import annotations

from collections import defaultdict
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from sqlalchemy import Table, and_, select

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import ColumnElement, Connection, Executable

    from crm.db.base import Base
    from crm.db.images import Row, RowKey, Values

_KEYS_A_QUERY = 5_000
_DENSE = 2
"""Keys are read as one range where it holds at most so many times as many numbers as are sought."""


def table_of(model: type[Base]) -> Table:
    """The table of a model."""
    table = model.__table__
    if not isinstance(table, Table):
        raise TypeError(model)
    return table


def key_names(table: Table) -> list[str]:
    """The names of a table's key columns, in order."""
    return [column.name for column in table.primary_key]


def read_rows(
    connection: Connection, table: Table, keys: Collection[RowKey], columns: Sequence[str]
) -> dict[RowKey, tuple[Any, ...]]:
    """The values of *columns* for those of *keys* that have a row."""
    names = key_names(table)
    width = len(names)
    query = select(*(table.c[name] for name in (*names, *columns)))
    sought = keys if isinstance(keys, set | frozenset | dict) else set(keys)
    found: dict[RowKey, tuple[Any, ...]] = {}
    for condition in key_conditions(table, keys):
        for rows in connection.execute(query.where(condition)).partitions(_KEYS_A_QUERY):
            for row in rows:
                key = tuple(row[:width])
                if key in sought:
                    found[key] = tuple(row[width:])
    return found


def key_conditions(
    table: Table, keys: Collection[RowKey], *, exactly: bool = False
) -> Iterator[ColumnElement[bool]]:
    """Conditions that together hold for all rows with *keys*; for few others, or for no others where *exactly*.

    Keys of several columns are read by what they share: a figure's period and indicator, then its tenants.
    """
    columns = list(table.primary_key)
    by_head: defaultdict[RowKey, list[Any]] = defaultdict(list)
    for key in keys:
        by_head[key[:-1]].append(key[-1])
    for head, last in by_head.items():
        shared = [column == value for column, value in zip(columns[:-1], head, strict=True)]
        for condition in value_conditions(columns[-1], last, exactly=exactly):
            yield and_(*shared, condition)


def value_conditions(
    column: Any,  # noqa: ANN401 - a column
    values: Iterable[Any],
    *,
    exactly: bool = False,
) -> Iterator[ColumnElement[bool]]:
    """Conditions that together hold for *values* of *column*: one range where they lie close, else lists."""
    ordered = sorted(set(values))
    density = 1 if exactly else _DENSE
    if len(ordered) > 1 and isinstance(ordered[0], int) and ordered[-1] - ordered[0] < density * len(ordered):
        yield column.between(ordered[0], ordered[-1])
        return
    for start in range(0, len(ordered), _KEYS_A_QUERY):
        yield column.in_(ordered[start : start + _KEYS_A_QUERY])


def values_of(rows: Sequence[Row], columns: Sequence[str]) -> list[Values]:
    """The values of *rows* in the order of *columns*; KeyError where a row lacks one."""
    if len(columns) == 1:
        return [(row[columns[0]],) for row in rows]
    return list(map(itemgetter(*columns), rows))


def raw_rows(
    connection: Connection, query: Executable, parameters: Mapping[str, Any] | None = None
) -> list[tuple[Any, ...]]:
    """All rows of *query* as the driver gives them: right for values that are written back or are plain numbers."""
    result = connection.execute(query, parameters)
    return list(result.cursor.fetchall())
