"""Figures of the incubator itself from a workbook: read for a period, and looked at before they are stated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm.domain.errors import RuleError
from crm.excel.reader import open_workbook
from crm.intake.own_figures import OwnFigure, read_own_figures
from crm.services.imports import grid_of, lexicon_of

if TYPE_CHECKING:
    from pathlib import Path

    from crm.domain.finding import Finding
    from crm.domain.period import Period
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
        read = [
            (one.name, read_own_figures(grid_of(book.read(place)), lexicon, stated, period))
            for place, one in enumerate(book.sheets)
            if one.visible
        ]
    name, best = max(read, key=lambda one: (len(one[1].figures), len(one[1].findings)))
    if not best.figures and not best.findings:
        raise RuleError("own-figures-none", file=path.name, period=period.code)
    return OwnFiguresFile(path.name, name, best.figures, best.findings)
