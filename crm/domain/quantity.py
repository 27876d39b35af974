"""Quantities: exact integers in the smallest unit, and the one place where they are converted and rounded.

Money is kept in 分 (fen), areas in 0.01 m², counts as they are. Forms show 元, 千元 or 万元, square metres and
whole numbers; every conversion is exact (``Decimal``), every rounding is half away from zero, as in Excel and WPS.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING

from crm.domain.errors import ParseError

if TYPE_CHECKING:
    from collections.abc import Iterable

_EXACT = Context(prec=50)


class Dimension(Enum):
    """What a number measures; the smallest unit of each is what the database keeps."""

    MONEY = "money"
    AREA = "area"
    COUNT = "count"
    PERCENT = "percent"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of a form or a workbook: ``size`` smallest units make one of it; shown with ``places`` decimals."""

    code: str
    dimension: Dimension
    size: int
    places: int


_UNITS = (
    Unit("fen", Dimension.MONEY, 1, 0),
    Unit("yuan", Dimension.MONEY, 100, 2),
    Unit("thousand_yuan", Dimension.MONEY, 100_000, 0),
    Unit("ten_thousand_yuan", Dimension.MONEY, 1_000_000, 2),
    Unit("million_yuan", Dimension.MONEY, 100_000_000, 2),
    Unit("hundred_million_yuan", Dimension.MONEY, 10_000_000_000, 4),
    Unit("square_metre", Dimension.AREA, 100, 2),
    Unit("ten_thousand_square_metre", Dimension.AREA, 1_000_000, 4),
    Unit("person", Dimension.COUNT, 1, 0),
    Unit("enterprise", Dimension.COUNT, 1, 0),
    Unit("university", Dimension.COUNT, 1, 0),
    Unit("item", Dimension.COUNT, 1, 0),
    Unit("event", Dimension.COUNT, 1, 0),
    Unit("attendance", Dimension.COUNT, 1, 0),
    Unit("piece", Dimension.COUNT, 1, 0),
    Unit("month", Dimension.COUNT, 1, 0),
    Unit("day", Dimension.COUNT, 1, 0),
    Unit("percent", Dimension.PERCENT, 100, 2),
)
UNITS = {unit.code: unit for unit in _UNITS}


def unit_named(code: str) -> Unit:
    """The unit called *code*; ParseError ``unit-unknown`` where there is none."""
    try:
        return UNITS[code]
    except KeyError:
        raise ParseError("unit-unknown", text=code) from None


def from_smallest(amount: int, unit: Unit) -> Decimal:
    """*amount* smallest units, exactly, in *unit*: 123456 fen are Decimal('1.23456') thousand yuan."""
    return _EXACT.divide(Decimal(amount), unit.size)


def to_smallest(value: Decimal | int, unit: Unit) -> int:
    """*value* of *unit* in smallest units, exactly.

    Raises ParseError ``amount-too-fine`` where the value has a fraction of the smallest unit.
    """
    with localcontext(prec=50):
        scaled = Decimal(value) * unit.size
        whole = scaled.to_integral_value()
    if whole != scaled:
        raise ParseError("amount-too-fine", value=str(value), unit=unit.code)
    return int(whole)


def round_plainly(amount: int, quantum: int) -> int:
    """How many times *quantum* goes into *amount*, rounded half away from zero; exact and fast."""
    if amount < 0:
        return -((quantum - 2 * amount) // (2 * quantum))
    return (2 * amount + quantum) // (2 * quantum)


def round_all_plainly(amounts: Iterable[int], quantum: int) -> list[int]:
    """Each of *amounts* rounded as `round_plainly` does, a hundred thousand at once."""
    twice = 2 * quantum
    return [
        (2 * amount + quantum) // twice if amount >= 0 else -((quantum - 2 * amount) // twice)
        for amount in amounts
    ]


def round_half_up(value: Decimal, places: int) -> Decimal:
    """*value* rounded to *places* decimals, half away from zero, as Excel's ROUND does."""
    return value.quantize(_last_place(places), rounding=ROUND_HALF_UP, context=_EXACT)


@cache
def _last_place(places: int) -> Decimal:
    return Decimal(1).scaleb(-places)


def in_unit(amount: int, unit: Unit, *, places: int | None = None) -> Decimal:
    """*amount* smallest units as a form shows it: converted to *unit* and rounded once."""
    return round_half_up(from_smallest(amount, unit), unit.places if places is None else places)


def _power(places: int) -> int:
    return int(10**places)


def last_digit(unit: Unit) -> int:
    """How many smallest units the last digit shown is worth; 1 where amounts are shown to the smallest unit."""
    return max(unit.size // _power(unit.places), 1)


def in_last_digits(amount: int, unit: Unit) -> int:
    """*amount* smallest units rounded to *unit* and counted in its last digits: 1.23 万元 are 123."""
    finer = _power(unit.places) // unit.size
    return amount * finer if finer > 1 else round_plainly(amount, last_digit(unit))


def from_last_digits(count: int, unit: Unit) -> Decimal | int:
    """*count* last digits of *unit* as a form shows them: an ``int`` where the unit has no decimals."""
    return Decimal(count).scaleb(-unit.places, _EXACT) if unit.places else count
