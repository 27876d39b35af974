"""``crm filings``, ``watch``, ``carry``, ``diff``: what was frozen, how it was signed, what no longer holds."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from crm.cli.desk import DONE, REFUSED, Answer
from crm.cli.readiness_lines import readiness_entry, readiness_lines
from crm.cli.scanning import scan_entry
from crm.cli.table import table_lines
from crm.domain.period import Period
from crm.domain.quantity import from_smallest
from crm.services.moment import local_time

if TYPE_CHECKING:
    from crm.cli.desk import Desk
    from crm.cli.readiness_lines import ReadinessEntry
    from crm.cli.scanning import ScanEntry
    from crm.cli.verbs import Given
    from crm.domain.quantity import Unit
    from crm.filings.built import Filed
    from crm.filings.compare import CellDifference, RecordDifference
    from crm.services.approval import Step, VersionChain
    from crm.services.filings import FilingInfo
    from crm.services.watch import OperationLine, Watched, WatchedChange

_ROWS = {"row_added": "words.row_added", "row_removed": "words.row_removed"}
_RECORDS = 5
"""How many of the records behind a difference are told; all of them with --json."""


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
class StepEntry:
    """A step of a filing: who signed, the user at the computer, when (UTC), and whether on the print."""

    step: str
    name: str
    by: str
    at: str
    on_paper: bool
    note: str


@dataclass(frozen=True, slots=True)
class ChainEntry(FilingEntry):
    """A frozen version with its state, the fingerprint of its record, how it was signed, and its scans.

    ``changed_cells`` is how many cells it files otherwise than the version before; None in a first version.
    """

    state: str
    fingerprint: str
    changed_cells: int | None
    steps: tuple[StepEntry, ...]
    scans: tuple[ScanEntry, ...]


@dataclass(frozen=True, slots=True)
class OpenEntry:
    """A filing in work: the last step taken and all of them; whether they still hold shows when it is built."""

    form: str
    period: str
    state: str
    steps: tuple[StepEntry, ...]


@dataclass(frozen=True, slots=True)
class FilingsDocument:
    """All frozen filings, the latest first, and those on their way."""

    filings: tuple[ChainEntry, ...]
    open: tuple[OpenEntry, ...]


@dataclass(frozen=True, slots=True)
class ChainDocument:
    """One frozen filing, and who had not reported then."""

    filing: ChainEntry
    readiness: ReadinessEntry


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


@dataclass(frozen=True, slots=True)
class DiffDocument:
    """Two frozen filings of one form, and what the second says otherwise."""

    filing: FilingEntry
    other: FilingEntry
    differences: tuple[DifferenceEntry, ...]


def answer(desk: Desk, given: Given) -> Answer:
    """Do the one that was asked for."""
    name = given.verb.name if given.verb else ""
    if name == "filings":
        return _list(desk) if given["filing"] is None else _tell(desk, given["filing"])
    return {"diff": _diff, "carry": _carry, "watch": _watch}[name](desk, given)


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


def chain_entry(chain: VersionChain, scans: tuple[ScanEntry, ...]) -> ChainEntry:
    """A frozen version as it is told."""
    info = chain.filing
    return ChainEntry(
        filing=info.id,
        form=info.form,
        year=info.form_year,
        period=info.period.code,
        version=info.version,
        frozen_at=info.frozen_at,
        frozen_by=info.frozen_by,
        reason=info.reason,
        sha256=info.sha256,
        state=chain.state.value,
        fingerprint=chain.fingerprint,
        changed_cells=info.changed_cells,
        steps=tuple(map(step_entry, chain.steps)),
        scans=scans,
    )


def step_entry(step: Step) -> StepEntry:
    """A step as it is told."""
    return StepEntry(step.kind.value, step.name, step.by, step.at, step.on_paper, step.note)


def _list(desk: Desk) -> Answer:
    from crm.services.approval import list_chains, list_open
    from crm.services.scans import list_scans

    workplace, texts = desk.workplace(), desk.texts
    scans: dict[int, list[ScanEntry]] = {}
    for scan in list_scans(workplace):
        scans.setdefault(scan.filing_id, []).append(scan_entry(scan))
    entries = tuple(
        chain_entry(chain, tuple(scans.get(chain.filing.id, ()))) for chain in list_chains(workplace)
    )
    still_open = tuple(
        OpenEntry(form, Period.from_key(key).code, steps[-1].kind.value, tuple(map(step_entry, steps)))
        for (form, key), steps in list_open(workplace).items()
    )
    document = FilingsDocument(entries, still_open)
    if not entries and not still_open:
        return Answer(document, [texts.word("words.nothing")])
    rows = [("", one.form, one.period, "", *_last(desk, one.steps), "", "") for one in still_open]
    rows += [
        (
            str(entry.filing),
            entry.form,
            entry.period,
            str(entry.version),
            _state(desk, entry),
            local_time(entry.frozen_at),
            entry.frozen_by,
            entry.fingerprint[:12],
            entry.reason,
        )
        for entry in entries
    ]
    names = ("filing_number", "form", "period", "version", "state", "when", "who", "fingerprint", "reason")
    headings = [texts.word(f"words.{name}") for name in names]
    return Answer(document, table_lines(rows, headings=headings, right=(0, 3)))


def _state(desk: Desk, entry: ChainEntry) -> str:
    """The state in words, and that nobody has approved it where nobody has."""
    is_approved = any(one.step == "approved" for one in entry.steps)
    said = desk.texts.word(f"state.{entry.state}")
    return said if is_approved else said + desk.texts.word("words.not_approved")


def _last(desk: Desk, steps: tuple[StepEntry, ...]) -> tuple[str, str, str]:
    """The last step, when and by whom."""
    last = steps[-1]
    return desk.texts.word(f"step.{last.step}"), local_time(last.at), last.name


def _tell(desk: Desk, filing_id: int) -> Answer:
    """One frozen filing: how it was signed, what it changed, its scans, and who had not reported."""
    from crm.services.approval import frozen_readiness, read_chain
    from crm.services.filings import read_frozen
    from crm.services.scans import list_scans

    workplace, texts = desk.workplace(), desk.texts
    chain = read_chain(workplace, filing_id)
    entry = chain_entry(chain, tuple(map(scan_entry, list_scans(workplace, filing_id))))
    ready, missed = frozen_readiness(read_frozen(workplace, filing_id))
    head = texts.word(
        "words.version_is",
        form=entry.form,
        period=entry.period,
        version=entry.version,
        state=_state(desk, entry),
        fingerprint=entry.fingerprint,
    )
    lines = [head, *(step_line(desk, one) for one in entry.steps)]
    lines.append(
        texts.word(
            "words.frozen_by", name=entry.frozen_by, at=local_time(entry.frozen_at), reason=entry.reason
        )
    )
    if entry.changed_cells is not None:
        lines.append(texts.word("words.amends", count=entry.changed_cells, version=entry.version - 1))
    lines += [texts.word("words.has_scan", name=one.name, sha256=one.sha256) for one in entry.scans[:1]]
    lines += readiness_lines(desk, ready)
    return Answer(ChainDocument(entry, readiness_entry(desk, ready, missed)), lines)


def step_line(desk: Desk, step: StepEntry) -> str:
    """A step for a reader."""
    word = "words.step_on_paper" if step.on_paper else "words.step"
    said = desk.texts.word(f"step.{step.step}")
    return "  " + desk.texts.word(
        word, step=said, name=step.name, by=step.by, at=local_time(step.at), note=step.note
    )


def _carry(desk: Desk, given: Given) -> Answer:
    """Carry differences to the next period, then tell what is still open."""
    from crm.services.watch import carry_differences

    cells = [f"{sheet}!{address}" for sheet, address in given["cell"]] or None
    carry_differences(desk.workplace(), desk.library, given["filing"], reason=given["reason"], cells=cells)
    return _watch(desk, given)


def _watch(desk: Desk, _given: Given) -> Answer:
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
        filing_entry(watched.filing),
        tuple(_watched_difference(desk, one) for one in watched.changes),
        tuple(_watched_difference(desk, one) for one in watched.carried),
    )


def _watched_difference(desk: Desk, change: WatchedChange) -> WatchedDifference:
    from crm.services.history import title_of

    told = _difference(desk, change.difference)
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
        lines += _difference_lines(desk, (change.difference,))
        lines += [f"      {_cause_line(desk, one)}" for one in change.causes[:3]]
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


def _difference_lines(
    desk: Desk, differences: tuple[CellDifference, ...], *, word: str = "words.cell_differs"
) -> list[str]:
    """Cell by cell what differs, and in which records."""
    texts, lines = desk.texts, []
    for one in differences:
        lines.append(
            "  "
            + texts.word(
                _ROWS.get(one.kind.value, word),
                cell=f"{one.sheet}!{one.address}",
                label=texts.of(one.label),
                filed=_shown(desk, one.filed),
                now=_shown(desk, one.now),
            )
        )
        unit = one.unit or _own_unit(desk, one)
        lines += [f"      {_record_line(desk, record, unit)}" for record in one.records[:_RECORDS]]
        if len(one.records) > _RECORDS:
            lines.append("      " + texts.word("words.more_movers", count=len(one.records) - _RECORDS))
    return lines


def _own_unit(desk: Desk, one: CellDifference) -> Unit | None:
    """The unit of the indicator behind a growth rate, whose cell has another; None where there is none."""
    return desk.library.indicators[one.requests[0].indicator].unit if one.requests else None


def _record_line(desk: Desk, record: RecordDifference, unit: Unit | None) -> str:
    if unit is None or (record.filed is None and record.now is None):
        return record.label
    shown = (
        _shown(desk, None if amount is None else from_smallest(amount, unit).normalize() + 0)
        for amount in (record.filed, record.now)
    )
    return f"{record.label}: {' → '.join(shown)}"


def _shown(desk: Desk, value: Filed) -> str:
    if value is None:
        return desk.texts.word("words.none")
    return f"{value:,f}" if isinstance(value, Decimal) else str(value)


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
