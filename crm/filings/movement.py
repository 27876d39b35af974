"""Why a figure is another than in the same period last year: who moved it, how, and by how much, to the last unit.

A figure is the sum of its contributions, and so is a change: each tenant's share now less its share then. What was
corrected of last year's figure since it was filed stands apart, as the authority still has the figure as filed.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from crm.filings.form import Basis

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from crm.domain.measures import Measured, MeasureRequest
    from crm.domain.period import Period
    from crm.domain.quantity import Unit
    from crm.filings.built import Built, BuiltCell


class Movement(Enum):
    """How somebody moved a figure."""

    ENTERED = "entered"  # not among those counted last year
    LEFT = "left"  # no longer among them: graduated or left
    GREW = "grew"
    SHRANK = "shrank"
    FIRST_REPORTED = "first_reported"  # had not reported last year's figure
    NOT_REPORTED = "not_reported"  # has not reported this year's
    CORRECTED = "corrected"  # last year's figure was corrected after it was filed
    OWN = "own"  # records of no tenant: events, rooms, the operator's figures


@dataclass(frozen=True, slots=True)
class Mover:
    """A tenant's part of a change in smallest units; records that are nobody's stand together by ``kind`` (id 0)."""

    kind: str
    id: int
    movement: Movement
    before: int
    after: int

    @property
    def amount(self) -> int:
        """By how much it moved the figure."""
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Compared:
    """A figure now and in the same period last year, and what last year's was when it was filed (None: it was not).

    ``present`` and ``present_before`` are the tenants that are counted now, and were then.
    """

    now: Measured
    then: Measured
    filed: Measured | None = None
    present: frozenset[int] = frozenset()
    present_before: frozenset[int] = frozenset()

    @property
    def before(self) -> int | None:
        """Last year's figure as the authority has it: as filed, else as the records have it now."""
        return self.then.value if self.filed is None else self.filed.value

    @property
    def change(self) -> int | None:
        """The change in smallest units; None where either figure was not reported at all."""
        before, after = self.before, self.now.value
        return None if before is None or after is None else after - before


@dataclass(frozen=True, slots=True)
class Change:
    """The change of a figure of a filing with all who moved it: their amounts add up to the change exactly.

    ``cells`` are where the filing shows it, ``limit`` the percent beyond which it is to be explained.
    """

    subject: str
    request: MeasureRequest
    cells: tuple[BuiltCell, ...]
    before: int | None
    after: int | None
    movers: tuple[Mover, ...]
    limit: int
    was_filed: bool = False

    @property
    def cell(self) -> BuiltCell:
        """The first cell that shows the figure."""
        return self.cells[0]

    @property
    def unit(self) -> Unit | None:
        """The unit in which the filing shows it."""
        return self.cell.unit

    @property
    def change(self) -> int | None:
        """By how much it changed, in smallest units; None where it cannot be compared."""
        return None if self.before is None or self.after is None else self.after - self.before

    @property
    def is_beyond(self) -> bool:
        """Whether it is to be explained: it changed by more than the limit, or from nothing or below to something."""
        change, before = self.change, self.before
        if change is None or before is None or not change:
            return False
        return before <= 0 or abs(change) * 100 > self.limit * before


def subject_of(request: MeasureRequest, period: Period) -> str:
    """What an explanation is about, whatever the year: the indicator, over whom, of which group, whether to date.

    A figure of a part of the filing's own *period*, a month of a year, is one for itself.
    """
    to_date = ".to_date" if request.to_date else ""
    group = "".join(f".{name}={'+'.join(codes)}" for name, codes in request.within)
    part = "" if request.period == period else f".{request.period.kind.value}{request.period.index}"
    return f"{request.indicator}.{request.population.value}{group}{part}{to_date}"


def figures_compared(built: Built) -> dict[MeasureRequest, tuple[BuiltCell, ...]]:
    """The figures of the period and of the year to date that a filing shows as a whole, each once, with its cells.

    A total of rows that are not the figure's own population is left out: next year's rows are other tenants.
    """
    found: dict[MeasureRequest, tuple[BuiltCell, ...]] = {}
    for cell in built.figures_shown():
        if not cell.requests or cell.basis not in {Basis.PERIOD, Basis.YEAR_TO_DATE}:
            continue
        if cell.block and cell.basis is not Basis.PERIOD:
            continue
        request = cell.requests[0]
        found[request] = (*found.get(request, ()), cell)
    return found


def movers_of(compared: Compared) -> tuple[Mover, ...]:
    """Who moved the figure, those who moved it most first; their amounts add up to the change.

    A figure that nobody reported counts as nothing here, so that the sum holds for it too.
    """
    now, then = _shares(compared.now), _shares(compared.then)
    judge = _Judge(compared)
    movers = [
        Mover(*key, judge.movement(key[1], before=then[key], after=now[key]), then[key], now[key])
        for key in dict.fromkeys((*now, *then))
    ]
    if compared.filed is not None:
        filed = _shares(compared.filed)
        movers += [
            Mover(*key, Movement.CORRECTED, filed[key], then[key]) for key in dict.fromkeys((*filed, *then))
        ]
    moved = [mover for mover in movers if mover.amount]
    return tuple(sorted(moved, key=lambda one: (-abs(one.amount), one.movement.value, one.kind, one.id)))


def _shares(measured: Measured) -> Counter[tuple[str, int]]:
    """Each tenant's share of a figure; records of nobody together by kind."""
    shares: Counter[tuple[str, int]] = Counter()
    for share in measured.contributions:
        key = (share.kind, 0) if share.tenant_id is None else ("tenant", share.tenant_id)
        shares[key] += share.amount
    return shares


class _Judge:
    """Says how a tenant moved a figure."""

    def __init__(self, compared: Compared) -> None:
        self._present, self._present_before = compared.present, compared.present_before
        self._missing, self._missing_before = _missing(compared.now), _missing(compared.then)

    def movement(self, tenant: int, *, before: int, after: int) -> Movement:
        if not tenant:
            return Movement.OWN
        if not before:
            if tenant not in self._present_before:
                return Movement.ENTERED
            if tenant in self._missing_before:
                return Movement.FIRST_REPORTED
        if not after:
            if tenant not in self._present:
                return Movement.LEFT
            if tenant in self._missing:
                return Movement.NOT_REPORTED
        return Movement.GREW if after > before else Movement.SHRANK


def _missing(measured: Measured) -> AbstractSet[int | None]:
    """The tenants that have reported nothing of a figure."""
    return {one.tenant_id for one in measured.missing if not one.lacking}


@dataclass(frozen=True, slots=True)
class MovedGroup:
    """Those who moved a figure in one way and one direction, those who moved it most first."""

    movement: Movement
    movers: tuple[Mover, ...]

    @property
    def amount(self) -> int:
        """By how much they moved it together."""
        return sum(mover.amount for mover in self.movers)


def groups_of(movers: tuple[Mover, ...]) -> tuple[MovedGroup, ...]:
    """The movers by what they did and whether that raised the figure, the group that moved it most first."""
    groups: dict[tuple[Movement, bool], list[Mover]] = {}
    for mover in movers:
        groups.setdefault((mover.movement, mover.amount > 0), []).append(mover)
    made = [MovedGroup(movement, tuple(members)) for (movement, _), members in groups.items()]
    return tuple(sorted(made, key=lambda group: -abs(group.amount)))
