"""The composition root of the window: paints a frame, then builds the shell, then imports and opens everything else."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QObject, QTranslator
from PySide6.QtWidgets import QApplication, QWidget

from crm import paths
from crm.ui.input_method import choose_input_method
from crm.ui.settings import Settings
from crm.ui.sources import unread_sources
from crm.ui.theme.fonts import base_font
from crm.ui.theme.tokens import DARK, LIGHT, Look, Tokens
from crm.ui.window import Window

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date
    from types import TracebackType

    from crm.domain.wording import Language
    from crm.services.library import Library
    from crm.services.operation import Workplace
    from crm.ui.context import Context
    from crm.ui.main_window import MainWindow
    from crm.ui.notice import Notice
    from crm.ui.page_makers import ImportAhead
    from crm.ui.tasks import Failure, Job, Tasks
    from crm.ui.theme.theme import Theme


class Wishes(NamedTuple):
    """How the program was started. What is None is as it was the last time."""

    address: str | Path | None = None
    today: date | None = None
    user: str | None = None
    language: Language | None = None
    look: Look | None = None


class Session(NamedTuple):
    """What has been opened: the database and the rules."""

    workplace: Workplace
    library: Library
    is_new: bool = False
    """Whether nothing has ever been done in the database."""
    missing: str = ""
    """The database that was opened last and is not there any more; the user's own has been opened instead."""


def run_window(
    address: str | Path | None = None,
    *,
    today: date | None = None,
    user: str | None = None,
    language: Language | None = None,
    look: Look | None = None,
    painted: Callable[[], None] | None = None,
    ready: Callable[[Program], None] | None = None,
) -> int:
    """Open the window on the database at *address* (the default one) and return the exit status when it is closed.

    *painted* is called when something stands on the screen, *ready* once the database is open and the first page built.
    """
    choose_input_method(os.environ, plugins=Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)))
    application = QApplication(sys.argv[:1])
    application.setApplicationName("incubator-crm")
    program = Program(application, Wishes(address, today, user, language, look), painted=painted, ready=ready)
    hook = sys.excepthook
    sys.excepthook = program.tell_fault
    try:
        with unread_sources():
            program.open_window()
            return application.exec()
    finally:
        sys.excepthook = hook
        program.close()


