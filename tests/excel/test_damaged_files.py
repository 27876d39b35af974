"""Files that a wrong byte or a careless program would turn into the end of the whole program: read or refused."""

from __future__ import annotations

import io
import random
import re
import struct
import zipfile
from typing import TYPE_CHECKING

import pytest
import xlsxwriter

from crm.domain.errors import CrmError
from crm.excel.compound import Flaw, flaw_of_compound
from crm.excel.reader import open_workbook
from tests.excel.templates import rewritten

if TYPE_CHECKING:
    from pathlib import Path

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LAST_ROW, LAST_COLUMN = 1_048_575, 16_383  # counted from 0


def register(*cells: tuple[str, object], shown_as: str = "General") -> bytes:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    sheet = book.add_worksheet("名录")
    shape = book.add_format({"num_format": shown_as})
    for address, value in cells or [(f"{letter}{row}", row) for letter in "ABC" for row in range(1, 40)]:
        sheet.write(address, value, shape)
    book.close()
    return file.getvalue()


def outcome(folder: Path, name: str, data: bytes) -> str:
    """``read``, or the code of the refusal."""
    path = folder / name
    path.write_bytes(data)
    try:
        with open_workbook(path) as book:
            for sheet in book.names:
                book.read(sheet)
    except CrmError as refused:
        return refused.code
    return "read"


def stating(reach: bytes, data: bytes) -> bytes:
    return rewritten(
        data, lambda _, part: re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="%s"' % reach, part)
    )


def test_a_sheet_that_states_a1_and_has_more_is_read(tmp_path: Path) -> None:
    # Apache POI writes row by row and states A1 whatever follows.
    path = tmp_path / "a.xlsx"
    path.write_bytes(stating(b"A1", register()))
    with open_workbook(path) as book:
        assert len(book.read().rows) == 39


@pytest.mark.parametrize("stray", ["XFD1048576", "T1048576"])
def test_a_stray_cell_that_a_wrong_reach_conceals_is_found(stray: str, tmp_path: Path) -> None:
    data = stating(b"A1", register(("A1", 1), (stray, 1)))
    assert outcome(tmp_path, "a.xlsx", data) == "workbook-too-large"


def test_cells_without_addresses_and_a_wrong_reach_are_looked_at_one_by_one(tmp_path: Path) -> None:
    data = stating(b"A1", register())
    unnamed = rewritten(data, lambda _, part: re.sub(rb'(<c) r="[A-Z]+\d+"', rb"\1", part))
    assert outcome(tmp_path, "a.xlsx", unnamed) == "read"


@pytest.mark.parametrize(("shown_as", "number"), [("[h]:mm", 13_800_138_000), ("yyyy-mm-dd", -1e12)])
def test_a_number_that_no_date_or_duration_can_be_is_refused(
    shown_as: str, number: float, tmp_path: Path
) -> None:
    data = register(("A1", number), shown_as=shown_as)
    assert outcome(tmp_path, "a.xlsx", data) == "workbook-damaged"


def compound(*records: tuple[int, bytes]) -> bytes:
    """A compound file of globals that name one sheet, and the sheet with *records*."""
    sheet = struct.pack("<2HHH", 0x809, 4, 0x600, 0x10)
    sheet += b"".join(struct.pack("<2H", kind, len(body)) + body for kind, body in records)
    first = b"\x09\x08\x08\x00\x00\x06\x05\x00" + b"\0" * 4
    globals_ = first + struct.pack("<2HI", 0x85, 4, len(first) + 8 + 4) + struct.pack("<2H", 10, 0)
    return b"\0" * 512 + globals_ + sheet + struct.pack("<2H", 10, 0)


