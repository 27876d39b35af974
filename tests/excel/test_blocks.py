"""Records put into template rows: several blocks, side by side, of several rows, none at all, very many."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import openpyxl
import pytest
import xlsxwriter
from openpyxl.worksheet.datavalidation import DataValidation

from crm.excel.scalar import CellError
from crm.excel.template import Block, Fill, TemplateRefused, fill_template
from tests.excel.templates import COLUMNS, form_rows, loaded, opened, read_parts, small_form_by_openpyxl

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from openpyxl.worksheet.worksheet import Worksheet

    from crm.excel.cellxml import Value
    from tests.excel.conftest import Office


def made(
    cells: Mapping[str, Value], *, merges: Sequence[str] = (), others: Mapping[str, Value] | None = None
) -> bytes:
    """A workbook whose sheet 表 has *cells* and *merges*; *others* are formulas of the sheet 另表."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "表"
    for address, value in cells.items():
        sheet[address] = value
    for cells_merged in merges:
        sheet.merge_cells(cells_merged)
    other = book.create_sheet("另表")
    for address, formula in (others or {}).items():
        other[address] = formula
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def block(first_row: int, columns: str, rows: Sequence[Sequence[Value]], **more: object) -> Block:
    return Block(sheet="表", first_row=first_row, columns=tuple(columns.split()), rows=rows, **more)  # type: ignore[arg-type]


def column(sheet: Worksheet, letter: str, first: int, last: int) -> list[object]:
    return [sheet[f"{letter}{row}"].value for row in range(first, last + 1)]


TWO_TABLES = {
    "A1": "新增",
    "B2": "名称",
    "C2": "金额",
    "A4": "小计",
    "C4": "=SUM(C3:C3)",
    "A5": "退出",
    "A8": "小计",
    "C8": "=SUM(C7:C7)",
    "A9": "差额",
    "C9": "=C4-C8",
}


def test_two_blocks_of_one_sheet_push_each_other_down() -> None:
    new, gone = [("甲", 10), ("乙", 20), ("丙", 30)], [("丁", 5), ("戊", 6)]
    template = made(TWO_TABLES, others={"A1": "=表!C9", "A2": "=表!C4+表!C8"})
    filled = fill_template(template, Fill(blocks=(block(7, "B C", gone), block(3, "B C", new))))
    sheet = loaded(filled)["表"]
    assert column(sheet, "B", 3, 5) == ["甲", "乙", "丙"]
    assert column(sheet, "B", 9, 10) == ["丁", "戊"]
    assert sheet["C6"].value == "=SUM(C3:C5)"
    assert sheet["C11"].value == "=SUM(C9:C10)"
    assert sheet["C12"].value == "=C6-C11"
    other = loaded(filled)["另表"]
    assert (other["A1"].value, other["A2"].value) == ("=表!C12", "=表!C6+表!C11")
    assert filled.formulas["另表", "A1"].value == 49
    assert filled.final_address("表", "C9") == "C12"


def test_blocks_on_two_sheets_grow_apart() -> None:
    template = made({"C3": None, "C4": "=SUM(C3:C3)"}, others={"A2": None, "A3": "=SUM(A2)+表!C4"})
    second = Block(sheet="另表", first_row=2, columns=("A",), rows=[(1,), (2,), (3,)])
    filled = fill_template(template, Fill(blocks=(block(3, "C", [(10,), (20,)]), second)))
    assert filled.formulas["另表", "A5"].formula == "SUM(A2:A4)+表!C5"
    assert filled.formulas["另表", "A5"].value == 36


def test_blocks_side_by_side_share_their_rows_and_end_each_for_itself() -> None:
    template = made(
        {"A2": None, "C2": "=B2*2", "E2": "=D2*3", "G2": "每行", "B3": "=SUM(B2:B2)", "D3": "=SUM(D2:D2)"}
    )
    left = block(2, "A B", [("甲", 1), ("乙", 2), ("丙", 3), ("丁", 4)], last_column="C")
    right = block(2, "D", [(5,), (6,)], last_column="E")
    sheet = loaded(filled := fill_template(template, Fill(blocks=(left, right))))["表"]
    assert column(sheet, "A", 2, 6) == ["甲", "乙", "丙", "丁", None]
    assert column(sheet, "C", 2, 6) == ["=B2*2", "=B3*2", "=B4*2", "=B5*2", None]
    assert column(sheet, "D", 2, 6) == [5, 6, None, None, "=SUM(D2:D5)"]
    assert column(sheet, "E", 2, 6) == ["=D2*3", "=D3*3", None, None, None]
    assert column(sheet, "G", 2, 5) == ["每行"] * 4
    assert filled.formulas["表", "B6"].value == 10
    assert filled.formulas["表", "D6"].value == 11


