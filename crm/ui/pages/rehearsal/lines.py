"""The lists of a rehearsal: criteria, who must leave, tenants, their sizes; lines under heads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QCoreApplication

from crm.services.judgements import Size, Verdict
from crm.ui.labels import NOTHING
from crm.ui.models.records import Cell, Head
from crm.ui.pages.rehearsal.words import TONES, size_words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TypeAlias

    from crm.services.judgements import (
        Criterion,
        Departure,
        IncubatorOutcome,
        Judged,
        Outcome,
        RuleSet,
        Sized,
        SizeIndustry,
        TenantVerdict,
    )
    from crm.services.rehearsal import Rehearsal
    from crm.ui.pages.rehearsal.words import RehearsalWords

    Judgement: TypeAlias = Outcome | Departure | TenantVerdict | Sized | Criterion | SizeIndustry

ALL, OPEN, LEAVING, SHORT, RULES = "all", "open", "leaving", "short", "rules"
_BOUNDS = 248
LINE_AT = 0.6
"""Where on a bar the line stands."""


class Bar(NamedTuple):
    """A value as a part of the bar's length, and how it lies to its line."""

    part: float
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Listing:
    """A list that can be chosen: its key and name, its heads, and a line of cells and a record each."""

    key: str
    name: str
    heads: tuple[Head, ...]
    rows: tuple[tuple[Cell, ...], ...]
    records: tuple[Judgement, ...]
    tag: int = -1
    """The column that holds a verdict as a tag."""
    bar: int = -1
    """The column that holds a bar."""
    yields: tuple[int, ...] = ()
    """The columns that give way where there is no room, the first one first."""
    none: str = ""
    """What is said where no line is there."""
    filler: int = 0
    """The column that takes what the others leave."""
    wraps: tuple[int, ...] = (0,)
    """The columns whose words may take a second line."""
    widest: int = 0
    """How wide a column may be at most, where its texts are long; 0: as wide as in any list."""


def listings_of(words: RehearsalWords, rehearsal: Rehearsal) -> tuple[Listing, ...]:
    """The lists of *rehearsal* in order, the criteria as rules last."""
    if rehearsal.incubator is not None:
        return (*_of_incubator(words, rehearsal.incubator), _rules(words, rehearsal.rule_set))
    if rehearsal.rule_set.industries:
        return (*_of_sizes(words, rehearsal.sizes, rehearsal), _industries(words, rehearsal.rule_set))
    return (*_of_tenants(words, rehearsal.tenants), _rules(words, rehearsal.rule_set))


def _rules(words: RehearsalWords, rule_set: RuleSet) -> Listing:
    translate = QCoreApplication.translate
    heads = (
        Head(translate("Rehearsal", "Criterion"), key="criterion"),
        Head(translate("Rehearsal", "Required"), is_number=True, key="asked", adds_up=False),
        Head(translate("Rehearsal", "Verification"), key="checked"),
        Head(translate("Rehearsal", "Changed here"), key="changed_here"),
        Head(translate("Rehearsal", "Source"), key="source"),
    )
    checked = translate("Rehearsal", "Checked")
    rows = tuple(
        (
            Cell(words.named(one)),
            Cell(words.lines(one)),
            Cell(checked, "ok") if one.verified else Cell(words.to_check, "warn"),
            Cell("" if one.edit is None else words.edit(one)),
            Cell(words.source(one), "text2"),
        )
        for one in rule_set.criteria
    )
    return Listing(RULES, translate("Rehearsal", "Rules"), heads, rows, rule_set.criteria, yields=(4, 3))


def _industries(words: RehearsalWords, rule_set: RuleSet) -> Listing:
    """The industries of a classification with their lower limits, as rules."""
    translate = QCoreApplication.translate
    heads = (
        Head(translate("Rehearsal", "Industry class"), key="industry_of_the_classification"),
        Head(translate("Rehearsal", "Thresholds: large, medium, small"), key="large_medium_and_small_from"),
        Head(translate("Rehearsal", "Verification"), key="checked"),
        Head(translate("Rehearsal", "Changed here"), key="changed_here"),
        Head(translate("Rehearsal", "Source"), key="source"),
    )
    checked, shipped = translate("Rehearsal", "Checked"), rule_set.source.address
    rows = tuple(
        (
            Cell(words.of(one.name)),
            Cell(words.bounds(one)),
            Cell(checked, "ok") if one.verified else Cell(words.to_check, "warn"),
            Cell(words.edit(one)),
            Cell(one.source or shipped, "text2"),
        )
        for one in rule_set.industries
    )
    name = translate("Rehearsal", "Rules")
    return Listing(RULES, name, heads, rows, rule_set.industries, yields=(4, 3), widest=_BOUNDS)


