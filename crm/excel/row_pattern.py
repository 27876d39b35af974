"""The XML of one record of repeated rows as a ``%`` format, made from the template's own rows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING

from lxml import etree

from crm.excel.address import column_letters, parse_address
from crm.excel.package import drop_attributes, parse_xml
from crm.excel.shift import END_MARK, ROW_MARK, Home, place_formula, row_mark
from crm.excel.worksheet import empty_cell

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from crm.excel.group import BoundBlock, Group, RepeatedFormula

_SLOT = "\U000ffffd"
_SLOTS = re.compile(
    rf">{_SLOT}(\d+){END_MARK}</(?:[\w.-]+:)?c>"
    rf'| t="{_SLOT}(\d+){END_MARK}"'
    rf"|<(?:[\w.-]+:)?v>{_SLOT}(\d+){END_MARK}</(?:[\w.-]+:)?v>"
)
_NAMESPACE = re.compile(r'\sxmlns(?::[\w.-]+)?="[^"]*"')
_ROW_MARK = re.compile(rf"{ROW_MARK}(\d+){END_MARK}")


@dataclass(frozen=True, slots=True)
class Pattern:
    """The format of a record.

    ``marks``: for each row number in it the mark, its row in the first record, and the step to the next. ``order``
    brings a record's values (those of the blocks, then type and result of each formula) into the order of the format.
    """

    text: str
    marks: tuple[tuple[str, int, int], ...]
    order: Callable[[list[str]], Sequence[str]]


def build_pattern(group: Group, number: int, active: Sequence[BoundBlock], *, first: int) -> Pattern:
    """The pattern of the records from *number* on, where only the blocks *active* still have any.

    *first* is the row of the filled sheet where the first record begins.
    """
    return _Builder(group, number, active, first).build()


class _Builder:
    def __init__(self, group: Group, number: int, active: Sequence[BoundBlock], first: int) -> None:
        self._group = group
        self._number = number
        self._first = first
        places = [place for bound in active for place in bound.places]
        self._slots = {place: slot for slot, place in enumerate(places)}
        self._formulas: dict[tuple[int, int], tuple[int, RepeatedFormula]] = {}
        for formula in group.formulas:
            if group.active_at(formula.site.column, number):
                slot = len(places) + 2 * len(self._formulas)
                self._formulas[formula.offset, formula.site.column] = slot, formula
        self._marks: dict[tuple[int, int], str] = {}

    def build(self) -> Pattern:
        text = "".join(self._row(offset) for offset in range(self._group.growth.rows)).replace("%", "%%")
        order: list[int] = []

        def take(match: re.Match[str]) -> str:
            order.append(int(match[1] or match[2] or match[3]))
            return "%s"

        text = _SLOTS.sub(take, text)
        # Marks of the Basic Latin block keep the pattern narrow: Python copies four bytes a character otherwise.
        text = _ROW_MARK.sub("\x01\\1\x02", text)
        marks = tuple((f"\x01{i}\x02", row, step) for i, (row, step) in enumerate(self._marks))
        in_order = order == list(range(len(order)))
        return Pattern(text, marks, list if in_order else itemgetter(*order))

    def _mark(self, row: int) -> str:
        return self._marks.setdefault((row, self._group.growth.rows), row_mark(len(self._marks)))

    def _row(self, offset: int) -> str:
        row = parse_xml(self._group.rows[offset].encode(), self._group.sheet.part)
        drop_attributes(row, "spans")
        mark = self._mark(self._first + offset)
        row.set("r", mark)
        for cell in row.iterchildren(self._group.sheet.tag("c")):
            column = parse_address(cell.get("r", ""))[1]
            cell.set("r", f"{column_letters(column)}{mark}")
            self._fill(cell, (offset, column))
        text = etree.tostring(row, encoding="unicode")
        # What the worksheet declares at its root, each row would declare again.
        head, bracket, rest = text.partition(">")
        return _NAMESPACE.sub("", head) + bracket + rest

    def _fill(self, cell: etree._Element, place: tuple[int, int]) -> None:
        if place in self._slots:
            empty_cell(cell)
            cell.text = f"{_SLOT}{self._slots[place]}{END_MARK}"
        elif not self._group.active_at(place[1], self._number):
            empty_cell(cell)
        elif place in self._formulas:
            self._fill_formula(cell, *self._formulas[place])

    def _fill_formula(self, cell: etree._Element, slot: int, formula: RepeatedFormula) -> None:
        tag = self._group.sheet.tag
        element = cell.find(tag("f"))
        if element is None:
            return
        for value in cell.findall(tag("v")):
            cell.remove(value)
        if element.get("t") == "shared":
            drop_attributes(element, "t", "si", "ref")
        elif element.get("ref"):
            element.set("ref", self._array_range(element.get("ref", "")))
        element.text = formula.live.formula.pattern(self._marks)
        cell.set("t", f"{_SLOT}{slot}{END_MARK}")
        result = etree.SubElement(cell, tag("v"))
        result.text = f"{_SLOT}{slot + 1}{END_MARK}"

    def _array_range(self, reference: str) -> str:
        home = Home(self._group.sheet.name, self._group.growth)
        placed = place_formula(reference, moves=self._group.moves, home=home)
        return placed.pattern(self._marks)
