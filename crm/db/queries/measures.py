"""The figure engine: a measure is a query over contributions; its value is their sum, its trace the same rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import case, func, select

from crm.db.models import Observation, Tenant
from crm.db.queries.completeness import lacking_parts
from crm.db.queries.names import name_on
from crm.db.queries.populations import population_ids
from crm.db.queries.records import Records, Span, records_named
from crm.db.queries.stages import stages_on
from crm.domain.errors import NotFoundError
from crm.domain.indicators import Nature
from crm.domain.measures import Contribution, Measured, NotReported, Population
from crm.domain.period import PeriodKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import ColumnElement, Connection, Select, Subquery

    from crm.domain.indicators import Indicator
    from crm.domain.measures import MeasureRequest
    from crm.domain.period import Period

_FINER = (PeriodKind.YEAR, PeriodKind.HALF, PeriodKind.QUARTER, PeriodKind.MONTH)


@dataclass(frozen=True, slots=True)
class Group:
    """A figure of one group: the group's key (None where the record has none), the sum and how many rows it has."""

    key: str | None
    value: int
    contributions: int


@dataclass(frozen=True, slots=True)
class Question:
    """A request made precise: its indicator, and the conditions on dimensions (``where``)."""

    request: MeasureRequest
    indicator: Indicator
    where: Mapping[str, str] = field(default_factory=dict)

    @property
    def span(self) -> Span:
        """The days the figure covers."""
        period = self.request.period
        start = period.year_period.start if self.request.to_date else period.start
        return Span(start, period.end, self.request.population_date)


def measure(connection: Connection, question: Question) -> Measured:
    """The figure with its contributions and with who has not reported."""
    counted = _counted(connection, question)
    kind = "tenant" if question.indicator.is_reported else _records(question).kind
    query = select(counted.c.id, _label(counted, question), counted.c.amount, counted.c.tenant_id)
    if question.indicator.is_reported:
        query = query.join(Tenant, Tenant.id == counted.c.tenant_id)
    rows = connection.execute(query.order_by(counted.c.id)).all()
    given = tuple(
        Contribution(kind, row[0], row[1] or "", int(row[2]), row[3]) for row in rows if row[2] is not None
    )
    if question.indicator.is_reported:
        missing = _not_reported(connection, question, {row[0] for row in rows})
    else:
        missing = tuple(NotReported(kind, row[0], row[1] or "") for row in rows if row[2] is None)
    return Measured(question.request, given, missing)


def measure_value(connection: Connection, question: Question) -> tuple[int | None, int]:
    """The figure alone and how many rows make it; None where nothing was reported."""
    counted = _counted(connection, question)
    total, rows = connection.execute(select(func.sum(counted.c.amount), func.count(counted.c.amount))).one()
    if total is None:
        return (None if question.indicator.is_reported else 0), 0
    return int(total), int(rows)


def measure_groups(connection: Connection, question: Question, *, by: str) -> tuple[Group, ...]:
    """The figure by the dimension *by*; NotFoundError ``dimension-unknown`` where the records have none such."""
    counted = _counted(connection, question)
    key = _dimension(counted, question, by)
    query = select(key, func.sum(counted.c.amount), func.count(counted.c.amount)).select_from(counted)
    if question.indicator.is_reported:
        query = _with_tenants(query, counted, question, by)
    rows = connection.execute(query.group_by(key).order_by(key)).all()
    return tuple(
        Group(None if row[0] is None else str(row[0]), int(row[1] or 0), int(row[2])) for row in rows
    )


def dimensions_of(question: Question) -> tuple[str, ...]:
    """What the figure can be grouped and filtered by."""
    if question.indicator.is_reported:
        return ("stage", *_TENANT_DIMENSIONS, "tenant")
    names = set(_records(question).dimensions)
    return tuple(sorted({*names, "tenant"}))


_TENANT_DIMENSIONS = ("technology_field", "industry", "industry_letter", "registration_type", "founder_kind")


def _counted(connection: Connection, question: Question) -> Subquery:
    """The contributing rows: ``id``, ``label`` (records only), ``tenant_id``, ``amount`` and the dimensions."""
    span = question.span
    if question.indicator.is_reported:
        query = _observed(connection, question)
    else:
        query = _records(question).counted(question.indicator.source, span)
    members = population_ids(question.request.population, start=span.start, day=span.as_of)
    rows = query.subquery()
    narrowed = select(rows)
    if members is not None:
        narrowed = narrowed.where(rows.c.tenant_id.in_(members))
    for name, code in question.where.items():
        narrowed = narrowed.where(_matches(rows, question, name, code))
    return narrowed.subquery() if members is not None or question.where else rows


