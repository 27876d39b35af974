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
    from collections.abc import Mapping

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


def hidden_columns(archive: zipfile.ZipFile, part: str) -> frozenset[int]:
    """The numbers of the columns of worksheet *part* that are hidden; what reaches to the last one there is, is not."""
    found: set[int] = set()
    for window in windows(archive, part):
        for column in _COLUMN.findall(window):
            first, last = _FIRST.search(column), _LAST.search(column)
            if _HIDDEN.search(column) and first and last:
                found.update(range(int(first[1]), min(int(last[1]), LAST_COLUMN) + 1))
        if b"sheetData" in window:
            break
    return frozenset(found)


def hidden_rows(archive: zipfile.ZipFile, part: str) -> frozenset[int]:
    """The numbers of the rows of worksheet *part* that are hidden, by hand or by a filter."""
    found = (
        _NUMBER.search(row)
        for window in windows(archive, part)
        for row in _ROW.findall(window)
        if _HIDDEN.search(row)
    )
    return frozenset(int(number[1]) for number in found if number)


@dataclass(frozen=True, slots=True)
class Styles:
    """Which styles of a workbook's cells ``scale`` a number, with the format, and by which values are ``struck``.

    ``struck_texts`` are the numbers of the shared texts of which a part is struck through.
    """

    scale: Mapping[int, str] = field(default_factory=dict)
    struck: frozenset[int] = frozenset()
    struck_texts: frozenset[int] = frozenset()


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


def read_styled_cells(
    archive: zipfile.ZipFile, part: str, styles: Styles
) -> tuple[dict[tuple[int, int], str], frozenset[tuple[int, int]]]:
    """The cells of worksheet *part*, by row and column, whose number is scaled, with the format, and those struck."""
    scaled: dict[tuple[int, int], str] = {}
    struck: set[tuple[int, int]] = set()
    is_told = styles.scale or styles.struck or styles.struck_texts
    for window in windows(archive, part) if is_told else ():
        for cell, text in _CELL.findall(window):
            style, address = _STYLE.search(cell), _ADDRESS.search(cell)
            number = int(style[1]) if style else 0
            shown = None if _OF_TEXT.search(cell) else styles.scale.get(number)
            shared = int(text) if text and _OF_SHARED_TEXT.search(cell) else -1
            is_struck = number in styles.struck or shared in styles.struck_texts
            if not address or not (is_struck or shown):
                continue
            place = int(address[2]), column_number(address[1].decode("ascii"))
            if is_struck:
                struck.add(place)
            if shown:
                scaled[place] = shown
    return scaled, frozenset(struck)
