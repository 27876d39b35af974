"""Which column holds what: by known headers first, by near ones only where no figure can go wrong, or as told."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum
from typing import TYPE_CHECKING

from crm.domain.errors import ParseError
from crm.domain.fields import FieldKind
from crm.domain.finding import Finding, Severity
from crm.domain.parsing import is_foreign_currency, unit_from_text, unit_words
from crm.domain.period import PeriodKind
from crm.domain.quantity import UNITS, Dimension
from crm.domain.text import name_key
from crm.intake.grid import is_blank, text_of
from crm.intake.hints import contradicting_units, is_unit_label, lines_of
from crm.intake.lexicon import IDENTITY, SheetKind
from crm.intake.spoken_period import spoken_period, without_period
from crm.intake.synonyms import HeaderText, row_text, unknown_brackets
from crm.intake.values import column_reader, without_booleans

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

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

    ``ignored`` columns only number the rows, give the units of others, or were left out by the user. ``suggestion`` is
    a figure whose header is near; it is never taken without being told. ``units_at`` is the column that gives the unit
    of each of its amounts, ``currency_at`` the one that names their currency.
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
    units_at: int | None = None
    currency_at: int | None = None


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """What the user decides about columns, each named by its letters or its header.

    ``fields`` gives a column's field (a code or a label; empty leaves the column out), ``units`` its unit. With
    ``by_letters`` a name is always a column's letters, whatever a header says.
    """

    fields: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    by_letters: bool = False


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
    whole: bool = True,
) -> MappedColumns:
    """Decide what each column holds; no target twice, the best column wins.

    *period* is the one the sheet is for: a header that speaks of another one is not taken. A mapping that is not yet
    *whole* may lack what identifies a tenant. Raises ParseError
    ``map-column-unknown``, ``map-field-unknown``, ``map-field-twice``, ``unit-unknown``, ``unit-of-other-kind``,
    ``identity-not-mapped``.
    """
    mapper = _Mapper(grid, header, lexicon, kind, period)
    told = _told_fields(header, choice, mapper)
    fields = {column: _Guess(column, code, 1.0) for column, code in told.items() if code}
    beside = mapper.figures_beside(told)
    guesses = [
        guess
        for head in header.columns
        if head.index not in told and head.index not in beside
        for guess in mapper.guesses(head)
    ]
    taken = {guess.target: guess.column for guess in fields.values()}
    doubles: dict[int, int] = {}
    for guess in sorted(guesses, key=lambda guess: (-guess.confidence, guess.column)):
        if guess.confidence < _LEAST:
            continue
        if guess.target in taken:
            doubles[guess.column] = taken[guess.target]
        else:
            fields[guess.column] = guess
            taken[guess.target] = guess.column
    if whole and not any(code in taken for code in IDENTITY):
        raise ParseError("identity-not-mapped", headers=", ".join(head.text for head in header.columns))
    units = {_column_named(name, header, lexicon, choice): unit for name, unit in choice.units.items()}
    left_out = beside.union(column for column, code in told.items() if not code)
    columns = tuple(
        mapper.column(
            head, fields.get(head.index), unit=units.get(head.index), left_out=head.index in left_out
        )
        for head in header.columns
    )
    columns = mapper.with_units_by_row(columns, told)
    noticing = _Noticing(mapper, columns, doubles)
    return MappedColumns(columns, (*noticing.of_beside(beside), *noticing.findings()))


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
        if code is None:
            return
        target = self.targets[code]
        if confidence < _LOWER_LEVEL and (target.is_indicator or target.is_amount):
            return
        if self.of_the_year(head) is not None:
            return
        unit = self.unit_in_header(head)
        fits = unit is None or (target.unit is not None and target.unit.dimension is unit.dimension)
        if not fits and name_key(head.text) not in self.lexicon.headers[self.kind]:  # High-tech enterprise
            return
        yield _Guess(head.index, code, round(confidence * (0.6 + 0.4 * self.readable(head, target)), 2))

    def figures_beside(self, told: Mapping[int, str]) -> frozenset[int]:
        """In a register the figures of a period and the column that names it, as our own list of tenants has them."""
        words = self.lexicon.synonyms
        keys = {
            head.index: self.lexicon.read_header(head.text).key
            for head in self.header.columns
            if self.kind is SheetKind.TENANTS and head.index not in told
        }
        if words.period_beside.isdisjoint(keys.values()):
            return frozenset()
        beside = words.period_beside | words.figures_beside
        return frozenset(column for column, key in keys.items() if key in beside)

    def known(self, head: ColumnHead) -> tuple[str | None, float]:
        """The target that the header names exactly, or its lowest level if the levels above change nothing."""
        headers = self.lexicon.headers[self.kind]
        text = head.text
        spoken = spoken_period([text])
        if spoken.says_something:
            if not spoken.names(self.period):
                return None, 0.0
            text = without_period(text)
        code = headers.get(self.read(text).key) or self.above(head.levels)
        if code is not None:
            return code, 1.0
        lower = range(1, len(head.levels)) if not self.qualifiers(text) else ()
        found = (headers.get(self.read("_".join(head.levels[start:])).key) for start in lower)
        code = next(filter(None, found), None)
        return code or next(
            filter(None, (self.above(head.levels[start:]) for start in lower)), None
        ), _LOWER_LEVEL

    def above(self, levels: Sequence[str]) -> str | None:
        """The target that the levels above the lowest one name, where that says no more than they do."""
        if len(levels) < 2 or not self.says_no_more(levels[-1]):
            return None
        return self.lexicon.headers[self.kind].get(self.read("_".join(levels[:-1])).key)

    def read(self, text: str) -> HeaderText:
        """A header taken apart, without words that say it is of the sheet's period, or a sum: 本期总收入金额."""
        read, headers = self.lexicon.read_header(text), self.lexicon.headers[self.kind]
        for key in self.plainer(read.key) if read.key not in headers else ():
            again = self.lexicon.read_header(key)
            code = headers.get(again.key)
            if code is not None and self.targets[code].is_amount:
                return HeaderText(again.key, read.unit or again.unit, read.others or again.others)
        return read

    def plainer(self, key: str) -> Iterator[str]:
        """The key of a header without one or both of such words."""
        now = next((word for word in self.now if word in key), "")
        plain = key.replace(now, "", 1)
        yield plain
        for dimension, words in self.lexicon.synonyms.sums.items():
            for word in words:
                rest = plain.removesuffix(word)
                if rest != plain and dimension in self.lexicon.measured.get(rest, ()):
                    yield rest

    @property
    def now(self) -> list[str]:
        """The words of what is of the sheet's period; every such word where the period is not known yet."""
        period, words = self.period, self.lexicon.synonyms.now
        fits = {0} if period is None else {0, period.kind.months}
        if period is not None and period.start.month == 1:
            fits.add(12)  # what has added up since January
        return [
            word for months, listed in words.items() if period is None or months in fits for word in listed
        ]

    def says_no_more(self, level: str) -> bool:
        """Whether a lowest level says no more than the one above."""
        key = name_key(level)
        return key in self.lexicon.synonyms.itself or key in self.now or is_unit_label(level)

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

    def of_the_year(self, head: ColumnHead) -> str | None:
        """The flow of which the header names what has added up since January, if that is not the sheet's period.

        The official name of an indicator may itself speak of the year.
        """
        if self.period is None or self.period.kind is PeriodKind.YEAR or self.period.start.month == 1:
            return None
        key = self.lexicon.read_header(head.text).key
        words = [word for word in self.lexicon.synonyms.of_the_year if word in key]
        if not words:
            return None
        headers, rest = self.lexicon.headers[self.kind], key
        for word in words:
            rest = rest.replace(word, "")
        code = headers.get(key) or headers.get(self.lexicon.read_header(rest).key)
        if code is None or not self.targets[code].is_flow:
            return None
        return None if key == name_key(self.targets[code].label.zh) else code

    def unknown_unit(self, head: ColumnHead) -> tuple[str, str] | None:
        """The amount that the header names, and the words in its brackets that are no unit we know."""
        rest, unknown = unknown_brackets(head.text, self.lexicon.synonyms.harmless)
        code = self.lexicon.headers[self.kind].get(self.lexicon.read_header(rest).key) if unknown else None
        return (code, unknown) if code is not None and self.targets[code].is_amount else None

    def qualifiers(self, text: str) -> set[str]:
        """The words in a header that make another figure of it, such as 上年."""
        key = name_key(text)
        return {word for word in self.lexicon.synonyms.qualifiers if word in key}

    def unit_in_header(self, head: ColumnHead) -> Unit | None:
        """The unit that the header names, its lowest level first; below a name a level may be the unit alone."""
        units = [self.read_level(level).unit for level in head.levels[:1]]
        units += [self.read_level(level).unit or unit_from_text(level) for level in head.levels[1:]]
        return next(filter(None, reversed(units)), None)

    def read_level(self, level: str) -> HeaderText:
        """A level of a header taken apart, whatever period it speaks of."""
        return self.read(without_period(level) if spoken_period([level]).says_something else level)

    def other_units(self, head: ColumnHead, unit: Unit) -> tuple[Unit, ...]:
        """What a level of the header names beside *unit*."""
        read = map(self.read_level, head.levels)
        return next((one.others for one in read if one.unit is unit and one.others), ())

    def readable(self, head: ColumnHead, target: Target) -> float:
        """The share of a few values of the column that can be read as *target*; 1 where that says nothing."""
        if target.kind not in _READABLE:
            return 1.0
        first = self.header.first_data_row
        rows = range(first, min(first + _SAMPLED_ROWS, len(self.grid.rows)))
        column = (self.grid.cell(row, head.index) for row in rows)
        cells = [cell for cell in column if not is_blank(cell) and not self.is_hint(cell)][:_SAMPLES]
        if not cells:
            return 1.0
        reader = column_reader(target, unit=target.unit, lexicon=self.lexicon)
        values = reader.read(without_booleans(cells))
        if target.kind is FieldKind.NAME:  # anything is a text, but a name is no number
            return sum(isinstance(cell, str) and not cell.isdecimal() for cell in cells) / len(cells)
        return sum(value is not None for value in values) / len(cells)

    def is_hint(self, cell: object) -> bool:
        """Whether a cell only says how to fill in the column."""
        return isinstance(cell, str) and bool(self.lexicon.synonyms.hint.match(row_text(cell)))

    def column(
        self, head: ColumnHead, guess: _Guess | None, *, unit: str | None, left_out: bool
    ) -> ColumnMap:
        """The column as it is taken."""
        ignored = left_out or self.lexicon.read_header(head.text).key in self.lexicon.synonyms.ignored
        if guess is None:
            near, _ = (None, 0.0) if ignored else self.near(head)
            suggestion = (
                near if near and (self.targets[near].is_indicator or self.targets[near].is_amount) else None
            )
            return ColumnMap(head.index, head.letters, head.text, ignored=ignored, suggestion=suggestion)
        target = self.targets[guess.target]
        taken, source = self.unit(head, target, told=unit)
        return ColumnMap(head.index, head.letters, head.text, guess.target, guess.confidence, taken, source)

    def with_units_by_row(
        self, columns: Sequence[ColumnMap], told: Mapping[int, str]
    ) -> tuple[ColumnMap, ...]:
        """The columns, those of amounts with the column 单位 that gives a unit to each of their rows.

        One such column gives those of all amounts that are measured so, each of several those of the column before it.
        """
        givers = {
            column.index: dimensions
            for column in columns
            if column.field is None and column.index not in told and is_unit_label(column.header)
            if (dimensions := self.dimensions_given(column.index))
        }
        found: dict[int, int] = {}
        for column in columns:
            if column.unit is None or column.unit_source is UnitSource.TOLD:
                continue
            fitting = [giver for giver, dimensions in givers.items() if column.unit.dimension in dimensions]
            if len(givers) > 1:
                fitting = [giver for giver in fitting if giver == column.index + 1]
            if fitting:
                found[column.index] = fitting[0]
        return tuple(
            replace(
                column,
                ignored=column.ignored or column.index in found.values(),
                units_at=found.get(column.index),
                currency_at=self.currency_of(column, columns),
            )
            for column in columns
        )

    def currency_of(self, column: ColumnMap, columns: Sequence[ColumnMap]) -> int | None:
        """The column that names the currency of the amounts of *column*: the one behind it, or one behind no amount."""
        words, read = self.lexicon.synonyms.currency, self.lexicon.read_header
        for one in columns if self.is_money(column) else ():
            before = columns[one.index - 1] if one.index else one
            if read(one.header).key in words and (before is column or not self.is_money(before)):
                return one.index
        return None

    def is_money(self, column: ColumnMap) -> bool:
        """Whether a column holds amounts of money."""
        return column.unit is not None and column.unit.dimension is Dimension.MONEY

    def dimensions_given(self, index: int) -> set[Dimension]:
        """What the units of a column measure, of money and areas; none where most of its texts are no units."""
        rows = range(self.header.first_data_row, len(self.grid.rows))
        texts = {text_of(cell).strip() for row in rows if not is_blank(cell := self.grid.cell(row, index))}
        given = [unit.dimension for unit in map(unit_from_text, texts) if unit is not None]
        given += [Dimension.MONEY for text in texts if is_foreign_currency(text)]
        return (
            {Dimension.MONEY, Dimension.AREA}.intersection(given) if len(given) * 2 >= len(texts) else set()
        )

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
        if named is not None and named.dimension is usual.dimension:
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


