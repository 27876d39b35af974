"""What the entry of figures reads: who may report for a period, and what has been reported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from crm.db.models import Observation, StageRecord, TenantOverview
from crm.db.queries.populations import in_stages_on
from crm.db.rows import raw_rows, value_conditions
from crm.domain.lifecycle import IN_HOUSE, SUCCEEDED

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import Connection

    from crm.domain.entry import Figures
    from crm.domain.period import Period


def house_ids(connection: Connection, period: Period) -> set[int]:
    """The tenants that were in the house on some day of *period*."""
    record = StageRecord
    query = select(record.tenant_id).where(
        record.stage.in_(sorted(stage.value for stage in IN_HOUSE)),
        record.on_date <= period.end,
        or_(record.until_date.is_(None), record.until_date > period.start),
        or_(record.until_date.is_(None), record.until_date > record.on_date),
    )
    return set(connection.scalars(query))


def followed_ids(connection: Connection, period: Period) -> set[int]:
    """The graduates that are followed up at the end of *period*, whatever has become of them."""
    return set(connection.scalars(in_stages_on(SUCCEEDED, period.end)))


def tenant_names(connection: Connection, tenant_ids: Collection[int]) -> list[tuple[int, str]]:
    """Id and name of tenants, in the order of their names."""
    overview = TenantOverview
    query = select(overview.name_order, overview.tenant_id, overview.name)
    found = [
        row
        for condition in value_conditions(overview.tenant_id, tenant_ids, exactly=True)
        for row in raw_rows(connection, query.where(condition))
    ]
    return [(tenant_id, name) for _, tenant_id, name in sorted(found)]


def reported_figures(connection: Connection, period: Period, indicators: Collection[str]) -> Figures:
    """What was reported for exactly this *period*, by indicator and tenant."""
    own = Observation
    figures: Figures = {code: {} for code in indicators}
    for code in indicators:
        query = select(own.tenant_id, own.value).where(own.period == period.key, own.indicator == code)
        figures[code] = dict(raw_rows(connection, query))
    return figures
