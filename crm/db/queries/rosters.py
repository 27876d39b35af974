"""Rosters: the tenants of a population with their records as they stood on a day, for the rows of a filing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, select

from crm.db.models import Lease, LeaseLine, Qualification, ServiceRecord, StageRecord, Tenant
from crm.db.queries.names import name_on
from crm.db.queries.populations import departures, entries, holds_on, population_ids, successes
from crm.domain.lifecycle import SUCCEEDED, Stage
from crm.domain.measures import RosterRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy import Connection

    from crm.domain.measures import Population

_SUCCEEDED = frozenset(stage.value for stage in SUCCEEDED)
_QUALIFICATION_FIELDS = {"high_tech": "high_tech", "technology_sme": "technology_sme"}
"""Yes-or-no fields of a register that a certificate, valid on the day, decides once any is recorded."""


def read_roster(
    connection: Connection, *, population: Population, start: date, day: date, fields: Sequence[str]
) -> tuple[RosterRow, ...]:
    """The tenants of *population* (see ``population_ids``) with their *fields* on *day*, by id.

    Besides the tenant's own columns: ``name`` as borne that day, ``stage``, ``moved_in_on``, ``graduated``,
    ``graduated_on``, ``left_on`` with ``left_stage``, ``left_reason`` and ``left_detail``, and certificates valid
    that day.
    """
    columns = [name for name in fields if name in Tenant.__table__.c]
    own = [Tenant.__table__.c[name] for name in columns if name != "name"]
    moved_in, succeeded, gone, standing = entries(), successes(), _departures(day), _standing(day)
    query = (
        select(
            Tenant.id.label("tenant_id"),
            name_on(day).label("name"),
            *own,
            standing.c.stage,
            moved_in.c.on_date.label("moved_in_on"),
            succeeded.c.on_date.label("graduated_on"),
            gone.c.on_date.label("gone_on"),
            gone.c.stage.label("gone_stage"),
            gone.c.reason.label("gone_reason"),
            gone.c.detail.label("gone_detail"),
        )
        .outerjoin(standing, standing.c.tenant_id == Tenant.id)
        .outerjoin(moved_in, and_(moved_in.c.tenant_id == Tenant.id, moved_in.c.on_date <= day))
        .outerjoin(succeeded, and_(succeeded.c.tenant_id == Tenant.id, succeeded.c.on_date <= day))
        .outerjoin(gone, gone.c.tenant_id == Tenant.id)
        .order_by(Tenant.id)
    )
    members = population_ids(population, start=start, day=day)
    if members is not None:
        query = query.where(Tenant.id.in_(members))
    certificates = _certificates(connection, day)
    areas, mentored = _let_areas(connection, day), _mentored(connection, day)
    rows = []
    for row in connection.execute(query).mappings():
        held = dict(row)
        tenant_id = held.pop("tenant_id")
        _add_departure(held)
        for name, kind in _QUALIFICATION_FIELDS.items():
            valid = certificates.get((tenant_id, kind))
            if valid is not None:
                held[name] = valid
        if tenant_id in areas:
            held["area"] = areas[tenant_id]
        if tenant_id in mentored:
            held["has_mentor"] = True
        rows.append(RosterRow(tenant_id, held))
    return tuple(rows)


def _add_departure(held: dict[str, Any]) -> None:
    """Turn the last departure into the fields a form asks for; who left graduated, listed or acquired, graduated."""
    gone = {name: held.pop(f"gone_{name}") for name in ("on", "stage", "reason", "detail")}
    held["graduated"] = held["graduated_on"] is not None
    if gone["stage"] in _SUCCEEDED:
        gone |= {"stage": Stage.GRADUATED.value, "reason": "", "detail": ""}
    held |= {f"left_{name}": value for name, value in gone.items()}


def _standing(day: date) -> Any:  # noqa: ANN401 - a subquery
    return select(StageRecord.tenant_id, StageRecord.stage).where(holds_on(day)).subquery()


def _departures(day: date) -> Any:  # noqa: ANN401 - a subquery
    """The last departure of each tenant from the house up to *day*: day, stage and reason."""
    gone = departures()
    last = (
        select(gone.c.tenant_id, func.max(gone.c.id).label("id"))
        .where(gone.c.on_date <= day)
        .group_by(gone.c.tenant_id)
        .subquery()
    )
    return (
        select(
            StageRecord.tenant_id,
            StageRecord.on_date,
            StageRecord.stage,
            StageRecord.reason,
            StageRecord.detail,
        )
        .join(last, last.c.id == StageRecord.id)
        .subquery()
    )


def _certificates(connection: Connection, day: date) -> dict[tuple[int, str], bool]:
    """For tenants with any certificate of a kind: whether one is valid on *day*."""
    query = select(
        Qualification.tenant_id, Qualification.kind, Qualification.granted_on, Qualification.until_on
    ).where(Qualification.kind.in_(list(_QUALIFICATION_FIELDS.values())))
    valid: dict[tuple[int, str], bool] = {}
    for tenant_id, kind, granted_on, until_on in connection.execute(query):
        holds = granted_on <= day and (until_on is None or until_on >= day)
        valid[tenant_id, kind] = valid.get((tenant_id, kind), False) or holds
    return valid


def _let_areas(connection: Connection, day: date) -> dict[int, int]:
    """The area let to each tenant on *day*, from its leases, in 0.01 m²."""
    query = (
        select(Lease.tenant_id, func.sum(LeaseLine.area))
        .join(LeaseLine, LeaseLine.lease_id == Lease.id)
        .where(LeaseLine.start_on <= day, (LeaseLine.until_on.is_(None)) | (LeaseLine.until_on >= day))
        .group_by(Lease.tenant_id)
    )
    return {tenant_id: int(area) for tenant_id, area in connection.execute(query)}


def _mentored(connection: Connection, day: date) -> set[int]:
    """The tenants with a mentoring record up to *day*."""
    query = select(ServiceRecord.tenant_id).where(
        ServiceRecord.kind == "mentoring", ServiceRecord.on_date <= day, ServiceRecord.tenant_id.is_not(None)
    )
    return {tenant_id for (tenant_id,) in connection.execute(query) if tenant_id is not None}
