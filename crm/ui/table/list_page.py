"""A page of records that are entered, changed and removed by hand: chips and a note above, one list shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from crm.domain.errors import StaleError
from crm.ui.page import Page
from crm.ui.table.leaving import export_shown, print_shown
from crm.ui.table.list_view import ListView
from crm.ui.theme import tokens as sizes
from crm.ui.widgets.text import ElidedLabel, ground, line

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from crm.ui.context import Context
    from crm.ui.table.source import Source
    from crm.ui.tasks import Failure

_ON_A_RECORD = frozenset({"edit", "remove"})
"""Deeds that need a record to be chosen."""


class ListPage(Page):
    """What such pages have in common; its actions are called ``area.add``, ``area.edit``, ``area.remove`` and so on."""

    def __init__(self, context: Context, area: str) -> None:
        super().__init__()
        self._context = context
        self._area = area
        self._deeds: tuple[str, ...] = ()
        self._text = ""

    @property
    def list(self) -> ListView:
        """The list that is shown."""
        raise NotImplementedError

    @property
    def _title(self) -> str:
        """What the list is called on paper and in a workbook."""
        raise NotImplementedError

    def _count_text(self) -> str:
        """How much is shown, for the foot."""
        raise NotImplementedError

    def _edit(self) -> None:
        """Ask for the record with the cursor."""
        raise NotImplementedError

    # ---------------------------------------------------------------- building

    def _make_list(self, source: Source, *on_a_row: str) -> ListView:
        """A list whose rows are edited by a double click or Enter, with these deeds in the menu of a row."""
        view = ListView(
            self._context,
            source,
            row_actions=tuple(f"{self._area}.{deed}" for deed in on_a_row),
            head_actions=(f"{self._area}.add",),
        )
        view.opened.connect(lambda _record: self._edit())
        view.shown.connect(self._tell_counts)
        view.shown.connect(self.take_cursor)
        view.current_changed.connect(self._enable_here)
        view.selection_told.connect(self._tell_selection)
        return view

    def _lay_out(self, chips: QWidget, note: str, body: QWidget) -> None:
        bar = ground("surface")
        bar.setFixedHeight(48)
        row = QHBoxLayout(bar)
        row.setContentsMargins(sizes.MARGIN, 0, sizes.MARGIN, 0)
        row.setSpacing(sizes.MARGIN)
        row.addWidget(chips, 1)
        told = ElidedLabel(note, size="small", tone="text2")
        told.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(told, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(line())
        column.addWidget(body, 1)

    def _serve(self, **deeds: Callable[[], None]) -> None:
        """Serve these actions of the area; they take no keys before the page is shown."""
        self._deeds = tuple(deeds)
        for deed, act in deeds.items():
            self._context.actions.serve(f"{self._area}.{deed}", act)
        self._enable(here=False)

    # ---------------------------------------------------------------- what the shell asks

    def leave(self) -> None:
        """Put the actions away."""
        self._enable(here=False)

    def focus_content(self) -> None:
        """Put the cursor into the list."""
        self.list.focus_list()

    def print_page(self) -> None:
        """Preview the list on paper."""
        print_shown(self._context, self.list, title=self._title, about=self._count_text())

    # ---------------------------------------------------------------- what follows the list

    def _tell_counts(self) -> None:
        self.counts_changed.emit(self._count_text(), "")

    def _tell_selection(self, text: str) -> None:
        self.counts_changed.emit(self._count_text(), text)
        self._enable_here()

    def _enable_here(self) -> None:
        self._enable(here=self.isVisible())

    def _enable(self, *, here: bool) -> None:
        chosen = self.list.current_id is not None or self.list.chosen_count > 0
        for deed in self._deeds:
            action = self._context.actions[f"{self._area}.{deed}"]
            action.setEnabled(here and (chosen or deed not in _ON_A_RECORD))

    def _export(self) -> None:
        export_shown(self._context, self.list, title=self._title)

    def _to_remove(self) -> tuple[int, ...]:
        """The selected records where there are several, else the current one; none where there is none."""
        current = self.list.current_id
        return tuple(self.list.ids_to_take() or (() if current is None else (current,)))

    def _fail(self, failure: Failure) -> None:
        """Tell why a change was not made; what somebody else has written meanwhile is read."""
        if isinstance(failure.refusal, StaleError):
            self.refresh()
        self._context.tasks.failed.emit(failure)
