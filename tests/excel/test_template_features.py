"""Nothing of a template is lost: 32 features that openpyxl and its kin drop or shift wrongly."""

from __future__ import annotations

import io
import re
import warnings
from typing import TYPE_CHECKING

import openpyxl
import pytest

from crm.excel.template import Block, Fill, Filled, fill_template
from tests.excel.templates import loaded, read_parts, red_picture, rich_form
from tests.excel.wps import PICTURE, saved_by_wps

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.excel.conftest import Office

FEATURES = {
    "merged cells": r"<mergeCell ",
    "validation": r"<dataValidation ",
    "conditional format": r"<conditionalFormatting ",
    "conditional format of Excel 2010": r"<x14:conditionalFormatting",
    "data bar": r"<(?:x14:)?dataBar",
    "icon set": r"<iconSet",
    "colour scale": r"<colorScale",
    "protection with a password": r"<sheetProtection [^>]*password",
    "A4 landscape": r'<pageSetup (?=[^>]*paperSize="9")[^>]*landscape',
    "fit to page": r"fitToPage",
    "print titles": r"_xlnm\.Print_Titles",
    "print area": r"_xlnm\.Print_Area",
    "defined name": r"<definedName [^>]*企业区",
    "header": r"<oddHeader",
    "picture in the header": r"&amp;G",
    "page break": r"<rowBreaks",
    "frozen panes": r"<pane ",
    "filter": r"<autoFilter",
    "picture": r"<xdr:pic>",
    "chart": r"<c:chartSpace",
    "pattern in the chart": r"pattFill",
    "title of the chart": r"营收图",
    "text box": r"填表说明",
    "sparkline": r"<x14:sparkline>",
    "comment": r"填全称",
    "rich text": r"<rPr>(?:(?!</r>).)*注意",
    "drawing of the header": r"legacyDrawingHF",
    "button": r"按钮",
    "custom property": r"版本",
    "hidden sheet": r'state="hidden"',
    "row height": r'ht="36"',
    "number format": r"万元",
    "hyperlink": r"example\.invalid",
}
ROWS = [(f"试验企业{i}", i * 3) for i in range(10)]


@pytest.fixture(scope="module")
def filled() -> Filled:
    """Ten records into row 4: nine rows inserted."""
    block = Block(sheet="申报表", first_row=4, columns=("A", "C"), rows=ROWS)
    return fill_template(rich_form(), Fill(cells={("申报表", "F5"): "第五行"}, blocks=(block,)))


def text_of(data: bytes) -> str:
    parts = read_parts(data)
    return "\n".join(
        part.decode("utf-8")
        for name, part in sorted(parts.items())
        if name.endswith((".xml", ".rels", ".vml"))
    )


@pytest.mark.parametrize("feature", FEATURES)
def test_the_feature_is_there_as_often_as_before(feature: str, filled: Filled) -> None:
    before = re.findall(FEATURES[feature], text_of(rich_form()), re.DOTALL)
    after = re.findall(FEATURES[feature], text_of(filled.data), re.DOTALL)
    assert before
    assert len(after) == len(before)


def test_no_part_is_lost_and_what_does_not_change_is_the_same_to_the_byte(filled: Filled) -> None:
    before, after = read_parts(rich_form()), read_parts(filled.data)
    assert set(after) == set(before)
    assert after["xl/media/image1.png"] == red_picture()
    for name in ("xl/styles.xml", "xl/sharedStrings.xml", "xl/theme/theme1.xml", "xl/worksheets/sheet2.xml"):
        assert after[name] == before[name]


def test_everything_below_moved_by_nine_rows(filled: Filled) -> None:
    sheet = loaded(filled)["申报表"]
    assert sheet["C29"].value == "=SUM(C4:C28)"
    assert sheet["F14"].value == "第五行"
    assert sheet["F15"].value == "注意填写"
    assert sheet.print_area == "'申报表'!$A$1:$F$29"
    assert sheet.auto_filter.ref == "A3:F28"
    assert {str(v.sqref) for v in sheet.data_validations.dataValidation} == {"D4:D28", "E4:E28"}
    formats = {str(cells.sqref) for cells in sheet.conditional_formatting}
    assert formats == {"B4:B28", "C4:C28", "D4:D28", "E4:E28"}
    assert [brk.id for brk in sheet.row_breaks.brk] == [21]
    assert sheet["F16"].hyperlink.target == "https://example.invalid"
    assert sheet["A29"].comment.text == "合计口径"
    assert sheet["A4"].comment.text == "填全称"


