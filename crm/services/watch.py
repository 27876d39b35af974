"""The watch: which filed figures the records no longer bear out, and through whose operation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm.db.models import FilingCarry
from crm.db.queries.approval import Carry
from crm.db.queries.filings import filing_info, last_version, latest_infos
from crm.db.queries.history import OperationLine
from crm.db.queries.since import freezing_operation, written_since
from crm.domain.errors import NotFoundError, RuleError
from crm.domain.period import Period
from crm.services.carries import carries_held, cell_of, shown
from crm.services.frozen_filings import DifferenceKind, changes_since_frozen
from crm.services.operation import operation

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import date

    from crm.db.queries.filings import FilingInfo
    from crm.db.queries.since import Writing
    from crm.domain.changes import Changes
    from crm.filings.compare import CellDifference, RecordDifference
    from crm.services.library import Library
    from crm.services.operation import Workplace

__all__ = [
    "Carry",
    "OperationLine",
    "Watched",
    "WatchedChange",
    "carry_differences",
    "cell_of",
    "watch_filing",
]

_OTHER_TABLES = {
    "ip_right": "ip_rights",
    "lease_line": "lease_lines",
    "staff_member": "staff_members",
    "service": "service_records",
}
"""Where the records behind figures lie whose table is not the plural of their kind."""
_BELOW = {"event": ("attendances",), "organisation": ("cooperations", "service_records")}
"""Kinds whose figures are kept in rows that refer to them."""


@dataclass(frozen=True, slots=True)
class WatchedChange:
    """A cell that would be filed otherwise today, the operations behind it (the latest first), how it was carried."""

    difference: CellDifference
    causes: tuple[OperationLine, ...] = ()
    carry: Carry | None = None

    @property
    def is_nobodys(self) -> bool:
        """Whether no operation did it, though the form asks the same: an indicator or the program counts otherwise."""
        one = self.difference
        return not (self.causes or one.asked_anew or one.kind is DifferenceKind.ROUNDING)


@dataclass(frozen=True, slots=True)
class Watched:
    """The latest version of a filing, and what it would say otherwise today; what was carried on stands apart."""

    filing: FilingInfo
    changes: tuple[WatchedChange, ...]
    carried: tuple[WatchedChange, ...] = ()

    @property
    def differences(self) -> tuple[CellDifference, ...]:
        """The cells that are still to be decided on."""
        return tuple(one.difference for one in self.changes)


def latest_filings(workplace: Workplace) -> tuple[FilingInfo, ...]:
    """The latest version of every form and period that was filed, the last filed first."""
    with workplace.database.reading() as connection:
        return latest_infos(connection)


def watch_filings(
    workplace: Workplace, library: Library, period: Period | None = None
) -> tuple[Watched, ...]:
    """Every filing (of *period*) in its latest version with its differences; those that still hold have none."""
    return tuple(
        watch_filing(workplace, library, info)
        for info in latest_filings(workplace)
        if period in {None, info.period}
    )


def watch_filing(workplace: Workplace, library: Library, info: FilingInfo) -> Watched:
    """One frozen filing under watch."""
    differences = changes_since_frozen(workplace, library, info.id)
    if not differences:
        return Watched(info, ())
    with workplace.database.reading() as connection:
        writing = written_since(connection, freezing_operation(connection, info))
        carries = carries_held(connection, info.id, differences)
    changes: list[WatchedChange] = []
    carried: list[WatchedChange] = []
    for one, carry in zip(differences, carries, strict=True):
        causes = tuple(writing.lines[each] for each in sorted(_causes(one, writing), reverse=True))
        (changes if carry is None else carried).append(WatchedChange(one, causes, carry))
    return Watched(info, tuple(changes), tuple(carried))


def carry_differences(
    workplace: Workplace,
    library: Library,
    filing_id: int,
    *,
    reason: str,
    cells: Collection[str] | None = None,
) -> Changes:
    """Leave a frozen filing as it is and carry its differences (of *cells* alone) to the next period's filing.

    There each is told among the findings. A cell that changes once more is watched again. RuleError ``carry-reason``,
    ``carry-nothing``, ``carry-amended`` where a later version has taken its place; NotFoundError ``filing-unknown``.
    """
    if not reason.strip():
        raise RuleError("carry-reason")
    with workplace.database.reading() as connection:
        info = filing_info(connection, filing_id)
        last = None if info is None else last_version(connection, info.form, info.period)
    if info is None or last is None:
        raise NotFoundError("filing-unknown", filing=filing_id)
    if last.id != info.id:
        raise RuleError("carry-amended", version=info.version, last=last.version, filing=last.id)
    watched = watch_filing(workplace, library, info)
    chosen = [one for one in watched.differences if cells is None or cell_of(one) in cells]
    if not chosen:
        raise RuleError("carry-nothing", form=info.form, period=info.period.code)
    to = next_period(info.period)
    with operation(workplace, "filing-carried", reason=reason, form=info.form, to=to.code) as running:
        running.describe(period=info.period.code, version=info.version, count=len(chosen))
        for one in chosen:
            running.recorder.add(
                FilingCarry,
                filing_id=filing_id,
                cell=cell_of(one),
                label=one.label.zh,
                label_en=one.label.en,
                filed=shown(one.filed),
                now=shown(one.now),
                to_period=to.key,
                at=workplace.moment("seconds"),
                by=workplace.user,
                reason=reason.strip(),
            )
    return running.changes


def next_period(period: Period) -> Period:
    """The period of the same kind just after."""
    after: date = period.end
    return Period.containing(after.fromordinal(after.toordinal() + 1), period.kind)


def _causes(difference: CellDifference, writing: Writing) -> set[int]:
    """The operations behind a difference: on its records; of a row that came, went or is reworded, on its tenant."""
    found: set[int] = set()
    for record in difference.records:
        own = set(_of_record(difference, record, writing))
        # Nobody wrote the record itself: its tenant came into the population, or left it.
        found |= own or set(writing.tenants.get(record.tenant_id or 0, ()))
    if not found and difference.record is not None:
        found.update(_of_row(*difference.record, writing))
    if not found and difference.tenant_id is not None:
        found.update(writing.tenants.get(difference.tenant_id, ()))
    return found


def _of_record(difference: CellDifference, record: RecordDifference, writing: Writing) -> Iterator[int]:
    """The operations that wrote a record, or the reported figures that it stands for."""
    for request in difference.requests:
        for period, operations in writing.figures.get((request.indicator, record.id), ()):
            if request.covers(period):
                yield from operations
    if record.kind != "tenant":
        yield from _of_row(record.kind, record.id, writing)


def _of_row(kind: str, number: int, writing: Writing) -> Iterator[int]:
    """The operations that wrote a record's own row, or rows below it that its figures are made of."""
    table = _OTHER_TABLES.get(kind, f"{kind}s")
    yield from writing.rows.get((table, (number,)), ())
    for below in _BELOW.get(kind, ()):
        yield from writing.below.get((below, table, number), ())
