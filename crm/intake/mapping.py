"""Which column holds what: by known headers first, by near ones only where no figure can go wrong, or as told."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from crm.domain.errors import ParseError
from crm.domain.fields import FieldKind
from crm.domain.finding import Finding, Severity
from crm.domain.parsing import unit_from_text, unit_words
from crm.domain.quantity import UNITS, Dimension
from crm.domain.text import name_key
from crm.intake.grid import is_blank
from crm.intake.hints import period_in, without_period
from crm.intake.lexicon import IDENTITY, SheetKind
from crm.intake.values import column_reader, without_booleans

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from crm.domain.period import Period
    from crm.domain.quantity import Unit
    from crm.intake.grid import Grid
    from crm.intake.header import ColumnHead, HeaderGuess
    from crm.intake.lexicon import Lexicon, Target

_LOWER_LEVEL = 0.9
_NEAR = 0.85
"""Likeness from which a header is near a known one: one character more or less in seven."""
_LEAST = 0.5
_SAMPLED_ROWS = 60
_SAMPLES = 12
_READABLE = frozenset(FieldKind) - {FieldKind.TEXT, FieldKind.CODE, FieldKind.PHONE, FieldKind.EMAIL}
"""Kinds whose values are told from others by reading a few."""


class UnitSource(Enum):
    """Where a column's unit comes from; an assumed one is the unit in which the field or indicator is usual."""

    TOLD = "told"
    HEADER = "header"
    TITLE = "title"
    ASSUMED = "assumed"


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """What a column was taken for: ``field`` is a field's or indicator's code, None where it was not taken.

    ``ignored`` columns only number the rows, or were left out by the user. ``suggestion`` is a figure whose header is
    near; it is never taken without being told.
    """

    index: int
    letters: str
    header: str
    field: str | None = None
    confidence: float = 0.0
    unit: Unit | None = None
    unit_source: UnitSource | None = None
    ignored: bool = False
    suggestion: str | None = None


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """What the user decides about columns, each named by its letters or its header.

    ``fields`` gives a column's field (a code or a label; empty leaves the column out), ``units`` its unit.
    """

    fields: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)


NO_CHOICE = ColumnChoice()


@dataclass(frozen=True, slots=True)
class MappedColumns:
    """Every column of a sheet, in order, with what was noticed on the way."""

    columns: tuple[ColumnMap, ...]
    findings: tuple[Finding, ...]

    def indexes(self, codes: Iterable[str]) -> frozenset[int]:
        """The columns that were taken for one of *codes*."""
        wanted = set(codes)
        return frozenset(column.index for column in self.columns if column.field in wanted)


@dataclass(frozen=True, slots=True)
class _Guess:
    """A column that may hold a target."""

    column: int
    target: str
    confidence: float


def map_columns(
    grid: Grid,
    header: HeaderGuess,
    lexicon: Lexicon,
    *,
    kind: SheetKind,
    choice: ColumnChoice = NO_CHOICE,
    period: Period | None = None,
) -> MappedColumns:
    """Decide what each column holds; no target twice, the best column wins.

    *period* is the one the sheet is for: a header that speaks of another one is not taken. Raises ParseError
    ``map-column-unknown``, ``map-field-unknown``, ``map-field-twice``, ``unit-unknown``, ``unit-of-other-kind``,
    ``identity-not-mapped``.
    """
    mapper = _Mapper(grid, header, lexicon, kind, period)
    told = _told_fields(header, choice.fields, mapper)
    fields = {column: _Guess(column, code, 1.0) for column, code in told.items() if code}
    guesses = [guess for head in header.columns if head.index not in told for guess in mapper.guesses(head)]
    taken = {guess.target for guess in fields.values()}
    for guess in sorted(guesses, key=lambda guess: (-guess.confidence, guess.column)):
        if guess.target not in taken and guess.column not in fields and guess.confidence >= _LEAST:
            fields[guess.column] = guess
            taken.add(guess.target)
    if taken.isdisjoint(IDENTITY):
        raise ParseError("identity-not-mapped", headers=", ".join(head.text for head in header.columns))
    units = {_column_named(name, header, lexicon): unit for name, unit in choice.units.items()}
    left_out = frozenset(column for column, code in told.items() if not code)
    columns = tuple(
        mapper.column(
            head, fields.get(head.index), unit=units.get(head.index), left_out=head.index in left_out
        )
        for head in header.columns
    )
    return MappedColumns(columns, tuple(_findings(columns, header, grid=grid, mapper=mapper)))