def bar_of(judged: Judged) -> Bar | None:
    """The bar of a criterion; None where there is nothing to compare."""
    if judged.criterion.unit is None or judged.value is None or not judged.limit:
        return None
    return Bar(min(float(judged.value / judged.limit) * LINE_AT, 1.0), judged.verdict)


# ---------------------------------------------------------------------------------------------- of the incubator


def _of_incubator(words: RehearsalWords, found: IncubatorOutcome) -> tuple[Listing, ...]:
    translate = QCoreApplication.translate
    unmet = tuple(one for one in found.outcomes if one.judged.verdict is not Verdict.HOLDS)
    return (
        _criteria(words, ALL, translate("Rehearsal", "All criteria"), found.outcomes),
        _criteria(words, OPEN, translate("Rehearsal", "Not met or not assessed"), unmet),
        _departures(words, found.departures),
    )


def _criteria(words: RehearsalWords, key: str, name: str, outcomes: Sequence[Outcome]) -> Listing:
    translate = QCoreApplication.translate
    heads = (
        Head(translate("Rehearsal", "Criterion"), key="criterion"),
        Head(translate("Rehearsal", "Value"), is_number=True, key="value", adds_up=False),
        Head(translate("Rehearsal", "Required"), is_number=True, key="asked", adds_up=False),
        Head(translate("Rehearsal", "Compared with the requirement"), key="against_the_line"),
        Head(translate("Rehearsal", "Result"), key="verdict"),
        Head(translate("Rehearsal", "Margin"), is_number=True, key="margin", adds_up=False),
        Head(
            translate("Rehearsal", "Once they have left"),
            is_number=True,
            key="once_they_have_left",
            adds_up=False,
        ),
    )
    return Listing(
        key,
        name,
        heads,
        tuple(_criterion(words, one) for one in outcomes),
        tuple(outcomes),
        tag=4,
        bar=3,
        yields=(6, 5, 3),
        none=translate("Rehearsal", "Every criterion is met"),
    )


def _criterion(words: RehearsalWords, outcome: Outcome) -> tuple[Cell, ...]:
    judged = outcome.judged
    unit = judged.criterion.unit
    margin = NOTHING if judged.margin is None else words.difference(judged.margin, unit)
    changes = outcome.after.value != judged.value
    return (
        Cell(words.named(judged.criterion)),
        Cell(words.amount(judged.value, unit)),
        Cell(words.line_checked(judged), "" if words.is_verified(judged) else "warn"),
        Cell("", extra=bar_of(judged)),
        Cell(words.verdicts[judged.verdict], extra=judged.verdict),
        Cell(margin, "danger" if judged.verdict is Verdict.FAILS else ""),
        Cell(words.amount(outcome.after.value, unit), "" if changes else "text3"),
    )


def _departures(words: RehearsalWords, departures: Sequence[Departure]) -> Listing:
    translate = QCoreApplication.translate
    graduates = translate("Rehearsal", "Graduates")
    overstays = translate("Rehearsal", "Overstayed")
    heads = (
        Head(translate("Rehearsal", "Tenant"), key="tenant"),
        Head(translate("Rehearsal", "Leaves as"), key="leaves_as"),
        Head(translate("Rehearsal", "Why"), key="why"),
    )
    rows = tuple(
        (
            Cell(one.name),
            Cell(
                graduates if one.graduates else overstays,
                extra=Verdict.HOLDS if one.graduates else Verdict.FAILS,
            ),
            Cell(words.join(words.said(judged) for judged in (*one.overstays, *one.grounds))),
        )
        for one in departures
    )
    return Listing(
        LEAVING,
        translate("Rehearsal", "Must leave"),
        heads,
        rows,
        tuple(departures),
        tag=1,
        filler=2,
        wraps=(0, 2),
        none=translate("Rehearsal", "No tenant has to leave"),
    )


# --------------------------------------------------------------------------------------------------- of tenants


