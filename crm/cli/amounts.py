"""Figures as exact decimal texts: all digits, no exponent, no rounding."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from crm.domain.quantity import from_smallest, round_half_up

if TYPE_CHECKING:
    from datetime import date
    from fractions import Fraction

    from crm.domain.quantity import Unit


def exact(amount: int | None, unit: Unit) -> str | None:
    """*amount* smallest units in *unit*: ``1234.56``; None where there is none."""
    return None if amount is None else decimal_text(from_smallest(amount, unit))


def decimal_text(value: Decimal) -> str:
    """*value* with all its digits and without an exponent."""
    return format(value, "f")


def filed_text(value: Decimal | int | str | date | None) -> str | None:
    """What a cell holds, as text; None for an empty one."""
    if value is None:
        return None
    return decimal_text(value) if isinstance(value, Decimal) else str(value)


def fraction_text(value: Fraction) -> str:
    """*value* rounded half away from zero to two decimals, without zeros at the end: ``74.9``."""
    rounded = round_half_up(Decimal(value.numerator) / Decimal(value.denominator), 2)
    return decimal_text(rounded.normalize()) if rounded else "0"
