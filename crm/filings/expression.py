"""The small language of checks: comparisons, arithmetic and a few functions over names; nothing else runs.

Logic is three-valued: a value that is missing (None) makes a comparison unknown, and an unknown check does
not apply. ``false and unknown`` is false, ``true or unknown`` is true. Arithmetic is exact decimal.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from typing import Protocol, TypeAlias

from crm.domain.errors import DataFormatError

Value: TypeAlias = Decimal | str | date | bool | None

_LONGEST = 400
_DEEPEST = 30


class Facts(Protocol):
    """What the names of an expression mean where it runs."""

    def value(self, name: str) -> Value:
        """The value called *name*, exact, in the form's unit; None where it is missing."""

    def filed(self, name: str) -> Value:
        """The value called *name* as the form shows it, rounded."""

    def column(self, name: str) -> Sequence[Value]:
        """The exact values of a column ``block.column``."""

    def filed_column(self, name: str) -> Sequence[Value]:
        """The values of a column as the form shows them."""

    def is_complete(self, name: str) -> bool:
        """Whether everybody has reported the figure called *name*."""

    def is_repeated(self, name: str) -> bool:
        """Whether this row's value of column *name* stands in another row as well."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A name an expression uses, and what for: ``value`` or the function that takes it by name."""

    use: str
    name: str


_Node: TypeAlias = Callable[[Facts], Value]


@dataclass(frozen=True, slots=True)
class Expression:
    """A parsed expression. Two are equal where their texts are."""

    text: str
    references: tuple[Reference, ...]
    _node: _Node

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Expression) and other.text == self.text

    def __hash__(self) -> int:
        return hash(self.text)

    def evaluate(self, facts: Facts) -> Value:
        """The value in the world of *facts*; None is unknown."""
        return self._node(facts)


