"""Computed results: each function by itself, then a sheet of them against LibreOffice."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import TYPE_CHECKING

import openpyxl
import pytest
from openpyxl.workbook.defined_name import DefinedName

from crm.excel.scalar import CellError
from crm.excel.template import Fill, FormulaCell, fill_template
from tests.excel.templates import loaded

if TYPE_CHECKING:
    from crm.excel.scalar import Scalar
    from tests.excel.conftest import Office

DATA = {
    "A1": 3, "A2": -2, "A3": 10, "A4": 7, "A5": None, "A6": "7", "A7": "在孵", "A8": True,
    "B1": "在孵", "B2": "毕业", "B3": "在孵", "B4": "科技*园", "B5": "科技园",
    "C1": 0.1, "C2": 0.2, "C3": 1.005, "C4": 2.5, "C5": -2.5,
    "D1": "=A1/0", "D2": "=NA()",
}  # fmt: skip
COMPUTED: dict[str, Scalar] = {
    "SUM(A1:A8)": 18,
    'SUM(A1:A4,5,"6",TRUE)': 30,
    "SUM(C1:C2)": Decimal("0.3"),
    "SUM(A1:A4)/COUNT(A1:A8)": Decimal("4.5"),
    "COUNT(A1:A8)": 4,
    "COUNTA(A1:A8)": 7,
    "COUNTBLANK(A1:A8)": 1,
    "AVERAGE(A1:A8)": Decimal("4.5"),
    "MAX(A1:A8)": 10,
    "MIN(A1:A4,-9)": -9,
    "MAX(E1:E9)": 0,
    "PRODUCT(A1:A4)": -420,
    "ROUND(C4,0)": 3,
    "ROUND(C5,0)": -3,
    "ROUND(C3,2)": Decimal("1.01"),
    "ROUND(1234.5,-2)": 1200,
    "ROUNDUP(-2.1,0)": -3,
    "ROUNDDOWN(2.99,1)": Decimal("2.9"),
    "TRUNC(-2.9)": -2,
    "INT(-2.1)": -3,
    "INT(1/3*3)": 1,
    "ABS(A2)": 2,
    "SIGN(A2)": -1,
    "MOD(-7,3)": 2,
    "MOD(7.5,2)": Decimal("1.5"),
    "1/3*3=1": True,
    "-2^2": 4,
    "2^-1": Decimal("0.5"),
    "10%*50": 5,
    "1+2*3-4/2": 5,
    "(1+2)*3": 9,
    "A6+1": 8,
    "A5+1": 1,
    "A8+1": 2,
    "A1&B1&A5": "3在孵",
    '0.1+0.2&""': "0.3",
    "TRUE&1": "TRUE1",
    "A1>A2": True,
    "A1<>A1": False,
    'B1="在孵"': True,
    '"abc"="ABC"': True,
    '"a">9': True,
    'TRUE>"z"': True,
    "A5=0": True,
    'A5=""': True,
    'IF(A1>2,"是","否")': "是",
    'IF(A1>9,"是")': False,
    "IF(A1>9,1/0,B2)": "毕业",
    "IF(A5,1,2)": 2,
    'IFERROR(D1,"-")': "-",
    'IFERROR(A1,"-")': 3,
    "IFERROR(A1/A5,0)": 0,
    "_xlfn.IFNA(D2,1)": 1,
    "ISERROR(D1)": True,
    "ISNUMBER(A6)": False,
    "ISNUMBER(A1)": True,
    "ISTEXT(A6)": True,
    "ISBLANK(A5)": True,
    "AND(A1>1,A3>1)": True,
    "OR(A1>9,A3>99)": False,
    "NOT(A1>9)": True,
    "AND(A1:A4)": True,
    'SUMIF(B1:B5,"在孵",A1:A5)': 13,
    'SUMIF(A1:A4,">=3")': 20,
    "SUMIF(A1:A4,A1)": 3,
    'SUMIFS(A1:A4,B1:B4,"在孵",A1:A4,">5")': 10,
    'COUNTIF(B1:B5,"科技*")': 2,
    'COUNTIF(B1:B5,"科技~*园")': 1,
    'COUNTIF(B1:B5,"科技?")': 1,
    'COUNTIF(B1:B5,"<>在孵")': 3,
    'COUNTIF(A1:A8,"<>")': 7,
    'COUNTIF(A1:A4,"<0")': 1,
    "COUNTIF(A1:A8,7)": 1,
    'COUNTIF(A1:A8,"7")': 2,
    'COUNTIFS(B1:B4,"在孵",A1:A4,"<5")': 1,
    'AVERAGEIF(B1:B4,"在孵",A1:A4)': Decimal("6.5"),
    'AVERAGEIFS(A1:A4,B1:B4,"在孵")': Decimal("6.5"),
    "SUMPRODUCT(A1:A4,C1:C4)": Decimal("27.45"),
    'SUMPRODUCT((B1:B4="在孵")*(A1:A4>5)*A1:A4)': 10,
    "SUMPRODUCT(--(A1:A4>0))": 3,
    "SUBTOTAL(9,A1:A4)": 18,
    "SUBTOTAL(103,A1:A4)": 4,
    'VLOOKUP("毕业",B1:C5,2,FALSE)': Decimal("0.2"),
    "MATCH(10,A1:A4,0)": 3,
    "INDEX(A1:A4,2)": -2,
    "INDEX(A1:C4,2,2)": "毕业",
    "INDEX(A1:C1,3)": Decimal("0.1"),
    "LEN(B4)": 4,
    "LEFT(B4,2)": "科技",
    "RIGHT(B4)": "园",
    "MID(B4,2,2)": "技*",
    'TRIM("  a   b ")': "a b",
    "CONCATENATE(B1,A1)": "在孵3",
    'VALUE("12.50")': Decimal("12.50"),
    "N(B1)+N(A1)": 3,
    "ROW(A7)": 7,
    "COLUMN(C1)": 3,
    "ROWS(A1:C4)*COLUMNS(A1:C4)": 12,
    "营收": 18,
    "SUM(名录!A1:A4)+表二!B1": 21,
    "+A1": 3,
    "IF(TRUE(),1,2)": 1,
    'IF("TRUE",1,2)': 1,
    'COUNT("6","x",TRUE)': 2,
    'COUNTIF(A1:A8,"")': 1,
    'COUNTIF(A1:A8,"=")': 1,
    "COUNTIF(A1:A4,E1)": 0,
    "COUNTIF(A1:A8,TRUE)": 1,
    'COUNTIF(A1:A8,"TRUE")': 1,
    'COUNTIF(E:E,"")': 1_048_576,
    'COUNTIF(A:A,">0")': 3,
    'ROUND(AVERAGEIF(A1:A4,">0"),6)': Decimal("6.666667"),
    'SUMIF(B1:B5,"在孵",A1)': 13,
    "IFERROR(NA(),1)": 1,
    "ISERROR(1/0)": True,
    'ISTEXT(B1&" ")': True,
    'B1&" "': "在孵 ",
    "表二!营收": 18,
    "FALSE()": False,
}  # fmt: skip
ERRORS = {
    "A1/A5": "#DIV/0!",
    "A7+1": "#VALUE!",
    "SUM(A1:D1)": "#DIV/0!",
    "D2+1": "#N/A",
    "AVERAGE(E1:E3)": "#DIV/0!",
    'AVERAGEIF(B1:B4,"迁出",A1:A4)': "#DIV/0!",
    'VLOOKUP("迁出",B1:C5,2,FALSE)': "#N/A",
    'VLOOKUP("毕业",B1:C5,9,FALSE)': "#REF!",
    "MATCH(99,A1:A4,0)": "#N/A",
    "INDEX(A1:A4,9)": "#REF!",
    "IFERROR(D1,D2)": "#N/A",
    'NOT("x")': "#VALUE!",
    "MID(B4,0,1)": "#VALUE!",
    "LEFT(B4,-1)": "#VALUE!",
    "#REF!+1": "#REF!",
    "(-8)^0.5": "#NUM!",
    "0^0": "#NUM!",
    "SUMPRODUCT(A1:A4,A1:A3)": "#VALUE!",
    "_xlfn.IFS(A1>9,1,A1>8,2)": "#N/A",
    "AND(B1:B3)": "#VALUE!",
    "AND(D1,TRUE)": "#DIV/0!",
    "10^300*10^300": "#NUM!",
    'COUNTIFS(A1:A4,">0",B1:B3,"x")': "#VALUE!",
    'SUMIF(A1:A2,">0",D1:D2)': "#DIV/0!",
    "SUMPRODUCT(C1:D1*1)": "#DIV/0!",
    "SUMPRODUCT(1/A1:A5)": "#DIV/0!",
    "_xlfn.IFNA(D1,1)": "#DIV/0!",
    'D1&"x"': "#DIV/0!",
    "D1=1": "#DIV/0!",
    'D1="x"': "#DIV/0!",
    "表三!A1": "#REF!",
    "SUMPRODUCT(#REF!,1)": "#REF!",
    "SUMPRODUCT(B9:B9,D1)": "#DIV/0!",
    "VALUE(B1)": "#VALUE!",
}  # fmt: skip
BEYOND_US = [
    "TODAY()",
    'INDIRECT("A1")',
    "OFFSET(A1,1,0)",
    "A1:A4*2",
    "SUM({1,2,3})",
    'TEXT(A1,"0.0")',
    "UNBEKANNT(A1)",
    "表1[营收]",
    "[1]表!A1",
    '"2024-01-01"+1',
    '"甲">"乙"',
    '1234567890123&""',
    'COUNTIF(A1:A8,"911100001234567890")',
    "VLOOKUP(3,A1:B4,2)",
    "MATCH(3,A1:A4)",
    'MATCH("科*",B1:B5,0)',
    "INDEX(A1:A4,0)",
    "SUBTOTAL(1.5e1,A1:A4)",
    "SUMPRODUCT(ROUND(A1:A4,0))",
    "SUM((A1,A2))",
    "kein_name+1",
    "SUM(A1",
    "A1:A4 A2:C2",
    "IF()",
    "2^99999",
    "ROW()",
    "COLUMN()",
    'COUNTIF(B1:B5,">甲")',
    'COUNTIF(B1:B5,">")',
    "COUNTIF(B1:B5,>)",
    "SUM(TODAY(),1)",
    "SUM(H1:H1048576)",
    "SUMPRODUCT(A1:A4*B1:C3)",
    "[1]表!名",
    "表二![x]",
    "SUM(1;2)",
    "SUM(1 2)",
    "SUBTOTAL(7,A1:A4)",
]

# LibreOffice counts TRUE as a number, which Excel passes over, reads no number in "6", and names some errors otherwise.
EXCEL_ALONE = {
    "SUM(A1:A8)",
    'SUM(A1:A4,5,"6",TRUE)',
    "SUM(A1:A4)/COUNT(A1:A8)",
    "COUNT(A1:A8)",
    "AVERAGE(A1:A8)",
    "TRUE&1",
    'TRUE>"z"',
    'VLOOKUP("毕业",B1:C5,9,FALSE)',
    "INDEX(A1:A4,9)",
    "0^0",
    "表二!营收",
    "表三!A1",
    'COUNTIF(A:A,">0")',
}


def computed(formulas: list[str]) -> dict[str, FormulaCell]:
    """What the filler comes to for each formula on a sheet with DATA."""
    filled = fill_template(workbook(formulas), Fill())
    found = filled.formulas
    return {formula: found["名录", f"H{row}"] for row, formula in enumerate(formulas, 1)}


def workbook(formulas: list[str]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "名录"
    for address, value in DATA.items():
        sheet[address] = value
    for row, formula in enumerate(formulas, 1):
        sheet[f"H{row}"] = f"={formula}"
    book.create_sheet("表二")["B1"] = "=名录!A1"
    book.defined_names["营收"] = DefinedName("营收", attr_text="SUM(名录!$A$1:$A$4)")
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.fixture(scope="module")
def results() -> dict[str, FormulaCell]:
    return computed([*COMPUTED, *ERRORS, *BEYOND_US])


@pytest.mark.parametrize("formula", COMPUTED)
def test_a_formula_has_the_exact_result(formula: str, results: dict[str, FormulaCell]) -> None:
    result = results[formula].value
    assert result == COMPUTED[formula]
    assert isinstance(result, bool) == isinstance(COMPUTED[formula], bool)


@pytest.mark.parametrize("formula", ERRORS)
def test_a_formula_fails_as_excel_fails(formula: str, results: dict[str, FormulaCell]) -> None:
    assert results[formula].value == CellError(ERRORS[formula])


@pytest.mark.parametrize("formula", BEYOND_US)
def test_what_excel_alone_can_compute_is_left_to_it(formula: str, results: dict[str, FormulaCell]) -> None:
    assert results[formula].value is None


def test_libreoffice_comes_to_the_same_results(office: Office) -> None:
    formulas = [formula for formula in (*COMPUTED, *ERRORS) if formula not in EXCEL_ALONE]
    data = workbook(formulas)
    ours = fill_template(data, Fill()).formulas
    sheet = office.recalculated(data, name="formulas")["名录"]
    for row, formula in enumerate(formulas, 1):
        value, theirs = ours["名录", f"H{row}"].value, sheet[f"H{row}"].value
        if isinstance(value, CellError):
            assert theirs == value.code, formula
        elif isinstance(value, int | Decimal) and not isinstance(value, bool):
            assert theirs == pytest.approx(float(value), rel=1e-12), formula
        else:
            assert theirs == value, formula


def test_a_circle_is_left_to_excel() -> None:
    found = computed(["H2+1", "H3+1", "H1+1", "A1"])
    assert [cell.value for cell in found.values()] == [None, None, None, 3]


def test_formulas_are_computed_in_the_order_they_need() -> None:
    found = computed(["H2*2", "H3*2", "H4*2", "A1", "SUM(H1:H4)"])
    assert [cell.value for cell in found.values()] == [24, 12, 6, 3, 45]


def test_functions_wait_for_the_formulas_they_look_at() -> None:
    later = ["A1", "A2+0", "A3*1", 'B1&""', 'B2&""', 'B3&""']
    first = [
        'SUMIF(H8:H10,"在孵",H5:H7)',
        'SUMPRODUCT((H8:H10="在孵")*H5:H7)',
        "MATCH(10,H5:H7,0)",
        'COUNTIF(H8:H10,"毕业")',
    ]
    found = computed([*first, *later])
    assert [found[formula].value for formula in first] == [13, 13, 3, 1]


def test_subtotals_leave_out_subtotals_and_give_up_on_hidden_rows() -> None:
    formulas = ["SUBTOTAL(9,A1:A2)", "SUBTOTAL(9,A3:A4)", "SUBTOTAL(9,H1:H2)", "SUBTOTAL(9,A1:A4)"]
    assert [cell.value for cell in computed(formulas).values()] == [1, 17, 0, 18]
    book = openpyxl.load_workbook(io.BytesIO(workbook(formulas)))
    book["名录"].row_dimensions[2].hidden = True
    file = io.BytesIO()
    book.save(file)
    hidden = fill_template(file.getvalue(), Fill()).formulas
    assert [hidden["名录", f"H{row}"].value for row in range(1, 5)] == [None, 17, None, None]


def test_what_looks_at_something_unknown_is_unknown() -> None:
    found = computed(["TODAY()", "SUM(H1:H1)", "H1+1", "IFERROR(H1,0)", "SUM(A1:A4)"])
    assert [cell.value for cell in found.values()] == [None, None, None, None, 18]


def test_a_name_that_means_itself_is_an_error_and_no_endless_loop() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(["圈+1"])))
    book.defined_names["圈"] = DefinedName("圈", attr_text="圈")
    file = io.BytesIO()
    book.save(file)
    assert fill_template(file.getvalue(), Fill()).formulas["名录", "H1"].value == CellError("#NAME?")


def test_a_filled_value_changes_what_depends_on_it() -> None:
    filled = fill_template(workbook(["A1*2", "H1+表二!B1"]), Fill(cells={("名录", "A1"): Decimal("0.1")}))
    assert filled.formulas["名录", "H1"].value == Decimal("0.2")
    assert filled.formulas["名录", "H2"].value == Decimal("0.3")
    assert loaded(filled, values=True)["名录"]["H2"].value == 0.3


def test_the_formula_in_a_filled_cell_is_gone() -> None:
    filled = fill_template(workbook(["A1*2", "H1+1"]), Fill(cells={("名录", "H1"): 100}))
    assert ("名录", "H1") not in filled.formulas
    assert filled.formulas["名录", "H2"].value == 101


def test_formulas_are_found_only_where_they_are() -> None:
    formulas = fill_template(workbook(["A1*2"]), Fill()).formulas
    assert len(formulas) == len(list(formulas)) == 4
    for place in (("名录", "Z9"), ("无", "H1"), ("名录", "kein Ort")):
        with pytest.raises(KeyError):
            formulas[place]
