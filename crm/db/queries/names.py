"""The name a tenant bore on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, or_, select

from crm.db.models import Tenant, TenantName

if TYPE_CHECKING:
    from datetime import date


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
