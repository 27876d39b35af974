"""Moves everything on a sheet that says where a cell is, apart from the cells themselves.

Validations, conditional formats, page breaks, filters, protection, views, hyperlinks, sparklines, drawings, controls,
comments, tables.
"""

from __future__ import annotations

import copy
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from crm.excel.address import Range, address_of, parse_address
from crm.excel.cellxml import TemplateRefused
from crm.excel.package import local_name
from crm.excel.shift import Home, ReferenceAmbiguous, move_formula, place_formula

if TYPE_CHECKING:
    from collections.abc import Callable

    from crm.excel.shift import Moves, SheetMoves

# Which attribute of which element holds what.
_CELL = {
    "sheetView": ("topLeftCell",),
    "customSheetView": ("topLeftCell",),
    "pane": ("topLeftCell",),
    "selection": ("activeCell",),
    "inputCells": ("r",),
    "cellWatch": ("r",),
    "comment": ("ref",),
    "threadedComment": ("ref",),
    "singleXmlCell": ("r",),
}
_RANGE = {
    "dimension": ("ref",),
    "autoFilter": ("ref",),
    "sortState": ("ref",),
    "sortCondition": ("ref",),
    "table": ("ref",),
    "location": ("ref",),
    "hyperlink": ("ref",),
}
_RANGES = {
    "selection": ("sqref",),
    "protectedRange": ("sqref",),
    "ignoredError": ("sqref",),
    "scenarios": ("sqref",),
}
_FORMULA = {
    "hyperlink": ("location",),
    "controlPr": ("linkedCell", "listFillRange"),
    "formControlPr": ("fmlaLink", "fmlaRange", "fmlaTxbx", "fmlaGroup"),
    "sp": ("textlink",),
}
_FORMULA_TEXT = frozenset(
    {"formula", "formula1", "formula2", "f", "calculatedColumnFormula", "totalsRowFormula"}
)
# These hold cells and formulas together; the formulas are read from the first of the cells.
_ANCHORED = frozenset({"conditionalFormatting", "dataValidation", "sparkline"})

_VML_CLIENT = re.compile(r"<x:ClientData\b.*?</x:ClientData>", re.DOTALL)
_VML_ROW = re.compile(r"(<x:Row>\s*)(\d+)(\s*</x:Row>)")
_VML_ANCHOR = re.compile(r"(<x:Anchor>)([^<]*)(</x:Anchor>)")
_VML_FORMULA = re.compile(r"(<x:Fmla(?:Link|Range|Txbx|Group)>)([^<]*)(</x:Fmla)")


@dataclass(frozen=True, slots=True)
class _Taken:
    """Sparklines of the records, to be put back under their parent once everything else has moved."""

    parent: etree._Element
    position: int
    elements: list[etree._Element]


