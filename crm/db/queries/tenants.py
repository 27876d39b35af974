"""Tenants for lists and for the detail page: frozen rows read from the overview and the records."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, select

from crm.db.models import (
    Building,
    Financing,
    Floor,
    IntellectualProperty,
    Lease,
    LeaseLine,
    Observation,
    Project,
    Qualification,
    Room,
    ServiceRecord,
    StageRecord,
    Tenant,
    TenantName,
    TenantOverview,
)
from crm.db.rows import raw_rows, value_conditions
from crm.domain.lifecycle import Stage
from crm.domain.period import Period

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy import Connection, Select

SORTS = (
    "name",
    "external_id",
    "stage_since",
    "moved_in_on",
    "revenue",
    "employees",
    "area",
    "room",
    "technology_field",
)
_ORDERS = {"name": "name_order"}
"""The columns that keep the order of another."""
_KEYS_A_QUERY = 900


@dataclass(frozen=True, slots=True)
class TenantLine:
    """One line of the list; ``area`` in 0.01 m², ``revenue`` in fen, of ``figures_period``."""

    id: int
    name: str
    external_id: str
    uscc: str
    stage: Stage | None
    stage_since: date | None
    moved_in_on: date | None
    industry: str
    technology_field: str
    room: str
    area: int | None
    contact: str
    figures_period: Period | None
    revenue: int | None
    employees: int | None


@dataclass(frozen=True, slots=True)
class StageEntry:
    """A step of a tenant's way: the stage held from ``on`` up to ``until`` (None: still)."""

    id: int
    stage: Stage
    on: date
    until: date | None
    reason: str
    allowed_by: str
    detail: str


@dataclass(frozen=True, slots=True)
class NameEntry:
    """A former name and its days."""

    name: str
    from_on: date | None
    until_on: date


@dataclass(frozen=True, slots=True)
class LeaseEntry:
    """A room let to the tenant; area in 0.01 m², rent in fen a month."""

    number: str
    building: str
    room: str
    area: int
    start_on: date
    until_on: date | None
    monthly_rent: int | None


