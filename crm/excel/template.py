"""Fills an authority's own workbook and loses nothing of it.

The file is taken apart, the cells, rows and references that must change are changed in its own XML, and everything else
goes back as it was.
"""

from __future__ import annotations

import io
import re
from decimal import Decimal
from itertools import chain, groupby
from typing import TYPE_CHECKING

from lxml import etree

from crm.excel import deflate
from crm.excel.address import LAST_ROW, parse_address
from crm.excel.archive import ArchiveWriter
from crm.excel.blank_totals import show_no_zeros
from crm.excel.cellxml import TemplateRefused
from crm.excel.companions import move_charts, move_companions, move_defined_names, move_pivot_sources
from crm.excel.computing import Computation
from crm.excel.fill import Block, Fill, Filled, FormulaCell
from crm.excel.fitting_formats import read_formats
from crm.excel.group import Group, bind_block
from crm.excel.package import CONTENT_TYPES, Package, PackageBroken, serialise_xml
from crm.excel.rearrange import MERGES_TARGET, ROWS_TARGET, rearrange, state_size
from crm.excel.relocate import Relocation
from crm.excel.repeated import RowWriter, repeated_merges
from crm.excel.row_fitting import read_book
from crm.excel.shift import Growth, Moves
from crm.excel.workbookxml import (
    compute_on_opening,
    counts_from_1904,
    drop_calculation_chain,
    holds_macros,
    save_as_workbook,
    set_properties,
)
from crm.excel.worksheet import Worksheet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from crm.excel.cellxml import Value

__all__ = ["Block", "Fill", "Filled", "FormulaCell", "TemplateRefused", "fill_template"]

_PLACE = re.compile(rf"<\?({ROWS_TARGET}|{MERGES_TARGET}) (\d+)\?>".encode())


def fill_template(template: bytes, fill: Fill) -> Filled:
    """*template*, a workbook's bytes, with the values and blocks of *fill*.

    Blocks insert whole rows below their template rows; everything that must move moves, on all sheets (see
    ``crm.excel.shift``). Formulas stay formulas, with cached results where they can be computed exactly, and every
    program is told to compute them again on opening. Same template, same fill, same ``packer``: same bytes.

    Raises TemplateRefused: ``template-damaged``, ``template-macros``, ``template-no-sheet``, ``template-address``,
    ``template-blocks-overlap``, ``template-cell-in-block``, ``template-too-many-rows``, ``template-row-length``,
    ``template-part-of-record``, ``template-value``, ``template-text-too-long``.
    """
    try:
        package = Package.read(template)
        if holds_macros(package):
            raise TemplateRefused("template-macros")
        return _Filling(package, fill).finish()
    except PackageBroken as error:
        raise TemplateRefused("template-damaged", part=str(error)) from error


