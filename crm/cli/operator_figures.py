"""``crm operator``: the figures of the incubator itself, stated and read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from crm.cli.amounts import exact
from crm.cli.desk import Answer
from crm.cli.finding_lines import finding_lines
from crm.cli.table import table_lines
from crm.domain.parsing import parse_amount

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm.cli.desk import Desk, WordedFinding
    from crm.cli.verbs import Given
    from crm.services.library import Library
    from crm.services.operator import Statement


@dataclass(frozen=True, slots=True)
class OperatorFigureEntry:
    """A figure in its indicator's unit; ``value`` is None where it was not stated, ``lacking`` what parts were not."""

    indicator: str
    name: str
    unit: str
    value: str | None
    lacking: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OperatorDocument:
    """All figures of the incubator itself for a period; ``operation`` wrote some of them just now.

    ``findings`` are what of a workbook was left out.
    """

    period: str
    operation: int | None
    figures: tuple[OperatorFigureEntry, ...]
    findings: tuple[WordedFinding, ...]


def answer(desk: Desk, given: Given) -> Answer:
    """State what was given, in the workbook or one by one, then tell all of them."""
    from crm.services.operator import Statement, read_figures, state_figures
    from crm.services.own_figures import read_file

    workplace, period = desk.workplace(), given["period"]
    read = None if given["from"] is None else read_file(desk.library, Path(given["from"]), period)
    stated = {} if read is None else {one.indicator: one.value for one in read.figures}
    told = {one.indicator: one for one in _statements(desk.library, given)}
    statements = [*told.values()]
    statements += [Statement(code, period, value) for code, value in stated.items() if code not in told]
    operation = None
    if statements:
        operation = state_figures(workplace, desk.library, statements, reason=given["reason"] or "").operation
    entries = tuple(
        OperatorFigureEntry(
            indicator=indicator.code,
            name=desk.texts.of(indicator.name),
            unit=indicator.unit.code,
            value=exact(measured.value, indicator.unit),
            lacking=tuple(part for one in measured.missing for part in one.lacking),
        )
        for indicator, measured in read_figures(workplace, desk.library, period)
    )
    findings = () if read is None else read.findings
    lines = [*_lines(desk, entries), *finding_lines(desk, findings)]
    return Answer(OperatorDocument(period.code, operation, entries, tuple(map(desk.word, findings))), lines)


def _statements(library: Library, given: Given) -> list[Statement]:
    """What was typed, in the indicator's own unit unless another is written; nothing behind the sign takes it away."""
    from crm.services.operator import Statement

    statements = []
    for code, typed in given["set"]:
        unit = library.indicators[code].unit
        value = parse_amount(typed, unit) if typed else None
        statements.append(Statement(code, given["period"], value))
    return statements


def _lines(desk: Desk, entries: Sequence[OperatorFigureEntry]) -> list[str]:
    texts = desk.texts
    rows = [
        (
            entry.indicator,
            entry.name,
            texts.word("words.not_reported_value") if entry.value is None else entry.value,
            texts.or_code("units", entry.unit),
        )
        for entry in entries
    ]
    headings = [
        texts.word(f"words.{name}") for name in ("indicator_code", "indicator_name", "amount", "unit")
    ]
    return table_lines(rows, headings=headings, right=(2,))
