"""The overview of tenants: rebuilt from their records for the tenants an operation touched, or for all."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, delete, exists, func, insert, null, select
from sqlalchemy.orm import aliased

from crm.db.journal import write_columns
from crm.db.models import Observation, StageRecord, Tenant, TenantName, TenantOverview
from crm.db.rows import raw_rows, table_of, value_conditions
from crm.domain.lifecycle import ENTRY
from crm.domain.text import Readings, name_order, search_text
from crm.paths import resources

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

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
        _write(connection, part)


def rebuild_overview(connection: Connection) -> None:
    """Make the whole overview anew."""
    connection.execute(delete(TenantOverview))
    for part in _parts(_all_ids(connection, Tenant.id)):
        _write(connection, part)


def overview_rows(connection: Connection) -> Iterator[list[OverviewRow]]:
    """What the whole overview must say, from the records themselves, by id, some thousand tenants at a time."""
    for part in _parts(_all_ids(connection, Tenant.id)):
        yield _rows_of(connection, part)


def overview_held(connection: Connection) -> Iterator[list[OverviewRow]]:
    """What the overview says, in the same parts as :func:`overview_rows` where both have the same tenants."""
    table = table_of(TenantOverview)
    for part in _parts(_all_ids(connection, TenantOverview.tenant_id)):
        query = select(*table.columns).where(_among(table.c.tenant_id, part)).order_by(table.c.tenant_id)
        yield raw_rows(connection, query)


def _all_ids(connection: Connection, column: Any) -> Sequence[int]:  # noqa: ANN401 - a column
    return connection.scalars(select(column).order_by(column)).all()


def _parts(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), _TENANTS_AT_ONCE):
        yield ids[start : start + _TENANTS_AT_ONCE]


def _among(column: Any, part: Sequence[int]) -> ColumnElement[bool]:  # noqa: ANN401 - a column
    (condition,) = value_conditions(column, part, exactly=True)
    return condition


def _write(connection: Connection, part: Sequence[int]) -> None:
    """Insert the overview of tenants that have none."""
    table = table_of(TenantOverview)
    names = [column.name for column in table.columns]
    if connection.dialect.name != "sqlite":
        columns = zip(*_rows_of(connection, part), strict=True)
        write_columns(connection, table, dict(zip(names, columns, strict=False)))
        return
    # Within SQLite, which asks us for the texts alone: a third faster than fetching all and handing it back.
    sqlite: Any = connection.connection.driver_connection
    make_text = _text_maker(connection, part)
    sqlite.create_function("crm_search_text", len(_TEXT_PARTS), make_text, deterministic=True)
    sqlite.create_function("crm_name_order", 1, place_of_name, deterministic=True)
    texts = func.crm_search_text(*_TEXT_PARTS), func.crm_name_order(Tenant.name)
    connection.execute(insert(table).from_select(names, _overview_query(connection, part, *texts)))


def _rows_of(connection: Connection, part: Sequence[int]) -> list[OverviewRow]:
    make_text = _text_maker(connection, part)
    query = _overview_query(connection, part, *_TEXT_PARTS)
    width = len(_TEXT_PARTS)
    named = _TEXT_PARTS.index(Tenant.name) - width
    return [
        (*row[:-width], make_text(*row[-width:]), place_of_name(row[named]))
        for row in raw_rows(connection, query)
    ]


_TEXT_PARTS = (
    Tenant.id,
    Tenant.name,
    Tenant.short_name,
    Tenant.external_id,
    Tenant.uscc,
    Tenant.room,
    Tenant.contact,
    Tenant.phone,
)
"""What a tenant is found by, beside its former names."""


def _text_maker(connection: Connection, part: Sequence[int]) -> Callable[..., str]:
    """A function of the values of ``_TEXT_PARTS`` that gives the text to search, for the tenants of *part*."""
    former, readings = _former_names(connection, part), _shipped_readings()

    def make_text(tenant_id: int, name: str, *others: str | None) -> str:
        return search_text((name, *former.get(tenant_id, ()), *others), readings)

    return make_text


def place_of_name(name: str) -> str:
    """The key by which a name stands among others, as in Excel and WPS, in lists as in filings."""
    return name_order(name, _shipped_readings())


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


def _overview_query(connection: Connection, part: Sequence[int], *texts: Any) -> Select[Any]:  # noqa: ANN401 - columns
    """The overview's columns in order up to the search text, and then *texts*."""
    reported = connection.scalar(select(exists().where(_among(Observation.tenant_id, part))))
    period, revenue, employees = (
        _latest(column, indicator) if reported else null()
        for column, indicator in (
            (Observation.period, REVENUE),
            (Observation.value, REVENUE),
            (Observation.value, EMPLOYEES),
        )
    )
    # Asked of each tenant: a grouped table of all would be made anew for every part, most of it for others.
    entry = aliased(StageRecord)
    moved_in_on = (
        select(func.min(entry.on_date))
        .where(entry.tenant_id == Tenant.id, entry.stage.in_([stage.value for stage in ENTRY]))
        .scalar_subquery()
    )
    present = StageRecord
    columns: tuple[Any, ...] = (
        Tenant.id,
        Tenant.name,
        func.coalesce(Tenant.external_id, ""),
        func.coalesce(Tenant.uscc, ""),
        func.coalesce(present.stage, ""),
        present.on_date,
        moved_in_on,
        func.coalesce(Tenant.industry, ""),
        func.coalesce(Tenant.technology_field, ""),
        Tenant.room,
        Tenant.area,
        Tenant.contact,
        period,
        revenue,
        func.coalesce(employees, Tenant.employees),
        *texts,
    )
    return (
        select(*columns)
        .outerjoin(present, and_(present.tenant_id == Tenant.id, present.until_date.is_(None)))
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
