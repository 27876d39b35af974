"""Values arrive as what they are: numbers exact, texts as texts, whatever they begin with or contain."""

from __future__ import annotations

import io
import re
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import IntEnum
from typing import TYPE_CHECKING

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils.datetime import to_excel
from python_calamine import CalamineWorkbook

from crm.excel.cellxml import LONGEST_TEXT, clean_text
from crm.excel.scalar import number_text, parse_number, serial_of
from crm.excel.template import Block, Fill, TemplateRefused, fill_template
from tests.excel.templates import loaded, read_parts

if TYPE_CHECKING:
    from crm.excel.cellxml import Value
    from crm.excel.fill import Filled

# What a spreadsheet program would run or misread if a text were not kept a text.
INJECTIONS = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+8613800138000",
    "-2+3",
    "@SUM(1)",
    "\t=1+1",
    "\r=1+1",
    "'=1",
    "#N/A",
    "TRUE",
    "0012",
    "1E5",
    "2024-01-01",
    "<v>1</v>",
    "</t></is></c>",
    "&amp; & <b>",
    "%s %d %%",
    "{0} {x}",
    "_x000D_ _x0041_ _x12_",
    "  两端空格  ",
    "行一\n行二\n",
    "𠮷野家😀",
    "\ufeff标记",
    "\\1\\g<0>",
    "\x01\x02",
]


def template() -> bytes:
    """Row 2 is repeated; column B shows amounts, column C days."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    sheet = book.add_worksheet("表")
    sheet.write_row(0, 0, ["文字", "数", "日期"])
    sheet.write_blank("B2", None, book.add_format({"num_format": "0.00"}))
    sheet.write_blank("C2", None, book.add_format({"num_format": "yyyy-mm-dd"}))
    sheet.write_blank("C1", None, book.add_format({"num_format": "yyyy-mm-dd hh:mm"}))
    book.close()
    return file.getvalue()


def both_ways(value: Value, column: str = "A") -> tuple[Filled, Filled]:
    """*value* in a single cell, and in a record."""
    single = fill_template(template(), Fill(cells={("表", f"{column}2"): value}))
    record = fill_template(
        template(), Fill(blocks=(Block(sheet="表", first_row=2, columns=(column,), rows=[(value,)]),))
    )
    return single, record


def read_back(filled: Filled, column: int) -> object:
    """What calamine reads in row 2; '' for a blank cell."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(filled.data))
    rows = list(book.get_sheet_by_name("表").iter_rows())
    return rows[1][column] if len(rows) > 1 else ""


def xml_of(filled: Filled) -> str:
    return read_parts(filled.data)["xl/worksheets/sheet1.xml"].decode()


@pytest.mark.parametrize("text", INJECTIONS)
def test_a_text_is_a_text_whatever_it_says(text: str) -> None:
    for filled in both_ways(text):
        assert loaded(filled)["表"]["A2"].data_type == ("s" if clean_text(text) else "n")
        assert read_back(filled, 0) == clean_text(text)
        assert "<f>" not in xml_of(filled)


@settings(max_examples=40)  # each makes two workbooks
@given(st.text(st.characters(exclude_categories=()), max_size=40))
def test_any_text_survives_but_for_what_no_workbook_can_hold(text: str) -> None:
    for filled in both_ways(text):
        assert read_back(filled, 0) == clean_text(text)


def test_control_characters_go_and_line_ends_become_one() -> None:
    assert clean_text("a\x00b\x0bc\x1f\ud800d\uffff\r\ne\rf\tg") == "abcd\ne\nf\tg"


