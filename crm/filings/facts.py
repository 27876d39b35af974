"""The figures of a filing by the names that checks use: of the whole form, of one indicator's cells, of one row."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from crm.domain.quantity import Dimension, from_smallest, last_digit
from crm.filings.check_file import CELL_NAMES, ROWS
from crm.filings.form import Basis, Missing
from crm.filings.functions import OF_PERIODS
from crm.filings.values import MINUS, PLUS, TIMES, calculate, rounded_from

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from crm.domain.measures import MeasureRequest
    from crm.domain.quantity import Unit
    from crm.filings.built import Built, BuiltBlock, BuiltCell, BuiltColumn, Elsewhere, Filed, Recorded
    from crm.filings.form import Check, FigureSpec, Form
    from crm.filings.values import Value


@dataclass(slots=True)  # a check of rows makes one for every row: frozen ones take three times as long
class NamedFacts:
    """What names mean at one place: exact values, filed values, the figures behind them, the columns they sum.

    ``columns`` maps a name to a column of the world, ``block.column``; ``occurrences`` counts a column's values;
    ``joint`` stands between a name and its basis; ``blank`` is what a missing number counts as.
    """

    world: World
    exact: Mapping[str, Value]
    rounded: Mapping[str, Value] = field(default_factory=dict)
    requests: Mapping[str, Sequence[MeasureRequest]] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    occurrences: Mapping[str, Counter[Value]] = field(default_factory=dict)
    joint: str = "."
    blank: Value = None

    def value(self, name: str) -> Value:
        """The exact value, in the form's unit."""
        return self.exact[name]

    def filed(self, name: str) -> Value:
        """The value as the form shows it; what is not shown has only its exact value."""
        return self.rounded[name] if name in self.rounded else self.exact[name]

    def at(self, basis: str, name: str) -> Value:
        """The exact value of the same figure for another period."""
        return self.exact[f"{name}{self.joint}{basis}"]

    def of_form(self, name: str) -> Value:
        """The exact value of the form's own figure of that name."""
        return self.world.exact_figures[name]

    def column(self, name: str) -> Sequence[Value]:
        """The exact values of a column; empty where there is no such column."""
        return self.world.exact_column(self.columns[name]) if name in self.columns else ()

    def filed_column(self, name: str) -> Sequence[Value]:
        """The values of a column as the form shows them."""
        if name not in self.columns:
            return ()
        return [as_value(value) for value in self.world.columns[self.columns[name]].values]

    def is_complete(self, name: str) -> bool:
        """Whether nobody is missing from the figures behind the name."""
        figures = self.world.built.figures
        return not any(figures[request].missing for request in self.requests.get(name, ()))

    def is_repeated(self, name: str) -> bool:
        """Whether another row has the same value in this column."""
        value = self.exact[name]
        return value is not None and self.occurrences[name][value] > 1


