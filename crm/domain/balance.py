"""Rounding that adds up (舍位平衡): whole tables rounded so that parts still come to their totals, in every direction.

Everything is integers: exact amounts in smallest units, rounded values in last digits of the unit shown. A table is
its figures and the sums among them; a figure may be a part of one sum and the total of another, so sums nest and cross.

Totals come first: each is rounded plainly, and its parts are nudged to it by largest remainder, which is exact for
figures that hang together as a tree. Where sums cross (rows and columns of a table), what is left over is moved along
paths of a flow network, from sums that are too large to those that are too small. The network finds a solution wherever
one exists with each figure rounded up or down (Cox 1987: tables whose sums make a network always have one).
"""

from __future__ import annotations

from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING

from crm.domain.balance_network import Network, Reach, Sum, independent
from crm.domain.quantity import round_all_plainly

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence


__all__ = ["Balanced", "Sum", "balance"]

_MANY = 200
"""Up to so many sums are looked at as a whole; of more, first so many, and no superfluous ones are looked for."""


@dataclass(frozen=True, slots=True)
class Balanced:
    """Rounded values in last digits, and the sums (by index) that no values within one last digit can keep."""

    values: list[int]
    broken: tuple[int, ...]


def balance(
    amounts: Sequence[int],
    quantum: int,
    sums: Sequence[Sum],
    *,
    fixed: Mapping[int, int],
    hidden: Collection[int] = (),
) -> Balanced:
    """*amounts* rounded to last digits so that all *sums*, which hold exactly, hold for the rounded values too.

    Each value is its amount rounded up or down; only where *fixed* values leave no such choice may it be one last digit
    off its plain rounding on the other side. Zero stays zero, no value changes its sign, a fixed one never moves.
    *hidden* figures are not shown (what a total holds besides its listed parts): they give way first.
    """
    values = round_all_plainly(amounts, quantum)
    for index, value in fixed.items():
        values[index] = value
    ordered = _top_down(sums)
    decided = set(fixed)
    for one in ordered:
        _apportion(one, amounts, quantum, values=values, decided=decided)
    if any(_excess(one, values) for one in sums):
        _repair(ordered, values, Reach(amounts, quantum, frozenset(fixed), frozenset(hidden)))
    return Balanced(values, tuple(index for index, one in enumerate(sums) if _excess(one, values)))


def _excess(one: Sum, values: Sequence[int]) -> int:
    return sum([values[part] for part in one.parts]) - values[one.total]


def _top_down(sums: Sequence[Sum]) -> list[Sum]:
    """The sums so ordered that each comes after those its total is a part of; of several the shortest comes first.

    So the rows of a long table come before its columns, and few long sums are left to repair, not many short ones. What
    runs in a circle comes last.
    """
    waiting: dict[int, int] = {}
    by_total: dict[int, list[int]] = {}
    for index, one in enumerate(sums):
        by_total.setdefault(one.total, []).append(index)
        for part in one.parts:
            waiting[part] = waiting.get(part, 0) + 1
    ready = [(len(one.parts), index) for index, one in enumerate(sums) if one.total not in waiting]
    heapify(ready)
    ordered: list[Sum] = []
    while ready:
        one = sums[heappop(ready)[1]]
        ordered.append(one)
        for part in one.parts:
            waiting[part] -= 1
            if not waiting[part]:
                for index in by_total.get(part, ()):
                    heappush(ready, (len(sums[index].parts), index))
    return ordered + [one for one in sums if waiting.get(one.total)]


def _apportion(
    one: Sum, amounts: Sequence[int], quantum: int, *, values: list[int], decided: set[int]
) -> None:
    """Nudge the undecided parts of a sum to its total: those rounded furthest the wrong way first, ties in order."""
    excess = _excess(one, values)
    free = [part for part in one.parts if part not in decided]
    decided.update(free)
    decided.add(one.total)
    if excess > 0:
        losses = [(amounts[part] - values[part] * quantum, part) for part in free]
    elif excess < 0:
        losses = [(values[part] * quantum - amounts[part], part) for part in free]
    else:
        return
    wrong = sorted([(loss, place) for place, (loss, _) in enumerate(losses) if loss < 0])
    for _, place in wrong[: abs(excess)]:
        values[free[place]] -= 1 if excess > 0 else -1


def _repair(ordered: Sequence[Sum], values: list[int], reach: Reach) -> None:
    """Move what is left over along the network of the sums that hang together with a sum that does not hold.

    Of a long table a part of the rows mostly does.
    """
    touched = _hanging_together(ordered, values)
    if len(touched) > _MANY:
        touched.sort(key=lambda one: not _excess(one, values))
        for many in (_MANY, 4 * _MANY):
            if Network(touched[:many], values, reach, without=touched[many:]).settle(0):
                return
    network = Network(touched, values, reach)
    if network.odd and len(touched) <= _MANY:
        network = Network(independent(touched), values, reach)
    for loosened in range(reach.STEPS):
        if network.settle(loosened):
            return


def _hanging_together(sums: Sequence[Sum], values: Sequence[int]) -> list[Sum]:
    """The sums that share figures, over any number of others, with one that does not hold."""
    by_figure: dict[int, list[int]] = {}
    for index, one in enumerate(sums):
        for figure in (one.total, *one.parts):
            by_figure.setdefault(figure, []).append(index)
    reached = [index for index, one in enumerate(sums) if _excess(one, values)]
    seen = set(reached)
    for index in reached:  # grows while it is read
        for figure in (sums[index].total, *sums[index].parts):
            for other in by_figure.pop(figure, ()):
                if other not in seen:
                    seen.add(other)
                    reached.append(other)
    return [sums[index] for index in sorted(seen)]
