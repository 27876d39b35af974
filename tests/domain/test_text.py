"""Texts: cleaning, keys of names, pinyin initials, what a search looks through."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm import paths
from crm.domain.errors import DataFormatError
from crm.domain.text import (
    NO_READINGS,
    Readings,
    clean_cell_text,
    has_note_mark,
    name_key,
    name_order,
    normalise,
    pinyin_initials,
    search_needle,
    search_text,
)


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("  星辰科技 ", "星辰科技"),
        ("\u3000全角空格\u3000", "全角空格"),
        ("一\r\n二\r三", "一\n二\n三"),
        ("名\x00称\x0b\ufeff", "名称"),
        ("a\tb\xa0c", "a b c"),
        ("\u202e反向", "反向"),
        ("\ud800坏", "坏"),
    ],
)
def test_a_cells_text_loses_its_marks_and_keeps_its_words(raw: str, clean: str) -> None:
    assert clean_cell_text(raw) == clean


def test_full_width_becomes_half_width_and_blanks_collapse() -> None:
    assert normalise(" ＡＢＣ　１２３  丁 ") == "ABC 123 丁"
    assert normalise("甲\u200b乙") == "甲 乙"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("深圳市振业（集团）股份有限公司", "深圳市振业(集团)股份有限公司"),
        ("深圳市振业（集团）股份有限公司", "深圳市振业集团股份有限公司"),
        ("山西·智创城", "山西 智创城"),
        ("ＡＢＣ科技", "abc科技"),
        ("Zoios.", "zoios"),
        ("Acme, Inc.", "ACME Inc"),
        ("O\u2019Neil - Labs", "ONeil_Labs"),
    ],
)
def test_spellings_of_one_name_share_a_key(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("甲科技有限公司", "甲科技股份有限公司"), ("A&B", "AB"), ("C++ 工作室", "C 工作室"), ("甲", "乙")],
)
def test_different_names_have_different_keys(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


def test_a_name_of_mere_punctuation_is_its_own_key() -> None:
    assert name_key(" ... ") == "..."
    assert name_key("") == ""


@given(st.text())
def test_the_key_of_a_key_is_the_key(text: str) -> None:
    key = name_key(text)
    assert name_key(key) == key


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    clean = clean_cell_text(text)
    assert clean_cell_text(clean) == clean


@pytest.fixture(scope="module")
def readings() -> Readings:
    return Readings.from_tables(
        tomllib.loads((paths.resources() / "surnames.toml").read_text(encoding="utf-8"))
    )


@pytest.mark.parametrize(
    ("text", "initials"),
    [
        ("重庆智云科技", "cqzykj"),
        ("湖南长沙ABC科技", "hncsabckj"),
        ("山西·智创城NO.4", "sxzccno4"),
        ("音乐与音乐", "yyyyy"),
        ("单晶硅", "djg sjg"),
        ("尉迟某", "wcm ycm"),
        ("IBM", ""),
        ("𠮷野家", "yj"),
        ("𠮷野长沙", "yzs"),  # a character without a reading: the words cannot be placed
    ],
)
def test_initials_follow_the_usual_reading_of_places_and_surnames(
    readings: Readings, text: str, initials: str
) -> None:
    assert pinyin_initials(text, readings) == initials


@pytest.mark.parametrize(
    "ordered",
    [
        ("(山西)云杉", "3D打印", "ABC软件", "abd", "Épsilon", "zeta", "安达"),
        ("安达", "昂首", "晋中", "卢氏", "吕梁", "张强", "张伟", "章伟", "赵一", "𠮷野"),
        ("赤峰", "重庆", "春城", "银行", "银杏", "中意", "重工"),  # 重 and 行 as they are read in these words
        ("山西·智创", "山西云杉"),
    ],
)
def test_names_stand_as_in_excel_digits_then_latin_then_chinese_by_pinyin(
    readings: Readings, ordered: tuple[str, ...]
) -> None:
    mixed = list(reversed(ordered))
    assert sorted(mixed, key=lambda name: name_order(name, readings)) == list(ordered)


def test_width_and_case_do_not_move_a_name() -> None:
    assert name_order("ＡＢＣ　软件") == name_order("abc 软件")
    assert name_order("") == ""


def test_without_a_table_the_first_reading_stands() -> None:
    assert pinyin_initials("重庆", NO_READINGS) == "zq"


def test_a_search_finds_names_and_initials_but_nothing_across_two_parts(readings: Readings) -> None:
    text = search_text(["星辰　科技", None, "", "QY-001", "单某"], readings)
    assert text == "星辰 科技\nxckj\nqy-001\n单某\ndm sm"
    assert search_needle("  ＱＹ-001 ") in text
    assert "科技qy" not in text


def test_a_part_without_any_chinese_is_searched_by_its_letters_alone() -> None:
    assert search_text(["Café Σ", "·", "QY-001 A"]) == "café σ\n·\nqy-001 a"


def test_the_mark_of_a_note_is_no_digit_of_a_figure() -> None:
    assert has_note_mark("1200①")
    assert has_note_mark("12³")
    assert not has_note_mark("100 m²")
    assert not has_note_mark("1200")


@pytest.mark.parametrize(
    "table", [{"surnames": []}, {"words": {"长沙": "c"}}, {"words": {"长沙": "CS"}}, {"surnames": {"单": 1}}]
)
def test_a_faulty_table_of_readings_is_refused(table: dict[str, object]) -> None:
    with pytest.raises(DataFormatError):
        Readings.from_tables(table)


def test_a_table_of_readings_may_be_empty() -> None:
    assert Readings.from_tables({}).words == {}


def test_marks_of_direction_are_taken_out_of_a_cell() -> None:
    assert clean_cell_text("甲\u200e公司\u200f") == "甲公司"
