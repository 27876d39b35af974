"""A register of events (活动台账) as offices keep it: what its rows say, whatever stands above, below and merged."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from crm.domain.errors import ParseError
from crm.domain.finding import Finding, Severity
from crm.domain.parsing import parse_count, parse_date
from crm.domain.text import clean_cell_text, has_note_mark, normalise
from crm.intake.grid import is_blank, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from crm.domain.vocabulary import Vocabulary
    from crm.intake.grid import Grid
    from crm.intake.synonyms import Synonyms

COLUMNS = ("title", "held_on", "kind", "role", "place", "persons", "tenants")
"""What the columns of a register may hold."""
_DEEPEST = 30
_FEWEST = 2
"""Cells of a row that may be an event."""
_NUMBERS = frozenset({"序号", "编号", "no."})
_NO_EVENT = re.compile(
    r"(?:合计|总计|小计|共计|填表|制表|填报|审核|负责人|联系|备注|说明|注)(?:[人]|单位|日期)?(?:[:：].*)?|total"
)
_BRACKETS = re.compile(r"[(（【\[].*?[)）】\]]")
_YEAR = re.compile(r"(20\d{2})")
_RANGE = re.compile(r"\s*(?:[-—–~～至到]|——)\s*(?:(?:\d{4}[-./年])?\d{1,2}[-./月])?\d{1,2}[日号]?$")
_YEARLESS = re.compile(r"(?P<month>\d{1,2})\s*[月./-]\s*(?P<day>\d{1,2})\s*[日号]?")
_COUNTED_IN = re.compile(r"共计?|人次|人|名|位")
_ABOUT = re.compile(r"[约近超过余多左右上下+]|ca\.?|about", re.IGNORECASE)
_TIME = re.compile(
    r"\s*(?:周|星期)?[一二三四五六日天]?\s*(?:上午|下午|中午|晚上?|早上|全天|[T\s]*\d{1,2}\s*[:时点]).*$"
)
"""A time of day behind a day, or a weekday before it."""
_SUMS = frozenset({"合计", "总计", "共计", "小计", "总数", "总人数", "总人次"})
_DIGITS = re.compile(r"\d[\d,.]*")
_BETWEEN = re.compile(r"[、，,;；\n]+")
_NUMBERING = re.compile(r"^(?:\d{1,2}[.．、)）]|[①-⑳])\s*")
_AND_OTHERS = re.compile(r"等(?:\d+(?:家|个)?(?:企业|单位|公司)?)?$|等(?:企业|单位|公司)$")
_COUNTED = re.compile(r"[(（]?\s*(\d{1,4})\s*(?:人次|人|名|位)?\s*[)）]?$")


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody named among those who came, and how many they were; None where the cell does not say."""

    name: str
    persons: int | None


@dataclass(frozen=True, slots=True)
class EventRow:
    """An event as a row tells it; ``persons`` is None where nobody counted, ``kind`` empty where no word says it.

    ``row`` is the sheet's own number.
    """

    where: str
    row: int
    title: str
    held_on: date
    kind: str = ""
    role: str = ""
    place: str = ""
    persons: int | None = None
    named: tuple[Named, ...] = ()


@dataclass(frozen=True, slots=True)
class EventSheet:
    """The events of a sheet, by which columns they were read (header and letters by target), and what was noticed."""

    rows: tuple[EventRow, ...]
    columns: Mapping[str, str] = field(default_factory=dict)
    letters: Mapping[str, str] = field(default_factory=dict)
    unused: tuple[str, ...] = ()
    left_out: int = 0
    findings: tuple[Finding, ...] = ()


