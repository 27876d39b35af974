"""The whole way from a sheet's cells to typed drafts: header, columns, rows, values."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from crm.domain.errors import ParseError
from crm.domain.finding import Finding, Severity
from crm.intake.draft import Drafts, read_drafts
from crm.intake.header import HeaderChoice, HeaderGuess, find_header
from crm.intake.lexicon import IDENTITY, SheetKind
from crm.intake.mapping import NO_CHOICE, ColumnChoice, ColumnMap, MappedColumns, map_columns
from crm.intake.rows import classify_rows, tell_below_footer, tell_other_tables
from crm.intake.spoken_period import SpokenPeriod, spoken_period
from crm.intake.totals import compare_totals

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crm.domain.period import Period
    from crm.intake.grid import Grid
    from crm.intake.lexicon import Lexicon


@dataclass(frozen=True, slots=True)
class Reading:
    """A sheet as it was understood; ``period`` is the one given, else the one its title or file speaks of.

    Where they speak of something that is no period of ours, ``unclear`` says in which words.
    """

    header: HeaderGuess
    columns: tuple[ColumnMap, ...]
    drafts: Drafts
    period: Period | None
    unclear: str = ""


@dataclass(frozen=True, slots=True)
class Outline:
    """A sheet as it is understood before its rows are read: header, columns, and the period it is for."""

    kind: SheetKind
    header: HeaderGuess
    mapped: MappedColumns
    period: Period | None
    unclear: str = ""


def outline_sheet(
    grid: Grid,
    lexicon: Lexicon,
    *,
    kind: SheetKind | None = None,
    choice: ColumnChoice = NO_CHOICE,
    period: Period | None = None,
    file_name: str = "",
    at: HeaderChoice | None = None,
    whole: bool = False,
) -> Outline:
    """Find header and columns; *at* is where the user sees the header. It takes no longer for many rows.

    Raises ParseError: ``header-not-found`` or what :func:`map_columns` raises.
    """
    header = find_header(grid, lexicon, at)
    if kind is None:
        kind = SheetKind.FIGURES if period is not None else _kind_of(grid, header, lexicon)
    spoken = _spoken(header, file_name)
    found = period or spoken.period
    mapped = map_columns(grid, header, lexicon, kind=kind, choice=choice, period=found, whole=whole)
    noticed = _notice_period(header, file_name, spoken=spoken, told=period, kind=kind)
    mapped = replace(mapped, findings=(*noticed, *mapped.findings))
    return Outline(kind, header, mapped, found, spoken.unclear)


def _spoken(header: HeaderGuess, file_name: str) -> SpokenPeriod:
    """What the title says, completed by the file's name where it names no period, or one without its year."""
    title = header.spoken
    return title if title.period or title.unclear else spoken_period([*header.above, file_name])


def _notice_period(
    header: HeaderGuess, file_name: str, *, spoken: SpokenPeriod, told: Period | None, kind: SheetKind
) -> Iterator[Finding]:
    """A warning where the period that was told, or that of the title, is not the one that stands elsewhere."""
    if kind is SheetKind.TENANTS:
        if told is not None:
            yield Finding("period-unused", Severity.WARNING, "", {"period": told.code})
        return
    taken = told or spoken.period
    file = spoken_period([file_name])
    if taken is not None and file.period == taken.year_period:  # the workbook of a year holds its quarters
        file = SpokenPeriod()
    for says in (header.spoken, file):
        if taken is not None and says.says_something and not says.names(taken):
            words = says.unclear or (says.period.code if says.period else "")
            first, last = says.loose or (0, 0)
            said = words or f"{first}-{last}月"
            yield Finding("period-contradicted", Severity.WARNING, "", {"said": said, "period": taken.code})


def read_sheet(
    grid: Grid,
    lexicon: Lexicon,
    *,
    kind: SheetKind,
    choice: ColumnChoice = NO_CHOICE,
    period: Period | None = None,
    file_name: str = "",
    at: HeaderChoice | None = None,
) -> Reading:
    """Understand a sheet and read its rows.

    Raises ParseError ``figures-not-found`` or what :func:`outline_sheet` raises.
    """
    outline = outline_sheet(
        grid, lexicon, kind=kind, choice=choice, period=period, file_name=file_name, at=at, whole=True
    )
    _require_figures(outline, lexicon)
    rows = classify_rows(grid, outline.header, outline.mapped, lexicon=lexicon)
    drafts = read_drafts(grid, rows, outline.mapped, lexicon=lexicon, kind=kind)
    differing = compare_totals(grid, drafts, outline.mapped, lexicon=lexicon)
    below = tell_below_footer(grid, rows, outline.mapped, lexicon=lexicon)
    others = tell_other_tables(rows)
    drafts = replace(drafts, findings=(*drafts.findings, *below, *others, *differing))
    return Reading(outline.header, outline.mapped.columns, drafts, outline.period, outline.unclear)


def _require_figures(outline: Outline, lexicon: Lexicon) -> None:
    """Refuse a sheet of figures of which no column is an indicator, unless a warning says why one was left out."""
    targets = lexicon.targets[outline.kind]
    columns = outline.mapped.columns
    explained = any(
        finding.severity is Severity.WARNING and finding.code.startswith("column-")
        for finding in outline.mapped.findings
    )
    known = (column.field is not None and targets[column.field].is_indicator for column in columns)
    if outline.kind is SheetKind.FIGURES and not explained and not any(known):
        raise ParseError(
            "figures-not-found", headers=", ".join(filter(None, (one.header for one in columns)))
        )


def guess_kind(grid: Grid, lexicon: Lexicon, at: HeaderChoice | None = None) -> SheetKind:
    """What the rows of a sheet are: figures where more columns are indicators than particulars of a tenant.

    (A sheet for which a period is told is one of figures, see :func:`outline_sheet`.)

    Raises ParseError ``header-not-found``.
    """
    return _kind_of(grid, find_header(grid, lexicon, at), lexicon)


def _kind_of(grid: Grid, header: HeaderGuess, lexicon: Lexicon) -> SheetKind:
    counts = {}
    for kind in SheetKind:
        try:
            mapped = map_columns(grid, header, lexicon, kind=kind)
        except ParseError:
            counts[kind] = 0
        else:
            counts[kind] = sum(column.field not in {None, *IDENTITY} for column in mapped.columns)
    return SheetKind.FIGURES if counts[SheetKind.FIGURES] > counts[SheetKind.TENANTS] else SheetKind.TENANTS


def field_named(text: str, lexicon: Lexicon) -> str:
    """The field of a tenant that *text* names by its code, label or a usual header; *text* itself where none."""
    return lexicon.headers[SheetKind.TENANTS].get(lexicon.read_header(text).key, text)
