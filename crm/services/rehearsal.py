"""If the filing were today: a rule set over what is on record. Readiness, margins and named tenants, never a score."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from crm.db.queries.measures import Question, measure
from crm.db.queries.premises import own_site
from crm.db.queries.rosters import read_roster
from crm.domain.lifecycle import INCUBATED
from crm.domain.measures import MeasureRequest, Population
from crm.domain.period import Period, PeriodKind
from crm.domain.quantity import from_smallest
from crm.filings.rehearsal.evaluate import departures_of, evaluate
from crm.filings.rehearsal.facts import DAY, Working, months_between, with_worked_out
from crm.filings.rehearsal.figures import Absent, RuleFigure, Share, count_largest, count_members
from crm.filings.rehearsal.ruleset import Criterion, Subject
from crm.filings.rehearsal.tenants import Member, judge_members, size_members
from crm.services.rule_sets import read_facts, read_rule_book

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from sqlalchemy import Connection

    from crm.domain.indicators import Indicator
    from crm.domain.measures import Measured, RosterRow
    from crm.filings.rehearsal.book import RuleBook
    from crm.filings.rehearsal.evaluate import Departure, IncubatorOutcome
    from crm.filings.rehearsal.facts import Fact, FactSpec
    from crm.filings.rehearsal.ruleset import FigureSpec, RuleSet
    from crm.filings.rehearsal.tenants import Sized, TenantVerdict
    from crm.services.library import Library
    from crm.services.operation import Workplace


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What a rule set says of ``day`` with the figures of ``period``; yearly facts are of ``year``, the last full one.

    ``incubator`` for a rule set of the incubator; ``tenants`` (the nearest first) or ``sizes`` for one of tenants.
    """

    rule_set: RuleSet
    period: Period
    day: date
    year: int
    facts: Mapping[str, FactSpec]
    incubator: IncubatorOutcome | None = None
    tenants: tuple[TenantVerdict, ...] = ()
    sizes: tuple[Sized, ...] = ()


def rehearse(
    workplace: Workplace, library: Library, name: str, period: Period, *, day: date | None = None
) -> Rehearsal:
    """The rule set called *name* (``code`` or ``code@edition``) as it holds on *day*, over the records.

    Reported figures are those of *period*; who is in the house, what is valid and how long somebody has stayed is as of
    *day*, the period's end by default. NotFoundError ``ruleset-unknown`` and RuleError ``ruleset-not-in-force`` say
    what there is.
    """
    book = read_rule_book(library)
    on = day or period.end
    rule_set = book.in_force(name, on)
    with workplace.database.reading() as connection:
        reading = _Reading(connection, library, read_facts(library), period, on, book)
        return reading.rehearse(rule_set)


def sizes_on(connection: Connection, library: Library, day: date) -> tuple[Sized, ...]:
    """The size class of every tenant in the house on *day*, by the classification in force then.

    Raises RuleError ``ruleset-not-in-force``.
    """
    period = Period(PeriodKind.MONTH, day.year, day.month)
    book = read_rule_book(library)
    reading = _Reading(connection, library, read_facts(library), period, day, book)
    return reading.rehearse(book.in_force("size", day)).sizes


def _facts_of(criteria: Iterable[Criterion]) -> set[str]:
    return {code for one in criteria for code in (one.fact, one.case) if code}


