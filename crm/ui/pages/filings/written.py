"""Explanations as they are written: they stand with their filing again after a crash or another day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from crm.ui.drafts import BACK_BY_ITSELF, DraftKeeper, Drafts

if TYPE_CHECKING:
    from crm.ui.context import Context


class Written(QObject):
    """What was written of each filing, by the key of what it explains; kept in a draft until it is saved or frozen."""

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._drafts = Drafts(str(context.workplace.database.url))
        self._texts: dict[str, dict[str, str]] = {}
        self._keepers: dict[str, DraftKeeper] = {}
        self._filing = ""
        self._is_new = False
        """Whether something was written since it was kept, or frozen."""

    def turn_to(self, filing: str) -> dict[str, str]:
        """What was written of *filing*, which is looked at from now on."""
        self.flush()
        self._filing = filing
        if filing and filing not in self._keepers:
            self._open(filing)
        return self._texts.setdefault(filing, {})

    def _open(self, filing: str) -> None:
        record = f"{BACK_BY_ITSELF}{filing}"
        draft = self._drafts.find(record)
        texts = self._texts[filing] = {} if draft is None else dict(draft.texts)
        keeper = DraftKeeper(
            self._drafts,
            record=record,
            tenant=0,
            title=filing,
            texts=lambda: {key: text for key, text in texts.items() if text.strip()},
        )
        keeper.setParent(self)  # its clock does not outlive the page
        self._keepers[filing] = keeper

    def note_change(self) -> None:
        """Something was written."""
        if self._filing:
            self._is_new = True
            self._keepers[self._filing].note_change()

    def flush(self) -> None:
        """Keep what is written now: the window may be about to close."""
        if self._is_new:
            self._is_new = False
            self._keepers[self._filing].keep_now()

    def forget(self) -> None:
        """The filing is frozen, and what was written with it."""
        self._is_new = False
        if self._filing:
            self._keepers[self._filing].forget()
