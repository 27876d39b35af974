"""What the sheets of an OpenDocument workbook show otherwise than they hold, and their cells that are errors."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lxml import etree

from crm.excel.address import Range, address_of
from crm.excel.sheet import Unreadable, UnreadableCell
from crm.excel.sheet_looks import Looks

if TYPE_CHECKING:
    import zipfile

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_NUMBER = "{urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0}"
_CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_SHEET, _COLUMN, _ROW = f"{_TABLE}table", f"{_TABLE}table-column", f"{_TABLE}table-row"
_CELL, _COVERED = f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"
_PERCENT_STYLE, _NUMBER_STYLE = f"{_NUMBER}percentage-style", f"{_NUMBER}number-style"
_CELL_STYLE = f"{_STYLE}style"
_CELLS = frozenset({_CELL, _COVERED})
_READ = (_SHEET, _COLUMN, _ROW, _PERCENT_STYLE, _NUMBER_STYLE, _CELL_STYLE)
_COLUMNS_REPEATED, _STYLE_NAME = f"{_TABLE}number-columns-repeated", f"{_TABLE}style-name"
_ROWS_SPANNED, _COLUMNS_SPANNED = f"{_TABLE}number-rows-spanned", f"{_TABLE}number-columns-spanned"
_VALUE_TYPE, _CALC_TYPE = f"{_OFFICE}value-type", f"{_CALC}value-type"
_CONTENT, _STYLES = "content.xml", "styles.xml"
_THROUGH, _NOT_STRUCK = f"{_STYLE}text-line-through-type", "none"
_TOLD = (
    *(b":visibility=", b"-spanned=", b'"percentage"', b'"error"', b"display-factor="),
    *(b'line-through-type="single"', b'line-through-type="double"'),
)
"""Where none of these stands in a workbook, there is nothing to tell."""
_PERCENT, _THOUSANDS = "0%", "0,"
_NUMBERS = frozenset({"float", "percentage", "currency"})
_MOST_ALIKE = 4_096
"""Of so many cells alike in one element each is named; more are no figures."""


def looks_of_open_document(archive: zipfile.ZipFile) -> dict[str, Looks]:
    """What each sheet shows, by its name. Raises lxml's XMLSyntaxError where a part is broken."""
    parts = [name for name in (_STYLES, _CONTENT) if name in archive.namelist()]
    if not any(mark in archive.read(part) for part in parts for mark in _TOLD):
        return {}
    reading = _Reading()
    for part in parts:
        with archive.open(part) as stream:
            for event, element in etree.iterparse(
                stream, events=("start", "end"), tag=_READ, resolve_entities=False, no_network=True
            ):
                reading.see(element, ends=event == "end")
    return reading.found


@dataclass
class _Reading:
    """What has been seen so far: ``shown`` are number styles, ``styles`` those of cells that use one or ``strike``."""

    found: dict[str, Looks] = field(default_factory=dict)
    shown: dict[str, str] = field(default_factory=dict)
    styles: dict[str, str] = field(default_factory=dict)
    strike: set[str] = field(default_factory=set)
    sheet: _Sheet | None = None

    def see(self, element: etree._Element, *, ends: bool) -> None:
        """An element that begins or ends."""
        tag = element.tag
        if tag == _SHEET:
            if ends and self.sheet is not None:
                self.found[element.get(f"{_TABLE}name", "")] = self.sheet.looks()
            self.sheet = None if ends else _Sheet(self.styles, self.strike)
        elif self.sheet is not None:
            self.sheet.see(element, ends=ends)
        elif ends:
            self._see_style(element)
        if ends:
            element.clear()

    def _see_style(self, style: etree._Element) -> None:
        name = style.get(f"{_STYLE}name", "")
        if style.tag == _PERCENT_STYLE:
            self.shown[name] = _PERCENT
        elif style.tag == _NUMBER_STYLE:
            factors = (one.get(f"{_NUMBER}display-factor", "1") for one in style.iter(f"{_NUMBER}number"))
            if any(float(factor) != 1 for factor in factors):
                self.shown[name] = _THOUSANDS
        else:
            if (shown := self.shown.get(style.get(f"{_STYLE}data-style-name", ""))) is not None:
                self.styles[name] = shown
            texts = style.iterfind(f"{_STYLE}text-properties")
            if any(one.get(_THROUGH, _NOT_STRUCK) != _NOT_STRUCK for one in texts):
                self.strike.add(name)


@dataclass
class _Sheet:
    """A sheet while it is read; ``row`` and ``column`` are those of the next cell."""

    styles: dict[str, str]
    strike: set[str]
    row: int = 1
    column: int = 1
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    scaled: dict[tuple[int, int], str] = field(default_factory=dict)
    struck: set[tuple[int, int]] = field(default_factory=set)
    errors: list[UnreadableCell] = field(default_factory=list)
    merges: list[Range] = field(default_factory=list)
    by_column: dict[int, str] = field(default_factory=dict)
    """The style of cells that name none of their own, where it tells something."""

    def looks(self) -> Looks:
        """All that was seen."""
        hidden = frozenset(self.hidden_rows), frozenset(self.hidden_columns)
        return Looks(*hidden, self.scaled, frozenset(self.struck), tuple(self.errors), tuple(self.merges))

    def see(self, element: etree._Element, *, ends: bool) -> None:
        """An element of the sheet that begins or ends."""
        if element.tag == _COLUMN:
            if ends:
                self._see_columns(element)
        elif element.tag == _ROW and ends:
            self._see_row(element)

    def _see_columns(self, element: etree._Element) -> None:
        count = _repeats(element, "columns")
        named = range(self.column, self.column + min(count, _MOST_ALIKE))
        if _is_hidden(element):
            self.hidden_columns.update(named)
        style = element.get(f"{_TABLE}default-cell-style-name", "")
        if style in self.styles or style in self.strike:
            self.by_column |= dict.fromkeys(named, style)
        self.column += count

    def _see_row(self, element: etree._Element) -> None:
        count = _repeats(element, "rows")
        if _is_hidden(element):
            self.hidden_rows.update(range(self.row, self.row + min(count, _MOST_ALIKE)))
        self.column = 1
        for cell in element:
            if cell.tag in _CELLS:
                self._see_cells(cell)
        self.row += count

    def _see_cells(self, element: etree._Element) -> None:
        get = element.get
        count, kind = int(get(_COLUMNS_REPEATED) or 1), get(_VALUE_TYPE)
        down, right = get(_ROWS_SPANNED) or "1", get(_COLUMNS_SPANNED) or "1"
        if down != "1" or right != "1":
            last = self.row + int(down) - 1, self.column + int(right) - 1
            self.merges.append(Range(self.row, self.column, *last))
        columns = range(self.column, self.column + min(count, _MOST_ALIKE))
        own = get(_STYLE_NAME)
        for column in columns if kind is not None else ():
            style = self.by_column.get(column, "") if own is None else own
            if style in self.strike:
                self.struck.add((self.row, column))
            if kind in _NUMBERS and style in self.styles:
                self.scaled[self.row, column] = self.styles[style]
        if kind not in _NUMBERS and kind is not None and get(_CALC_TYPE) == "error":
            shown = "".join(map(str, element.itertext()))
            self.errors += [
                UnreadableCell(address_of(self.row, column), Unreadable.ERROR, shown) for column in columns
            ]
        self.column += count


def _repeats(element: etree._Element, what: str) -> int:
    return int(element.get(f"{_TABLE}number-{what}-repeated", "1"))


def _is_hidden(element: etree._Element) -> bool:
    return element.get(f"{_TABLE}visibility", "visible") != "visible"
