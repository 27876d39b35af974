"""The high contrast of Windows: the user has chosen every colour there, so the window uses those alone."""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING

from PySide6.QtGui import QPalette

from crm.ui.theme.tokens import Tokens

if TYPE_CHECKING:
    from PySide6.QtGui import QColor

_GROUNDS = frozenset({"bg", "surface", "surface2", "rail", "row_alt", "row_hover"})
_GET_HIGH_CONTRAST = 0x0042
_IS_ON = 0x0001


class _HighContrast(ctypes.Structure):
    """HIGHCONTRASTW of winuser.h."""

    _fields_ = (
        ("cbSize", ctypes.c_uint),
        ("dwFlags", ctypes.c_uint),
        ("lpszDefaultScheme", ctypes.c_wchar_p),
    )


def wants_high_contrast() -> bool:
    """Whether Windows shows everything in high contrast; no other system is asked, for its palette says all."""
    windows = getattr(ctypes, "windll", None)
    if windows is None:
        return False
    state = _HighContrast(ctypes.sizeof(_HighContrast), 0, None)
    asked = windows.user32.SystemParametersInfoW(
        _GET_HIGH_CONTRAST, ctypes.sizeof(state), ctypes.byref(state), 0
    )
    return bool(asked) and bool(state.dwFlags & _IS_ON)


def contrast_tokens(system: QPalette) -> Tokens:
    """The colours of the palette *system* under the names of ours: its text on its window, its highlight for accents.

    Soft grounds are the window's own, so that whatever is written on them stands on the user's contrast.
    """

    def of(role: QPalette.ColorRole) -> str:
        colour: QColor = system.color(QPalette.ColorGroup.Active, role)
        return colour.name().upper()

    window, text = of(QPalette.ColorRole.Window), of(QPalette.ColorRole.WindowText)
    chosen, on_chosen = of(QPalette.ColorRole.Highlight), of(QPalette.ColorRole.HighlightedText)
    colours = {
        name: window if name in _GROUNDS or name.endswith(("_soft", "_tint")) else text
        for name in Tokens._fields
    }
    colours |= {"on_accent": window, "row_sel": chosen, "sel_text": on_chosen}
    return Tokens(**colours)
