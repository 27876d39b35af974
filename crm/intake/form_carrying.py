"""The tables of last year's ``form.toml`` over this year's blank: every binding at its new place, the rest left out."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crm.intake.form_alignment import Change
from crm.intake.grid import column_letters

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


def carry_over(table: Mapping[str, Any], old: FormOutline, alignment: Alignment, *, year: int) -> Carried:
    """*table* of last year's form for *year*, over the blank that *alignment* was made with.

    Its tables of cells are written cell by cell. A unit that the blank prints otherwise is the new one.
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
