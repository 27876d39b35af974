"""What points at cells from elsewhere: tables, controls, pivot tables, extensions, drawings, comments' boxes."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import pytest
import xlsxwriter
from lxml import etree

from crm.excel.companions import move_defined_names, place_range_name
from crm.excel.relocate import Relocation
from crm.excel.shift import Growth, Home, Moves
from crm.excel.template import Block, Fill, TemplateRefused, fill_template
from tests.excel.templates import loaded, read_parts, rewritten, with_part

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlsxwriter.worksheet import Worksheet

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
XM = "http://schemas.microsoft.com/office/excel/2006/main"
XDR = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
FIVE = Moves.of({"表": (Growth(4, 1, 5),)})


def moved(xml: str, moves: Moves = FIVE) -> str:
    """A worksheet with *xml* in it, moved."""
    namespaces = f'xmlns="{MAIN}" xmlns:x14="{X14}" xmlns:xm="{XM}" xmlns:xdr="{XDR}"'
    root = etree.fromstring(f"<worksheet {namespaces}>{xml}</worksheet>")
    Relocation("表", moves=moves).move_worksheet(root)
    text = etree.tostring(root, encoding="unicode")
    return (
        re.sub(r'\sxmlns(:\w+)?="[^"]*"', "", text).removeprefix("<worksheet>").removesuffix("</worksheet>")
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('<dimension ref="A1:F6"/>', '<dimension ref="A1:F10"/>'),
        ('<dimension ref="A4"/>', '<dimension ref="A4:A8"/>'),
        (
            (
                '<sheetViews><sheetView topLeftCell="A5"><pane ySplit="3" topLeftCell="A4"/>'
                '<selection activeCell="B5" sqref="B5 C4"/></sheetView></sheetViews>'
            ),
            (
                '<sheetViews><sheetView topLeftCell="A9"><pane ySplit="3" topLeftCell="A4"/>'
                '<selection activeCell="B9" sqref="B9 C4:C8"/></sheetView></sheetViews>'
            ),
        ),
        (
            '<protectedRanges><protectedRange sqref="A4:B4 A6" name="x"/></protectedRanges>',
            '<protectedRanges><protectedRange sqref="A4:B8 A10" name="x"/></protectedRanges>',
        ),
        ('<autoFilter ref="A3:F4"/>', '<autoFilter ref="A3:F8"/>'),
        (
            '<sortState ref="A4:F4"><sortCondition ref="B4:B4"/></sortState>',
            '<sortState ref="A4:F8"><sortCondition ref="B4:B8"/></sortState>',
        ),
        (
            '<scenarios sqref="A5"><scenario><inputCells r="A6" val="1"/></scenario></scenarios>',
            '<scenarios sqref="A9"><scenario><inputCells r="A10" val="1"/></scenario></scenarios>',
        ),
        ('<cellWatches><cellWatch r="D5"/></cellWatches>', '<cellWatches><cellWatch r="D9"/></cellWatches>'),
        (
            '<ignoredErrors><ignoredError sqref="C4 D6"/></ignoredErrors>',
            '<ignoredErrors><ignoredError sqref="C4:C8 D10"/></ignoredErrors>',
        ),
        (
            '<hyperlinks><hyperlink ref="F4" location="表!A5"/><hyperlink ref="F6" location="表二!A5"/></hyperlinks>',
            (
                '<hyperlinks><hyperlink ref="F4:F8" location="表!A9"/>'
                '<hyperlink ref="F10" location="表二!A5"/></hyperlinks>'
            ),
        ),
        (
            '<rowBreaks><brk id="3"/><brk id="4"/><brk id="6"/></rowBreaks><colBreaks><brk id="6"/></colBreaks>',
            '<rowBreaks><brk id="3"/><brk id="8"/><brk id="10"/></rowBreaks><colBreaks><brk id="6"/></colBreaks>',
        ),
        (
            (
                '<conditionalFormatting sqref="A4:F4"><cfRule><formula>$D4&gt;$D$5</formula></cfRule>'
                "</conditionalFormatting>"
            ),
            (
                '<conditionalFormatting sqref="A4:F8"><cfRule><formula>$D4&gt;$D$9</formula></cfRule>'
                "</conditionalFormatting>"
            ),
        ),
        (
            (
                '<conditionalFormatting sqref="D4"><cfRule><formula>COUNTIF($D$4:$D$4,D4)&gt;1</formula></cfRule>'
                "</conditionalFormatting>"
            ),
            (
                '<conditionalFormatting sqref="D4:D8"><cfRule><formula>COUNTIF($D$4:$D$8,D4)&gt;1</formula></cfRule>'
                "</conditionalFormatting>"
            ),
        ),
        (
            (
                '<conditionalFormatting sqref="D6"><cfRule><dataBar><cfvo type="formula" val="$D$5"/>'
                '<cfvo type="num" val="5"/></dataBar></cfRule></conditionalFormatting>'
            ),
            (
                '<conditionalFormatting sqref="D10"><cfRule><dataBar><cfvo type="formula" val="$D$9"/>'
                '<cfvo type="num" val="5"/></dataBar></cfRule></conditionalFormatting>'
            ),
        ),
        (
            (
                '<dataValidations><dataValidation type="list" sqref="B4"><formula1>$A$6:$A$9</formula1>'
                "</dataValidation>"
                '<dataValidation type="list"><formula1>A6</formula1></dataValidation></dataValidations>'
            ),
            (
                '<dataValidations><dataValidation type="list" sqref="B4:B8">'
                "<formula1>$A$10:$A$13</formula1></dataValidation>"
                '<dataValidation type="list"><formula1>A10</formula1></dataValidation></dataValidations>'
            ),
        ),
        (
            (
                "<extLst><ext><x14:dataValidations><x14:dataValidation><x14:formula1><xm:f>字典!$A$1:$A$5</xm:f>"
                "</x14:formula1><xm:sqref>C4</xm:sqref></x14:dataValidation></x14:dataValidations></ext></extLst>"
            ),
            (
                "<extLst><ext><x14:dataValidations><x14:dataValidation><x14:formula1><xm:f>字典!$A$1:$A$5</xm:f>"
                "</x14:formula1><xm:sqref>C4:C8</xm:sqref></x14:dataValidation></x14:dataValidations></ext></extLst>"
            ),
        ),
        (
            (
                "<extLst><ext><x14:ignoredErrors><x14:ignoredError><xm:sqref>C5</xm:sqref></x14:ignoredError>"
                "</x14:ignoredErrors></ext></extLst>"
            ),
            (
                "<extLst><ext><x14:ignoredErrors><x14:ignoredError><xm:sqref>C9</xm:sqref></x14:ignoredError>"
                "</x14:ignoredErrors></ext></extLst>"
            ),
        ),
        (
            (
                '<controls><control><controlPr linkedCell="$A$5" listFillRange="$B$4:$B$4"><anchor>'
                "<xdr:from><xdr:row>6"
                "</xdr:row></xdr:from><xdr:to><xdr:row>8</xdr:row></xdr:to></anchor></controlPr></control></controls>"
            ),
            (
                '<controls><control><controlPr linkedCell="$A$9" listFillRange="$B$4:$B$8"><anchor>'
                "<xdr:from><xdr:row>10"
                "</xdr:row></xdr:from><xdr:to><xdr:row>12</xdr:row></xdr:to></anchor></controlPr>"
                "</control></controls>"
            ),
        ),
        (
            (
                '<x><xdr:twoCellAnchor editAs="absolute"><xdr:from><xdr:row>9</xdr:row></xdr:from>'
                "</xdr:twoCellAnchor></x>"
            ),
            (
                '<x><xdr:twoCellAnchor editAs="absolute"><xdr:from><xdr:row>9</xdr:row></xdr:from>'
                "</xdr:twoCellAnchor></x>"
            ),
        ),
        ("<!-- sqref --><x/>", "<!-- sqref --><x/>"),
        # what cannot be understood stays as it is
        (
            (
                '<sheetViews><sheetView topLeftCell="#REF!"/></sheetViews><autoFilter ref="A5:?"/>'
                '<rowBreaks><brk id="x"/></rowBreaks><ignoredErrors><ignoredError sqref="A5 #REF!"/></ignoredErrors>'
            ),
            (
                '<sheetViews><sheetView topLeftCell="#REF!"/></sheetViews><autoFilter ref="A5:?"/>'
                '<rowBreaks><brk id="x"/></rowBreaks><ignoredErrors><ignoredError sqref="A5 #REF!"/></ignoredErrors>'
            ),
        ),
        (
            "<x><anchor><xdr:from><xdr:row>?</xdr:row></xdr:from></anchor></x>",
            "<x><anchor><xdr:from><xdr:row>?</xdr:row></xdr:from></anchor></x>",
        ),
    ],
)
def test_what_a_worksheet_says_of_places_moves(before: str, after: str) -> None:
    assert moved(before) == after


def sparkline(formula: str, cell: str) -> str:
    return f"<x14:sparkline><xm:f>{formula}</xm:f><xm:sqref>{cell}</xm:sqref></x14:sparkline>"


def test_each_record_has_a_sparkline_of_its_own_row() -> None:
    before = sparkline("表!B4:E4", "F4") + sparkline("表!B5:E5", "F5")
    after = "".join(sparkline(f"表!B{row}:E{row}", f"F{row}") for row in range(4, 9)) + sparkline(
        "表!B9:E9", "F9"
    )
    wrap = "<extLst><ext><x14:sparklines>{}</x14:sparklines></ext></extLst>"
    assert moved(wrap.format(before)) == wrap.format(after)


@pytest.mark.parametrize(
    ("formula", "cell", "after"),
    [
        ("表!C4:C4", "F5", ("表!C4:C8", "F9")),
        ("表!$C$4:$C$5", "F4", ("表!$C$4:$C$9", "F4")),
        ("表!B2:E2", "F4", ("表!B2:E2", "F4")),
        ("", "F5", ("", "F9")),
        ("表!B5", "?", ("表!B9", "?")),
    ],
)
def test_other_sparklines_stay_one(formula: str, cell: str, after: tuple[str, str]) -> None:
    expected = sparkline(*after).replace("<xm:f></xm:f>", "<xm:f/>")
    assert moved(f"<extLst>{sparkline(formula, cell)}</extLst>") == f"<extLst>{expected}</extLst>"


def test_a_format_that_looks_at_a_part_of_records_is_refused() -> None:
    xml = '<conditionalFormatting sqref="A9"><cfRule><formula>SUM($D$4:$D$4)</formula></cfRule></conditionalFormatting>'
    with pytest.raises(TemplateRefused) as refused:
        moved(xml, Moves.of({"表": (Growth(4, 2, 5),)}))
    assert refused.value.code == "template-part-of-record"


VML = """<xml xmlns:v="urn:schemas-microsoft-com:vml"><br><v:shape id="a"><x:ClientData ObjectType="Note">
<x:Anchor>4, 15, {first}, 10, 6, 15, {last}, 4</x:Anchor><x:Row>{row}</x:Row><x:Column>3</x:Column></x:ClientData>
</v:shape><v:shape id="b"><x:ClientData ObjectType="Checkbox"><x:Anchor>1, 2, {check}, 4, 5, 6, {check}, 8</x:Anchor>
<x:FmlaLink>{link}</x:FmlaLink></x:ClientData><x:ClientData><x:Anchor>broken</x:Anchor></x:ClientData></v:shape></xml>"""


def test_boxes_of_comments_and_old_controls_move_and_all_else_stays_letter_by_letter() -> None:
    relocation = Relocation("表", moves=FIVE)
    before = VML.format(first=3, last=7, row=4, check=5, link="$A$5&amp;A6")
    # The comment belongs to row 5, though its box begins in row 4.
    assert relocation.move_vml(before) == VML.format(first=7, last=11, row=8, check=9, link="$A$9&amp;A10")


@pytest.mark.parametrize(
    ("reference", "after"),
    [
        ("表!$D$4", "表!$D$4:$D$8"),
        ("表!$D$4:$D$4", "表!$D$4:$D$8"),
        ("表!$A$1:$F$6", "表!$A$1:$F$10"),
        ("表!$1:$3", "表!$1:$3"),
        ("表!$A:$B,表!$4:$4", "表!$A:$B,表!$4:$8"),
        ("表!#REF!", "表!#REF!"),
        ("0.13", "0.13"),
    ],
)
def test_names_stand_for_all_records(reference: str, after: str) -> None:
    assert place_range_name(reference, moves=FIVE, home=Home("")).text() == after


def test_a_name_of_one_line_of_two_row_records_means_the_first() -> None:
    two = Moves.of({"表": (Growth(4, 2, 5),)})
    assert place_range_name("表!$D$5", moves=two, home=Home("")).text() == "表!$D$5"
    with pytest.raises(TemplateRefused):
        place_range_name("表!$D$5:$D$6", moves=two, home=Home(""))


def test_a_name_of_one_sheet_is_read_on_that_sheet() -> None:
    workbook = etree.fromstring(
        f'<workbook xmlns="{MAIN}"><definedNames><definedName name="合计" localSheetId="1">$D$5</definedName>'
        '<definedName name="坏" localSheetId="9">$D$5</definedName><definedName name="空"/></definedNames></workbook>'
    )
    meanings = move_defined_names(workbook, ["甲", "表"], moves=FIVE)
    assert {name: formula.text() for name, formula in meanings.items()} == {
        ("表", "合计"): "$D$9",
        ("", "坏"): "$D$5",
        ("", "空"): "",
    }


def made(build: Callable[[Worksheet], object]) -> bytes:
    """A workbook whose sheet 表 has its records in row 4 and a total in row 5."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    build(book.add_worksheet("表"))
    book.close()
    return file.getvalue()


