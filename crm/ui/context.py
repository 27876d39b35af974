"""What every page is given: the database and the rules, and ways to work, ask and tell."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QCoreApplication

from crm.domain.errors import CrmError
from crm.domain.period import Period, PeriodKind
from crm.ui.labels import Labels
from crm.ui.notice import Notice
from crm.ui.steps import Step, Steps

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from crm.domain.changes import Changes
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
    show: Callable[[str, object], None]
    """Open a page on a query of its own kind."""
    choose_language: Callable[[str], None] = lambda _code: None
    """Show the window in another language."""
    open_database: Callable[[str], None] = lambda _address: None
    """Open the database at an address in place of this one; the user's own where it is empty."""
    reopen: Callable[[Notice], None] = lambda _notice: None
    """Open the same database anew, for all of it is other than it was; then tell why."""


class _Written(NamedTuple):
    """What a write made: the operations that changed something, and what the first of them is called."""

    made: tuple[Changes, ...]
    title: str


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
        self.show = shell.show
        self.choose_language = shell.choose_language
        self.open_database = shell.open_database
        self.reopen = shell.reopen
        self.workplace = workplace
        self.library = library
        self.language = language
        self.labels = Labels(library, language)
        self.steps = Steps(shell.hub)
        self._tells = False
        shell.hub.changed.connect(self._hear)

    @property
    def last_period_text(self) -> str:
        """The last quarter that is over, as the foot shows it."""
        period = Period.containing(self.workplace.today, PeriodKind.QUARTER).previous()
        text = QCoreApplication.translate("Context", "Figures for {period}")
        return text.format(period=self.labels.period(period))

    def take_library(self, library: Library) -> None:
        """From now on these rules and forms hold."""
        self.library = library
        self.labels = Labels(library, self.language)

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

        def run(job: Job) -> _Written:
            return self._name_step(work(job))

        def done(written: _Written) -> None:
            if written.made:
                self._tell_done(written, told)
            else:
                self.say(Notice(QCoreApplication.translate("Context", "Nothing has changed."), tone="info"))
            if after is not None:
                after()

        self.tasks.write(run, done=done, failed=failed, title=title)

    def _name_step(self, answer: Sequence[Changes]) -> _Written:
        """On the writer: the operations that changed something, and the title of the first of them."""
        from crm.services.history import get_operation_lines, title_of

        made = tuple(changes for changes in answer if changes.tables)
        if not made:
            return _Written((), "")
        first = made[0].operation
        line = get_operation_lines(self.workplace, [first]).get(first)
        return _Written(made, "" if line is None else title_of(self.library, line, self.language))

    def take_steps(self, before: Steps) -> None:
        """Go on with the steps of the window before this one, each named in this language."""
        done, undone = before.stacks

        def work(_job: Job) -> tuple[list[Step], list[Step]]:
            return [self._name_again(step) for step in done], [self._name_again(step) for step in undone]

        if done or undone:
            self.tasks.read(work, done=lambda named: self.steps.take_over(*named))

    def _name_again(self, step: Step) -> Step:
        """On a reader: *step* by the title of what it was, or of what it undid."""
        from crm.services.history import get_operation_lines, title_of

        number: int | None = step.operations[0]
        line = None
        while number is not None:
            line = get_operation_lines(self.workplace, [number]).get(number)
            number = None if line is None else line.undoes
        return step if line is None else Step(title_of(self.library, line, self.language), step.operations)

    def _tell_done(self, written: _Written, told: str) -> None:
        step = Step(written.title or told, tuple(changes.operation for changes in written.made))
        self.steps.add(step)
        self._tell_changes(written.made)
        offer = QCoreApplication.translate("Context", "Undo")
        self.say(Notice(told, action=offer, act=lambda: self.undo_step(step)))

    def _tell_changes(self, made: Sequence[Changes]) -> None:
        self._tells = True
        for changes in made:
            self.hub.tell(changes)
        self._tells = False

    def _hear(self, changes: Changes) -> None:
        """An operation that was not written through `write` is a step of its own."""
        if not self._tells and changes.tables:
            title = QCoreApplication.translate("Context", "the last change")
            self.steps.add(Step(title, (changes.operation,)))

    def undo_last(self) -> None:
        """Undo the last step of this session."""
        step = self.steps.next_undo
        if step is None:
            text = QCoreApplication.translate(
                "Context", "No changes have been made since the program was opened."
            )
            where = QCoreApplication.translate("Context", "Earlier changes are listed in the history.")
            self.say(Notice(text, where, tone="info"))
        else:
            self.undo_step(step)

    def redo_last(self) -> None:
        """Do the step again that was undone last."""
        step = self.steps.next_redo
        if step is None:
            text = QCoreApplication.translate("Context", "There is nothing to redo.")
            self.say(Notice(text, tone="info"))
        else:
            self._redo(step)

    def undo_step(self, step: Step) -> None:
        """Undo *step*, and offer to do it again."""

        def done(undone: tuple[Changes, ...]) -> None:
            by = tuple(changes.operation for changes in undone)
            self.steps.take_back(step, by)
            self._tell_changes(undone)
            text = QCoreApplication.translate("Context", "Undone: {step}").format(step=step.title)
            again = QCoreApplication.translate("Context", "Redo")
            self.say(Notice(text, action=again, act=lambda: self._redo(Step(step.title, by))))

        title = QCoreApplication.translate("Context", "Undoing")
        self._go_back(step, title=title, done=done)

    def undo(self, operations: Sequence[int]) -> None:
        """Undo *operations*, which the history names, in the order they were done."""
        numbers = tuple(operations)
        step = self.steps.find(numbers)
        if step is None:
            text = QCoreApplication.translate("Context", "Operation {number}")
            step = Step(text.format(number=numbers[0]), numbers)
        self.undo_step(step)

    def _redo(self, step: Step) -> None:
        def done(redone: tuple[Changes, ...]) -> None:
            again = Step(step.title, tuple(changes.operation for changes in redone))
            self.steps.bring_back(step, again.operations)
            self._tell_changes(redone)
            text = QCoreApplication.translate("Context", "Redone: {step}").format(step=step.title)
            offer = QCoreApplication.translate("Context", "Undo")
            self.say(Notice(text, action=offer, act=lambda: self.undo_step(again)))

        title = QCoreApplication.translate("Context", "Redoing")
        self._go_back(step, title=title, done=done)

    def _go_back(
        self, step: Step, *, title: str, done: Callable[[tuple[Changes, ...]], None], reason: str = ""
    ) -> None:
        """Undo the operations of *step*, the last one first; where later work stands in the way, say which.

        Where a filing was frozen since then that stands on figures of the step, the *reason* is asked for.
        """
        from crm.services.operation import undo
        from crm.ui.unlocking import Unlocking, ask_reason, is_locked

        def work(job: Job) -> tuple[Changes, ...]:
            job.check()
            made: list[Changes] = []
            try:
                made.extend(
                    undo(self.workplace, operation, reason=reason) for operation in reversed(step.operations)
                )
            except CrmError:
                for changes in reversed(made):  # a step goes back whole or not at all
                    undo(self.workplace, changes.operation, reason=reason)
                raise
            return tuple(made)

        def failed(failure: Failure) -> None:
            if failure.refusal is not None and is_locked(failure):
                verb = QCoreApplication.translate("Context", "Undo anyway")
                ask_reason(
                    self.ask,
                    Unlocking(self.word_error(failure.refusal).text, verb),
                    taken=lambda given: self._go_back(step, title=title, done=done, reason=given),
                )
                return
            if failure.refusal is not None:
                self.steps.drop(step)
            self.tasks.failed.emit(failure)

        self.tasks.write(work, done=done, failed=failed, title=title)
