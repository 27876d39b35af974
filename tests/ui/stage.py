"""A whole window for a test, without the start: shell, context and pages over an open database."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from crm.app import make_interruptible
from crm.ui.ask import Ask, AskDialog
from crm.ui.context import Context, Shell
from crm.ui.hub import Hub
from crm.ui.main_window import MainWindow
from crm.ui.page_makers import page_makers
from crm.ui.pages.filings.page import FilingsPage
from crm.ui.pages.imports.page import ImportsPage
from crm.ui.pages.tenants.page import TenantsPage
from crm.ui.pages.workbench.page import WorkbenchPage
from crm.ui.settings import Settings
from crm.ui.tasks import Failure, Tasks
from crm.ui.window import Window
from tests.support.quiet import PATIENCE, come_to_rest

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

    from crm.domain.wording import Language
    from crm.services.library import Library
    from crm.services.operation import Workplace
    from crm.ui.page import Page
    from crm.ui.theme.theme import Theme

_Page = TypeVar("_Page")


class Stage:
    """A window and what is in it."""

    def __init__(
        self, qtbot: QtBot, theme: Theme, *, workplace: Workplace, library: Library, language: Language
    ) -> None:
        self.qtbot = qtbot
        self.is_struck = False
        self.tasks = Tasks()
        self.size = (0, 0)
        """What the window was given, if it could become so small."""
        self.failures: list[Failure] = []
        self.tasks.failed.connect(self.failures.append)
        self.workplace = make_interruptible(workplace, self.tasks)
        self.settings = Settings()
        self.window = Window(painted=lambda: None)
        self.shell = MainWindow(theme, self.tasks, self.settings, language=language.value)
        self.window.may_close = self.shell.may_close
        self.window.show_content(self.shell)
        self.hub = Hub(self.shell)
        shell = Shell(
            theme=theme,
            tasks=self.tasks,
            hub=self.hub,
            ask=Ask(theme, self.shell),
            actions=self.shell.actions_table,
            settings=self.settings,
            say=self.shell.say,
            go=self.shell.go,
            show=self.shell.show_query,
        )
        self.context = Context(shell, workplace=self.workplace, library=library, language=language)
        self.shell.take_steps(self.context)

    def show(self, size: tuple[int, int], *, first: str) -> None:
        """Show the window with its *first* page in it."""
        self.size = size
        self.window.resize(*size)
        self.window.show()
        self.shell.take_pages(page_makers(self.context), first=first)
        self.settle()

    def strike(self) -> None:
        """End everything."""
        self.is_struck = True
        self.tasks.close()
        for dialog in self.dialogs():
            dialog.close()
        self.window.hide()
        self.window.deleteLater()
        # Now, before the next theme dresses every widget that is there.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        self.workplace.database.close()

    def settle(self) -> None:
        """Wait until every answer is there and every short timer has run."""
        come_to_rest(self.window, self.tasks)

    def still(self) -> QImage:
        """The picture of the window once it does not change any more."""
        before, now = QImage(), self.window.grab().toImage()
        while now != before:
            self.settle()
            before, now = now, self.window.grab().toImage()
        return now

    def _open(self, name: str, kind: type[_Page]) -> _Page:
        if self.shell.open_name != name or not self.tasks.is_idle:
            self.shell.go(name)
            self.settle()
        page: Page | None = self.shell.page
        assert isinstance(page, kind)
        return page

    @property
    def tenants(self) -> TenantsPage:
        """The list of tenants, opened."""
        return self._open("tenants", TenantsPage)

    @property
    def workbench(self) -> WorkbenchPage:
        """The workbench, opened."""
        return self._open("workbench", WorkbenchPage)

    @property
    def filings(self) -> FilingsPage:
        """The filings, opened."""
        return self._open("filings", FilingsPage)

    @property
    def imports(self) -> ImportsPage:
        """The import, opened."""
        return self._open("imports", ImportsPage)

    def press(
        self, widget: QWidget, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        """Press a key on a widget and wait for what comes of it."""
        QTest.keyClick(widget, key, modifiers)
        if modifiers:  # it is let go too: held, it would be part of whatever is selected next
            QTest.keyRelease(self.window, Qt.Key.Key_Control)
        self.settle()

    def click(self, widget: QWidget) -> None:
        """Click a widget and wait for what comes of it."""
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
        self.settle()

    def trigger(self, action: str) -> None:
        """Trigger an action and wait for what comes of it."""
        assert self.shell.actions_table[action].isEnabled()
        self.shell.actions_table[action].trigger()
        self.settle()

    def dialogs(self) -> list[AskDialog]:
        """The questions that are open."""
        return [one for one in self.shell.findChildren(AskDialog) if one.isVisible()]

    @property
    def dialog(self) -> AskDialog:
        """The question that is open."""
        (dialog,) = self.dialogs()
        return dialog

    @property
    def notice(self) -> str:
        """What the notice bar says; nothing where it is closed."""
        return self.shell.notice_bar.text.text() if self.shell.notice_bar.isVisible() else ""

    def until(self, true: Callable[[], bool]) -> None:
        """Wait until something holds."""
        self.qtbot.waitUntil(true, timeout=PATIENCE)
