"""The book of a period: what is entered over what is saved, what is wrong, what goes back, what others do meanwhile."""

from __future__ import annotations

import copy
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from crm.domain.entry import Entry, entry_of, read_entry
from crm.domain.period import Period
from crm.domain.quantity import UNITS
from crm.services.entry import EnteredFigure, EntrySheet, EntryTenant
from crm.ui.pages.figures.book import Book, Filled

if TYPE_CHECKING:
    from crm.domain.entry import FigureKey
    from crm.services.library import Library

WAN, PERSON = UNITS["ten_thousand_yuan"], UNITS["person"]
STAFF, COLLEGE, INCOME = "employees", "college", "total_income"
CODES = [INCOME, STAFF, COLLEGE]


@pytest.fixture
def book(library: Library) -> Book:
    made = Book(library.indicators.reported, change_limit=5_000, blanks=library.synonyms.blanks)
    made.show(sheet(library))
    return made


def sheet(library: Library, **values: dict[int, int]) -> EntrySheet:
    """Three tenants; of the first ones' staff something is saved."""
    codes = [one.code for one in library.indicators.reported]
    saved: dict[str, dict[int, int]] = {code: {} for code in codes}
    saved[STAFF] = {1: 10, 2: 4}
    saved[COLLEGE] = {2: 5}
    saved.update(values)
    before: dict[str, dict[int, int]] = {code: {} for code in codes}
    before[STAFF] = {1: 10}
    tenants = tuple(EntryTenant(one, f"企业{one}", in_house=True, followed=False) for one in (1, 2, 3))
    return EntrySheet(Period.parse("2026Q3"), tenants, saved, before, frozenset({2}), ())


def typed(book: Book, key: FigureKey, text: str) -> set[int]:
    indicator = book.indicators[key[1]]
    unit = WAN if key[1] == INCOME else indicator.unit
    return book.put(f"type {text}", [(key, read_entry(text, indicator, unit, blanks=book.blanks))])


def test_what_is_entered_stands_over_what_is_saved(book: Book) -> None:
    assert typed(book, (1, STAFF), "12") == {1}
    assert (book.value(1, STAFF), book.saved(1, STAFF), book.unsaved) == (12, 10, 1)
    assert book.ready() == [EnteredFigure(1, STAFF, 12, 10)]
    assert typed(book, (1, STAFF), "10") == {1}
    assert book.unsaved == 0
    assert typed(book, (1, STAFF), "10") == set()


def test_a_blank_is_no_zero(book: Book) -> None:
    typed(book, (1, STAFF), "")
    assert book.ready() == [EnteredFigure(1, STAFF, None, 10)]
    assert book.row_state(1, CODES) == (Filled.NOTHING, 0)
    typed(book, (1, STAFF), "0")
    assert book.row_state(1, CODES) == (Filled.PARTLY, 1)


def test_a_bad_cell_keeps_what_was_typed_and_is_not_saved(book: Book) -> None:
    typed(book, (1, STAFF), "1.5")
    entry, fault = book.entry(1, STAFF), book.fault(1, STAFF)
    assert entry is not None
    assert fault is not None
    assert (entry.text, fault.code, book.value(1, STAFF)) == ("1.5", "count-not-whole", None)
    assert book.ready() == []
    assert book.held() == [(1, STAFF)]
    assert book.row_state(1, CODES) == (Filled.FAULTY, 0)
    assert book.is_marked(1)


def test_a_part_larger_than_its_whole_is_wrong_even_where_it_is_saved(book: Book) -> None:
    fault = book.fault(2, COLLEGE)
    assert fault is not None
    assert (fault.code, fault.other, fault.amount) == ("figure-part-exceeds", STAFF, 4)
    assert book.fault_count == 1
    typed(book, (2, STAFF), "6")
    assert book.fault_count == 0
    typed(book, (2, STAFF), "3")
    assert book.fault(2, STAFF) is not None
    assert book.fault(2, COLLEGE) is None


def test_only_what_is_not_saved_is_compared_with_the_last_period(book: Book) -> None:
    typed(book, (1, STAFF), "16")
    assert (book.change(1, STAFF), book.warning_count) == (60, 1)
    assert book.ready() == [EnteredFigure(1, STAFF, 16, 10)]
    typed(book, (1, STAFF), "15")
    assert (book.change(1, STAFF), book.warning_count) == (None, 0)


def test_one_paste_is_one_step_back_and_forth(book: Book) -> None:
    entries = [((one, INCOME), entry_of(one * 1_000_000, WAN)) for one in (1, 2, 3)]
    before = copy.deepcopy(book._entries)
    book.put("paste", entries)
    assert (book.next_undo, book.next_redo) == ("paste", "")
    after = copy.deepcopy(book._entries)
    assert book.undo() == ((1, INCOME), (2, INCOME), (3, INCOME))
    assert book._entries == before
    assert (book.next_undo, book.next_redo) == ("", "paste")
    book.redo()
    assert book._entries == after
    typed(book, (1, STAFF), "9")
    book.undo()
    typed(book, (1, STAFF), "8")
    assert book.next_redo == ""


