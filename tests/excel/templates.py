"""Templates as authorities send them, made by openpyxl and by XlsxWriter."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile
import zlib
from typing import TYPE_CHECKING

import openpyxl
import xlsxwriter
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Border, PatternFill, Side
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlsxwriter.worksheet import Worksheet

    from crm.excel.cellxml import Value
    from crm.excel.fill import Filled

TITLE = "在孵企业情况表(单位:千元)"
FOOT = "单位负责人(签章)        填表人        报出日期"
NOTE = "口径：含税收入"
HEADINGS = {
    "A2": "序号",
    "B2": "企业",
    "B3": "名称",
    "C3": "统一社会信用代码",
    "D2": "经济指标",
    "D3": "营业收入",
    "E3": "从业人数",
    "F3": "人均",
}
COLUMNS = ("A", "B", "C", "D", "E")


def form_rows(count: int = 30) -> list[tuple[Value, ...]]:
    """Revenue 100, 101 …, employees 5 + i mod 7: thirty rows come to 3,435."""
    return [(i + 1, f"试验企业{i}", f"91110000MA{i:08d}", 100 + i, 5 + i % 7) for i in range(count)]


def small_form_by_openpyxl() -> bytes:
    """The small government-style form on which two other fillers failed: see the eleven lines of its test."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "表一"
    for cells in ("A1:F1", "A2:A3", "B2:C2", "D2:F2", "A6:F6"):
        sheet.merge_cells(cells)
    for address, text in {"A1": TITLE, **HEADINGS, "A5": "合计", "A6": FOOT}.items():
        sheet[address] = text
    thin = Side("thin")
    for letter in "ABCDEF":
        sheet[f"{letter}4"].border = Border(thin, thin, thin, thin)
    sheet["D4"].number_format = "#,##0"
    sheet["F4"].number_format = "0.00"
    for address, formula in {
        "F4": "=D4/E4",
        "D5": "=SUM(D4:D4)",
        "E5": "=SUM(E4:E4)",
        "F5": "=D5/E5",
    }.items():
        sheet[address] = formula
    whole = DataValidation(type="whole", operator="greaterThanOrEqual", formula1="0")
    whole.add("E4")
    sheet.add_data_validation(whole)
    red = PatternFill("solid", bgColor="FFFFC7CE")
    below_zero = CellIsRule(operator="lessThan", formula=["0"], fill=red)  # type: ignore[no-untyped-call]  # openpyxl's
    sheet.conditional_formatting.add("D4", below_zero)
    sheet["D3"].comment = Comment(NOTE, "科技局")
    sheet.print_title_rows = "1:3"
    sheet.print_area = "A1:F6"
    sheet.freeze_panes = "A4"
    sheet.page_setup.orientation = "landscape"
    footer = sheet.oddFooter
    assert footer is not None
    assert footer.center is not None
    footer.center.text = "第 &P 页"
    book.defined_names["TDF_REV"] = DefinedName("TDF_REV", attr_text="表一!$D$5")
    book.create_sheet("表二")["B1"] = "='表一'!D5"
    return _saved(book)


