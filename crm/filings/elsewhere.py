"""Finds a figure in a filing of another form: in a cell, a total, or the rows of the tenants it is taken over."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from crm.domain.quantity import unit_named
from crm.filings.built import Elsewhere
from crm.filings.form import Basis

if TYPE_CHECKING:
    from crm.domain.measures import Measured
    from crm.filings.built import Built, BuiltBlock, BuiltColumn


def find_filed(other: Built, figure: Measured) -> Elsewhere | None:
    """*figure* as the form *other* has filed it; None where it does not show it.

    A cell or total of the same question comes first; else the sum of the rows of the figure's tenants, or for a count
    of tenants the number of their rows.
    """
    for cell in other.figures_shown():
        if cell.requests == (figure.request,) and cell.unit:
            if isinstance(cell.value, Decimal | int):
                return Elsewhere(other.form, other.form_year, cell.place, cell.value, cell.unit)
            return None
    if figure.request.within:  # rows are not parted by groups
        return None
    tenants = {share.tenant_id for share in figure.contributions}
    tenants |= {one.id for one in figure.missing if one.kind == "tenant"}
    for block in other.blocks:
        for column in block.columns:
            if (
                column.indicator == figure.request.indicator
                and column.basis is Basis.PERIOD
                and column.letter
            ):
                return _of_rows(other, block, column, tenants)
    return _of_count(other, figure, tenants)


def _of_rows(
    other: Built, block: BuiltBlock, column: BuiltColumn, tenants: set[int | None]
) -> Elsewhere | None:
    """The sum of the rows of *tenants* that have a value."""
    values = [
        Decimal(value)
        for tenant, value in zip(block.tenants, column.values, strict=True)
        if tenant in tenants and isinstance(value, Decimal | int)
    ]
    if not values or column.unit is None:
        return None
    total = sum(values, Decimal(0))
    return Elsewhere(
        other.form, other.form_year, _place(other, block, column), total, column.unit, len(values)
    )


def _of_count(other: Built, figure: Measured, tenants: set[int | None]) -> Elsewhere | None:
    """How many rows the tenants of a count of tenants have in the first block."""
    shares = figure.contributions
    if not other.blocks or not all(share.amount == 1 and share.tenant_id for share in shares):
        return None
    block = other.blocks[0]
    place = other.row_cell(block, 0).place if block.tenants else block.sheet
    count = sum(tenant in tenants for tenant in block.tenants)
    return Elsewhere(other.form, other.form_year, place, count, unit_named("enterprise"))


def _place(other: Built, block: BuiltBlock, column: BuiltColumn) -> str:
    return other.block_cell(block, column, 0).place
