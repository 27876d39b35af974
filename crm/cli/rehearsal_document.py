"""What ``crm rehearse`` answers a program: criteria with their rows, who would lift them over, who must leave."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm.cli.amounts import fraction_text

if TYPE_CHECKING:
    from fractions import Fraction

    from crm.cli.desk import Desk
    from crm.filings.rehearsal.evaluate import Candidate, Departure, Lift, Outcome
    from crm.filings.rehearsal.figures import RuleFigure
    from crm.filings.rehearsal.judge import Judged, Readiness, Requirement
    from crm.filings.rehearsal.ruleset import RuleSet
    from crm.filings.rehearsal.tenants import Sized, TenantVerdict
    from crm.services.rehearsal import Rehearsal


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """Where numbers were read, and in what kind of text."""

    address: str
    kind: str


@dataclass(frozen=True, slots=True)
class RuleSetEntry:
    """A rule set: its document, when it holds, where it was read and how many numbers are missing or not verified."""

    ruleset: str
    edition: str
    name: str
    document: str
    subject: str
    since: str
    until: str | None
    source: SourceEntry
    checked_on: str
    criteria: int
    missing: int
    unverified: int
    needs_update: bool
    note: str


@dataclass(frozen=True, slots=True)
class RuleSetsDocument:
    """The rule sets in force on a day."""

    day: str
    rulesets: tuple[RuleSetEntry, ...]


@dataclass(frozen=True, slots=True)
class JudgedEntry:
    """A criterion: value, line and margin in its unit; ``lacking`` are the figures or facts not reported.

    ``shipped`` is the number that the user's own file replaced.
    """

    criterion: str
    name: str
    group: str
    value: str | None
    operator: str
    limit: str | None
    unit: str
    verdict: str
    why: str | None
    lacking: tuple[str, ...]
    margin: str | None
    verified: bool
    source: str
    shipped: str | None


@dataclass(frozen=True, slots=True)
class RowEntry:
    """A record's share of a figure."""

    kind: str
    id: int
    label: str
    amount: str


@dataclass(frozen=True, slots=True)
class AbsentEntry:
    """Who or what is missing from a figure."""

    kind: str
    id: int
    label: str
    lacking: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RuleFigureEntry:
    """A figure with all its rows."""

    figure: str
    unit: str
    value: str
    rows: tuple[RowEntry, ...]
    absent: tuple[AbsentEntry, ...]


@dataclass(frozen=True, slots=True)
class CandidateEntry:
    """A tenant that could be counted, what it lacks and what is not known of it."""

    tenant: int
    name: str
    lacks: tuple[tuple[JudgedEntry, ...], ...]
    unknown: tuple[tuple[JudgedEntry, ...], ...]


@dataclass(frozen=True, slots=True)
class LiftEntry:
    """How much is lacking, who could be counted (the nearest first) and the fewest that suffice."""

    amount: str
    smallest: tuple[int, ...]
    candidates: tuple[CandidateEntry, ...]


@dataclass(frozen=True, slots=True)
class OutcomeEntry:
    """A criterion now, and once those who must leave have left."""

    now: JudgedEntry
    after: JudgedEntry
    figures: tuple[RuleFigureEntry, ...]
    lift: LiftEntry | None


@dataclass(frozen=True, slots=True)
class ReadinessEntry:
    """Requirements counted: never a score."""

    holds: int
    fails: int
    unknown: int


@dataclass(frozen=True, slots=True)
class DepartureEntry:
    """A tenant that must leave the incubating count."""

    tenant: int
    name: str
    graduates: bool
    overstays: tuple[JudgedEntry, ...]
    grounds: tuple[JudgedEntry, ...]


@dataclass(frozen=True, slots=True)
class TenantEntry:
    """A tenant against a rule set of tenants; ``is_one_short`` misses it by one condition."""

    tenant: int
    name: str
    verdict: str
    is_one_short: bool
    criteria: tuple[JudgedEntry, ...]


@dataclass(frozen=True, slots=True)
class StepEntry:
    """What keeps a tenant out of the next larger class."""

    fact: str
    value: str | None
    limit: str | None
    lacking: str | None


@dataclass(frozen=True, slots=True)
class SizeEntry:
    """A tenant's size class, None where it cannot be said."""

    tenant: int
    name: str
    industry: str | None
    size: str | None
    lacking: tuple[str, ...]
    verified: bool
    next: tuple[StepEntry, ...]


@dataclass(frozen=True, slots=True)
class RehearsalDocument:
    """What a rule set says; ``official`` is never true."""

    ruleset: RuleSetEntry
    period: str
    day: str
    year: int
    official: bool
    readiness: ReadinessEntry | None
    readiness_after: ReadinessEntry | None
    criteria: tuple[OutcomeEntry, ...]
    departures: tuple[DepartureEntry, ...]
    tenants: tuple[TenantEntry, ...]
    sizes: tuple[SizeEntry, ...]


