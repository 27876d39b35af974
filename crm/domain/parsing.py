"""Messy cells → exact values: dates, amounts, counts, yes and no, units.

What is not clear is refused, never guessed: every function raises ParseError, whose code says what is
unclear and whose value is the text as it stood in the cell.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from crm.domain.errors import ParseError
from crm.domain.quantity import UNITS, Dimension, Unit, round_half_up, to_smallest
from crm.domain.text import has_note_mark
from crm.domain.wording import Words

if TYPE_CHECKING:
    from collections.abc import Iterator

_FIRST_YEAR, _LAST_YEAR = 1900, 2199
_EXCEL_EPOCH = date(1899, 12, 30)
_EPOCH_1904 = date(1904, 1, 1)
_SERIALS = range(20_000, 73_051)
"""Serial numbers that are read as days: October 1954 to the end of 2099. Smaller ones look like years."""

_DAY = re.compile(
    r"(?P<year>\d{4})"
    r"(?:\s*(?P<mark>[-./])\s*(?P<month>\d{1,2})\s*(?P=mark)\s*(?P<day>\d{1,2})"
    r"|\s*年\s*(?P<month2>\d{1,2})\s*月\s*(?P<day2>\d{1,2})\s*[日号]?)"
    # the time of day, which nobody means
    r"(?:[T\s]+\d{1,2}(?::\d{1,2}){1,2}(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})?|[T\s]*\d{1,2}[时点](?:\d{1,2}分?)?)?"
)
_COMPACT_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")
_MONTH = re.compile(r"(\d{4})(?:\s*[-./]\s*|\s*年\s*)(\d{1,2})\s*(?:月份?)?")
_COMPACT_MONTH = re.compile(r"(\d{4})(\d{2})")
_YEAR = re.compile(r"(\d{4})\s*(?:年度?)?(?:\.0+)?")
_SERIAL_TEXT = re.compile(r"(\d{5})(?:\.\d+)?")
_DAY_OR_MONTH_FIRST = re.compile(r"\d{1,2}[-./]\d{1,2}[-./](?:\d{4}|\d{2})")


def parse_date(value: object, *, epoch_1904: bool = False) -> date:
    """The day that a cell's *value* says; a month is its first day, a year its first of January.

    Takes dates, Excel's serial numbers, ``2024-03-01``, ``2024.3.1``, ``2024/3/1``, ``2024年3月1日``,
    ``20240301``, ``2024-03``, ``2024年3月``, ``202403``, ``2024年``, ``2024``. Serial numbers of some workbooks count
    from 1904 (*epoch_1904*).
    Raises ParseError ``date-unknown``, ``date-impossible`` (30 February), ``date-ambiguous`` (03/04/2024, and
    the number 2024.1).
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    epoch = _EPOCH_1904 if epoch_1904 else _EXCEL_EPOCH
    if isinstance(value, str):
        return _date_of_text(value, epoch)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _date_of_number(value, epoch)
    raise ParseError("date-unknown", value=str(value))


def _date_of_text(raw: str, epoch: date) -> date:
    if has_note_mark(raw):
        raise ParseError("date-unknown", value=raw)
    text = unicodedata.normalize("NFKC", raw).strip()
    found = _DAY.fullmatch(text)
    if found:
        month, day = found["month"] or found["month2"], found["day"] or found["day2"]
        return _day(raw, int(found["year"]), month=int(month), day=int(day))
    found = _COMPACT_DAY.fullmatch(text)
    if found:
        return _day(raw, int(found[1]), month=int(found[2]), day=int(found[3]))
    found = _MONTH.fullmatch(text) or _COMPACT_MONTH.fullmatch(text)
    if found and not (int(found[2]) == 0 and _YEAR.fullmatch(text)):
        return _day(raw, int(found[1]), month=int(found[2]), day=1)
    found = _YEAR.fullmatch(text)
    if found:
        return _day(raw, int(found[1]), month=1, day=1)
    found = _SERIAL_TEXT.fullmatch(text)
    if found and int(found[1]) in _SERIALS:
        return epoch + timedelta(days=int(found[1]))
    raise ParseError("date-ambiguous" if _DAY_OR_MONTH_FIRST.fullmatch(text) else "date-unknown", value=raw)


def _date_of_number(value: float, epoch: date) -> date:
    whole = int(value) if value == value and abs(value) < 1e9 else 0  # noqa: PLR0124 - NaN differs from itself
    if whole in _SERIALS:
        return epoch + timedelta(days=whole)
    if _FIRST_YEAR <= whole <= _LAST_YEAR and whole != value:
        raise ParseError("date-ambiguous", value=str(value))
    if whole == value:
        return _date_of_text(str(whole), epoch)
    raise ParseError("date-unknown", value=str(value))


def _day(raw: str, year: int, *, month: int, day: int) -> date:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise ParseError("date-unknown", value=raw)
    try:
        return date(year, month, day)
    except ValueError:
        raise ParseError("date-impossible", value=raw) from None


