"""Blocks from Excel and WPS: taken apart as they were copied, laid where they belong, and nothing lost unsaid."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.domain.pasting import Box, Laid, Shape, lay_block, split_block

SHAPE = Shape(rows=4, columns=3, locked=1)
NAMES = {"甲": 0, "乙": 1, "丙": 2, "丁": 3}


def lay(text: str, at: Box) -> Laid:
    return lay_block(split_block(text), at, SHAPE, find_row=NAMES.get)


@pytest.mark.parametrize(
    ("text", "block"),
    [
        ("", []),
        ("5", [["5"]]),
        ("1\t2\r\n3\t4\r\n", [["1", "2"], ["3", "4"]]),
        ("1\n\n3\n", [["1"], [""], ["3"]]),
        ("1\r2\r", [["1"], ["2"]]),
        ('"甲\n乙"\t5\r\n', [["甲\n乙", "5"]]),
        ('"a\tb"\t5', [["a\tb", "5"]]),
        ('"say ""5"""\t6', [['say "5"', "6"]]),
        ('5"\t6', [['5"', "6"]]),
        ('5" x 3"\t6', [['5" x 3"', "6"]]),
        ('"5"x\t6', [['"5"x', "6"]]),
    ],
)
def test_a_block_is_taken_apart_as_it_was_copied(text: str, block: list[list[str]]) -> None:
    assert split_block(text) == block


@given(st.text(alphabet='ab"\t\n\r1,，。', max_size=60))
def test_whatever_is_on_the_clipboard_is_some_block(text: str) -> None:
    for row in split_block(text):
        assert row


def test_a_block_is_laid_from_the_first_selected_cell_on() -> None:
    assert lay("1\t2\n3\t4", Box(1, 1, 1, 1)).cells == ((1, 1, "1"), (1, 2, "2"), (2, 1, "3"), (2, 2, "4"))


def test_what_lies_outside_is_counted_and_left_out() -> None:
    laid = lay("1\t2\t3\n4\t5\t6", Box(3, 1, 3, 1))
    assert laid.cells == ((3, 1, "1"), (3, 2, "2"))
    assert (laid.outside, laid.locked, laid.unknown, laid.skipped) == (4, 0, 0, 4)


def test_names_are_not_typed_over() -> None:
    laid = lay("5", Box(0, 0, 0, 0))
    assert laid.cells == ()
    assert (laid.locked, laid.skipped) == (1, 1)
    assert lay("5", Box(0, 0, 1, 1)).cells == ((0, 1, "5"), (1, 1, "5"))


def test_one_value_fills_the_selection_and_a_row_fills_rows() -> None:
    assert lay("7", Box(0, 1, 1, 2)).cells == ((0, 1, "7"), (0, 2, "7"), (1, 1, "7"), (1, 2, "7"))
    assert lay("1\t2", Box(0, 1, 2, 2)).cells[-2:] == ((2, 1, "1"), (2, 2, "2"))
    assert lay("1\n2", Box(0, 1, 3, 1)).cells[2:] == ((2, 1, "1"), (3, 1, "2"))


def test_a_block_that_does_not_go_into_the_selection_is_laid_once() -> None:
    assert len(lay("1\n2", Box(0, 1, 2, 1)).cells) == 2
    assert len(lay("1\t2\n3", Box(0, 1, 3, 2)).cells) == 3


def test_rows_with_names_go_where_the_names_are() -> None:
    laid = lay("丙\t5\t6\n甲\t7\n戊\t8\t9\n乙\t1\t2\t3", Box(0, 0, 0, 0))
    assert laid.cells == ((2, 1, "5"), (2, 2, "6"), (0, 1, "7"), (1, 1, "1"), (1, 2, "2"))
    assert (laid.unknown, laid.outside) == (2, 1)
