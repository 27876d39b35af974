"""Reporting periods: month, quarter, half-year and year, with their dates, parts and comparisons."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import lru_cache

from crm.domain.errors import ParseError
from crm.domain.text import has_note_mark

_MONTHS = {"MONTH": 1, "QUARTER": 3, "HALF": 6, "YEAR": 12}


class PeriodKind(Enum):
    """The length of a period."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"

    @property
    def months(self) -> int:
        """How many months such a period lasts."""
        return _MONTHS[self.name]


_KEY_BASE = {PeriodKind.YEAR: 0, PeriodKind.MONTH: 0, PeriodKind.QUARTER: 20, PeriodKind.HALF: 30}
_FIRST_YEAR, _LAST_YEAR = 1900, 2199


@dataclass(frozen=True, slots=True)
class Period:
    """A month, quarter, half-year or year; ``index`` counts from 1 within the year (a year has index 1)."""

    kind: PeriodKind
    year: int
    index: int = 1

    def __post_init__(self) -> None:
        """Refuse a period that does not exist."""
        if not _FIRST_YEAR <= self.year <= _LAST_YEAR or not 1 <= self.index <= 12 // self.kind.months:
            raise ParseError("period-unknown", text=self.code)

    @property
    def key(self) -> int:
        """The integer the database keeps: 202500 year, 202503 March, 202521 first quarter, 202531 first half."""
        if self.kind is PeriodKind.YEAR:
            return self.year * 100
        return self.year * 100 + _KEY_BASE[self.kind] + self.index

    @classmethod
    def from_key(cls, key: int) -> Period:
        """The period of a database key (see :attr:`key`)."""
        return _period_of_key(key)

    @property
    def code(self) -> str:
        """The written form: ``2025``, ``2025-03``, ``2025Q1``, ``2025H1``."""
        if self.kind is PeriodKind.YEAR:
            return f"{self.year}"
        if self.kind is PeriodKind.MONTH:
            return f"{self.year}-{self.index:02d}"
        letter = "Q" if self.kind is PeriodKind.QUARTER else "H"
        return f"{self.year}{letter}{self.index}"

    def __str__(self) -> str:
        """The written form, see :attr:`code`."""
        return self.code

    @property
    def start(self) -> date:
        """The first day."""
        return date(self.year, (self.index - 1) * self.kind.months + 1, 1)

    @property
    def end(self) -> date:
        """The last day."""
        month = self.index * self.kind.months
        return date(self.year, month, monthrange(self.year, month)[1])

    @property
    def year_period(self) -> Period:
        """The year this period lies in."""
        return Period(PeriodKind.YEAR, self.year)

    def contains(self, day: date) -> bool:
        """Whether *day* lies in the period."""
        return self.start <= day <= self.end

    def parts(self, kind: PeriodKind) -> tuple[Period, ...]:
        """The periods of *kind* that make up this one, in order; a period is its own only part of its own kind.

        Empty where *kind* is longer than this period.
        """
        months = kind.months
        if months > self.kind.months:
            return ()
        first = ((self.index - 1) * self.kind.months) // months + 1
        return tuple(Period(kind, self.year, first + step) for step in range(self.kind.months // months))

    def year_to_date(self) -> tuple[Period, ...]:
        """The periods of the same kind from January to this one, in order."""
        return tuple(Period(self.kind, self.year, index) for index in range(1, self.index + 1))

    def same_period_last_year(self) -> Period:
        """The period to compare with: 上年同期."""
        return Period(self.kind, self.year - 1, self.index)

    def previous(self) -> Period:
        """The period of the same kind just before."""
        if self.index > 1:
            return Period(self.kind, self.year, self.index - 1)
        return Period(self.kind, self.year - 1, 12 // self.kind.months)

    @classmethod
    def containing(cls, day: date, kind: PeriodKind) -> Period:
        """The period of *kind* that *day* lies in."""
        return cls(kind, day.year, (day.month - 1) // kind.months + 1)

    @classmethod
    def parse(cls, text: str) -> Period:
        """The period written as *text*: ``2025``, ``2025-3``, ``2025Q1``, ``2025年第一季度``, ``2025年上半年`` ….

        Raises ParseError ``period-unknown``.
        """
        # A note's mark would become a digit, and blanks between digits are none of ours.
        clear = not has_note_mark(text) and not re.search(r"\d\s+\d", text)
        cleaned = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).upper()
        for pattern, kind in _PATTERNS:
            found = pattern.fullmatch(cleaned) if clear else None
            if found:
                index = found.groupdict().get("index") or "1"
                return cls(kind, int(found["year"]), _INDEX_WORDS.get(index) or int(index))
        raise ParseError("period-unknown", text=text)


@lru_cache(maxsize=2048)
def _period_of_key(key: int) -> Period:
    """The period of a key; kept, because a list of tenants asks for the same few a thousand times."""
    year, rest = divmod(key, 100)
    if rest == 0:
        return Period(PeriodKind.YEAR, year)
    if rest <= _KEY_BASE[PeriodKind.QUARTER]:
        return Period(PeriodKind.MONTH, year, rest)
    if rest <= _KEY_BASE[PeriodKind.HALF]:
        return Period(PeriodKind.QUARTER, year, rest - _KEY_BASE[PeriodKind.QUARTER])
    return Period(PeriodKind.HALF, year, rest - _KEY_BASE[PeriodKind.HALF])


_INDEX_WORDS = {"一": 1, "二": 2, "三": 3, "四": 4, "上": 1, "下": 2}
_PATTERNS = (
    (re.compile(r"(?P<year>\d{4})年?(度|全年)?"), PeriodKind.YEAR),
    (re.compile(r"(?P<year>\d{4})[-./年](?P<index>0?[1-9]|1[0-2])(月份?)?"), PeriodKind.MONTH),
    (re.compile(r"(?P<year>\d{4})-?Q(?P<index>[1-4])"), PeriodKind.QUARTER),
    (re.compile(r"(?P<year>\d{4})年?第?(?P<index>[1-4一二三四])季度?"), PeriodKind.QUARTER),
    (re.compile(r"(?P<year>\d{4})-?H(?P<index>[12])"), PeriodKind.HALF),
    (re.compile(r"(?P<year>\d{4})年?(?P<index>[上下])半年"), PeriodKind.HALF),
)
