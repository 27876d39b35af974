"""Figures that tenants report: which reports make up a period's figure, and whose figure lacks parts of it.

A figure may be reported for the period itself or for parts of it, by each tenant in its own way. Of each tenant those
reports count that lie in the period and in no longer report of the same tenant: no day is counted twice, and a first
half-year with two quarters makes a year.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import Integer, and_, case, column, false, func, literal, or_, select, text
from sqlalchemy.orm import aliased

from crm.db.models import Observation, StageRecord
from crm.db.rows import raw_rows, value_conditions
from crm.domain.indicators import Nature
from crm.domain.lifecycle import IN_HOUSE
from crm.domain.period import Period, PeriodKind

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date

    from sqlalchemy import ColumnElement, Connection, Select

    from crm.domain.indicators import Indicator
    from crm.domain.measures import MeasureRequest

_KINDS = (PeriodKind.YEAR, PeriodKind.HALF, PeriodKind.QUARTER, PeriodKind.MONTH)
_IN_A_YEAR = 1 + 2 + 4 + 12
"""Periods of all kinds in a year: no request has more that can answer it."""

_PROBES = text(
    " UNION ALL ".join(
        f"SELECT CAST(:p{place} AS INTEGER) AS period WHERE EXISTS "  # noqa: S608 - numbers of parameters
        f"(SELECT 1 FROM observations WHERE period = :p{place} AND indicator = :indicator)"
        for place in range(_IN_A_YEAR)
    )
).columns(column("period", Integer))


def answering_periods(request: MeasureRequest, nature: Nature) -> tuple[Period, ...]:
    """The periods whose reports can make up the figure, longer ones first.

    A flow adds up over all that lies in the period, or from January to its end; a stock stands at the end, so only the
    period and the last part of each kind can tell it.
    """
    period = request.period
    if nature is Nature.STOCK:
        return tuple(parts[-1] for kind in _KINDS if (parts := period.parts(kind)))
    start = period.year_period.start if request.to_date else period.start
    return tuple(
        part
        for kind in _KINDS
        for part in period.year_period.parts(kind)
        if part.start >= start and part.end <= period.end
    )


def reported_periods(connection: Connection, indicator: str, periods: Sequence[Period]) -> tuple[Period, ...]:
    """Those of *periods* for which anybody reported *indicator*; one probe of the index each, in one statement."""
    keys = [period.key for period in periods]
    places = {f"p{place}": key for place, key in enumerate(keys + [-1] * (_IN_A_YEAR - len(keys)))}
    found = set(connection.scalars(_PROBES, {"indicator": indicator, **places}))
    return tuple(period for period in periods if period.key in found)


def observed_rows(
    indicators: Sequence[Indicator], present: Sequence[Period], *, with_months: bool = False
) -> Select[Any]:
    """One row a tenant and indicator: ``id``, ``tenant_id``, ``amount``, *with_months* how many its reports cover.

    The *indicators* are of one nature; *present* are the answering periods that anybody reported of each.
    """
    mine = Observation.indicator.in_([indicator.code for indicator in indicators])
    if len(present) < 2:
        only = Observation.period == present[0].key if present else false()
        length = present[0].kind.months if present else 0
        return _rows(Observation.value, literal(length) if with_months else None).where(mine, only)
    months = func.sum(_length(present)) if with_months else None
    query = _rows(func.sum(Observation.value), months).group_by(Observation.indicator, Observation.tenant_id)
    return query.where(mine, _counting(indicators[0].nature, present))


def _length(periods: Sequence[Period]) -> ColumnElement[int]:
    """The months of a report's period."""
    kinds = {period.kind for period in periods}
    if len(kinds) == 1:
        return literal(kinds.pop().months)
    return case({period.key: period.kind.months for period in periods}, value=Observation.period)


def _rows(amount: Any, months: Any) -> Select[Any]:  # noqa: ANN401 - SQL expressions
    columns = [
        Observation.tenant_id.label("id"),
        Observation.tenant_id.label("tenant_id"),
        Observation.indicator.label("indicator"),
        amount.label("amount"),
    ]
    return select(*columns) if months is None else select(*columns, months.label("months"))


def _counting(nature: Nature, present: Sequence[Period]) -> ColumnElement[bool]:
    """The condition that a report lies in no longer one of the same tenant."""
    longer = aliased(Observation)
    outermost, inner = [], []
    for period in present:
        around = [other.key for other in present if _lies_in(period, other, nature)]
        if not around:
            outermost.append(period.key)
            continue
        covered = select(literal(1)).where(
            longer.period.in_(around),
            longer.indicator == Observation.indicator,
            longer.tenant_id == Observation.tenant_id,
        )
        inner.append(and_(Observation.period == period.key, ~covered.exists()))
    return or_(Observation.period.in_(outermost), *inner)


