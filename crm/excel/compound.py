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
_END, _PASSWORD, _SHEET, _STRINGS, _DIMENSIONS, _BEGIN = 0x0A, 0x2F, 0x85, 0xFC, 0x200, 0x809
_MOST_ROWS, _MOST_COLUMNS = 65_536, 256
# FORMULA, MULRK, MULBLANK, LABELSST, BLANK, NUMBER, LABEL, BOOLERR, RK: each begins with its row and its column.
_CELLS = frozenset({0x06, 0xBD, 0xBE, 0xFD, 0x201, 0x203, 0x204, 0x205, 0x27E})


class Flaw(Enum):
    """Why a compound file must not be opened."""

    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"


def flaw_of_compound(data: bytes) -> Flaw | None:
    """What is wrong with a compound file, if anything is seen; its records are read where they mostly lie, in a row."""
    if _ENCRYPTED_STREAM in data:
        return Flaw.ENCRYPTED
    first = _FIRST_RECORD.search(data)
    if first is None:
        return None
    sheets = []
    for record, start, length in _records(data, first.start()):
        if record == _PASSWORD:
            return Flaw.ENCRYPTED
        if record == _STRINGS and length >= 8 and _number(data, start + 4) > len(data):
            return Flaw.DAMAGED
        if record == _SHEET and length >= 4:
            sheets.append(first.start() + _number(data, start))
    return Flaw.DAMAGED if any(_is_too_large(data, sheet) for sheet in sheets) else None


def _records(data: bytes, position: int) -> Iterator[tuple[int, int, int]]:
    """Kind, start and length of each record from *position* to the end of its part of the stream.

    Parts lie within parts: a chart within its sheet.
    """
    depth = 0
    while position + 4 <= len(data):
        record, length = struct.unpack_from("<2H", data, position)
        yield record, position + 4, length
        position += 4 + length
        if record == _BEGIN:
            depth += 1
        elif record == _END:
            depth -= 1
            if depth <= 0:
                return


def _number(data: bytes, position: int) -> int:
    return int.from_bytes(data[position : position + 4], "little")


def _is_too_large(data: bytes, position: int) -> bool:
    """Whether the sheet that begins there reaches, or says that it reaches, beyond what such a sheet can hold."""
    if data[position : position + 2] != _BEGIN.to_bytes(2, "little"):
        return False
    for record, start, length in _records(data, position):
        if record in _CELLS and length >= 4 and data[start + 3 : start + 4] > b"\0":
            return True  # a column of two bytes
        if record == _DIMENSIONS and length >= 14:
            columns = int.from_bytes(data[start + 10 : start + 12], "little")
            if _number(data, start + 4) > _MOST_ROWS or columns > _MOST_COLUMNS:
                return True
    return False
