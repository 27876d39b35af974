"""What a blank asks: tables, registers and lines of text, wherever they stand in a sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from crm.domain.errors import ParseError
from crm.domain.period import PeriodKind
from crm.domain.quantity import UNITS, Dimension
from crm.intake.form_outline import outline_form
from crm.intake.form_sheet import BlankGrid
from crm.intake.grid import Grid
from tests.intake.samples import form_words, lexicon, outline

if TYPE_CHECKING:
    from crm.intake.form_outline import FormOutline

TABLE = (
    "孵化器月度情况表||||||",
    "填报单位：||||||单位：万元",
    "类别|指标名称|计量单位|代码|本月||备注",
    "||||本期|上年同期|",
    "甲|乙|丙|丁|1|2|3",
    "经济|总收入|万元|T01|||",
    "|其中：出口总额|万元|T02|||",
    "|净利润|万元|T03|=||",
    "人员|从业人员|人|T04|||",
    "|　　大专以上|人|T05|||",
    "|自定指标|人|T06|||",
    "填表人：　　　审核人：",
)
HEAD = ((3, 5, 3, 6),)


def places(found: FormOutline) -> list[str]:
    return [slot.address for slot in found.cells]


def test_a_table_of_indicators_is_found_with_its_codes_units_and_heads() -> None:
    found = outline(*TABLE, merges=HEAD)
    assert (found.title, found.rhythm) == ("孵化器月度情况表", PeriodKind.MONTH)
    assert places(found) == ["E6", "F6", "E7", "F7", "F8", "E9", "F9", "E10", "F10", "E11", "F11"]
    first = found.cells[0]
    assert (first.label, first.group, first.code) == ("总收入", "经济", "T01")
    assert first.unit == UNITS["ten_thousand_yuan"]
    assert first.heads == ("本月", "本期")
    assert found.live == 1


def test_parts_know_what_they_are_a_part_of() -> None:
    found = {slot.address: slot for slot in outline(*TABLE, merges=HEAD).cells}
    assert (found["E7"].above, found["E7"].label) == ("总收入", "出口总额")
    assert (found["E9"].above, found["E9"].label) == ("", "从业人员")


def test_lines_of_text_that_wait_are_found_and_others_are_not() -> None:
    found = outline(*TABLE, merges=HEAD)
    assert [(text.address, text.beside) for text in found.texts] == [("A2", "B2"), ("A12", "B12")]
    assert found.units["表"] == {Dimension.MONEY: UNITS["ten_thousand_yuan"]}


def test_tables_side_by_side_are_two() -> None:
    found = outline(
        "指标|数值|指标|数值",
        "总收入||从业人员|",
        "净利润||博士|",
        "出口总额||大专以上|",
    )
    assert places(found) == ["B2", "B3", "B4", "D2", "D3", "D4"]


def test_a_single_column_of_figures_needs_no_known_head() -> None:
    found = outline("指标|2026", "总收入|", "净利润|", "出口总额|")
    assert [slot.heads for slot in found.cells] == [(), (), ()]


def test_registers_one_below_the_other_are_found_with_their_totals() -> None:
    found = outline(
        "一、新增企业|||",
        "序号|企业名称|入驻时间|总收入（千元）",
        "|||",
        "合计|||=",
        "二、退出企业|||",
        "序号|企业名称|离园时间|原因",
        "|||",
    )
    first, second = found.registers
    assert (first.row, first.total_row, first.title) == (3, 4, "一、新增企业")
    assert [slot.label for slot in first.slots] == ["序号", "企业名称", "入驻时间", "总收入（千元）"]
    assert first.slots[3].unit == UNITS["thousand_yuan"]
    assert (second.row, second.total_row, second.title) == (7, 0, "二、退出企业")
    assert len(found.slots) == 8


def test_groups_over_columns_and_numbers_under_them_are_read() -> None:
    found = outline(
        "企业情况表||||",
        "企业名称|从业人员||经济指标（千元）|",
        "|总数|其中：博士|总收入|净利润",
        "项号|25.1|25.2|20|21",
        "||||",
        "合计|=|=|=|=",
        merges=((2, 1, 3, 1), (2, 2, 2, 3), (2, 4, 2, 5)),
    )
    (register,) = found.registers
    assert (register.row, register.total_row) == (5, 6)
    assert [(slot.group, slot.above, slot.label, slot.code) for slot in register.slots] == [
        ("", "", "企业名称", "项号"),
        ("从业人员", "", "总数", "25.1"),
        ("从业人员", "总数", "博士", "25.2"),
        ("经济指标（千元）", "", "总收入", "20"),
        ("经济指标（千元）", "", "净利润", "21"),
    ]
    assert register.slots[3].unit == UNITS["thousand_yuan"]


def test_a_total_before_the_rows_is_one_too() -> None:
    found = outline("企业名称|总收入|净利润", "合计|=|=", "||")
    (register,) = found.registers
    assert (register.row, register.total_row) == (3, 2)


def test_a_register_at_the_end_of_a_sheet_repeats_the_row_that_would_follow() -> None:
    found = outline("入驻企业台账||", "企业名称|统一社会信用代码|入驻时间")
    (register,) = found.registers
    assert (register.row, register.total_row) == (3, 0)


def test_a_head_of_one_known_word_is_no_register() -> None:
    found = outline("指标|数值", "总收入|", "净利润|", "出口总额|", "", "企业名称|甲|乙", "x|y|z")
    assert found.registers == ()


def test_columns_without_a_head_are_left_out_of_a_register() -> None:
    found = outline("企业名称|入驻时间||总收入", "|||")
    assert [slot.letters for slot in found.registers[0].slots] == ["A", "B", "D"]


def test_labels_end_at_a_footer_and_at_a_line_to_be_signed() -> None:
    found = outline("指标|数值", "总收入|", "净利润|", "出口总额|", "填表说明|", "注：见文件|")
    assert places(found) == ["B2", "B3", "B4"]


def test_unknown_labels_above_the_first_known_one_belong_to_the_table() -> None:
    found = outline("指标|数值", "自定甲|", "总收入|", "净利润|", "出口总额|")
    assert places(found) == ["B2", "B3", "B4", "B5"]


def test_a_cell_inside_a_merged_one_waits_for_nothing() -> None:
    found = outline("指标|数值|", "总收入||", "净利润||", "出口总额||", merges=((2, 2, 2, 3),))
    assert "C2" not in places(found)


def test_figures_of_an_earlier_filing_are_told_where_new_ones_belong() -> None:
    rows: list[list[object]] = [
        ["孵化器季度情况表", None, None, None, None],
        ["指标名称", "代码", "本期", "上年同期", "同比"],
        ["总收入", 1, 0, 123.45, None],
        ["净利润", 2, None, None, 0.5],
        ["出口总额", 3, None, 64, None],
        ["在孵企业明细", None, None, None, None],
        ["序号", "企业名称", "总收入", "从业人员", None],
        [1, "甲公司", 5, None, None],
        [2, None, None, 7, None],
        [None, None, None, None, None],
        ["填表说明", None, 8, None, None],
    ]
    grid = BlankGrid("表", Grid(rows), {(4, 5)})
    found = outline_form([grid], lexicon(), form_words())
    assert found.held == ("表!C3", "表!D3", "表!D5", "表!C8", "表!D9")
    assert places(found) == ["E3", "C4", "D4", "C5", "E5"]
    assert outline(*TABLE, merges=HEAD).held == ()


def test_a_form_without_anything_to_fill_in_is_refused() -> None:
    with pytest.raises(ParseError) as refused:
        outline("说明", "请认真阅读")
    assert refused.value.code == "form-blank-empty"


def test_a_sheet_without_a_title_lends_its_name() -> None:
    found = outline("单位：万元|", "指标|数值", "总收入|", "净利润|", "出口总额|")
    assert found.title == "表"


def test_a_title_below_a_table_is_no_label_of_it() -> None:
    found = outline(
        "指标|单位|数值",
        "总收入|万元|",
        "净利润|万元|",
        "出口总额|万元|",
        "企业明细||",
        "企业名称|入驻时间|总收入",
        "||",
    )
    assert places(found) == ["C2", "C3", "C4"]
    bare = outline("指标|数值", "总收入|", "净利润|", "出口总额|", "企业明细|", "企业名称|入驻时间", "|")
    assert places(bare) == ["B2", "B3", "B4"]


def test_the_title_of_a_register_is_the_nearest_line_that_stands_alone() -> None:
    found = outline("一、新增企业||", "编制：|甲区|乙区", "序号|企业名称|入驻时间", "||")
    assert found.registers[0].title == "一、新增企业"
