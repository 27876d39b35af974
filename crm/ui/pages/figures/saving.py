"""Saving what is entered: as one operation, refused where somebody else was faster, kept in a draft until then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from crm.domain.errors import StaleError
from crm.domain.wording import counted
from crm.services.entry import save_figures
from crm.ui.drafts import DraftKeeper, Drafts
from crm.ui.notice import Notice
from crm.ui.unlocking import Unlocking, ask_reason, is_locked

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from crm.domain.changes import Changes
    from crm.domain.period import Period
    from crm.ui.context import Context
    from crm.ui.drafts import Draft
    from crm.ui.pages.figures.model import EntryModel
    from crm.ui.tasks import Failure, Job

_NAMED = 3
"""So many cells that are not saved are named."""
DRAFT = "figures:"
"""What the record of a draft of figures begins with; its period's code follows."""


class EntrySaving(QObject):
    """Saves one grid, and keeps a draft of what is not saved."""

    stale = Signal()
    """Somebody else has changed figures meanwhile: read again."""

    def __init__(self, context: Context, model: EntryModel) -> None:
        super().__init__(model)
        self._context = context
        self._model = model
        self._book = model.book
        self._drafts = Drafts(str(context.workplace.database.url))
        self._keeper: DraftKeeper | None = None
        self._found: Mapping[str, str] = {}
        self._period: Period | None = None
        self.is_saving = False
        self._waiting: list[Callable[[], object]] = []
        model.entered.connect(self._note)

    # ---------------------------------------------------------------- drafts

    def begin(self, period: Period) -> None:
        """From now on figures of *period* are entered."""
        if self._period == period:
            return
        self._period = period
        record = f"{DRAFT}{period.code}"
        title = self.tr("Figures for {period}").format(period=self._context.labels.period(period))
        draft = self._drafts.find(record)
        self._found = {} if draft is None else draft.texts
        self._keeper = DraftKeeper(
            self._drafts,
            record=record,
            tenant=0,
            title=title,
            texts=lambda: {**self._found, **self._book.texts()},
        )

    @property
    def draft(self) -> Draft | None:
        """What was not saved the last time and has been neither taken over nor given up."""
        if self._period is None or not self._found:
            return None
        return self._drafts.find(f"{DRAFT}{self._period.code}")

    def restore(self) -> None:
        """Take the draft over: its cells are unsaved again."""
        found, self._found = self._found, {}
        if not found:
            return
        lost = self._book.restore(
            counted(self.tr("Restore {count} unsaved {count|cell|cells}"), count=len(found)), found
        )
        self._model.tell([tenant for tenant, _ in self._book.edited()])
        if lost:
            text = self.tr(
                "{count} {count|cell|cells} of the draft belong to tenants or indicators not in this period."
            )
            self._context.say(Notice(counted(text, count=lost), tone="warn"))

    def give_up(self) -> None:
        """Forget the draft."""
        self._found = {}
        self.flush()

    def flush(self) -> None:
        """Keep the draft now: the window may be about to close."""
        if self._keeper is not None:
            self._keeper.keep_now()

    def _note(self) -> None:
        if self._keeper is not None and (
            self._book.unsaved or self._drafts.find(self._keeper.record) is not None
        ):
            self._keeper.note_change()

    # ---------------------------------------------------------------- saving

    def save(self, after: Callable[[], object] | None = None, *, reason: str = "") -> None:
        """Save all that can be, as one operation; *after* follows where nothing is left unsaved.

        Where a frozen filing stands on one of the figures the *reason* is asked for, once for all.
        """
        book, period = self._book, self._period
        ready, held = book.ready(), book.held()
        if self.is_saving or period is None:
            return
        if not ready:
            self._tell_nothing(held_count=len(held))
            return
        context = self._context

        def work(job: Job) -> list[Changes]:
            job.check()
            return [save_figures(context.workplace, context.library, period, ready, reason=reason)]

        def done() -> None:
            self.is_saving = False
            book.take_saved(ready)
            self._model.tell({one.tenant_id for one in ready})
            self.flush()
            self._go_on()

        self.wait(after)
        self.is_saving = True
        context.write(
            work,
            title=self.tr("Saving figures"),
            told=self._told(len(ready)),
            after=done,
            failed=lambda failure: self._fail(failure, after),
        )

    def wait(self, then: Callable[[], object] | None) -> None:
        """Do *then* once what is being saved is saved and nothing is left unsaved."""
        if then is not None:
            self._waiting.append(then)

    def _go_on(self) -> None:
        waiting, self._waiting = self._waiting, []
        if not self._book.unsaved:
            for then in waiting:
                then()

    def _told(self, count: int) -> str:
        held = self._book.held()
        if not held:
            return counted(self.tr("Saved {count} {count|cell|cells}."), count=f"{count:,}")
        names = []
        for tenant, code in held[:_NAMED]:
            name = next((one.name for one in self._model.rows if one.id == tenant), "")
            names.append(f"{name} {self._model.words.name(self._book.indicators[code])}".strip())
        listed = self.tr(", ").join(names) + (" …" if len(held) > _NAMED else "")
        text = self.tr("Saved {count} {count|cell|cells}. Not saved because of errors: {held} ({cells}).")
        return counted(text, count=f"{count:,}", held=f"{len(held):,}", cells=listed)

    def _tell_nothing(self, *, held_count: int) -> None:
        if held_count:
            text = self.tr("Nothing saved: {count} unsaved {count|cell has|cells have} errors.")
            remedy = self.tr("Correct them first; press F8 to go from one to the next.")
            self._context.say(Notice(counted(text, count=f"{held_count:,}"), remedy, tone="warn"))
        else:
            self._context.say(Notice(self.tr("There is nothing to save."), tone="info"))

    def _fail(self, failure: Failure, after: Callable[[], object] | None) -> None:
        self.is_saving = False
        self._waiting.clear()
        if failure.refusal is not None and is_locked(failure):
            text = self._context.word_error(failure.refusal).text
            ask_reason(
                self._context.ask,
                Unlocking(text, self.tr("Correct and save")),
                taken=lambda reason: self.save(after, reason=reason),
            )
        elif isinstance(failure.refusal, StaleError):
            self.stale.emit()  # the page reads again, and says where, by whom and when
        else:
            self._context.tasks.failed.emit(failure)
