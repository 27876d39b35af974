"""Records that can be counted: where they stand, their dates and amounts, and what they can be grouped by."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import Integer, and_, case, cast, literal, null, or_, select, true

from crm.db.models import Tenant
from crm.domain.indicators import Counted, Source

if TYPE_CHECKING:
    from collections.abc import Mapping
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


def tenant_dimensions() -> dict[str, Column]:
    """By what records of tenants can be grouped: what their tenant is."""
    return {
        "technology_field": Tenant.technology_field,
        "industry": Tenant.industry,
        "industry_letter": Tenant.industry_letter,
        "registration_type": Tenant.registration_type,
        "founder_kind": Tenant.founder_kind,
    }


def yes_or_no(flag: Column) -> Column:
    """A flag as a dimension: ``yes`` or ``no``."""
    return case((flag.is_(true()), "yes"), else_="no")
