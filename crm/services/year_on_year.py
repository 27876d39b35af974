"""Why figures of a filing changed against last year: who moved them, and what was written about it (同比变动说明)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from crm.db.queries import filings as filed_rows
from crm.db.queries.change_notes import drafted_reasons
from crm.db.queries.measures import measure
from crm.db.queries.names import present_names
from crm.db.queries.populations import population_ids
from crm.domain.errors import NotFoundError
from crm.domain.measures import Population
from crm.filings.form import ChangeLimit
from crm.filings.movement import Change, Compared, figures_compared, movers_of, subject_of
from crm.services.frozen_records import read_filed
from crm.services.size_bands import Asking

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

    from crm.db.queries.change_notes import WrittenReason
    from crm.domain.measures import Measured, MeasureRequest
    from crm.domain.period import Period
    from crm.filings.built import Built
    from crm.filings.form import Form
    from crm.services.filings import BuiltFiling
    from crm.services.library import Library
    from crm.services.operation import Workplace

__all__ = ["Change"]

_DEFAULT_LIMIT = "year_on_year_change"


@dataclass(frozen=True)
class YearOnYear:
    """A filing held against the same period last year.

    ``changes`` are all figures it shows, in its order; ``written`` what was written about them, by subject;
    ``filed_version`` the version of last year's filing that it is held against, None where none was frozen.
    """

    form: Form
    built: Built
    period: Period
    limit: ChangeLimit
    filed_version: int | None
    changes: tuple[Change, ...]
    names: Mapping[int, str]
    written: Mapping[str, WrittenReason]

    @cached_property
    def beyond(self) -> tuple[Change, ...]:
        """The changes that are to be explained."""
        return tuple(change for change in self.changes if change.is_beyond)

    @property
    def unwritten(self) -> tuple[Change, ...]:
        """Those of them that nobody has explained yet."""
        return tuple(change for change in self.beyond if change.subject not in self.written)

    def change_of(self, subject: str) -> Change:
        """The change of a figure by its subject, or its indicator. NotFoundError ``change-subject-unknown``."""
        for change in self.changes:
            if subject in {change.subject, change.request.indicator}:
                return change
        raise NotFoundError(
            "change-subject-unknown", form=self.form.code, period=self.built.period.code, subject=subject
        )


def limit_of(library: Library, form: Form, day: date) -> ChangeLimit:
    """The limit of a form for periods that end on *day*: the form's own, else the one of ``rules.toml``."""
    rule = library.rules[_DEFAULT_LIMIT]
    shipped = ChangeLimit(date.min, rule.limit // rule.unit.size, rule.origin, rule.verified)
    return form.change_limit(day) or shipped


def explain_changes(
    workplace: Workplace, library: Library, filing: BuiltFiling, *, above: int | None = None
) -> YearOnYear:
    """What moved the figures of *filing* since the same period last year; *above* is a limit in the form's place.

    Last year's figures are those that were filed, in the latest version; what the records have become since then is a
    movement of its own. Where none was filed they are those of the records.
    """
    built, form = filing.built, filing.form
    last = built.period.same_period_last_year()
    limit = limit_of(library, form, built.period.end)
    if above is not None:
        limit = replace(limit, percent=above, indicators={})
    with workplace.database.reading() as connection:
        info = filed_rows.last_version(connection, form.code, last)
        filed = None if info is None else read_filed(connection, info)
        comparer = _Comparer(connection, library, built, filed)
        changes = tuple(
            Change(
                subject_of(request, built.period),
                request,
                cells,
                compared.before,
                compared.now.value,
                movers_of(compared),
                limit.percent_of(request.indicator),
                was_filed=compared.filed is not None,
            )
            for request, cells in figures_compared(built).items()
            for compared in (comparer.compare(request),)
        )
        tenants = {mover.id for change in changes for mover in change.movers if mover.id}
        return YearOnYear(
            form,
            built,
            last,
            limit,
            None if info is None else info.version,
            changes,
            present_names(connection, tenants),
            drafted_reasons(connection, form.code, built.period),
        )


class _Comparer:
    """Puts figures of a filing beside last year's."""

    def __init__(self, connection: Connection, library: Library, built: Built, filed: Built | None) -> None:
        self._connection, self._asking = connection, Asking(connection, library)
        self._built, self._filed = built, filed
        self._members: dict[tuple[Population, date, date], frozenset[int]] = {}

    def compare(self, request: MeasureRequest) -> Compared:
        """A figure of the filing and the same of last year, with the tenants that are counted in each."""
        before = replace(request, period=request.period.same_period_last_year())
        then = self._built.figures.get(before) or self._measure(before)
        return Compared(
            self._built.figures[request],
            then,
            None if self._filed is None else self._filed.figures.get(before),
            self._present(request),
            self._present(before),
        )

    def _measure(self, request: MeasureRequest) -> Measured:
        return measure(self._connection, self._asking.question(request))

    def _present(self, request: MeasureRequest) -> frozenset[int]:
        """Who is counted: the population asked for; of everybody, who is in the house."""
        population = request.population
        if population is Population.ANYBODY:
            population = Population.RESIDENT
        start = request.period.year_period.start if request.to_date else request.period.start
        key = (population, start, request.population_date)
        if key not in self._members:
            ids = population_ids(population, start=start, day=request.population_date)
            self._members[key] = frozenset(() if ids is None else self._connection.scalars(ids))
        return self._members[key]
