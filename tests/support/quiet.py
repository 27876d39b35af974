"""When a window has come to rest: every answer is there, and every short timer has run."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from crm.ui.tasks import Tasks

PATIENCE = 20_000
"""Milliseconds: a shared machine may be busy with other things."""
_SHORT = 150
"""Milliseconds: what waits no longer belongs to the answer to a key or a click."""


def come_to_rest(window: QWidget, tasks: Tasks, until: Callable[[], bool] = lambda: True) -> None:
    """Let everything in *window* that is under way come to its end, and *until* come true.

    Raises:
        TimeoutError: it has not for twenty seconds.
    """
    end = time.monotonic() + PATIENCE / 1000
    quiet = 0
    while quiet < 2:  # what ran last may have asked for more
        QApplication.processEvents()
        quiet = quiet + 1 if until() and _is_quiet(window, tasks) else 0
        if not quiet:
            if time.monotonic() > end:
                raise TimeoutError("the window does not come to rest")
            time.sleep(0.002)


def _is_quiet(window: QWidget, tasks: Tasks) -> bool:
    return tasks.is_idle and not any(
        timer.isActive() and timer.isSingleShot() and timer.interval() <= _SHORT
        for timer in window.findChildren(QTimer)
    )
