"""The whole way from a sheet's cells to typed drafts: header, columns, rows, values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm.domain.errors import ParseError
from crm.intake.draft import Drafts, read_drafts
from crm.intake.header import HeaderGuess, find_header
from crm.intake.hints import period_in
from crm.intake.lexicon import IDENTITY, SheetKind
from crm.intake.mapping import NO_CHOICE, ColumnChoice, ColumnMap, map_columns
from crm.intake.rows import classify_rows

if TYPE_CHECKING:
    from crm.domain.period import Period
    from crm.intake.grid import Grid
    from crm.intake.lexicon import Lexicon


@dataclass(frozen=True, slots=True)
class Reading:
    """A sheet as it was understood; ``period`` is the one given, else the one its title or file speaks of."""

    header: HeaderGuess
    columns: tuple[ColumnMap, ...]
    drafts: Drafts
    period: Period | None


def read_sheet(
    grid: Grid,
    lexicon: Lexicon,
    *,
    kind: SheetKind,
    choice: ColumnChoice = NO_CHOICE,
    period: Period | None = None,
    file_name: str = "",
) -> Reading:
    """Understand a sheet. Raises ParseError: ``header-not-found`` or what :func:`map_columns` raises."""
    header = find_header(grid, lexicon)
    found = period or header.period or period_in([file_name])
    mapped = map_columns(grid, header, lexicon, kind=kind, choice=choice, period=found)
    rows = classify_rows(grid, header, mapped, lexicon=lexicon)
    drafts = read_drafts(grid, rows, mapped, lexicon=lexicon, kind=kind)
    return Reading(header, mapped.columns, drafts, found)


def guess_kind(grid: Grid, lexicon: Lexicon) -> SheetKind:
    """What the rows of a sheet are: figures where more columns are indicators than particulars of a tenant.

    Raises ParseError ``header-not-found``.
    """
    header = find_header(grid, lexicon)
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
