"""A formula of a blank in the language of checks: sums, differences and comparisons of cells that are bound."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm.intake.grid import column_letters, column_number

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_ONE = r"\$?[A-Z]{1,3}\$?[1-9]\d*"
_TOKEN = re.compile(
    rf"""\s*(?:
        (?P<text>"[^"]*")
      | (?P<cell>(?:(?:'(?:[^']|'')+'|[^\W\d][\w.]*)!)?{_ONE}(?:\s*:\s*{_ONE})?)(?![\w(])
      | (?P<number>\d+(?:\.\d+)?)
      | (?P<word>[A-Za-z]+)\s*(?=\()
      | (?P<sign><=|>=|<>|[-+*/=<>(),])
    )""",
    re.VERBOSE,
)
_CELL = re.compile(
    r"(?:(?P<sheet>'(?:[^']|'')+'|[^!]+)!)?\$?(?P<left>[A-Z]{1,3})\$?(?P<top>\d+)"
    r"(?:\s*:\s*\$?(?P<right>[A-Z]{1,3})\$?(?P<bottom>\d+))?"
)
_COMPARED = {"=": "==", "<>": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
_DEEPEST = 6
_MOST_CELLS = 60


@dataclass(frozen=True, slots=True)
class Terms:
    """What a formula adds up: names with their signs, 1 or -1."""

    signed: tuple[tuple[int, str], ...]

    @property
    def is_sum(self) -> bool:
        """Whether nothing is taken away."""
        return all(sign > 0 for sign, _ in self.signed)

    @property
    def names(self) -> tuple[str, ...]:
        """The names alone."""
        return tuple(name for _, name in self.signed)

    @property
    def text(self) -> str:
        """In the language of checks."""
        text = "".join(f" {'+' if sign > 0 else '-'} {name}" for sign, name in self.signed)
        return text.removeprefix(" + ").removeprefix(" ")


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two sums that a formula compares."""

    left: Terms
    sign: str
    right: Terms

    @property
    def text(self) -> str:
        """In the language of checks."""
        return f"{self.left.text} {self.sign} {self.right.text}"

    @property
    def names(self) -> tuple[str, ...]:
        """The names of both sides, each once."""
        return tuple(dict.fromkeys((*self.left.names, *self.right.names)))


class _Untold(Exception):
    """A formula that says more than sums."""


@dataclass(frozen=True, slots=True)
class FormulaReader:
    """Reads the formulas of a blank: ``bound`` gives the name at ``sheet!A1``, ``formulas`` what the others compute.

    ``is_words`` says of a place whether it holds a text, which a sum leaves out.
    """

    bound: Mapping[str, str]
    formulas: Mapping[str, str]
    is_words: Callable[[str], bool]

    def read(self, place: str) -> Terms | Comparison | None:
        """What the formula at *place* says; None where it is no sum, difference or comparison of bound cells."""
        try:
            found = _Parser(self, place, depth=0).whole()
        except _Untold:
            return None
        if isinstance(found, Terms) and len(set(found.names)) < max(len(found.names), 2):
            return None  # one cell shown again is no relation, one counted twice none that holds
        return found


class _Parser:
    def __init__(self, reader: FormulaReader, place: str, *, depth: int) -> None:
        text = reader.formulas.get(place, "").removeprefix("=")
        if depth > _DEEPEST or not text:
            raise _Untold
        self._reader = reader
        self._sheet = place.rpartition("!")[0]
        self._depth = depth
        self._tokens = list(self._scan(text))
        self._at = 0

    @staticmethod
    def _scan(text: str) -> list[tuple[str, str]]:
        tokens: list[tuple[str, str]] = []
        at = 0
        while at < len(text.rstrip()):
            found = _TOKEN.match(text, at)
            if found is None:
                raise _Untold
            kind = found.lastgroup or ""
            tokens.append((kind, found[kind]))
            at = found.end()
        return tokens

    def whole(self) -> Terms | Comparison:
        """The formula, to its end."""
        if self._peek() == ("word", "IF"):
            self._at += 2
            found = self._comparison()
            if not isinstance(found, Comparison):
                raise _Untold
            return found
        found = self._comparison()
        if self._at < len(self._tokens):
            raise _Untold
        return found

    def _comparison(self) -> Terms | Comparison:
        left = self._sum()
        sign = _COMPARED.get(self._peek()[1])
        if sign is None:
            return left
        self._at += 1
        return Comparison(left, sign, self._sum())

    def _sum(self) -> Terms:
        signed: list[tuple[int, str]] = []
        sign = 1
        if self._peek()[1] in {"+", "-"}:
            sign = 1 if self._take() == "+" else -1
        while True:
            signed += [(sign * each, name) for each, name in self._term().signed]
            if self._peek()[1] not in {"+", "-"}:
                return Terms(tuple(signed))
            sign = 1 if self._take() == "+" else -1

    def _term(self) -> Terms:
        kind, text = self._peek()
        self._at += 1
        if kind == "cell":
            return self._cells(text, alone=True)
        if text == "(":
            inner = self._sum()
            self._require(")")
            return inner
        if kind == "word" and text == "SUM":
            self._require("(")
            signed = list(self._argument().signed)
            while self._peek()[1] == ",":
                self._at += 1
                signed += self._argument().signed
            self._require(")")
            return Terms(tuple(signed))
        raise _Untold

    def _argument(self) -> Terms:
        kind, text = self._peek()
        if kind == "cell" and ":" in text:
            self._at += 1
            return self._cells(text, alone=False)
        return self._sum()

    def _cells(self, text: str, *, alone: bool) -> Terms:
        found = _CELL.fullmatch(text)
        if found is None or (alone and found["right"]):
            raise _Untold
        sheet = (found["sheet"] or self._sheet).strip("'").replace("''", "'")
        columns = range(column_number(found["left"]), column_number(found["right"] or found["left"]) + 1)
        rows = range(int(found["top"]), int(found["bottom"] or found["top"]) + 1)
        if not 0 < len(columns) * len(rows) <= _MOST_CELLS:
            raise _Untold
        signed: list[tuple[int, str]] = []
        for row in rows:
            for column in columns:
                signed += self._cell(f"{sheet}!{column_letters(column)}{row}", alone=alone)
        return Terms(tuple(signed))

    def _cell(self, place: str, *, alone: bool) -> tuple[tuple[int, str], ...]:
        name = self._reader.bound.get(place)
        if name is not None:
            return ((1, name),)
        if place in self._reader.formulas:
            inner = _Parser(self._reader, place, depth=self._depth + 1).whole()
            if isinstance(inner, Terms):
                return inner.signed
        elif not alone and self._reader.is_words(place):
            return ()
        raise _Untold

    def _peek(self) -> tuple[str, str]:
        return self._tokens[self._at] if self._at < len(self._tokens) else ("", "")

    def _take(self) -> str:
        text = self._peek()[1]
        self._at += 1
        return text

    def _require(self, text: str) -> None:
        if self._take() != text:
            raise _Untold
