"""Blocks and the template rows they share: which column belongs to whom, which formulas and merges are repeated."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from crm.excel.address import LAST_COLUMN, Range, column_number, parse_address
from crm.excel.cellxml import TemplateRefused
from crm.excel.grid import Band, ConstantColumn, GivenColumn, Live
from crm.excel.relocate import part_of_record
from crm.excel.row_fitting import fit_row
from crm.excel.shift import Growth, Home, Moves, ReferenceAmbiguous, place_formula

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm.excel.cell_style import StyleBook
    from crm.excel.fill import Block
    from crm.excel.grid import Column
    from crm.excel.row_fitting import RowFit
    from crm.excel.worksheet import FormulaSite, Worksheet

_COLUMN = re.compile(r"([A-Za-z]{1,3})(?::([1-9][0-9]?))?")


@dataclass(frozen=True, slots=True)
class BoundBlock:
    """A block with its columns understood: (row within the record, column) for each value, and what it owns."""

    block: Block
    places: tuple[tuple[int, int], ...]
    first_column: int
    last_column: int

    @property
    def count(self) -> int:
        """Its records."""
        return len(self.block.rows)


@dataclass(frozen=True, slots=True)
class RepeatedFormula:
    """A formula of the repeated rows: its place, and the state of all its copies."""

    site: FormulaSite
    offset: int
    live: Live


class Group:
    """The blocks that share repeated rows of one sheet, and everything else in those rows."""

    def __init__(
        self, sheet: Worksheet, blocks: Sequence[BoundBlock], *, growth: Growth, moves: Moves
    ) -> None:
        self.sheet = sheet
        self.moves = moves
        self.blocks = tuple(blocks)
        self.growth = growth
        self.formulas: list[RepeatedFormula] = []
        self.merges: list[Range] = []
        self.fit: RowFit | None = None
        """How its rows are made as high as their texts."""
        for bound in self.blocks:
            for offset, column in bound.places:
                sheet.cell(growth.first + offset, column)
        # Kept as text: a row taken out of its tree would forget the prefixes of its namespaces.
        rows = [sheet.row(number) for number in range(growth.first, growth.last + 1)]
        self.rows = [etree.tostring(row, encoding="unicode", with_tail=False) for row in rows]

    def fit_to_texts(self, book: StyleBook) -> None:
        """Make its rows as high as their texts in the styles of *book*; a record of several rows stays as it is."""
        if self.growth.rows == 1:
            columns = {one.first_column: [column for _, column in one.places] for one in self.blocks}
            self.fit = fit_row(self.sheet, self.growth.first, columns, book)

    def active_at(self, column: int, number: int) -> bool:
        """Whether record *number* has anything in *column*: not where the block that owns it has come to its end."""
        owner = self.owner_of(column)
        return number < (owner.count if owner else max(block.count for block in self.blocks))

    def owner_of(self, column: int) -> BoundBlock | None:
        """The block that owns *column*."""
        return next((b for b in self.blocks if b.first_column <= column <= b.last_column), None)

    def records_in(self, column: int) -> int:
        """How many records *column* has."""
        owner = self.owner_of(column)
        return owner.count if owner else max(block.count for block in self.blocks)

    def add_formula(self, site: FormulaSite) -> Live:
        """Take up a formula of the repeated rows. Raises TemplateRefused where its references do not pair."""
        home = Home(self.sheet.name, self.growth)
        try:
            placed = place_formula(site.text, moves=self.moves, home=home)
        except ReferenceAmbiguous as error:
            raise part_of_record(self.sheet.name, site.text, error) from error
        copies = self.records_in(site.column)
        live = Live(placed, sheet=self.sheet.name, copies=copies, is_array=site.is_array)
        self.formulas.append(RepeatedFormula(site, site.row - self.growth.first, live))
        return live

    def band(self, first: int, *, shared: Sequence[str], epoch_1904: bool) -> Band:
        """The values of the repeated rows, which begin at row *first* of the filled sheet, for formulas."""
        columns: dict[tuple[int, int], Column] = {}
        for row in range(self.growth.first, self.growth.last + 1):
            for cell in self.sheet.row(row).iterchildren(self.sheet.tag("c")):
                column = parse_address(cell.get("r", ""))[1]
                value = self.sheet.value(cell, shared)
                if value is not None:
                    columns[row - self.growth.first, column] = ConstantColumn(value, self.records_in(column))
        for formula in self.formulas:
            columns[formula.offset, formula.site.column] = formula.live
        for bound in self.blocks:
            for index, place in enumerate(bound.places):
                columns[place] = GivenColumn(bound.block.rows, index, epoch_1904)
        return Band(first, self.growth.rows, self.growth.count, columns)


def bind_block(block: Block, *, alone: bool) -> BoundBlock:
    """Understand a block's columns. Raises TemplateRefused where a column is none, is named twice, or not its own."""
    places = []
    for name in block.columns:
        match = _COLUMN.fullmatch(name)
        offset = int(match[2] or 1) - 1 if match else -1
        if match is None or not 0 <= offset < block.template_rows:
            raise TemplateRefused("template-address", sheet=block.sheet, address=name)
        places.append((offset, column_number(match[1])))
    numbers = [column for _, column in places]
    if not places or len(set(places)) < len(places):
        raise TemplateRefused("template-address", sheet=block.sheet, address=",".join(block.columns))
    first = column_number(block.first_column) if block.first_column else (1 if alone else min(numbers))
    last = column_number(block.last_column) if block.last_column else (LAST_COLUMN if alone else max(numbers))
    if min(numbers) < first or max(numbers) > last:
        raise TemplateRefused("template-address", sheet=block.sheet, address=",".join(block.columns))
    return BoundBlock(block, tuple(places), first, last)
