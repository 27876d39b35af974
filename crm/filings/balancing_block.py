"""The rows of one block, rounded so that they come to the block's totals and, row by row, to their own sums."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from crm.domain.balance import Sum, balance
from crm.domain.quantity import from_last_digits, in_last_digits, last_digit, round_all_plainly
from crm.domain.wording import Words
from crm.filings.built import Unbalanced
from crm.filings.form import Rounding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from crm.domain.measures import MeasureRequest
    from crm.domain.quantity import Unit
    from crm.filings.built import BuiltBlock, BuiltColumn
    from crm.filings.form import BlockSpec, SumSpec

Grain: TypeAlias = tuple[int, int]
"""What a last digit is: the unit's size and places. Only figures of one grain can add up on paper."""
Figure: TypeAlias = "tuple[MeasureRequest, Grain]"
"""A figure wherever it is shown: one question, rounded one way."""
Hidden: TypeAlias = tuple[str, int]
"""What a total of a block holds besides its listed parts: the block, and the number of the sum."""


def grain_of(unit: Unit) -> Grain:
    """What a last digit of *unit* is."""
    return unit.size, unit.places


@dataclass(frozen=True, slots=True)
class RowSum:
    """A sum within each row, by columns; ``rest`` is what the total holds besides, row by row, empty for nothing."""

    total: int
    parts: tuple[int, ...]
    rest: tuple[int, ...]


class Figures(NamedTuple):
    """A column of figures: what its total is, its unit and last digit, its exact amounts with 0 for blanks."""

    figure: Figure
    unit: Unit
    quantum: int
    amounts: tuple[int, ...]

    @classmethod
    def of(cls, column: BuiltColumn) -> Figures | None:
        """The figures of a column that is shown; None for other columns."""
        if not column.letter or column.request is None or column.unit is None:
            return None
        amounts = tuple([amount or 0 for amount in column.amounts])
        return cls((column.request, grain_of(column.unit)), column.unit, last_digit(column.unit), amounts)

    def rounded(self) -> list[int]:
        """Each amount in last digits, rounded for itself."""
        if self.quantum > 1:
            return round_all_plainly(self.amounts, self.quantum)
        return [in_last_digits(amount, self.unit) for amount in self.amounts]


class BlockRounding:
    """How the figures of a block are rounded: which columns have a total to come to, which sums hold in its rows."""

    def __init__(self, spec: BlockSpec, block: BuiltBlock, sums: Iterable[SumSpec]) -> None:
        self._block = block
        figures = {index: Figures.of(column) for index, column in enumerate(block.columns)}
        self.columns = {index: column for index, column in figures.items() if column}
        self.held = frozenset(index for index, column in enumerate(spec.columns) if column.fixed)
        self._is_balanced = spec.rounding is Rounding.BALANCED
        self.sums = tuple(self._row_sums(one for one in sums if one.block == block.id))

    def _row_sums(self, sums: Iterable[SumSpec]) -> Iterator[RowSum]:
        places = {column.id: index for index, column in enumerate(self._block.columns)}
        for one in sums:
            total, *parts = (places[name] for name in (one.total, *one.parts))
            columns = [self.columns.get(index) for index in (total, *parts)]
            figures = [column for column in columns if column and column.quantum > 1]
            if len(figures) < len(columns) or len({grain_of(column.unit) for column in figures}) > 1:
                continue
            rows = zip(*(column.amounts for column in figures), strict=True)
            rest = tuple(row[0] - sum(row[1:]) for row in rows)
            yield RowSum(total, tuple(parts), rest if any(rest) else ())

    def totals(self) -> Iterator[tuple[int, Figures]]:
        """The columns whose rows may be nudged to a total."""
        for index, column in self.columns.items():
            amounts = self._block.columns[index].amounts
            reported = any(amount is not None for amount in amounts) or not amounts
            if self._is_balanced and column.quantum > 1 and index not in self.held and reported:
                yield index, column

    def settle(
        self, targets: Mapping[int, int], rests: Mapping[int, int], *, first_row: int, total_row: int
    ) -> tuple[BuiltBlock, list[Unbalanced]]:
        """The block with its rows rounded to *targets*, the totals of columns in last digits.

        *rests* are the totals of what sums hold besides, by the number of the sum.
        """
        units = {self._block.columns[index].id: column.unit for index, column in self.columns.items()}
        sheet = _Sheet(self._block, first_row, total_row, units)
        plain = {index: column.rounded() for index, column in self.columns.items()}
        counts = dict(plain)
        unbalanced: list[Unbalanced] = []
        for group in self._groups(targets):
            values, broken = _Group(group, self, targets, rests).solve(plain)
            counts |= values
            unbalanced += [sheet.broken_row(one, row, counts) for one, row in broken]
        columns = list(self._block.columns)
        for index, column in self.columns.items():
            came_to = sum(counts[index])
            target = targets.get(index, came_to)
            if target != came_to:
                unbalanced.append(sheet.broken_total(columns[index], target, came_to))
            shown = _shown(columns[index], column, counts[index], plain[index])
            # A total that follows from rows rounded for themselves was not balanced: it is what they show.
            columns[index] = shown if index in targets else replace(shown, total_nudge=None)
        return replace(self._block, columns=tuple(columns)), unbalanced

    def _groups(self, targets: Mapping[int, int]) -> list[set[int]]:
        """The columns that hang together by sums in the rows, and those that only have a total to come to."""
        groups = [{index} for index in targets]
        for one in self.sums:
            members = {one.total, *one.parts}
            joined = [group for group in groups if group & members]
            groups = [group for group in groups if not group & members]
            groups.append(members.union(*joined))
        return groups


