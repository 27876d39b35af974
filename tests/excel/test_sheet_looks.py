"""What a sheet shows otherwise than it holds: hidden rows, and numbers in formats that scale them."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import openpyxl
import pytest
import xlsxwriter
from openpyxl.styles import Font

from crm.excel.number_format import scales
from crm.excel.reader import open_workbook
from crm.excel.sheet_looks import Styles, styles_of_cells

if TYPE_CHECKING:
    from pathlib import Path

    from tests.excel.conftest import Office

WAN = '0!.0000"万元"'
"""As WPS writes its own format for ten thousand yuan."""


@pytest.mark.parametrize(
    ("code", "scaled"),
    [
        ("0.00%", True),
        ("#,##0,", True),
        ('0.00,,"百万"', True),
        (WAN, True),
        ("0\\.0,", True),
        ('0"."0000', True),
        ("#,##0.00;[Red]-#,##0.00", False),
        ("General", False),
        ("yyyy\\.mm\\.dd", False),
        ("_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * \\-??_ ;_ @_ ", False),
        ('0"%"', False),
        ("@", False),
    ],
)
def test_formats_that_show_another_number_are_known(code: str, scaled: bool) -> None:
    assert scales(code) is scaled


def test_hidden_rows_and_scaled_numbers_are_told_whoever_wrote_the_workbook(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["企业名称", "总收入"], ["甲", 1], ["乙", 12_345], ["丙", "约 5"]):
        sheet.append(row)
    for address, code in (("B2", "0%"), ("B3", WAN), ("B4", WAN)):
        sheet[address].number_format = code
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["D"].hidden = True
    book.save(tmp_path / "one.xlsx")
    with xlsxwriter.Workbook(str(tmp_path / "other.xlsx")) as other:
        page = other.add_worksheet()
        page.write_row("A1", ["企业名称", "总收入"])
        page.write("A2", "甲")
        page.write("B2", 1, other.add_format({"num_format": "0%"}))
        page.write("A3", "乙")
        page.write("B3", 12_345, other.add_format({"num_format": WAN}))
        page.set_row(2, None, None, {"hidden": True})
        page.set_column("D:D", None, None, {"hidden": True})
    for name in ("one.xlsx", "other.xlsx"):
        with open_workbook(tmp_path / name) as read:
            found = read.read()
        assert found.hidden_rows == {3}, name
        assert found.hidden_columns == {4}, name
        assert found.scaled == {(2, 2): "0%", (3, 2): WAN}, name


def test_a_sheet_that_shows_what_it_holds_says_nothing(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["企业名称", 5])
    book.save(tmp_path / "plain.xlsx")
    with open_workbook(tmp_path / "plain.xlsx") as read:
        found = read.read()
    assert (found.hidden_rows, found.scaled) == (frozenset(), {})
    bare = tmp_path / "bare.xlsx"
    with zipfile.ZipFile(tmp_path / "plain.xlsx") as old, zipfile.ZipFile(bare, "w") as new:
        for name in old.namelist():
            if name != "xl/styles.xml":
                new.writestr(name, old.read(name))
    with zipfile.ZipFile(bare) as archive:
        assert styles_of_cells(archive) == Styles()


OPEN_STYLES = """<office:styles><number:number-style style:name="N1"><number:number number:display-factor="1000"/>
</number:number-style><number:number-style style:name="N2"><number:number/></number:number-style>
<number:percentage-style style:name="N3"><number:number/></number:percentage-style>
<style:style style:name="in-thousands" style:data-style-name="N1"/>
<style:style style:name="plain" style:data-style-name="N2"/>
<style:style style:name="in-percent" style:data-style-name="N3"/></office:styles>"""
OPEN_CONTENT = """<office:body><office:spreadsheet><table:table table:name="表">
<table:table-column table:number-columns-repeated="2"/>
<table:table-column table:visibility="collapse" table:default-cell-style-name="in-thousands"/>
<table:table-column table:number-columns-repeated="16381"/>
<table:table-row>
<table:table-cell table:number-columns-spanned="2" table:number-rows-spanned="1" office:value-type="string">
<text:p>企业名称</text:p></table:table-cell><table:covered-table-cell/></table:table-row>
<table:table-row table:visibility="filter" table:number-rows-repeated="2"><table:table-cell/>
<table:table-cell table:style-name="in-percent" office:value-type="percentage" office:value="0.5"/>
<table:table-cell office:value-type="float" office:value="5"/></table:table-row>
<table:table-row><table:table-cell/><table:table-cell office:value-type="string" calcext:value-type="error">
<text:p>#N/A</text:p></table:table-cell>
<table:table-cell table:style-name="plain" office:value-type="float" office:value="6"/>
<table:covered-table-cell/></table:table-row>
</table:table></office:spreadsheet></office:body>"""
NAMESPACES = " ".join(
    f'xmlns:{prefix}="{name}"'
    for prefix, name in {
        **{
            prefix: f"urn:oasis:names:tc:opendocument:xmlns:{kind}:1.0"
            for prefix, kind in (
                ("office", "office"),
                ("table", "table"),
                ("style", "style"),
                ("text", "text"),
                ("number", "datastyle"),
            )
        },
        "calcext": "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0",
    }.items()
)


def open_document(path: Path, content: str, styles: str = "") -> Path:
    content = content.replace("\n", "")  # calamine wants no blanks between cells
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr(
            "content.xml", f"<office:document-content {NAMESPACES}>{content}</office:document-content>"
        )
        if styles:
            archive.writestr(
                "styles.xml", f"<office:document-styles {NAMESPACES}>{styles}</office:document-styles>"
            )
    return path


def test_an_open_document_tells_what_it_shows_otherwise_than_it_holds(tmp_path: Path) -> None:
    with open_workbook(open_document(tmp_path / "a.ods", OPEN_CONTENT, OPEN_STYLES)) as read:
        found = read.read()
        again = read.read()
    assert found.rows[1] == [None, 0.5, 5]
    assert found.hidden_rows == {2, 3}
    assert found.hidden_columns == {3}
    assert found.scaled == {(2, 2): "0%", (2, 3): "0,"}
    assert [(one.address, one.shown.strip()) for one in found.unreadable] == [("B4", "#N/A")]
    assert again.scaled == found.scaled
    assert [str(one) for one in found.merges] == ["A1:B1"]
    plain = (
        OPEN_CONTENT.replace("visibility", "v").replace("percentage", "float").replace('"error"', '"string"')
    )
    with open_workbook(open_document(tmp_path / "b.ods", plain)) as read:
        assert (read.read().hidden_rows, read.read().unreadable) == (frozenset(), ())


def test_an_old_workbook_of_an_office_tells_the_same(office: Office, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["企业名称", "总收入", "占比"], ["甲", "=1/0", 0.5], ["乙", 5, 1]):
        sheet.append(row)
    sheet["C2"].number_format = "0%"
    sheet.row_dimensions[3].hidden = sheet.column_dimensions["C"].hidden = True
    book.save(tmp_path / "a.xlsx")
    path = office.convert(tmp_path / "a.xlsx", "xls", tmp_path)
    with open_workbook(path) as read:
        found = read.read()
    assert found.hidden_rows == found.hidden_columns == {3}
    assert found.scaled == {(2, 3): "0%"}
    assert [(one.address, one.shown) for one in found.unreadable] == [("B2", "#DIV/0!")]


def test_what_is_struck_through_is_told_whoever_wrote_the_workbook(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet()
        struck, plain = book.add_format({"font_strikeout": True}), book.add_format({"bold": True})
        scaled = book.add_format({"font_strikeout": True, "num_format": "0%"})
        page.write_row("A1", ["企业名称", "总收入", "占比", "人数"], plain)
        page.write_row("A2", ["甲", 5, 6], struck)
        page.write("D2", 0.5, scaled)
        page.write_row("A3", ["乙", 5, 6])
        page.write_row("A4", ["丙", 7])
        page.write_formula("C4", "=B4*2", struck, 14)
        page.write_formula("D4", '="约"', struck, "约")
        page.write_blank("D3", None, struck)
        page.write_rich_string("A5", struck, "旧名", "新名")
        page.write_rich_string("A6", plain, "粗", "细")
        page.write_boolean("B6", True, struck)
    cells = {(2, 1), (2, 2), (2, 3), (2, 4), (4, 3), (4, 4)}
    with open_workbook(path) as read:
        found = read.read()
    assert found.struck == cells | {(5, 1), (6, 2)}
    assert found.scaled == {(2, 4): "0%"}
    # Of an .ods the parts of a text are not known.
    for kind, more in (("xls", {(5, 1), (6, 2)}), ("ods", {(6, 2)})):
        with open_workbook(office.convert(path, kind, tmp_path)) as read:
            found = read.read()
        assert found.struck == cells | more, kind
        assert found.scaled == {(2, 4): "0%"}, kind


def test_a_strike_that_is_switched_off_is_none(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["企业名称", 5])
    sheet["A1"].font = Font(strike=False)
    book.save(tmp_path / "a.xlsx")
    with open_workbook(tmp_path / "a.xlsx") as read:
        assert read.read().struck == frozenset()


def test_a_column_of_an_open_document_may_be_struck_through(tmp_path: Path) -> None:
    style = (
        '<style:text-properties style:text-line-through-style="solid" style:text-line-through-type="single"/>'
    )
    styles = OPEN_STYLES.replace(
        '<style:style style:name="in-thousands" style:data-style-name="N1"/>',
        f'<style:style style:name="in-thousands" style:data-style-name="N1">{style}</style:style>',
    ).replace("</office:styles>", f'<style:style style:name="gone">{style}</style:style></office:styles>')
    content = OPEN_CONTENT.replace('"plain"', '"gone"')
    with open_workbook(open_document(tmp_path / "a.ods", content, styles)) as read:
        found = read.read()
    assert found.scaled == {(2, 2): "0%", (2, 3): "0,"}
    assert found.struck == {(2, 3), (4, 3)}
