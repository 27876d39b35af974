"""Which period titles, file names and headers speak of: one of ours exactly, or something that is none of ours.

January to September and 前三季度 are none: such figures are told, never filed under the quarter or the year.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from crm.domain.period import Period, PeriodKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_DASHES = str.maketrans(
    dict.fromkeys("~\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u301c", "-") | dict.fromkeys("和及,", "、")
)
_YEAR = r"(?<!\d)(?:19|20)\d{2}"
_YEARED = rf"(?:(?P<year>{_YEAR})[-./年度]*)?"
_TO = r"(?:-+|至|到|(?P<list>、))"
_MONTH = r"(?<!\d)(?P<first>0?[1-9]|1[0-2])"
_LAST_MONTH = r"(?P<last>0?[1-9]|1[0-2])(?!\d)"
_NUMBERS = {word: place for place, word in enumerate("一二三四五六七八九十", 1)}
_NUMBERS |= {"两": 2, "十一": 11, "十二": 12, "上": 1, "下": 2}
_OWN = {
    ((index - 1) * kind.months + 1, index * kind.months): (kind, index)
    for kind in PeriodKind
    for index in range(1, 12 // kind.months + 1)
}
"""First and last month → the period of ours that lasts so long."""
_MAY_SPEAK = re.compile(r"\d|季|月|半年|累计|截|ytd|cumulative", re.IGNORECASE)
_CUMULATIVE = re.compile(r"累计|年初至今|ytd|year.?to.?date|cumulative", re.IGNORECASE)
_SHORT = 25
"""A text of more characters than that explains something: a month in it, without its year, is not the table's."""
_EXPLAINS = re.compile(r"[。;]|^(?:注|备注|说明|填表|填报)")


class _Form(Enum):
    """How a period is written; the value is how many months its numbers count, 0 where they name none."""

    DAY = 0
    UNTIL = -1
    OTHER = -2
    MONTHS = 1
    QUARTERS = 3
    HALF = 6
    YEAR = 12


# Looked for in this order; what was found is taken out.
_WRITTEN = tuple(
    (form, re.compile(pattern, re.IGNORECASE))
    for form, pattern in (
        (
            _Form.MONTHS,  # the days must be the first and the last ones
            rf"{_YEARED}{_MONTH}月0?1日?{_TO}(?:(?P<year2>{_YEAR})年)?{_LAST_MONTH}月(?:2[89]|3[01])日",
        ),
        (_Form.OTHER, rf"{_YEARED}\d{{1,2}}月\d{{1,2}}日?{_TO}(?:{_YEAR}年)?\d{{1,2}}月\d{{1,2}}日"),
        (_Form.UNTIL, rf"截[至止]到?{_YEARED}{_MONTH}月(?:\d{{1,2}}日|份|底|末)?"),
        (_Form.UNTIL, rf"截[至止]到?(?P<year>{_YEAR})([-./]){_MONTH}\2\d{{1,2}}(?!\d)"),
        (
            _Form.DAY,
            rf"{_YEARED}{_MONTH}月\d{{1,2}}[日号]|{_YEAR}(?P<mark>[-./])\d{{1,2}}(?P=mark)\d{{1,2}}(?![\d月])",
        ),
        (_Form.QUARTERS, rf"{_YEARED}Q(?P<first>[1-4])[-至到]+Q?(?P<last>[1-4])(?!\d)"),
        *(
            (
                _Form.QUARTERS,
                rf"{_YEARED}第?(?P<first>{one})(?:季度?)?{_TO}(?:(?P<year2>{_YEAR})[年度]*)?第?(?P<last>{one})个?季度?",
            )
            for one in ("[1-4]", "[一二三四]")
        ),
        (_Form.QUARTERS, rf"{_YEARED}前(?P<last>[一二两三四1-4])个?季度?"),
        (_Form.MONTHS, rf"{_YEARED}前(?P<last>十[一二]?|[一二两三四五六七八九]|1[0-2]|[1-9])个?月"),
        (_Form.MONTHS, rf"{_YEARED}{_MONTH}月?份?{_TO}(?:(?P<year2>{_YEAR})[-./年])?{_LAST_MONTH}月份?"),
        (_Form.MONTHS, rf"(?P<year>{_YEAR})[./年]{_MONTH}-+(?P<year2>{_YEAR})[./年]{_LAST_MONTH}"),
        (_Form.OTHER, rf"{_YEAR}年\d{{1,2}}-\d{{1,2}}(?!\d)|{_YEARED}第[\d一二三四五六七八九十]{{1,3}}期"),
        (_Form.OTHER, rf"{_YEAR}年?度?(?:-+|至|到|/){_YEAR}(?:学年|年度?)|{_YEAR}年度?、{_YEAR}年度?"),
        (_Form.QUARTERS, rf"(?P<year>{_YEAR})[-./年度]*第?(?P<first>[1-4一二三四])季度?"),
        (_Form.QUARTERS, r"第?(?<!\d)(?P<first>[1-4一二三四])季度"),
        (_Form.QUARTERS, rf"(?P<year>{_YEAR})-?Q(?P<first>[1-4])(?!\d)"),
        (_Form.HALF, rf"{_YEARED}(?P<first>[上下])半年"),
        (_Form.HALF, rf"(?P<year>{_YEAR})-?H(?P<first>[12])(?!\d)"),
        (_Form.MONTHS, rf"(?:(?P<year>{_YEAR})年度?)?{_MONTH}月份?"),
        (_Form.YEAR, rf"(?P<year>{_YEAR})年度?"),
    )
)


