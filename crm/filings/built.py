"""A filing as built: every cell as filed, with the figure behind it and the records behind the figure.

A block keeps its rows by column, so that a sheet of 5,000 rows is thirty tuples and not 150,000 objects;
cells of a block are made when somebody asks for one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from crm.domain.errors import NotFoundError
from crm.domain.quantity import Dimension, from_last_digits, in_last_digits
from crm.domain.wording import Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from crm.domain.measures import Measured, MeasureRequest, Population
    from crm.domain.period import Period
    from crm.domain.quantity import Unit
    from crm.filings.form import Basis

Filed: TypeAlias = Decimal | int | str | date | None
"""What a cell holds: a number, a text, a day, or nothing."""

Recorded: TypeAlias = str | int | bool | date | None
"""What a field of a tenant's record holds."""

TOTAL_OF_ROUNDED = "formula-total-rounded"
"""How a total came about that adds up rows of which each was rounded for itself."""

_PLACE = re.compile(
    r"(?:'(?P<quoted>(?:[^']|'')+)'|(?P<plain>[^'!]+))!\$?(?P<letters>[A-Za-z]{1,3})\$?(?P<row>[1-9]\d{0,6})"
)
_ADDRESS = re.compile(r"([A-Z]+)(\d+)")


@dataclass(frozen=True, slots=True)
class Particulars:
    """Who files, for which site, and when; empty texts stay empty lines to be signed by hand."""

    filled_on: date
    reporting_unit: str = ""
    preparer: str = ""
    reviewer: str = ""
    responsible: str = ""
    phone: str = ""
    site: str = ""
    address: str = ""
    opened_on: date | None = None


@dataclass(frozen=True, slots=True)
class Formula:
    """How a cell came about, as a code of ``resources/messages/filing.toml`` and its values."""

    code: str
    values: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Definition:
    """What an indicator meant when the filing was built: kept with it, because definitions change."""

    code: str
    name: Words
    definition: Words
    unit: Unit
    origin: Words
    verified: bool
    counted: bool = False
    """Counted from records; otherwise tenants report it."""


@dataclass(frozen=True, slots=True)
class BuiltText:
    """A text cell with its placeholders filled."""

    sheet: str
    anchor: str
    value: str


@dataclass(frozen=True, slots=True)
class BuiltCell:
    """One cell as filed.

    ``address`` is its place in the finished workbook, ``anchor`` the template's cell it came from.
    ``amount`` is the exact figure in smallest units (None for texts, growth rates and unreported figures);
    ``nudge`` is what balancing added to the plainly rounded value. ``requests`` are the figures it stands
    on: one, or two compared. A ``live`` cell holds a formula of the template that must come to ``value``;
    it is not written.
    """

    sheet: str
    address: str
    anchor: str
    label: Words
    value: Filed
    formula: Formula
    unit: Unit | None = None
    indicator: str | None = None
    basis: Basis | None = None
    population: Population | None = None
    amount: int | None = None
    requests: tuple[MeasureRequest, ...] = ()
    nudge: Decimal | None = None
    block: str = ""
    column: str = ""
    tenant_id: int | None = None
    live: bool = False
    record_kind: str = ""
    record_id: int | None = None
    """In a row of a record, that record; ``tenant_id`` is then whose it is."""

    @property
    def place(self) -> str:
        """``sheet!address`` in the finished workbook."""
        return f"{self.sheet}!{self.address}"


@dataclass(frozen=True, slots=True)
class BuiltColumn:
    """A column of a block: values and exact amounts row by row, and the total's where it has one.

    ``letter`` is empty for a column that only checks read. ``nudges`` maps a row's index to what balancing
    added.
    """

    id: str
    letter: str
    label: Words
    values: tuple[Filed, ...]
    amounts: tuple[int | None, ...] = ()
    unit: Unit | None = None
    indicator: str | None = None
    basis: Basis | None = None
    request: MeasureRequest | None = None
    fields: tuple[str, ...] = ()
    nudges: Mapping[int, Decimal] = field(default_factory=dict)
    has_total: bool = False
    total: Decimal | int | None = None
    formula: str = "formula-own"
    raw: tuple[Recorded, ...] = ()
    """The record's own values where the form shows them otherwise: codes shown by label, yes and no."""
    total_nudge: Decimal | None = None
    """What balancing added to the plainly rounded total."""


