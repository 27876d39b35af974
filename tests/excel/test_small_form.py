"""The eleven lines on which two other template fillers failed without a word, and LibreOffice's own totals."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from crm.excel.template import Block, Fill, Filled, fill_template
from tests.excel.templates import (
    COLUMNS,
    FOOT,
    NOTE,
    form_rows,
    loaded,
    read_parts,
    rewritten,
    small_form_by_openpyxl,
    small_form_by_xlsxwriter,
)
from tests.excel.wps import saved_by_wps

if TYPE_CHECKING:
    from collections.abc import Callable

    from openpyxl.worksheet.worksheet import Worksheet

    from tests.excel.conftest import Office

MAKERS = ("openpyxl", "xlsxwriter", "libreoffice", "wps")
TOTAL = 3435


@dataclass(frozen=True, slots=True)
class Case:
    """A filled form, as openpyxl reads it, and whether its template has a frozen head (LibreOffice saves none)."""

    filled: Filled
    frozen: bool
    sheet: Worksheet
    values: Worksheet


@pytest.fixture(scope="module")
def filled_forms(office: Office) -> dict[str, Filled]:
    """The form with thirty records, from templates of three programs and one as WPS saves it."""
    templates: dict[str, Callable[[], bytes]] = {
        "openpyxl": small_form_by_openpyxl,
        "xlsxwriter": small_form_by_xlsxwriter,
        "wps": lambda: saved_by_wps(small_form_by_xlsxwriter()),
        "libreoffice": lambda: office.resave(small_form_by_xlsxwriter(), name="template"),
    }
    block = Block(sheet="表一", first_row=4, columns=COLUMNS, rows=form_rows())
    return {name: fill_template(make(), Fill(blocks=(block,))) for name, make in templates.items()}


@pytest.fixture(params=MAKERS)
def case(request: pytest.FixtureRequest, filled_forms: dict[str, Filled]) -> Case:
    filled = filled_forms[request.param]
    return Case(
        filled, request.param != "libreoffice", loaded(filled)["表一"], loaded(filled, values=True)["表一"]
    )


def test_thirty_rows_have_their_numbers_borders_and_formats(case: Case) -> None:
    for index, row in enumerate(form_rows()):
        cells = case.sheet[4 + index]
        assert [cell.value for cell in cells[:5]] == list(row)
        assert [type(cell.value) for cell in cells[:5]] == [int, str, str, int, int]
        assert {cell.border.left.style for cell in cells} == {"thin"}
        assert cells[3].number_format == "#,##0"
        assert cells[5].number_format == "0.00"


def test_the_merged_footer_moved_down(case: Case) -> None:
    merged = {str(cells) for cells in case.sheet.merged_cells.ranges}
    assert merged == {"A1:F1", "A2:A3", "B2:C2", "D2:F2", "A35:F35"}
    assert case.sheet["A35"].value == FOOT
    assert case.sheet["A34"].value == "合计"


def test_each_row_has_the_formula_of_its_own_row(case: Case) -> None:
    assert [case.sheet[f"F{row}"].value for row in range(4, 34)] == [
        f"=D{row}/E{row}" for row in range(4, 34)
    ]
    for row in range(4, 34):
        revenue, people = case.values[f"D{row}"].value, case.values[f"E{row}"].value
        assert case.values[f"F{row}"].value == pytest.approx(revenue / people, rel=1e-15)


def test_the_total_adds_up_every_row(case: Case) -> None:
    assert case.sheet["D34"].value == "=SUM(D4:D33)"
    assert case.sheet["E34"].value == "=SUM(E4:E33)"
    assert case.values["D34"].value == TOTAL
    assert case.filled.formulas["表一", "D34"].value == TOTAL


def test_the_ratio_in_the_total_row_is_that_of_the_totals(case: Case) -> None:
    assert case.sheet["F34"].value == "=D34/E34"
    assert case.values["F34"].value == pytest.approx(TOTAL / 235, rel=1e-15)


def test_the_second_sheet_points_at_the_moved_total(case: Case) -> None:
    formula = str(loaded(case.filled)["表二"]["B1"].value)
    assert formula.replace("'", "").replace("$", "") == "=表一!D34"
    assert loaded(case.filled, values=True)["表二"]["B1"].value == TOTAL


def test_the_defined_name_points_at_the_moved_total(case: Case) -> None:
    name = loaded(case.filled).defined_names["TDF_REV"]
    assert name.attr_text.replace("'", "") == "表一!$D$34"


def test_the_validation_covers_every_row(case: Case) -> None:
    (validation,) = case.sheet.data_validations.dataValidation
    assert str(validation.sqref) == "E4:E33"


def test_the_conditional_format_covers_every_row(case: Case) -> None:
    assert [str(cells.sqref) for cells in case.sheet.conditional_formatting] == ["D4:D33"]


def test_the_comment_is_kept(case: Case) -> None:
    comment = case.sheet["D3"].comment
    assert comment is not None
    assert comment.text == NOTE


def test_the_print_area_covers_the_signature_line(case: Case) -> None:
    assert case.sheet.print_area.replace("$", "").rpartition("!")[2] == "A1:F35"
    assert str(case.sheet.print_title_rows).replace("$", "") == "1:3"
    assert case.sheet.freeze_panes == ("A4" if case.frozen else None)
    assert case.sheet.page_setup.orientation == "landscape"
    footer = case.sheet.oddFooter
    assert footer is not None
    assert footer.center is not None
    assert footer.center.text == "第 &P 页"


@pytest.mark.parametrize("maker", MAKERS)
def test_libreoffice_comes_to_the_same_totals(
    maker: str, filled_forms: dict[str, Filled], office: Office
) -> None:
    filled = filled_forms[maker]
    theirs = office.recalculated(filled.data, name=f"filled-{maker}")
    assert theirs["表一"]["D34"].value == TOTAL
    assert theirs["表二"]["B1"].value == TOTAL
    assert filled.uncomputed == ()
    for (sheet, address), formula in filled.formulas.items():
        assert isinstance(formula.value, int) or formula.value is not None
        assert theirs[sheet][address].value == pytest.approx(float(str(formula.value)), rel=1e-12)


def test_libreoffice_does_compute_and_not_repeat(filled_forms: dict[str, Filled], office: Office) -> None:
    # The guard of the test before: a wrong result in the file must not survive.
    wrong = rewritten(
        filled_forms["openpyxl"].data, lambda _, data: data.replace(b"<v>3435</v>", b"<v>9999</v>")
    )
    assert b"<v>9999</v>" in read_parts(wrong)["xl/worksheets/sheet1.xml"]
    assert office.recalculated(wrong, name="wrong")["表一"]["D34"].value == TOTAL


def test_everything_is_computed_again_on_opening_and_by_no_old_chain(case: Case) -> None:
    parts = read_parts(case.filled.data)
    assert re.search(rb'<(?:\w+:)?calcPr[^>]*fullCalcOnLoad="1"', parts["xl/workbook.xml"])
    assert not [name for name in parts if "calcChain" in name]


def test_a_cell_of_the_template_is_found_again(case: Case) -> None:
    assert case.filled.final_address("表一", "A6") == "A35"
    assert case.filled.final_address("表一", "D3") == "D3"
    assert case.filled.final_address("表一", "$D$4", row_index=29) == "D33"
    assert case.filled.final_address("表二", "B1") == "B1"
    with pytest.raises(IndexError):
        case.filled.final_address("表一", "D4", row_index=30)
    with pytest.raises(IndexError):
        case.filled.final_address("表一", "D5", row_index=1)
