"""A look through a worksheet's XML for what calamine does not say.

How far the sheet reaches, and which of its blank cells are errors or formulas that nobody has computed.

calamine lays a sheet out as one full rectangle: a single stray cell in the last corner is half a terabyte and ends the
program. So the reach is known before calamine sees the sheet. The quick scan costs a tenth of calamine's own time; the
close one, with a real parser, is for sheets where the quick one saw something.
"""

from __future__ import annotations

import re
import struct
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from crm.excel import deflate
from crm.excel.address import LAST_COLUMN, LAST_ROW, Range, address_of, column_number, parse_address
from crm.excel.sheet import Unreadable, UnreadableCell

if TYPE_CHECKING:
    from collections.abc import Iterator

_CHUNK = 1 << 16
_OVERLAP = 256
_LONGEST_CELL = 1 << 17
_PREFIX = re.compile(rb"<(\w+:)?worksheet[\s>]")
_DIMENSION = re.compile(rb"<(?:\w+:)?dimension\s[^>]*?ref\s*=\s*[\"']([A-Z0-9:$]+)")
_CELL = re.compile(rb"<(?:\w+:)?c\s[^>]*?\br\s*=\s*[\"']([A-Z]{1,3})\d")
_ROW = re.compile(rb"<(?:\w+:)?row\s[^>]*?\br\s*=\s*[\"'](\d+)")
_ADDRESS = re.compile(rb"[^>]*?\br\s*=\s*[\"']([A-Z]{1,3})(\d{1,7})[\"'][^>]*>")
# Records of [MS-XLSB]: BrtWsDim, BrtRowHdr, BrtCellBlank, and BrtFmlaError, the last of those that hold a cell.
_WORKSHEET_DIMENSION, _ROW_RECORD, _BLANK_RECORD, _LAST_CELL_RECORD = 148, 0, 1, 11


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a sheet reaches from A1; ``suspicious`` where it holds formulas or errors, ``hides`` rows or columns."""

    rows: int
    columns: int
    suspicious: bool = False
    hides: bool = False

    @property
    def cells(self) -> int:
        """Cells of the full rectangle."""
        return self.rows * self.columns


@dataclass(frozen=True, slots=True)
class CloseLook:
    """The reach of the cells that hold a value, and the cells that look blank and are not."""

    reach: Reach
    unreadable: tuple[UnreadableCell, ...]


def scan_worksheet(archive: zipfile.ZipFile, part: str) -> Reach:
    """The reach that worksheet *part* states, or its last row and the widest a sheet can be where it states none.

    Raises zipfile.BadZipFile where its data are broken or larger than the archive says.
    """
    entry = archive.getinfo(part)
    stated: Range | None = None
    formula_end, row_end = b"</f>", b"</row>"
    last_row = unnumbered = size = 0
    suspicious = hides = False
    for data, window in _pieces(archive, entry):
        if not size:
            if b"<!DOCTYPE" in window:
                # No program of an office declares entities; calamine would show what refers to one as blank.
                raise zipfile.BadZipFile(part)
            stated = _stated_reach(window)
            prefix = _PREFIX.search(window)
            name = (prefix[1] if prefix else None) or b""
            formula_end, row_end = b"</" + name + b"f>", b"</" + name + b"row>"
        size += len(data)
        if size > entry.file_size:
            raise zipfile.BadZipFile(part)
        suspicious = suspicious or _holds_formula_or_error(window, formula_end)
        hides = hides or b"hidden=" in window
        last_row = max(last_row, _last_row(window))
        if not last_row:
            unnumbered += data.count(row_end)
    rows = last_row or unnumbered
    if stated and stated.last_row >= rows:
        return Reach(stated.last_row, stated.last_column, suspicious, hides)
    # Programs that write row by row state A1 for every sheet: who is wrong about the rows is not asked for the columns.
    return Reach(rows, _widest_column(archive, entry) if stated else LAST_COLUMN, suspicious, hides)


def _widest_column(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> int:
    """The last column that any cell names, or the last there is where cells name none."""
    names: set[bytes] = set()
    for _, window in _pieces(archive, entry):
        names.update(_CELL.findall(window))
    return max((column_number(name.decode("ascii")) for name in names), default=LAST_COLUMN)


def reach_of_values(archive: zipfile.ZipFile, part: str) -> Reach | None:
    """The reach of the cells that are more than a format, quickly; None where that cannot be told without a parser.

    Whoever formats whole columns leaves millions of empty cells behind, which calamine leaves out.
    """
    rows = columns = 0
    tail = start = end = b""
    for data in _inflated(archive, archive.getinfo(part)):
        window = tail + data
        if not start:
            prefix = _PREFIX.search(window)
            name = (prefix[1] if prefix else None) or b""
            start, end = b"<" + name + b"c ", b"</" + name + b"c>"
        position = window.find(end)
        while position >= 0:
            began = window.rfind(start, 0, position)
            address = _ADDRESS.match(window, began + len(start)) if began >= 0 else None
            if address is None or address.end() > position:
                return None
            rows = max(rows, int(address[2]))
            columns = max(columns, column_number(address[1].decode("ascii")))
            position = window.find(end, position + 1)
        if any(start[:-1] + blank in window for blank in (b"\n", b"\r", b"\t")):
            return None
        tail = window[max(window.rfind(start), 0) :][-_LONGEST_CELL:]
    return Reach(rows, columns) if rows else None


def _stated_reach(head: bytes) -> Range | None:
    dimension = _DIMENSION.search(head)
    try:
        return Range.parse(dimension[1].decode("ascii")) if dimension else None
    except ValueError:
        return None


def _holds_formula_or_error(window: bytes, formula_end: bytes) -> bool:
    """Even where formulas are shared and empty, the first of them is not."""
    return formula_end in window or b't="e"' in window or (b"'" in window and b"t='e'" in window)


def _last_row(window: bytes) -> int:
    """The number of the last row that begins in *window*; 0 where none does or rows are not numbered."""
    position = window.rfind(b"row ")
    while position > 0:
        found = _ROW.match(window, max(window.rfind(b"<", 0, position), 0))
        if found:
            return int(found[1])
        position = window.rfind(b"row ", 0, position)
    return 0


def windows(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """The bytes of *part* in pieces, each with the end of the one before: a tag that was cut stands whole in one."""
    return (window for _, window in _pieces(archive, archive.getinfo(part)))


def _pieces(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[tuple[bytes, bytes]]:
    """Each piece alone, and with the end of the one before."""
    tail = b""
    for data in _inflated(archive, entry):
        window = tail + data
        yield data, window
        tail = window[-_OVERLAP:]


def _inflated(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """The part's bytes in pieces, without zipfile's checks: they would cost half as much as calamine itself."""
    file = archive.fp
    if entry.compress_type != zipfile.ZIP_DEFLATED or file is None:
        with archive.open(entry) as stream:
            while piece := stream.read(_CHUNK):
                yield piece
        return
    file.seek(entry.header_offset)
    header = file.read(30)
    if len(header) < 30:
        raise zipfile.BadZipFile(entry.filename)
    name_length, extra_length = struct.unpack("<26x2H", header)
    file.seek(name_length + extra_length, 1)
    inflater = deflate.new_inflater()
    left = entry.compress_size
    try:
        while left > 0 and (packed := file.read(min(left, _CHUNK))):
            left -= len(packed)
            yield inflater.decompress(packed)
    except deflate.failures() as error:
        raise zipfile.BadZipFile(entry.filename) from error


def look_closely(archive: zipfile.ZipFile, part: str) -> CloseLook:
    """The reach of the valued cells of worksheet *part* and its unreadable cells, by a real parser.

    Raises zipfile.BadZipFile or lxml's XMLSyntaxError where the part is broken.
    """
    rows = columns = row = column = 0
    unreadable: list[UnreadableCell] = []
    with archive.open(part) as stream:
        for event, element in etree.iterparse(
            stream, events=("start", "end"), tag=("{*}row", "{*}c"), resolve_entities=False, no_network=True
        ):
            is_row = etree.QName(element).localname == "row"
            if is_row and event == "start":
                row, column = _number(element.get("r"), row + 1), 0
            elif is_row:
                element.clear()
                while (before := element.getprevious()) is not None and (
                    parent := element.getparent()
                ) is not None:
                    parent.remove(before)
            elif event == "end":
                column = _column(element.get("r"), column + 1)
                found = _judge(element, row, column)
                if found:
                    unreadable.append(found)
                if len(element):
                    rows, columns = max(rows, row), max(columns, column)
    return CloseLook(Reach(rows, columns), tuple(unreadable))


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isdecimal() and int(text) <= LAST_ROW else otherwise


def _column(address: str | None, otherwise: int) -> int:
    try:
        return parse_address(address)[1] if address else otherwise
    except ValueError:
        return otherwise


def _judge(cell: etree._Element, row: int, column: int) -> UnreadableCell | None:
    """Whether a ``<c>`` is an error, or has a formula and neither a cached value nor a cached empty text."""
    value = cell.find("{*}v")
    if cell.get("t") == "e":
        shown = "" if value is None else value.text or ""
        return UnreadableCell(address_of(row, column), Unreadable.ERROR, shown)
    formula = cell.find("{*}f")
    if (
        formula is not None
        and cell.get("t") not in {"str", "s", "inlineStr"}
        and (value is None or not value.text)
    ):
        return UnreadableCell(address_of(row, column), Unreadable.UNCOMPUTED, formula.text or "")
    return None


def scan_binary_worksheet(archive: zipfile.ZipFile, part: str) -> Reach:
    """The reach of a worksheet of an .xlsb: what its first records state, and farther where its cells go farther.

    Raises what zipfile raises for broken data.
    """
    data = archive.read(part)
    rows = columns = position = row = 0
    while position < len(data):
        record, position = _variable_number(data, position, 2)
        length, position = _variable_number(data, position, 4)
        if record == _WORKSHEET_DIMENSION and length >= 16 and position + 16 <= len(data):
            _, last_row, _, last_column = struct.unpack_from("<4I", data, position)
            rows, columns = last_row + 1, last_column + 1
        elif record <= _LAST_CELL_RECORD and length >= 4 and position + 4 <= len(data):
            (number,) = struct.unpack_from("<I", data, position)
            if record == _ROW_RECORD:
                row = number + 1
            elif record != _BLANK_RECORD and row <= LAST_ROW:
                rows, columns = max(rows, row), max(columns, number + 1)
        position += length
    return Reach(rows, columns)


def _variable_number(data: bytes, position: int, most: int) -> tuple[int, int]:
    """A number of [MS-XLSB]: seven bits a byte, the eighth says that more follow."""
    number = 0
    for index in range(most):
        if position >= len(data):
            break
        byte = data[position]
        position += 1
        number |= (byte & 0x7F) << (7 * index)
        if not byte & 0x80:
            break
    return number, position
