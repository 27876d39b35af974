"""Workbooks that are really markup: a web page saved as .xls, and the XML spreadsheet of Excel 2003."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from lxml import etree

from crm.excel.address import Range, address_of
from crm.excel.delimited import decode_text
from crm.excel.safety import MOST_CELLS, refusal
from crm.excel.sheet import CellValue, Sheet, Unreadable, UnreadableCell

if TYPE_CHECKING:
    from pathlib import Path

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\r\n\f\v]+")
_LINE_BREAK = "\ue000"  # stands for <br> while spaces are folded
_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
_LONGEST_SPAN = 2000
_MOST_SPANNED = 1_000_000


@dataclass(slots=True)
class _Canvas:
    """Cells placed one by one, some of them over several rows and columns."""

    cells: dict[tuple[int, int], CellValue] = field(default_factory=dict)
    taken: set[tuple[int, int]] = field(default_factory=set)
    merges: list[Range] = field(default_factory=list)
    unreadable: list[UnreadableCell] = field(default_factory=list)
    size: int = 0

    def free_column(self, row: int, column: int) -> int:
        while (row, column) in self.taken:
            column += 1
        return column

    def put(self, row: int, column: int, value: CellValue, *, down: int = 0, across: int = 0) -> None:
        if value is not None:
            self.cells[row, column] = value
        if down or across:
            self.merges.append(Range(row, column, row + down, column + across))
            self.size += (down + 1) * (across + 1)
            if self.size > _MOST_SPANNED:
                raise OverflowError
            self.taken.update(
                (r, c) for r in range(row, row + down + 1) for c in range(column, column + across + 1)
            )

    def sheet(self, name: str) -> Sheet:
        rows = [row for row, _ in self.cells]
        columns = [column for _, column in self.cells]
        if not rows:
            return Sheet(name, 1, 1, [], tuple(self.merges), tuple(self.unreadable))
        first_row, last_row, first_column, last_column = min(rows), max(rows), min(columns), max(columns)
        if (last_row - first_row + 1) * (last_column - first_column + 1) > MOST_CELLS:
            raise OverflowError
        grid: list[list[CellValue]] = [
            [self.cells.get((row, column)) for column in range(first_column, last_column + 1)]
            for row in range(first_row, last_row + 1)
        ]
        return Sheet(name, first_row, first_column, grid, tuple(self.merges), tuple(self.unreadable))


def read_html(data: bytes, *, path: Path) -> list[Sheet]:
    """One sheet for each innermost ``<table>``, named table1, table2 …; all values are texts, merges from spans.

    Raises ReadRefused where the page has no table.
    """
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    root = etree.fromstring(_decode_html(data).encode("utf-8"), parser)
    tables = [] if root is None else [table for table in root.iter("table") if table.find(".//table") is None]
    try:
        sheets = [_read_table(table).sheet(f"table{number}") for number, table in enumerate(tables, 1)]
    except OverflowError:
        raise refusal("workbook-too-large", path, where="table") from None
    if not sheets:
        raise refusal("workbook-not-a-workbook", path)
    return sheets


def _decode_html(data: bytes) -> str:
    declared = _CHARSET.search(data[:4096])
    if declared and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        name = declared[1].decode("ascii").lower()
        # Pages say GB2312 and write characters that only its successor has.
        encoding = "gb18030" if name in {"gb2312", "gbk", "x-gbk", "gb_2312-80"} else name
        try:
            return data.decode(encoding)
        except (LookupError, UnicodeDecodeError):
            pass
    return decode_text(data)


def _read_table(table: etree._Element) -> _Canvas:
    canvas = _Canvas()
    for number, row in enumerate(table.iter("tr"), 1):
        column = 1
        for cell in row.iter("td", "th"):
            column = canvas.free_column(number, column)
            down, across = _span(cell, "rowspan"), _span(cell, "colspan")
            canvas.put(number, column, _text_of(cell), down=down - 1, across=across - 1)
            column += across
    return canvas


def _span(cell: etree._Element, name: str) -> int:
    text = cell.get(name, "1").strip()
    return min(max(int(text), 1), _LONGEST_SPAN) if text.isdecimal() else 1


def _text_of(cell: etree._Element) -> str | None:
    for line_break in cell.iter("br"):
        line_break.tail = _LINE_BREAK + (line_break.tail or "")
    text = _SPACES.sub(" ", "".join(str(part) for part in cell.itertext()))
    return "\n".join(line.strip() for line in text.split(_LINE_BREAK)).strip() or None


def read_spreadsheet_ml(data: bytes, *, path: Path) -> list[Sheet]:
    """The worksheets of an Excel 2003 XML spreadsheet, typed as written. Raises ReadRefused where the XML is broken."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(data, parser)
        return [
            _read_worksheet(worksheet).sheet(worksheet.get(_SS + "Name") or f"sheet{number}")
            for number, worksheet in enumerate(root.iter(_SS + "Worksheet"), 1)
        ]
    except OverflowError:
        raise refusal("workbook-too-large", path, where="Worksheet") from None
    except (etree.XMLSyntaxError, ValueError) as error:
        raise refusal("workbook-damaged", path) from error


def _read_worksheet(worksheet: etree._Element) -> _Canvas:
    canvas = _Canvas()
    row_number = 0
    for row in worksheet.iter(_SS + "Row"):
        row_number = int(row.get(_SS + "Index") or row_number + 1)
        column = 0
        for cell in row.iter(_SS + "Cell"):
            column = int(cell.get(_SS + "Index") or canvas.free_column(row_number, column + 1))
            down, across = int(cell.get(_SS + "MergeDown") or 0), int(cell.get(_SS + "MergeAcross") or 0)
            _put_typed(canvas, row_number, column, cell, down=down, across=across)
            column += across
    return canvas


def _put_typed(
    canvas: _Canvas, row: int, column: int, cell: etree._Element, *, down: int, across: int
) -> None:
    data = cell.find(_SS + "Data")
    text = "" if data is None else "".join(str(part) for part in data.itertext())
    kind = "" if data is None else data.get(_SS + "Type")
    value: CellValue = text or None
    if kind == "Number" and text:
        number = float(text)
        value = int(number) if number.is_integer() and abs(number) < 1e15 else number
    elif kind == "Boolean":
        value = text.strip() == "1"
    elif kind == "DateTime" and text:
        value = datetime.fromisoformat(text)
    elif kind == "Error":
        value = None
        canvas.unreadable.append(UnreadableCell(address_of(row, column), Unreadable.ERROR, text))
    canvas.put(row, column, value, down=down, across=across)