def _lies_in(part: Period, whole: Period, nature: Nature) -> bool:
    """Whether *whole* is longer and has *part* in it; of two reports of a stock the longer period's counts."""
    if part.kind.months >= whole.kind.months:
        return False
    return nature is Nature.STOCK or (whole.start <= part.start and part.end <= whole.end)


def lacking_parts(
    connection: Connection, tenants: Mapping[str, Collection[int]], *, answering: Sequence[Period]
) -> dict[str, dict[int, tuple[Period, ...]]]:
    """The parts of the period of flows that tenants have not reported, though they reported others, by indicator.

    *tenants* are those asked about by indicator, *answering* the periods that can answer. A part is asked of a tenant
    that was in the house on some day of it. Tenants that lack nothing are left out.
    """
    everybody = sorted({tenant for some in tenants.values() for tenant in some})
    gaps = _gaps_of(connection, tenants, everybody, answering=answering)
    stays = _stays(connection, everybody)
    return {
        indicator: {
            tenant: parts
            for tenant in some
            if (
                parts := tuple(
                    part for part in gaps[indicator, tenant] if _was_in(stays.get(tenant, ()), part)
                )
            )
        }
        for indicator, some in tenants.items()
    }


def uncovered_parts(
    connection: Connection, indicator: str, tenants: Collection[int], *, answering: Sequence[Period]
) -> dict[int, tuple[Period, ...]]:
    """The parts of the period of a flow that *tenants* who reported others have not reported, in the house or not."""
    gaps = _gaps_of(connection, {indicator: tenants}, sorted(tenants), answering=answering)
    return {tenant: parts for (_, tenant), parts in gaps.items() if parts}


def _gaps_of(
    connection: Connection,
    tenants: Mapping[str, Collection[int]],
    everybody: Sequence[int],
    *,
    answering: Sequence[Period],
) -> dict[tuple[str, int], tuple[Period, ...]]:
    """What the reports of tenants do not cover, by indicator and tenant."""
    reported = _reported_by(connection, list(tenants), answering=answering, tenants=everybody)
    roots = [
        period for period in answering if not any(_lies_in(period, other, Nature.FLOW) for other in answering)
    ]
    gaps: dict[frozenset[int], tuple[Period, ...]] = {}
    found: dict[tuple[str, int], tuple[Period, ...]] = {}
    for indicator, some in tenants.items():
        for tenant in some:
            keys = frozenset(reported[indicator, tenant])
            if keys not in gaps:  # most tenants report alike
                gaps[keys] = _all_gaps(roots, keys)
            found[indicator, tenant] = gaps[keys]
    return found


def _all_gaps(roots: Sequence[Period], keys: frozenset[int]) -> tuple[Period, ...]:
    """What of the *roots* reports of the periods *keys* do not cover."""
    coarsest = max((Period.from_key(key).kind for key in keys), key=lambda kind: kind.months)
    return tuple(part for root in roots for part in _gaps(root, keys, coarsest=coarsest))


def _gaps(period: Period, reported: Collection[int], *, coarsest: PeriodKind) -> list[Period]:
    """What of *period* no report covers, in parts of the length in which the tenant reports."""
    if period.key in reported:
        return []
    finer = [kind for kind in _KINDS if kind.months < period.kind.months]
    if not finer or not any(part.key in reported for kind in finer for part in period.parts(kind)):
        return list(period.parts(coarsest)) or [period]
    return [gap for part in period.parts(finer[0]) for gap in _gaps(part, reported, coarsest=coarsest)]


def _reported_by(
    connection: Connection,
    indicators: Sequence[str],
    *,
    answering: Sequence[Period],
    tenants: Collection[int],
) -> defaultdict[tuple[str, int], set[int]]:
    """The periods that *tenants* reported, by indicator and tenant."""
    query = select(Observation.indicator, Observation.tenant_id, Observation.period).where(
        Observation.indicator.in_(indicators), Observation.period.in_([part.key for part in answering])
    )
    reported: defaultdict[tuple[str, int], set[int]] = defaultdict(set)
    for condition in value_conditions(Observation.tenant_id, tenants):
        for indicator, tenant_id, period in raw_rows(connection, query.where(condition)):
            reported[indicator, tenant_id].add(period)
    return reported


def _stays(connection: Connection, tenants: Collection[int]) -> dict[int, list[tuple[date, date | None]]]:
    """From when to when (exclusive) each tenant was in the house."""
    stages = sorted(stage.value for stage in IN_HOUSE)
    query = select(StageRecord.tenant_id, StageRecord.on_date, StageRecord.until_date)
    stays: dict[int, list[tuple[date, date | None]]] = {}
    for condition in value_conditions(StageRecord.tenant_id, tenants):
        for tenant_id, since, until in connection.execute(
            query.where(StageRecord.stage.in_(stages), condition)
        ):
            stays.setdefault(tenant_id, []).append((since, until))
    return stays


def _was_in(stays: Sequence[tuple[date, date | None]], part: Period) -> bool:
    return any(since <= part.end and (until is None or until > part.start) for since, until in stays)
