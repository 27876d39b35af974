"""The incubator itself: figures its operator states, its staff and its mentors; every write is one operation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm.db.models import Mentor, OperatorFigure, StaffMember
from crm.db.queries.operator import measure_stated
from crm.db.queries.premises import own_site
from crm.db.rows import read_rows, table_of
from crm.domain.errors import NotFoundError, RuleError
from crm.domain.measures import MeasureRequest
from crm.services.operation import operation

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

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


def state_figures(
    workplace: Workplace, library: Library, statements: Sequence[Statement], *, reason: str = ""
) -> Changes:
    """State figures of the incubator itself, replacing what was stated before; the journal keeps that.

    What stands already is not written again. Figures that a frozen filing stands on need a *reason*.
    Raises NotFoundError ``site-none`` where the own site has not been entered, RuleError ``indicator-not-stated`` for
    an indicator that tenants report or that is counted.
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
        gone = {key for key, one in zip(keys, statements, strict=True) if one.value is None}
        held = read_rows(recorder.connection, table_of(OperatorFigure), keys, ["value"])
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
