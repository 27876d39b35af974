"""Which fonts the window asks for, and whether the one it got has Chinese characters."""

from __future__ import annotations

from PySide6.QtGui import QFont, QGuiApplication

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


def base_font(percent: int = 0) -> QFont:
    """The window's font at *percent* of its normal size; without it at the size in force."""
    font = QFont()
    font.setFamilies(FAMILIES)
    font.setPixelSize(round(BODY * percent / 100) if percent else in_pixels(BODY))
    return font


def in_pixels(size: int) -> int:
    """The type size *size* as large as the user wants it: the application's own font says how large that is."""
    body = QGuiApplication.font().pixelSize()
    return round(size * body / BODY) if body > 0 else size


def sized(font: QFont, size: int, *, strong: bool = False) -> QFont:
    """*font* at the type size *size*, as large as the user wants type; semi-bold where *strong*."""
    other = QFont(font)
    other.setPixelSize(in_pixels(size))
    other.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
    return other


def has_chinese(font: QFont) -> bool:
    """Whether *font*, as this machine resolves it, can show the trade's own character."""
    from PySide6.QtGui import QRawFont

    return QRawFont.fromFont(font).supportsCharacter(ord(_CHARACTER_OF_THE_TRADE))
