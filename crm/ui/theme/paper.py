"""The colours of a form in the look: as they are in the light one, turned over in the dark one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QColor

from crm.ui.theme.tokens import contrast

if TYPE_CHECKING:
    from collections.abc import Callable

_DARKEST, _LIGHTEST = 0.17, 0.93
_QUIET = 0.46
"""How light a line of the form may become on dark paper."""
_INK, _READABLE, _STEP = 0.6, 4.5, 0.03
"""Below this lightness a colour is an ink, and is made lighter in steps until it can be read."""


def rule_of(is_dark: bool, *, paper: str) -> Callable[[str], str]:
    """The same for the lines of the form: where there are many of them, they are quieter than what is written."""
    inks = ink_of(is_dark, paper=paper)

    def turned(colour: str) -> str:
        made = QColor(inks(colour))
        if not is_dark or made.lightnessF() <= _QUIET:
            return made.name()
        return QColor.fromHslF(max(made.hslHueF(), 0.0), made.hslSaturationF(), _QUIET).name()

    return turned


def ink_of(is_dark: bool, *, paper: str) -> Callable[[str], str]:
    """A function from a colour of the form to one of the look; white is the *paper*'s colour."""
    known: dict[str, str] = {"#FFFFFF": paper}

    def turned(colour: str) -> str:
        if not is_dark:
            return colour
        found = known.get(colour)
        if found is None:
            given = QColor(colour)
            light = _DARKEST + (1 - given.lightnessF()) * (_LIGHTEST - _DARKEST)
            hue, saturation = max(given.hslHueF(), 0.0), given.hslSaturationF() * 0.8
            made = QColor.fromHslF(hue, saturation, light)
            while (
                given.lightnessF() < _INK and light < _LIGHTEST and contrast(made.name(), paper) < _READABLE
            ):
                light += _STEP
                made = QColor.fromHslF(hue, saturation, light)
            found = known[colour] = made.name()
        return found

    return turned
