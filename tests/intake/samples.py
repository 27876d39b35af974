"""What the tests of intake share: the shipped lexicon, sheets written in few lines, and the real registers."""

from __future__ import annotations

import csv
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from python_calamine import CalamineWorkbook

from crm import paths
from crm.db.queries.measures import Question, dimensions_of
from crm.domain.fields import fields_from_tables
from crm.domain.indicators import catalogue_from_tables
from crm.domain.measures import MeasureRequest
from crm.domain.period import Period
from crm.domain.vocabulary import vocabularies_from_tables
from crm.intake.draft import Drafts
from crm.intake.form_outline import FormOutline, outline_form
from crm.intake.form_proposals import Proposal, Trade, propose
from crm.intake.form_sheet import BlankGrid
from crm.intake.form_words import FormWords
from crm.intake.grid import Grid
from crm.intake.lexicon import Lexicon, SheetKind
from crm.intake.mapping import ColumnChoice
from crm.intake.reading import Reading, read_sheet
from crm.intake.synonyms import Synonyms

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from crm.domain.finding import Finding
    from crm.domain.indicators import Indicator
    from crm.intake.values import Value

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"


@cache
def tables(name: str) -> dict[str, Any]:
    """A shipped data file."""
    return tomllib.loads((paths.resources() / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def indicators() -> Mapping[str, Indicator]:
    """The shipped indicators."""
    return catalogue_from_tables(tables("indicators")).by_code


@cache
def lexicon() -> Lexicon:
    """The lexicon of the shipped data."""
    return Lexicon.of(
        fields_from_tables(tables("fields")),
        indicators=indicators(),
        vocabularies=vocabularies_from_tables(tables("codes")),
        synonyms=Synonyms.from_tables(tables("synonyms")),
    )


@cache
def form_words() -> FormWords:
    """The words of blank forms."""
    return FormWords.from_tables(tables("form_words"), tables("form_records"))


@cache
def trade() -> Trade:
    """What the labels of a form may name."""
    year = Period.parse("2025")
    dimensions = {
        one.code: frozenset(dimensions_of(Question(MeasureRequest(one.code, year), one)))
        for one in indicators().values()
    }
    return Trade(lexicon(), form_words(), indicators(), fields_from_tables(tables("fields")), dimensions)


def outline(*lines: str, name: str = "表", merges: Sequence[tuple[int, int, int, int]] = ()) -> FormOutline:
    """The outline of a blank of one sheet, written as for `sheet`; ``=`` stands for a formula."""
    grid = sheet(*lines, merges=merges)
    formulas = {
        (row, column)
        for row, cells in enumerate(grid.rows, start=1)
        for column, value in enumerate(cells, start=1)
        if value == "="
    }
    blank = Grid([[None if value == "=" else value for value in row] for row in grid.rows], merges)
    return outline_form([BlankGrid(name, blank, formulas)], lexicon(), form_words())


def proposed(*lines: str, **told: str) -> dict[str, Proposal]:
    """What each place of a blank is taken for, by its address; *told* likewise."""
    found = propose(outline(*lines), trade(), told={f"表!{place}": code for place, code in told.items()})
    return {one.slot.address: one for one in found}


def sheet(*lines: str, merges: Sequence[tuple[int, int, int, int]] = ()) -> Grid:
    """A sheet of texts: one line a row, cells parted by bars, blank where nothing stands between them."""
    return Grid([[cell.strip() or None for cell in line.split("|")] for line in lines], merges)


def read(
    grid: Grid,
    kind: SheetKind = SheetKind.TENANTS,
    *,
    maps: Mapping[str, str] | None = None,
    units: Mapping[str, str] | None = None,
) -> Reading:
    """The whole way from cells to drafts."""
    return read_sheet(grid, lexicon(), kind=kind, choice=ColumnChoice(maps or {}, units or {}))


def drafts(kind: SheetKind = SheetKind.TENANTS, /, **columns: Sequence[Value | None]) -> Drafts:
    """Drafts of rows 2, 3, 4 … with these columns."""
    count = max(map(len, columns.values()))
    letters = dict(zip(columns, "ABCDEFGHIJ", strict=False))
    return Drafts(kind, rows=tuple(range(2, count + 2)), columns=columns, letters=letters)


def codes(findings: Sequence[Finding]) -> list[str]:
    """The codes of findings, in order."""
    return [finding.code for finding in findings]


def shared(*parts: str) -> Path:
    """A file of the shared test data; the test is skipped where that is not there."""
    path = SHARED.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"the test data is not here: {path}")
    return path


def csv_grid(path: Path) -> Grid:
    """A CSV file as its reader gives it."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return Grid([[cell or None for cell in row] for row in csv.reader(file)])


def workbook_grid(path: Path, index: int = 0) -> Grid:
    """A sheet of a workbook as its reader gives it."""
    found = CalamineWorkbook.from_path(path).get_sheet_by_index(index)
    rows = [[_cell(value) for value in row] for row in found.to_python(skip_empty_area=False)]
    merges = [
        (top + 1, left + 1, bottom + 1, right + 1)
        for (top, left), (bottom, right) in found.merged_cell_ranges or ()
    ]
    return Grid(rows, merges)


def _cell(value: object) -> object:
    if value == "":
        return None
    return int(value) if isinstance(value, float) and value.is_integer() else value
