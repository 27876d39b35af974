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
    first = first_in(SUCCEEDED)
    return (
        select(first.c.tenant_id, first.c.on_date)
        .join(
            moved_in, and_(moved_in.c.tenant_id == first.c.tenant_id, moved_in.c.on_date <= first.c.on_date)
        )
        .subquery()
    )


def exits() -> Subquery:
    """Each departure from the house without graduating, with its day; one row a departure."""
    before = StageRecord.__table__.alias("before")
    after = StageRecord.__table__.alias("after")
    return (
        select(after.c.tenant_id, after.c.on_date, after.c.stage, after.c.id)
        .join(
            before, and_(before.c.tenant_id == after.c.tenant_id, before.c.position == after.c.position - 1)
        )
        .where(after.c.stage.in_(_codes(LEFT)), before.c.stage.in_(_codes(IN_HOUSE)))
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