@pytest.mark.parametrize(
    ("sizes", "flaw"),
    [
        ((0, 39, 0, 3), None),
        ((0, 0, 0, 0), None),
        ((0, 65_536, 0, 256), None),
        ((0x00070000, 3, 0, 2), Flaw.DAMAGED),
        ((0, 0x07000003, 0, 2), Flaw.DAMAGED),
        ((0, 39, 0, 0x7F03), Flaw.DAMAGED),
    ],
)
def test_a_sheet_of_excel_97_that_states_an_impossible_size_is_damaged(
    sizes: tuple[int, int, int, int], flaw: Flaw | None
) -> None:
    assert flaw_of_compound(compound((0x200, struct.pack("<IIHHH", *sizes, 0)))) is flaw


@pytest.mark.parametrize(("sizes", "flaw"), [((0, 192, 512, 75), None), ((200, 192, 0, 75), Flaw.DAMAGED)])
def test_a_sheet_of_excel_5_states_its_size_in_half_the_bytes(
    sizes: tuple[int, int, int, int], flaw: Flaw | None
) -> None:
    assert flaw_of_compound(compound((0x200, struct.pack("<5H", *sizes, 0)))) is flaw


def test_a_size_that_is_cut_off_says_nothing() -> None:
    whole = compound((0x200, struct.pack("<IIHHH", 9, 3, 0, 2, 0)))
    assert flaw_of_compound(whole[: whole.index(struct.pack("<2I", 9, 3)) + 6]) is None


