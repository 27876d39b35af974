"""Formulas cut into pieces: nothing is lost, and references are understood as openpyxl's tokenizer does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.formula.tokenizer import Token as TheirToken
from openpyxl.formula.tokenizer import Tokenizer

from crm.excel.tokens import TokenKind, cut_formula, sheet_named, sheet_prefix

FORMULAS = [
    "SUM(D4:D4)",
    "'表 一'!$D$5+表一!A1:B2*2",
    '[1]Sheet1!A1&"x"',
    "LOG10(A1)+TAX*2",
    "SUM(表1[营收],表1[[#Totals],[营收]])",
    "SUM(1:3,A:A,$B:C)",
    'IF(A1>="a""b",#N/A,1.5E+3)',
    "表一!TDF_REV/100%",
    "_xlfn.IFS(A1,2)",
    "A1:INDEX(B:B,3)",
    "Sheet1:Sheet3!A1",
    "SUM({1,2;3,4})",
    "-A1^2 <> 'It''s'!B2",
    "  SUM( A1 , B2 ) ",
    "Jan.2024!A1",
    "表一!#REF!+#REF!",
]


@pytest.mark.parametrize("formula", FORMULAS)
def test_the_pieces_joined_are_the_formula(formula: str) -> None:
    assert "".join(token.text for token in cut_formula(formula)) == formula


@given(st.text(st.characters(codec="utf-8"), max_size=60))
def test_any_text_is_cut_without_loss(text: str) -> None:
    assert "".join(token.text for token in cut_formula(text)) == text


def areas(formula: str) -> list[str]:
    return [token.text for token in cut_formula(formula) if token.area]


@pytest.mark.parametrize(
    "formula",
    [f for f in FORMULAS if "[" not in f and "INDEX" not in f and "TAX" not in f and "TDF" not in f],
)
def test_references_are_those_that_openpyxl_finds(formula: str) -> None:
    theirs = [
        token.value
        for token in Tokenizer("=" + formula.strip()).items
        if token.type == TheirToken.OPERAND and token.subtype == TheirToken.RANGE
    ]
    assert areas(formula) == [text for text in theirs if "#REF!" not in text]


@pytest.mark.parametrize("text", ["TAX9999999", "ABCD1", "A1B", "LOG10(", "A1!", "XFE1", "A1048577", "A0"])
def test_what_only_looks_like_a_cell_is_none(text: str) -> None:
    assert areas(text) == []


def test_a_range_whose_ends_both_name_the_sheet_is_one_area() -> None:
    (token,) = cut_formula("表一!A1:表一!B2")
    assert token.area is not None
    assert token.area.last is not None
    assert (token.area.sheet, token.area.last.row) == ("表一", 2)


@pytest.mark.parametrize("formula", ["表一!A1:表二!B2", "表一!A1:B2:C3", "A1:[1]表一!B2"])
def test_other_ranges_of_two_references_stay_two(formula: str) -> None:
    assert len([token for token in cut_formula(formula) if token.area]) == 2


@pytest.mark.parametrize(
    ("prefix", "sheet", "foreign"),
    [
        ("", None, False),
        ("表一!", "表一", False),
        ("'It''s'!", "It's", False),
        ("[2]Sheet1!", None, True),
        ("'[2]第 1 页'!", None, True),
        ("Sheet1:Sheet3!", None, True),
    ],
)
def test_a_prefix_names_its_sheet(prefix: str, sheet: str | None, foreign: bool) -> None:
    assert sheet_named(prefix) == (sheet, foreign)


@pytest.mark.parametrize("name", ["表一", "第 1 页", "It's", "A1", "R1C1", "RC", "Sheet1", "2024"])
def test_a_sheet_is_written_so_that_it_is_read_back(name: str) -> None:
    token = cut_formula(sheet_prefix(name) + "B7")[0]
    assert token.kind is TokenKind.AREA
    assert token.area is not None
    assert token.area.sheet == name