def test_a_text_may_be_as_long_as_a_cell_and_no_longer() -> None:
    for filled in both_ways("长" * LONGEST_TEXT):
        assert len(loaded(filled)["表"]["A2"].value) == LONGEST_TEXT
    for text in ("长" * (LONGEST_TEXT + 1), "&" * (LONGEST_TEXT + 1), "😀" * (LONGEST_TEXT // 2 + 1)):
        with pytest.raises(TemplateRefused) as refused:
            both_ways(text)
        assert refused.value.code == "template-text-too-long"
        assert refused.value.values["address"] == "A2"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0, "0"),
        (-7, "-7"),
        (123456789012345, "123456789012345"),
        (Decimal("0.10"), "0.1"),
        (Decimal("1E+3"), "1000"),
        (Decimal("-0.00"), "0"),
        (Decimal("1234567.89"), "1234567.89"),
        (Decimal("0.1234567890123456"), "0.1234567890123456"),
        (Decimal(1) / Decimal(3), "0.3333333333333333"),
        (Decimal("1E+301"), "1e+301"),
        (0.1, "0.1"),
        (3.0, "3"),
        (1e22, "1e+22"),
        (date(2026, 3, 1), "46082"),
        (datetime(2026, 3, 1, 6, 0), "46082.25"),  # noqa: DTZ001 - a workbook has no zones
        (date(1900, 1, 1), "1"),
        (date(1900, 2, 28), "59"),
        (date(1900, 3, 1), "61"),
    ],
)
def test_a_number_is_written_exactly_and_shortest(value: Value, written: str) -> None:
    for filled in both_ways(value, "B"):
        assert re.search(rf'<c r="B2" s="2"><v>{re.escape(written)}</v></c>', xml_of(filled))


def test_truth_values_and_blanks_keep_the_style() -> None:
    for filled in both_ways(value=True, column="B"):
        assert '<c r="B2" s="2" t="b"><v>1</v></c>' in xml_of(filled)
    for value in (None, ""):
        for filled in both_ways(value, "B"):
            assert '<c r="B2" s="2"/>' in xml_of(filled)


def test_a_day_is_a_day_to_other_programs() -> None:
    for filled in both_ways(date(2026, 3, 1), "C"):
        assert read_back(filled, 2) == date(2026, 3, 1)


class Count(IntEnum):
    FEW = 3


class Name(str):
    __slots__ = ()


def test_kinds_of_numbers_and_texts_are_written_as_such() -> None:
    for filled in both_ways(Count.FEW, "B"):
        assert '<c r="B2" s="2"><v>3</v></c>' in xml_of(filled)
    for filled in both_ways(Name("甲")):
        assert loaded(filled)["表"]["A2"].value == "甲"


@pytest.mark.parametrize(
    "value",
    [
        float("nan"),
        float("inf"),
        Decimal("NaN"),
        Decimal("Infinity"),
        date(1899, 12, 31),
        datetime(2026, 3, 1, tzinfo=UTC),
        b"bytes",
        [1],
    ],
)
def test_what_no_cell_can_hold_is_refused_with_its_place(value: Value) -> None:
    with pytest.raises(TemplateRefused) as refused:
        fill_template(template(), Fill(cells={("表", "B2"): value}))
    assert (refused.value.code, refused.value.values["address"]) == ("template-value", "B2")
    rows = [("甲", 1), ("乙", 2), ("丙", value)]
    with pytest.raises(TemplateRefused) as refused:
        fill_template(
            template(), Fill(blocks=(Block(sheet="表", first_row=2, columns=("A", "B"), rows=rows),))
        )
    assert (refused.value.code, refused.value.values["address"]) == ("template-value", "B4")


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_days_count_as_openpyxl_counts_them(day: date) -> None:
    theirs: float = to_excel(day)  # type: ignore[no-untyped-call]  # openpyxl has no type for it
    assert serial_of(day, epoch_1904=False) == theirs


@given(st.dates(date(1904, 1, 2), date(2199, 12, 31)))
def test_days_of_old_macintosh_files_count_from_1904(day: date) -> None:
    assert serial_of(day, epoch_1904=True) == (day - date(1904, 1, 1)).days


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**11), max_value=10**11))
def test_a_decimal_reads_back_the_same(number: Decimal) -> None:
    assert parse_number(number_text(number)) == number


@given(st.integers(-(10**17) + 1, 10**17 - 1))
def test_a_whole_number_reads_back_the_same(number: int) -> None:
    assert parse_number(number_text(number)) == number
    assert isinstance(parse_number(f"{number}.0"), int)
