"""Imports: a workbook read, understood and planned before anything is written; applied as one operation."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from crm.bulk import collection_paused
from crm.db.models import Observation
from crm.db.queries import matching
from crm.db.queries.history import JournalStamp, journal_stamp, stamp_of
from crm.domain.errors import NotFoundError, RuleError, StaleError
from crm.domain.finding import Finding, Severity
from crm.excel.reader import open_workbook
from crm.intake.figures import FiguresPlan, make_figures_plan, periods_of
from crm.intake.grid import Grid
from crm.intake.header import HeaderChoice, header_score
from crm.intake.lexicon import Lexicon, SheetKind
from crm.intake.mapping import ColumnChoice, ColumnMap, UnitSource
from crm.intake.match import KnownTenants, match_tenants
from crm.intake.part_periods import compared_periods, related_periods
from crm.intake.plan import Plan, TenantState, make_plan
from crm.intake.reading import Outline, guess_kind, outline_sheet, read_sheet
from crm.services.import_looks import (
    near_rows,
    notice_far_rows,
    notice_hidden_columns,
    notice_hidden_rows,
    notice_scaled,
    notice_struck_rows,
    notice_unreadable,
)
from crm.services.locks import find_locks
from crm.services.operation import operation
from crm.services.tenant_import import parts_of, write_tenants
from crm.services.tenants import NOT_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date
    from pathlib import Path

    from sqlalchemy import Connection

    from crm.domain.changes import Changes
    from crm.domain.period import Period
    from crm.excel.reader import Workbook
    from crm.excel.sheet import Sheet, SheetInfo
    from crm.intake.match import Matches
    from crm.intake.plan import Counts
    from crm.intake.progress import Progress
    from crm.intake.reading import Reading
    from crm.services.library import Library
    from crm.services.locks import FigureLock
    from crm.services.operation import Operation, Workplace

__all__ = ["ColumnMap", "FiguresPlan", "Grid", "HeaderChoice", "Outline", "Plan", "SheetKind", "UnitSource"]

_TOP = 60
"""Rows of a sheet that are looked at to tell a register or figures from a cover."""


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
class SheetSummary:
    """A visible sheet that holds anything: its name, and its size up to the last used cell."""

    name: str
    rows: int
    columns: int


@dataclass(frozen=True, slots=True)
class LoadedSheet:
    """One sheet of a file as it stands in it, kept so that it can be understood again and again."""

    path: Path
    sheet: Sheet
    sheets: tuple[SheetSummary, ...]
    grid: Grid
    fingerprint: str
    findings: tuple[Finding, ...] = ()
    """Cells that look blank and are not: errors, and formulas that nobody has computed."""

    @property
    def name(self) -> str:
        """What the sheet is called."""
        return self.sheet.name


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


def list_sheets(path: Path) -> tuple[str, ...]:
    """The names of a file's visible sheets that hold anything. ReadRefused says why it cannot be read."""
    with open_workbook(path) as book:
        return tuple(sheet.name for sheet in _filled(book))


