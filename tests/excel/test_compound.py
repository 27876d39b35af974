"""Old .xls files whose numbers lie, for which calamine would ask for more memory than there is."""

from __future__ import annotations

import struct

import pytest

from crm.excel.binary_looks import looks_of_compound
from crm.excel.compound import Flaw, compound_counts_from_1904, flaw_of_compound

BEGIN = (0x809, struct.pack("<4H", 0x600, 5, 0, 0) + b"\0" * 8)
END = (0x0A, b"")
SHEET_BEGIN = (0x809, struct.pack("<4H", 0x600, 0x10, 0, 0) + b"\0" * 8)


def stream(*records: tuple[int, bytes]) -> bytes:
    return b"".join(struct.pack("<2H", kind, len(data)) + data for kind, data in records)


def book(*sheet: tuple[int, bytes], strings: int = 1, extra: tuple[tuple[int, bytes], ...] = ()) -> bytes:
    """A workbook of one sheet, behind some bytes of a header."""
    table = (0xFC, struct.pack("<2I", 1, strings))
    size = len(stream(BEGIN, (0x85, b"\0" * 8), *extra, table, END))
    place = (0x85, struct.pack("<I", size) + b"\0" * 4)
    return (
        b"header" * 9
        + stream(BEGIN, place, *extra, table, END)
        + stream(SHEET_BEGIN, *sheet, END)
        + b"\0" * 50
    )


def reach(rows: int, columns: int) -> tuple[int, bytes]:
    return 0x200, struct.pack("<2I3H", 0, rows, 0, columns, 0)


def number(row: int, column: int) -> tuple[int, bytes]:
    return 0x203, struct.pack("<3Hd", row, column, 0, 1.5)


CHART = (SHEET_BEGIN, number(0, 0xFFFF), END)


@pytest.mark.parametrize(
    ("data", "flaw"),
    [
        (book(reach(10, 5), number(9, 4)), None),
        (book(reach(65_536, 256), number(65_535, 255)), None),
        (book(reach(65_537, 5)), Flaw.DAMAGED),
        (book(reach(0x7FFFFFFF, 5)), Flaw.DAMAGED),
        (book(reach(10, 257)), Flaw.DAMAGED),
        (book(reach(10, 5), number(0, 256)), Flaw.DAMAGED),
        (book(reach(10, 5), *CHART, number(0, 0)), Flaw.DAMAGED),
        (book(reach(10, 5), (0x200, b"\0" * 10)), None),
        (book(strings=1_000_000), Flaw.DAMAGED),
        (book(extra=((0x2F, b"\0" * 6),)), Flaw.ENCRYPTED),
        (book(extra=((0xFC, b""),)), None),
        (book(extra=(number(0, 0x1234),)), Flaw.DAMAGED),
        (book() + stream(SHEET_BEGIN, number(0, 0x1234), END), None),  # after the end of the stream
        (book()[:70], None),
        ("EncryptedPackage".encode("utf-16-le"), Flaw.ENCRYPTED),
        (b"nothing of the kind", None),
    ],
)
def test_only_what_would_ask_for_too_much_is_refused(data: bytes, flaw: Flaw | None) -> None:
    assert flaw_of_compound(data) is flaw


def test_a_sheet_cut_off_in_the_middle_is_left_to_the_reader() -> None:
    whole = book(reach(10, 5), number(9, 4))
    for length in range(54, len(whole), 3):
        assert flaw_of_compound(whole[:length]) is None


def test_an_old_workbook_says_whether_its_days_count_from_1904() -> None:
    assert compound_counts_from_1904(book(extra=((0x22, b"\1\0"),)))
    assert not compound_counts_from_1904(book(extra=((0x22, b"\0\0"),)))
    assert not compound_counts_from_1904(book())
    assert not compound_counts_from_1904(stream(BEGIN))
    assert not compound_counts_from_1904(b"nothing of the kind")


def texts(number: int, code: str) -> tuple[int, bytes]:
    """A format as Excel 97 writes it, in narrow letters where they do."""
    narrow = code.isascii()
    letters = code.encode("latin-1" if narrow else "utf-16-le")
    return 0x41E, struct.pack("<2HB", number, len(code), not narrow) + letters


def style(number: int) -> tuple[int, bytes]:
    return 0xE0, struct.pack("<2H", 0, number) + b"\0" * 16


def result(row: int, column: int, shown: bytes) -> tuple[int, bytes]:
    return 0x06, struct.pack("<3H", row, column, 2) + shown + b"\0" * 8


def test_an_old_workbook_tells_what_it_shows_otherwise_than_it_holds() -> None:
    styles = (
        texts(164, '0!.0000"万元"'),
        texts(165, "0,"),
        (0x41E, struct.pack("<HB", 166, 3) + b"0%%"),
        *map(style, (0, 9, 164, 165, 166)),
    )
    rows = (
        (0x208, struct.pack("<H", row) + b"\0" * 10 + bytes([flags]) + b"\0" * 3)
        for row, flags in ((1, 0x20), (2, 0))
    )
    small = (0x27E, struct.pack("<3HI", 2, 0, 3, 0))
    side = (0xBD, struct.pack("<2H", 3, 0) + struct.pack("<HI", 4, 0) + struct.pack("<HI", 0, 0) + b"\0\0")
    hidden = (0x7D, struct.pack("<5H", 2, 3, 0, 0, 1))
    seen = (0x7D, struct.pack("<5H", 4, 255, 0, 0, 0))
    error = (0x205, struct.pack("<3H2B", 5, 0, 0, 0x2A, 1))
    truth = (0x205, struct.pack("<3H2B", 5, 1, 0, 1, 0))
    sheet = (
        *rows,
        hidden,
        seen,
        number(1, 0),
        (0x203, struct.pack("<3Hd", 1, 1, 1, 0.5)),
        small,
        side,
        result(4, 0, struct.pack("<d", 1.5)),
        result(4, 1, b"\2\0\x07\0\0\0\xff\xff"),
        result(4, 2, b"\0\0\0\0\0\0\xff\xff"),
        error,
        truth,
        *CHART,
        (0x208, b"\0"),
    )
    (looks,) = looks_of_compound(book(*sheet, extra=styles))
    assert looks.hidden_rows == {2}
    assert looks.hidden_columns == {3, 4}
    assert looks.scaled == {(2, 2): "0%", (3, 1): "0,", (4, 1): "0%%", (5, 1): '0!.0000"万元"'}
    assert [(one.address, one.shown) for one in looks.unreadable] == [("B5", "#DIV/0!"), ("A6", "#N/A")]
    (plain,) = looks_of_compound(book(*sheet))
    assert (plain.scaled, len(plain.unreadable)) == ({}, 2)
    assert looks_of_compound(b"nothing of the kind") == []
    assert looks_of_compound(stream(BEGIN)) == []
    cut = book(*sheet, extra=styles)
    for length in range(54, len(cut), 3):
        assert len(looks_of_compound(cut[:length])) <= 1
