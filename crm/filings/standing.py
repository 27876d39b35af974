"""What every filing is asked, whatever its form: is the period over, who is missing, what was balanced."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.domain.finding import Finding, Severity
from crm.filings.form import Basis

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crm.domain.measures import MeasureRequest
    from crm.filings.built import Built, BuiltBlock, BuiltCell, BuiltColumn

_JOIN_ZH, _JOIN_EN = "、", ", "


def standing_findings(built: Built) -> list[Finding]:
    """The findings of *built* that no form has to ask for.

    Codes: ``filing-period-running``, ``filing-nobody``, ``filing-nobody-reported``, ``filing-not-reported``,
    ``filing-cell-blank``, ``filing-figure-incomplete``, ``filing-rounding-balanced``,
    ``filing-rounding-unbalanced``, ``filing-unverified``; of lists of records ``filing-no-records``,
    ``filing-none-recorded``, ``filing-record-blank``.
    """
    return [
        *_running_period(built),
        *(finding for block in built.blocks for finding in _unreported_rows(built, block)),
        *_unreported_cells(built),
        *_balanced_cells(built),
        *_unbalanced_totals(built),
        *_unverified_indicators(built),
    ]


def _running_period(built: Built) -> Iterator[Finding]:
    if built.particulars.filled_on < built.period.end:
        yield Finding(
            "filing-period-running",
            Severity.WARNING,
            values={
                "period": built.period.code,
                "end": built.period.end.isoformat(),
                "filled_on": built.particulars.filled_on.isoformat(),
            },
        )


def _unreported_rows(built: Built, block: BuiltBlock) -> Iterator[Finding]:
    """One finding for a column that nobody reported, one for each tenant or record that lacks some of the others."""
    reported = [column for column in block.columns if column.letter and column.request]
    if not block.tenants:
        if reported or block.kind:
            code = "filing-no-records" if block.kind else "filing-nobody"
            yield Finding(code, Severity.INFO, where=block.sheet, values={"sheet": block.sheet})
        return
    some: list[BuiltColumn] = []
    for column in reported:
        if any(value is not None for value in column.values):
            some.append(column)
            continue
        cell = built.block_cell(block, column, 0)
        yield Finding(
            "filing-none-recorded" if block.kind else "filing-nobody-reported",
            Severity.WARNING,
            where=cell.place,
            values={"label": column.label.zh, "label_en": column.label.en, "count": len(block.tenants)},
        )
    for index, name in enumerate(block.names):
        lacking = [column for column in some if column.values[index] is None]
        if lacking:
            yield Finding(
                "filing-record-blank" if block.kind else "filing-not-reported",
                Severity.WARNING,
                where=built.block_cell(block, lacking[0], index).place,
                values={
                    "record" if block.kind else "tenant": name,
                    "count": len(lacking),
                    "labels": _JOIN_ZH.join(column.label.zh for column in lacking),
                    "labels_en": _JOIN_EN.join(column.label.en for column in lacking),
                },
            )


def _unreported_cells(built: Built) -> Iterator[Finding]:
    """Single cells on unreported figures, unless the same figure is a column whose rows were named."""
    named: set[MeasureRequest] = {
        column.request
        for block in built.blocks
        for column in block.columns
        if column.letter and column.request
    }
    for cell in built.singles:
        figure = built.figure_of(cell)
        if figure is None or len(cell.requests) != 1 or cell.requests[0] in named or not figure.missing:
            continue
        if cell.value is not None:
            yield _incomplete(cell, "filing-figure-incomplete", Severity.INFO, count=len(figure.missing))
        elif cell.basis is Basis.PERIOD:
            yield _incomplete(cell, "filing-cell-blank", Severity.WARNING, count=len(figure.missing))


def _incomplete(cell: BuiltCell, code: str, severity: Severity, *, count: int) -> Finding:
    values: dict[str, str | int] = {"label": cell.label.zh, "label_en": cell.label.en, "count": count}
    return Finding(code, severity, where=cell.place, values=values)


def _balanced_cells(built: Built) -> Iterator[Finding]:
    for cell in built.nudged():
        yield Finding(
            "filing-rounding-balanced",
            Severity.INFO,
            where=cell.place,
            values={
                "label": cell.label.zh,
                "label_en": cell.label.en,
                "nudge": f"{cell.nudge:+f}",
                "value": f"{cell.value}",
            },
        )


def _unbalanced_totals(built: Built) -> Iterator[Finding]:
    for one in built.unbalanced:
        yield Finding(
            "filing-rounding-unbalanced",
            Severity.WARNING,
            where=one.place,
            values={
                "label": one.label.zh,
                "label_en": one.label.en,
                "total": f"{one.total}",
                "parts": f"{one.parts}",
            },
        )


def _unverified_indicators(built: Built) -> Iterator[Finding]:
    unverified = [definition for definition in built.definitions.values() if not definition.verified]
    if unverified:
        yield Finding(
            "filing-unverified",
            Severity.INFO,
            values={
                "count": len(unverified),
                "labels": _JOIN_ZH.join(definition.name.zh for definition in unverified),
                "labels_en": _JOIN_EN.join(definition.name.en for definition in unverified),
            },
        )