def test_no_record_leaves_the_row_blank_and_the_totals_good() -> None:
    filled = fill_template(
        small_form_by_openpyxl(), Fill(blocks=(Block(sheet="表一", first_row=4, columns=COLUMNS, rows=[]),))
    )
    sheet = loaded(filled)["表一"]
    assert [cell.value for cell in sheet[4]] == [None] * 6
    assert {cell.border.left.style for cell in sheet[4]} == {"thin"}
    assert sheet["D5"].value == "=SUM(D4:D4)"
    assert filled.formulas["表一", "D5"].value == 0
    assert filled.formulas["表一", "F5"].value == CellError("#DIV/0!")
    assert filled.final_address("表一", "A6") == "A6"


def test_one_record_moves_nothing() -> None:
    filled = fill_template(
        small_form_by_openpyxl(),
        Fill(blocks=(Block(sheet="表一", first_row=4, columns=COLUMNS, rows=form_rows(1)),)),
    )
    assert filled.formulas["表一", "D5"].formula == "SUM(D4:D4)"
    assert filled.formulas["表一", "D5"].value == 100
    assert loaded(filled)["表二"]["B1"].value == "='表一'!D5"


def test_a_record_of_two_rows_is_repeated_as_one() -> None:
    template = made(
        {"A3": None, "B3": None, "B4": None, "C4": "=B3+B4", "D3": "=C4", "A5": "合计", "C5": "=SUM(C3:C4)"},
        merges=["A3:A4", "A5:B5"],
    )
    rows = [("甲", 1, 10), ("乙", 2, 20), ("丙", 3, 30)]
    filled = fill_template(template, Fill(blocks=(block(3, "A B B:2", rows, template_rows=2),)))
    sheet = loaded(filled)["表"]
    assert column(sheet, "B", 3, 8) == [1, 10, 2, 20, 3, 30]
    assert column(sheet, "C", 3, 8) == [None, "=B3+B4", None, "=B5+B6", None, "=B7+B8"]
    assert column(sheet, "D", 3, 8) == ["=C4", None, "=C6", None, "=C8", None]
    assert {str(cells) for cells in sheet.merged_cells.ranges} == {"A3:A4", "A5:A6", "A7:A8", "A9:B9"}
    assert sheet["C9"].value == "=SUM(C3:C8)"
    assert filled.formulas["表", "C9"].value == 66
    assert filled.final_address("表", "B4", row_index=2) == "B8"


def test_a_sum_over_a_part_of_two_row_records_is_refused_and_not_guessed() -> None:
    template = made({"B3": None, "B5": "=SUM(B3:B3)"})
    with pytest.raises(TemplateRefused) as refused:
        fill_template(template, Fill(blocks=(block(3, "B B:2", [(1, 2), (3, 4)], template_rows=2),)))
    assert refused.value.code == "template-part-of-record"
    assert refused.value.values == {"sheet": "表", "formula": "SUM(B3:B3)", "reference": "B3:B3"}


def test_merged_cells_of_the_row_are_repeated_with_it() -> None:
    template = made({"A3": None, "C3": None}, merges=["A1:D1", "A3:B3", "C3:D3", "A4:D5"])
    filled = fill_template(template, Fill(blocks=(block(3, "A C", [("甲", 1), ("乙", 2), ("丙", 3)]),)))
    merged = {str(cells) for cells in loaded(filled)["表"].merged_cells.ranges}
    assert merged == {"A1:D1", "A3:B3", "C3:D3", "A4:B4", "C4:D4", "A5:B5", "C5:D5", "A6:D7"}


def test_a_validation_on_one_line_of_the_records_follows_each() -> None:
    book = opened(made({"B3": None, "B4": None}))
    sheet = book["表"]
    whole = DataValidation(type="whole", formula1="B3", formula2="9")
    whole.add("B4")
    sheet.add_data_validation(whole)
    file = io.BytesIO()
    book.save(file)
    rows = [(1, 2), (3, 4), (5, 6)]
    filled = fill_template(file.getvalue(), Fill(blocks=(block(3, "B B:2", rows, template_rows=2),)))
    (moved,) = loaded(filled)["表"].data_validations.dataValidation
    assert str(moved.sqref) == "B4 B6 B8"
    assert moved.formula1 == "B3"