class _Group:
    """Columns that hang together, as one table to balance: rows by columns, with what sums hold besides as columns."""

    def __init__(
        self, columns: set[int], block: BlockRounding, targets: Mapping[int, int], rests: Mapping[int, int]
    ) -> None:
        self._block = block
        self._columns = sorted(columns)
        self._height = len(block.columns[self._columns[0]].amounts)
        self._sums = [(number, one) for number, one in enumerate(block.sums) if one.total in columns]
        self._targets, self._rests = targets, rests
        self._amounts = [amount for index in self._columns for amount in block.columns[index].amounts]
        self._hidden: dict[int, int] = {}
        for number, one in self._sums:
            if one.rest:
                self._hidden[number] = len(self._amounts)
                self._amounts += one.rest
        self._shown = len(self._columns) * self._height

    def solve(self, counts: Mapping[int, list[int]]) -> tuple[dict[int, list[int]], list[tuple[RowSum, int]]]:
        """The values of the columns in last digits, and the sums of rows that do not hold, with their row."""
        height = self._height
        sums, of_rows = self._of_rows()
        hidden = range(self._shown, len(self._amounts))
        fixed = {
            self._at(index) + row: counts[index][row]
            for index in self._columns
            if index in self._block.held
            for row in range(height)
        }
        for target, start in self._of_columns():
            fixed[len(self._amounts)] = target
            sums.append(Sum(len(self._amounts), tuple(range(start, start + height))))
            self._amounts.append(sum(self._amounts[start : start + height]))
        quantum = self._block.columns[self._columns[0]].quantum
        done = balance(self._amounts, quantum, sums, fixed=fixed, hidden=hidden)
        values = {index: done.values[self._at(index) : self._at(index) + height] for index in self._columns}
        return values, [of_rows[one] for one in done.broken if one < len(of_rows)]

    def _at(self, index: int) -> int:
        return self._columns.index(index) * self._height

    def _of_rows(self) -> tuple[list[Sum], list[tuple[RowSum, int]]]:
        sums, of_rows = [], []
        for number, one in self._sums:
            starts = [self._at(part) for part in one.parts]
            starts += [self._hidden[number]] if number in self._hidden else []
            total = self._at(one.total)
            for row in range(self._height):
                sums.append(Sum(total + row, tuple([start + row for start in starts])))
                of_rows.append((one, row))
        return sums, of_rows

    def _of_columns(self) -> list[tuple[int, int]]:
        """The targets of the columns and where each begins, but for those that follow from the others.

        A figure that is a part and a total within its row would count in three sums, and two are all a network has.
        """
        parts = {part for _, one in self._sums for part in one.parts}
        follows = {one.total for number, one in self._sums if one.total in parts and self._ends(number, one)}
        wanted = [
            (self._targets[index], self._at(index))
            for index in sorted(self._columns, key=parts.__contains__)
            if index in self._targets and index not in follows
        ]
        return wanted + [
            (self._rests[number], start) for number, start in self._hidden.items() if number in self._rests
        ]

    def _ends(self, number: int, one: RowSum) -> bool:
        """Whether all columns of a sum have a total to come to."""
        known = all(index in self._targets for index in (one.total, *one.parts))
        return known and (not one.rest or number in self._rests)


class _Sheet(NamedTuple):
    """Where the rows of a block stand in the finished sheet."""

    block: BuiltBlock
    first_row: int
    total_row: int
    units: Mapping[str, Unit]

    def broken_row(self, one: RowSum, row: int, counts: Mapping[int, Sequence[int]]) -> Unbalanced:
        """A sum of a row that does not hold: at its total."""
        column = self.block.columns[one.total]
        name = self.block.names[row]
        label = Words(f"{name} · {column.label.zh}", f"{name} · {column.label.en}")
        parts = sum(counts[part][row] for part in one.parts)
        return self._at(column, self.first_row + row, label, counts[one.total][row], parts)

    def broken_total(self, column: BuiltColumn, total: int, parts: int) -> Unbalanced:
        """A column that does not come to its total."""
        row = self.total_row if column.has_total else self.first_row
        return self._at(column, row, column.label, total, parts)

    def _at(self, column: BuiltColumn, row: int, label: Words, total: int, parts: int) -> Unbalanced:
        unit = self.units[column.id]
        shown = from_last_digits(total, unit), from_last_digits(parts, unit)
        return Unbalanced(self.block.sheet, f"{column.letter}{row}", label, *shown)


def _shown(column: BuiltColumn, figures: Figures, counts: Sequence[int], plain: Sequence[int]) -> BuiltColumn:
    """The column with its values, which were *plain*, in last digits; its nudges and its total."""
    unit = figures.unit
    values, nudges = list(column.values), {}
    if counts != plain:
        for index, (count, before) in enumerate(zip(counts, plain, strict=True)):
            if count != before:
                values[index] = from_last_digits(count, unit)
                nudges[index] = Decimal(count - before).scaleb(-unit.places)
    column = replace(column, values=tuple(values), nudges=nudges)
    reported = any(amount is not None for amount in column.amounts) or not column.amounts
    if not column.has_total or not reported:
        return column
    total = sum(counts)
    off = total - in_last_digits(sum(figures.amounts), unit)
    nudge = Decimal(off).scaleb(-unit.places) if off else None
    return replace(column, total=from_last_digits(total, unit), total_nudge=nudge)
