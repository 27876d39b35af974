"""Who has reported only part of a period: a sum of finer periods is incomplete while one of them is lacking."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from crm.db.models import Observation, StageRecord
from crm.domain.lifecycle import IN_HOUSE

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from sqlalchemy import Connection

    from crm.domain.period import Period


def lacking_parts(
    connection: Connection, *, indicator: str, levels: Sequence[Sequence[Period]], tenants: Collection[int]
) -> dict[int, tuple[Period, ...]]:
    """Of *tenants*, those whose figure lacks parts, with the parts.

    *levels* are the sets of periods that can answer, the exact one first; a tenant's figure is the sum of the first
    level it reported any part of. A part is asked of a tenant that was in the house on some day of it.
    """
    several = max(map(len, levels), default=0)
    if several < 2:
        return {}
    reported = _reported(connection, indicator, [part.key for level in levels for part in level], several)
    suspects = sorted(reported.keys() & set(tenants))
    stays = _stays(connection, suspects)
    lacking = {}
    for tenant_id in suspects:
        used = next(level for level in levels if any(part.key in reported[tenant_id] for part in level))
        absent = tuple(
            part
            for part in used
            if part.key not in reported[tenant_id] and _was_in(stays.get(tenant_id, ()), part)
        )
        if absent:
            lacking[tenant_id] = absent
    return lacking


def _reported(
    connection: Connection, indicator: str, keys: Sequence[int], several: int
) -> dict[int, set[int]]:
    """The periods reported by each tenant that may lack one: all that reported fewer than *several*."""
    mine: tuple[Any, ...] = (Observation.indicator == indicator, Observation.period.in_(sorted(set(keys))))
    few = (
        select(Observation.tenant_id)
        .where(*mine)
        .group_by(Observation.tenant_id)
        .having(func.count() < several)
        .subquery()
    )
    query = select(Observation.tenant_id, Observation.period).join(
        few, few.c.tenant_id == Observation.tenant_id
    )
    reported: dict[int, set[int]] = {}
    for tenant_id, period in connection.execute(query.where(*mine)):
        reported.setdefault(tenant_id, set()).add(period)
    return reported


def _stays(connection: Connection, tenants: Sequence[int]) -> dict[int, list[tuple[date, date | None]]]:
    """From when to when (exclusive) each tenant was in the house."""
    stages = sorted(stage.value for stage in IN_HOUSE)
    query = select(StageRecord.tenant_id, StageRecord.on_date, StageRecord.until_date).where(
        StageRecord.stage.in_(stages)
    )
    wanted = set(tenants)
    stays: dict[int, list[tuple[date, date | None]]] = {}
    for tenant_id, since, until in connection.execute(query) if wanted else ():
        if tenant_id in wanted:
            stays.setdefault(tenant_id, []).append((since, until))
    return stays


def _was_in(stays: Sequence[tuple[date, date | None]], part: Period) -> bool:
    return any(since <= part.end and (until is None or until > part.start) for since, until in stays)
