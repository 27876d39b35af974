"""Where a table begins: the rows of its header, whatever stands above it, and what each column is called."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, time
from typing import TYPE_CHECKING

from crm.domain.errors import ParseError
from crm.domain.parsing import is_foreign_currency, unit_from_text
from crm.domain.text import clean_cell_text
from crm.intake.grid import is_blank, text_of
from crm.intake.hints import is_unit_label, is_unit_line, lines_of, units_in
from crm.intake.spoken_period import SpokenPeriod, spoken_period

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from crm.domain.period import Period
    from crm.domain.quantity import Dimension, Unit
    from crm.intake.grid import Grid, Merge
    from crm.intake.lexicon import Lexicon

_DEEPEST = 40
"""A header stands in the first rows, however long its preface."""
_TALLEST = 4
_LOWEST = 12
"""Rows at the end of a sheet in which a note may name the unit."""
_LONGEST_HEADER = 60
_FIGURE = re.compile(r"[-+]?[\d.,:/%-]+")
_MANY_DIGITS = re.compile(r"\d{5,}")
_PREFACE = re.compile(r"附件|附表|表号|[^:：]{2,10}[:：]")


@dataclass(frozen=True, slots=True)
class ColumnHead:
    """A column's place and its header; a header of several levels is written ``parent_child``."""

    index: int
    letters: str
    levels: tuple[str, ...]

    @property
    def text(self) -> str:
        """The whole header on one line; empty where the column has none."""
        return "_".join(self.levels)


@dataclass(frozen=True, slots=True)
class HeaderGuess:
    """The header that was found, row indexes counted from 0, and how sure that is (0 to 1).

    ``above`` are the texts over it, ``units`` and ``spoken`` what they say.
    """

    header_rows: range
    columns: tuple[ColumnHead, ...]
    confidence: float
    above: tuple[str, ...] = ()
    units: Mapping[Dimension, Unit] = field(default_factory=dict)
    spoken: SpokenPeriod = field(default_factory=SpokenPeriod)

    @property
    def period(self) -> Period | None:
        """The period that the texts above name."""
        return self.spoken.period

    @property
    def first_data_row(self) -> int:
        """The index of the row after the header."""
        return self.header_rows.stop


@dataclass(frozen=True, slots=True)
class HeaderChoice:
    """The row, counted from 0, where the user says that the header begins, and how many rows it has.

    Without a ``height`` it reaches as far as merged cells and lower levels do.
    """

    top: int
    height: int | None = None


def find_header(grid: Grid, lexicon: Lexicon, told: HeaderChoice | None = None) -> HeaderGuess:
    """The header of the table in *grid*: known words count most, then that it is text over columns of values.

    The user's own choice is taken as it is *told*. Raises ParseError ``header-not-found``.
    """
    deepest = _DEEPEST + _TALLEST + (told.top if told else 0)
    merges = [merge for merge in grid.merges_by_index() if merge[0] < deepest]
    search = _Search(grid, merges, grid.width, lexicon)
    if told is not None and told.top < len(grid.rows):
        bottom = search.last_row(told.top) if told.height is None else told.top + told.height - 1
        rows = range(told.top, min(bottom, len(grid.rows) - 1) + 1)
        return _guess(grid, rows, search.heads(rows), confidence=1.0)
    best = search.best()
    if best is None:
        raise ParseError("header-not-found", rows=len(grid.rows))
    return _guess(grid, best.rows, best.heads, confidence=best.confidence)


def header_score(grid: Grid, lexicon: Lexicon) -> float:
    """How much the best header of *grid* is worth, to compare sheets by; 0 where there is none."""
    merges = [merge for merge in grid.merges_by_index() if merge[0] < _DEEPEST + _TALLEST]
    best = _Search(grid, merges, grid.width, lexicon).best()
    return best.score if best else 0.0


