"""Workbooks of every format read cell by cell, and every file that is none refused in words."""

from __future__ import annotations

import io
import os
import re
import struct
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest
import xlsxwriter

from crm.domain.errors import CrmError
from crm.excel import reader, safety
from crm.excel.address import Range
from crm.excel.reader import open_workbook
from crm.excel.safety import ReadRefused, refusal_of_opening
from crm.excel.sheet import CellValue, SheetInfo, Unreadable, UnreadableCell
from crm.excel.worksheet_scan import scan_binary_worksheet, scan_worksheet
from tests.excel.templates import read_parts, rewritten, small_form_by_xlsxwriter

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlsxwriter.chart import Chart

    from tests.excel.conftest import Office

# Real and hostile files that no repository may hold; beside the checkout where they are there at all.
REAL_FILES = Path(__file__).parents[3] / "shared" / "data"
FIRST_SHEET = "xl/worksheets/sheet1.xml"
MOMENT = datetime(2026, 3, 1, 8, 30)  # noqa: DTZ001 - a workbook has no zones


def register() -> bytes:
    """A sheet that begins in B3, with every kind of cell, a second that is hidden and a third that is blank."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    sheet = book.add_worksheet("名录")
    formats = {
        kind: book.add_format({"num_format": kind})
        for kind in ("yyyy-mm-dd", "yyyy-mm-dd hh:mm", "hh:mm", "[h]:mm")
    }
    sheet.merge_range("B3:C3", "企业", book.add_format())
    sheet.write_row("B4", ["  两端空格 ", 2024, 3.5, 0.1, -0.0, 911101080000000000, True, ""])
    sheet.write_datetime("B5", datetime(2026, 3, 1), formats["yyyy-mm-dd"])  # noqa: DTZ001 - a workbook has no zones
    sheet.write_datetime("C5", MOMENT, formats["yyyy-mm-dd hh:mm"])
    sheet.write_number("D5", 8.5 / 24, formats["hh:mm"])
    sheet.write_number("E5", 1.5, formats["[h]:mm"])
    sheet.write_string("J7", "末")
    hidden = book.add_worksheet("字典")
    hidden.write_column("A1", ["在孵", "毕业"])
    hidden.hide()
    book.add_worksheet("空白")
    book.add_chartsheet("图").set_chart(_chart(book))
    book.close()
    return file.getvalue()


def _chart(book: xlsxwriter.Workbook) -> Chart:
    chart = book.add_chart({"type": "line"})
    assert chart is not None
    chart.add_series({"values": "=字典!$A$1:$A$2"})
    return chart


def put(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def read_all(path: Path) -> None:
    with open_workbook(path) as book:
        for name in book.names:
            book.read(name)


def code_of(path: Path) -> str:
    with pytest.raises(ReadRefused) as refused:
        read_all(path)
    assert refused.value.values["file"] == path.name
    return refused.value.code


@pytest.mark.parametrize("name", ["a.xlsx", "a.xlsm", "a.et", "a.xls", "a.csv", "名 录"])
def test_a_workbook_is_read_by_its_content_whatever_its_name(name: str, tmp_path: Path) -> None:
    with open_workbook(put(tmp_path, name, register())) as book:
        assert book.names == ("名录", "字典", "空白")
        assert book.sheets == (
            SheetInfo("名录", visible=True, rows=7, columns=10),
            SheetInfo("字典", visible=False, rows=2, columns=1),
            SheetInfo("空白", visible=True, rows=0, columns=0),
        )
        sheet = book.read("名录")
        assert book.read(1).rows == [["在孵"], ["毕业"]]
        assert book.read(2).rows == []
    assert (sheet.first_row, sheet.first_column) == (3, 2)
    assert sheet.merges == (Range(3, 2, 3, 3),)
    assert sheet.rows[0][0] == "企业"
    assert sheet.rows[1] == ["  两端空格 ", 2024, 3.5, 0.1, 0, 911101080000000000.0, True, None, None]
    assert [type(value) for value in sheet.rows[1][1:7]] == [int, float, float, int, float, bool]
    assert sheet.rows[2][:2] == [date(2026, 3, 1), MOMENT]
    assert sheet.rows[2][2:4] == [time(8, 30), timedelta(hours=36)]
    assert sheet.rows[3] == [None] * 9
    assert sheet.rows[4][8] == "末"
    assert sheet.address(4, column=8) == "J7"


def test_the_formats_of_other_programs_say_the_same(tmp_path: Path, office: Office) -> None:
    rows: list[list[CellValue]] = [
        ["企业名称", "收入", "日期"],
        ["试验一号", 12, date(2026, 3, 1)],
        ["试验二号", 3.25, date(2025, 12, 31)],
    ]
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(tuple(row))
    book.save(tmp_path / "a.xlsx")
    for suffix in ("xls", "ods", "et"):
        made = office.convert(tmp_path / "a.xlsx", "xls" if suffix == "et" else suffix, tmp_path / "made")
        path = made.rename(tmp_path / f"b.{suffix}")
        with open_workbook(path) as opened:
            assert opened.read().rows == rows


def test_a_sheet_that_is_not_there_is_named_with_those_that_are(tmp_path: Path) -> None:
    with open_workbook(put(tmp_path, "a.xlsx", register())) as book:
        for sheet in ("无", 3, -1):
            with pytest.raises(ReadRefused) as refused:
                book.read(sheet)
            assert refused.value.code == "workbook-no-such-sheet"
            assert refused.value.values["sheets"] == "名录、字典、空白"


def test_text_files_are_workbooks_of_one_sheet(tmp_path: Path) -> None:
    path = put(tmp_path, "名录.csv", "企业,代码,备注\n 甲 ,0012,\n\n乙\n".encode("gbk"))
    with open_workbook(path) as book:
        assert book.sheets == (SheetInfo("名录", visible=True, rows=4, columns=3),)
        assert book.read("名录").rows == [
            ["企业", "代码", "备注"],
            [" 甲 ", "0012", None],
            [None] * 3,
            ["乙", None, None],
        ]


def test_a_text_of_blank_lines_is_a_blank_sheet(tmp_path: Path) -> None:
    with open_workbook(put(tmp_path, "a.txt", b"\n\n")) as book:
        assert book.sheets == (SheetInfo("a", visible=True, rows=0, columns=0),)
        assert book.read().rows == []


PAGE = """<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"><title>x</title></head><body>
<!-- c --><table><tr><td><table border=1>
<tr><th rowspan=2>企业</th><th colspan="2">指&nbsp;标</th></tr><tr><th>收入</th><th>人数</th></tr>
<tr><td> 甲<br>乙 </td><td>1,200</td><td>&nbsp;</td></tr><tr><td rowspan=x>丙</td><td colspan=0>3</td></tr></table>
</td></tr></table><table></table></body></html>"""


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig"])
def test_a_web_page_named_xls_gives_its_tables(encoding: str, tmp_path: Path) -> None:
    with open_workbook(put(tmp_path, "导出.xls", PAGE.encode(encoding))) as book:
        assert book.names == ("table1", "table2")
        sheet = book.read("table1")
        assert book.read("table2").rows == []
    assert sheet.rows == [
        ["企业", "指\xa0标", None],
        [None, "收入", "人数"],
        ["甲\n乙", "1,200", None],
        ["丙", "3", None],
    ]
    assert sheet.merges == (Range(1, 1, 2, 1), Range(1, 2, 1, 3))


@pytest.mark.parametrize("declared", ["gibtesnicht", "utf-8"])
def test_a_page_that_lies_about_its_encoding_is_read_all_the_same(declared: str, tmp_path: Path) -> None:
    data = PAGE.replace("gb2312", declared).encode("gb18030")
    with open_workbook(put(tmp_path, "a.xls", data)) as book:
        assert book.read().rows[0][0] == "企业"


def test_a_page_without_a_table_or_with_one_too_large_is_refused(tmp_path: Path) -> None:
    assert code_of(put(tmp_path, "a.xls", b"<html><body>404</body></html>")) == "workbook-not-a-workbook"
    vast = b"<table>" + b"<tr>" + b"<td rowspan=2000 colspan=2000>x</td>" * 3 + b"</tr></table>"
    assert code_of(put(tmp_path, "b.xls", vast)) == "workbook-too-large"


SPREADSHEET = """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Worksheet ss:Name="名录"><Table><Row ss:Index="2"><Cell ss:MergeAcross="1"><Data ss:Type="String">企业</Data></Cell>
<Cell><Data ss:Type="Number">12</Data></Cell></Row><Row><Cell ss:Index="2"><Data ss:Type="Number">0.5</Data></Cell>
<Cell><Data ss:Type="DateTime">2026-03-01T00:00:00.000</Data></Cell><Cell><Data ss:Type="Boolean">1</Data></Cell>
<Cell><Data ss:Type="Error">#N/A</Data></Cell><Cell/></Row></Table></Worksheet><Worksheet><Table/></Worksheet>
</Workbook>"""


def test_the_xml_spreadsheet_of_excel_2003_is_read(tmp_path: Path) -> None:
    with open_workbook(put(tmp_path, "a.xls", SPREADSHEET.encode())) as book:
        assert book.names == ("名录", "sheet2")
        sheet = book.read("名录")
    assert (sheet.first_row, sheet.first_column) == (2, 1)
    assert sheet.rows[0][:3] == ["企业", None, 12]
    assert sheet.rows[1][:4] == [None, 0.5, datetime(2026, 3, 1), True]  # noqa: DTZ001 - a workbook has no zones
    assert sheet.merges == (Range(2, 1, 2, 2),)
    assert sheet.unreadable == (UnreadableCell("E3", Unreadable.ERROR, "#N/A"),)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("</Workbook>", "", "workbook-damaged"),
        (">12<", ">zwölf<", "workbook-damaged"),
        ('ss:Index="2"><Data', 'ss:Index="999999999"><Data', "workbook-too-large"),
    ],
)
def test_a_bad_xml_spreadsheet_is_refused(old: str, new: str, code: str, tmp_path: Path) -> None:
    assert code_of(put(tmp_path, "a.xml", SPREADSHEET.replace(old, new).encode())) == code


def with_sheet(change: Callable[[bytes], bytes], workbook: bytes | None = None) -> bytes:
    """The register, or *workbook*, with the XML of its first sheet changed."""
    return rewritten(workbook or register(), lambda name, data: change(data) if name == FIRST_SHEET else data)


def test_cells_that_look_blank_and_are_not_are_named(tmp_path: Path) -> None:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    sheet = book.add_worksheet("名录")
    sheet.write_row("A1", [1, "x"])
    sheet.write_formula("A2", "=NA()", None, "#N/A")
    sheet.write_formula("B2", "=A1*2", None, 2)
    sheet.write_formula("C2", "=A1&B1", None, "")
    sheet.write_formula("D2", "=A1*3", None, 3)
    book.close()
    data = rewritten(file.getvalue(), lambda _, part: part.replace(b"<f>A1*3</f><v>3</v>", b"<f>A1*3</f>"))
    # As Excel writes a formula that gives the empty text.
    data = rewritten(data, lambda _, part: part.replace(b'<c r="C2">', b'<c r="C2" t="str">'))
    changes: dict[str, Callable[[bytes], bytes]] = {
        "plain": lambda part: part,
        "single quotes": lambda part: part.replace(b't="e"', b"t='e'"),
        "prefixed": prefixed,
        "unnumbered": lambda part: re.sub(rb' r="[A-Z]*\d+"', b"", part),
    }
    for name, change in changes.items():
        changed = with_sheet(change, data)
        with open_workbook(put(tmp_path, f"{name}.xlsx", changed)) as opened:
            read = opened.read()
        assert read.unreadable == (
            UnreadableCell("A2", Unreadable.ERROR, "#N/A"),
            UnreadableCell("D2", Unreadable.UNCOMPUTED, "A1*3"),
        )


def prefixed(data: bytes) -> bytes:
    text = data.replace(b" xmlns=", b" xmlns:x=")
    return re.sub(rb"<(/?)([a-zA-Z]\w*)(?=[\s>/])", rb"<\1x:\2", text)


def test_a_validation_is_not_taken_for_a_formula(tmp_path: Path) -> None:
    path = put(tmp_path, "a.xlsx", small_form_by_xlsxwriter())
    with zipfile.ZipFile(path) as archive:
        assert scan_worksheet(archive, FIRST_SHEET).suspicious
    plain = rewritten(path.read_bytes(), lambda _, data: re.sub(rb"<f>[^<]*</f>", b"", data))
    with zipfile.ZipFile(put(tmp_path, "b.xlsx", plain)) as archive:
        assert b"<formula1>" in archive.read(FIRST_SHEET)
        assert not scan_worksheet(archive, FIRST_SHEET).suspicious


def far_sheet(address: str) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"] = 1
    sheet[address] = 1
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize("address", ["XFD1048576", "T1048576", "ZZ20000"])
def test_a_stray_cell_far_away_is_refused_before_it_takes_all_memory(address: str, tmp_path: Path) -> None:
    data = far_sheet(address)
    assert code_of(put(tmp_path, "a.xlsx", data)) == "workbook-too-large"
    unstated = rewritten(data, lambda _, part: re.sub(rb"<dimension[^>]*/>", b"", part))
    assert code_of(put(tmp_path, "b.xlsx", unstated)) == "workbook-too-large"


def test_a_sheet_that_states_more_than_it_has_is_read(tmp_path: Path) -> None:
    ghost = with_sheet(lambda data: re.sub(rb'ref="B3:J7"', b'ref="A1:XFD1048576"', data))
    unnumbered = with_sheet(lambda data: re.sub(rb'<dimension[^>]*/>| r="\d+"', b"", data))
    unreadable = with_sheet(lambda data: data.replace(b'ref="B3:J7"', b'ref="ZZZZ1"'))
    for number, data in enumerate((ghost, unnumbered, unreadable)):
        with open_workbook(put(tmp_path, f"{number}.xlsx", data)) as book:
            assert book.read().rows[0][0] == "企业"


def zip_of(**parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/"), data)
    return file.getvalue()


def torn(data: bytes, name: str) -> bytes:
    """The archive with the packed data of one entry overwritten."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entry = archive.getinfo(name)
    start = entry.header_offset + 30 + len(name)
    return data[:start] + b"\xff" * entry.compress_size + data[start + entry.compress_size :]


