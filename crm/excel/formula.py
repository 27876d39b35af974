"""A formula as a tree, read from its tokens by Excel's precedence: ``:`` − % ^ * + & =, unary minus before power."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from crm.excel.scalar import Uncomputable, parse_number
from crm.excel.tokens import TokenKind, sheet_named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm.excel.scalar import Number
    from crm.excel.shift import PlacedArea, PlacedFormula
    from crm.excel.tokens import Token


@dataclass(frozen=True, slots=True)
class Literal:
    """A number, text or truth value written in the formula; None where an argument is left out."""

    value: Number | str | bool | None


@dataclass(frozen=True, slots=True)
class ErrorLiteral:
    """``#N/A`` and the like, written or left by a deleted reference."""

    code: str


@dataclass(frozen=True, slots=True)
class AreaNode:
    """A reference."""

    area: PlacedArea


@dataclass(frozen=True, slots=True)
class NameNode:
    """A defined name, on ``sheet`` if one is written before it."""

    sheet: str | None
    name: str


@dataclass(frozen=True, slots=True)
class Unary:
    """``-x``, ``+x`` or ``x%``."""

    operator: str
    operand: Node


@dataclass(frozen=True, slots=True)
class Binary:
    """Arithmetic, ``&`` or a comparison."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Call:
    """A function and its arguments; the name in capitals without ``_xlfn.``."""

    function: str
    arguments: tuple[Node, ...]


Node: TypeAlias = Literal | ErrorLiteral | AreaNode | NameNode | Unary | Binary | Call

_STRENGTH = {
    "=": 1,
    "<>": 1,
    "<": 1,
    ">": 1,
    "<=": 1,
    ">=": 1,
    "&": 2,
    "+": 3,
    "-": 3,
    "*": 4,
    "/": 4,
    "^": 5,
}


def read_formula(formula: PlacedFormula) -> Node:
    """The tree of *formula*. Raises Uncomputable for what is not understood: array constants, tables, unions."""
    reader = _Reader(formula)
    node = reader.expression(0)
    if reader.peek() is not None:
        raise Uncomputable(formula.text())
    return node


class _Reader:
    """Reads tokens from left to right, by precedence climbing."""

    def __init__(self, formula: PlacedFormula) -> None:
        self._tokens: Sequence[tuple[int, Token]] = [
            (position, token)
            for position, token in enumerate(formula.tokens)
            if token.kind is not TokenKind.SPACE
        ]
        self._areas = formula.areas
        self._next = 0

    def peek(self) -> str | None:
        return self._tokens[self._next][1].text if self._next < len(self._tokens) else None

    def take(self) -> tuple[int, Token]:
        if self._next >= len(self._tokens):
            raise Uncomputable("unfinished")
        self._next += 1
        return self._tokens[self._next - 1]

    def expect(self, text: str) -> None:
        if self.take()[1].text != text:
            raise Uncomputable(text)

    def expression(self, weakest: int) -> Node:
        left = self.operand()
        while (operator := self.peek()) is not None and _STRENGTH.get(operator, 0) > weakest:
            self.take()
            left = Binary(operator, left, self.expression(_STRENGTH[operator]))
        return left

    def operand(self) -> Node:
        position, token = self.take()
        if token.text in {"-", "+"}:
            return self._percent(Unary(token.text, self.operand()))
        if token.text == "(":
            inner = self.expression(0)
            self.expect(")")
            return self._percent(inner)
        return self._percent(self._plain(position, token))

    def _percent(self, node: Node) -> Node:
        while self.peek() == "%":
            self.take()
            node = Unary("%", node)
        return node

    def _plain(self, position: int, token: Token) -> Node:
        match token.kind:
            case TokenKind.AREA:
                return AreaNode(self._areas[position])
            case TokenKind.NUMBER:
                return Literal(parse_number(token.text))
            case TokenKind.TEXT:
                return Literal(token.text[1:-1].replace('""', '"'))
            case TokenKind.ERROR:
                return ErrorLiteral(token.text)
            case TokenKind.FUNCTION:
                return Call(token.text[:-1].upper().removeprefix("_XLFN."), self._arguments())
            case TokenKind.NAME if token.text.upper() in {"TRUE", "FALSE"}:
                return Literal(token.text.upper() == "TRUE")
            case TokenKind.NAME:
                return NameNode(None, token.text)
            case TokenKind.SHEET:
                return self._on_sheet(token.text)
            case _:
                raise Uncomputable(token.text)

    def _on_sheet(self, prefix: str) -> Node:
        sheet, foreign = sheet_named(prefix)
        _, token = self.take()
        if token.kind is TokenKind.ERROR:
            return ErrorLiteral(token.text)
        if foreign or token.kind is not TokenKind.NAME:
            raise Uncomputable(prefix)
        return NameNode(sheet, token.text)

    def _arguments(self) -> tuple[Node, ...]:
        if self.peek() == ")":
            self.take()
            return ()
        arguments: list[Node] = []
        while True:
            arguments.append(Literal(None) if self.peek() in {",", ")"} else self.expression(0))
            _, token = self.take()
            if token.text == ")":
                return tuple(arguments)
            if token.text != ",":
                raise Uncomputable(token.text)