def read_events(
    grid: Grid,
    words: Mapping[str, frozenset[str]],
    vocabulary: Mapping[str, Vocabulary],
    *,
    synonyms: Synonyms,
    sheet: str,
    file: str,
) -> EventSheet | None:
    """The events of a sheet; None where no row heads a title and a day.

    *words* are the headers by column, *synonyms* mark examples, *vocabulary* are the lists ``event_kind`` and
    ``event_role``; a day without a year is of the year that the lines above, the sheet or the file name.
    """
    reading = _Reading(grid, words, vocabulary, synonyms, sheet, file)
    header = reading.header
    return None if header is None else reading.read(header)


def header_key(text: str) -> str:
    """A header without blanks and brackets, as words of columns are compared."""
    return _BRACKETS.sub("", re.sub(r"[\s_*:：]+", "", normalise(text))).casefold()


@dataclass(frozen=True)
class _Header:
    row: int
    last: int
    columns: Mapping[str, int]
    unused: tuple[str, ...]


@dataclass
class _Reading:
    grid: Grid
    words: Mapping[str, frozenset[str]]
    vocabulary: Mapping[str, Vocabulary]
    synonyms: Synonyms
    sheet: str
    file: str
    findings: list[Finding] = field(default_factory=list)
    left_out: int = 0

    @cached_property
    def header(self) -> _Header | None:
        """The row, or two of them, that heads most columns and at least title and day."""
        last = min(len(self.grid.rows), _DEEPEST)
        taller = {top for top, _, bottom, _ in self.grid.merges_by_index() if bottom > top}
        found = [
            self._header_at(row, below)
            for row in range(last)
            for below in ((row + 1,) if row in taller else (row, row + 1))
            if below < last
        ]
        found = [one for one in found if {"title", "held_on"} <= one.columns.keys()]
        return max(found, key=lambda one: (len(one.columns), -one.last, one.row), default=None)

    def _header_at(self, row: int, last: int) -> _Header:
        columns: dict[str, int] = {}
        unused = []
        for column in range(self.grid.width):
            texts = [clean_cell_text(self._head(one, column)) for one in range(last, row - 1, -1)]
            target = next((found for text in texts if (found := self._target(text))), "")
            if target and self._is_part(row, last, column):
                target = ""
            if target and target not in columns:
                columns[target] = column
            elif text := next(filter(None, texts), ""):
                unused.append(text)
        return _Header(row, last, columns, tuple(unused))

    def _head(self, row: int, column: int) -> str:
        """What stands over a column, in the merged cell that it lies in."""
        return text_of(self.grid.cell(*self._lefts.get((row, column), (row, column))))

    @cached_property
    def _lefts(self) -> dict[tuple[int, int], tuple[int, int]]:
        """Of cells merged to the right among the first rows, the one in which their text stands."""
        return {
            (top, column): (top, left)
            for top, left, _, right in self.grid.merges_by_index()
            if top < _DEEPEST
            for column in range(left + 1, right + 1)
        }

    def _is_part(self, row: int, last: int, column: int) -> bool:
        """Whether a column is a part of what its head stands for: of several below one head, one adds them up."""
        group = next(
            (
                range(left, right + 1)
                for top, left, _, right in self.grid.merges_by_index()
                if top == row < last and left <= column <= right and right > left
            ),
            range(0),
        )
        parts = {one: header_key(text_of(self.grid.cell(last, one))) for one in group}
        return (
            bool(self._target(self._head(row, column)) and any(parts.values())) and parts[column] not in _SUMS
        )

    def _target(self, text: str) -> str:
        key = header_key(text)
        return next((target for target in COLUMNS if key and key in self.words[target]), "")

    @cached_property
    def _year(self) -> int | None:
        """The year that is spoken of above the table, or in the name of sheet or file."""
        header = self.header
        above = self.grid.rows[: header.row] if header else ()
        texts = [text_of(cell) for row in above for cell in row if not is_blank(cell)]
        for text in (*texts, self.sheet, self.file):
            years = set(_YEAR.findall(text))
            if len(years) == 1:
                return int(years.pop())
        return None

    def read(self, header: _Header) -> EventSheet:
        rows = tuple(self._rows(header))
        heads = {
            target: clean_cell_text(
                text_of(self.grid.cell(header.last, column) or self.grid.cell(header.row, column))
            )
            for target, column in header.columns.items()
        }
        unused = tuple(text for text in header.unused if header_key(text) not in _NUMBERS)
        letters = {target: self.grid.letters(column) for target, column in header.columns.items()}
        return EventSheet(rows, heads, letters, unused, self.left_out, tuple(self.findings))

    def _rows(self, header: _Header) -> Iterator[EventRow]:
        for row in range(header.last + 1, len(self.grid.rows)):
            title = self._text(row, "title")
            if self._heads_another(row):
                self._notice("event-table-below", row, "title")
                return
            if sum(not is_blank(self._cell(row, column)) for column in range(self.grid.width)) < _FEWEST:
                continue  # a blank row, or a line that names a month
            if not title or self._is_none(row, title, first=header.last + 1):
                if not title and not self._is_foot(row):
                    self._notice("event-row-untitled", row, "title")
                    self.left_out += 1
                continue
            held_on = self._day(row)
            if held_on is not None:
                yield self._event(row, title, held_on)

    def _is_none(self, row: int, title: str, *, first: int) -> bool:
        """Whether what stands in the column of titles is none: of a sum, the header again, or an example."""
        before = [normalise(text_of(self.grid.cell(row, column))) for column in range(self._columns["title"])]
        if _NO_EVENT.fullmatch(title) or self._target(title) or any(map(_NO_EVENT.fullmatch, before)):
            return True
        if row != first or not self.synonyms.is_example([title], before):
            return False
        self._notice("event-row-example", row, "title", Severity.INFO, title=title)
        return True

    def _heads_another(self, row: int) -> bool:
        """Whether a row heads other columns than those that are read."""
        found = {
            column: target
            for column in range(self.grid.width)
            if (target := self._target(clean_cell_text(text_of(self.grid.cell(row, column)))))
        }
        own = {column: target for target, column in self._columns.items()}
        return len(set(found.values())) > 1 and any(own.get(column) != one for column, one in found.items())

    def _is_foot(self, row: int) -> bool:
        """Whether a row without a title is a sum or a signature."""
        return any(_NO_EVENT.match(normalise(text_of(cell))) for cell in self.grid.rows[row])

    def _event(self, row: int, title: str, held_on: date) -> EventRow:
        kind, said = self._term(row, "kind", title), self._text(row, "kind")
        if said and not kind:
            self._notice("event-kind-unknown", row, "kind", title=title, value=said)
        return EventRow(
            self._place(row, "title"),
            self.grid.row_number(row),
            title,
            held_on,
            kind,
            self._term(row, "role", ""),
            self._text(row, "place"),
            self._persons(row),
            tuple(_named(self._text(row, "tenants", lines=True))),
        )

    # ---------------------------------------------------------------- cells

    @cached_property
    def _columns(self) -> Mapping[str, int]:
        return self.header.columns if self.header else {}

    def _raw(self, row: int, target: str) -> object:
        """What stands in a cell, or in the merged cell that it lies in."""
        column = self._columns.get(target)
        if column is None:
            return None
        return self._cell(row, column)

    def _cell(self, row: int, column: int) -> object:
        return self.grid.cell(self._tops.get((row, column), row), column)

    @cached_property
    def _tops(self) -> dict[tuple[int, int], int]:
        """Of cells merged downwards below the header, the row in which their value stands."""
        return {
            (row, column): top
            for top, column, bottom, _ in self.grid.merges_by_index()
            for row in range(top + 1, bottom + 1)
        }

    def _is_shared(self, row: int, target: str) -> bool:
        """Whether a cell is merged over several events: how much of it is whose nobody can know."""
        column, tops = self._columns[target], self._tops
        top = tops.get((row, column), row)
        rows = [other for (other, at), first in tops.items() if at == column and first == top]
        return len({self._text(other, "title") for other in (top, *rows)} - {""}) > 1

    def _text(self, row: int, target: str, *, lines: bool = False) -> str:
        text = text_of(self._raw(row, target))
        return text.strip() if lines else clean_cell_text(text)

    def _place(self, row: int, target: str) -> str:
        return f"{self.sheet}!{self.grid.address(row, self._columns[target])}"

    def _notice(
        self, code: str, row: int, target: str, severity: Severity = Severity.WARNING, /, **values: str | int
    ) -> None:
        self.findings.append(Finding(code, severity, self._place(row, target), values))

    def _day(self, row: int) -> date | None:
        """The first day of an event; None where it cannot be read, which is told."""
        raw = self._raw(row, "held_on")
        try:
            return self._read_day(raw)
        except ParseError:
            title, value = self._text(row, "title"), text_of(raw).strip()
            code = "event-day-unread" if value else "event-day-missing"
            self._notice(code, row, "held_on", title=title, value=value)
            self.left_out += 1
            return None

    def _read_day(self, raw: object) -> date:
        if isinstance(raw, float) and self._year and 1 <= raw < 13:
            raw = f"{raw:g}"  # 3.5 is the fifth of March where the year is said above
        if not isinstance(raw, str):
            return parse_date(raw, epoch_1904=self.grid.epoch_1904)
        text = _BRACKETS.sub("", normalise(raw)).strip()
        for told in (text, _RANGE.sub("", text), _TIME.sub("", text), text.partition(" ")[0]):
            try:
                return parse_date(self._with_year(told), epoch_1904=self.grid.epoch_1904)
            except ParseError:
                continue
        raise ParseError("date-unknown", value=text)

    def _with_year(self, text: str) -> str:
        """A day written without its year, with it."""
        yearless = _YEARLESS.fullmatch(text)
        return f"{self._year}-{yearless['month']}-{yearless['day']}" if yearless and self._year else text

    def _persons(self, row: int) -> int | None:
        raw = self._raw(row, "persons")
        if is_blank(raw):
            return None
        if self._is_shared(row, "persons"):
            self._notice(
                "event-persons-merged", row, "persons", title=self._text(row, "title"), value=text_of(raw)
            )
            return None
        bare = _COUNTED_IN.sub("", normalise(text_of(raw)))
        is_one = len(_DIGITS.findall(bare)) == 1 and not has_note_mark(text_of(raw))
        about = _ABOUT.sub("", bare).strip() if is_one else ""
        told = {"title": self._text(row, "title"), "value": text_of(raw)}
        try:
            persons = parse_count(about or raw)
        except ParseError:
            self._notice("event-persons-unread", row, "persons", **told)
            return None
        if about and _ABOUT.search(bare):
            self._notice("event-persons-about", row, "persons", persons=persons, **told)
        return persons

    def _term(self, row: int, target: str, title: str) -> str:
        """The code of a kind or role: of the cell's words, else of a word that stands in them or in the *title*."""
        listed, text = self.vocabulary[f"event_{target}"], self._text(row, target)
        code = listed.find(text) if text else None
        return code or _term_within(listed, text) or _term_within(listed, title)


def _term_within(listed: Vocabulary, text: str) -> str:
    """The term whose word stands in *text*, the longest of several; empty where none does."""
    words = [
        (len(word), code)
        for code, term in listed.terms.items()
        for word in (term.words.zh, *term.synonyms)
        if word in text
    ]
    return max(words)[1] if words else ""


def _named(text: str) -> Iterator[Named]:
    """Those whom a cell names, each with its number where one stands behind it."""
    for part in _BETWEEN.split(text):
        name = _AND_OTHERS.sub("", _NUMBERING.sub("", clean_cell_text(part))).strip()
        counted = _COUNTED.search(name)
        persons = int(counted[1]) if counted else None
        if counted:
            name = name[: counted.start()].strip()
        if name and name not in {"/", "-", "—", "无", "等"}:
            yield Named(name, persons)
