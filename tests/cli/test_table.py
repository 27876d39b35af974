from __future__ import annotations

import pytest

from crm.cli.table import pad, table_lines, width_of, wrap


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("abc", 3),
        ("企业", 4),
        ("A企业（1）", 10),
        ("ｅ", 2),
        ("e\u0301", 1),
        ("\u200b", 0),
        ("", 0),
        ("€½", 2),
    ],
)
def test_width_is_what_a_terminal_gives_it(text: str, width: int) -> None:
    assert width_of(text) == width


def test_columns_stand_under_each_other_in_both_scripts() -> None:
    lines = table_lines([("云台科技", "12"), ("Acme", "3.50")], headings=("企业", "万元"), right=(1,))
    assert lines == ["企业      万元", "--------  ----", "云台科技    12", "Acme      3.50"]


def test_a_table_of_nothing_has_no_lines() -> None:
    assert table_lines([]) == []


def test_a_line_break_in_a_cell_does_not_break_the_table() -> None:
    assert table_lines([("一\n二\t三", "x")], indent="  ") == ["  一 二 三  x"]


def test_padding_fills_on_either_side() -> None:
    assert pad("企", 4) == "企  "
    assert pad("企", 4, right=True) == "  企"


def test_text_breaks_between_chinese_characters_and_at_blanks() -> None:
    assert list(wrap("甲乙丙丁戊己", 6)) == ["甲乙丙", "丁戊己"]
    assert list(wrap("one two three", 8, indent=" ")) == [" one two", " three"]


def test_no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one() -> None:
    assert list(wrap("甲乙丙，丁", 6)) == ["甲乙", "丙，丁"]
    assert list(wrap("甲乙（丙丁）", 6)) == ["甲乙", "（丙", "丁）"]


def test_a_word_longer_than_the_line_stands_alone() -> None:
    assert list(wrap("a incomprehensible b", 6)) == ["a", "incomprehensible", "b"]


def test_an_empty_text_has_no_lines() -> None:
    assert list(wrap("", 10)) == []
