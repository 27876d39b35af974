"""``crm filings``, ``watch`` and ``diff``: what was frozen, what no longer holds, and how two filings differ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm.cli.desk import DONE, REFUSED, Answer
from crm.cli.table import table_lines

if TYPE_CHECKING:
    from crm.cli.desk import Desk
    from crm.cli.verbs import Given
    from crm.filings.built import Filed
    from crm.filings.compare import CellDifference, RecordDifference
    from crm.services.filings import FilingInfo
    from crm.services.watch import Watched


@dataclass(frozen=True, slots=True)
class FilingEntry:
    """A frozen filing."""

    filing: int
    form: str
    year: int
    period: str
    version: int
    frozen_at: str
    frozen_by: str
    reason: str
    sha256: str


@dataclass(frozen=True, slots=True)
class FilingsDocument:
    """All frozen filings, the latest first."""

    filings: tuple[FilingEntry, ...]


@dataclass(frozen=True, slots=True)
class RecordEntry:
    """A record's share of a figure then and now, in smallest units; None where it had or has none."""

    kind: str
    id: int
    label: str
    filed: int | None
    now: int | None


@dataclass(frozen=True, slots=True)
class DifferenceEntry:
    """A cell that would be filed otherwise today, with the records behind it."""

    kind: str
    cell: str
    label: str
    filed: str | None
    now: str | None
    records: tuple[RecordEntry, ...]


@dataclass(frozen=True, slots=True)
class WatchedEntry:
    """A filing in its latest version, and what has changed under it."""

    filing: FilingEntry
    differences: tuple[DifferenceEntry, ...]


@dataclass(frozen=True, slots=True)
class WatchDocument:
    """Every filing under watch, and over all how many cells differ."""

    changed: int
    filings: tuple[WatchedEntry, ...]


@dataclass(frozen=True, slots=True)
class DiffDocument:
    """Two frozen filings of one form, and what the second says otherwise."""

    filing: FilingEntry
    other: FilingEntry
    differences: tuple[DifferenceEntry, ...]


def answer(desk: Desk, given: Given) -> Answer:
    """Do the one that was asked for."""
    name = given.verb.name if given.verb else ""
    if name == "diff":
        return _diff(desk, given)
    return _watch(desk) if name == "watch" else _list(desk)


def filing_entry(info: FilingInfo) -> FilingEntry:
    """A frozen filing as it is told."""
    return FilingEntry(
        filing=info.id,
        form=info.form,
        year=info.form_year,
        period=info.period.code,
        version=info.version,
        frozen_at=info.frozen_at,
        frozen_by=info.frozen_by,
        reason=info.reason,
        sha256=info.sha256,
    )


def _list(desk: Desk) -> Answer:
    from crm.services.filings import list_filings

    entries = tuple(map(filing_entry, list_filings(desk.workplace())))
    texts = desk.texts
    if not entries:
        return Answer(FilingsDocument(()), [texts.word("words.nothing")])
    rows = [
        (
            str(entry.filing),
            entry.form,
            entry.period,
            str(entry.version),
            entry.frozen_at,
            entry.frozen_by,
            entry.sha256[:12],
            entry.reason,
        )
        for entry in entries
    ]
    names = ("filing_number", "form", "period", "version", "when", "who", "fingerprint", "reason")
    headings = [texts.word(f"words.{name}") for name in names]
    return Answer(FilingsDocument(entries), table_lines(rows, headings=headings, right=(0, 3)))


def _watch(desk: Desk) -> Answer:
    from crm.services.watch import watch_filings

    watched = watch_filings(desk.workplace(), desk.library)
    entries = tuple(watched_entry(desk, one) for one in watched)
    document = WatchDocument(sum(len(one.differences) for one in entries), entries)
    if not watched:
        return Answer(document, [desk.texts.word("words.nothing_filed")])
    lines = [line for one in watched for line in watched_lines(desk, one)]
    return Answer(document, lines, REFUSED if document.changed else DONE)


def _diff(desk: Desk, given: Given) -> Answer:
    from crm.services.filings import compare_frozen

    old, new, differences = compare_frozen(desk.workplace(), given["filing"], given["other"])
    document = DiffDocument(
        filing_entry(old), filing_entry(new), tuple(_difference(desk, one) for one in differences)
    )
    head = desk.texts.word(
        "words.versions_differ" if differences else "words.versions_same",
        form=new.form,
        period=old.period.code,
        version=old.version,
        other_period=new.period.code,
        other_version=new.version,
        count=len(differences),
    )
    lines = [head, *_difference_lines(desk, differences, word="words.cells_differ")]
    return Answer(document, lines, REFUSED if differences else DONE)


def watched_entry(desk: Desk, watched: Watched) -> WatchedEntry:
    """One filing under watch as it is told."""
    return WatchedEntry(
        filing_entry(watched.filing), tuple(_difference(desk, one) for one in watched.differences)
    )


def watched_lines(desk: Desk, watched: Watched) -> list[str]:
    """What is said about one filing: that it holds, or cell by cell what has changed and through whom."""
    texts, info = desk.texts, watched.filing
    count = len(watched.differences)
    name = "words.still_true" if not count else "words.no_longer_true"
    head = texts.word(name, form=info.form, period=info.period.code, version=info.version, count=count)
    return [head, *_difference_lines(desk, watched.differences)]


def _difference_lines(
    desk: Desk, differences: tuple[CellDifference, ...], *, word: str = "words.cell_differs"
) -> list[str]:
    """Cell by cell what differs and through whom."""
    texts, lines = desk.texts, []
    for one in differences:
        lines.append(
            "  "
            + texts.word(
                word,
                cell=f"{one.sheet}!{one.address}",
                label=texts.of(one.label),
                filed=_shown(desk, one.filed),
                now=_shown(desk, one.now),
            )
        )
        lines += [f"      {_record_line(desk, record)}" for record in one.records[:5]]
        if len(one.records) > 5:
            lines.append("      " + texts.word("words.more", count=len(one.records) - 5))
    return lines


def _record_line(desk: Desk, record: RecordDifference) -> str:
    none = desk.texts.word("words.none")
    filed = none if record.filed is None else f"{record.filed:,}"
    now = none if record.now is None else f"{record.now:,}"
    return f"{record.label}: {filed} → {now}"


def _shown(desk: Desk, value: Filed) -> str:
    return desk.texts.word("words.none") if value is None else str(value)


def _difference(desk: Desk, one: CellDifference) -> DifferenceEntry:
    return DifferenceEntry(
        kind=one.kind.value,
        cell=f"{one.sheet}!{one.address}",
        label=desk.texts.of(one.label),
        filed=None if one.filed is None else str(one.filed),
        now=None if one.now is None else str(one.now),
        records=tuple(
            RecordEntry(record.kind, record.id, record.label, record.filed, record.now)
            for record in one.records
        ),
    )
