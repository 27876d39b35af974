"""The checks that a blank itself asks for: totals, parts, its own formulas, compulsory cells, relations that are known.

Each has a key of names, not of places, so that next year's form finds it again wherever its cells have moved.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from crm.filings.expression import parse_expression
from crm.intake.form_decisions import CHECK, is_check
from crm.services.form_check import CheckKind
from crm.services.form_check_cells import CheckedCells
from crm.services.form_check_formulas import propose_formulas
from crm.services.form_check_parts import propose_compulsory, propose_parts
from crm.services.form_check_relations import propose_relations
from crm.services.form_check_totals import propose_totals

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from crm.filings.form import Form
    from crm.intake.form_outline import FormOutline
    from crm.intake.form_proposals import Trade
    from crm.services.form_check import FormCheck
    from crm.services.form_check_relations import Shared

ON, OFF = "on", "off"


def propose_checks(form: Form, outline: FormOutline, trade: Trade, shared: Shared) -> tuple[FormCheck, ...]:
    """Every check that the words and formulas of a blank ask for, over the *form* that it has become; each key once."""
    cells = CheckedCells(form, outline, trade)
    found = [
        *propose_totals(cells),
        *propose_formulas(cells),
        *propose_parts(cells),
        *propose_compulsory(cells),
    ]
    found += propose_relations(cells, shared)
    once: dict[str, FormCheck] = {}
    said: set[object] = set()
    for one in found:
        if _meaning(one) not in said:
            said.add(_meaning(one))
            own = _numbered(one, once)
            once[own.key] = own
    return tuple(once.values())


def _numbered(one: FormCheck, others: Collection[str]) -> FormCheck:
    """*one* under a key of its own: a figure may be computed in two places of a form."""
    key, number = one.key, 2
    while key in others:
        key, number = f"{one.key}#{number}", number + 1
    return one if key == one.key else replace(one, key=key, check={**one.check, "name": key})


def _meaning(one: FormCheck) -> object:
    """What tells a check from others that say the same: an equation by what it is about, whatever side that is on."""
    expression = str(one.check.get("expression", ""))
    if expression.startswith("adds_up(") or " == " in expression:
        return frozenset(parse_expression(expression, where=one.key).references)
    return one.says.zh


def decided(checks: Iterable[FormCheck], told: Mapping[str, str]) -> tuple[FormCheck, ...]:
    """*checks* switched on or off as *told*."""
    said = {place.removeprefix(CHECK): text for place, text in told.items() if is_check(place)}
    return tuple(replace(one, is_on=said.get(one.key, ON if one.is_on else OFF) == ON) for one in checks)


def add_checks(table: dict[str, Any], checks: Iterable[FormCheck]) -> None:
    """Write those of *checks* that are on into the tables of a form."""
    included: dict[str, list[str]] = defaultdict(list)
    known = {fact["name"] for fact in table.get("fact", ())}
    for one in checks:
        if not one.is_on or one.kind is CheckKind.CARRIED:
            continue
        for fact in one.facts:
            if fact["name"] not in known:
                known.add(str(fact["name"]))
                table.setdefault("fact", []).append(dict(fact))
        if one.check:
            table.setdefault("check", []).append(dict(one.check))
        if one.include[0]:
            included[one.include[0]].append(one.include[1])
    for name, codes in included.items():
        table.setdefault("include", []).append({"set": name, "checks": codes})
