"""Colours and sizes by name, for the light and the dark look; nothing else in the window names a colour."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple


class Look(Enum):
    """Which look the user wants."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Density(Enum):
    """How high the rows of tables are."""

    COMPACT = "compact"
    NORMAL = "normal"
    ROOMY = "roomy"


ROW_HEIGHTS = {Density.COMPACT: 28, Density.NORMAL: 34, Density.ROOMY: 40}
FONT_PERCENTS = (90, 100, 110, 125)
"""The sizes of type to choose from, in per cent of the type sizes below."""


class Tokens(NamedTuple):
    """The colours of one look, each ``#RRGGBB``."""

    bg: str
    surface: str
    surface2: str
    rail: str
    border: str
    border_strong: str
    text: str
    text2: str
    text3: str
    accent: str
    accent_hover: str
    accent_soft: str
    on_accent: str
    row_alt: str
    row_hover: str
    row_sel: str
    sel_text: str
    danger: str
    danger_soft: str
    warn: str
    warn_soft: str
    ok: str
    ok_soft: str
    violet: str
    violet_soft: str
    mute_soft: str
    figure_tint: str
    """The ground of a figure on the sheet of a filing."""


LIGHT = Tokens(
    bg="#F5F6F8",
    surface="#FFFFFF",
    surface2="#FAFBFC",
    rail="#F5F6F8",
    border="#E3E6EB",
    border_strong="#858C97",
    text="#1B2330",
    text2="#566070",
    text3="#636C79",
    accent="#0F62C9",
    accent_hover="#0B51AA",
    accent_soft="#E8F1FC",
    on_accent="#FFFFFF",
    row_alt="#FAFBFC",
    row_hover="#F0F4FA",
    row_sel="#DCEAFB",
    sel_text="#1B2330",
    danger="#C4281C",
    danger_soft="#FDECEA",
    warn="#8F5600",
    warn_soft="#FFF4DE",
    ok="#1B7A3D",
    ok_soft="#E6F5EB",
    violet="#6A3FA8",
    violet_soft="#F2ECFB",
    mute_soft="#EEF0F3",
    figure_tint="#F2F7FE",
)

DARK = Tokens(
    bg="#1B1D21",
    surface="#24272C",
    surface2="#2A2D33",
    rail="#1E2024",
    border="#363A41",
    border_strong="#7A828E",
    text="#E8EAED",
    text2="#A9B0BB",
    text3="#8F97A3",
    accent="#5AA2FF",
    accent_hover="#7CB5FF",
    accent_soft="#20344F",
    on_accent="#0B1522",
    row_alt="#282B31",
    row_hover="#2E333B",
    row_sel="#203656",
    sel_text="#FFFFFF",
    danger="#FF8A80",
    danger_soft="#45221F",
    warn="#F2B84B",
    warn_soft="#43341A",
    ok="#6CCB8B",
    ok_soft="#1D3A28",
    violet="#C5AAF7",
    violet_soft="#362A4C",
    mute_soft="#33373E",
    figure_tint="#25303F",
)

TEXT_PAIRS = (
    ("text", "surface"),
    ("text", "bg"),
    ("text", "surface2"),
    ("text", "row_hover"),
    ("text", "figure_tint"),
    ("text2", "surface"),
    ("text2", "bg"),
    ("text2", "surface2"),
    ("text2", "rail"),
    ("text2", "mute_soft"),
    ("text2", "row_hover"),
    ("text2", "row_sel"),
    ("text2", "figure_tint"),
    ("text3", "surface"),
    ("text3", "bg"),
    ("text3", "row_alt"),
    ("accent", "surface"),
    ("accent", "bg"),
    ("accent", "accent_soft"),
    ("accent", "row_sel"),
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    ("sel_text", "row_sel"),
    ("danger", "surface"),
    ("danger", "danger_soft"),
    ("danger", "row_sel"),
    ("warn", "surface"),
    ("warn", "warn_soft"),
    ("ok", "surface"),
    ("ok", "ok_soft"),
    ("violet", "violet_soft"),
    ("text", "danger_soft"),
    ("text", "warn_soft"),
    ("text", "ok_soft"),
)
"""Text on ground, as the window uses them: at least 4.5 : 1."""

CONTROL_PAIRS = (
    ("border_strong", "surface"),
    ("border_strong", "bg"),
    ("accent", "surface"),
    ("accent", "bg"),
    ("accent", "row_sel"),
)
"""Edges of controls and focus rings on ground: at least 3 : 1."""

GAP = 8
MARGIN = 16
CONTROL = 32
ROW = 34
HEADER = 36
NAV = 36
BAR = 56
STATUS = 28
RAIL_WIDE = 176
RAIL_NARROW = 56
PANE = 380
NARROW_BELOW = 1200
"""Window widths in logical pixels under which the rail shows icons only …"""
DRAWER_BELOW = 1440
"""… and the detail pane opens only when it is asked for."""

CAPTION, SMALL, BODY, SECTION, TITLE, _FIGURE = TYPE_SIZES = 12, 13, 14, 16, 20, 28
"""Type sizes in pixels, where the user wants type neither larger nor smaller."""


def contrast(first: str, second: str) -> float:
    """The contrast of two colours by WCAG 2.1: 1 for equal ones, 21 for black on white."""
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
