"""历史: what was done, when and by whom; what each deed changed, and its undo."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout

from crm.services.history import HistoryQuery, get_operation_changes, list_people
from crm.ui.page import HeadParts, Page
from crm.ui.pages.history.changes_pane import ChangesPane
from crm.ui.pages.history.source import OperationSource
from crm.ui.table.leaving import export_shown, print_shown
from crm.ui.table.list_view import ListView
from crm.ui.theme import tokens as sizes
from crm.ui.widgets.chips import ChipBar, Choice
from crm.ui.widgets.split import keep_widths
from crm.ui.widgets.table import inset
from crm.ui.widgets.text import ground

if TYPE_CHECKING:
    from crm.domain.changes import Changes
    from crm.ui.context import Context

_ALL, _TODAY, _WEEK, _MONTH = "all", "today", "week", "month"
_DAYS = {_TODAY: 0, _WEEK: 6, _MONTH: 29}
_BY = "by:"
_DETAILS_AFTER = 60
_SPLITTER = "history.splitter"
_ACTIONS = ("history.undo", "history.clear", "history.export")


class HistoryPage(Page):
    """Operations above, what the chosen one changed below."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._query = HistoryQuery()
        self._stale = True
        self.chips = ChipBar(context.theme, name=self.tr("Time and user"))
        self.chips.chosen.connect(self._filter)
        self.list = ListView(
            context, OperationSource(context), row_actions=("history.undo",), head_actions=("history.clear",)
        )
        self.pane = ChangesPane(context)
        self.splitter = QSplitter(Qt.Orientation.Vertical)
        self._details = QTimer(self)
        self._details.setSingleShot(True)
        self._details.setInterval(_DETAILS_AFTER)
        self._details.timeout.connect(self._read_changes)
        self._lay_out()
        self._connect()
        context.hub.changed.connect(self._hear)

    def _lay_out(self) -> None:
        bar = ground("surface")
        bar.setFixedHeight(48)
        row = QHBoxLayout(bar)
        row.setContentsMargins(sizes.MARGIN, 0, sizes.MARGIN, 0)
        row.addWidget(self.chips)
        self._surface = inset(self.list)
        self.splitter.addWidget(self._surface)
        self.splitter.addWidget(self.pane)
        self.splitter.setStretchFactor(0, 3)
        self.splitter.setStretchFactor(1, 2)
        self.splitter.setChildrenCollapsible(False)
        keep_widths(self.splitter, self._context.settings, _SPLITTER)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(self.splitter, 1)

    def _connect(self) -> None:
        self.list.current_changed.connect(self._details.start)
        self.list.shown.connect(self._tell_counts)
        self.list.shown.connect(self.take_cursor)
        self.list.opened.connect(lambda _operation: self.pane.focus_table())
        self.list.left.connect(self._clear)
        self.list.selection_told.connect(lambda text: self.counts_changed.emit(self._count_text(), text))
        self.pane.undo_asked.connect(lambda operation: self._context.undo((operation,)))
        self.pane.tenant_asked.connect(lambda tenant: self._context.go("tenants", tenant))
        self.pane.left.connect(self.list.focus_list)
        serve = self._context.actions.serve
        serve("history.undo", self._undo_current)
        serve("history.clear", self._clear)
        serve("history.export", lambda: export_shown(self._context, self.list, title=self.tr("History")))
        self._enable(on=False)

    # ------------------------------------------------------------------------------------ what the shell asks

    def head(self) -> HeadParts:
        """Title, actions and search."""
        return HeadParts(
            self._context.actions["go.history"].text(),
            actions=("history.export", "print"),
            search_hint=self.tr("Action, name or file"),
        )

    def enter(self) -> None:
        """Read what has become old."""
        self._enable(on=True)
        if self._stale:
            self._ask()
        else:
            self._tell_counts()

    def leave(self) -> None:
        """Put the actions away."""
        self._enable(on=False)

    def search(self, text: str) -> None:
        """Keep the operations whose title says *text*."""
        if text.strip() != self._query.text:
            self._query = replace(self._query, text=text.strip())
            self.list.ask(self._query)

    def focus_content(self) -> None:
        """Put the cursor into the list."""
        self.list.focus_list()

    def open_record(self, record: int) -> None:
        """Show one operation."""
        self._query = HistoryQuery()
        self.search_cleared.emit()
        self._show_chip(_ALL)
        self.list.ask(self._query, wanted=record)

    def refresh(self) -> None:
        """Read everything again."""
        self._ask()

    def print_page(self) -> None:
        """Preview the list on paper."""
        print_shown(self._context, self.list, title=self.tr("History"), about=self._count_text())

    # ---------------------------------------------------------------------------------------------- reading

    def _ask(self) -> None:
        self._stale = False
        workplace = self._context.workplace
        self._context.tasks.read(
            lambda _job: list_people(workplace),
            done=self._show_people,
            failed=lambda _failure: None,  # the list tells it
            key="history.people",
        )
        if self.list.query is None:
            self.list.ask(self._query)
        else:
            self.list.ask_again()

    def _show_people(self, people: tuple[str, ...]) -> None:
        chosen = self.chips.key or _ALL
        self.chips.show_choices(
            [
                Choice(_ALL, self.tr("All")),
                Choice(_TODAY, self.tr("Today")),
                Choice(_WEEK, self.tr("Last 7 days")),
                Choice(_MONTH, self.tr("Last 30 days")),
                *(Choice(f"{_BY}{one}", one) for one in people),
            ]
        )
        self._show_chip(chosen if chosen in self.chips.keys else _ALL)

    def _show_chip(self, key: str) -> None:
        if key in self.chips.keys:
            self.chips.choose(key)

    def _filter(self, key: str) -> None:
        today = self._context.workplace.today
        since = today - timedelta(days=_DAYS[key]) if key in _DAYS else None
        by = key.removeprefix(_BY) if key.startswith(_BY) else ""
        self._query = HistoryQuery(text=self._query.text, by=by, since=since)
        self.list.ask(self._query)

    def _clear(self) -> None:
        self._query = HistoryQuery()
        self._show_chip(_ALL)
        self.search_cleared.emit()
        self.list.ask(self._query)

    def _read_changes(self) -> None:
        operation = self.list.current_id
        self._enable(on=self.isVisible())
        if operation is None:
            self.pane.show_nothing()
            return
        context = self._context
        context.tasks.read(
            lambda _job: get_operation_changes(context.workplace, context.library, operation),
            done=self.pane.show_changes,
            key="history.changes",
        )

    def _hear(self, changes: Changes) -> None:
        del changes
        self._stale = True
        if self.isVisible():
            self._ask()

    def _count_text(self) -> str:
        if not self.list.is_known:
            return ""
        return self.tr("Operations: {count}").format(count=f"{self.list.record_count:,}")

    def _tell_counts(self) -> None:
        self.pane.setVisible(self.list.record_count > 0)  # of nothing there is nothing to tell
        self.counts_changed.emit(self._count_text(), "")

    def _undo_current(self) -> None:
        operation = self.list.current_id
        if operation is not None:
            self._context.undo((operation,))

    def _enable(self, *, on: bool) -> None:
        for name in _ACTIONS:
            self._context.actions[name].setEnabled(on)
        line = self.list.current.record if self.list.current is not None else None
        self._context.actions["history.undo"].setEnabled(on and line is not None and line.undone_by is None)
