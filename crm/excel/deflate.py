"""Packing and unpacking: Intel's isal, three times as fast as zlib, where it is installed; zlib otherwise.

Both read each other's output; their packed bytes differ. So the same workbook has the same bytes with the same
library, whose name is ``PACKER``.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Protocol

try:
    from isal import isal_zlib
except ImportError:  # pragma: no cover - a platform without a wheel
    PACKER = "zlib"
    FAILURES: tuple[type[Exception], ...] = (zlib.error,)
    _library = zlib
else:
    PACKER = "isal"
    FAILURES = (zlib.error, isal_zlib.IsalError)  # type: ignore[assignment]  # the stub calls the class an instance
    _library = isal_zlib  # type: ignore[assignment]  # a module as good as the other

if TYPE_CHECKING:
    from collections.abc import Buffer

_RAW = -15
_FAST = 1
_DEFLATED = 8


class Deflater(Protocol):
    """Packs bytes piece by piece."""

    def compress(self, data: Buffer, /) -> bytes: ...
    def flush(self) -> bytes: ...


class Inflater(Protocol):
    """Unpacks bytes piece by piece."""

    def decompress(self, data: Buffer, /) -> bytes: ...


def new_deflater() -> Deflater:
    """A packer of a raw deflate stream, as zip archives hold them, at the fastest level."""
    return _library.compressobj(_FAST, _DEFLATED, _RAW)


def new_inflater() -> Inflater:
    """An unpacker of a raw deflate stream; it raises one of FAILURES where the stream is broken."""
    return _library.decompressobj(_RAW)


def checksum(data: Buffer, before: int = 0) -> int:
    """CRC-32 of *data*, going on from *before*."""
    return _library.crc32(data, before)