def _guess(grid: Grid, rows: range, heads: Iterable[tuple[str, ...]], *, confidence: float) -> HeaderGuess:
    cells = (value for row in grid.rows[: rows.start] for value in row if not is_blank(value))
    above = tuple(clean_cell_text(text_of(value)) for value in cells)
    units = units_in(lines_of(above))
    below = grid.rows[max(rows.stop, len(grid.rows) - _LOWEST) :]
    footers = [clean_cell_text(text_of(value)) for row in below for value in row if isinstance(value, str)]
    return HeaderGuess(
        header_rows=rows,
        columns=tuple(ColumnHead(index, grid.letters(index), levels) for index, levels in enumerate(heads)),
        confidence=confidence,
        above=above,
        units={**units_in(filter(is_unit_line, footers)), **units},
        spoken=spoken_period(above),
    )


@dataclass(frozen=True, slots=True)
class _Candidate:
    """Rows that may be the header: ``known`` of their ``named`` columns are words of the trade."""

    rows: range
    heads: tuple[tuple[str, ...], ...]
    named: int
    known: int
    figures: int
    support: float

    @property
    def score(self) -> float:
        """Worth of the candidate; of two equal ones the upper is the header, the lower a repetition of it."""
        doubles = self.named - len(set(filter(None, self.heads)))
        likeness = 10 * self.known + min(self.named, 30) + 5 * self.support
        return likeness - 4 * self.figures - doubles - 0.2 * self.rows.start

    @property
    def is_sure(self) -> bool:
        """Whether nothing below can be the header instead."""
        return self.known >= 3 and self.known * 2 >= self.named and not self.figures

    @property
    def confidence(self) -> float:
        """How sure the guess is, 0 to 1."""
        return round((0.4 + 0.6 * self.known / self.named) * (1 - min(1.0, self.figures / self.named)), 2)


