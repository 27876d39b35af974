"""The repeated rows of a template, written as text: one pattern made from the template's own XML, one ``%`` a record.

A tree of a hundred thousand rows would take a gigabyte and a minute; this takes the memory of a thousand rows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from crm.excel.address import LAST_COLUMN, Range, address_of, column_number, parse_address
from crm.excel.cellxml import CellXml, TemplateRefused, cached_result
from crm.excel.grid import Band, ConstantColumn, GivenColumn, Live
from crm.excel.relocate import part_of_record
from crm.excel.row_pattern import build_pattern
from crm.excel.shift import Growth, Home, Moves, ReferenceAmbiguous, place_formula

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crm.excel.fill import Block
    from crm.excel.grid import Column
    from crm.excel.worksheet import FormulaSite, Worksheet

_COLUMN = re.compile(r"([A-Za-z]{1,3})(?::([1-9][0-9]?))?")
_CHUNK_CHARACTERS = 1 << 17


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
        for bound in self.blocks:
            for offset, column in bound.places:
                sheet.cell(growth.first + offset, column)
        # Kept as text: a row taken out of its tree would forget the prefixes of its namespaces.
        rows = [sheet.row(number) for number in range(growth.first, growth.last + 1)]
        self.rows = [etree.tostring(row, encoding="unicode", with_tail=False) for row in rows]

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


class RowWriter:
    """Writes the repeated rows of a group, record by record."""

    def __init__(self, group: Group, *, epoch_1904: bool) -> None:
        self._group = group
        self._first = group.moves.of_sheet(group.sheet.name).row(group.growth.first)
        self._cell = CellXml(group.sheet.prefix, epoch_1904=epoch_1904)

    def write(self) -> Iterator[str]:
        """The XML of all records, in pieces. Raises TemplateRefused for a value that no cell can hold."""
        group = self._group
        rows = [iter(bound.block.rows) for bound in group.blocks]
        ends = sorted({min(bound.count, group.growth.count) for bound in group.blocks} | {group.growth.count})
        start = 0
        for end in ends:
            if end > start:
                active = [number for number, bound in enumerate(group.blocks) if bound.count > start]
                yield from self._write_records(start, end, [(group.blocks[i], rows[i]) for i in active])
                start = end

    def _write_records(
        self, start: int, end: int, active: list[tuple[BoundBlock, Iterator[Sequence[object]]]]
    ) -> Iterator[str]:
        pattern = build_pattern(self._group, start, [bound for bound, _ in active], first=self._first)
        formulas = [f.live for f in self._group.formulas if self._group.active_at(f.site.column, start)]
        writers, prefix = self._cell.writers, self._group.sheet.prefix
        pieces: list[str] = []
        size = 0
        for number in range(start, end):
            values: list[str] = []
            for bound, rows in active:
                row = next(rows)
                try:
                    written = [writers[type(value)](value) for value in row]
                except (KeyError, ValueError, OverflowError, TemplateRefused):
                    written = self._write_carefully(bound, row, number)
                if len(written) != len(bound.places):
                    raise TemplateRefused(
                        "template-row-length", sheet=bound.block.sheet, row=number + 1, values=len(written)
                    )
                values += written
            for live in formulas:
                values += cached_result(live.known(number), prefix)
            text = pattern.text
            for mark, base, step in pattern.marks:
                text = text.replace(mark, str(base + step * number))
            piece = text % tuple(pattern.order(values))
            pieces.append(piece)
            size += len(piece)
            if size > _CHUNK_CHARACTERS:
                yield "".join(pieces)
                pieces, size = [], 0
        yield "".join(pieces)

    def _write_carefully(self, bound: BoundBlock, row: Sequence[object], number: int) -> list[str]:
        """The row again, value by value: a kind of value that is rare, or the cell that cannot be written, named."""
        written = []
        for index, value in enumerate(row):
            try:
                written.append(self._cell.write(value))
            except TemplateRefused as error:
                offset, column = bound.places[min(index, len(bound.places) - 1)]
                address = address_of(self._first + number * self._group.growth.rows + offset, column)
                raise TemplateRefused(
                    error.code, sheet=bound.block.sheet, address=address, **error.values
                ) from error
        return written


def repeated_merges(group: Group) -> Iterator[str]:
    """The merged cells of a record, once for each record."""
    here = group.moves.of_sheet(group.sheet.name)
    prefix = group.sheet.prefix
    for number in range(group.growth.count):
        shift = here.row(group.growth.first) - group.growth.first + number * group.growth.rows
        for cells in group.merges:
            first, last = cells.first_row + shift, cells.last_row + shift
            moved = Range(first, cells.first_column, last, cells.last_column)
            yield f'<{prefix}mergeCell ref="{moved}"/>'
