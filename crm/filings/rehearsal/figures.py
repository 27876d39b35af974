"""The figures of a rule set, each with the tenants that make it, and sums and shares of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from crm.filings.rehearsal.judge import (
    Between,
    Judged,
    Verdict,
    Why,
    judge_fact,
    requirements,
    verdict_between,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from crm.filings.rehearsal.facts import FactSpec
    from crm.filings.rehearsal.ruleset import Criterion, FigureSpec
    from crm.filings.rehearsal.tenants import Member


@dataclass(frozen=True, slots=True)
class Share:
    """One record's share of a figure, in the figure's unit; ``kind`` and ``id`` lead back to the record."""

    kind: str
    id: int
    label: str
    amount: Fraction
    tenant_id: int | None = None


@dataclass(frozen=True, slots=True)
class Absent:
    """Who or what is missing from a figure, and which facts or parts of the period."""

    kind: str
    id: int
    label: str
    lacking: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleFigure:
    """A figure with its shares and with what is missing from it.

    Of a count of tenants each missing one could add one (``counts``); of an amount nobody knows how much. The shares
    are the largest of the ``groups`` where there are any.
    """

    spec: FigureSpec
    shares: tuple[Share, ...]
    absent: tuple[Absent, ...] = ()
    counts: bool = False
    groups: tuple[tuple[Share, ...], ...] = ()

    @property
    def between(self) -> Between:
        """The least and the most it can be."""
        low = sum((share.amount for share in self.shares), Fraction(0))
        if not self.absent:
            return Between(low, low)
        return Between(low, low + len(self.absent) if self.counts else None)

    @property
    def tenants(self) -> frozenset[int]:
        """The tenants among its shares."""
        return frozenset(share.tenant_id for share in self.shares if share.tenant_id is not None)


def count_members(spec: FigureSpec, members: Sequence[Member], facts: Mapping[str, FactSpec]) -> RuleFigure:
    """The members that meet ``where``, and those of whom it cannot be said."""
    shares, absent = [], []
    for member in members:
        judged = [judge_fact(one, member.facts, facts) for one in spec.where]
        if spec.any_of:
            verdict = requirements([_grouped(one) for one in judged])[0].verdict
        else:
            verdicts = {one.verdict for one in judged}
            verdict = next((v for v in (Verdict.FAILS, Verdict.UNKNOWN) if v in verdicts), Verdict.HOLDS)
        if verdict is Verdict.HOLDS:
            shares.append(_one(member))
        elif verdict is Verdict.UNKNOWN:
            lacking = dict.fromkeys(fact for one in judged for fact in one.lacking)
            absent.append(Absent("tenant", member.id, member.name, tuple(lacking)))
    return RuleFigure(spec, tuple(shares), tuple(absent), counts=True)


def _grouped(judged: Judged) -> Judged:
    """The same as one of a group: of all of ``where`` one is enough."""
    return replace(judged, criterion=replace(judged.criterion, group="where"))


def count_largest(spec: FigureSpec, members: Sequence[Member]) -> RuleFigure:
    """The members of the largest group of a fact; who has none could be of it."""
    known: dict[str, list[Share]] = {}
    absent = []
    for member in members:
        fact = member.facts.get(spec.largest)
        if fact is None:
            absent.append(Absent("tenant", member.id, member.name, (spec.largest,)))
        else:
            known.setdefault(str(fact), []).append(_one(member))
    groups = tuple(tuple(known[key]) for key in sorted(known, reverse=True))
    return RuleFigure(spec, _largest(groups), tuple(absent), counts=True, groups=groups)


def _largest(groups: Sequence[tuple[Share, ...]]) -> tuple[Share, ...]:
    """The first of the largest groups; nothing where there is none."""
    return max(groups, key=len, default=())


def _one(member: Member) -> Share:
    return Share("tenant", member.id, member.name, Fraction(1), member.id)


def without(figure: RuleFigure, tenants: Collection[int]) -> RuleFigure:
    """The figure without the shares of *tenants*; of the largest group, what is the largest then."""
    groups = tuple(_staying(group, tenants) for group in figure.groups)
    return replace(
        figure,
        shares=_largest(groups) if groups else _staying(figure.shares, tenants),
        groups=groups,
        absent=tuple(one for one in figure.absent if one.kind != "tenant" or one.id not in tenants),
    )


def _staying(shares: Iterable[Share], tenants: Collection[int]) -> tuple[Share, ...]:
    return tuple(share for share in shares if share.tenant_id not in tenants)


def with_shares(figure: RuleFigure, shares: Iterable[Share]) -> RuleFigure:
    """The figure with further *shares*, but for those of tenants that it has already."""
    new = tuple(share for share in shares if share.tenant_id not in figure.tenants)
    return replace(figure, shares=(*figure.shares, *new))


def judge_figures(criterion: Criterion, figures: Mapping[str, RuleFigure]) -> Judged:
    """A criterion of the incubator held against its figures."""
    line = criterion.lines[0]
    if not criterion.value:
        return Judged(criterion, None, line, Verdict.UNKNOWN, Why.NOT_KEPT)
    used = [*criterion.value, *criterion.of]
    lacking = tuple(name for name in dict.fromkeys(used) if figures[name].absent)
    between = _quotient(criterion, figures)
    if between is None:
        why = Why.NOT_REPORTED if lacking else Why.NO_BASE
        return Judged(criterion, None, line, Verdict.UNKNOWN, why, lacking)
    shown = _shown(criterion, figures)
    if line.limit is None:
        return Judged(criterion, shown, line, Verdict.UNKNOWN, Why.NUMBER_MISSING, lacking)
    verdict = verdict_between(criterion.operator, between, line.limit)
    unknown = Why.NOT_REPORTED if verdict is Verdict.UNKNOWN else None
    return Judged(criterion, shown, line, verdict, unknown, lacking)


def total(names: Sequence[str], figures: Mapping[str, RuleFigure]) -> Between:
    """The sum of the figures called *names*."""
    parts = [figures[name].between for name in names]
    highs = [part.high for part in parts]
    high = None if None in highs else sum((one for one in highs if one is not None), Fraction(0))
    return Between(sum((part.low for part in parts), Fraction(0)), high)


def _quotient(criterion: Criterion, figures: Mapping[str, RuleFigure]) -> Between | None:
    """What the criterion's value can be; None where there may be nothing to divide by."""
    above = total(criterion.value, figures)
    if not criterion.of:
        return Between(above.low * criterion.per, None if above.high is None else above.high * criterion.per)
    below = total(criterion.of, figures)
    if not below.low:
        return None
    low = Fraction(0) if below.high is None else above.low * criterion.per / below.high
    high = None if above.high is None else above.high * criterion.per / below.low
    return Between(low, high)


def _shown(criterion: Criterion, figures: Mapping[str, RuleFigure]) -> Fraction | None:
    """The value of what is known; None where nothing of it was reported."""
    for name in criterion.value:
        figure = figures[name]
        if figure.absent and not figure.shares and not figure.counts:
            return None
    above = total(criterion.value, figures).low * criterion.per
    return above / total(criterion.of, figures).low if criterion.of else above
