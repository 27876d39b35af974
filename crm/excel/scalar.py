"""Values of cells as formulas see them, and Excel's rules for turning one kind into another.

Numbers are int or Decimal, never float: what was entered exactly is added up exactly.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_EVEN, Context, Decimal
from functools import cache
from typing import TypeAlias

# Forty digits: a quotient is far finer than the seventeen digits a workbook keeps.
ARITHMETIC = Context(prec=40, rounding=ROUND_HALF_EVEN, Emax=400, Emin=-400)
_FIFTEEN = Context(prec=15, rounding=ROUND_HALF_EVEN)
_KEPT_DIGITS = 17

_NOT_PLAIN = re.compile("[A-Za-z]")
_NUMBER = re.compile(r"\s*[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?\s*")
_PERHAPS_NUMBER = re.compile(r"[0-9０-９]")


class CellError(Exception):
    """An error value such as ``#DIV/0!``; it is a cell's value as well as what stops a formula."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    def __eq__(self, other: object) -> bool:
        return isinstance(other, CellError) and other.code == self.code

    def __hash__(self) -> int:
        return hash(self.code)


class Uncomputable(Exception):
    """A formula beyond this evaluator; Excel computes it when the file is opened."""


Number: TypeAlias = int | Decimal
Scalar: TypeAlias = str | bool | int | Decimal | CellError | None

DIVISION = "#DIV/0!"
VALUE = "#VALUE!"
REFERENCE = "#REF!"
UNAVAILABLE = "#N/A"
NUMERIC = "#NUM!"
NAME = "#NAME?"


def serial_of(day: date, *, epoch_1904: bool) -> int | Decimal:
    """The number by which a workbook counts *day*; days before 1 March 1900 as Excel (which had a 29 February) does.

    Raises ValueError for a time zone, or a day before the workbook's first.
    """
    moment = day if isinstance(day, datetime) else None
    if moment is not None and moment.tzinfo is not None:
        raise ValueError("time zone")
    days = day.toordinal() - _first_day(epoch_1904)
    if not epoch_1904 and days < 61:
        days -= 1
    if days < (0 if epoch_1904 else 1):
        raise ValueError("before the first day")
    if moment is None or moment.time() == datetime.min.time():
        return days
    since_midnight = moment - datetime.combine(moment.date(), datetime.min.time())
    fraction = Decimal(since_midnight // timedelta(microseconds=1)) / Decimal(86_400_000_000)
    return days + fraction.quantize(Decimal(1).scaleb(-11))


@cache
def _first_day(epoch_1904: bool) -> int:  # noqa: FBT001 - the cache wants it by position
    return date(1904, 1, 1).toordinal() if epoch_1904 else date(1899, 12, 30).toordinal()


def scalar_of(value: object, *, epoch_1904: bool = False) -> Scalar:
    """What formulas see of a value that is filled in; an empty text is a blank cell."""
    match value:
        case None | "":
            return None
        case bool() | int() | str() | Decimal():
            return value
        case float():
            return Decimal(repr(value))
        case date():
            return serial_of(value, epoch_1904=epoch_1904)
    raise TypeError(type(value).__name__)


def parse_number(text: str) -> Number:
    """The number written in a workbook's XML; raises ValueError where it is none."""
    try:
        return int(text)
    except ValueError:
        pass
    try:
        number = Decimal(text.strip())
    except ArithmeticError:
        raise ValueError(text) from None
    return int(number) if number == number.to_integral_value() and abs(number) < 10**17 else number


def number_of(value: Scalar) -> Number:
    """*value* in arithmetic: blank is 0, TRUE is 1, a text that says a number is that number.

    Raises CellError for any other text; Uncomputable for one that may be a date or an amount in words of Excel's.
    """
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int | Decimal):
        return value
    if value is None:
        return 0
    if isinstance(value, CellError):
        raise value
    if _NUMBER.fullmatch(value):
        return parse_number(value.strip())
    if _PERHAPS_NUMBER.search(value):
        raise Uncomputable(value)
    raise CellError(VALUE)