def rule_set_entry(desk: Desk, rule_set: RuleSet) -> RuleSetEntry:
    """A rule set as it is told."""
    numbers = [line for one in rule_set.criteria for line in one.lines]
    for measure in (measure for industry in rule_set.industries for measure in industry.measures):
        numbers += (measure.large, measure.medium, measure.small)
    return RuleSetEntry(
        ruleset=rule_set.code,
        edition=rule_set.edition,
        name=desk.texts.of(rule_set.name),
        document=desk.texts.of(rule_set.document),
        subject=rule_set.subject.value,
        since=str(rule_set.since),
        until=None if rule_set.until is None else str(rule_set.until),
        source=SourceEntry(rule_set.source.address, rule_set.source.kind.value),
        checked_on=str(rule_set.checked_on),
        criteria=len(rule_set.criteria or rule_set.industries),
        missing=sum(line.limit is None for line in numbers),
        unverified=sum(not line.verified for line in numbers),
        needs_update=rule_set.needs_update,
        note="" if rule_set.note is None else desk.texts.of(rule_set.note),
    )


def rehearsal_document(desk: Desk, rehearsal: Rehearsal) -> RehearsalDocument:
    """A rehearsal as it is told."""
    incubator = rehearsal.incubator
    return RehearsalDocument(
        ruleset=rule_set_entry(desk, rehearsal.rule_set),
        period=rehearsal.period.code,
        day=str(rehearsal.day),
        year=rehearsal.year,
        official=False,
        readiness=None if incubator is None else _readiness(incubator.readiness),
        readiness_after=None if incubator is None else _readiness(incubator.readiness_after),
        criteria=() if incubator is None else tuple(_outcome(desk, one) for one in incubator.outcomes),
        departures=() if incubator is None else tuple(_departure(desk, one) for one in incubator.departures),
        tenants=tuple(_tenant(desk, one) for one in rehearsal.tenants),
        sizes=tuple(_size(desk, one) for one in rehearsal.sizes),
    )


def _readiness(readiness: Readiness) -> ReadinessEntry:
    return ReadinessEntry(readiness.holds, readiness.fails, readiness.unknown)


def _outcome(desk: Desk, outcome: Outcome) -> OutcomeEntry:
    return OutcomeEntry(
        now=_judged(desk, outcome.judged),
        after=_judged(desk, outcome.after),
        figures=tuple(map(_figure, outcome.figures)),
        lift=None if outcome.lift is None else _lift(desk, outcome.lift),
    )


def _lift(desk: Desk, lift: Lift) -> LiftEntry:
    candidates = tuple(_candidate(desk, one) for one in lift.candidates)
    return LiftEntry(fraction_text(lift.amount), lift.smallest, candidates)


def _judged(desk: Desk, judged: Judged) -> JudgedEntry:
    criterion = judged.criterion
    return JudgedEntry(
        criterion=criterion.code,
        name=desk.texts.of(criterion.name),
        group=criterion.group,
        value=_number(judged.value),
        operator=criterion.operator.value,
        limit=_number(judged.limit),
        unit="yes_no" if criterion.unit is None else criterion.unit.code,
        verdict=judged.verdict.value,
        why=None if judged.why is None else judged.why.value,
        lacking=judged.lacking,
        margin=_number(judged.margin),
        verified=judged.line.verified if judged.line else criterion.verified,
        source=criterion.source.address,
        shipped=None if criterion.edit is None else _number(criterion.edit.shipped),
    )


def _number(value: Fraction | None) -> str | None:
    return None if value is None else fraction_text(value)


def _figure(figure: RuleFigure) -> RuleFigureEntry:
    return RuleFigureEntry(
        figure=figure.spec.name,
        unit=figure.spec.unit.code,
        value=fraction_text(figure.between.low),
        rows=tuple(RowEntry(one.kind, one.id, one.label, fraction_text(one.amount)) for one in figure.shares),
        absent=tuple(AbsentEntry(one.kind, one.id, one.label, one.lacking) for one in figure.absent),
    )


def _requirements(desk: Desk, found: tuple[Requirement, ...]) -> tuple[tuple[JudgedEntry, ...], ...]:
    return tuple(tuple(_judged(desk, one) for one in requirement.judged) for requirement in found)


def _candidate(desk: Desk, one: Candidate) -> CandidateEntry:
    return CandidateEntry(
        one.tenant_id, one.name, _requirements(desk, one.lacks), _requirements(desk, one.unknown)
    )


def _departure(desk: Desk, one: Departure) -> DepartureEntry:
    return DepartureEntry(
        one.tenant_id,
        one.name,
        one.graduates,
        tuple(_judged(desk, judged) for judged in one.overstays),
        tuple(_judged(desk, judged) for judged in one.grounds),
    )


def _tenant(desk: Desk, one: TenantVerdict) -> TenantEntry:
    criteria = tuple(_judged(desk, judged) for judged in one.judged)
    return TenantEntry(one.tenant_id, one.name, one.verdict.value, one.is_one_short, criteria)


def _size(desk: Desk, one: Sized) -> SizeEntry:
    steps = tuple(
        StepEntry(step.fact, _number(step.value), _number(step.line.limit), _number(step.lacking))
        for step in one.steps
    )
    return SizeEntry(
        one.tenant_id,
        one.name,
        None if one.industry is None else desk.texts.of(one.industry.name),
        None if one.size is None else one.size.value,
        one.lacking,
        one.verified,
        steps,
    )
