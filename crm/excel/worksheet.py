"""A worksheet of a template as a tree: its rows and cells by number, its formulas one by one, values put into it.

Accepts what Excel, WPS, LibreOffice and scripts write: any prefix of the namespace, strict or transitional, cells and
rows without addresses, shared or inline strings, shared formulas.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from lxml import etree

from crm.excel.address import Range, address_of, parse_address
from crm.excel.cellxml import Value, clean_text, guard_escapes, inner_text
from crm.excel.package import PackageBroken, drop_attributes, parse_xml
from crm.excel.scalar import CellError, Scalar, float_text, number_text, parse_number, serial_of
from crm.excel.shift import translate_formula

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


@dataclass(frozen=True, slots=True)
class FormulaSite:
    """A formula of the template where it stands, written out even if the file shares it with others."""

    cell: etree._Element
    element: etree._Element
    row: int
    column: int
    text: str

    @property
    def is_array(self) -> bool:
        """Whether it is an array formula, or belongs to a table of what-if values."""
        return self.element.get("t") in {"array", "dataTable"}

    def other_cells(self) -> list[tuple[int, int]]:
        """The other cells that an array formula fills, by row and column."""
        if not self.is_array:
            return []
        cells = Range.parse(self.element.get("ref") or address_of(self.row, self.column))
        return [
            (row, column)
            for row in range(cells.first_row, cells.last_row + 1)
            for column in range(cells.first_column, cells.last_column + 1)
            if (row, column) != (self.row, self.column)
        ]


class Worksheet:
    """The tree of one worksheet. ``changed`` says that its part has to be written anew."""

    def __init__(self, name: str, part: str, data: bytes) -> None:
        self.name = name
        self.part = part
        self.root = parse_xml(data, part)
        self.namespace = etree.QName(self.root).namespace or ""
        found = self.root.find(self.tag("sheetData"))
        if found is None:
            raise PackageBroken(part)
        self.sheet_data = found
        self.prefix = f"{found.prefix}:" if found.prefix else ""
        self.changed = False
        self._numbers: list[int] = []
        self._rows: dict[int, etree._Element] = {}
        self._cells: dict[tuple[int, int], etree._Element] = {}
        self._number_everything()

    def tag(self, name: str) -> str:
        """*name* in the worksheet's own namespace."""
        return f"{{{self.namespace}}}{name}" if self.namespace else name

    def _number_everything(self) -> None:
        """Index rows and cells; give an address to those that have none."""
        row_number = 0
        for row in self.sheet_data.iterchildren(self.tag("row")):
            row_number = _whole(row.get("r"), self.part) if row.get("r") else row_number + 1
            row.set("r", str(row_number))
            self._numbers.append(row_number)
            self._rows[row_number] = row
            column = 0
            for cell in row.iterchildren(self.tag("c")):
                try:
                    column = parse_address(cell.get("r") or address_of(row_number, column + 1))[1]
                except ValueError as error:
                    raise PackageBroken(self.part) from error
                cell.set("r", address_of(row_number, column))
                self._cells[row_number, column] = cell
        if self._numbers != sorted(set(self._numbers)):
            raise PackageBroken(self.part)

    def row(self, number: int) -> etree._Element:
        """The row of that number, made if it is missing."""
        if number in self._rows:
            return self._rows[number]
        # Made where it belongs: an element without a parent would choose a prefix of its own.
        row = etree.SubElement(self.sheet_data, self.tag("row"), r=str(number))
        position = bisect_left(self._numbers, number)
        if position < len(self._numbers):
            self._rows[self._numbers[position]].addprevious(row)
        self._numbers.insert(position, number)
        self._rows[number] = row
        return row

    def find(self, row: int, column: int) -> etree._Element | None:
        """The cell there, if the template has one."""
        return self._cells.get((row, column))

    def cell(self, row: int, column: int) -> etree._Element:
        """The cell there, made in its right place and in its row's or column's style if it is missing."""
        found = self.find(row, column)
        if found is not None:
            return found
        parent = self.row(row)
        drop_attributes(parent, "spans")
        cell = etree.SubElement(parent, self.tag("c"), r=address_of(row, column))
        style = (
            parent.get("s") if parent.get("customFormat") in {"1", "true"} else None
        ) or self._column_style(column)
        if style:
            cell.set("s", style)
        others = [other for other in parent.iterchildren(self.tag("c")) if other is not cell]
        after = next((other for other in others if parse_address(other.get("r", ""))[1] > column), None)
        if after is not None:
            after.addprevious(cell)
        elif others:
            others[-1].addnext(cell)
        self._cells[row, column] = cell
        return cell

    def _column_style(self, column: int) -> str | None:
        for found in self.root.iterfind(f"{self.tag('cols')}/{self.tag('col')}"):
            if int(found.get("min", "0")) <= column <= int(found.get("max", "0")):
                return found.get("style")
        return None

    def cells(self) -> Iterator[tuple[int, int, etree._Element]]:
        """Every cell with its row and column."""
        return ((row, column, cell) for (row, column), cell in self._cells.items())

    def rows(self) -> Iterator[tuple[int, etree._Element]]:
        """Every row with its number."""
        return iter(self._rows.items())

    def formulas(self) -> list[FormulaSite]:
        """Every formula; those that share one are written out as they read in their own cell."""
        found = []
        shared: dict[str, tuple[int, int, str]] = {}
        for (row, column), cell in self._cells.items():
            element = cell.find(self.tag("f"))
            if element is None:
                continue
            text = element.text or ""
            if element.get("t") == "shared":
                index = element.get("si", "")
                if text:
                    shared[index] = (row, column, text)
                elif index in shared:
                    first_row, first_column, master = shared[index]
                    text = translate_formula(master, rows=row - first_row, columns=column - first_column)
            if text:
                found.append(FormulaSite(cell, element, row, column, text))
        return found

    def value(self, cell: etree._Element, shared: Sequence[str]) -> Scalar:
        """The value a cell has in the template; *shared* are the workbook's shared strings."""
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            inline = cell.find(self.tag("is"))
            return (text_in(inline) or None) if inline is not None else None
        element = cell.find(self.tag("v"))
        text = "" if element is None else element.text or ""
        return _typed(kind, text, shared)

    def set_value(self, row: int, column: int, value: Value, *, epoch_1904: bool) -> None:
        """Put *value* into a cell, in its style; a formula in it goes. Raises ValueError for what no cell can hold."""
        cell = self.cell(row, column)
        empty_cell(cell)
        self.changed = True
        if value is None or value == "":
            return
        if isinstance(value, str):
            if not inner_text(value):
                return
            cell.set("t", "inlineStr")
            text = etree.SubElement(etree.SubElement(cell, self.tag("is")), self.tag("t"))
            set_text(text, value)
            return
        if isinstance(value, bool):
            cell.set("t", "b")
        element = etree.SubElement(cell, self.tag("v"))
        element.text = _plain(value, epoch_1904=epoch_1904)

    def clear_result(self, cell: etree._Element) -> None:
        """Take the value out of a cell that Excel must compute."""
        empty_cell(cell)
        self.changed = True

    def set_formula(self, site: FormulaSite, text: str, result: Scalar) -> None:
        """Put a moved formula and its result in place; None where Excel must compute it."""
        element = site.element
        if element.get("t") == "shared":
            drop_attributes(element, "t", "si", "ref")
        element.text = text
        for old in site.cell.findall(self.tag("v")):
            site.cell.remove(old)
        drop_attributes(site.cell, "t")
        self.changed = True
        if result is None:
            return
        value = etree.SubElement(site.cell, self.tag("v"))
        kind, written = written_result(result)
        if kind:
            site.cell.set("t", kind)
        value.text = written
        if kind == "str" and written != written.strip():
            value.set(_SPACE, "preserve")

    def show_no_zero(self, row: int, column: int) -> None:
        """Let the formula there, if it is one of its own, show nothing where it comes to zero."""
        sites = self.formulas()
        site = next((one for one in sites if (one.row, one.column) == (row, column)), None)
        if site is None or site.is_array:
            return
        number = site.element.get("si")
        for other in sites:  # who shares it, reads it in the first of them
            if number is not None and other.element.get("si") == number:
                self.set_formula(other, other.text, None)
        self.set_formula(site, f'IF(({site.text})=0,"",{site.text})', None)

    def merges(self) -> list[tuple[etree._Element, Range]]:
        """The merged ranges, each with its element."""
        path = f"{self.tag('mergeCells')}/{self.tag('mergeCell')}"
        try:
            return [(element, Range.parse(element.get("ref", ""))) for element in self.root.iterfind(path)]
        except ValueError as error:
            raise PackageBroken(self.part) from error


