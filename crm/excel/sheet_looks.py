"""What a sheet shows otherwise than it holds: rows and columns nobody sees, and numbers in a format that scales."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from crm.excel.address import LAST_COLUMN, column_number
from crm.excel.number_format import BUILT_IN, scales
from crm.excel.package import find_workbook, normal_name, parse_xml, read_relations, relations_name
from crm.excel.worksheet_scan import windows

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator, Mapping

    from crm.excel.address import Range
    from crm.excel.sheet import UnreadableCell

_ROW = re.compile(rb"<(?:\w+:)?row\s([^>]*)>")
_COLUMN = re.compile(rb"<(?:\w+:)?col\s([^>]*)>")
_FIRST = re.compile(rb"\bmin\s*=\s*[\"'](\d{1,5})[\"']")
_LAST = re.compile(rb"\bmax\s*=\s*[\"'](\d{1,5})[\"']")
_CELL = re.compile(rb"<(?:\w+:)?c\s([^>]*[^/>])>")
_HIDDEN = re.compile(rb"\bhidden\s*=\s*[\"'](?:1|true)[\"']")
_NUMBER = re.compile(rb"\br\s*=\s*[\"'](\d{1,7})[\"']")
_ADDRESS = re.compile(rb"\br\s*=\s*[\"']([A-Z]{1,3})(\d{1,7})[\"']")
_STYLE = re.compile(rb"\bs\s*=\s*[\"'](\d{1,6})[\"']")
_OF_TEXT = re.compile(rb"\bt\s*=\s*[\"'](?!n[\"'])")


@dataclass(frozen=True, slots=True)
class Looks:
    """What a sheet shows otherwise than it holds, as in `Sheet`; ``unreadable`` are its cells that are errors.

    ``merges`` are merged cells that the reader itself does not tell.
    """

    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    scaled: Mapping[tuple[int, int], str] = field(default_factory=dict)
    unreadable: tuple[UnreadableCell, ...] = ()
    merges: tuple[Range, ...] = ()


def scaling_styles(archive: zipfile.ZipFile) -> dict[int, str]:
    """The styles of cells whose number format shows another number than the cell holds, with that format.

    Raises PackageBroken where the workbook's parts are broken.
    """
    names = {normal_name(name): name for name in archive.namelist()}
    workbook = find_workbook(lambda part: archive.read(names[part]) if part in names else None)
    listed = names.get(relations_name(workbook))
    relations = read_relations(archive.read(listed), workbook) if listed else []
    target = next((one.target for one in relations if one.kind == "styles" and one.target in names), None)
    if target is None:
        return {}
    styles = parse_xml(archive.read(names[target]), target)
    codes: dict[str, str] = {str(number): code for number, code in BUILT_IN.items()}
    codes |= {one.get("numFmtId", ""): one.get("formatCode", "") for one in styles.iter("{*}numFmt")}
    wrong = {number: code for number, code in codes.items() if scales(code)}
    formats = (one.get("numFmtId", "") for one in styles.iterfind("{*}cellXfs/{*}xf"))
    return {style: wrong[number] for style, number in enumerate(formats) if number in wrong}


def looks_of_worksheet(
    archive: zipfile.ZipFile, part: str, styles: Mapping[int, str], *, hides: bool
) -> Looks:
    """What worksheet *part* shows otherwise than it holds, in one pass; nothing is looked for that is not there.

    *styles* are the formats that scale, by style; *hides* says that it hides rows or columns at all.
    """
    rows: set[int] = set()
    columns: set[int] = set()
    scaled: dict[tuple[int, int], str] = {}
    in_head = True
    for window in windows(archive, part) if styles or hides else ():
        if hides and in_head:
            columns.update(_hidden_columns(window))
            in_head = b"sheetData" not in window
        if hides:
            rows.update(_hidden_rows(window))
        if styles:
            scaled.update(_scaled_cells(window, styles))
    return Looks(frozenset(rows), frozenset(columns), scaled)


def _hidden_columns(window: bytes) -> Iterator[int]:
    """The numbers of hidden columns."""
    for column in _COLUMN.findall(window):
        first, last = _FIRST.search(column), _LAST.search(column)
        if _HIDDEN.search(column) and first and last:
            yield from range(int(first[1]), min(int(last[1]), LAST_COLUMN) + 1)


def _hidden_rows(window: bytes) -> Iterator[int]:
    """The numbers of rows that are hidden, by hand or by a filter."""
    for row in _ROW.findall(window):
        number = _NUMBER.search(row) if _HIDDEN.search(row) else None
        if number:
            yield int(number[1])


def _scaled_cells(window: bytes, styles: Mapping[int, str]) -> Iterator[tuple[tuple[int, int], str]]:
    """The cells that hold a number in one of *styles*: row and column, and the format."""
    for cell in _CELL.findall(window):
        style, address = _STYLE.search(cell), _ADDRESS.search(cell)
        code = styles.get(int(style[1])) if style else None
        if code is not None and address and not _OF_TEXT.search(cell):
            yield (int(address[2]), column_number(address[1].decode("ascii"))), code
