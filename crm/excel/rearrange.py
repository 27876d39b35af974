"""Puts the rows and merged cells of a worksheet's tree where they belong once rows have grown.

The repeated rows themselves are only marked, for they are written as text (``crm.excel.repeated``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from crm.excel.address import Range, address_of, parse_address

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm.excel.group import Group
    from crm.excel.relocate import Relocation
    from crm.excel.worksheet import Worksheet

ROWS_TARGET = "incubator-crm-rows"
MERGES_TARGET = "incubator-crm-merges"


def rearrange(sheet: Worksheet, relocation: Relocation, groups: Sequence[Group]) -> None:
    """Renumber the rows of *sheet* and move its merged cells."""
    here = relocation.here
    if here.growths:
        _move_merges(sheet, relocation, groups)
        for number, row in sheet.rows():
            moved = here.row(number)
            if here.growth_at(number) is None and moved != number:
                _renumber(sheet, row, moved)
        for number, group in enumerate(groups):
            _mark_rows(sheet, group, number)
    _renumber_arrays(sheet, relocation)


def _renumber(sheet: Worksheet, row: etree._Element, number: int) -> None:
    row.set("r", str(number))
    for cell in row.iterchildren(sheet.tag("c")):
        cell.set("r", address_of(number, parse_address(cell.get("r", ""))[1]))


def _renumber_arrays(sheet: Worksheet, relocation: Relocation) -> None:
    """Array formulas and tables of what-if values say over which cells they reach."""
    for element in sheet.sheet_data.iter(sheet.tag("f")):
        for attribute in ("ref", "r1", "r2"):
            text = element.get(attribute)
            if text:
                element.set(
                    attribute, relocation.range(text) if attribute == "ref" else relocation.cell(text)
                )


def _mark_rows(sheet: Worksheet, group: Group, number: int) -> None:
    first = sheet.row(group.growth.first)
    first.addprevious(etree.ProcessingInstruction(ROWS_TARGET, str(number)))
    for offset in range(group.growth.rows):
        row = sheet.row(group.growth.first + offset)
        sheet.sheet_data.remove(row)


def _move_merges(sheet: Worksheet, relocation: Relocation, groups: Sequence[Group]) -> None:
    """Merged cells move; those within one record are repeated with it."""
    count = 0
    parent = None
    for element, cells in sheet.merges():
        parent = element.getparent()
        group = next(
            (g for g in groups if g.growth.holds(cells.first_row) and g.growth.holds(cells.last_row)), None
        )
        if group is not None and group.growth.count > 1 and parent is not None:
            group.merges.append(cells)
            parent.remove(element)
            count += group.growth.count
        else:
            element.set("ref", str(relocation.here.range(cells)))
            count += 1
    if parent is None:
        return
    for number, group in enumerate(groups):
        if group.merges:
            parent.append(etree.ProcessingInstruction(MERGES_TARGET, str(number)))
    if parent.get("count"):
        parent.set("count", str(count))


def state_size(sheet: Worksheet) -> None:
    """State the rectangle that a filled sheet uses, by the template's rows: it moves with everything else."""
    dimension = sheet.root.find(sheet.tag("dimension"))
    places = [(row, column) for row, column, _ in sheet.cells()]
    if dimension is None or not places:
        return
    rows, columns = [row for row, _ in places], [column for _, column in places]
    dimension.set("ref", str(Range(min(rows), min(columns), max(rows), max(columns))))
