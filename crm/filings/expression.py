"""The small language of checks: comparisons, arithmetic and a few functions over names; nothing else runs.

Logic is three-valued: a value that is missing (None) makes a comparison unknown, and an unknown check does not apply.
``false and unknown`` is false, ``true or unknown`` is true. Arithmetic is exact decimal; numbers that are known only as
filed keep the span they may have been rounded from (`values`).
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias, cast

from crm.domain.errors import DataFormatError
from crm.filings.functions import BY_NAME, FUNCTIONS, OVER_COLUMNS
from crm.filings.values import MINUS, OVER, PLUS, TIMES, calculate, compare

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from crm.filings.functions import Facts, Reader
    from crm.filings.values import Operation, Value

_LONGEST = 600
_DEEPEST = 30


@dataclass(frozen=True, slots=True)
class Reference:
    """A name an expression uses, and what for: ``value`` or the function that takes it by name.

    ``each`` is a column that a condition reads row by row. ``number`` tells conditions over one column apart, from 1;
    0 is without condition.
    """

    use: str
    name: str
    number: int = 0


_Node: TypeAlias = "Callable[[Facts], Value]"


@dataclass(frozen=True, slots=True)
class Expression:
    """A parsed expression. Two are equal where their texts are."""

    text: str
    references: tuple[Reference, ...]
    _node: _Node
    _readers: Mapping[Reference, _Node] = field(default_factory=dict)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Expression) and other.text == self.text

    def __hash__(self) -> int:
        return hash(self.text)

    def evaluate(self, facts: Facts) -> Value:
        """The value in the world of *facts*; None is unknown."""
        return self._node(facts)

    def read(self, reference: Reference, facts: Facts) -> Value:
        """What one of its references stands for in the world of *facts*."""
        return self._readers[reference](facts)


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
    return Expression(text, tuple(compiler.readers), node, compiler.readers)


class _Compiler:
    """Turns the allowed kinds of syntax into closures and refuses every other."""

    def __init__(self, where: str, text: str) -> None:
        self._where = where
        self._text = text
        self._block = ""
        self.readers: dict[Reference, _Node] = {}

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
        if self._block and name.startswith(f"{self._block}."):
            use = "each"
        return self._remember(Reference(use, name), _reading(BY_NAME.get(use, BY_NAME["value"]), name))

    def _remember(self, reference: Reference, node: _Node) -> _Node:
        self.readers.setdefault(reference, node)
        return node

    def _unary(self, node: ast.UnaryOp, *, depth: int) -> _Node:
        part = self.compile(node.operand, depth=depth + 1)
        match node.op:
            case ast.Not():
                return lambda facts: _negation(part(facts))
            case ast.USub():
                return _calculation(lambda _: Decimal(0), part, MINUS)
        raise self._refusal()

    def _arithmetic(self, node: ast.BinOp, *, depth: int) -> _Node:
        operation = _ARITHMETIC.get(type(node.op))
        if operation is None:
            raise self._refusal()
        left = self.compile(node.left, depth=depth + 1)
        right = self.compile(node.right, depth=depth + 1)
        return _calculation(left, right, operation)

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
        if name in BY_NAME and name != "value" and not self._block:
            if len(node.args) == 1:
                return self._use(name, node.args[0])
            if len(node.args) == 2 and name in OVER_COLUMNS:
                return self._conditional(name, *node.args, depth=depth)
        known = FUNCTIONS.get(name)
        if known is None or not known.fewest <= len(node.args) <= known.most:
            raise self._refusal()
        parts = [self.compile(argument, depth=depth + 1) for argument in node.args]
        if known.of_numbers:
            parts = [_number(part) for part in parts]
        return lambda facts: known.work([part(facts) for part in parts])

    def _conditional(self, use: str, column: ast.expr, condition: ast.expr, *, depth: int) -> _Node:
        """A sum or count over the rows of a block that meet a condition on the same block's columns."""
        name = self._name(column)
        self._block, dot, _ = name.partition(".")
        if not dot:
            raise self._refusal()
        node = self.compile(condition, depth=depth + 1)
        columns = [
            one.name for one in self.readers if one.use == "each" and one.name.startswith(f"{self._block}.")
        ]
        self._block = ""
        number = 1 + sum(one.use == use and one.name == name and one.number > 0 for one in self.readers)
        make = OVER_COLUMNS[use]

        def run(facts: Facts) -> Value:
            values = facts.filed_column(name) if use == "filed_sum" else facts.column(name)
            rows = _rows(facts, columns, len(values))
            return make([value for value, row in zip(values, rows, strict=True) if node(row) is True])

        return self._remember(Reference(use, name, number), run)


def _reading(read: Reader, name: str) -> _Node:
    return lambda facts: read(facts, name)


@dataclass(frozen=True, slots=True)
class _Row:
    """One row of a block to a condition: its columns by ``block.column``, and what is known around it."""

    around: Facts
    own: Mapping[str, Value]

    @property
    def blank(self) -> Value:
        return self.around.blank

    def value(self, name: str) -> Value:
        return self.own[name] if name in self.own else self.around.value(name)


def _rows(facts: Facts, columns: Sequence[str], height: int) -> list[Facts]:
    """The rows of a block to a condition that reads *columns* of it; a condition runs on values alone."""
    by_row = zip(*(facts.column(name) for name in columns), strict=True) if columns else [()] * height
    return [cast("Facts", _Row(facts, dict(zip(columns, row, strict=True)))) for row in by_row]


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


def _number(part: _Node) -> _Node:
    """A node whose missing value counts as the check wants it to."""

    def run(facts: Facts) -> Value:
        value = part(facts)
        return facts.blank if value is None else value

    return run


_ARITHMETIC: dict[type[ast.operator], Operation] = {
    ast.Add: PLUS,
    ast.Sub: MINUS,
    ast.Mult: TIMES,
    ast.Div: OVER,
}
_COMPARISONS: dict[type[ast.cmpop], Callable[[int], bool]] = {
    ast.Lt: lambda order: order < 0,
    ast.LtE: lambda order: order <= 0,
    ast.Gt: lambda order: order > 0,
    ast.GtE: lambda order: order >= 0,
    ast.Eq: lambda order: order == 0,
    ast.NotEq: lambda order: order != 0,
}


def _calculation(left: _Node, right: _Node, operation: Operation) -> _Node:
    left, right = _number(left), _number(right)
    return lambda facts: calculate(left(facts), right(facts), operation)


def _link(left: _Node, right: _Node, holds: Callable[[int], bool]) -> _Node:
    left, right = _number(left), _number(right)
    return lambda facts: compare(left(facts), right(facts), holds)