@dataclass(slots=True)
class _Reading:
    """The records as a rehearsal reads them, each fact once."""

    connection: Connection
    library: Library
    specs: Mapping[str, FactSpec]
    period: Period
    day: date
    book: RuleBook
    _rosters: dict[Population, tuple[RosterRow, ...]] = field(default_factory=dict)
    _read: dict[str, tuple[dict[int, Fraction], set[int]]] = field(default_factory=dict)
    _members: dict[tuple[Population, frozenset[str]], tuple[Member, ...]] = field(default_factory=dict)

    @property
    def year(self) -> int:
        """The last year that is over on the day."""
        end = self.day
        return end.year if (end.month, end.day) == (12, 31) else end.year - 1

    def rehearse(self, rule_set: RuleSet) -> Rehearsal:
        """*rule_set* over the records."""
        answer = Rehearsal(rule_set, self.period, self.day, self.year, self.specs)
        if rule_set.subject is Subject.INCUBATOR:
            return replace(answer, incubator=self._incubator(rule_set))
        if rule_set.subject is Subject.TENANT:
            return replace(answer, tenants=self._judged(rule_set))
        facts = {measure.fact for industry in rule_set.industries for measure in industry.measures}
        members = self._members_with(rule_set.population, {"industry", *facts})
        return replace(answer, sizes=size_members(rule_set.industries, members))

    # ------------------------------------------------------------------------------------------ of the incubator

    def _incubator(self, rule_set: RuleSet) -> IncubatorOutcome:
        figures = {name: self._figure(spec) for name, spec in rule_set.figures.items()}
        nearest = {
            name: self._nearest(spec)
            for name, spec in rule_set.figures.items()
            if spec.where or spec.candidates
        }
        return evaluate(rule_set, figures, departures=self._departures(rule_set), nearest=nearest)

    def _figure(self, spec: FigureSpec) -> RuleFigure:
        if spec.months_open:
            return self._months_open(spec)
        if spec.where:
            return count_members(spec, self._members_with(spec.population, _facts_of(spec.where)), self.specs)
        if spec.largest:
            return count_largest(spec, self._members_with(spec.population, {spec.largest}))
        indicator = self.library.indicators[spec.indicator]
        last_year = Period(PeriodKind.YEAR, self.year)
        if spec.in_year:
            measured = self._measured(indicator, last_year, spec.population)
        else:
            measured = self._measured(indicator, self.period, spec.population, self.day)
        if indicator.is_stated and not measured.contributions:
            measured = self._measured(indicator, last_year, spec.population)
        shares = (
            Share(row.kind, row.id, row.label, Fraction(from_smallest(row.amount, spec.unit)), row.tenant_id)
            for row in measured.contributions
        )
        absent = (Absent(row.kind, row.id, row.label, row.lacking) for row in measured.missing)
        return RuleFigure(spec, tuple(shares), tuple(absent))

    def _measured(
        self, indicator: Indicator, period: Period, population: Population, day: date | None = None
    ) -> Measured:
        request = MeasureRequest(indicator.code, period, population=population, as_of=day)
        return measure(self.connection, Question(request, indicator))

    def _months_open(self, spec: FigureSpec) -> RuleFigure:
        site = own_site(self.connection)
        if site is None or site.opened_on is None:
            missing = Absent("site", 0, "") if site is None else Absent("site", site.id, site.name)
            return RuleFigure(spec, (), (missing,))
        months = months_between(site.opened_on, self.day)
        return RuleFigure(spec, (Share("site", site.id, site.name, months),))

    def _nearest(self, spec: FigureSpec) -> tuple[TenantVerdict, ...]:
        """Those who could be counted in a figure, judged by what they lack."""
        criteria: Sequence[Criterion] = spec.where
        if spec.lacking:
            criteria = self.book.in_force(spec.lacking, self.day).criteria
        members = self._members_with(spec.candidates or spec.population, _facts_of(criteria))
        return judge_members(criteria, members, self.specs)

    def _departures(self, rule_set: RuleSet) -> tuple[Departure, ...]:
        judged = [
            self._judged(self.book.in_force(name, self.day)) if name else ()
            for name in (rule_set.stay, rule_set.graduation)
        ]
        return departures_of(*judged)

    def _judged(self, rule_set: RuleSet) -> tuple[TenantVerdict, ...]:
        members = self._members_with(rule_set.population, _facts_of(rule_set.criteria))
        return judge_members(rule_set.criteria, members, self.specs)

    # ----------------------------------------------------------------------------------------------- of tenants

    def _members_with(self, population: Population, wanted: set[str]) -> tuple[Member, ...]:
        """The tenants of *population* on the day with the facts *wanted* and what those are made of."""
        key = population, frozenset(wanted)
        if key not in self._members:
            needed = list(self._needed(wanted))
            self._members[key] = tuple(
                Member(row.tenant_id, str(row.fields["name"]), self._facts(row, needed))
                for row in self._roster(population)
            )
        return self._members[key]

    def _roster(self, population: Population) -> tuple[RosterRow, ...]:
        """The tenants of *population* with all fields that facts are read from; who incubates is in the house."""
        if population is Population.INCUBATING:
            codes = {stage.value for stage in INCUBATED}
            return tuple(row for row in self._roster(Population.RESIDENT) if row.fields["stage"] in codes)
        if population not in self._rosters:
            self._rosters[population] = read_roster(
                self.connection,
                population=population,
                start=self.period.start,
                day=self.day,
                fields=[spec.of[0] for spec in self.specs.values() if spec.working is Working.FIELD],
            )
        return self._rosters[population]

    def _facts(self, row: RosterRow, needed: Sequence[FactSpec]) -> dict[str, Fact]:
        facts: dict[str, Fact] = {DAY: self.day}
        for spec in needed:
            if spec.working is Working.FIELD:
                facts[spec.code] = _field(spec, row.fields.get(spec.of[0]))
            elif spec.working is Working.INDICATOR:
                amounts, unknown = self._figures(spec)
                # What is reported and was not is missing; of what is counted there is none.
                none = None if self.library.indicators[spec.of[0]].is_reported else Fraction(0)
                facts[spec.code] = None if row.tenant_id in unknown else amounts.get(row.tenant_id, none)
        return with_worked_out(self.specs, facts)

    def _needed(self, wanted: set[str]) -> Iterator[FactSpec]:
        """The facts *wanted* and those they are worked out of, each once."""
        open_ones, seen = list(wanted), set()
        while open_ones:
            code = open_ones.pop()
            if code in seen or code == DAY:
                continue
            seen.add(code)
            spec = self.specs[code]
            if spec.working not in {Working.FIELD, Working.INDICATOR}:
                open_ones += spec.of
            yield spec

    def _figures(self, spec: FactSpec) -> tuple[dict[int, Fraction], set[int]]:
        """A fact of every tenant in its unit, and the tenants of whom it is not or not wholly reported."""
        if spec.code not in self._read:
            self._read[spec.code] = self._read_figures(spec)
        return self._read[spec.code]

    def _read_figures(self, spec: FactSpec) -> tuple[dict[int, Fraction], set[int]]:
        indicator = self.library.indicators[spec.of[0]]
        unit = spec.unit or indicator.unit
        totals: defaultdict[int, int] = defaultdict(int)
        unknown: set[int] = set()
        years = [Period(PeriodKind.YEAR, self.year - spec.back - ago) for ago in range(spec.years)]
        periods = [self.period] if spec.in_period else years
        reported: list[set[int]] = []
        for period in periods:
            request = MeasureRequest(indicator.code, period, as_of=self.day if spec.in_period else None)
            if indicator.is_reported:
                request = MeasureRequest(
                    indicator.code, period, population=Population.RESIDENT, as_of=self.day
                )
            measured = measure(self.connection, Question(request, indicator))
            for row in measured.contributions:
                if row.tenant_id is not None:
                    totals[row.tenant_id] += row.amount
            reported.append({row.tenant_id for row in measured.contributions if row.tenant_id is not None})
            unknown |= {row.tenant_id for row in measured.missing if row.tenant_id is not None}
        if indicator.is_reported:
            unknown |= reported[0].union(*reported[1:]) - reported[0].intersection(*reported[1:])
        amounts = {tenant: Fraction(from_smallest(amount, unit)) for tenant, amount in totals.items()}
        return amounts, unknown


def _field(spec: FactSpec, value: str | int | date | None) -> Fact:
    """A field of a tenant's record as a fact."""
    if value is None or value == "":
        return None
    if spec.codes:
        return Fraction(value in spec.codes)
    if isinstance(value, int):
        return Fraction(value)
    return value
