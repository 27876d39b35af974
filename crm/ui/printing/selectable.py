"""Makes a PDF's text read as it was written: for some characters Qt notes another one with the same drawing.

Fonts draw an ideograph and the radical of its shape with one glyph, and Qt writes down the first character it finds for
a glyph: whoever then searches the PDF for a word with it finds nothing. The tables that say which character a glyph is
lie open in the file, and both characters take four digits, so they are put right in place.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtGui import QRawFont

if TYPE_CHECKING:
    from PySide6.QtGui import QFont

_RADICALS = range(0x2E80, 0x2FE0)
_IDEOGRAPHS = range(0x4E00, 0xA000)
_TABLE = re.compile(rb"begincmap.*?endcmap", re.DOTALL)
_CODE = re.compile(rb"<([0-9A-F]{4})>")
_BLANKS = {b"0009": b"0020", b"00A0": b"0020"}


def mend_text(pdf: bytes, font: QFont) -> bytes:
    """*pdf*, as Qt writes it, with radicals noted as the ideographs they are drawn like in *font*, tabs as blanks."""
    right = _BLANKS | _ideographs_drawn_like_radicals(font)

    def mend(table: re.Match[bytes]) -> bytes:
        return _CODE.sub(lambda code: b"<" + right.get(code[1], code[1]) + b">", table[0])

    return _TABLE.sub(mend, pdf)


def _ideographs_drawn_like_radicals(font: QFont) -> dict[bytes, bytes]:
    raw = QRawFont.fromFont(font)
    radicals = raw.glyphIndexesForString("".join(map(chr, _RADICALS)))
    ideographs = raw.glyphIndexesForString("".join(map(chr, _IDEOGRAPHS)))
    by_glyph = {glyph: code for glyph, code in zip(ideographs, _IDEOGRAPHS, strict=True) if glyph}
    return {
        b"%04X" % radical: b"%04X" % by_glyph[glyph]
        for glyph, radical in zip(radicals, _RADICALS, strict=True)
        if glyph in by_glyph
    }
