"""What a form asks the records for a period, and the answers that its filing is built from."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from crm.domain.measures import MeasureRequest, Population
from crm.domain.period import PeriodKind
from crm.domain.text import name_order
from crm.filings.form import Basis

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from crm.domain.indicators import IndicatorCatalogue
    from crm.domain.measures import Measured, RecordRow, RecordsRequest, RosterRow
    from crm.domain.period import Period
    from crm.filings.balancing_block import Figure
    from crm.filings.built import Built
    from crm.filings.form import FactSpec, FigureSpec, Form


def request_of(figure: FigureSpec, *, period: Period, basis: Basis | None = None) -> MeasureRequest:
    """The question behind a plain figure of *period*; a population is taken on its own period's last day."""
    basis = basis or figure.basis
    if figure.month:
        period = period.year_period.parts(PeriodKind.MONTH)[figure.month - 1]
    elif figure.quarter:
        period = period.year_period.parts(PeriodKind.QUARTER)[figure.quarter - 1]
    last_year = period.same_period_last_year()
    asked = {
        Basis.PERIOD: (period, False),
        Basis.YEAR_TO_DATE: (period, True),
        Basis.LAST_YEAR: (last_year, False),
        Basis.LAST_YEAR_TO_DATE: (last_year, True),
        Basis.PREVIOUS: (period.previous(), False),
    }
    of_period, to_date = asked[basis]
    return MeasureRequest(
        figure.indicator, of_period, to_date=to_date, population=figure.population, within=figure.within
    )


def requests_of(form: Form, period: Period) -> tuple[MeasureRequest, ...]:
    """Every figure that *form* needs for *period*, each once, in the form's order."""
    form.require_period(period)
    requests: list[MeasureRequest] = []
    for figure in (cell.figure for cell in form.cells):
        requests += [request_of(figure, period=period, basis=part) for part in figure.basis.parts]
    requests += [fact_request(fact, period=period) for fact in form.facts]
    for block in form.blocks:
        asked = request_of if block.records else column_request
        requests += [asked(column.figure, period=period) for column in block.columns if column.figure]
    return tuple(dict.fromkeys(requests))


def fact_request(fact: FactSpec, *, period: Period) -> MeasureRequest:
    """The question behind a fact of checks."""
    return request_of(fact.figure, period=fact.period(period))


def filings_of(form: Form, period: Period) -> tuple[tuple[str, Period], ...]:
    """The filings of other forms that *form* compares itself with, by form and period."""
    return tuple(dict.fromkeys((fact.form, fact.period(period)) for fact in form.facts if fact.form))


def column_request(figure: FigureSpec, *, period: Period) -> MeasureRequest:
    """The question behind a column of a block.

    Its rows are the block's tenants of the reporting period. What they reported for another period is asked of
    everybody and narrowed to them, as another period's population would be other tenants.
    """
    request = request_of(figure, period=period)
    return request if figure.basis is Basis.PERIOD else replace(request, population=Population.ANYBODY)


def rosters_of(form: Form, period: Period) -> tuple[tuple[Population, date], ...]:
    """Whose rows *form* needs: populations on the period's last day (entered, left: during the period)."""
    form.require_period(period)
    return tuple(
        dict.fromkeys((block.population, period.end) for block in form.blocks if block.records is None)
    )


def records_of(form: Form, period: Period) -> tuple[RecordsRequest, ...]:
    """Which lists of records *form* needs, each once."""
    form.require_period(period)
    asked = (block.records_asked(period) for block in form.blocks)
    return tuple(dict.fromkeys(request for request in asked if request))


@dataclass(frozen=True, slots=True)
class Sources:
    """What a filing is built from.

    ``measured`` answers :func:`requests_of`, ``rosters`` :func:`rosters_of`, ``records`` :func:`records_of`;
    ``labels(list, code)`` gives the label a code has in the form's language.
    """

    measured: Mapping[MeasureRequest, Measured]
    rosters: Mapping[tuple[Population, date], Sequence[RosterRow]]
    indicators: IndicatorCatalogue
    labels: Callable[[str, str], str]
    filed: Mapping[Figure, Decimal] = field(default_factory=dict)
    """What frozen filings show of single figures and totals (`filed_figures`): they stay as they stand there."""
    filings: Mapping[str, Built] = field(default_factory=dict)
    """What was filed of the other forms, by form (`filings_of`)."""
    records: Mapping[RecordsRequest, Sequence[RecordRow]] = field(default_factory=dict)
    place: Callable[[str], str] = name_order
    """The key by which a text stands among others."""