@dataclass(frozen=True, slots=True)
class _Mapper:
    grid: Grid
    header: HeaderGuess
    lexicon: Lexicon
    kind: SheetKind
    period: Period | None

    @property
    def targets(self) -> Mapping[str, Target]:
        """What a column may hold, by code."""
        return self.lexicon.targets[self.kind]

    def guesses(self, head: ColumnHead) -> Iterator[_Guess]:
        """What the column may hold, by its header; its values lower the confidence where they cannot be read."""
        code, confidence = self.known(head)
        if code is None:
            code, confidence = self.near(head)
        if code is None or (confidence < 1 and self.targets[code].is_indicator and confidence < _LOWER_LEVEL):
            return
        target = self.targets[code]
        unit = self.unit_in_header(head)
        if unit is not None and (target.unit is None or target.unit.dimension is not unit.dimension):
            return
        yield _Guess(head.index, code, round(confidence * (0.6 + 0.4 * self.readable(head, target)), 2))

    def known(self, head: ColumnHead) -> tuple[str | None, float]:
        """The target that the header names exactly, or its lowest level if the levels above change nothing."""
        headers = self.lexicon.headers[self.kind]
        text = head.text
        if period_in([text]) is not None:
            if period_in([text]) != self.period:
                return None, 0.0
            text = without_period(text)
        code = headers.get(self.lexicon.read_header(text).key)
        if code is not None:
            return code, 1.0
        if len(head.levels) > 1 and not self.qualifiers(text):
            code = headers.get(self.lexicon.read_header(head.levels[-1]).key)
        return code, _LOWER_LEVEL

    def near(self, head: ColumnHead) -> tuple[str | None, float]:
        """The target whose header is almost this one; none where a word in it would make it another figure."""
        key = self.lexicon.read_header(head.text).key
        if len(key) < 3 or key in self.lexicon.synonyms.ignored:
            return None, 0.0
        from rapidfuzz import fuzz, process  # 35 ms of import: only where a header is unknown

        headers = self.lexicon.headers[self.kind]
        found = process.extractOne(key, headers.keys(), scorer=fuzz.ratio, score_cutoff=100 * _NEAR)
        if found is None or self.qualifiers(key) - self.qualifiers(found[0]):
            return None, 0.0
        return headers[found[0]], round(_LOWER_LEVEL * found[1] / 100, 2)

    def qualifiers(self, text: str) -> set[str]:
        """The words in a header that make another figure of it, such as 上年."""
        key = name_key(text)
        return {word for word in self.lexicon.synonyms.qualifiers if word in key}

    def unit_in_header(self, head: ColumnHead) -> Unit | None:
        """The unit that the header names, its lowest level first."""
        units = (self.lexicon.read_header(level).unit for level in reversed(head.levels))
        return next(filter(None, units), None)

    def readable(self, head: ColumnHead, target: Target) -> float:
        """The share of a few values of the column that can be read as *target*; 1 where that says nothing."""
        if target.kind not in _READABLE:
            return 1.0
        first = self.header.first_data_row
        rows = range(first, min(first + _SAMPLED_ROWS, len(self.grid.rows)))
        column = (self.grid.cell(row, head.index) for row in rows)
        cells = [cell for cell in column if not is_blank(cell)][:_SAMPLES]
        if not cells:
            return 1.0
        reader = column_reader(target, unit=target.unit, lexicon=self.lexicon)
        values = reader.read(without_booleans(cells))
        if target.kind is FieldKind.NAME:  # anything is a text, but a name is no number
            return sum(isinstance(cell, str) and not cell.isdecimal() for cell in cells) / len(cells)
        return sum(value is not None for value in values) / len(cells)

    def column(
        self, head: ColumnHead, guess: _Guess | None, *, unit: str | None, left_out: bool
    ) -> ColumnMap:
        """The column as it is taken."""
        ignored = left_out or self.lexicon.read_header(head.text).key in self.lexicon.synonyms.ignored
        if guess is None:
            near, _ = (None, 0.0) if ignored else self.near(head)
            suggestion = near if near is not None and self.targets[near].is_indicator else None
            return ColumnMap(head.index, head.letters, head.text, ignored=ignored, suggestion=suggestion)
        target = self.targets[guess.target]
        taken, source = self.unit(head, target, told=unit)
        return ColumnMap(head.index, head.letters, head.text, guess.target, guess.confidence, taken, source)

    def unit(
        self, head: ColumnHead, target: Target, *, told: str | None
    ) -> tuple[Unit | None, UnitSource | None]:
        """The unit of the column's amounts: as told, as its header or the title says, else the usual one."""
        usual = target.unit
        if usual is None:
            return None, None
        if told is not None:
            return _told_unit(told, usual), UnitSource.TOLD
        named = self.unit_in_header(head)
        if named is not None:
            return named, UnitSource.HEADER
        if usual.dimension in self.header.units and usual.dimension is not Dimension.COUNT:
            return self.header.units[usual.dimension], UnitSource.TITLE
        return usual, UnitSource.ASSUMED


