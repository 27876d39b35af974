"""What is entered and not saved of one period: kept in a draft, offered again after a crash."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from crm.ui.drafts import DraftKeeper, Drafts
from crm.ui.widgets.strip import Strip

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crm.domain.period import Period
    from crm.ui.context import Context
    from crm.ui.forms.form import Form

DRAFT = "operator:"
"""What the record of a draft begins with; its period's code follows."""


class UnsavedFigures(QObject):
    """Follows the form, and offers in a strip over it what was not saved the last time."""

    def __init__(self, context: Context, form: Form) -> None:
        super().__init__(form)
        self._context = context
        self._form = form
        self._drafts = Drafts(str(context.workplace.database.url))
        self._keeper: DraftKeeper | None = None
        self._found: Mapping[str, str] = {}
        self.strip = Strip(context.theme, drawing="note", tone="warn")
        self.strip.offer(self.tr("Take it over"), self.restore)
        self.strip.offer_second(self.tr("Give it up"), self._give_up)
        form.edited.connect(self._note)

    def begin(self, period: Period) -> None:
        """From now on figures of *period* are entered; what was not saved of it the last time is offered."""
        record = f"{DRAFT}{period.code}"
        if self._keeper is not None and self._keeper.record == record:
            return
        draft = self._drafts.find(record)
        self._found = {} if draft is None else draft.texts
        title = self.tr("Own figures of {period}").format(period=self._context.labels.period(period))
        if self._keeper is not None:
            self._keeper.deleteLater()
        self._keeper = DraftKeeper(
            self._drafts,
            record=record,
            tenant=0,
            title=title,
            texts=lambda: {**self._found, **self._form.texts()},
        )
        self._keeper.setParent(self)  # its clock must not outlive the form it reads
        at = "" if draft is None else draft.at.replace("T", " ")[:16]
        text = self.tr("Not saved the last time ({at}): {count} figures.").format(
            at=at, count=len(self._found)
        )
        self.strip.say(text if self._found else "")

    def restore(self) -> None:
        """Enter again what was not saved."""
        found, self._found = self._found, {}
        self.strip.say("")
        self._form.put_texts(found)

    def flush(self) -> None:
        """Keep it now; what has been saved or given up goes."""
        if self._keeper is not None:
            self._keeper.keep_now()

    def _give_up(self) -> None:
        self._found = {}
        self.strip.say("")
        self.flush()

    def _note(self) -> None:
        if self._keeper is not None and self._form.unsaved:
            self._keeper.note_change()
