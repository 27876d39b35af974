"""What every page is given: the database and the rules, and ways to work, ask and tell."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QCoreApplication

from crm.domain.period import Period, PeriodKind
from crm.ui.labels import Labels
from crm.ui.notice import Notice

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from crm.domain.changes import Changes
    from crm.domain.errors import CrmError
    from crm.domain.finding import Finding
    from crm.domain.wording import Language
    from crm.services.library import Library
    from crm.services.messages import Sentence
    from crm.services.operation import Workplace
    from crm.ui.actions import Actions
    from crm.ui.ask import Ask
    from crm.ui.hub import Hub
    from crm.ui.settings import Settings
    from crm.ui.tasks import Failure, Job, Tasks
    from crm.ui.theme.theme import Theme


class Shell(NamedTuple):
    """The parts of the window that pages use."""

    theme: Theme
    tasks: Tasks
    hub: Hub
    ask: Ask
    actions: Actions
    settings: Settings
    say: Callable[[Notice], None]
    go: Callable[[str, int | None], None]
    """Open a page, and in it a record."""


class Context:
    """A database that is open, the rules that hold, and the window around it."""

    def __init__(self, shell: Shell, *, workplace: Workplace, library: Library, language: Language) -> None:
        self.theme = shell.theme
        self.tasks = shell.tasks
        self.hub = shell.hub
        self.ask = shell.ask
        self.actions = shell.actions
        self.settings = shell.settings
        self.say = shell.say
        self.go = shell.go
        self.workplace = workplace
        self.library = library
        self.language = language
        self.labels = Labels(library, language)

    @property
    def last_period_text(self) -> str:
        """The last quarter that is over, as the foot shows it."""
        period = Period.containing(self.workplace.today, PeriodKind.QUARTER).previous()
        text = QCoreApplication.translate("Context", "Figures of {period}")
        return text.format(period=self.labels.period(period))

    def word_error(self, error: CrmError) -> Sentence:
        """An error in words."""
        return self.library.messages.word_error(error, self.language)

    def word_finding(self, finding: Finding) -> Sentence:
        """A finding in words."""
        return self.library.messages.word_finding(finding, self.language)

    def write(
        self,
        work: Callable[[Job], Sequence[Changes]],
        *,
        title: str,
        told: str,
        after: Callable[[], None] | None = None,
        failed: Callable[[Failure], None] | None = None,
    ) -> None:
        """Do operations that the user knows as one step; then tell every page, say *told* and offer to undo it.

        *after* is what the page does then; *failed* is as in `Tasks.write`.
        """

        def done(answer: Sequence[Changes]) -> None:
            made = [changes for changes in answer if changes.tables]
            if made:
                self._tell_done(made, told)
            else:
                self.say(Notice(QCoreApplication.translate("Context", "Nothing has changed."), tone="info"))
            if after is not None:
                after()

        self.tasks.write(work, done=done, failed=failed, title=title)

    def _tell_done(self, made: Sequence[Changes], told: str) -> None:
        for changes in made:
            self.hub.tell(changes)
        offer = QCoreApplication.translate("Context", "Undo")
        back = tuple(changes.operation for changes in reversed(made))
        self.say(Notice(told, action=offer, act=lambda: self.undo(back)))

    def undo(self, operations: Sequence[int | None] = (None,)) -> None:
        """Undo operations, one after the other; without a number the last one."""
        from crm.services.operation import undo

        def work(job: Job) -> list[Changes]:
            job.check()
            return [undo(self.workplace, operation) for operation in operations]

        def done(undone: list[Changes]) -> None:
            for changes in undone:
                self.hub.tell(changes)
            again = QCoreApplication.translate("Context", "Redo")
            back = tuple(changes.operation for changes in reversed(undone))
            text = QCoreApplication.translate("Context", "Undone.")
            self.say(Notice(text, action=again, act=lambda: self.undo(back)))

        self.tasks.write(work, done=done, title=QCoreApplication.translate("Context", "Undoing"))
