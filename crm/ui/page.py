"""What the shell asks of a page."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget


class HeadParts(NamedTuple):
    """What a page wants in the head: its title, its actions from left to right, and the search box's hint."""

    title: str
    actions: tuple[str, ...] = ()
    primary: str = ""
    search_hint: str = ""


class Page(QWidget):
    """A page of the window. It is built when it is first opened and lives as long as the window."""

    counts_changed = Signal(str, str)
    """What is shown, what is selected: two texts for the foot."""
    head_changed = Signal()
    search_cleared = Signal()
    """The page has dropped what it was searched for."""

    def head(self) -> HeadParts:
        """What the head shows while this page is open."""
        return HeadParts("")

    def enter(self) -> None:
        """The page is shown: read again what has become old, enable its actions."""

    def leave(self) -> None:
        """Another page is shown: disable its actions."""

    def search(self, text: str) -> None:
        """The user looks for *text*."""

    def focus_content(self) -> None:
        """Put the cursor into what the page shows."""

    def open_record(self, record: int) -> None:
        """Show the record with the number *record*."""

    def show_query(self, query: object) -> None:
        """Show what *query* asks for, a query of this page's own kind: a figure elsewhere opens the list it counts."""

    def refresh(self) -> None:
        """Read everything again."""

    def print_page(self) -> None:
        """Open the print preview of what is shown; the action ``print`` is enabled while the head lists it."""
