"""Runs a form's checks over a filing: what does not hold, where, and with which values."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from crm.domain.finding import Finding
from crm.domain.quantity import round_half_up
from crm.filings.check_file import DATES
from crm.filings.facts import World, as_value
from crm.filings.form import Missing, ScopeKind
from crm.filings.standing import standing_findings
from crm.filings.values import Rounded

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from crm.filings.built import Built, BuiltBlock, BuiltCell
    from crm.filings.expression import Reference
    from crm.filings.facts import NamedFacts
    from crm.filings.form import Check, Form, FormWords
    from crm.filings.values import Value

_READ = 2
"""The decimals that an amount is read with in a sentence."""


def run_checks(form: Form, built: Built) -> list[Finding]:
    """All findings of *built*: what every filing is asked, then the form's own checks in their order.

    ``where`` is a place of the finished workbook, ``sheet!F7``. The values of a check's finding: every name
    of its expression (dots as underscores; ``sum_``, ``count_`` before a column, ``sum_where_`` for one with a
    condition, ``previous_`` for another period), its limits, ``label`` and
    ``label_en`` of what it points at, ``tenant`` in a row, ``source`` of the relation and ``verified``
    (``yes`` or ``no``).
    """
    world = World(form, built)
    findings = standing_findings(built)
    for check in form.checks:
        findings += _RUNNERS[check.scope](check, world)
    return findings


def _run_on_form(check: Check, world: World) -> list[Finding]:
    facts = world.of_form(check)
    if not _is_broken(check, facts):
        return []
    return [_finding(check, facts, [world.cells[name] for name in check.mark if name in world.cells])]


def _run_on_cells(check: Check, world: World) -> list[Finding]:
    findings = []
    for cells, facts in world.of_cells(check):
        if _is_broken(check, facts):
            marked = [cells[name] for name in (*check.mark, "current") if name in cells]
            findings.append(_finding(check, facts, marked))
    return findings


def _run_on_rows(check: Check, world: World) -> list[Finding]:
    block = world.built.block(check.block)
    findings = []
    for index, facts in enumerate(world.of_rows(check, block)):
        if _is_broken(check, facts):
            marked = _marked_in_row(check, world.built, block, index=index)
            findings.append(_finding(check, facts, marked, tenant=block.names[index]))
    return findings


def _is_broken(check: Check, facts: NamedFacts) -> bool:
    """Whether a check applies and does not hold."""
    if check.missing is Missing.ALL:
        needed = [one for one in check.expression.references if one.name not in (*DATES, *check.limits)]
        if all(check.expression.read(one, facts) is None for one in needed):
            return False
    return check.expression.evaluate(facts) is False


def _marked_in_row(check: Check, built: Built, block: BuiltBlock, *, index: int) -> list[BuiltCell]:
    """The marked cells of a row that are shown, in the order marked; the row's first cell where none is."""
    marked = [block.column(name) for name in check.mark]
    cells = [built.block_cell(block, column, index) for column in marked if column.letter]
    return cells or [built.row_cell(block, index)]


def _finding(check: Check, facts: NamedFacts, marked: Sequence[BuiltCell], *, tenant: str = "") -> Finding:
    words = facts.world.form.words
    known = {
        _value_name(reference, check): _value_of(reference, check, facts)
        for reference in check.expression.references
        if reference.use != "each"
    }
    values: dict[str, str | int] = {name: _worded(value, words) for name, value in _at_sight(known).items()}
    values |= check.limits
    if tenant:
        values["tenant"] = tenant
    if marked:
        values["label"] = marked[0].label.zh
        values["label_en"] = marked[0].label.en
        values["places"] = ", ".join(cell.place for cell in marked)
    if check.says is not None:
        values |= {"says": check.says.zh, "says_en": check.says.en, "check": check.name}
        remedy = check.remedy or check.says
        values |= {"remedy": remedy.zh, "remedy_en": remedy.en}
        values["shown"] = "；".join(f"{cell.label.zh} {_shown(cell, words)}" for cell in marked)
        values["shown_en"] = "; ".join(f"{cell.label.en} {_shown(cell, words)}" for cell in marked)
    values["source"] = check.source
    values["verified"] = "yes" if check.verified else "no"
    return Finding(check.code, check.severity, where=marked[0].place if marked else "", values=values)


def _at_sight(values: Mapping[str, Value]) -> Mapping[str, Value]:
    """Numbers with the decimals that amounts are read with, unless what differs would look the same."""
    numbers = {value for value in values.values() if isinstance(value, Decimal)} | {Decimal(0)}
    if len({round_half_up(number, _READ) for number in numbers}) < len(numbers):
        return values
    return {
        name: round_half_up(value, _READ) if isinstance(value, Decimal) else value
        for name, value in values.items()
    }


def _shown(cell: BuiltCell, words: FormWords) -> str:
    """What a cell shows; a dash where it is blank."""
    return _worded(as_value(cell.value), words) or "—"


def _value_name(reference: Reference, check: Check) -> str:
    """What a sentence calls a reference: by the relation's own name where the form has another."""
    own, dot, rest = reference.name.partition(".")
    name = (check.called.get(own, own) + dot + rest).replace(".", "_")
    if reference.number:
        return f"{reference.use}_where_{name}" + (f"_{reference.number}" if reference.number > 1 else "")
    return name if reference.use in {"value", "filed", "repeated"} else f"{reference.use}_{name}"


def _value_of(reference: Reference, check: Check, facts: NamedFacts) -> Value:
    """What a reference stands for in a finding's sentence: of a repeated value, the value."""
    return (
        facts.value(reference.name)
        if reference.use == "repeated"
        else check.expression.read(reference, facts)
    )


def _worded(value: Value, words: FormWords) -> str:
    match value:
        case None:
            return ""
        case bool():
            return words.yes if value else words.no
        case Decimal():
            return f"{value.normalize() + 0:f}"
        case Rounded(low, high):
            return f"{((low + high) / 2).normalize() + 0:f}"
        case date():
            return value.isoformat()
    return value


_RUNNERS: Mapping[ScopeKind, Callable[[Check, World], list[Finding]]] = {
    ScopeKind.FORM: _run_on_form,
    ScopeKind.ROW: _run_on_rows,
    ScopeKind.CELLS: _run_on_cells,
}
