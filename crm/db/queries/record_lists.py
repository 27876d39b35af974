"""Lists of records for the rows of a filing: events, rights, deals, titles, hires, leases …, each with its fields."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from crm.db.models import (
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
    StaffMember,
    StageRecord,
    Talent,
    TechnologyContract,
    Tenant,
)
from crm.db.queries.countable import Records, Span
from crm.db.queries.names import name_on
from crm.db.queries.populations import holds_on, population_ids
from crm.db.queries.records import records_named
from crm.domain.errors import NotFoundError
from crm.domain.indicators import Source
from crm.domain.measures import RecordRow

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import Connection, Select

    from crm.domain.measures import RecordsRequest


@dataclass(frozen=True, slots=True)
class _Listed:
    """What a list of one kind of record shows: the columns of its model and those of others, joined by key."""

    model: Any
    joined: tuple[tuple[Any, Any], ...] = ()
    """Models and the conditions under which they belong to a record."""
    others: tuple[tuple[str, Any], ...] = ()


_LISTS: dict[str, _Listed] = {
    "events": _Listed(Event),
    "attendances": _Listed(Event),
    "qualifications": _Listed(Qualification),
    "ip_rights": _Listed(IntellectualProperty),
    "financings": _Listed(Financing),
    "graduate_hires": _Listed(
        GraduateHire,
        ((Organisation, Organisation.id == GraduateHire.organisation_id),),
        (("organisation", Organisation.name), ("region", Organisation.region)),
    ),
    "talents": _Listed(Talent),
    "technology_contracts": _Listed(TechnologyContract),
    "projects": _Listed(
        Project,
        ((Organisation, Organisation.id == Project.organisation_id),),
        (("organisation", Organisation.name),),
    ),
    "cooperations": _Listed(
        Cooperation,
        ((Organisation, Organisation.id == Cooperation.organisation_id),),
        (("organisation", Organisation.name), ("organisation_kind", Organisation.kind)),
    ),
    "services": _Listed(
        ServiceRecord,
        ((Organisation, Organisation.id == ServiceRecord.organisation_id),),
        (("organisation", Organisation.name),),
    ),
    "lease_lines": _Listed(
        LeaseLine,
        (),
        (
            ("building", Building.name),
            ("floor", Floor.name),
            ("room", Room.number),
            ("use", Room.use),
            ("lease", Lease.number),
            ("signed_on", Lease.signed_on),
        ),
    ),
    "staff": _Listed(StaffMember),
    "mentors": _Listed(Mentor),
    "rooms": _Listed(Room, (), (("building", Building.name), ("floor", Floor.name))),
}
"""The kinds of records that can be listed; the joins of their own rows are those of ``records_named``."""


def read_records(connection: Connection, request: RecordsRequest) -> tuple[RecordRow, ...]:
    """The records of *request* by id, with the columns of their table, and of whom they are.

    Of a tenant's record also ``tenant_name``, ``tenant_uscc``, ``tenant_stage`` and the like: the tenant as it was on
    the last day. NotFoundError ``records-unknown`` for a kind that cannot be listed.
    """
    period = request.period
    start = period.year_period.start if request.to_date else period.start
    span = Span.of(start, period.end, period.end)
    source = Source(request.records, request.counted, request.amount, dict(request.filters))
    listed = _LISTS.get(request.records)
    if listed is None:
        raise NotFoundError("records-unknown", records=request.records)
    records = records_named(request.records, source, span)
    columns = [column.name for column in listed.model.__table__.c if column.name not in {"id", "tenant_id"}]
    query = _joined(records, listed, source, span).add_columns(
        *(listed.model.__table__.c[name].label(f"own_{name}") for name in columns),
        *(column.label(f"own_{name}") for name, column in listed.others),
    )
    if records.tenant_id is not None:
        members = population_ids(request.population, start=span.start, day=span.as_of)
        if members is not None:
            query = query.where(records.tenant_id.in_(members))
    rows = connection.execute(query.order_by(records.id)).mappings().all()
    tenants = _tenants(connection, span.end) if records.tenant_id is not None else {}
    return tuple(_row(records.kind, dict(row), tenants) for row in rows)


def _joined(records: Records, listed: _Listed, source: Source, span: Span) -> Select[Any]:
    query = records.listed(source, span)
    for model, condition in listed.joined:
        query = query.outerjoin(model, condition)
    return query


def _row(kind: str, row: dict[str, Any], tenants: dict[int, dict[str, Any]]) -> RecordRow:
    fields = {name.removeprefix("own_"): value for name, value in row.items() if name.startswith("own_")}
    tenant_id = row["tenant_id"]
    for name, value in tenants.get(tenant_id, {}).items():
        fields[f"tenant_{name}"] = value
    return RecordRow(kind, row["id"], row["label"] or "", tenant_id, fields)


def _tenants(connection: Connection, day: date) -> dict[int, dict[str, Any]]:
    """Every tenant as it was on *day*, by id: name, codes and stage."""
    standing = select(StageRecord.tenant_id, StageRecord.stage).where(holds_on(day)).subquery()
    query = select(
        Tenant.id,
        name_on(day).label("name"),
        Tenant.uscc,
        Tenant.registration_number,
        Tenant.technology_field,
        standing.c.stage,
    ).outerjoin(standing, standing.c.tenant_id == Tenant.id)
    return {row.pop("id"): row for row in map(dict, connection.execute(query).mappings())}
