"""What an import needs to know of the tenants there are: keys, names, and the present state of those matched."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from crm.db.models import Observation, StageRecord, Tenant, TenantName, TenantOverview

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from sqlalchemy import Connection

_KEYS_A_QUERY = 5_000


@dataclass(frozen=True, slots=True)
class HeldTenant:
    """A tenant as it stands: the columns asked for, its own further columns, and its last stage."""

    values: dict[str, Any]
    extra: dict[str, str]
    stage_id: int | None
    stage: str | None
    stage_since: date | None
    stage_position: int
    moved_in_on: date | None


def tenant_keys(connection: Connection) -> list[tuple[int, str, str | None, str | None, str | None]]:
    """Id, name, external id, USCC and registration number of every tenant."""
    query = select(Tenant.id, Tenant.name, Tenant.external_id, Tenant.uscc, Tenant.registration_number)
    return [tuple(row) for row in connection.execute(query.order_by(Tenant.id))]  # type: ignore[misc]


def former_names(connection: Connection) -> list[tuple[int, str]]:
    """Tenant id and name of every former name."""
    query = select(TenantName.tenant_id, TenantName.name).order_by(TenantName.id)
    return [tuple(row) for row in connection.execute(query)]  # type: ignore[misc]


def short_names(connection: Connection) -> list[tuple[int, str]]:
    """Tenant id and short name of every tenant that has one."""
    query = select(Tenant.id, Tenant.short_name).where(
        Tenant.short_name.is_not(None), Tenant.short_name != ""
    )
    return [tuple(row) for row in connection.execute(query.order_by(Tenant.id))]  # type: ignore[misc]


def held_tenants(connection: Connection, ids: Sequence[int], columns: Sequence[str]) -> dict[int, HeldTenant]:
    """The present state of the tenants *ids*: the named *columns* and the last stage."""
    last = StageRecord
    chosen = [Tenant.__table__.c[name] for name in columns]
    held = {}
    for part in _parts(sorted(ids)):
        query = (
            select(
                Tenant.id,
                Tenant.extra,
                last.id,
                last.stage,
                last.on_date,
                last.position,
                TenantOverview.moved_in_on,
                *chosen,
            )
            .outerjoin(last, (last.tenant_id == Tenant.id) & last.until_date.is_(None))
            .outerjoin(TenantOverview, TenantOverview.tenant_id == Tenant.id)
            .where(Tenant.id.in_(part))
        )
        for row in connection.execute(query):
            held[row[0]] = HeldTenant(
                values=dict(zip(columns, row[7:], strict=True)),
                extra=row[1] or {},
                stage_id=row[2],
                stage=row[3],
                stage_since=row[4],
                stage_position=row[5] or 0,
                moved_in_on=row[6],
            )
    return held


def held_figures(
    connection: Connection, *, periods: Sequence[int], indicators: Sequence[str]
) -> dict[tuple[int, str, int], int]:
    """The figures there are of some periods and indicators: (tenant, indicator, period key) → value."""
    query = select(Observation.tenant_id, Observation.indicator, Observation.period, Observation.value).where(
        Observation.period.in_(list(periods)), Observation.indicator.in_(list(indicators))
    )
    return {(row[0], row[1], row[2]): row[3] for row in connection.execute(query)}


def periods_with_figures(connection: Connection, periods: Sequence[int]) -> set[int]:
    """Those of some periods, by their keys, of which there is any figure."""
    of_period = select(Observation.period)
    return {
        key
        for key in periods
        if connection.execute(of_period.where(Observation.period == key).limit(1)).first()
    }


def _parts(ids: Sequence[int]) -> Iterator[list[int]]:
    for start in range(0, len(ids), _KEYS_A_QUERY):
        yield list(ids[start : start + _KEYS_A_QUERY])
