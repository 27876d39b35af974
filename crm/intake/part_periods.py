"""Figures of a half-year or year against those of the quarters and months in it: they should add up.

In totals a longer period's figure counts instead of its parts, so that one slip, such as figures that have added up
since January, changes the whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.domain.finding import Finding, Severity
from crm.domain.indicators import Nature
from crm.domain.parsing import unit_words
from crm.domain.period import Period, PeriodKind
from crm.domain.quantity import UNITS, Dimension, in_unit
from crm.domain.reports import differ
from crm.intake.draft import counted_places

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from crm.domain.indicators import Indicator
    from crm.intake.figure_change import FigureChange, Figures


def wholes_of(period: Period) -> tuple[Period, ...]:
    """The period itself and the longer ones that it lies in."""
    longer = [kind for kind in PeriodKind if kind.months >= period.kind.months]
    return tuple(Period.containing(period.start, kind) for kind in longer)


def compared_periods(periods: Iterable[Period], present: Collection[int]) -> set[Period]:
    """The periods whose figures must be known to compare those of *periods*; *present* are the keys that have any."""
    taken = set(periods)
    there = {period.key for period in taken} | set(present)
    needed: set[Period] = set()
    for whole in {whole for period in taken for whole in wholes_of(period)}:
        parts = [part for kind in PeriodKind for part in whole.parts(kind) if part != whole]
        found = [part for part in parts if part.key in there]
        if whole.key in there and found:
            needed.update((whole, *found))
    return needed


def related_periods(periods: Iterable[Period]) -> set[Period]:
    """All periods with which the figures of *periods* may be compared."""
    wholes = {whole for period in periods for whole in wholes_of(period)}
    return {part for whole in wholes for kind in PeriodKind for part in whole.parts(kind)}


def compare_parts(
    changes: Sequence[FigureChange], indicators: Mapping[str, Indicator], held: Figures
) -> Iterator[Finding]:
    """One warning for each flow, period and division of it in which wholes are not the sum of their parts.

    Where parts are missing, those there are must not exceed the whole.
    """
    flows = [change for change in changes if indicators[change.indicator].nature is Nature.FLOW]
    new = {(change.tenant_id, change.indicator, change.period.key): change.new for change in flows}
    there = {key[2] for key in held} | {key[2] for key in new}
    divisions = {
        period: list(_divisions(period, there)) for period in dict.fromkeys(change.period for change in flows)
    }
    if not any(divisions.values()):
        return
    values = {**held, **new}
    found: dict[tuple[str, Period, PeriodKind], list[tuple[str, int, int]]] = {}
    for change in flows:
        for whole, kind, parts in divisions[change.period]:
            value = values.get((change.tenant_id, change.indicator, whole.key))
            known = [values.get((change.tenant_id, change.indicator, part.key)) for part in parts]
            given = [part for part in known if part is not None]
            if value is None or not given:
                continue
            total = sum(given)
            whole_known = len(given) == len(parts)
            money = indicators[change.indicator].unit.dimension is Dimension.MONEY
            unequal = differ(value, total, parts=len(parts), is_money=money)
            if unequal and (whole_known or total > value):
                places = found.setdefault((change.indicator, whole, kind), [])
                places.append((change.address, value, total))
    for (code, whole, kind), places in found.items():
        yield _finding(indicators[code], whole, kind, places)


def _divisions(
    period: Period, there: Collection[int]
) -> Iterator[tuple[Period, PeriodKind, tuple[Period, ...]]]:
    """The wholes that *period* is or lies in, each with the kinds of parts of which there are any figures."""
    for whole in wholes_of(period):
        if whole.key not in there:
            continue
        for kind in PeriodKind:
            parts = whole.parts(kind)
            touched = period == whole or period in parts
            if len(parts) > 1 and touched and any(part.key in there for part in parts):
                yield whole, kind, parts


def _finding(
    indicator: Indicator, whole: Period, kind: PeriodKind, places: Sequence[tuple[str, int, int]]
) -> Finding:
    addresses = list(dict.fromkeys(address for address, _, _ in places))
    _, value, total = places[0]
    unit = UNITS["yuan"] if indicator.unit.dimension is Dimension.MONEY else indicator.unit
    words, parts = unit_words(unit), whole.parts(kind)
    return Finding(
        "figure-parts-differ",
        Severity.WARNING,
        addresses[0],
        {
            **counted_places(addresses),
            "indicator": indicator.code,
            "zh": indicator.name.zh,
            "en": indicator.name.en,
            "period": whole.code,
            "parts": f"{parts[0].code} – {parts[-1].code}",
            "whole": f"{in_unit(value, unit)}",
            "sum": f"{in_unit(total, unit)}",
            "unit_zh": words.zh,
            "unit_en": words.en,
        },
    )
