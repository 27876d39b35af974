"""Locks: figures that a frozen filing stands on are written with a reason only, which the journal keeps."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from crm.db.queries.filings import figure_lines, latest_infos
from crm.domain.errors import RuleError
from crm.domain.measures import SIZE
from crm.domain.period import Period
from crm.filings.record import FIGURE_LINE, read_request

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from datetime import date

    from sqlalchemy import Connection

    from crm.db.images import RowKey
    from crm.db.queries.filings import FilingInfo
    from crm.domain.measures import MeasureRequest

LOCKED_TABLES = ("observations", "operator_figures")
"""Where filed figures lie: rows whose keys begin with period and indicator."""


@dataclass(frozen=True, slots=True)
class FigureLock:
    """A frozen filing in its latest version, and how many of the figures asked about it stands on."""

    filing: FilingInfo
    count: int

    @property
    def values(self) -> dict[str, str | int]:
        """What messages say of it: form, period, version, by whom and when it was frozen."""
        return {
            "form": self.filing.form,
            "period": self.filing.period.code,
            "version": self.filing.version,
            "by": self.filing.frozen_by,
            "at": self.filing.frozen_at,
        }


def find_locks(connection: Connection, figures: Iterable[tuple[int, str]]) -> tuple[FigureLock, ...]:
    """The filings that stand on *figures*, each the period's key and the indicator of one; the last frozen first.

    A filing stands on a figure where it asked for the indicator and the figure's period lies in what it asked for:
    its own period, the year to date, or what these are compared with; and where the figure decides the size of an
    enterprise by which the filing counts.
    """
    counts = Counter(figures)
    locks = (
        FigureLock(filing, sum(counts[pair] for pair in pairs))
        for filing, pairs in _locked_pairs(connection, counts).items()
    )
    return tuple(lock for lock in locks if lock.count)


def require_unlocked(
    connection: Connection,
    touched: Mapping[str, Collection[RowKey]],
    *,
    reason: str,
    unlocked: Collection[int],
) -> dict[str, str | int]:
    """What the journal keeps of written figures that frozen filings stand on; nothing where none do.

    Raises RuleError ``period-locked`` without a *reason*, unless the filings are *unlocked* already.
    """
    figures = Counter(key[:2] for table in LOCKED_TABLES for key in touched.get(table, ()))
    filings = _locked_pairs(connection, figures) if figures else {}
    locked: set[tuple[int, str]] = set().union(*filings.values())
    if not locked:
        return {}
    count = sum(figures[pair] for pair in locked)
    refusing = next((one for one, pairs in filings.items() if pairs and one.id not in unlocked), None)
    if refusing is not None and not reason:
        raise RuleError("period-locked", **{**FigureLock(refusing, count).values, "count": count})
    ids = sorted(filing.id for filing, pairs in filings.items() if pairs)
    return {"unlocked": count, "unlocked_filings": ", ".join(map(str, ids))}


def asks_by_size(connection: Connection, filing: FilingInfo) -> bool:
    """Whether a figure of the filing is that of enterprises of a size, which rests on other figures than its own."""
    return any(SIZE in dict(request.within) for request in _requests(connection, filing))


def _requests(connection: Connection, filing: FilingInfo) -> Iterator[MeasureRequest]:
    return map(read_request, figure_lines(connection, filing.id, beginning=FIGURE_LINE))


def _size_days(requests: Iterable[MeasureRequest]) -> set[date]:
    """The days whose sizes of enterprises *requests* name."""
    return {request.population_date for request in requests if SIZE in dict(request.within)}


def _behind_sizes(days: Collection[date]) -> dict[date, tuple[MeasureRequest, ...]]:
    """What decides the sizes on each of the *days*, by the library as it is now: a write knows of none."""
    if not days:
        return {}
    from crm.services.library import Library
    from crm.services.rule_facts import reports_behind_sizes

    library = Library.load()
    return {day: reports_behind_sizes(library, day) for day in days}


def _locked_pairs(
    connection: Connection, figures: Collection[tuple[int, str]]
) -> dict[FilingInfo, set[tuple[int, str]]]:
    """Which of *figures* each of the latest filings stands on."""
    periods = {key: Period.from_key(key) for key, _ in figures}
    # What a filing compares with lies in its own year or in the one before.
    years = {period.year + later for period in periods.values() for later in (0, 1)}
    requests = {
        filing: tuple(_requests(connection, filing))
        for filing in latest_infos(connection)
        if filing.period.year in years
    }
    sizes = {filing: _size_days(asked) for filing, asked in requests.items()}
    behind = _behind_sizes(set().union(*sizes.values()))
    locked: dict[FilingInfo, set[tuple[int, str]]] = {}
    for filing, own in requests.items():
        asked: dict[str, list[MeasureRequest]] = {}
        for request in chain(own, *(behind[day] for day in sizes[filing])):
            asked.setdefault(request.indicator, []).append(request)
        locked[filing] = {
            (key, indicator)
            for key, indicator in figures
            if any(request.covers(periods[key]) for request in asked.get(indicator, ()))
        }
    return locked
