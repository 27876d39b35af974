"""``crm history``: what was done, the latest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm.cli.desk import Answer
from crm.cli.table import table_lines
from crm.services.moment import local_time

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crm.cli.desk import Desk
    from crm.cli.verbs import Given
    from crm.services.history import OperationLine


@dataclass(frozen=True, slots=True)
class OperationEntry:
    """An operation: when (UTC), by whom, its title, the named values of the title, how many rows, and its undo."""

    operation: int
    at: str
    by: str
    kind: str
    title: str
    details: Mapping[str, str | int]
    rows: int
    undoes: int | None
    undone_by: int | None


@dataclass(frozen=True, slots=True)
class HistoryDocument:
    """The latest operations."""

    operations: tuple[OperationEntry, ...]


def answer(desk: Desk, _: Given) -> Answer:
    """List the latest operations."""
    from crm.services.history import list_operations

    entries = tuple(_entry(desk, line) for line in list_operations(desk.workplace()))
    texts = desk.texts
    if not entries:
        return Answer(HistoryDocument(()), [texts.word("words.nothing")])
    names = ("operation", "when", "who", "what", "rows", "undone")
    rows = [
        (
            str(entry.operation),
            local_time(entry.at),
            entry.by,
            entry.title,
            str(entry.rows),
            texts.word("words.undone_by", operation=entry.undone_by) if entry.undone_by else "",
        )
        for entry in entries
    ]
    headings = [texts.word(f"words.{name}") for name in names]
    return Answer(HistoryDocument(entries), table_lines(rows, headings=headings, right=(0, 4)))


def _entry(desk: Desk, line: OperationLine) -> OperationEntry:
    from crm.services.history import title_of

    return OperationEntry(
        operation=line.id,
        at=line.at,
        by=line.by,
        kind=line.kind,
        title=title_of(desk.library, line, desk.language),
        details=dict(line.details),
        rows=line.rows,
        undoes=line.undoes,
        undone_by=line.undone_by,
    )
