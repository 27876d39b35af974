"""The overview of tenants: rebuilt from their records for the tenants an operation touched, or for all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, delete, func, insert, select

from crm.db.models import Observation, StageRecord, Tenant, TenantName, TenantOverview
from crm.domain.lifecycle import ENTRY
from crm.domain.text import search_text

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy import ColumnElement, Connection, Select

SOURCES = frozenset({"tenants", "tenant_names", "stage_records", "observations"})
"""The tables the overview is taken from."""
_IDS_A_QUERY = 5_000
_WHOLE = 20_000
"""From so many touched tenants on the whole overview is rebuilt."""


def refresh_overview(connection: Connection, tenant_ids: Collection[int]) -> None:
    """Bring the overview of *tenant_ids* up to date."""
    if len(tenant_ids) >= _WHOLE:
        rebuild_overview(connection)
        return
    ids = sorted(tenant_ids)
    for start in range(0, len(ids), _IDS_A_QUERY):
        part = ids[start : start + _IDS_A_QUERY]
        connection.execute(delete(TenantOverview).where(TenantOverview.tenant_id.in_(part)))
        _insert(connection, overview_rows(connection, part))


def rebuild_overview(connection: Connection) -> None:
    """Make the whole overview anew."""
    connection.execute(delete(TenantOverview))
    _insert(connection, overview_rows(connection, None))


def overview_rows(connection: Connection, tenant_ids: Sequence[int] | None) -> list[dict[str, Any]]:
    """What the overview of *tenant_ids* (all where None) must say, from the records themselves."""
    names = _former_names(connection, tenant_ids)
    rows = []
    for row in connection.execute(_overview_query(tenant_ids)).mappings():
        held = dict(row)
        registered = held.pop("registered_employees")
        if held["employees"] is None:
            held["employees"] = registered
        held["search_text"] = search_text(
            (
                held["name"],
                *names.get(held["tenant_id"], ()),
                held.pop("short_name"),
                held["external_id"],
                held["uscc"],
                held["room"],
                held["contact"],
                held.pop("phone"),
            )
        )
        rows.append(held)
    return rows


def _insert(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        connection.execute(insert(TenantOverview), rows)


def _former_names(connection: Connection, tenant_ids: Sequence[int] | None) -> dict[int, list[str]]:
    query = select(TenantName.tenant_id, TenantName.name).order_by(TenantName.id)
    names: dict[int, list[str]] = {}
    for tenant_id, name in connection.execute(query.where(_among(TenantName.tenant_id, tenant_ids))):
        names.setdefault(tenant_id, []).append(name)
    return names


def _overview_query(tenant_ids: Sequence[int] | None) -> Select[Any]:
    entry = (
        select(StageRecord.tenant_id, func.min(StageRecord.on_date).label("moved_in_on"))
        .where(StageRecord.stage.in_([stage.value for stage in ENTRY]), _among(StageRecord.tenant_id, tenant_ids))
        .group_by(StageRecord.tenant_id)
        .subquery()
    )
    present = StageRecord
    revenue, employees = _latest("total_income"), _latest("employees")
    return (
        select(
            Tenant.id.label("tenant_id"),
            Tenant.name,
            func.coalesce(Tenant.external_id, "").label("external_id"),
            func.coalesce(Tenant.uscc, "").label("uscc"),
            func.coalesce(present.stage, "").label("stage"),
            present.on_date.label("stage_since"),
            entry.c.moved_in_on,
            func.coalesce(Tenant.industry, "").label("industry"),
            func.coalesce(Tenant.technology_field, "").label("technology_field"),
            Tenant.room,
            Tenant.area,
            Tenant.contact,
            _latest_period().label("figures_period"),
            revenue.label("revenue"),
            employees.label("employees"),
            Tenant.employees.label("registered_employees"),
            Tenant.short_name,
            Tenant.phone,
        )
        .outerjoin(present, and_(present.tenant_id == Tenant.id, present.until_date.is_(None)))
        .outerjoin(entry, entry.c.tenant_id == Tenant.id)
        .where(_among(Tenant.id, tenant_ids))
        .order_by(Tenant.id)
    )


def _latest(indicator: str) -> Any:  # noqa: ANN401 - a scalar subquery
    return (
        select(Observation.value)
        .where(Observation.tenant_id == Tenant.id, Observation.indicator == indicator)
        .order_by(Observation.period.desc())
        .limit(1)
        .scalar_subquery()
    )


def _latest_period() -> Any:  # noqa: ANN401 - a scalar subquery
    return (
        select(func.max(Observation.period))
        .where(Observation.tenant_id == Tenant.id, Observation.indicator == "total_income")
        .scalar_subquery()
    )


def _among(column: Any, tenant_ids: Sequence[int] | None) -> ColumnElement[bool]:  # noqa: ANN401 - a column
    if tenant_ids is None:
        return column.is_not(None)  # type: ignore[no-any-return]
    if tenant_ids and len(tenant_ids) == tenant_ids[-1] - tenant_ids[0] + 1:
        return column.between(tenant_ids[0], tenant_ids[-1])  # type: ignore[no-any-return]
    return column.in_(tenant_ids)  # type: ignore[no-any-return]