@dataclass(frozen=True, slots=True)
class _Search:
    """The sheet in which a header is looked for; ``merges`` by index."""

    grid: Grid
    merges: Sequence[Merge]
    width: int
    lexicon: Lexicon

    def best(self) -> _Candidate | None:
        """The likeliest header of the first rows; None where none can be one."""
        best: _Candidate | None = None
        for top in range(min(len(self.grid.rows), _DEEPEST)):
            candidate = self.candidate(top)
            if candidate and (best is None or candidate.score > best.score):
                best = candidate
                if best.is_sure:
                    break
        return best

    def candidate(self, top: int) -> _Candidate | None:
        """The header that would begin at row *top*, or None where that row cannot begin one."""
        filled = self.filled(top)
        if not filled or self.is_preface(top, filled):
            return None
        rows = range(top, self.last_row(top) + 1)
        heads = self.heads(rows)
        named = list(filter(None, heads))
        if not named or (len(named) > 1 and len(set(named)) == 1):  # marks alone, or a title over its table
            return None
        candidate = _Candidate(
            rows=rows,
            heads=heads,
            named=len(named),
            known=sum(map(self.is_known, named)),
            figures=sum(
                _is_figure(self.grid.cell(row, column)) for row in rows for column in self.filled(row)
            ),
            support=self.support(rows.stop, heads),
        )
        if candidate.known == 0 and (len(named) < 2 or candidate.figures or candidate.support < 0.5):
            return None
        return candidate if candidate.score > 0 else None

    def filled(self, row: int) -> list[int]:
        """The columns of *row* that are not blank."""
        return [column for column, value in enumerate(self.grid.rows[row]) if not is_blank(value)]

    def is_known(self, levels: Sequence[str]) -> bool:
        """Whether a header, or its lowest level, is a word of the trade."""
        read, known = self.lexicon.read_header, self.lexicon.known
        return read("_".join(levels)).key in known or read(levels[-1]).key in known

    def is_preface(self, row: int, filled: Sequence[int]) -> bool:
        """Whether *row* says something about the table, such as who fills it in."""
        texts = [_head_text(self.grid.cell(row, column)) for column in filled]
        unknown = [text for text in texts if not self.is_known((text,))]
        return len(unknown) * 2 > len(texts) and any(map(_PREFACE.match, unknown))

    def support(self, first: int, heads: Sequence[tuple[str, ...]]) -> float:
        """The share of the named columns that hold something in the few rows from *first* on."""
        named = [column for column, levels in enumerate(heads) if levels]
        below = range(first, min(first + 4, len(self.grid.rows)))
        held = {column for row in below for column in self.filled(row)}
        return len(held.intersection(named)) / len(named)

    def last_row(self, top: int) -> int:
        """The last row of a header beginning at *top*: merged cells, lower levels and units lengthen it."""
        last = top
        limit = min(top + _TALLEST, len(self.grid.rows)) - 1
        while last < limit:
            reach = max((bottom for first, _, bottom, _ in self.merges if top <= first <= last), default=last)
            if reach > last:
                last = min(reach, limit)
            elif (
                self.is_lower_level(last)
                or self.is_row_of_units(last + 1)
                or self.is_row_of_periods(last + 1)
            ):
                last += 1
            else:
                break
        return last

    def is_row_of_units(self, row: int) -> bool:
        """Whether *row* holds nothing but units, behind a cell perhaps that says so or has none."""
        texts = [text_of(self.grid.cell(row, column)) for column in self.filled(row)]
        if texts and (is_unit_label(texts[0]) or texts[0].strip() in self.lexicon.synonyms.blanks):
            texts = texts[1:]
        units = sum(unit_from_text(text) is not None for text in texts)
        foreign = sum(map(is_foreign_currency, texts))  # which is told of its column
        return len(texts) > 1 and units > 0 and units + foreign == len(texts)

    def is_row_of_periods(self, row: int) -> bool:
        """Whether *row* says nothing but that its columns are of this period, as 本期（万元） does."""
        texts = [_head_text(self.grid.cell(row, column)) for column in self.filled(row)]
        words = {word for words in self.lexicon.synonyms.now.values() for word in words}
        return len(texts) > 1 and all(self.lexicon.read_header(text).key in words for text in texts)

    def is_lower_level(self, row: int) -> bool:
        """Whether the row below *row* names the parts of its groups, and nothing but them.

        A group is a cell merged over several columns, or one with blank cells to its right and cells below both: WPS
        loses merged cells. A record would have cells under columns that are no groups. A title is no group.
        """
        upper, lower = set(self.filled(row)), set(self.filled(row + 1))
        if len(upper) < 2 or any(_is_figure(self.grid.cell(row + 1, column)) for column in lower):
            return False
        grouped: set[int] = set()
        for group in self.groups(row, upper=upper, lower=lower):
            if len(lower.intersection(group)) > 1:
                grouped.update(group)
        return bool(lower) and lower <= grouped

    def groups(self, row: int, *, upper: set[int], lower: set[int]) -> list[range]:
        """The columns that each cell of *row* stands over, if more than one."""
        merged = [
            range(left, right + 1) for top, left, _, right in self.merges if top == row and right > left
        ]
        taken = {column for group in merged for column in group}
        for column in sorted((upper & lower) - taken):
            end = column + 1
            while end in lower and end not in upper:
                end += 1
            merged.append(range(column, end))
        return merged

    def heads(self, rows: range) -> tuple[tuple[str, ...], ...]:
        """The header of each column: its levels from top to bottom, each once."""
        levels = [self.level(row, rows) for row in rows]
        return tuple(_without_repeats(parts) for parts in zip(*levels, strict=True))

    def level(self, row: int, rows: range) -> list[str]:
        """The texts of one header row: merged cells wherever they reach, a group over all its parts."""
        texts = [_head_text(self.grid.cell(row, column)) for column in range(self.width)]
        for top, left, bottom, right in self.merges:
            if rows.start <= top <= row <= bottom and left >= 0:
                group = range(left, min(right + 1, self.width))
                texts[group.start : group.stop] = [_head_text(self.grid.cell(top, left))] * len(group)
        if row + 1 < rows.stop:
            below = set(self.filled(row + 1))
            for column in range(1, self.width):
                if not texts[column] and {column - 1, column} <= below:
                    texts[column] = texts[column - 1]
        return texts


def _is_figure(value: object) -> bool:
    """Whether a cell looks like a value rather than the name of a column."""
    if isinstance(value, str):
        text = value.strip()
        return bool(_FIGURE.fullmatch(text) or _MANY_DIGITS.search(text)) or len(text) > _LONGEST_HEADER
    return isinstance(value, (int, float, date, time))


def _head_text(value: object) -> str:
    return " ".join(clean_cell_text(text_of(value)).split())


def _without_repeats(texts: Iterable[str]) -> tuple[str, ...]:
    parts: list[str] = []
    for text in texts:
        if text and (not parts or parts[-1] != text):
            parts.append(text)
    return tuple(parts)