@dataclass(frozen=True, slots=True)
class SpokenPeriod:
    """What texts say: a ``period`` of ours, or in ``unclear`` the words that name none of ours, or several.

    ``loose`` are the months (first, last) of a period that is named without its year.
    """

    period: Period | None = None
    unclear: str = ""
    loose: tuple[int, int] | None = None

    @property
    def says_something(self) -> bool:
        """Whether the texts speak of any period."""
        return self != SpokenPeriod()

    def names(self, period: Period | None) -> bool:
        """Whether just this period is meant, its year said or not."""
        if period is None or self.unclear:
            return False
        return self.period == period or (
            self.loose is not None and _period(period.year, self.loose) == period
        )


@dataclass(frozen=True, slots=True)
class _Mention:
    """A period as it stands in a text: its year if it is said, its first and last month unless it is unclear."""

    form: _Form
    words: str
    year: int | None = None
    months: tuple[int, int] | None = None


def spoken_period(texts: Iterable[str]) -> SpokenPeriod:
    """What titles, or a file's name, say. The day on which a table was filled in says nothing."""
    found: dict[Period, str] = {}
    loose: dict[tuple[int, int], str] = {}
    cutoffs: list[_Mention] = []
    cumulative = ""
    for text in texts:
        folded = _folded(text)
        mentions, years = _of_one_text(folded)
        explains = len(folded) > _SHORT or bool(_EXPLAINS.search(folded))
        if not years and explains:
            continue
        unclear = next((mention for mention in mentions if _is_unclear(mention)), None)
        if unclear is not None:
            return SpokenPeriod(unclear=unclear.words)
        if _CUMULATIVE.search(folded):
            cumulative = folded
        for mention in mentions:
            if mention.form is _Form.UNTIL:
                cutoffs.append(mention)
            elif mention.months is not None and mention.year is None:
                loose[mention.months] = mention.words
            elif mention.months is not None and mention.year is not None:
                found[_period(mention.year, mention.months)] = mention.words
    return _together(found, loose, cutoffs, cumulative)


def _together(
    found: dict[Period, str],
    loose: dict[tuple[int, int], str],
    cutoffs: Sequence[_Mention],
    cumulative: str,
) -> SpokenPeriod:
    """What all mentions together say: a quarter without its year belongs to the year named elsewhere."""
    words = "、".join([*found.values(), *loose.values()])
    if loose and not found:
        months = next(iter(loose))
        unclear = words if len(loose) > 1 else cumulative if months[0] > 1 else ""
        return SpokenPeriod(unclear=unclear) if unclear else SpokenPeriod(loose=months)
    if len({period.year for period in found}) == 1:
        year = next(iter(found)).year
        found = found | {_period(year, months): text for months, text in loose.items()}
        if loose:
            found.pop(Period(PeriodKind.YEAR, year), None)
    if len(found) > 1:
        return SpokenPeriod(unclear=words)
    return next(
        (_checked(period, text, cutoffs, cumulative) for period, text in found.items()), SpokenPeriod()
    )


def _checked(period: Period, words: str, cutoffs: Sequence[_Mention], cumulative: str) -> SpokenPeriod:
    """The one period named, unless what it holds has added up since January, or the year had not ended."""
    early = [one for one in cutoffs if one.months != (12, 12) and one.year in {None, period.year}]
    of_the_year = period.kind is PeriodKind.YEAR
    if cumulative and (of_the_year or period.start.month > 1):
        return SpokenPeriod(unclear=cumulative)
    if of_the_year and early:
        return SpokenPeriod(unclear=f"{words}{early[0].words}")
    return SpokenPeriod(period)


def without_period(text: str) -> str:
    """*text* without the periods it speaks of: 2024年总收入 is 总收入."""
    rest = "".join(unicodedata.normalize("NFKC", text).split())
    for _, pattern in _WRITTEN:
        rest = pattern.sub("", rest)
    return rest


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).translate(_DASHES)


def _of_one_text(text: str) -> tuple[list[_Mention], set[int]]:
    """The mentions in a text, and the years it names. A year alone belongs to the quarter or month named beside it."""
    if not _MAY_SPEAK.search(text):
        return [], set()
    mentions = list(_mentions(text))
    years = {
        mention.year for mention in mentions if mention.year is not None and mention.form is not _Form.DAY
    }
    parts = [mention for mention in mentions if mention.months is not None and mention.form is not _Form.YEAR]
    parts = [mention for mention in parts if mention.form is not _Form.UNTIL]
    if not parts or len(years) != 1:
        return mentions, years
    year = next(iter(years))
    kept = (mention for mention in mentions if mention.form is not _Form.YEAR)
    return [
        _Mention(mention.form, mention.words, mention.year or year, mention.months) for mention in kept
    ], years


def _mentions(text: str) -> Iterator[_Mention]:
    for form, pattern in _WRITTEN:
        for found in pattern.finditer(text):
            yield _mention(form, found)
        text = pattern.sub(" ", text)


def _mention(form: _Form, found: re.Match[str]) -> _Mention:
    groups = found.groupdict()
    year = int(groups["year"]) if groups.get("year") else None
    if form in {_Form.DAY, _Form.OTHER}:
        return _Mention(form, found[0], year)
    length = max(form.value, 1)
    last_word = groups.get("last")
    first = _number(groups.get("first") or "1")
    last = _number(last_word) if last_word else first
    other_year = groups.get("year2") not in {None, groups.get("year")}
    months = ((first - 1) * length + 1, last * length)
    clear = not (groups.get("list") or other_year) and (form is _Form.UNTIL or months in _OWN)
    return _Mention(form, found[0], year, months if clear else None)


def _number(word: str) -> int:
    return _NUMBERS.get(word) or int(word)


def _is_unclear(mention: _Mention) -> bool:
    return mention.months is None and mention.form is not _Form.DAY


def _period(year: int, months: tuple[int, int]) -> Period:
    kind, index = _OWN[months]
    return Period(kind, year, index)
