"""The tables of last year's ``form.toml`` over this year's blank: every binding at its new place, the rest left out."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crm.intake.form_alignment import Change
from crm.intake.grid import column_letters, column_number, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from crm.intake.form_alignment import Alignment
    from crm.intake.form_outline import FormOutline, Slot

_Table = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Carried:
    """The new form's tables, and the places of the old form whose bindings could not be carried."""

    table: _Table
    lost: tuple[str, ...]


def carry_over(
    table: Mapping[str, Any], old: FormOutline, new: FormOutline, alignment: Alignment, *, year: int
) -> Carried:
    """*table* of last year's form for *year*, over the blank *new* that *alignment* was made with.

    Its tables of cells are written cell by cell. A unit that the blank prints otherwise is the new one. Texts follow
    the words they stand in or behind.
    """
    moved: _Table = copy.deepcopy(dict(table))
    moved["year"] = year
    found = {(pair.old.sheet, pair.old.address): pair for pair in alignment.pairs}
    lost: list[str] = []
    cells = []
    for cell in (*_plain_cells(table), *_grid_cells(table)):
        pair = found.get((cell["sheet"], cell["address"]))
        if pair is None:
            lost.append(f"{cell['sheet']}!{cell['address']}")
            continue
        cell |= {"sheet": pair.new.sheet, "address": pair.new.address}
        if Change.UNIT in pair.changes and pair.new.unit is not None:
            cell["unit"] = pair.new.unit.code
        cells.append(cell)
    moved.pop("grid", None)
    moved["cell"] = cells
    moved["block"] = list(_blocks(table, old, alignment, lost))
    sheets = {pair.old.sheet: pair.new.sheet for pair in alignment.pairs}
    moved["text"] = list(_texts(table, _Words(old), _Words(new), sheets, lost))
    return Carried(moved, tuple(lost))


def _plain_cells(table: Mapping[str, Any]) -> Iterator[_Table]:
    yield from (dict(cell) for cell in table.get("cell", ()))


def _grid_cells(table: Mapping[str, Any]) -> Iterator[_Table]:
    """The cells of a form's tables of rows and bases, each for itself."""
    for grid in table.get("grid", ()):
        for row in grid["row"]:
            rest = {key: value for key, value in row.items() if key not in {"row", "bases"}}
            for basis in row.get("bases", grid["columns"]):
                place = {"sheet": grid["sheet"], "address": f"{grid['columns'][basis]}{row['row']}"}
                yield {**place, **rest, **({} if basis == "period" else {"basis": basis})}


def _blocks(
    table: Mapping[str, Any], old: FormOutline, alignment: Alignment, lost: list[str]
) -> Iterator[_Table]:
    places = {(register.sheet, register.row): index for index, register in enumerate(old.registers)}
    columns = {(pair.old.sheet, pair.old.row, pair.old.letters): pair.new for pair in alignment.pairs}
    for block in table.get("block", ()):
        sheet, row = block["sheet"], block["row"]
        register = alignment.registers.get(places.get((sheet, row), -1))
        if register is None:
            lost.append(f"{sheet}!{column_letters(1)}{row}")
            continue
        moved = {**block, "sheet": register.sheet, "row": register.row}
        moved.pop("total_row", None)
        if register.total_row:
            moved["total_row"] = register.total_row
        moved["column"] = list(_columns(block, columns, lost))
        yield moved


def _columns(
    block: Mapping[str, Any], columns: Mapping[tuple[str, int, str], Slot], lost: list[str]
) -> Iterator[_Table]:
    for column in block["column"]:
        letters = column.get("column", "")
        new = columns.get((block["sheet"], block["row"], letters))
        if not letters:
            yield dict(column)  # read by checks, shown nowhere
        elif new is None:
            lost.append(f"{block['sheet']}!{letters}{block['row']}")
        else:
            yield {**column, "column": new.letters}


class _Words:
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


def _texts(
    table: Mapping[str, Any], old: _Words, new: _Words, sheets: Mapping[str, str], lost: list[str]
) -> Iterator[_Table]:
    for entry in table.get("text", ()):
        row, column = _row_and_column(entry["address"])
        sheet = sheets.get(entry["sheet"], entry["sheet"])
        text, down, right = old.anchor(entry["sheet"], row, column)
        places = [(one + down, other + right) for one, other in new.places(sheet, text)]
        taken = new.sheets.get(sheet, {}) if down or right else {}
        free = [place for place in places if place not in taken and min(place) > 0]
        if not free:
            lost.append(f"{entry['sheet']}!{entry['address']}")
            continue
        to = min(free, key=lambda place: (abs(place[0] - row) + abs(place[1] - column), place))
        yield {**entry, "sheet": sheet, "address": f"{column_letters(to[1])}{to[0]}"}


def _row_and_column(address: str) -> tuple[int, int]:
    letters = address.rstrip("0123456789")
    return int(address[len(letters) :]), column_number(letters)
