"""A workbook as it looks: what a spreadsheet program would draw is what is read."""

from __future__ import annotations

import io
from datetime import date

import pytest
import xlsxwriter

from crm import paths
from crm.excel.address import Range
from crm.excel.appearance import CellLook, SheetLook, offsets, read_appearance
from crm.excel.cell_style import CellStyle, Edge, read_styles
from crm.excel.fill import Block, Fill
from crm.excel.package import PackageBroken, parse_xml
from crm.excel.template import fill_template

BLACK = "#000000"


def workbook() -> bytes:
    """A small form with everything that forms have."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    title = book.add_format({"bold": True, "font_size": 16, "align": "center", "font_name": "SimHei"})
    head = book.add_format(
        {"border": 1, "bg_color": "#EDF3F9", "text_wrap": True, "valign": "vcenter", "italic": True}
    )
    money = book.add_format({"num_format": "#,##0.00", "border": 2, "indent": 1, "font_color": "#C00000"})
    day = book.add_format({"num_format": "yyyy-mm-dd", "underline": 1, "font_strikeout": True})
    sheet = book.add_worksheet("Form")
    sheet.merge_range("A1:D1", "Title", title)
    sheet.write_row("A2", ["Name", "Amount", "Day", "Yes"], head)
    sheet.write("A3", "Alpha")
    sheet.write("B3", 1234.5, money)
    sheet.write("C3", date(2026, 3, 31), day)
    sheet.write_boolean("D3", True)
    sheet.write_formula("B4", "=SUM(B3:B3)", money, 1234.5)
    sheet.write_formula("C4", "=1/0", None, "#DIV/0!")
    sheet.write_formula("D4", '="t"', None, "t")
    sheet.set_column("A:A", 20)
    sheet.set_column("F:F", 9, day, {"hidden": True})
    sheet.set_row(1, 30)
    sheet.set_row(5, 12, None, {"hidden": True})
    sheet.write("A6", "hidden")
    sheet.freeze_panes(2, 1)
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.5, top=0.6, bottom=0.7)
    sheet.center_horizontally()
    sheet.repeat_rows(0, 1)
    sheet.repeat_columns(0, 0)
    sheet.print_area("A1:D6")
    sheet.set_footer("&C&9Page &P")
    sheet.set_h_pagebreaks([4])
    red = book.add_format({"font_color": "#C00000"})
    sheet.conditional_format("B3:B4", {"type": "cell", "criteria": ">", "value": 1000, "format": red})
    book.add_worksheet("Plain").write("B2", "x")
    hidden = book.add_worksheet("Hidden")
    hidden.hide()
    book.close()
    return file.getvalue()


@pytest.fixture(scope="module")
def form() -> SheetLook:
    return read_appearance(workbook()).sheets[0]


def test_only_visible_sheets_are_shown() -> None:
    assert [sheet.name for sheet in read_appearance(workbook()).sheets] == ["Form", "Plain"]


def test_sizes_are_in_points_and_hidden_ones_have_none(form: SheetLook) -> None:
    assert form.widths[0] == 145 * 0.75
    assert form.widths[5 - 1] == 64 * 0.75 if len(form.widths) > 4 else True
    assert form.heights[1] == 30
    assert form.heights[5] == 0
    assert (form.row_count, form.column_count) == (6, 4)
    assert (form.frozen_rows, form.frozen_columns) == (2, 1)
    assert not form.shows_grid


def test_styles_are_resolved(form: SheetLook) -> None:
    title = form.cell(0, 0)
    assert (title.text, title.style.bold, title.style.size, title.style.horizontal) == (
        "Title",
        True,
        16,
        "center",
    )
    assert title.style.family == "SimHei"
    head = form.cell(1, 1).style
    assert (head.fill, head.wrap, head.vertical, head.italic) == ("#EDF3F9", True, "center", True)
    assert head.left == head.bottom == Edge("thin", BLACK)
    money = form.cell(2, 1)
    assert money.text == "1,234.50"
    assert money.is_number
    assert (money.style.indent, money.style.colour, money.style.top) == (1, "#C00000", Edge("medium", BLACK))
    day = form.cell(2, 2)
    assert (day.text, day.style.underline, day.style.strike) == ("2026-03-31", True, True)
    assert form.merges == (Range(1, 1, 1, 4),)


def test_values_of_every_kind_are_read(form: SheetLook) -> None:
    assert form.cell(2, 3) == CellLook("TRUE", form.cell(2, 3).style)
    assert form.cell(3, 1).text == "1,234.50"
    assert form.cell(3, 2).text == "#DIV/0!"
    assert form.cell(3, 3).text == "t"
    assert form.value(9, 9) is None
    assert form.cell(9, 9).text == ""


def test_the_page_setup_is_the_forms_own(form: SheetLook) -> None:
    setup = form.setup
    assert setup.landscape
    assert (setup.fit_width, setup.fit_height) == (1, 0)
    assert (setup.left, setup.right, setup.top, setup.bottom) == (0.4, 0.5, 0.6, 0.7)
    assert setup.centred_across
    assert not setup.centred_down
    assert setup.areas == (Range(1, 1, 6, 4),)
    assert setup.title_rows == (1, 2)
    assert setup.title_columns == (1, 1)
    assert setup.footer == "&C&9Page &P"
    assert setup.row_breaks == (5,)
    assert setup.column_breaks == ()


def test_a_plain_sheet_has_the_usual_setup() -> None:
    plain = read_appearance(workbook()).sheets[1]
    assert plain.shows_grid
    assert (plain.frozen_rows, plain.frozen_columns) == (0, 0)
    assert plain.setup.fit_width is None
    assert plain.setup.scale == 100
    assert plain.setup.areas == ()
    assert plain.cell(1, 1).text == "x"
    assert plain.cell(0, 0).text == ""


def test_conditions_colour_a_cell_where_they_hold() -> None:
    data = workbook()
    (sheet, _) = read_appearance(data).sheets
    assert sheet.cell(2, 1).style.colour == "#C00000"
    assert sheet.cell(0, 1).style.colour == BLACK


def test_what_is_no_workbook_is_refused() -> None:
    with pytest.raises(PackageBroken):
        read_appearance(b"not a workbook")


def test_offsets_begin_at_nothing_and_end_at_the_whole() -> None:
    assert offsets([1.0, 2.0, 3.0]) == [0.0, 1.0, 3.0, 6.0]


def quarterly(rows: list[tuple[object, ...]]) -> SheetLook:
    """The shipped quarterly form's list with *rows*."""
    template = (paths.resources() / "forms/zone/quarterly/2025/template.xlsx").read_bytes()
    block = Block(sheet="在孵企业明细", first_row=6, columns=tuple("ABHIL"), rows=rows)  # type: ignore[arg-type]
    return read_appearance(fill_template(template, Fill(blocks=(block,))).data).sheets[1]


