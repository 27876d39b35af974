"""If the filing were today: a rule set over what is on record. Readiness, margins and named tenants, never a score."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from crm.db.queries.measures import Question, measure
from crm.db.queries.premises import own_site
from crm.db.queries.reported import answering_periods, uncovered_parts
from crm.db.queries.rosters import read_roster
from crm.domain.indicators import Nature
from crm.domain.lifecycle import INCUBATED
from crm.domain.measures import MeasureRequest, Population
from crm.domain.period import Period, PeriodKind
from crm.domain.quantity import from_smallest
from crm.filings.rehearsal.evaluate import departures_of, evaluate
from crm.filings.rehearsal.facts import DAY, AtLeast, Working, months_between, with_worked_out
from crm.filings.rehearsal.figures import Absent, RuleFigure, Share, count_largest, count_members
from crm.filings.rehearsal.ruleset import Criterion, Subject
from crm.filings.rehearsal.tenants import Member, judge_members, size_members
from crm.services.rule_facts import last_full_year, needed_facts, period_to, periods_of
from crm.services.rule_sets import read_facts, read_rule_book

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

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
    book = read_rule_book(library)
    reading = _Reading(connection, library, read_facts(library), period_to(day), day, book)
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
    _read: dict[str, Mapping[int, Fact]] = field(default_factory=dict)
    _members: dict[tuple[Population, frozenset[str]], tuple[Member, ...]] = field(default_factory=dict)

    @property
    def year(self) -> int:
        """The last year that is over on the day."""
        return last_full_year(self.day)

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
            criteria = self.book.beside(spec.lacking, self.day).criteria
        elif spec.any_of:
            criteria = [replace(one, group=spec.name) for one in criteria]
        members = self._members_with(spec.candidates or spec.population, _facts_of(criteria))
        return judge_members(criteria, members, self.specs)

    def _departures(self, rule_set: RuleSet) -> tuple[Departure, ...]:
        judged = [
            self._judged(self.book.beside(name, self.day)) if name else ()
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
            needed = list(needed_facts(self.specs, wanted))
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
                # What is reported and was not is missing; of what is counted there is none.
                none = None if self.library.indicators[spec.of[0]].is_reported else Fraction(0)
                facts[spec.code] = self._figures(spec).get(row.tenant_id, none)
        return with_worked_out(self.specs, facts)

    def _figures(self, spec: FactSpec) -> Mapping[int, Fact]:
        """A fact by tenant in its unit: None where it is not reported, the least it is where only parts of it are."""
        if spec.code not in self._read:
            self._read[spec.code] = self._read_figures(spec)
        return self._read[spec.code]

    def _read_figures(self, spec: FactSpec) -> Mapping[int, Fact]:
        indicator = self.library.indicators[spec.of[0]]
        unit = spec.unit or indicator.unit
        totals: defaultdict[int, int] = defaultdict(int)
        unknown: set[int] = set()
        reported: list[set[int]] = []
        for period in periods_of(spec, self.period, self.day):
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
            if indicator.is_reported and not spec.in_period:
                unknown |= self._partly(request, indicator, reported[-1])
        facts: dict[int, Fact] = {
            tenant: Fraction(from_smallest(amount, unit)) for tenant, amount in totals.items()
        }
        wholly = reported[0].intersection(*reported[1:])
        for tenant in unknown | (facts.keys() - wholly if indicator.is_reported else set()):
            known = facts.get(tenant)
            sums_up = tenant in wholly and isinstance(known, Fraction) and not indicator.is_signed
            facts[tenant] = AtLeast(known) if sums_up and isinstance(known, Fraction) else None
        return facts

    def _partly(self, request: MeasureRequest, indicator: Indicator, tenants: set[int]) -> set[int]:
        """The *tenants* that have not reported a year from their founding on: who came later reports only from then.

        Asked for a filing they need not; but a rule speaks of the enterprise's year, in the house or not.
        """
        if indicator.nature is not Nature.FLOW or not tenants:
            return set()
        answering = answering_periods(request, indicator.nature)
        gaps = uncovered_parts(self.connection, indicator.code, tenants, answering=answering)
        founded = {row.tenant_id: row.fields.get("founded_on") for row in self._roster(Population.RESIDENT)}
        return {
            tenant
            for tenant, parts in gaps.items()
            if any(not isinstance(day := founded.get(tenant), date) or part.end >= day for part in parts)
        }


def _field(spec: FactSpec, value: str | int | date | None) -> Fact:
    """A field of a tenant's record as a fact."""
    if value is None or value == "":
        return None
    if spec.codes:
        return Fraction(value in spec.codes)
    if isinstance(value, int):
        return Fraction(value)
    return value
