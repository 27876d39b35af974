"""Quantities: exact conversion, one way of rounding, and parts that add up."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.domain.errors import ParseError
from crm.domain.quantity import (
    UNITS,
    Unit,
    from_last_digits,
    from_smallest,
    in_last_digits,
    in_unit,
    last_digit,
    round_half_up,
    to_smallest,
    unit_named,
)

amounts = st.integers(-(10**15), 10**15)
units = st.sampled_from(sorted(UNITS.values(), key=lambda unit: unit.code))


@given(amounts, units)
def test_conversion_loses_nothing(amount: int, unit: Unit) -> None:
    assert to_smallest(from_smallest(amount, unit), unit) == amount


@given(amounts, units)
def test_rounding_errs_by_half_a_last_digit_at_most(amount: int, unit: Unit) -> None:
    rounded = in_unit(amount, unit)
    assert abs(rounded - from_smallest(amount, unit)) * 2 <= Decimal(1).scaleb(-unit.places)


@given(amounts, units, st.integers(0, 5))
def test_last_digits_are_the_rounded_amount(amount: int, unit: Unit, places: int) -> None:
    unit = replace(unit, places=places)
    shown = from_last_digits(in_last_digits(amount, unit), unit)
    assert shown == in_unit(amount, unit)
    assert isinstance(shown, Decimal) is bool(places)
    assert str(shown) == str(in_unit(amount, unit) + 0 if places else int(in_unit(amount, unit)))
    assert last_digit(unit) == max(Decimal(unit.size).scaleb(-places), 1)


def test_thousand_yuan_and_ten_thousand_yuan_are_not_mixed_up() -> None:
    fen = 123_456_789
    assert in_unit(fen, unit_named("thousand_yuan")) == Decimal(1235)
    assert in_unit(fen, unit_named("ten_thousand_yuan")) == Decimal("123.46")
    assert in_unit(fen, unit_named("yuan")) == Decimal("1234567.89")
    assert in_unit(fen, unit_named("ten_thousand_yuan"), places=4) == Decimal("123.4568")


def test_halves_are_rounded_away_from_zero_as_excel_does() -> None:
    assert round_half_up(Decimal("2.5"), 0) == 3
    assert round_half_up(Decimal("-2.5"), 0) == -3
    assert round_half_up(Decimal("1.005"), 2) == Decimal("1.01")


def test_a_fraction_of_a_fen_is_refused() -> None:
    with pytest.raises(ParseError, match="amount-too-fine"):
        to_smallest(Decimal("0.001"), unit_named("yuan"))
    assert to_smallest(3, unit_named("ten_thousand_yuan")) == 3_000_000


def test_an_unknown_unit_is_refused_by_name() -> None:
    with pytest.raises(ParseError, match="unit-unknown"):
        unit_named("bushel")