@dataclass(frozen=True, slots=True)
class DatedEntry:
    """Something that happened to the tenant: for the timeline."""

    on: date
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class ObservedFigure:
    """A reported figure with where it came from."""

    indicator: str
    period: Period
    value: int
    operation_id: int
    source_row: int | None


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which tenants a list shows: those of some stages and technology fields, and of *among*; all where it is blank.

    The days are the first and the last one on which they may have moved in; who has no such day is left out by either.
    ``industries`` are the first two characters of industry codes, or a letter where that is all that is known;
    ``has_figures`` keeps those that have reported figures, or those that never have. ``is_by_name`` says that *among*
    is in the order of the names already, without anybody who is gone: then nothing is asked of the database for it.
    """

    stages: frozenset[Stage] = frozenset()
    technology_fields: frozenset[str] = frozenset()
    moved_in_from: date | None = None
    moved_in_to: date | None = None
    industries: frozenset[str] = frozenset()
    has_figures: bool | None = None
    among: Sequence[int] | None = None
    is_by_name: bool = False


ALL = Chosen()


def tenant_ids(
    connection: Connection, chosen: Chosen = ALL, *, sort: str = "name", descending: bool = False
) -> array[int]:
    """Ids of the tenants that fit, in order; blanks of the sorted value last, ties by id in the same direction.

    KeyError where *sort* is not one of :data:`SORTS`.
    """
    if sort == "name" and chosen.among is not None and chosen == Chosen(among=chosen.among, is_by_name=True):
        return array("q", reversed(chosen.among) if descending else chosen.among)
    query, wanted = _selected(select(TenantOverview.tenant_id), chosen)
    ids = array("q")
    for part in _in_order(query, sort=sort, descending=descending):
        found = [row[0] for row in raw_rows(connection, part)]
        ids.extend(found if wanted is None else filter(wanted.__contains__, found))
    return ids


def tenant_page(
    connection: Connection,
    chosen: Chosen = ALL,
    *,
    sort: str = "name",
    descending: bool = False,
    size: int,
) -> tuple[int, list[TenantLine]]:
    """How many tenants fit, and the first *size* of them in order, without looking at the others.

    Ordered as in :func:`tenant_ids`.
    """
    count, wanted = _selected(select(func.count()).select_from(TenantOverview), chosen)
    if wanted is not None or chosen.is_by_name:
        ids = tenant_ids(connection, chosen, sort=sort, descending=descending)
        lines = tenant_lines(connection, ids[:size])
        return len(ids), [lines[one] for one in ids[:size]]
    found: list[TenantLine] = []
    query, _ = _selected(select(*_LINE), chosen)
    for part in _in_order(query, sort=sort, descending=descending):
        if len(found) < size:
            found += map(_line, connection.execute(part.limit(size - len(found))).fetchall())
    return int(connection.scalar(count) or 0), found


def _selected(query: Select[Any], chosen: Chosen) -> tuple[Select[Any], set[int] | None]:
    """*query* with what is chosen; where too many ids are chosen for a query, they come back to be sieved by hand."""
    view = TenantOverview
    if chosen.stages:
        query = query.where(view.stage.in_([stage.value for stage in chosen.stages]))
    if chosen.technology_fields:
        query = query.where(view.technology_field.in_(list(chosen.technology_fields)))
    if chosen.moved_in_from is not None:
        query = query.where(view.moved_in_on >= chosen.moved_in_from)
    if chosen.moved_in_to is not None:
        query = query.where(view.moved_in_on <= chosen.moved_in_to)
    if chosen.industries:
        query = query.where(func.substr(view.industry, 1, 2).in_(sorted(chosen.industries)))
    if chosen.has_figures is not None:
        reported = view.figures_period.is_not(None) if chosen.has_figures else view.figures_period.is_(None)
        query = query.where(reported)
    if chosen.among is None:
        return query, None
    if len(chosen.among) <= _KEYS_A_QUERY:
        return query.where(view.tenant_id.in_(list(chosen.among))), None
    return query, set(chosen.among)


def _in_order(query: Select[Any], *, sort: str, descending: bool) -> tuple[Select[Any], ...]:
    """*query* in order, in the parts that the index gives as they are: what has a value, then what has none."""
    if sort not in SORTS:
        raise KeyError(sort)
    view = TenantOverview
    column = view.__table__.c[_ORDERS.get(sort, sort)]
    if descending:
        # The index gives this order as it is: SQLite puts blanks last here by itself.
        return (query.order_by(column.desc().nulls_last(), view.tenant_id.desc()),)
    if column.nullable:
        return (
            query.where(column.is_not(None)).order_by(column, view.tenant_id),
            query.where(column.is_(None)).order_by(view.tenant_id),
        )
    return (query.order_by(column, view.tenant_id),)


def tenant_lines(connection: Connection, ids: Sequence[int]) -> dict[int, TenantLine]:
    """The lines of *ids*, a page of them."""
    return {row[0]: _line(row) for row in connection.execute(_LINES, {"ids": list(ids)})}


_FIELDS = tuple(one.name for one in fields(TenantLine))
_LINE = tuple(TenantOverview.__table__.c["tenant_id" if name == "id" else name] for name in _FIELDS)
_LINES = select(*_LINE).where(TenantOverview.tenant_id.in_(bindparam("ids", expanding=True)))
_STAGE, _PERIOD = _FIELDS.index("stage"), _FIELDS.index("figures_period")
_STAGES = {stage.value: stage for stage in Stage}


def _line(values: Sequence[Any]) -> TenantLine:
    """A line from the columns of ``_LINE``."""
    held = list(values)
    period = held[_PERIOD]
    held[_STAGE] = _STAGES.get(held[_STAGE])
    held[_PERIOD] = None if period is None else Period.from_key(period)
    return TenantLine(*held)


@dataclass(frozen=True, slots=True)
class TenantSums:
    """Sums over some tenants and over how many of them each one goes: 0.01 m², fen and heads."""

    count: int
    area: tuple[int, int | None]
    revenue: tuple[int, int | None]
    employees: tuple[int, int | None]


def tenant_sums(connection: Connection, ids: Sequence[int]) -> TenantSums:
    """The sums over *ids*; (0, None) where nobody of them has a value."""
    view = TenantOverview
    columns = (view.area, view.revenue, view.employees)
    query = select(*(part for column in columns for part in (func.count(column), func.sum(column))))
    totals: list[tuple[int, int | None]] = [(0, None)] * len(columns)
    for condition in value_conditions(view.tenant_id, ids, exactly=True):
        row = connection.execute(query.where(condition)).one()
        for place in range(len(columns)):
            known, added = totals[place]
            count, value = row[2 * place], row[2 * place + 1]
            if count:
                totals[place] = (known + count, (added or 0) + int(value or 0))
    return TenantSums(len(ids), *totals)


def count_by_stage(connection: Connection) -> dict[Stage, int]:
    """How many tenants stand in each stage now."""
    query = (
        select(TenantOverview.stage, func.count())
        .where(TenantOverview.stage != "")
        .group_by(TenantOverview.stage)
    )
    return {Stage(stage): count for stage, count in connection.execute(query)}


def tenant_fields(connection: Connection, tenant_id: int) -> dict[str, Any] | None:
    """All columns of a tenant's own row; None where there is no such tenant."""
    row = connection.execute(select(Tenant.__table__).where(Tenant.id == tenant_id)).mappings().first()
    return None if row is None else dict(row)


