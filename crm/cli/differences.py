"""``crm diff``: what a frozen filing says otherwise than another, with the records behind it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from crm.cli.desk import DONE, REFUSED, Answer
from crm.cli.filings import filing_entry
from crm.domain.quantity import from_smallest

if TYPE_CHECKING:
    from crm.cli.desk import Desk
    from crm.cli.filings import FilingEntry
    from crm.cli.verbs import Given
    from crm.domain.quantity import Unit
    from crm.filings.built import Filed
    from crm.filings.compare import CellDifference, RecordDifference

_ROWS = {"row_added": "words.row_added", "row_removed": "words.row_removed"}
_RECORDS = 5
"""How many of the records behind a difference are told; all of them with --json."""


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
    """A cell that would be filed otherwise today, with the records behind it.

    ``asked_anew``: the form asks for it otherwise than it did, so that no record need be another.
    """

    kind: str
    cell: str
    label: str
    filed: str | None
    now: str | None
    records: tuple[RecordEntry, ...]
    asked_anew: bool


@dataclass(frozen=True, slots=True)
class ReasonDifferenceEntry:
    """An explanation that two filings word differently; empty where one of them has none."""

    subject: str
    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class DiffDocument:
    """Two frozen filings of one form, and what the second says otherwise: cells, and explanations of changes."""

    filing: FilingEntry
    other: FilingEntry
    differences: tuple[DifferenceEntry, ...]
    reasons: tuple[ReasonDifferenceEntry, ...]


def answer(desk: Desk, given: Given) -> Answer:
    """Two frozen filings, cell by cell."""
    from crm.services.filed_reasons import compare_reasons
    from crm.services.frozen_filings import compare_frozen

    workplace, ids = desk.workplace(), (given["filing"], given["other"])
    old, new, differences = compare_frozen(workplace, *ids)
    reasons = tuple(
        ReasonDifferenceEntry(one.subject, one.name, one.before, one.after)
        for one in compare_reasons(workplace, desk.library, *ids, desk.language)
    )
    document = DiffDocument(
        filing_entry(old),
        filing_entry(new),
        tuple(difference_entry(desk, one) for one in differences),
        reasons,
    )
    is_other = bool(differences or reasons)
    head = desk.texts.word(
        "words.versions_differ" if is_other else "words.versions_same",
        form=new.form,
        period=old.period.code,
        version=old.version,
        other_period=new.period.code,
        other_version=new.version,
        count=len(differences),
    )
    lines = [head, *difference_lines(desk, differences, word="words.cells_differ")]
    none = desk.texts.word("words.none")
    lines += [
        "  "
        + desk.texts.word(
            "words.reasons_differ", name=one.name, before=one.before or none, after=one.after or none
        )
        for one in reasons
    ]
    return Answer(document, lines, REFUSED if is_other else DONE)


def difference_lines(
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
        if one.asked_anew:
            lines.append("      " + texts.word("words.asked_anew"))
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


def difference_entry(desk: Desk, one: CellDifference) -> DifferenceEntry:
    """A difference as it is told."""
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
        asked_anew=one.asked_anew,
    )
