"""Runs a form's checks over a filing and says what does not hold, where, and with which values."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from crm.domain.finding import Finding, Severity
from crm.domain.quantity import from_smallest
from crm.filings.form import Basis, Check, Form, ScopeKind, figure_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from crm.domain.period import Period
    from crm.filings.built import Built, BuiltBlock, BuiltCell, BuiltColumn, Filed
    from crm.filings.expression import Value

REPEATED_PLACES = 3
"""How many places a finding names before it only counts them."""


def run_checks(form: Form, built: Built) -> list[Finding]:
    """All findings of *built*: what every filing is asked, then the form's own checks in their order.

    ``where`` is the place in the finished workbook, ``sheet!F7``. The values of a finding of a check are every name
    of its expression (dots as underscores), its limits, ``label``/``label_en`` of the cell or ``tenant`` of the row,
    ``source`` of the relation and ``verified`` (``yes``/``no``).
    """
    world = _World(form, built)
    findings = [*_period_findings(built), *_missing_findings(built), *_rounding_findings(built)]
    for check in form.checks:
        findings += _RUNNERS[check.scope](check, world)
    return findings


class _World:
    """The figures of a filing by the names that checks use; columns are converted once, when first asked for."""

    def __init__(self, form: Form, built: Built) -> None:
        self.form = form
        self.built = built
        self.dates: dict[str, Value] = {"period_start": built.period.start, "period_end": built.period.end}
        self._columns: dict[str, list[Value]] = {}

    @cached_property
    def cells(self) -> dict[str, BuiltCell]:
        """The single cells by name; the first where a figure is shown twice."""
        cells: dict[str, BuiltCell] = {}
        for spec, cell in zip(self.form.cells, self.built.singles, strict=True):
            cells.setdefault(spec.name, cell)
        return cells

    @cached_property
    def facts(self) -> dict[str, Value]:
        """The figures that no cell shows."""
        facts: dict[str, Value] = {}
        for spec in self.form.facts:
            measured = self.built.figures[self.built.facts[spec.name]]
            unit = self.built.definitions[spec.figure.indicator].unit
            facts[spec.name] = None if measured.value is None else from_smallest(measured.value, unit)
        return facts

    def column(self, block: BuiltBlock, name: str) -> list[Value]:
        """The exact values of a column, in its unit."""
        key = f"{block.id}.{name}"
        if key not in self._columns:
            self._columns[key] = _exact_column(block.column(name))
        return self._columns[key]

    def split_column(self, name: str) -> tuple[BuiltBlock, BuiltColumn]:
        """Block and column of ``block.column``."""
        block_id, _, column_id = name.partition(".")
        block = self.built.block(block_id)
        return block, block.column(column_id)


def _exact_column(column: BuiltColumn) -> list[Value]:
    if column.raw:
        return [_value(value) for value in column.raw]
    if column.unit is None or not column.amounts:
        return [_value(value) for value in column.values]
    unit = column.unit
    return [None if amount is None else from_smallest(amount, unit) for amount in column.amounts]


def _value(value: Filed | bool) -> Value:
    return Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _exact_cell(cell: BuiltCell) -> Value:
    if cell.amount is None or cell.unit is None:
        return _value(cell.value)
    return from_smallest(cell.amount, cell.unit)


class _FormFacts:
    """Names of a check over the whole form: cells, facts, and columns as ``block.column``."""

    def __init__(self, world: _World, limits: Mapping[str, int]) -> None:
        self.world = world
        self.limits = limits

    def value(self, name: str) -> Value:
        if name in self.limits:
            return Decimal(self.limits[name])
        if name in self.world.cells:
            return _exact_cell(self.world.cells[name])
        if name in self.world.facts:
            return self.world.facts[name]
        return self.world.dates[name]

    def filed(self, name: str) -> Value:
        cell = self.world.cells.get(name)
        return _value(cell.value) if cell else self.value(name)

    def column(self, name: str) -> Sequence[Value]:
        block, column = self.world.split_column(name)
        return self.world.column(block, column.id)

    def filed_column(self, name: str) -> Sequence[Value]:
        _, column = self.world.split_column(name)
        return [_value(value) for value in column.values]

    def is_complete(self, name: str) -> bool:
        cell = self.world.cells.get(name)
        requests = cell.requests if cell else (self.world.built.facts[name],)
        return not any(self.world.built.figures[request].missing for request in requests)

    def is_repeated(self, name: str) -> bool:
        raise KeyError(name)  # the form's reader lets only checks over rows ask this
