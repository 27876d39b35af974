"""Records that can be counted: for each kind the rows, their dates, amounts, labels and what they can be grouped by."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import Integer, and_, case, cast, func, literal, null, or_, select, true

from crm.db.models import (
    Attendance,
    Building,
    Cooperation,
    Event,
    Financing,
    Floor,
    GraduateHire,
    IntellectualProperty,
    Lease,
    LeaseLine,
    Mentor,
    Organisation,
    Project,
    Qualification,
    Room,
    ServiceRecord,
    Site,
    StaffMember,
    Talent,
    TechnologyContract,
    Tenant,
)
from crm.db.queries.names import name_on
from crm.db.queries.populations import (
    entries,
    exits,
    first_in,
    gone_without_graduating,
    returns,
    successes,
)
from crm.db.queries.stages import stages_on
from crm.domain.indicators import Counted, Source
from crm.domain.lifecycle import Stage

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from sqlalchemy import ColumnElement, FromClause, Select

Column = Any
"""An SQL expression; SQLAlchemy's own types differ by expression and add nothing here."""


@dataclass(frozen=True, slots=True)
class Span:
    """The days a figure covers and the day on which states are read; ``eve`` is the day before the first.

    Builders put the days into statements and do nothing else with them: they may be parameters.
    """

    start: date
    end: date
    as_of: date
    eve: date

    @classmethod
    def of(cls, start: date, end: date, as_of: date) -> Span:
        """The days from *start* to *end*, with states as of *as_of*."""
        return cls(start, end, as_of, start - timedelta(days=1))


@dataclass(frozen=True, slots=True)
class Records:
    """Countable records: where they stand, and the expressions for their parts.

    ``tenant_id`` is None where they belong to no tenant: then no population narrows them. They hold from ``since`` on,
    up to the day before ``until``, or up to and on their ``last`` day: a lease or a certificate names the day it still
    holds. ``amounts`` are the quantities each can contribute.
    """

    kind: str
    rows: FromClause
    id: Column
    label: Column
    tenant_id: Column
    since: Column
    until: Column = None
    last: Column = None
    amounts: Mapping[str, Column] = field(default_factory=dict)
    dimensions: Mapping[str, Column] = field(default_factory=dict)

    def listed(self, source: Source, span: Span) -> Select[Any]:
        """The records that count, as columns ``id``, ``label`` and ``tenant_id``: more may be added."""
        tenant_id = (cast(null(), Integer) if self.tenant_id is None else self.tenant_id).label("tenant_id")
        query = select(self.id.label("id"), self.label.label("label"), tenant_id).select_from(self.rows)
        return self._narrowed(query, source, span)

    def counted(self, source: Source, span: Span, *, with_dimensions: bool = True) -> Select[Any]:
        """The records that count: columns ``id``, ``label``, ``tenant_id``, ``amount`` and the dimensions."""
        amount = self.amounts[source.amount] if source.amount != "one" else literal(1)
        dimensions = self.dimensions.items() if with_dimensions else ()
        query = select(
            self.id.label("id"),
            self.label.label("label"),
            (cast(null(), Integer) if self.tenant_id is None else self.tenant_id).label("tenant_id"),
            amount.label("amount"),
            *(column.label(f"by_{name}") for name, column in dimensions),
        ).select_from(self.rows)
        return self._narrowed(query, source, span)

    def _narrowed(self, query: Select[Any], source: Source, span: Span) -> Select[Any]:
        query = query.where(self._dated(source.counted, span))
        for name, codes in source.filters.items():
            query = query.where(self.dimensions[name].in_(codes))
        return query

    def _dated(self, counted: Counted, span: Span) -> ColumnElement[bool]:
        if counted is Counted.IN_PERIOD:
            return and_(self.since >= span.start, self.since <= span.end)
        if counted is Counted.UP_TO or (self.until is None and self.last is None):
            return and_(self.since.is_not(None), self.since <= span.as_of)
        if counted is Counted.DURING:
            return and_(self.since <= span.end, self._lasts_to(span.start))
        return and_(self.since <= span.as_of, self._lasts_to(span.as_of))

    def _lasts_to(self, day: date) -> ColumnElement[bool]:
        if self.last is not None:
            return or_(self.last.is_(None), self.last >= day)
        return or_(self.until.is_(None), self.until > day)


def records_named(name: str, source: Source, span: Span) -> Records:
    """The records called *name* (an indicator's ``records``); KeyError where there are none."""
    return _BUILDERS[name](source, span)


def record_names() -> frozenset[str]:
    """All kinds of records an indicator may count."""
    return frozenset(_BUILDERS)


def _tenant_dimensions(tenants: Any = Tenant) -> dict[str, Column]:  # noqa: ANN401 - an aliased model
    return {
        "technology_field": tenants.technology_field,
        "industry": tenants.industry,
        "industry_letter": tenants.industry_letter,
        "registration_type": tenants.registration_type,
        "founder_kind": tenants.founder_kind,
    }


