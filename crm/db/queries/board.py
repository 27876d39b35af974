"""The board of the incubation: who stands in which stage since when, with the amounts that are summed over them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import select

from crm.db.models import TenantOverview
from crm.db.rows import raw_rows

if TYPE_CHECKING:
    from sqlalchemy import Connection


class StandingRow(NamedTuple):
    """One tenant in its stage: area in 0.01 m², income in fen of its last reported period; None where not known."""

    tenant_id: int
    stage: str
    area: int | None
    revenue: int | None
    employees: int | None


def standing_rows(connection: Connection) -> list[StandingRow]:
    """All tenants that stand in a stage now, the one that has stood there longest first."""
    view = TenantOverview
    query = (
        select(view.tenant_id, view.stage, view.area, view.revenue, view.employees)
        .where(view.stage != "")
        .order_by(view.stage_since, view.tenant_id)
    )
    return list(map(StandingRow._make, raw_rows(connection, query)))
