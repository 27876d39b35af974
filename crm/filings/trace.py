"""The explanation of a cell as data: what it shows, by which definition, over whom, from which records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm.domain.quantity import from_smallest

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from crm.domain.measures import Contribution, Measured, NotReported, Population, Within
    from crm.domain.period import Period
    from crm.domain.quantity import Unit
    from crm.domain.wording import Words
    from crm.filings.built import Built, BuiltCell, Definition, Filed, Formula


@dataclass(frozen=True, slots=True)
class TraceRow:
    """A record's share: ``amount`` in smallest units, ``shown`` in the trace's unit; None for a field."""

    kind: str
    id: int
    label: str
    amount: int | None
    shown: Decimal | None
    tenant_id: int | None


@dataclass(frozen=True, slots=True)
class TracePart:
    """A figure behind a cell: the question, its exact answer, its rows, and who has not reported.

    ``amount`` is the sum of the rows' amounts, in smallest units; None where nothing was reported.
    """

    period: Period
    to_date: bool
    population: Population
    as_of: date
    amount: int | None
    shown: Decimal | None
    rows: tuple[TraceRow, ...]
    missing: tuple[NotReported, ...]
    within: Within = ()


@dataclass(frozen=True, slots=True)
class Trace:
    """Why a cell holds what it holds.

    ``parts`` has one figure, or for a growth two: this period's and the one it is compared with; texts and
    fields have none. ``unit`` is the cell's, ``part_unit`` that of the rows (for a growth, the unit of what
    is compared). ``amount`` is exact, ``nudge`` what balancing added to the rounded value.
    """

    sheet: str
    address: str
    label: Words
    value: Filed
    unit: Unit | None
    part_unit: Unit | None
    formula: Formula
    definition: Definition | None
    amount: int | None
    nudge: Decimal | None
    parts: tuple[TracePart, ...]
    records: tuple[TraceRow, ...]

    @property
    def rows(self) -> tuple[TraceRow, ...]:
        """The rows of the cell's own figure, or the record a field was read from."""
        return self.parts[0].rows if self.parts else self.records

    @property
    def missing(self) -> tuple[NotReported, ...]:
        """Who has not reported the cell's own figure."""
        return self.parts[0].missing if self.parts else ()


def explain(built: Built, *, sheet: str, address: str) -> Trace:
    """The trace of the cell at *address* of the finished *sheet*; NotFoundError ``cell-not-filed``."""
    return trace_of(built, built.cell_at(sheet, address))


def trace_of(built: Built, cell: BuiltCell) -> Trace:
    """The trace of *cell*: a row's cell has the tenant's or record's own share, a total all of its column's."""
    definition = built.definitions[cell.indicator] if cell.indicator else None
    compared = len(cell.requests) > 1
    unit = definition.unit if compared and definition else cell.unit
    parts = tuple(_part(built.figures[request], unit, cell) for request in cell.requests)
    return Trace(
        sheet=cell.sheet,
        address=cell.address,
        label=cell.label,
        value=cell.value,
        unit=cell.unit,
        part_unit=unit,
        formula=cell.formula,
        definition=definition,
        amount=cell.amount,
        nudge=cell.nudge,
        parts=parts,
        records=() if parts else _records(built, cell),
    )


def _records(built: Built, cell: BuiltCell) -> tuple[TraceRow, ...]:
    """The record or tenant whose field a cell shows; none outside a block's rows."""
    kind, row = (cell.record_kind, cell.record_id) if cell.record_kind else ("tenant", cell.tenant_id)
    if row is None:
        return ()
    block = built.block(cell.block)
    name = block.names[block.rows_of.index(row)]
    return (TraceRow(kind, row, name, None, None, cell.tenant_id),)


def _part(figure: Measured, unit: Unit | None, cell: BuiltCell) -> TracePart:
    rows = figure.contributions
    missing = figure.missing
    if cell.record_kind and cell.record_id is not None:
        own = (cell.record_kind, cell.record_id)
        rows = tuple(row for row in rows if (row.kind, row.id) == own)
        missing = tuple(one for one in missing if (one.kind, one.id) == own)
    elif cell.tenant_id is not None:
        tenant_id = cell.tenant_id
        rows = tuple(row for row in rows if row.tenant_id == tenant_id)
        missing = tuple(one for one in missing if one.kind == "tenant" and one.id == tenant_id)
    amount = None if missing and not rows else sum(row.amount for row in rows)
    return TracePart(
        period=figure.request.period,
        to_date=figure.request.to_date,
        population=figure.request.population,
        as_of=figure.request.population_date,
        amount=amount,
        shown=_shown(amount, unit),
        rows=tuple(_row(row, unit) for row in rows),
        missing=missing,
        within=figure.request.within,
    )


def _row(row: Contribution, unit: Unit | None) -> TraceRow:
    return TraceRow(row.kind, row.id, row.label, row.amount, _shown(row.amount, unit), row.tenant_id)


def _shown(amount: int | None, unit: Unit | None) -> Decimal | None:
    return None if amount is None or unit is None else from_smallest(amount, unit)
