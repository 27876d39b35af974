"""Figures: ask any measure, by groups or with its rows, and put reported figures in."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING

from crm.db.models import Observation
from crm.db.queries.history import JournalStamp, journal_stamp, last_changes_of_rows
from crm.db.queries.measures import Group, Question, measure, measure_groups, measure_value
from crm.db.queries.tenant_records import tenant_name
from crm.db.rows import read_rows, table_of
from crm.domain.errors import NotFoundError, StaleError
from crm.services.operation import operation
from crm.services.size_bands import Asking

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection

    from crm.db.images import RowKey
    from crm.domain.changes import Changes
    from crm.domain.measures import Measured, MeasureRequest
    from crm.domain.period import Period
    from crm.services.library import Library
    from crm.services.operation import Workplace

__all__ = ["Figure", "FigureCache", "Group", "answer", "answer_groups", "put_figures"]

_NOWHERE: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure to put in, in smallest units; a value of None takes the figure away (blank is not zero)."""

    tenant_id: int
    indicator: str
    period: Period
    value: int | None


def answer(
    workplace: Workplace, library: Library, request: MeasureRequest, *, where: Mapping[str, str] = _NOWHERE
) -> Measured:
    """The figure with every contribution and everyone who has not reported. NotFoundError for unknown codes."""
    codes = _codes(library, where)
    with workplace.database.reading() as connection:
        return measure(connection, Asking(connection, library).question(request, codes))


def answer_groups(
    workplace: Workplace,
    library: Library,
    request: MeasureRequest,
    *,
    by: str,
    where: Mapping[str, str] = _NOWHERE,
) -> tuple[Group, ...]:
    """The figure by the groups of a dimension. NotFoundError ``dimension-unknown`` names those there are."""
    question = Question(request, library.indicators[request.indicator], _codes(library, where))
    with workplace.database.reading() as connection:
        return measure_groups(connection, question, by=by)


def _codes(library: Library, where: Mapping[str, str]) -> dict[str, str]:
    """*where* with codes in the place of names. NotFoundError ``where-value-unknown``: a typo must not read as 0."""
    codes = {}
    for name, value in where.items():
        listed = library.vocabulary.get(name)
        if listed is None:
            codes[name] = value
            continue
        code = listed.find(value) if value else None
        if code is None:
            known = ", ".join(term.code for term in listed)
            raise NotFoundError("where-value-unknown", field=name, value=value, known=known)
        codes[name] = code
    return codes


def put_figures(
    workplace: Workplace,
    library: Library,
    figures: Sequence[Figure],
    *,
    seen: Sequence[int | None] | None = None,
    reason: str = "",
) -> Changes:
    """Put reported figures in, replacing what stood there; the journal keeps what was replaced.

    *seen* are the values that the user saw in the places of *figures*: where one of them is another by now, nothing is
    written, and StaleError ``stale-figures`` names the first, by whom and when. What stands already is not written
    again. Figures that a frozen filing stands on need a *reason* (RuleError ``period-locked``).
    """
    for figure in figures:
        library.indicators[figure.indicator]
    kind, details = _title_of(figures, is_entered=seen is not None)
    with operation(workplace, kind, reason=reason, **details) as running:
        keys: list[RowKey] = [(figure.period.key, figure.indicator, figure.tenant_id) for figure in figures]
        held = read_rows(running.recorder.connection, table_of(Observation), keys, ["value"])
        if seen is not None:
            _require_seen(running.recorder.connection, figures, dict(zip(keys, seen, strict=True)), held)
        gone = {key for key, figure in zip(keys, figures, strict=True) if figure.value is None}
        running.recorder.remove(Observation, [key for key in held if key in gone])
        running.recorder.put(
            Observation,
            [
                {
                    "period": key[0],
                    "indicator": key[1],
                    "tenant_id": key[2],
                    "value": figure.value,
                    "operation_id": running.id,
                    "source_row": None,
                }
                for key, figure in zip(keys, figures, strict=True)
                if figure.value is not None and held.get(key) != (figure.value,)
            ],
        )
    return running.changes


def _title_of(figures: Sequence[Figure], *, is_entered: bool) -> tuple[str, dict[str, str | int]]:
    """The kind of operation that puts *figures* in, and what its title names."""
    if not is_entered:
        return "figures-put", {"count": len(figures)}
    periods = ", ".join(dict.fromkeys(figure.period.code for figure in figures))
    return "figures-entered", {"count": len(figures), "period": periods}


def _require_seen(
    connection: Connection,
    figures: Sequence[Figure],
    seen: Mapping[RowKey, int | None],
    held: Mapping[RowKey, Sequence[int]],
) -> None:
    stale = [key for key, value in seen.items() if held.get(key, (None,))[0] != value]
    if not stale:
        return
    first = stale[0]
    by, at = last_changes_of_rows(connection, Observation.__tablename__, [first]).get(first, ("", ""))
    period = next(figure.period for figure in figures if figure.period.key == first[0])
    raise StaleError(
        "stale-figures",
        count=len(stale),
        name=tenant_name(connection, first[2]),
        indicator=first[1],
        period=period.code,
        by=by,
        at=at,
    )


@dataclass(slots=True)
class FigureCache:
    """Figures read again at once while nothing has been written; any operation of anybody empties it."""

    workplace: Workplace
    library: Library
    _as_of: JournalStamp | None = None
    _values: dict[tuple[MeasureRequest, tuple[tuple[str, str], ...]], tuple[int | None, int]] = field(
        default_factory=dict
    )
    _groups: dict[tuple[MeasureRequest, str], tuple[Group, ...]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def value(
        self, request: MeasureRequest, *, where: Mapping[str, str] = _NOWHERE
    ) -> tuple[int | None, int]:
        """The figure and how many rows make it."""
        key = (request, tuple(sorted(where.items())))
        with self._lock, self.workplace.database.reading() as connection:
            self._drop_when_stale(journal_stamp(connection))
            if key not in self._values:
                question = Question(request, self.library.indicators[request.indicator], where)
                self._values[key] = measure_value(connection, question)
            return self._values[key]

    def groups(
        self, requests: Sequence[MeasureRequest], *, by: str
    ) -> dict[MeasureRequest, tuple[Group, ...]]:
        """Figures by the groups of a dimension, all from one state of the database."""
        with self._lock, self.workplace.database.reading() as connection:
            self._drop_when_stale(journal_stamp(connection))
            for request in requests:
                if (request, by) not in self._groups:
                    question = Question(request, self.library.indicators[request.indicator])
                    self._groups[request, by] = measure_groups(connection, question, by=by)
            return {request: self._groups[request, by] for request in requests}

    def _drop_when_stale(self, stamp: JournalStamp) -> None:
        if stamp != self._as_of:
            self._values.clear()
            self._groups.clear()
            self._as_of = stamp
