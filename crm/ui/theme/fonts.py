"""Which fonts the window asks for, and whether the one it got has Chinese characters."""

from __future__ import annotations

from PySide6.QtGui import QFont

from crm.ui.theme.tokens import BODY

FAMILIES = (
    "Microsoft YaHei UI",
    "Microsoft YaHei",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "HarmonyOS Sans SC",
    "WenQuanYi Micro Hei",
    "Segoe UI",
)
"""First found, first used: Windows, then Linux desktops. Their digits are all of one width."""

_CHARACTER_OF_THE_TRADE = "孵"
"""Not in every font that claims Chinese; without it the program's own name is a box."""


def base_font() -> QFont:
    """The window's font at its normal size."""
    font = QFont()
    font.setFamilies(FAMILIES)
    font.setPixelSize(BODY)
    return font


def sized(font: QFont, size: int, *, strong: bool = False) -> QFont:
    """*font* at *size* pixels, semi-bold where *strong*."""
    other = QFont(font)
    other.setPixelSize(size)
    other.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
    return other


def has_chinese(font: QFont) -> bool:
    """Whether *font*, as this machine resolves it, can show the trade's own character."""
    from PySide6.QtGui import QRawFont

    return QRawFont.fromFont(font).supportsCharacter(ord(_CHARACTER_OF_THE_TRADE))
