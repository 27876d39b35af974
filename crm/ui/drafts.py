"""Drafts: what has been typed and not yet saved, in small files that survive a crash of the program or the machine."""

from __future__ import annotations

import contextlib
import json
import os
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QCoreApplication, QObject, QTimer

from crm import paths
from crm.ui.notice import Notice

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from crm.ui.context import Context

KEPT_AFTER = 2_000
"""Milliseconds after the first change until it is in its file: far below the thirty seconds that may be lost."""

BACK_BY_ITSELF = "back:"
"""What the record of a draft begins with that stands again where it was written, and need not be offered."""


class Draft(NamedTuple):
    """What was typed into a record: its key, the tenant on whose page it is edited, its title, when, and the texts."""

    record: str
    tenant: int
    title: str
    at: str
    texts: Mapping[str, str]


class Drafts:
    """The drafts of one database, one file a record, in a folder of the user's own."""

    def __init__(self, database: str, folder: Path | None = None) -> None:
        self._database = database
        self._folder = folder or paths.user_data() / "drafts"

    def keep(self, record: str, *, tenant: int, title: str, texts: Mapping[str, str]) -> None:
        """Keep what was typed: written beside the file, flushed, then put in its place."""
        content = {
            "database": self._database,
            "record": record,
            "tenant": tenant,
            "title": title,
            "at": datetime.now().astimezone().isoformat(timespec="minutes"),
            "texts": dict(texts),
        }
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = self._path(record)
        beside = path.with_suffix(f".{os.getpid()}.part")
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(content, file, ensure_ascii=False)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)

    def find(self, record: str) -> Draft | None:
        """The draft of a record; None where there is none, or where its file is damaged."""
        return self._read(self._path(record))

    def remove(self, record: str) -> None:
        """Forget the draft of a record: it has been saved or given up."""
        with contextlib.suppress(FileNotFoundError):
            self._path(record).unlink()

    def list(self) -> list[Draft]:
        """All drafts of this database, the latest first."""
        if not self._folder.is_dir():
            return []
        found = (self._read(path) for path in self._folder.glob("*.json"))
        return sorted((one for one in found if one is not None), key=lambda one: one.at, reverse=True)

    def _path(self, record: str) -> Path:
        key = sha256(f"{self._database}\n{record}".encode()).hexdigest()[:24]
        return self._folder / f"{key}.json"

    def _read(self, path: Path) -> Draft | None:
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
            if content["database"] != self._database:
                return None
            texts = {str(code): str(text) for code, text in content["texts"].items()}
            record, tenant = str(content["record"]), int(content["tenant"])
            return Draft(record, tenant, str(content["title"]), str(content["at"]), texts)
        except (OSError, ValueError, KeyError, AttributeError, TypeError):
            return None


class DraftKeeper(QObject):
    """Keeps the draft of one record while it is edited."""

    def __init__(
        self,
        drafts: Drafts,
        *,
        record: str,
        tenant: int,
        title: str,
        texts: Callable[[], Mapping[str, str]],
    ) -> None:
        super().__init__()
        self._drafts = drafts
        self._record = record
        self._tenant = tenant
        self._title = title
        self._texts = texts
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(KEPT_AFTER)
        self._timer.timeout.connect(self.keep_now)

    @property
    def record(self) -> str:
        """Which record it is."""
        return self._record

    def name(self, title: str) -> None:
        """What is edited is called otherwise from now on."""
        self._title = title

    def note_change(self) -> None:
        """Something was typed: keep it soon. The clock is not set back by further typing."""
        if not self._timer.isActive():
            self._timer.start()

    def keep_now(self) -> None:
        """Keep what is typed; nothing typed, nothing kept. A full disk costs the draft, not the work."""
        self._timer.stop()
        texts = self._texts()
        if not texts:
            self._drafts.remove(self._record)
            return
        with contextlib.suppress(OSError):
            self._drafts.keep(self._record, tenant=self._tenant, title=self._title, texts=texts)

    def forget(self) -> None:
        """It has been saved or given up."""
        self._timer.stop()
        self._drafts.remove(self._record)


def page_of(draft: Draft) -> str:
    """The page on which a draft is gone on with."""
    area = draft.record.partition(":")[0]
    return area if area in {"figures", "operator", "forms"} else "tenants"


def offer_drafts(context: Context) -> None:
    """After a crash: say what was not saved, and offer to go on with the latest of it."""
    drafts = [
        draft
        for draft in Drafts(str(context.workplace.database.url)).list()
        if not draft.record.startswith(BACK_BY_ITSELF)
    ]
    if not drafts:
        return
    translate = QCoreApplication.translate
    last = drafts[0]
    text = translate("Drafts", "Unsaved changes from last time: {title}.").format(title=last.title)
    more = translate("Drafts", "{count} more").format(count=len(drafts) - 1)
    context.say(
        Notice(
            text,
            more if len(drafts) > 1 else "",
            tone="warn",
            action=translate("Drafts", "Continue"),
            act=lambda: context.show(page_of(last), last),
        )
    )
