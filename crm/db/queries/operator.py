"""Figures the operator reports for the incubator itself: one site, so what makes up a period is found in Python."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Integer, String, cast, literal, null, select

from crm.db.models import OperatorFigure
from crm.db.queries.premises import own_site
from crm.db.queries.reported import answering_periods
from crm.db.rows import raw_rows
from crm.domain.indicators import Nature
from crm.domain.measures import Contribution, Measured, NotReported
from crm.domain.period import Period, PeriodKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection, Select

    from crm.db.queries.premises import SiteInfo
    from crm.domain.indicators import Indicator
    from crm.domain.measures import MeasureRequest

KIND = "site"


@dataclass(frozen=True, slots=True)
class Stated:
    """What was stated for a period: the sum, and the parts of the period that nothing was stated for."""

    site: SiteInfo
    amount: int | None
    lacking: tuple[Period, ...] = ()


def stated(connection: Connection, indicator: Indicator, request: MeasureRequest) -> Stated | None:
    """The operator's figure for a period, made up as those of tenants are; None where there is no site of our own."""
    site = own_site(connection)
    if site is None:
        return None
    answering = answering_periods(request, indicator.nature)
    query = select(OperatorFigure.period, OperatorFigure.value).where(
        OperatorFigure.indicator == indicator.code,
        OperatorFigure.site_id == site.id,
        OperatorFigure.period.in_([period.key for period in answering]),
    )
    values = dict(raw_rows(connection, query))
    if indicator.nature is Nature.STOCK:
        return Stated(site, next((values[one.key] for one in answering if one.key in values), None))
    used = list(_outermost([period for period in answering if period.key in values]))
    if not used:
        return Stated(site, None)
    months = {month for period in used for month in period.parts(PeriodKind.MONTH)}
    asked = {month for period in answering for month in period.parts(PeriodKind.MONTH)}
    lacking = tuple(sorted(asked - months, key=lambda month: month.start))
    return Stated(site, sum(values[period.key] for period in used), lacking)


def _outermost(periods: Sequence[Period]) -> Iterator[Period]:
    """Those of *periods*, longer ones first, that lie in no other."""
    taken: list[Period] = []
    for period in periods:
        if not any(one.start <= period.start and period.end <= one.end for one in taken):
            taken.append(period)
            yield period


def measure_stated(connection: Connection, indicator: Indicator, request: MeasureRequest) -> Measured:
    """The operator's figure with the site as its one contribution, or as what is missing."""
    found = stated(connection, indicator, request)
    if found is None:
        return Measured(request, (), (NotReported(KIND, 0, ""),))
    name, lacking = found.site.name, tuple(part.code for part in found.lacking)
    missing = NotReported(KIND, found.site.id, name, lacking)
    if found.amount is None:
        return Measured(request, (), (missing,))
    share = Contribution(KIND, found.site.id, name, found.amount)
    return Measured(request, (share,), (missing,) if lacking else ())


def stated_row(connection: Connection, indicator: Indicator, request: MeasureRequest) -> Select[Any]:
    """The same as one row of contributing records: ``id``, ``label``, ``tenant_id``, ``amount``."""
    found = stated(connection, indicator, request)
    site = found.site if found else None
    amount = found.amount if found else None
    row: Any = select(
        literal(site.id if site else 0).label("id"),
        literal(site.name if site else "", String).label("label"),
        cast(null(), Integer).label("tenant_id"),
        literal(amount, OperatorFigure.value.type).label("amount"),
    )
    selected: Select[Any] = row
    return selected
