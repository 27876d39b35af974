"""What is decided and not kept, in a small file that survives a crash: the blank itself and every decision."""

from __future__ import annotations

import base64
import zlib
from typing import TYPE_CHECKING, NamedTuple

from crm.ui.drafts import DraftKeeper, Drafts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crm.ui.context import Context
    from crm.ui.drafts import Draft
    from crm.ui.pages.forms.opened import Opened

RECORD = "forms:binder"
_TOLD = "told:"


class Restored(NamedTuple):
    """What a draft holds: the blank, the folder of last year's form where it is aligned, its year, the decisions."""

    file: str
    template: bytes
    folder: str
    year: int
    told: Mapping[str, str]


class Unsaved:
    """Follows what is open in the binder."""

    def __init__(self, context: Context) -> None:
        self.opened: Opened | None = None
        self._packed = ""
        self._keeper = DraftKeeper(
            Drafts(str(context.workplace.database.url)),
            record=RECORD,
            tenant=0,
            title="",
            texts=self._texts,
        )

    def follow(self, opened: Opened) -> None:
        """From now on this is what is kept."""
        self.opened = opened
        self._packed = base64.b64encode(zlib.compress(opened.book.blank.template)).decode()
        self._keeper.name(opened.title)

    def note_change(self) -> None:
        """Something was decided."""
        self._keeper.note_change()

    def keep_now(self) -> None:
        """Keep it before the page is left."""
        if self.opened is not None and not self.opened.book.kept:
            self._keeper.keep_now()

    def forget(self) -> None:
        """It has become a form, or was given up."""
        self.opened = None
        self._keeper.forget()

    def _texts(self) -> Mapping[str, str]:
        opened = self.opened
        if opened is None or opened.book.kept:
            return {}
        told = {f"{_TOLD}{place}": text for place, text in opened.book.told.items()}
        return {
            "file": opened.book.blank.file,
            "template": self._packed,
            "folder": opened.folder,
            "year": str(opened.year),
            **told,
        }


def restored(draft: Draft) -> Restored:
    """What *draft* holds."""
    texts = draft.texts
    told = {key.removeprefix(_TOLD): text for key, text in texts.items() if key.startswith(_TOLD)}
    template = zlib.decompress(base64.b64decode(texts["template"]))
    return Restored(texts["file"], template, texts["folder"], int(texts["year"]), told)
