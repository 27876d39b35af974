"""Figures entered by hand: what is typed and not saved yet, and what is wrong or remarkable about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm.domain.errors import ParseError
from crm.domain.parsing import parse_amount
from crm.domain.quantity import Dimension, from_smallest, unit_named

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from crm.domain.indicators import Indicator
    from crm.domain.quantity import Unit

FigureKey = tuple[int, str]
"""Whose figure of the period, and of which indicator."""
Figures = dict[str, dict[int, int]]
"""Reported figures of a period in smallest units: indicator → tenant → value."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What is entered in a cell: the text as it was typed, the unit it was typed in, and what it says.

    ``value`` is in smallest units, None for a blank; where the text says nothing, ``fault`` is the code of why.
    """

    text: str
    unit: str
    value: int | None = None
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a cell is not saved: a code of the message catalogue, and what its sentence names.

    ``other`` is the figure that contradicts it, ``amount`` its value, or what somebody else entered.
    """

    code: str
    other: str = ""
    amount: int | None = None
    by: str = ""
    at: str = ""


def read_entry(text: str, indicator: Indicator, unit: Unit, *, blanks: Collection[str]) -> Entry:
    """What *text* says as a figure of *indicator*; a unit written in it overrides *unit*. *blanks* say nothing."""
    typed = text.strip()
    if not typed or typed.casefold() in blanks:
        return Entry("", unit.code)
    try:
        value = parse_amount(typed, unit)
    except ParseError as error:
        fault = error.code
        if fault == "amount-too-fine" and indicator.unit.dimension is Dimension.COUNT:
            fault = "count-not-whole"
        return Entry(typed, unit.code, fault=fault)
    if value < 0 and indicator.unit.dimension is not Dimension.MONEY:
        is_area = indicator.unit.dimension is Dimension.AREA
        return Entry(typed, unit.code, fault="area-negative" if is_area else "count-negative")
    return Entry(typed, unit.code, value)


def entry_of(value: int | None, unit: Unit) -> Entry:
    """The entry that says *value*, written with all its decimals."""
    return Entry(exact_text(value, unit), unit.code, value)


def exact_text(value: int | None, unit: Unit) -> str:
    """*value* as it is edited in *unit*: with all decimals it has and no others, and without separators."""
    if value is None:
        return ""
    exact = from_smallest(value, unit)
    whole = exact.to_integral_value()
    return f"{whole:f}" if whole == exact else f"{exact.normalize():f}"


def entry_from_draft(kept: str, indicator: Indicator, *, blanks: Collection[str]) -> Entry:
    """The entry that a draft has kept, see `draft_of`."""
    text, _, code = kept.partition("\t")
    try:
        unit = unit_named(code)
    except ParseError:
        unit = indicator.unit
    if unit.dimension is not indicator.unit.dimension:
        unit = indicator.unit
    return read_entry(text, indicator, unit, blanks=blanks)


def draft_of(entry: Entry) -> str:
    """The entry as a draft keeps it: the text with its unit, so that it means the same whatever unit is shown then."""
    return f"{entry.text}\t{entry.unit}"


def part_pairs(indicators: Iterable[Indicator]) -> tuple[tuple[str, str], ...]:
    """Every figure that is a part with each of its wholes."""
    return tuple((one.code, whole) for one in indicators for whole in one.part_of)


def broken_parts(values: Mapping[str, Mapping[int, int]], pairs: Iterable[tuple[str, str]]) -> set[int]:
    """The tenants of which a part is larger than its whole."""
    broken: set[int] = set()
    for part, whole in pairs:
        wholes = values.get(whole, {})
        for tenant, value in values.get(part, {}).items():
            limit = wholes.get(tenant)
            if limit is not None and value > limit:
                broken.add(tenant)
    return broken


def check_parts(
    value_of: Callable[[str], int | None], pairs: Iterable[tuple[str, str]], *, entered: Collection[str]
) -> dict[str, Fault]:
    """Faults of one tenant's figures by indicator: a part larger than its whole.

    The fault stands at the part, or at the whole where that is what was *entered* and the part was not.
    """
    faults: dict[str, Fault] = {}
    for part, whole in pairs:
        small, large = value_of(part), value_of(whole)
        if small is None or large is None or small <= large:
            continue
        if whole in entered and part not in entered:
            faults.setdefault(whole, Fault("figure-whole-below", part, small))
        else:
            faults.setdefault(part, Fault("figure-part-exceeds", whole, large))
    return faults


def change_percent(value: int | None, before: int | None, *, limit: int) -> int | None:
    """By how many per cent *value* differs from *before*, where that is more than *limit* (in 0.01 %); else None.

    Where there was nothing before, nothing is remarkable.
    """
    if value is None or not before:
        return None
    change = value - before
    if abs(change) * 10_000 <= limit * abs(before):
        return None
    percent, rest = divmod(abs(change) * 100, abs(before))
    rounded = percent + (1 if rest * 2 >= abs(before) else 0)
    return rounded if change > 0 else -rounded
