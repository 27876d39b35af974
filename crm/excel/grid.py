"""The filled workbook's values by address, for the formulas in it: single cells, and bands of repeated rows.

A band is not laid out cell by cell: its columns are the block's own rows, looked at when a formula asks.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Final, Protocol, TypeAlias

from crm.excel.address import LAST_COLUMN, LAST_ROW
from crm.excel.scalar import CellError, Scalar, Uncomputable, scalar_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from crm.excel.shift import PlacedFormula


class _State(Enum):
    OPEN = "open"
    UNKNOWN = "unknown"


OPEN: Final = _State.OPEN
UNKNOWN: Final = _State.UNKNOWN
Result: TypeAlias = Scalar | _State


class Pending(Exception):
    """Formulas that have to be computed before this one: each with the number of its copy."""

    def __init__(self, tasks: list[tuple[Live, int]]) -> None:
        super().__init__()
        self.tasks = tasks


class Column(Protocol):
    """One cell of the template rows through all its copies."""

    def get(self, copy: int) -> Scalar:
        """The value in a copy. Raises Pending, Uncomputable."""

    def slice(self, first: int, last: int) -> list[Scalar]:
        """The values of copies *first* to *last*, blanks too. Raises Pending, Uncomputable."""


class Live:
    """A formula and its results, one for each copy: OPEN until computed, UNKNOWN if it cannot be.

    ``kept`` is the result that the template had.
    """

    def __init__(
        self,
        formula: PlacedFormula,
        *,
        sheet: str,
        copies: int = 1,
        kept: Scalar = None,
        is_array: bool = False,
    ) -> None:
        self.formula = formula
        self.sheet = sheet
        self.kept = kept
        # An array formula means other things by the same words; that is left to Excel.
        self.results: list[Result] = [UNKNOWN if is_array else OPEN] * copies
        self.is_subtotal = any(token.text.upper() == "SUBTOTAL(" for token in formula.tokens)

    def get(self, copy: int) -> Scalar:
        """The result; raises Pending before it is known, Uncomputable where it never will be."""
        result = self.results[copy] if copy < len(self.results) else None
        if isinstance(result, _State):
            if result is OPEN:
                raise Pending([(self, copy)])
            raise Uncomputable(self.formula.text(copy))
        return result

    def known(self, copy: int) -> Scalar:
        """The result, or None where there is none."""
        result = self.results[copy]
        return None if isinstance(result, _State) else result

    def slice(self, first: int, last: int) -> list[Scalar]:
        """The results of copies *first* to *last*; raises Pending with all that are not known yet."""
        results = self.results[first : last + 1]
        if OPEN in results:
            raise Pending([(self, first + i) for i, result in enumerate(results) if result is OPEN])
        if UNKNOWN in results:
            raise Uncomputable(self.formula.text(first))
        return [result for result in results if not isinstance(result, _State)]


@dataclass(slots=True)
class GivenColumn:
    """A column that a block fills; blank below its last row. Read from the block's rows when first asked."""

    rows: Sequence[Sequence[object]]
    index: int
    epoch_1904: bool
    _values: list[Scalar] | None = None

    def get(self, copy: int) -> Scalar:
        """The value in a copy."""
        values = self._read()
        return values[copy] if copy < len(values) else None

    def slice(self, first: int, last: int) -> list[Scalar]:
        """The values of copies *first* to *last*."""
        return self._read()[first : last + 1]

    def _read(self) -> list[Scalar]:
        if self._values is None:
            index, epoch = self.index, self.epoch_1904
            self._values = [scalar_of(row[index], epoch_1904=epoch) for row in self.rows]
        return self._values


@dataclass(frozen=True, slots=True)
class ConstantColumn:
    """A cell that is the same in every copy, as long as there are records."""

    value: Scalar
    copies: int

    def get(self, copy: int) -> Scalar:
        """The value in a copy."""
        return self.value if copy < self.copies else None

    def slice(self, first: int, last: int) -> list[Scalar]:
        """The values of copies *first* to *last*."""
        return [self.value] * max(min(last + 1, self.copies) - first, 0)


@dataclass(frozen=True, slots=True)
class Band:
    """Rows from ``first`` on: ``rows`` template rows, ``count`` times; their columns by (offset, column)."""

    first: int
    rows: int
    count: int
    columns: dict[tuple[int, int], Column]

    @property
    def last(self) -> int:
        """The last row of the last copy."""
        return self.first + self.rows * self.count - 1

    def locate(self, row: int, column: int) -> tuple[Column | None, int]:
        """The column that holds a cell of the band, and the number of the copy."""
        copy, offset = divmod(row - self.first, self.rows)
        return self.columns.get((offset, column)), copy


