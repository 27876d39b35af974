"""Tenants against a rule set: who meets it, who misses it by one condition, whose size is which."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import TYPE_CHECKING

from crm.filings.rehearsal.facts import AtLeast
from crm.filings.rehearsal.judge import (
    Requirement,
    Verdict,
    distance,
    judge_fact,
    requirements,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from crm.filings.rehearsal.facts import Fact, FactSpec
    from crm.filings.rehearsal.judge import Judged
    from crm.filings.rehearsal.ruleset import Criterion, Line, SizeIndustry, SizeMeasure


@dataclass(frozen=True, slots=True)
class Member:
    """A tenant with the facts that are known about it."""

    id: int
    name: str
    facts: Mapping[str, Fact]


@dataclass(frozen=True, slots=True)
class TenantVerdict:
    """A tenant with every criterion judged."""

    tenant_id: int
    name: str
    judged: tuple[Judged, ...]

    @property
    def requirements(self) -> tuple[Requirement, ...]:
        """What must be met."""
        return requirements(self.judged)

    def of(self, verdict: Verdict) -> tuple[Requirement, ...]:
        """The requirements with that verdict."""
        return tuple(one for one in self.requirements if one.verdict is verdict)

    @property
    def verdict(self) -> Verdict:
        """Fails where one requirement does; holds where all do; else it cannot be said."""
        verdicts = {one.verdict for one in self.requirements}
        if Verdict.FAILS in verdicts:
            return Verdict.FAILS
        return Verdict.UNKNOWN if Verdict.UNKNOWN in verdicts else Verdict.HOLDS

    @property
    def is_one_short(self) -> bool:
        """差一点: exactly one requirement is known to fail."""
        return len(self.of(Verdict.FAILS)) == 1

    @property
    def sort_key(self) -> tuple[int, Fraction, int, str, int]:
        """Fewest conditions lacking or not known first, then the smallest lack, then what fails."""
        open_ones = [one for one in self.requirements if one.verdict is not Verdict.HOLDS]
        lack = sum((distance(one.nearest) for one in open_ones), Fraction(0))
        return len(open_ones), lack, len(self.of(Verdict.FAILS)), self.name, self.tenant_id


def judge_members(
    criteria: Sequence[Criterion], members: Sequence[Member], specs: Mapping[str, FactSpec]
) -> tuple[TenantVerdict, ...]:
    """Every member against *criteria*, the nearest first."""
    judged = (
        TenantVerdict(member.id, member.name, tuple(judge_fact(one, member.facts, specs) for one in criteria))
        for member in members
    )
    return tuple(sorted(judged, key=lambda one: one.sort_key))


class Size(Enum):
    """The size classes, the largest first."""

    LARGE = "large"
    MEDIUM = "medium"
    SMALL = "small"
    MICRO = "micro"


@dataclass(frozen=True, slots=True)
class Step:
    """A measure that keeps a tenant out of the next larger class, and how much it lacks; None where it is not known."""

    fact: str
    value: Fraction | None
    line: Line

    @property
    def lacking(self) -> Fraction | None:
        """How much is missing."""
        if self.value is None or self.line.limit is None:
            return None
        return self.line.limit - self.value


@dataclass(frozen=True, slots=True)
class Sized:
    """A tenant's size class: None where it cannot be said, with the facts that are missing.

    ``steps`` are what keeps it out of the next larger class; ``verified`` is whether all numbers used were read.
    """

    tenant_id: int
    name: str
    industry: SizeIndustry | None
    size: Size | None
    lacking: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    verified: bool = True


def size_members(industries: Sequence[SizeIndustry], members: Sequence[Member]) -> tuple[Sized, ...]:
    """The size class of every member."""
    return tuple(_size(industries, member) for member in members)


def _size(industries: Sequence[SizeIndustry], member: Member) -> Sized:
    industry = _industry(industries, member.facts.get("industry"))
    if industry is None:
        return Sized(member.id, member.name, None, None, ("industry",))
    above: tuple[Step, ...] = ()
    verified = industry.verified
    for size in (Size.LARGE, Size.MEDIUM, Size.SMALL):
        steps = tuple(_step(size, measure, member) for measure in industry.measures)
        verified = verified and all(step.line.verified for step in steps)
        short = tuple(step for step in steps if step.lacking is not None and step.lacking > 0)
        unknown = tuple(step.fact for step in steps if step.lacking is None)
        if not short and unknown:
            return Sized(member.id, member.name, industry, None, unknown, verified=verified)
        if not short:
            return Sized(member.id, member.name, industry, size, (), above, verified)
        above = tuple(step for step in steps if step in short or step.lacking is None)
    return Sized(member.id, member.name, industry, Size.MICRO, (), above, verified)


def _step(size: Size, measure: SizeMeasure, member: Member) -> Step:
    value = member.facts.get(measure.fact)
    line = {Size.LARGE: measure.large, Size.MEDIUM: measure.medium}.get(size, measure.small)
    if isinstance(value, AtLeast) and line.limit is not None and value.amount >= line.limit:
        value = value.amount
    return Step(measure.fact, value if isinstance(value, Fraction) else None, line)


def _industry(industries: Sequence[SizeIndustry], code: Fact) -> SizeIndustry | None:
    """The industry with the longest beginning of *code*; None where none has one."""
    if not isinstance(code, str):
        return None
    found = [
        (len(prefix), industry)
        for industry in industries
        for prefix in industry.prefixes
        if code.startswith(prefix)
    ]
    return max(found, key=lambda pair: pair[0])[1] if found else None
