"""Whether filings agree: the quarter with its months, the year with the cumulative figures, authority with authority.

Compared is tenant by tenant and exactly, from the records behind the figures, so that neither rounding nor another
circle of enterprises gives a false alarm: over the tenants that all sides count, or over all where the sides count the
same population on the same day. Who has not reported on one of the sides is not compared: blank is not zero. What
tenants reported for a period and for its parts is compared too, so that it is told before either is filed.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from crm.domain.finding import Finding
from crm.domain.measures import Population
from crm.domain.parsing import unit_words
from crm.domain.period import Period
from crm.domain.quantity import from_smallest
from crm.filings.reports import report_findings
from crm.filings.stated import stated_figures, tenant_names

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from crm.domain.reports import UnequalReports
    from crm.filings.built import Built
    from crm.filings.consistency_rules import ConsistencyRule
    from crm.filings.stated import Stated

_SHOWN_NAMES = 5
_SHOWN_PERIODS = 3
_DRAFT = 0
"""The number of the filing that is not frozen yet."""


@dataclass(frozen=True, slots=True)
class FrozenFiling:
    """A frozen filing to compare with: its number and version, and what was filed."""

    id: int
    version: int
    built: Built


@dataclass(frozen=True, slots=True)
class Natures:
    """The indicators that stand at a day, and those that count a tenant once however long the period is.

    Neither adds up over time: of the first the last day counts, and of the second months come to more than their year.
    """

    stocks: frozenset[str]
    once: frozenset[str] = frozenset()


def consistency_findings(
    rules: Iterable[ConsistencyRule],
    built: Built,
    frozen: Sequence[FrozenFiling],
    *,
    natures: Natures,
    unequal: Iterable[UnequalReports] = (),
) -> list[Finding]:
    """Where *built* does not agree with what is *frozen*, and where reports it stands on are *unequal*.

    ``where`` is the place here; the values name the place there (``other_place``) and its filing (``other_filing``).
    """
    filings = [_Filing(one, natures) for one in (*frozen, FrozenFiling(_DRAFT, 0, built))]
    draft = filings[-1]
    findings: list[Finding] = []
    told: set[tuple[str, ...]] = set()
    differing: set[tuple[str, int]] = set()
    for stated in draft.stated:
        for rule in rules:
            if not rule.asks(stated.indicator):
                continue
            for pair in _pairs(rule, _Side(draft, stated), filings, natures):
                if pair.key not in told:
                    told.add(pair.key)
                    found = _differing(pair)
                    differing |= {(stated.indicator, tenant) for tenant in found}
                    findings += _findings(pair, found)
    return [*findings, *report_findings(draft.stated, draft.names, unequal, told=differing)]


class _Filing:
    """A filing with its figures by indicator and days."""

    def __init__(self, frozen: FrozenFiling, natures: Natures) -> None:
        self.id, self.version, self.built = frozen.id, frozen.version, frozen.built
        self.stated = tuple(stated_figures(frozen.built, natures.stocks))
        self._by_days: dict[tuple[str, date, date], list[Stated]] = {}
        for one in self.stated:
            self._by_days.setdefault((one.indicator, one.start, one.end), []).append(one)

    @property
    def named(self) -> tuple[str, Period]:
        """Its form and period."""
        return self.built.form, self.built.period

    @cached_property
    def names(self) -> Mapping[int, str]:
        """What its tenants are called."""
        return tenant_names(self.built)

    def over(self, stated: Stated, start: date, end: date) -> list[Stated]:
        """All it states of an indicator and group over the days."""
        group = stated.figure.request.within
        found = self._by_days.get((stated.indicator, start, end), ())
        return [one for one in found if one.figure.request.within == group]

    def like(self, stated: Stated, start: date, end: date) -> Stated | None:
        """Of these the one of the same population and day, else of the population, else the first."""
        asked = stated.figure.request
        return max(
            self.over(stated, start, end),
            key=lambda one: (
                one.figure.request.population is asked.population,
                one.figure.request.population_date == asked.population_date,
            ),
            default=None,
        )


@dataclass(frozen=True, slots=True)
class _Side:
    """A figure of a filing."""

    filing: _Filing
    stated: Stated


@dataclass(frozen=True, slots=True)
class _Pair:
    """Figures that must come to the same: *here* the draft's, with others that belong to it, and those *there*."""

    rule: ConsistencyRule
    code: str
    own: _Side
    here: tuple[_Side, ...]
    there: tuple[_Side, ...]

    @property
    def key(self) -> tuple[str, ...]:
        """What tells it from other pairs: several rules may ask for the same."""
        sides = (f"{side.filing.id} {side.stated.key}" for side in (*self.here, *self.there))
        return (str(len(self.here)), *sides)

    @property
    def last(self) -> _Side:
        """The figure there that is pointed at: the last that is frozen."""
        return next(side for side in reversed(self.there) if side.filing.id != _DRAFT)


