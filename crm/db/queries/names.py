"""The name a tenant bears, and the one it bore on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, or_, select

from crm.db.models import Tenant, TenantName
from crm.db.rows import value_conditions

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from sqlalchemy import Connection


def name_on(day: date) -> Any:  # noqa: ANN401 - an SQL expression
    """The name a tenant bore on *day*: a former name then valid, else its present one."""
    former = (
        select(TenantName.name)
        .where(
            TenantName.tenant_id == Tenant.id,
            TenantName.until_on > day,
            or_(TenantName.from_on.is_(None), TenantName.from_on <= day),
        )
        .order_by(TenantName.until_on)
        .limit(1)
        .scalar_subquery()
    )
    return func.coalesce(former, Tenant.name)


def present_names(connection: Connection, tenant_ids: Collection[int]) -> dict[int, str]:
    """The present names of some tenants."""
    query = select(Tenant.id, Tenant.name)
    return {
        row[0]: row[1]
        for condition in value_conditions(Tenant.id, tenant_ids)
        for row in connection.execute(query.where(condition))
    }
