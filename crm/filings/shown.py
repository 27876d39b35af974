"""How a form shows a figure: in which unit, rounded once, under which name; and how it shows a growth.

Rounding is ``domain.quantity``'s alone. A blank stays blank: a growth on a base that is missing, zero or negative is
None.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal, localcontext
from typing import TYPE_CHECKING

from crm.domain.quantity import Dimension, from_last_digits, in_last_digits, round_half_up
from crm.domain.wording import Words
from crm.filings.form import Basis

if TYPE_CHECKING:
    from crm.domain.indicators import Indicator
    from crm.domain.quantity import Unit
    from crm.filings.form import FigureSpec, Form

GROWTH_PLACES = 1
"""Growth rates are filed in percent with one decimal unless the form says otherwise."""


def shown(amount: int, unit: Unit) -> Decimal | int:
    """*amount* smallest units as filed in *unit*: rounded once; an ``int`` where the unit has no decimals."""
    return from_last_digits(in_last_digits(amount, unit), unit)


def growth_of(current: int | None, base: int | None, *, places: int = GROWTH_PLACES) -> Decimal | None:
    """How much *current* is above *base*, in percent of *base*, from exact amounts.

    None where either is missing, and where the base is zero or negative: such a rate says nothing.
    """
    if current is None or base is None or base <= 0:
        return None
    with localcontext(prec=50):
        return round_half_up(Decimal(current - base) * 100 / base, places) + 0


def unit_of(form: Form, figure: FigureSpec, indicator: Indicator) -> Unit:
    """The unit and decimals in which *form* shows a figure."""
    default = form.money_unit if indicator.unit.dimension is Dimension.MONEY else indicator.unit
    unit = figure.unit or default
    return unit if figure.places is None else replace(unit, places=figure.places)


def label_of(form: Form, name: Words, basis: Basis) -> Words:
    """What a figure is called, with its basis where it is not that of the period itself."""
    if basis is Basis.PERIOD:
        return name
    of_basis = form.basis_labels[basis]
    return Words(f"{name.zh} · {of_basis.zh}", f"{name.en} · {of_basis.en}")