def _told_fields(header: HeaderGuess, choice: ColumnChoice, mapper: _Mapper) -> dict[int, str]:
    """Column → the target that the user gives it, empty where the column is to be left out."""
    told: dict[int, str] = {}
    for name, wanted in choice.fields.items():
        code = _target_named(wanted, mapper) if wanted.strip() else ""
        if code and code in told.values():
            raise ParseError("map-field-twice", field=wanted)
        told[_column_named(name, header, mapper.lexicon, choice)] = code
    return told


def _target_named(text: str, mapper: _Mapper) -> str:
    """The target with this code, label or known header."""
    if text in mapper.targets:
        return text
    code = mapper.lexicon.headers[mapper.kind].get(mapper.lexicon.read_header(text).key)
    if code is None:
        raise ParseError("map-field-unknown", field=text)
    return code


def _column_named(name: str, header: HeaderGuess, lexicon: Lexicon, choice: ColumnChoice) -> int:
    """The column with this header, as it is written or by its key; else the one with these letters."""
    for head in header.columns:
        if head.text == name.strip() and not choice.by_letters:
            return head.index
    key = "" if choice.by_letters else lexicon.read_header(name).key
    for head in header.columns:
        if key and lexicon.read_header(head.text).key == key:
            return head.index
    for head in header.columns:
        if head.letters == name.strip().upper():
            return head.index
    raise ParseError("map-column-unknown", column=name)


