"""The typefaces of forms, and what stands in for those that a computer does not have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QFont

from crm.ui.printing.lines import Type
from crm.ui.printing.paper import points
from crm.ui.theme.fonts import FAMILIES

if TYPE_CHECKING:
    from crm.services.appearance import CellStyle

_SERIF = ("SimSun", "NSimSun", "Noto Serif CJK SC", "Source Han Serif SC")
_SANS = ("SimHei", "Microsoft YaHei", "Noto Sans CJK SC", "WenQuanYi Micro Hei")
_SUBSTITUTES = {
    "\u5b8b\u4f53": _SERIF,  # the typeface that forms are set in
    "SimSun": _SERIF,
    "\u4eff\u5b8b": ("FangSong", *_SERIF),
    "\u6977\u4f53": ("KaiTi", *_SERIF),
    "\u9ed1\u4f53": _SANS,  # the typeface of headings
    "SimHei": _SANS,
}
"""What stands in for a typeface where a computer does not have it."""

_LEADING = 1.2
"""The distance of two lines in a cell, in sizes, by which spreadsheet programs reckon the height of its row."""


def form_type(style: CellStyle) -> Type:
    """What the texts of a style are set in."""
    return Type(_font(style), leading=_LEADING)


def _font(style: CellStyle) -> QFont:
    font = QFont()
    font.setFamilies([style.family, *_SUBSTITUTES.get(style.family, ()), *FAMILIES])
    font.setPixelSize(max(1, round(points(style.size))))
    font.setWeight(QFont.Weight.Bold if style.bold else QFont.Weight.Normal)
    font.setItalic(style.italic)
    font.setUnderline(style.underline)
    font.setStrikeOut(style.strike)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    font.setFeature(QFont.Tag("locl"), 0)
    return font
