"""The words of workbooks: how columns are headed, how totals, footers and hints begin. Kept in a data file."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm.domain.errors import DataFormatError
from crm.domain.parsing import unit_from_text
from crm.domain.quantity import Dimension
from crm.domain.text import name_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from crm.domain.quantity import Unit

Headers = tuple[str, ...]
_NOW = {0: "", 1: "_of_month", 3: "_of_quarter", 6: "_of_half", 12: "_of_year"}
_LISTED = r"(?:名单|名册|名录|情况|明细|清单|台账|列表|一览表?|汇总)?表?[:(]?(?:\d+[家户个])?[):]?"
"""What may stand behind the word that heads a part of a register."""
_SUMMED = (Dimension.MONEY, Dimension.COUNT)


@dataclass(frozen=True, slots=True)
class Synonyms:
    """The words of one data file.

    ``fields`` and ``indicators`` give the headers of each code; ``ignored`` the headers of columns that only number the
    rows, ``currency`` of those that name a currency; ``harmless`` what in brackets changes nothing; ``qualifiers`` what
    makes another figure of it; ``figures_beside`` what is a figure of a period where a column of ``period_beside``
    stands with it in a register; ``itself`` lowest levels of a header that say no more than the level above; ``now``
    the words of what is of the period itself, by the months that it lasts, 0 for any; ``of_the_year`` the words of what
    adds up since January; ``sums`` what may stand behind the name of a sum of money or people. The patterns match the
    beginning of a row's first text, ``heading`` the whole of one that stands alone, ``remark`` what stands in brackets
    behind a name; ``starts`` are the first characters of totals and footers; ``placeholders`` stand for any name;
    ``blanks`` and ``nothing`` are what stands for no value.
    """

    fields: Mapping[str, Headers]
    indicators: Mapping[str, Headers]
    ignored: frozenset[str]
    currency: frozenset[str]
    harmless: frozenset[str]
    qualifiers: Headers
    period_beside: frozenset[str]
    figures_beside: frozenset[str]
    itself: frozenset[str]
    now: Mapping[int, Headers]
    of_the_year: Headers
    sums: Mapping[Dimension, Headers]
    total: re.Pattern[str]
    footer: re.Pattern[str]
    hint: re.Pattern[str]
    example: re.Pattern[str]
    placeholders: Headers
    heading: re.Pattern[str]
    remark: re.Pattern[str]
    starts: frozenset[str]
    blanks: frozenset[str]
    nothing: frozenset[str]

    @classmethod
    def from_tables(cls, tables: Mapping[str, object]) -> Synonyms:
        """The synonyms of a data file. DataFormatError names what is wrong and where."""
        headers, rows = _table(tables, "headers"), _table(tables, "rows")
        totals = _alternatives(_texts(rows, "totals", "rows"))
        footers = _alternatives(_texts(rows, "footers", "rows"))
        examples = _alternatives(_texts(rows, "examples", "rows"))
        headings = _alternatives(_texts(rows, "headings", "rows"))
        remarks = _alternatives(_texts(rows, "remarks", "rows"))
        return cls(
            fields=_headers(tables, "fields"),
            indicators=_headers(tables, "indicators"),
            ignored=frozenset(map(name_key, _texts(headers, "ignored", "headers"))),
            currency=frozenset(map(name_key, _texts(headers, "currency", "headers"))),
            harmless=frozenset(map(name_key, _texts(headers, "harmless", "headers"))),
            qualifiers=tuple(map(name_key, _texts(headers, "qualifiers", "headers"))),
            period_beside=frozenset(map(name_key, _texts(headers, "period_beside", "headers"))),
            figures_beside=frozenset(map(name_key, _texts(headers, "figures_beside", "headers"))),
            itself=frozenset(map(name_key, _texts(headers, "itself", "headers"))),
            now={months: _keys(headers, f"now{name}") for months, name in _NOW.items()},
            of_the_year=tuple(map(name_key, _texts(headers, "of_the_year", "headers"))),
            sums={dimension: _keys(headers, f"sums_{dimension.value}") for dimension in _SUMMED},
            total=re.compile(rf"(?:{totals})(?:$|[:(\d])|\u5171\d+\w$"),
            footer=re.compile(rf"(?:{footers})(?P<mark>\d*[:.\u3001]|\(|$)"),
            hint=re.compile(_alternatives(_texts(rows, "hints", "rows"))),
            example=re.compile(rf"[(\[\u3010]?(?:{examples})\d*(?:[)\]\u3011:]|$)"),
            heading=re.compile(rf"(?:{headings}){_LISTED}"),
            remark=re.compile(rf"[(\[]([^()\[\]]*(?:{remarks})[^()\[\]]*)[)\]]$"),
            placeholders=tuple(map(row_text, _texts(rows, "placeholders", "rows"))),
            starts=_starts((*_texts(rows, "totals", "rows"), *_texts(rows, "footers", "rows"))),
            blanks=frozenset(text.casefold() for text in _texts(rows, "blanks", "rows")) | {""},
            nothing=frozenset(text.casefold() for text in _texts(rows, "nothing", "rows")),
        )

    def is_example(self, names: Iterable[str], before: Iterable[str]) -> bool:
        """Whether a row is an example: a name says so or stands for any, or a cell *before* the names is the word."""
        texts = list(map(row_text, names))
        if any(map(self.example.match, texts)) or any(map(self.example.fullmatch, map(row_text, before))):
            return True
        return any(word in text for text in texts for word in self.placeholders)


def row_text(text: str) -> str:
    """A row's first text as the patterns of rows want it: compatibility form, lower case, no blanks."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


