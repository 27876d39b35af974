"""Which reports the facts of rule sets are read from: the periods of a fact, and what decides a size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.domain.measures import MeasureRequest
from crm.domain.period import Period, PeriodKind
from crm.filings.rehearsal.facts import DAY, Working
from crm.services.rule_sets import read_facts, read_rule_book

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from crm.filings.rehearsal.facts import FactSpec
    from crm.services.library import Library


def reports_behind_sizes(library: Library, day: date) -> tuple[MeasureRequest, ...]:
    """The reported figures that decide which size a tenant has on *day*. Raises RuleError ``ruleset-not-in-force``."""
    specs = read_facts(library)
    rule_set = read_rule_book(library).in_force("size", day)
    facts = {measure.fact for industry in rule_set.industries for measure in industry.measures}
    return tuple(
        MeasureRequest(spec.of[0], period)
        for spec in needed_facts(specs, facts)
        if spec.working is Working.INDICATOR and library.indicators[spec.of[0]].is_reported
        for period in periods_of(spec, period_to(day), day)
    )


def period_to(day: date) -> Period:
    """The longest period that ends on a day, so that whoever reports by quarter or year is heard; else its month."""
    for kind in (PeriodKind.YEAR, PeriodKind.HALF, PeriodKind.QUARTER):
        period = Period.containing(day, kind)
        if period.end == day:
            return period
    return Period.containing(day, PeriodKind.MONTH)


def last_full_year(day: date) -> int:
    """The last year that is over on a day."""
    return day.year if (day.month, day.day) == (12, 31) else day.year - 1


def periods_of(spec: FactSpec, period: Period, day: date) -> tuple[Period, ...]:
    """The periods of which a fact's figure is the sum."""
    if spec.in_period:
        return (period,)
    first = last_full_year(day) - spec.back
    return tuple(Period(PeriodKind.YEAR, first - ago) for ago in range(spec.years))


def needed_facts(specs: Mapping[str, FactSpec], wanted: Iterable[str]) -> Iterator[FactSpec]:
    """The facts *wanted* and those they are worked out of, each once."""
    open_ones, seen = list(wanted), set()
    while open_ones:
        code = open_ones.pop()
        if code in seen or code == DAY:
            continue
        seen.add(code)
        spec = specs[code]
        if spec.working not in {Working.FIELD, Working.INDICATOR}:
            open_ones += spec.of
        yield spec
