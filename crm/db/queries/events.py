"""Events and who came to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from crm.db.models import Attendance, Event, Project, Tenant

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection


def event_rows(connection: Connection) -> list[dict[str, Any]]:
    """All events, the latest first, with ``persons`` (None where nobody counted) and ``tenants`` that came."""
    came = (
        select(
            Attendance.event_id,
            func.sum(Attendance.persons).label("persons"),
            func.count(Attendance.tenant_id.distinct()).label("tenants"),
        )
        .group_by(Attendance.event_id)
        .subquery()
    )
    query = (
        select(Event.__table__, came.c.persons, func.coalesce(came.c.tenants, 0).label("tenants"))
        .outerjoin(came, came.c.event_id == Event.id)
        .order_by(Event.held_on.desc(), Event.id.desc())
    )
    return [dict(row) for row in connection.execute(query).mappings()]


def came_rows(connection: Connection, event_id: int) -> list[tuple[int, int | None, str, str, int]]:
    """Who came to an event: id, tenant and its name (None and empty: no tenant), group, persons."""
    query = (
        select(Attendance.id, Attendance.tenant_id, Tenant.name, Attendance.group, Attendance.persons)
        .outerjoin(Tenant, Tenant.id == Attendance.tenant_id)
        .where(Attendance.event_id == event_id)
        .order_by(Attendance.id)
    )
    return [(row[0], row[1], row[2] or "", row[3], row[4]) for row in connection.execute(query)]


def count_projects(connection: Connection, event_ids: Sequence[int]) -> int:
    """How many projects came from these events."""
    query = select(func.count()).select_from(Project).where(Project.event_id.in_(event_ids))
    return int(connection.scalar(query) or 0)
