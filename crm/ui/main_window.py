"""The shell: rail, head, page, notice and foot. It stands before any service has been imported."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from crm.ui.actions import Actions
from crm.ui.notice import Notice
from crm.ui.shell.foot import Foot
from crm.ui.shell.head import Head
from crm.ui.shell.notice_bar import NoticeBar
from crm.ui.shell.rail import Rail
from crm.ui.theme import tokens as sizes
from crm.ui.widgets.skeleton import Skeleton

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtGui import QResizeEvent

    from crm.ui.page import Page
    from crm.ui.settings import Settings
    from crm.ui.tasks import Tasks
    from crm.ui.theme.theme import Theme
    from crm.ui.theme.tokens import Look

PAGES = ("tenants", "filings", "imports")


class MainWindow(QWidget):
    """What fills the window of the program."""

    undo_asked = Signal()
    language_chosen = Signal(str)

    def __init__(self, theme: Theme, tasks: Tasks, settings: Settings, *, language: str) -> None:
        super().__init__()
        self.theme = theme
        self.tasks = tasks
        self.settings = settings
        self.actions_table = Actions(self)
        self._factories: Mapping[str, Callable[[], Page]] = {}
        self._pages: dict[str, Page] = {}
        self._open = ""
        self._closes = False
        self.rail = Rail(theme, self.actions_table, PAGES, language=language)
        self.head = Head(theme, self.actions_table)
        self.foot = Foot(theme, tasks)
        self.stack = QStackedWidget()
        self.stack.addWidget(Skeleton(theme, top=64))
        self._lay_out()
        self.notice_bar = NoticeBar(theme, self, above=sizes.STATUS)
        self._connect()
        self.head.show_page(self.actions_table["go.tenants"].text(), actions=(), primary="", search_hint="")
        self.rail.mark("tenants")

    def _lay_out(self) -> None:
        column = QVBoxLayout()
        column.setSpacing(0)
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
        for page in PAGES:
            serve(f"go.{page}", lambda page=page: self.go(page))  # type: ignore[misc]  # mypy wants no default
        serve("search", self._focus_search)
        serve("refresh", lambda: self._with_page(lambda page: page.refresh()))
        serve("undo", self.undo_asked.emit)
        self.head.search.asked.connect(lambda text: self._with_page(lambda page: page.search(text)))
        self.head.search.left.connect(lambda: self._with_page(lambda page: page.focus_content()))
        self.rail.look_chosen.connect(self._change_look)
        self.rail.language_chosen.connect(self.language_chosen)
        self.tasks.activity.connect(self._close_when_written)

    def take_pages(self, factories: Mapping[str, Callable[[], Page]], *, first: str) -> None:
        """From now on these pages can be opened; open the *first*."""
        self._factories = factories
        self.go(first)

    @property
    def page(self) -> Page | None:
        """The page that is open."""
        return self._pages.get(self._open)

    def go(self, name: str, record: int | None = None) -> None:
        """Open the page called *name*, and in it a record."""
        if name not in self._factories:
            return
        page = self._pages.get(name)
        if page is None:
            page = self._pages[name] = self._factories[name]()
            self.stack.addWidget(page)
            page.counts_changed.connect(lambda count, chosen: self._show_counts(name, count, chosen))
            page.head_changed.connect(lambda: self._show_head(name))
            page.search_cleared.connect(lambda: self.head.search.set_quietly(""))
        if name != self._open:
            self._with_page(lambda left: left.leave())
            self._open = name
            self.stack.setCurrentWidget(page)
            self.rail.mark(name)
            self.foot.show_counts("", "")
            self._show_head(name)
            page.enter()
        if record is not None:
            page.open_record(record)

    def say(self, notice: Notice) -> None:
        """Show a notice."""
        self.notice_bar.show_notice(notice)

    def _show_head(self, name: str) -> None:
        if name == self._open:
            parts = self._pages[name].head()
            self.head.show_page(
                parts.title, actions=parts.actions, primary=parts.primary, search_hint=parts.search_hint
            )

    def _show_counts(self, name: str, count: str, selection: str) -> None:
        if name == self._open:
            self.foot.show_counts(count, selection)

    def _with_page(self, act: Callable[[Page], Any]) -> None:
        page = self.page
        if page is not None:
            act(page)

    def _focus_search(self) -> None:
        if self.head.search.isVisible():
            self.head.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.head.search.selectAll()

    def _change_look(self, look: Look) -> None:
        self.settings.look = look
        self.theme.set_look(look)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102 - Qt's own
        super().resizeEvent(event)
        self.rail.collapse(narrow=self.width() < sizes.NARROW_BELOW)

    def may_close(self) -> bool:
        """Whether the window may close now; where something is being written, it closes by itself when that is done."""
        if self.tasks.is_writing:
            self._closes = True
            self.say(Notice(self.tr("Still writing; the window closes when that is done."), tone="info"))
            return False
        for page in self._pages.values():
            page.leave()
        self.settings.keep_state("window", self.window().saveGeometry())
        self.settings.sync()
        return True

    def _close_when_written(self) -> None:
        if self._closes and not self.tasks.is_writing:
            QTimer.singleShot(0, self.window(), self.window().close)
