"""Typed drafts of the records of a sheet, column by column, with everything that was noticed in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from crm.domain.errors import ParseError
from crm.domain.fields import FieldKind
from crm.domain.finding import Finding, Severity
from crm.domain.identifiers import CodeKind, email_problem, kind_of_code, phone_problem, uscc_problem
from crm.domain.parsing import is_foreign_currency, unit_from_text
from crm.domain.period import Period
from crm.domain.quantity import UNITS
from crm.intake.grid import is_blank, text_of
from crm.intake.lexicon import IDENTITY, NAME, PERIOD, SheetKind
from crm.intake.mapping import UnitSource
from crm.intake.synonyms import row_text
from crm.intake.values import (
    Value,
    column_reader,
    kept_texts,
    without_booleans,
    without_marks,
    without_numbering,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from crm.intake.grid import Grid, Merge
    from crm.intake.lexicon import Lexicon, Target
    from crm.intake.mapping import ColumnMap, MappedColumns
    from crm.intake.rows import ClassifiedRows, SkippedRow

_PLACES_NAMED = 10
"""So many cells with the same problem are named; the finding counts them all."""
_ADDED_UP = frozenset({FieldKind.MONEY, FieldKind.AREA, FieldKind.COUNT})
"""Kinds of which one value for several tenants would be counted several times."""
_OLD_CODES = frozenset({CodeKind.REGISTRATION_NUMBER, CodeKind.ORGANISATION_CODE})
_CHECKS: dict[str, Callable[[str], str | None]] = {
    "uscc": uscc_problem,
    "phone": phone_problem,
    "email": email_problem,
}


@dataclass(frozen=True, slots=True)
class Drafts:
    """The records of a sheet. Every list runs parallel to ``rows``: a record's *index* is its place in them.

    ``rows`` are the sheet's own numbers. ``columns`` hold typed values by field or indicator, None where blank or not
    understood. ``extra`` keeps, by header, what has no field and the text of what was not understood. ``refused``
    records cannot be taken. ``periods`` are what a column of periods says; ``letters`` and ``headers`` tell the column
    of each field.
    """

    kind: SheetKind
    rows: tuple[int, ...]
    columns: Mapping[str, Sequence[Value | None]]
    extra: Mapping[str, Sequence[str | None]] = field(default_factory=dict)
    skipped: tuple[SkippedRow, ...] = ()
    findings: tuple[Finding, ...] = ()
    refused: Mapping[int, Finding] = field(default_factory=dict)
    periods: Sequence[Period | None] = ()
    letters: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """How many rows of the sheet they account for."""
        return len(self.rows) + len(self.skipped)

    def column(self, code: str) -> Sequence[Value | None]:
        """The values of a field or indicator; blanks where the sheet has no such column."""
        return self.columns.get(code) or [None] * len(self.rows)

    def address(self, index: int, code: str = NAME) -> str:
        """The cell of a field in a record; in column A where the sheet has no such column."""
        return f"{self.letters.get(code, 'A')}{self.rows[index]}"


def read_drafts(
    grid: Grid, rows: ClassifiedRows, mapped: MappedColumns, *, lexicon: Lexicon, kind: SheetKind
) -> Drafts:
    """Read the records of a sheet.

    A value that is not understood is a warning and its text is kept; a record without a name or key is refused.
    """
    reading = _Reading(grid, rows.records, kind, identity=mapped.indexes(IDENTITY))
    for column in mapped.columns:
        if column.field is not None:
            reading.read(column, lexicon)
        elif kind is SheetKind.TENANTS and not column.ignored:
            reading.keep(column)
    reading.move_old_codes()
    for code, check in _CHECKS.items():
        reading.check(code, check)
    reading.refuse_nameless()
    return Drafts(
        kind=kind,
        rows=reading.rows,
        columns=reading.columns,
        extra=reading.extra,
        skipped=rows.skipped,
        findings=(*mapped.findings, *reading.findings),
        refused=reading.refused,
        periods=reading.periods,
        letters=reading.letters,
        headers=reading.headers,
    )


class _Reading:
    """Drafts while they are being read."""

    def __init__(
        self, grid: Grid, records: Sequence[int], kind: SheetKind, *, identity: frozenset[int]
    ) -> None:
        self.grid = grid
        self.identity = identity
        self.records = records
        self.kind = kind
        self.rows = tuple(map(grid.row_number, records))
        self.by_column = grid.columns_of(records)
        self.columns: dict[str, list[Value | None]] = {}
        self.extra: dict[str, list[str | None]] = {}
        self.findings: list[Finding] = []
        self.refused: dict[int, Finding] = {}
        self.periods: list[Period | None] = []
        self.letters: dict[str, str] = {}
        self.headers: dict[str, str] = {}
        self.merges = _merged_records(grid, records)
        self.index_of = {row: index for index, row in enumerate(records)} if self.merges else {}

    def cells(self, column: int) -> list[object]:
        """The cells of a column; what is merged over several records stands in each of them."""
        cells = self.by_column.column(column)
        for top, left, bottom, _ in self.merges.get(column, ()):
            value = self.grid.cell(top, left)
            for row in range(top + 1, min(bottom + 1, len(self.grid.rows))):
                index = self.index_of.get(row)
                if index is not None:
                    cells[index] = value
        return without_booleans(cells)

    def read(self, column: ColumnMap, lexicon: Lexicon) -> None:
        """Read a column of typed values; what is not understood is kept as text and named."""
        target = lexicon.targets[self.kind][str(column.field)]
        cells = self.cells(column.index)
        if target.code == NAME:
            cells = self.plain_names(column, without_numbering(cells), lexicon)
        shared = self.shared(column.index) if target.kind in _ADDED_UP else {}
        own = [None if index in shared else cell for index, cell in enumerate(cells)] if shared else cells
        read = self.amounts_by_row if column.units_at is not None else self.values_of
        values, unread = read(column, target, own, lexicon)
        if column.currency_at is not None:
            for index, said in enumerate(self.cells(column.currency_at)):
                if values[index] and is_foreign_currency(text_of(said)):
                    told = f"{text_of(cells[index])} {text_of(said)}"
                    values[index], unread[index] = None, ParseError("amount-currency", value=told)
        self.letters[target.code] = column.letters
        self.headers[target.code] = column.header
        if target.code == PERIOD:
            self.read_periods(column, values)
            return
        self.columns[target.code] = values
        if (unread or shared) and self.kind is SheetKind.TENANTS:
            kept = [cell if index in shared or index in unread else None for index, cell in enumerate(cells)]
            self.extra[self.free_header(column)] = kept_texts(kept)
        if unread:
            self.name_problems(column, cells, unread)
        if shared:
            places = list(dict.fromkeys(shared.values()))
            values_told = {"column": column.header, **counted_places(places)}
            self.findings.append(Finding("amount-merged", Severity.WARNING, places[0], values_told))

    def plain_names(self, column: ColumnMap, cells: list[object], lexicon: Lexicon) -> list[object]:
        """Names without the marks of notes, which is told, and so is what is said in brackets behind a name."""
        plain, remark = without_marks(cells), lexicon.synonyms.remark
        marked = [index for index, cell in enumerate(cells) if plain[index] != cell]
        said = [index for index, cell in enumerate(plain) if remark.search(row_text(text_of(cell)))]
        for code, severity, indexes in (
            ("name-marked", Severity.INFO, marked),
            ("name-with-remark", Severity.WARNING, said),
        ):
            if indexes:
                places = [f"{column.letters}{self.rows[index]}" for index in indexes]
                values = {"name": text_of(cells[indexes[0]]).strip(), **counted_places(places)}
                self.findings.append(Finding(code, severity, places[0], values))
        return plain

    def values_of(
        self, column: ColumnMap, target: Target, cells: Sequence[object], lexicon: Lexicon
    ) -> tuple[list[Value | None], dict[int, ParseError]]:
        """The values of a column, and what was not understood, by record."""
        reader = column_reader(target, unit=column.unit, lexicon=lexicon, epoch_1904=self.grid.epoch_1904)
        values, problems = reader.read(cells), reader.problems
        unread = (
            {index: problems[cell] for index, cell in enumerate(cells) if cell in problems}
            if problems
            else {}
        )
        return values, unread

    def amounts_by_row(
        self, column: ColumnMap, target: Target, cells: Sequence[object], lexicon: Lexicon
    ) -> tuple[list[Value | None], dict[int, ParseError]]:
        """The same for amounts of which each row names the unit; what is the same in any needs none.

        A row without one has that of header or title; where the header names another one, nobody knows which is right.
        """
        alike = [unit for unit in UNITS.values() if column.unit and unit.dimension is column.unit.dimension]
        readers = {unit: column_reader(target, unit=unit, lexicon=lexicon) for unit in alike}
        usual = [column.unit] if column.unit and column.unit_source is not UnitSource.ASSUMED else alike
        values: list[Value | None] = []
        unread: dict[int, ParseError] = {}
        for index, (cell, said) in enumerate(zip(cells, self.cells(column.units_at or 0), strict=True)):
            text = text_of(said).strip()
            unit = unit_from_text(text)
            units = [unit] if unit in readers else alike if text else usual
            if column.unit_source is UnitSource.HEADER and text and unit is not column.unit:
                units = alike
            found = [readers[one] for one in units]
            results = {reader[cell] for reader in found}
            values.append(results.pop() if len(results) == 1 else None)
            if results:
                unread[index] = ParseError("amount-without-unit", value=text_of(cell), unit=text)
            elif cell in found[0].problems:
                unread[index] = found[0].problems[cell]
        return values, unread

    def shared(self, column: int) -> dict[int, str]:
        """The records that have one cell of *column* together and are not one tenant, each with that cell's place.

        How much of it is whose nobody can know.
        """
        found: dict[int, str] = {}
        for top, left, bottom, right in self.merges.get(column, ()):
            indexes = [self.index_of[row] for row in range(top, bottom + 1) if row in self.index_of]
            if len(indexes) < 2 or is_blank(self.grid.cell(top, left)) or self.is_one_tenant(top, bottom):
                continue
            place = f"{self.grid.address(top, left)}:{self.grid.address(bottom, right)}"
            found |= dict.fromkeys(indexes, place)
        return found

    def is_one_tenant(self, top: int, bottom: int) -> bool:
        """Whether a cell of the identity is merged over all these rows too."""
        return any(
            first <= top and bottom <= last
            for column in self.identity
            for first, _, last, _ in self.merges.get(column, ())
        )

    def read_periods(self, column: ColumnMap, values: Sequence[Value | None]) -> None:
        """Read the periods of the rows; a row of an unknown one is refused."""
        known: dict[Value | None, Period | None] = {None: None}
        for value in values:
            if value not in known:
                try:
                    known[value] = Period.parse(str(value))
                except ParseError:
                    known[value] = None
        self.periods = [known[value] for value in values]
        for index, value in enumerate(values):
            if value is not None and self.periods[index] is None:
                where = f"{column.letters}{self.rows[index]}"
                self.refused[index] = Finding("period-unknown", Severity.ERROR, where, {"text": str(value)})

    def keep(self, column: ColumnMap) -> None:
        """Keep a column that has no field, as text."""
        texts = kept_texts(self.cells(column.index))
        if any(texts):
            self.extra[self.free_header(column)] = texts

    def free_header(self, column: ColumnMap) -> str:
        """The header under which a column is kept: its letters where it has none, both where two have the same."""
        header = column.header or column.letters
        return f"{header} ({column.letters})" if header in self.extra else header

    def name_problems(
        self, column: ColumnMap, cells: Sequence[object], unread: Mapping[int, ParseError]
    ) -> None:
        """One finding for each value that was not understood and why, at the first cell that holds it."""
        places: dict[tuple[object, str], list[int]] = {}
        for index, error in unread.items():
            places.setdefault((cells[index], str(error)), []).append(index)
        for indexes in places.values():
            error = unread[indexes[0]]
            addresses = [f"{column.letters}{self.rows[index]}" for index in indexes]
            values = {**error.values, "column": column.header, **counted_places(addresses)}
            self.findings.append(Finding(error.code, Severity.WARNING, addresses[0], values))

    def move_old_codes(self) -> None:
        """Move 15-digit numbers and organisation codes from the column of USCCs to the field made for them."""
        codes = self.columns.get("uscc", [])
        numbers = self.columns.get("registration_number", [None] * len(codes))
        old = [
            index
            for index, code in enumerate(codes)
            if code is not None and len(str(code)) != 18 and kind_of_code(str(code)) in _OLD_CODES
        ]
        moved = [index for index in old if numbers[index] in {None, codes[index]}]
        if not moved:
            return
        for index in moved:
            numbers[index], codes[index] = codes[index], None
        self.columns["registration_number"] = numbers
        for places in (self.letters, self.headers):
            places.setdefault("registration_number", places["uscc"])
        addresses = [f"{self.letters['uscc']}{self.rows[index]}" for index in moved]
        self.findings.append(Finding("uscc-old-code", Severity.INFO, addresses[0], counted_places(addresses)))

    def check(self, code: str, problem_of: Callable[[str], str | None]) -> None:
        """Name what is wrong with codes and numbers that are kept all the same."""
        column = self.columns.get(code, [])
        problems = {value: problem_of(str(value)) for value in dict.fromkeys(column) if value is not None}
        wrong = {value: problem for value, problem in problems.items() if problem is not None}
        if not wrong:
            return
        places: dict[Value, list[str]] = {}
        for row, value in zip(self.rows, column, strict=True):
            if value is not None and value in wrong:
                places.setdefault(value, []).append(f"{self.letters[code]}{row}")
        for value, addresses in places.items():
            values = {"value": str(value), **counted_places(addresses)}
            self.findings.append(Finding(wrong[value], Severity.WARNING, addresses[0], values))

    def refuse_nameless(self) -> None:
        """Refuse the records that nobody could find again."""
        known = [self.columns[code] for code in IDENTITY if code in self.columns]
        if not all(None in column for column in known):
            return
        for index, row in enumerate(self.rows):
            if all(column[index] is None for column in known):
                where = f"{self.letters.get(NAME, 'A')}{row}"
                self.refused.setdefault(
                    index, Finding("row-without-name", Severity.ERROR, where, {"row": row})
                )


def counted_places(addresses: Sequence[str]) -> dict[str, str | int]:
    """How many cells there are, and the first of them."""
    return {"count": len(addresses), "cells": ", ".join(addresses[:_PLACES_NAMED])}


def _merged_records(grid: Grid, records: Sequence[int]) -> dict[int, list[Merge]]:
    """The cells merged over several records, by the column in which they begin."""
    found: dict[int, list[Merge]] = {}
    first = records[0] if records else 0
    for merge in grid.merges_by_index():
        if merge[2] > merge[0] >= first:
            found.setdefault(merge[1], []).append(merge)
    return found


def used_extra(drafts: Drafts, index: int) -> Iterator[tuple[str, str]]:
    """What a record keeps beside its fields: header and text."""
    for header, texts in drafts.extra.items():
        text = texts[index]
        if text:
            yield header, text
