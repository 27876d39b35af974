"""What a filing states: each figure once, with the days it covers, whose shares make it and where they stand."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from crm.filings.form import Basis

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from crm.domain.measures import Measured, MeasureRequest
    from crm.domain.quantity import Unit
    from crm.domain.wording import Words
    from crm.filings.built import Built, BuiltBlock, BuiltColumn

_OWN = frozenset({Basis.PERIOD, Basis.YEAR_TO_DATE})


@dataclass(frozen=True, slots=True)
class Stated:
    """A figure as a filing shows it, with the places where its tenants' shares stand."""

    indicator: str
    start: date
    end: date
    figure: Measured
    label: Words
    unit: Unit
    place: str
    is_stock: bool
    rows: Mapping[int, str] = field(default_factory=dict)
    """The places of its tenants, where it is a column of a block."""

    @property
    def key(self) -> str:
        """What tells it from the other figures of its filing."""
        request = self.figure.request
        return (
            f"{self.indicator} {self.start} {self.end} {request.population.value} {request.population_date}"
            f" {request.within}"
        )

    @property
    def amounts(self) -> dict[int, int | None]:
        """What each tenant's share is, 0 for what is nobody's; None where it was not reported in full."""
        found: dict[int, int | None] = {}
        for share in self.figure.contributions:
            owner = share.tenant_id or 0
            found[owner] = (found.get(owner) or 0) + share.amount
        for one in self.figure.missing:  # also those who reported a part of the period alone
            found[one.tenant_id or (one.id if one.kind == "tenant" else 0)] = None
        return found


def stated_figures(built: Built, stocks: frozenset[str]) -> Iterator[Stated]:
    """The figures of a filing for its own period or the year to its end, each once: columns first, then cells.

    *stocks* are the indicators that do not add up over time: they are stated for the last day alone.
    """
    seen: set[MeasureRequest] = set()
    for block in built.blocks:
        for column in block.columns:
            if column.letter and column.request and column.basis in _OWN and column.request not in seen:
                seen.add(column.request)
                rows = {} if block.kind else _rows(built, block, column)
                place = built.block_cell(block, column, 0).place if block.tenants else block.sheet
                yield _stated(built, column.request, column.label, column.unit, place, stocks, rows)
    for cell in built.singles:
        if cell.basis in _OWN and len(cell.requests) == 1 and cell.requests[0] not in seen:
            seen.add(cell.requests[0])
            yield _stated(built, cell.requests[0], cell.label, cell.unit, cell.place, stocks, {})


def tenant_names(built: Built) -> dict[int, str]:
    """What the tenants of a filing are called; the shares of records have names of their own."""
    names: dict[int, str] = {}
    for figure in built.figures.values():
        names |= {share.id: share.label for share in figure.contributions if share.kind == "tenant"}
    for block in built.blocks:
        if not block.kind:
            names |= {tenant: name for tenant, name in zip(block.tenants, block.names, strict=True) if tenant}
    return names


def _rows(built: Built, block: BuiltBlock, column: BuiltColumn) -> dict[int, str]:
    first = built.final_row(block.sheet, block.row)
    return {
        tenant: f"{block.sheet}!{column.letter}{first + index}"
        for index, tenant in enumerate(block.tenants)
        if tenant is not None
    }


def _stated(
    built: Built,
    request: MeasureRequest,
    label: Words,
    unit: Unit | None,
    place: str,
    stocks: frozenset[str],
    rows: Mapping[int, str],
) -> Stated:
    is_stock = request.indicator in stocks
    first = request.period.year_period if request.to_date else request.period
    return Stated(
        indicator=request.indicator,
        start=request.period.end if is_stock else first.start,
        end=request.period.end,
        figure=built.figures[request],
        label=label,
        unit=unit or built.definitions[request.indicator].unit,
        place=place,
        is_stock=is_stock,
        rows=rows,
    )
