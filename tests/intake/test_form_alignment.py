"""Last year's form over this year's blank: what is found again, and what differs."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import pytest

from crm.domain.period import PeriodKind
from crm.domain.wording import Words
from crm.filings.form import Basis
from crm.filings.form_file import form_from_table
from crm.intake.form_alignment import Alignment, Change, align
from crm.intake.form_carrying import carry_over
from crm.intake.form_proposals import propose
from crm.intake.form_table import FormName, form_table
from tests.intake.samples import form_words, indicators, lexicon, outline, trade

if TYPE_CHECKING:
    from crm.intake.form_carrying import Carried
    from crm.intake.form_outline import FormOutline

OLD = (
    "孵化器季报||||",
    "指标|计量单位|代码|本期|上年同期",
    "总收入|万元|QA01||",
    "净利润|万元|QA02||",
    "从业人员|人|QA03||",
    "其中：大专以上|人|QA04||",
    "出口总额|万元|QA05||",
    "在孵企业明细||||",
    "序号|企业名称|总收入（万元）|入驻时间|",
    "||||",
    "合计||=||",
)
NEW = (
    "孵化器季报||||",
    "（2026 年修订）||||",
    "指标|计量单位|代码|上年同期|本期",
    "营业总收入|千元|QA01||",
    "从业人员数|人|QB03||",
    "其中：大专以上|人|QB04||",
    "净利润|万元|QA02||",
    "获天使或风险投资额|万元|QA09||",
    "在孵企业明细||||",
    "序号|企业名称|入驻时间|总收入（万元）|从业人员",
    "||||",
    "合计|||=|=",
)


def aligned(old: FormOutline, new: FormOutline) -> Alignment:
    return align(old, new, form_words(), qualifiers=lexicon().synonyms.qualifiers)


def pairs(found: Alignment) -> dict[str, tuple[str, set[Change]]]:
    return {pair.old.address: (pair.new.address, set(pair.changes)) for pair in found.pairs}


def test_the_same_blank_is_itself() -> None:
    found = aligned(outline(*OLD), outline(*OLD))
    assert all(pair.old == pair.new and not pair.changes for pair in found.pairs)
    assert (found.gone, found.new) == ((), ())
    assert len(found.pairs) == 14


def test_rows_are_found_by_code_and_label_wherever_they_went() -> None:
    found = aligned(outline(*OLD), outline(*NEW))
    places = pairs(found)
    assert places["D3"] == ("E4", {Change.MOVED, Change.RENAMED, Change.UNIT})
    assert places["E3"] == ("D4", {Change.MOVED, Change.RENAMED, Change.UNIT})
    assert places["D4"] == ("E7", {Change.MOVED})
    assert places["D6"] == ("E6", {Change.MOVED, Change.RECODED})
    assert {slot.label for slot in found.gone} == {"出口总额"}
    assert {slot.label for slot in found.new} == {"获天使或风险投资额", "从业人员"}


def test_columns_of_registers_are_found_by_their_heads() -> None:
    found = aligned(outline(*OLD), outline(*NEW))
    columns = {pair.old.label: pair.new.letters for pair in found.pairs if pair.old.is_column}
    assert columns == {"序号": "A", "企业名称": "B", "总收入（万元）": "D", "入驻时间": "C"}
    assert found.registers[0].row == 11
    assert [pair.old.address for pair in found.changed(Change.RENAMED)] == ["D3", "E3", "D5", "E5"]


def test_a_sheet_s_line_of_units_is_a_unit_too() -> None:
    lines = ("指标|本期", "总收入|", "净利润|", "出口总额|")
    found = aligned(outline("单位：万元|", *lines), outline("单位：千元|", *lines))
    assert all(pair.changes == (Change.UNIT,) for pair in found.pairs)


def test_a_bare_number_alone_makes_nothing_the_same() -> None:
    old = outline("指标|代码|本期", "总收入|01|", "净利润|02|", "出口总额|03|")
    new = outline("指标|代码|本期", "博士|01|", "大专以上|02|", "留学人员|03|")
    found = aligned(old, new)
    assert found.pairs == ()
    assert len(found.gone) == len(found.new) == 3


def test_columns_that_name_no_basis_are_found_by_their_heads() -> None:
    old = outline("指标|本期|占比", "总收入||", "净利润||", "出口总额||")
    new = outline("指标|占比|本期", "总收入||", "净利润||", "出口总额||")
    assert pairs(aligned(old, new))["C2"] == ("B2", {Change.MOVED})


def test_a_column_that_is_gone_is_gone_in_every_row() -> None:
    old = outline("指标|本期|上年同期", "总收入||", "净利润||", "出口总额||")
    new = outline("指标|数值", "总收入|", "净利润|", "出口总额|")
    found = aligned(old, new)
    assert {pair.old.address for pair in found.pairs} == {"B2", "B3", "B4"}
    assert [slot.address for slot in found.gone] == ["C2", "C3", "C4"]


def test_of_two_like_rows_each_finds_its_own() -> None:
    lines = ("指标|本期", "总收入|", "总收入数|", "净利润|", "出口总额|")
    found = aligned(outline(*lines), outline(*lines[:1], *reversed(lines[1:])))
    assert pairs(found)["B2"][0] == "B5"
    assert pairs(found)["B3"][0] == "B4"


def test_a_register_of_other_columns_is_another() -> None:
    found = aligned(
        outline("企业名称|入驻时间", "|"),
        outline("技术领域|成立时间", "|"),
    )
    assert found.registers == {}
    assert len(found.gone) == len(found.new) == 2


# ------------------------------------------------------------------------------------------- bindings


def bound(*lines: str) -> dict[str, Any]:
    found = outline(*lines)
    name = FormName("own", 2025, Words("季报", "Q"), Words("区", "Z"), PeriodKind.QUARTER)
    return form_table(found, propose(found, trade()), trade=trade(), name=name, source="x")


def carried_over(table: dict[str, Any], new: FormOutline) -> Carried:
    return carry_over(
        table, outline(*OLD), new, aligned(outline(*OLD), new), year=2026, indicators=indicators()
    )


def test_bindings_move_with_their_places_and_take_the_new_unit() -> None:
    table = bound(*OLD)
    before = copy.deepcopy(table)
    carried = carried_over(table, outline(*NEW))
    assert table == before
    found = form_from_table(carried.table)
    cells = {(cell.figure.indicator, cell.figure.basis): cell for cell in found.cells}
    income = cells["total_income", Basis.PERIOD]
    assert (income.address, income.figure.unit and income.figure.unit.code) == ("E4", "thousand_yuan")
    assert cells["total_income", Basis.LAST_YEAR].address == "D4"
    assert carried.lost == ("表!D7", "表!E7")
    (block,) = found.blocks
    assert [(column.id, column.letter) for column in block.columns] == [
        ("ordinal", "A"),
        ("name", "B"),
        ("total_income", "D"),
        ("moved_in_on", "C"),
    ]
    assert (found.year, block.row, block.total_row) == (2026, 11, 12)


def test_tables_of_rows_and_bases_are_carried_cell_by_cell() -> None:
    table = bound(*OLD)
    table["cell"] = []
    table["grid"] = [
        {
            "sheet": "表",
            "columns": {"period": "D", "last_year": "E"},
            "row": [
                {"row": 3, "indicator": "total_income", "population": "incubating"},
                {"row": 4, "indicator": "net_profit", "bases": ["period"]},
            ],
        }
    ]
    carried = carried_over(table, outline(*NEW))
    assert [(cell["address"], cell["indicator"], cell.get("basis")) for cell in carried.table["cell"]] == [
        ("E4", "total_income", None),
        ("D4", "total_income", "last_year"),
        ("E7", "net_profit", None),
    ]


def test_what_is_gone_loses_its_binding_and_what_only_checks_read_keeps_it() -> None:
    table = bound(*OLD)
    table["block"][0]["column"].append(
        {"field": "founded_on", "show": "date", "label": {"zh": "成立", "en": "F"}}
    )
    without = outline(*OLD[:8], "序号|企业名称|入驻时间||", "||||")
    carried = carried_over(table, without)
    (block,) = carried.table["block"]
    assert "total_row" not in block
    assert [column.get("field") for column in block["column"]] == [None, "name", "moved_in_on", "founded_on"]
    assert carried.lost == ("表!C10",)
    none = carried_over(table, outline(*OLD[:7]))
    assert none.table["block"] == []
    assert none.lost == ("表!A10",)


def test_an_only_column_without_a_known_head_is_the_period_s() -> None:
    old = outline("指标|2025", "总收入|", "净利润|", "出口总额|")
    new = outline("指标||2026", "总收入||", "净利润||", "出口总额||")
    assert pairs(aligned(old, new))["B2"] == ("C2", {Change.MOVED})


def test_texts_follow_the_words_they_stand_in_or_behind() -> None:
    head = ("填报单位：|||", "指标|本期||", "总收入|||", "净利润|||", "出口总额|||")
    old = outline(*head, "填表说明|||", "|||", "章|||")
    new = outline("新题目|||", *head, "|填表说明||", "|||")
    table = bound("单位：万元|||", *head)
    table |= {"cell": [], "block": []}
    table["text"] = [
        {"sheet": sheet, "address": address, "value": "x"}
        for sheet, address in (
            ("表", "B1"),
            ("表", "A6"),
            ("表", "C6"),
            ("表", "C7"),
            ("表", "A8"),
            ("无", "A1"),
        )
    ]
    carried = carry_over(table, old, new, aligned(old, new), year=2026, indicators=indicators())
    assert [one["address"] for one in carried.table["text"]] == ["B2", "B7", "D7"]
    assert carried.lost == ("表!C7", "表!A8", "无!A1")


def test_what_no_words_point_to_is_found_beside_its_words_and_under_its_head() -> None:
    head = ("指标|数值|", "总收入||", "净利润||", "出口总额||")
    old = outline(*head, "||今年|去年", "甲|丙||", "乙|||")
    table = bound("单位：万元|||", *head)
    table |= {"cell": [], "block": [], "text": []}
    table["cell"] = [
        {"sheet": sheet, "address": address, "indicator": "employees"}
        for sheet, address in (
            ("表", "C6"),
            ("表", "D6"),
            ("表", "C7"),
            ("表", "C9"),
            ("无", "C9"),
            ("表", "B2"),
        )
    ]
    new = outline(*head, "|||", "||今年|前年", "乙|||", "甲|丙||")
    carried = carry_over(table, old, new, aligned(old, new), year=2026, indicators=indicators())
    assert [cell["address"] for cell in carried.table["cell"]] == ["C8", "C7", "B2"]
    assert carried.lost == ("表!D6", "表!C9", "无!C9")


def test_rows_that_are_no_known_register_are_found_under_the_same_heads() -> None:
    head = ("指标|数值|", "总收入||", "净利润||", "出口总额||")
    old = outline(*head, "甲|乙|", "|||", "||=")
    table = bound("单位：万元|||", *head)
    table |= {"cell": [], "text": []}
    block = {
        "sheet": "表",
        "row": 6,
        "total_row": 7,
        "column": [{"column": "A"}, {"column": "B"}, {"field": "x"}],
    }
    table["block"] = [block, {**block, "row": 7, "total_row": 0}]
    new = outline("标题||", *head, "甲|乙|", "||", "||=")
    carried = carry_over(table, old, new, aligned(old, new), year=2026, indicators=indicators())
    assert [(one["row"], one["total_row"]) for one in carried.table["block"]] == [(7, 8), (8, 0)]
    other = outline(*head, "甲|丁|", "||")
    assert carry_over(table, old, other, aligned(old, other), year=2026, indicators=indicators()).lost == (
        "表!A6",
        "表!A7",
    )
    table["block"] = [{**block, "column": [{"column": "H"}]}]
    assert carry_over(table, old, new, aligned(old, new), year=2026, indicators=indicators()).lost == (
        "表!A6",
    )


@pytest.mark.parametrize("label", ["上年总收入", "总收入增长率", "人均总收入", "计划总收入"])
def test_a_label_with_a_word_that_makes_another_figure_of_it_is_asked_anew(label: str) -> None:
    new = outline(*OLD[:2], f"{label}|万元|QA01||", *OLD[3:])
    found = aligned(outline(*OLD), new)
    assert [slot.label for slot in found.gone] == ["总收入", "总收入"]
    assert [slot.label for slot in found.new] == [label, label]


def units(table: dict[str, Any]) -> dict[str, str | None]:
    """Of each place that shows an indicator, the unit that the form says."""
    cells = {cell["address"]: cell.get("unit") for cell in table["cell"]}
    columns = (column for block in table["block"] for column in block["column"] if "ordinal" not in column)
    return cells | {column["column"]: column.get("unit") for column in columns}


def test_a_unit_over_the_sheet_or_a_column_that_is_another_now_is_taken_too() -> None:
    lines = (
        "孵化器季报|||",
        "单位：{}、人|||",
        "指标|代码|本期|上年同期",
        "总收入|1||",
        "净利润（元）|2||",
        "从业人员|3||",
        "在孵企业明细|||",
        "企业名称|总收入（{}）|从业人员|注册资本（{}）",
        "|||",
    )
    wan, qian = ([line.format(*[unit] * 2) for line in lines] for unit in ("万元", "千元"))
    table = bound(*wan)
    same = carry_over(
        table,
        outline(*wan),
        outline(*wan),
        aligned(outline(*wan), outline(*wan)),
        year=2026,
        indicators=indicators(),
    )
    assert units(same.table) == units(table)
    new = outline(*qian)
    found = carry_over(
        table, outline(*wan), new, aligned(outline(*wan), new), year=2026, indicators=indicators()
    )
    before, after = units(table), units(found.table)
    changed = {place for place in after if after[place] != before[place]}
    assert changed == {"C4", "D4", "B", "D"}, (before, after)
    assert {after[place] for place in changed} == {"thousand_yuan"}
    gone = outline(*(line.replace("单位：万元、人", "") for line in wan))
    kept = carry_over(
        table, outline(*wan), gone, aligned(outline(*wan), gone), year=2026, indicators=indicators()
    )
    assert units(kept.table) == units(table)