def test_names_charts_sparklines_and_boxes_moved_too(filled: Filled) -> None:
    parts = {
        name: part.decode("utf-8")
        for name, part in read_parts(filled.data).items()
        if not name.endswith("png")
    }
    assert "申报表!$A$4:$F$28" in parts["xl/workbook.xml"]
    assert "<c:f>申报表!$C$4:$C$28</c:f>" in parts["xl/charts/chart1.xml"]
    assert "<xm:f>申报表!C4:C28</xm:f><xm:sqref>G4</xm:sqref>" in parts["xl/worksheets/sheet1.xml"]
    assert "<xm:sqref>C4:C28</xm:sqref>" in parts["xl/worksheets/sheet1.xml"]
    rows = [int(row) for row in re.findall(r"<x:Row>\s*(\d+)", parts["xl/drawings/vmlDrawing1.vml"])]
    assert sorted(rows) == [3, 28]
    # The text box began in row 20 and the picture and the chart above the records.
    starts = re.findall(
        r"<xdr:from>.*?<xdr:row>(\d+)</xdr:row>", parts["xl/drawings/drawing1.xml"], re.DOTALL
    )
    assert sorted(map(int, starts)) == [0, 1, 28]


def test_a_box_keeps_its_size(filled: Filled) -> None:
    def heights(data: bytes) -> list[int]:
        drawing = read_parts(data)["xl/drawings/drawing1.xml"].decode()
        rows = [int(row) for row in re.findall(r"<xdr:row>(\d+)</xdr:row>", drawing)]
        return [end - start for start, end in zip(rows[::2], rows[1::2], strict=True)]

    assert heights(filled.data) == heights(rich_form())


def test_the_chart_remembers_no_old_figures(filled: Filled) -> None:
    assert b"numCache" in read_parts(rich_form())["xl/charts/chart1.xml"]
    assert b"numCache" not in read_parts(filled.data)["xl/charts/chart1.xml"]


def test_libreoffice_opens_it_and_comes_to_our_total(filled: Filled, office: Office) -> None:
    book = office.recalculated(filled.data, name="rich")
    assert book["申报表"]["C29"].value == 135
    assert filled.formulas["申报表", "C29"].value == 135


@pytest.mark.parametrize("program", ["libreoffice", "openpyxl", "wps"])
def test_a_template_saved_by_another_program_keeps_its_features(program: str, office: Office) -> None:
    saved: dict[str, Callable[[bytes], bytes]] = {
        "libreoffice": lambda data: office.resave(data, name="rich-template"),
        "openpyxl": saved_by_openpyxl,
        "wps": saved_by_wps,
    }
    template = saved[program](rich_form())
    block = Block(sheet="申报表", first_row=4, columns=("A", "C"), rows=ROWS)
    filled = fill_template(template, Fill(blocks=(block,)))
    before, after = read_parts(template), read_parts(filled.data)
    assert set(after) == set(before) - {name for name in before if "calcChain" in name}
    features = [pattern for pattern in FEATURES.values() if re.search(pattern, text_of(template), re.DOTALL)]
    assert len(features) >= {"libreoffice": 30, "openpyxl": 25, "wps": 33}[program]
    for pattern in features:
        found = len(re.findall(pattern, text_of(template), re.DOTALL))
        assert len(re.findall(pattern, text_of(filled.data), re.DOTALL)) == found, pattern
    assert filled.formulas["申报表", "C29"].value == 135
    assert filled.formulas["申报表", "C29"].formula == "SUM(C4:C28)"


def test_what_only_wps_writes_is_kept_and_moves_with_its_row() -> None:
    template = saved_by_wps(rich_form())
    block = Block(sheet="申报表", first_row=4, columns=("A", "C"), rows=ROWS)
    filled = fill_template(template, Fill(blocks=(block,)))
    before, after = read_parts(template), read_parts(filled.data)
    for name in (
        "xl/cellimages.xml",
        "xl/_rels/cellimages.xml.rels",
        "xl/media/wps1.png",
        "docProps/custom.xml",
    ):
        assert after[name] == before[name]
    assert b"2020/cellImage" in after["xl/_rels/workbook.xml.rels"]
    sheet = after["xl/worksheets/sheet1.xml"].decode()
    assert (
        f'<c r="D29" t="str"><f>_xlfn.DISPIMG("{PICTURE}",1)</f><v>=DISPIMG("{PICTURE}",1)</v></c>' in sheet
    )
    assert "http://www.wps.cn/officeDocument/2017/etCustomData" in sheet


def saved_by_openpyxl(data: bytes) -> bytes:
    """What openpyxl leaves of a workbook: text boxes, sparklines, buttons and newer formats are gone already."""
    file = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        openpyxl.load_workbook(io.BytesIO(data), rich_text=True).save(file)
    return file.getvalue()
