"""Garbage is collected on the window's thread alone.

Python looks for garbage on whichever thread happens to make the next object. An object of Qt that is found on a
worker is destroyed there; its timers cannot be stopped from that thread, and the window's event loop then calls what
is gone: the program ends without a word.
"""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication

if TYPE_CHECKING:
    from collections.abc import Callable

PAUSE = 1000
"""Milliseconds between two looks."""

_OLDEST = 2
_MANY = 50_000
"""Objects made between two looks, as by work over thousands of tenants: to go through them takes too long."""
_OFTEN, _TOO_OFTEN = 50, 200
"""How often so many are left out before everything is looked at: while another program is used, and at any time."""


class Collector(QObject):
    """Takes the collection of garbage over from Python for as long as the window lives."""

    def __init__(self, is_idle: Callable[[], bool], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._is_idle = is_idle
        self._was_on = gc.isenabled()
        self._has_spared = False
        self._left_out = 0
        gc.disable()
        self._timer = QTimer(self, interval=PAUSE)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    def collect(self) -> int:
        """Collect the oldest generation that is due by Python's own thresholds; return it, -1 where none is.

        All generations, which can take a tenth of a second, wait until no work is under way. Very many new objects are
        what work has read, hardly any of them garbage: they are left out, until that has been done often.
        """
        counts = gc.get_count()
        if counts[0] > _MANY:
            gc.freeze()
            self._has_spared = True
            self._left_out += 1
            return -1
        is_used = QGuiApplication.applicationState() is Qt.ApplicationState.ApplicationActive
        if self._left_out >= (_TOO_OFTEN if is_used else _OFTEN) and self._is_idle():
            return self._collect_all()
        limits = zip(counts, gc.get_threshold(), strict=True)
        due = [age for age, (count, limit) in enumerate(limits) if count > limit]
        if due and due[-1] == _OLDEST and not self._is_idle():
            due.pop()
        if not due:
            return -1
        gc.collect(due[-1])
        return due[-1]

    def _collect_all(self) -> int:
        """Look at everything, also at what was left out; what stays is left out of later looks."""
        self._left_out = 0
        gc.unfreeze()
        gc.collect(_OLDEST)
        gc.freeze()
        return _OLDEST

    def spare(self) -> None:
        """Leave what is there now out of every later look: the program itself, which stays until the end.

        Only the first call counts; what a later one would find may be a window that is not shown any more.
        """
        if not gc.get_freeze_count():
            gc.freeze()
            self._has_spared = True

    def close(self) -> None:
        """Give the collection back to Python: no other thread runs any more."""
        self._timer.stop()
        if self._has_spared:
            gc.unfreeze()
        if self._was_on:
            gc.enable()
