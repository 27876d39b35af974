"""Whether the system wants nothing to move that need not: the window then shows the same at rest."""

from __future__ import annotations

import ctypes

_GET_ANIMATION = 0x1042
"""SPI_GETCLIENTAREAANIMATION of winuser.h."""


def wants_calm() -> bool:
    """Whether animations are switched off in Windows; no other system has one place that says so."""
    windows = getattr(ctypes, "windll", None)
    if windows is None:
        return False
    moves = ctypes.c_int(1)
    asked = windows.user32.SystemParametersInfoW(_GET_ANIMATION, 0, ctypes.byref(moves), 0)
    return bool(asked) and not moves.value
