"""What is decided about a blank before it is kept: signs, steps, rows of a table decided at once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import openpyxl
import pytest

from crm.domain.errors import CrmError
from crm.services.form_alignment import align_form, rows_in
from crm.services.form_binding import open_blank
from crm.ui.pages.forms.book import Book, Sign, in_group, without_basis
from crm.ui.pages.forms.name_sheet import propose_code
from tests.services.test_form_records import leases

if TYPE_CHECKING:
    from pathlib import Path

    from crm.services.library import Library

INCOME, REGISTER = "综合情况!E19", "在孵企业明细"


@pytest.fixture
def book(library: Library) -> Book:
    return Book(library, open_blank(library, library.form_folder("zone-quarterly").folder / "template.xlsx"))


def test_each_place_has_a_sign(book: Book) -> None:
    one = book.find(INCOME)
    assert one is not None
    assert book.sign(one) is Sign.SURE
    book.change("x", {INCOME: "net_profit"})
    changed = book.find(INCOME)
    assert changed is not None
    assert (book.sign(changed), book.kept) == (Sign.TOLD, False)
    book.change("y", {INCOME: ""})
    assert book.count(Sign.EMPTY) == 2  # and a column of remarks, which is nobody else's
    assert {book.sign(one) for one in book.open} == {Sign.UNCLEAR, Sign.UNKNOWN}


def test_columns_of_records_are_not_taken_with_all_others(library: Library) -> None:
    blank = open_blank(library, library.form_folder("shanxi-incubator").folder / "template.xlsx")
    book = Book(library, blank)
    assert not any(one.records for one in book.open)
    unknown = replace(blank.proposals[-3], confidence=0.8, doubts=("bind-rows-of-records",))
    book.work = replace(blank, proposals=(*book.blank.proposals[:-3], unknown))
    assert book.takeable
    assert unknown.place not in book.takeable


def test_each_decision_is_a_step(book: Book) -> None:
    assert (book.undo(), book.next_undo) == ((), "")
    book.change("first", {INCOME: "net_profit"})
    book.change("same", {INCOME: "net_profit"})
    book.change("second", {INCOME: "employees", "综合情况!E20": ""})
    assert book.next_undo == "second"
    assert book.undo() == (INCOME, "综合情况!E20")
    assert dict(book.told) == {INCOME: "net_profit"}
    assert (book.next_undo, book.next_redo) == ("first", "second")
    assert book.redo() == (INCOME, "综合情况!E20")
    book.undo()
    book.change("third", {INCOME: None})
    assert (book.next_redo, dict(book.told)) == ("", {})


def test_what_cannot_be_is_refused_and_is_no_step(book: Book) -> None:
    with pytest.raises(CrmError):
        book.change("x", {INCOME: "net_profit;unit=person"})
    assert (book.next_undo, dict(book.told), book.kept) == ("", {}, True)


def test_proposals_are_taken_as_they_are(book: Book) -> None:
    waiting = [one for one in book.open if book.sign(one) is Sign.UNCLEAR]
    assert book.accept("x", book.open) == len(waiting)
    taken = book.find(waiting[0].place)
    assert taken is not None
    assert (taken.code, taken.unit, book.sign(taken)) == (waiting[0].code, waiting[0].unit, Sign.TOLD)


def test_of_a_row_what_one_cell_is_all_are(book: Book, library: Library, tmp_path: Path) -> None:
    workbook = openpyxl.load_workbook(library.form_folder("zone-quarterly").folder / "template.xlsx")
    workbook["综合情况"]["B25"] = "拟上市后备数"
    workbook.save(tmp_path / "new.xlsx")
    fresh = Book(library, open_blank(library, tmp_path / "new.xlsx"))
    one = fresh.find("综合情况!E25")
    assert one is not None
    assert fresh.rest_of_row(one) == tuple(f"综合情况!{letter}25" for letter in "FGHIJ")
    column = book.find(f"{REGISTER}!T6")
    assert column is not None
    assert book.rest_of_row(column) == ()
    assert without_basis("total_income.last_year;unit=yuan") == "total_income;unit=yuan"


def test_of_a_register_what_one_month_is_all_are(library: Library, tmp_path: Path) -> None:
    book = Book(library, open_blank(library, leases(tmp_path, "{}月末面积")))
    one, other = book.find("Sheet!G3"), book.find("Sheet!B3")
    assert one is not None
    assert other is not None
    assert book.rest_of_row(one) == tuple(f"Sheet!{letter}3" for letter in "HIJKLMNOPQR")
    assert book.rest_of_row(other) == ()


def test_a_click_over_a_register_is_a_click_on_its_column(book: Book) -> None:
    slot = book.slot_over(REGISTER, 4, "B")
    assert slot is not None
    assert slot.address == "B6"
    assert book.slot_over(REGISTER, 7, "B") is None


def test_whose_rows_a_register_lists_is_known(book: Book) -> None:
    assert rows_in(book.work, "综合情况", 19) is None
    said = rows_in(book.work, REGISTER, 6)
    assert said is not None
    assert said.population.value == "incubating"
    book.change("x", {f"{REGISTER}!6": "population=graduated"})
    told = rows_in(book.work, REGISTER, 6)
    assert told is not None
    assert told.population.value == "graduated"


def test_an_aligned_book_shows_what_was_carried(library: Library) -> None:
    folder = library.form_folder("zone-quarterly").folder
    book = Book(library, align_form(library, folder, folder / "template.xlsx"))
    assert book.open == ()
    assert book.lines["综合情况!E3"] == "报告期：{period}"
    carried = rows_in(book.work, REGISTER, 6)
    assert carried is not None
    assert carried.population.value == "incubating"
    book.change("x", {INCOME: "", "综合情况!E3": "text=x"})
    assert "综合情况!E3" not in book.lines
    book.undo()
    assert book.count(Sign.TOLD) == 0


def test_a_code_is_proposed_that_nobody_has() -> None:
    assert propose_code("开发区月报（2026）", taken=set()) == "kfqyb2026"
    assert propose_code("月报", taken={"yb", "yb-2"}) == "yb-3"
    assert propose_code("（）", taken=set()) == "form"


# ----------------------------------------------------------------------------------------- matrices


@pytest.fixture
def matrix(library: Library, tmp_path: Path) -> Book:
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "分领域"
    for row in (
        ["在孵企业分技术领域情况（单位：万元）", None, None],
        ["技术领域", "总收入", "某项"],
        ["电子信息"],
        ["高端装备"],
        ["先进制造"],
        ["新材料"],
    ):
        sheet.append(row)
    workbook.save(tmp_path / "matrix.xlsx")
    return Book(library, open_blank(library, tmp_path / "matrix.xlsx"))


def test_a_matrix_is_found_around_a_place(matrix: Book) -> None:
    assert matrix.matrix_at("分领域!B4") == "分领域!B3:C6"
    assert matrix.matrix_at("分领域!A1") == ""
    assert [one.slot.address for one in matrix.places_in("分领域!B5:C6")] == ["B5", "C5", "B6", "C6"]


def test_a_column_of_a_matrix_is_decided_at_once_and_keeps_its_groups(matrix: Book) -> None:
    one = matrix.find("分领域!C3")
    assert one is not None
    assert set(matrix.rest_of_row(one)) == {"分领域!C4", "分领域!C5", "分领域!C6"}
    assert (
        without_basis("employees.last_year;group=technology_field:nuclear;unit=person")
        == "employees;unit=person"
    )
    matrix.change("x", dict.fromkeys((one.place, *matrix.rest_of_row(one)), "employees"))
    assert [matrix.sign(each) for each in matrix.places if each.slot.letters == "C"] == [
        Sign.TOLD, Sign.UNKNOWN, Sign.TOLD, Sign.TOLD
    ]  # fmt: skip


def test_of_a_row_that_no_list_knows_the_group_is_said_once(matrix: Book) -> None:
    matrix.change("x", dict.fromkeys((f"分领域!C{row}" for row in range(3, 7)), "employees"))
    one = matrix.find("分领域!B4")
    assert one is not None
    assert matrix.sign(one) is Sign.UNKNOWN
    assert matrix.accept("x", [one]) == 0
    (other,) = matrix.same_group(one)
    text = "total_income;group=technology_field:modern_transport"
    assert in_group(other, text) == "employees;group=technology_field:modern_transport"
    matrix.change("y", {one.place: text, other.place: in_group(other, text)})
    assert matrix.open == ()
    sure = matrix.find("分领域!B3")
    assert sure is not None
    assert matrix.same_group(sure) == ()


def test_what_a_matrix_would_be_is_tried_without_deciding(matrix: Book) -> None:
    tried = matrix.try_matrix("分领域!B3:C6", "rows=technology_field;indicator=net_profit")
    assert {one.code for one in tried} == {"net_profit"}
    assert (dict(matrix.told), matrix.kept) == ({}, True)
    with pytest.raises(CrmError):
        matrix.try_matrix("分领域!B3:C6", "rows=quarter")
