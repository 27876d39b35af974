"""Little worlds for tests of the database: opened databases, dumps to compare, and records in few words."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from crm.db.base import Base
from crm.db.engine import open_database
from crm.db.migrate import ensure_schema
from crm.db.models import (
    IdCounter,
    JournalBatch,
    Observation,
    OperationRecord,
    StageRecord,
    Tenant,
    TenantOverview,
)
from crm.db.overview import overview_held, overview_rows
from crm.domain.period import Period
from crm.domain.text import name_key
from crm.services.operation import Workplace, operation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from crm.db.engine import Database
    from crm.db.journal import Recorder
    from crm.domain.changes import Changes
    from crm.domain.lifecycle import Stage

TODAY = date(2026, 4, 15)
_BOOKS = frozenset(
    model.__tablename__ for model in (IdCounter, JournalBatch, OperationRecord, TenantOverview)
)
"""Tables that tell of the others: they do not go back with an undo."""

Dump = dict[str, list[tuple[Any, ...]]]


@contextmanager
def opened(url: str) -> Iterator[Database]:
    """A database with the present schema."""
    database = open_database(url)
    try:
        ensure_schema(database)
        yield database
    finally:
        database.close()


def at(database: Database) -> Workplace:
    """A workplace on the day of the tests."""
    return Workplace.of(database, today=TODAY, user="林晓")


def dump(connection: Connection) -> Dump:
    """All rows of all tables but those that keep the books, in order."""
    tables = [table for table in Base.metadata.sorted_tables if table.name not in _BOOKS]
    return {
        table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))]
        for table in tables
    }


def dump_of(database: Database) -> Dump:
    """The dump of a database that nobody is writing to."""
    with database.reading() as connection:
        return dump(connection)


def require_right_overview(database: Database) -> None:
    """The overview says what the records say."""
    with database.reading() as connection:
        held = [row for part in overview_held(connection) for row in part]
        right = [row for part in overview_rows(connection) for row in part]
    assert held == right


def add_tenant(recorder: Recorder, name: str, **values: Any) -> int:  # noqa: ANN401 - a column's value
    """A tenant with a name; its id."""
    return recorder.add(Tenant, name=name, name_key=name_key(name), **values)


def add_tenants(database: Database, *names: str, **values: Any) -> list[int]:  # noqa: ANN401 - the same
    """Tenants by one operation; their ids."""
    with operation(at(database), "tenants-added") as running:
        return [add_tenant(running.recorder, name, **values) for name in names]


def add_way(recorder: Recorder, tenant_id: int, *steps: tuple[Stage, date]) -> None:
    """A tenant's way through the stages, each with the day it began."""
    ends = [day for _, day in steps[1:]]
    for position, ((stage, day), end) in enumerate(zip(steps, [*ends, None], strict=True), start=1):
        recorder.add(
            StageRecord,
            tenant_id=tenant_id,
            position=position,
            stage=stage.value,
            on_date=day,
            until_date=end,
        )


def put_figures(database: Database, *figures: tuple[int, str, str, int]) -> Changes:
    """Reported figures by one operation: tenant, indicator, period, value."""
    with operation(at(database), "figures-put", count=len(figures)) as running:
        running.recorder.put(
            Observation,
            [
                {
                    "period": Period.parse(period).key,
                    "indicator": indicator,
                    "tenant_id": tenant_id,
                    "value": value,
                    "operation_id": running.id,
                    "source_row": None,
                }
                for tenant_id, indicator, period, value in figures
            ],
        )
    return running.changes
