"""Where a table begins: one header row or several, titles above it, merged cells kept or lost."""

from __future__ import annotations

from datetime import date

import pytest

from crm.domain.errors import ParseError
from crm.domain.quantity import Dimension
from crm.intake.grid import Grid
from crm.intake.header import HeaderGuess, find_header, header_score
from tests.intake.samples import lexicon, sheet


def found(*lines: str, merges: tuple[tuple[int, int, int, int], ...] = ()) -> HeaderGuess:
    return find_header(sheet(*lines, merges=merges), lexicon())


def texts(guess: HeaderGuess) -> list[str]:
    return [column.text for column in guess.columns]


def test_the_first_row_is_the_header_where_it_names_columns() -> None:
    guess = found("企业名称|联系人|联系电话", "甲公司|张三|13812345678")
    assert guess.header_rows == range(1)
    assert guess.first_data_row == 1
    assert texts(guess) == ["企业名称", "联系人", "联系电话"]
    assert guess.confidence == 1.0
    assert guess.above == ()


def test_titles_and_lines_about_the_table_stand_above_the_header() -> None:
    guess = found(
        "附件1：||",
        "2025年第一季度在孵企业情况表||",
        "填报单位：某孵化器||金额单位：万元",
        "序号|企业名称|总收入",
        "1|甲公司|12",
        merges=((2, 1, 2, 3),),
    )
    assert guess.header_rows == range(3, 4)
    assert guess.above == ("附件1：", "2025年第一季度在孵企业情况表", "填报单位：某孵化器", "金额单位：万元")
    assert guess.period is not None
    assert guess.period.code == "2025Q1"
    assert guess.units[Dimension.MONEY].code == "ten_thousand_yuan"


def test_a_preface_of_two_cells_is_no_upper_level_of_the_header() -> None:
    guess = found("填报单位：某孵化器||单位：万元|", "企业名称|联系人|总收入|净利润", "甲|乙|1|2")
    assert guess.header_rows == range(1, 2)


def test_merged_cells_make_a_header_of_two_levels() -> None:
    guess = found(
        "企业名称|从业人员||总收入",
        "|合计|其中：博士|",
        "甲公司|12|3|5",
        merges=((1, 1, 2, 1), (1, 2, 1, 3), (1, 4, 2, 4)),
    )
    assert guess.header_rows == range(2)
    assert texts(guess) == ["企业名称", "从业人员_合计", "从业人员_其中：博士", "总收入"]
    assert guess.columns[1].levels == ("从业人员", "合计")


def test_a_header_of_two_levels_is_known_even_where_the_merged_cells_were_lost() -> None:
    guess = found("企业名称|从业人员||总收入", "|合计|其中：博士|", "甲公司|12|3|5")
    assert guess.header_rows == range(2)
    assert texts(guess) == ["企业名称", "从业人员_合计", "从业人员_其中：博士", "总收入"]


def test_horizontally_merged_groups_alone_make_two_levels() -> None:
    guess = found(
        "基本信息||财务|",
        "企业名称|联系人|总收入|净利润",
        "甲公司|张三|5|1",
        merges=((1, 1, 1, 2), (1, 3, 1, 4)),
    )
    assert guess.header_rows == range(2)
    assert texts(guess)[2:] == ["财务_总收入", "财务_净利润"]


def test_a_title_merged_over_the_table_is_no_level_of_its_header() -> None:
    guess = found("名录||", "企业名称|联系人|简介", "甲公司|张三|无", merges=((1, 1, 1, 3),))
    assert texts(guess) == ["企业名称", "联系人", "简介"]


def test_a_record_is_never_swallowed_by_the_header() -> None:
    guess = found("企业名称|联系人|联系电话|", "甲公司|||备注内容", "乙公司|李四||")
    assert guess.header_rows == range(1)
    guess = found("企业名称|手机号码||备注", "甲公司|张三||李四", merges=((1, 2, 1, 3), (2, 2, 2, 3)))
    assert guess.header_rows == range(1)


def test_a_record_with_merged_rows_does_not_lengthen_the_header() -> None:
    guess = found("企业名称|联系人", "甲公司|张三", "|李四", merges=((2, 1, 3, 1),))
    assert guess.header_rows == range(1)


def test_a_row_of_units_belongs_to_the_header() -> None:
    guess = found("企业名称|总收入|从业人员", "|万元|人", "甲公司|1|2")
    assert texts(guess) == ["企业名称", "总收入_万元", "从业人员_人"]


def test_a_header_is_at_most_four_rows_tall() -> None:
    guess = found("企业名称|联系人", *(["|"] * 6), "甲公司|张三", merges=((1, 1, 7, 1), (1, 2, 7, 2)))
    assert guess.header_rows == range(4)


def test_the_header_is_the_upper_of_two_equal_rows() -> None:
    guess = found("企业名称|联系人", "甲公司|张三", "企业名称|联系人", "乙公司|李四")
    assert guess.header_rows == range(1)


def test_a_header_of_unknown_words_is_text_over_values() -> None:
    guess = find_header(Grid([["课程", "教师"], ["数学", 5], ["语文", 6]]), lexicon())
    assert guess.header_rows == range(1)
    assert guess.confidence == 0.4


def test_a_row_of_values_is_less_like_a_header_than_words() -> None:
    rows: list[list[object]] = [
        [1, "甲公司", date(2024, 1, 1)],
        ["序号", "企业名称", "成立时间"],
        [2, "乙公司", date(2024, 1, 1)],
    ]
    assert find_header(Grid(rows), lexicon()).header_rows == range(1, 2)


def test_cells_that_were_merged_from_outside_the_used_range_do_no_harm() -> None:
    grid = Grid([["企业名称", "联系人"], ["甲", "乙"]], merges=[(2, 1, 2, 2)], first_row=2, first_column=2)
    assert texts(find_header(grid, lexicon())) == ["企业名称", "联系人"]


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [[None, ""]],
        [[1, 2, 3], [4, 5, 6]],
        [["\u200b"]],
        [["只有一个不认识的词"]],
        [["大标题", None, None]],
        [["课程", "教师"]],
        [["一" * 61, "二" * 61, "企业名称" * 20], ["a", "b", "c"]],
    ],
)
def test_a_sheet_without_a_header_is_refused(rows: list[list[object]]) -> None:
    with pytest.raises(ParseError, match="header-not-found"):
        find_header(Grid(rows), lexicon())


def test_one_known_column_is_a_table() -> None:
    assert found("企业名称", "甲公司").header_rows == range(1)


def test_a_known_word_among_values_is_no_header() -> None:
    rows: list[list[object]] = [["联系人", 1, 2, 3, 4, 5, 6, 7]]
    with pytest.raises(ParseError, match="header-not-found"):
        find_header(Grid(rows), lexicon())


def test_a_cell_of_blanks_without_end_is_read_in_no_time() -> None:
    hostile = f"标题{' ' * 30_000}x"
    guess = find_header(Grid([[hostile, hostile], ["企业名称", "联系人"], ["甲公司", "张三"]]), lexicon())
    assert guess.header_rows == range(1, 2)


def test_a_register_s_header_is_worth_more_than_a_cover_s_or_a_summary_s() -> None:
    register = sheet("企业名称|统一社会信用代码|成立时间", "甲公司||2020-01-01")
    summary = sheet("名称|数量", "在孵企业|30")
    cover = sheet("某某孵化器企业名录|", "编制单位|综合部")
    assert header_score(register, lexicon()) > header_score(summary, lexicon()) > 0
    assert header_score(cover, lexicon()) == 0