def test_the_shipped_forms_conditions_follow_their_rows() -> None:
    sheet = quarterly([(1, "甲", 5, 9, 100), (2, "乙", None, 1, None), (3, "丙", 4, 2, -1)])
    assert sheet.cell(5, 8).style.fill == "#FFC7CE"  # more graduates than employees
    assert sheet.cell(7, 8).style.fill == ""
    assert sheet.cell(6, 7).style.fill == "#FFF4D6"  # not reported
    assert sheet.cell(5, 7).style.fill == ""
    assert sheet.cell(8, 7).text == "9"
    assert sheet.cell(8, 12).text == ""  # a total of what nobody reported is not shown as 0


def test_a_dash_is_not_out_of_a_range() -> None:
    template = (paths.resources() / "forms/zone/quarterly/2025/template.xlsx").read_bytes()
    cells: dict[tuple[str, str], str | int] = {
        ("综合情况", "J7"): "—",
        ("综合情况", "G7"): 80,
        ("综合情况", "G8"): 3,
    }
    sheet = read_appearance(fill_template(template, Fill(cells=dict(cells))).data).sheets[0]
    assert sheet.cell(6, 6).style.colour == "#C00000"
    assert sheet.cell(7, 6).style.colour != "#C00000"
    assert sheet.cell(6, 9).style.colour != "#C00000"


def test_colours_come_from_the_theme_the_old_table_or_plainly() -> None:
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    styles = parse_xml(
        f"""<styleSheet {space}><fonts>
        <font><color theme="4" tint="0.5"/></font><font><color indexed="2"/></font>
        <font><color theme="4" tint="-0.5"/></font><font><color auto="1"/><sz val="9"/></font>
        <font><color theme="99"/></font><font><color indexed="99"/></font></fonts>
        <fills><fill><patternFill patternType="gray125"/></fill></fills>
        <cellXfs>{"".join(f'<xf fontId="{n}" fillId="7" borderId="7"/>' for n in range(6))}</cellXfs>
        </styleSheet>""".encode(),
        "styles",
    )
    theme = parse_xml(
        b"""<theme xmlns="t"><clrScheme><lt1><sysClr lastClr="FFFFFF"/></lt1><dk1><srgbClr val="000000"/></dk1>
        <lt2><srgbClr val="EEEEEE"/></lt2><dk2><srgbClr val="111111"/></dk2>
        <accent1><srgbClr val="404080"/></accent1></clrScheme></theme>""",
        "theme",
    )
    book = read_styles(styles, theme)
    assert [style.colour for style in book.styles] == [
        "#A0A0C0",
        "#FF0000",
        "#202040",
        BLACK,
        BLACK,
        BLACK,
    ]
    assert book.style(3).size == 9
    assert book.style(99) == CellStyle()
    assert read_styles(None, None).styles == (CellStyle(),)
    assert read_styles(styles, None).styles[1].colour == "#FF0000"
