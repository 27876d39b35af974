"""Computes a workbook's formulas in the order they depend on each other, with exact arithmetic.

Excel computes them again when it opens the file; these results are for everyone who reads the file without it, and for
the check that the filed totals are the product's own.
"""

from __future__ import annotations

from decimal import Decimal, localcontext
from typing import TYPE_CHECKING

from crm.excel.address import LAST_COLUMN, LAST_ROW
from crm.excel.formula import (
    AreaNode,
    Binary,
    Call,
    ErrorLiteral,
    Literal,
    NameNode,
    Node,
    Unary,
    read_formula,
)
from crm.excel.functions import FUNCTIONS, divide
from crm.excel.grid import OPEN, UNKNOWN, Live, Pending, Span
from crm.excel.operands import Matrix, Operand, matrix_of
from crm.excel.scalar import (
    ARITHMETIC,
    NAME,
    NUMERIC,
    REFERENCE,
    CellError,
    Number,
    Scalar,
    Uncomputable,
    are_equal,
    compare,
    number_of,
    text_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from crm.excel.grid import SheetGrid
    from crm.excel.shift import PlacedArea, PlacedFormula

_LARGEST_POWER = 400


class Evaluator:
    """Computes formulas over *grids* (by case-folded sheet name) and *names* (by case-folded sheet or '', and name)."""

    def __init__(
        self, grids: Mapping[str, SheetGrid], *, names: Mapping[tuple[str, str], PlacedFormula]
    ) -> None:
        self._grids = grids
        self._names = names
        self._compiled: dict[int, Operand] = {}
        self._named: dict[tuple[str, str], Operand] = {}

    def compute(self, lives: Iterable[Live]) -> None:
        """Give every formula its results: values, CellErrors, or UNKNOWN where Excel must compute them."""
        with localcontext(ARITHMETIC):
            for live in lives:
                for copy in range(len(live.results)):
                    if live.results[copy] is OPEN:
                        self._settle(live, copy)

    def _settle(self, live: Live, copy: int) -> None:
        """Compute one formula after those it waits for: a stack of our own, for a running total is long."""
        stack = [(live, copy)]
        waiting: set[tuple[int, int]] = set()
        while stack:
            task, number = stack[-1]
            if task.results[number] is not OPEN:
                stack.pop()
                continue
            try:
                task.results[number] = self._run(task, number)
            except Pending as pending:
                waiting.add((id(task), number))
                if any((id(other), i) in waiting for other, i in pending.tasks):
                    task.results[number] = UNKNOWN  # a circle
                else:
                    stack.extend(pending.tasks)
            except Uncomputable:
                task.results[number] = UNKNOWN

    def understands(self, live: Live) -> bool:
        """Whether the formula is one that this evaluator computes, whatever comes of it."""
        try:
            self._operand(live)
        except Uncomputable:
            return False
        return live.results[:1] != [UNKNOWN]

    def _operand(self, live: Live) -> Operand:
        operand = self._compiled.get(id(live))
        if operand is None:
            operand = self._compiled[id(live)] = self.compile(read_formula(live.formula), live.sheet)
        return operand

    def _run(self, live: Live, copy: int) -> Scalar:
        operand = self._operand(live)
        try:
            value = operand.value(copy)
        except CellError as error:
            return error
        except (ArithmeticError, ValueError):
            return CellError(NUMERIC)
        return 0 if value is None else value

    def compile(self, node: Node, sheet: str) -> Operand:
        """*node*, of a formula on *sheet*, ready to be computed. Raises Uncomputable."""
        match node:
            case Literal(value):
                return Operand(lambda _: value, matrix=lambda _: [[value]])
            case ErrorLiteral(code):
                return _failing(code)
            case AreaNode(area):
                return self._reference(area)
            case NameNode(on_sheet, name):
                return self._name(on_sheet, name, sheet)
            case Unary(operator, operand):
                return _unary(operator, self.compile(operand, sheet))
            case Binary(operator, left, right):
                return _binary(operator, self.compile(left, sheet), self.compile(right, sheet))
            case Call(name, arguments):
                return self._call(name, [self.compile(argument, sheet) for argument in arguments])

    def _call(self, name: str, operands: list[Operand]) -> Operand:
        function = FUNCTIONS.get(name)
        if function is None:
            raise Uncomputable(name)

        def value(copy: int) -> Scalar:
            try:
                return function(operands, copy)
            except IndexError:
                raise Uncomputable(name) from None

        return Operand(value, matrix=lambda copy: [[value(copy)]])

    def _reference(self, area: PlacedArea) -> Operand:
        if area.sheet is None:
            raise Uncomputable(area.area.prefix)
        grid = self._grids.get(area.sheet.casefold())
        if grid is None:
            return _failing(REFERENCE)
        first, last = area.first, area.last or area.first
        column = first.corner.column or 1
        last_column = last.corner.column or LAST_COLUMN
        single = area.last is None

        def span(copy: int) -> Span:
            row = (first.row or 1) + first.step * copy
            last_row = LAST_ROW if last.row is None else last.row + last.step * copy
            low, high = sorted((column, last_column))
            return Span(grid, min(row, last_row), low, max(row, last_row), high)

        def value(copy: int) -> Scalar:
            if not single:
                raise Uncomputable("a range where one cell is meant")
            return grid.get((first.row or 1) + first.step * copy, column)

        return Operand(value, span, lambda copy: span(copy).matrix())

    def _name(self, on_sheet: str | None, name: str, sheet: str) -> Operand:
        for scope in (on_sheet, sheet, ""):
            key = ((scope or "").casefold(), name.casefold())
            if key in self._named:
                return self._named[key]
            if key in self._names:
                self._named[key] = _failing(NAME)  # a name that means itself
                self._named[key] = self.compile(read_formula(self._names[key]), sheet)
                return self._named[key]
        raise Uncomputable(name)


def _failing(code: str) -> Operand:
    def value(_: int) -> Scalar:
        raise CellError(code)

    return Operand(value)


def _unary(operator: str, operand: Operand) -> Operand:
    def apply(value: Scalar) -> Scalar:
        if operator == "+":
            return value
        return -number_of(value) if operator == "-" else divide(number_of(value), 100)

    def matrix(copy: int) -> Matrix:
        return [[_element(apply, value) for value in row] for row in matrix_of(operand, copy)]

    return Operand(lambda copy: apply(operand.value(copy)), matrix=matrix)


def _power(base: Number, exponent: Number) -> Number:
    if not base and exponent <= 0:
        raise CellError(NUMERIC)
    if base < 0 and exponent != int(exponent):
        raise CellError(NUMERIC)
    if not -_LARGEST_POWER <= exponent <= _LARGEST_POWER:
        raise Uncomputable("^")
    return ARITHMETIC.power(Decimal(base), Decimal(exponent))


_ARITHMETIC: dict[str, Callable[[Number, Number], Number]] = {
    "+": lambda left, right: left + right,
    "-": lambda left, right: left - right,
    "*": lambda left, right: left * right,
    "/": divide,
    "^": _power,
}
_COMPARISON: dict[str, Callable[[int], bool]] = {
    "<": lambda order: order < 0,
    ">": lambda order: order > 0,
    "<=": lambda order: order <= 0,
    ">=": lambda order: order >= 0,
}


def _operation(operator: str) -> Callable[[Scalar, Scalar], Scalar]:
    if operator == "&":
        return lambda first, second: text_of(first) + text_of(second)
    if operator in {"=", "<>"}:
        return lambda first, second: are_equal(first, second) == (operator == "=")
    if operator in _COMPARISON:
        holds = _COMPARISON[operator]
        return lambda first, second: holds(compare(first, second))
    calculate = _ARITHMETIC[operator]
    return lambda first, second: calculate(number_of(first), number_of(second))


def _binary(operator: str, left: Operand, right: Operand) -> Operand:
    apply = _operation(operator)

    def element(first: Scalar, second: Scalar) -> Scalar:
        return _element(lambda value: apply(first, value), second)

    def matrix(copy: int) -> Matrix:
        sized = _same_size(matrix_of(left, copy), matrix_of(right, copy))
        return [
            [element(a, b) for a, b in zip(one, two, strict=True)] for one, two in zip(*sized, strict=True)
        ]

    return Operand(lambda copy: apply(left.value(copy), right.value(copy)), matrix=matrix)


def _element(apply: Callable[[Scalar], Scalar], value: Scalar) -> Scalar:
    """One element of a calculation over cells: an error in it is its value."""
    try:
        return apply(value)
    except CellError as error:
        return error


def _same_size(first: Matrix, second: Matrix) -> tuple[Matrix, Matrix]:
    """Both as large as the larger: one row or column is repeated, as Excel does."""
    height = max(len(first), len(second))
    width = max((len(row) for row in (*first, *second)), default=0)
    return _stretched(first, height, width), _stretched(second, height, width)


def _stretched(matrix: Matrix, height: int, width: int) -> Matrix:
    rows = matrix * height if len(matrix) == 1 else matrix
    rows = [row * width if len(row) == 1 else row for row in rows]
    if len(rows) != height or any(len(row) != width for row in rows):
        raise Uncomputable("arrays of different sizes")
    return rows