def grown(template: bytes) -> bytes:
    rows = [(f"企业{i}", i) for i in range(5)]
    return fill_template(
        template, Fill(blocks=(Block(sheet="表", first_row=4, columns=("A", "B"), rows=rows),))
    ).data


def test_a_table_grows_with_its_records() -> None:
    def build(sheet: Worksheet) -> None:
        columns = [{"header": "名称", "total_string": "合计"}, {"header": "收入", "total_function": "sum"}]
        sheet.add_table("A3:B5", {"columns": columns, "total_row": True, "name": "名录"})
        sheet.write_formula("A7", "=SUM(名录[收入])")

    parts = read_parts(grown(made(build)))
    table = parts["xl/tables/table1.xml"].decode()
    assert 'ref="A3:B9"' in table
    assert '<autoFilter ref="A3:B8"' in table
    assert b'<c r="A11"' in parts["xl/worksheets/sheet1.xml"]
    assert b"SUM(\xe5\x90\x8d\xe5\xbd\x95[" in parts["xl/worksheets/sheet1.xml"]


def test_a_checkbox_and_its_linked_cell_move() -> None:
    def build(sheet: Worksheet) -> None:
        sheet.insert_button("C6", {"caption": "按钮"})
        sheet.write_comment("A6", "注")

    parts = read_parts(grown(made(build)))
    vml = parts["xl/drawings/vmlDrawing1.vml"].decode()
    assert re.findall(r"<x:Row>(\d+)</x:Row>", vml) == ["9"]
    assert b'<comment ref="A10"' in parts["xl/comments1.xml"]