def _of_tenants(words: RehearsalWords, tenants: Sequence[TenantVerdict]) -> tuple[Listing, ...]:
    translate = QCoreApplication.translate
    names = {
        Verdict.HOLDS: translate("Rehearsal", "Met"),
        Verdict.FAILS: translate("Rehearsal", "Not met"),
        Verdict.UNKNOWN: translate("Rehearsal", "Not assessed"),
    }
    short = [one for one in tenants if one.is_one_short]
    by_verdict = {
        verdict: [one for one in tenants if one.verdict is verdict]
        for verdict in (Verdict.HOLDS, Verdict.FAILS, Verdict.UNKNOWN)
    }
    return (
        _tenants(words, ALL, translate("Rehearsal", "All tenants"), tenants),
        _tenants(words, Verdict.HOLDS.value, names[Verdict.HOLDS], by_verdict[Verdict.HOLDS]),
        _tenants(words, SHORT, translate("Rehearsal", "One condition short"), short),
        *(
            _tenants(words, verdict.value, names[verdict], by_verdict[verdict])
            for verdict in (Verdict.FAILS, Verdict.UNKNOWN)
        ),
    )


def _tenants(words: RehearsalWords, key: str, name: str, tenants: Sequence[TenantVerdict]) -> Listing:
    translate = QCoreApplication.translate
    heads = (
        Head(translate("Rehearsal", "Tenant"), key="tenant"),
        Head(translate("Rehearsal", "Result"), key="verdict"),
        Head(translate("Rehearsal", "Missing conditions"), key="what_is_lacking"),
        Head(translate("Rehearsal", "Facts missing"), key="facts_missing"),
    )
    rows = tuple(
        (
            Cell(one.name),
            Cell(words.verdicts[one.verdict], extra=one.verdict),
            Cell(words.requirements(one.of(Verdict.FAILS)) or NOTHING),
            Cell(words.not_reported(one.of(Verdict.UNKNOWN)) or NOTHING, "text2"),
        )
        for one in tenants
    )
    none = translate("Rehearsal", "No tenants in this group")
    return Listing(
        key, name, heads, rows, tuple(tenants), tag=1, yields=(3,), filler=2, wraps=(0, 2), none=none
    )


# ----------------------------------------------------------------------------------------------------- of sizes


def _of_sizes(words: RehearsalWords, sizes: Sequence[Sized], rehearsal: Rehearsal) -> tuple[Listing, ...]:
    named = size_words()
    groups: list[tuple[str, str, list[Sized]]] = [
        (ALL, QCoreApplication.translate("Rehearsal", "All tenants"), list(sizes))
    ]
    groups += [(size.value, named[size], [one for one in sizes if one.size is size]) for size in Size]
    unknown = [one for one in sizes if one.size is None]
    groups.append(("unknown", QCoreApplication.translate("Rehearsal", "Not assessed"), unknown))
    return tuple(_sizes(words, key, name, found, rehearsal) for key, name, found in groups)


def _sizes(
    words: RehearsalWords, key: str, name: str, sizes: Sequence[Sized], rehearsal: Rehearsal
) -> Listing:
    translate = QCoreApplication.translate
    heads = (
        Head(translate("Rehearsal", "Tenant"), key="tenant"),
        Head(translate("Rehearsal", "Size"), key="size"),
        Head(
            translate("Rehearsal", "To next class, or missing facts"),
            key="to_the_next_class_or_facts_mis",
        ),
        Head(translate("Rehearsal", "Industry class"), key="industry_of_the_classification"),
        Head(translate("Rehearsal", "Verification"), key="checked"),
    )
    rows = tuple(
        (
            Cell(one.name),
            Cell(words.size(one.size), extra=Verdict.UNKNOWN if one.size is None else None),
            Cell(to_next(words, one, rehearsal) or NOTHING),
            Cell(NOTHING if one.industry is None else words.of(one.industry.name), "text2"),
            Cell("" if one.verified else words.to_check, "warn"),
        )
        for one in sizes
    )
    none = translate("Rehearsal", "No tenants in this group")
    return Listing(
        key, name, heads, rows, tuple(sizes), tag=1, yields=(3, 4), filler=2, wraps=(0, 2), none=none
    )


def to_next(words: RehearsalWords, sized: Sized, rehearsal: Rehearsal) -> str:
    """What a tenant lacks to the next larger class; the facts that are missing where its size cannot be said."""
    text = QCoreApplication.translate("Rehearsal", "{fact}: {amount} short")
    steps = (
        text.format(
            fact=words.fact(step.fact), amount=words.amount(step.lacking, rehearsal.facts[step.fact].unit)
        )
        for step in sized.steps
        if step.lacking is not None
    )
    return words.join(steps) or words.join(map(words.fact, sized.lacking))


def tones_of(extra: object) -> tuple[str, str]:
    """The colours of a tag."""
    return (
        TONES.get(extra, ("accent", "accent_soft"))
        if isinstance(extra, Verdict)
        else ("accent", "accent_soft")
    )
