"""What the shell asks of a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from collections.abc import Callable


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
    selection_told = Signal(str)
    """What is selected in a small table of the page comes to; empty where little is."""
    head_changed = Signal()
    search_cleared = Signal()
    """The page has dropped what it was searched for."""
    steps_changed = Signal()
    """What of its own the page can undo or do again is something else now."""

    def head(self) -> HeadParts:
        """What the head shows while this page is open."""
        return HeadParts("")

    def enter(self) -> None:
        """The page is shown: read again what has become old, enable its actions."""

    def leave(self) -> None:
        """Another page is shown: disable its actions."""

    def may_leave(self, then: Callable[[], object]) -> bool:  # noqa: ARG002 - who has something to ask takes it
        """Whether the page can be left now; where it has to ask first, *then* is called once it can."""
        return True

    def own_steps(self) -> tuple[str, str]:
        """What of the page itself, unsaved, would be undone and done again; empty where nothing is."""
        return "", ""

    def undo_own(self) -> None:
        """Undo the first of `own_steps`."""

    def redo_own(self) -> None:
        """Do the second of `own_steps` again."""

    def search(self, text: str) -> None:
        """The user looks for *text*."""

    def focus_content(self) -> None:
        """Put the cursor into what the page shows; nowhere while that is still being read."""

    def take_cursor(self) -> None:
        """Something else is shown: put the cursor there where the page itself has held it so long."""
        if self.window().focusWidget() is self:
            self.focus_content()

    def open_record(self, record: int) -> None:
        """Show the record with the number *record*."""

    def show_query(self, query: object) -> None:
        """Show what *query* asks for, a query of this page's own kind: a figure elsewhere opens the list it counts."""

    def refresh(self) -> None:
        """Read everything again."""

    def print_page(self) -> None:
        """Open the print preview of what is shown; the action ``print`` is enabled while the head lists it."""


def page_of(part: QWidget) -> Page | None:
    """The page that *part* stands on; None for a dialog's."""
    parent = part.parentWidget()
    while parent is not None and not isinstance(parent, Page):
        parent = parent.parentWidget()
    return parent
