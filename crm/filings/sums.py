"""Which figures of a form add up, read from its file: ``adds_up`` and ``part_of`` of items, and checks that say so."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from crm.domain.finding import Severity
from crm.filings.form import Basis, ScopeKind, SumSpec

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from crm.filings.form import CellSpec, Check, Form
    from crm.filings.table import TableReader


def sums_of(form: Form, reader: TableReader) -> tuple[SumSpec, ...]:
    """The sums of *form*, each once, which *reader* has read but for them.

    DataFormatError ``data-name-unknown`` for a name that is none of the form's items.
    """
    found = [*_of_cells(form, reader), *_of_blocks(form, reader)]
    found += [one for check in form.checks if (one := _of_check(check, form))]
    return tuple(dict.fromkeys(_nested(one, found) for one in found))


def _nested(one: SumSpec, others: Iterable[SumSpec]) -> SumSpec:
    """A sum with the totals of others in place of their parts: a = b + c + d is a = e + d where e = b + c."""
    for other in others:
        rest = tuple(part for part in one.parts if part not in other.parts)
        is_within = other.complete and other.block == one.block and other.total not in (one.total, *rest)
        if is_within and rest and len(one.parts) - len(rest) == len(other.parts) > 1:
            return _nested(replace(one, parts=(other.total, *rest)), others)
    return one


def _of_cells(form: Form, reader: TableReader) -> Iterator[SumSpec]:
    """Sums of single cells; one of a grid holds for each basis that its items show."""
    bases: dict[str, list[Basis]] = {}
    for cell in form.cells:
        if not cell.figure.basis.compared:
            bases.setdefault(_item(cell), []).append(cell.figure.basis)
    totals = _totals(form)
    items = [*reader.tables("cell"), *(row for grid in reader.tables("grid") for row in grid.tables("row"))]
    for item in items:
        own = item.text("name") if item.has("name") else item.text("indicator")
        for one in _declared(item, own, known={*bases, *totals}):
            for basis in bases.get(own, ()):
                if all(basis in bases.get(name, (Basis.PERIOD,)) for name in (one.total, *one.parts)):
                    named = [_named(name, basis) for name in (one.total, *one.parts)]
                    yield SumSpec(named[0], tuple(named[1:]), complete=one.complete)


def _item(cell: CellSpec) -> str:
    return cell.called or cell.figure.indicator


def _named(item: str, basis: Basis) -> str:
    return item if basis is Basis.PERIOD else f"{item}.{basis.value}"


def _of_blocks(form: Form, reader: TableReader) -> Iterator[SumSpec]:
    """Sums within the rows of a block."""
    for spec, block in zip(form.blocks, reader.tables("block"), strict=True):
        figures = {column.id for column in spec.columns if column.figure}
        # Columns that only checks asked for come last and are not in the file.
        for column, item in zip(spec.columns, block.tables("column"), strict=False):
            for one in _declared(item, column.id, known=figures):
                yield SumSpec(one.total, one.parts, spec.id, one.complete)


def _declared(item: TableReader, own: str, *, known: Iterable[str]) -> Iterator[SumSpec]:
    """What an item says of itself: ``adds_up`` of parts, ``part_of`` a whole."""
    for key in ("adds_up", "part_of"):
        names = item.texts(key) if item.has(key) else ()
        for name in (own, *names) if names else ():
            if name not in known or (name == own and own in names):
                raise item.refusal("data-name-unknown", key, value=name)
        if key == "adds_up" and names:
            yield SumSpec(own, names)
        elif names:
            yield from (SumSpec(whole, (own,), complete=False) for whole in names)


def _of_check(check: Check, form: Form) -> SumSpec | None:
    """The sum that an error of the kind ``total == part + part`` or ``adds_up(total, part, …)`` asks for."""
    if check.severity is not Severity.ERROR or check.scope is ScopeKind.CELLS:
        return None
    names = _added(ast.parse(check.expression.text.strip(), mode="eval").body)
    if not names or len(set(names)) < max(len(names), 3):
        return None
    if check.block:
        shown = {column.id for column in form.block(check.block).columns if column.figure}
    else:
        shown = _totals(form) | {cell.name for cell in form.cells}
    return SumSpec(names[0], tuple(names[1:]), check.block) if shown.issuperset(names) else None


def _totals(form: Form) -> set[str]:
    return {f"{block.id}.{column.id}" for block in form.blocks for column in block.columns}


def _added(node: ast.expr) -> list[str]:
    """The names of a sum, its total first; none where the expression is something else."""
    match node:
        case ast.Call(func=ast.Name(id="adds_up"), args=parts):
            sides = [_names(part) for part in parts]
        case ast.Compare(left=left, ops=[ast.Eq()], comparators=[right]):
            sides = sorted([_names(left), _names(right)], key=len)
            if len(sides[0]) != 1:
                return []
        case _:
            return []
    return [name for side in sides for name in side] if all(sides) else []


def _names(node: ast.expr) -> list[str]:
    """The names that are added up; none where anything else is done to them."""
    match node:
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            sides = _names(left), _names(right)
            return [*sides[0], *sides[1]] if all(sides) else []
        case ast.Name(id=name):
            return [name]
        case ast.Attribute(value=ast.Name(id=owner), attr=name):
            return [f"{owner}.{name}"]
        case ast.Call(func=ast.Name(id="sum" | "filed_sum" | "filed"), args=[argument]):
            return _names(argument)
    return []
