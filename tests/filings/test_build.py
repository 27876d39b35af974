"""Building a filing: what is asked for, what is filed, how it is rounded."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm.domain.errors import RuleError
from crm.domain.measures import MeasureRequest, NotReported, Population, RosterRow
from crm.domain.period import Period
from crm.domain.quantity import in_unit, unit_named
from crm.filings.build import build
from crm.filings.form import Basis, FigureSpec, FilingRefused, Rounding
from crm.filings.form_file import form_from_table
from crm.filings.questions import request_of, requests_of, rosters_of
from crm.filings.shown import growth_of, shown
from tests.filings.samples import (
    PARTICULARS,
    QUARTER,
    Tenant,
    label_of,
    little_filing,
    little_form,
    little_sources,
    little_table,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crm.filings.form import Form


Fields: TypeAlias = "Mapping[str, str | int | bool | date | None]"


def tenant(
    number: int, amount: int | None, *, earlier: int | None = None, fields: Fields | None = None
) -> Tenant:
    return Tenant(
        number,
        f"企业{number:02d}",
        figures={"total_income": amount, "employees": 5},
        earlier={"total_income": earlier, "employees": 3},
        fields=fields or {},
    )


def test_every_figure_of_the_form_is_asked_once() -> None:
    requests = requests_of(little_form(), QUARTER)
    assert len(requests) == len(set(requests))
    last_year = Period.parse("2024Q1")
    of_income = {request for request in requests if request.indicator == "total_income"}
    assert of_income == {
        MeasureRequest("total_income", QUARTER, population=Population.INCUBATING),
        MeasureRequest("total_income", QUARTER, to_date=True, population=Population.INCUBATING),
        MeasureRequest("total_income", last_year, population=Population.INCUBATING),
        MeasureRequest("total_income", Period.parse("2024Q4")),
    }


def test_the_population_of_last_year_is_taken_on_last_years_last_day() -> None:
    figure = FigureSpec("total_income", Basis.LAST_YEAR, Population.INCUBATING)
    assert request_of(figure, period=QUARTER).population_date == date(2024, 3, 31)
    to_date = request_of(figure, period=QUARTER, basis=Basis.LAST_YEAR_TO_DATE)
    assert (to_date.period, to_date.to_date) == (Period.parse("2024Q1"), True)


def test_rosters_are_asked_for_the_last_day_of_the_period() -> None:
    wanted = ((Population.INCUBATING, date(2025, 3, 31)), (Population.LEFT, date(2025, 3, 31)))
    assert rosters_of(little_form(), QUARTER) == wanted


@pytest.mark.parametrize("ask", [requests_of, rosters_of])
def test_a_form_is_not_asked_for_a_period_of_another_kind(ask: object) -> None:
    assert callable(ask)
    with pytest.raises(RuleError, match="form-period-kind"):
        ask(little_form(), Period.parse("2025"))


def test_texts_are_filled_with_particulars() -> None:
    (text,) = little_filing([]).texts
    assert text.value == "示例孵化器，2025年第一季度，2025年3月31日，万元，2025年4月8日，甲乙丙0354-1234567"


def test_a_cell_is_the_sum_of_its_contributions_rounded_once() -> None:
    built = little_filing([tenant(1, 123_456_78), tenant(2, 44_40)])
    cell = built.cell_at("综合", "B5")
    assert cell.amount == 123_501_18
    assert cell.value == Decimal("12.35")
    assert cell.label.zh == "总收入"
    assert cell.unit is not None
    assert cell.unit.code == "ten_thousand_yuan"


def test_other_bases_are_named_in_the_label() -> None:
    built = little_filing([tenant(1, 100, earlier=200)])
    assert built.cell_at("综合", "C5").label.zh == "总收入 · 上年"
    assert built.cell_at("综合", "D5").label.en == "Total income · growth"


def test_a_cells_own_label_wins_over_the_indicators_name() -> None:
    built = little_filing([tenant(1, 100)])
    assert built.cell_at("明细", "C9").label.zh == "户数"


def test_blank_is_not_zero() -> None:
    built = little_filing([tenant(1, None), tenant(2, None)])
    assert built.cell_at("综合", "B5").value is None
    assert built.block("tenants").column("total_income").values == (None, None)
    assert built.block("tenants").column("total_income").total is None
    assert built.cell_at("综合", "B5").formula.code == "formula-not-reported"


def test_a_reported_zero_is_filed_as_zero() -> None:
    built = little_filing([tenant(1, 0), tenant(2, None)])
    assert built.cell_at("综合", "B5").value == Decimal("0.00")
    assert built.block("tenants").column("total_income").values == (Decimal("0.00"), None)


def test_an_empty_population_sums_to_zero() -> None:
    built = little_filing([])
    assert built.block("tenants").column("total_income").total == 0
    assert built.cell_at("明细", "C9").value == 0


def test_growth_is_computed_from_exact_amounts() -> None:
    built = little_filing([tenant(1, 149_99, earlier=51_00)])
    cell = built.cell_at("综合", "D5")
    assert cell.value == Decimal("194.1")
    assert cell.amount is None
    assert len(cell.requests) == 2


@pytest.mark.parametrize(
    ("current", "base", "rate"),
    [
        (150, 100, Decimal("50.0")),
        (100, 100, Decimal("0.0")),
        (50, 100, Decimal("-50.0")),
        (-50, 100, Decimal("-150.0")),
        (9_996, 10_000, Decimal("0.0")),
        (100, 0, None),
        (100, -50, None),
        (None, 100, None),
        (100, None, None),
    ],
)
def test_growth_is_blank_where_the_base_says_nothing(
    current: int | None, base: int | None, rate: Decimal | None
) -> None:
    assert growth_of(current, base) == rate


def test_growth_of_almost_nothing_is_no_negative_zero() -> None:
    assert str(growth_of(99_999, 100_000)) == "0.0"


def test_a_blank_growth_says_why() -> None:
    built = little_filing([tenant(1, 100)])
    assert built.cell_at("综合", "D5").value is None
    assert built.cell_at("综合", "D5").formula.code == "formula-growth-blank"


def test_places_of_the_form_win_over_those_of_the_unit() -> None:
    cells = [
        {"sheet": "综合", "address": "H1", "name": "anybodys", "indicator": "total_income", "places": 0},
        {"sheet": "综合", "address": "H2", "name": "anybodys", "indicator": "total_income", "unit": "yuan"},
        {
            "sheet": "综合",
            "address": "H3",
            "name": "anybodys",
            "indicator": "total_income",
            "basis": "growth",
            "places": 2,
        },
    ]
    form = little_form(cell=cells)
    built = little_filing([tenant(1, 123_456_78, earlier=300_00)], form=form)
    assert built.cell_at("综合", "H1").value == 12
    assert built.cell_at("综合", "H2").value == Decimal("123456.78")
    assert built.cell_at("综合", "H3").value == Decimal("41052.26")


def test_a_rounded_small_loss_is_zero_and_not_minus_zero() -> None:
    assert str(shown(-40, unit_named("ten_thousand_yuan"))) == "0.00"


def test_rows_stand_in_the_forms_order_with_blanks_last() -> None:
    tenants = [
        tenant(1, 1, fields={"moved_in_on": date(2024, 5, 1)}),
        tenant(2, 1, fields={"moved_in_on": None}),
        tenant(3, 1, fields={"moved_in_on": date(2023, 5, 1)}),
        tenant(4, 1, fields={"moved_in_on": date(2024, 5, 1)}),
    ]
    block = little_filing(list(reversed(tenants))).block("tenants")
    assert block.tenants == (3, 1, 4, 2)
    assert block.column("ordinal").values == (1, 2, 3, 4)
    assert block.names[0] == "企业03"


def test_rows_in_the_order_of_names_stand_as_in_excel() -> None:
    names = ("中北", "2号楼", "阿尔法", "Beta", "重点", "晋汾", "10号楼", "艾米")
    tenants = [replace(tenant(number, 1), name=name) for number, name in enumerate(names, 1)]
    table = little_table()
    blocks = table["block"]
    assert isinstance(blocks, list)
    form = little_form(block=[{**blocks[0], "order": ["name"]}])
    found = little_filing(tenants, form=form).block("tenants").names
    assert found == ("10号楼", "2号楼", "Beta", "阿尔法", "艾米", "晋汾", "中北", "重点")


def test_fields_are_shown_as_the_form_writes_them() -> None:
    fields: Fields = {
        "uscc": "91140700MA0K000000",
        "high_tech": True,
        "technology_field": "new_energy",
        "registered_capital": 1_234_567_00,
        "founded_on": date(2022, 2, 2),
    }
    built = little_filing([tenant(1, 1, fields=fields)])
    columns, rows = built.block("tenants").rows()
    assert columns == ("A", "B", "C", "D", "E", "F", "G", "H", "I")
    assert rows == [
        (
            1,
            "企业01",
            "91140700MA0K000000",
            date(2024, 1, 1),
            "是",
            "technology_field:new_energy",
            Decimal("123.46"),
            Decimal("0.00"),
            5,
        )
    ]


def test_the_first_field_with_a_value_is_taken() -> None:
    built = little_filing(
        [tenant(1, 1, fields={"uscc": "", "registration_number": "140700000000001"}), tenant(2, 1)]
    )
    assert built.block("tenants").column("uscc").values == ("140700000000001", None)


def test_no_is_written_and_unknown_stays_blank() -> None:
    built = little_filing([tenant(1, 1, fields={"high_tech": False}), tenant(2, 1)])
    column = built.block("tenants").column("high_tech")
    assert column.values == ("否", None)
    assert column.raw == (False, None)


def test_places_of_an_amount_field_are_the_columns() -> None:
    form = little_form()
    (block, left) = form.blocks
    capital = replace(block.column("registered_capital"), places=0)
    columns = tuple(capital if column.id == capital.id else column for column in block.columns)
    form = replace(form, blocks=(replace(block, columns=columns), left))
    built = little_filing([tenant(1, 1, fields={"registered_capital": 1_234_567_00})], form=form)
    assert built.block("tenants").column("registered_capital").values == (123,)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("moved_in_on", "2024-01-01"),
        ("high_tech", "是"),
        ("technology_field", 5),
        ("registered_capital", "100"),
        ("uscc", 91140700),
    ],
)
def test_a_field_of_another_kind_is_refused(field: str, value: str | int) -> None:
    with pytest.raises(FilingRefused, match="filing-field-kind"):
        little_filing([tenant(1, 1, fields={field: value})])


def test_the_definitions_in_force_are_printed() -> None:
    built = little_filing([])
    (table,) = built.tables
    assert table.letters == ("A", "B", "C", "D", "E")
    assert table.lines == (
        (1, "在孵企业数", "enterprise", "期末在孵", "已核实"),
        (2, "总收入", "万元", "全部收入", "已核实"),
        (3, "从业人员", "人", "期末人员", "待核实"),
    )


def test_a_form_without_definitions_prints_none() -> None:
    form = replace(little_form(), definitions=None)
    assert little_filing([], form=form).tables == ()


def test_a_form_without_figures_prints_no_definitions() -> None:
    form = little_form()
    bare = replace(form, cells=(), facts=(), blocks=form.blocks[1:])
    assert little_filing([], form=bare).tables == ()


def test_a_figure_that_was_not_measured_is_refused() -> None:
    sources = little_sources([])
    lacking = next(iter(sources.measured))
    measured = {request: one for request, one in sources.measured.items() if request != lacking}
    with pytest.raises(FilingRefused, match="filing-figure-lacking"):
        build(little_form(), QUARTER, sources=replace(sources, measured=measured), particulars=PARTICULARS)


def test_a_roster_that_was_not_read_is_refused() -> None:
    sources = replace(little_sources([]), rosters={})
    with pytest.raises(FilingRefused, match="filing-roster-lacking"):
        build(little_form(), QUARTER, sources=sources, particulars=PARTICULARS)


def test_a_tenant_twice_in_a_roster_is_refused() -> None:
    sources = little_sources([tenant(1, 1)])
    twice = {**sources.rosters, (Population.INCUBATING, QUARTER.end): [tenant(1, 1).row()] * 2}
    with pytest.raises(FilingRefused, match="filing-roster-twice"):
        build(little_form(), QUARTER, sources=replace(sources, rosters=twice), particulars=PARTICULARS)


@pytest.mark.parametrize("stray", [tenant(2, 7), None])
def test_a_figure_from_outside_the_rows_is_refused(stray: Tenant | None) -> None:
    sources = little_sources([tenant(1, 1)] if stray is None else [tenant(1, 1), stray])
    rosters = {**sources.rosters, (Population.INCUBATING, QUARTER.end): [tenant(1, 1).row()]}
    measured = dict(sources.measured)
    if stray is None:
        request = MeasureRequest("total_income", QUARTER, population=Population.INCUBATING)
        shares = tuple(share._replace(tenant_id=None) for share in measured[request].contributions)
        measured[request] = replace(measured[request], contributions=shares)
    sources = replace(sources, rosters=rosters, measured=measured)
    with pytest.raises(FilingRefused, match="filing-roster-mismatch"):
        build(little_form(), QUARTER, sources=sources, particulars=PARTICULARS)


def test_several_records_of_one_tenant_make_one_cell() -> None:
    sources = little_sources([tenant(1, 300_00), tenant(2, 500_00)])
    request = MeasureRequest("total_income", QUARTER, population=Population.INCUBATING)
    first, second = sources.measured[request].contributions
    more = replace(sources.measured[request], contributions=(first, second, first._replace(amount=700_00)))
    sources = replace(sources, measured={**sources.measured, request: more})
    built = build(little_form(), QUARTER, sources=sources, particulars=PARTICULARS)
    assert built.block("tenants").column("total_income").amounts == (1000_00, 500_00)


def test_what_is_counted_and_not_there_is_zero_in_a_row() -> None:
    table = {"column": "J", "indicator": "incubating_tenants"}
    form_table = little_form()
    blocks = form_table.blocks
    counted = little_form(
        block=[
            {
                "id": "tenants",
                "sheet": "明细",
                "row": 5,
                "population": "incubating",
                "order": ["name"],
                "column": [table],
            }
        ]
    )
    sources = little_sources([tenant(1, 1), tenant(2, 1)], form=counted)
    request = MeasureRequest("incubating_tenants", QUARTER, population=Population.INCUBATING)
    one = replace(sources.measured[request], contributions=sources.measured[request].contributions[:1])
    sources = replace(sources, measured={**sources.measured, request: one})
    built = build(counted, QUARTER, sources=sources, particulars=PARTICULARS)
    assert built.block("tenants").column("incubating_tenants").values == (1, 0)
    assert len(blocks) == 2


AMOUNTS = st.lists(
    st.one_of(st.none(), st.integers(-(10**12), 10**12), st.integers(-20_000, 20_000)), max_size=60
)


@settings(max_examples=500, deadline=None)
@given(amounts=AMOUNTS)
def test_the_rows_of_a_balanced_column_add_up_to_the_rounded_exact_total(amounts: list[int | None]) -> None:
    built = little_filing([tenant(number, amount) for number, amount in enumerate(amounts, start=1)])
    column = built.block("tenants").column("total_income")
    unit = unit_named("ten_thousand_yuan")
    exact = [amount for amount in amounts if amount is not None]
    filed = [value for value in column.values if isinstance(value, Decimal)]
    assert len(filed) == len(exact)
    if exact:
        assert sum(filed) == in_unit(sum(exact), unit) == column.total
        assert column.total == built.cell_at("综合", "B5").value
    for index, (amount, value) in enumerate(zip(amounts, column.values, strict=True)):
        if amount is None or not isinstance(value, Decimal):
            assert value is None
            continue
        nudge = column.nudges.get(index, Decimal(0))
        assert value - nudge == in_unit(amount, unit)
        assert abs(nudge) <= Decimal("0.01")
        assert amount or value == 0


@settings(max_examples=100, deadline=None)
@given(amounts=AMOUNTS)
def test_a_plain_column_rounds_each_row_and_totals_what_it_shows(amounts: list[int | None]) -> None:
    form = little_form()
    plain = replace(form, blocks=(replace(form.blocks[0], rounding=Rounding.PLAIN), form.blocks[1]))
    tenants = [tenant(number, amount) for number, amount in enumerate(amounts, start=1)]
    column = little_filing(tenants, form=plain).block("tenants").column("total_income")
    unit = unit_named("ten_thousand_yuan")
    assert column.values == tuple(None if amount is None else in_unit(amount, unit) for amount in amounts)
    assert not column.nudges
    filed = [value for value in column.values if isinstance(value, Decimal)]
    assert column.total == (sum(filed, Decimal(0)) if filed or not amounts else None)


def test_a_name_that_is_missing_is_an_empty_name() -> None:
    sources = little_sources([])
    rosters = {**sources.rosters, (Population.LEFT, QUARTER.end): [RosterRow(9, {})]}
    built = build(little_form(), QUARTER, sources=replace(sources, rosters=rosters), particulars=PARTICULARS)
    assert built.block("left").names == ("",)
    assert label_of("a", "b") == "a:b"


def with_last_year() -> Form:
    """The little form with a column of last year's income, read by checks, and one that is shown."""
    table = little_table()
    blocks = table["block"]
    assert isinstance(blocks, list)
    blocks[0]["column"] += [
        {"indicator": "total_income", "basis": "last_year"},
        {"column": "J", "indicator": "incubating_tenants", "basis": "year_to_date"},
    ]
    return form_from_table(table)


