"""``crm self-test``: whether the database and the program's own files are sound."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm.cli.desk import DONE, REFUSED, Answer
from crm.cli.table import pad, width_of

if TYPE_CHECKING:
    from crm.cli.desk import Desk
    from crm.cli.verbs import Given


@dataclass(frozen=True, slots=True)
class CheckEntry:
    """One thing that was looked at, and what to do where it is not sound."""

    check: str
    passed: bool
    message: str
    remedy: str


@dataclass(frozen=True, slots=True)
class SelfTestDocument:
    """Everything that was looked at."""

    database: str
    passed: bool
    checks: tuple[CheckEntry, ...]


def answer(desk: Desk, _: Given) -> Answer:
    """Look at everything."""
    from crm.services.upkeep import self_test

    workplace = desk.workplace()
    entries = []
    for result in self_test(workplace, desk.library):
        worded = desk.word(result.finding)
        entries.append(CheckEntry(result.code, result.passed, worded.message, worded.remedy))
    passed = all(entry.passed for entry in entries)
    document = SelfTestDocument(workplace.database.label, passed, tuple(entries))
    return Answer(document, _lines(desk, document), DONE if passed else REFUSED)


def _lines(desk: Desk, document: SelfTestDocument) -> list[str]:
    texts = desk.texts
    words = {True: texts.word("words.passed"), False: texts.word("words.failed")}
    width = max(map(width_of, words.values()))
    lines = [document.database]
    for entry in document.checks:
        lines.append(f"  {pad(words[entry.passed], width)}  {entry.message}")
        if entry.remedy:
            lines.append(" " * (width + 4) + texts.word("words.remedy", remedy=entry.remedy))
    return lines
