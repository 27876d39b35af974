"""Arguments of a formula's functions: computed when asked for, by value or as the cells they refer to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from crm.excel.grid import Pending, first_error
from crm.excel.scalar import VALUE, CellError, Number, Scalar, number_of

if TYPE_CHECKING:
    from crm.excel.grid import Span

Matrix: TypeAlias = list[list[Scalar]]


@dataclass(frozen=True, slots=True)
class Operand:
    """An argument.

    Its value in a copy of the row it stands in; its cells, if it is a reference; its values one by one, if it is a
    calculation over cells.
    """

    value: Callable[[int], Scalar]
    span: Callable[[int], Span] | None = None
    matrix: Callable[[int], Matrix] | None = None


Operands: TypeAlias = Sequence[Operand]
Function: TypeAlias = Callable[[Operands, int], Scalar]


@dataclass(frozen=True, slots=True)
class Found:
    """The values among a function's arguments: those in cells, blank ones left out, and those that are arguments."""

    cells: list[Scalar]
    direct: list[Scalar]

    def error(self) -> CellError | None:
        """The first error among them."""
        return first_error(self.cells) or first_error(self.direct)


def solid(operand: Operand, copy: int) -> Scalar:
    """The value, an error raised."""
    value = operand.value(copy)
    if isinstance(value, CellError):
        raise value
    return value


def number_at(operands: Operands, position: int, copy: int, *, default: Number = 0) -> Number:
    """The argument at *position* as a number; *default* where it is left out."""
    return number_of(solid(operands[position], copy)) if position < len(operands) else default


def span_of(operand: Operand, copy: int) -> Span:
    """The cells the argument refers to; CellError where it is no reference."""
    if operand.span is None:
        raise CellError(VALUE)
    return operand.span(copy)


def matrix_of(operand: Operand, copy: int) -> Matrix:
    """The values of the argument by rows; one value is one row of one."""
    return operand.matrix(copy) if operand.matrix else [[operand.value(copy)]]


def everything(operands: Operands, copy: int) -> Found:
    """All values of all arguments."""
    found = Found([], [])
    wait = []
    for operand in operands:
        try:
            if operand.span:
                found.cells.extend(operand.span(copy).values())
            else:
                found.direct.append(operand.value(copy))
        except Pending as pending:
            wait.extend(pending.tasks)
    if wait:
        raise Pending(wait)
    return found
