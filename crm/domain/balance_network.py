"""The flow network behind `balance`: what one sum has too much of is handed on, figure by figure, to one that lacks it.

Nodes are sums, arcs are figures: a figure that counts in two sums joins them, one that counts in a single sum joins it
to the ground. Moving a figure by one last digit takes one from its one end and gives one to the other. So values that
keep every sum are a flow, found by shortest augmenting paths (Dinic), cheapest figures first.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from crm.domain.quantity import round_plainly

if TYPE_CHECKING:
    from collections.abc import Sequence


_MOST_ODD = 60
"""Above this many figures that do not fit a network, none of them is moved by hand."""


@dataclass(frozen=True, slots=True)
class Sum:
    """The figure *total* is the sum of the figures *parts*; all by their index."""

    total: int
    parts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Reach:
    """How far each figure may go: *fixed* ones nowhere, *hidden* ones as far as need be."""

    STEPS: ClassVar[int] = 3
    """Loosened step by step: totals stay; totals too are rounded up or down; every figure one last digit either way."""

    amounts: Sequence[int]
    quantum: int
    fixed: frozenset[int]
    hidden: frozenset[int]

    def of(self, index: int, value: int, *, loosened: int, is_top: bool) -> tuple[int, int]:
        """The lowest and highest value of a figure that now has *value*; *is_top*: a total that is part of nothing."""
        amount = self.amounts[index]
        floor, rest = divmod(amount, self.quantum)
        if index in self.fixed or not amount or (is_top and not loosened):
            return value, value
        if loosened < self.STEPS - 1:
            return floor, floor + (rest > 0)
        if index in self.hidden:
            far = abs(value) + len(self.amounts)
            return (0, far) if amount > 0 else (-far, far)
        plain = round_plainly(amount, self.quantum)
        return max(plain - 1, 0 if amount > 0 else plain - 1), min(plain + 1, 0 if amount < 0 else plain + 1)

    def cost(self, index: int, value: int, step: int, *, is_total: bool) -> tuple[int, int]:
        """What it costs to move a figure by *step*: hidden ones least, then parts by how little worse they get."""
        off = value * self.quantum - self.amounts[index]
        rank = 0 if index in self.hidden else 2 if is_total else 1
        return rank, abs(off + step * self.quantum) - abs(off)


class _Arc(NamedTuple):
    """A way out of a node: move *figure* by *step*, and the node *other* has one more."""

    figure: int
    other: int
    step: int


class Network:
    """The sums of a table as a network over *values*, which it moves; figures of the sums *without* stay."""

    def __init__(
        self, sums: Sequence[Sum], values: list[int], reach: Reach, *, without: Sequence[Sum] = ()
    ) -> None:
        self._values = values
        self._reach = reach
        self._totals = {one.total for one in sums}
        self._tops = self._totals - {part for one in sums for part in one.parts}
        held = {figure for one in without for figure in (one.total, *one.parts)}
        ends, self.odd = _joined(sums, held)
        self._ground = len(sums)
        self._sums = sums
        self._colours = _colours(sums, ends)
        self._arcs: list[list[_Arc]] = [[] for _ in range(len(sums) + 1)]
        self._bounds: dict[int, tuple[int, int]] = {}
        for figure, places in ends.items():
            self._lay(figure, places, self._colours)
        for arcs in self._arcs:
            arcs.sort(key=self._cost)
        self._count()

    def _count(self) -> None:
        """What each node has too much of; the ground balances them all."""
        values = self._values
        self._excess = [
            colour * (sum([values[part] for part in one.parts]) - values[one.total])
            for one, colour in zip(self._sums, self._colours, strict=True)
        ]
        self._excess.append(-sum(self._excess))

    @property
    def _off(self) -> int:
        return sum(map(abs, self._excess))

    def _lay(self, figure: int, places: Sequence[tuple[int, int]], colours: Sequence[int]) -> None:
        (node, sign), *rest = places
        other = rest[0][0] if rest else self._ground
        step = -sign * colours[node]
        self._arcs[node].append(_Arc(figure, other, step))
        self._arcs[other].append(_Arc(figure, node, -step))

    def _cost(self, arc: _Arc) -> tuple[int, int]:
        value = self._values[arc.figure]
        return self._reach.cost(arc.figure, value, arc.step, is_total=arc.figure in self._totals)

    def settle(self, loosened: int) -> bool:
        """Move what can be moved within the reach of *loosened*; whether all sums hold then.

        A figure that is no arc, as it counts in too many sums, is moved by hand where that brings the sums nearer.
        """
        figures = dict.fromkeys(arc.figure for arcs in self._arcs for arc in arcs)
        self._bounds = {
            figure: self._reach.of(
                figure, self._values[figure], loosened=loosened, is_top=figure in self._tops
            )
            for figure in (*figures, *self.odd)
        }
        self._flow()
        nearer = bool(self._off and len(self.odd) <= _MOST_ODD)
        while nearer:
            nearer = any(self._moves_nearer(figure, step) for figure in self.odd for step in (1, -1))
        return not self._off

    def _moves_nearer(self, figure: int, step: int) -> bool:
        low, high = self._bounds[figure]
        off, before = self._off, self._values[:]
        if not off or not low <= before[figure] + step <= high:
            return False
        self._values[figure] += step
        self._count()
        self._flow()
        if self._off < off:
            return True
        self._values[:] = before
        self._count()
        return False

    def _flow(self) -> None:
        """Hand on along shortest paths, as long as there are any, from nodes with too much to nodes that lack."""
        while True:
            levels, reached = self._levels()
            if not reached:
                return
            nexts = [0] * len(self._arcs)
            for node in range(len(self._excess)):
                while self._excess[node] > 0 and self._push(node, levels, nexts):
                    pass

    def _may(self, arc: _Arc) -> bool:
        low, high = self._bounds[arc.figure]
        return low <= self._values[arc.figure] + arc.step <= high

    def _levels(self) -> tuple[list[int], bool]:
        """How far each node is from those with too much; whether one that lacks is reached."""
        levels = [-1] * len(self._excess)
        queue = [node for node, excess in enumerate(self._excess) if excess > 0]
        for node in queue:
            levels[node] = 0
        reached = False
        for node in queue:  # grows while it is read
            if self._excess[node] < 0:
                reached = True
            elif not reached:
                for arc in self._arcs[node]:
                    if levels[arc.other] < 0 and self._may(arc):
                        levels[arc.other] = levels[node] + 1
                        queue.append(arc.other)
        return levels, reached

    def _push(self, start: int, levels: list[int], nexts: list[int]) -> bool:
        """Hand one on from *start* along a shortest path to a node that lacks; whether there is such a path."""
        path: list[_Arc] = []
        node = start
        while self._excess[node] >= 0:
            arc = self._next(node, levels, nexts)
            if arc is not None:
                path.append(arc)
                node = arc.other
            elif path:
                levels[node] = -1
                path.pop()
                node = path[-1].other if path else start
            else:
                return False
        for arc in path:
            self._values[arc.figure] += arc.step
        self._excess[start] -= 1
        self._excess[node] += 1
        return True

    def _next(self, node: int, levels: Sequence[int], nexts: list[int]) -> _Arc | None:
        arcs = self._arcs[node]
        while nexts[node] < len(arcs):
            arc = arcs[nexts[node]]
            if levels[arc.other] == levels[node] + 1 and self._may(arc):
                return arc
            nexts[node] += 1
        return None


def _joined(sums: Sequence[Sum], held: set[int]) -> tuple[dict[int, list[tuple[int, int]]], list[int]]:
    """Where each figure that is not *held* counts, as sum and sign; and the odd ones, which do not fit a network.

    Parts come before totals, so that it is a total that is odd.
    """
    places: dict[int, list[tuple[int, int]]] = {}
    for node, one in enumerate(sums):
        for part in one.parts:
            if part not in held:
                places.setdefault(part, []).append((node, 1))
    totals: dict[int, list[tuple[int, int]]] = {}
    for node, one in enumerate(sums):
        if one.total not in held:
            totals.setdefault(one.total, [*places.pop(one.total, [])]).append((node, -1))
    sides = _Sides(len(sums))
    joined: dict[int, list[tuple[int, int]]] = {}
    odd = []
    for figure, ends in (*places.items(), *reversed(totals.items())):
        if len(ends) == 1 or (len(ends) == 2 and sides.join(ends)):
            joined[figure] = ends
        else:
            odd.append(figure)
    return joined, odd


def _colours(sums: Sequence[Sum], ends: dict[int, list[tuple[int, int]]]) -> list[int]:
    """A sign for each sum so that every figure counts once with plus and once with minus."""
    sides = _Sides(len(sums))
    for places in ends.values():
        if len(places) == 2:
            sides.join(places)
    return [sides.find(node)[1] for node in range(len(sums))]


class _Sides:
    """Which sums stand on the same side and which on opposite ones (disjoint sets with a sign)."""

    def __init__(self, count: int) -> None:
        self._parents = [(node, 1) for node in range(count)]

    def find(self, node: int) -> tuple[int, int]:
        """The node's root, and its sign against the root."""
        path = []
        while self._parents[node][0] != node:
            path.append(node)
            node = self._parents[node][0]
        sign = 1
        for below in reversed(path):
            sign *= self._parents[below][1]
            self._parents[below] = (node, sign)
        return node, sign

    def join(self, places: Sequence[tuple[int, int]]) -> bool:
        """Put two sums so that a figure in both counts with opposite signs; whether that goes with what is joined."""
        (one, sign), (other, other_sign) = places
        root, side = self.find(one)
        other_root, other_side = self.find(other)
        wanted = -sign * other_sign
        if root != other_root:
            self._parents[other_root] = (root, wanted * side * other_side)
            return True
        return side * other_side == wanted


