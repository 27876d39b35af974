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
else:
    PACKER = "isal"

if TYPE_CHECKING:
    from types import ModuleType

_RAW = -15
_FAST = 1
_DEFLATED = 8


class Deflater(Protocol):
    """Packs bytes piece by piece."""

    def compress(self, data: bytes, /) -> bytes:
        """What can be packed so far."""

    def flush(self) -> bytes:
        """The rest."""


class Inflater(Protocol):
    """Unpacks bytes piece by piece."""

    def decompress(self, data: bytes, /) -> bytes:
        """What can be unpacked so far."""


def _library() -> ModuleType:
    return isal_zlib if PACKER == "isal" else zlib


def new_deflater() -> Deflater:
    """A packer of a raw deflate stream, as zip archives hold them, at the fastest level."""
    deflater: Deflater = _library().compressobj(_FAST, _DEFLATED, _RAW)
    return deflater


def new_inflater() -> Inflater:
    """An unpacker of a raw deflate stream; it raises one of ``failures()`` where the stream is broken."""
    inflater: Inflater = _library().decompressobj(_RAW)
    return inflater


def failures() -> tuple[type[Exception], ...]:
    """What an unpacker raises for a broken stream."""
    return (zlib.error, _library().error)


def checksum(data: bytes, before: int = 0) -> int:
    """CRC-32 of *data*, going on from *before*."""
    value: int = _library().crc32(data, before)
    return value
