"""Who a figure is taken over: populations of tenants on a date or in a period, from the stage history."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from sqlalchemy import and_, func, or_, select, union

from crm.db.models import StageRecord
from crm.domain.lifecycle import ENTRY, IN_HOUSE, INCUBATED, SUCCEEDED, Stage
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


def departures() -> Subquery:
    """Every move out of the house with its day and the stage it led to; one row a move."""
    steps = _steps()
    return (
        select(steps.c.id, steps.c.tenant_id, steps.c.on_date, steps.c.stage)
        .where(steps.c.before.in_(_codes(IN_HOUSE)), steps.c.stage.not_in(_codes(IN_HOUSE)))
        .subquery()
    )


def successes() -> Subquery:
    """Each tenant that left the house graduated, listed or acquired, with the first such day: nobody graduates twice.

    Who left without and was listed later has not graduated here.
    """
    left = departures()
    return (
        select(left.c.tenant_id, func.min(left.c.on_date).label("on_date"))
        .where(left.c.stage.in_(_codes(SUCCEEDED)))
        .group_by(left.c.tenant_id)
        .subquery()
    )


def exits(start: date, day: date) -> Subquery:
    """Each tenant that left the house from *start* to *day* and is not back then, but for graduates of those days.

    One row a tenant with the day of its last departure: who left, came back and left again is one company.
    """
    left, succeeded = departures(), successes()
    return (
        select(left.c.tenant_id, func.max(left.c.on_date).label("on_date"))
        .where(
            left.c.on_date.between(start, day),
            left.c.tenant_id.not_in(in_stages_on(IN_HOUSE, day)),
            left.c.tenant_id.not_in(
                select(succeeded.c.tenant_id).where(succeeded.c.on_date.between(start, day))
            ),
        )
        .group_by(left.c.tenant_id)
        .subquery()
    )


def returns(start: date, day: date, *, eve: date) -> Subquery:
    """Each tenant that moved in again from *start* to *day*, with the last such day: introduced it was before.

    *eve* is the day before *start*.

    Who was in the house when those days began counts only if it graduated within them and is back: otherwise its
    going and coming cancel out, as they do in :func:`exits`.
    """
    steps, moved_in, succeeded = _steps(), entries(), successes()
    graduated = select(succeeded.c.tenant_id).where(succeeded.c.on_date.between(start, day))
    known = moved_in.c.on_date < start
    away = steps.c.tenant_id.not_in(in_stages_on(IN_HOUSE, eve))
    back = steps.c.tenant_id.in_(graduated) & steps.c.tenant_id.in_(in_stages_on(IN_HOUSE, day))
    return (
        select(steps.c.tenant_id, func.max(steps.c.on_date).label("on_date"))
        .join(moved_in, moved_in.c.tenant_id == steps.c.tenant_id)
        .where(
            steps.c.stage.in_(_codes(IN_HOUSE)),
            or_(steps.c.before.is_(None), steps.c.before.not_in(_codes(IN_HOUSE))),
            steps.c.on_date.between(start, day),
            or_(and_(known, away), back),
        )
        .group_by(steps.c.tenant_id)
        .subquery()
    )


def _steps() -> Subquery:
    """Every stage record with the stage ``before`` it."""
    record = StageRecord
    before = func.lag(record.stage).over(partition_by=record.tenant_id, order_by=record.position)
    return select(
        record.id, record.tenant_id, record.on_date, record.stage, before.label("before")
    ).subquery()


def gone_without_graduating(day: date) -> Select[int]:
    """Ids of the tenants that had moved in, have not graduated and are not in the house on *day*."""
    moved_in, succeeded = entries(), successes()
    return select(moved_in.c.tenant_id).where(
        moved_in.c.on_date <= day,
        moved_in.c.tenant_id.not_in(select(succeeded.c.tenant_id).where(succeeded.c.on_date <= day)),
        moved_in.c.tenant_id.not_in(in_stages_on(IN_HOUSE, day)),
    )


@lru_cache(maxsize=256)
def population_ids(
    population: Population, *, start: date, day: date
) -> Select[int] | CompoundSelect[int] | None:
    """Ids of *population* on *day*; ``ENTERED`` and ``LEFT`` happen from *start* to *day*. None means everybody.

    A filing asks hundreds of figures over the same few populations: the query of each is put together once.
    """
    match population:
        case Population.ANYBODY:
            return None
        case Population.RESIDENT:
            return in_stages_on(IN_HOUSE, day)
        case Population.INCUBATING:
            return in_stages_on(INCUBATED, day)
    moved_in, succeeded = entries(), successes()
    match population:
        case Population.INTRODUCED:
            return select(moved_in.c.tenant_id).where(moved_in.c.on_date <= day)
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
                select(exits(start, day).c.tenant_id),
            )


def _codes(stages: Collection[Stage]) -> list[str]:
    return sorted(stage.value for stage in stages)
