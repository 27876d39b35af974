"""Imports: a workbook read, understood and planned before anything is written; applied as one operation."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from crm.bulk import collection_paused
from crm.db.models import Observation
from crm.db.queries.history import JournalStamp, journal_stamp, stamp_of
from crm.domain.errors import RuleError, StaleError
from crm.domain.finding import Finding, Severity
from crm.intake.figures import FiguresPlan
from crm.intake.grid import Grid
from crm.intake.header import HeaderChoice
from crm.intake.lexicon import SheetKind
from crm.intake.mapping import ColumnChoice, ColumnMap, UnitSource
from crm.intake.plan import Plan
from crm.intake.reading import Outline, guess_kind, outline_sheet, read_sheet
from crm.services.import_looks import (
    notice_hidden_columns,
    notice_hidden_rows,
    notice_scaled,
    notice_struck_rows,
)
from crm.services.import_plans import plan_import
from crm.services.import_sheets import LoadedSheet, load_sheet
from crm.services.lexicon import lexicon_of
from crm.services.locks import find_locks
from crm.services.operation import operation
from crm.services.tenant_import import parts_of, write_tenants

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from pathlib import Path

    from sqlalchemy import Connection

    from crm.domain.changes import Changes
    from crm.domain.period import Period
    from crm.intake.counts import Counts
    from crm.intake.progress import Progress
    from crm.intake.reading import Reading
    from crm.services.library import Library
    from crm.services.locks import FigureLock
    from crm.services.operation import Operation, Workplace

__all__ = ["ColumnMap", "FiguresPlan", "Grid", "HeaderChoice", "Outline", "Plan", "SheetKind", "UnitSource"]


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """What to import: a file, and where the user knows better than the program, how to read it.

    ``maps`` and ``units`` are keyed by column letter or header; ``key`` is the field that identifies a tenant;
    ``on`` is the day that a change of stage gets where the sheet names none; ``header`` is where the header stands in
    the used part of the sheet; ``by_letters`` says that no key of ``maps`` and ``units`` is a header.
    """

    path: Path
    sheet: str | None = None
    kind: SheetKind | None = None
    period: Period | None = None
    key: str | None = None
    maps: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    on: date | None = None
    header: HeaderChoice | None = None
    by_letters: bool = False

    @property
    def choice(self) -> ColumnChoice:
        """What the user decides about columns."""
        return ColumnChoice(self.maps, self.units, self.by_letters)


@dataclass(frozen=True, slots=True)
class Applied:
    """What an import has done: its changes, and the ids of the tenants that are new."""

    changes: Changes
    new: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class PreparedImport:
    """A file read and planned: what would happen, with every finding; nothing has been written."""

    request: ImportRequest
    sheet: str
    sheets: tuple[str, ...]
    kind: SheetKind
    reading: Reading
    plan: Plan | FiguresPlan
    as_of: JournalStamp
    """The last operation of the journal when the plan was made."""
    fingerprint: str
    grid: Grid
    noticed: tuple[Finding, ...] = ()
    """What was noticed in the cells of the file before they were understood."""
    locks: tuple[FigureLock, ...] = ()
    """Frozen filings that stand on figures it would change: it needs a reason."""

    @property
    def columns(self) -> tuple[ColumnMap, ...]:
        """How the columns were understood."""
        return self.reading.columns

    @property
    def counts(self) -> Counts:
        """The rows, and what becomes of them; they add up."""
        return self.plan.counts

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything noticed, the refusals among them."""
        locked = (
            Finding("figures-locked", Severity.WARNING, "", {**lock.values, "figures": lock.count})
            for lock in self.locks
        )
        return (*self.noticed, *locked, *self.plan.findings)

    @property
    def writes(self) -> bool:
        """Whether applying it would write anything."""
        return bool(self.counts.new or self.counts.updated)


def outline_import(library: Library, loaded: LoadedSheet, request: ImportRequest) -> Outline:
    """Header and columns of a sheet before its rows are read. Raises ParseError, see :func:`outline_sheet`."""
    return outline_sheet(
        loaded.grid,
        lexicon_of(library),
        kind=request.kind,
        choice=request.choice,
        period=request.period,
        file_name=request.path.name,
        at=request.header,
    )


def prepare_import(
    workplace: Workplace,
    library: Library,
    request: ImportRequest,
    *,
    loaded: LoadedSheet | None = None,
    progress: Progress = None,
) -> PreparedImport:
    """Read, understand, match and plan; nothing is written. A sheet that is *loaded* is not read again.

    Raises ReadRefused where the file cannot be read, ParseError where its header or a column is not understood,
    NotFoundError ``sheet-unknown``.
    """
    with collection_paused():
        sheet = loaded or load_sheet(request.path, request.sheet, library=library)
        return _prepare(workplace, library, request, sheet=sheet, progress=progress)