def test_all_is_filled_where_every_indicator_has_a_figure(book: Book) -> None:
    for code in CODES:
        typed(book, (1, code), "1")
    assert book.row_state(1, CODES) == (Filled.ALL, 3)
    assert book.filled({1, 2, 3}, CODES) == 5
    assert book.filled({3}, CODES) == 0
    typed(book, (1, INCOME), "")
    assert book.filled({1, 2}, CODES) == 4


def test_what_is_saved_goes_back_through_the_journal_and_the_rest_by_itself(book: Book) -> None:
    book.put(
        "both", [((1, INCOME), entry_of(5, WAN)), ((3, STAFF), Entry("x", "person", fault="amount-unknown"))]
    )
    typed(book, (1, COLLEGE), "2")
    ready = book.ready()
    book.take_saved(ready)
    assert book.value(1, INCOME) == book.saved(1, INCOME) == 5
    assert book.edited() == [(3, STAFF)]
    assert book.next_undo == "both"
    book.undo()
    assert book.unsaved == 0
    assert book.next_undo == ""
    book.put("away", [((1, INCOME), Entry("", WAN.code))])
    book.take_saved(book.ready())
    assert book.saved(1, INCOME) is None


def test_where_all_is_saved_nothing_unsaved_is_left_to_undo(book: Book) -> None:
    typed(book, (3, STAFF), "x")
    typed(book, (3, STAFF), "")
    typed(book, (1, INCOME), "5")
    assert book.unsaved == 1
    book.take_saved(book.ready())
    assert book.next_undo == ""


def test_what_was_typed_while_it_was_saved_stays_unsaved(book: Book) -> None:
    typed(book, (1, STAFF), "11")
    ready = book.ready()
    typed(book, (1, STAFF), "12")
    book.take_saved(ready)
    assert book.ready() == [EnteredFigure(1, STAFF, 12, 11)]


def test_where_somebody_else_was_faster_the_user_chooses(book: Book, library: Library) -> None:
    typed(book, (1, STAFF), "12")
    typed(book, (3, STAFF), "7")
    theirs = sheet(library, employees={1: 11, 2: 4, 3: 7})
    assert book.stale_keys(theirs) == [(1, STAFF), (3, STAFF)]
    book.rebase(theirs, {(1, STAFF): ("同事", "2026-11-20T08:00:00+00:00")})
    assert book.conflicts == ((1, STAFF),)
    fault = book.fault(1, STAFF)
    assert fault is not None
    assert (fault.code, fault.amount, fault.by) == ("figure-conflict", 11, "同事")
    assert book.edited() == [(1, STAFF)]  # of the third both had entered the same
    assert book.ready() == []
    again = copy.deepcopy(book)
    book.keep_mine()
    assert book.ready() == [EnteredFigure(1, STAFF, 12, 11)]
    again.take_theirs("theirs")
    assert (again.unsaved, again.conflicts, again.value(1, STAFF)) == (0, (), 11)
    again.undo()
    assert again.ready() == [EnteredFigure(1, STAFF, 12, 11)]


def test_reading_again_what_is_the_same_loses_no_step(book: Book, library: Library) -> None:
    typed(book, (1, STAFF), "12")
    book.undo()
    book.rebase(sheet(library), {})
    assert book.next_redo
    book.rebase(sheet(library, employees={1: 9}), {})
    assert not book.next_redo


def test_a_conflict_ends_where_the_cell_is_given_up(book: Book, library: Library) -> None:
    typed(book, (1, STAFF), "12")
    book.rebase(sheet(library, employees={1: 11}), {})
    book.rebase(sheet(library, employees={1: 12}), {})
    assert (book.conflicts, book.unsaved) == ((), 0)


def test_a_draft_brings_everything_back_that_still_has_a_place(book: Book, library: Library) -> None:
    typed(book, (1, STAFF), "12人")
    typed(book, (2, INCOME), "abc")
    texts = book.texts()
    other = Book(library.indicators.reported, change_limit=5_000, blanks=library.synonyms.blanks)
    assert other.restore("draft", texts) == 2
    other.show(replace(sheet(library)))
    assert (
        other.restore(
            "draft", {**texts, "9/employees": "1\tperson", "1/gone": "1\tperson", "x/employees": "1"}
        )
        == 3
    )
    assert other.texts() == texts
    assert other.next_undo == "draft"


def test_an_empty_book_has_nothing(library: Library) -> None:
    book = Book(library.indicators.reported, change_limit=5_000, blanks=frozenset())
    assert book.saved(1, STAFF) is None
    assert book.before(1, STAFF) is None
    assert book.filled({1}, CODES) == 0
    assert book.row_state(1, CODES) == (Filled.NOTHING, 0)
    book.take_saved([])
    assert book.unsaved == 0
