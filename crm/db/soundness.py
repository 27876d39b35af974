"""Whether a database is sound: each check counts what it looked at or raises UnsoundError."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, inspect, literal_column, select

from crm.db import schema as schemas
from crm.db.base import Base
from crm.db.evidence import EvidenceError, evidence_rows, read_file
from crm.db.journal import read_batches
from crm.db.models import EvidenceFile, IdCounter, OperationRecord, StageRecord
from crm.db.overview import overview_held, overview_rows
from crm.db.rows import table_of
from crm.domain.errors import CrmError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlalchemy import Connection, Row

Counted = dict[str, str | int]
"""What a check has looked at, for its sentence."""


class UnsoundError(CrmError):
    """A database that contradicts itself; the values say where."""

    def __init__(self, **values: str | int) -> None:
        super().__init__("database-unsound", **values)


def count_rows(connection: Connection, model: type[Base]) -> int:
    """How many rows a table has."""
    return connection.scalar(select(func.count()).select_from(table_of(model))) or 0


def check_schema(connection: Connection) -> Counted:
    """The tables and columns are those of this program."""
    inspector = inspect(connection)
    present = set(inspector.get_table_names())
    for table in Base.metadata.sorted_tables:
        if table.name not in present:
            raise UnsoundError(why=table.name)
        columns = {column["name"] for column in inspector.get_columns(table.name)}
        missing = sorted(set(table.c.keys()) - columns)
        if missing:
            raise UnsoundError(why=f"{table.name}.{missing[0]}")
    return {"version": schemas.HEAD, "tables": len(Base.metadata.tables)}


def check_integrity(connection: Connection) -> Counted:
    """Every row can be read; SQLite looks into its pages and indexes too."""
    if connection.dialect.name == "sqlite":
        found = connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar()
        if found != "ok":
            raise UnsoundError(why=str(found))
    rows = 0
    for table in Base.metadata.sorted_tables:
        for some in connection.execute(select(table)).partitions(1_000):
            rows += len(some)
    return {"rows": rows}


def check_references(connection: Connection) -> Counted:
    """Nothing refers to a row that is not there."""
    references = 0
    for table in Base.metadata.sorted_tables:
        for foreign_key in table.foreign_keys:
            references += 1
            child, parent = foreign_key.parent, foreign_key.column
            there = select(literal_column("1")).where(parent == child).correlate(table).exists()
            lost = connection.scalar(
                select(func.count()).select_from(table).where(child.is_not(None), ~there)
            )
            if lost:
                raise UnsoundError(why=f"{table.name}.{child.name}: {lost}")
    return {"references": references}


def check_overview(connection: Connection) -> Counted:
    """The overview says what the records say."""
    held = (row for part in overview_held(connection) for row in part)
    tenants = 0
    for part in overview_rows(connection):
        for right in part:
            tenants += 1
            row = next(held, None)
            if row != right:
                raise UnsoundError(tenant=right[0], why=right[1])
    extra = next(held, None)
    if extra is not None:
        raise UnsoundError(tenant=extra[0], why=extra[1])
    return {"tenants": tenants}


def check_journal(connection: Connection) -> Counted:
    """Every operation's images can be read, and no id has been handed out that is still to come."""
    operations = connection.scalars(select(OperationRecord.id).order_by(OperationRecord.id)).all()
    for operation in operations:
        try:
            for _, batch in read_batches(connection, operation):
                len(batch.keys)
        except (ValueError, KeyError, zlib.error) as error:
            raise UnsoundError(operation=operation, why=str(error)) from error
    last = {row[0]: row[1] for row in connection.execute(select(IdCounter.table, IdCounter.last_id))}
    for table in Base.metadata.sorted_tables:
        if "id" in table.c and table.name != IdCounter.__tablename__:
            highest = connection.scalar(select(func.max(table.c.id))) or 0
            if highest > last.get(table.name, 0):
                raise UnsoundError(operation=0, why=f"{table.name} {highest}")
    return {"operations": len(operations)}


def check_evidence(connection: Connection) -> Counted:
    """Every file of evidence is there and is what was attached."""
    for row in evidence_rows(connection):
        try:
            read_file(connection, row["sha256"], name=row["name"])
        except EvidenceError as error:
            raise UnsoundError(file=row["name"], why=error.code) from error
    return {"files": count_rows(connection, EvidenceFile)}


def check_stages(connection: Connection) -> Counted:
    """Every tenant's stages follow each other without gap or overlap, and the last one is open."""
    record = StageRecord
    query = select(record.tenant_id, record.position, record.on_date, record.until_date)
    previous = None
    tenants = 0
    for row in connection.execute(query.order_by(record.tenant_id, record.position)):
        if previous is not None and previous.tenant_id == row.tenant_id:
            if previous.until_date != row.on_date:
                raise UnsoundError(tenant=row.tenant_id, why=str(row.on_date))
        else:
            _require_open(previous)
            tenants += 1
        previous = row
    _require_open(previous)
    return {"tenants": tenants}


def _require_open(last: Row[*tuple[Any, ...]] | None) -> None:
    """A tenant's last stage holds until another begins."""
    if last is not None and last.until_date is not None:
        raise UnsoundError(tenant=last.tenant_id, why=str(last.until_date))


CHECKS: Mapping[str, Callable[[Connection], Counted]] = {
    "self-test-schema": check_schema,
    "self-test-integrity": check_integrity,
    "self-test-references": check_references,
    "self-test-overview": check_overview,
    "self-test-journal": check_journal,
    "self-test-stages": check_stages,
    "self-test-evidence": check_evidence,
}
"""All checks, by the code under which the message catalogue words their outcome."""
