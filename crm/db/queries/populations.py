"""Who a figure is taken over: populations of tenants on a date or in a period, from the stage history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, func, or_, select, union

from crm.db.models import StageRecord
from crm.domain.lifecycle import ENTRY, IN_HOUSE, INCUBATED, LEFT, SUCCEEDED, Stage
from crm.domain.measures import Population

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from sqlalchemy import ColumnElement, CompoundSelect, Select, Subquery


def in_stages_on(stages: Collection[Stage], day: date) -> Select[int]:
    """Ids of the tenants standing in one of *stages* on *day*."""
    return select(StageRecord.tenant_id).where(StageRecord.stage.in_(_codes(stages)), holds_on(day))


def holds_on(day: date) -> ColumnElement[bool]:
    """The condition that a stage record holds on *day*; a stage left on the day it began never holds."""
    return and_(
        StageRecord.on_date <= day, or_(StageRecord.until_date.is_(None), StageRecord.until_date > day)
    )


def first_in(stages: Collection[Stage]) -> Subquery:
    """Each tenant that was ever in one of *stages*, with the first day (``on_date``)."""
    return (
        select(StageRecord.tenant_id, func.min(StageRecord.on_date).label("on_date"))
        .where(StageRecord.stage.in_(_codes(stages)))
        .group_by(StageRecord.tenant_id)
        .subquery()
    )


def entries() -> Subquery:
    """Each tenant that ever moved in, with the day of its first entry: each company once."""
    return first_in(ENTRY)


def successes() -> Subquery:
    """Each tenant that graduated, was listed or acquired after having moved in, with the first such day."""
    moved_in = entries()
    return (
        select(StageRecord.tenant_id, func.min(StageRecord.on_date).label("on_date"))
        .join(moved_in, moved_in.c.tenant_id == StageRecord.tenant_id)
        .where(StageRecord.stage.in_(_codes(SUCCEEDED)), StageRecord.on_date >= moved_in.c.on_date)
        .group_by(StageRecord.tenant_id)
        .subquery()
    )


def exits() -> Subquery:
    """Each departure from the house without graduating, with its day; one row a departure."""
    record = StageRecord
    before = func.lag(record.stage).over(partition_by=record.tenant_id, order_by=record.position)
    steps = select(
        record.id, record.tenant_id, record.on_date, record.stage, before.label("before")
    ).subquery()
    return (
        select(steps.c.tenant_id, steps.c.on_date, steps.c.stage, steps.c.id)
        .where(steps.c.stage.in_(_codes(LEFT)), steps.c.before.in_(_codes(IN_HOUSE)))
        .subquery()
    )


def gone_without_graduating(day: date) -> Select[int]:
    """Ids of the tenants that had moved in, have not graduated and are not in the house on *day*."""
    moved_in, succeeded = entries(), successes()
    return select(moved_in.c.tenant_id).where(
        moved_in.c.on_date <= day,
        moved_in.c.tenant_id.not_in(select(succeeded.c.tenant_id).where(succeeded.c.on_date <= day)),
        moved_in.c.tenant_id.not_in(in_stages_on(IN_HOUSE, day)),
    )


def population_ids(
    population: Population, *, start: date, day: date
) -> Select[int] | CompoundSelect[int] | None:
    """Ids of *population* on *day*; ``ENTERED`` and ``LEFT`` happen from *start* to *day*. None means everybody."""
    moved_in, succeeded, gone = entries(), successes(), exits()
    match population:
        case Population.ANYBODY:
            return None
        case Population.INTRODUCED:
            return select(moved_in.c.tenant_id).where(moved_in.c.on_date <= day)
        case Population.RESIDENT:
            return in_stages_on(IN_HOUSE, day)
        case Population.INCUBATING:
            return in_stages_on(INCUBATED, day)
        case Population.GRADUATED:
            return select(succeeded.c.tenant_id).where(succeeded.c.on_date <= day)
        case Population.INCUBATING_OR_GRADUATED:
            graduated = select(succeeded.c.tenant_id).where(succeeded.c.on_date.between(start, day))
            return union(in_stages_on(INCUBATED, day), graduated)
        case Population.ENTERED:
            return select(moved_in.c.tenant_id).where(moved_in.c.on_date.between(start, day))
        case Population.LEFT:
            return union(
                select(succeeded.c.tenant_id).where(succeeded.c.on_date.between(start, day)),
                select(gone.c.tenant_id).where(gone.c.on_date.between(start, day)),
            )


def _codes(stages: Collection[Stage]) -> list[str]:
    return sorted(stage.value for stage in stages)