# How units are written. The longer form of a money unit wins: 万元 is not 元.
_MONEY_WORDS = {
    "分": "fen",
    "元": "yuan",
    "圆": "yuan",
    "块": "yuan",
    "千元": "thousand_yuan",
    "千": "thousand_yuan",
    "万元": "ten_thousand_yuan",
    "万": "ten_thousand_yuan",
    "百万元": "million_yuan",
    "百万": "million_yuan",
    "亿元": "hundred_million_yuan",
    "亿": "hundred_million_yuan",
    "yuan": "yuan",
    "\u00a5": "yuan",
    "rmb": "yuan",
    "cny": "yuan",
    "thousandyuan": "thousand_yuan",
    "kyuan": "thousand_yuan",
    "tenthousandyuan": "ten_thousand_yuan",
    "10kyuan": "ten_thousand_yuan",
    "millionyuan": "million_yuan",
}
_AREA_WORDS = {
    "平方米": "square_metre",
    "平米": "square_metre",
    "平": "square_metre",
    "m2": "square_metre",
    "sqm": "square_metre",
    "squaremetre": "square_metre",
    "squaremetres": "square_metre",
    "squaremeters": "square_metre",
    "万平方米": "ten_thousand_square_metre",
    "万平米": "ten_thousand_square_metre",
    "万m2": "ten_thousand_square_metre",
}
_COUNT_WORDS = {
    "人": "person",
    "名": "person",
    "位": "person",
    "persons": "person",
    "people": "person",
    "家": "enterprise",
    "户": "enterprise",
    "所": "university",
    "universities": "university",
    "件": "item",
    "项": "item",
    "个": "item",
    "份": "item",
    "笔": "item",
    "items": "item",
    "场": "event",
    "场次": "event",
    "次": "event",
    "events": "event",
    "人次": "attendance",
    "个数": "piece",
    "个月": "month",
    "月": "month",
    "months": "month",
    "天": "day",
    "days": "day",
}
_PERCENT_WORDS = {"%": "percent", "percent": "percent"}
_WORDS_OF = {
    Dimension.MONEY: _MONEY_WORDS,
    Dimension.AREA: _AREA_WORDS,
    Dimension.COUNT: _COUNT_WORDS,
    Dimension.PERCENT: _PERCENT_WORDS,
}
_UNIT_WORDS = {word: unit for words in _WORDS_OF.values() for word, unit in words.items()}
_UNIT_LABEL = re.compile(
    r"^(?:计量|货币|金额|数量)?单位[:：]?|^人民币|人民币$|^unit[s]?:?|[()\[\]\s_]|^in(?=\s)|^\u00a5(?=.)"
)
_NOT_A_UNIT_ALONE = frozenset({"千", "百万", "平", "块", "月"})


def unit_from_text(text: str) -> Unit | None:
    """The unit that *text* names: its code, ``万元``, ``（千元）``, ``单位：平方米``; None if none."""
    folded = unicodedata.normalize("NFKC", text).casefold().strip()
    if folded in UNITS:
        return UNITS[folded]
    word = _UNIT_LABEL.sub("", folded)
    code = None if word in _NOT_A_UNIT_ALONE else _UNIT_WORDS.get(word)
    return UNITS[code] if code else None


def is_foreign_currency(text: str) -> bool:
    """Whether *text* names a currency other than the yuan."""
    return bool(_FOREIGN.search(unicodedata.normalize("NFKC", text).casefold()))


_LONGEST_UNIT = max(map(len, _UNIT_WORDS))