def _tenants(_: Source, span: Span) -> Records:
    standing = stages_on(span.as_of)
    return Records(
        kind="tenant",
        rows=Tenant.__table__.join(standing, standing.c.tenant_id == Tenant.id),
        id=Tenant.id,
        label=name_on(span.as_of),
        tenant_id=Tenant.id,
        since=standing.c.on_date,
        dimensions={"stage": standing.c.stage, **_tenant_dimensions()},
    )


def _dated_tenants(dated: Any, span: Span) -> Records:  # noqa: ANN401 - a subquery of tenant_id and on_date
    return Records(
        kind="tenant",
        rows=Tenant.__table__.join(dated, dated.c.tenant_id == Tenant.id),
        id=Tenant.id,
        label=name_on(span.end),
        tenant_id=Tenant.id,
        since=dated.c.on_date,
        dimensions=_tenant_dimensions(),
    )


def _move_ins(_: Source, span: Span) -> Records:
    return _dated_tenants(entries(), span)


def _graduations(_: Source, span: Span) -> Records:
    return _dated_tenants(successes(), span)


def _listings(_: Source, span: Span) -> Records:
    return _dated_tenants(first_in({Stage.LISTED}), span)


def _exits(source: Source, span: Span) -> Records:
    if source.counted is Counted.IN_PERIOD:
        return _dated_tenants(exits(span.start, span.end), span)
    gone = gone_without_graduating(span.as_of).subquery()
    moved_in = entries()
    dated = select(gone.c.tenant_id, moved_in.c.on_date).join(
        moved_in, moved_in.c.tenant_id == gone.c.tenant_id
    )
    return _dated_tenants(dated.subquery(), span)


def _returns(_: Source, span: Span) -> Records:
    return _dated_tenants(returns(span.start, span.end, eve=span.eve), span)


def _of_tenant(model: Any, **parts: Any) -> Records:  # noqa: ANN401 - a model and its expressions
    rows = model.__table__.outerjoin(Tenant, Tenant.id == model.tenant_id)
    dimensions = {**_tenant_dimensions(), **parts.pop("dimensions", {})}
    return Records(rows=rows, id=model.id, tenant_id=model.tenant_id, dimensions=dimensions, **parts)


def _qualifications(_: Source, __: Span) -> Records:
    return _of_tenant(
        Qualification,
        kind="qualification",
        label=Qualification.title,
        since=Qualification.granted_on,
        last=Qualification.until_on,
        dimensions={"kind": Qualification.kind, "level": Qualification.level},
    )


def _title_holders(source: Source, span: Span) -> Records:
    """Tenants that hold a title of the kinds asked for: each once, by the one granted last of those valid."""
    title = Qualification
    valid = (title.granted_on <= span.as_of, or_(title.until_on.is_(None), title.until_on >= span.as_of))
    newest = func.row_number().over(
        partition_by=title.tenant_id, order_by=(title.granted_on.desc(), title.id.desc())
    )
    ranked = select(title.id, newest.label("place")).where(*valid)
    if "kind" in source.filters:
        ranked = ranked.where(title.kind.in_(source.filters["kind"]))
    chosen = ranked.subquery()
    titles = _qualifications(source, span)
    rows = titles.rows.join(chosen, and_(chosen.c.id == title.id, chosen.c.place == 1))
    return replace(titles, rows=rows)


def _ip_rights(source: Source, _: Span) -> Records:
    right = IntellectualProperty
    applied = source.amount == "applications"
    return _of_tenant(
        right,
        kind="ip_right",
        label=right.title,
        since=right.applied_on if applied else right.granted_on,
        until=right.lapsed_on,
        amounts={"applications": literal(1)},
        dimensions={"kind": right.kind},
    )


def _financings(_: Source, span: Span) -> Records:
    return _of_tenant(
        Financing,
        kind="financing",
        label=name_on(span.end) + " " + Financing.round,
        since=Financing.on_date,
        amounts={"amount": Financing.amount, "paid_in": Financing.paid_in},
        dimensions={
            "round": Financing.round,
            "own_fund": _yes_or_no(Financing.is_own_fund),
        },
    )


def _financed_tenants(source: Source, span: Span) -> Records:
    """Tenants that got equity: each once, with the day of its last deal of those days, or of its first ever."""
    deals = select(Financing.tenant_id, func.min(Financing.on_date).label("on_date"))
    if source.counted is Counted.IN_PERIOD:
        deals = deals.where(Financing.on_date.between(span.start, span.end))
    return _dated_tenants(deals.group_by(Financing.tenant_id).subquery(), span)


def _mentored_tenants(_: Source, span: Span) -> Records:
    """Tenants with a mentor, from the first record of mentoring on."""
    first = (
        select(ServiceRecord.tenant_id, func.min(ServiceRecord.on_date).label("on_date"))
        .where(ServiceRecord.kind == "mentoring", ServiceRecord.tenant_id.is_not(None))
        .group_by(ServiceRecord.tenant_id)
        .subquery()
    )
    return _dated_tenants(first, span)