def _told_unit(text: str, usual: Unit) -> Unit:
    unit = UNITS.get(text) or unit_from_text(text)
    if unit is None:
        raise ParseError("unit-unknown", text=text)
    if unit.dimension is not usual.dimension:
        words = unit_words(usual)
        raise ParseError("unit-of-other-kind", text=text, unit_zh=words.zh, unit_en=words.en)
    return unit


def _told_fields(header: HeaderGuess, fields: Mapping[str, str], mapper: _Mapper) -> dict[int, str]:
    """Column → the target that the user gives it, empty where the column is to be left out."""
    told: dict[int, str] = {}
    for name, wanted in fields.items():
        code = _target_named(wanted, mapper) if wanted.strip() else ""
        if code and code in told.values():
            raise ParseError("map-field-twice", field=wanted)
        told[_column_named(name, header, mapper.lexicon)] = code
    return told


def _target_named(text: str, mapper: _Mapper) -> str:
    """The target with this code, label or known header."""
    if text in mapper.targets:
        return text
    code = mapper.lexicon.headers[mapper.kind].get(mapper.lexicon.read_header(text).key)
    if code is None:
        raise ParseError("map-field-unknown", field=text)
    return code


def _column_named(name: str, header: HeaderGuess, lexicon: Lexicon) -> int:
    """The column with this header, as it is written or by its key; else the one with these letters."""
    for head in header.columns:
        if head.text == name.strip():
            return head.index
    key = lexicon.read_header(name).key
    for head in header.columns:
        if key and lexicon.read_header(head.text).key == key:
            return head.index
    for head in header.columns:
        if head.letters == name.strip().upper():
            return head.index
    raise ParseError("map-column-unknown", column=name)


def _findings(
    columns: Iterable[ColumnMap], header: HeaderGuess, *, grid: Grid, mapper: _Mapper
) -> Iterator[Finding]:
    for column in columns:
        where = grid.address(header.header_rows.stop - 1, column.index)
        unit = column.unit
        if column.unit_source is UnitSource.ASSUMED and unit and unit.dimension is Dimension.MONEY:
            words = unit_words(unit)
            values = {"column": column.header, "unit": unit.code, "unit_zh": words.zh, "unit_en": words.en}
            yield Finding("unit-assumed", Severity.WARNING, where, values)
        elif (
            mapper.kind is SheetKind.FIGURES and column.field is None and column.header and not column.ignored
        ):
            if column.suggestion is None:
                yield Finding("column-left-out", Severity.INFO, where, {"column": column.header})
                continue
            label = mapper.targets[column.suggestion].label
            values = {"column": column.header, "indicator": column.suggestion, "zh": label.zh, "en": label.en}
            yield Finding("column-nearly-known", Severity.WARNING, where, values)
