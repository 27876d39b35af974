"""Numbers, days and units of a rule set file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from crm.filings.rehearsal.ruleset import Edit

if TYPE_CHECKING:
    from crm.domain.quantity import Unit
    from crm.filings.table import TableReader


def read_number(table: TableReader, key: str, variant: str = "") -> Fraction | None:
    """A number, or that of *variant* in a table of them; None where there is none: nothing is guessed. Yes is 1."""
    value = table.raw(key)
    if isinstance(value, Mapping):
        value = value.get(variant)
    if value is None or value == "":
        return None
    if not isinstance(value, int | float):
        raise table.refusal("data-value-unknown", key, value=str(value))
    try:
        return Fraction(int(value)) if isinstance(value, bool) else Fraction(str(value))
    except ValueError:
        raise table.refusal("data-value-unknown", key, value=str(value)) from None


def read_day(table: TableReader, key: str) -> date:
    """A day."""
    value = table.raw(key)
    if not isinstance(value, date):
        raise table.refusal("data-value-unknown", key, value=str(value))
    return value


def alike(held: Unit | None, line: Unit | None) -> bool:
    """Whether a number in the one unit may be held against a line in the other as it is."""
    if held is None or line is None:
        return held is line
    return (held.dimension, held.size) == (line.dimension, line.size)


def read_edit(table: TableReader, shipped: Fraction | None) -> Edit:
    """By whom and when a number was changed in the user's own file, and what it was."""
    return Edit(
        shipped=shipped,
        by=table.text("edited_by") if table.has("edited_by") else "",
        on=read_day(table, "edited_on") if table.has("edited_on") else None,
    )
