"""What the workbench watches: leases that end, tenants that have stayed long, and what makes a graduate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import aliased

from crm.db.models import Financing, Lease, LeaseLine, Qualification, StageRecord, Tenant
from crm.db.queries.names import name_on
from crm.db.queries.populations import entries, holds_on, in_stages_on
from crm.domain.lifecycle import IN_HOUSE, INCUBATED

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class LeaseEnd:
    """A tenant in the house whose lease ends, or has ended, on ``on`` (the last day that is let)."""

    tenant_id: int
    name: str
    on: date


@dataclass(frozen=True, slots=True)
class Stay:
    """An incubating tenant with the day it moved in; ``technology_field`` is empty where it is not known."""

    tenant_id: int
    name: str
    moved_in_on: date
    technology_field: str


def lease_ends(connection: Connection, *, today: date, until: date) -> tuple[LeaseEnd, ...]:
    """Leases of tenants in the house that end up to *until* and are not followed by another one, the first of each.

    Of a tenant that has nothing let any more, its last lease counts: it is still in the house.
    """
    line, lease, after, later = LeaseLine, Lease, aliased(LeaseLine), aliased(Lease)
    follows = exists().where(
        after.lease_id == later.id,
        later.tenant_id == lease.tenant_id,
        after.room_id == line.room_id,
        or_(after.until_on.is_(None), after.until_on > line.until_on),
    )
    of_house = lease.tenant_id.in_(in_stages_on(IN_HOUSE, today))
    running = (
        select(lease.tenant_id, func.min(line.until_on).label("on_date"))
        .join(line, line.lease_id == lease.id)
        .where(of_house, line.start_on <= today, line.until_on >= today, line.until_on <= until, ~follows)
        .group_by(lease.tenant_id)
    )
    last = func.max(func.coalesce(line.until_on, until))
    ended = (
        select(lease.tenant_id, last.label("on_date"))
        .join(line, line.lease_id == lease.id)
        .where(of_house)
        .group_by(lease.tenant_id)
        .having(last < today)
    )
    found = running.union_all(ended).subquery()
    query = select(found.c.tenant_id, name_on(today), found.c.on_date).join(
        Tenant, Tenant.id == found.c.tenant_id
    )
    return tuple(
        LeaseEnd(*row) for row in connection.execute(query.order_by(found.c.on_date, found.c.tenant_id))
    )


def stays_since(connection: Connection, *, today: date, before: date) -> tuple[Stay, ...]:
    """Incubating tenants that moved in up to *before*, the longest stay first."""
    moved_in = entries()
    query = (
        select(Tenant.id, name_on(today), moved_in.c.on_date, func.coalesce(Tenant.technology_field, ""))
        .join(moved_in, moved_in.c.tenant_id == Tenant.id)
        .where(Tenant.id.in_(in_stages_on(INCUBATED, today)), moved_in.c.on_date <= before)
        .order_by(moved_in.c.on_date, Tenant.id)
    )
    return tuple(Stay(*row) for row in connection.execute(query))


def certified_tenants(connection: Connection, *, kind: str, day: date) -> frozenset[int]:
    """Incubating tenants with a qualification of *kind* that is valid on *day*."""
    held = Qualification
    query = select(held.tenant_id).where(
        held.kind == kind,
        held.granted_on <= day,
        or_(held.until_on.is_(None), held.until_on >= day),
        held.tenant_id.in_(in_stages_on(INCUBATED, day)),
    )
    return frozenset(connection.scalars(query))


def financed_tenants(connection: Connection, *, above: int, day: date) -> frozenset[int]:
    """Incubating tenants that have received more than *above* (fen) in all rounds up to *day*."""
    query = (
        select(Financing.tenant_id)
        .where(Financing.on_date <= day, Financing.tenant_id.in_(in_stages_on(INCUBATED, day)))
        .group_by(Financing.tenant_id)
        .having(func.sum(Financing.amount) > above)
    )
    return frozenset(connection.scalars(query))


def tenants_by_stage(connection: Connection, *, day: date) -> dict[str, frozenset[int]]:
    """Ids of the tenants that stand in each stage on *day*."""
    found: dict[str, set[int]] = {}
    for stage, tenant_id in connection.execute(
        select(StageRecord.stage, StageRecord.tenant_id).where(holds_on(day))
    ):
        found.setdefault(stage, set()).add(tenant_id)
    return {stage: frozenset(ids) for stage, ids in found.items()}


def first_stage_day(connection: Connection) -> date | None:
    """The day of the first stage of all: before it there was nobody; None where there is none."""
    return connection.scalar(select(func.min(StageRecord.on_date)))
