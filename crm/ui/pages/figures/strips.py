"""The lines over the grid: a draft from the last time, figures that others have changed meanwhile, what is frozen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm.ui.pages.figures.telling import conflict_text, draft_text, frozen_text
from crm.ui.widgets.strip import Strip

if TYPE_CHECKING:
    from crm.services.entry import EntrySheet
    from crm.ui.context import Context
    from crm.ui.pages.figures.model import EntryModel
    from crm.ui.pages.figures.saving import EntrySaving


class EntryStrips(QWidget):
    """What is to be known of the figures that are entered, and decided about them."""

    def __init__(self, context: Context, model: EntryModel, saving: EntrySaving) -> None:
        super().__init__()
        self._context = context
        self._model = model
        self._book = model.book
        self._saving = saving
        self._sheet: EntrySheet | None = None
        self.draft = Strip(context.theme, drawing="note", tone="warn")
        self.draft.offer(self.tr("Restore"), self._restore)
        self.draft.offer_second(self.tr("Discard"), self._give_up_draft)
        self.conflict = Strip(context.theme, drawing="people", tone="warn")
        self.conflict.offer(self.tr("Use theirs"), self._take_theirs)
        self.conflict.offer_second(self.tr("Keep mine"), self._keep_mine)
        self.frozen = Strip(context.theme, drawing="freeze", tone="text2", quiet=True)
        self.frozen.offer(self.tr("View filings"), lambda: context.go("filings", None))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for strip in (self.draft, self.conflict, self.frozen):
            column.addWidget(strip)

    def tell(self, sheet: EntrySheet | None) -> None:
        """Say what there is to say of *sheet*."""
        self._sheet = sheet
        self.draft.say(draft_text(self._saving.draft))
        self.frozen.say(frozen_text(self._context, sheet))
        self.tell_conflict()

    def tell_conflict(self) -> None:
        """Say how many figures others have changed that are unsaved here."""
        self.conflict.say(conflict_text(self._book))

    def _keep_mine(self) -> None:
        tenants = {tenant for tenant, _ in self._book.conflicts}
        self._book.keep_mine()
        self._model.tell(tenants)

    def _take_theirs(self) -> None:
        tenants = {tenant for tenant, _ in self._book.conflicts}
        self._book.take_theirs(self.tr("Use the figures of others"))
        self._model.tell(tenants)

    def _restore(self) -> None:
        self._saving.restore()
        self.tell(self._sheet)

    def _give_up_draft(self) -> None:
        self._saving.give_up()
        self.tell(self._sheet)
