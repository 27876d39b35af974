"""Text files: encodings and delimiters found out, quotes understood, nonsense refused instead of garbled."""

from __future__ import annotations

import codecs
import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.excel.delimited import DELIMITERS, TextUnreadable, decode_text, find_delimiter, read_records

TABLE = (
    "企业名称,统一社会信用代码,备注\r\n试验一号,91110000MA00000001,甲\r\n试验二号,91110000MA00000002,乙\r\n"
)


@pytest.mark.parametrize(
    "data",
    [
        TABLE.encode(),
        codecs.BOM_UTF8 + TABLE.encode(),
        TABLE.encode("gbk"),
        (TABLE + "𠮷野,㐂,龘\r\n").encode("gb18030"),
        TABLE.encode("utf-16"),
        codecs.BOM_UTF16_BE + TABLE.encode("utf-16-be"),
        TABLE.encode("utf-16-le"),
        TABLE.encode("utf-16-be"),
        TABLE.encode("utf-32"),
    ],
    ids=["utf-8", "utf-8 with mark", "gbk", "gb18030", "utf-16", "be with mark", "le", "be", "utf-32"],
)
def test_an_encoding_is_found_out(data: bytes) -> None:
    assert decode_text(data).startswith(TABLE)


@pytest.mark.parametrize(
    "data",
    [
        # one broken character in UTF-8: GB18030 would read all of it, as nonsense
        (TABLE * 20).encode() + b"\xe4\xbc,x\r\n" + (TABLE * 20).encode(),
        codecs.BOM_UTF8 + TABLE.encode("gbk"),
        TABLE.encode("utf-16-le") + b"x",
        b"\x81\xff\x81\xff" * 9,
        bytes(range(256)) * 4,
        b"\x01\x02\x03\x04abc",
    ],
    ids=["broken utf-8", "wrong mark", "odd utf-16", "no encoding", "bytes", "binary"],
)
def test_bytes_of_no_one_encoding_are_refused(data: bytes) -> None:
    with pytest.raises(TextUnreadable):
        decode_text(data)


@pytest.mark.parametrize("delimiter", DELIMITERS)
def test_a_delimiter_is_found_out(delimiter: str) -> None:
    text = (
        delimiter.join(["名称", "代码", "收入"])
        + "\n"
        + delimiter.join(["甲, 乙; 丙", "1", "2"]).replace(", ", "")
        + "\n"
    )
    assert find_delimiter(text) == delimiter


def test_commas_inside_texts_do_not_outweigh_tabs() -> None:
    text = "名称\t备注\t收入\n" + "".join(f"甲{i}\t一,二,三\t{i}\n" for i in range(30))
    assert read_records(text)[1] == ["甲0", "一,二,三", "0"]


def test_one_column_is_one_column() -> None:
    assert find_delimiter("名称\n甲\n乙\n") == ","
    assert read_records("名称\n甲\n") == [["名称"], ["甲"]]


def test_excel_s_own_word_on_the_delimiter_counts() -> None:
    assert read_records("sep=;\r\na,b;c\r\n") == [["a,b", "c"]]


def test_quoted_line_breaks_and_quotes_belong_to_their_value() -> None:
    assert read_records('a,"一行\n二行","他说""好"""\n') == [["a", "一行\n二行", '他说"好"']]


def test_a_quotation_mark_that_swallows_the_file_is_refused() -> None:
    with pytest.raises(TextUnreadable):
        read_records('a,b\n"c,' + "x,y\n" * 50_000)


@given(
    st.lists(
        st.lists(
            st.text(st.characters(codec="gb18030", exclude_characters="\0\r", categories=("L", "N", "P"))),
            min_size=2,
            max_size=2,
        ),
        min_size=2,
    ),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_what_python_writes_reads_back(rows: list[list[str]], encoding: str) -> None:
    file = io.StringIO()
    csv.writer(file, quoting=csv.QUOTE_ALL).writerows(rows)
    assert read_records(decode_text(file.getvalue().encode(encoding))) == rows
