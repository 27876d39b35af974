"""The workbench: each figure is the product's own measure, and the list behind it has exactly its number."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from crm.db.queries.measures import Question, measure_value
from crm.domain.lifecycle import Stage
from crm.domain.measures import MeasureRequest
from crm.domain.period import Period
from crm.domain.quantity import unit_named
from crm.services.figures import Figure, answer, put_figures
from crm.services.tenants import add_tenant, list_tenant_ids
from crm.services.workbench import (
    SLICES,
    BookChart,
    BookLine,
    BookSeries,
    BookShape,
    FiguresBook,
    KeyFigure,
    Listing,
    export_workbench,
    figure_requests,
    list_counted,
    pickable_periods,
    read_workbench,
)

if TYPE_CHECKING:
    from pathlib import Path

    from crm.services.library import Library
    from crm.services.operation import Workplace

PERIODS = ("2026Q3", "2026Q4", "2025", "2022Q2", "2021")
CODES = ["incubating", "new", "income", "employees", "occupancy", "graduates"]


@pytest.mark.parametrize("code", PERIODS)
def test_the_list_behind_each_figure_has_exactly_its_number(
    demo: Workplace, library: Library, code: str
) -> None:
    board = read_workbench(demo, library, Period.parse(code))
    assert [figure.code for figure in board.figures] == CODES
    for figure in board.figures:
        listed = list_tenant_ids(demo, list_counted(demo, library, figure.listing))
        assert len(listed) == figure.tenants, figure.code
        if figure.unit.code == "enterprise":
            assert len(listed) == figure.value, figure.code
        missing = list_tenant_ids(demo, list_counted(demo, library, replace(figure.listing, missing=True)))
        assert len(missing) == figure.missing, figure.code


@pytest.mark.parametrize("code", PERIODS)
def test_each_figure_is_the_measure_that_filings_use(demo: Workplace, library: Library, code: str) -> None:
    period = Period.parse(code)
    board = read_workbench(demo, library, period)
    for figure in board.figures:
        if figure.is_rate:
            continue
        asked = figure_requests(period, today=demo.today)[figure.code]
        assert answer(demo, library, asked).value == figure.value, figure.code


def test_the_occupancy_is_what_its_buildings_let(demo: Workplace, library: Library) -> None:
    board = read_workbench(demo, library, Period.parse("2026Q3"))
    occupancy = board.figures[4]
    let = sum(building.let for building in board.buildings)
    lettable = sum(building.lettable for building in board.buildings)
    assert occupancy.parts == (let, lettable)
    assert occupancy.value == round(let / lettable * 10_000)
    whole = answer(demo, library, MeasureRequest("let_area", Period.parse("2026Q3")))
    assert whole.value == let, "nobody rents a room that is not for tenants"
    for building in board.buildings:
        listed = list_counted(demo, library, building.listing).among
        assert listed
        assert building.rate == round(building.let / building.lettable * 10_000)


def test_the_stages_and_fields_are_parts_of_the_same_tenants(demo: Workplace, library: Library) -> None:
    board = read_workbench(demo, library, Period.parse("2026Q3"))
    by_key = {part.key: part.count for part in board.slices}
    assert set(by_key) == set(SLICES)
    assert by_key["incubating"] + by_key["accelerating"] == board.figures[0].value
    assert sum(part.count for part in board.fields) == board.figures[0].value
    assert by_key["graduated"] + by_key["succeeded"] == board.figures[5].value
    for part in board.slices:
        assert len(list_tenant_ids(demo, part.query)) == part.count
    for field in board.fields:
        assert len(list_tenant_ids(demo, list_counted(demo, library, field.listing))) == field.count


def test_the_trend_ends_with_the_figure_and_begins_with_the_house(demo: Workplace, library: Library) -> None:
    board = read_workbench(demo, library, Period.parse("2026Q3"))
    assert len(board.periods) == 8
    for figure in board.figures:
        if figure.code != "income":
            assert figure.trend[-1] == figure.value, figure.code
    assert board.income == board.figures[2].trend
    first = read_workbench(demo, library, Period.parse("2021"))
    assert [period.code for period in first.periods] == ["2020", "2021"]
    assert None not in first.income


def test_a_period_that_still_runs_is_read_as_of_today(demo: Workplace, library: Library) -> None:
    board = read_workbench(demo, library, Period.parse("2026Q4"))
    assert board.as_of == demo.today
    with demo.database.reading() as connection:
        question = Question(
            MeasureRequest("let_area", board.period, as_of=demo.today), library.indicators["let_area"]
        )
        assert board.figures[4].parts is not None
        assert measure_value(connection, question)[0] == board.figures[4].parts[0]
    income = board.figures[2]
    assert income.missing > 0
    assert board.figures[3].value is None, "nobody has reported the quarter: blank, not zero"
    assert board.employees[-1] is None


def test_the_same_day_a_year_before_is_a_day_that_exists(library: Library, demo: Workplace) -> None:
    leap = replace(demo, today=date(2024, 2, 29))
    board = read_workbench(leap, library, Period.parse("2024Q1"))
    assert board.as_of == date(2024, 2, 29)
    assert board.figures[0].last_year is not None


def test_an_empty_database_has_an_empty_workbench(workplace: Workplace, library: Library) -> None:
    board = read_workbench(workplace, library, Period.parse("2026Q1"))
    assert board.is_empty
    assert board.figures == ()


def test_a_house_without_rooms_counts_high_tech_enterprises_instead(
    workplace: Workplace, library: Library
) -> None:
    changes = add_tenant(
        workplace, library, {"name": "晋汾甲一有限公司"}, stage=Stage.INCUBATING, on=date(2025, 2, 1)
    )
    (tenant,) = changes.tenants
    period = Period.parse("2026Q1")
    put_figures(workplace, library, [Figure(tenant, "total_income", period, 500)])
    board = read_workbench(workplace, library, period)
    assert [figure.code for figure in board.figures][4] == "high_tech"
    assert board.buildings == ()
    assert board.fields == (), "a tenant without a field is in no part"
    assert board.figures[2].value == 500
    assert board.figures[2].change is None
    listed = list_counted(workplace, library, board.figures[3].listing)
    assert listed.among == frozenset()
    assert list_counted(
        workplace, library, replace(board.figures[3].listing, missing=True)
    ).among == frozenset({tenant})


def key_figure(value: int | None, last_year: int | None, *, rate: bool = False) -> KeyFigure:
    return KeyFigure(
        code="any",
        value=value,
        last_year=last_year,
        unit=unit_named("enterprise"),
        listing=Listing(MeasureRequest("incubating_tenants", Period.parse("2026Q1"))),
        tenants=0,
        trend=(),
        parts=(1, 2) if rate else None,
    )


def test_a_change_is_a_percentage_and_that_of_a_rate_are_points() -> None:
    assert key_figure(120, 100).change == 2000
    assert key_figure(90, 120).change == -2500
    assert key_figure(2, 3).change == -3333
    assert key_figure(5, 0).change is None
    assert key_figure(None, 3).change is None
    assert key_figure(4445, 4284, rate=True).change == 161


def test_what_can_be_picked_is_the_running_quarter_those_before_it_and_three_years() -> None:
    codes = [period.code for period in pickable_periods(date(2026, 11, 20))]
    assert codes[0] == "2026Q4"
    assert codes[11] == "2024Q1"
    assert codes[12:] == ["2025", "2024", "2023"]


def test_the_list_among_a_figures_tenants_can_be_searched_further(demo: Workplace, library: Library) -> None:
    board = read_workbench(demo, library, Period.parse("2026Q3"))
    everybody = list_counted(demo, library, board.figures[0].listing)
    found = list_tenant_ids(demo, replace(everybody, text="软件"))
    assert found
    assert set(found) < set(everybody.among or ())


def test_the_export_is_a_workbook(tmp_path: Path) -> None:
    book = FiguresBook(
        title="指标",
        subtitle="",
        sheet="工作台",
        data_sheet="图表数据",
        headings=("a", "b", "c", "d", "e", "f"),
        lines=(BookLine("在孵企业", 64, 61, "家", "▲ +3", ""),),
        charts=(
            BookChart("收入", BookShape.COLUMNS, "期", ("Q1",), (BookSeries("收入", (Decimal("1.5"),), 2),)),
        ),
        created=datetime(2026, 11, 20, tzinfo=UTC),
    )
    path = tmp_path / "out.xlsx"
    export_workbench(path, book)
    assert path.read_bytes()[:2] == b"PK"
