"""Checks that the user writes for a form of their own: the words of one, what is wrong with it, how it is kept.

One is told under ``check:own:CODE`` as JSON, beside what is decided about places; in ``form.toml`` it is a check like
others.
"""

from __future__ import annotations

import ast
import json
import re
import unicodedata
from dataclasses import asdict, dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from crm.domain.errors import CrmError, DataFormatError, ParseError
from crm.domain.finding import Severity
from crm.domain.wording import Words
from crm.filings.check_file import with_checks
from crm.filings.check_words import relation_in_words
from crm.filings.expression import parse_expression
from crm.filings.form import Missing
from crm.filings.relations import relations_of
from crm.filings.table import TableReader
from crm.intake.form_decisions import CHECK
from crm.services.form_check import CheckKind, FormCheck

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from crm.filings.form import BlockSpec, ColumnSpec, Form

OWN = "own:"
"""Before the code of a check that the user has written."""
CODE = "check-own-written"
_NAME = re.compile(r"[A-Za-z0-9_.-]{1,40}")
_SIGNS = {
    "≤": "<=",
    "≥": ">=",
    "≠": "!=",
    "×": "*",
    "÷": "/",
    "<>": "!=",
    "＝": "=",
    "，": ",",
    "（": "(",
    "）": ")",
}
_ONE_EQUALS = re.compile(r"(?<![<>=!])=(?!=)")
_MOST_MARKS = 12


@dataclass(frozen=True, slots=True)
class OwnCheck:
    """A check as the user writes it; ``tolerance`` is how far off it may be, in the unit that the form shows.

    ``scope`` is ``form`` or ``row:`` and a block; ``place`` the name of what to point at, the first of the expression
    where it is empty. Where the English is empty the Chinese stands in its place.
    """

    code: str
    expression: str
    says: Words
    remedy: Words
    severity: str = "error"
    scope: str = "form"
    place: str = ""
    tolerance: str = ""
    missing: str = "any"
    is_on: bool = True

    @property
    def key(self) -> str:
        """What it is called among the checks of a form."""
        return f"{OWN}{self.code}"

    @property
    def told(self) -> tuple[str, str]:
        """The place it is told under, and how."""
        return f"{CHECK}{self.key}", json.dumps(asdict(self), ensure_ascii=False)

    @property
    def text(self) -> str:
        """The expression as the language of checks has it: with its signs, within the tolerance."""
        return with_tolerance(plain_signs(self.expression), self.tolerance)

    def table(self, form: Form) -> dict[str, Any]:
        """What it is in ``form.toml``. Raises what `parse_expression` raises."""
        named = [one.name for one in parse_expression(self.text, where=self.code).references]
        block = self.scope.partition(":")[2]
        shown = {cell.name for cell in form.cells}
        if block:
            shown = {column.id for one in form.blocks if one.id == block for column in one.columns}
        says = Words(
            self.says.zh or self.text, self.says.en
        )  # while it is being typed there are no words yet
        marks = [self.place] if self.place else [name for name in dict.fromkeys(named) if name in shown]
        return {
            "code": CODE,
            "name": self.key,
            "scope": self.scope,
            "expression": self.text,
            **({"mark": marks[:_MOST_MARKS]} if marks else {}),
            "missing": self.missing,
            "severity": self.severity,
            "source": "written by the user",
            "verified": True,
            "says": {"zh": says.zh, "en": says.en or says.zh},
            "remedy": {
                "zh": self.remedy.zh or says.zh,
                "en": self.remedy.en or self.remedy.zh or says.en or says.zh,
            },
            "written": json.dumps(asdict(self), ensure_ascii=False),
        }


def is_code(text: str) -> bool:
    """Whether a check can be called so."""
    return bool(_NAME.fullmatch(text))


def read_own(text: str, *, place: str) -> OwnCheck:
    """A check as it is told or kept. ParseError ``bind-said-wrongly`` where it is none."""
    try:
        said = json.loads(text)
        made = OwnCheck(**{**said, "says": Words(**said["says"]), "remedy": Words(**said["remedy"])})
        Severity.from_code(made.severity)
        Missing(made.missing)
        plain_signs(made.expression)
        is_named = is_code(made.code) and bool(made.says.zh.strip())
    except (ValueError, TypeError, KeyError, AttributeError, CrmError):
        known = "expression, says, remedy, severity, missing, tolerance, scope, place, code"
        raise ParseError("bind-said-wrongly", place=place, value=text, known=known) from None
    if not is_named:
        raise ParseError("bind-said-wrongly", place=place, value=text, known="code, says")
    return made


def own_told(told: Mapping[str, str]) -> Iterator[OwnCheck]:
    """The checks that the user has written. ParseError ``bind-said-wrongly``."""
    for place, text in told.items():
        if place.startswith(f"{CHECK}{OWN}") and text.startswith("{"):
            yield read_own(text, place=place)


def written_in(check: Mapping[str, Any]) -> OwnCheck | None:
    """The check as the user wrote it, out of ``form.toml``; None where it was not written by hand."""
    text = check.get("written")
    return read_own(str(text), place=str(check.get("name"))) if text and check.get("code") == CODE else None


def own_checks(told: Mapping[str, str], form: Form) -> Iterator[FormCheck]:
    """The user's checks over *form*; one that means nothing there is off."""
    for one in own_told(told):
        fault = fault_in(one, form)
        table = {} if fault else one.table(form)
        yield FormCheck(
            one.key,
            CheckKind.OWN,
            _place_of(table, form),
            Words(one.says.zh, one.says.en or one.says.zh),
            is_on=one.is_on and fault is None,
            check=table,
        )