def load_sheet(path: Path, sheet: str | None = None, *, library: Library | None = None) -> LoadedSheet:
    """Read one sheet of a file; where none is named, the one whose header has most words that *library* knows.

    Raises ReadRefused where the file cannot be read, NotFoundError ``sheet-unknown`` or ``workbook-without-rows``.
    """
    with collection_paused(), open_workbook(path) as book:
        summaries = tuple(SheetSummary(one.name, one.rows, one.columns) for one in _filled(book))
        names = tuple(one.name for one in summaries)
        _require_sheet(names, sheet, path)
        read = _read_likeliest(book, names, library) if sheet is None else book.read(sheet)
    noticed = (
        *_notice_others(read.name, names, told=sheet is not None),
        *notice_unreadable(read),
        *notice_far_rows(read),
    )
    fingerprint = hashlib.sha256(path.read_bytes()).hexdigest()
    return LoadedSheet(path, read, summaries, grid_of(read), fingerprint, noticed)


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
        plan = _plan(
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
            again = _plan(connection, library, prepared.reading, key=prepared.request.key, on=on)
            if again != prepared.plan:
                raise StaleError("import-outdated", file=path.name)
        if isinstance(prepared.plan, FiguresPlan):
            _write_figures(running, prepared.plan, progress)
        else:
            new = write_tenants(
                running, library, prepared.reading.drafts, prepared.plan, on=on, progress=progress
            )
    return Applied(running.changes, new)


def lexicon_of(library: Library) -> Lexicon:
    """What intake must know, from the library."""
    return Lexicon.of(
        library.fields,
        indicators=library.indicators.by_code,
        vocabularies=library.vocabulary,
        synonyms=library.synonyms,
    )


def _filled(book: Workbook) -> tuple[SheetInfo, ...]:
    return tuple(sheet for sheet in book.sheets if sheet.visible and sheet.rows)


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


def _require_sheet(names: tuple[str, ...], sheet: str | None, path: Path) -> None:
    if not names:
        raise NotFoundError("workbook-without-rows", file=path.name)
    if sheet is not None and sheet not in names:
        raise NotFoundError("sheet-unknown", sheet=sheet, file=path.name, known=", ".join(names))


def _read_likeliest(book: Workbook, names: tuple[str, ...], library: Library | None) -> Sheet:
    """The sheet whose header is worth most; the first of equal ones, and where nobody knows the words."""
    best = book.read(names[0])
    if library is None or len(names) == 1:
        return best
    lexicon = lexicon_of(library)
    most = header_score(_top(best), lexicon)
    for name in names[1:]:
        sheet = book.read(name)
        score = header_score(_top(sheet), lexicon)
        if score > most:
            best, most = sheet, score
    return best


def _notice_others(name: str, names: tuple[str, ...], *, told: bool) -> Iterator[Finding]:
    others = "、".join(other for other in names if other != name)
    if others and not told:
        yield Finding("sheet-chosen", Severity.INFO, "", {"sheet": name, "others": others})


def _top(sheet: Sheet) -> Grid:
    grid = grid_of(sheet)
    return replace(grid, rows=grid.rows[:_TOP])


def grid_of(sheet: Sheet) -> Grid:
    """The cells of a sheet as intake sees them."""
    merges = [(one.first_row, one.first_column, one.last_row, one.last_column) for one in sheet.merges]
    near = near_rows(sheet)
    rows = sheet.rows if near == len(sheet.rows) else sheet.rows[:near]
    return Grid(rows, merges, sheet.first_row, sheet.first_column, sheet.epoch_1904)


def _plan(
    connection: Connection,
    library: Library,
    reading: Reading,
    *,
    key: str | None,
    on: date,
    progress: Progress = None,
) -> Plan | FiguresPlan:
    known = KnownTenants.from_rows(matching.tenant_keys(connection), matching.former_names(connection))
    matches = match_tenants(reading.drafts, known, key, progress=progress)
    if reading.drafts.kind is SheetKind.FIGURES:
        return _figures_plan(connection, library, reading, matches, progress=progress)
    states = _states(connection, reading, matches)
    return make_plan(reading.drafts, matches, states, on=on, progress=progress)


def _states(connection: Connection, reading: Reading, matches: Matches) -> dict[int, TenantState]:
    """The present state of the matched tenants, as far as the sheet speaks of it."""
    columns = [code for code in reading.drafts.columns if code not in NOT_COLUMNS]
    ids = [tenant_id for tenant_id in matches.tenants if tenant_id is not None]
    former: dict[int, list[str]] = {}
    for tenant_id, name in matching.former_names(connection):
        former.setdefault(tenant_id, []).append(name)
    states = {}
    for tenant_id, held in matching.held_tenants(connection, ids, columns).items():
        values = {name: None if value == "" else value for name, value in held.values.items()}
        values["moved_in_on"] = held.moved_in_on
        states[tenant_id] = TenantState(
            values, held.extra, former.get(tenant_id, ()), held.stage, held.stage_since
        )
    return states


def _figures_plan(
    connection: Connection,
    library: Library,
    reading: Reading,
    matches: Matches,
    *,
    progress: Progress,
) -> FiguresPlan:
    indicators = {
        code: library.indicators[code] for code in reading.drafts.columns if code in library.indicators
    }
    periods = periods_of(reading.drafts, reading.period, reading.unclear)
    before = {near for period in periods for near in (period.previous(), period.same_period_last_year())}

    near = [period.key for period in related_periods(periods)] if indicators else []
    present = matching.periods_with_figures(connection, near)

    def held(of: Iterable[Period]) -> dict[tuple[int, str, int], int]:
        keys = [period.key for period in of]
        return matching.held_figures(connection, periods=keys, indicators=list(indicators))

    return make_figures_plan(
        reading.drafts,
        matches,
        indicators=indicators,
        period=reading.period,
        current=held(periods),
        previous=held(before | compared_periods(periods, present)),
        progress=progress,
    )


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
