"""Tenants as records that can be counted: who is in the house, who came and went, who holds or got something."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, literal, or_, select

from crm.db.models import Financing, IntellectualProperty, Qualification, ServiceRecord, Tenant
from crm.db.queries.countable import Records, tenant_dimensions
from crm.db.queries.countable_of_tenants import qualifications
from crm.db.queries.names import name_on
from crm.db.queries.populations import entries, exits, first_in, gone_without_graduating, returns, successes
from crm.db.queries.stages import stages_on
from crm.domain.indicators import Counted
from crm.domain.lifecycle import Stage

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from crm.db.queries.countable import Span
    from crm.domain.indicators import Source


def _tenants(_: Source, span: Span) -> Records:
    standing = stages_on(span.as_of)
    return Records(
        kind="tenant",
        rows=Tenant.__table__.join(standing, standing.c.tenant_id == Tenant.id),
        id=Tenant.id,
        label=name_on(span.as_of),
        tenant_id=Tenant.id,
        since=standing.c.on_date,
        dimensions={"stage": standing.c.stage, **tenant_dimensions()},
    )


def _dated_tenants(dated: Any, span: Span) -> Records:  # noqa: ANN401 - a subquery of tenant_id and on_date
    return Records(
        kind="tenant",
        rows=Tenant.__table__.join(dated, dated.c.tenant_id == Tenant.id),
        id=Tenant.id,
        label=name_on(span.end),
        tenant_id=Tenant.id,
        since=dated.c.on_date,
        dimensions=tenant_dimensions(),
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
    titles = qualifications(source, span)
    rows = titles.rows.join(chosen, and_(chosen.c.id == title.id, chosen.c.place == 1))
    return replace(titles, rows=rows)


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


TENANTS: Mapping[str, Callable[[Source, Span], Records]] = {
    "tenants": _tenants,
    "move_ins": _move_ins,
    "graduations": _graduations,
    "listings": _listings,
    "exits": _exits,
    "returns": _returns,
    "title_holders": _title_holders,
    "financed_tenants": _financed_tenants,
    "mentored_tenants": _mentored_tenants,
    "ip_owners": _ip_owners,
}
"""By the name that indicators give them."""


def records_counted_for(source: Source) -> Source | None:
    """The records for which tenants are counted; None of figures that count the records themselves."""
    if source.records == "financed_tenants":
        return replace(source, records="financings")
    if source.records == "ip_owners":
        owned = source.amount != "applications"
        return replace(source, records="ip_rights", counted=Counted.VALID_AT if owned else Counted.UP_TO)
    return None
