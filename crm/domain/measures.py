"""What is asked of the figure engine and what it answers: contributions whose sum is the figure."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from crm.domain.indicators import Counted

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from crm.domain.period import Period


Within: TypeAlias = "tuple[tuple[str, tuple[str, ...]], ...]"
"""What narrows a figure to a group: dimensions with the codes allowed; an empty code stands for records without one."""
SIZE = "size"
"""The grouping that no column holds: what the classification in force makes of other figures."""


class Population(Enum):
    """Over whom a figure is taken; all but ``ANYBODY`` are states or events of the stage history."""

    ANYBODY = "anybody"
    INTRODUCED = "introduced"  # moved in on or before the date, whatever came later
    RESIDENT = "resident"  # in the house on the date: resident, incubating or accelerating
    INCUBATING = "incubating"  # incubating or accelerating on the date
    GRADUATED = "graduated"  # graduated on or before the date
    INCUBATING_OR_GRADUATED = "incubating_or_graduated"
    ENTERED = "entered"  # moved in during the period
    LEFT = "left"  # graduated or left during the period


@dataclass(frozen=True, slots=True)
class MeasureRequest:
    """One question: an indicator, a period (or the year to its end), over a population on a date.

    ``as_of`` is the day on which the population is taken; None means the period's last day. ``within`` narrows the
    records behind the figure to a group, such as one field of technology.
    """

    indicator: str
    period: Period
    to_date: bool = False
    population: Population = Population.ANYBODY
    as_of: date | None = None
    within: Within = ()

    @property
    def population_date(self) -> date:
        """The day on which the population is taken."""
        return self.as_of or self.period.end

    def covers(self, period: Period) -> bool:
        """Whether *period* lies in what is asked about."""
        start = self.period.year_period.start if self.to_date else self.period.start
        return start <= period.start and period.end <= self.period.end


class Contribution(NamedTuple):
    """One record's share of a figure, in smallest units; ``kind`` and ``id`` lead back to the record."""

    kind: str
    id: int
    label: str
    amount: int
    tenant_id: int | None = None


class NotReported(NamedTuple):
    """A record of the population without the figure: blank is not zero.

    ``lacking`` names the parts of the period that are not reported where others are: such a record contributes, and
    its figure is incomplete.
    """

    kind: str
    id: int
    label: str
    lacking: tuple[str, ...] = ()
    tenant_id: int | None = None


@dataclass(frozen=True, slots=True)
class Measured:
    """A figure with its reasons: ``value`` is None where nothing was reported at all."""

    request: MeasureRequest
    contributions: tuple[Contribution, ...]
    missing: tuple[NotReported, ...] = ()

    @property
    def value(self) -> int | None:
        """The sum of the contributions in smallest units; a count of none is 0, an unreported figure is None."""
        if not self.contributions and self.missing:
            return None
        return sum(contribution.amount for contribution in self.contributions)


@dataclass(frozen=True, slots=True)
class RosterRow:
    """A tenant of a population as it was on a date: field code → value (dates are ``date``, amounts smallest units)."""

    tenant_id: int
    fields: Mapping[str, str | int | bool | date | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RecordsRequest:
    """Which records stand in a list: those of a kind that count for a period, of the tenants of a population.

    ``to_date`` asks for those of the year to the period's end; ``amount`` is an indicator's and may decide the day
    (applications are dated otherwise than grants); ``filters`` are dimensions with the codes allowed.
    """

    records: str
    period: Period
    counted: Counted = Counted.IN_PERIOD
    to_date: bool = False
    population: Population = Population.ANYBODY
    amount: str = "one"
    filters: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class RecordRow:
    """A record of such a list: ``kind`` and ``id`` as its contributions have them, and its fields."""

    kind: str
    id: int
    label: str
    tenant_id: int | None
    fields: Mapping[str, str | int | bool | date | None] = field(default_factory=dict)