def test_parts_that_only_newer_programs_write_move_too() -> None:
    """A form control, a threaded comment, a pivot table and its source, put into a package by hand."""
    template = made(lambda sheet: sheet.write_comment("A6", "注"))
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    extra = {
        "xl/ctrlProps/ctrlProp1.xml": f'<formControlPr xmlns="{X14}" fmlaLink="$A$5" fmlaRange="表!$B$4:$B$4"/>',
        "xl/threadedComments/threadedComment1.xml": '<ThreadedComments><threadedComment ref="A6"/></ThreadedComments>',
        "xl/pivotTables/pivotTable1.xml": (
            f'<pivotTableDefinition xmlns="{MAIN}"><location ref="H6:I9"/></pivotTableDefinition>'
        ),
        "xl/pivotCache/pivotCacheDefinition1.xml": (
            f'<pivotCacheDefinition xmlns="{MAIN}"><cacheSource><worksheetSource ref="A3:B4" sheet="表"/></cacheSource>'
            "</pivotCacheDefinition>"
        ),
        "xl/pivotCache/pivotCacheDefinition2.xml": (
            f'<pivotCacheDefinition xmlns="{MAIN}"><cacheSource><worksheetSource ref="A3:B4" sheet="别"/></cacheSource>'
            "</pivotCacheDefinition>"
        ),
    }
    of_sheet = {"ctrlProp": "ctrlProps/ctrlProp1", "pivotTable": "pivotTables/pivotTable1"}
    of_sheet["threadedComment"] = "threadedComments/threadedComment1"

    def add(name: str, part: bytes) -> bytes:
        more = ""
        if name == "xl/worksheets/_rels/sheet1.xml.rels":
            for number, (kind, target) in enumerate(of_sheet.items(), 90):
                more += f'<Relationship Id="rId{number}" Type="{relation}/{kind}" Target="../{target}.xml"/>'
        if name == "xl/_rels/workbook.xml.rels":
            for number in (1, 2):
                target = f"/xl/pivotCache/pivotCacheDefinition{number}.xml"
                more += f'<Relationship Id="rId9{number}" Type="{relation}/pivotCacheDefinition" Target="{target}"/>'
        return part.replace(b"</Relationships>", more.encode() + b"</Relationships>")

    changed = rewritten(template, add)
    for name, xml in extra.items():
        changed = with_part(changed, name, xml)
    parts = {name: part.decode() for name, part in read_parts(grown(changed)).items()}
    assert 'fmlaLink="$A$9" fmlaRange="表!$B$4:$B$8"' in parts["xl/ctrlProps/ctrlProp1.xml"]
    assert 'ref="A10"' in parts["xl/threadedComments/threadedComment1.xml"]
    assert 'ref="H10:I13"' in parts["xl/pivotTables/pivotTable1.xml"]
    assert 'ref="A3:B8"' in parts["xl/pivotCache/pivotCacheDefinition1.xml"]
    assert 'refreshOnLoad="1"' in parts["xl/pivotCache/pivotCacheDefinition1.xml"]
    assert (
        parts["xl/pivotCache/pivotCacheDefinition2.xml"] == extra["xl/pivotCache/pivotCacheDefinition2.xml"]
    )


def test_the_records_of_a_hyperlinked_cell_keep_the_link() -> None:
    template = made(lambda sheet: sheet.write_url("C4", "https://example.invalid"))
    filled = fill_template(
        template, Fill(blocks=(Block(sheet="表", first_row=4, columns=("A",), rows=[(1,), (2,)]),))
    )
    assert loaded(filled)["表"]["C5"].value == "https://example.invalid"
    assert b'<hyperlink ref="C4:C5"' in read_parts(filled.data)["xl/worksheets/sheet1.xml"]
