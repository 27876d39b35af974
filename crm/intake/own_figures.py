"""A sheet of figures of the incubator itself: each beside or below its name, in the unit and for the period told."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from crm.domain.errors import ParseError
from crm.domain.finding import Finding, Severity
from crm.domain.parsing import is_foreign_currency, parse_amount, unit_from_text, unit_words
from crm.domain.quantity import UNITS, Dimension
from crm.domain.text import name_key
from crm.intake.draft import counted_places
from crm.intake.grid import is_blank, text_of
from crm.intake.hints import is_unit_label, is_unit_line, lines_of, units_in
from crm.intake.spoken_period import spoken_period

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from crm.domain.indicators import Indicator
    from crm.domain.period import Period
    from crm.domain.quantity import Unit
    from crm.intake.grid import Grid
    from crm.intake.lexicon import Lexicon
    from crm.intake.synonyms import HeaderText

_OF_WHICH = re.compile(r"^其中[:：]?\s*")
_OTHER_COLUMN = re.compile(
    r"上年|去年|同期|同比|增减|增长|备注|说明|行次|代码|编号|序号|年初|期初|上期|上月|上季|计划|预算|目标|预计|预期|"
    r"占比|比重|完成率|year (?:ago|before)|change|opening|budget|plan",
    re.IGNORECASE,
)
"""What heads a column that has no figure of the period."""
_YEAR = re.compile(r"(?:19|20)\d{2}")
_OF_LENGTH = (
    (re.compile(r"[本当]月"), {1}),
    (re.compile(r"[本当]季"), {3}),
    (re.compile(r"累计|全年|年初至今|year.?to.?date|ytd", re.IGNORECASE), set[int]()),
)
"""What heads a column of a month, a quarter, or what has added up since January: how many months that lasts."""


@dataclass(frozen=True, slots=True)
class OwnFigure:
    """A figure as it was read: in smallest units, the unit it was written in, and its cell."""

    indicator: str
    value: int
    unit: Unit
    cell: str


@dataclass(frozen=True, slots=True)
class OwnFigures:
    """What a sheet has for a period, in the order of the sheet, and what was noticed on the way."""

    figures: tuple[OwnFigure, ...]
    findings: tuple[Finding, ...]


def read_own_figures(
    grid: Grid, lexicon: Lexicon, stated: Mapping[str, Indicator], period: Period
) -> OwnFigures:
    """The figures of *period* for the indicators that are *stated*: a blank is none, what is doubtful is left out."""
    return _Reading(grid, lexicon, stated, period).read()


def _noticed(code: str, label: _Label, where: str, **values: str) -> Finding:
    return Finding(code, Severity.WARNING, where, {"indicator": label.indicator.code, **values})


def _is_number(cell: object) -> bool:
    return isinstance(cell, (int, float)) and not isinstance(cell, bool)


def _said(cell: object) -> str:
    """What a cell that heads a row or column says; a year alone is a year."""
    text = str(cell).strip()
    return f"{text}年" if _YEAR.fullmatch(text) else text


@dataclass(frozen=True, slots=True)
class _Label:
    row: int
    column: int
    indicator: Indicator
    head: HeaderText


@dataclass
class _Reading:
    grid: Grid
    lexicon: Lexicon
    stated: Mapping[str, Indicator]
    period: Period
    assumed: list[str] = field(default_factory=list)
    """The cells of amounts whose unit nobody names."""
    _columns_read: set[int] = field(default_factory=set)

    def read(self) -> OwnFigures:
        other = self._other_period()
        if other:
            values = {"period": self.period.code, "said": other}
            return OwnFigures((), (Finding("own-figures-other-period", Severity.WARNING, values=values),))
        findings: list[Finding] = []
        found: dict[str, OwnFigure] = {}
        twice: set[str] = set()
        for label in self.labels:
            figure = self._figure(label)
            if isinstance(figure, Finding):
                findings.append(figure)
            elif figure is not None:
                before = found.setdefault(figure.indicator, figure)
                if before.value != figure.value:
                    twice.add(figure.indicator)
                    findings.append(_noticed("own-figure-twice", label, figure.cell, other=before.cell))
        findings += [*self._below_zero(found), *self._unknown(found)]
        if self.assumed:
            words = unit_words(UNITS["yuan"])
            told = {"unit_zh": words.zh, "unit_en": words.en} | counted_places(self.assumed)
            findings.append(Finding("own-figures-unit-assumed", Severity.WARNING, self.assumed[0], told))
        return OwnFigures(tuple(one for code, one in found.items() if code not in twice), tuple(findings))

    def _below_zero(self, found: Mapping[str, OwnFigure]) -> Iterator[Finding]:
        """A warning for each figure that is below zero and is not as a rule."""
        for code, figure in found.items():
            if figure.value < 0 and not self.stated[code].is_signed:
                name = self.stated[code].name
                values = {"zh": name.zh, "en": name.en} | counted_places([figure.cell])
                yield Finding("figure-negative", Severity.WARNING, figure.cell, values)

    def _other_period(self) -> str:
        """What the lines above the figures say where they speak of another period and nothing speaks of this one."""
        if not self.labels or self._is_across or self._columns_of_period:
            return ""
        lines = [text for text in self._lines() if spoken_period([text]).says_something]
        if any(spoken_period([text]).names(self.period) for text in lines):
            return ""
        return lines[0] if lines else ""

    def _lines(self) -> list[str]:
        """The texts above the first name, and beside it."""
        first = min(label.row for label in self.labels)
        return [str(cell) for row in self.grid.rows[: first + 1] for cell in row if isinstance(cell, str)]

    @cached_property
    def labels(self) -> list[_Label]:
        """The cells that name a figure, from above."""
        return [
            label
            for row, cells in enumerate(self.grid.rows)
            for column, cell in enumerate(cells)
            if isinstance(cell, str) and (label := self._label(row, column, cell)) is not None
        ]

    def _label(self, row: int, column: int, text: str) -> _Label | None:
        head = self.lexicon.read_header(text)
        bare = self.lexicon.read_header(_OF_WHICH.sub("", text.strip()))
        for key in (name_key(text), head.key, bare.key):
            indicator = self.stated.get(self._codes.get(key, ""))
            if indicator is not None:
                return _Label(row, column, indicator, head)
        return None

    @cached_property
    def _codes(self) -> dict[str, str]:
        """The keys of all names, also of those that begin with “of which” without it."""
        codes = dict(self.lexicon.figures)
        for code, indicator in self.stated.items():
            codes.setdefault(name_key(_OF_WHICH.sub("", indicator.name.zh)), code)
        return codes

    @cached_property
    def _is_across(self) -> bool:
        """Whether the names head columns: more of them stand side by side than below one another."""
        rows = Counter(label.row for label in self.labels)
        columns = Counter(label.column for label in self.labels)
        return max(rows.values()) > max(columns.values())

    def _figure(self, label: _Label) -> OwnFigure | Finding | None:
        """The figure of a name; None where its cell is blank or there is none, a finding where it cannot be read.

        Of several cells that might hold it none is taken, unless one alone is a figure, or all are the same.
        """
        places = self._below(label) if self._is_across else self._beside(label)
        filled = [place for place in places if not self._is_left_out(self.grid.cell(*place))]
        read = [(figure, place) for place in filled if (figure := self._read(label, place)) is not None]
        if not filled:
            return None
        if not read:
            raw, address = self.grid.cell(*filled[0]), self.grid.address(*filled[0])
            return _noticed(
                "own-figure-unread", label, address, value=f"{raw} {self._other_unit(label)}".strip()
            )
        first, place = read[0]
        if len({figure.value for figure, _ in read}) > 1:
            cells = ", ".join(figure.cell for figure, _ in read)
            return _noticed("own-figure-several", label, first.cell, cells=cells, period=self.period.code)
        self._note_unit(label, place)
        self._columns_read.add(place[1])
        return first

    def _is_left_out(self, raw: object) -> bool:
        """Whether a cell says with a dash that there is nothing."""
        return isinstance(raw, str) and raw.strip().casefold() in self.lexicon.synonyms.blanks

    def _read(self, label: _Label, place: tuple[int, int]) -> OwnFigure | None:
        raw, unit = self.grid.cell(*place), self._unit(label, place) or label.indicator.unit
        if self._other_unit(label):
            return None
        try:
            return OwnFigure(label.indicator.code, parse_amount(raw, unit), unit, self.grid.address(*place))
        except ParseError:
            return None

    def _other_unit(self, label: _Label) -> str:
        """What stands beside a name, most of all in a column of units, and is no unit of it: a foreign currency."""
        if self._is_across:
            return ""
        cells = self.grid.rows[label.row][label.column + 1 :]
        foreign = (cell for cell in cells if isinstance(cell, str) and unit_from_text(cell) is None)
        for text in filter(is_foreign_currency, foreign):
            return text
        for column in self._columns_of_units:
            text = text_of(self.grid.cell(label.row, column)).strip()
            unit = unit_from_text(text)
            is_unit = unit is not None and unit.dimension is label.indicator.unit.dimension
            if text and not is_unit and not any(map(str.isdigit, text)):
                return text
        return ""

    @cached_property
    def _columns_of_units(self) -> list[int]:
        """The columns headed by the word unit."""
        return [
            column
            for column in range(self.grid.width)
            if any(is_unit_label(text) for text in self._above(column))
        ]

    def _unknown(self, found: Mapping[str, OwnFigure]) -> Iterator[Finding]:
        """One note on the lines whose name is none that is known, though a number stands where the figures are."""
        if not found or self._is_across:
            return
        columns = self._columns_read
        named = {label.row for label in self.labels}
        left = min(label.column for label in self.labels)
        lines = [
            (row, text)
            for row in range(min(named) + 1, len(self.grid.rows))
            if row not in named and isinstance(text := self.grid.cell(row, left), str) and text.strip()
            if any(_is_number(self.grid.cell(row, column)) for column in columns)
        ]
        if lines:
            told = {"names": "、".join(text.strip() for _, text in lines)}
            places = counted_places([self.grid.address(row, left) for row, _ in lines])
            yield Finding(
                "own-figures-unknown", Severity.INFO, str(places["cells"]).split(",")[0], {**told, **places}
            )

    def _note_unit(self, label: _Label, place: tuple[int, int]) -> None:
        """Remember an amount of money that names no unit, in its cell or anywhere about it."""
        raw, usual = self.grid.cell(*place), label.indicator.unit
        if usual.dimension is not Dimension.MONEY or self._unit(label, place) is not None:
            return
        names_its_own = parse_amount(raw, usual) == parse_amount(raw, UNITS["ten_thousand_yuan"])
        if not names_its_own:
            self.assumed.append(self.grid.address(*place))

    def _beside(self, label: _Label) -> list[tuple[int, int]]:
        """The cells to the right, up to the next name, that may hold a figure of the period."""
        row = label.row
        names = (other.column for other in self.labels if other.row == row and other.column > label.column)
        return [
            (row, column)
            for column in range(label.column + 1, min(names, default=len(self.grid.rows[row])))
            if not is_blank(cell := self.grid.cell(row, column))
            and not (isinstance(cell, str) and unit_from_text(cell) is not None)
            and (column in self._columns_of_period or self._may_hold(column))
        ]

    def _may_hold(self, column: int) -> bool:
        """Whether no column is headed by the period, and this one by nothing that speaks against it."""
        if self._columns_of_period:
            return False
        text = " ".join(self._above(column))
        if _OTHER_COLUMN.search(text) or self._is_of_other_length(text):
            return False
        return not self._speaks_of_another(self._above(column))

    def _is_of_other_length(self, text: str) -> bool:
        """Whether a head speaks of a month, a quarter or the year to date, and the period is none such."""
        own = self.period.kind.months
        to_date = {own} if self.period.start.month == 1 else set[int]()
        return any(own not in (months or to_date) for pattern, months in _OF_LENGTH if pattern.search(text))

    @cached_property
    def _columns_of_period(self) -> frozenset[int]:
        """The columns headed by the period itself."""
        return frozenset(
            column
            for column in range(self.grid.width)
            if any(spoken_period([text]).period == self.period for text in self._above(column))
            and not _OTHER_COLUMN.search(" ".join(self._above(column)))
        )

    def _speaks_of_another(self, texts: Sequence[str]) -> bool:
        spoken = [one for one in (spoken_period([text]) for text in texts) if one.says_something]
        return any(not one.names(self.period) for one in spoken)

    def _above(self, column: int) -> list[str]:
        """The texts over a column, above the first name; what stands in the first column is the sheet's title."""
        first = min(label.row for label in self.labels)
        left = min(label.column for label in self.labels)
        cells = (self.grid.cell(row, column) for row in range(first) if column > left)
        return [_said(cell) for cell in cells if not is_blank(cell)]

    def _below(self, label: _Label) -> list[tuple[int, int]]:
        """The cells below in the rows of the period; in all rows with figures where none says which it is."""
        rows = [
            row
            for row in range(label.row + 1, len(self.grid.rows))
            if not self._speaks_of_another(self._words(row))
        ]
        named = [
            row
            for row in rows
            if any(spoken_period([text]).period == self.period for text in self._words(row))
        ]
        cells = ((row, self.grid.cell(row, label.column)) for row in named or rows)
        return [
            (row, label.column)
            for row, cell in cells
            if not is_blank(cell) and not (isinstance(cell, str) and unit_from_text(cell) is not None)
        ]

    def _words(self, row: int) -> list[str]:
        """What a row says, up to its first figure: a year alone may stand there as a number."""
        cells = self.grid.rows[row]
        said = [*map(_said, cells[:1]), *map(str, cells[1:2])]
        return [text for text, cell in zip(said, cells, strict=False) if not is_blank(cell)]

    def _unit(self, label: _Label, place: tuple[int, int]) -> Unit | None:
        """The unit that the name, a cell of its row, the head of the column, or a line above says; None where none."""
        dimension = label.indicator.unit.dimension
        return next(
            (unit for unit in self._units(label, place) if unit and unit.dimension is dimension), None
        )

    def _units(self, label: _Label, place: tuple[int, int]) -> Iterator[Unit | None]:
        yield label.head.unit
        if self._is_across:
            below = (self.grid.cell(row, label.column) for row in range(label.row + 1, place[0]))
            yield from (unit_from_text(cell) for cell in below if isinstance(cell, str))
        else:
            cells = self.grid.rows[label.row][label.column + 1 :]
            yield from (unit_from_text(cell) for cell in cells if isinstance(cell, str))
            heads = reversed(self._above(place[1]))
            yield from (self.lexicon.read_header(text).unit or unit_from_text(text) for text in heads)
        first = min(one.row for one in self.labels)
        texts = [[cell for cell in row if isinstance(cell, str)] for row in self.grid.rows[: first + 1]]
        above = lines_of(cell for row in texts[:-1] for cell in row)
        yield units_in([*above, *texts[-1]]).get(label.indicator.unit.dimension)
        last = max(one.row for one in self.labels)
        rows = self.grid.rows[last + 1 :]
        notes = [cell for row in rows for cell in row if isinstance(cell, str) and is_unit_line(cell)]
        yield units_in(notes).get(label.indicator.unit.dimension)