class Relocation:
    """The moves of a workbook as they concern what hangs on one of its sheets."""

    def __init__(self, sheet: str, *, moves: Moves) -> None:
        self.sheet = sheet
        self.moves = moves
        self.here: SheetMoves = moves.of_sheet(sheet)

    def move_worksheet(self, root: etree._Element) -> None:
        """Move all there is below a worksheet's *root* but its rows and merged cells."""
        for element in root:
            if local_name(element) not in {"sheetData", "mergeCells"}:
                self.move_tree(element)

    def move_tree(self, root: etree._Element) -> None:
        """Move what *root* and everything in it says of places on this sheet, and the formulas in it."""
        taken = self._take_sparklines(root)
        inside = {
            child
            for element in root.iter()
            if _is_anchored(element)
            for child in element.iter()
            if child is not element
        }
        for element in root.iter(etree.Element):
            self._move_attributes(element)
            name = local_name(element)
            if name in _ANCHORED:
                self._move_anchored(element)
            elif name == "brk" and _parent_name(element) == "rowBreaks":
                _change(
                    element, "id", lambda text: str(self.here.end(int(text))) if text.isdecimal() else text
                )
            elif element.text and element not in inside:
                self._move_text(element, name, element.text)
        for kept in taken:
            for step, element in enumerate(kept.elements):
                kept.parent.insert(kept.position + step, element)
        self.move_anchors(root)

    def _move_text(self, element: etree._Element, name: str, text: str) -> None:
        if name in _FORMULA_TEXT:
            element.text = self.formula(text, home=Home(self.sheet))
        elif name == "sqref":
            element.text = self.cells(text)

    def _move_attributes(self, element: etree._Element) -> None:
        name = local_name(element)
        for attribute in _CELL.get(name, ()):
            _change(element, attribute, self.cell)
        for attribute in _RANGE.get(name, ()):
            _change(element, attribute, self.range)
        for attribute in _RANGES.get(name, ()):
            _change(element, attribute, self.cells)
        for attribute in _FORMULA.get(name, ()):
            _change(element, attribute, lambda text: self.formula(text, home=Home(self.sheet)))

    def cell(self, text: str) -> str:
        """One cell where it goes; of a repeated row the first record's. What is no cell stays as it is."""
        try:
            row, column = parse_address(text)
        except ValueError:
            return text
        return address_of(self.here.row(row), column)

    def range(self, text: str) -> str:
        """One range where it goes, over all records. What is no range stays as it is."""
        found = _ranges_in(text)
        if len(found) != 1:
            return text
        moved = self.here.range(found[0])
        first = address_of(moved.first_row, moved.first_column)
        last = address_of(moved.last_row, moved.last_column)
        return f"{first}:{last}" if ":" in text or first != last else first

    def cells(self, text: str) -> str:
        """Ranges with blanks between them, each where it goes. What is none stays as it is."""
        found = _ranges_in(text)
        return " ".join(str(moved) for cells in found for moved in self.here.ranges(cells)) if found else text

    def formula(self, text: str, *, home: Home, expand_all: bool = False) -> str:
        """A formula, with or without ``=``, where it goes; TemplateRefused where its references have no one meaning."""
        sign = "=" if text.startswith("=") else ""
        try:
            return sign + move_formula(
                text.removeprefix("="), moves=self.moves, home=home, expand_all=expand_all
            )
        except ReferenceAmbiguous as error:
            raise part_of_record(self.sheet, text, error) from error

    def _move_anchored(self, element: etree._Element) -> None:
        inner = [child for child in element.iter("{*}sqref") if child.text]
        cells = element.get("sqref") or (inner[0].text if inner else None) or ""
        rows = [part.first_row for part in _ranges_in(cells)]
        home = Home(self.sheet, self.here.growth_at(min(rows)) if rows else None)
        for child in element.iter(etree.Element):
            if local_name(child) in _FORMULA_TEXT and child.text:
                child.text = self.formula(child.text, home=home)
            elif local_name(child) == "cfvo" and child.get("type") == "formula":
                _change(child, "val", lambda text: self.formula(text, home=home))
        _change(element, "sqref", self.cells)
        for child in inner:
            single = local_name(element) == "sparkline"
            child.text = self.cell(child.text or "") if single else self.cells(child.text or "")

    def _take_sparklines(self, root: etree._Element) -> list[_Taken]:
        """Take out the sparklines of repeated rows that show their own row, one for each record instead."""
        taken = []
        for sparkline in list(root.iter("{*}sparkline")):
            records = self._records_of(sparkline)
            parent = sparkline.getparent()
            if records and parent is not None:
                taken.append(_Taken(parent, parent.index(sparkline), records))
                parent.remove(sparkline)
        return taken

    def _records_of(self, sparkline: etree._Element) -> list[etree._Element]:
        formula, cell = sparkline.find("{*}f"), sparkline.find("{*}sqref")
        if formula is None or cell is None or not formula.text or not cell.text:
            return []
        try:
            row, column = parse_address(cell.text)
        except ValueError:
            return []
        growth = self.here.growth_at(row)
        if growth is None or growth.count == 1:
            return []
        placed = place_formula(formula.text, moves=self.moves, home=Home(self.sheet, growth))
        ends = [end for area in placed.areas.values() for end in (area.first, area.last) if end]
        if not ends or any(end.step != growth.rows for end in ends):
            return []
        records = []
        for number in range(growth.count):
            record = copy.deepcopy(sparkline)
            for name, text in (
                ("{*}f", placed.text(number)),
                ("{*}sqref", address_of(self.here.row(row) + number * growth.rows, column)),
            ):
                found = record.find(name)
                if found is not None:
                    found.text = text
            records.append(record)
        return records

    def move_anchors(self, root: etree._Element) -> None:
        """Move pictures, charts and controls with the cell they begin in; they keep their size."""
        for start in list(root.iter("{*}from")):
            anchor = start.getparent()
            first = start.find("{*}row")
            if anchor is None or anchor.get("editAs") == "absolute" or not _is_number(first):
                continue
            row = _number(first) + 1
            shift = self.here.row(row) - row
            for corner in (start, anchor.find("{*}to")):
                found = None if corner is None else corner.find("{*}row")
                if found is not None and _is_number(found):
                    found.text = str(_number(found) + shift)

    def move_vml(self, text: str) -> str:
        """Move the boxes of comments and old controls in a VML drawing; all else in it stays letter by letter."""
        return _VML_CLIENT.sub(lambda match: self._move_client(match[0]), text)

    def _move_client(self, text: str) -> str:
        def row(match: re.Match[str]) -> str:
            return f"{match[1]}{self.here.row(int(match[2]) + 1) - 1}{match[3]}"

        def anchor(match: re.Match[str]) -> str:
            numbers = [part.strip() for part in match[2].split(",")]
            if len(numbers) != 8 or not all(number.lstrip("-").isdecimal() for number in numbers):
                return match[0]
            first = own if own is not None else int(numbers[2]) + 1
            shift = self.here.row(first) - first
            numbers[2], numbers[6] = str(int(numbers[2]) + shift), str(int(numbers[6]) + shift)
            return f"{match[1]}{', '.join(numbers)}{match[3]}"

        def formula(match: re.Match[str]) -> str:
            plain = match[2].replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
            moved = self.formula(plain, home=Home(self.sheet))
            safe = moved.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
            return f"{match[1]}{safe}{match[3]}"

        # A comment's box goes with the cell the comment belongs to, not with the one its corner happens to lie on.
        stated = _VML_ROW.search(text)
        own = int(stated[2]) + 1 if stated else None
        return _VML_FORMULA.sub(formula, _VML_ROW.sub(row, _VML_ANCHOR.sub(anchor, text)))


def part_of_record(sheet: str, formula: str, error: ReferenceAmbiguous) -> TemplateRefused:
    """The refusal of a formula that covers a part of a record that takes several rows, or records that do not pair."""
    return TemplateRefused("template-part-of-record", sheet=sheet, formula=formula, reference=str(error))


def _ranges_in(text: str) -> list[Range]:
    """The ranges in a list of them; none where one of them is none."""
    try:
        return [Range.parse(part) for part in text.split()]
    except ValueError:
        return []


def _is_number(element: etree._Element | None) -> bool:
    return element is not None and (element.text or "").strip().isdecimal()


def _number(element: etree._Element | None) -> int:
    return 0 if element is None else int(element.text or "0")


def _is_anchored(element: etree._Element) -> bool:
    return local_name(element) in _ANCHORED


def _parent_name(element: etree._Element) -> str:
    parent = element.getparent()
    return "" if parent is None else local_name(parent)


def _change(element: etree._Element, attribute: str, change: Callable[[str], str]) -> None:
    text = element.get(attribute)
    if text:
        element.set(attribute, change(text))
