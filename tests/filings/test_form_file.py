"""A form file says exactly what is wrong with it and where."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest

from crm.domain.errors import DataFormatError, NotFoundError, RuleError
from crm.domain.finding import Severity
from crm.domain.measures import Population
from crm.domain.period import Period
from crm.filings.form import Basis, Form, Rounding, ScopeKind, Show, choose_form
from crm.filings.form_file import form_from_table
from tests.filings.samples import little_form, little_table

if TYPE_CHECKING:
    from collections.abc import Mapping

CHECK: Mapping[str, object] = {
    "code": "check-x",
    "scope": "form",
    "expression": "employees >= limit",
    "limits": {"limit": 3},
    "mark": ["employees"],
    "severity": "warning",
    "source": "made for tests",
    "verified": False,
}


LIMIT: Mapping[str, object] = {
    "since": date(2026, 1, 1),
    "percent": 30,
    "origin": "made for tests",
    "verified": False,
    "indicators": {"total_income": 20},
}


def refused(**changes: object) -> DataFormatError:
    """The refusal of the little form with some keys replaced; None takes a key out."""
    table = little_table()
    for path, value in changes.items():
        spot: object = table
        *steps, last = path.split("__")
        for step in steps:
            spot = spot[int(step)] if isinstance(spot, list) else spot[step]  # type: ignore[index]
        if isinstance(spot, list):
            spot[int(last)] = value
        elif isinstance(spot, dict) and value is None:
            spot.pop(last)
        elif isinstance(spot, dict):
            spot[last] = value
    with pytest.raises(DataFormatError) as caught:
        form_from_table(table)
    return caught.value


@pytest.mark.parametrize(
    ("path", "value", "code", "where"),
    [
        ("code", None, "data-text-missing", "form.code"),
        ("code", "", "data-text-missing", "form.code"),
        ("code", 5, "data-text-missing", "form.code"),
        ("year", "2025", "data-number-missing", "form.year"),
        ("year", True, "data-number-missing", "form.year"),
        ("zh", None, "data-words-missing", "form"),
        ("authority", None, "data-words-missing", "form.authority"),
        ("authority", "机关", "data-not-a-table", "form.authority"),
        ("period", "week", "data-value-unknown", "form.period"),
        ("money_unit", "dollar", "data-value-unknown", "form.money_unit"),
        ("own_layout", None, "data-flag-missing", "form.own_layout"),
        ("verified", "no", "data-flag-missing", "form.verified"),
        ("words__period_names", ["一"], "data-value-unknown", "form.words.period_names"),
        ("words__period_names", [], "data-text-missing", "form.words.period_names"),
        ("words__period_names", ["一", 2, "三", "四"], "data-text-missing", "form.words.period_names"),
        ("words__period", "{year", "data-pattern-wrong", "form.words.period"),
        ("words__period", "{month}", "data-placeholder-unknown", "form.words.period"),
        ("words__day", "{hour}", "data-placeholder-unknown", "form.words.day"),
        ("words__units__mile", "里", "data-value-unknown", "form.words.units.mile"),
        ("bases__growth", None, "data-words-missing", "form.bases.growth"),
        ("text__0__value", "{who}", "data-placeholder-unknown", "form.text[0].value"),
        ("text__0__address", "2A", "data-address-wrong", "form.text[0].address"),
        ("text", "x", "data-not-a-table", "form.text"),
        ("change", [{**LIMIT, "since": "2026"}], "data-value-unknown", "form.change[0].since"),
        (
            "change",
            [{**LIMIT, "since": datetime(2026, 1, 1)}],  # noqa: DTZ001 - a moment, not a day
            "data-value-unknown",
            "form.change[0].since",
        ),
        ("change", [{**LIMIT, "percent": "30"}], "data-number-missing", "form.change[0].percent"),
        (
            "change",
            [{**LIMIT, "indicators": {"x": ""}}],
            "data-number-missing",
            "form.change[0].indicators.x",
        ),
        ("text", ["x"], "data-not-a-table", "form.text"),
        ("cell__0__indicator", None, "data-text-missing", "form.cell[0].indicator"),
        ("cell__0__population", "everybody", "data-value-unknown", "form.cell[0].population"),
        ("cell__0__basis", "decade", "data-value-unknown", "form.cell[0].basis"),
        ("cell__0__unit", "mile", "data-value-unknown", "form.cell[0].unit"),
        ("cell__0__places", "2", "data-number-missing", "form.cell[0].places"),
        ("grid__0__columns__decade", "F", "data-value-unknown", "form.grid[0].columns.decade"),
        ("grid__0__columns__growth", "5", "data-address-wrong", "form.grid[0].columns.growth"),
        ("grid__0__row__0__bases", ["previous"], "data-value-unknown", "form.grid[0].row[0].bases"),
        ("grid__0__row__1__row", 5, "data-twice", "cell"),
        ("block__1__id", "tenants", "data-twice", "block"),
        ("fact__0__name", "employees", "data-twice", "name"),
        ("block__0__column", [], "data-text-missing", "form.block[0].column"),
        ("block__0__population", None, "data-value-unknown", "form.block[0].population"),
        ("block__0__rounding", "loose", "data-value-unknown", "form.block[0].rounding"),
        ("block__0__column__1__column", "A", "data-twice", "form.block[0].column"),
        ("block__0__column__1__field", "uscc", "data-twice", "form.block[0].column"),
        ("block__0__column__1__field", None, "data-column-kind", "form.block[0].column[1].column"),
        ("block__0__column__1__ordinal", True, "data-column-kind", "form.block[0].column[1].column"),
        ("block__0__column__1__show", "upside_down", "data-value-unknown", "form.block[0].column[1].show"),
        ("block__0__column__5__choices", None, "data-text-missing", "form.block[0].column[5].choices"),
        ("block__0__column__6__unit", None, "data-text-missing", "form.block[0].column[6].unit"),
        ("block__0__column__7__basis", "growth", "data-column-figure", "form.block[0].column[7].indicator"),
        (
            "block__0__column__7__population",
            "left",
            "data-column-figure",
            "form.block[0].column[7].indicator",
        ),
        ("definitions__columns__author", "F", "data-value-unknown", "form.definitions.columns.author"),
        ("definitions__row", None, "data-number-missing", "form.definitions.row"),
    ],
)
def test_whatever_is_wrong_is_named_with_its_place(path: str, value: object, code: str, where: str) -> None:
    error = refused(**{path: value})
    assert (error.code, error.values["where"]) == (code, where)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"scope": "world"}, "data-value-unknown"),
        ({"scope": "row:nobody"}, "data-value-unknown"),
        ({"severity": "fatal"}, "data-value-unknown"),
        ({"expression": "employees >"}, "expression-not-understood"),
        ({"expression": "employes >= 1"}, "expression-name-unknown"),
        ({"expression": "employees.growth > 1"}, "expression-name-unknown"),
        ({"expression": "name == 'x'"}, "expression-name-unknown"),
        ({"expression": "sum(employees) > 1"}, "expression-name-unknown"),
        ({"expression": "sum(tenants.nothing) > 1"}, "expression-name-unknown"),
        ({"expression": "repeated(employees)"}, "expression-name-unknown"),
        ({"expression": "complete(limit)"}, "expression-name-unknown"),
        ({"expression": "previous(employes) > 1"}, "expression-name-unknown"),
        ({"expression": "previous(total_income.last_year) > 1"}, "expression-name-unknown"),
        ({"expression": "previous(name) > 1", "scope": "row:tenants"}, "expression-name-unknown"),
        ({"expression": "previous(current) > 1", "scope": "cells"}, "expression-name-unknown"),
        ({"expression": "of_form(nothing) > 1", "scope": "row:tenants"}, "expression-name-unknown"),
        ({"expression": "sum(tenants.employees, tenants.nothing > 1) > 1"}, "expression-name-unknown"),
        ({"expression": "sum(tenants.employees, left.name == 'x') > 1"}, "expression-name-unknown"),
        ({"missing": "some"}, "data-value-unknown"),
        ({"expression": "complete(name)", "scope": "row:tenants", "mark": ["name"]}, ""),
        ({"expression": "before <= limit", "scope": "row:tenants"}, "expression-name-unknown"),
        ({"expression": "employees > 1", "scope": "cells"}, "expression-name-unknown"),
        ({"expression": "sum(tenants.employees) > 1", "scope": "cells"}, "expression-name-unknown"),
        ({"mark": ["nothing"]}, "expression-name-unknown"),
        ({"limits": {"limit": "3"}}, "data-number-missing"),
        ({"verified": None}, "data-flag-missing"),
        ({"source": ""}, "data-text-missing"),
    ],
)
def test_a_check_with_a_mistake_never_silently_passes(changes: Mapping[str, object], code: str) -> None:
    table = {**little_table(), "check": [{**CHECK, **changes}]}
    if not code:
        assert form_from_table(table).checks
        return
    with pytest.raises(DataFormatError, match=code):
        form_from_table(table)


def test_a_check_is_read_whole() -> None:
    (check,) = little_form(check=[{**CHECK, "excluding": ["a", "b"]}]).checks
    assert (check.code, check.severity, check.scope) == ("check-x", Severity.WARNING, ScopeKind.FORM)
    assert check.limits == {"limit": 3}
    assert check.mark == ("employees",)
    assert check.excluding == {"a", "b"}
    assert not check.verified


def test_the_same_check_twice_is_refused() -> None:
    with pytest.raises(DataFormatError, match="data-twice"):
        little_form(check=[CHECK, CHECK])


def test_one_name_for_two_populations_is_refused_and_a_name_of_its_own_helps() -> None:
    cell = {"sheet": "综合", "address": "H1", "indicator": "employees", "population": "graduated"}
    with pytest.raises(DataFormatError, match="data-twice"):
        little_form(cell=[cell])
    form = little_form(cell=[{**cell, "name": "graduates_employees"}])
    assert form.cells[0].name == "graduates_employees"


def test_the_same_figure_may_be_shown_twice() -> None:
    cell = {"sheet": "综合", "address": "H1", "indicator": "employees", "population": "incubating"}
    assert len(little_form(cell=[cell]).cells) == 6


def test_a_grid_makes_a_cell_for_every_basis() -> None:
    form = little_form()
    cells = {cell.address: cell for cell in form.cells if cell.sheet == "综合"}
    assert set(cells) == {"B5", "C5", "D5", "E5", "B6"}
    assert cells["D5"].figure.basis is Basis.GROWTH
    assert cells["D5"].name == "total_income.growth"
    assert cells["B6"].figure.population is Population.INCUBATING


def test_a_grids_row_may_have_a_name_and_a_label() -> None:
    row = {"row": 5, "indicator": "employees", "name": "staff", "label": {"zh": "人员", "en": "Staff"}}
    grid = {"sheet": "综合", "columns": {"period": "B", "growth": "C"}, "row": [row]}
    cells = little_form(grid=[grid]).cells
    assert [cell.name for cell in cells[1:]] == ["staff", "staff.growth"]
    assert cells[1].label is not None


def test_columns_are_read_by_their_kind() -> None:
    block = little_form().block("tenants")
    assert block.column("ordinal").ordinal
    assert block.column("uscc").fields == ("uscc", "registration_number")
    assert block.column("technology_field").show is Show.CHOICE
    assert block.column("total_income").total
    assert not block.column("founded_on").letter
    assert block.rounding is Rounding.BALANCED
    with pytest.raises(NotFoundError, match="column-unknown"):
        block.column("nothing")


def test_a_hidden_figure_of_last_year_has_no_total_and_a_name_of_its_own() -> None:
    table = little_table()
    blocks = table["block"]
    assert isinstance(blocks, list)
    blocks[0]["column"].append({"indicator": "employees", "basis": "last_year"})
    blocks[0]["column"].append({"indicator": "total_income", "basis": "year_to_date", "total": True})
    block = form_from_table(table).block("tenants")
    assert not block.column("employees_last_year").total
    assert block.column("total_income_year_to_date").total


def test_a_column_of_an_amount_may_have_its_own_places() -> None:
    table = little_table()
    blocks = table["block"]
    assert isinstance(blocks, list)
    blocks[0]["column"][6]["places"] = 0
    assert form_from_table(table).block("tenants").column("registered_capital").places == 0


def test_a_form_without_blocks_of_that_name_says_so() -> None:
    with pytest.raises(NotFoundError, match="block-unknown"):
        little_form().block("nobody")


def test_a_form_may_do_without_cells_and_definitions() -> None:
    table = little_table()
    for key in ("cell", "grid", "fact", "text", "definitions"):
        table.pop(key)
    form = form_from_table(table)
    assert (form.cells, form.facts, form.texts, form.definitions) == ((), (), (), None)


def layouts() -> list[Form]:
    return [little_form(year=year) for year in (2023, 2025, 2021)]


@pytest.mark.parametrize(
    ("period", "year"),
    [("2020Q1", 2021), ("2021Q4", 2021), ("2024Q2", 2023), ("2025Q1", 2025), ("2030Q1", 2025)],
)
def test_the_layout_of_the_periods_year_is_chosen(period: str, year: int) -> None:
    assert choose_form(layouts(), code="little", period=Period.parse(period)).year == year


def test_an_unknown_form_and_a_wrong_period_are_refused() -> None:
    with pytest.raises(NotFoundError, match="form-unknown"):
        choose_form(layouts(), code="big", period=Period.parse("2025Q1"))
    with pytest.raises(RuleError, match="form-period-kind"):
        choose_form(layouts(), code="little", period=Period.parse("2025-03"))


def test_the_newest_limit_of_changes_holds_and_an_indicator_may_have_its_own() -> None:
    later = {key: value for key, value in LIMIT.items() if key != "indicators"}
    form = little_form(change=[LIMIT, {**later, "since": date(2027, 1, 1), "percent": 50}])
    assert form.change_limit(date(2025, 12, 31)) is None
    first, second = form.change_limit(date(2026, 12, 31)), form.change_limit(date(2027, 1, 1))
    assert first is not None
    assert second is not None
    assert (first.percent_of("employees"), first.percent_of("total_income")) == (30, 20)
    assert second.percent_of("total_income") == 50


def test_a_figure_may_be_of_a_group_or_of_a_quarter() -> None:
    table = little_table()
    cells = table["cell"]
    assert isinstance(cells, list)
    cells[0] |= {"within": {"stage": ["incubating", ""], "industry_letter": ["C"]}, "quarter": 2}
    (cell,) = [one for one in form_from_table(table).cells if one.figure.within]
    assert cell.figure.within == (("stage", ("incubating", "")), ("industry_letter", ("C",)))
    assert (cell.figure.quarter, cell.name) == (2, "incubating_tenants_rest_C_q2")


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("within", {"stage": []}, "data-text-missing"),
        ("within", {"stage": "incubating"}, "data-text-missing"),
        ("within", {"stage": [1]}, "data-text-missing"),
        ("quarter", 5, "data-value-unknown"),
    ],
)
def test_a_group_that_is_none_is_refused(key: str, value: object, code: str) -> None:
    assert refused(**{f"cell__0__{key}": value}).code == code