def units_at_end(text: str) -> Iterator[tuple[str, Unit]]:
    """The units that *text* may end with, as in 总收入万元: what stands before each, the longest unit first.

    Whether one is meant, only what stands before it can say.
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    for start in range(max(len(folded) - _LONGEST_UNIT, 1), len(folded)):
        word = folded[start:]
        if word in _UNIT_WORDS and word not in _NOT_A_UNIT_ALONE:
            yield folded[:start], UNITS[_UNIT_WORDS[word]]


def unit_words(unit: Unit) -> Words:
    """What *unit* is called: in Chinese as tables head their columns, in English by its code."""
    written = (word for word, code in _WORDS_OF[unit.dimension].items() if code == unit.code)
    return Words(next(written), unit.code.replace("_", " "))


_BRACKETED = re.compile(r"\(([^()]+)\)([^()]*)")
_AMOUNT = re.compile(
    r"(?P<sign>[-+\u2212])?(?P<currency>\u00a5|rmb|cny|人民币)?(?P<sign_after>[-\u2212])?"
    r"(?P<number>(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+)"
    r"(?P<unit>[^\d\s.,()+-][^\s.,()+-]*)?"
)
_FOREIGN = re.compile(r"[$\u20ac\u00a3]|美元|欧元|港元|港币|日元|英镑|韩元|新台币|usd|eur|hkd|jpy|gbp")
_AFTER_AMOUNT = re.compile(r"(?:人民币|整|rmb|cny)$")
# Blanks between digits: groups of thousands are one number, anything else may be two.
_GROUPED = re.compile(r"(?<![\d.,])\d{1,3}(?: \d{3})+(?![\d,])")
_PARTED = re.compile(r"[\d.,]\s+[\d.,]")
_DURATIONS = frozenset({"month", "day"})
"""Units of count that stand for no other: 12 months are not 12 persons, they may be December."""
_MOST = 10**15
"""Smallest units, 10 trillion yuan: above what any firm has, and thousands of them add up within 64 bits."""
_NOISE = Decimal("0.000001")
_EXACT_FLOAT = 2**53
_LONGEST_AMOUNT = 40
"""Characters; what is longer is no number that anybody typed, and would be rounded."""


def parse_amount(value: object, unit: Unit) -> int:
    """The quantity in a cell, in smallest units; a unit written in the cell overrides the column's *unit*.

    Takes numbers, ``1,234.50``, full width, ``¥``, ``(1,234)`` and ``-1,234`` for negatives, ``120万元``,
    ``3亿``, ``500㎡``. A float is what a formula came to: money and areas are rounded to the smallest unit,
    counts must be whole but for noise below a millionth. Raises ParseError ``amount-unknown`` (two numbers in a cell,
    a number with a note's mark or beyond all measure, too), ``amount-currency``, ``amount-too-fine``.
    """
    amount = _amount(value, unit)
    if abs(amount) > _MOST:
        raise ParseError("amount-unknown", value=str(value))
    return amount


def _amount(value: object, unit: Unit) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value * unit.size
    if isinstance(value, float):
        return _amount_of_float(value, unit)
    if isinstance(value, str):
        return _amount_of_text(value, unit)
    raise ParseError("amount-unknown", value=str(value))


def _amount_of_float(value: float, unit: Unit) -> int:
    if not abs(value) < _EXACT_FLOAT:  # NaN and infinity too
        raise ParseError("amount-unknown", value=str(value))
    if value.is_integer():
        return int(value) * unit.size
    scaled = Decimal(repr(value)) * unit.size
    whole = round_half_up(scaled, 0)
    if unit.dimension in {Dimension.MONEY, Dimension.AREA} or abs(scaled - whole) < _NOISE:
        return int(whole)
    return to_smallest(Decimal(repr(value)), unit)  # refuses, and says why


def _amount_of_text(raw: str, unit: Unit) -> int:
    spaced = _GROUPED.sub(lambda found: found[0].replace(" ", ""), unicodedata.normalize("NFKC", raw))
    text = "".join(spaced.split()).casefold()
    if _FOREIGN.search(text):
        raise ParseError("amount-currency", value=raw)
    if _PARTED.search(spaced) or has_note_mark(raw) or len(text) > _LONGEST_AMOUNT:
        raise ParseError("amount-unknown", value=raw)
    bracketed = _BRACKETED.fullmatch(text)
    if bracketed:
        text = bracketed[1] + bracketed[2]
    found = _AMOUNT.fullmatch(_AFTER_AMOUNT.sub("", text))
    minus = (
        [] if found is None else [sign for sign in (bracketed, found["sign"], found["sign_after"]) if sign]
    )
    if found is None or len(minus) > 1 or (found["currency"] and unit.dimension is not Dimension.MONEY):
        raise ParseError("amount-unknown", value=raw)
    amount = to_smallest(Decimal(found["number"].replace(",", "")), _unit_in_cell(raw, found["unit"], unit))
    return amount if minus in ([], ["+"]) else -amount


def _unit_in_cell(raw: str, word: str | None, unit: Unit) -> Unit:
    if word is None:
        return unit
    code = _WORDS_OF[unit.dimension].get(word)
    if code is None or (code in _DURATIONS and code != unit.code):
        raise ParseError("amount-unknown", value=raw)
    return UNITS[code]


def parse_count(value: object) -> int:
    """The whole number in a cell: ``12``, ``2024.0``, ``1,234``, ``12人``.

    Raises ParseError ``count-unknown``, ``count-not-whole`` (1.5) or ``count-negative``.
    """
    try:
        count = parse_amount(value, UNITS["item"])
    except ParseError as error:
        code = "count-not-whole" if error.code == "amount-too-fine" else "count-unknown"
        raise ParseError(code, value=str(value)) from None
    if count < 0:
        raise ParseError("count-negative", value=str(value))
    return count


_YES = frozenset({"是", "有", "对", "真", "√", "✓", "✔", "☑", "y", "yes", "true", "t", "1", "1.0"})
_NO = frozenset({"否", "无", "没有", "不是", "假", "×", "✗", "✘", "☐", "n", "no", "false", "f", "0", "0.0"})


def parse_yes_no(value: object) -> bool:
    """The yes or no in a cell: 是 否 有 无 √ × Y N true false 1 0. Raises ParseError ``yes-no-unknown``."""
    word = unicodedata.normalize("NFKC", str(value)).strip().casefold()
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise ParseError("yes-no-unknown", value=str(value))
