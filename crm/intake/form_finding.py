"""Places of last year's form found again by the words around them, where neither label nor code tells what they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.intake.grid import column_letters, column_number, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crm.intake.form_outline import FormOutline

_FARTHEST = 40
"""Rows that a register may have moved up or down."""


class FormText:
    """The words of a blank by their place; rows and columns count from 1."""

    def __init__(self, outline: FormOutline) -> None:
        self.sheets: dict[str, dict[tuple[int, int], str]] = {
            sheet.name: {
                (row, column): text
                for row, cells in enumerate(sheet.grid.rows, start=1)
                for column, value in enumerate(cells, start=1)
                if (text := text_of(value).strip())
            }
            for sheet in outline.sheets
        }
        self._formulas = {sheet.name: frozenset(sheet.formulas) for sheet in outline.sheets}

    def anchor(self, sheet: str, row: int, column: int) -> tuple[str, int, int]:
        """The words of a cell, else before it, else nearest to it; and how far down and right of them it is."""
        words = self.sheets.get(sheet, {})
        if not words:
            return "", 0, 0
        down, right = min(
            words,
            key=lambda place: (
                place[0] != row or place[1] > column,
                abs(place[0] - row) + abs(place[1] - column),
                -place[0],
                place[1],
            ),
        )
        return words[down, right], row - down, column - right

    def places(self, sheet: str, text: str) -> list[tuple[int, int]]:
        """Where the same words stand."""
        return [place for place, words in self.sheets.get(sheet, {}).items() if words == text]

    def is_free(self, sheet: str, place: tuple[int, int]) -> bool:
        """Whether a cell is blank, computes nothing and lies in the sheet."""
        if sheet not in self.sheets or min(place) < 1:
            return False
        return place not in self.sheets[sheet] and place not in self._formulas[sheet]

    def over(self, sheet: str, row: int, column: int) -> tuple[str, int]:
        """The nearest words over a cell, and how many rows they are away; nothing where there are none."""
        words = self.sheets.get(sheet, {})
        upwards = (up for up in range(row - 1, 0, -1) if (up, column) in words)
        return next(((words[up, column], row - up) for up in upwards), ("", 0))


def find_text(old: FormText, new: FormText, place: tuple[str, str], sheet: str) -> str | None:
    """Where a text of last year's stands in *sheet* now: in or behind the same words; None where those are gone."""
    row, column = row_and_column(place[1])
    text, down, right = old.anchor(place[0], row, column)
    places = [(one + down, other + right) for one, other in new.places(sheet, text)]
    taken = new.sheets.get(sheet, {}) if down or right else {}
    return _nearest([one for one in places if one not in taken and min(one) > 0], row, column)


def find_cell(old: FormText, new: FormText, place: tuple[str, str], sheet: str) -> str | None:
    """Where a cell is in *sheet* now: beside the same words and under the same head; None where there is no such."""
    row, column = row_and_column(place[1])
    text, down, right = old.anchor(place[0], row, column)
    if not text or down or right <= 0:
        return None
    head, _ = old.over(place[0], row, column)
    places = [(one, other + right) for one, other in new.places(sheet, text)]
    fitting = [one for one in places if new.is_free(sheet, one) and new.over(sheet, *one)[0] == head]
    return _nearest(fitting, row, column)


def find_rows(
    old: FormText, new: FormText, place: tuple[str, int], sheet: str, letters: Iterable[str]
) -> int | None:
    """By how many rows a register has moved whose columns *letters* have the same heads; None where it has not."""
    row = place[1]
    columns = [column_number(each) for each in letters]
    heads = {column: old.over(place[0], row, column) for column in columns}
    for down in sorted(range(-_FARTHEST, _FARTHEST + 1), key=abs):
        cells = [(row + down, column) for column in columns]
        if all(new.is_free(sheet, cell) and new.over(sheet, *cell) == heads[cell[1]] for cell in cells):
            return down if any(text for text, _ in heads.values()) else None
    return None


def _nearest(places: list[tuple[int, int]], row: int, column: int) -> str | None:
    if not places:
        return None
    to = min(places, key=lambda place: (abs(place[0] - row) + abs(place[1] - column), place))
    return f"{column_letters(to[1])}{to[0]}"


def row_and_column(address: str) -> tuple[int, int]:
    """Row and column of an address, from 1."""
    letters = address.rstrip("0123456789")
    return int(address[len(letters) :]), column_number(letters)
