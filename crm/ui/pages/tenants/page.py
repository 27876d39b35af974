"""The list of tenants: found, filtered and sorted in the database, one of them in detail beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QItemSelectionModel, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout

from crm.domain.lifecycle import Stage
from crm.domain.quantity import UNITS
from crm.services.tenants import (
    TenantQuery,
    count_tenants_by_stage,
    get_tenant,
    get_tenant_lines,
    list_tenant_ids,
)
from crm.ui.labels import amount, tones
from crm.ui.models.tenants import PAGE, TenantTable
from crm.ui.page import HeadParts, Page
from crm.ui.pages.tenants.deeds import TenantDeeds
from crm.ui.pages.tenants.pane import TenantPane
from crm.ui.theme import tokens as sizes
from crm.ui.widgets.button import Button, Kind
from crm.ui.widgets.chips import ChipBar, Choice
from crm.ui.widgets.drawer import Drawer
from crm.ui.widgets.skeleton import Skeleton
from crm.ui.widgets.state import StatePanel
from crm.ui.widgets.table import Table, TagDelegate
from crm.ui.widgets.text import ground

if TYPE_CHECKING:
    from array import array
    from collections.abc import Mapping

    from crm.domain.changes import Changes
    from crm.services.tenants import TenantProfile
    from crm.ui.context import Context
    from crm.ui.models.tenants import Line
    from crm.ui.tasks import Failure, Job

_ALL = "all"
_DETAILS_AFTER = 60
"""Milliseconds after which the chosen tenant is read: the arrow keys may go on."""
_NAME_LEAST = 216
_YIELDING = ("technology_field", "moved_in_on", "room", "period", "area", "external_id")
"""Columns that go first where there is no room; the pane shows all of them."""
_SUMMED_ROWS = 5_000
_CONCERNED = ("tenants", "tenant_names", "stages", "observations", "leases", "lease_lines")


class Found(NamedTuple):
    """The answer to a query: ids in order, the first page of lines, and how many tenants each stage has."""

    ids: array[int]
    lines: Mapping[int, Line]
    stages: Mapping[Stage, int]


class TenantsPage(Page):
    """Tenants."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._query = TenantQuery()
        self._stale = True
        self._wanted: int | None = None
        self._count_text = ""
        self._sized = False
        self._profile: TenantProfile | None = None
        self.model = TenantTable(context)
        self.chips = ChipBar(context.theme, name=self.tr("Stages"))
        self.chips.chosen.connect(self._filter)
        self.table = self._make_table()
        self.state = StatePanel(context.theme)
        self.stack = QStackedWidget()
        for part in (Skeleton(context.theme), self._inset(self.table), self.state.widget):
            self.stack.addWidget(part)
        self.pane = TenantPane(context)
        self.pane.closed.connect(self._close_pane)
        self.drawer = Drawer(self.stack, self.pane)
        self._details = QTimer(self)
        self._details.setSingleShot(True)
        self._details.setInterval(_DETAILS_AFTER)
        self._details.timeout.connect(self._read_profile)
        self.deeds = TenantDeeds(context)
        self.deeds.added.connect(self.open_record)
        self.deeds.refused.connect(self.refresh)
        self._lay_out()
        self._serve()
        context.hub.changed.connect(self._hear)

    def _make_table(self) -> Table:
        table = Table(self._context.theme, name=self.tr("Tenants"))
        table.setModel(self.model)
        stage = next(place for place, column in enumerate(self.model.columns) if column.key == "stage")
        by_stage = tones()
        delegate = TagDelegate(
            self._context.theme,
            lambda stage: by_stage[stage if isinstance(stage, Stage) else None],
            table,
        )
        table.setItemDelegateForColumn(stage, delegate)
        table.head.can_sort = lambda section: bool(self.model.columns[section].sort)
        table.head.sort_changed.connect(self._sort)
        table.fill_with(0, least=_NAME_LEAST)
        table.opened.connect(self._open_row)
        table.left.connect(self._close_pane)
        table.selectionModel().selectionChanged.connect(lambda *_: self._tell_selection())
        table.selectionModel().currentRowChanged.connect(lambda *_: self._details.start())
        return table

    def _size_columns(self) -> None:
        """As wide as what the first page holds, once; the name takes the rest."""
        for place, column in enumerate(self.model.columns):
            width = max(self.table.head.width_for(place), self.table.sizeHintForColumn(place) + 6)
            self.table.setColumnWidth(place, min(width, column.most))
        places = {column.key: place for place, column in enumerate(self.model.columns)}
        self.table.fill_with(0, least=_NAME_LEAST)
        self.table.yield_columns([places[key] for key in _YIELDING])

    def _inset(self, table: Table) -> QFrame:
        """The table so far from the edge that its texts stand below the page's title."""
        self._list = ground("surface")
        row = QHBoxLayout(self._list)
        row.setContentsMargins(sizes.MARGIN - 10, 0, 0, 0)
        row.addWidget(table)
        return self._list

    def _lay_out(self) -> None:
        bar = ground("surface")
        bar.setFixedHeight(48)
        self.pane_button = Button(
            self._context.theme,
            icon="pane",
            kind=Kind.QUIET,
            name=self._context.actions.hint_of("tenant.pane"),
        )
        self.pane_button.setCheckable(True)
        self.pane_button.clicked.connect(self._context.actions["tenant.pane"].trigger)
        self.drawer.toggled.connect(self.pane_button.setChecked)
        row = QHBoxLayout(bar)
        row.setContentsMargins(sizes.MARGIN, 0, sizes.MARGIN, 0)
        row.setSpacing(sizes.MARGIN)
        row.addWidget(self.chips, 1)
        row.addWidget(self.pane_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(self.drawer, 1)

    def _serve(self) -> None:
        actions = self._context.actions
        actions.serve("tenant.import", lambda: self._context.go("imports", None))
        actions.serve("tenant.add", self.deeds.ask_new)
        actions.serve("tenant.stage", self._ask_moves)
        actions.serve("tenant.pane", lambda: self.drawer.set_open(not self.drawer.is_open))
        self._enable(False)

    def _enable(self, here: bool) -> None:
        actions = self._context.actions
        actions["tenant.import"].setEnabled(here)
        actions["tenant.add"].setEnabled(here)
        actions["tenant.pane"].setEnabled(here)
        actions["tenant.stage"].setEnabled(here and self._profile is not None)

    def head(self) -> HeadParts:
        """Title, search and actions."""
        return HeadParts(
            self.tr("Tenants"),
            actions=("tenant.import", "tenant.add"),
            primary="tenant.add",
            search_hint=self.tr("Name, number, room or initials (Ctrl+F)"),
        )

    def enter(self) -> None:
        """The page is shown."""
        self._enable(True)
        if self._stale:
            self._ask()
        else:
            self._tell_counts()

    def leave(self) -> None:
        """Another page is shown."""
        self._enable(False)

    def search(self, text: str) -> None:
        """Show the tenants that *text* finds."""
        if text.strip() != self._query.text:
            self._change_query(text=text.strip())

    def focus_content(self) -> None:
        """Put the cursor into the list."""
        if self.stack.currentWidget() is self._list:
            if not self.table.currentIndex().isValid() and self.model.rowCount():
                self.table.selectRow(0)
            self.table.setFocus()

    def open_record(self, record: int) -> None:
        """Show one tenant."""
        self._wanted = record
        self.drawer.set_open(True)
        if self.model.row_of(record) < 0:
            self._clear()
        else:
            self._select_wanted()

    def refresh(self) -> None:
        """Read everything again."""
        self._ask()
        self._read_profile()

    def _change_query(self, *, text: str | None = None, stages: frozenset[Stage] | None = None) -> None:
        query = self._query
        self._query = TenantQuery(
            text=query.text if text is None else text,
            stages=query.stages if stages is None else stages,
            sort=query.sort,
            descending=query.descending,
        )
        self._ask()

    def _filter(self, key: str) -> None:
        self._change_query(stages=frozenset() if key == _ALL else frozenset({Stage(key)}))

    def _sort(self, column: int, descending: bool) -> None:
        query = self._query
        sort = self.model.columns[column].sort if column >= 0 else "name"
        self._query = TenantQuery(query.text, query.stages, sort=sort, descending=descending and column >= 0)
        self._ask()

    def _ask(self) -> None:
        """Put the query; the rows of the one before stay until its answer is there."""
        workplace, query = self._context.workplace, self._query

        def work(job: Job) -> Found:
            ids = list_tenant_ids(workplace, query)
            job.check()
            return Found(ids, get_tenant_lines(workplace, ids[:PAGE]), count_tenants_by_stage(workplace))

        self._context.tasks.read(
            work, done=self._show, failed=self._fail, key="tenants.list", title=self.tr("Reading tenants")
        )

    def _show(self, found: Found) -> None:
        self._stale = False
        keep = self._wanted if self._wanted is not None else self._current_id()
        self.model.show(found.ids, found.lines)
        if not self._sized and len(found.ids):
            self._sized = True
            self._size_columns()
        self._show_chips(found.stages)
        if len(found.ids):
            self.stack.setCurrentWidget(self._list)
            self._wanted = keep
            self._select_wanted()
        else:
            self._show_none()
        self._tell_counts()

    def _show_chips(self, stages: Mapping[Stage, int]) -> None:
        labels = self._context.labels
        choices = [Choice(_ALL, self.tr("All"), f"{sum(stages.values()):,}")]
        chosen = next(iter(self._query.stages), None)
        choices += [
            Choice(stage.value, labels.stage(stage), f"{stages.get(stage, 0):,}")
            for stage in Stage
            if stages.get(stage) or stage is chosen
        ]
        self.chips.show_choices(choices)
        self.chips.choose(chosen.value if chosen else _ALL)

    def _show_none(self) -> None:
        actions = self._context.actions
        if self._query.text or self._query.stages:
            self.state.show(
                self.tr("No tenant fits"),
                self.tr("Nothing was found for the search and the stage chosen."),
                drawing="search",
                verb=self.tr("Clear the filter"),
                act=self._clear,
            )
        else:
            self.state.show(
                self.tr("No tenants yet"),
                self.tr(
                    "Bring in your register from Excel; you see what happens before anything is written."
                ),
                verb=self.tr("Import from Excel"),
                act=actions["tenant.import"].trigger,
            )
        self.stack.setCurrentWidget(self.state.widget)
        self._show_profile(None)

    def _fail(self, failure: Failure) -> None:
        sentence = self._context.word_error(failure.refusal) if failure.refusal else None
        self.state.show(
            sentence.text if sentence else self.tr("The tenants could not be read"),
            sentence.remedy if sentence else "",
            drawing="error",
            tone="danger",
            verb=self.tr("Try again"),
            act=self._ask,
        )
        self.stack.setCurrentWidget(self.state.widget)
        if failure.refusal is None:
            self._context.tasks.failed.emit(failure)

    def _clear(self) -> None:
        self._query = TenantQuery(sort=self._query.sort, descending=self._query.descending)
        self.search_cleared.emit()
        self._ask()

    def _select_wanted(self) -> None:
        wanted, self._wanted = self._wanted, None
        row = self.model.row_of(wanted) if wanted is not None else -1
        if row < 0 and self.drawer.is_open and self.model.rowCount():
            row = 0
        if row < 0:
            self._show_profile(None)
            return
        index = self.model.index(row, 0)
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.table.selectionModel().setCurrentIndex(index, flags)
        self.table.scrollTo(index)
        self._details.start()

    def _current_id(self) -> int | None:
        row = self.table.currentIndex().row()
        return self.model.ids[row] if 0 <= row < len(self.model.ids) else None

    def _open_row(self, row: int) -> None:
        self.drawer.set_open(True)
        self._details.start()
        if not self.drawer.is_docked:
            self.pane.close_button.setFocus()
        self.table.selectRow(row)

    def _close_pane(self) -> None:
        self.drawer.set_open(False)
        self.table.setFocus()

    def _read_profile(self) -> None:
        tenant_id = self._current_id()
        if tenant_id is None:
            self._show_profile(None)
            return
        workplace, library = self._context.workplace, self._context.library
        self._context.tasks.read(
            lambda _job: get_tenant(workplace, library, tenant_id), done=self._show_profile, key="tenant"
        )

    def _show_profile(self, profile: TenantProfile | None) -> None:
        self._profile = profile
        if profile is None:
            self.pane.show_nothing()
        else:
            self.pane.show_profile(profile)
        self._context.actions["tenant.stage"].setEnabled(profile is not None and self.isVisible())

    def _hear(self, changes: Changes) -> None:
        """Somebody wrote: read again what is shown, or mark it old."""
        if not (changes.tenants or changes.concern(*_CONCERNED)):
            return
        self._stale = True
        if self.isVisible():
            self._ask()

    def _tell_counts(self) -> None:
        shown = self.model.rowCount()
        self._count_text = self.tr("Tenants: {count}").format(count=f"{shown:,}")
        self._tell_selection()

    def _tell_selection(self) -> None:
        rows = self.table.selected_rows()
        chosen = sum(len(part) for part in rows)
        text = ""
        if chosen > 1:
            text = self.tr("Selected: {count}").format(count=f"{chosen:,}")
            lines = (
                [self.model.line_at(row) for part in rows for row in part]
                if chosen <= _SUMMED_ROWS
                else [None]
            )
            if all(line is not None for line in lines):
                income = sum(line.revenue or 0 for line in lines if line is not None)
                staff = sum(line.employees or 0 for line in lines if line is not None)
                text += self.tr("   Income: {income} (10k yuan)   Employees: {staff}").format(
                    income=amount(income, UNITS["ten_thousand_yuan"]), staff=f"{staff:,}"
                )
        self.counts_changed.emit(self._count_text, text)

    def _ask_moves(self) -> None:
        if self._profile is not None:
            self.deeds.ask_moves(self._profile)
