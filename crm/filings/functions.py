"""The functions of checks. Their docstrings are the manual: `docs/checks.md` is made from them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Protocol, TypeAlias

from crm.filings.values import (
    MINUS,
    OVER,
    TIMES,
    calculate,
    compare,
    extreme,
    is_present,
    magnitude,
    span_of,
    total,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from crm.filings.values import Value


class Facts(Protocol):
    """What the names of an expression mean where it runs."""

    @property
    def blank(self) -> Value:
        """What a missing number counts as: None where a check does not apply to missing values, else zero."""

    def value(self, name: str) -> Value:
        """The value called *name*, exact, in the form's unit; None where it is missing."""

    def filed(self, name: str) -> Value:
        """The value called *name* as the form shows it, rounded."""

    def at(self, basis: str, name: str) -> Value:
        """The figure called *name* for another period."""

    def of_form(self, name: str) -> Value:
        """The form's own figure called *name*, asked from a row."""

    def column(self, name: str) -> Sequence[Value]:
        """The exact values of a column ``block.column``."""

    def filed_column(self, name: str) -> Sequence[Value]:
        """The values of a column as the form shows them."""

    def is_complete(self, name: str) -> bool:
        """Whether everybody has reported the figure called *name*."""

    def is_repeated(self, name: str) -> bool:
        """Whether this row's value of column *name* stands in another row as well."""


# ------------------------------------------------------------------------------- functions that take a name


def _value(facts: Facts, name: str) -> Value:
    """The exact value, in the form's unit; not what is rounded for the sheet."""
    return facts.value(name)


def _filed(facts: Facts, name: str) -> Value:
    """The value as the form shows it, rounded and balanced."""
    return facts.filed(name)


def _complete(facts: Facts, name: str) -> Value:
    """True where nobody is missing from the figure."""
    return facts.is_complete(name)


def _repeated(facts: Facts, name: str) -> Value:
    """True where another row has the same value in this column; a blank is never repeated."""
    return facts.is_repeated(name)


def _of_form(facts: Facts, name: str) -> Value:
    """In a check over rows: the form's own figure of that name."""
    return facts.of_form(name)


def _previous(facts: Facts, name: str) -> Value:
    """The figure of the period before: last quarter's, last year's. Asked and explained like any figure."""
    return facts.at("previous", name)


def _last_year(facts: Facts, name: str) -> Value:
    """The figure of the same period last year."""
    return facts.at("last_year", name)


def _year_to_date(facts: Facts, name: str) -> Value:
    """The figure from January to the period's end."""
    return facts.at("year_to_date", name)


def _last_year_to_date(facts: Facts, name: str) -> Value:
    """The figure from January to the period's end, last year."""
    return facts.at("last_year_to_date", name)


def _sum(facts: Facts, name: str) -> Value:
    """The exact sum of a column `block.column`; with a condition, over the rows that meet it. Blanks are left out."""
    return total(facts.column(name))


def _filed_sum(facts: Facts, name: str) -> Value:
    """The sum of a column as the form shows it; with a condition, over the rows that meet it."""
    return total(facts.filed_column(name))


def _count(facts: Facts, name: str) -> Value:
    """How many rows have a value in the column; with a condition, of the rows that meet it."""
    return number_of(facts.column(name))


def number_of(values: Sequence[Value]) -> Value:
    """How many of *values* there are."""
    return Decimal(sum(value is not None for value in values))


Reader: TypeAlias = "Callable[[Facts, str], Value]"
BY_NAME: dict[str, Reader] = {
    "value": _value,
    "filed": _filed,
    "previous": _previous,
    "last_year": _last_year,
    "year_to_date": _year_to_date,
    "last_year_to_date": _last_year_to_date,
    "of_form": _of_form,
    "sum": _sum,
    "filed_sum": _filed_sum,
    "count": _count,
    "complete": _complete,
    "repeated": _repeated,
}
"""What takes a name and not a value; ``value`` is the plain use of a name."""
OVER_COLUMNS: dict[str, Callable[[Sequence[Value]], Value]] = {
    "sum": total,
    "filed_sum": total,
    "count": number_of,
}
"""Of these, those that take a column and may take a condition, and what they make of its values."""
OF_PERIODS = ("previous", "last_year", "year_to_date", "last_year_to_date")
"""Of these, those that ask for another period."""

# ------------------------------------------------------------------------------- functions that take values


def _adds_up(values: Sequence[Value]) -> Value:
    """True where the first value is the sum of the others.

    Exact values are compared exactly; where some are known only as filed, it is enough that unrounded values could give
    the total.
    """
    whole, *parts = values
    if not all(span_of(value) for value in values):
        return None
    return compare(whole, total(parts), lambda order: order == 0) is not False


def _near(values: Sequence[Value]) -> Value:
    """True where the first two values differ by no more than the third."""
    one, other, by = values
    return compare(magnitude(calculate(one, other, MINUS)), by, lambda order: order <= 0)


def _near_percent(values: Sequence[Value]) -> Value:
    """True where the first value differs from the second by no more than the third, in percent of the second."""
    one, other, percent = values
    off = calculate(magnitude(calculate(one, other, MINUS)), Decimal(100), TIMES)
    return compare(off, calculate(magnitude(other), percent, TIMES), lambda order: order <= 0)


def _both_or_neither(values: Sequence[Value]) -> Value:
    """A compulsory pair: True where all are there or none is."""
    return len({is_present(value) for value in values}) == 1


def _not_both(values: Sequence[Value]) -> Value:
    """An exclusive pair: True where at most one is there."""
    return sum(is_present(value) for value in values) <= 1


def _present(values: Sequence[Value]) -> Value:
    """True where there is a value; zero is one, an empty text is none."""
    return is_present(values[0])


def _abs(values: Sequence[Value]) -> Value:
    """The number without its sign."""
    return magnitude(values[0])


def _min(values: Sequence[Value]) -> Value:
    """The least of the numbers."""
    return extreme(values, min)


def _max(values: Sequence[Value]) -> Value:
    """The greatest of the numbers."""
    return extreme(values, max)


def _ratio(values: Sequence[Value]) -> Value:
    """The first number in percent of the second; nothing where the second is zero."""
    return calculate(calculate(values[0], Decimal(100), TIMES), values[1], OVER)


def _months(values: Sequence[Value]) -> Value:
    """The whole months from one day to another."""
    start, end = values
    if not isinstance(start, date) or not isinstance(end, date):
        return None
    whole = (end.year - start.year) * 12 + end.month - start.month
    return Decimal(whole - (end.day < start.day))


@dataclass(frozen=True, slots=True)
class Function:
    """A function of values: what it does, how many it takes, and whether a missing one may count as zero."""

    work: Callable[[Sequence[Value]], Value]
    fewest: int
    most: int
    of_numbers: bool = True


FUNCTIONS = {
    "adds_up": Function(_adds_up, 2, 30),
    "near": Function(_near, 3, 3),
    "near_percent": Function(_near_percent, 3, 3),
    "both_or_neither": Function(_both_or_neither, 2, 9, of_numbers=False),
    "not_both": Function(_not_both, 2, 9, of_numbers=False),
    "present": Function(_present, 1, 1, of_numbers=False),
    "abs": Function(_abs, 1, 1),
    "min": Function(_min, 2, 9),
    "max": Function(_max, 2, 9),
    "percent": Function(_ratio, 2, 2),
    "months": Function(_months, 2, 2, of_numbers=False),
}