def _observed(connection: Connection, question: Question) -> Select[Any]:
    """One row a tenant: the reported figure of the period itself, else the sum (or last) of finer periods."""
    levels = _levels(question)
    reported = _reported_periods(
        connection, question.indicator.code, [p.key for level in levels for p in level]
    )
    present = [keys for level in levels if (keys := [p.key for p in level if p.key in reported])]
    mine = Observation.indicator == question.indicator.code
    if not present:
        return _observation_rows(Observation.value).where(mine, Observation.period == -1)
    if len(present) == 1 and len(present[0]) == 1:
        return _observation_rows(Observation.value).where(mine, Observation.period == present[0][0])
    every = [key for keys in present for key in keys]
    sums = [func.sum(case((Observation.period.in_(keys), Observation.value))) for keys in present]
    amount = sums[0] if len(sums) == 1 else func.coalesce(*sums)
    if len(present) == 1:
        amount = func.sum(Observation.value)
    return (
        _observation_rows(amount).where(mine, Observation.period.in_(every)).group_by(Observation.tenant_id)
    )


def _observation_rows(amount: Any) -> Select[Any]:  # noqa: ANN401 - an SQL expression
    return select(
        Observation.tenant_id.label("id"), Observation.tenant_id.label("tenant_id"), amount.label("amount")
    )


def _levels(question: Question) -> list[tuple[Period, ...]]:
    """The sets of periods that can answer, the exact one first, then ever finer ones.

    A stock stands at the end of the period, so only the last part of each kind can answer.
    """
    request, nature = question.request, question.indicator.nature
    wanted = request.period.year_to_date() if request.to_date else (request.period,)
    if nature is Nature.STOCK:
        wanted = wanted[-1:]
    levels: list[tuple[Period, ...]] = []
    if request.to_date and nature is Nature.FLOW and wanted[-1].end == request.period.year_period.end:
        levels.append((request.period.year_period,))
    for kind in _FINER:
        parts = [period.parts(kind) for period in wanted]
        if all(parts):
            flat = tuple(part for some in parts for part in some)
            level = flat[-1:] if nature is Nature.STOCK else flat
            if level not in levels:
                levels.append(level)
    return levels


def _reported_periods(connection: Connection, indicator: str, keys: Sequence[int]) -> set[int]:
    """Which of *keys* have any figure of *indicator*; one index probe each."""
    present = set()
    for key in keys:
        probe = (
            select(Observation.period)
            .where(Observation.period == key, Observation.indicator == indicator)
            .limit(1)
        )
        if connection.execute(probe).first() is not None:
            present.add(key)
    return present


def _records(question: Question) -> Records:
    source = question.indicator.source
    try:
        return records_named(source.records, source, question.span)
    except KeyError:
        raise NotFoundError("records-unknown", records=source.records) from None


def _dimension(counted: Subquery, question: Question, name: str) -> Any:  # noqa: ANN401 - an SQL expression
    if name == "tenant":
        return counted.c.tenant_id
    if question.indicator.is_reported:
        if name in _TENANT_DIMENSIONS:
            return getattr(Tenant, name)
        if name == "stage":
            return _stage_column(counted, question)
    elif f"by_{name}" in counted.c:
        return counted.c[f"by_{name}"]
    raise NotFoundError("dimension-unknown", dimension=name, known=", ".join(dimensions_of(question)))


def _stage_column(counted: Subquery, question: Question) -> Any:  # noqa: ANN401 - a scalar subquery
    standing = stages_on(question.span.as_of)
    return select(standing.c.stage).where(standing.c.tenant_id == counted.c.tenant_id).scalar_subquery()


def _with_tenants(query: Select[Any], counted: Subquery, _: Question, by: str) -> Select[Any]:
    if by in _TENANT_DIMENSIONS:
        return query.join(Tenant, Tenant.id == counted.c.tenant_id)
    return query


def _matches(rows: Subquery, question: Question, name: str, code: str) -> ColumnElement[bool]:
    if question.indicator.is_reported and name in _TENANT_DIMENSIONS:
        members = select(Tenant.id).where(getattr(Tenant, name) == code)
        return rows.c.tenant_id.in_(members)
    column = _dimension(rows, question, name)
    value: str | int = int(code) if name == "tenant" and code.isdigit() else code
    return column == value  # type: ignore[no-any-return]


def _label(counted: Subquery, question: Question) -> Any:  # noqa: ANN401 - an SQL expression
    if not question.indicator.is_reported:
        return counted.c.label
    return name_on(question.span.end)


def _not_reported(connection: Connection, question: Question, given: set[int]) -> tuple[NotReported, ...]:
    """Tenants of the population without the figure, or with part of it; over everybody, the tenants in the house."""
    span, population = question.span, question.request.population
    asked = Population.RESIDENT if population is Population.ANYBODY else population
    members = population_ids(asked, start=span.start, day=span.as_of)
    query = select(Tenant.id, name_on(span.end)).order_by(Tenant.id)
    if members is not None:
        query = query.where(Tenant.id.in_(members))
    for name, code in question.where.items():
        if name in _TENANT_DIMENSIONS:
            query = query.where(getattr(Tenant, name) == code)
        elif name == "tenant":
            query = query.where(Tenant.id == int(code))
    people = connection.execute(query).all()
    partly = {}
    if question.indicator.nature is Nature.FLOW:
        partly = lacking_parts(
            connection, indicator=question.indicator.code, levels=_levels(question), tenants=given
        )
    return tuple(
        NotReported("tenant", row[0], row[1], tuple(part.code for part in partly.get(row[0], ())))
        for row in people
        if row[0] not in given or row[0] in partly
    )
