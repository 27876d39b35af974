"""``crm watch``, ``carry``: what was filed and no longer holds, through whom, and where it was carried."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm.cli.desk import DONE, REFUSED, Answer
from crm.cli.differences import DifferenceEntry, difference_entry, difference_lines
from crm.cli.filings import filing_entry
from crm.services.moment import local_time

if TYPE_CHECKING:
    from crm.cli.desk import Desk
    from crm.cli.filings import FilingEntry
    from crm.cli.verbs import Given
    from crm.services.watch import OperationLine, Watched, WatchedChange


@dataclass(frozen=True, slots=True)
class CauseEntry:
    """An operation behind a difference."""

    operation: int
    title: str
    at: str
    by: str


@dataclass(frozen=True, slots=True)
class CarryEntry:
    """The period that a difference was carried to, by whom, when (UTC) and why."""

    period: str
    by: str
    at: str
    reason: str


@dataclass(frozen=True, slots=True)
class WatchedDifference(DifferenceEntry):
    """A difference with the operations behind it, the latest first, and how it was carried on."""

    causes: tuple[CauseEntry, ...]
    carry: CarryEntry | None


@dataclass(frozen=True, slots=True)
class WatchedEntry:
    """A filing in its latest version, what has changed under it, and of that what was carried to the next period."""

    filing: FilingEntry
    differences: tuple[WatchedDifference, ...]
    carried: tuple[WatchedDifference, ...]


@dataclass(frozen=True, slots=True)
class WatchDocument:
    """Every filing under watch, and over all how many cells differ."""

    changed: int
    filings: tuple[WatchedEntry, ...]


def answer(desk: Desk, given: Given) -> Answer:
    """What no longer holds; before that, what is to be carried to the next period."""
    if given.verb is not None and given.verb.name == "carry":
        from crm.services.watch import carry_differences

        cells = [f"{sheet}!{address}" for sheet, address in given["cell"]] or None
        carry_differences(
            desk.workplace(), desk.library, given["filing"], reason=given["reason"], cells=cells
        )
    return _watch(desk)


def _watch(desk: Desk) -> Answer:
    from crm.services.watch import watch_filings

    watched = watch_filings(desk.workplace(), desk.library)
    entries = tuple(watched_entry(desk, one) for one in watched)
    document = WatchDocument(sum(len(one.differences) for one in entries), entries)
    if not watched:
        return Answer(document, [desk.texts.word("words.nothing_filed")])
    lines = [line for one in watched for line in watched_lines(desk, one)]
    return Answer(document, lines, REFUSED if document.changed else DONE)


def watched_entry(desk: Desk, watched: Watched) -> WatchedEntry:
    """One filing under watch as it is told."""
    return WatchedEntry(
        filing_entry(watched.filing),
        tuple(_watched_difference(desk, one) for one in watched.changes),
        tuple(_watched_difference(desk, one) for one in watched.carried),
    )


def _watched_difference(desk: Desk, change: WatchedChange) -> WatchedDifference:
    from crm.services.history import title_of

    told = difference_entry(desk, change.difference)
    causes = (
        CauseEntry(line.id, title_of(desk.library, line, desk.language), line.at, line.by)
        for line in change.causes
    )
    carry = change.carry
    return WatchedDifference(
        told.kind,
        told.cell,
        told.label,
        told.filed,
        told.now,
        told.records,
        told.asked_anew,
        causes=tuple(causes),
        carry=None if carry is None else CarryEntry(carry.to_period.code, carry.by, carry.at, carry.reason),
    )


def watched_lines(desk: Desk, watched: Watched) -> list[str]:
    """What is said about one filing: that it holds, or cell by cell what has changed and through whom."""
    texts, info = desk.texts, watched.filing
    count = len(watched.differences)
    name = "words.still_true" if not count else "words.no_longer_true"
    head = texts.word(name, form=info.form, period=info.period.code, version=info.version, count=count)
    lines = [head]
    for change in watched.changes:
        lines += difference_lines(desk, (change.difference,))
        lines += [f"      {_cause_line(desk, one)}" for one in change.causes[:3]]
        if change.is_nobodys:
            lines.append("      " + texts.word("words.nobodys"))
    carried = [
        texts.word("words.carried", cell=carry.cell, period=carry.to_period.code, reason=carry.reason)
        for carry in (one.carry for one in watched.carried)
        if carry
    ]
    return [*lines, *(f"  {line}" for line in carried)]


def _cause_line(desk: Desk, line: OperationLine) -> str:
    from crm.services.history import title_of

    title = title_of(desk.library, line, desk.language)
    return desk.texts.word("words.cause", operation=line.id, title=title, by=line.by, at=local_time(line.at))
