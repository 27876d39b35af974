"""The incubator's figures that are entered and not saved, in a small file a period that survives a crash."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from crm.domain.wording import counted
from crm.services.moment import local_time
from crm.ui.drafts import DraftKeeper, Drafts
from crm.ui.notice import Notice

if TYPE_CHECKING:
    from crm.domain.period import Period
    from crm.ui.context import Context
    from crm.ui.forms.form import Form

DRAFT = "operator:"
"""What the record of a draft begins with; its period's code follows."""


class UnsavedFigures:
    """Keeps what *form* holds of one period at a time."""

    def __init__(self, context: Context, form: Form) -> None:
        self._context = context
        self._form = form
        self._drafts = Drafts(str(context.workplace.database.url))
        self._keeper: DraftKeeper | None = None

    def begin(self, period: Period) -> None:
        """The saved figures of *period* are shown: enter again what was left of them the last time, then keep on."""
        record = f"{DRAFT}{period.code}"
        if self._keeper is not None and self._keeper.record == record:
            return
        translate = QCoreApplication.translate
        title = translate("Operator", "Own figures for {period}").format(
            period=self._context.labels.period(period)
        )
        self._keeper = DraftKeeper(self._drafts, record=record, tenant=0, title=title, texts=self._form.texts)
        self._keeper.setParent(self._form)  # its clock does not outlive what it reads
        found = self._drafts.find(record)
        if found is None:
            return
        self._form.put_texts(found.texts)
        text = translate(
            "Operator", "Restored {count} unsaved {count|figure|figures} from {at}; not saved yet."
        )
        told = counted(text, count=self._form.unsaved, at=local_time(found.at))
        self._context.say(Notice(told, tone="warn"))

    def end(self) -> None:
        """Another period comes: what is typed until it is there belongs to neither."""
        if self._keeper is not None:
            self._keeper.deleteLater()
        self._keeper = None

    def note_change(self) -> None:
        """Something was typed."""
        if self._keeper is not None:
            self._keeper.note_change()

    def flush(self) -> None:
        """Keep what is not saved now; where nothing is, forget the draft."""
        if self._keeper is not None:
            self._keeper.keep_now()