def parse_expression(text: str, *, where: str) -> Expression:
    """The expression written *text*.

    Raises DataFormatError ``expression-not-understood`` (syntax), ``expression-not-allowed`` (anything
    outside the language: attribute chains, keywords, powers, lambdas …) or ``expression-too-long``; *where*
    names the check.
    """
    if len(text) > _LONGEST:
        raise DataFormatError("expression-too-long", where=where, longest=_LONGEST)
    try:
        tree = ast.parse(text.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise DataFormatError("expression-not-understood", where=where, text=text) from None
    compiler = _Compiler(where, text)
    node = compiler.compile(tree.body, depth=0)
    return Expression(text, tuple(dict.fromkeys(compiler.references)), node)


class _Compiler:
    """Turns the allowed kinds of syntax into closures and refuses every other."""

    def __init__(self, where: str, text: str) -> None:
        self._where = where
        self._text = text
        self.references: list[Reference] = []

    def compile(self, node: ast.expr, *, depth: int) -> _Node:
        if depth > _DEEPEST:
            raise self._refusal()
        match node:
            case ast.Constant():
                return self._constant(node.value)
            case ast.Name() | ast.Attribute():
                return self._use("value", node)
            case ast.UnaryOp():
                return self._unary(node, depth=depth)
            case ast.BinOp():
                return self._arithmetic(node, depth=depth)
            case ast.BoolOp():
                parts = [self.compile(value, depth=depth + 1) for value in node.values]
                return _all_of(parts) if isinstance(node.op, ast.And) else _any_of(parts)
            case ast.Compare():
                return self._comparison(node, depth=depth)
            case ast.Call():
                return self._call(node, depth=depth)
        raise self._refusal()

    def _refusal(self) -> DataFormatError:
        return DataFormatError("expression-not-allowed", where=self._where, text=self._text)

    def _constant(self, value: object) -> _Node:
        constant: Value
        if isinstance(value, bool | str):
            constant = value
        elif isinstance(value, int | float):
            constant = Decimal(str(value))
            if not constant.is_finite():
                raise self._refusal()
        else:
            raise self._refusal()
        return lambda _: constant

    def _name(self, node: ast.expr) -> str:
        match node:
            case ast.Name(id=name):
                return name
            case ast.Attribute(value=ast.Name(id=owner), attr=name):
                return f"{owner}.{name}"
        raise self._refusal()

    def _use(self, use: str, node: ast.expr) -> _Node:
        name = self._name(node)
        self.references.append(Reference(use, name))
        read = _BY_NAME[use]
        return lambda facts: read(facts, name)

    def _unary(self, node: ast.UnaryOp, *, depth: int) -> _Node:
        part = self.compile(node.operand, depth=depth + 1)
        match node.op:
            case ast.Not():
                return lambda facts: _negation(part(facts))
            case ast.USub():
                return lambda facts: _arithmetic(Decimal(0), part(facts), _subtract)
        raise self._refusal()

    def _arithmetic(self, node: ast.BinOp, *, depth: int) -> _Node:
        work = _ARITHMETIC.get(type(node.op))
        if work is None:
            raise self._refusal()
        left = self.compile(node.left, depth=depth + 1)
        right = self.compile(node.right, depth=depth + 1)
        return lambda facts: _arithmetic(left(facts), right(facts), work)

    def _comparison(self, node: ast.Compare, *, depth: int) -> _Node:
        works = [_COMPARISONS.get(type(operator)) for operator in node.ops]
        if any(work is None for work in works):
            raise self._refusal()
        sides = [self.compile(side, depth=depth + 1) for side in (node.left, *node.comparators)]
        links = [
            _link(left, right, work)
            for left, right, work in zip(sides, sides[1:], works, strict=False)
            if work is not None
        ]
        return links[0] if len(links) == 1 else _all_of(links)

    def _call(self, node: ast.Call, *, depth: int) -> _Node:
        if not isinstance(node.func, ast.Name) or node.keywords or not node.args:
            raise self._refusal()
        name = node.func.id
        if name in _BY_NAME and name != "value" and len(node.args) == 1:
            return self._use(name, node.args[0])
        known = _FUNCTIONS.get(name)
        if known is None or not known.fewest <= len(node.args) <= known.most:
            raise self._refusal()
        parts = [self.compile(argument, depth=depth + 1) for argument in node.args]
        return lambda facts: known.work([part(facts) for part in parts])


def _negation(value: Value) -> Value:
    return not value if isinstance(value, bool) else None


def _all_of(parts: Sequence[_Node]) -> _Node:
    def run(facts: Facts) -> Value:
        unknown = False
        for part in parts:
            value = part(facts)
            if value is False:
                return False
            unknown = unknown or value is not True
        return None if unknown else True

    return run


def _any_of(parts: Sequence[_Node]) -> _Node:
    def run(facts: Facts) -> Value:
        unknown = False
        for part in parts:
            value = part(facts)
            if value is True:
                return True
            unknown = unknown or value is not False
        return None if unknown else False

    return run


def _add(left: Decimal, right: Decimal) -> Decimal | None:
    return left + right


def _subtract(left: Decimal, right: Decimal) -> Decimal | None:
    return left - right


def _multiply(left: Decimal, right: Decimal) -> Decimal | None:
    return left * right


def _divide(left: Decimal, right: Decimal) -> Decimal | None:
    return left / right if right else None


_Arithmetic: TypeAlias = Callable[[Decimal, Decimal], Decimal | None]
_ARITHMETIC: dict[type[ast.operator], _Arithmetic] = {
    ast.Add: _add,
    ast.Sub: _subtract,
    ast.Mult: _multiply,
    ast.Div: _divide,
}


def _arithmetic(left: Value, right: Value, work: _Arithmetic) -> Value:
    if not isinstance(left, Decimal) or not isinstance(right, Decimal):
        return None
    with localcontext(prec=50):
        return work(left, right)


def _compare(left: Value, right: Value) -> int | None:
    """-1, 0 or 1 as *left* is less, equal or more; None where they are missing or of different kinds."""
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return (left > right) - (left < right)
    if isinstance(left, bool) and isinstance(right, bool):
        return left - right
    if isinstance(left, date) and isinstance(right, date):
        return (left > right) - (left < right)
    if isinstance(left, str) and isinstance(right, str):
        return (left > right) - (left < right)
    return None


_COMPARISONS: dict[type[ast.cmpop], Callable[[int], bool]] = {
    ast.Lt: lambda order: order < 0,
    ast.LtE: lambda order: order <= 0,
    ast.Gt: lambda order: order > 0,
    ast.GtE: lambda order: order >= 0,
    ast.Eq: lambda order: order == 0,
    ast.NotEq: lambda order: order != 0,
}


def _link(left: _Node, right: _Node, work: Callable[[int], bool]) -> _Node:
    def run(facts: Facts) -> Value:
        order = _compare(left(facts), right(facts))
        return None if order is None else work(order)

    return run


def _sum_of(values: Sequence[Value]) -> Value:
    numbers = [value for value in values if isinstance(value, Decimal)]
    with localcontext(prec=50):
        return sum(numbers, Decimal(0)) if numbers else None


def read_reference(facts: Facts, *, use: str, name: str) -> Value:
    """What a reference of an expression stands for in the world of *facts*."""
    return _BY_NAME[use](facts, name)


# What takes a name and not a value; ``value`` is the plain use of a name.
_BY_NAME: dict[str, Callable[[Facts, str], Value]] = {
    "value": lambda facts, name: facts.value(name),
    "filed": lambda facts, name: facts.filed(name),
    "complete": lambda facts, name: facts.is_complete(name),
    "repeated": lambda facts, name: facts.is_repeated(name),
    "sum": lambda facts, name: _sum_of(facts.column(name)),
    "filed_sum": lambda facts, name: _sum_of(facts.filed_column(name)),
    "count": lambda facts, name: Decimal(sum(value is not None for value in facts.column(name))),
}


def _abs(values: Sequence[Value]) -> Value:
    (value,) = values
    return value.copy_abs() if isinstance(value, Decimal) else None


def _min(values: Sequence[Value]) -> Value:
    numbers = [value for value in values if isinstance(value, Decimal)]
    return min(numbers) if len(numbers) == len(values) else None


def _max(values: Sequence[Value]) -> Value:
    numbers = [value for value in values if isinstance(value, Decimal)]
    return max(numbers) if len(numbers) == len(values) else None


def _present(values: Sequence[Value]) -> Value:
    (value,) = values
    return value is not None and value != ""


def _months(values: Sequence[Value]) -> Value:
    start, end = values
    if not isinstance(start, date) or not isinstance(end, date):
        return None
    whole = (end.year - start.year) * 12 + end.month - start.month
    return Decimal(whole - (end.day < start.day))


@dataclass(frozen=True, slots=True)
class _Function:
    work: Callable[[Sequence[Value]], Value]
    fewest: int
    most: int


_FUNCTIONS = {
    "abs": _Function(_abs, 1, 1),
    "min": _Function(_min, 2, 9),
    "max": _Function(_max, 2, 9),
    "present": _Function(_present, 1, 1),
    "months": _Function(_months, 2, 2),
}
