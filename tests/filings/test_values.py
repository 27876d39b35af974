"""Numbers known only as filed: what may be true raises no alarm, what cannot be is found, exact ones are exact."""

from __future__ import annotations

from decimal import Decimal, localcontext
from random import Random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.domain.quantity import round_half_up
from crm.filings.expression import parse_expression
from crm.filings.values import (
    MINUS,
    OVER,
    PLUS,
    TIMES,
    Rounded,
    calculate,
    compare,
    extreme,
    magnitude,
    rounded_from,
    total,
)
from tests.filings.test_expression import Values

if TYPE_CHECKING:
    from crm.filings.values import Operation, Value

numbers = st.decimals(-1000, 1000, allow_nan=False, places=4)


def filed(text: str) -> Rounded:
    """A number as it stands on the sheet."""
    value = Decimal(text)
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)
    return rounded_from(value, -exponent)


def holds(text: str, **values: Value) -> Value:
    return parse_expression(text, where="test").evaluate(Values(values))


@pytest.mark.parametrize(
    ("whole", "parts", "answer"),
    [
        # 0.4 + 0.4 + 0.4 = 1.2: zeros that come to one, and may come to one and a half, but not to two.
        ("1", ["0", "0", "0"], True),
        ("2", ["0", "0", "0"], True),
        ("3", ["0", "0", "0"], False),
        ("-2", ["0", "0", "0"], True),
        ("-3", ["0", "0", "0"], False),
        ("10.01", ["5.00", "5.00"], True),
        ("10.02", ["5.00", "5.00"], False),
        ("9.99", ["5.00", "5.00"], True),
        ("9.98", ["5.00", "5.00"], False),
        ("-10.01", ["-5.00", "-5.00"], True),
        ("-10.02", ["-5.00", "-5.00"], False),
        ("0", ["-3", "3"], True),
        ("1", ["-3", "3"], True),
        ("2", ["-3", "3"], False),
        ("5", ["5"], True),
        ("6", ["5"], True),
        ("7", ["5"], False),
    ],
)
def test_a_total_is_consistent_if_some_unrounded_values_could_give_it(
    whole: str, parts: list[str], answer: bool
) -> None:
    named: dict[str, Value] = {f"p{number}": filed(part) for number, part in enumerate(parts)}
    names = ", ".join(named)
    assert holds(f"adds_up(whole, {names})", whole=filed(whole), **named) is answer
    # The plain comparison leaves open what may be so, and finds what cannot be.
    plain = holds(f"whole == {names.replace(', ', ' + ')}", whole=filed(whole), **named)
    assert plain is (None if answer else False)


def test_exact_figures_are_compared_exactly() -> None:
    assert holds("adds_up(a, b, c)", a=Decimal("10.01"), b=Decimal("5.00"), c=Decimal("5.00")) is False
    assert holds("adds_up(a, b, c)", a=Decimal("10.00"), b=Decimal("5.00"), c=Decimal("5.00")) is True
    assert holds("a == b", a=Decimal("10.01"), b=Decimal(10)) is False


@pytest.mark.parametrize(
    ("expression", "left", "right", "answer"),
    [
        ("a <= b", "5", "5", None),
        ("a <= b", "6", "5", None),
        ("a <= b", "7", "5", False),
        ("a <= b", "3", "5", True),
        ("a < b", "6", "5", False),
        ("a >= b", "-6", "-5", None),
        ("a >= b", "-7", "-5", False),
        ("a > b", "-6", "-5", False),
        ("a != b", "5", "5", None),
        ("a != b", "5", "9", True),
        ("not a == b", "5", "5", None),
        ("not a <= b", "7", "5", True),
        ("a * 2 <= b", "2", "4", None),
        ("a * 2 <= b", "4", "4", False),
        ("a - b <= 0", "6", "5", None),
        ("a / b <= 1", "9", "5", False),
        ("a / b <= 2", "9", "5", None),
        ("abs(a) <= b", "-6", "5", None),
        ("abs(a) <= b", "-7", "5", False),
        ("near(a, b, 2)", "7", "5", None),
        ("near(a, b, 2)", "9", "5", False),
    ],
)
def test_a_comparison_that_rounding_leaves_open_is_unknown(
    expression: str, left: str, right: str, answer: bool | None
) -> None:
    assert holds(expression, a=filed(left), b=filed(right)) is answer


@given(numbers, numbers, st.integers(0, 2), st.sampled_from([PLUS, MINUS, TIMES, OVER]))
def test_the_span_of_a_result_holds_the_exact_result(
    one: Decimal, other: Decimal, places: int, operation: Operation
) -> None:
    exact = calculate(one, other, operation)
    span = calculate(rounded_from(round_half_up(one, places), places), other, operation)
    both = calculate(
        rounded_from(round_half_up(one, places), places),
        rounded_from(round_half_up(other, places), places),
        operation,
    )
    for found in (span, both):
        if isinstance(exact, Decimal) and isinstance(found, Rounded):
            with localcontext(prec=60):  # in the usual 28 digits the sums themselves are rounded
                assert found.low - Decimal("1e-30") <= exact <= found.high + Decimal("1e-30")


@given(st.lists(numbers, min_size=1, max_size=8), st.integers(0, 2))
def test_rounded_parts_of_a_true_total_never_raise_an_alarm(parts: list[Decimal], places: int) -> None:
    shown: list[Value] = [rounded_from(round_half_up(part, places), places) for part in parts]
    whole = round_half_up(sum(parts, Decimal(0)), places)
    assert compare(rounded_from(whole, places), total(shown), lambda order: order == 0) is not False


def test_a_slip_of_more_than_rounding_is_always_found() -> None:
    dice = Random(5)
    for _ in range(300):
        parts = [Decimal(dice.randint(-(10**6), 10**6)) / 1000 for _ in range(dice.randint(1, 6))]
        shown: list[Value] = [rounded_from(round_half_up(part, 0), 0) for part in parts]
        whole = sum((round_half_up(part, 0) for part in parts), Decimal(0))
        slip = dice.choice((1, -1)) * (Decimal(len(parts) + 1) / 2 + Decimal("0.51"))
        wrong = rounded_from(round_half_up(whole + slip * 2, 0), 0)
        assert compare(wrong, total(shown), lambda order: order == 0) is False


def test_magnitudes_and_extremes_of_spans() -> None:
    assert magnitude(Rounded(Decimal(-1), Decimal(2))) == Rounded(Decimal(0), Decimal(2))
    assert magnitude(Rounded(Decimal(-3), Decimal(-2))) == Rounded(Decimal(2), Decimal(3))
    assert magnitude(Decimal(-3)) == Decimal(3)
    assert magnitude("x") is None
    spans = [Rounded(Decimal(1), Decimal(4)), Rounded(Decimal(2), Decimal(3))]
    assert extreme(spans, min) == Rounded(Decimal(1), Decimal(3))
    assert extreme([*spans, Decimal(9)], max) == Decimal(9)
    assert extreme([*spans, None], max) is None


def test_what_may_be_divided_by_zero_has_no_result() -> None:
    assert calculate(Decimal(1), filed("0"), OVER) is None
    assert calculate(Decimal(1), "x", OVER) is None
    assert total([None, "x"]) is None
