"""Records of the incubator itself that can be counted: people, rooms, events, universities it works with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, select

from crm.db.models import (
    Attendance,
    Building,
    Cooperation,
    Event,
    Floor,
    Mentor,
    Organisation,
    Room,
    ServiceRecord,
    Site,
    StaffMember,
)
from crm.db.queries.countable import Records, yes_or_no

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from crm.db.queries.countable import Span
    from crm.domain.indicators import Source


def _staff(_: Source, __: Span) -> Records:
    who = StaffMember
    return Records(
        kind="staff_member",
        rows=who.__table__,
        id=who.id,
        label=who.name,
        tenant_id=None,
        since=who.since_on,
        until=who.until_on,
        dimensions={
            "education": who.education,
            "professional": yes_or_no(who.is_professional),
            "trained": yes_or_no(who.is_trained),
            "returnee": yes_or_no(who.is_returnee),
        },
    )


def _mentors(_: Source, __: Span) -> Records:
    return Records(
        kind="mentor",
        rows=Mentor.__table__,
        id=Mentor.id,
        label=Mentor.name,
        tenant_id=None,
        since=Mentor.since_on,
        until=Mentor.until_on,
    )


def _rooms(_: Source, span: Span) -> Records:
    rows = (
        Room.__table__.join(Floor, Floor.id == Room.floor_id)
        .join(Building, Building.id == Floor.building_id)
        .join(Site, and_(Site.id == Building.site_id, Site.is_own))
    )
    return Records(
        kind="room",
        rows=rows,
        id=Room.id,
        label=Building.name + " " + Room.number,
        tenant_id=None,
        since=func.coalesce(Site.opened_on, span.as_of),
        amounts={"area": Room.area},
        dimensions={"building": Building.name, "use": Room.use},
    )


def _sites(_: Source, span: Span) -> Records:
    return Records(
        kind="site",
        rows=Site.__table__,
        id=Site.id,
        label=Site.name,
        tenant_id=None,
        since=func.coalesce(Site.opened_on, span.as_of),
    )


def _events(_: Source, __: Span) -> Records:
    return Records(
        kind="event",
        rows=Event.__table__,
        id=Event.id,
        label=Event.title,
        tenant_id=None,
        since=Event.held_on,
        dimensions={"kind": Event.kind, "role": Event.role},
    )


def _attendances(_: Source, __: Span) -> Records:
    came = (
        select(Attendance.event_id, func.sum(Attendance.persons).label("persons"))
        .group_by(Attendance.event_id)
        .subquery()
    )
    return Records(
        kind="event",
        rows=Event.__table__.outerjoin(came, came.c.event_id == Event.id),
        id=Event.id,
        label=Event.title,
        tenant_id=None,
        since=Event.held_on,
        amounts={"persons": came.c.persons},
        dimensions={"kind": Event.kind, "role": Event.role},
    )


def _first_by_organisation(*queries: Any) -> Any:  # noqa: ANN401 - selects of organisation_id and on_date
    united = queries[0].union_all(*queries[1:]).subquery()
    return (
        select(united.c.organisation_id, func.min(united.c.on_date).label("on_date"))
        .group_by(united.c.organisation_id)
        .subquery()
    )


def _universities(_: Source, __: Span) -> Records:
    served = _first_by_organisation(
        select(ServiceRecord.organisation_id, ServiceRecord.on_date).where(
            ServiceRecord.organisation_id.is_not(None)
        ),
        select(Cooperation.organisation_id, Cooperation.signed_on.label("on_date")),
    )
    return Records(
        kind="organisation",
        rows=Organisation.__table__.join(
            served, and_(served.c.organisation_id == Organisation.id, Organisation.kind == "university")
        ),
        id=Organisation.id,
        label=Organisation.name,
        tenant_id=None,
        since=served.c.on_date,
        dimensions={"region": Organisation.region},
    )


def _cooperation_universities(_: Source, __: Span) -> Records:
    """Universities by the level of their cooperation; one row a university and level."""
    by_level = (
        select(
            Cooperation.organisation_id, Cooperation.level, func.min(Cooperation.signed_on).label("on_date")
        )
        .group_by(Cooperation.organisation_id, Cooperation.level)
        .subquery()
    )
    return Records(
        kind="organisation",
        rows=Organisation.__table__.join(
            by_level, and_(by_level.c.organisation_id == Organisation.id, Organisation.kind == "university")
        ),
        id=Organisation.id,
        label=Organisation.name,
        tenant_id=None,
        since=by_level.c.on_date,
        dimensions={"level": by_level.c.level, "region": Organisation.region},
    )


RECORDS_OF_OPERATOR: Mapping[str, Callable[[Source, Span], Records]] = {
    "staff": _staff,
    "mentors": _mentors,
    "rooms": _rooms,
    "sites": _sites,
    "events": _events,
    "attendances": _attendances,
    "universities": _universities,
    "cooperation_universities": _cooperation_universities,
}
"""By the name that indicators give them."""