class Program(QObject):
    """One run of the program: an application, its window, and what is open in it."""

    def __init__(
        self,
        application: QApplication,
        wishes: Wishes,
        *,
        painted: Callable[[], None] | None = None,
        ready: Callable[[Program], None] | None = None,
    ) -> None:
        super().__init__(application)
        self._application = application
        self._wishes = wishes
        self._painted = painted
        self._ready = ready
        self._translators: list[QTranslator] = []
        self._ahead: ImportAhead | None = None
        self._session: Session | None = None
        self._tasks: Tasks | None = None
        self._theme: Theme | None = None
        self._notice: Notice | None = None
        self.settings = Settings()
        self.look = wishes.look or self.settings.look
        self.language = wishes.language.value if wishes.language else self.settings.language or "zh"
        self.window: Window | None = None
        self.shell: MainWindow | None = None
        self.context: Context | None = None

    def open_window(self) -> None:
        """Show the window with a picture of the shell; the shell follows once that has been painted."""
        self._application.setFont(base_font())
        self._load_translation("crm_zh_CN", str(paths.resources() / "i18n"))
        self.window = Window(painted=self._go_on)
        geometry = self.settings.state("window")
        fills = False
        if geometry.isEmpty():
            fills = self.window.fit()
        else:
            self.window.restoreGeometry(geometry)
        self.window.show_picture(self._first_tokens(), rail_is_narrow=self.settings.rail_is_narrow)
        if fills:
            self.window.showMaximized()
        else:
            self.window.show()

    def close(self) -> None:
        """Let go of the cursor, of threads, of the database and of the language."""
        leave_focus(self._application)
        self._forget_translations()
        leave_clipboard(self._application)
        if self._tasks is not None:
            self._tasks.close()
        if self._session is not None:
            self._session.workplace.database.close()

    def tell_fault(
        self, kind: type[BaseException], fault: BaseException, trace: TracebackType | None
    ) -> None:
        """A fault outside of any task: tell it like one inside."""
        import traceback

        from crm.ui.tasks import Failure

        report = "".join(traceback.format_exception(kind, fault, trace))
        sys.stderr.write(report)  # for whoever started it from a terminal
        if isinstance(fault, Exception):
            self._tell_failure(Failure("", fault, report))

    def _first_tokens(self) -> Tokens:
        """The colours before the theme is there: the palette says whether the system is dark."""
        if self.look is Look.SYSTEM:
            return DARK if self._application.palette().window().color().lightness() < 128 else LIGHT
        return DARK if self.look is Look.DARK else LIGHT

    def _go_on(self) -> None:
        """After the first painting: build the shell, then open the database on a reader."""
        if self._painted is not None:
            self._painted()
        from crm.ui.tasks import Tasks
        from crm.ui.theme.theme import Theme

        self._theme = Theme(
            self._application,
            icons=paths.resources() / "icons",
            look=self.look,
            density=self.settings.density,
            font_percent=self.settings.font_percent,
        )
        self._tasks = Tasks(self)
        self._tasks.failed.connect(self._tell_failure)
        self._build_shell(self._theme, self._tasks)
        self._check_font()
        self._open_session()

    def _build_shell(self, theme: Theme, tasks: Tasks) -> None:
        from crm.ui.main_window import MainWindow

        if self.window is None:
            return
        self._load_translation("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
        shell = MainWindow(theme, tasks, self.settings, language=self.language)
        shell.own_data_asked.connect(lambda: self.open_database(""))
        self.shell = shell
        self.window.may_close = shell.may_close
        self.window.show_content(shell)

    def _check_font(self) -> None:
        """Say so where no font on this machine has the characters of the trade."""
        from crm.ui.notice import Notice
        from crm.ui.theme.fonts import has_chinese

        if self.shell is not None and not has_chinese(self._application.font()):
            # In English: Chinese could not be read.
            text = "No font on this computer has Chinese characters."
            self.shell.say(Notice(text, "Install fonts-noto-cjk (Linux) or Microsoft YaHei.", tone="warn"))

    def _load_translation(self, name: str, folder: str) -> None:
        translator = QTranslator(self)
        if self.language == "zh" and translator.load(name, folder):
            self._application.installTranslator(translator)
            self._translators.append(translator)

    def _forget_translations(self) -> None:
        for translator in self._translators:
            self._application.removeTranslator(translator)
        self._translators.clear()

    def _change_language(self, language: str) -> None:
        """Build the shell anew in *language*, over the same open database."""
        if language == self.language or self._theme is None or self._tasks is None or self._session is None:
            return
        page = None if self.shell is None else self.shell.page
        if page is not None and not page.may_leave(lambda: self._change_language(language)):
            return
        first = "" if self.shell is None else self.shell.open_name
        before = self.context
        self.language = self.settings.language = language
        self._forget_translations()
        self._load_translation("crm_zh_CN", str(paths.resources() / "i18n"))
        self._build_shell(self._theme, self._tasks)
        self._furnish(self._session, first=first)
        if before is not None and self.context is not None:
            self.context.take_steps(before.steps)

    def open_database(self, address: str) -> None:
        """Close the database and open the one at *address*, the user's own where it is empty; the demo is not kept."""
        if self._theme is None or self._tasks is None or self._tasks.is_writing:
            return
        if self.shell is not None and not self.shell.may_close(lambda: self.open_database(address)):
            return
        self._wishes = self._wishes._replace(address=address or None)
        if not is_demo(address):
            self.settings.database = address
        self.reopen()

    def reopen(self, notice: Notice | None = None) -> None:
        """Open the same database anew, and say *notice* once it is open."""
        if self._theme is None or self._tasks is None:
            return
        self._notice = notice
        if self._session is not None:
            self._session.workplace.database.close()
            self._session = None
        self._build_shell(self._theme, self._tasks)
        self._open_session()

    def _open_session(self) -> None:
        if self._tasks is not None:
            self._tasks.read(self._open, done=self._furnish, failed=self._tell_unopened)

    def _open(self, job: Job) -> Session:
        """On a reader: import the services, open the database, warm the first query."""
        from crm.services.history import list_operations
        from crm.services.library import Library
        from crm.services.tenants import TenantQuery, list_tenant_ids
        from crm.services.upkeep import open_workplace
        from crm.ui.page_makers import import_services

        job.check()
        wishes = self._wishes
        kept = "" if wishes.address else self.settings.database
        missing = kept if kept and is_missing(kept) else ""
        address = wishes.address or (None if missing else kept or None)
        workplace = open_workplace(address, today=wishes.today, user=wishes.user)
        if self._tasks is not None:
            workplace = make_interruptible(workplace, self._tasks)
        is_new = not list_tenant_ids(workplace, TenantQuery()) and not list_operations(workplace, limit=1)
        import_services(self._first_page(is_new=is_new))
        return Session(workplace, Library.load(), is_new, missing)

    def _first_page(self, *, is_new: bool) -> str:
        """Which page is opened first, where none was open before."""
        return "welcome" if is_new else self.settings.text("page") or "workbench"

    def _furnish(self, session: Session, *, first: str = "") -> None:
        from crm.domain.wording import Language
        from crm.ui.ask import Ask
        from crm.ui.context import Context, Shell
        from crm.ui.drafts import offer_drafts
        from crm.ui.hub import Hub
        from crm.ui.page_makers import ImportAhead, page_makers

        self._session = session
        if self.shell is None or self._theme is None or self._tasks is None:
            return
        shell = Shell(
            theme=self._theme,
            tasks=self._tasks,
            hub=Hub(self.shell),
            ask=Ask(self._theme, self.shell),
            actions=self.shell.actions_table,
            settings=self.settings,
            say=self.shell.say,
            go=self.shell.go,
            show=self.shell.show_query,
            choose_language=self._change_language,
            open_database=self.open_database,
            reopen=self.reopen,
        )
        self.context = Context(
            shell, workplace=session.workplace, library=session.library, language=Language(self.language)
        )
        self.shell.take_steps(self.context)
        self.shell.foot.user.setText(session.workplace.user)
        self.shell.foot.period.setText(self.context.last_period_text)
        address = self._wishes.address
        self.shell.banner.setVisible(is_demo(address))
        usual = self._first_page(is_new=session.is_new)
        self.shell.take_pages(page_makers(self.context), first=first or usual)
        offer_drafts(self.context)
        if session.missing:
            self._tell_missing(session.missing)
        if self._notice is not None:
            self.shell.say(self._notice)
            self._notice = None
        if self._ahead is None:
            self._ahead = ImportAhead(self._tasks, self)
        if self._ready is not None:
            self._ready(self)
        self._tasks.collector.spare()

    def _tell_missing(self, address: str) -> None:
        from crm.ui.notice import Notice

        if self.shell is not None:
            text = QCoreApplication.translate("Program", "The database {file} was not found.")
            remedy = QCoreApplication.translate(
                "Program",
                "The default database was opened instead. You can choose another one in the settings.",
            )
            self.shell.say(Notice(text.format(file=address), remedy, tone="warn"))

    def _tell_unopened(self, failure: Failure) -> None:
        """The database cannot be opened: say why where its pages would be, and offer the ways on."""
        if self.shell is None:
            return
        from crm.domain.wording import Language
        from crm.services.library import load_messages

        text = QCoreApplication.translate("Program", "The database could not be opened")
        remedy = ""
        if failure.refusal is not None:
            sentence = load_messages().word_error(failure.refusal, Language(self.language))
            text, remedy = sentence.text, sentence.remedy
        else:
            self._tell_failure(failure)
        panel = self.shell.show_unopened()
        panel.again_asked.connect(self._try_again)
        panel.other_asked.connect(self._ask_other_database)
        panel.own_asked.connect(lambda: self.open_database(""))
        panel.tell(text, remedy, is_own=not (self._wishes.address or self.settings.database))

    def _try_again(self) -> None:
        if self.shell is not None:
            self.shell.stack.setCurrentIndex(0)
        self._open_session()

    def _ask_other_database(self) -> None:
        from crm.ui.ask import Ask

        if self.shell is None or self._theme is None:
            return
        translate = QCoreApplication.translate
        Ask(self._theme, self.shell).open_file(
            title=translate("Program", "Open another database"),
            filters=translate("Program", "Databases (*.db);;All files (*)"),
            folder=str(paths.user_data()),
            chosen=lambda path: self.open_database(str(path)),
        )

    def _tell_failure(self, failure: Failure) -> None:
        from crm.domain.wording import Language
        from crm.services.library import load_messages
        from crm.ui.ask import Ask
        from crm.ui.notice import Notice

        if self.shell is None or self._theme is None:
            return
        if failure.was_cancelled:
            self.shell.say(
                Notice(QCoreApplication.translate("Program", "Cancelled; nothing was changed."), tone="info")
            )
        elif failure.refusal is not None:
            sentence = load_messages().word_error(failure.refusal, Language(self.language))
            self.shell.say(Notice(sentence.text, sentence.remedy, tone="danger"))
        else:
            Ask(self._theme, self.shell).tell_fault(failure)


def is_demo(address: str | Path | None) -> bool:
    """Whether *address* is that of the demo."""
    return bool(address) and Path(str(address)) == paths.demo_database()


def is_missing(address: str) -> bool:
    """Whether *address* is a file that is not there; the address of a server is not asked."""
    return "://" not in address and not Path(address).exists()


def leave_clipboard(application: QApplication) -> None:
    """Leave what was copied as plain text: an object of Python's on the clipboard would be freed twice at the end."""
    clipboard = application.clipboard()
    # Without a display Qt keeps a clipboard of its own and does not say that it is ours.
    if clipboard.ownsClipboard() or application.platformName() == "offscreen":
        clipboard.setText(clipboard.text())


def leave_focus(application: QApplication) -> None:
    """Take the cursor out of whatever has it.

    What has it while Qt destroys the widgets at the end is told that it loses it when its parts are gone already. The
    display says so in time as a rule, but not when it is busy, and the program then ends with a fault.
    """
    focused: QWidget | None = application.focusWidget()
    if focused is not None:
        focused.clearFocus()


def make_interruptible(workplace: Workplace, tasks: Tasks) -> Workplace:
    """*workplace* on a database whose statements stop at once when the job that runs them is cancelled."""
    from contextlib import contextmanager
    from dataclasses import replace

    from crm.db.engine import Database

    class InterruptibleDatabase(Database):
        """Hands the driver's interrupt to the job of the thread that asks."""

        @contextmanager
        def reading(self) -> Iterator[Any]:
            with (
                super().reading() as connection,
                tasks.interruptible(_interrupt_of(connection.connection.driver_connection)),
            ):
                yield connection

        @contextmanager
        def writing(self) -> Iterator[Any]:
            with (
                super().writing() as connection,
                tasks.interruptible(_interrupt_of(connection.connection.driver_connection)),
            ):
                yield connection

    workplace.database.close()
    return replace(workplace, database=InterruptibleDatabase(workplace.database.url))


def _interrupt_of(driver: object) -> Callable[[], None]:
    """SQLite's `interrupt` or psycopg's `cancel`: both may be called from another thread."""
    interrupt: Callable[[], None] = getattr(driver, "interrupt", None) or getattr(driver, "cancel")  # noqa: B009
    return interrupt
