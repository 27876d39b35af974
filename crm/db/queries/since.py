"""What was written since a filing was frozen, row by row with its operation, read from the journal."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import select

from crm.db.base import Base
from crm.db.images import unpack
from crm.db.models import Filing, JournalBatch, Observation, OperationRecord, OperatorFigure
from crm.db.queries.history import operation_lines
from crm.db.rows import read_rows
from crm.domain.period import Period

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from crm.db.images import Batch, RowKey
    from crm.db.queries.filings import FilingInfo
    from crm.db.queries.history import OperationLine

FIGURES = (Observation.__tablename__, OperatorFigure.__tablename__)
"""Rows whose keys are period, indicator, and whose figure it is."""


@dataclass(slots=True)
class Writing:
    """Which operations wrote a row, and which wrote anything of a tenant, the latest last."""

    lines: dict[int, OperationLine]
    rows: dict[tuple[str, RowKey], list[int]] = field(default_factory=dict)
    tenants: dict[int, list[int]] = field(default_factory=dict)
    """Rows of a tenant other than its reported figures."""
    below: dict[tuple[str, str, int], list[int]] = field(default_factory=dict)
    """Rows that refer to another: by their table, the table and the id they refer to."""
    figures: dict[tuple[str, int], list[tuple[Period, list[int]]]] = field(default_factory=dict)
    """Reported and stated figures by indicator and whose they are: the periods written."""


def freezing_operation(connection: Connection, filing: FilingInfo) -> int:
    """The operation that froze a filing; 0 where the journal does not say."""
    table = Filing.__tablename__
    query = (
        select(JournalBatch.operation_id, OperationRecord.details, JournalBatch.images)
        .join(OperationRecord, OperationRecord.id == JournalBatch.operation_id)
        .where(JournalBatch.table == table, OperationRecord.kind == "filing-frozen")
        .order_by(JournalBatch.operation_id.desc())
    )
    with connection.execute(query.execution_options(yield_per=1)) as batches:
        for operation_id, details, packed in batches:
            if details.get("version") != filing.version or details.get("period") != filing.period.code:
                continue
            if (filing.id,) in unpack(table, packed).keys:
                return int(operation_id)
    return 0


def written_since(connection: Connection, operation_id: int) -> Writing:
    """Everything written after *operation_id*."""
    query = (
        select(JournalBatch.operation_id, JournalBatch.table, JournalBatch.images)
        .where(JournalBatch.operation_id > operation_id)
        .order_by(JournalBatch.operation_id, JournalBatch.position)
    )
    writing = Writing({})
    for later, table, packed in connection.execute(query).all():
        if table not in Base.metadata.tables:
            continue
        batch = unpack(table, packed)
        for key in batch.keys:
            _note(writing.rows.setdefault((table, key), []), later)
        if table not in FIGURES:
            for tenant in _owners(connection, batch):
                _note(writing.tenants.setdefault(tenant, []), later)
            for above, number in _referred(connection, batch):
                _note(writing.below.setdefault((table, above, number), []), later)
    ids = {one for noted in writing.rows.values() for one in noted}
    for (table, key), noted in writing.rows.items():
        if table in FIGURES:
            period = Period.from_key(key[0])
            writing.figures.setdefault((key[1], key[2]), []).append((period, noted))
    lines = operation_lines(connection, limit=None, ids=ids) if ids else ()
    writing.lines.update((line.id, line) for line in lines)
    return writing


def _note(noted: list[int], operation_id: int) -> None:
    if not noted or noted[-1] != operation_id:
        noted.append(operation_id)


def _owners(connection: Connection, batch: Batch) -> Iterator[int]:
    """The tenants to whom the rows of a batch belong."""
    if batch.table == "tenants":
        yield from (key[0] for key in batch.keys)
        return
    yield from _values_of(connection, batch, "tenant_id")


def _referred(connection: Connection, batch: Batch) -> Iterator[tuple[str, int]]:
    """What the rows of a batch refer to, tenants aside: the table and the id."""
    for key in Base.metadata.tables[batch.table].foreign_keys:
        above = key.column.table.name
        if above not in {"tenants", OperationRecord.__tablename__}:
            yield from ((above, one) for one in _values_of(connection, batch, key.parent.name))


def _values_of(connection: Connection, batch: Batch, column: str) -> Iterator[int]:
    """What stood and stands in a column of the rows of a batch; nothing where its table has no such column."""
    table = Base.metadata.tables[batch.table]
    if column not in table.c:
        return
    if column in batch.columns:
        place = batch.columns.index(column)
        for side in (batch.before, batch.after):
            yield from (row[place] for row in side or () if row[place] is not None)
        return
    held = read_rows(connection, table, batch.keys, [column])
    yield from (row[0] for row in held.values() if row[0] is not None)
