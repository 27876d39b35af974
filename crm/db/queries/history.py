"""The journal read back: operations, what each changed, and who last changed a value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from crm.db.images import unpack
from crm.db.journal import read_images
from crm.db.models import JournalBatch, OperationRecord

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from sqlalchemy import Connection

    from crm.db.images import Image, RowKey


@dataclass(frozen=True, slots=True)
class OperationLine:
    """One operation: its kind with named values for the title, when (UTC), by whom, how many rows, and its undo."""

    id: int
    kind: str
    details: Mapping[str, str | int]
    at: str
    by: str
    rows: int
    undoes: int | None
    undone_by: int | None

    @property
    def day(self) -> date:
        """The day on which it was done, by this machine's clock."""
        return datetime.fromisoformat(self.at).astimezone().date()


def operation_lines(
    connection: Connection, *, limit: int | None = 200, ids: Collection[int] | None = None
) -> tuple[OperationLine, ...]:
    """The latest operations, the newest first; all where *limit* is None, and of those only the ones with *ids*."""
    record = OperationRecord
    written = (
        select(JournalBatch.operation_id, func.sum(JournalBatch.rows).label("rows"))
        .group_by(JournalBatch.operation_id)
        .subquery()
    )
    query = (
        select(
            record.id,
            record.kind,
            record.details,
            record.at,
            record.by,
            func.coalesce(written.c.rows, 0),
            record.undoes,
            record.undone_by,
        )
        .outerjoin(written, written.c.operation_id == record.id)
        .order_by(record.id.desc())
    )
    if ids is not None:
        query = query.where(record.id.in_(list(ids)))
    if limit is not None:
        query = query.limit(limit)
    return tuple(
        OperationLine(row[0], row[1], row[2], row[3], row[4], int(row[5]), row[6], row[7])
        for row in connection.execute(query)
    )


def operation_images(connection: Connection, operation_id: int, *, limit: int = 1_000) -> tuple[Image, ...]:
    """What an operation changed, row by row, the first *limit* of them."""
    return tuple(islice(read_images(connection, operation_id), limit))


@dataclass(frozen=True, slots=True)
class JournalStamp:
    """How far the journal has come. The time tells a restored journal from the one that was there before."""

    operation: int
    at: str


def journal_stamp(connection: Connection) -> JournalStamp:
    """The last operation and its time; whoever keeps something read from the database compares it."""
    record = OperationRecord
    row = connection.execute(select(record.id, record.at).order_by(record.id.desc()).limit(1)).first()
    return JournalStamp(0, "") if row is None else JournalStamp(row[0], row[1])


def stamp_of(connection: Connection, operation_id: int) -> JournalStamp:
    """The stamp of one operation; that of an empty journal where there is no such operation."""
    record = OperationRecord
    row = connection.execute(select(record.id, record.at).where(record.id == operation_id)).first()
    return JournalStamp(0, "") if row is None else JournalStamp(row[0], row[1])


def tables_written_since(connection: Connection, operation_id: int) -> frozenset[str]:
    """The tables that operations after that one have written to."""
    query = select(JournalBatch.table).where(JournalBatch.operation_id > operation_id).distinct()
    return frozenset(connection.scalars(query))


def last_change_of_column(connection: Connection, table: str, key: RowKey, column: str) -> tuple[str, str]:
    """Who last wrote *column* of a row, and when; empty texts where the journal does not say."""
    query = (
        select(JournalBatch.images, OperationRecord.by, OperationRecord.at)
        .join(OperationRecord, OperationRecord.id == JournalBatch.operation_id)
        .where(JournalBatch.table == table)
        .order_by(JournalBatch.operation_id.desc(), JournalBatch.position.desc())
    )
    for packed, by, at in connection.execute(query):
        batch = unpack(table, packed)
        if batch.after is not None and column in batch.columns and key in batch.keys:
            return by, at
    return "", ""


def last_changes_of_rows(
    connection: Connection, table: str, keys: Collection[RowKey]
) -> dict[RowKey, tuple[str, str]]:
    """Who last wrote each of the rows with *keys*, its removal too, and when; a row that nobody wrote is left out."""
    query = (
        select(JournalBatch.images, OperationRecord.by, OperationRecord.at)
        .join(OperationRecord, OperationRecord.id == JournalBatch.operation_id)
        .where(JournalBatch.table == table)
        .order_by(JournalBatch.operation_id.desc(), JournalBatch.position.desc())
    )
    sought = set(keys)
    found: dict[RowKey, tuple[str, str]] = {}
    with connection.execute(
        query.execution_options(yield_per=1)
    ) as batches:  # the latest ones are mostly enough
        for packed, by, at in batches:
            for key in sought.intersection(unpack(table, packed).keys):
                found[key] = (by, at)
                sought.discard(key)
            if not sought:
                break
    return found
