"""A check's relation in words: its names by the labels of the form, its signs as people write them."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from crm.domain.wording import Words

if TYPE_CHECKING:
    from collections.abc import Callable

_SIGNS: dict[type[ast.AST], str] = {
    ast.Eq: "=",
    ast.NotEq: "≠",
    ast.Lt: "<",
    ast.LtE: "≤",
    ast.Gt: ">",
    ast.GtE: "≥",
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "×",
    ast.Div: "÷",
}


def relation_in_words(expression: str, label: Callable[[str], Words]) -> Words:
    """The relation *expression* states, each name replaced by its *label*; what has no sign of its own as it stands."""
    body = ast.parse(expression.strip(), mode="eval").body
    return Words(
        _Writer(lambda name: label(name).zh).write(body), _Writer(lambda name: label(name).en).write(body)
    )


class _Writer:
    def __init__(self, label: Callable[[str], str]) -> None:
        self._label = label

    def write(self, node: ast.expr) -> str:
        match node:
            case ast.Name(id=name):
                return self._label(name)
            case ast.Attribute(value=ast.Name(id=owner), attr=name):
                return self._label(f"{owner}.{name}")
            case ast.Compare(left=left, ops=signs, comparators=others):
                pairs = zip(signs, others, strict=True)
                return self.write(left) + "".join(
                    f" {_SIGNS[type(sign)]} {self.write(other)}" for sign, other in pairs
                )
            case ast.BinOp(left=left, op=sign, right=right):
                return f"{self.write(left)} {_SIGNS[type(sign)]} {self._bracketed(right, sign)}"
            case ast.Call(func=ast.Name(id="adds_up"), args=[whole, *parts]):
                return f"{self.write(whole)} = {' + '.join(map(self.write, parts))}"
            case ast.Call(func=ast.Name(id=function), args=arguments):
                return f"{function}({', '.join(map(self.write, arguments))})"
        return ast.unparse(node)

    def _bracketed(self, node: ast.expr, sign: ast.operator) -> str:
        """The right side of *sign*, in brackets where it would read as another sum."""
        text = self.write(node)
        is_sum = isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub)
        return f"({text})" if is_sum and not isinstance(sign, ast.Add) else text
