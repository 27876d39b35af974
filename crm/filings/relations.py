"""Relations that many forms share: sets of checks in `resources/checks/relations.toml`, included by name.

A form writes ``include = ["torch-income", { set = "torch-staff", names = { incubator_staff = "staff" } }]``. The names
of a set are those of the form's cells and facts, or are renamed. A set brings the facts it needs; a form may take some
of its ``checks`` alone.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm.filings.expression import parse_expression
from crm.filings.table import TableReader

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Relations:
    """What a form includes: facts, and checks with what their sentences call a renamed name."""

    facts: tuple[TableReader, ...]
    checks: tuple[tuple[TableReader, Mapping[str, str]], ...]


def relations_of(form: TableReader, relations: Mapping[str, object]) -> Relations:
    """The relations that *form* includes. DataFormatError ``data-value-unknown`` for a set there is not."""
    sets = TableReader(relations, "relations")
    facts: list[TableReader] = []
    checks: list[tuple[TableReader, Mapping[str, str]]] = []
    for item in form.given("include"):
        wanted = TableReader(
            {"set": item} if isinstance(item, str) else dict_of(item), f"{form.where}.include"
        )
        name = wanted.choice("set", set(sets))
        renames = wanted.table("names")
        names = {own: renames.text(own) for own in renames}
        called = {theirs: own for own, theirs in names.items()}
        one = sets.table(name)
        chosen = frozenset(wanted.texts("checks")) if wanted.has("checks") else None
        facts += [_renamed_fact(fact, names) for fact in one.tables("fact")]
        checks += [
            (_renamed_check(check, names), called)
            for check in one.tables("check")
            if chosen is None or check.text("code") in chosen
        ]
    return Relations(tuple(facts), tuple(checks))


def dict_of(item: object) -> dict[str, object]:
    """A table as it stands; an empty one for what is none, which then lacks everything."""
    return item if isinstance(item, dict) else {}


def _renamed_fact(fact: TableReader, names: Mapping[str, str]) -> TableReader:
    name = fact.text("name")
    return fact.with_values(name=names.get(name, name))


def _renamed_check(check: TableReader, names: Mapping[str, str]) -> TableReader:
    text = check.text("expression")
    parse_expression(text, where=check.text("code"))
    marked = [_renamed(name, names) for name in (check.texts("mark") if check.has("mark") else ())]
    mark = {"mark": marked} if marked else {}
    return check.with_values(expression=_renamed(text, names), **mark)


def _renamed(text: str, names: Mapping[str, str]) -> str:
    """An expression with its names replaced; ``x.basis`` goes with ``x``."""
    tree = ast.parse(text.strip(), mode="eval")
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            node.id = names.get(node.id, node.id)
    return ast.unparse(tree) if names else text
