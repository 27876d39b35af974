"""The figure engine: a measure is a query over contributions; its value is their sum, its trace the same rows."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import Date, bindparam, func, or_, select

from crm.db.models import Observation, Tenant
from crm.db.queries.countable import Records, Span
from crm.db.queries.names import name_on
from crm.db.queries.operator import measure_stated, stated_row
from crm.db.queries.populations import population_ids
from crm.db.queries.records import records_named
from crm.db.queries.reported import answering_periods, lacking_parts, observed_rows, reported_periods
from crm.db.queries.stages import stages_on
from crm.db.rows import raw_rows
from crm.domain.errors import NotFoundError
from crm.domain.indicators import Nature
from crm.domain.measures import Contribution, Measured, NotReported, Population

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from sqlalchemy import ColumnElement, Connection, Select, Subquery

    from crm.domain.indicators import Indicator
    from crm.domain.measures import MeasureRequest, Within
    from crm.domain.period import Period

_TENANT_DIMENSIONS = ("technology_field", "industry", "industry_letter", "registration_type", "founder_kind")


def _day(name: str) -> Any:  # noqa: ANN401 - a day that is given later
    return bindparam(name, type_=Date)


_DAYS = Span(_day("start"), _day("end"), _day("as_of"), _day("eve"))
"""The days of a statement that is asked for several spans."""


@dataclass(frozen=True, slots=True)
class Group:
    """A figure of one group: the group's key (None where the record has none), the sum and how many rows it has.

    ``value`` is None where the group has records and none of them has the amount.
    """

    key: str | None
    value: int | None
    contributions: int


@dataclass(frozen=True, slots=True)
class Question:
    """A request made precise: its indicator, and further conditions on dimensions (``where``).

    ``groups`` are groupings of tenants that no column holds: dimension → code → tenants.
    """

    request: MeasureRequest
    indicator: Indicator
    where: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, Mapping[str, frozenset[int]]] = field(default_factory=dict)

    @property
    def span(self) -> Span:
        """The days the figure covers."""
        period = self.request.period
        start = period.year_period.start if self.request.to_date else period.start
        return Span.of(start, period.end, self.request.population_date)

    @property
    def conditions(self) -> Within:
        """All conditions on dimensions: what the request is within, and what else was said."""
        within = (self._condition(name, codes) for name, codes in self.request.within)
        return (*within, *((name, (code,)) for name, code in self.where.items()))

    def _condition(self, name: str, codes: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
        known = self.groups.get(name)
        if known is None:
            return name, codes
        members = sorted(frozenset().union(*(known.get(code, ()) for code in codes)))
        return "tenant", tuple(map(str, members))

    @property
    def months(self) -> int:
        """How many months the figure covers."""
        span = self.span
        return span.end.month - span.start.month + 1


def measure(connection: Connection, question: Question) -> Measured:
    """The figure with its contributions and with who has not reported."""
    if question.indicator.is_reported:
        return _measure_reported(connection, [question])[question.request]
    if question.indicator.is_stated:
        _require_whole(question)
        return measure_stated(connection, question.indicator, question.request)
    return _measure_records(connection, [question])[question.request]


def _measure_records(connection: Connection, questions: Sequence[Question]) -> dict[MeasureRequest, Measured]:
    """Figures that count records, which differ in their days alone: one statement is put together for all of them."""
    first = questions[0]
    try:
        source = first.indicator.source
        records = records_named(source.records, source, _DAYS)
    except KeyError:
        raise NotFoundError("records-unknown", records=first.indicator.source.records) from None
    query = _record_rows(first, records)
    return {
        question.request: _counted_of(
            question, records.kind, raw_rows(connection, query, _days(question.span))
        )
        for question in questions
    }


def _days(span: Span) -> dict[str, date]:
    """The days of *span* as the parameters of a statement."""
    return {"start": span.start, "end": span.end, "as_of": span.as_of, "eve": span.eve}


def _counted_of(question: Question, kind: str, rows: Sequence[tuple[Any, ...]]) -> Measured:
    """A figure from its records: ``id``, ``label``, ``tenant_id``, ``amount``; those without an amount are missing."""
    return Measured(
        question.request,
        tuple(
            Contribution(kind, row[0], row[1] or "", int(row[3]), row[2])
            for row in rows
            if row[3] is not None
        ),
        tuple(NotReported(kind, row[0], row[1] or "", (), row[2]) for row in rows if row[3] is None),
    )


def _record_rows(question: Question, records: Records) -> Select[Any]:
    """The contributing records in order: ``id``, ``label``, ``tenant_id``, ``amount``."""
    span, of_tenants = _DAYS, records.tenant_id is not None
    if question.conditions:  # conditions on dimensions stand outside
        rows = records.counted(question.indicator.source, span).subquery()
        found = _narrowed(rows, question, span, of_tenants=of_tenants)
        return select(found.c.id, found.c.label, found.c.tenant_id, found.c.amount).order_by(found.c.id)
    query = records.counted(question.indicator.source, span, with_dimensions=False)
    members = None
    if of_tenants:
        members = population_ids(question.request.population, start=span.start, day=span.as_of)
    if members is not None:
        query = query.where(records.tenant_id.in_(members))
    return query.order_by(records.id)


def measure_many(connection: Connection, questions: Iterable[Question]) -> dict[MeasureRequest, Measured]:
    """Many figures, without conditions of their own: those that tenants report are read together where they are alike.

    Alike are figures of one period over one population: who is asked, who reported and what is lacking is read once for
    all of them, by the same statements that a single figure is read by.
    """
    found: dict[MeasureRequest, Measured] = {}
    reported: defaultdict[tuple[MeasureRequest, Nature], list[Question]] = defaultdict(list)
    counted: defaultdict[tuple[str, Population, Within], list[Question]] = defaultdict(list)
    for question in questions:
        request = question.request
        if question.indicator.is_reported:
            reported[replace(request, indicator=""), question.indicator.nature].append(question)
        elif question.indicator.is_stated:
            found[request] = measure(connection, question)
        else:
            counted[request.indicator, request.population, question.conditions].append(question)
    for alike in reported.values():
        found |= _measure_reported(connection, alike)
    for alike in counted.values():
        found |= _measure_records(connection, alike)
    return found


def _measure_reported(
    connection: Connection, questions: Sequence[Question]
) -> dict[MeasureRequest, Measured]:
    """Figures that tenants report, which differ in their indicator alone."""
    first = questions[0]
    answering = answering_periods(first.request, first.indicator.nature)
    rows: dict[str, list[tuple[Any, ...]]] = {question.indicator.code: [] for question in questions}
    for present, indicators in _by_present(connection, questions, answering).items():
        counted = _observed(first, indicators, present, with_months=True)
        query = (
            select(
                counted.c.indicator,
                counted.c.id,
                name_on(first.span.end),
                counted.c.amount,
                counted.c.months,
            )
            .join(Tenant, Tenant.id == counted.c.tenant_id)
            .order_by(counted.c.id)
        )
        for indicator, *row in raw_rows(connection, query):
            rows[indicator].append(tuple(row))
    lacking: Mapping[str, Mapping[int, tuple[Period, ...]]] = {}
    if first.indicator.nature is Nature.FLOW:
        months = first.months
        incomplete = {code: [row[0] for row in some if row[3] < months] for code, some in rows.items()}
        asked_about = {code: tenants for code, tenants in incomplete.items() if tenants}
        lacking = lacking_parts(connection, asked_about, answering=answering) if asked_about else {}
    asked = raw_rows(connection, _asked(first).order_by(Tenant.id))
    return {
        question.request: _measured(question, rows[question.indicator.code], asked, lacking)
        for question in questions
    }


def _by_present(
    connection: Connection, questions: Sequence[Question], answering: Sequence[Period]
) -> dict[tuple[Period, ...], list[Indicator]]:
    """The indicators by those of the *answering* periods of which anybody reported them; who was not is left out."""
    found: dict[tuple[Period, ...], list[Indicator]] = {}
    for question in questions:
        present = reported_periods(connection, question.indicator.code, answering)
        if present:
            found.setdefault(present, []).append(question.indicator)
    return found


def _measured(
    question: Question,
    rows: Sequence[tuple[Any, ...]],
    asked: Sequence[tuple[Any, ...]],
    lacking: Mapping[str, Mapping[int, tuple[Period, ...]]],
) -> Measured:
    """A figure from the rows of its tenants, from who was *asked* and from what they lack."""
    mine = lacking.get(question.indicator.code, {})
    reported = {row[0] for row in rows}
    return Measured(
        question.request,
        tuple(Contribution("tenant", row[0], row[1], int(row[2]), row[0]) for row in rows),
        tuple(
            NotReported("tenant", row[0], row[1], tuple(part.code for part in mine.get(row[0], ())), row[0])
            for row in asked
            if row[0] not in reported or row[0] in mine
        ),
    )


def measure_value(connection: Connection, question: Question) -> tuple[int | None, int]:
    """The figure alone and how many rows make it; None where nothing was reported of what there is."""
    counted = _counted(connection, question)
    query = select(func.sum(counted.c.amount), func.count(counted.c.amount), func.count())
    total, given, rows = connection.execute(query.select_from(counted)).one()
    if total is not None:
        return int(total), int(given)
    if question.indicator.is_reported:
        rows = connection.scalar(select(_asked(question).exists()))
    return None if rows else 0, 0


def measure_groups(connection: Connection, question: Question, *, by: str) -> tuple[Group, ...]:
    """The figure by the dimension *by*; NotFoundError ``dimension-unknown`` where the records have none such."""
    counted = _counted(connection, question)
    source: Any = counted
    if question.indicator.is_reported and by == "stage":
        standing = stages_on(question.span.as_of)
        source = counted.outerjoin(standing, standing.c.tenant_id == counted.c.tenant_id)
        key: ColumnElement[Any] = standing.c.stage
    else:
        key = _dimension(counted, question, by)
        if question.indicator.is_reported and by in _TENANT_DIMENSIONS:
            source = counted.join(Tenant, Tenant.id == counted.c.tenant_id)
    query = select(key, func.sum(counted.c.amount), func.count(counted.c.amount)).select_from(source)
    rows = connection.execute(query.group_by(key).order_by(key.nulls_first()))
    return tuple(
        Group(None if row[0] is None else str(row[0]), None if row[1] is None else int(row[1]), int(row[2]))
        for row in rows
    )


def dimensions_of(question: Question) -> tuple[str, ...]:
    """What the figure can be grouped and filtered by."""
    if question.indicator.is_reported:
        return ("stage", *_TENANT_DIMENSIONS, "tenant")
    if question.indicator.is_stated:
        return ()
    return tuple(sorted({*_records(question).dimensions, "tenant"}))


def _counted(connection: Connection, question: Question) -> Subquery:
    """The contributing rows: ``id``, ``tenant_id``, ``amount``; of records ``label`` and the dimensions."""
    if question.indicator.is_reported:
        answering = answering_periods(question.request, question.indicator.nature)
        present = reported_periods(connection, question.indicator.code, answering)
        return _observed(question, [question.indicator], present)
    if question.indicator.is_stated:
        rows = stated_row(connection, question.indicator, question.request).subquery()
        return _narrowed(rows, question, question.span, of_tenants=False)
    records = _records(question)
    rows = records.counted(question.indicator.source, question.span).subquery()
    return _narrowed(rows, question, question.span, of_tenants=records.tenant_id is not None)


def _observed(
    question: Question,
    indicators: Sequence[Indicator],
    present: Sequence[Period],
    *,
    with_months: bool = False,
) -> Subquery:
    """What the population asked for has reported; narrowed before the sums are made, by the index of the tenants."""
    rows, span = observed_rows(indicators, present, with_months=with_months), question.span
    members = population_ids(question.request.population, start=span.start, day=span.as_of)
    if members is not None:
        rows = rows.where(Observation.tenant_id.in_(members))
    return _narrowed(rows.subquery(), question, span, of_tenants=False)


def _narrowed(rows: Subquery, question: Question, span: Span, *, of_tenants: bool) -> Subquery:
    """The *rows* of the population asked for on the days of *span* that meet the conditions on dimensions."""
    members = None
    if of_tenants:
        members = population_ids(question.request.population, start=span.start, day=span.as_of)
    if members is None and not question.conditions:
        return rows
    narrowed = select(rows)
    if members is not None:
        narrowed = narrowed.where(rows.c.tenant_id.in_(members))
    for name, codes in question.conditions:
        narrowed = narrowed.where(_matches(rows, question, name, codes))
    return narrowed.subquery()


def _require_whole(question: Question) -> None:
    """What the operator states for the incubator has no groups: NotFoundError ``dimension-unknown``."""
    for name, _ in question.conditions:
        raise NotFoundError("dimension-unknown", dimension=name, known=", ".join(dimensions_of(question)))


def _records(question: Question) -> Records:
    source = question.indicator.source
    try:
        return records_named(source.records, source, question.span)
    except KeyError:
        raise NotFoundError("records-unknown", records=source.records) from None


def _dimension(counted: Subquery, question: Question, name: str) -> ColumnElement[Any]:
    if name == "tenant":
        return counted.c.tenant_id
    if question.indicator.is_reported and name in _TENANT_DIMENSIONS:
        return Tenant.__table__.c[name]
    if f"by_{name}" in counted.c:
        return counted.c[f"by_{name}"]
    raise NotFoundError("dimension-unknown", dimension=name, known=", ".join(dimensions_of(question)))


def _matches(rows: Subquery, question: Question, name: str, codes: Sequence[str]) -> ColumnElement[bool]:
    """The condition that contributing rows have one of *codes* in the dimension *name*."""
    if question.indicator.is_reported:
        known = (*_TENANT_DIMENSIONS, "stage", "tenant")
        if name in known:
            return rows.c.tenant_id.in_(select(Tenant.id).where(_is_tenant(question, name, codes)))
    elif name == "tenant":
        return rows.c.tenant_id.in_(map(_number, codes))
    return _is_one_of(_dimension(rows, question, name), codes)


def _is_tenant(question: Question, name: str, codes: Sequence[str]) -> ColumnElement[bool]:
    """The condition that a tenant has one of *codes* in the dimension *name*: its stage on the population's day."""
    if name == "tenant":
        return Tenant.id.in_(map(_number, codes))
    if name == "stage":
        standing = stages_on(question.span.as_of)
        return Tenant.id.in_(select(standing.c.tenant_id).where(standing.c.stage.in_(codes)))
    if name not in _TENANT_DIMENSIONS:
        raise NotFoundError("dimension-unknown", dimension=name, known=", ".join(dimensions_of(question)))
    return _is_one_of(Tenant.__table__.c[name], codes)


def _is_one_of(column: ColumnElement[Any], codes: Sequence[str]) -> ColumnElement[bool]:
    """The condition that a column holds one of *codes*, where an empty one stands for none."""
    found = column.in_(codes)
    return or_(found, column.is_(None)) if "" in codes else found


def _number(code: str) -> int:
    """A tenant's id as it was typed; no tenant has the number -1."""
    return int(code) if code.isascii() and code.isdigit() else -1


def _asked(question: Question) -> Select[Any]:
    """The tenants asked for the figure, with id and name: the population; over everybody, who is in the house."""
    span, population = question.span, question.request.population
    asked = Population.RESIDENT if population is Population.ANYBODY else population
    members = population_ids(asked, start=span.start, day=span.as_of)
    query = select(Tenant.id, name_on(span.end))
    if members is not None:
        query = query.where(Tenant.id.in_(members))
    for name, codes in question.conditions:
        query = query.where(_is_tenant(question, name, codes))
    return query
