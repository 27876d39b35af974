"""What the rows or columns of a matrix stand for: values of one code list, or the quarters or months of the year."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm.domain.errors import DataFormatError
from crm.domain.text import name_key
from crm.domain.wording import Words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from crm.domain.vocabulary import Vocabulary

QUARTER, MONTH = "quarter", "month"
PERIODS = (QUARTER, MONTH)
"""Groupings by the parts of the year, which every figure has."""
_LEAST = 3
_FEWEST = 2
_NUMERALS = {word: number for number, word in enumerate("一二三四五六七八九十", 1)} | {"十一": 11, "十二": 12}
_QUARTER = re.compile(r"(?:\d{4}年)?第?(?P<zh>[一二三四1-4])季度?|q(?P<en>[1-4])", re.IGNORECASE)
_MONTH = re.compile(r"(?:\d{4}年)?(?P<number>0?[1-9]|1[0-2]|[一二三四五六七八九]|十[一二]?)月份?")


_MONTH_END = re.compile(rf"{_MONTH.pattern}[末底]?[^\d一二三四五六七八九十]{{0,12}}")
"""A month and what is asked at its end: 1月末面积."""
_BRACKETS = re.compile(r"\([^()]*\)")


def month_of_head(text: str) -> str | None:
    """The month that heads a column, whatever it asks of it; None where none does."""
    found = _MONTH_END.fullmatch(_BRACKETS.sub("", unicodedata.normalize("NFKC", text)).strip())
    return str(_NUMERALS.get(found["number"]) or int(found["number"])) if found else None


@dataclass(frozen=True, slots=True)
class Grouping:
    """A code list whose values part figures, the dimension they do it by, and of which records; none: of tenants."""

    code: str
    name: Words
    listed: str
    dimension: str
    records: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Member:
    """What one row or column stands for: its codes; none where it stands for everything, None where nobody knows."""

    text: str
    codes: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Groupings:
    """The groupings there are, and how their values are told from the words of a form."""

    by_code: Mapping[str, Grouping]
    whole: frozenset[str]
    rest: frozenset[str]

    @classmethod
    def from_tables(cls, groupings: Mapping[str, object], words: Mapping[str, object]) -> Groupings:
        """The groupings of a data file. DataFormatError names what is wrong and where."""
        return cls(
            {code: _grouping(code, table) for code, table in groupings.items()},
            frozenset(map(name_key, _texts(words, "whole", "matrix"))),
            frozenset(map(name_key, _texts(words, "rest", "matrix"))),
        )

    @property
    def codes(self) -> tuple[str, ...]:
        """Every grouping, those by the parts of the year first."""
        return (*PERIODS, *self.by_code)

    def value(self, grouping: str, text: str, lists: Mapping[str, Vocabulary]) -> str | None:
        """The code that *text* means in a grouping; None where it means none."""
        if grouping in PERIODS:
            return _part_of_year(grouping, text)
        known = self.by_code.get(grouping)
        listed = None if known is None else lists.get(known.listed)
        code = None if listed is None or not text else listed.find(text)
        if code is None or listed is None or code not in listed.terms:
            return None
        return code if not listed.terms[code].group else None

    def is_whole(self, text: str) -> bool:
        """Whether a row or column stands for everything."""
        return name_key(text) in self.whole

    def is_rest(self, text: str) -> bool:
        """Whether a row or column stands for what the others leave."""
        return name_key(text) in self.rest

    def guess(self, texts: Collection[str], lists: Mapping[str, Vocabulary]) -> str:
        """The grouping of which most of *texts* are values; none where there are too few.

        Three make one; two do where others are the whole or the rest of it, and of the quarters of a year.
        """
        found: dict[str, int] = {}
        told = sum(self.is_whole(text) or self.is_rest(text) for text in texts)
        for code in self.codes:
            values = {value for text in texts if (value := self.value(code, text, lists)) is not None}
            least = _FEWEST if told or code == QUARTER else _LEAST
            if len(values) >= least and len(values) * 2 >= len(texts) - told:
                found[code] = len(values)
        return max(found, key=lambda code: found[code]) if found else ""

    def members(
        self, grouping: str, texts: Mapping[int, str], lists: Mapping[str, Vocabulary]
    ) -> dict[int, Member]:
        """What each of the rows or columns *texts* stands for, by its index.

        What the others leave is every other code of the list, one called so among them, and what has none.
        """
        values = {
            at: None if self.is_rest(text) else self.value(grouping, text, lists)
            for at, text in texts.items()
        }
        taken = {value for value in values.values() if value is not None}
        return {
            at: Member(text, self._codes(grouping, text, values[at], taken, lists))
            for at, text in texts.items()
        }

    def _codes(
        self, grouping: str, text: str, value: str | None, taken: set[str], lists: Mapping[str, Vocabulary]
    ) -> tuple[str, ...] | None:
        if value is not None:
            return (value,)
        if self.is_whole(text):
            return ()
        if grouping in PERIODS or not self.is_rest(text):
            return None
        return (*(code for code in self.terms(grouping, lists) if code not in taken), "")

    def terms(self, grouping: str, lists: Mapping[str, Vocabulary]) -> Iterator[str]:
        """Every code of a grouping."""
        if grouping in PERIODS:
            yield from map(str, range(1, 5 if grouping == QUARTER else 13))
        elif grouping in self.by_code:
            yield from (term.code for term in lists[self.by_code[grouping].listed] if not term.group)

    def dimension(self, grouping: str, *, records: str, known: Collection[str]) -> str:
        """The dimension by which a grouping parts an indicator of *records*, whose dimensions are *known*; or none."""
        one = self.by_code.get(grouping)
        if one is None or one.dimension not in known or (one.records and records not in one.records):
            return ""
        return one.dimension

    def of_dimension(self, dimension: str, *, records: str) -> str:
        """The grouping that a dimension of *records* is; none where it is none."""
        own = (
            one.code
            for one in sorted(self.by_code.values(), key=lambda one: not one.records)
            if one.dimension == dimension and (not one.records or records in one.records)
        )
        return next(own, "")


def _part_of_year(grouping: str, text: str) -> str | None:
    plain = unicodedata.normalize("NFKC", text).strip()
    if grouping == QUARTER:
        found = _QUARTER.fullmatch(plain)
        written = (found["zh"] or found["en"]) if found else ""
    else:
        found = _MONTH.fullmatch(plain)
        written = found["number"] if found else ""
    return str(_NUMERALS.get(written) or int(written)) if written else None


def _grouping(code: str, table: object) -> Grouping:
    where = f"groupings.{code}"
    if not isinstance(table, dict):
        raise DataFormatError("data-not-a-table", where=where)
    names = (table.get("list"), table.get("dimension"))
    if not all(isinstance(name, str) and name for name in names):
        raise DataFormatError("data-text-missing", where=where)
    records = _texts(table, "records", where) if "records" in table else ()
    return Grouping(
        code, Words.from_table(table, where=where), str(names[0]), str(names[1]), frozenset(records)
    )


def _texts(table: Mapping[str, object], key: str, where: str) -> Iterable[str]:
    texts = table.get(key)
    if not isinstance(texts, list) or not all(isinstance(text, str) and text for text in texts):
        raise DataFormatError("data-list-of-texts-missing", where=f"{where}.{key}")
    return texts
