"""Sites and space read back."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import aliased

from crm.db.models import Building, Floor, Lease, LeaseLine, Room, Site, Tenant
from crm.db.queries.names import name_on

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class SiteInfo:
    """Our own site, who runs it, and who signs what it files."""

    id: int
    name: str
    operator: str
    authority: str
    address: str
    opened_on: date | None
    note: str
    responsible: str
    reviewer: str
    preparer: str
    phone: str


def own_site(connection: Connection) -> SiteInfo | None:
    """The site this database is kept for; None where it has not been entered."""
    columns = [Site.__table__.c[field.name] for field in fields(SiteInfo)]
    query = select(*columns).where(Site.is_own).order_by(Site.id).limit(1)
    row = connection.execute(query).first()
    return None if row is None else SiteInfo(*row)


def rooms_let_twice(connection: Connection, start: date, end: date) -> list[tuple[dict[str, Any], ...]]:
    """Pairs of lease lines of one room that hold together on a day from *start* to *end*; first which began first.

    Each with ``id``, ``room`` in words, ``room_area``, ``lease``, ``tenant_id``, ``tenant``, ``area``, ``start_on`` and
    ``until_on``.
    """
    first, second = aliased(LeaseLine), aliased(LeaseLine)
    began_first = or_(
        first.start_on < second.start_on, and_(first.start_on == second.start_on, first.id < second.id)
    )
    query = (
        select(first.id, second.id)
        .join(second, and_(second.room_id == first.room_id, began_first))
        .where(
            second.start_on <= end,
            or_(first.until_on.is_(None), and_(first.until_on >= start, first.until_on >= second.start_on)),
            or_(second.until_on.is_(None), second.until_on >= start),
        )
        .order_by(second.id, first.id)
    )
    pairs = [tuple(row) for row in connection.execute(query)]
    lines = _let_lines(connection, sorted({line for pair in pairs for line in pair}), end)
    return [tuple(lines[line] for line in pair) for pair in pairs]


def _let_lines(connection: Connection, ids: list[int], day: date) -> dict[int, dict[str, Any]]:
    """Lease lines by id, with their tenant's name as of *day*."""
    if not ids:
        return {}
    query = (
        select(
            LeaseLine.id,
            (Building.name + " " + Room.number).label("room"),
            Room.area.label("room_area"),
            Lease.number.label("lease"),
            Lease.tenant_id,
            name_on(day).label("tenant"),
            LeaseLine.area,
            LeaseLine.start_on,
            LeaseLine.until_on,
        )
        .join(Lease, Lease.id == LeaseLine.lease_id)
        .join(Tenant, Tenant.id == Lease.tenant_id)
        .join(Room, Room.id == LeaseLine.room_id)
        .join(Floor, Floor.id == Room.floor_id)
        .join(Building, Building.id == Floor.building_id)
        .where(LeaseLine.id.in_(ids))
    )
    return {row["id"]: dict(row) for row in connection.execute(query).mappings()}


def buildings_overlet(connection: Connection, day: date) -> list[tuple[str, int, int]]:
    """Buildings of which more is let on *day* than their rooms have: name, area let, area of the rooms."""
    there = (
        select(Floor.building_id, func.sum(Room.area).label("area"))
        .join(Room, Room.floor_id == Floor.id)
        .group_by(Floor.building_id)
        .subquery()
    )
    let = (
        select(Floor.building_id, func.sum(LeaseLine.area).label("area"))
        .join(Room, Room.floor_id == Floor.id)
        .join(LeaseLine, LeaseLine.room_id == Room.id)
        .where(LeaseLine.start_on <= day, or_(LeaseLine.until_on.is_(None), LeaseLine.until_on >= day))
        .group_by(Floor.building_id)
        .subquery()
    )
    query = (
        select(Building.name, let.c.area, there.c.area)
        .join(let, let.c.building_id == Building.id)
        .join(there, there.c.building_id == Building.id)
        .where(let.c.area > there.c.area)
        .order_by(Building.name, Building.id)
    )
    return [(name, int(area), int(room_area)) for name, area, room_area in connection.execute(query)]