def _ip_owners(source: Source, span: Span) -> Records:
    """Tenants that own a valid right on the last day, or applied for one up to it."""
    right = IntellectualProperty
    if source.amount == "applications":
        held = select(right.tenant_id, func.min(right.applied_on).label("on_date"))
    else:
        valid = or_(right.lapsed_on.is_(None), right.lapsed_on > span.as_of)
        held = select(right.tenant_id, func.min(right.granted_on).label("on_date")).where(valid)
    return replace(
        _dated_tenants(held.group_by(right.tenant_id).subquery(), span), amounts={"applications": literal(1)}
    )


def _services(_: Source, __: Span) -> Records:
    return _of_tenant(
        ServiceRecord,
        kind="service",
        label=ServiceRecord.description,
        since=ServiceRecord.on_date,
        dimensions={"kind": ServiceRecord.kind},
    )


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
            "professional": _yes_or_no(who.is_professional),
            "trained": _yes_or_no(who.is_trained),
            "returnee": _yes_or_no(who.is_returnee),
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


def _yes_or_no(flag: Column) -> Column:
    return case((flag.is_(true()), "yes"), else_="no")


def _graduate_hires(_: Source, span: Span) -> Records:
    return _of_tenant(
        GraduateHire,
        kind="graduate_hire",
        label=name_on(span.end),
        since=GraduateHire.hired_on,
        amounts={"persons": GraduateHire.persons},
    )


def _talents(_: Source, __: Span) -> Records:
    return _of_tenant(
        Talent,
        kind="talent",
        label=Talent.name,
        since=Talent.arrived_on,
        dimensions={"level": Talent.title_level},
    )


def _technology_contracts(_: Source, __: Span) -> Records:
    contract = TechnologyContract
    return _of_tenant(
        contract,
        kind="technology_contract",
        label=contract.title,
        since=contract.signed_on,
        amounts={"amount": contract.amount},
        dimensions={"kind": contract.kind, "status": contract.status},
    )


def _projects(_: Source, __: Span) -> Records:
    return _of_tenant(
        Project,
        kind="project",
        label=Project.title,
        since=Project.brought_in_on,
        amounts={"expected_jobs": Project.expected_jobs},
        dimensions={
            "kind": Project.kind,
            "stage": Project.stage,
            "technology_field": Project.technology_field,
        },
    )


def _cooperations(_: Source, __: Span) -> Records:
    return _of_tenant(
        Cooperation,
        kind="cooperation",
        label=Cooperation.title,
        since=Cooperation.signed_on,
        last=Cooperation.until_on,
        dimensions={"kind": Cooperation.kind, "level": Cooperation.level},
    )


def _lease_lines(_: Source, span: Span) -> Records:
    standing = stages_on(span.as_of)
    rows = (
        LeaseLine.__table__.join(Lease, Lease.id == LeaseLine.lease_id)
        .join(Tenant, Tenant.id == Lease.tenant_id)
        .outerjoin(standing, standing.c.tenant_id == Tenant.id)
        .join(Room, Room.id == LeaseLine.room_id)
        .join(Floor, Floor.id == Room.floor_id)
        .join(Building, Building.id == Floor.building_id)
    )
    return Records(
        kind="lease_line",
        rows=rows,
        id=LeaseLine.id,
        label=Building.name + " " + Room.number + " " + name_on(span.as_of),
        tenant_id=Tenant.id,
        since=LeaseLine.start_on,
        last=LeaseLine.until_on,
        amounts={"area": LeaseLine.area, "rent": LeaseLine.monthly_rent},
        dimensions={
            "building": Building.name,
            "use": Room.use,
            "stage": func.coalesce(standing.c.stage, ""),
            **_tenant_dimensions(),
        },
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


_BUILDERS: dict[str, Callable[[Source, Span], Records]] = {
    "tenants": _tenants,
    "move_ins": _move_ins,
    "graduations": _graduations,
    "exits": _exits,
    "returns": _returns,
    "listings": _listings,
    "qualifications": _qualifications,
    "title_holders": _title_holders,
    "ip_rights": _ip_rights,
    "financings": _financings,
    "financed_tenants": _financed_tenants,
    "mentored_tenants": _mentored_tenants,
    "ip_owners": _ip_owners,
    "services": _services,
    "staff": _staff,
    "mentors": _mentors,
    "graduate_hires": _graduate_hires,
    "talents": _talents,
    "technology_contracts": _technology_contracts,
    "projects": _projects,
    "cooperations": _cooperations,
    "cooperation_universities": _cooperation_universities,
    "universities": _universities,
    "lease_lines": _lease_lines,
    "rooms": _rooms,
    "sites": _sites,
    "events": _events,
    "attendances": _attendances,
}
