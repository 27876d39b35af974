"""A value against its line: holds, fails or cannot be said, why, and by how much."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import TYPE_CHECKING

from crm.filings.rehearsal.facts import AtLeast, unknown_parts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from crm.filings.rehearsal.facts import Fact, FactSpec
    from crm.filings.rehearsal.ruleset import Criterion, Line, Operator


class Verdict(Enum):
    """What can be said of a criterion."""

    HOLDS = "holds"
    FAILS = "fails"
    UNKNOWN = "unknown"


class Why(Enum):
    """Why nothing can be said."""

    NUMBER_MISSING = "number_missing"  # the rule's own number was never read
    NOT_KEPT = "not_kept"  # this program keeps no such fact
    NOT_REPORTED = "not_reported"  # facts or reports are missing
    NO_BASE = "no_base"  # nothing to divide by


@dataclass(frozen=True, slots=True)
class Between:
    """What a value can be while something is missing: at least ``low``, at most ``high`` (None: no bound)."""

    low: Fraction
    high: Fraction | None

    @property
    def is_exact(self) -> bool:
        """Whether nothing is missing."""
        return self.low == self.high


@dataclass(frozen=True, slots=True)
class Judged:
    """A criterion with the value as far as it is known, its line, the verdict and what is missing.

    ``lacking`` are the facts (or figures) that were not reported.
    """

    criterion: Criterion
    value: Fraction | None
    line: Line | None
    verdict: Verdict
    why: Why | None = None
    lacking: tuple[str, ...] = ()

    @property
    def limit(self) -> Fraction | None:
        """The line's number."""
        return None if self.line is None else self.line.limit

    @property
    def margin(self) -> Fraction | None:
        """How far the value is beyond its line; negative is what is lacking. None where there is no telling."""
        if self.value is None or self.limit is None:
            return None
        room = self.value - self.limit
        return room if self.criterion.operator.is_floor else -room


@dataclass(frozen=True, slots=True)
class Requirement:
    """What must be met: one criterion, or several of which one is enough."""

    judged: tuple[Judged, ...]

    @property
    def verdict(self) -> Verdict:
        """Holds where one of them does; fails where all do."""
        verdicts = {one.verdict for one in self.judged}
        if Verdict.HOLDS in verdicts:
            return Verdict.HOLDS
        return Verdict.UNKNOWN if Verdict.UNKNOWN in verdicts else Verdict.FAILS

    @property
    def nearest(self) -> Judged:
        """The one that is closest to its line, measured by the line."""
        return min(self.judged, key=distance)


def distance(judged: Judged) -> Fraction:
    """How much of its line is lacking: 0 where it holds, 1 where all of it or nobody knows."""
    margin, limit = judged.margin, judged.limit
    if judged.verdict is Verdict.HOLDS:
        return Fraction(0)
    if margin is None or not limit:
        return Fraction(1)
    return min(abs(margin / limit), Fraction(1))


@dataclass(frozen=True, slots=True)
class Readiness:
    """How many requirements hold, fail and cannot be said. No score: nothing is weighed."""

    holds: int
    fails: int
    unknown: int

    @property
    def known(self) -> int:
        """How many can be said."""
        return self.holds + self.fails


def requirements(judged: Sequence[Judged]) -> tuple[Requirement, ...]:
    """The requirements in order, the criteria of a group together where the first of them stands."""
    groups: dict[str, list[Judged]] = {}
    for one in judged:
        groups.setdefault(one.criterion.group or f"/{one.criterion.code}", []).append(one)
    return tuple(Requirement(tuple(members)) for members in groups.values())


def readiness(judged: Sequence[Judged]) -> Readiness:
    """The requirements counted."""
    verdicts = [one.verdict for one in requirements(judged)]
    return Readiness(*(verdicts.count(verdict) for verdict in Verdict))


def verdict_between(operator: Operator, between: Between, limit: Fraction) -> Verdict:
    """The verdict on a value of which only the bounds are known."""
    least, most = between.low, between.high
    sure, hope = (least, most) if operator.is_floor else (most, least)
    if sure is not None and operator.holds(sure, limit):
        return Verdict.HOLDS
    if hope is not None and not operator.holds(hope, limit):
        return Verdict.FAILS
    return Verdict.UNKNOWN


def line_of(criterion: Criterion, case: Fact) -> Line | None:
    """The line for a tenant whose case is *case*; None where lines differ and the case is not known."""
    if len(criterion.lines) == 1:
        return criterion.lines[0]
    if case is None or isinstance(case, AtLeast):
        return None
    for line in criterion.lines:
        by_number = line.upto is not None and isinstance(case, Fraction) and case <= line.upto
        if by_number or case in line.codes or (line.upto is None and not line.codes):
            return line
    return None


def judge_fact(criterion: Criterion, facts: Mapping[str, Fact], specs: Mapping[str, FactSpec]) -> Judged:
    """A tenant's criterion held against its facts."""
    if not criterion.fact:
        return Judged(criterion, None, criterion.lines[0], Verdict.UNKNOWN, Why.NOT_KEPT)
    line = line_of(criterion, facts.get(criterion.case))
    value = facts.get(criterion.fact)
    number = value if isinstance(value, Fraction) else None
    if line is None:
        lacking = tuple(dict.fromkeys(unknown_parts(specs, facts, criterion.case)))
        return Judged(criterion, number, None, Verdict.UNKNOWN, Why.NOT_REPORTED, lacking)
    if line.limit is None:
        return Judged(criterion, number, line, Verdict.UNKNOWN, Why.NUMBER_MISSING)
    if (
        isinstance(value, AtLeast)
        and criterion.operator.holds(value.amount, line.limit) is criterion.operator.is_floor
    ):
        number = value.amount  # what was not reported could only add to it
    if number is None:
        lacking = tuple(dict.fromkeys(unknown_parts(specs, facts, criterion.fact)))
        return Judged(criterion, None, line, Verdict.UNKNOWN, Why.NOT_REPORTED, lacking)
    holds = criterion.operator.holds(number, line.limit)
    return Judged(criterion, number, line, Verdict.HOLDS if holds else Verdict.FAILS)
