"""A bare `crm`: the window. Imports nothing that the first painting does not need."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from crm.domain.errors import CrmError

if TYPE_CHECKING:
    from datetime import date

    from crm.domain.wording import Language


class WindowRefused(CrmError):
    """The window cannot open here."""


def has_display() -> bool:
    """Whether a window can be shown: on Linux there must be a display, or a Qt platform that needs none."""
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def open_window(
    address: str | None = None, *, today: date | None = None, language: Language | None = None
) -> int:
    """Open the window and return the exit status when it is closed.

    WindowRefused ``cli-no-display``, or ``cli-window-missing`` where Qt or a library of the system is missing.
    """
    if not has_display():
        raise WindowRefused("cli-no-display")
    try:
        from crm.app import run_window
    except ImportError as error:
        raise WindowRefused("cli-window-missing", why=str(error)) from error
    return run_window(address, today=today, language=language)
