"""The checks of last year's form over next year's blank: found again by what they are about, or told as lost."""

from __future__ import annotations

import ast
import copy
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from crm.domain.errors import DataFormatError
from crm.domain.wording import Words
from crm.filings.check_words import relation_in_words
from crm.filings.form_file import form_from_table
from crm.services.form_check import CheckKind, FormCheck
from crm.services.form_checks import add_checks, decided, propose_checks
from crm.services.form_own_checks import own_checks

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from crm.filings.form import Form
    from crm.intake.form_outline import FormOutline
    from crm.services.form_binding import BlankForm

_CHECK_PLACE = re.compile(r"check\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class CarriedChecks:
    """Every check that the new form may have, and what those said that it can no longer have."""

    checks: tuple[FormCheck, ...]
    lost: tuple[str, ...]


def carry_checks(made: dict[str, Any], old: Form, before: FormOutline, blank: BlankForm) -> CarriedChecks:
    """Write the checks of the new form into *made*, the tables of *old* with its cells where they are now.

    A check that the blank asks for is made anew over its new cells: a total has the parts that it has now. One that the
    old form could have had and did not was switched off, and stays so. All others are carried as they stand.
    """
    kept = [dict(one) for one in made.pop("check", ())]
    held = {str(one["name"]): one for one in kept if "name" in one}
    made["check"] = [one for one in kept if "name" not in one]
    included = _take_included(made)
    _take_facts(made, held.values())
    trade, shared = blank.trade, blank.shared
    plain, _ = without_broken_checks(copy.deepcopy(made), shared.relations)
    offered = {one.key: one for one in propose_checks(plain, blank.outline, trade, shared)}
    once = {one.key: one for one in propose_checks(old, before, trade, shared)}
    had = held.keys() | included
    asked = [
        replace(one, is_on=key in had or (one.is_on and key not in once)) for key, one in offered.items()
    ]
    own = [
        FormCheck(_key(one), CheckKind.CARRIED, "", _says(one, old), check=one)
        for one in kept
        if str(one.get("name", "")) not in offered
    ]
    written = tuple(own_checks(blank.told, plain))
    again = {one.key for one in written}
    checks = decided((*asked, *(one for one in own if one.key not in again)), blank.told)
    made["check"] = [dict(one.check) for one in checks if one.kind is CheckKind.CARRIED and one.is_on]
    checks = (*checks, *written)
    add_checks(made, checks)
    lost = tuple(once[key].says.zh if key in once else key for key in sorted(included - offered.keys()))
    return CarriedChecks(checks, lost)


def is_kept(one: FormCheck, made: Mapping[str, Any]) -> bool:
    """Whether a check is still one of the new form, after what names nothing there was left out."""
    return one.kind is not CheckKind.CARRIED or not one.is_on or dict(one.check) in made["check"]


def _take_included(made: dict[str, Any]) -> set[str]:
    """Take single relations out of what *made* includes, and say which; whole sets and renamed ones stay."""
    found: set[str] = set()
    rest = []
    for one in made.get("include", ()):
        if isinstance(one, dict) and "checks" in one and "names" not in one:
            found |= {f"relation:{one['set']}:{code}" for code in one["checks"]}
        else:
            rest.append(one)
    if "include" in made:
        made["include"] = rest
    return found


def _take_facts(made: dict[str, Any], checks: Iterable[Mapping[str, Any]]) -> None:
    """Take out the facts that the form's own formulas need: they come back with them, unless a cell shows them now."""
    named = {name for one in checks for name in _names(str(one["expression"]))}
    shown = {_name_of(cell) for cell in made["cell"]}
    if "fact" in made:
        made["fact"] = [one for one in made["fact"] if one["name"] not in named or one["name"] not in shown]


def _names(expression: str) -> set[str]:
    tree = ast.walk(ast.parse(expression.strip(), mode="eval"))
    return {ast.unparse(node) for node in tree if isinstance(node, ast.Name | ast.Attribute)}


def _name_of(cell: Mapping[str, Any]) -> str:
    """What a cell without a group is called."""
    name = str(cell.get("name") or cell["indicator"])
    basis = cell.get("basis", "period")
    return name if basis == "period" else f"{name}.{basis}"


def _key(check: Mapping[str, Any]) -> str:
    return str(check.get("name") or " ".join((check["code"], check["scope"])))


def _says(check: Mapping[str, Any], form: Form) -> Words:
    """What a check says: its own words, else its relation by the form's labels."""
    if "says" in check:
        return Words(check["says"]["zh"], check["says"]["en"])
    labels = {cell.name: cell.label for cell in form.cells if cell.label}
    labels |= {column.id: column.label for block in form.blocks for column in block.columns if column.label}

    def label(name: str) -> Words:
        return labels.get(name) or Words(name, name)

    return relation_in_words(str(check["expression"]), label)


def without_broken_checks(
    table: dict[str, Any], relations: Mapping[str, object]
) -> tuple[Form, tuple[str, ...]]:
    """The form of *table*, less the checks, relations and sums that name what is no longer there."""
    dropped: list[str] = []
    while True:
        try:
            return form_from_table(table, relations), tuple(dropped)
        except DataFormatError as error:
            dropped.append(_drop(table, error))


def _drop(table: dict[str, Any], error: DataFormatError) -> str:
    """Take out of *table* what *error* names, and say what it was; raise it where nothing can be taken out."""
    where = str(error.values.get("where", ""))
    found = _CHECK_PLACE.search(where)
    if where.startswith("relations."):
        name = where.split(".")[1]
        table["include"] = [one for one in table["include"] if name not in (one, *_set_of(one))]
        return name
    if error.code == "data-name-unknown":
        *steps, key = [step for step in re.split(r"[.\[\]]+", where) if step][1:]
        spot: Any = table
        for step in steps:
            spot = spot[int(step) if step.isdigit() else step]
        return ", ".join([*spot.pop(key)]) if isinstance(spot[key], list) else str(spot.pop(key))
    if found is None:
        raise error
    gone = table["check"].pop(int(found[1]))
    return str(gone["says"]["zh"] if "says" in gone else gone["code"])


def _set_of(include: object) -> tuple[str, ...]:
    return (str(include["set"]),) if isinstance(include, dict) else ()