def test_a_running_total_goes_from_record_to_record() -> None:
    template = made({"B2": 100, "A3": None, "B3": "=B2+A3", "B4": "=B3"})
    filled = fill_template(template, Fill(blocks=(block(3, "A", [(1,)] * 3000),)))
    assert filled.formulas["表", "B3002"].formula == "B3001+A3002"
    assert filled.formulas["表", "B3002"].value == 3100
    assert filled.formulas["表", "B3003"].value == 101


def test_rows_are_read_as_they_come() -> None:
    class Rows:
        """Rows that exist only while they are looked at."""

        asked = 0

        def __len__(self) -> int:
            return 1000

        def __getitem__(self, _: object) -> tuple[int]:
            raise IndexError

        def __iter__(self) -> Iterator[tuple[int]]:
            self.asked += 1
            return ((number,) for number in range(1000))

    rows = Rows()
    template = made({"A3": None, "A4": "=SUM(A3:A3)", "B3": "=A3*2"})
    filled = fill_template(template, Fill(blocks=(block(3, "A", rows),)))  # type: ignore[arg-type]
    assert filled.formulas["表", "A1003"].value == 499500
    assert filled.formulas["表", "B1002"].value == 1998
    assert rows.asked == 2


def test_cells_and_columns_that_the_template_lacks_are_made_in_their_order() -> None:
    template = made({"B3": "=A3&C3", "E9": 1})
    cells: dict[tuple[str, str], Value] = {
        ("表", "C9"): 5,
        ("表", "F9"): 6,
        ("表", "A1"): "甲",
        ("表", "D7"): 7,
    }
    filled = fill_template(template, Fill(cells=cells, blocks=(block(3, "A C", [("x", "y"), ("z", "w")]),)))
    sheet = loaded(filled)["表"]
    assert [cell.value for cell in sheet[10]] == [None, None, 5, None, 1, 6]
    assert (sheet["A1"].value, sheet["D8"].value, sheet.dimensions) == ("甲", 7, "A1:F10")
    assert filled.formulas["表", "B4"].value == "zw"
    xml = read_parts(filled.data)["xl/worksheets/sheet1.xml"].decode()
    places = [
        xml.index(f'r="{address}"') for address in ("A1", "A3", "B3", "C3", "A4", "D8", "C10", "E10", "F10")
    ]
    assert places == sorted(places)


def test_results_of_every_kind_stand_in_the_rows() -> None:
    cells: dict[str, Value] = {
        "A3": None,
        "B3": "=A3>1",
        "C3": "=1/A3",
        "D3": '=A3&" 家"',
        "E3": "=TODAY()",
        "F3": 0.5,
    }
    filled = fill_template(
        made(cells | {"F4": "=SUM(F3:F3)"}), Fill(blocks=(block(3, "A", [(1,), (0,), (2.5,)]),))
    )
    values = loaded(filled, values=True)["表"]
    assert column(values, "B", 3, 5) == [False, False, True]
    assert column(values, "C", 3, 5) == [1, "#DIV/0!", 0.4]
    assert column(values, "D", 3, 5) == ["1 家", "0 家", "2.5 家"]
    assert column(values, "E", 3, 5) == [None] * 3
    assert filled.uncomputed == (("表", "E3"), ("表", "E4"), ("表", "E5"))
    assert filled.formulas["表", "F6"].value == Decimal("1.5")


def test_days_and_truths_of_records_are_counted_in_formulas() -> None:
    template = made({"A3": None, "B3": None, "C3": "=A3+1", "D3": "=B3*1", "A4": "=MAX(A3:A3)"})
    rows: list[tuple[Value, ...]] = [(date(2026, 3, 1), True), (date(2026, 3, 2), False), ("", None)]
    filled = fill_template(template, Fill(blocks=(block(3, "A B", rows),)))
    assert [filled.formulas["表", f"C{row}"].value for row in (3, 4, 5)] == [46083, 46084, 1]
    assert [filled.formulas["表", f"D{row}"].value for row in (3, 4, 5)] == [1, 0, 0]
    assert filled.formulas["表", "A6"].value == 46083