@dataclass(frozen=True, slots=True)
class BuiltBlock:
    """The rows of a block in the order of the sheet: one a tenant, or one a record of ``kind``.

    ``tenants`` has one item a row: the tenant itself, or whose the record is (None where it is nobody's).
    """

    id: str
    sheet: str
    row: int
    total_row: int
    population: Population
    as_of: date
    tenants: tuple[int | None, ...]
    names: tuple[str, ...]
    columns: tuple[BuiltColumn, ...]
    kind: str = ""
    records: tuple[int, ...] = ()

    @property
    def rows_of(self) -> tuple[int | None, ...]:
        """What tells its rows apart: the records they are of, or the tenants."""
        return self.records if self.kind else self.tenants

    @property
    def height(self) -> int:
        """The rows it takes in the finished sheet: an empty block keeps the template's one row, blank."""
        return max(len(self.tenants), 1)

    def column(self, name: str) -> BuiltColumn:
        """The column called *name*; NotFoundError ``column-unknown`` where there is none."""
        for column in self.columns:
            if column.id == name:
                return column
        raise NotFoundError("column-unknown", column=name)

    def rows(self) -> tuple[tuple[str, ...], list[tuple[Filed, ...]]]:
        """Letters of the written columns, and the rows to write there: a blank one where there is nobody."""
        written = [column for column in self.columns if column.letter]
        letters = tuple(column.letter for column in written)
        rows: list[tuple[Filed, ...]] = list(zip(*(column.values for column in written), strict=True))
        return letters, rows or [(None,) * len(written)]


@dataclass(frozen=True, slots=True)
class BuiltTable:
    """Rows of text that a form prints, such as the definitions of its indicators; at least one."""

    sheet: str
    row: int
    letters: tuple[str, ...]
    lines: tuple[tuple[Filed, ...], ...]

    @property
    def height(self) -> int:
        """The rows it takes in the finished sheet."""
        return len(self.lines)


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A figure as another form has filed it: the form and year, its place there, and what it shows.

    ``rows`` is how many rounded values were added up to it: one for a cell, the rows of a block's tenants.
    """

    form: str
    form_year: int
    place: str
    value: Decimal | int
    unit: Unit
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Unbalanced:
    """A total that no parts within one last digit come to: its place, what it shows, and what its parts show."""

    sheet: str
    address: str
    label: Words
    total: Decimal | int
    parts: Decimal | int

    @property
    def place(self) -> str:
        """``sheet!address`` in the finished workbook."""
        return f"{self.sheet}!{self.address}"


@dataclass(frozen=True, slots=True)
class FillBlock:
    """Rows to write: the template's *row* of *sheet* is repeated for each, values go under *letters*."""

    sheet: str
    row: int
    letters: tuple[str, ...]
    rows: Sequence[tuple[Filed, ...]]