def flagged(data: bytes) -> bytes:
    """The archive with the mark of encryption on its first entry."""
    at = data.index(b"PK\x01\x02") + 8
    return data[:at] + struct.pack("<H", 1) + data[at + 2 :]


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
BOF = b"\x09\x08\x10\x00\x00\x06\x05\x00" + b"\0" * 12
FILES: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "workbook-empty"),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "workbook-not-a-workbook"),
    "a PDF": (lambda: b"%PDF-1.7\n", "workbook-not-a-workbook"),
    "machine code": (lambda: bytes(range(256)) * 9, "workbook-encoding"),
    "other bytes": (lambda: b"\x01\x02\x03\x04" * 99, "workbook-not-a-workbook"),
    "mixed encodings": (lambda: "企业名称\n".encode() * 40 + b"\xe4\xbc\n", "workbook-encoding"),
    "an open quote": (lambda: b'a,b\n"' + b"x,y\n" * 50_000, "workbook-quotation-open"),
    "a zip of texts": (lambda: zip_of(a=b"x"), "workbook-not-a-workbook"),
    "a zip cut off": (lambda: register()[:2000], "workbook-damaged"),
    "a locked zip": (lambda: flagged(register()), "workbook-encrypted"),
    "a bomb": (lambda: zip_of(xl__workbook=b"\0" * (70 << 20)), "workbook-too-large"),
    "a text document": (
        lambda: zip_of(**{"content.xml": b"<x/>", "mimetype": b"application/vnd.oasis.opendocument.text"}),
        "workbook-not-a-workbook",
    ),
    "a locked OpenDocument": (
        lambda: zip_of(**{"content.xml": b"<x/>", "META-INF__manifest.xml": b"<encryption-data/>"}),
        "workbook-encrypted",
    ),
    "an OpenDocument of nothing": (lambda: zip_of(**{"content.xml": b"<x"}), "workbook-damaged"),
    "Excel 4": (lambda: b"\x09\x04\x06\x00\x00\x00\x10\x00" + b"\0" * 99, "workbook-too-old"),
    "a locked .xlsx": (lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "workbook-encrypted"),
    "a locked .xls": (lambda: OLE + BOF + b"\x2f\x00\x36\x00" + b"\0" * 99, "workbook-encrypted"),
    "a broken .xls": (lambda: OLE + BOF, "workbook-damaged"),
    "a name that is no text": (
        lambda: zip_of(名=b"x").replace("名".encode(), b"\xff\xff\xff"),
        "workbook-damaged",
    ),
    "a torn OpenDocument": (
        lambda: torn(
            zip_of(**{"content.xml": b"<x/>", "META-INF__manifest.xml": bytes(range(256))}),
            "META-INF/manifest.xml",
        ),
        "workbook-damaged",
    ),
    "no sheets": (
        lambda: rewritten(register(), lambda _, data: re.sub(rb"<sheet name.*?/>", b"", data)),
        "workbook-damaged",
    ),
    "broken XML": (lambda: with_sheet(lambda data: data[:600]), "workbook-damaged"),
    "a sheet that is missing": (
        lambda: rewritten(register(), lambda name, data: None if name == FIRST_SHEET else data),
        "workbook-damaged",
    ),
    "a broken index": (
        lambda: rewritten(register(), lambda name, data: b"<r" if name == "_rels/.rels" else data),
        "workbook-damaged",
    ),
    "a text of too many cells": (lambda: b"," * 2_000_000 + b"\n1\n2\n3\n4\n5\n", "workbook-too-large"),
}