def _prepare(
    workplace: Workplace,
    library: Library,
    request: ImportRequest,
    *,
    sheet: LoadedSheet,
    progress: Progress,
) -> PreparedImport:
    lexicon = lexicon_of(library)
    kind = request.kind
    if kind is None:
        told = request.period is not None
        kind = SheetKind.FIGURES if told else guess_kind(sheet.grid, lexicon, request.header)
    if progress is not None:
        progress(0, len(sheet.grid.rows))
    reading = read_sheet(
        sheet.grid,
        lexicon,
        kind=kind,
        choice=request.choice,
        period=request.period,
        file_name=request.path.name,
        at=request.header,
    )
    with workplace.database.reading() as connection:
        as_of = journal_stamp(connection)
        plan = plan_import(
            connection,
            library,
            reading,
            key=request.key,
            on=request.on or workplace.today,
            progress=progress,
        )
        locks = _locks(connection, plan)
    names = tuple(one.name for one in sheet.sheets)
    return PreparedImport(
        request,
        sheet.name,
        names,
        kind,
        reading,
        plan,
        as_of,
        sheet.fingerprint,
        sheet.grid,
        (*sheet.findings, *_notice_looks(sheet, reading)),
        locks,
    )


def _locks(connection: Connection, plan: Plan | FiguresPlan) -> tuple[FigureLock, ...]:
    """The frozen filings that stand on what *plan* changes."""
    if not isinstance(plan, FiguresPlan):
        return ()
    return find_locks(connection, ((change.period.key, change.indicator) for change in plan.changes))


def apply_import(
    workplace: Workplace, library: Library, prepared: PreparedImport, *, reason: str = ""
) -> Changes | None:
    """Write the plan as one operation with one undo; None where there is nothing to write.

    Where somebody has written meanwhile the plan is made again, and refused if it would come out otherwise
    (StaleError ``import-outdated``). Figures that a frozen filing stands on need a *reason* (``period-locked``).
    """
    applied = carry_out_import(workplace, library, prepared, reason=reason)
    return None if applied is None else applied.changes


def carry_out_import(
    workplace: Workplace,
    library: Library,
    prepared: PreparedImport,
    *,
    whole: bool = False,
    reason: str = "",
    progress: Progress = None,
) -> Applied | None:
    """Like :func:`apply_import`, and say which tenants are new; a *whole* import leaves no record out.

    *progress* is told records written and records in all; what it raises takes everything back. Raises RuleError
    ``import-not-whole`` where records are refused.
    """
    if whole and prepared.counts.refused:
        raise RuleError("import-not-whole", count=prepared.counts.refused)
    if not prepared.writes:
        return None
    new: tuple[int, ...] = ()
    counts, path = prepared.counts, prepared.request.path
    details: dict[str, str | int] = {
        "file": path.name,
        "sheet": prepared.sheet,
        "sha256": prepared.fingerprint,
        "new": counts.new,
        "updated": counts.updated,
    }
    on = prepared.request.on or workplace.today
    kind = f"import-{prepared.kind.value}"
    with collection_paused(), operation(workplace, kind, reason=reason, **details) as running:
        connection = running.recorder.connection
        if stamp_of(connection, running.id - 1) != prepared.as_of:
            again = plan_import(connection, library, prepared.reading, key=prepared.request.key, on=on)
            if again != prepared.plan:
                raise StaleError("import-outdated", file=path.name)
        if isinstance(prepared.plan, FiguresPlan):
            _write_figures(running, prepared.plan, progress)
        else:
            new = write_tenants(
                running, library, prepared.reading.drafts, prepared.plan, on=on, progress=progress
            )
    return Applied(running.changes, new)


def _notice_looks(loaded: LoadedSheet, reading: Reading) -> Iterator[Finding]:
    """What the workbook shows otherwise than it was read: what nobody sees, amounts in a format that scales."""
    rows, sheet = reading.drafts.rows, loaded.sheet
    taken = [column for column in reading.columns if column.field is not None]
    yield from notice_hidden_rows(sheet, rows)
    yield from notice_struck_rows(sheet, rows)
    first = sheet.first_column
    yield from notice_hidden_columns(sheet, [(first + column.index, column.header) for column in taken])
    for column in taken if sheet.scaled else ():
        if column.unit is not None:
            yield from notice_scaled(sheet, (f"{column.letters}{row}" for row in rows), column.header)


def _write_figures(running: Operation, plan: FiguresPlan, progress: Progress) -> None:
    """Put the figures of a sheet in, each with the row it came from."""
    periods = dict.fromkeys(change.period.code for change in plan.changes)
    running.describe(period=", ".join(periods))
    for part in parts_of(plan.changes, progress):
        running.recorder.put(
            Observation,
            [
                {
                    "period": change.period.key,
                    "indicator": change.indicator,
                    "tenant_id": change.tenant_id,
                    "value": change.new,
                    "operation_id": running.id,
                    "source_row": plan.drafts.rows[change.index],
                }
                for change in part
            ],
        )
