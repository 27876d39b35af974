"""The workbench: six key figures as of a period, each with the list it counts, and what they look like over time."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from crm.db.queries.measures import Question, measure, measure_groups, measure_value
from crm.db.queries.workbench import first_stage_day, tenants_by_stage
from crm.domain.lifecycle import BEFORE_ENTRY, Stage
from crm.domain.measures import MeasureRequest, Population
from crm.domain.period import Period, PeriodKind
from crm.domain.quantity import unit_named
from crm.excel.figures_book import (
    BookChart,
    BookLine,
    BookSeries,
    BookShape,
    FiguresBook,
    write_figures_book,
)
from crm.excel.saving import save_atomically
from crm.services.tenants import TenantQuery

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from sqlalchemy import Connection

    from crm.domain.measures import Measured
    from crm.domain.quantity import Unit
    from crm.services.library import Library
    from crm.services.operation import Workplace

__all__ = ["BookChart", "BookLine", "BookSeries", "BookShape", "FiguresBook"]

SHOWN_PERIODS = 8
SLICES: Mapping[str, frozenset[Stage]] = {
    "before": BEFORE_ENTRY,
    "resident": frozenset({Stage.RESIDENT}),
    "incubating": frozenset({Stage.INCUBATING}),
    "accelerating": frozenset({Stage.ACCELERATING}),
    "graduated": frozenset({Stage.GRADUATED, Stage.FOLLOW_UP}),
    "succeeded": frozenset({Stage.LISTED, Stage.ACQUIRED}),
}
"""The parts of the way that the distribution shows; who has left is not in it."""

_LETTABLE = {"use": "tenant"}
_EVERYWHERE: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Listing:
    """Whom a figure counts: asked for when somebody wants to see the list.

    ``missing`` asks instead for those who have reported nothing, or only part of it.
    """

    request: MeasureRequest
    where: tuple[tuple[str, str], ...] = ()
    missing: bool = False


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A figure with the same one a year before, in smallest units; None where nobody has reported it.

    ``tenants`` is how many tenants the list behind it has, ``trend`` the figure of the last periods, ``parts`` what a
    rate is made of (let and lettable area).
    """

    code: str
    value: int | None
    last_year: int | None
    unit: Unit
    listing: Listing
    tenants: int
    trend: tuple[int | None, ...]
    missing: int = 0
    is_verified: bool = True
    parts: tuple[int, int] | None = None

    @property
    def is_rate(self) -> bool:
        """Whether it is a percentage, which changes by points."""
        return self.parts is not None

    @property
    def change(self) -> int | None:
        """Against a year before, in hundredths: of a percent, for a rate of a point; None where that has no meaning."""
        if self.value is None or self.last_year is None:
            return None
        if self.is_rate:
            return self.value - self.last_year
        return _hundredths(self.value - self.last_year, abs(self.last_year))


@dataclass(frozen=True, slots=True)
class Occupancy:
    """Let and lettable area of a building in 0.01 m², and who rents there."""

    building: str
    let: int
    lettable: int
    listing: Listing

    @property
    def rate(self) -> int | None:
        """Let of lettable in hundredths of a percent."""
        return _hundredths(self.let, self.lettable)


@dataclass(frozen=True, slots=True)
class Slice:
    """A part of the way, one of :data:`SLICES`, and who stands in it."""

    key: str
    query: TenantQuery

    @property
    def count(self) -> int:
        """How many."""
        return len(self.query.among or ())


@dataclass(frozen=True, slots=True)
class FieldCount:
    """How many incubating tenants a technology field has, and who they are."""

    field: str
    count: int
    listing: Listing


@dataclass(frozen=True, slots=True)
class Workbench:
    """Everything the workbench shows of a period, from one state of the database."""

    period: Period
    as_of: date
    is_empty: bool
    figures: tuple[KeyFigure, ...] = ()
    periods: tuple[Period, ...] = ()
    income: tuple[int | None, ...] = ()
    employees: tuple[int | None, ...] = ()
    slices: tuple[Slice, ...] = ()
    buildings: tuple[Occupancy, ...] = ()
    fields: tuple[FieldCount, ...] = ()


def read_workbench(workplace: Workplace, library: Library, period: Period) -> Workbench:
    """The workbench as of *period*; of a period that still runs, as of today."""
    with workplace.database.reading() as connection:
        return _Reading(connection, library, workplace.today).read(period)


