"""An import row by row before it is written: what becomes of each row, which cells change, what is wrong and where."""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from crm.domain.finding import Finding, Severity
from crm.intake.figures import FiguresPlan
from crm.intake.plan import LEFT_ON, MOVED_IN_ON, STAGE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from crm.intake.figure_change import FigureChange
    from crm.intake.grid import Grid
    from crm.intake.mapping import ColumnMap
    from crm.intake.plan import RowChanges
    from crm.intake.values import Value
    from crm.services.imports import PreparedImport

_PLACE = re.compile(r"([A-Z]+)(\d+)")
_LOST = Severity.WARNING


class Outcome(Enum):
    """What becomes of a row."""

    NEW = "new"
    UPDATED = "updated"
    SAME = "same"
    REFUSED = "refused"
    SKIPPED = "skipped"


_OUTCOMES = tuple(Outcome)


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell that changes what is known: the value before (None: nothing was known) and after."""

    old: Value | None
    new: Value


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """A row of the sheet: its number, what becomes of it, its raw cells, and by column what changes and is wrong.

    ``reason`` is why a row is no record, or why it is refused.
    """

    row: int
    outcome: Outcome
    cells: tuple[object, ...]
    changes: Mapping[int, CellChange] = field(default_factory=dict)
    findings: Mapping[int, tuple[Finding, ...]] = field(default_factory=dict)
    reason: Finding | None = None

    @property
    def all_findings(self) -> tuple[Finding, ...]:
        """What was noticed in the row, each once, what refuses it first."""
        found = [self.reason] if self.reason is not None else []
        for of_cell in self.findings.values():
            found += [finding for finding in of_cell if finding not in found]
        return tuple(found)


@dataclass(frozen=True, slots=True)
class _Noticed:
    """Findings by place; those of many cells by the column and the value that they have in common."""

    by_cell: Mapping[tuple[str, int], tuple[Finding, ...]]
    by_value: Mapping[str, Mapping[object, Finding]]

    @classmethod
    def of(cls, findings: Iterable[Finding], grid: Grid) -> _Noticed:
        by_cell: dict[tuple[str, int], tuple[Finding, ...]] = {}
        by_value: dict[str, dict[object, Finding]] = {}
        columns = {grid.letters(index): index for index in range(grid.width)}
        for finding in findings:
            named = str(finding.values.get("cells", "")).split(", ") if finding.severity >= _LOST else []
            for place in dict.fromkeys([finding.where, *named]):
                found = _PLACE.fullmatch(place)
                if found:
                    key = (found[1], int(found[2]))
                    by_cell[key] = (*by_cell.get(key, ()), finding)
            first = _PLACE.fullmatch(finding.where)
            if "count" in finding.values and first and first[1] in columns and named:
                row = int(first[2]) - grid.first_row
                raw = grid.cell(row, columns[first[1]]) if 0 <= row < len(grid.rows) else None
                if raw is not None:
                    by_value.setdefault(first[1], {})[raw] = finding
        return cls(by_cell, by_value)

    def at(self, letters: str, row: int, raw: object) -> tuple[Finding, ...]:
        """What was noticed in a cell."""
        found = self.by_cell.get((letters, row), ())
        if letters in self.by_value:
            shared = self.by_value[letters].get(raw)
            if shared is not None and shared not in found:
                return (*found, shared)
        return found


class ImportPreview:
    """The rows below the header in the order of the sheet; lines are made when they are asked for."""

    def __init__(self, prepared: PreparedImport) -> None:
        self.prepared = prepared
        self.grid = prepared.grid
        self.columns: tuple[ColumnMap, ...] = tuple(
            column for column in prepared.columns if column.header or column.field
        )
        plan = prepared.plan
        drafts = plan.drafts
        outcome = bytearray([_OUTCOMES.index(Outcome.SAME)]) * len(drafts.rows)
        for kind, indexes in (
            (Outcome.NEW, plan.new),
            (Outcome.UPDATED, plan.updated),
            (Outcome.REFUSED, plan.refused),
        ):
            for index in indexes:
                outcome[index] = _OUTCOMES.index(kind)
        skipped = ((line.row, -1 - place) for place, line in enumerate(plan.skipped))
        self._order = sorted([*zip(drafts.rows, range(len(drafts.rows)), strict=True), *skipped])
        self._outcomes = outcome
        self._noticed = _Noticed.of(
            [finding for finding in prepared.findings if finding.code not in _of_whole_rows(plan.refused)],
            self.grid,
        )
        self._figures = _figures_by_row(plan.changes) if isinstance(plan, FiguresPlan) else {}
        self._by_field = {column.field: column.index for column in self.columns if column.field}
        self._by_header = {column.header: column.index for column in self.columns if not column.field}

    def places(self, outcome: Outcome | None = None) -> array[int]:
        """The places of the rows with this outcome, of all rows where none is named."""
        if outcome is None:
            return array("l", range(len(self._order)))
        return array("l", (place for place in range(len(self._order)) if self.outcome(place) is outcome))

    def doubtful_places(self) -> array[int]:
        """The places of the rows that are refused, or in which a warning was noticed."""
        rows = {
            row
            for (_, row), found in self._noticed.by_cell.items()
            if max(one.severity for one in found) >= _LOST
        }
        for column in self.columns:
            shared = self._noticed.by_value.get(column.letters)
            if shared:
                cells = self.grid.columns_of(range(len(self.grid.rows))).column(column.index)
                rows.update(self.grid.row_number(row) for row, raw in enumerate(cells) if raw in shared)
        return array(
            "l",
            (
                place
                for place, (row, index) in enumerate(self._order)
                if index >= 0 and (row in rows or self.outcome(place) is Outcome.REFUSED)
            ),
        )

    def row_number(self, place: int) -> int:
        """The sheet's number of the row at *place*."""
        return self._order[place][0]

    def outcome(self, place: int) -> Outcome:
        """What becomes of the row at *place*."""
        index = self._order[place][1]
        return Outcome.SKIPPED if index < 0 else _OUTCOMES[self._outcomes[index]]

    def line(self, place: int) -> PreviewLine:
        """The row at *place* in full."""
        row, index = self._order[place]
        at = row - self.grid.first_row
        cells = tuple(self.grid.cell(at, column.index) for column in self.columns)
        outcome = self.outcome(place)
        if index < 0:
            skipped = self.prepared.plan.skipped[-1 - index]
            return PreviewLine(row, outcome, cells, reason=Finding(skipped.reason, Severity.INFO, f"A{row}"))
        findings = {
            column.index: found
            for column, raw in zip(self.columns, cells, strict=True)
            if (found := self._noticed.at(column.letters, row, raw))
        }
        reason = self.prepared.plan.refused.get(index)
        refused_at = _PLACE.fullmatch(reason.where) if reason is not None else None
        if refused_at and reason is not None:
            at_column = {column.letters: column.index for column in self.columns}.get(refused_at[1])
            if at_column is not None:
                findings[at_column] = (reason, *findings.get(at_column, ()))
        return PreviewLine(row, outcome, cells, dict(self._changes(index)), findings, reason)

    def _changes(self, index: int) -> Iterator[tuple[int, CellChange]]:
        """The columns of a record that change something."""
        plan = self.prepared.plan
        if isinstance(plan, FiguresPlan):
            for figure in self._figures.get(index, ()):
                if figure.indicator in self._by_field:
                    yield self._by_field[figure.indicator], CellChange(figure.old, figure.new)
            return
        changes = plan.updated.get(index)
        if changes is None:
            return
        for change in changes.fields:
            if change.field in self._by_field:
                yield self._by_field[change.field], CellChange(change.old, change.new)
        yield from self._changes_over_time(changes)
        for header, text in changes.extra.items():
            if header in self._by_header:
                yield self._by_header[header], CellChange(None, text)

    def _changes_over_time(self, changes: RowChanges) -> Iterator[tuple[int, CellChange]]:
        """A move into another stage, at its own column or at that of its day; former names."""
        shown = next((code for code in (STAGE, MOVED_IN_ON, LEFT_ON) if code in self._by_field), None)
        if changes.stages and shown is not None:
            move = changes.stages[-1]
            if shown == STAGE:
                yield self._by_field[shown], CellChange(move.old, move.stage)
            else:
                yield self._by_field[shown], CellChange(None, move.on)
        if changes.former_names and "former_names" in self._by_field:
            yield self._by_field["former_names"], CellChange(None, "、".join(changes.former_names))


def _of_whole_rows(refused: Mapping[int, Finding]) -> frozenset[str]:
    return frozenset(finding.code for finding in refused.values())


def _figures_by_row(changes: Sequence[FigureChange]) -> dict[int, list[FigureChange]]:
    by_row: dict[int, list[FigureChange]] = {}
    for change in changes:
        by_row.setdefault(change.index, []).append(change)
    return by_row
