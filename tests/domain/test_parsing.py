"""Messy cells: what is read, exactly, and what is refused rather than guessed."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.domain.errors import ParseError
from crm.domain.parsing import (
    parse_amount,
    parse_count,
    parse_date,
    parse_yes_no,
    unit_from_text,
    unit_words,
)
from crm.domain.quantity import UNITS, from_smallest

if TYPE_CHECKING:
    from decimal import Decimal

YUAN = UNITS["yuan"]
WAN = UNITS["ten_thousand_yuan"]
AREA = UNITS["square_metre"]


@pytest.mark.parametrize(
    "value",
    [
        date(2024, 3, 1),
        datetime(2024, 3, 1, 8, 30, tzinfo=UTC),
        "2024-03-01",
        "2024.3.1",
        "2024/3/1",
        " 2024 年 3 月 1 日 ",
        "2024年3月1号",
        "20240301",
        20240301,
        20240301.0,
        "２０２４．３．１",
        "2024-03",
        "2024年3月",
        "2024年3月份",
        "202403",
        202403,
        45352,
        45352.0,
        45352.75,
        "45352",
        "45352.75",
        "2024-03-01 00:00:00",
        "2024-03-01T10:20:30.5+08:00",
        "2024-03-01T10:20:30Z",
        "2024年3月1日10时30分",
    ],
)
def test_every_way_of_writing_a_day_is_read(value: object) -> None:
    assert parse_date(value) == date(2024, 3, 1)


@pytest.mark.parametrize("value", ["2024", "2024年", "2024年度", 2024, 2024.0, "2024.0", "2024.00"])
def test_a_year_is_its_first_day(value: object) -> None:
    assert parse_date(value) == date(2024, 1, 1)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("2024-02-30", "date-impossible"),
        ("20241301", "date-impossible"),
        ("2024-13", "date-impossible"),
        ("03/04/2024", "date-ambiguous"),
        ("3.4.24", "date-ambiguous"),
        (2024.1, "date-ambiguous"),
        ("2024-3.1", "date-unknown"),
        ("24-03-01", "date-ambiguous"),
        ("1024-03-01", "date-unknown"),
        ("12345", "date-unknown"),
        (12345, "date-unknown"),
        (1.5, "date-unknown"),
        (float("nan"), "date-unknown"),
        (1e300, "date-unknown"),
        ("长期", "date-unknown"),
        ("2024-03-01 和 2024-04-01", "date-unknown"),
        (True, "date-unknown"),
        (None, "date-unknown"),
        (time(8, 30), "date-unknown"),
    ],
)
def test_a_day_that_is_not_clear_is_refused(value: object, code: str) -> None:
    with pytest.raises(ParseError) as refused:
        parse_date(value)
    assert refused.value.code == code
    assert refused.value.values["value"] == str(value)


@given(st.dates(min_value=date(1954, 11, 1), max_value=date(2099, 12, 31)))
def test_a_day_comes_back_from_every_way_of_writing_it(day: date) -> None:
    serial = (day - date(1899, 12, 30)).days
    texts = (day.isoformat(), f"{day:%Y.%m.%d}", f"{day.year}年{day.month}月{day.day}日", f"{day:%Y%m%d}")
    assert {parse_date(value) for value in (*texts, serial, float(serial), str(serial))} == {day}


@given(st.text(max_size=20))
def test_no_text_makes_the_reading_of_a_day_fail_otherwise(text: str) -> None:
    try:
        day = parse_date(text)
    except ParseError as error:
        outcome = error.code
    else:
        outcome = f"date-of-{day.year}"
    assert outcome.startswith("date-")


@pytest.mark.parametrize(
    ("value", "fen"),
    [
        (3, 300),
        (3.0, 300),
        (1234.5, 123450),
        (0.1 + 0.2, 30),
        (1 / 3, 33),
        (-2 / 3, -67),
        (-5, -500),
        ("1,234.50", 123450),
        ("１，２３４．５", 123450),
        (" 12 ", 1200),
        (".5", 50),
        ("-1,234", -123400),
        ("−3", -300),
        ("+3", 300),
        ("(1,234)", -123400),
        ("（1,234）", -123400),
        ("¥1,234.00", 123400),
        ("￥-5", -500),
        ("人民币 5 元整", 500),
        ("5RMB", 500),
        ("120万", 120_000_000),
        ("120万元", 120_000_000),
        ("120万元人民币", 120_000_000),
        ("3亿", 30_000_000_000),
        ("5千元", 500_000),
        ("(2)万元", -2_000_000),
        ("0", 0),
        ("1 234 567.5", 123_456_750),
        ("12 345万 元", 12_345_000_000),
        ("12\u00a0345", 1_234_500),
    ],
)
def test_amounts_are_read_exactly(value: object, fen: int) -> None:
    assert parse_amount(value, YUAN) == fen


def test_a_unit_in_the_cell_overrides_that_of_the_column() -> None:
    assert parse_amount("120", WAN) == 120_000_000
    assert parse_amount("120万元", WAN) == 120_000_000
    assert parse_amount("120元", WAN) == 12_000
    assert parse_amount("3亿元", WAN) == 30_000_000_000
    assert parse_amount("¥120", WAN) == 120_000_000


def test_areas_and_shares_have_units_of_their_own() -> None:
    assert parse_amount("500㎡", AREA) == 50_000
    assert parse_amount("500.25 平方米", AREA) == 50_025
    assert parse_amount("1.2万平方米", AREA) == 1_200_000
    assert parse_amount("12.5%", UNITS["percent"]) == 1250


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("x", "amount-unknown"),
        ("", "amount-unknown"),
        ("--5", "amount-unknown"),
        ("-(5)", "amount-unknown"),
        ("(-5)", "amount-unknown"),
        ("1,23", "amount-unknown"),
        ("1.2E+07", "amount-unknown"),
        ("约120万", "amount-unknown"),
        ("100-200", "amount-unknown"),
        ("12人", "amount-unknown"),
        ("12\n15", "amount-unknown"),  # two numbers, one below the other
        ("12 34", "amount-unknown"),
        ("1 . 5", "amount-unknown"),
        ("1 2345", "amount-unknown"),
        ("1200①", "amount-unknown"),  # the mark of a note is no digit
        ("1200²", "amount-unknown"),
        ("²", "amount-unknown"),
        ("9" * 21, "amount-unknown"),  # beyond the database
        ("1" * 60, "amount-unknown"),  # beyond exact reckoning
        (10**17, "amount-unknown"),
        (-(10**17), "amount-unknown"),
        ("100万美元", "amount-currency"),
        ("$100", "amount-currency"),
        ("0.001", "amount-too-fine"),
        (float("nan"), "amount-unknown"),
        (float("inf"), "amount-unknown"),
        (1e300, "amount-unknown"),
        (True, "amount-unknown"),
        (None, "amount-unknown"),
        (date(2024, 3, 1), "amount-unknown"),
    ],
)
def test_an_amount_that_is_not_clear_is_refused(value: object, code: str) -> None:
    with pytest.raises(ParseError) as refused:
        parse_amount(value, YUAN)
    assert refused.value.code == code


def test_a_part_of_a_person_is_refused_even_where_a_formula_came_to_it() -> None:
    with pytest.raises(ParseError, match="amount-too-fine"):
        parse_amount(1.5, UNITS["person"])
    assert parse_amount(0.1 + 0.2 + 2.7, UNITS["person"]) == 3


def test_a_duration_is_no_number_of_persons() -> None:
    assert parse_amount("6个月", UNITS["month"]) == parse_amount("6月", UNITS["month"]) == 6
    assert parse_amount("30天", UNITS["day"]) == 30
    for value in ("12月", "3个月", "30天"):
        with pytest.raises(ParseError, match="amount-unknown"):
            parse_amount(value, UNITS["person"])
        with pytest.raises(ParseError, match="count-unknown"):
            parse_count(value)


def test_the_raised_digit_of_an_area_is_no_note() -> None:
    assert parse_amount("500m²", AREA) == parse_amount("500 M²", AREA) == 50_000
    with pytest.raises(ParseError, match="amount-unknown"):
        parse_amount("500²m²", AREA)


@pytest.mark.parametrize("value", ["2024年3月1②日", "2024-03-1①", "2024①", "2024-3②"])
def test_the_mark_of_a_note_makes_no_other_day(value: str) -> None:
    with pytest.raises(ParseError, match="date-unknown"):
        parse_date(value)


def test_every_unit_has_a_word() -> None:
    assert all(unit_words(unit).zh and unit_words(unit).en for unit in UNITS.values())


def test_a_currency_does_not_belong_to_an_area() -> None:
    with pytest.raises(ParseError, match="amount-unknown"):
        parse_amount("¥5", AREA)


@given(st.integers(min_value=-(10**15), max_value=10**15), st.sampled_from(sorted(UNITS)))
def test_an_amount_written_exactly_comes_back_exactly(amount: int, unit_code: str) -> None:
    unit = UNITS[unit_code]
    written = from_smallest(amount, unit)
    assert parse_amount(f"{written:f}", unit) == amount
    assert parse_amount(f"{written:,f}", unit) == amount


@given(st.integers(min_value=-(10**12), max_value=10**12), st.sampled_from(sorted(UNITS)))
def test_an_amount_kept_as_a_float_comes_back_exactly(amount: int, unit_code: str) -> None:
    unit = UNITS[unit_code]
    assert parse_amount(float(from_smallest(amount, unit)), unit) == amount


@given(st.decimals(min_value=0, max_value=10**9, places=2))
def test_a_bracketed_amount_is_the_negative_one(value: Decimal) -> None:
    assert parse_amount(f"({value:,})", YUAN) == -parse_amount(f"{value:,}", YUAN)


@pytest.mark.parametrize(
    ("value", "count"),
    [(12, 12), (2024.0, 2024), ("2024.0", 2024), ("1,234", 1234), ("12人", 12), ("３ 家", 3)],
)
def test_counts_are_read(value: object, count: int) -> None:
    assert parse_count(value) == count


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (1.5, "count-not-whole"),
        ("1.5", "count-not-whole"),
        (-1, "count-negative"),
        ("若干", "count-unknown"),
        (None, "count-unknown"),
        ("5元", "count-unknown"),
    ],
)
def test_what_is_no_count_is_refused(value: object, code: str) -> None:
    with pytest.raises(ParseError) as refused:
        parse_count(value)
    assert refused.value.code == code


@pytest.mark.parametrize("value", ["是", "有", "√", "Y", " yes ", "TRUE", True, 1, 1.0, "１"])
def test_yes_is_understood(value: object) -> None:
    assert parse_yes_no(value) is True


@pytest.mark.parametrize("value", ["否", "无", "×", "N", "No", "false", False, 0, 0.0])
def test_no_is_understood(value: object) -> None:
    assert parse_yes_no(value) is False


def test_neither_yes_nor_no_is_refused() -> None:
    with pytest.raises(ParseError, match="yes-no-unknown"):
        parse_yes_no("不清楚")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("万元", "ten_thousand_yuan"),
        ("（千元）", "thousand_yuan"),
        ("单位：元", "yuan"),
        ("金额单位:万元", "ten_thousand_yuan"),
        ("人民币万元", "ten_thousand_yuan"),
        ("万元人民币", "ten_thousand_yuan"),
        ("亿元", "hundred_million_yuan"),
        ("10k yuan", "ten_thousand_yuan"),
        ("in thousand yuan", "thousand_yuan"),
        ("㎡", "square_metre"),
        ("人", "person"),
        ("%", "percent"),
        ("ten_thousand_yuan", "ten_thousand_yuan"),
        ("Unit: item", None),
        ("千", None),
        ("全称", None),
        ("人民币", None),
        ("", None),
    ],
)
def test_units_are_known_by_their_words(text: str, code: str | None) -> None:
    unit = unit_from_text(text)
    assert (unit and unit.code) == code


def test_every_unit_has_words_that_lead_back_to_it() -> None:
    for unit in UNITS.values():
        words = unit_words(unit)
        assert unit_from_text(words.zh) == unit
        assert words.en
    assert unit_words(WAN).zh == "万元"


@pytest.mark.parametrize(
    "value", ["99999999999999999999", 900_000_000_000_000, 9e14, "-99999999999999999999"]
)
def test_an_amount_beyond_all_measure_is_refused_as_no_amount(value: object) -> None:
    with pytest.raises(ParseError, match="amount-unknown"):
        parse_amount(value, UNITS["hundred_million_yuan"])


def test_the_largest_amounts_of_thousands_of_companies_add_up_within_what_a_database_holds() -> None:
    most = parse_amount(10**15, UNITS["fen"])
    assert most * 9_000 < 2**63
    with pytest.raises(ParseError, match="amount-unknown"):
        parse_amount(10**15 + 1, UNITS["fen"])


def test_serial_numbers_may_count_from_1904() -> None:
    assert parse_date(43890, epoch_1904=True) == date(2024, 3, 1)
    assert parse_date("43890", epoch_1904=True) == date(2024, 3, 1)
    assert parse_date(43890) == date(2020, 2, 29)
    assert parse_date(20240301, epoch_1904=True) == date(2024, 3, 1)
