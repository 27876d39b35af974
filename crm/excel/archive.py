"""Writes a zip archive whose bytes depend on nothing but its content: fixed times, no system's attributes, one order.

Python's zipfile cannot be told to pack with isal, and packing is half of what writing a large sheet costs.
"""

from __future__ import annotations

import struct
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from crm.excel import deflate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import BinaryIO

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_SIZES = struct.Struct("<3L")
_SIZES_AT = 14
_VERSION = 20
_UTF8_NAME = 0x800
_DEFLATED = 8
_FIRST_OF_JANUARY_1980 = (1 << 5) | 1
_LARGEST = 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class _Entry:
    name: bytes
    flags: int
    offset: int
    checksum: int
    packed: int
    size: int


class ArchiveWriter:
    """Writes parts one after the other into *file*, which must be seekable; ``close`` writes the directory.

    Raises OverflowError where a part or the archive passes four gigabytes, more than a workbook can hold.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._entries: list[_Entry] = []

    def add(self, name: str, data: bytes) -> None:
        """A part that is there already."""
        with self.part(name) as write:
            write(data)

    @contextmanager
    def part(self, name: str) -> Iterator[Callable[[bytes], None]]:
        """A part that is written piece by piece."""
        encoded = name.encode("utf-8")
        flags = 0 if name.isascii() else _UTF8_NAME
        offset = self._file.tell()
        self._file.write(
            _LOCAL.pack(
                b"PK\3\4", _VERSION, flags, _DEFLATED, 0, _FIRST_OF_JANUARY_1980, 0, 0, 0, len(encoded), 0
            )
        )
        self._file.write(encoded)
        deflater = deflate.new_deflater()
        checksum = size = packed = 0

        def write(data: bytes) -> None:
            nonlocal checksum, size, packed
            checksum = deflate.checksum(data, checksum)
            size += len(data)
            packed += self._file.write(deflater.compress(data))

        yield write
        packed += self._file.write(deflater.flush())
        end = self._file.tell()
        if max(size, end) > _LARGEST:
            raise OverflowError(name)
        self._file.seek(offset + _SIZES_AT)
        self._file.write(_SIZES.pack(checksum, packed, size))
        self._file.seek(end)
        self._entries.append(_Entry(encoded, flags, offset, checksum, packed, size))

    def close(self) -> None:
        """Write the directory; the file itself stays open."""
        start = self._file.tell()
        for entry in self._entries:
            self._file.write(
                _CENTRAL.pack(
                    b"PK\1\2",
                    _VERSION,
                    _VERSION,
                    entry.flags,
                    _DEFLATED,
                    0,
                    _FIRST_OF_JANUARY_1980,
                    entry.checksum,
                    entry.packed,
                    entry.size,
                    len(entry.name),
                    *(0, 0, 0, 0, 0),
                    entry.offset,
                )
            )
            self._file.write(entry.name)
        size = self._file.tell() - start
        count = len(self._entries)
        self._file.write(_END.pack(b"PK\5\6", 0, 0, count, count, size, start, 0))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self.close()
