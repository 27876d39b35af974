"""Pictures as files and side by side: packed without loss, compared pixel by pixel."""

from __future__ import annotations

import struct
import zlib
from array import array
from typing import NamedTuple

from PySide6.QtGui import QImage

_FADED, _LIGHT, _DIFFERENT = 0x3F3F3F3F, 0xC0C0C0C0, 0xFFD00000


class Difference(NamedTuple):
    """How many pixels differ, and where: the first and last column and row, and a picture that shows it."""

    pixels: int
    where: tuple[int, int, int, int]
    picture: QImage


def pixels_of(image: QImage) -> tuple[QImage, memoryview]:
    """*image* without transparency, and its pixels as numbers; the numbers live as long as the image."""
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    plain.setDevicePixelRatio(1)
    return plain, memoryview(plain.constBits()).cast("B").cast("I")


def as_png(image: QImage) -> bytes:
    """*image* as a PNG without loss, as small as zlib makes it: by a palette where it has no more than 256 colours."""
    plain, pixels = pixels_of(image)
    width, height = plain.width(), plain.height()
    colours = sorted(set(pixels))
    if len(colours) <= 256:
        place = {colour: number for number, colour in enumerate(colours)}
        rows = bytes(place[pixel] for pixel in pixels)
        palette = b"".join(colour.to_bytes(4, "big")[1:] for colour in colours)
        line, kind, extra = width, 3, _part(b"PLTE", palette)
    else:
        rows = b"".join(pixel.to_bytes(4, "big")[1:] for pixel in pixels)
        line, kind, extra = width * 3, 2, b""
    content = b"".join(b"\0" + rows[start : start + line] for start in range(0, len(rows), line))
    head = _part(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, kind, 0, 0, 0))
    packed = _part(b"IDAT", zlib.compress(content, 9))
    return b"\x89PNG\r\n\x1a\n" + head + extra + packed + _part(b"IEND", b"")


def _part(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def compare(expected: QImage, actual: QImage) -> Difference | None:
    """Where two pictures of the same size differ; None where they do not."""
    _, left = pixels_of(expected)
    plain, right = pixels_of(actual)
    if bytes(left) == bytes(right):
        return None
    width = plain.width()
    places = [place for place, (one, other) in enumerate(zip(left, right, strict=True)) if one != other]
    shown = array("I", ((pixel >> 2 & _FADED) + _LIGHT for pixel in right))
    for place in places:
        shown[place] = _DIFFERENT
    columns = [place % width for place in places]
    where = (min(columns), places[0] // width, max(columns), places[-1] // width)
    picture = QImage(shown.tobytes(), width, plain.height(), QImage.Format.Format_RGB32).copy()
    return Difference(len(places), where, picture)