def written_result(result: Scalar) -> tuple[str, str]:
    """The type and the text of a formula's result: '' for numbers, ``str``, ``b``, ``e``."""
    if isinstance(result, bool):
        return "b", str(int(result))
    if isinstance(result, CellError):
        return "e", result.code
    if isinstance(result, str):
        return "str", guard_escapes(clean_text(result))
    return "", number_text(result or 0)


def set_text(element: etree._Element, text: str) -> None:
    """Give a ``<t>`` its text, cleaned; blanks at its ends are kept."""
    cleaned = clean_text(text)
    element.text = guard_escapes(cleaned)
    if cleaned != cleaned.strip():
        element.set(_SPACE, "preserve")


def text_in(element: etree._Element) -> str:
    """The text of an ``<si>`` or ``<is>``: its runs joined, readings (furigana, pinyin) left out."""
    return "".join(
        text.text or ""
        for text in element.iter("{*}t")
        if (parent := text.getparent()) is not None and etree.QName(parent).localname != "rPh"
    )


def empty_cell(cell: etree._Element) -> None:
    """Take everything out of a cell but its place and its style."""
    for child in list(cell):
        cell.remove(child)
    cell.text = None
    drop_attributes(cell, "t", "cm", "vm", "ph")


def _plain(value: Value, *, epoch_1904: bool) -> str:
    if isinstance(value, date):
        return number_text(serial_of(value, epoch_1904=epoch_1904))
    if isinstance(value, float):
        return float_text(value)
    if isinstance(value, int):
        return str(int(value))
    if not isinstance(value, Decimal):
        raise TypeError(type(value).__name__)
    return number_text(value)


def _whole(text: str | None, part: str) -> int:
    if not text or not text.isdecimal():
        raise PackageBroken(part)
    return int(text)


def _typed(kind: str, text: str, shared: Sequence[str]) -> Scalar:
    if kind == "str":
        return text or None
    if not text:
        return None
    if kind == "s":
        return (shared[int(text)] or None) if text.isdecimal() and int(text) < len(shared) else None
    if kind == "b":
        return text == "1"
    if kind == "e":
        return CellError(text)
    try:
        return parse_number(text)
    except ValueError:
        return text