@dataclass(frozen=True)
class Built:
    """A filing, complete in itself: nothing else is needed to explain it, compare it or write it again."""

    form: str
    form_year: int
    name: Words
    period: Period
    particulars: Particulars
    texts: tuple[BuiltText, ...]
    singles: tuple[BuiltCell, ...]
    blocks: tuple[BuiltBlock, ...]
    figures: Mapping[MeasureRequest, Measured]
    facts: Mapping[str, MeasureRequest]
    definitions: Mapping[str, Definition]
    tables: tuple[BuiltTable, ...] = ()
    own_layout: bool = False
    unbalanced: tuple[Unbalanced, ...] = ()
    elsewhere: Mapping[str, Elsewhere] = field(default_factory=dict)
    """The facts that another form has filed already."""

    def block(self, name: str) -> BuiltBlock:
        """The block called *name*; NotFoundError ``block-unknown`` where there is none."""
        for block in self.blocks:
            if block.id == name:
                return block
        raise NotFoundError("block-unknown", block=name)

    @cached_property
    def _single_by_place(self) -> dict[str, BuiltCell]:
        return {cell.place: cell for cell in self.singles}

    def final_row(self, sheet: str, row: int) -> int:
        """Where the template's *row* of *sheet* stands once the blocks above it have grown."""
        return placed_row((*self.blocks, *self.tables), sheet=sheet, row=row)

    def cells(self) -> Iterator[BuiltCell]:
        """Every cell that is filed: the single ones, then each block's rows and total."""
        yield from self.singles
        for block in self.blocks:
            columns = [column for column in block.columns if column.letter]
            for index in range(len(block.tenants)):
                for column in columns:
                    yield self.block_cell(block, column, index)
            for column in columns:
                if column.has_total:
                    yield self.total_cell(block, column)

    def figures_shown(self) -> Iterator[BuiltCell]:
        """The cells that show a figure as a whole: the single ones and the totals of blocks."""
        yield from self.singles
        for block in self.blocks:
            yield from (self.total_cell(block, column) for column in block.columns if column.has_total)

    @property
    def cell_count(self) -> int:
        """How many cells :meth:`cells` has, without making them."""
        count = len(self.singles)
        for block in self.blocks:
            written = [column for column in block.columns if column.letter]
            count += len(written) * len(block.tenants) + sum(column.has_total for column in written)
        return count

    def block_cell(self, block: BuiltBlock, column: BuiltColumn, index: int) -> BuiltCell:
        """The cell of *column* in the block's row *index* (from 0); without address where it is not shown."""
        first = self.final_row(block.sheet, block.row)
        name = block.names[index]
        figure = column.request is not None
        value = column.values[index]
        return BuiltCell(
            sheet=block.sheet,
            address=f"{column.letter}{first + index}" if column.letter else "",
            anchor=f"{column.letter}{block.row}" if column.letter else "",
            label=Words(f"{name} · {column.label.zh}", f"{name} · {column.label.en}"),
            value=value,
            formula=Formula("formula-not-reported" if figure and value is None else column.formula),
            unit=column.unit,
            indicator=column.indicator,
            basis=column.basis,
            population=block.population,
            amount=column.amounts[index] if column.amounts else None,
            requests=(column.request,) if column.request else (),
            nudge=column.nudges.get(index),
            block=block.id,
            column=column.id,
            tenant_id=block.tenants[index],
            record_kind=block.kind,
            record_id=block.records[index] if block.kind else None,
        )

    def row_cell(self, block: BuiltBlock, index: int) -> BuiltCell:
        """The first written cell of the block's row *index*: the place to point at for the whole row."""
        return self.block_cell(block, next(column for column in block.columns if column.letter), index)

    def total_cell(self, block: BuiltBlock, column: BuiltColumn) -> BuiltCell:
        """The total under *column*: a live formula of the template."""
        request = column.request
        amount = self.figures[request].value if request else None
        return BuiltCell(
            sheet=block.sheet,
            address=f"{column.letter}{self.final_row(block.sheet, block.total_row)}",
            anchor=f"{column.letter}{block.total_row}",
            label=column.label,
            value=column.total,
            formula=Formula(_total_formula(column, amount)),
            unit=column.unit,
            indicator=column.indicator,
            basis=column.basis,
            population=block.population,
            amount=amount,
            requests=(request,) if request else (),
            nudge=column.total_nudge,
            block=block.id,
            column=column.id,
            live=True,
        )

    def cell_at(self, sheet: str, address: str) -> BuiltCell:
        """The cell at *address* of the finished *sheet*; NotFoundError ``cell-not-filed`` if there is none."""
        single = self._single_by_place.get(f"{sheet}!{address}")
        if single:
            return single
        letter, row = split_address(address)
        for block in self.blocks:
            found = self._in_block(block, letter, row) if block.sheet == sheet else None
            if found:
                return found
        raise NotFoundError("cell-not-filed", cell=f"{sheet}!{address}")

    def _in_block(self, block: BuiltBlock, letter: str, row: int) -> BuiltCell | None:
        column = next((column for column in block.columns if column.letter == letter), None)
        if column is None:
            return None
        index = row - self.final_row(block.sheet, block.row)
        if 0 <= index < len(block.tenants):
            return self.block_cell(block, column, index)
        if column.has_total and row == self.final_row(block.sheet, block.total_row):
            return self.total_cell(block, column)
        return None

    def fill_cells(self) -> dict[tuple[str, str], Filed]:
        """What to write outside blocks, by sheet and the template's own address: texts and figures."""
        filled: dict[tuple[str, str], Filed] = {(text.sheet, text.anchor): text.value for text in self.texts}
        filled.update({(cell.sheet, cell.anchor): cell.value for cell in self.singles})
        return filled

    def blank_totals(self) -> frozenset[tuple[str, str]]:
        """Where the sheet adds up what nobody reported, by sheet and the template's own address: no zero is shown."""
        return frozenset(
            (cell.sheet, cell.anchor) for cell in self.figures_shown() if cell.live and cell.value is None
        )

    def day_places(self) -> frozenset[tuple[str, str]]:
        """Where days are written, by sheet and the template's own address."""
        return frozenset(
            (block.sheet, f"{column.letter}{block.row}")
            for block in self.blocks
            for column in block.columns
            if column.letter and any(isinstance(value, date) for value in column.values)
        )

    def percent_places(self) -> frozenset[tuple[str, str]]:
        """Which single cells hold a percentage, by sheet and the template's own address."""
        return frozenset(
            (cell.sheet, cell.anchor)
            for cell in self.singles
            if cell.unit is not None and cell.unit.dimension is Dimension.PERCENT
        )

    def fill_blocks(self) -> Iterator[FillBlock]:
        """The rows to write: blocks of tenants, then tables. Each has at least one row."""
        for block in self.blocks:
            letters, rows = block.rows()
            yield FillBlock(block.sheet, block.row, letters, rows)
        for table in self.tables:
            yield FillBlock(table.sheet, table.row, table.letters, table.lines)

    def nudged(self) -> Iterator[BuiltCell]:
        """The cells that balancing has moved off their plainly rounded value."""
        yield from (cell for cell in self.singles if cell.nudge is not None)
        for block in self.blocks:
            for column in block.columns:
                for index in sorted(column.nudges):
                    yield self.block_cell(block, column, index)
                if column.total_nudge is not None:
                    yield self.total_cell(block, column)

    def figure_of(self, cell: BuiltCell, *, part: int = 0) -> Measured | None:
        """The figure behind *cell* (part 1: what a growth is compared with); None for texts and fields."""
        return self.figures[cell.requests[part]] if part < len(cell.requests) else None


