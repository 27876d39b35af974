"""The formulas of a template on their way into the filled file: collected, computed, written back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.excel.address import LAST_COLUMN, LAST_ROW, address_of
from crm.excel.evaluate import Evaluator
from crm.excel.fill import Formulas, Repeated
from crm.excel.grid import Live, SheetGrid, Span
from crm.excel.package import parse_xml
from crm.excel.relocate import part_of_record
from crm.excel.shift import Home, ReferenceAmbiguous, place_formula
from crm.excel.tokens import TokenKind
from crm.excel.worksheet import text_in, written_result

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from crm.excel.group import Group
    from crm.excel.package import Package
    from crm.excel.scalar import Scalar
    from crm.excel.shift import Moves, PlacedArea, PlacedFormula
    from crm.excel.worksheet import FormulaSite, Worksheet

_VOLATILE = frozenset(
    {"INDIRECT", "OFFSET", "NOW", "TODAY", "RAND", "RANDBETWEEN", "RANDARRAY", "CELL", "INFO"}
)


class Computation:
    """All formulas of one template. Single values are put into the sheets between its making and ``run``."""

    def __init__(
        self,
        package: Package,
        sheets: Mapping[str, Worksheet],
        groups: Mapping[str, Sequence[Group]],
        moves: Moves,
        *,
        epoch_1904: bool,
    ) -> None:
        self._package = package
        self._sheets = sheets
        self._groups = groups
        self._moves = moves
        self._epoch_1904 = epoch_1904
        self._shared = _shared_strings(package)
        self._single: dict[str, dict[tuple[int, int], tuple[FormulaSite, Live]]] = {}
        self._filled: dict[str, set[tuple[int, int]]] = {name: set() for name in sheets}
        for name, sheet in sheets.items():
            self._single[name] = {}
            for site in sheet.formulas():
                self._take(sheet, site)

    def _take(self, sheet: Worksheet, site: FormulaSite) -> None:
        group = next((g for g in self._groups.get(sheet.name, ()) if g.growth.holds(site.row)), None)
        if group is not None:
            if all(
                (site.row - group.growth.first, site.column) not in bound.places for bound in group.blocks
            ):
                group.add_formula(site)
            return
        try:
            placed = place_formula(site.text, moves=self._moves, home=Home(sheet.name))
        except ReferenceAmbiguous as error:
            raise part_of_record(sheet.name, site.text, error) from error
        kept = sheet.value(site.cell, self._shared)
        live = Live(placed, sheet=sheet.name, kept=kept, is_array=site.is_array)
        self._single[sheet.name][site.row, site.column] = site, live

    def forget(self, sheet: str, row: int, column: int) -> None:
        """A value takes the place of the formula there, if there is one."""
        self._single[sheet].pop((row, column), None)
        self._filled[sheet].add((self._moves.of_sheet(sheet).row(row), column))

    def run(self, names: Mapping[tuple[str, str], PlacedFormula]) -> None:
        """Compute every formula; *names* are the defined names' meanings."""
        lives = list(self._lives())
        if not lives:
            return
        grids = {name.casefold(): self._grid(sheet) for name, sheet in self._sheets.items()}
        evaluator = Evaluator(grids, names=names)
        for live in lives:
            if live.kept is not None and not evaluator.understands(live) and self._is_unaffected(live, grids):
                live.results = [live.kept]
        self._forget_arrays(grids)
        evaluator.compute(lives)

    def _lives(self) -> Iterator[Live]:
        for found in self._single.values():
            yield from (live for _, live in found.values())
        for groups in self._groups.values():
            for group in groups:
                yield from (formula.live for formula in group.formulas)

    def _grid(self, sheet: Worksheet) -> SheetGrid:
        here = self._moves.of_sheet(sheet.name)
        grid = SheetGrid(sheet.name)
        single = self._single[sheet.name]
        for row, column, cell in sheet.cells():
            if here.growth_at(row):
                continue
            known = single.get((row, column))
            value = known[1] if known else sheet.value(cell, self._shared)
            if value is not None:
                grid.cells[here.row(row), column] = value
        grid.hidden_rows = {
            here.row(number) for number, row in sheet.rows() if row.get("hidden") in {"1", "true"}
        }
        for group in self._groups.get(sheet.name, ()):
            first = here.row(group.growth.first)
            grid.bands.append(group.band(first, shared=self._shared, epoch_1904=self._epoch_1904))
        grid.close()
        return grid

    def _is_unaffected(self, live: Live, grids: Mapping[str, SheetGrid]) -> bool:
        """Whether a formula looks at nothing that was filled or is computed, so that its old result is still good."""
        kinds = {token.kind for token in live.formula.tokens}
        if kinds & {TokenKind.NAME, TokenKind.STRUCTURED, TokenKind.SHEET}:
            return False
        functions = {t.text[:-1].upper() for t in live.formula.tokens if t.kind is TokenKind.FUNCTION}
        if functions & _VOLATILE:
            return False
        return all(self._is_untouched(area, grids) for area in live.formula.areas.values())

    def _is_untouched(self, area: PlacedArea, grids: Mapping[str, SheetGrid]) -> bool:
        if area.sheet is None:
            return True
        grid = grids.get(area.sheet.casefold())
        if grid is None:
            return False
        last = area.last or area.first
        span = Span(
            grid,
            area.first.row or 1,
            area.first.corner.column or 1,
            last.row or LAST_ROW,
            last.corner.column or LAST_COLUMN,
        )
        return not span.holds_formulas() and not any(
            span.first_row <= row <= span.last_row and span.first_column <= column <= span.last_column
            for row, column in self._filled.get(grid.name, ())
        )

    def _forget_arrays(self, grids: Mapping[str, SheetGrid]) -> None:
        """The cells that an array formula fills have results and no formula; where it is open, so are they."""
        for name, found in self._single.items():
            here, grid, sheet = self._moves.of_sheet(name), grids[name.casefold()], self._sheets[name]
            for site, live in found.values():
                for row, column in site.other_cells() if live.known(0) is None else ():
                    if (cell := sheet.find(row, column)) is not None:
                        grid.cells[here.row(row), column] = live
                        sheet.clear_result(cell)

    def write_back(self) -> None:
        """Put the moved formulas and their results into the trees of their sheets, where they differ from before."""
        for name, found in self._single.items():
            sheet = self._sheets[name]
            for site, live in found.values():
                text, result = live.formula.text(), live.known(0)
                shared = site.element.get("t") == "shared" and (sheet.changed or bool(self._moves.sheets))
                if shared or text != site.text or not _same(result, live):
                    sheet.set_formula(site, text, result)

    def formulas(self) -> Formulas:
        """All formulas by their place in the filled file."""
        single = {
            (name, address_of(self._moves.of_sheet(name).row(row), column)): live
            for name, found in self._single.items()
            for (row, column), (_, live) in found.items()
        }
        repeated = {
            name: [
                Repeated(
                    formula.live,
                    self._moves.of_sheet(name).row(group.growth.first) + formula.offset,
                    formula.site.column,
                    group.growth.rows,
                    len(formula.live.results),
                )
                for group in groups
                for formula in group.formulas
            ]
            for name, groups in self._groups.items()
        }
        return Formulas(single, repeated=repeated)


def _same(known: Scalar, live: Live) -> bool:
    kept = live.kept
    if known is None or kept is None:
        return known is kept
    return written_result(known) == written_result(kept)


def _shared_strings(package: Package) -> list[str]:
    for part in package.related(package.workbook, "sharedStrings"):
        return [text_in(item) for item in parse_xml(package.parts[part], part).iterchildren("{*}si")]
    return []
