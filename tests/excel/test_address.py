from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils import column_index_from_string, get_column_letter

from crm.excel.address import (
    LAST_COLUMN,
    LAST_ROW,
    Range,
    address_of,
    column_letters,
    column_number,
    parse_address,
)


@given(st.integers(1, LAST_COLUMN))
def test_columns_are_lettered_as_openpyxl_letters_them(number: int) -> None:
    assert column_letters(number) == get_column_letter(number)
    assert column_number(column_letters(number).lower()) == column_index_from_string(
        get_column_letter(number)
    )


@given(st.integers(1, LAST_ROW), st.integers(1, LAST_COLUMN))
def test_an_address_reads_back(row: int, column: int) -> None:
    assert parse_address(address_of(row, column)) == (row, column)


@pytest.mark.parametrize("text", [" ", "7", "B", "B0", "XFE1", "A1048577", "A1:B2", "一1", "B-1"])
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_address(text)


@pytest.mark.parametrize(
    ("text", "plain"),
    [("B7", "B7"), ("$D$9:B7", "B7:D9"), ("B:D", "B1:D1048576"), ("$7:$9", "A7:XFD9"), ("B7:B7", "B7")],
)
def test_ranges_are_read_as_written(text: str, plain: str) -> None:
    assert str(Range.parse(text)) == plain