def _pairs(
    rule: ConsistencyRule, own: _Side, filings: Sequence[_Filing], natures: Natures
) -> Iterator[_Pair]:
    """What the figure *own* must agree with in frozen filings: the same, its parts, or the whole it is a part of."""
    if rule.relation == "same":
        yield from _same(rule, own, filings)
    elif own.stated.indicator not in natures.stocks | natures.once:
        for parts in _part_sides(rule, own, own, filings):
            yield _Pair(rule, rule.code, own, (own,), parts)
        if rule.part_code and rule.whole is not None:
            longer = Period.containing(own.stated.end, rule.whole)
            yield from _wholes(rule, own, filings, longer)


def _same(rule: ConsistencyRule, own: _Side, filings: Sequence[_Filing]) -> Iterator[_Pair]:
    """The figure as other frozen filings state it."""
    for other in filings:
        if other.id != _DRAFT and rule.joins(own.filing.built.form, other.built.form):
            found = other.like(own.stated, own.stated.start, own.stated.end)
            if found is not None:
                yield _Pair(rule, rule.code, own, (own,), (_Side(other, found),))


def _wholes(rule: ConsistencyRule, own: _Side, filings: Sequence[_Filing], longer: Period) -> Iterator[_Pair]:
    """The frozen figures of a *longer* period of which *own* is a part, where the other parts are frozen too.

    Of a year to date that was frozen the watch tells.
    """
    for other in filings:
        for one in other.over(own.stated, longer.start, longer.end) if other.id != _DRAFT else ():
            whole = _Side(other, one)
            for parts in () if one.figure.request.to_date else _part_sides(rule, whole, own, filings):
                if any(part.stated is own.stated for part in parts):
                    rest = (part for part in parts if part.stated is not own.stated)
                    yield _Pair(rule, rule.part_code, own, (own, *rest), (whole,))


def _part_sides(
    rule: ConsistencyRule, whole: _Side, own: _Side, filings: Sequence[_Filing]
) -> Iterator[tuple[_Side, ...]]:
    """The figures that make up *whole*, once for each form that states all of them.

    The parts of a frozen whole are looked for in the draft's form alone: what others filed was told when it was frozen.
    """
    periods = rule.parts_of(whole.filing.built.form, whole.stated.start, whole.stated.end)
    if not periods:
        return
    forms = [one.built.form for one in filings] if whole is own else [own.filing.built.form]
    for form in dict.fromkeys(forms):
        if not rule.adds(form):
            continue
        sides: list[_Side] = []
        for period in periods:
            filed = [one for one in filings if one.named == (form, period)]
            found = [(one, one.like(whole.stated, period.start, period.end)) for one in filed]
            sides += [_Side(one, stated) for one, stated in found if stated is not None]
        if len(sides) == len(periods):
            yield tuple(sides)


def _is_same_circle(sides: Collection[_Side]) -> bool:
    """Whether all sides count the same population on the same day, or whoever there is."""
    requests = [side.stated.figure.request for side in sides]
    if len({request.population for request in requests}) > 1:
        return False
    if requests[0].population is Population.ANYBODY:
        return True
    return len({request.population_date for request in requests}) == 1


