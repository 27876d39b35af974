"""Conditional formats: which change of style holds for a cell, asked when the cell is seen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import localcontext
from typing import TYPE_CHECKING

from crm.excel.address import Range, address_of
from crm.excel.evaluate import Evaluator
from crm.excel.formula import read_formula
from crm.excel.grid import Pending, SheetGrid
from crm.excel.scalar import ARITHMETIC, CellError, Uncomputable
from crm.excel.shift import Home, Moves, PlacedFormula, place_formula, translate_formula

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lxml import etree

    from crm.excel.cell_style import StyleChange
    from crm.excel.operands import Operand
    from crm.excel.scalar import Scalar
    from crm.excel.shift import PlacedCorner

_COMPARED = {
    "lessThan": "{cell}<({first})",
    "lessThanOrEqual": "{cell}<=({first})",
    "greaterThan": "{cell}>({first})",
    "greaterThanOrEqual": "{cell}>=({first})",
    "equal": "{cell}=({first})",
    "notEqual": "{cell}<>({first})",
    "between": "AND({cell}>=({first}),{cell}<=({second}))",
    "notBetween": "OR({cell}<({first}),{cell}>({second}))",
}


@dataclass(frozen=True, slots=True)
class Condition:
    """A formula, written for the first cell of its ranges, and what it changes where it holds."""

    ranges: tuple[Range, ...]
    formula: str
    change: StyleChange
    priority: int
    stops: bool


def read_conditions(root: etree._Element, changes: Sequence[StyleChange]) -> tuple[Condition, ...]:
    """The conditional formats of a worksheet that compare or compute, the weightiest first."""
    found = []
    for group in root.iterfind("{*}conditionalFormatting"):
        try:
            ranges = tuple(Range.parse(text) for text in group.get("sqref", "").split())
        except ValueError:
            continue
        for rule in group.iterfind("{*}cfRule") if ranges else ():
            formula = _formula(rule, ranges)
            number = rule.get("dxfId", "")
            if formula and number.isdecimal() and int(number) < len(changes):
                stops = rule.get("stopIfTrue") in {"1", "true"}
                priority = int(rule.get("priority", "0"))
                found.append(Condition(ranges, formula, changes[int(number)], priority, stops))
    return tuple(sorted(found, key=lambda condition: condition.priority))


def _formula(rule: etree._Element, ranges: tuple[Range, ...]) -> str:
    formulas = [element.text or "" for element in rule.iterfind("{*}formula")]
    if rule.get("type") == "expression" and formulas:
        return formulas[0]
    pattern = _COMPARED.get(rule.get("operator", "")) if rule.get("type") == "cellIs" else None
    if pattern is None or not formulas or ("{second}" in pattern and len(formulas) < 2):
        return ""
    cell = address_of(ranges[0].first_row, ranges[0].first_column)
    written = pattern.format(cell=cell, first=formulas[0], second=formulas[-1])
    # A text is no larger than a number here, though Excel has it so: a dash in a column of rates is not out of range.
    return f"AND(NOT(AND(ISTEXT({cell}),ISNUMBER({formulas[0]}))),{written})"


class Conditions:
    """The conditional formats of one sheet at work over its values."""

    def __init__(
        self, conditions: Sequence[Condition], *, sheet: str, values: Mapping[tuple[int, int], Scalar]
    ) -> None:
        self._conditions = conditions
        self._sheet = sheet
        grid = SheetGrid(sheet, cells=dict(values))
        grid.close()
        self._evaluator = Evaluator({sheet.casefold(): grid}, names={})
        self._compiled: dict[tuple[int, int, int], Operand | None] = {}

    def changes_at(self, row: int, column: int) -> tuple[StyleChange, ...]:
        """What is changed at a cell, the least weighty first."""
        found: list[StyleChange] = []
        for number, condition in enumerate(self._conditions):
            for place, cells in enumerate(condition.ranges):
                inside = (
                    cells.first_row <= row <= cells.last_row
                    and cells.first_column <= column <= cells.last_column
                )
                if inside and self._holds(number, place, row=row, column=column):
                    found.insert(0, condition.change)
                    if condition.stops:
                        return tuple(found)
                    break
        return tuple(found)

    def _holds(self, number: int, place: int, *, row: int, column: int) -> bool:
        condition = self._conditions[number]
        key = (number, place, column)
        if key not in self._compiled:
            self._compiled[key] = self._compile(condition, condition.ranges[place], column)
        operand = self._compiled[key]
        if operand is None:
            return False
        try:
            with localcontext(ARITHMETIC):
                value = operand.value(row - condition.ranges[place].first_row)
        except (CellError, Uncomputable, Pending, ArithmeticError, ValueError):
            return False
        return bool(value) and not isinstance(value, (str, CellError))

    def _compile(self, condition: Condition, cells: Range, column: int) -> Operand | None:
        """The formula as it reads in *column*, its rows going along with the cell."""
        home = condition.ranges[0]
        try:
            text = translate_formula(
                condition.formula, rows=cells.first_row - home.first_row, columns=column - home.first_column
            )
            placed = place_formula(text, moves=Moves.of({}), home=Home(self._sheet))
            return self._evaluator.compile(read_formula(_following(placed)), self._sheet)
        except (Uncomputable, ValueError):
            return None


def _following(formula: PlacedFormula) -> PlacedFormula:
    areas = {
        position: replace(
            area,
            first=_step(area.first),
            last=None if area.last is None else _step(area.last),
        )
        for position, area in formula.areas.items()
    }
    return PlacedFormula(formula.tokens, areas)


def _step(corner: PlacedCorner) -> PlacedCorner:
    return replace(corner, step=0 if corner.row is None or corner.corner.row_fixed else 1)