class _Filling:
    """One template on its way through."""

    def __init__(self, package: Package, fill: Fill) -> None:
        self._package = package
        self._fill = fill
        self._sheets = {
            sheet.name: Worksheet(sheet.name, sheet.part, package.parts[sheet.part])
            for sheet in package.sheets
            if sheet.kind == "worksheet" and sheet.part in package.parts
        }
        self._workbook = package.xml(package.workbook)
        self._formats = read_formats(package)
        for name, address in sorted(fill.days):
            if self._formats and name in self._sheets:
                self._formats.show_day(self._sheets[name], address)
        self._epoch_1904 = counts_from_1904(self._workbook)
        growths = _growths_of(fill.blocks, self._sheets)
        self._moves = Moves.of(
            {name: tuple(growth for growth, _ in found) for name, found in growths.items()}
        )
        self._groups = {
            name: [self._group(name, growth, blocks) for growth, blocks in found]
            for name, found in growths.items()
        }
        if growths:
            book = read_book(package)
            for group in chain(*self._groups.values()):
                group.fit_to_texts(book)
        self._touched = {name.casefold() for name in (*growths, *(sheet for sheet, _ in fill.cells))}

    def _group(self, name: str, growth: Growth, blocks: Sequence[Block]) -> Group:
        alone = len(blocks) == 1
        sheet = self._sheets[name]
        sheet.changed = True
        return Group(
            sheet, [bind_block(block, alone=alone) for block in blocks], growth=growth, moves=self._moves
        )

    def finish(self) -> Filled:
        show_no_zeros(self._sheets, self._fill.blanks)
        computation = Computation(
            self._package, self._sheets, self._groups, self._moves, epoch_1904=self._epoch_1904
        )
        for (name, address), value in self._fill.cells.items():
            self._put(name, address, value, computation)
        sheet_names = [sheet.name for sheet in self._package.sheets]
        names = move_defined_names(self._workbook, sheet_names, moves=self._moves)
        computation.run(names)
        computation.write_back()
        for sheet in self._sheets.values():
            if sheet.changed:
                state_size(sheet)
        if self._moves.sheets:
            self._move_everything()
        compute_on_opening(self._workbook)
        self._package.put(self._package.workbook, self._workbook)
        drop_calculation_chain(self._package)
        save_as_workbook(self._package)
        set_properties(self._package, self._fill)
        data = self._pack()
        formulas = computation.formulas()
        return Filled(data, formulas, formulas.uncomputed(), deflate.PACKER, self._moves)

    def _put(self, name: str, address: str, value: Value, computation: Computation) -> None:
        sheet = self._sheets.get(name)
        if sheet is None:
            raise TemplateRefused("template-no-sheet", sheet=name, sheets="、".join(self._sheets))
        try:
            row, column = parse_address(address)
        except ValueError:
            raise TemplateRefused("template-address", sheet=name, address=address) from None
        if self._moves.of_sheet(name).growth_at(row):
            raise TemplateRefused("template-cell-in-block", sheet=name, address=address)
        computation.forget(name, row, column)
        if (name, address) in self._fill.percents and self._formats and value is not None:
            value = Decimal(str(value)).scaleb(-2) if self._formats.is_percent(sheet, address) else value
        try:
            sheet.set_value(row, column, value, epoch_1904=self._epoch_1904)
        except TemplateRefused as error:
            raise TemplateRefused(error.code, sheet=name, address=address, **error.values) from error
        except (TypeError, ValueError, OverflowError) as error:
            raise TemplateRefused(
                "template-value", sheet=name, address=address, value=repr(value)[:60]
            ) from error

    def _move_everything(self) -> None:
        for name, sheet in self._sheets.items():
            relocation = Relocation(name, moves=self._moves)
            before = b"" if sheet.changed else etree.tostring(sheet.root)
            rearrange(sheet, relocation, self._groups.get(name, ()))
            relocation.move_worksheet(sheet.root)
            sheet.changed = sheet.changed or etree.tostring(sheet.root) != before
            move_companions(self._package, sheet.part, relocation)
        parts = [sheet.part for sheet in self._package.sheets]
        move_charts(self._package, parts, moves=self._moves, touched=self._touched)
        move_pivot_sources(self._package, moves=self._moves, touched=self._touched)

    def _pack(self) -> bytes:
        """The file. Rows of blocks are made while they are packed and never lie in memory all at once."""
        sheets = {sheet.part: sheet for sheet in self._sheets.values() if sheet.changed}
        file = io.BytesIO()
        with ArchiveWriter(file) as archive:
            # Programs that read a package as a stream expect its table of contents first.
            for name in sorted(self._package.parts, key=lambda part: part != CONTENT_TYPES):
                with archive.part(name) as write:
                    if name in sheets:
                        self._write_sheet(sheets[name], write)
                    else:
                        write(self._package.parts[name])
        return file.getvalue()

    def _write_sheet(self, sheet: Worksheet, write: Callable[[bytes], None]) -> None:
        groups = self._groups.get(sheet.name, ())
        pieces = _PLACE.split(serialise_xml(sheet.root))
        for text, target, number in zip(pieces[::3], [*pieces[1::3], b""], [*pieces[2::3], b""], strict=True):
            write(text)
            if not target:
                continue
            group = groups[int(number)]
            rows: Iterable[str] = (
                RowWriter(group, epoch_1904=self._epoch_1904).write()
                if target == ROWS_TARGET.encode()
                else repeated_merges(group)
            )
            for piece in rows:
                write(piece.encode())


def _growths_of(
    blocks: Sequence[Block], sheets: Mapping[str, Worksheet]
) -> dict[str, list[tuple[Growth, list[Block]]]]:
    """The repeated rows of each sheet, with the blocks that share them. Raises TemplateRefused where they overlap."""
    found: dict[str, list[tuple[Growth, list[Block]]]] = {}
    ordered = sorted(blocks, key=lambda block: (block.sheet, block.first_row))
    for (name, first), group in groupby(ordered, key=lambda block: (block.sheet, block.first_row)):
        together = list(group)
        if name not in sheets:
            raise TemplateRefused("template-no-sheet", sheet=name, sheets="、".join(sheets))
        rows = together[0].template_rows
        growths = found.setdefault(name, [])
        overlapping = bool(growths) and growths[-1][0].last >= first
        if overlapping or first < 1 or rows < 1 or any(block.template_rows != rows for block in together):
            raise TemplateRefused("template-blocks-overlap", sheet=name, row=first)
        count = max(1, *(len(block.rows) for block in together))
        growths.append((Growth(first, rows, count), together))
    for name, growths in found.items():
        _check_length(sheets[name], [growth for growth, _ in growths])
    return found


def _check_length(sheet: Worksheet, growths: Sequence[Growth]) -> None:
    rows = max((number for number, _ in sheet.rows()), default=0)
    last = max(rows, *(growth.last for growth in growths)) + sum(growth.extra for growth in growths)
    if last > LAST_ROW:
        raise TemplateRefused("template-too-many-rows", sheet=sheet.name, rows=last, most=LAST_ROW)
