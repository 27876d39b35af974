"""Rounds a form as a whole, so that what adds up in the records adds up on paper: in rows, columns and across sheets.

First the single figures, which are the cells and the totals of blocks; a cell and a total of one figure are one. Then
the rows of each block, to totals that stand by then. Which figures add up is data: blocks with a total, ``adds_up`` and
``part_of`` of the form, and checks that say total = sum of parts. A sum that does not hold exactly is no matter of
rounding and is left to the checks; what a total holds besides its listed parts is rounded along, unseen.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

from crm.domain.balance import Sum, balance
from crm.domain.quantity import from_last_digits, in_last_digits, last_digit
from crm.filings.balancing_block import BlockRounding, Figure, Hidden, grain_of
from crm.filings.built import Unbalanced, placed_row

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from crm.domain.quantity import Unit
    from crm.domain.wording import Words
    from crm.filings.balancing_block import Grain
    from crm.filings.built import Built, BuiltBlock, BuiltCell, BuiltColumn
    from crm.filings.form import Form, SumSpec

Node: TypeAlias = "Figure | Hidden"
"""A single figure, or what one holds besides its listed parts."""


@dataclass(frozen=True, slots=True)
class Rounded:
    """The cells and blocks of a form, balanced, and the totals that could not be."""

    singles: tuple[BuiltCell, ...]
    blocks: tuple[BuiltBlock, ...]
    unbalanced: tuple[Unbalanced, ...]


def filed_figures(filings: Iterable[Built]) -> dict[Figure, Decimal]:
    """What frozen *filings* show of single figures and of totals; where two differ, what the later one shows."""
    shown: dict[Figure, Decimal] = {}
    for built in filings:
        for cell in built.figures_shown():
            found = _figure_of_cell(cell)
            if found and isinstance(cell.value, Decimal | int):
                shown[found[0]] = Decimal(cell.value)
    return shown


def balance_form(
    form: Form,
    singles: Sequence[BuiltCell],
    blocks: Sequence[BuiltBlock],
    *,
    filed: Mapping[Figure, Decimal],
) -> Rounded:
    """The plainly rounded *singles* and *blocks* of *form*, balanced; what is *filed* elsewhere already stays."""
    rounding = [
        BlockRounding(spec, block, form.sums) for spec, block in zip(form.blocks, blocks, strict=True)
    ]
    table = _Singles(form, singles, zip(blocks, rounding, strict=True))
    values = table.solve(filed)
    unbalanced = [*table.broken(values, blocks)]
    finished = []
    for block, one in zip(blocks, rounding, strict=True):
        targets = {index: values[column.figure] for index, column in one.totals() if column.figure in values}
        rests = {
            number: values[block.id, number]
            for number in range(len(one.sums))
            if (block.id, number) in values
        }
        done, broken = one.settle(
            targets,
            rests,
            first_row=placed_row(blocks, sheet=block.sheet, row=block.row),
            total_row=placed_row(blocks, sheet=block.sheet, row=block.total_row),
        )
        finished.append(done)
        unbalanced += broken
    cells = tuple(_nudged(cell, values) for cell in singles)
    return Rounded(cells, tuple(finished), tuple(unbalanced))


def _figure_of_cell(cell: BuiltCell) -> tuple[Figure, Unit, int] | None:
    """The figure of a cell that shows one amount, its unit and amount; None for others."""
    if cell.amount is None or cell.unit is None or len(cell.requests) != 1:
        return None
    return (cell.requests[0], grain_of(cell.unit)), cell.unit, cell.amount


def _nudged(cell: BuiltCell, values: Mapping[Node, int]) -> BuiltCell:
    found = _figure_of_cell(cell)
    if found is None or found[0] not in values:
        return cell
    figure, unit, amount = found
    off = values[figure] - in_last_digits(amount, unit)
    if not off:
        return cell
    nudge = Decimal(off).scaleb(-unit.places)
    return replace(cell, value=from_last_digits(values[figure], unit), nudge=nudge)


class _Singles:
    """The single figures of a form, by what they are and not by where they stand, and the sums among them."""

    def __init__(
        self,
        form: Form,
        singles: Sequence[BuiltCell],
        blocks: Iterable[tuple[BuiltBlock, BlockRounding]],
    ) -> None:
        self._amounts: dict[Node, int] = {}
        self._units: dict[Node, Unit] = {}
        self._fixed: set[Node] = set()
        self._sums: list[tuple[Node, ...]] = []
        self._hidden: set[Node] = set()
        self._cells: dict[Node, BuiltCell] = {}
        names: dict[str, Node] = {}
        for spec, cell in zip(form.cells, singles, strict=True):
            found = _figure_of_cell(cell)
            if found and last_digit(found[1]) > 1:
                figure = found[0]
                self._add(*found)
                self._cells.setdefault(figure, cell)
                names.setdefault(spec.name, figure)
                if spec.fixed:
                    self._fixed.add(figure)
        self._totals: dict[Node, tuple[BuiltBlock, BuiltColumn]] = {}
        for block, rounding in blocks:
            self._add_block(block, rounding, names)
        for one in form.sums:
            if not one.block:
                self._add_sum(one, names)

    def _add(self, node: Node, unit: Unit, amount: int) -> None:
        self._amounts[node] = amount
        self._units[node] = unit

    def _add_block(self, block: BuiltBlock, rounding: BlockRounding, names: dict[str, Node]) -> None:
        """The totals of a block's columns, and the sums of its rows for its totals."""
        totals: dict[int, Node] = {}
        for index, figures in rounding.totals():
            column = block.columns[index]
            if column.has_total or figures.figure in self._cells:
                totals[index] = figures.figure
                names[f"{block.id}.{column.id}"] = figures.figure
                self._add(figures.figure, figures.unit, sum(figures.amounts))
                self._totals.setdefault(figures.figure, (block, column))
        for number, one in enumerate(rounding.sums):
            if not all(index in totals for index in (one.total, *one.parts)):
                continue
            nodes = [totals[index] for index in (one.total, *one.parts)]
            if one.rest:
                rest: Hidden = (block.id, number)
                self._add(rest, self._units[nodes[0]], sum(one.rest))
                self._hidden.add(rest)
                nodes.append(rest)
            self._sums.append(tuple(nodes))

    def _add_sum(self, one: SumSpec, names: Mapping[str, Node]) -> None:
        """A declared sum of single figures, where all are shown alike and it holds exactly."""
        total = names.get(one.total)
        parts = [names[name] for name in one.parts if name in names]
        if total is None or len({grain_of(self._units[node]) for node in (total, *parts)}) > 1:
            return
        rest = self._amounts[total] - sum(self._amounts[part] for part in parts)
        if rest < 0 or (rest and one.complete):
            return
        nodes = [total, *parts]
        if rest:
            hidden: Hidden = (f"{one.total} {one.parts}", 0)
            self._add(hidden, self._units[total], rest)
            self._hidden.add(hidden)
            nodes.append(hidden)
        self._sums.append(tuple(nodes))

    def solve(self, filed: Mapping[Figure, Decimal]) -> dict[Node, int]:
        """Every figure in last digits of its unit, balanced."""
        by_grain: dict[Grain, list[Node]] = {}
        for node, unit in self._units.items():
            by_grain.setdefault(grain_of(unit), []).append(node)
        values: dict[Node, int] = {}
        for nodes in by_grain.values():
            values |= self._solved(nodes, filed)
        return values

    def _solved(self, nodes: Sequence[Node], filed: Mapping[Figure, Decimal]) -> dict[Node, int]:
        places = {node: index for index, node in enumerate(nodes)}
        unit = self._units[nodes[0]]
        fixed: dict[int, int] = {}
        for node, index in places.items():
            plain = in_last_digits(self._amounts[node], unit)
            stands = int(filed[node].scaleb(unit.places)) if node in filed else None  # type: ignore[index]
            if stands is not None and abs(stands - plain) <= 1:
                fixed[index] = stands
            elif node in self._fixed:
                fixed[index] = plain
        sums = [
            Sum(places[total], tuple(places[part] for part in parts))
            for total, *parts in self._sums
            if total in places
        ]
        hidden = [places[node] for node in nodes if node in self._hidden]
        amounts = [self._amounts[node] for node in nodes]
        done = balance(amounts, last_digit(unit), sums, fixed=fixed, hidden=hidden)
        return dict(zip(nodes, done.values, strict=True))

    def broken(self, values: Mapping[Node, int], blocks: Sequence[BuiltBlock]) -> Iterable[Unbalanced]:
        """The sums that do not hold, at their total."""
        for total, *parts in self._sums:
            came_to = sum(values[part] for part in parts)
            if came_to != values[total]:
                sheet, address, label = self._place(total, blocks)
                unit = self._units[total]
                shown = from_last_digits(values[total], unit), from_last_digits(came_to, unit)
                yield Unbalanced(sheet, address, label, *shown)

    def _place(self, node: Node, blocks: Sequence[BuiltBlock]) -> tuple[str, str, Words]:
        if node in self._cells:
            cell = self._cells[node]
            return cell.sheet, cell.address, cell.label
        block, column = self._totals[node]
        row = placed_row(blocks, sheet=block.sheet, row=block.total_row)
        return block.sheet, f"{column.letter}{row}", column.label
