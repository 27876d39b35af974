"""The entry of figures: a period's grid as it is read, what is saved of it, and who wrote in it meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm.db.models import Observation
from crm.db.queries.entry import followed_ids, house_ids, reported_figures, tenant_names
from crm.db.queries.history import last_changes_of_rows
from crm.domain.entry import broken_parts, part_pairs
from crm.services.figures import Figure, put_figures
from crm.services.filings import list_forms
from crm.services.locks import find_locks

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from crm.db.queries.filings import FilingInfo
    from crm.domain.changes import Changes
    from crm.domain.entry import FigureKey, Figures
    from crm.domain.period import Period, PeriodKind
    from crm.services.library import Library
    from crm.services.operation import Workplace


@dataclass(frozen=True, slots=True)
class EntryTenant:
    """Who may report for a period: whether it was in the house in it, and whether it is a graduate followed up."""

    id: int
    name: str
    in_house: bool
    followed: bool


@dataclass(frozen=True, slots=True)
class EntrySheet:
    """A period as it is entered: who may report, what was reported, and what for the period before.

    ``broken`` are the tenants of which a part is larger than its whole, ``filings`` the latest versions of the frozen
    filings that stand on figures of the period.
    """

    period: Period
    tenants: tuple[EntryTenant, ...]
    values: Figures
    before: Figures
    broken: frozenset[int]
    filings: tuple[FilingInfo, ...]


@dataclass(frozen=True, slots=True)
class EnteredFigure:
    """A figure to save, None to take it away, and what the user saw in its place."""

    tenant_id: int
    indicator: str
    value: int | None
    seen: int | None


def read_entry_sheet(workplace: Workplace, library: Library, period: Period) -> EntrySheet:
    """Everything the grid of *period* shows, from one state of the database.

    Who was in the house in it comes first in mind, graduates may be followed up, and whoever has reported is shown.
    """
    indicators = library.indicators.reported
    codes = [one.code for one in indicators]
    with workplace.database.reading() as connection:
        house, followed = house_ids(connection, period), followed_ids(connection, period)
        values = reported_figures(connection, period, codes)
        before = reported_figures(connection, period.previous(), codes)
        reporting = {tenant for column in values.values() for tenant in column}
        names = tenant_names(connection, house | followed | reporting)
        locks = find_locks(connection, [(period.key, code) for code in codes])
    return EntrySheet(
        period=period,
        tenants=tuple(EntryTenant(one, name, one in house, one in followed) for one, name in names),
        values=values,
        before=before,
        broken=frozenset(broken_parts(values, part_pairs(indicators))),
        filings=tuple(lock.filing for lock in locks),
    )


def asked_indicators(library: Library) -> dict[PeriodKind, tuple[str, ...]]:
    """The reported indicators that the forms due for each kind of period ask for, in the order of the catalogue."""
    asked: dict[PeriodKind, set[str]] = {}
    for form in (one for one in list_forms(library) if one.due):
        asked.setdefault(form.period_kind, set()).update(figure.indicator for figure in form.figures())
    reported = [one.code for one in library.indicators.reported]
    return {kind: tuple(code for code in reported if code in codes) for kind, codes in asked.items()}


def save_figures(
    workplace: Workplace,
    library: Library,
    period: Period,
    entered: Sequence[EnteredFigure],
    *,
    reason: str = "",
) -> Changes:
    """Save figures of *period* as one operation.

    StaleError ``stale-figures`` where one was changed meanwhile; RuleError ``period-locked`` where a frozen filing
    stands on one of them and there is no *reason*.
    """
    figures = [Figure(one.tenant_id, one.indicator, period, one.value) for one in entered]
    seen = [one.seen for one in entered]
    return put_figures(workplace, library, figures, seen=seen, reason=reason)


def list_writers(
    workplace: Workplace, period: Period, keys: Collection[FigureKey]
) -> Mapping[FigureKey, tuple[str, str]]:
    """Who last wrote figures of *period*, their removal too, and when."""
    rows = [(period.key, indicator, tenant) for tenant, indicator in keys]
    with workplace.database.reading() as connection:
        found = last_changes_of_rows(connection, Observation.__tablename__, rows)
    return {(key[2], key[1]): written for key, written in found.items()}
