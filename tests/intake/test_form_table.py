"""A form made from a blank is one the program can read, and binds only what is sure."""

from __future__ import annotations

from typing import Any

import pytest

from crm.domain.errors import ParseError
from crm.domain.measures import Population
from crm.domain.period import PeriodKind
from crm.domain.quantity import UNITS
from crm.domain.wording import Words
from crm.filings.form import Basis, Form
from crm.filings.form_file import form_from_table
from crm.intake.form_proposals import propose
from crm.intake.form_table import FormName, form_table
from tests.intake.samples import outline, trade

NAME = FormName("own", 2026, Words("自有报表", "Own form"), Words("开发区", "Zone"))
QUARTER = FormName("own", 2026, NAME.name, NAME.authority, PeriodKind.QUARTER)


def made(*lines: str, name: FormName = QUARTER) -> dict[str, Any]:
    found = outline(*lines)
    return form_table(found, propose(found, trade()), trade=trade(), name=name, source="空白.xlsx")


def form(*lines: str) -> Form:
    return form_from_table(made(*lines))


def test_cells_columns_and_lines_are_bound() -> None:
    found = form(
        "孵化器情况表||||",
        "填报单位：||单位：千元|报告期：|",
        "指标|计量单位|本期|上年同期|同比",
        "在孵企业数|家|||",
        "其中：高新技术企业数|家|||",
        "从业人员|人|||",
        "总收入|千元|||",
        "占用面积|平方米|||",
        "{注} 负责人：　　填表人：",
        "在孵企业明细||||",
        "序号|企业名称|成立时间|总收入|技术领域",
        "||||",
        "合计|||=|",
    )
    assert (found.code, found.year, found.period_kind, found.money_unit.code) == (
        "own",
        2026,
        PeriodKind.QUARTER,
        "thousand_yuan",
    )
    cells = {cell.address: cell for cell in found.cells}
    assert len(cells) == 15
    assert cells["D7"].figure.basis is Basis.LAST_YEAR
    assert cells["C7"].figure.population is Population.INCUBATING
    assert cells["C5"].label is not None
    assert cells["C5"].label.zh == "在孵企业数其中：高新技术企业数"
    (block,) = found.blocks
    assert (block.row, block.total_row, block.population) == (12, 13, Population.INCUBATING)
    assert [column.id for column in block.columns] == [
        "ordinal",
        "name",
        "founded_on",
        "total_income",
        "technology_field",
    ]
    assert [column.total for column in block.columns] == [False, False, False, True, False]
    assert block.order == ("name",)
    texts = {text.address: text.value for text in found.texts}
    assert set(texts) == {"B2", "E2", "A9"}
    assert texts["B2"] == "{reporting_unit}"
    assert texts["E2"] == "{period}"
    assert texts["A9"] == "(注) 负责人：{responsible}　　填表人：{preparer}"
    assert found.origin.zh == "由空白表“空白.xlsx”对应生成"


def test_what_is_not_sure_is_not_bound() -> None:
    found = form("单位：万元|", "指标|本期", "总收入|", "净利润|", "从业人员|", "实际上缴的税费|")
    assert {cell.figure.indicator for cell in found.cells} == {"total_income", "net_profit", "employees"}


def test_a_unit_of_its_own_is_written_beside_the_cell() -> None:
    found = form("指标|计量单位|本期", "总收入|万元|", "净利润|万元|", "出口总额|元|", "从业人员|人|")
    assert found.money_unit == UNITS["ten_thousand_yuan"]
    assert [cell.figure.unit for cell in found.cells] == [None, None, UNITS["yuan"], None]


def test_one_indicator_over_two_populations_has_two_names() -> None:
    found = form(
        "单位：万元||",
        "范围|指标|本期",
        "在孵企业|总收入|",
        "在孵企业|净利润|",
        "在孵企业|出口总额|",
        "毕业企业|总收入|",
    )
    named = {cell.name: cell.figure.population for cell in found.cells}
    assert named["total_income"] is Population.INCUBATING
    assert named["total_income_graduated"] is Population.GRADUATED


def test_fields_are_shown_as_what_they_are() -> None:
    (block,) = form(
        "在孵企业名单||||", "企业名称|入驻时间|是否高新技术企业|技术领域|注册资本（万元）", "||||"
    ).blocks
    shown = {column.id: (column.show.value, column.unit and column.unit.code) for column in block.columns}
    assert shown == {
        "name": ("text", None),
        "moved_in_on": ("date", None),
        "high_tech": ("yes_no", None),
        "technology_field": ("choice", None),
        "registered_capital": ("amount", "ten_thousand_yuan"),
    }
    assert block.order == ("moved_in_on", "name")
    assert block.total_row == 0


def test_what_only_waits_for_a_unit_is_left_to_the_form() -> None:
    assert form("金额单位：|单位：万元", "指标|本期", "总收入|", "净利润|", "从业人员|").texts == ()


def test_an_unknown_register_is_left_out() -> None:
    found = outline(
        "在孵企业名单||",
        "序号|企业名称|入驻时间",
        "||",
        "单位：万元||",
        "指标|本期|",
        "总收入||",
        "净利润||",
        "从业人员||",
    )
    proposals = [one for one in propose(found, trade()) if not one.slot.is_column or one.slot.label == "序号"]
    table = form_table(found, proposals, trade=trade(), name=QUARTER, source="x")
    assert table["block"] == []


def test_a_form_without_a_rhythm_is_refused() -> None:
    with pytest.raises(ParseError) as refused:
        made("单位：万元|", "指标|本期", "总收入|", "净利润|", "从业人员|", name=NAME)
    assert refused.value.code == "bind-rhythm-unknown"


def test_a_form_of_which_nothing_is_sure_is_refused() -> None:
    with pytest.raises(ParseError) as refused:
        made("指标|本期", "总收入|", "净利润|", "出口总额|")
    assert refused.value.code == "bind-nothing-sure"


def test_a_register_of_which_only_the_numbering_is_sure_is_left_out() -> None:
    found = outline(
        "在孵企业名单||",
        "序号|企业名称|入驻时间",
        "||",
        "单位：万元||",
        "指标|本期|",
        "总收入||",
        "净利润||",
        "从业人员||",
    )
    sure = [one for one in propose(found, trade()) if one.slot.label != "企业名称"]
    table: dict[str, Any] = form_table(found, sure, trade=trade(), name=QUARTER, source="x")
    assert [column["column"] for column in table["block"][0]["column"]] == ["A", "C"]


def test_what_is_told_stands_in_the_form() -> None:
    lines = ("企业月报|||", "单位：万元|||", "填报单位：|||", "指标|本期||", "总收入|||", "净利润|||", "从业人员|||",
             "章：|||", "企业名册|||", "企业名称|入驻时间|总收入|", "|||")  # fmt: skip
    found = outline(*lines)
    told = {"表!B3": "text={site}", "表!D8": "text={preparer}", "表!B6": "net_profit;unit=yuan;population=resident",
            "表!11": "population=resident", "表!C11": ""}  # fmt: skip
    table = form_table(
        found, propose(found, trade(), told=told), trade=trade(), name=QUARTER, source="空白.xlsx", told=told
    )
    bound = form_from_table(table)
    assert {text.address: text.value for text in bound.texts} == {"B3": "{site}", "D8": "{preparer}"}
    profit = next(cell for cell in bound.cells if cell.address == "B6")
    assert (profit.figure.unit, profit.figure.population) == (UNITS["yuan"], Population.RESIDENT)
    (block,) = bound.blocks
    assert (block.population, [column.letter for column in block.columns]) == (
        Population.RESIDENT,
        ["A", "B"],
    )
