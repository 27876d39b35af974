"""The incubator itself: figures its operator states, its staff and its mentors; every write is one operation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crm.db.models import Mentor, OperatorFigure, StaffMember
from crm.db.queries.history import last_change_of_column
from crm.db.queries.operator import measure_stated
from crm.db.queries.premises import own_site
from crm.db.rows import read_rows, table_of
from crm.domain.errors import NotFoundError, RuleError, StaleError
from crm.domain.measures import MeasureRequest
from crm.domain.quantity import from_smallest
from crm.services.operation import operation

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from sqlalchemy import Connection

    from crm.db.images import RowKey
    from crm.domain.changes import Changes
    from crm.domain.indicators import Indicator
    from crm.domain.measures import Measured
    from crm.domain.period import Period
    from crm.services.library import Library
    from crm.services.operation import Workplace


@dataclass(frozen=True, slots=True)
class Statement:
    """A figure to state, in smallest units; a value of None takes the figure away (blank is not zero)."""

    indicator: str
    period: Period
    value: int | None


@dataclass(frozen=True, slots=True)
class StaffEntry:
    """A member of the operator's staff."""

    name: str
    position: str
    since_on: date
    education: str | None = None
    is_professional: bool = False
    is_trained: bool = False
    is_returnee: bool = False
    until_on: date | None = None


@dataclass(frozen=True, slots=True)
class MentorEntry:
    """An adviser whom the incubator has engaged."""

    name: str
    organisation: str
    since_on: date
    title: str = ""
    expertise: str = ""
    until_on: date | None = None


@dataclass(frozen=True, slots=True)
class StatedLine:
    """A figure of the incubator for a period, in smallest units; None where there is none.

    ``own`` was stated for just that period, ``whole`` is made up of what is known, ``before`` is that of a year ago.
    """

    indicator: Indicator
    own: int | None
    whole: int | None
    before: int | None


def list_stated(workplace: Workplace, library: Library, period: Period) -> tuple[StatedLine, ...]:
    """Every figure the operator states for *period*, and beside it that of the same period last year."""
    earlier = period.same_period_last_year()
    with workplace.database.reading() as connection:
        site = own_site(connection)
        keys = [] if site is None else [(period.key, one.code, site.id) for one in library.indicators.stated]
        held = read_rows(connection, table_of(OperatorFigure), keys, ["value"])
        own = {key[1]: row[0] for key, row in held.items()}
        return tuple(
            StatedLine(
                indicator,
                own.get(indicator.code),
                measure_stated(connection, indicator, MeasureRequest(indicator.code, period)).value,
                measure_stated(connection, indicator, MeasureRequest(indicator.code, earlier)).value,
            )
            for indicator in library.indicators.stated
        )


def state_figures(
    workplace: Workplace,
    library: Library,
    statements: Sequence[Statement],
    *,
    seen: Mapping[str, int | None] | None = None,
    reason: str = "",
) -> Changes:
    """State figures of the incubator itself, replacing what was stated before; the journal keeps that.

    What stands already is not written again. Figures that a frozen filing stands on need a *reason*. *seen* are the
    figures the user saw: StaleError ``stale-record-value`` where one is another meanwhile. Raises NotFoundError
    ``site-none`` where the own site has not been entered, RuleError ``indicator-not-stated`` for an indicator that
    tenants report or that is counted.
    """
    with operation(workplace, "operator-figures-put", reason=reason, count=len(statements)) as running:
        recorder = running.recorder
        site = own_site(recorder.connection)
        if site is None:
            raise NotFoundError("site-none")
        for one in statements:
            if not library.indicators[one.indicator].is_stated:
                raise RuleError("indicator-not-stated", indicator=one.indicator)
        keys = [(one.period.key, one.indicator, site.id) for one in statements]
        held = read_rows(recorder.connection, table_of(OperatorFigure), keys, ["value"])
        _require_seen(recorder.connection, library, keys, held, {} if seen is None else seen)
        gone = {key for key, one in zip(keys, statements, strict=True) if one.value is None}
        recorder.remove(OperatorFigure, [key for key in held if key in gone])
        recorder.put(
            OperatorFigure,
            [
                {
                    "period": key[0],
                    "indicator": key[1],
                    "site_id": key[2],
                    "value": one.value,
                    "operation_id": running.id,
                }
                for key, one in zip(keys, statements, strict=True)
                if one.value is not None and held.get(key) != (one.value,)
            ],
        )
    return running.changes


def _require_seen(
    connection: Connection,
    library: Library,
    keys: Sequence[tuple[int, str, int]],
    held: Mapping[RowKey, Sequence[Any]],
    seen: Mapping[str, int | None],
) -> None:
    for key in keys:
        now = held[key][0] if key in held else None
        if key[1] in seen and seen[key[1]] != now:
            by, at = last_change_of_column(connection, OperatorFigure.__tablename__, key, "value")
            shown = "" if now is None else f"{from_smallest(now, library.indicators[key[1]].unit):,f}"
            raise StaleError("stale-record-value", field=key[1], by=by, at=at, now=shown)


def read_figures(
    workplace: Workplace, library: Library, period: Period
) -> tuple[tuple[Indicator, Measured], ...]:
    """Every figure the operator states, as it stands for *period*."""
    with workplace.database.reading() as connection:
        return tuple(
            (indicator, measure_stated(connection, indicator, MeasureRequest(indicator.code, period)))
            for indicator in library.indicators.stated
        )


def add_staff(workplace: Workplace, entry: StaffEntry) -> Changes:
    """Put down a member of staff."""
    with operation(workplace, "staff-added", name=entry.name) as running:
        running.recorder.add(StaffMember, **_values(entry))
    return running.changes


def add_mentor(workplace: Workplace, entry: MentorEntry) -> Changes:
    """Put down a mentor."""
    with operation(workplace, "mentor-added", name=entry.name) as running:
        running.recorder.add(Mentor, **_values(entry))
    return running.changes


def _values(entry: StaffEntry | MentorEntry) -> dict[str, str | bool | date | None]:
    return {name: getattr(entry, name) for name in type(entry).__match_args__}
