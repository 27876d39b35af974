"""企业: the list of tenants, one of them in detail beside it, and the page of one tenant in its place."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from crm.services.tenants import TenantQuery, count_tenants_by_stage, get_tenant
from crm.ui.deeds.tenants import TenantDeeds
from crm.ui.drafts import Draft
from crm.ui.labels import tones
from crm.ui.page import HeadParts, Page
from crm.ui.pages.tenants.detail import TenantDetail
from crm.ui.pages.tenants.filter_bar import FilterBar
from crm.ui.pages.tenants.pane import TenantPane
from crm.ui.pages.tenants.source import TenantSource, is_filtered, name_filter
from crm.ui.pages.tenants.views import keep_filter, load_filter
from crm.ui.table.leaving import export_shown, print_shown
from crm.ui.table.list_view import ListView
from crm.ui.widgets.drawer import Drawer
from crm.ui.widgets.table import TagDelegate, inset

if TYPE_CHECKING:
    from crm.domain.changes import Changes
    from crm.services.tenants import TenantProfile
    from crm.ui.context import Context
    from crm.ui.forms.form import Form
    from crm.ui.pages.tenants.views import SavedView
    from crm.ui.table.model import RecordModel
    from crm.ui.widgets.chips import ChipBar
    from crm.ui.widgets.state import StatePanel
    from crm.ui.widgets.table import Table

_DETAILS_AFTER = 60
"""Milliseconds after which the chosen tenant is read: the arrow keys may go on."""
_CONCERNED = ("tenants", "tenant_names", "stages", "observations", "leases", "lease_lines")
_PANE = "tenants/pane"
_LIST_ACTIONS = (
    "tenant.import",
    "tenant.export",
    "tenant.add",
    "tenant.pane",
    "tenant.filter",
    "tenant.clear",
)


class TenantsPage(Page):
    """Tenants: a list, and the page of the one that was opened."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._query = load_filter(context.settings)
        self._stale = True
        self._is_new = True
        self._profile: TenantProfile | None = None
        self.list = ListView(
            context,
            TenantSource(context),
            row_actions=("tenant.stage", "tenant.export", "print"),
            head_actions=("tenant.filter", "tenant.clear"),
        )
        self.bar = FilterBar(context)
        self.pane = TenantPane(context)
        self._surface = inset(self.list)
        self.drawer = Drawer(self._surface, self.pane)
        self._detail: TenantDetail | None = None
        self.stack = QStackedWidget()
        self._details = QTimer(self)
        self._details.setSingleShot(True)
        self._details.setInterval(_DETAILS_AFTER)
        self._details.timeout.connect(self._read_profile)
        self.deeds = TenantDeeds(context)
        self._lay_out()
        self._connect()
        self._serve()

    def _lay_out(self) -> None:
        self._list_part = QWidget()
        column = QVBoxLayout(self._list_part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.drawer, 1)
        self.stack.addWidget(self._list_part)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.stack)
        by_stage = tones()
        self.list.set_delegate(
            "stage",
            lambda table: TagDelegate(
                self._context.theme, lambda line: by_stage[getattr(line, "stage", None)], table
            ),
        )

    def _connect(self) -> None:
        self.list.opened.connect(self.open_detail)
        self.list.current_changed.connect(self._note_current)
        self.list.shown.connect(self._note_shown)
        self.list.shown.connect(self.take_cursor)
        self.list.sorted.connect(self._note_order)
        self.list.left.connect(self._leave_list)
        self.list.typed.connect(self._look_for)
        self.list.selection_told.connect(lambda text: self.counts_changed.emit(self._count_text(), text))
        self.bar.asked.connect(self._ask)
        self.bar.view_asked.connect(self._show_view)
        self.bar.save_asked.connect(self._save_view)
        self.bar.columns_asked.connect(self.list.choose_columns)
        self.bar.columns_reset.connect(self.list.reset_columns)
        self.pane.closed.connect(self._close_pane)
        self.pane.open_asked.connect(self._open_current)
        self.drawer.toggled.connect(self.bar.pane_button.setChecked)
        self.deeds.added.connect(self.open_record)
        self.deeds.refused.connect(self.refresh)
        self._context.hub.changed.connect(self._hear)

    def _serve(self) -> None:
        serve = self._context.actions.serve
        serve("tenant.import", lambda: self._context.go("imports", None))
        serve("tenant.export", self._export)
        serve("tenant.add", self.deeds.ask_new)
        serve("tenant.stage", self._ask_moves)
        serve("tenant.pane", self._toggle_pane)
        serve("tenant.filter", self.bar.ask_filter)
        serve("tenant.clear", self._clear)
        self._enable(here=False)

    def _enable(self, *, here: bool) -> None:
        actions, in_list = self._context.actions, here and not self.is_in_detail
        for name in _LIST_ACTIONS:
            actions[name].setEnabled(in_list)
        actions["tenant.add"].setEnabled(here)
        if here:
            actions["print"].setEnabled(True)
        self._enable_stage(here=here)

    def _enable_stage(self, *, here: bool) -> None:
        known = self.is_in_detail or self.list.current_id is not None
        self._context.actions["tenant.stage"].setEnabled(here and known)

    # ------------------------------------------------------------------------------- what the shell asks

    @property
    def model(self) -> RecordModel:
        """The rows of the list."""
        return self.list.model

    @property
    def table(self) -> Table:
        """The table of the list."""
        return self.list.table

    @property
    def state(self) -> StatePanel:
        """What stands where no rows are."""
        return self.list.state

    @property
    def chips(self) -> ChipBar:
        """The chips above the list."""
        return self.bar.chips

    @property
    def detail(self) -> TenantDetail:
        """The page of one tenant. It is built behind the first rows, or when it is first opened."""
        if self._detail is None:
            self._detail = TenantDetail(self._context)
            self._detail.editor.stepped.connect(self.steps_changed)
            self._detail.closed.connect(self.show_list)
            self.stack.addWidget(self._detail)
        return self._detail

    @property
    def is_in_detail(self) -> bool:
        """Whether the page of one tenant is shown."""
        return self._detail is not None and self.stack.currentWidget() is self._detail

    def head(self) -> HeadParts:
        """Title, search and actions."""
        in_list = not self.is_in_detail
        return HeadParts(
            self.tr("Tenants"),
            actions=("tenant.import", "tenant.export", "print", "tenant.add") if in_list else ("print",),
            primary="tenant.add" if in_list else "",
            search_hint=self.tr("Name, number, room or initials (Ctrl+F)"),
        )

    def enter(self) -> None:
        """The page is shown."""
        self._enable(here=True)
        if self.is_in_detail:
            self.detail.enter()
        elif self._stale:
            self._read()
        else:
            self._tell_counts()

    def leave(self) -> None:
        """Another page is shown."""
        self._enable(here=False)
        if self._detail is not None:
            self._detail.leave()

    def search(self, text: str) -> None:
        """Show the tenants that *text* finds."""
        self.show_list()
        if text.strip() != self._query.text:
            self._ask(replace(self._query, text=text.strip()))

    def focus_content(self) -> None:
        """Put the cursor into the list, or where work on the tenant begins."""
        if self.is_in_detail:
            self.detail.focus_content()
        else:
            self.list.focus_list()

    def open_record(self, record: int) -> None:
        """Show one tenant in the list and in the pane."""
        self.show_list()
        self.drawer.set_open(True)
        if self.model.row_of(record) < 0 and is_filtered(self._query):
            self.search_cleared.emit()
            self._query = TenantQuery(sort=self._query.sort, descending=self._query.descending)
        if self.model.row_of(record) < 0 or self._stale:
            self._ask(self._query, wanted=record)
        else:
            self.list.choose_row(self.model.row_of(record))

    def show_query(self, query: object) -> None:
        """Show the tenants that *query* asks for, in the order in which the list stands."""
        if isinstance(query, TenantQuery):
            self.show_list()
            self.search_cleared.emit()
            self._ask(replace(query, sort=self._query.sort, descending=self._query.descending))
        elif isinstance(query, Draft):
            self._show_detail()
            self.detail.go_on(query)

    def own_steps(self) -> tuple[str, str]:
        """What undoing and doing again would change in the form that is open."""
        return ("", "") if self._form is None else self._form.edits.next_steps()

    def undo_own(self) -> None:
        """Undo in the form what was entered last."""
        if self._form is not None:
            self._form.edits.undo()

    def redo_own(self) -> None:
        """Enter it again."""
        if self._form is not None:
            self._form.edits.redo()

    @property
    def _form(self) -> Form | None:
        return None if self._detail is None else self._detail.editor.form

    def refresh(self) -> None:
        """Read everything again."""
        if self.is_in_detail:
            self.detail.refresh()
            self._stale = True
        else:
            self._read()

    def print_page(self) -> None:
        """Preview the list, or the tenant's profile, on paper."""
        if self.is_in_detail:
            self.detail.print_profile()
        else:
            about = name_filter(self._context, self._query) or self._count_text()
            print_shown(self._context, self.list, title=self.tr("Tenant list"), about=about)

    # -------------------------------------------------------------------------------- list and tenant

    def open_detail(self, tenant_id: int) -> None:
        """Show the page of one tenant in place of the list."""
        self.detail.open_tenant(tenant_id)
        self._show_detail()

    def _show_detail(self) -> None:
        self.stack.setCurrentWidget(self.detail)
        self.head_changed.emit()
        if self.isVisible():
            self._enable(here=True)
            self.detail.enter()
            self.counts_changed.emit("", "")
            self.detail.setFocus()

    def show_list(self) -> None:
        """Show the list again, as it was left."""
        if not self.is_in_detail:
            return
        self.detail.leave()
        self.stack.setCurrentWidget(self._list_part)
        self.head_changed.emit()
        if self.isVisible():
            self._enable(here=True)
            if self._stale:
                self._read()
            self._tell_counts()
            self.list.focus_list()

    def _open_current(self) -> None:
        if self.list.current_id is not None:
            self.open_detail(self.list.current_id)

    # ---------------------------------------------------------------------------------------- reading

    def _read(self) -> None:
        """Read the list and its counts again."""
        self._ask(self._query)
        workplace = self._context.workplace
        self._context.tasks.read(
            lambda _job: count_tenants_by_stage(workplace),
            done=self.bar.show_stages,
            failed=lambda _failure: self.bar.show_stages(None),  # the list tells why
            key="tenants.stages",
        )

    def _ask(self, query: TenantQuery, *, wanted: int | None = None) -> None:
        """Put the query; the rows of the one before stay until its answer is there."""
        self._stale = False
        self.list.ask(query, wanted=wanted)
        self._query = self.list.query
        self.bar.show_query(self._query)
        keep_filter(self._context.settings, self._query)

    def _note_shown(self) -> None:
        self._tell_counts()
        if self._is_new:
            self._is_new = False
            kept = self._context.settings.text(_PANE)
            self.drawer.set_open(self.drawer.is_roomy and kept != "closed")
            QTimer.singleShot(0, self, self._make_detail)

    def _make_detail(self) -> None:
        """Build the tenant's page, which offers what was not saved the last time."""
        if self.detail.is_editing:
            self._show_detail()

    def _note_current(self) -> None:
        """Another tenant was chosen: its stage can be changed at once, its details follow."""
        self._enable_stage(here=self.isVisible())
        self._details.start()

    def _note_order(self) -> None:
        self._query = self.list.query
        self.bar.show_query(self._query)
        keep_filter(self._context.settings, self._query)

    def _clear(self) -> None:
        self.search_cleared.emit()
        self._ask(TenantQuery(sort=self._query.sort, descending=self._query.descending))

    def _look_for(self, text: str) -> None:
        """Somebody types into the list: what they type goes into the search box."""
        self._context.actions["search"].trigger()
        box = self.window().focusWidget()
        if isinstance(box, QLineEdit):
            box.insert(text)

    def _hear(self, changes: Changes) -> None:
        """Somebody wrote: read again what is shown, or mark it old."""
        if changes.tenants or changes.concern(*_CONCERNED):
            self._stale = True
            if self.isVisible() and not self.is_in_detail:
                self._read()

    def _count_text(self) -> str:
        if not self.list.is_known:
            return ""
        return self.tr("Tenants: {count}").format(count=f"{self.list.record_count:,}")

    def _tell_counts(self) -> None:
        self.counts_changed.emit(self._count_text(), "")

    # ------------------------------------------------------------------------------------------ views

    def _show_view(self, view: SavedView) -> None:
        self.search_cleared.emit()
        if view.columns:
            self.list.show_columns(view.columns)
        sort = "" if view.query.sort == "name" and not view.query.descending else view.query.sort
        self.list.sort_by(sort, descending=view.query.descending)
        self._ask(view.query)

    def _save_view(self) -> None:
        self.bar.ask_name(self._query, [column.key for column in self.list.shown_columns()])

    def _export(self) -> None:
        about = name_filter(self._context, self._query)
        export_shown(self._context, self.list, title=self.tr("Tenant list"), about=about)

    # ------------------------------------------------------------------------------------------- pane

    def _toggle_pane(self) -> None:
        self.drawer.set_open(not self.drawer.is_open)
        self._context.settings.keep_text(_PANE, "open" if self.drawer.is_open else "closed")
        self._details.start()

    def _close_pane(self) -> None:
        self.drawer.set_open(False)
        self._context.settings.keep_text(_PANE, "closed")
        self.list.focus_list()

    def _leave_list(self) -> None:
        """Esc in the list: the pane that took its room goes first."""
        if self.drawer.is_open and not self.drawer.is_roomy:
            self._close_pane()

    def _read_profile(self) -> None:
        if self.list.current_id is None and self.drawer.is_open and self.list.record_count:
            self.list.choose_row(0)
            self._details.stop()
        tenant_id = self.list.current_id
        if tenant_id is None:
            self._show_profile(None)
            return
        workplace, library = self._context.workplace, self._context.library
        self._context.tasks.read(
            lambda _job: get_tenant(workplace, library, tenant_id),
            done=self._show_profile,
            failed=lambda _failure: self._show_profile(None),  # it is gone: the list is being read again
            key="tenant",
        )

    def _show_profile(self, profile: TenantProfile | None) -> None:
        self._profile = profile
        if profile is None:
            self.pane.show_nothing()
        else:
            self.pane.show_profile(profile)
        self._enable_stage(here=self.isVisible())

    def _ask_moves(self) -> None:
        if self.is_in_detail:
            self.detail.ask_stage()
        elif self._profile is not None and self._profile.line.id == self.list.current_id:
            self.deeds.ask_moves(self._profile)
        elif self.list.current_id is not None:
            # Another one has just been chosen: it is this one that is asked about.
            tenant_id, workplace, library = (
                self.list.current_id,
                self._context.workplace,
                self._context.library,
            )
            self._context.tasks.read(
                lambda _job: get_tenant(workplace, library, tenant_id), done=self.deeds.ask_moves
            )
