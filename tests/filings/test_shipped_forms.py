"""The shipped forms: their templates look as such tables do and agree with the form files cell by cell."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from crm import paths
from crm.domain.measures import Population
from crm.domain.quantity import Dimension
from crm.filings.form import Basis, Rounding, Show
from crm.filings.questions import requests_of
from tests.filings.samples import (
    TORCH,
    ZONE,
    healthy_tenants,
    shipped_filing,
    shipped_form,
    shipped_indicators,
)

if TYPE_CHECKING:
    from openpyxl import Workbook

    from crm.filings.form import BlockSpec, Form

NOTICE = "通用版式"
BOTH = pytest.mark.parametrize("folder", [ZONE, TORCH])


def template(folder: str) -> Workbook:
    return openpyxl.load_workbook(paths.resources() / "forms" / folder / "template.xlsx")


def sheet_of(book: Workbook, name: str) -> Worksheet:
    sheet = book[name]
    assert isinstance(sheet, Worksheet)
    return sheet


def sheets(book: Workbook) -> list[Worksheet]:
    return [sheet_of(book, name) for name in book.sheetnames]


def covers(ranges: object, cell: str) -> bool:
    return any(cell in part for part in ranges.ranges)  # type: ignore[attr-defined]


def total_blocks(form: Form) -> list[BlockSpec]:
    return [block for block in form.blocks if block.total_row]


@BOTH
def test_every_sheet_prints_on_landscape_a4_with_titles_and_page_numbers(folder: str) -> None:
    for sheet in sheets(template(folder)):
        assert sheet.page_setup.orientation == "landscape"
        assert int(sheet.page_setup.paperSize or 0) == 9
        assert sheet.print_title_rows
        assert sheet.print_area
        assert sheet.freeze_panes
        footer = sheet.oddFooter
        assert footer is not None
        assert "&P" in str(footer.center.text)
        assert "&N" in str(footer.center.text)


@BOTH
def test_every_sheet_says_that_the_layout_is_our_own(folder: str) -> None:
    assert shipped_form(folder).own_layout
    for sheet in sheets(template(folder)):
        top = [str(cell.value) for row in sheet.iter_rows(max_row=2) for cell in row]
        assert any(NOTICE in text for text in top), sheet.title


@BOTH
def test_only_fonts_that_every_office_has_are_used(folder: str) -> None:
    for sheet in sheets(template(folder)):
        fonts = {cell.font.name for row in sheet.iter_rows() for cell in row if cell.has_style}
        assert fonts <= {"宋体", "黑体"}


@BOTH
def test_what_is_filled_is_blank_in_the_template(folder: str) -> None:
    book, form = template(folder), shipped_form(folder)
    for text in form.texts:
        assert sheet_of(book, text.sheet)[text.address].value is None
    for cell in form.cells:
        assert sheet_of(book, cell.sheet)[cell.address].value is None
    for block in form.blocks:
        row = sheet_of(book, block.sheet)[block.row]
        assert {cell.value for cell in row} == {None}
    assert form.definitions is not None
    assert {cell.value for cell in sheet_of(book, form.definitions.sheet)[form.definitions.row]} == {None}


@BOTH
def test_text_lines_are_merged_cells_that_begin_at_their_address(folder: str) -> None:
    book, form = template(folder), shipped_form(folder)
    for text in form.texts:
        merged = [str(one) for one in sheet_of(book, text.sheet).merged_cells.ranges]
        assert any(one.startswith(f"{text.address}:") for one in merged), text.address


@BOTH
def test_totals_are_live_sums_over_the_blocks_row(folder: str) -> None:
    book, form = template(folder), shipped_form(folder)
    for block in total_blocks(form):
        sheet = sheet_of(book, block.sheet)
        formulas = {
            cell.column_letter: cell.value
            for cell in sheet[block.total_row]
            if isinstance(cell.value, str) and cell.value.startswith("=")
        }
        totals = [column.letter for column in block.columns if column.total]
        assert formulas == {letter: f"=SUM({letter}{block.row}:{letter}{block.row})" for letter in totals}


@BOTH
def test_number_formats_show_the_units_places(folder: str) -> None:
    book, form, indicators = template(folder), shipped_form(folder), shipped_indicators()
    for block in total_blocks(form):
        sheet = sheet_of(book, block.sheet)
        for column in block.columns:
            if not column.letter or column.figure is None:
                continue
            unit = indicators[column.figure.indicator].unit
            places = form.money_unit.places if unit.dimension is Dimension.MONEY else unit.places
            wanted = "#,##0.00" if places else "#,##0"
            for row in (block.row, block.total_row):
                assert sheet[f"{column.letter}{row}"].number_format == wanted, column.id


@BOTH
def test_codes_are_text_and_dates_are_dates(folder: str) -> None:
    book, form = template(folder), shipped_form(folder)
    codes = {"uscc", "registration_type", "industry"}
    for block in form.blocks:
        sheet = sheet_of(book, block.sheet)
        for column in block.columns:
            if column.letter and column.id in codes:
                assert sheet[f"{column.letter}{block.row}"].number_format == "@"
            if column.letter and column.show is Show.DATE:
                assert sheet[f"{column.letter}{block.row}"].number_format == "yyyy-mm-dd"


@BOTH
def test_rows_have_thin_borders_on_every_side(folder: str) -> None:
    book, form = template(folder), shipped_form(folder)
    for block in form.blocks:
        sheet = sheet_of(book, block.sheet)
        for column in block.columns:
            if column.letter:
                border = sheet[f"{column.letter}{block.row}"].border
                assert {side.style for side in (border.left, border.right, border.top, border.bottom)} == {
                    "thin"
                }


@BOTH
def test_headers_carry_the_indicators_definition_as_a_comment(folder: str) -> None:
    book, form, indicators = template(folder), shipped_form(folder), shipped_indicators()
    for block in total_blocks(form):
        sheet = sheet_of(book, block.sheet)
        for column in block.columns:
            if not column.letter or column.figure is None:
                continue
            above = [sheet[f"{column.letter}{row}"].comment for row in range(1, block.row)]
            texts = [comment.text for comment in above if comment]
            assert texts == [f"口径：{indicators[column.figure.indicator].definition.zh}"], column.id


@BOTH
def test_figures_are_validated_and_blanks_and_contradictions_stand_out(folder: str) -> None:
    book, form = template(folder), shipped_form(folder)
    for block in total_blocks(form):
        sheet = sheet_of(book, block.sheet)
        figures = [
            f"{column.letter}{block.row}" for column in block.columns if column.letter and column.figure
        ]
        validated = [
            cell
            for cell in figures
            if any(covers(one.sqref, cell) for one in sheet.data_validations.dataValidation)
        ]
        assert len(validated) >= len(figures) - 1
        formats = sheet.conditional_formatting
        assert all(any(covers(one.sqref, cell) for one in formats) for cell in figures)


@BOTH
def test_defined_names_point_at_the_totals(folder: str) -> None:
    book, form = template(folder), shipped_form(folder)
    (block,) = total_blocks(form)
    names = {
        name: defined.attr_text for name, defined in book.defined_names.items() if name.startswith("合计_")
    }
    assert names
    for target in names.values():
        assert re.fullmatch(rf"'{block.sheet}'!\$[A-Z]+\${block.total_row}", str(target))


@BOTH
def test_every_figure_of_a_form_is_an_indicator(folder: str) -> None:
    form, indicators = shipped_form(folder), shipped_indicators()
    for figure in form.figures():
        assert figure.indicator in indicators
    period = shipped_filing(folder, [])[1].period
    assert len(requests_of(form, period)) > 20


@BOTH
def test_an_empty_incubator_can_be_filed(folder: str) -> None:
    _, built = shipped_filing(folder, [])
    assert all(len(block.rows) >= 1 for block in built.fill_blocks())
    assert all(cell.value == 0 for cell in built.cells() if cell.live)


# ------------------------------------------------------------------------------------------------- zone


def test_the_zones_rows_bear_the_names_and_units_of_their_indicators() -> None:
    sheet, form, indicators = sheet_of(template(ZONE), "综合情况"), shipped_form(ZONE), shipped_indicators()
    for cell in form.cells:
        if cell.figure.basis is not Basis.PERIOD:
            continue
        row = int(cell.address[1:])
        label = cell.label.zh if cell.label else indicators[cell.figure.indicator].name.zh
        assert str(sheet[f"B{row}"].value).removeprefix("其中：") == label.removeprefix("其中：")
        unit = indicators[cell.figure.indicator].unit
        code = form.money_unit.code if unit.dimension is Dimension.MONEY else unit.code
        assert sheet[f"C{row}"].value == form.words.units[code]
        assert sheet[f"D{row}"].value == f"{row - 6:02d}"


def test_a_stock_is_not_added_up_over_the_year() -> None:
    sheet, form, indicators = sheet_of(template(ZONE), "综合情况"), shipped_form(ZONE), shipped_indicators()
    bases = {(cell.figure.indicator, cell.figure.basis) for cell in form.cells}
    for cell in form.cells:
        code = cell.figure.indicator
        flow = indicators[code].nature.value == "flow"
        assert ((code, Basis.YEAR_TO_DATE) in bases) is flow
        if not flow:
            assert sheet[f"H{cell.address[1:]}"].value == "—"


def test_the_summary_equals_the_totals_of_the_rows() -> None:
    _, built = shipped_filing(ZONE, healthy_tenants(3, figures={"total_income": 1_234_567_89}))
    block = built.block("tenants")
    for column in block.columns:
        if column.has_total:
            single = [
                cell
                for cell in built.singles
                if cell.indicator == column.indicator and cell.basis is Basis.PERIOD
            ]
            assert [cell.value for cell in single] == [column.total]


def test_the_zones_lists_name_who_entered_and_left() -> None:
    tenants = healthy_tenants(2, fields={"left_reason": "到期", "left_detail": "迁往别处"})
    _, built = shipped_filing(ZONE, tenants)
    _, rows = built.block("left").rows()
    assert rows == [
        (
            1,
            "示例企业1",
            "91140700MA0K000001",
            date(2016, 12, 1),
            date(2018, 2, 1),
            "stage:graduated",
            "到期",
            "迁往别处",
        )
    ]
    assert built.final_row("新增与退出明细", 11) == 11
    assert [text.value for text in built.texts if text.anchor == "G3"] == ["报告期：2018年第一季度"]


# ------------------------------------------------------------------------------------------------ torch


def test_the_torch_form_has_the_27_items_in_their_order() -> None:
    sheet, indicators = sheet_of(template(TORCH), "企业情况表"), shipped_indicators()
    (block,) = shipped_form(TORCH).blocks
    shown = [column for column in block.columns if column.letter]
    items = [str(sheet[f"{column.letter}6"].value) for column in shown[1:]]
    wanted = [str(number) for number in range(1, 25)]
    wanted += [f"25.{part}" for part in range(1, 7)] + [f"26.{part}" for part in range(1, 14)]
    assert items == wanted
    for column, item in zip(shown[1:], items, strict=True):
        if column.figure:
            assert indicators[column.figure.indicator].form_item == item
    signature = [text.value for text in shipped_form(TORCH).texts if text.value.startswith("27")]
    assert len(signature) == 1


def test_each_torch_row_is_rounded_for_itself_in_whole_thousands() -> None:
    tenants = healthy_tenants(3, figures={"total_income": 1_500_00})
    form, built = shipped_filing(TORCH, tenants)
    block = built.block("tenants")
    assert form.block("tenants").rounding is Rounding.PLAIN
    assert block.population is Population.INCUBATING_OR_GRADUATED
    assert block.column("total_income").values == (2, 2000, 2000)
    assert block.column("total_income").total == 4002
    assert block.column("net_profit").values == (-100, -100, -100)
    assert block.column("occupied_area").values == (Decimal("120.00"),) * 3


def test_the_torch_form_breaks_its_pages_between_groups_and_repeats_the_names() -> None:
    sheet = sheet_of(template(TORCH), "企业情况表")
    assert [one.id for one in sheet.col_breaks.brk] == [17, 31]
    assert sheet.print_title_cols == "$A:$B"