@pytest.mark.parametrize("kind", FILES)
@pytest.mark.parametrize("suffix", ["xlsx", "dat"])
def test_a_file_that_cannot_be_read_is_refused_in_words(kind: str, suffix: str, tmp_path: Path) -> None:
    make, code = FILES[kind]
    assert code_of(put(tmp_path, f"a.{suffix}", make())) == code


def test_packed_data_that_are_broken_or_longer_than_stated_are_refused(tmp_path: Path) -> None:
    assert code_of(put(tmp_path, "a.xlsx", torn(register(), FIRST_SHEET))) == "workbook-damaged"
    assert code_of(put(tmp_path, "c.xlsx", torn(register(), "xl/sharedStrings.xml"))) == "workbook-damaged"
    data = bytearray(register())
    at = data.index(b"PK\x01\x02")
    while data[at + 46 : at + 46 + len(FIRST_SHEET)] != FIRST_SHEET.encode():
        at = data.index(b"PK\x01\x02", at + 1)
    data[at + 24 : at + 28] = struct.pack("<I", 10)
    assert code_of(put(tmp_path, "b.xlsx", bytes(data))) == "workbook-damaged"


def test_stored_parts_are_looked_at_too(tmp_path: Path) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for name, data in read_parts(register()).items():
            archive.writestr(name, data)
    with open_workbook(put(tmp_path, "a.xlsx", file.getvalue())) as book:
        assert book.read().rows[0][0] == "企业"


