"""Figures: ask any measure, by groups or with its rows, and put reported figures in."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING

from crm.db.models import Observation
from crm.db.queries.history import JournalStamp, journal_stamp
from crm.db.queries.measures import Group, Question, measure, measure_groups, measure_value
from crm.domain.errors import NotFoundError
from crm.services.operation import operation

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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
    question = Question(request, library.indicators[request.indicator], _codes(library, where))
    with workplace.database.reading() as connection:
        return measure(connection, question)


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


def put_figures(workplace: Workplace, library: Library, figures: Sequence[Figure]) -> Changes:
    """Put reported figures in, replacing what stood there; the journal keeps what was replaced."""
    with operation(workplace, "figures-put", count=len(figures)) as running:
        for figure in figures:
            library.indicators[figure.indicator]
        keys = [(figure.period.key, figure.indicator, figure.tenant_id) for figure in figures]
        gone = [key for key, figure in zip(keys, figures, strict=True) if figure.value is None]
        held = running.recorder.existing(Observation, gone)
        running.recorder.remove(Observation, [key for key in gone if key in held])
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
                if figure.value is not None
            ],
        )
    return running.changes


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