def independent(sums: Sequence[Sum]) -> list[Sum]:
    """Of *sums*, each after those its total is a part of, those that do not follow from the others.

    The deepest and shortest are kept, so that few figures count in more than two sums, which is all a network has.
    """
    depths: dict[int, int] = {}
    for one in sums:
        below = depths.setdefault(one.total, 0) + 1
        depths |= {part: max(below, depths.get(part, 0)) for part in one.parts}
    pivots: dict[int, dict[int, Fraction]] = {}
    kept = []
    for one in sorted(sums, key=lambda one: (-depths[one.total], len(one.parts))):
        row = {one.total: Fraction(-1)}
        for part in one.parts:
            row[part] = row.get(part, Fraction(0)) + 1
        row = _reduced(row, pivots)
        if row:
            pivot = next(iter(row))
            pivots[pivot] = {figure: factor / row[pivot] for figure, factor in row.items()}
            kept.append(one)
    return kept


def _reduced(row: dict[int, Fraction], pivots: dict[int, dict[int, Fraction]]) -> dict[int, Fraction]:
    """*row* less multiples of the rows kept, so that it has none of their pivots."""
    while True:
        pivot = next((figure for figure in row if figure in pivots), None)
        if pivot is None:
            return row
        factor = row[pivot]
        for figure, share in pivots[pivot].items():
            left = row.get(figure, Fraction(0)) - factor * share
            if left:
                row[figure] = left
            else:
                row.pop(figure, None)
