"""``crm import``: a register or figures into the database, or with --dry-run only what would happen."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from crm.cli.desk import DONE, REFUSED, Answer, WordedFinding, count_severity
from crm.cli.finding_lines import finding_lines
from crm.cli.table import table_lines
from crm.domain.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm.cli.desk import Desk
    from crm.cli.verbs import Given
    from crm.services.imports import PreparedImport


@dataclass(frozen=True, slots=True)
class ColumnEntry:
    """Where a column of the sheet goes; ``field`` is None where it goes nowhere."""

    column: str
    header: str
    field: str | None
    confidence: float


@dataclass(frozen=True, slots=True)
class ImportDocument:
    """The outcome of an import; ``operation`` is None where nothing was written."""

    file: str
    sheet: str
    kind: str
    rows: int
    new: int
    updated: int
    same: int
    refused: int
    skipped: int
    applied: bool
    operation: int | None
    seconds: float
    columns: tuple[ColumnEntry, ...]
    findings: tuple[WordedFinding, ...]


def answer(desk: Desk, given: Given) -> Answer:
    """Read the file, plan, and unless it is a dry run apply the plan."""
    from crm.intake.lexicon import SheetKind
    from crm.services.imports import ImportRequest, apply_import, prepare_import

    began = time.monotonic()
    workplace = desk.workplace(creates=True)
    desk.tell("words.reading", file=Path(given["file"]).name)
    request = ImportRequest(
        path=Path(given["file"]),
        sheet=given["sheet"],
        kind=SheetKind(given["kind"]) if given["kind"] else None,
        period=given["period"],
        key=given["key"],
        maps=dict(given["map"]),
        units=dict(given["unit"]),
    )
    prepared = prepare_import(workplace, desk.library, request)
    findings = (*prepared.findings, *_skipped(prepared))
    operation = None
    if not given["dry_run"]:
        desk.tell("words.writing")
        changes = apply_import(workplace, desk.library, prepared, reason=given["reason"] or "")
        operation = changes.operation if changes else None
    seconds = time.monotonic() - began
    document = _document(desk, given, prepared, findings=findings, operation=operation, seconds=seconds)
    refused = document.refused or count_severity(findings, Severity.ERROR)
    lines = [*_lines(desk, document), *finding_lines(desk, findings), "", _outcome(desk, document)]
    return Answer(document, lines, REFUSED if refused else DONE)


def _skipped(prepared: PreparedImport) -> tuple[Finding, ...]:
    """Each row that is no record, with its reason."""
    return tuple(
        Finding(row.reason, Severity.INFO, f"A{row.row}", {"row": row.row, "value": row.text})
        for row in prepared.plan.skipped
    )


def _document(
    desk: Desk,
    given: Given,
    prepared: PreparedImport,
    *,
    findings: Sequence[Finding],
    operation: int | None,
    seconds: float,
) -> ImportDocument:
    counts = prepared.counts
    return ImportDocument(
        file=given["file"],
        sheet=prepared.sheet,
        kind=prepared.kind.value,
        rows=counts.rows,
        new=counts.new,
        updated=counts.updated,
        same=counts.same,
        refused=counts.refused,
        skipped=counts.skipped,
        applied=not given["dry_run"],
        operation=operation,
        seconds=round(seconds, 3),
        columns=tuple(
            ColumnEntry(column.letters, column.header, column.field, round(column.confidence, 3))
            for column in prepared.columns
        ),
        findings=tuple(map(desk.word, findings)),
    )


def _lines(desk: Desk, document: ImportDocument) -> list[str]:
    texts = desk.texts
    kind = texts.word(f"kind.{document.kind}")
    headings = [texts.word(f"words.{name}") for name in ("column", "header", "field", "confidence")]
    return [
        texts.word("words.source", file=document.file, sheet=document.sheet, kind=kind),
        "",
        *table_lines(_column_rows(desk, document.columns), headings=headings, right=(3,)),
        "",
        texts.word(
            "words.counts",
            rows=document.rows,
            new=document.new,
            updated=document.updated,
            same=document.same,
            refused=document.refused,
            skipped=document.skipped,
        ),
    ]


def _column_rows(desk: Desk, columns: Sequence[ColumnEntry]) -> list[tuple[str, str, str, str]]:
    rows = []
    for column in columns:
        field = _field_label(desk, column.field) if column.field else desk.texts.word("words.not_imported")
        sure = f"{column.confidence:.0%}" if column.field else ""
        rows.append((column.column, column.header, field, sure))
    return rows


def _field_label(desk: Desk, code: str) -> str:
    library = desk.library
    if code in library.fields:
        return f"{desk.texts.of(library.fields[code].label)} ({code})"
    if code in library.indicators:
        return f"{desk.texts.of(library.indicators[code].name)} ({code})"
    return code


def _outcome(desk: Desk, document: ImportDocument) -> str:
    if not document.applied:
        return desk.texts.word("words.dry_run")
    if document.operation is None:
        return desk.texts.word("words.unchanged")
    return desk.texts.word("words.applied", operation=document.operation)