def list_counted(workplace: Workplace, library: Library, listing: Listing) -> TenantQuery:
    """The list of exactly those tenants that a figure counts."""
    with workplace.database.reading() as connection:
        question = Question(
            listing.request, library.indicators[listing.request.indicator], dict(listing.where)
        )
        measured = measure(connection, question)
    if listing.missing:
        return TenantQuery(among=frozenset(row.id for row in measured.missing))
    return TenantQuery(
        among=frozenset(row.tenant_id for row in measured.contributions if row.tenant_id is not None)
    )


def export_workbench(path: Path, book: FiguresBook) -> None:
    """Write the figures with charts of the workbook's own, whole or not at all. SaveRefused says why not."""
    save_atomically(path, write_figures_book(book))


def pickable_periods(today: date) -> tuple[Period, ...]:
    """What the workbench can be asked for: the quarter that runs, the eleven before it, and the last three years."""
    quarters = [Period.containing(today, PeriodKind.QUARTER)]
    while len(quarters) < 12:
        quarters.append(quarters[-1].previous())
    return (*quarters, *(Period(PeriodKind.YEAR, today.year - back) for back in (1, 2, 3)))


def figure_requests(period: Period, *, today: date) -> dict[str, MeasureRequest]:
    """What each key figure asks: its code, and the request that counts it."""
    day = today if period.end > today else None
    incubating = Population.INCUBATING
    return {
        "incubating": MeasureRequest("incubating_tenants", period, as_of=day),
        "new": MeasureRequest("new_tenants", period, as_of=day),
        "income": MeasureRequest("total_income", period, to_date=True, population=incubating, as_of=day),
        "employees": MeasureRequest("employees", period, population=incubating, as_of=day),
        "occupancy": MeasureRequest("let_area", period, as_of=day),
        "high_tech": MeasureRequest("high_tech_enterprises", period, as_of=day),
        "graduates": MeasureRequest("graduates_total", period, as_of=day),
    }


