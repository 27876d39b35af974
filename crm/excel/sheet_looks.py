"""What a sheet shows otherwise than it holds: rows and columns nobody sees, formats that scale, values crossed out."""

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

    from lxml import etree

    from crm.excel.address import Range
    from crm.excel.sheet import UnreadableCell

_ROW = re.compile(rb"<(?:\w+:)?row\s([^>]*)>")
_COLUMN = re.compile(rb"<(?:\w+:)?col\s([^>]*)>")
_FIRST = re.compile(rb"\bmin\s*=\s*[\"'](\d{1,5})[\"']")
_LAST = re.compile(rb"\bmax\s*=\s*[\"'](\d{1,5})[\"']")
_CELL = re.compile(rb"<(?:\w+:)?c\s([^>]*[^/>])>(?:\s*<(?:\w+:)?v>(\d{1,9})</)?")
_HIDDEN = re.compile(rb"\bhidden\s*=\s*[\"'](?:1|true)[\"']")
_NUMBER = re.compile(rb"\br\s*=\s*[\"'](\d{1,7})[\"']")
_ADDRESS = re.compile(rb"\br\s*=\s*[\"']([A-Z]{1,3})(\d{1,7})[\"']")
_STYLE = re.compile(rb"\bs\s*=\s*[\"'](\d{1,6})[\"']")
_OF_SHARED_TEXT = re.compile(rb"\bt\s*=\s*[\"']s[\"']")
_STRIKE = b"strike"
_OF_TEXT = re.compile(rb"\bt\s*=\s*[\"'](?!n[\"'])")


@dataclass(frozen=True, slots=True)
class Looks:
    """What a sheet shows otherwise than it holds, as in `Sheet`; ``unreadable`` are its cells that are errors.

    ``merges`` are merged cells that the reader itself does not tell.
    """

    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    scaled: Mapping[tuple[int, int], str] = field(default_factory=dict)
    struck: frozenset[tuple[int, int]] = frozenset()
    unreadable: tuple[UnreadableCell, ...] = ()
    merges: tuple[Range, ...] = ()


@dataclass(frozen=True, slots=True)
class Styles:
    """Which styles of a workbook's cells ``scale`` a number, with the format, and by which values are ``struck``.

    ``struck_texts`` are the numbers of the shared texts of which a part is struck through.
    """

    scale: Mapping[int, str] = field(default_factory=dict)
    struck: frozenset[int] = frozenset()
    struck_texts: frozenset[int] = frozenset()

    @property
    def tell(self) -> bool:
        """Whether any cell can look otherwise than it is."""
        return bool(self.scale or self.struck or self.struck_texts)


def styles_of_cells(archive: zipfile.ZipFile) -> Styles:
    """The styles that show another number than the cell holds, and those that cross it out.

    Raises PackageBroken where the workbook's parts are broken.
    """
    names = {normal_name(name): name for name in archive.namelist()}
    workbook = find_workbook(lambda part: archive.read(names[part]) if part in names else None)
    listed = names.get(relations_name(workbook))
    relations = read_relations(archive.read(listed), workbook) if listed else []
    parts = {one.kind: names[one.target] for one in relations if one.target in names}
    texts = _struck_texts(archive, parts["sharedStrings"]) if "sharedStrings" in parts else frozenset()
    if "styles" not in parts:
        return Styles(struck_texts=texts)
    styles = parse_xml(archive.read(parts["styles"]), parts["styles"])
    codes: dict[str, str] = {str(number): code for number, code in BUILT_IN.items()}
    codes |= {one.get("numFmtId", ""): one.get("formatCode", "") for one in styles.iter("{*}numFmt")}
    wrong = {number: code for number, code in codes.items() if scales(code)}
    fonts = {str(n) for n, font in enumerate(styles.iterfind("{*}fonts/{*}font")) if _is_struck(font)}
    formats = [
        (one.get("numFmtId", ""), one.get("fontId", "")) for one in styles.iterfind("{*}cellXfs/{*}xf")
    ]
    return Styles(
        {style: wrong[number] for style, (number, _) in enumerate(formats) if number in wrong},
        frozenset(style for style, (_, font) in enumerate(formats) if font in fonts),
        texts,
    )


def _struck_texts(archive: zipfile.ZipFile, part: str) -> frozenset[int]:
    """The numbers of the shared texts of which a part is struck through."""
    if not any(_STRIKE in window for window in windows(archive, part)):
        return frozenset()
    texts = parse_xml(archive.read(part), part).iterfind("{*}si")
    return frozenset(n for n, text in enumerate(texts) if any(map(_is_struck, text.iterfind("{*}r/{*}rPr"))))


def _is_struck(font: etree._Element) -> bool:
    return any(mark.get("val", "1") not in {"0", "false"} for mark in font.iterfind("{*}strike"))


def looks_of_worksheet(archive: zipfile.ZipFile, part: str, styles: Styles, *, hides: bool) -> Looks:
    """What worksheet *part* shows otherwise than it holds, in one pass; nothing is looked for that is not there.

    *hides* says that it hides rows or columns at all.
    """
    rows: set[int] = set()
    columns: set[int] = set()
    scaled: dict[tuple[int, int], str] = {}
    struck: set[tuple[int, int]] = set()
    in_head = True
    for window in windows(archive, part) if styles.tell or hides else ():
        if hides and in_head:
            columns.update(_hidden_columns(window))
            in_head = b"sheetData" not in window
        if hides:
            rows.update(_hidden_rows(window))
        for place, code, is_struck in _styled_cells(window, styles) if styles.tell else ():
            if code:
                scaled[place] = code
            if is_struck:
                struck.add(place)
    return Looks(frozenset(rows), frozenset(columns), scaled, frozenset(struck))


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


def _styled_cells(window: bytes, styles: Styles) -> Iterator[tuple[tuple[int, int], str, bool]]:
    """The cells that show something else: row and column, the format that scales a number, and whether it is struck."""
    for cell, text in _CELL.findall(window):
        style, address = _STYLE.search(cell), _ADDRESS.search(cell)
        number = int(style[1]) if style else 0
        code = "" if _OF_TEXT.search(cell) else styles.scale.get(number, "")
        shared = int(text) if text and _OF_SHARED_TEXT.search(cell) else -1
        is_struck = number in styles.struck or shared in styles.struck_texts
        if address and (code or is_struck):
            yield (int(address[2]), column_number(address[1].decode("ascii"))), code, is_struck
