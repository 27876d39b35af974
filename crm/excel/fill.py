"""What to put into a template, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from crm.excel.address import address_of, parse_address

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm.excel.cellxml import Value
    from crm.excel.grid import Live
    from crm.excel.scalar import Scalar
    from crm.excel.shift import Moves


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A loop: the template rows from ``first_row`` on, repeated once for each of ``rows``.

    ``columns`` are the letters of the columns filled, in the order of the values. Where a record takes several template
    rows, a column of the second is written ``C:2``, of the third ``C:3``. ``rows`` are looked through twice at most and
    may be made while they are read. Whole rows are inserted; blocks that begin in the same row stand side by side and
    share them: each then owns the columns from ``first_column`` to ``last_column`` (by default those it fills), and is
    blank there below its last record. A block alone in its rows owns all columns.
    """

    sheet: str
    first_row: int
    columns: tuple[str, ...]
    rows: Sequence[Sequence[Value]]
    template_rows: int = 1
    first_column: str | None = None
    last_column: str | None = None


_MADE_AT = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fill:
    """Values for single cells, by sheet and address in the template, and blocks of records.

    ``blanks`` are formulas of the template that show nothing where they come to zero, unless others reckon with them.
    ``days`` are the cells, of blocks too, that are given days, ``percents`` single ones that are given percentages, 5.3
    for 5.3 %: see ``crm.excel.fitting_formats``.
    ``made_at`` is the time the file says it was made and changed, fixed for equal bytes; ``title`` and ``creator`` are
    the template's own where they are None.
    """

    cells: Mapping[tuple[str, str], Value] = field(default_factory=dict)
    blocks: tuple[Block, ...] = ()
    blanks: frozenset[tuple[str, str]] = frozenset()
    days: frozenset[tuple[str, str]] = frozenset()
    percents: frozenset[tuple[str, str]] = frozenset()
    made_at: datetime = _MADE_AT
    title: str | None = None
    creator: str | None = None


@dataclass(frozen=True, slots=True)
class FormulaCell:
    """A formula in the filled file, without ``=``, and its cached result.

    ``value`` is exact (int, Decimal, str, bool, or a CellError such as ``#DIV/0!``); None where Excel must compute it.
    """

    formula: str
    value: Scalar


@dataclass(frozen=True, slots=True)
class Repeated:
    """A formula of a repeated row: where its first copy is, and how many rows from one copy to the next."""

    live: Live
    row: int
    column: int
    step: int
    copies: int


class Formulas(Mapping[tuple[str, str], FormulaCell]):
    """The formulas of the filled file by sheet and address. Those of repeated rows are made when asked for."""

    def __init__(
        self, single: Mapping[tuple[str, str], Live], *, repeated: Mapping[str, Sequence[Repeated]]
    ) -> None:
        self._single = single
        self._repeated = repeated

    def __getitem__(self, place: tuple[str, str]) -> FormulaCell:
        if place in self._single:
            return _formula_cell(self._single[place], 0)
        sheet, address = place
        row, column = _place(address)
        for formula in self._repeated.get(sheet, ()):
            copy, rest = divmod(row - formula.row, formula.step)
            if column == formula.column and not rest and 0 <= copy < formula.copies:
                return _formula_cell(formula.live, copy)
        raise KeyError(place)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        yield from self._single
        for sheet, formulas in self._repeated.items():
            for formula in formulas:
                for copy in range(formula.copies):
                    yield sheet, address_of(formula.row + formula.step * copy, formula.column)

    def __len__(self) -> int:
        return len(self._single) + sum(f.copies for formulas in self._repeated.values() for f in formulas)

    def uncomputed(self) -> tuple[tuple[str, str], ...]:
        """Sheets and addresses of the formulas that have no cached result."""
        found = [place for place, live in self._single.items() if live.known(0) is None]
        for sheet, formulas in self._repeated.items():
            for formula in formulas:
                rows = (
                    formula.row + formula.step * i
                    for i in range(formula.copies)
                    if formula.live.known(i) is None
                )
                found.extend((sheet, address_of(row, formula.column)) for row in rows)
        return tuple(found)


def _place(address: str) -> tuple[int, int]:
    try:
        return parse_address(address)
    except ValueError:
        raise KeyError(address) from None


def _formula_cell(live: Live, copy: int) -> FormulaCell:
    return FormulaCell(live.formula.text(copy), live.known(copy))


@dataclass(frozen=True, slots=True)
class Filled:
    """A filled template: the file, where its cells went, its formulas with their results, and those without."""

    data: bytes
    formulas: Formulas
    uncomputed: tuple[tuple[str, str], ...]
    packer: str
    moves: Moves

    def final_address(self, sheet: str, template_address: str, *, row_index: int | None = None) -> str:
        """Where a cell of the template is now; of a repeated row that of the record *row_index*, counted from 0.

        Raises ValueError for no address, IndexError for a record that is not there.
        """
        row, column = parse_address(template_address)
        here = self.moves.of_sheet(sheet)
        final = here.row(row)
        if row_index:
            growth = here.growth_at(row)
            if growth is None or not 0 <= row_index < growth.count:
                raise IndexError(row_index)
            final += row_index * growth.rows
        return address_of(final, column)
