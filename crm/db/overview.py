"""The overview of tenants: rebuilt from their records for the tenants an operation touched, or for all."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, delete, exists, func, null, select

from crm.db.journal import write_rows
from crm.db.models import Observation, StageRecord, Tenant, TenantName, TenantOverview
from crm.db.rows import raw_rows, table_of, value_conditions
from crm.domain.lifecycle import ENTRY
from crm.domain.text import Readings, search_text
from crm.paths import resources

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from sqlalchemy import ColumnElement, Connection, ScalarSelect, Select

SOURCES = frozenset({"tenants", "tenant_names", "stage_records", "observations"})
"""The tables the overview is taken from."""
REVENUE = "total_income"
EMPLOYEES = "employees"
"""The indicators whose latest figures the overview shows."""
_TENANTS_AT_ONCE = 5_000

OverviewRow = tuple[Any, ...]
"""One row of the overview, in the order of its columns, with values as the driver gives and takes them."""


def refresh_overview(connection: Connection, tenant_ids: Collection[int]) -> None:
    """Bring the overview of *tenant_ids* up to date."""
    for part in _parts(sorted(tenant_ids)):
        connection.execute(delete(TenantOverview).where(_among(TenantOverview.tenant_id, part)))
        _insert(connection, _rows_of(connection, part))


def rebuild_overview(connection: Connection) -> None:
    """Make the whole overview anew."""
    connection.execute(delete(TenantOverview))
    for rows in overview_rows(connection):
        _insert(connection, rows)


def overview_rows(connection: Connection) -> Iterator[list[OverviewRow]]:
    """What the whole overview must say, from the records themselves, by id, some thousand tenants at a time."""
    for part in _parts(connection.scalars(select(Tenant.id).order_by(Tenant.id)).all()):
        yield _rows_of(connection, part)


def overview_held(connection: Connection) -> Iterator[list[OverviewRow]]:
    """What the overview says, in the same parts as :func:`overview_rows` where both have the same tenants."""
    table = table_of(TenantOverview)
    for part in _parts(connection.scalars(select(table.c.tenant_id).order_by(table.c.tenant_id)).all()):
        query = select(*table.columns).where(_among(table.c.tenant_id, part)).order_by(table.c.tenant_id)
        yield raw_rows(connection, query)


def _parts(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), _TENANTS_AT_ONCE):
        yield ids[start : start + _TENANTS_AT_ONCE]


def _among(column: Any, part: Sequence[int]) -> ColumnElement[bool]:  # noqa: ANN401 - a column
    (condition,) = value_conditions(column, part, exactly=True)
    return condition


def _insert(connection: Connection, rows: Sequence[OverviewRow]) -> None:
    table = table_of(TenantOverview)
    write_rows(connection, table, [column.name for column in table.columns], rows, raw=True)


def _rows_of(connection: Connection, part: Sequence[int]) -> list[OverviewRow]:
    former = _former_names(connection, part)
    readings = _shipped_readings()
    reported = connection.scalar(select(exists().where(_among(Observation.tenant_id, part))))
    rows = []
    for *held, short_name, phone in raw_rows(connection, _overview_query(part, with_figures=bool(reported))):
        tenant_id, name, external_id, uscc, *_, contact = held[:_CONTACT]
        names = (name, *former.get(tenant_id, ()), short_name)
        text = search_text((*names, external_id, uscc, held[_ROOM], contact, phone), readings)
        rows.append((*held, text))
    return rows


@cache
def _shipped_readings() -> Readings:
    """How names are read aloud: for all who share a database the same, so nobody's own file is laid over it."""
    return Readings.from_tables(tomllib.loads((resources() / "surnames.toml").read_text(encoding="utf-8")))


def _former_names(connection: Connection, part: Sequence[int]) -> dict[int, list[str]]:
    query = select(TenantName.tenant_id, TenantName.name).order_by(TenantName.id)
    names: dict[int, list[str]] = {}
    for tenant_id, name in raw_rows(connection, query.where(_among(TenantName.tenant_id, part))):
        names.setdefault(tenant_id, []).append(name)
    return names


_ROOM = 9
_CONTACT = 12
"""Places in the query's rows: that of the room, and how many columns there are up to the contact."""


def _overview_query(part: Sequence[int], *, with_figures: bool) -> Select[Any]:
    """The overview's columns in order without the search text, then two that go into it."""
    period, revenue, employees = (
        _latest(column, indicator) if with_figures else null()
        for column, indicator in (
            (Observation.period, REVENUE),
            (Observation.value, REVENUE),
            (Observation.value, EMPLOYEES),
        )
    )
    entry = (
        select(StageRecord.tenant_id, func.min(StageRecord.on_date).label("moved_in_on"))
        .where(StageRecord.stage.in_([stage.value for stage in ENTRY]), _among(StageRecord.tenant_id, part))
        .group_by(StageRecord.tenant_id)
        .subquery()
    )
    present = StageRecord
    return (
        select(
            Tenant.id,
            Tenant.name,
            func.coalesce(Tenant.external_id, ""),
            func.coalesce(Tenant.uscc, ""),
            func.coalesce(present.stage, ""),
            present.on_date,
            entry.c.moved_in_on,
            func.coalesce(Tenant.industry, ""),
            func.coalesce(Tenant.technology_field, ""),
            Tenant.room,
            Tenant.area,
            Tenant.contact,
            period,
            revenue,
            func.coalesce(employees, Tenant.employees),
            Tenant.short_name,
            Tenant.phone,
        )
        .outerjoin(present, and_(present.tenant_id == Tenant.id, present.until_date.is_(None)))
        .outerjoin(entry, entry.c.tenant_id == Tenant.id)
        .where(_among(Tenant.id, part))
        .order_by(Tenant.id)
    )


def _latest(column: Any, indicator: str) -> ScalarSelect[Any]:  # noqa: ANN401 - a column
    """*column* of a tenant's latest figure of *indicator*; one probe of the index by tenant and indicator."""
    return (
        select(column)
        .where(Observation.tenant_id == Tenant.id, Observation.indicator == indicator)
        .order_by(Observation.period.desc())
        .limit(1)
        .scalar_subquery()
    )
