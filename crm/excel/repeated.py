"""The repeated rows of a template, written as text: one pattern made from the template's own XML, one ``%`` a record.

A tree of a hundred thousand rows would take a gigabyte and a minute; this takes the memory of a thousand rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.excel.address import Range, address_of
from crm.excel.cellxml import CellXml, TemplateRefused, cached_result
from crm.excel.row_pattern import build_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crm.excel.group import BoundBlock, Group

_CHUNK_CHARACTERS = 1 << 17


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
        fit = self._group.fit
        formulas = [f.live for f in self._group.formulas if self._group.active_at(f.site.column, start)]
        writers, prefix = self._cell.writers, self._group.sheet.prefix
        pieces: list[str] = []
        size = 0
        for number in range(start, end):
            values: list[str] = []
            needed = 0.0
            for bound, rows in active:
                row = next(rows)
                if fit is not None:
                    needed = max(needed, fit.needed(bound.first_column, row))
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
            if fit is not None:
                piece = fit.raised(piece, needed)
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