def sectors(stream: bytes, *, shift: int = 9, listed_beyond: bool = False) -> bytes:
    """A compound file whose workbook's sectors lie last first; its table is named in the header or in a list beyond."""
    size = 1 << shift
    count = -(-max(len(stream), 4096) // size)
    parts = [stream[place : place + size].ljust(size, b"\0") for place in range(0, count * size, size)]
    # Sector 0 is the table, 1 the directory, 2 the list beyond, the stream goes backwards to 3.
    last = count + 2
    table = [0xFFFFFFFD, 0xFFFFFFFE, 0xFFFFFFFC, 0xFFFFFFFE, *range(3, last)]
    directory = b""
    for name, first, length in (("Root Entry", 0xFFFFFFFE, 0), ("Workbook", last, count * size)):
        directory += name.encode("utf-16-le").ljust(116, b"\0") + struct.pack("<3I", first, length, 0)
    named = [0] + [0xFFFFFFFF] * 108
    header = struct.pack("<8s16x5H6x7I", OLE, 0x3E, 3, 0xFFFE, shift, 6, 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0)
    header += struct.pack("<2I", 2 if listed_beyond else 0xFFFFFFFE, int(listed_beyond))
    header += struct.pack("<109I", *([0xFFFFFFFF] * 109 if listed_beyond else named))
    beyond = struct.pack(f"<{size // 4}I", *named[:1], *[0xFFFFFFFF] * (size // 4 - 2), 0xFFFFFFFE)
    body = struct.pack(f"<{len(table)}I", *table).ljust(size, b"\xff") + directory.ljust(size, b"\0") + beyond
    return header.ljust(size, b"\0") + body + b"".join(reversed(parts))


@pytest.mark.parametrize("listed_beyond", [False, True])
@pytest.mark.parametrize("shift", [9, 12])
def test_a_stream_in_pieces_is_put_in_order_before_it_is_judged(shift: int, *, listed_beyond: bool) -> None:
    filler = [(0x04E0, b"\x81" * 900)] * 3
    good = compound(*filler, (0x203, struct.pack("<3Hd", 1, 2, 0, 7.0)))[512:]
    # Were the pieces read as they lie, the second half would be taken for a cell in column 65,535.
    assert flaw_of_compound(sectors(good, shift=shift, listed_beyond=listed_beyond)) is None
    bad = compound(*filler, (0x203, struct.pack("<3Hd", 1, 0xFFFF, 0, 7.0)))[512:]
    assert flaw_of_compound(sectors(bad, shift=shift, listed_beyond=listed_beyond)) is Flaw.DAMAGED


def test_a_file_of_odd_sectors_or_an_endless_string_of_them_is_looked_at_as_it_lies() -> None:
    bad = compound((0x203, struct.pack("<3Hd", 1, 0xFFFF, 0, 7.0)))[512:]
    odd = bytearray(sectors(bad))
    odd[30] = 7
    assert flaw_of_compound(bytes(odd[:2048]) + bad) is Flaw.DAMAGED
    assert flaw_of_compound(OLE + bad) is Flaw.DAMAGED
    endless = bytearray(sectors(bad, listed_beyond=True))
    endless[512 + 4 : 512 + 8] = struct.pack("<I", 1)  # the directory follows itself
    endless[512 * 4 - 4 : 512 * 4] = struct.pack("<I", 2)  # the list beyond too
    assert flaw_of_compound(bytes(endless)) is Flaw.DAMAGED
    empty = bytearray(sectors(bad))
    empty[68:72] = struct.pack("<I", 0x00FFFFFF)  # a list beyond the file's end
    assert flaw_of_compound(bytes(empty)) is Flaw.DAMAGED


def binary_workbook(*sheets: list[tuple[int, int]], stated: tuple[int, int] = (2, 2)) -> bytes:
    """An .xlsb whose sheets hold a number at each (row, column), counted from 0."""

    def record(kind: int, body: bytes = b"") -> bytes:
        number = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
        return number + bytes([len(body)]) + body

    def text(value: str) -> bytes:
        return struct.pack("<I", len(value)) + value.encode("utf-16-le")

    def sheet(cells: list[tuple[int, int]]) -> bytes:
        data = record(129) + record(148, struct.pack("<4I", 0, stated[0] - 1, 0, stated[1] - 1)) + record(145)
        for row, column in cells:
            data += record(0, struct.pack("<I", row) + b"\0" * 21) + record(
                5, struct.pack("<2Id", column, 0, 7.0)
            )
        return data + record(146) + record(130)

    def relations(*entries: tuple[str, str, str]) -> str:
        items = "".join(
            f'<Relationship Id="{i}" Type="{RELATIONS}/{kind}" Target="{to}"/>' for i, kind, to in entries
        )
        return f'<?xml version="1.0"?><Relationships xmlns="{PACKAGE}">{items}</Relationships>'

    bundle = b"".join(
        record(156, struct.pack("<2I", 0, n) + text(f"r{n}") + text(f"表{n}"))
        for n in range(1, len(sheets) + 1)
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("_rels/.rels", relations(("r", "officeDocument", "xl/workbook.bin")))
        archive.writestr("xl/workbook.bin", record(131) + record(143) + bundle + record(144) + record(132))
        entries = [(f"r{n}", "worksheet", f"worksheets/sheet{n}.bin") for n in range(1, len(sheets) + 1)]
        archive.writestr("xl/_rels/workbook.bin.rels", relations(*entries))
        for number, cells in enumerate(sheets, 1):
            archive.writestr(f"xl/worksheets/sheet{number}.bin", sheet(cells))
    return file.getvalue()


def test_a_binary_workbook_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsb"
    path.write_bytes(binary_workbook([(0, 0), (1, 1)], [(4, 2)]))
    with open_workbook(path) as book:
        assert book.names == ("表1", "表2")
        assert book.read("表1").rows == [[7, None], [None, 7]]
        assert (book.read("表2").first_row, book.read("表2").first_column) == (5, 3)


@pytest.mark.parametrize("far", [(LAST_ROW, LAST_COLUMN), (LAST_ROW, 0x7F), (5, 0xB1000001)])
def test_a_cell_beyond_what_a_binary_sheet_states_is_found(far: tuple[int, int], tmp_path: Path) -> None:
    assert outcome(tmp_path, "a.xlsb", binary_workbook([(0, 0)], [(0, 0), far])) == "workbook-too-large"


def test_names_that_are_no_text_are_damage(tmp_path: Path) -> None:
    data = bytearray(register())
    place = data.index(b"PK\x01\x02")
    data[place + 9] |= 0x08  # says that its name is UTF-8
    data[place + 46] = 0xFF
    assert outcome(tmp_path, "a.xlsx", bytes(data)) == "workbook-damaged"


def test_a_directory_that_begins_before_the_file_is_damage(tmp_path: Path) -> None:
    data = bytearray(register())
    end = data.index(b"PK\x05\x06")
    data[end + 12 : end + 16] = struct.pack("<I", len(data) * 3)
    assert outcome(tmp_path, "a.xlsx", bytes(data)) == "workbook-damaged"


@pytest.mark.parametrize("kind", ["xlsx", "xlsb"])
@pytest.mark.parametrize("seed", range(4))
def test_whatever_bytes_are_wrong_a_file_is_read_or_refused(kind: str, seed: int, tmp_path: Path) -> None:
    whole = register() if kind == "xlsx" else binary_workbook([(0, 0), (1, 1)])
    rng = random.Random(seed)
    for _ in range(40):
        data = bytearray(whole)
        if rng.random() < 0.2:
            del data[rng.randrange(len(data)) :]
        for _ in range(rng.choice([1, 2, 5, 20])):
            if data:
                data[rng.randrange(len(data))] = rng.choice([0, 127, 128, 255, rng.randrange(256)])
        code = outcome(tmp_path, f"a.{kind}", bytes(data))
        assert code == "read" or code.startswith("workbook-")
        assert code != "workbook-unreachable"


def with_rows(rows: bytes) -> bytes:
    return rewritten(register(), lambda _, part: part.replace(b"</sheetData>", rows + b"</sheetData>"))


BLANKS = b"".join(
    b'<row r="%d"><c r="A%d" s="0"/><c r="T%d" s="0"/></row>' % (r, r, r) for r in range(41, 90)
)
FAR_BLANK = BLANKS + b'<row r="1048576"><c r="T1048576" s="0"/></row>'


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        (FAR_BLANK, "read"),
        (FAR_BLANK.replace(b'<c r="T60" s="0"/>', b'<c r="T60" s="0"><v>1</v></c>'), "read"),
        (BLANKS + b'<row r="1048576"><c r="T1048576"><v>1</v></c></row>', "workbook-too-large"),
        (BLANKS + b'<row r="1048576"><c\nr="T1048576"><v>1</v></c></row>', "workbook-too-large"),
        (
            BLANKS + b"<row r='1048576'><c s='0' r='T1048576'><is><t>x</t></is></c></row>",
            "workbook-too-large",
        ),
        (FAR_BLANK + b"<row><c><v>1</v></c></row>", "read"),
    ],
    ids=["blank", "one of the blanks is filled", "filled", "over two lines", "other quotes", "no address"],
)
def test_blank_cells_that_were_only_formatted_take_no_room(rows: bytes, code: str, tmp_path: Path) -> None:
    assert outcome(tmp_path, "a.xlsx", with_rows(rows)) == code
    assert outcome(tmp_path, "b.xlsx", stating(b"A1:T1048576", with_rows(rows))) == code


def test_a_sheet_that_declares_entities_is_damaged_instead_of_blank(tmp_path: Path) -> None:
    def declare(_: str, part: bytes) -> bytes:
        if b"<worksheet" not in part:
            return part
        return part.replace(b"<worksheet", b'<!DOCTYPE a [<!ENTITY b "3">]><worksheet', 1).replace(
            b"<v>3<", b"<v>&b;<"
        )

    assert outcome(tmp_path, "a.xlsx", rewritten(register(), declare)) == "workbook-damaged"


def test_a_page_of_no_encoding_we_know_is_refused_in_words(tmp_path: Path) -> None:
    page = "<table><tr><td>雲杉科技股份有限公司</td><td>統一編號與備註</td></tr></table>".encode("big5")
    assert outcome(tmp_path, "a.xls", page) == "workbook-encoding"
