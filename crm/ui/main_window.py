"""The shell: rail, head, page, notice and foot. It stands before any service has been imported."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from crm import paths
from crm.ui.actions import Actions
from crm.ui.cursor import CursorWatch, bring_cursor, has_cursor
from crm.ui.dropping import dropped_workbook
from crm.ui.help.sheet import HelpSheet
from crm.ui.help.shortcuts import ShortcutsPanel
from crm.ui.notice import Notice
from crm.ui.shell.banner import DemoBanner
from crm.ui.shell.foot import Foot
from crm.ui.shell.head import Head
from crm.ui.shell.notice_bar import NoticeBar
from crm.ui.shell.rail import Rail
from crm.ui.shell.unopened import Unopened
from crm.ui.theme import tokens as sizes
from crm.ui.widgets.skeleton import Skeleton

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtGui import QDragEnterEvent, QDropEvent, QResizeEvent

    from crm.ui.context import Context
    from crm.ui.page import Page
    from crm.ui.settings import Settings
    from crm.ui.tasks import Tasks
    from crm.ui.theme.theme import Theme

PAGES = ("workbench", "tenants", "board", "figures", "filings", "imports", "history", "settings")
"""In the order of the rail; the settings stand at its foot."""
FAMILIES = {
    "figures": ("figures", "operator", "people", "events"),
    "filings": ("filings", "rehearsal", "brief", "forms"),
}
"""Pages that share an item of the rail, by that item: the head leads from one to the other."""
ALL_PAGES = (*PAGES, *(page for family in FAMILIES.values() for page in family[1:]))
"""Every page that can be gone to."""
_BACK_WITHIN = ("tenant.back", "import.back", "template.back")
"""Ways back within a page: as long as there is one, it comes before the page before."""
_TRAIL = 30


def item_of(page: str) -> str:
    """The item of the rail that a page belongs to: its own, or that of its family."""
    return next((item for item, family in FAMILIES.items() if page in family), page)


class MainWindow(QWidget):
    """What fills the window of the program."""

    own_data_asked = Signal()
    """The demo is to be closed."""

    def __init__(self, theme: Theme, tasks: Tasks, settings: Settings, *, language: str) -> None:
        super().__init__()
        self.theme = theme
        self.tasks = tasks
        self.settings = settings
        self.actions_table = Actions(self)
        self._factories: Mapping[str, Callable[[], Page]] = {}
        self._pages: dict[str, Page] = {}
        self._open = ""
        self._trail: list[str] = []
        self._sought: dict[str, str] = {}
        self._context: Context | None = None
        self._closes = False
        self.setAcceptDrops(True)
        self.rail = Rail(theme, self.actions_table, PAGES)
        self.banner = DemoBanner(theme)
        self.head = Head(theme, self.actions_table)
        self.foot = Foot(theme, tasks)
        self.stack = QStackedWidget()
        self.stack.addWidget(Skeleton(theme, top=64))
        self._lay_out()
        self.notice_bar = NoticeBar(theme, self, above=sizes.STATUS)
        self.help = HelpSheet(theme, self, folder=paths.resources() / "help" / language)
        self._connect()
        CursorWatch(theme.application, self, lambda: self.page)
        self.head.show_steps("", "")
        self.head.show_page("", actions=(), primary="", search_hint="")

    def _lay_out(self) -> None:
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self.banner)
        column.addWidget(self.head)
        column.addWidget(self.stack, 1)
        column.addWidget(self.foot)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addLayout(column, 1)

    def _connect(self) -> None:
        serve = self.actions_table.serve
        for page in ALL_PAGES:
            serve(f"go.{page}", lambda page=page: self.go(page))  # type: ignore[misc]  # mypy wants no default
        serve("go.back", self.go_back)
        for name in _BACK_WITHIN:
            self.actions_table[name].enabledChanged.connect(self._offer_back)
        self._offer_back()
        serve("search", self._focus_search)
        serve("refresh", lambda: self._with_page(lambda page: page.refresh()))
        serve("print", lambda: self._with_page(lambda page: page.print_page()))
        serve("undo", self._undo)
        serve("redo", self._redo)
        serve("help", self._toggle_help)
        serve("shortcuts", self.open_shortcuts)
        self.help.shortcuts_asked.connect(self.open_shortcuts)
        self.banner.left.connect(self.own_data_asked)
        self.head.search.asked.connect(lambda text: self._with_page(lambda page: page.search(text)))
        self.head.search.left.connect(lambda: self._with_page(lambda page: page.focus_content()))
        self.rail.toggled.connect(self._toggle_rail)
        self.tasks.activity.connect(self._close_when_written)

    def take_pages(self, factories: Mapping[str, Callable[[], Page]], *, first: str) -> None:
        """From now on these pages can be opened; open the *first*, or the first there is."""
        self._factories = factories
        self.rail.offer(factories)
        for page in ALL_PAGES:
            self.actions_table[f"go.{page}"].setEnabled(page in factories)
        self.go(first if first in factories else next(page for page in PAGES if page in factories))

    def show_unopened(self) -> Unopened:
        """In place of pages: the panel that says why the database cannot be opened."""
        for before in self.stack.findChildren(Unopened):
            self.stack.removeWidget(before)
            before.deleteLater()
        panel = Unopened(self.theme)
        self.stack.addWidget(panel)
        self.stack.setCurrentWidget(panel)
        return panel

    @property
    def open_name(self) -> str:
        """The name of the page that is open; empty before the first."""
        return self._open

    @property
    def names(self) -> tuple[str, ...]:
        """The pages of the rail that can be opened."""
        return tuple(page for page in PAGES if page in self._factories)

    @property
    def page(self) -> Page | None:
        """The page that is open."""
        return self._pages.get(self._open)

    def go(self, name: str, record: int | None = None) -> None:
        """Open the page called *name*, and in it a record; the cursor goes into what the page shows."""
        if name not in self._factories or not self._may_leave_for(name, lambda: self.go(name, record)):
            return
        page = self._pages.get(name)
        if page is None:
            page = self._pages[name] = self._factories[name]()
            self.stack.addWidget(page)
            page.counts_changed.connect(lambda count, chosen: self._show_counts(name, count, chosen))
            page.selection_told.connect(lambda chosen: self._show_selection(name, chosen))
            page.head_changed.connect(lambda: self._show_head(name))
            page.search_cleared.connect(lambda: self._clear_search(name))
            page.steps_changed.connect(self._show_steps)
        is_other = name != self._open
        if is_other:
            self._with_page(lambda left: left.leave())
            self._sought[self._open] = self.head.search.text()
            if self._open in ALL_PAGES:
                self._trail = [*self._trail[1 - _TRAIL :], self._open]
            self._open = name
            if name in ALL_PAGES:
                self.settings.keep_text("page", name)
            if self.help.isVisible():
                self.help.show_page(name, title=self._pages[name].head().title)
            self.stack.setCurrentWidget(page)
            self.rail.mark(item_of(name))
            self.foot.show_counts("", "")
            self.head.search.set_quietly(self._sought.get(name, ""))
            self._show_head(name)
            page.enter()
            self._show_steps()
            self._offer_back()
        if record is not None:
            page.open_record(record)
        if is_other or not has_cursor(page):
            # Where the arrow keys walk along the rail, Qt takes the cursor back to the next item after this.
            bring_cursor(page)

    def go_back(self) -> None:
        """Open the page before this one, with the cursor where it was left."""
        if not self._trail:
            return
        *trail, name = self._trail
        if not self._may_leave_for(name, self.go_back):
            return
        before = self._pages.get(name)
        last: QWidget | None = None if before is None else before.focusWidget()
        self.go(name)
        if self._open != name:
            return
        self._trail = trail
        self._offer_back()
        if last is not None and last.isVisible():
            last.setFocus(Qt.FocusReason.OtherFocusReason)

    def _offer_back(self) -> None:
        within = any(self.actions_table[name].isEnabled() for name in _BACK_WITHIN)
        self.actions_table["go.back"].setEnabled(bool(self._trail) and not within)

    def show_query(self, name: str, query: object) -> None:
        """Open the page called *name* on *query*."""
        if not self._may_leave_for(name, lambda: self.show_query(name, query)):
            return
        self.go(name)
        if name == self._open:
            self._pages[name].show_query(query)
            if not has_cursor(self._pages[name]):
                bring_cursor(self._pages[name])

    def _may_leave_for(self, name: str, then: Callable[[], None]) -> bool:
        """Whether the page that is open lets the one called *name* be opened; else it asks, and *then* may follow."""
        page = self.page
        if name == self._open or page is None or page.may_leave(then):
            return True
        self.rail.mark(item_of(self._open))
        return False

    def say(self, notice: Notice) -> None:
        """Show a notice."""
        self.notice_bar.show_notice(notice)

    def _show_head(self, name: str) -> None:
        if name == self._open:
            parts = self._pages[name].head()
            self.actions_table["print"].setEnabled("print" in parts.actions)
            self.head.show_family(FAMILIES.get(item_of(name), ()), name)
            self.head.show_page(
                parts.title, actions=parts.actions, primary=parts.primary, search_hint=parts.search_hint
            )

    def _show_counts(self, name: str, count: str, selection: str) -> None:
        if name == self._open:
            self.foot.show_counts(count, selection)

    def _show_selection(self, name: str, selection: str) -> None:
        if name == self._open:
            self.foot.show_selection(selection)

    def _with_page(self, act: Callable[[Page], Any]) -> None:
        page = self.page
        if page is not None:
            act(page)

    def _clear_search(self, name: str) -> None:
        """The page called *name* has dropped what it was searched for."""
        self._sought[name] = ""
        if name == self._open:
            self.head.search.set_quietly("")

    def _focus_search(self) -> None:
        """Into the search box; where the page has none, tenants are what is looked for."""
        if self.head.search.isHidden():
            self.go("tenants")
        if self.head.search.isVisible():
            self.head.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.head.search.selectAll()

    def take_steps(self, context: Context) -> None:
        """From now on the steps of *context* can be undone and done again."""
        self._context = context
        context.steps.changed.connect(self._show_steps)
        self._show_steps()

    def _show_steps(self) -> None:
        if self._context is not None:
            undo, redo = self._context.steps.next_undo, self._context.steps.next_redo
            own_undo, own_redo = ("", "") if self.page is None else self.page.own_steps()
            self.head.show_steps(
                own_undo or (undo.title if undo else ""), own_redo or (redo.title if redo else "")
            )

    def _undo(self) -> None:
        """What is being typed goes back by itself; else what is not saved does, else the last step."""
        entry, page = QApplication.focusWidget(), self.page
        if isinstance(entry, QLineEdit) and entry.isUndoAvailable():
            entry.undo()
        elif page is not None and page.own_steps()[0]:
            page.undo_own()
        elif self._context is not None:
            self._context.undo_last()

    def _redo(self) -> None:
        entry, page = QApplication.focusWidget(), self.page
        if isinstance(entry, QLineEdit) and entry.isRedoAvailable():
            entry.redo()
        elif page is not None and page.own_steps()[1]:
            page.redo_own()
        elif self._context is not None:
            self._context.redo_last()

    def _toggle_help(self) -> None:
        if self.help.isVisible():
            self.help.dismiss()
        elif self._open:
            self.help.show_page(self._open, title=self._pages[self._open].head().title)

    def open_shortcuts(self) -> None:
        """Show all shortcuts."""
        if self._context is not None:
            title = self.actions_table.name_of("shortcuts")
            self._context.ask.panel(ShortcutsPanel(self.actions_table), title=title)

    def _toggle_rail(self) -> None:
        self.settings.rail_is_narrow = not self.settings.rail_is_narrow
        self._collapse_rail()

    def _collapse_rail(self) -> None:
        is_small = self.width() < sizes.NARROW_BELOW
        self.rail.offer_toggle(offered=not is_small)
        self.rail.collapse(narrow=is_small or self.settings.rail_is_narrow)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102 - Qt's own
        super().resizeEvent(event)
        self._collapse_rail()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: D102 - Qt's own
        if "imports" in self._factories and dropped_workbook(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: D102 - Qt's own
        path = dropped_workbook(event)
        if path is not None:
            event.acceptProposedAction()
            self.show_query("imports", path)

    def may_close(self, then: Callable[[], object] | None = None) -> bool:
        """Whether the window may close now; where something is being written, it closes by itself when that is done.

        A page with something unsaved asks first; *then* follows where it is agreed to, closing the window by itself.
        """
        if self.tasks.is_writing:
            self._closes = True
            self.say(Notice(self.tr("Still saving; the window will close when this is done."), tone="info"))
            return False
        if self.page is not None and not self.page.may_leave(then or self.window().close):
            return False
        for page in self._pages.values():
            page.leave()
        self.settings.keep_state("window", self.window().saveGeometry())
        self.settings.sync()
        return True

    def _close_when_written(self) -> None:
        if self._closes and not self.tasks.is_writing:
            QTimer.singleShot(0, self.window(), self.window().close)