@dataclass(frozen=True, slots=True)
class _Noticing:
    """What is to be said about columns; ``doubles`` are columns and the one that was taken in their place."""

    mapper: _Mapper
    columns: tuple[ColumnMap, ...]
    doubles: Mapping[int, int]

    def of_beside(self, beside: frozenset[int]) -> Iterator[Finding]:
        """One finding for all figures of a register that belong to a period."""
        columns = [column for column in self.columns if column.index in beside]
        if columns:
            named = "、".join(column.header for column in columns)
            yield self.finding("columns-of-a-period", columns[0], Severity.INFO, columns=named)

    def findings(self) -> Iterator[Finding]:
        """One finding for each column that is in doubt or is not taken."""
        last = max((column.index for column in self.columns if column.header), default=0)
        for column in self.columns:
            if column.field is not None:
                yield from self.of_unit(column)
            elif column.ignored:
                continue
            elif column.header:
                yield from self.of_left_out(column)
            elif self.mapper.kind is SheetKind.FIGURES and self.holds_anything(column):
                severity = Severity.WARNING if column.index > last else Severity.INFO
                yield self.finding("column-without-header", column, severity)

    def of_unit(self, column: ColumnMap) -> Iterator[Finding]:
        """A unit that had to be assumed, because nothing names one, or chosen from several in header or title."""
        unit = column.unit
        if column.units_at is not None:
            giver = self.columns[column.units_at]
            yield self.finding("unit-by-row", column, Severity.INFO, giver=giver.header, at=giver.letters)
            return
        if unit is None or column.unit_source not in {UnitSource.ASSUMED, UnitSource.HEADER}:
            return
        words = unit_words(unit)
        values = {"unit": unit.code, "unit_zh": words.zh, "unit_en": words.en}
        if column.unit_source is UnitSource.HEADER:
            others = self.mapper.other_units(self.mapper.header.columns[column.index], unit)
            if others:
                units = "、".join(unit_words(one).zh for one in (unit, *others))
                yield self.finding("unit-twice", column, Severity.WARNING, units=units, **values)
            return
        several = contradicting_units(lines_of(self.mapper.header.above)).get(unit.dimension)
        if several and unit.dimension is not Dimension.COUNT:
            units = "、".join(unit_words(one).zh for one in several)
            yield self.finding("unit-contradicted", column, Severity.WARNING, units=units, **values)
        elif unit.dimension is Dimension.MONEY:
            yield self.finding("unit-assumed", column, Severity.WARNING, **values)

    def of_left_out(self, column: ColumnMap) -> Iterator[Finding]:
        """Why a column with a header is not taken, where a figure may be lost by it."""
        head = self.mapper.header.columns[column.index]
        figures = self.mapper.kind is SheetKind.FIGURES
        of_the_year, unit = self.mapper.of_the_year(head), self.mapper.unknown_unit(head)
        first = self.doubles.get(column.index)
        if of_the_year is not None:
            period = self.mapper.period.code if self.mapper.period else ""
            yield self.about("column-of-the-year", column, of_the_year, period=period)
        elif unit is not None:
            yield self.about("column-unit-unknown", column, unit[0], text=unit[1])
        elif first is not None:
            code = str(self.columns[first].field)
            if figures or self.mapper.targets[code].is_amount:
                yield self.about("column-twice", column, code, first=self.columns[first].letters)
        elif column.suggestion is not None:
            yield self.about("column-nearly-known", column, column.suggestion)
        elif figures:
            yield self.finding("column-left-out", column, Severity.INFO)

    def about(self, code: str, column: ColumnMap, target: str, **values: str) -> Finding:
        """A warning about a column that may hold *target*."""
        label = self.mapper.targets[target].label
        return self.finding(
            code, column, Severity.WARNING, indicator=target, zh=label.zh, en=label.en, **values
        )

    def finding(self, code: str, column: ColumnMap, severity: Severity, **values: str) -> Finding:
        """A finding at the last row of the column's header."""
        header, grid = self.mapper.header, self.mapper.grid
        where = grid.address(header.header_rows.stop - 1, column.index)
        return Finding(code, severity, where, {"column": column.header, "letters": column.letters, **values})

    def holds_anything(self, column: ColumnMap) -> bool:
        """Whether any cell below the header is filled."""
        grid = self.mapper.grid
        rows = range(self.mapper.header.first_data_row, len(grid.rows))
        return not all(is_blank(grid.cell(row, column.index)) for row in rows)