@dataclass(frozen=True, slots=True)
class HeaderText:
    """A header taken apart: its key without numbering, unit and harmless brackets, and the unit it names."""

    key: str
    unit: Unit | None = None
    others: tuple[Unit, ...] = ()
    """Units of the same dimension that it names besides: one of them is wrong."""


_NUMBERING = re.compile(
    r"^(?:[*\u2605\u2606]+|\(?\d{1,2}(?:\.\d{1,2})*\)?[.,\u3001)\s]\s*|\d{1,2}\.\d{1,2}(?=[^\d.])|[一二三四五六七八九十]+\u3001)+"
)
_NOTE_MARKS = re.compile(r"[*\u2605\u2606\u203b\u2460-\u2473\u2776-\u277f]+")
_NOTE_NUMBER = re.compile(r"\d{1,2}|[A-Z]{2,3}\d{1,3}")
_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_UNIT_BEHIND = re.compile(r"[/:,;_\s]\s*([^/:,;_\s]+)$")


def read_header(text: str, harmless: frozenset[str]) -> HeaderText:
    """Take a header apart: ``26.1 总收入（万元）`` is the key of 总收入 and the unit ten thousand yuan."""
    marked = _NOTE_MARKS.sub("", text).strip() or text
    rest = _NUMBERING.sub("", unicodedata.normalize("NFKC", marked).strip())
    units: list[Unit] = []
    for found in _BRACKETS.finditer(rest):
        named = unit_from_text(found[1])
        if named is not None or name_key(found[1]) in harmless or _NOTE_NUMBER.fullmatch(found[1]):
            rest = rest.replace(found[0], "", 1)
            units += [named] if named else []
    behind = _UNIT_BEHIND.search(rest)
    named = unit_from_text(behind[1]) if behind else None
    if behind and named is not None:
        rest = rest[: behind.start()]
        units.append(named)
    if not units:
        return HeaderText(name_key(rest))
    others = (one for one in units if one is not units[0] and one.dimension is units[0].dimension)
    return HeaderText(name_key(rest), units[0], tuple(dict.fromkeys(others)))


def unknown_brackets(text: str, harmless: frozenset[str]) -> tuple[str, str]:
    """A header without all its brackets, and what stands in them that is neither a unit nor harmless."""
    folded = unicodedata.normalize("NFKC", text)
    unknown = [
        words.strip()
        for words in _BRACKETS.findall(folded)
        if words.strip() and unit_from_text(words) is None and name_key(words) not in harmless
        if not _NOTE_NUMBER.fullmatch(words)
    ]
    return _BRACKETS.sub("", folded), "、".join(unknown)


def _table(tables: Mapping[str, object], name: str) -> Mapping[str, object]:
    table = tables.get(name)
    if not isinstance(table, dict):
        raise DataFormatError("data-not-a-table", where=name)
    return table


def _headers(tables: Mapping[str, object], name: str) -> dict[str, Headers]:
    table = _table(tables, name)
    return {code: _texts(table, code, name) for code in table}


def _texts(table: Mapping[str, object], key: str, where: str) -> Headers:
    texts = table.get(key)
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise DataFormatError("data-list-of-texts-missing", where=f"{where}.{key}")
    return tuple(texts)


def _keys(table: Mapping[str, object], key: str) -> Headers:
    """The keys of a list of words, the longest first."""
    return tuple(sorted(map(name_key, _texts(table, key, "headers")), key=len, reverse=True))


def _starts(words: Iterable[str]) -> frozenset[str]:
    """The first character of each word in every case and width, and what may stand before it."""
    firsts = {form for word in words for form in (word[0].lower(), word[0].upper())}
    wide = {chr(ord(first) + 0xFEE0) for first in firsts if first.isascii()}
    return frozenset(firsts | wide | set(" \u3000\t\n\r\xa0\u5171"))


def _alternatives(texts: Iterable[str]) -> str:
    return "|".join(re.escape(row_text(text)) for text in sorted(texts, key=len, reverse=True))
