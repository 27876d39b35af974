"""Text files: encodings and delimiters found out, quotes understood, nonsense refused instead of garbled."""

from __future__ import annotations

import codecs
import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.excel.delimited import (
    DELIMITERS,
    QuotationOpen,
    TextUnreadable,
    decode_text,
    find_delimiter,
    read_records,
)

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
        TABLE.encode("gbk") + TABLE.encode(),
        TABLE.encode() + TABLE.encode("gbk"),
        "企業名稱,統一編號,備註\r\n雲杉科技股份有限公司,12345675,無\r\n".encode("big5"),
        bytes(range(256)) * 4,
        b"\x01\x02\x03\x04abc",
    ],
    ids=[
        "broken utf-8",
        "wrong mark",
        "odd utf-16",
        "no encoding",
        "gbk and utf-8",
        "utf-8 and gbk",
        "big5",
        "bytes",
        "binary",
    ],
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


def test_a_character_that_an_office_made_itself_does_not_make_a_text_unreadable() -> None:
    assert decode_text((TABLE + "\ue5e5村,1,乙\r\n").encode("gb18030")).startswith(TABLE)


@pytest.mark.parametrize("text", ['a,b\n"甲,1\n乙,2\n', 'a,b\n甲,"1\n', '"', 'a,b\n甲,"1""\n'])
def test_an_open_quotation_is_refused_instead_of_taking_rows_along(text: str) -> None:
    with pytest.raises(TextUnreadable, match="csv"):
        read_records(text)


@pytest.mark.parametrize(
    "text", ['a,b\n甲,"1"', 'a,b\n甲,"1"\n', 'a,b\n甲,"1"\r\n\r\n', "", "a", 'x "y" z,1']
)
def test_a_text_that_ends_well_loses_nothing(text: str) -> None:
    assert read_records(text) == list(csv.reader(io.StringIO(text, newline="")))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('a,b\n甲,"1\n乙,2\n', 2),
        ('a,b\n甲,1\n乙,"2\n丙,3"x\n丁,4\n', 3),  # closed by a mark that belongs to another row
        ('sep=;\na;b\n甲;"1\n', 3),
        ('"甲"x,1\n乙,"2\n丙,3\n', 2),
    ],
)
def test_an_open_quotation_is_refused_with_the_line_it_begins_in(text: str, line: int) -> None:
    with pytest.raises(QuotationOpen) as refused:
        read_records(text)
    assert refused.value.line == line


def test_a_stray_mark_within_one_line_loses_no_row() -> None:
    text = 'a,b\n甲"有限"公司,1\n"乙"公司,2\n"丙\n二行",3\n丁,4\n'
    assert read_records(text) == [
        ["a", "b"],
        ['甲"有限"公司', "1"],
        ["乙公司", "2"],
        ["丙\n二行", "3"],
        ["丁", "4"],
    ]


def test_a_value_longer_than_any_cell_is_an_open_quotation() -> None:
    with pytest.raises(QuotationOpen):
        read_records("甲," + "x" * 200_000 + "\n")