def test_another_periods_column_is_asked_of_everybody_and_narrowed_to_the_rows() -> None:
    form = with_last_year()
    asked = MeasureRequest("total_income", Period.parse("2024Q1"))
    assert asked in requests_of(form, QUARTER)
    gone, stayed, entered = tenant(8, 5, earlier=700_00), tenant(1, 5, earlier=300_00), tenant(2, 5)
    sources = little_sources([gone, stayed, entered], form=form)
    rosters = {**sources.rosters, (Population.INCUBATING, QUARTER.end): [stayed.row(), entered.row()]}
    measured = {
        request: replace(one, contributions=tuple(c for c in one.contributions if c.tenant_id != gone.id))
        if request.population is Population.INCUBATING
        else one
        for request, one in sources.measured.items()
    }
    sources = replace(sources, rosters=rosters, measured=measured)
    built = build(form, QUARTER, sources=sources, particulars=PARTICULARS)
    column = built.block("tenants").column("total_income_last_year")
    assert column.amounts == (300_00, None)
    assert column.request is not None
    assert (column.request.population, column.request.as_of) == (Population.INCUBATING, QUARTER.end)
    figure = built.figures[column.request]
    assert [share.tenant_id for share in figure.contributions] == [stayed.id]
    assert [(one.id, one.label) for one in figure.missing] == [(entered.id, entered.name)]
    counted = built.block("tenants").column("incubating_tenants_year_to_date")
    assert (counted.values, counted.total) == ((1, 1), 2)
    assert built.total_cell(built.block("tenants"), counted).amount == 2


def test_another_periods_column_tells_who_reported_a_part_of_it() -> None:
    form = with_last_year()
    sources = little_sources([tenant(1, 1, earlier=5), tenant(2, 1), tenant(3, 1, earlier=7)], form=form)
    asked = MeasureRequest("total_income", Period.parse("2024Q1"))
    figure = sources.measured[asked]
    lacking = NotReported("tenant", 3, "企业03", ("2024-01",), 3)
    measured = {**sources.measured, asked: replace(figure, missing=(*figure.missing, lacking))}
    built = build(form, QUARTER, sources=replace(sources, measured=measured), particulars=PARTICULARS)
    column = built.block("tenants").column("total_income_last_year")
    assert column.request is not None
    assert column.amounts == (5, None, 7)
    missing = {one.id: one.lacking for one in built.figures[column.request].missing}
    assert missing == {2: (), 3: ("2024-01",)}