def test_two_row_records_are_summed_line_by_line_from_anywhere_in_them() -> None:
    template = made(
        {"B3": None, "B4": None, "C3": 7, "B5": "=SUM(B3:B4)", "C5": "=SUM(B3:C4)+C3", "D5": "=B4"}
    )
    filled = fill_template(template, Fill(blocks=(block(3, "B B:2", [(1, 10), (2, 20)], template_rows=2),)))
    values = [filled.formulas["表", f"{letter}7"].value for letter in "BCD"]
    assert values == [33, 33 + 14 + 7, 10]


def test_a_cell_that_is_made_takes_the_style_of_its_row_or_column() -> None:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    sheet = book.add_worksheet("表")
    sheet.set_column("B:C", 12, book.add_format({"num_format": "0.00"}))
    sheet.set_row(1, None, book.add_format({"num_format": "0.000"}))
    sheet.write("E3", 1)
    book.close()
    filled = fill_template(file.getvalue(), Fill(cells={("表", "B1"): 1, ("表", "C2"): 2, ("表", "E1"): 3}))
    formats = [loaded(filled)["表"][address].number_format for address in ("B1", "C2", "E1")]
    assert formats == ["0.00", "0.000", "General"]


REFUSED = [
    (Fill(cells={("无", "A1"): 1}), "template-no-sheet"),
    (Fill(cells={("表", "A0"): 1}), "template-address"),
    (Fill(cells={("表", "B3"): 1}, blocks=(block(3, "A", [(1,)]),)), "template-cell-in-block"),
    (Fill(blocks=(Block(sheet="无", first_row=3, columns=("A",), rows=[(1,)]),)), "template-no-sheet"),
    (Fill(blocks=(block(3, "A", [(1,)], template_rows=2), block(4, "B", [(1,)]))), "template-blocks-overlap"),
    (Fill(blocks=(block(3, "A", [(1,)], template_rows=2), block(3, "B", [(1,)]))), "template-blocks-overlap"),
    (Fill(blocks=(block(0, "A", [(1,)]),)), "template-blocks-overlap"),
    (Fill(blocks=(block(3, "A1", [(1,)]),)), "template-address"),
    (Fill(blocks=(block(3, "A:2", [(1,)]),)), "template-address"),
    (Fill(blocks=(block(3, "A A", [(1, 2)]),)), "template-address"),
    (Fill(blocks=(block(3, "", [()]),)), "template-address"),
    (Fill(blocks=(block(3, "A E", [(1, 2)], last_column="D"),)), "template-address"),
    (Fill(blocks=(block(3, "A B", [(1, 2), (3,)]),)), "template-row-length"),
    (Fill(blocks=(block(3, "A B", [(1, 2), (3, 4, 5)]),)), "template-row-length"),
    (Fill(blocks=(block(3, "A", [(1,)] * 1_048_577),)), "template-too-many-rows"),
]


@pytest.mark.parametrize(("fill", "code"), REFUSED)
def test_what_does_not_fit_the_template_is_refused(fill: Fill, code: str) -> None:
    with pytest.raises(TemplateRefused) as refused:
        fill_template(made({"A1": 1}), fill)
    assert refused.value.code == code


def test_libreoffice_comes_to_the_same_results_for_every_kind_of_block(office: Office) -> None:
    cells: dict[str, Value] = {
        **TWO_TABLES,
        "D3": "=C3/$C$4",
        "E3": "=E2+C3",
        "F3": "=RANK(C3,$C$3:$C$3)",
        "G3": '=IF(C3>15,"大","小")',
        "D4": "=SUM(D3:D3)",
        "G4": '=COUNTIF(G3:G3,"大")',
        "E2": 0,
        "D9": "=SUMPRODUCT((C3:C3>15)*C3:C3)",
    }
    new, gone = [(f"企业{i}", i * 3) for i in range(1, 13)], [("丁", 5), ("戊", 6)]
    template = made(cells, others={"A1": "=SUM(表!C3:C3)-表!C9"})
    filled = fill_template(template, Fill(blocks=(block(3, "B C", new), block(7, "B C", gone))))
    theirs = office.recalculated(filled.data, name="blocks")
    assert [place for place in filled.uncomputed if not place[1].startswith("F")] == []
    for (sheet, address), formula in filled.formulas.items():
        value = formula.value
        if value is None:
            continue
        expected = value if isinstance(value, str) else pytest.approx(float(str(value)), rel=1e-12)
        assert theirs[sheet][address].value == expected, address
