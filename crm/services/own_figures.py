"""Figures of the incubator itself from a workbook: read for a period, and looked at before they are stated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm.domain.errors import RuleError
from crm.excel.address import column_letters, parse_address
from crm.excel.reader import open_workbook
from crm.intake.own_figures import OwnFigure, read_own_figures
from crm.services.import_looks import (
    notice_far_rows,
    notice_hidden_columns,
    notice_hidden_rows,
    notice_scaled,
    notice_struck_rows,
    notice_unreadable,
    placed,
)
from crm.services.import_sheets import grid_of
from crm.services.lexicon import lexicon_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from crm.domain.finding import Finding
    from crm.domain.period import Period
    from crm.excel.sheet import Sheet
    from crm.intake.own_figures import OwnFigures
    from crm.services.library import Library

__all__ = ["OwnFigure", "OwnFiguresFile", "read_file"]


@dataclass(frozen=True, slots=True)
class OwnFiguresFile:
    """What a workbook has for a period: the sheet with most figures, those figures, and what was noticed there."""

    file: str
    sheet: str
    figures: tuple[OwnFigure, ...]
    findings: tuple[Finding, ...]


def read_file(library: Library, path: Path, period: Period) -> OwnFiguresFile:
    """Read the figures of *period* that the operator states from the workbook at *path*; nothing is written.

    RuleError ``own-figures-none`` where no visible sheet has any; and what opening a workbook raises.
    """
    lexicon = lexicon_of(library)
    stated = {one.code: one for one in library.indicators.stated}
    with open_workbook(path) as book:
        sheets = [book.read(place) for place, one in enumerate(book.sheets) if one.visible]
        read = [(sheet, read_own_figures(grid_of(sheet), lexicon, stated, period)) for sheet in sheets]
    sheet, best = max(read, key=lambda one: (len(one[1].figures), len(one[1].findings)))
    if not best.figures and not best.findings:
        raise RuleError("own-figures-none", file=path.name, period=period.code)
    findings = (*best.findings, *placed(_notice_looks(sheet, best), sheet))
    return OwnFiguresFile(path.name, sheet.name, best.figures, findings)


def _notice_looks(sheet: Sheet, read: OwnFigures) -> Iterator[Finding]:
    """What the sheet shows otherwise than it was read, of the cells that were."""
    places = [(one.cell, *parse_address(one.cell)) for one in read.figures]
    yield from notice_unreadable(sheet)
    yield from notice_far_rows(sheet)
    yield from notice_hidden_rows(sheet, [row for _, row, _ in places])
    yield from notice_struck_rows(sheet, [row for _, row, _ in places])
    columns = {number: column_letters(number) for _, _, number in places}
    yield from notice_hidden_columns(sheet, columns.items())
    for number, letters in columns.items():
        yield from notice_scaled(sheet, [cell for cell, _, column in places if column == number], letters)
