"""Where references go: against a plain model that counts rows one by one, and against openpyxl's translator."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from openpyxl.formula.translate import Translator

from crm.excel.address import Range
from crm.excel.shift import (
    Growth,
    Home,
    Moves,
    ReferenceAmbiguous,
    SheetMoves,
    move_formula,
    place_formula,
    translate_formula,
)

ROWS = 30


@st.composite
def growths(draw: st.DrawFn) -> tuple[Growth, ...]:
    found, row = [], draw(st.integers(1, 6))
    for _ in range(draw(st.integers(1, 4))):
        rows = draw(st.integers(1, 3))
        found.append(Growth(row, rows, draw(st.integers(1, 5))))
        row += rows + draw(st.integers(0, 4))
    return tuple(found)


def origins(found: tuple[Growth, ...]) -> list[int]:
    """For each row of the filled sheet, from row 1 on, the template row it was made from."""
    made: list[int] = []
    row = 1
    for growth in found:
        made.extend(range(row, growth.first))
        made.extend(list(range(growth.first, growth.last + 1)) * growth.count)
        row = growth.last + 1
    return [*made, *range(row, ROWS + 1)]


@given(growths(), st.integers(1, ROWS), st.integers(1, ROWS))
def test_a_range_covers_exactly_what_became_of_its_rows(
    found: tuple[Growth, ...], one: int, other: int
) -> None:
    first, last = sorted((one, other))
    assume(not any(growth.is_cut_by(first, last) for growth in found))
    covered = [row for row, origin in enumerate(origins(found), 1) if first <= origin <= last]
    moved = SheetMoves(found).range(Range(first, 1, last, 1))
    assert list(range(moved.first_row, moved.last_row + 1)) == covered
    formula = move_formula(f"SUM(B{first}:B{last})", moves=Moves.of({"S": found}), home=Home("S"))
    assert formula == f"SUM(B{covered[0]}:B{covered[-1]})"


@given(growths(), st.integers(1, ROWS), st.integers(1, ROWS))
def test_a_part_of_records_is_followed_into_each_of_them(
    found: tuple[Growth, ...], one: int, other: int
) -> None:
    first, last = sorted((one, other))
    covered = [row for row, origin in enumerate(origins(found), 1) if first <= origin <= last]
    moved = SheetMoves(found).ranges(Range(first, 1, last, 1))
    assert sorted(row for part in moved for row in range(part.first_row, part.last_row + 1)) == covered


@given(growths(), st.integers(1, ROWS))
def test_a_cell_goes_to_the_first_row_made_from_its_own(found: tuple[Growth, ...], row: int) -> None:
    assert SheetMoves(found).row(row) == origins(found).index(row) + 1
    moved = move_formula(f"$B${row}", moves=Moves.of({"S": found}), home=Home("S"))
    assert moved == f"$B${origins(found).index(row) + 1}"


@given(growths(), st.data())
def test_a_repeated_formula_looks_at_its_own_record(found: tuple[Growth, ...], data: st.DataObject) -> None:
    growth = data.draw(st.sampled_from(found))
    row = data.draw(st.integers(growth.first, growth.last))
    rows = [at for at, origin in enumerate(origins(found), 1) if origin == row]
    placed = place_formula(f"B{row}*2", moves=Moves.of({"S": found}), home=Home("S", growth))
    assert [placed.text(copy) for copy in range(growth.count)] == [f"B{at}*2" for at in rows]


@given(growths(), st.integers(1, ROWS), st.integers(1, ROWS))
def test_a_formula_of_another_sheet_follows_alike(found: tuple[Growth, ...], one: int, other: int) -> None:
    first, last = sorted((one, other))
    assume(not any(growth.is_cut_by(first, last) for growth in found))
    here = move_formula(f"SUM(B{first}:B{last})", moves=Moves.of({"S": found}), home=Home("S"))
    there = move_formula(f"SUM(s!B{first}:B{last})", moves=Moves.of({"S": found}), home=Home("T"))
    assert there == here.replace("(B", "(s!B")


FIXED = st.sampled_from(["", "$"])
CELL = st.builds(
    lambda a, c, b, r: f"{a}{c}{b}{r}", FIXED, st.sampled_from("CDEF"), FIXED, st.integers(5, 40)
)


@given(CELL, CELL, st.integers(-3, 9), st.integers(-2, 9))
def test_a_shared_formula_reads_as_openpyxl_translates_it(
    one: str, two: str, rows: int, columns: int
) -> None:
    formula = f"SUM({one}:{two},'表 一'!{one})+IF({two}>1,\"{one}\",2)"
    target = f"{chr(ord('H') + columns)}{20 + rows}"
    theirs = Translator("=" + formula, origin="H20").translate_formula(target)
    assert "=" + translate_formula(formula, rows=rows, columns=columns) == theirs


THIRTY = Growth(4, 1, 30)
FORM = Moves.of({"表一": (THIRTY,)})


@pytest.mark.parametrize(
    ("formula", "moved"),
    [
        ("SUM(D4)", "SUM(D4:D33)"),
        ("sum( $D$4 , E4)", "sum( $D$4:$D$33 , E4:E33)"),
        ("SUM(D4+1)", "SUM(D4+1)"),
        ("IF(D4>0,D5,D6)", "IF(D4>0,D34,D35)"),
        ('COUNTIF(C4:C4,"D4")', 'COUNTIF(C4:C33,"D4")'),
        ("SUM(D:D)/SUM(3:4)", "SUM(D:D)/SUM(3:33)"),
        ("SUM(D4:D3)", "SUM(D33:D3)"),
        ("表二!D5+表一!D5", "表二!D5+表一!D34"),
        ("[1]表一!D5+表一:表二!D5", "[1]表一!D5+表一:表二!D5"),
        ("表1[[#Totals],[D5]]", "表1[[#Totals],[D5]]"),
        ("D1048576", "D1048576"),
        ("SUM((D4,E4))", "SUM((D4,E4))"),
    ],
)
def test_formulas_around_the_records(formula: str, moved: str) -> None:
    assert move_formula(formula, moves=FORM, home=Home("表一")) == moved


@pytest.mark.parametrize(
    ("formula", "sixth"),
    [
        ("D4/E4", "D9/E9"),
        ("$D4/E$4", "$D9/E$4"),
        ("G3+D4", "G8+D9"),  # the record before: a running total
        ("SUM(D$4:D4)", "SUM(D$4:D9)"),
        ("RANK(D4,$D$4:$D$4)", "RANK(D9,$D$4:$D$33)"),
        ("D4/$D$5", "D9/$D$34"),
        ("D4/D5", "D9/D34"),  # the total exists once, with or without $
        ("D4*D2", "D9*D2"),  # so does a heading
        ("D4*表二!B1", "D9*表二!B1"),
        ("SUM(D:D)", "SUM(D:D)"),
        ("SUM(4:4)", "SUM(9:9)"),
    ],
)
def test_formulas_of_the_records(formula: str, sixth: str) -> None:
    assert place_formula(formula, moves=FORM, home=Home("表一", THIRTY)).text(5) == sixth


def test_records_of_two_sheets_go_side_by_side() -> None:
    other = Growth(7, 1, 30)
    moves = Moves.of({"表一": (THIRTY,), "表二": (other,)})
    placed = place_formula("表一!D4*2", moves=moves, home=Home("表二", other))
    assert [placed.text(0), placed.text(29)] == ["表一!D4*2", "表一!D33*2"]


def test_records_that_do_not_pair_are_refused() -> None:
    moves = Moves.of({"表一": (Growth(4, 1, 5),), "表二": (Growth(7, 1, 30),)})
    with pytest.raises(ReferenceAmbiguous):
        place_formula("表一!D4*2", moves=moves, home=Home("表二", Growth(7, 1, 30)))


@pytest.mark.parametrize("formula", ["SUM(D4:D4)", "SUM(D5:D6)", "SUM(D4)"])
def test_a_sum_over_a_part_of_each_record_is_refused(formula: str) -> None:
    with pytest.raises(ReferenceAmbiguous):
        move_formula(formula, moves=Moves.of({"表一": (Growth(4, 2, 9),)}), home=Home("表一"))


def test_a_record_of_one_is_nothing_new() -> None:
    moves = Moves.of({"表一": (Growth(4, 2, 1),)})
    assert move_formula("SUM(D4:D4)/D5", moves=moves, home=Home("表一")) == "SUM(D4:D4)/D5"


def test_nothing_moves_beyond_the_last_row() -> None:
    assert SheetMoves((Growth(4, 1, 30),)).row(1_048_576) == 1_048_576
    assert translate_formula("A1048576+B1", rows=1, columns=0) == "#REF!+B2"