def _place_of(table: Mapping[str, Any], form: Form) -> str:
    """Where a check points: a cell, or the column of a register."""
    first = next(iter(table.get("mark", ())), "")
    block = str(table.get("scope", "")).partition(":")[2]
    places = {
        f"{one.id}.{column.id}": f"{one.sheet}!{column.letter}{one.row}" for one, column in _columns(form)
    }
    cells = {cell.name: f"{cell.sheet}!{cell.address}" for cell in reversed(form.cells)}
    return places.get(f"{block}.{first}", "") if block else (cells | places).get(first, "")


def _columns(form: Form) -> Iterator[tuple[BlockSpec, ColumnSpec]]:
    return ((block, column) for block in form.blocks for column in block.columns if column.letter)


# ---------------------------------------------------------------------------------------------- what is wrong


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with an expression: a code of ``resources/messages/binding.toml``, from which sign on, and what."""

    code: str
    at: int
    near: str

    @property
    def values(self) -> dict[str, str | int]:
        """What its sentence names."""
        return {"at": self.at, "near": self.near}


def fault_in(one: OwnCheck, form: Form) -> Fault | None:
    """What is wrong with a check over *form*; None where nothing is."""
    text = plain_signs(one.expression)
    if not text:
        return Fault("check-text-empty", 1, "")
    try:
        tree = ast.parse(text, mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        at = min(getattr(error, "offset", None) or 1, len(text))
        return Fault("check-text-unread", at, text[at - 1 : at + 11])
    try:
        parse_expression(one.text, where=one.code)
    except DataFormatError as error:
        return _not_allowed(text, tree, too_long=error.code == "expression-too-long")
    except ParseError:
        return Fault("check-text-tolerance", 1, one.tolerance)
    if not isinstance(tree.body, ast.Compare | ast.BoolOp | ast.UnaryOp | ast.Call):
        return Fault("check-text-no-relation", 1, text)
    reader = TableReader({"check": [one.table(form)]}, "form")
    try:
        with_checks(form, reader, relations_of(reader, {}))
    except DataFormatError as error:
        name = str(error.values.get("value", ""))
        return Fault("check-text-name", max(text.find(name) + 1, 1), name)
    return None


def _not_allowed(text: str, tree: ast.Expression, *, too_long: bool) -> Fault:
    """The smallest part of *text* that the language does not have."""
    if too_long:
        return Fault("check-text-long", 1, text[:12])
    parts = []
    for node in ast.walk(tree):
        part = ast.get_source_segment(text, node) if isinstance(node, ast.expr) else None
        if part and not _is_allowed(part):
            parts.append((len(part), part))
    near = min(parts)[1] if parts else text
    return Fault("check-text-not-allowed", text.find(near) + 1, near)


def _is_allowed(part: str) -> bool:
    try:
        parse_expression(part, where="")
    except DataFormatError:
        return False
    return True


def names_of(form: Form, scope: str) -> tuple[tuple[str, Words], ...]:
    """What a check may name where it runs, and what that is called: figures of the form, columns of its registers."""
    block = scope.partition(":")[2]
    columns = {
        (one.id, column.id): column.label or Words(column.id, column.id)
        for one in form.blocks
        for column in one.columns
    }
    if block:
        own = [(name, label) for (of, name), label in columns.items() if of == block]
        return (*own, *((cell.name, cell.label or Words(cell.name, cell.name)) for cell in form.cells))
    figures = {cell.name: cell.label or Words(cell.name, cell.name) for cell in form.cells}
    figures |= {fact.name: Words(fact.name, fact.name) for fact in form.facts if fact.name not in figures}
    return (*figures.items(), *((f"{of}.{name}", label) for (of, name), label in columns.items()))


def plain_signs(text: str) -> str:
    """An expression with the signs of the language: ``≤``, ``×``, a single ``=`` and full width are understood."""
    for sign, plain in _SIGNS.items():
        text = text.replace(sign, plain)
    return _ONE_EQUALS.sub("==", unicodedata.normalize("NFKC", text)).strip()


def with_tolerance(text: str, tolerance: str) -> str:
    """*text*, a single comparison, that still holds where it is off by no more than *tolerance*.

    ParseError ``check-tolerance-wrong`` where that is no number, or *text* compares nothing.
    """
    wanted = tolerance.strip()
    if not wanted:
        return text
    try:
        amount = Decimal(wanted)
        node = ast.parse(text, mode="eval").body
    except (InvalidOperation, SyntaxError):
        raise ParseError("check-tolerance-wrong", value=tolerance) from None
    if not amount.is_finite() or amount < 0 or not isinstance(node, ast.Compare) or len(node.ops) != 1:
        raise ParseError("check-tolerance-wrong", value=tolerance)
    left, right, sign = ast.unparse(node.left), ast.unparse(node.comparators[0]), node.ops[0]
    if isinstance(sign, ast.Eq):
        return f"near({left}, {right}, {amount:f})"
    if isinstance(sign, ast.LtE | ast.Lt):
        return f"{left} {'<=' if isinstance(sign, ast.LtE) else '<'} {right} + {amount:f}"
    if isinstance(sign, ast.GtE | ast.Gt):
        return f"{left} + {amount:f} {'>=' if isinstance(sign, ast.GtE) else '>'} {right}"
    raise ParseError("check-tolerance-wrong", value=tolerance)


def in_words(one: OwnCheck, form: Form) -> Words:
    """The relation by the labels of the form."""
    labels = dict(names_of(form, one.scope))
    return relation_in_words(plain_signs(one.expression), lambda name: labels.get(name) or Words(name, name))