def test_a_binary_sheet_states_its_reach_in_its_first_records() -> None:
    def part(*records: tuple[int, bytes]) -> zipfile.ZipFile:
        data = b"".join(
            struct.pack("<BB", number & 0x7F | 0x80, number >> 7) + bytes([len(rest)]) + rest
            for number, rest in records
        )
        return zipfile.ZipFile(io.BytesIO(zip_of(**{"xl__worksheets__sheet1.bin": data})))

    stated = part((129, b""), (148, struct.pack("<4I", 0, 1_048_575, 0, 16_383)))
    assert scan_binary_worksheet(stated, "xl/worksheets/sheet1.bin").cells == 1_048_576 * 16_384
    assert scan_binary_worksheet(part((129, b"")), "xl/worksheets/sheet1.bin").cells == 0
    assert scan_binary_worksheet(part((148, b"")), "xl/worksheets/sheet1.bin").cells == 0


def test_a_vast_binary_sheet_is_refused(tmp_path: Path) -> None:
    record = b"\x94\x01\x10" + struct.pack("<4I", 0, 1_048_575, 0, 16_383)
    namespace = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    workbook = (
        namespace + b'<Relationship Id="r" Type="x/officeDocument" Target="xl/workbook.bin"/></Relationships>'
    )
    data = zip_of(
        **{"_rels__.rels": workbook, "xl__workbook.bin": b"x", "xl__worksheets__sheet1.bin": record}
    )
    with zipfile.ZipFile(put(tmp_path, "a.xlsb", data)) as archive, pytest.raises(ReadRefused) as refused:
        reader._refuse_vast_binary(archive, name="名录", path=tmp_path / "a.xlsb")
    assert refused.value.code == "workbook-too-large"


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path: Path) -> None:
    assert code_of(tmp_path / "无.xlsx") == "workbook-missing"
    assert code_of(tmp_path / ("长" * 300 + ".xlsx")) == "workbook-missing"
    (tmp_path / "夹.xlsx").mkdir()
    assert code_of(tmp_path / "夹.xlsx") == "workbook-not-a-workbook"


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (PermissionError(13, "Permission denied"), "workbook-forbidden"),
        (OSError(5, "Input/output error"), "workbook-unreachable"),
    ],
)
def test_what_the_system_says_is_put_into_words(
    error: OSError, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put(tmp_path, "a.xlsx", register())
    assert refusal_of_opening(error, path).code == code

    def fail(*_: object, **__: object) -> object:
        raise error

    monkeypatch.setattr(Path, "open", fail)
    assert code_of(path) == code


def test_a_file_that_windows_keeps_for_another_program_is_locked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared = OSError(13, "used by another process")
    shared.winerror = 32  # type: ignore[attr-defined]
    assert refusal_of_opening(shared, tmp_path / "a.xlsx").code == "workbook-locked-by-other"
    monkeypatch.setattr(safety, "ON_WINDOWS", True)
    denied = refusal_of_opening(PermissionError(13, "Permission denied"), tmp_path / "a.xlsx")
    assert denied.code == "workbook-locked-by-other"


@pytest.mark.parametrize("broken", ["read_bytes", "second look", "other name"])
def test_a_file_that_goes_away_while_it_is_read_is_refused(
    broken: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if broken == "read_bytes":
        path = put(tmp_path, "a.csv", b"a,b\n")
        monkeypatch.setattr(Path, "read_bytes", lambda _: (_ for _ in ()).throw(OSError(5, "gone")))
        assert code_of(path) == "workbook-unreachable"
    elif broken == "second look":
        path = put(tmp_path, "a.xlsx", register())
        with open_workbook(path) as book:
            path.unlink()
            with pytest.raises(ReadRefused) as refused:
                book.read()
        assert refused.value.code == "workbook-missing"
    else:
        path = put(tmp_path, "a.dat", register())

        def lose(_: Path) -> safety.Kind:
            path.unlink()
            return safety.Kind.OPENXML

        monkeypatch.setattr(reader, "recognise", lose)
        assert code_of(path) == "workbook-missing"


def test_a_panic_of_the_reader_is_a_damaged_file_and_any_other_stop_is_not_hidden(tmp_path: Path) -> None:
    class PanicException(BaseException):
        pass

    def stop(error: BaseException) -> Callable[[], object]:
        return lambda: (_ for _ in ()).throw(error).__next__()

    with pytest.raises(ReadRefused) as refused:
        reader._guarded(stop(PanicException()), tmp_path / "a.xlsx")
    assert refused.value.code == "workbook-damaged"
    for number, code in ((None, "workbook-damaged"), (5, "workbook-unreachable")):
        with pytest.raises(ReadRefused) as refused:
            reader._guarded(stop(OSError(number, "corrupt deflate stream")), tmp_path / "a.xlsx")
        assert refused.value.code == code
    with pytest.raises(KeyboardInterrupt):
        reader._guarded(stop(KeyboardInterrupt()), tmp_path / "a.xlsx")


def test_the_collector_is_as_it_was_after_reading(tmp_path: Path) -> None:
    import gc

    path = put(tmp_path, "a.xlsx", register())
    with open_workbook(path) as book:
        book.read()
        assert gc.isenabled()
        gc.disable()
        try:
            book.read()
            assert not gc.isenabled()
        finally:
            gc.enable()


def real_files() -> list[Path]:
    if not REAL_FILES.is_dir():
        return []
    return sorted(
        path for folder in ("hostile", "messy") for path in (REAL_FILES / folder).rglob("*") if path.is_file()
    )


@pytest.mark.skipif(
    not REAL_FILES.is_dir(), reason=f"the real and hostile files are not there: {os.fspath(REAL_FILES.name)}"
)
def test_no_real_or_hostile_file_does_more_than_be_refused() -> None:
    codes: dict[str, int] = {}
    for path in real_files():
        try:
            with open_workbook(path) as book:
                for name in book.names:
                    sheet = book.read(name)
                    assert len({len(row) for row in sheet.rows}) <= 1, path
            code = "read"
        except CrmError as refused:
            code = refused.code
        codes[code] = codes.get(code, 0) + 1
    assert codes["read"] > 250
    assert set(codes) <= {
        "read",
        "workbook-encrypted",
        "workbook-damaged",
        "workbook-too-large",
        "workbook-too-old",
        "workbook-not-a-workbook",
        "workbook-encoding",
        "workbook-quotation-open",
    }


def test_a_workbook_that_counts_its_days_from_1904_says_so(tmp_path: Path, office: Office) -> None:
    for epoch_1904 in (True, False):
        path = tmp_path / f"{epoch_1904}.xlsx"
        book = xlsxwriter.Workbook(path, {"date_1904": epoch_1904})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet = book.add_worksheet()
        sheet.write_datetime("A1", datetime(2024, 3, 1), day)  # noqa: DTZ001 - a workbook has no zones
        sheet.write_number("A2", 43890)
        book.close()
        for file in (path, office.convert(path, "xls", tmp_path / "made")):
            with open_workbook(file) as opened:
                read = opened.read()
            assert read.epoch_1904 is epoch_1904, file
            assert read.rows == [[date(2024, 3, 1)], [43890]]
    with open_workbook(office.convert(tmp_path / "True.xlsx", "ods", tmp_path / "made")) as opened:
        assert not opened.read().epoch_1904


def test_a_workbook_that_goes_away_while_it_is_read_is_refused(tmp_path: Path) -> None:
    path = put(tmp_path, "a.xlsx", register())
    with open_workbook(path) as book:
        _ = book.sheets
        path.unlink()
        with pytest.raises(ReadRefused, match="workbook-missing"):
            book.read()
