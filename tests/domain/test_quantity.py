"""Quantities: exact conversion, one way of rounding, and parts that add up."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.domain.errors import ParseError
from crm.domain.quantity import (
    UNITS,
    Unit,
    apportion,
    from_smallest,
    in_unit,
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


@given(st.lists(amounts, max_size=40), units)
def test_apportioned_parts_add_up_to_the_rounded_total(parts: list[int], unit: Unit) -> None:
    rounded = apportion(parts, unit)
    assert sum(rounded, Decimal(0)) == in_unit(sum(parts), unit)
    step = Decimal(1).scaleb(-unit.places)
    for part, value in zip(parts, rounded, strict=True):
        assert abs(value - in_unit(part, unit)) <= step
        assert part or value == 0


def test_the_largest_remainders_are_nudged_first() -> None:
    thousand = unit_named("thousand_yuan")
    assert apportion([140_000, 140_000, 140_000], thousand) == [Decimal(2), Decimal(1), Decimal(1)]
    assert apportion([160_000, 155_000, 110_000], thousand) == [Decimal(2), Decimal(1), Decimal(1)]


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