def stage_entries(connection: Connection, tenant_id: int) -> tuple[StageEntry, ...]:
    """A tenant's way, in order."""
    query = select(StageRecord).where(StageRecord.tenant_id == tenant_id).order_by(StageRecord.position)
    return tuple(
        StageEntry(
            row.id, Stage(row.stage), row.on_date, row.until_date, row.reason, row.allowed_by, row.detail
        )
        for row in connection.execute(_columns(query))
    )


def _columns(query: Select[Any]) -> Select[Any]:
    """The columns instead of the entity, so that plain rows come back."""
    return query.with_only_columns(*query.selected_columns)


def name_entries(connection: Connection, tenant_id: int) -> tuple[NameEntry, ...]:
    """A tenant's former names, the latest first."""
    query = select(TenantName.name, TenantName.from_on, TenantName.until_on)
    rows = connection.execute(
        query.where(TenantName.tenant_id == tenant_id).order_by(TenantName.until_on.desc())
    )
    return tuple(NameEntry(*row) for row in rows)


def lease_entries(connection: Connection, tenant_id: int) -> tuple[LeaseEntry, ...]:
    """The rooms let to a tenant, the latest first."""
    query = (
        select(
            Lease.number,
            Building.name,
            Room.number,
            LeaseLine.area,
            LeaseLine.start_on,
            LeaseLine.until_on,
            LeaseLine.monthly_rent,
        )
        .join(LeaseLine, LeaseLine.lease_id == Lease.id)
        .join(Room, Room.id == LeaseLine.room_id)
        .join(Floor, Floor.id == Room.floor_id)
        .join(Building, Building.id == Floor.building_id)
        .where(Lease.tenant_id == tenant_id)
        .order_by(LeaseLine.start_on.desc(), LeaseLine.id)
    )
    return tuple(LeaseEntry(*row) for row in connection.execute(query))


def observed_figures(connection: Connection, tenant_id: int) -> tuple[ObservedFigure, ...]:
    """All figures a tenant reported, by indicator and period, each with the operation that brought it."""
    query = (
        select(
            Observation.indicator,
            Observation.period,
            Observation.value,
            Observation.operation_id,
            Observation.source_row,
        )
        .where(Observation.tenant_id == tenant_id)
        .order_by(Observation.indicator, Observation.period)
    )
    return tuple(
        ObservedFigure(row[0], Period.from_key(row[1]), *row[2:]) for row in connection.execute(query)
    )


def dated_entries(connection: Connection, tenant_id: int) -> tuple[DatedEntry, ...]:
    """What happened to a tenant apart from its stages, the latest first."""
    sources: tuple[tuple[str, Any, Any, Any], ...] = (
        ("qualification", Qualification, Qualification.granted_on, Qualification.title),
        ("ip_right", IntellectualProperty, IntellectualProperty.granted_on, IntellectualProperty.title),
        ("financing", Financing, Financing.on_date, Financing.round),
        ("project", Project, Project.brought_in_on, Project.title),
        ("service", ServiceRecord, ServiceRecord.on_date, ServiceRecord.description),
    )
    entries = [
        DatedEntry(row[0], kind, row[1])
        for kind, model, day, text in sources
        for row in connection.execute(select(day, text).where(model.tenant_id == tenant_id, day.is_not(None)))
    ]
    return tuple(sorted(entries, key=lambda entry: (entry.on, entry.kind, entry.text), reverse=True))
