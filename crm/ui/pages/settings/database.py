"""Where the data lies, and how it is kept: backup, restore, another database, and whether all is sound."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm import paths
from crm.domain.finding import Severity
from crm.ui.ask import Question, Sheet
from crm.ui.notice import Notice
from crm.ui.pages.settings.parts import SectionColumn
from crm.ui.theme import tokens as sizes
from crm.ui.widgets.button import Button, Kind
from crm.ui.widgets.facts import Facts
from crm.ui.widgets.mark import Mark
from crm.ui.widgets.text import label

if TYPE_CHECKING:
    from crm.services.upkeep import CheckResult
    from crm.ui.context import Context
    from crm.ui.tasks import Job


class Place(NamedTuple):
    """Where a database is, how many bytes it has (None: not told), and whether it lies on a network share."""

    address: str
    size: int | None
    on_network: bool


class Kept(NamedTuple):
    """A backup that was made: where it is, and how many bytes it has."""

    path: Path
    size: int


class RestoreSheet(Sheet):
    """What will happen when a backup is brought back."""

    def __init__(self, lines: list[tuple[str, str]]) -> None:
        super().__init__()
        facts = Facts()
        facts.show_facts(lines)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(facts)


class CheckList(QWidget):
    """What was looked at, and what was found."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(sizes.GAP)
        self.hide()

    def show_results(self, results: tuple[CheckResult, ...]) -> None:
        """Show *results* in place of earlier ones."""
        while (item := self._column.takeAt(0)) is not None:
            part = item.widget()
            if part is not None:
                part.hide()
                part.deleteLater()
        for result in results:
            self._column.addWidget(self._line(result))
        self.show()

    def _line(self, result: CheckResult) -> QWidget:
        finding = result.finding
        wrong = finding.severity is Severity.ERROR
        sentence = self._context.word_finding(finding)
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(
            Mark(
                self._context.theme, "error" if wrong else "passed", tone="danger" if wrong else "ok", size=16
            )
        )
        text = f"{sentence.text} {sentence.remedy}".strip() if wrong else sentence.text
        row.addWidget(label(text, size="small", tone="danger" if wrong else "text", wrap=True), 1)
        return line


