"""A sheet of figures of the incubator itself: each beside or below its name, in the unit and for the period told."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from crm.domain.errors import ParseError
from crm.domain.finding import Finding, Severity
from crm.domain.parsing import parse_amount, unit_from_text
from crm.domain.text import name_key
from crm.intake.grid import is_blank
from crm.intake.hints import units_in
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
    r"上年|去年|同期|同比|增减|增长|备注|说明|行次|代码|编号|序号|year (?:ago|before)|change", re.IGNORECASE
)
"""What heads a column that has no figure of the period."""


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
        return OwnFigures(tuple(one for code, one in found.items() if code not in twice), tuple(findings))

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
        """The figure of a name; None where its cell is blank or there is none, a finding where it cannot be read."""
        place = self._below(label) if self._is_across else self._beside(label)
        if place is None:
            return None
        raw, unit, address = self.grid.cell(*place), self._unit(label), self.grid.address(*place)
        if isinstance(raw, str) and raw.strip().casefold() in self.lexicon.synonyms.blanks:
            return None
        try:
            return OwnFigure(label.indicator.code, parse_amount(raw, unit), unit, address)
        except ParseError:
            return _noticed("own-figure-unread", label, address, value=str(raw))

    def _beside(self, label: _Label) -> tuple[int, int] | None:
        """The first cell to the right that holds a figure of the period."""
        row = label.row
        for column in range(label.column + 1, len(self.grid.rows[row])):
            cell = self.grid.cell(row, column)
            if is_blank(cell) or (isinstance(cell, str) and unit_from_text(cell) is not None):
                continue
            if column in self._columns_of_period or self._may_hold(column):
                return row, column
        return None

    def _may_hold(self, column: int) -> bool:
        """Whether no column is headed by the period, and this one by nothing that speaks against it."""
        if self._columns_of_period:
            return False
        text = " ".join(self._above(column))
        return not _OTHER_COLUMN.search(text) and not self._speaks_of_another(self._above(column))

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
        return [str(cell) for cell in cells if not is_blank(cell)]

    def _below(self, label: _Label) -> tuple[int, int] | None:
        """The cell below in the row of the period; in the only row with figures where none says which it is."""
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
        filled = [row for row in named or rows if not is_blank(self.grid.cell(row, label.column))]
        return (filled[0], label.column) if filled else None

    def _words(self, row: int) -> list[str]:
        """What a row says, up to its first figure: a year alone may stand there as a number."""
        cells = self.grid.rows[row]
        return [str(cell) for cell in cells[:2] if not is_blank(cell)]

    def _unit(self, label: _Label) -> Unit:
        """The unit that the name, a cell of its row, or a line above says; else the one the figure is usual in."""
        usual = label.indicator.unit
        for unit in self._units(label):
            if unit is not None and unit.dimension is usual.dimension:
                return unit
        return usual

    def _units(self, label: _Label) -> Iterator[Unit | None]:
        yield label.head.unit
        if not self._is_across:
            cells = self.grid.rows[label.row][label.column + 1 :]
            yield from (unit_from_text(cell) for cell in cells if isinstance(cell, str))
        yield units_in(self._lines()).get(label.indicator.unit.dimension)