def truth_of(value: Scalar) -> bool:
    """*value* as a condition; raises CellError for a text that is neither TRUE nor FALSE."""
    if isinstance(value, str):
        if value.upper() in {"TRUE", "FALSE"}:
            return value.upper() == "TRUE"
        raise CellError(VALUE)
    return number_of(value) != 0


def text_of(value: Scalar) -> str:
    """*value* in a text: numbers as Excel's General format shows them up to fifteen digits."""
    if isinstance(value, CellError):
        raise value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, str):
        return value
    shown = number_text(_FIFTEEN.create_decimal(value))
    if len(shown.lstrip("-").replace(".", "").strip("0")) > 11 or len(shown) > 11:
        # Past eleven characters General goes over to powers of ten, by the width of the column.
        raise Uncomputable(shown)
    return shown


def settled(number: Number) -> Number:
    """*number* without the dust of a division: a quotient times its divisor is whole again, as in Excel."""
    if isinstance(number, int) or len(number.as_tuple().digits) <= _KEPT_DIGITS:
        return number
    return _FIFTEEN.plus(number)


def number_text(number: Number) -> str:
    """*number* as a workbook's XML holds it: exact and shortest; a long quotient by its seventeen digits."""
    text = str(number)
    if isinstance(number, int):
        return text
    # Most amounts are short and plain; looking into the others' digits costs ten times as much.
    if len(text) <= _KEPT_DIGITS and not _NOT_PLAIN.search(text):
        return _without_needless_zeros(text)
    if not number.is_finite():
        raise ValueError(str(number))
    if len(number.as_tuple().digits) > _KEPT_DIGITS or not -300 < number.adjusted() < 300:
        return float_text(float(number))
    return _without_needless_zeros(format(number, "f"))


def _without_needless_zeros(text: str) -> str:
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def float_text(number: float) -> str:
    """The shortest text that reads back as *number*; raises ValueError for what is no number."""
    if number - number != 0:
        raise ValueError(str(number))
    text = repr(number)
    return text.removesuffix(".0")


_KINDS = {"number": 0, "text": 1, "truth": 2}


def are_equal(left: Scalar, right: Scalar) -> bool:
    """Whether ``=`` holds between two values; unlike their order, that is the same everywhere."""
    if isinstance(left, str) and isinstance(right, str):
        return left.casefold() == right.casefold()
    return compare(left, right) == 0


def compare(left: Scalar, right: Scalar) -> int:
    """Less than, equal to or greater than zero, as Excel orders values: numbers, then texts, then FALSE and TRUE.

    Numbers are equal when their first fifteen digits are; texts regardless of case. Which of two Chinese texts comes
    first depends on the user's Windows: Uncomputable.
    """
    for value in (left, right):
        if isinstance(value, CellError):
            raise value
    left, right = _filled_up(left, right), _filled_up(right, left)
    kinds = _kind(left), _kind(right)
    if kinds[0] != kinds[1]:
        return _KINDS[kinds[0]] - _KINDS[kinds[1]]
    if isinstance(left, str) and isinstance(right, str):
        return _compare_texts(left.casefold(), right.casefold())
    first, second = _FIFTEEN.create_decimal(number_of(left)), _FIFTEEN.create_decimal(number_of(right))
    return (first > second) - (first < second)


def _filled_up(value: Scalar, other: Scalar) -> Scalar:
    """A blank cell compares as the empty text with a text, as FALSE with a truth value, as 0 otherwise."""
    if value is not None:
        return value
    if isinstance(other, str):
        return ""
    return False if isinstance(other, bool) else 0


def _kind(value: Scalar) -> str:
    if isinstance(value, bool):
        return "truth"
    return "text" if isinstance(value, str) else "number"


def _compare_texts(left: str, right: str) -> int:
    if (
        left == right
        or not left
        or not right
        or (left.isascii() and right.isascii() and (left + right).isalnum())
    ):
        return (left > right) - (left < right)
    raise Uncomputable(left)