class DatabaseSection(SectionColumn):
    """The database that is open, and what can be done with it."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        theme = context.theme
        self.facts = Facts()
        card = self.add_card(
            self.tr("Database"),
            hint=self.tr("Everything you enter or import is stored here."),
        )
        card.lines.addWidget(self.facts)
        self.folder = Button(theme, self.tr("Open folder"), icon="folder")
        self.other = Button(theme, self.tr("Open another…"), icon="database")
        self.new = Button(theme, self.tr("New database…"), icon="plus")
        self.own = Button(theme, self.tr("Use default location"), icon="undo")
        card.add_buttons(self.folder, self.other, self.new, self.own)
        keep = self.add_card(
            self.tr("Backup"),
            hint=self.tr(
                "A backup is a single verified file. Keep it on a different disk from the database."
            ),
        )
        self.backup = Button(theme, self.tr("Back up now…"), icon="export", kind=Kind.PRIMARY)
        self.restore = Button(theme, self.tr("Restore…"), icon="history")
        keep.add_buttons(self.backup, self.restore)
        test = self.add_card(
            self.tr("Self-test"),
            hint=self.tr("Checks that the database is intact and all rules can be read. Changes nothing."),
        )
        self.test = Button(theme, self.tr("Run self-test"), icon="check")
        self.checks = CheckList(context)
        test.add_buttons(self.test)
        test.lines.addWidget(self.checks)
        self._connect()

    def _connect(self) -> None:
        self.folder.clicked.connect(self._open_folder)
        self.other.clicked.connect(self._ask_other)
        self.new.clicked.connect(self._ask_new)
        self.own.clicked.connect(lambda: self._context.open_database(""))
        self.backup.clicked.connect(self._ask_backup)
        self.restore.clicked.connect(self._ask_restore)
        self.test.clicked.connect(self._run_test)

    def refresh(self) -> None:
        """Look anew where the database is and how large it is."""
        self._context.tasks.read(self._look, done=self._show, key="settings-place")

    def _look(self, job: Job) -> Place:
        job.check()
        database = self._context.workplace.database
        if database.path is None:
            return Place(database.label, None, on_network=False)
        path = Path(database.path).absolute()
        parts = (path, path.with_name(f"{path.name}-wal"))
        size = sum(part.stat().st_size for part in parts if part.exists())
        return Place(str(path), size, paths.is_on_network(path))

    def _show(self, place: Place) -> None:
        lines = [(self.tr("Location"), place.address)]
        if place.size is not None:
            lines.append((self.tr("Size"), size_text(place.size)))
        if place.on_network:
            lines.append(
                (
                    self.tr("Note"),
                    self.tr(
                        "The database is on a network share. For several users at once, use a "
                        "database server."
                    ),
                )
            )
        lines.append((self.tr("User"), self._context.workplace.user))
        self.facts.show_facts(lines)
        is_file = place.size is not None
        self.folder.setVisible(is_file)
        self.own.setVisible(not is_file or Path(place.address) != paths.default_database().absolute())

    def _open_folder(self) -> None:
        path = self._context.workplace.database.path
        if path is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(Path(path).absolute().parent)))

    def _ask_other(self) -> None:
        self._context.ask.open_file(
            title=self.tr("Open another database"),
            filters=self.tr("Databases (*.db);;All files (*)"),
            folder=str(self._folder()),
            chosen=lambda path: self._context.open_database(str(path)),
        )

    def _ask_new(self) -> None:
        self._context.ask.save_file(
            title=self.tr("New database"),
            filters=self.tr("Databases (*.db)"),
            proposed=str(self._folder() / "incubator-2.db"),
            chosen=self._make_new,
        )

    def _make_new(self, path: Path) -> None:
        def work(job: Job) -> str:
            from crm.services.upkeep import open_workplace

            job.check()
            open_workplace(path).database.close()
            return str(path)

        self._context.tasks.read(work, done=self._context.open_database, title=self.tr("New database"))

    def _folder(self) -> Path:
        path = self._context.workplace.database.path
        return paths.user_data() if path is None else Path(path).absolute().parent

    def _ask_backup(self) -> None:
        path = self._context.workplace.database.path
        stem, suffix = (Path(path).stem, ".db") if path is not None else ("incubator", ".dump")
        self._context.ask.save_file(
            title=self.tr("Back up"),
            filters=self.tr("Backups (*.db *.dump);;All files (*)"),
            proposed=f"{stem}_{self._context.workplace.today:%Y%m%d}{suffix}",
            chosen=self._back_up,
        )

    def _back_up(self, target: Path) -> None:
        def work(job: Job) -> Kept:
            from crm.services.upkeep import back_up

            job.check()
            # The file dialog has asked before it named a file that is there.
            made = back_up(self._context.workplace, target, replace=True)
            return Kept(made.path, made.size)

        self._context.tasks.read(work, done=self._tell_backup, title=self.tr("Backing up"))

    def _tell_backup(self, result: Kept) -> None:
        folder = QUrl.fromLocalFile(str(result.path.absolute().parent))

        def open_folder() -> None:
            QDesktopServices.openUrl(folder)

        text = self.tr("Backed up to {file} ({size}).")
        self._context.say(
            Notice(
                text.format(file=result.path.name, size=size_text(result.size)),
                action=self.tr("Open folder"),
                act=open_folder,
            )
        )

    def _ask_restore(self) -> None:
        self._context.ask.open_file(
            title=self.tr("Restore from a backup"),
            filters=self.tr("Backups (*.db *.dump);;All files (*)"),
            folder=str(self._folder()),
            chosen=self.ask_whether_to_restore,
        )

    def ask_whether_to_restore(self, source: Path) -> None:
        """Say what will happen when *source* is brought back, and do it where the user wants it."""
        state = source.stat()
        made = datetime.fromtimestamp(state.st_mtime).astimezone()
        lines = [
            (self.tr("Backup"), source.name),
            (self.tr("Created on"), f"{made:%Y-%m-%d %H:%M}"),
            (self.tr("Size"), size_text(state.st_size)),
            (self.tr("First"), self.tr("The current contents are backed up beside the database.")),
            (
                self.tr("Then"),
                self.tr("The backup replaces the contents of the database; later changes are lost."),
            ),
        ]
        question = Question(self.tr("Restore this backup?"), "", self.tr("Restore"), is_grave=True)
        self._context.ask.facts(question, RestoreSheet(lines), taken=lambda: self._restore(source))

    def _restore(self, source: Path) -> None:
        def work(job: Job) -> str:
            from crm.services.upkeep import restore

            job.check()
            kept = restore(self._context.workplace, source).kept
            return "" if kept is None else kept.name

        self._context.tasks.write(work, done=self._tell_restored, title=self.tr("Restoring"))

    def _tell_restored(self, name: str) -> None:
        text = self.tr("The backup has been restored.")
        kept = self.tr("The previous contents are kept in {file}.")
        notice = Notice(text, kept.format(file=name) if name else "", tone="info")
        self._context.reopen(notice)

    def _run_test(self) -> None:
        def work(job: Job) -> tuple[CheckResult, ...]:
            from crm.services.upkeep import self_test

            job.check()
            return self_test(self._context.workplace, self._context.library)

        self.test.setEnabled(False)
        self._context.tasks.read(
            work, done=self._show_checks, failed=self._fail_test, key="self-test", title=self.tr("Self-test")
        )

    def _show_checks(self, results: tuple[CheckResult, ...]) -> None:
        self.test.setEnabled(True)
        self.checks.show_results(results)

    def _fail_test(self, failure: object) -> None:
        self.test.setEnabled(True)
        self._context.tasks.failed.emit(failure)


def size_text(size: int) -> str:
    """A number of bytes as people say it."""
    if size < 1_000_000:
        return f"{size / 1000:,.0f} kB"
    return f"{size / 1_000_000:,.1f} MB"