def _saved(book: openpyxl.Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def small_form_by_xlsxwriter() -> bytes:
    """The same form by XlsxWriter, which keeps strings in a table of their own, as Excel does."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    sheet, second = book.add_worksheet("表一"), book.add_worksheet("表二")
    border = {"border": 1}
    plain, money, rate = (book.add_format(border | {"num_format": f}) for f in ("General", "#,##0", "0.00"))
    sheet.merge_range("A1:F1", TITLE, plain)
    sheet.merge_range("A2:A3", "序号", plain)
    sheet.merge_range("B2:C2", "企业", plain)
    sheet.merge_range("D2:F2", "经济指标", plain)
    for address, text in HEADINGS.items():
        if address not in {"A2", "B2", "D2"}:
            sheet.write_string(address, text, plain)
    for address in ("A4", "B4", "C4", "E4"):
        sheet.write_blank(address, None, plain)
    sheet.write_blank("D4", None, money)
    sheet.write_formula("F4", "=D4/E4", rate)
    sheet.write_string("A5", "合计", plain)
    for address, formula in {"D5": "=SUM(D4:D4)", "E5": "=SUM(E4:E4)", "F5": "=D5/E5"}.items():
        sheet.write_formula(address, formula, money)
    sheet.merge_range("A6:F6", FOOT, plain)
    sheet.data_validation("E4", {"validate": "integer", "criteria": ">=", "value": 0})
    red = book.add_format({"bg_color": "#FFC7CE"})
    sheet.conditional_format("D4", {"type": "cell", "criteria": "<", "value": 0, "format": red})
    sheet.write_comment("D3", NOTE)
    sheet.repeat_rows(0, 2)
    sheet.print_area("A1:F6")
    sheet.freeze_panes(3, 0)
    sheet.set_landscape()
    sheet.set_footer("&C第 &P 页")
    book.define_name("TDF_REV", "=表一!$D$5")
    second.write_formula("B1", "='表一'!D5")
    book.close()
    return file.getvalue()


def rich_form() -> bytes:
    """One sheet with 32 features that templates have and fillers lose; its records begin in row 4."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    sheet, lists = book.add_worksheet("申报表"), book.add_worksheet("字典")
    lists.write_column("A1", ["在孵", "毕业", "退出"])
    lists.hide()
    _write_cells(book, sheet)
    _add_rules(book, sheet)
    _set_page(sheet)
    _add_drawings(book, sheet)
    book.define_name("企业区", "=申报表!$A$4:$F$19")
    book.set_properties({"title": "模板", "author": "科技局"})
    book.set_custom_property("版本", "2026", "text")
    book.close()
    return file.getvalue()


def _write_cells(book: xlsxwriter.Workbook, sheet: Worksheet) -> None:
    head = book.add_format({"bold": 1, "align": "center", "border": 1, "font_name": "宋体", "font_size": 16})
    open_cell = book.add_format({"locked": 0, "border": 1})
    money = book.add_format({"num_format": '#,##0.00"万元"', "border": 1})
    sheet.merge_range("A1:F1", "科技企业孵化器在孵企业统计表", head)
    sheet.merge_range("A2:A3", "企业名称", head)
    sheet.write_row("B2", ["入驻", "营收", "状态", "占比", "备注"], head)
    sheet.set_column("A:A", 30)
    sheet.set_row(0, 36)
    sheet.write_formula("C20", "=SUM(C4:C19)", money, 0)
    for row in range(4, 20):
        sheet.write_blank(f"A{row}", None, open_cell)
        sheet.write_blank(f"C{row}", None, money)
    bold, slanted = book.add_format({"bold": 1, "color": "red"}), book.add_format({"italic": 1})
    sheet.write_rich_string("F6", bold, "注意", slanted, "填写")
    sheet.write_url("F7", "https://example.invalid", string="链接")


def _add_rules(book: xlsxwriter.Workbook, sheet: Worksheet) -> None:
    listed = {"validate": "list", "source": "=字典!$A$1:$A$3", "error_message": "请选择"}
    sheet.data_validation("D4:D19", listed)
    share = {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 1}
    sheet.data_validation("E4:E19", share)
    sheet.conditional_format("C4:C19", {"type": "data_bar"})
    sheet.conditional_format("C4:C19", {"type": "data_bar", "data_bar_2010": True})
    sheet.conditional_format("E4:E19", {"type": "3_color_scale"})
    pink = book.add_format({"bg_color": "#FFC7CE"})
    sheet.conditional_format("D4:D19", {"type": "cell", "criteria": "==", "value": '"退出"', "format": pink})
    sheet.conditional_format("B4:B19", {"type": "icon_set", "icon_style": "3_traffic_lights"})


def _set_page(sheet: Worksheet) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0, 2)
    sheet.print_area("A1:F20")
    sheet.set_footer("&C第 &P 页 共 &N 页")
    picture = io.BytesIO(red_picture())
    sheet.set_header("&L&G统计表", {"image_left": "logo.png", "image_data_left": picture})
    sheet.set_h_pagebreaks([12])
    sheet.protect("gov123", {"format_cells": True})
    sheet.freeze_panes(3, 1)
    sheet.autofilter("A3:F19")


def _add_drawings(book: xlsxwriter.Workbook, sheet: Worksheet) -> None:
    sheet.insert_image("F1", "logo.png", {"image_data": io.BytesIO(red_picture())})
    chart = book.add_chart({"type": "column"})
    assert chart is not None
    pattern = {"pattern": "light_upward_diagonal", "fg_color": "red"}
    chart.add_series({"values": "=申报表!$C$4:$C$19", "pattern": pattern})
    chart.set_title({"name": "营收图"})
    sheet.insert_chart("H2", chart)
    sheet.write_comment("A4", "填全称")
    sheet.write_comment("A20", "合计口径")
    sheet.insert_textbox("H20", "填表说明：一企一行")
    sheet.add_sparkline("G4", {"range": "申报表!C4:C19"})
    sheet.insert_button("H25", {"caption": "按钮"})


def red_picture() -> bytes:
    """A PNG of two red dots."""
    header = struct.pack(">2I5B", 2, 1, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(b"\0" + b"\xff\0\0" * 2)), (b"IEND", b"")]
    body = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + body


def loaded(filled: Filled, *, values: bool = False) -> openpyxl.Workbook:
    """The filled file as openpyxl reads it: its formulas, or their cached *values*."""
    return opened(filled.data, values=values)


def opened(data: bytes, *, values: bool = False) -> openpyxl.Workbook:
    """A workbook as openpyxl reads it; its warnings of what it would lose are no concern here."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        return openpyxl.load_workbook(io.BytesIO(data), data_only=values)


def read_parts(data: bytes) -> dict[str, bytes]:
    """The parts of a package by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rewritten(data: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    """The package with every part passed through *change*; None leaves a part out."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in read_parts(data).items():
            changed = change(name, part)
            if changed is not None:
                archive.writestr(name, changed)
    return file.getvalue()


def with_part(data: bytes, name: str, content: str) -> bytes:
    """The package with one more part."""
    file = io.BytesIO(data)
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return file.getvalue()
