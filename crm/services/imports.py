"""Imports: a workbook read, understood and planned before anything is written; applied as one operation."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from crm.bulk import collection_paused
from crm.db.models import Observation
from crm.db.queries import matching
from crm.db.queries.history import JournalStamp, journal_stamp, stamp_of
from crm.domain.errors import NotFoundError, StaleError
from crm.excel.reader import open_workbook
from crm.intake.figures import FiguresPlan, make_figures_plan, periods_of
from crm.intake.grid import Grid
from crm.intake.lexicon import Lexicon, SheetKind
from crm.intake.mapping import ColumnChoice
from crm.intake.match import KnownTenants, match_tenants
from crm.intake.plan import Plan, TenantState, make_plan
from crm.intake.reading import guess_kind, read_sheet
from crm.services.operation import operation
from crm.services.tenant_import import write_tenants
from crm.services.tenants import NOT_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from pathlib import Path

    from sqlalchemy import Connection

    from crm.domain.changes import Changes
    from crm.domain.finding import Finding
    from crm.domain.period import Period
    from crm.excel.reader import Workbook
    from crm.excel.sheet import Sheet
    from crm.intake.mapping import ColumnMap
    from crm.intake.match import Matches
    from crm.intake.plan import Counts
    from crm.intake.reading import Reading
    from crm.services.library import Library
    from crm.services.operation import Operation, Workplace

__all__ = ["SheetKind"]


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """What to import: a file, and where the user knows better than the program, how to read it.

    ``maps`` and ``units`` are keyed by column letter or header; ``key`` is the field that identifies a tenant;
    ``on`` is the day that a change of stage gets where the sheet names none.
    """

    path: Path
    sheet: str | None = None
    kind: SheetKind | None = None
    period: Period | None = None
    key: str | None = None
    maps: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    on: date | None = None


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
        return tuple(self.plan.findings)

    @property
    def writes(self) -> bool:
        """Whether applying it would write anything."""
        return bool(self.counts.new or self.counts.updated)


def list_sheets(path: Path) -> tuple[str, ...]:
    """The names of a file's visible sheets that hold anything. ReadRefused says why it cannot be read."""
    with open_workbook(path) as book:
        return _filled_sheets(book)


def prepare_import(workplace: Workplace, library: Library, request: ImportRequest) -> PreparedImport:
    """Read, understand, match and plan; nothing is written.

    Raises ReadRefused where the file cannot be read, ParseError where its header or a column is not understood,
    NotFoundError ``sheet-unknown``.
    """
    with collection_paused():
        return _prepare(workplace, library, request)


def _prepare(workplace: Workplace, library: Library, request: ImportRequest) -> PreparedImport:
    with open_workbook(request.path) as book:
        names = _filled_sheets(book)
        sheet = book.read(_choose_sheet(names, request))
    grid = _grid(sheet)
    lexicon = lexicon_of(library)
    kind = request.kind or guess_kind(grid, lexicon)
    reading = read_sheet(
        grid,
        lexicon,
        kind=kind,
        choice=ColumnChoice(request.maps, request.units),
        period=request.period,
        file_name=request.path.name,
    )
    with workplace.database.reading() as connection:
        as_of = journal_stamp(connection)
        plan = _plan(connection, library, reading, key=request.key, on=request.on or workplace.today)
    return PreparedImport(
        request,
        sheet.name,
        names,
        kind,
        reading,
        plan,
        as_of,
        hashlib.sha256(request.path.read_bytes()).hexdigest(),
    )


def apply_import(workplace: Workplace, library: Library, prepared: PreparedImport) -> Changes | None:
    """Write the plan as one operation with one undo; None where there is nothing to write.

    Where somebody has written meanwhile the plan is made again, and refused if it would come out otherwise
    (StaleError ``import-outdated``).
    """
    if not prepared.writes:
        return None
    counts, path = prepared.counts, prepared.request.path
    details: dict[str, str | int] = {
        "file": path.name,
        "sheet": prepared.sheet,
        "sha256": prepared.fingerprint,
        "new": counts.new,
        "updated": counts.updated,
    }
    on = prepared.request.on or workplace.today
    with collection_paused(), operation(workplace, f"import-{prepared.kind.value}", **details) as running:
        connection = running.recorder.connection
        if stamp_of(connection, running.id - 1) != prepared.as_of:
            again = _plan(connection, library, prepared.reading, key=prepared.request.key, on=on)
            if again != prepared.plan:
                raise StaleError("import-outdated", file=path.name)
        if isinstance(prepared.plan, FiguresPlan):
            _write_figures(running, prepared.plan)
        else:
            write_tenants(running, library, prepared.reading.drafts, prepared.plan, on=on)
    return running.changes


def lexicon_of(library: Library) -> Lexicon:
    """What intake must know, from the library."""
    return Lexicon.of(
        library.fields,
        indicators=library.indicators.by_code,
        vocabularies=library.vocabulary,
        synonyms=library.synonyms,
    )


def _filled_sheets(book: Workbook) -> tuple[str, ...]:
    return tuple(sheet.name for sheet in book.sheets if sheet.visible and sheet.rows)


def _choose_sheet(names: tuple[str, ...], request: ImportRequest) -> str:
    if request.sheet is not None and request.sheet in names:
        return request.sheet
    if request.sheet is not None or not names:
        known = ", ".join(names)
        raise NotFoundError("sheet-unknown", sheet=request.sheet or "", file=request.path.name, known=known)
    return names[0]


def _grid(sheet: Sheet) -> Grid:
    merges = [(one.first_row, one.first_column, one.last_row, one.last_column) for one in sheet.merges]
    return Grid(sheet.rows, merges, sheet.first_row, sheet.first_column)


def _plan(
    connection: Connection, library: Library, reading: Reading, *, key: str | None, on: date
) -> Plan | FiguresPlan:
    known = KnownTenants.from_rows(matching.tenant_keys(connection), matching.former_names(connection))
    matches = match_tenants(reading.drafts, known, key)
    if reading.drafts.kind is SheetKind.FIGURES:
        return _figures_plan(connection, library, reading, matches)
    return make_plan(reading.drafts, matches, _states(connection, reading, matches), on=on)


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
    connection: Connection, library: Library, reading: Reading, matches: Matches
) -> FiguresPlan:
    indicators = {
        code: library.indicators[code] for code in reading.drafts.columns if code in library.indicators
    }
    periods = periods_of(reading.drafts, reading.period)
    before = {near for period in periods for near in (period.previous(), period.same_period_last_year())}

    def held(of: Iterable[Period]) -> dict[tuple[int, str, int], int]:
        keys = [period.key for period in of]
        return matching.held_figures(connection, periods=keys, indicators=list(indicators))

    return make_figures_plan(
        reading.drafts,
        matches,
        indicators=indicators,
        period=reading.period,
        current=held(periods),
        previous=held(before),
    )


def _write_figures(running: Operation, plan: FiguresPlan) -> None:
    """Put the figures of a sheet in, each with the row it came from."""
    periods = dict.fromkeys(change.period.code for change in plan.changes)
    running.describe(period=", ".join(periods))
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
            for change in plan.changes
        ],
    )