class World:
    """A built filing with its form; a column's exact values are worked out once, when first asked for."""

    def __init__(self, form: Form, built: Built) -> None:
        self.form = form
        self.built = built
        self.dates: dict[str, Value] = {
            "period_start": built.period.start,
            "period_end": built.period.end,
            "last_year_start": built.period.same_period_last_year().start,
        }
        self.cells: dict[str, BuiltCell] = {}
        for spec, cell in zip(form.cells, built.singles, strict=True):
            self.cells.setdefault(spec.name, cell)
        self.columns: dict[str, BuiltColumn] = {
            f"{block.id}.{column.id}": column for block in built.blocks for column in block.columns
        }
        self._all_columns = {name: name for name in self.columns}
        self._exact: dict[str, list[Value]] = {}

    def exact_column(self, name: str) -> list[Value]:
        """The exact values of ``block.column``, in the column's unit; codes and not their labels."""
        if name not in self._exact:
            self._exact[name] = _exact_column(self.columns[name])
        return self._exact[name]

    @cached_property
    def exact_figures(self) -> dict[str, Value]:
        """The exact values of all facts and cells, by name; of what another form has filed, the span of that."""
        exact: dict[str, Value] = {}
        for spec in self.form.facts:
            unit = self._unit_of(spec.figure)
            filed = self.built.elsewhere.get(spec.name)
            if filed:
                exact[spec.name] = _as_filed(filed, unit)
                continue
            amount = self.built.figures[self.built.facts[spec.name]].value
            exact[spec.name] = None if amount is None else from_smallest(amount, unit)
        return exact | {name: _exact_cell(cell) for name, cell in self.cells.items()}

    def of_form(self, check: Check) -> NamedFacts:
        """The names of a check over the whole form."""
        requests: dict[str, Sequence[MeasureRequest]] = {
            name: (request,) for name, request in self.built.facts.items()
        }
        requests |= {name: cell.requests for name, cell in self.cells.items()}
        rounded = {name: as_value(cell.value) for name, cell in self.cells.items()}
        exact = {**self.dates, **_limits(check), **self.exact_figures}
        return NamedFacts(self, exact, rounded, requests, self._all_columns, blank=_blank(check))

    def _unit_of(self, figure: FigureSpec) -> Unit:
        unit = self.built.definitions[figure.indicator].unit
        return figure.unit or (self.form.money_unit if unit.dimension is Dimension.MONEY else unit)

    def of_cells(self, check: Check) -> Iterator[tuple[dict[str, BuiltCell], NamedFacts]]:
        """The cells of each figure on all its bases that the check does not exclude, and their names."""
        groups: dict[FigureSpec, dict[str, BuiltCell]] = {}
        for spec, cell in zip(self.form.cells, self.built.singles, strict=True):
            name = "current" if spec.figure.basis is Basis.PERIOD else spec.figure.basis.value
            alike = replace(spec.figure, basis=Basis.PERIOD, unit=None, places=None)
            groups.setdefault(alike, {}).setdefault(name, cell)
        for figure, cells in groups.items():
            if figure.indicator not in check.excluding:
                yield cells, self._of_indicator(check, cells)

    def _of_indicator(self, check: Check, cells: Mapping[str, BuiltCell]) -> NamedFacts:
        exact: dict[str, Value] = {**self.dates, **_limits(check), **dict.fromkeys(CELL_NAMES)}
        exact |= {name: _exact_cell(cell) for name, cell in cells.items()}
        rounded = {name: as_value(cell.value) for name, cell in cells.items()}
        requests = {name: cell.requests for name, cell in cells.items()}
        own = cells["current"].requests if "current" in cells else ()
        same = [name for name, column in self.columns.items() if column.letter and (column.request,) == own]
        columns = {ROWS: same[0]} if same else {}
        return NamedFacts(self, exact, rounded, requests, columns, blank=_blank(check))

    def of_rows(self, check: Check, block: BuiltBlock) -> Iterator[NamedFacts]:
        """The names of a check in each row of *block*."""
        named = {reference.name for reference in check.expression.references}
        named |= {
            f"{reference.name}_{reference.use}"
            for reference in check.expression.references
            if reference.use in OF_PERIODS
        }
        used = [column.id for column in block.columns if column.id in named]
        columns = [self.exact_column(f"{block.id}.{name}") for name in used]
        occurrences = {
            reference.name: Counter(self.exact_column(f"{block.id}.{reference.name}"))
            for reference in check.expression.references
            if reference.use == "repeated"
        }
        common, blank = {**self.dates, **_limits(check)}, _blank(check)
        for index in range(len(block.tenants)):
            row = {name: column[index] for name, column in zip(used, columns, strict=True)}
            yield NamedFacts(
                self,
                {**common, **row},
                columns=self._all_columns,
                occurrences=occurrences,
                joint="_",
                blank=blank,
            )


def as_value(value: Filed | Recorded) -> Value:
    """A cell's value as expressions know it: whole numbers are decimals too."""
    return Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _limits(check: Check) -> dict[str, Value]:
    return {name: Decimal(limit) for name, limit in check.limits.items()}


def _blank(check: Check) -> Value:
    return Decimal(0) if check.missing in {Missing.ALL, Missing.NEVER} else None


def _exact_column(column: BuiltColumn) -> list[Value]:
    unit = column.unit
    if unit is not None and column.amounts:
        return [None if amount is None else from_smallest(amount, unit) for amount in column.amounts]
    return [_span_of(value, unit) for value in column.raw or column.values]


def _exact_cell(cell: BuiltCell) -> Value:
    if cell.amount is None or cell.unit is None:
        # A growth is computed from exact amounts and is what it shows; any other number without its amount was typed.
        return _span_of(cell.value, None if len(cell.requests) > 1 else cell.unit)
    return from_smallest(cell.amount, cell.unit)


def _span_of(value: Filed | Recorded, unit: Unit | None) -> Value:
    """A value that is known only as it is shown in *unit*: what it may have been rounded from."""
    shown = as_value(value)
    if isinstance(shown, Decimal) and unit and last_digit(unit) > 1:
        return rounded_from(shown, unit.places)
    return shown


def _as_filed(filed: Elsewhere, unit: Unit) -> Value:
    """What another form has filed, in *unit*: each of its rows may have been rounded."""
    factor = Decimal(filed.unit.size) / Decimal(unit.size)
    value = _span_of(filed.value, filed.unit)
    off = calculate(calculate(value, Decimal(filed.value), MINUS), Decimal(filed.rows), TIMES)
    return calculate(calculate(off, Decimal(filed.value), PLUS), factor, TIMES)
