"""The tables of last year's ``form.toml`` over this year's blank: every binding at its new place, the rest left out."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crm.domain.quantity import UNITS
from crm.intake.form_alignment import Change
from crm.intake.form_finding import FormText, find_cell, find_rows, find_text
from crm.intake.grid import column_letters

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from crm.domain.indicators import Indicator
    from crm.domain.quantity import Unit
    from crm.intake.form_alignment import Alignment, Pair
    from crm.intake.form_outline import FormOutline

_Table = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Carried:
    """The new form's tables, and the places of the old form whose bindings could not be carried."""

    table: _Table
    lost: tuple[str, ...]


def carry_over(
    table: Mapping[str, Any],
    old: FormOutline,
    new: FormOutline,
    alignment: Alignment,
    *,
    year: int,
    indicators: Mapping[str, Indicator],
) -> Carried:
    """*table* of last year's form for *year*, over the blank *new* that *alignment* was made with.

    Its tables of cells are written cell by cell. A unit that the blank prints otherwise, beside the place or over its
    sheet, is the new one. Texts follow the words they stand in or behind.
    """
    moved: _Table = copy.deepcopy(dict(table))
    moved["year"] = year
    found = {(pair.old.sheet, pair.old.address): pair for pair in alignment.pairs}
    known = {(slot.sheet, slot.address) for slot in old.slots}
    sheets = {pair.old.sheet: pair.new.sheet for pair in alignment.pairs}
    before, after = FormText(old), FormText(new)
    units = _Units(old, new, indicators)
    lost: list[str] = []
    cells = []
    for cell in (*_plain_cells(table), *_grid_cells(table)):
        place = (cell["sheet"], cell["address"])
        pair = found.get(place)
        if pair is None:
            sheet = sheets.get(cell["sheet"], cell["sheet"])
            address = None if place in known else find_cell(before, after, place, sheet)
            if address is None:
                lost.append(f"{cell['sheet']}!{cell['address']}")
            else:
                cells.append({**cell, "sheet": sheet, "address": address})
            continue
        cell |= {"sheet": pair.new.sheet, "address": pair.new.address}
        cells.append(cell | units.now(cell, pair))
    moved.pop("grid", None)
    moved["cell"] = cells
    moved["block"] = list(_blocks(table, old, alignment, lost, text=(before, after), units=units))
    moved["text"] = list(_texts(table, before, after, sheets, lost))
    return Carried(moved, tuple(lost))


@dataclass(frozen=True, slots=True)
class _Units:
    """The units that this year's blank prints, beside last year's."""

    old: FormOutline
    new: FormOutline
    indicators: Mapping[str, Indicator]

    def now(self, table: Mapping[str, Any], pair: Pair) -> _Table:
        """The unit of a cell or column where the blank prints another than last year's; nothing where it does not."""
        usual = self.usual(table)
        if Change.UNIT not in pair.changes or usual is None:
            return {}
        printed = pair.new.unit or self.new.units[pair.new.sheet].get(usual.dimension)
        before = pair.old.unit or self.old.units[pair.old.sheet].get(usual.dimension)
        is_other = printed is not None and printed != before and printed.dimension is usual.dimension
        return {"unit": printed.code} if printed and is_other else {}

    def usual(self, table: Mapping[str, Any]) -> Unit | None:
        """The unit of last year, or in which its indicator is usual; None where it is no quantity."""
        if "unit" in table:
            return UNITS[table["unit"]]
        known = self.indicators.get(table.get("indicator", ""))
        return None if known is None else known.unit


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
    table: Mapping[str, Any],
    old: FormOutline,
    alignment: Alignment,
    lost: list[str],
    *,
    text: tuple[FormText, FormText],
    units: _Units,
) -> Iterator[_Table]:
    places = {(register.sheet, register.row): index for index, register in enumerate(old.registers)}
    columns = {(pair.old.sheet, pair.old.row, pair.old.letters): pair for pair in alignment.pairs}
    for block in table.get("block", ()):
        sheet, row = block["sheet"], block["row"]
        register = alignment.registers.get(places.get((sheet, row), -1))
        if register is None:
            moved = None if (sheet, row) in places else _moved(block, *text)
            if moved is None:
                lost.append(f"{sheet}!{column_letters(1)}{row}")
            else:
                yield moved
            continue
        moved = {**block, "sheet": register.sheet, "row": register.row}
        moved.pop("total_row", None)
        if register.total_row:
            moved["total_row"] = register.total_row
        moved["column"] = list(_columns(block, columns, lost, units))
        yield moved


def _moved(block: Mapping[str, Any], before: FormText, after: FormText) -> _Table | None:
    """A block that is no known register, in the rows it has moved to; None where its heads are not what they were."""
    letters = [column["column"] for column in block["column"] if column.get("column")]
    down = find_rows(before, after, (block["sheet"], block["row"]), block["sheet"], letters)
    if down is None:
        return None
    rows = {key: block[key] + down for key in ("row", "total_row") if block.get(key)}
    return {**block, **rows}


def _columns(
    block: Mapping[str, Any],
    columns: Mapping[tuple[str, int, str], Pair],
    lost: list[str],
    units: _Units,
) -> Iterator[_Table]:
    for column in block["column"]:
        letters = column.get("column", "")
        pair = columns.get((block["sheet"], block["row"], letters))
        if not letters:
            yield dict(column)  # read by checks, shown nowhere
        elif pair is None:
            lost.append(f"{block['sheet']}!{letters}{block['row']}")
        else:
            yield {**column, "column": pair.new.letters, **units.now(column, pair)}


def _texts(
    table: Mapping[str, Any], old: FormText, new: FormText, sheets: Mapping[str, str], lost: list[str]
) -> Iterator[_Table]:
    for entry in table.get("text", ()):
        sheet = sheets.get(entry["sheet"], entry["sheet"])
        address = find_text(old, new, (entry["sheet"], entry["address"]), sheet)
        if address is None:
            lost.append(f"{entry['sheet']}!{entry['address']}")
        else:
            yield {**entry, "sheet": sheet, "address": address}