@dataclass(slots=True)
class SheetGrid:
    """The values of one sheet of the filled workbook. ``close`` it when all is laid out."""

    name: str
    cells: dict[tuple[int, int], Scalar | Live] = field(default_factory=dict)
    bands: list[Band] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    last_row: int = 0

    def close(self) -> None:
        """Note how far the sheet reaches."""
        ends = [band.last for band in self.bands]
        self.last_row = max(max((row for row, _ in self.cells), default=0), max(ends, default=0))

    def band_at(self, row: int) -> Band | None:
        """The band that *row* belongs to."""
        return next((band for band in self.bands if band.first <= row <= band.last), None)

    def get(self, row: int, column: int) -> Scalar:
        """The value at a cell. Raises Pending, Uncomputable."""
        if self.bands and (band := self.band_at(row)):
            source, copy = band.locate(row, column)
            return None if source is None else source.get(copy)
        cell = self.cells.get((row, column))
        return cell.get(0) if isinstance(cell, Live) else cell


@dataclass(frozen=True, slots=True)
class Span:
    """A rectangle of the filled sheet that a formula looks at."""

    grid: SheetGrid
    first_row: int
    first_column: int
    last_row: int
    last_column: int

    @property
    def height(self) -> int:
        """Its rows; of whole columns only those down to the sheet's last used one."""
        last = self.grid.last_row if self.last_row == LAST_ROW else self.last_row
        return max(last - self.first_row + 1, 0)

    @property
    def width(self) -> int:
        """Its columns."""
        return self.last_column - self.first_column + 1

    def get(self, down: int, across: int) -> Scalar:
        """The value so many rows down and columns across from its first cell, even beyond its last."""
        row, column = self.first_row + down, self.first_column + across
        return self.grid.get(row, column) if column <= LAST_COLUMN else None

    def matrix(self) -> list[list[Scalar]]:
        """Every value, blanks too, row by row. Raises Pending, Uncomputable."""
        found: list[list[Scalar]] = []
        wait: list[tuple[Live, int]] = []
        for down in range(self.height):
            row: list[Scalar] = []
            for across in range(self.width):
                try:
                    row.append(self.get(down, across))
                except Pending as pending:
                    wait.extend(pending.tasks)
            found.append(row)
        if wait:
            raise Pending(wait)
        return found

    def vector(self) -> list[Scalar]:
        """The values of ``matrix``, row after row."""
        return [value for row in self.matrix() for value in row]

    def column_values(self, across: int) -> list[Scalar]:
        """The values of one column of it. Raises Pending, Uncomputable."""
        column = self.first_column + across
        return Span(self.grid, self.first_row, column, self.last_row, column).vector()

    def holds_formulas(self) -> bool:
        """Whether anything in it may change: a formula, or a row that is filled record by record."""
        return any(True for _ in self._sources())

    def values(self, *, without_subtotals: bool = False) -> list[Scalar]:
        """The values that are not blank, errors among them, in no order. Raises Pending, Uncomputable.

        All formulas that must be computed first are named at once; one by one, a column of n would take n² steps.
        """
        found: list[Scalar] = []
        wait: list[tuple[Live, int]] = []
        for source, first, last in self._sources():
            if without_subtotals and isinstance(source, Live) and source.is_subtotal:
                continue
            try:
                found.extend(source.slice(first, last))
            except Pending as pending:
                wait.extend(pending.tasks)
        if wait:
            raise Pending(wait)
        found.extend(value for value in self._constants())
        return [value for value in found if value is not None]

    def _sources(self) -> Iterable[tuple[Column, int, int]]:
        """Columns of bands and single formulas inside the rectangle, each with its first and last copy there."""
        for band in self.grid.bands:
            first, last = max(self.first_row, band.first), min(self.last_row, band.last)
            if first > last:
                continue
            for (offset, column), source in band.columns.items():
                if self.first_column <= column <= self.last_column:
                    start = -(-(first - band.first - offset) // band.rows)
                    yield source, start, (last - band.first - offset) // band.rows
        for cell in self._cells():
            if isinstance(cell, Live):
                yield cell, 0, 0

    def _constants(self) -> Iterable[Scalar]:
        return (cell for cell in self._cells() if not isinstance(cell, Live))

    def _cells(self) -> Iterable[Scalar | Live]:
        cells = self.grid.cells
        if (self.last_row - self.first_row + 1) * self.width <= len(cells):
            for row in range(self.first_row, self.last_row + 1):
                for column in range(self.first_column, self.last_column + 1):
                    yield cells.get((row, column))
            return
        for (row, column), cell in cells.items():
            if self.first_row <= row <= self.last_row and self.first_column <= column <= self.last_column:
                yield cell


def first_error(values: Iterable[Scalar]) -> CellError | None:
    """The first error among *values*."""
    return next((value for value in values if isinstance(value, CellError)), None)
