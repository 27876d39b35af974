"""Which carried differences hold: those that a filing in its latest version still has, as they were carried."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.db.queries.approval import carry_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from crm.db.queries.approval import Carry
    from crm.filings.built import Filed
    from crm.filings.compare import CellDifference


def carries_held(
    connection: Connection, filing_id: int, differences: Sequence[CellDifference]
) -> tuple[Carry | None, ...]:
    """How each of the *differences* of a filing was carried on; None where it was not, or has moved since then.

    A cell is known by its place and what it shows: rows move where others come and go above them.
    """
    carries: dict[tuple[str, str], dict[str, Carry]] = {}
    for each in carry_rows(connection, filing_id):  # the latest of a cell comes last
        carries.setdefault((_column(each.cell), each.label), {})[each.cell] = each
    held: list[Carry | None] = []
    for one in differences:
        cell = cell_of(one)
        alike = carries.get((_column(cell), one.label.zh), {})
        carry = alike.get(cell) or (next(iter(alike.values())) if len(alike) == 1 else None)
        same = carry is not None and (carry.filed, carry.now) == (shown(one.filed), shown(one.now))
        held.append(carry if same else None)
    return tuple(held)


def cell_of(difference: CellDifference) -> str:
    """The place of a difference, ``sheet!address``."""
    return f"{difference.sheet}!{difference.address}"


def shown(value: Filed) -> str:
    """A filed value as it is kept with a carried difference; empty for a blank."""
    return "" if value is None else str(value)


def _column(cell: str) -> str:
    """The sheet and column of a cell."""
    return cell.rstrip("0123456789")
