"""Rows of a register are as high as their texts, where the template states the height of one line."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import openpyxl
import pytest
from openpyxl.styles import Alignment, Font

from crm.excel.fill import Block, Fill
from crm.excel.row_fitting import RowFit
from crm.excel.template import fill_template

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from openpyxl.worksheet.worksheet import Worksheet

LONG = "超出经营范围开展业务，经通报后清退，场地已收回并重新出租"


def filled(
    rows: Sequence[tuple[str | None, str | None]],
    *,
    height: float | None = 18,
    change: Callable[[Worksheet], object] = str,
) -> list[float | None]:
    """The heights of the rows of a register of two columns, 20 digits each, of which the second wraps."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["名称", "说明"])
    for letter in "AB":
        sheet.column_dimensions[letter].width = 20
        sheet[f"{letter}2"].font = Font(name="宋体", size=10)
    sheet["B2"].alignment = Alignment(wrap_text=True)
    if height is not None:
        sheet.row_dimensions[2].height = height
    sheet["A3"] = "合计"
    sheet.row_dimensions[3].height = 30
    change(sheet)
    file = io.BytesIO()
    book.save(file)
    block = Block(sheet=sheet.title, first_row=2, columns=("A", "B"), rows=tuple(rows))
    shown = openpyxl.load_workbook(io.BytesIO(fill_template(file.getvalue(), Fill(blocks=(block,))).data))
    return [shown[sheet.title].row_dimensions[row].height for row in range(2, len(rows) + 3)]


def test_a_long_text_makes_its_row_higher_and_no_other() -> None:
    one, long, two, total = filled([("甲", "短"), ("乙", LONG), ("丙", None)])
    assert (one, two, total) == (18, 18, 30)
    assert long is not None
    assert 25 <= long <= 52  # two or three lines of 12.5 points


def test_lines_of_a_text_count() -> None:
    assert filled([("甲", "一\n二\n三\n四")])[0] == pytest.approx(53.25)


def test_a_row_that_is_high_enough_stays_as_it_is() -> None:
    assert filled([("甲", LONG)], height=60)[0] == 60
    # Two lines of 12.5 points have room in a row that is half a point lower.
    assert filled([("甲", "一\n二")], height=24.5)[0] == 24.5


def test_a_height_that_is_not_stated_is_left_to_the_program() -> None:
    assert filled([("甲", LONG)], height=None)[0] is None


def test_what_does_not_wrap_shrinks_is_merged_or_hidden_makes_no_row_higher() -> None:
    def shrink(sheet: Worksheet) -> None:
        sheet["B2"].alignment = Alignment(wrap_text=True, shrink_to_fit=True)

    def hide(sheet: Worksheet) -> None:
        sheet.row_dimensions[2].hidden = True

    assert filled([(LONG, "短")])[0] == 18
    assert filled([("甲", LONG)], change=shrink)[0] == 18
    assert filled([("甲", LONG)], change=lambda sheet: sheet.merge_cells("B2:C2"))[0] == 18
    assert filled([("甲", LONG)], change=hide)[0] == 18


def test_a_height_nobody_chose_is_one_once_it_is_raised() -> None:
    """A program fits a row anew whose height was not chosen, by the typefaces that it has."""
    fit = RowFit("18", {}, is_own=False)
    assert (
        fit.raised('<row r="2" ht="18"><c/></row>', 25.5)
        == '<row r="2" ht="28.5" customHeight="1"><c/></row>'
    )
    assert fit.raised('<row r="2" ht="18"/>', 19) == '<row r="2" ht="18"/>'