def _differing(pair: _Pair) -> dict[int, tuple[int, int]]:
    """The tenants whose shares here and there differ, with both."""
    here = [side.stated.amounts for side in pair.here]
    there = [side.stated.amounts for side in pair.there]
    tenants = set(here[0])
    if _is_same_circle((*pair.here, *pair.there)):
        tenants.update(*here, *there)
    else:
        tenants.intersection_update(*here, *there)
    differing: dict[int, tuple[int, int]] = {}
    for tenant in sorted(tenants):
        # Who is not among those counted has 0 there; who is, and has reported nothing, has said nothing.
        sums = _sum(here, tenant), _sum(there, tenant)
        if sums[0] is not None and sums[1] is not None and sums[0] != sums[1]:
            differing[tenant] = (sums[0], sums[1])
    return differing


def _findings(pair: _Pair, differing: Mapping[int, tuple[int, int]]) -> Iterator[Finding]:
    """One for each tenant that has a row here, and one for all others."""
    rows = {tenant: both for tenant, both in differing.items() if tenant in pair.own.stated.rows}
    for tenant, both in rows.items():
        yield _finding(pair, (tenant,), both)
    rest = {tenant: both for tenant, both in differing.items() if tenant not in rows}
    if rest:
        yield _finding(
            pair,
            tuple(rest),
            (sum(one[0] for one in rest.values()), sum(one[1] for one in rest.values())),
        )


def _sum(sides: Sequence[Mapping[int, int | None]], tenant: int) -> int | None:
    """What a tenant's shares come to; None where one was not reported in full."""
    shares = [amounts.get(tenant, 0) for amounts in sides]
    known = [share for share in shares if share is not None]
    return sum(known) if len(known) == len(shares) else None


def _finding(pair: _Pair, tenants: tuple[int, ...], both: tuple[int, int]) -> Finding:
    """One finding: of a tenant's row, or of a cell with the names of those who differ."""
    stated, last = pair.own.stated, pair.last
    here, there = (from_smallest(amount, stated.unit) for amount in both)
    names = {**last.filing.names, **pair.own.filing.names}
    told = [names[tenant] for tenant in tenants if tenant in names]
    unit = unit_words(stated.unit)
    # What is added up: the parts there, or what is filed beside our own.
    added = pair.there if len(pair.there) > 1 else pair.here[1:] or pair.there
    periods = [side.filing.built.period.code for side in added]
    return Finding(
        pair.code,
        pair.rule.severity,
        where=stated.rows.get(tenants[0], stated.place),
        values={
            "label": stated.label.zh,
            "label_en": stated.label.en,
            "who": f"（{_named(told, '、', ' 等')}）" if told else "",
            "who_en": f"({_named(told, ', ', ' …')}) " if told else "",
            "value": f"{here.normalize() + 0:f}",
            "filed": f"{there.normalize() + 0:f}",
            "difference": f"{(here - there).normalize() + 0:+f}",
            "unit": unit.zh,
            "unit_en": unit.en,
            "own_period": pair.own.filing.built.period.code,
            "form": last.filing.built.form,
            "period": last.filing.built.period.code,
            "version": last.filing.version,
            "others": _listed(periods, "、", " 至 "),
            "others_en": _listed(periods, ", ", " to "),
            "other_filing": last.filing.id,
            "other_place": last.stated.rows.get(tenants[0], last.stated.place),
        },
    )


def _named(names: Sequence[str], comma: str, more: str) -> str:
    return comma.join(names[:_SHOWN_NAMES]) + (more if len(names) > _SHOWN_NAMES else "")


def _listed(periods: Sequence[str], comma: str, to: str) -> str:
    """Periods that follow each other, by the first and the last where there are many."""
    return comma.join(periods) if len(periods) <= _SHOWN_PERIODS else f"{periods[0]}{to}{periods[-1]}"
