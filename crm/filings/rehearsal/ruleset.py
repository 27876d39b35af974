"""Rule sets as dated data: what an authority asks, in which document, and how sure each number is."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from fractions import Fraction

    from crm.domain.measures import Population
    from crm.domain.quantity import Unit
    from crm.domain.wording import Words


class Subject(Enum):
    """Whom a rule set judges: the incubator as a whole, each tenant, or each tenant's size class."""

    INCUBATOR = "incubator"
    TENANT = "tenant"
    SIZE = "size"


class SourceKind(Enum):
    """Where a number was read."""

    AUTHORITY = "authority"
    REPUBLICATION = "republication"
    CODE = "published_code"
    MEMORY = "memory"
    OWN = "own"


class Operator(Enum):
    """How a value must lie to its line."""

    AT_LEAST = ">="
    ABOVE = ">"
    AT_MOST = "<="
    BELOW = "<"

    @property
    def is_floor(self) -> bool:
        """Whether more is better."""
        return self not in {Operator.AT_MOST, Operator.BELOW}

    def holds(self, value: Fraction, line: Fraction) -> bool:
        """Whether *value* is on the right side of *line*."""
        if value == line:
            return self in {Operator.AT_LEAST, Operator.AT_MOST}
        return (value > line) is self.is_floor


@dataclass(frozen=True, slots=True)
class Source:
    """Where a number comes from: its address (empty where there is none) and the kind of text."""

    address: str
    kind: SourceKind


@dataclass(frozen=True, slots=True)
class Edit:
    """What the user's own file changed: the number that was shipped, and by whom and when as far as it says."""

    shipped: Fraction | None
    by: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """The number of a criterion in its unit: None where nobody has read it. ``verified`` false shows as 待核实.

    It holds for the tenants whose case is among ``codes`` or at most ``upto``; for all others where both are empty.
    ``rule`` names the limit that the number is taken from.
    """

    limit: Fraction | None
    verified: bool
    codes: tuple[str, ...] = ()
    upto: Fraction | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Criterion:
    """One condition of a rule set.

    Of a tenant ``fact`` is held against the line (the line of ``case``, another fact, where there are several). Of the
    incubator the figures of ``value`` are added up, divided by those of ``of`` and multiplied by ``per``. Of the
    criteria of one ``group`` one is enough. A criterion with neither fact nor figure is one this program cannot know.
    ``unit`` None is a yes or no.
    """

    code: str
    name: Words
    operator: Operator
    unit: Unit | None
    lines: tuple[Line, ...]
    source: Source
    group: str = ""
    fact: str = ""
    case: str = ""
    value: tuple[str, ...] = ()
    of: tuple[str, ...] = ()
    per: int = 1
    note: Words | None = None
    edit: Edit | None = None

    @property
    def is_kept(self) -> bool:
        """Whether this program keeps what the criterion asks."""
        return bool(self.fact or self.value)

    @property
    def verified(self) -> bool:
        """Whether every number of it was read in its source."""
        return all(line.verified for line in self.lines)


@dataclass(frozen=True, slots=True)
class FigureSpec:
    """A figure of a rule set: an indicator over a population, or the tenants of a population that meet ``where``.

    ``in_year`` takes the last full year and not the period; ``any_of`` says that one of ``where`` is enough;
    ``largest`` counts the tenants in the largest group of a fact. ``gains`` names the figure whose shares move in when
    their tenants graduate. ``candidates`` are those who could be counted, if they met the rule set ``lacking``.
    """

    name: str
    population: Population
    unit: Unit
    indicator: str = ""
    in_year: bool = False
    where: tuple[Criterion, ...] = ()
    any_of: bool = False
    largest: str = ""
    months_open: bool = False
    gains: str = ""
    candidates: Population | None = None
    lacking: str = ""


@dataclass(frozen=True, slots=True)
class SizeMeasure:
    """The lower limits of one measure (a fact) for large, medium and small; None where it is not asked."""

    fact: str
    unit: Unit
    large: Line
    medium: Line
    small: Line


@dataclass(frozen=True, slots=True)
class SizeIndustry:
    """An industry of the size classification: the beginnings of its GB/T 4754 codes, and its measures.

    ``source`` is where the user read the limits, ``edit`` says that they are the user's own.
    """

    code: str
    name: Words
    prefixes: tuple[str, ...]
    measures: tuple[SizeMeasure, ...]
    verified: bool
    source: str = ""
    edit: Edit | None = None


@dataclass(frozen=True, slots=True)
class RuleSet:
    """A rule set as it holds from a day to a day (both included; None: not known to have ended).

    ``needs_update`` says that its numbers are known to be out of date or unknown; ``stay`` and ``graduation`` name the
    rule sets that say who must leave the incubating count.
    """

    code: str
    edition: str
    name: Words
    document: Words
    subject: Subject
    since: date
    until: date | None
    dates_verified: bool
    checked_on: date
    source: Source
    criteria: tuple[Criterion, ...]
    population: Population
    figures: Mapping[str, FigureSpec] = field(default_factory=dict)
    industries: tuple[SizeIndustry, ...] = ()
    stay: str = ""
    graduation: str = ""
    needs_update: bool = False
    note: Words | None = None

    def holds_on(self, day: date) -> bool:
        """Whether it is the rule of *day*."""
        return self.since <= day and (self.until is None or day <= self.until)
