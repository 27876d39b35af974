"""A rule set of the incubator over its figures: readiness, who must leave and what that does, who would lift what."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING

from crm.domain.measures import Population
from crm.domain.quantity import UNITS, Dimension
from crm.domain.text import name_order
from crm.filings.rehearsal.figures import judge_figures, total, with_shares, without
from crm.filings.rehearsal.judge import Readiness, Verdict, readiness
from crm.filings.rehearsal.ruleset import Operator

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from crm.filings.rehearsal.figures import RuleFigure
    from crm.filings.rehearsal.judge import Judged, Requirement
    from crm.filings.rehearsal.ruleset import Criterion, RuleSet
    from crm.filings.rehearsal.tenants import TenantVerdict


@dataclass(frozen=True, slots=True)
class Departure:
    """A tenant that must leave the incubating count: its stay is over its limit, or it meets what makes a graduate."""

    tenant_id: int
    name: str
    overstays: tuple[Judged, ...]
    grounds: tuple[Judged, ...]

    @property
    def graduates(self) -> bool:
        """Whether it leaves as a graduate."""
        return bool(self.grounds)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A tenant that would count if it met what it lacks."""

    tenant_id: int
    name: str
    lacks: tuple[Requirement, ...]
    unknown: tuple[Requirement, ...]


@dataclass(frozen=True, slots=True)
class Lift:
    """What would bring a criterion over its line.

    ``amount`` is how much its figure lacks; of a count of tenants that is how many, ``candidates`` are those that could
    be counted, the nearest first, and ``smallest`` the ids of the fewest that suffice: empty where they do not.
    """

    amount: Fraction
    candidates: tuple[Candidate, ...] = ()
    smallest: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """A criterion as it stands, and as it would stand once those who must leave have left."""

    judged: Judged
    after: Judged
    figures: tuple[RuleFigure, ...]
    lift: Lift | None


@dataclass(frozen=True, slots=True)
class IncubatorOutcome:
    """All criteria of a rule set, and the readiness: requirements counted, never a score."""

    outcomes: tuple[Outcome, ...]
    departures: tuple[Departure, ...]

    @property
    def readiness(self) -> Readiness:
        """As it stands."""
        return readiness([one.judged for one in self.outcomes])

    @property
    def readiness_after(self) -> Readiness:
        """Once those who must leave have left."""
        return readiness([one.after for one in self.outcomes])


def departures_of(
    stays: Sequence[TenantVerdict], graduations: Sequence[TenantVerdict]
) -> tuple[Departure, ...]:
    """Who must leave: *stays* that fail their limit, *graduations* that hold; by name."""
    over = {
        one.tenant_id: tuple(judged for judged in one.judged if judged.verdict is Verdict.FAILS)
        for one in stays
        if one.verdict is Verdict.FAILS
    }
    grown = {
        one.tenant_id: tuple(judged for judged in one.judged if judged.verdict is Verdict.HOLDS)
        for one in graduations
        if one.verdict is Verdict.HOLDS
    }
    names = {one.tenant_id: one.name for one in (*stays, *graduations)}
    ids = sorted({*over, *grown}, key=lambda tenant: (name_order(names[tenant]), tenant))
    return tuple(Departure(each, names[each], over.get(each, ()), grown.get(each, ())) for each in ids)


def evaluate(
    rule_set: RuleSet,
    figures: Mapping[str, RuleFigure],
    *,
    departures: Sequence[Departure] = (),
    nearest: Mapping[str, Sequence[TenantVerdict]] | None = None,
) -> IncubatorOutcome:
    """Every criterion of *rule_set*; *nearest* are the candidates of a figure, judged by what they lack.

    Who must leave lifts nothing that is counted over incubating tenants.
    """
    later = figures_after(figures, departures)
    leaving = {one.tenant_id for one in departures}
    staying = {
        name: [one for one in found if one.tenant_id not in leaving]
        if figures[name].spec.population is Population.INCUBATING
        else found
        for name, found in (nearest or {}).items()
    }
    outcomes = []
    for criterion in rule_set.criteria:
        judged = judge_figures(criterion, figures)
        used = tuple(figures[name] for name in dict.fromkeys((*criterion.value, *criterion.of)))
        lift = lift_of(judged, figures, staying)
        outcomes.append(Outcome(judged, judge_figures(criterion, later), used, lift))
    return IncubatorOutcome(tuple(outcomes), tuple(departures))


def figures_after(
    figures: Mapping[str, RuleFigure], departures: Sequence[Departure]
) -> dict[str, RuleFigure]:
    """The figures without those who leave, and with the graduates among them where graduates are counted."""
    leaving = {one.tenant_id for one in departures}
    graduating = {one.tenant_id for one in departures if one.graduates}
    later = {}
    for name, figure in figures.items():
        after = figure
        if figure.spec.population is Population.INCUBATING:
            after = without(figure, leaving)
        if figure.spec.gains:
            moved = figures[figure.spec.gains].shares
            after = with_shares(after, (share for share in moved if share.tenant_id in graduating))
        later[name] = after
    return later


def lift_of(
    judged: Judged, figures: Mapping[str, RuleFigure], nearest: Mapping[str, Sequence[TenantVerdict]]
) -> Lift | None:
    """What would bring a criterion over its line; None where it holds, has no line or more would not help."""
    criterion = judged.criterion
    if judged.verdict is Verdict.HOLDS or judged.limit is None or judged.value is None:
        return None
    if not criterion.operator.is_floor:
        return None
    lacking = _lacking(criterion, judged.limit, figures)
    if lacking < 0:
        return None
    first = criterion.value[0]
    known = nearest.get(first, ())
    whole = floor(lacking) + 1 if criterion.operator is Operator.ABOVE else ceil(lacking)
    if len(criterion.value) > 1 or not known:
        return Lift(Fraction(whole) if _is_counted(figures[first]) else lacking)
    counted = figures[first].tenants
    candidates = tuple(
        Candidate(one.tenant_id, one.name, one.of(Verdict.FAILS), one.of(Verdict.UNKNOWN))
        for one in known
        if one.tenant_id not in counted and not any(map(_is_past, one.of(Verdict.FAILS)))
    )
    enough = candidates[:whole] if whole <= len(candidates) else ()
    return Lift(Fraction(whole), candidates, tuple(one.tenant_id for one in enough))


def _is_past(requirement: Requirement) -> bool:
    """Whether nothing can be done about it any more: a time that is over its limit only grows."""
    return all(
        one.criterion.unit == UNITS["month"] and not one.criterion.operator.is_floor
        for one in requirement.judged
    )


def _is_counted(figure: RuleFigure) -> bool:
    """Whether a figure grows by whole ones."""
    return figure.spec.unit.dimension is Dimension.COUNT and figure.spec.unit != UNITS["month"]


def _lacking(criterion: Criterion, limit: Fraction, figures: Mapping[str, RuleFigure]) -> Fraction:
    """How much the criterion's figures must grow to come to its line."""
    base = total(criterion.of, figures).low if criterion.of else Fraction(1)
    return limit * base / criterion.per - total(criterion.value, figures).low