def _total_formula(column: BuiltColumn, amount: int | None) -> str:
    """How a total came about: what its rows show may be off the exact *amount* where each was rounded for itself."""
    if column.total is None or amount is None or column.unit is None:
        return "formula-not-reported"
    plain = from_last_digits(in_last_digits(amount, column.unit), column.unit)
    return "formula-total" if column.total == plain + (column.total_nudge or 0) else TOTAL_OF_ROUNDED


def split_address(address: str) -> tuple[str, int]:
    """Letters and row of an address such as ``B7``; NotFoundError ``cell-not-filed`` where it is none."""
    match = _ADDRESS.fullmatch(address)
    if not match:
        raise NotFoundError("cell-not-filed", cell=address)
    return match[1], int(match[2])


def placed_row(blocks: Iterable[BuiltBlock | BuiltTable], *, sheet: str, row: int) -> int:
    """Where the template's *row* of *sheet* stands once the *blocks* above it have grown."""
    return row + sum(block.height - 1 for block in blocks if block.sheet == sheet and block.row < row)


def parse_place(text: str) -> tuple[str, str]:
    """Sheet and address of ``sheet!A1`` or ``'sheet'!$A$1``; NotFoundError ``cell-not-filed`` for others."""
    match = _PLACE.fullmatch(text.strip())
    if not match:
        raise NotFoundError("cell-not-filed", cell=text)
    sheet = match["plain"] or match["quoted"].replace("''", "'")
    return sheet, f"{match['letters'].upper()}{match['row']}"
