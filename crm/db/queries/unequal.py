"""Reports of one tenant that say otherwise of a period than those of the periods in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, func, select
from sqlalchemy.orm import aliased

from crm.db.models import Observation
from crm.db.queries.matching import periods_with_figures
from crm.db.rows import raw_rows
from crm.domain.indicators import Nature
from crm.domain.period import Period, PeriodKind
from crm.domain.quantity import Dimension
from crm.domain.reports import UnequalReports, differ

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import Connection

    from crm.domain.indicators import Indicator

_LONGER = (PeriodKind.YEAR, PeriodKind.HALF, PeriodKind.QUARTER)
_SHORTER = (PeriodKind.HALF, PeriodKind.QUARTER, PeriodKind.MONTH)


def unequal_reports(
    connection: Connection, indicators: Iterable[Indicator], period: Period
) -> Iterator[UnequalReports]:
    """Where reports for *period* differ from those for all its parts, or those of which it is a part from their whole.

    A tenant is told once for each figure and period, by the longest parts. What rounding alone could explain is none.
    """
    codes = {one.code: one for one in indicators if one.is_reported}
    comparisons = list(_comparisons(period))
    asked = {one.key for _, whole, parts in comparisons for one in (whole, *parts)}
    present = set(periods_with_figures(connection, sorted(asked)))
    told: set[tuple[str, int, Period]] = set()
    for nature, whole, parts in comparisons:
        mine = [code for code, one in codes.items() if one.nature is nature]
        if not mine or not {one.key for one in (whole, *parts)} <= present:
            continue
        for one in _unequal(connection, mine, whole, parts):
            key = (one.indicator, one.tenant_id, whole)
            if key not in told and _is_told(one, codes):
                told.add(key)
                yield one


def _comparisons(period: Period) -> Iterator[tuple[Nature, Period, tuple[Period, ...]]]:
    """What is compared for *period*: a whole and those of its parts that must come to it, the longest first."""
    for kind in _LONGER:
        whole = Period.containing(period.end, kind)
        for shorter in _SHORTER:
            parts = whole.parts(shorter)
            for nature, counting in ((Nature.FLOW, parts), (Nature.STOCK, parts[-1:])):
                if len(parts) > 1 and period in {whole, *counting}:
                    yield nature, whole, counting


def _is_told(one: UnequalReports, indicators: Mapping[str, Indicator]) -> bool:
    is_money = indicators[one.indicator].unit.dimension is Dimension.MONEY
    return differ(one.value, one.total, parts=len(one.parts), is_money=is_money)


def _unequal(
    connection: Connection, indicators: Sequence[str], whole: Period, parts: tuple[Period, ...]
) -> Iterator[UnequalReports]:
    """The reports for *whole* of tenants that reported all *parts* too, and otherwise."""
    part = aliased(Observation)
    total = func.sum(part.value)
    query = (
        select(Observation.indicator, Observation.tenant_id, Observation.value, total)
        .join(
            part,
            and_(
                part.period.in_([one.key for one in parts]),
                part.indicator == Observation.indicator,
                part.tenant_id == Observation.tenant_id,
            ),
        )
        .where(Observation.period == whole.key, Observation.indicator.in_(indicators))
        .group_by(Observation.indicator, Observation.tenant_id, Observation.value)
        .having(func.count() == len(parts), total != Observation.value)
        .order_by(Observation.indicator, Observation.tenant_id)
    )
    for indicator, tenant_id, value, summed in raw_rows(connection, query):
        yield UnequalReports(indicator, tenant_id, whole, parts, value, int(summed))
