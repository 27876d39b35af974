"""Values of checks: exact numbers, numbers known only as they were rounded, texts, days, yes and no, and nothing.

A rounded number stands for all it may have been rounded from. Arithmetic keeps the span, and a comparison that the span
leaves open is unknown: so a form that was typed in, or read from a workbook, raises no false alarm over its rounding
(as XBRL's Calculations 1.1 has it), while exact numbers are compared exactly.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


@dataclass(frozen=True, slots=True)
class Rounded:
    """A number known only as filed: what it was rounded from lies between *low* and *high*, both included."""

    low: Decimal
    high: Decimal


Number: TypeAlias = "Decimal | Rounded"
Value: TypeAlias = "Decimal | Rounded | str | date | bool | None"
Span: TypeAlias = "tuple[Decimal, Decimal]"


def rounded_from(value: Decimal, places: int) -> Rounded:
    """What *value*, rounded to *places* decimals, may have been rounded from."""
    with localcontext(prec=50):
        half = Decimal(5).scaleb(-places - 1)
        return Rounded(value - half, value + half)


def span_of(value: Value) -> Span | None:
    """The lowest and highest a number may be; None for what is no number."""
    if isinstance(value, Decimal):
        return value, value
    return (value.low, value.high) if isinstance(value, Rounded) else None


def _number(low: Decimal, high: Decimal) -> Number:
    return low if low == high else Rounded(low, high)


class Operation(NamedTuple):
    """A kind of arithmetic: over exact numbers, and over spans; None where it has no result."""

    exact: Callable[[Decimal, Decimal], Decimal | None]
    over_spans: Callable[[Span, Span], Span | None]


def _times(left: Span, right: Span) -> Span:
    corners = [one * other for one in left for other in right]
    return min(corners), max(corners)


def _over(left: Span, right: Span) -> Span | None:
    if right[0] <= 0 <= right[1]:
        return None
    corners = [one / other for one in left for other in right]
    return min(corners), max(corners)


PLUS = Operation(lambda one, other: one + other, lambda one, other: (one[0] + other[0], one[1] + other[1]))
MINUS = Operation(lambda one, other: one - other, lambda one, other: (one[0] - other[1], one[1] - other[0]))
TIMES = Operation(lambda one, other: one * other, _times)
OVER = Operation(lambda one, other: one / other if other else None, _over)


def calculate(left: Value, right: Value, operation: Operation) -> Value:
    """What an operation comes to; None where a side is no number, and for a division by what may be zero."""
    with localcontext(prec=50):
        if isinstance(left, Decimal) and isinstance(right, Decimal):
            return operation.exact(left, right)
        one, other = span_of(left), span_of(right)
        result = operation.over_spans(one, other) if one and other else None
        return None if result is None else _number(*result)


def total(values: Sequence[Value]) -> Value:
    """The sum of the numbers among *values*; None where there is none."""
    exact = [value for value in values if isinstance(value, Decimal)]
    spans = [(value.low, value.high) for value in values if isinstance(value, Rounded)]
    if not exact and not spans:
        return None
    with localcontext(prec=50):
        sure = sum(exact, Decimal(0))
        return _number(sum([low for low, _ in spans], sure), sum([high for _, high in spans], sure))


def magnitude(value: Value) -> Value:
    """A number without its sign."""
    span = span_of(value)
    if span is None:
        return None
    low, high = span
    if low <= 0 <= high:
        return _number(Decimal(0), max(-low, high))
    return _number(min(abs(low), abs(high)), max(abs(low), abs(high)))


def extreme(values: Sequence[Value], choose: Callable[[list[Decimal]], Decimal]) -> Value:
    """The least or greatest of *values* (*choose* is min or max); None where one is no number."""
    spans = [span for value in values if (span := span_of(value))]
    if len(spans) < len(values):
        return None
    return _number(choose([low for low, _ in spans]), choose([high for _, high in spans]))


def compare(left: Value, right: Value, holds: Callable[[int], bool]) -> bool | None:
    """Whether *holds* of the order (-1, 0 or 1); None where a side is missing, of another kind, or too uncertain."""
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return holds((left > right) - (left < right))
    if left is None or right is None:
        return None
    orders = {holds(order) for order in _orders(left, right)}
    return orders.pop() if len(orders) == 1 else None


def _orders(left: Value, right: Value) -> list[int]:
    """How *left* may stand to *right*; none where they are not of one kind."""
    one, other = span_of(left), span_of(right)
    if one and other:
        may = {-1: one[0] < other[1], 0: one[0] <= other[1] and other[0] <= one[1], 1: one[1] > other[0]}
        return [order for order, possible in may.items() if possible]
    if isinstance(left, bool) and isinstance(right, bool):
        return [left - right]
    if isinstance(left, date) and isinstance(right, date):
        return [(left > right) - (left < right)]
    if isinstance(left, str) and isinstance(right, str):
        return [(left > right) - (left < right)]
    return []


def is_present(value: Value) -> bool:
    """Whether there is a value at all; an empty text is none."""
    return value is not None and value != ""
