"""Tells every open page what an operation has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from crm.domain.changes import Changes


class Hub(QObject):
    """One signal for all pages: each asks the Changes whether it is concerned, and reads again what it shows."""

    changed = Signal(object)

    def tell(self, changes: Changes) -> None:
        """Fan *changes* out."""
        self.changed.emit(changes)
