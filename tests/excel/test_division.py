"""The pages of a sheet: what spreadsheet programs are known to do with widths, scales, titles and breaks."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeAlias

import openpyxl
import pytest
import xlsxwriter
from openpyxl.worksheet.properties import PageSetupProperties

from crm.excel.appearance import SheetLook, read_appearance
from crm.excel.cell_style import CellStyle
from crm.excel.digit import digit_of
from crm.excel.division import Division

A4_SHORT = 595.28
Draw: TypeAlias = Callable[[Any], object]


def sheet_of(draw: Draw, *, family: str = "Calibri", size: float = 11, **formats: object) -> SheetLook:
    """A sheet as *draw* makes it; *formats* are set as its attributes."""
    file = io.BytesIO()
    normal = {"font_name": family, "font_size": size}
    book = xlsxwriter.Workbook(file, {"in_memory": True, "default_format_properties": normal})
    sheet = book.add_worksheet("Form")
    sheet.set_margins(left=0.5, right=0.5, top=0.5, bottom=0.5)
    sheet.set_paper(9)
    for name, parts in formats.items():
        setattr(sheet, name, book.add_format(parts))
    draw(sheet)
    book.close()
    return read_appearance(file.getvalue()).sheets[0]


def rows_of(division: Division) -> list[tuple[int, int]]:
    return [(page.rows.start, page.rows.stop) for page in division.pages]


def columns_of(division: Division) -> list[tuple[int, int]]:
    return [(page.columns.start, page.columns.stop) for page in division.pages]


@pytest.mark.parametrize(
    ("family", "size", "screen", "paper"),
    [
        ("Calibri", 11, 64, 69),
        ("Courier New", 11, 80, 78),
        ("Comic Sans MS", 11, 80, 80),
        ("宋体", 11, 72, 66),
        ("SimSun", 11, 64, 69),
    ],
)
def test_a_usual_column_has_the_pixels_that_a_spreadsheet_program_tells(
    family: str, size: float, screen: int, paper: int
) -> None:
    """Those of the first three typefaces were read off its window, in the normal and in the page layout view."""
    digit = digit_of(CellStyle(family=family, size=size))
    width = digit.usual_width(8)
    assert round(digit.on_screen(width) * 96 / 72) == screen
    assert round(digit.on_paper(width) * 96 / 72) == paper


def test_nine_usual_columns_of_arial_10_fit_a4_and_the_tenth_does_not() -> None:
    def draw(sheet: Any) -> None:  # noqa: ANN401 - XlsxWriter has no types
        sheet.set_margins(left=0.7, right=0.7)
        sheet.write_row("A1", ["x"] * 10)

    look = sheet_of(draw, family="Arial", size=10)
    assert sum(look.widths) == 480
    assert columns_of(Division(look)) == [(0, 9), (9, 10)]


def test_a_sheet_is_scaled_to_the_largest_whole_per_cent_that_fits() -> None:
    def draw(sheet: Any) -> None:  # noqa: ANN401
        sheet.set_column("A:J", 15)
        sheet.write_row("A1", ["x"] * 10)
        sheet.write("A90", "x")
        sheet.fit_to_pages(1, 0)
        sheet.set_v_pagebreaks([3])
        sheet.set_h_pagebreaks([20])

    look = sheet_of(draw)
    division = Division(look)
    room = A4_SHORT - 72
    assert division.scale == int(100 * room / sum(look.paper_widths)) / 100
    assert columns_of(division)[0] == (0, 10)
    assert rows_of(division)[:2] == [(0, 20), (20, 90)]


def test_a_sheet_that_is_to_be_two_pages_high_is_two_pages_high() -> None:
    """Rows are not cut in two: a scale that would do by the sum of their heights may not do."""

    def draw(sheet: Any) -> None:  # noqa: ANN401
        for row in range(9):
            sheet.set_row(row, 390)
            sheet.write(row, 0, "x")
        sheet.fit_to_pages(0, 2)
        sheet.repeat_rows(0)
        sheet.set_h_pagebreaks([1])

    look = sheet_of(draw)
    division = Division(look)
    assert len(division.pages) == 2
    larger = replace(
        look.setup, fit_height=None, fit_width=None, row_breaks=(), scale=round(100 * division.scale) + 1
    )
    assert len(Division(replace(look, setup=larger)).pages) == 3


def test_titles_take_room_of_every_page_that_does_not_show_them_anyway() -> None:
    def draw(sheet: Any) -> None:  # noqa: ANN401
        for row in range(60):
            sheet.set_row(row, 30)
            sheet.write(row, 0, "x")
        sheet.repeat_rows(1, 2)

    division = Division(sheet_of(draw))
    assert rows_of(division) == [(0, 25), (25, 48), (48, 60)]


def test_hidden_rows_and_columns_take_no_room_and_pages_may_go_over_then_down() -> None:
    def draw(sheet: Any) -> None:  # noqa: ANN401
        sheet.set_landscape()
        sheet.print_across()
        sheet.set_column("A:D", 60)
        sheet.set_column("B:B", 60, None, {"hidden": True})
        for row in range(40):
            sheet.set_row(row, 30, None, {"hidden": row % 2 == 1})
            sheet.write_row(row, 0, ["x"] * 4)

    look = sheet_of(draw)
    division = Division(look)
    assert (look.widths[1], look.paper_widths[1]) == (0, 0)
    assert columns_of(division) == [(0, 3), (3, 4)] * 2
    assert rows_of(division) == [(0, 34)] * 2 + [(34, 40)] * 2


def test_without_a_print_area_all_is_printed_up_to_the_last_thing_that_is_seen() -> None:
    def draw(sheet: Any) -> None:  # noqa: ANN401
        sheet.write("B2", "x")
        sheet.write_blank("D3", None, sheet.edged)
        sheet.write_blank("F9", None, sheet.plain)
        sheet.merge_range("C5:E6", "over three columns", sheet.plain)

    look = sheet_of(draw, edged={"border": 1}, plain={"bold": True})
    division = Division(look)
    assert (look.row_count, look.column_count) == (9, 6)
    assert division.parts == [(range(6), range(5))]
    unmerged = Division(replace(look, merges=()))
    assert unmerged.parts == [(range(5), range(4))]


def test_a_print_area_may_go_beyond_the_last_cell_and_over_whole_columns() -> None:
    beyond = sheet_of(lambda sheet: (sheet.write("A1", "x"), sheet.print_area("A1:C20")))
    assert Division(beyond).parts == [(range(20), range(3))]
    whole = sheet_of(lambda sheet: (sheet.write("B3", "x"), sheet.print_area("A1:B1048576")))
    assert Division(whole).parts == [(range(3), range(2))]


def test_every_range_of_a_print_area_has_pages_of_its_own_at_one_scale() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["a", "b", "c", "d", "e", "f", "g"])
    sheet.print_area = "A1:B4,D1:G90"
    sheet.print_title_rows = "1:2"
    sheet.column_dimensions["E"].width = 200
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToHeight = 0
    file = io.BytesIO()
    book.save(file)
    division = Division(read_appearance(file.getvalue()).sheets[0])
    assert columns_of(division)[:2] == [(0, 2), (3, 7)]
    assert rows_of(division)[0] == (0, 4)
    assert rows_of(division)[-1][1] == 90
    assert division.scale < 0.5


def test_a_sheet_without_a_height_for_a_row_gives_it_what_its_cells_need() -> None:
    def draw(sheet: Any) -> None:  # noqa: ANN401
        sheet.set_column("A:A", 20)
        sheet.write("A1", "一行")
        sheet.write("A2", "题", sheet.title)
        sheet.write("A3", "很长的说明" * 10, sheet.wraps)
        sheet.write("A4", "first\nsecond\nthird", sheet.wraps)
        sheet.merge_range("A5:B5", "很长的说明" * 10, sheet.wraps)
        sheet.write("C6", "很长的说明" * 10, sheet.wraps)
        sheet.set_column("C:C", 20, None, {"hidden": True})
        sheet.write("A7", 12345, sheet.wraps)

    look = sheet_of(draw, title={"font_size": 18}, wraps={"text_wrap": True})
    assert look.heights == (15, 22.5, 82.5, 41.25, 15, 15, 15)


def test_rows_that_are_hidden_unless_stated_have_no_height() -> None:
    def draw(sheet: Any) -> None:  # noqa: ANN401
        sheet.set_default_row(None, True)
        sheet.set_row(0, 20.25)
        sheet.write("A1", "x")
        sheet.print_area("A1:A9")

    assert sheet_of(draw).heights == (20.25, *[0] * 8)


def test_a_sheet_is_printed_on_its_own_paper_and_american_letters_on_a4() -> None:
    a3 = sheet_of(lambda sheet: (sheet.set_paper(8), sheet.set_landscape(), sheet.write("A1", "x")))
    assert Division(a3).room.width == pytest.approx(420 / 25.4 * 72 - 72)
    letter = sheet_of(lambda sheet: (sheet.set_paper(1), sheet.write("A1", "x")))
    assert letter.setup.paper == "A4"
    assert Division(letter).room.width == pytest.approx(A4_SHORT - 72, abs=0.01)


def test_the_scale_of_a_sheet_is_kept_where_it_is_to_fit_nothing() -> None:
    half = sheet_of(lambda sheet: (sheet.set_print_scale(50), sheet.write("A1", "x")))
    assert Division(half).scale == 0.5
    free = sheet_of(lambda sheet: (sheet.fit_to_pages(0, 0), sheet.write("A1", "x")))
    assert Division(free).scale == 1
    tiny = sheet_of(lambda sheet: (sheet.fit_to_pages(1, 1), sheet.write("A1", "x"), sheet.write("A9999", 1)))
    assert Division(tiny).scale == 0.1
