"""Records of tenants that can be counted: titles, rights, deals, services, hires, contracts, leases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, literal

from crm.db.models import (
    Building,
    Cooperation,
    Financing,
    Floor,
    GraduateHire,
    IntellectualProperty,
    Lease,
    LeaseLine,
    Project,
    Qualification,
    Room,
    ServiceRecord,
    Talent,
    TechnologyContract,
    Tenant,
)
from crm.db.queries.countable import Records, tenant_dimensions, yes_or_no
from crm.db.queries.names import name_on
from crm.db.queries.stages import stages_on

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from crm.db.queries.countable import Span
    from crm.domain.indicators import Source


def _of_tenant(model: Any, **parts: Any) -> Records:  # noqa: ANN401 - a model and its expressions
    rows = model.__table__.outerjoin(Tenant, Tenant.id == model.tenant_id)
    dimensions = {**tenant_dimensions(), **parts.pop("dimensions", {})}
    return Records(rows=rows, id=model.id, tenant_id=model.tenant_id, dimensions=dimensions, **parts)


def qualifications(_: Source, __: Span) -> Records:
    """Titles and certificates of tenants."""
    return _of_tenant(
        Qualification,
        kind="qualification",
        label=Qualification.title,
        since=Qualification.granted_on,
        last=Qualification.until_on,
        dimensions={"kind": Qualification.kind, "level": Qualification.level},
    )


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
            "own_fund": yes_or_no(Financing.is_own_fund),
        },
    )


def _services(_: Source, __: Span) -> Records:
    return _of_tenant(
        ServiceRecord,
        kind="service",
        label=ServiceRecord.description,
        since=ServiceRecord.on_date,
        dimensions={"kind": ServiceRecord.kind},
    )


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
            **tenant_dimensions(),
        },
    )


RECORDS_OF_TENANTS: Mapping[str, Callable[[Source, Span], Records]] = {
    "qualifications": qualifications,
    "ip_rights": _ip_rights,
    "financings": _financings,
    "services": _services,
    "graduate_hires": _graduate_hires,
    "talents": _talents,
    "technology_contracts": _technology_contracts,
    "projects": _projects,
    "cooperations": _cooperations,
    "lease_lines": _lease_lines,
}
"""By the name that indicators give them."""