@dataclass(slots=True)
class _Reading:
    """Asks every figure once, of one connection."""

    connection: Connection
    library: Library
    today: date
    _known: dict[tuple[MeasureRequest, tuple[tuple[str, str], ...]], tuple[int | None, int]] = field(
        default_factory=dict
    )

    def read(self, period: Period) -> Workbench:
        as_of = min(period.end, self.today)
        standing = tenants_by_stage(self.connection, day=as_of)
        if not standing and not tenants_by_stage(self.connection, day=self.today):
            return Workbench(period, as_of, is_empty=True)
        begun = first_stage_day(self.connection) or as_of
        periods = tuple(one for one in _last_periods(period) if one.end >= begun)
        buildings = self._buildings(period)
        codes = ["incubating", "new", "income", "employees", "occupancy", "graduates"]
        if not buildings:
            codes[4] = "high_tech"
        quarterly = [figure_requests(one, today=self.today) for one in periods]
        return Workbench(
            period,
            as_of,
            is_empty=False,
            figures=tuple(self._figure(code, period, quarterly) for code in codes),
            periods=periods,
            income=tuple(self._flow(requests["income"]) for requests in quarterly),
            employees=tuple(self._value(requests["employees"])[0] for requests in quarterly),
            slices=_slices(standing),
            buildings=buildings,
            fields=self._fields(period),
        )

    def _figure(self, code: str, period: Period, quarterly: list[dict[str, MeasureRequest]]) -> KeyFigure:
        request = figure_requests(period, today=self.today)[code]
        indicator = self.library.indicators[request.indicator]
        before = _year_before(request, self.today)
        if code == "occupancy":
            return self._occupancy(request, before, quarterly)
        counted = self._measured(request)
        trend = tuple(
            self._flow(one[code]) if code == "income" else self._value(one[code])[0] for one in quarterly
        )
        value = counted.value
        return KeyFigure(
            code=code,
            value=value,
            last_year=self._value(before)[0],
            unit=indicator.unit,
            listing=Listing(request),
            tenants=len({row.tenant_id for row in counted.contributions}),
            trend=trend,
            missing=len({row.id for row in counted.missing}),
            is_verified=indicator.verified,
        )

    def _occupancy(
        self, request: MeasureRequest, before: MeasureRequest, quarterly: list[dict[str, MeasureRequest]]
    ) -> KeyFigure:
        listing = Listing(request, tuple(_LETTABLE.items()))
        let = self._measured(request, where=_LETTABLE)
        parts = self._areas(request)
        return KeyFigure(
            code="occupancy",
            value=_hundredths(*parts),
            last_year=_hundredths(*self._areas(before)),
            unit=unit_named("percent"),
            listing=listing,
            tenants=len({row.tenant_id for row in let.contributions}),
            trend=tuple(_hundredths(*self._areas(one["occupancy"])) for one in quarterly),
            is_verified=self.library.indicators[request.indicator].verified,
            parts=parts,
        )

    def _areas(self, request: MeasureRequest) -> tuple[int, int]:
        """Let and lettable area of the rooms for tenants."""
        whole = MeasureRequest("planned_area", request.period, as_of=request.as_of)
        return self._value(request, where=_LETTABLE)[0] or 0, self._value(whole, where=_LETTABLE)[0] or 0

    def _buildings(self, period: Period) -> tuple[Occupancy, ...]:
        request = figure_requests(period, today=self.today)["occupancy"]
        areas: list[dict[str, int]] = []
        for code in ("planned_area", "let_area"):
            asked = MeasureRequest(code, period, as_of=request.as_of)
            question = Question(asked, self.library.indicators[code], _LETTABLE)
            groups = measure_groups(self.connection, question, by="building")
            areas.append({one.key: one.value for one in groups if one.key and one.value})
        lettable, let = areas
        return tuple(
            Occupancy(
                name,
                let.get(name, 0),
                area,
                Listing(request, (*_LETTABLE.items(), ("building", name))),
            )
            for name, area in lettable.items()
        )

    def _fields(self, period: Period) -> tuple[FieldCount, ...]:
        """The incubating tenants by technology field, the largest first."""
        request = figure_requests(period, today=self.today)["incubating"]
        question = Question(request, self.library.indicators[request.indicator])
        found = [
            FieldCount(group.key, group.contributions, Listing(request, (("technology_field", group.key),)))
            for group in measure_groups(self.connection, question, by="technology_field")
            if group.key is not None
        ]
        return tuple(sorted(found, key=lambda one: (-one.count, one.field)))

    def _flow(self, request: MeasureRequest) -> int | None:
        """A figure of the period alone, not of the year to it."""
        alone = MeasureRequest(
            request.indicator, request.period, population=request.population, as_of=request.as_of
        )
        return self._value(alone)[0]

    def _measured(self, request: MeasureRequest, *, where: Mapping[str, str] = _EVERYWHERE) -> Measured:
        return measure(self.connection, Question(request, self.library.indicators[request.indicator], where))

    def _value(
        self, request: MeasureRequest, *, where: Mapping[str, str] = _EVERYWHERE
    ) -> tuple[int | None, int]:
        key = (request, tuple(where.items()))
        if key not in self._known:
            question = Question(request, self.library.indicators[request.indicator], where)
            self._known[key] = measure_value(self.connection, question)
        return self._known[key]


def _last_periods(period: Period) -> tuple[Period, ...]:
    found = [period]
    while len(found) < SHOWN_PERIODS:
        found.append(found[-1].previous())
    return tuple(reversed(found))


def _year_before(request: MeasureRequest, today: date) -> MeasureRequest:
    """The same question a year earlier, on the same day where the population is taken today."""
    day = None
    if request.as_of is not None:
        leap = (today.month, today.day) == (2, 29)
        day = date(today.year - 1, today.month, 28 if leap else today.day)
    return MeasureRequest(
        request.indicator,
        request.period.same_period_last_year(),
        to_date=request.to_date,
        population=request.population,
        as_of=day,
    )


def _slices(standing: Mapping[str, frozenset[int]]) -> tuple[Slice, ...]:
    found = []
    for key, stages in SLICES.items():
        ids = frozenset().union(*(standing.get(stage.value, frozenset()) for stage in stages))
        found.append(Slice(key, TenantQuery(among=ids)))
    return tuple(found)


def _hundredths(part: int, whole: int) -> int | None:
    """*part* of *whole* in hundredths of a percent, rounded half away from zero; None where there is no whole."""
    if whole <= 0:
        return None
    sign = -1 if part < 0 else 1
    return sign * ((2 * abs(part) * 10_000 + whole) // (2 * whole))
