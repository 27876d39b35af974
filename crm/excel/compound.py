"""A look at a compound file (.xls, or an encrypted package) before calamine opens it.

calamine sets memory aside for as many texts and cells as the file states. One wrong byte in such a number, and it asks
for hundreds of gigabytes, which ends the program instead of refusing the file. Layout: [MS-XLS] and [MS-CFB].
"""

from __future__ import annotations

import re
import struct
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_FIRST_RECORD = re.compile(rb"\x09\x08[\x08\x10]\x00\x00[\x05\x06]\x05\x00")
_END, _PASSWORD, _STRINGS, _DIMENSIONS, _BEGIN = 0x0A, 0x2F, 0xFC, 0x200, 0x809
_EPOCH = 0x22
_MOST_ROWS, _MOST_COLUMNS = 65_536, 256
# FORMULA, MULRK, MULBLANK, LABELSST, BLANK, NUMBER, LABEL, BOOLERR, RK: each begins with its row and its column.
_CELLS = (0x06, 0xBD, 0xBE, 0xFD, 0x201, 0x203, 0x204, 0x205, 0x27E)
# The records that are looked into, and how long they are at least.
_SHORTEST = {_STRINGS: 8, _DIMENSIONS: 10} | dict.fromkeys(_CELLS, 4)
# What a sheet states of itself: first row, rows, first column, columns; before Excel 97 and since.
_SIZES = (struct.Struct("<4H"), struct.Struct("<2I2H"))
_SIZES_OF_97 = 14
# Of a compound file: its header, the entries of its directory, the streams that hold a workbook, sizes of sectors.
_HEADER, _ENTRY = 512, 128
_WORKBOOK_STREAMS = ("workbook", "book")
_SECTOR_SHIFTS = (9, 12)
_LAST_SECTOR = 0xFFFFFFFA


class Flaw(Enum):
    """Why a compound file must not be opened."""

    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"


def flaw_of_compound(data: bytes) -> Flaw | None:
    """What is wrong with a compound file, if anything is seen; where its stream is not found, its bytes are."""
    if _ENCRYPTED_STREAM in data:
        return Flaw.ENCRYPTED
    stream, begin = first_record(data)
    for record, start, length in () if begin is None else records_from(stream, begin):
        if record == _PASSWORD:
            return Flaw.ENCRYPTED
        if length >= _SHORTEST.get(record, length + 1) and _is_a_lie(stream, record, start, length=length):
            return Flaw.DAMAGED
    return None


def compound_counts_from_1904(data: bytes) -> bool:
    """Whether the workbook in a compound file numbers its days from 1904; no where its stream is not found."""
    stream, begin = first_record(data)
    for record, start, _ in () if begin is None else records_from(stream, begin):
        if record == _EPOCH:
            return stream[start : start + 1] == b"\x01"
        if record == _END:
            break
    return False


def first_record(data: bytes) -> tuple[bytes, int | None]:
    """The workbook's stream and where its first record begins; None where no workbook is found."""
    stream = _workbook_stream(data) or data
    first = _FIRST_RECORD.search(stream)
    return stream, first.start() if first else None


def _workbook_stream(data: bytes) -> bytes | None:
    """The workbook's stream, its sectors put in order; None where it is not found or too small to have sectors."""
    if len(data) < _HEADER:
        return None
    (size,) = struct.unpack_from("<H", data, 30)
    if size not in _SECTOR_SHIFTS:
        return None
    sector = 1 << size
    table = _allocation_table(data, sector)
    directory = _chain(data, sector, table, first=_number(data, 48))
    (smallest,) = struct.unpack_from("<I", data, 56)
    for place in range(0, len(directory) - _ENTRY + 1, _ENTRY):
        name = directory[place : place + 64].decode("utf-16-le", "replace").partition("\0")[0]
        length = _number(directory, place + 120)
        if name.lower() in _WORKBOOK_STREAMS and length >= smallest:
            return _chain(data, sector, table, first=_number(directory, place + 116))[:length]
    return None


def _allocation_table(data: bytes, sector: int) -> list[int]:
    """For each sector the one that follows it; the table's own sectors are listed in the header and beyond."""
    listed = list(struct.unpack_from("<109I", data, 76))
    further = _number(data, 68)
    for _ in range(len(data) // sector):
        if further > _LAST_SECTOR:
            break
        *more, further = _entries(data, sector, further) or [_LAST_SECTOR + 1]
        listed += more
    return [entry for number in listed if number <= _LAST_SECTOR for entry in _entries(data, sector, number)]


def _entries(data: bytes, sector: int, number: int) -> tuple[int, ...]:
    place = (number + 1) * sector
    part = data[place : place + sector]
    return struct.unpack(f"<{len(part) // 4}I", part[: len(part) // 4 * 4])


def _chain(data: bytes, sector: int, table: list[int], *, first: int) -> bytes:
    """The sectors from *first* on, as the table strings them together; an endless string ends with the file's size."""
    parts: list[bytes] = []
    number = first
    while number < len(table) and len(parts) * sector < len(data):
        parts.append(data[(number + 1) * sector : (number + 2) * sector])
        number = table[number]
    return b"".join(parts)


def _number(data: bytes, position: int) -> int:
    return int.from_bytes(data[position : position + 4], "little")


def records_from(data: bytes, position: int) -> Iterator[tuple[int, int, int]]:
    """Kind, start and length of each record from *position* on, through all parts of the stream.

    The stream is parts, the workbook's own and one for each sheet, with further parts in them: a chart in its sheet.
    Each begins and ends with a record of its own; where none begins after an end, the stream is over.
    """
    return ((record, start, length) for record, start, length, _ in _walk(data, position))


def records_of_part(data: bytes, position: int) -> Iterator[tuple[int, int, int]]:
    """Like `records_from`, of one part alone and without the parts in it."""
    for record, start, length, depth in _walk(data, position):
        if depth == 1 and record == _END:
            return
        if depth == 1:
            yield record, start, length


def _walk(data: bytes, position: int) -> Iterator[tuple[int, int, int, int]]:
    """Each record with how deep it lies: 1 in a part of the stream, 2 in a part of that one."""
    depth = 0
    while position + 4 <= len(data):
        record, length = struct.unpack_from("<2H", data, position)
        if not depth and record != _BEGIN:
            return
        depth += record == _BEGIN
        yield record, position + 4, length, depth
        depth -= record == _END
        position += 4 + length


def _is_a_lie(data: bytes, record: int, start: int, *, length: int) -> bool:
    """Whether a record states more than such a file can hold: texts, rows, columns, or a column's number."""
    if record == _STRINGS:
        return _number(data, start + 4) > len(data)
    if record == _DIMENSIONS:
        layout = _SIZES[length >= _SIZES_OF_97]
        if start + layout.size > len(data):
            return False
        sizes: tuple[int, ...] = layout.unpack_from(data, start)
        first, rows, _, columns = sizes
        # A sheet that ends before it begins wraps around to the largest number there is.
        return first > rows or rows > _MOST_ROWS or columns > _MOST_COLUMNS
    return int.from_bytes(data[start + 2 : start + 4], "little") >= _MOST_COLUMNS
