"""The checks that a blank's own formulas state: comparisons as they stand, sums against the figure they come to."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from crm.domain.wording import Words
from crm.filings.check_words import relation_in_words
from crm.intake.grid import column_letters, column_number
from crm.services.form_check import CheckKind
from crm.services.form_check_cells import fits, groups_of, without
from crm.services.form_formulas import Comparison, FormulaReader

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crm.filings.form import FigureSpec
    from crm.services.form_check import FormCheck
    from crm.services.form_check_cells import CheckedCells
    from crm.services.form_formulas import Terms


def propose_formulas(cells: CheckedCells) -> Iterator[FormCheck]:
    """What the blank computes itself: a comparison as it stands, a sum against the indicator's own figure."""
    computed = {
        f"{sheet.name}!{column_letters(column)}{row}": text
        for sheet in cells.outline.sheets
        for (row, column), text in sheet.computed.items()
    }
    reader = FormulaReader(cells.bound, computed, partial(_is_words, cells))
    for place in computed:
        found = reader.read(place)
        if isinstance(found, Comparison):
            yield from _comparison(cells, found, place)
        elif found is not None:
            yield from _computed_sum(cells, found, place)


def _comparison(cells: CheckedCells, found: Comparison, place: str) -> Iterator[FormCheck]:
    if len(found.names) > 1 and cells.is_one_unit(found.names):
        says = relation_in_words(found.text, cells.label)
        key = f"formula:{'+'.join(found.names)}"
        yield cells.check(CheckKind.FORMULA, key, found.text, found.names, says=says, place=place)


def _computed_sum(cells: CheckedCells, found: Terms, place: str) -> Iterator[FormCheck]:
    """The sum that a cell computes is the figure that its words name."""
    figure = _figure_at(cells, found, place)
    if figure is None or not cells.is_one_unit(found.names):
        return
    own = cells.shown(figure)
    if own is not None and cells.unit(cells.by_name[own].figure) != cells.unit(figure):
        return
    name = own or cells.free_name(figure)
    whole, parts = cells.label_of(figure), [cells.short(each) for each in found.names]
    signs = [("" if not at and sign > 0 else " + " if sign > 0 else " - ") for at, (sign, _) in
             enumerate(found.signed)]  # fmt: skip
    says = Words(
        f"{whole.zh} = {''.join(sign + one.zh for sign, one in zip(signs, parts, strict=True))}",
        f"{whole.en} = {''.join(sign + one.en for sign, one in zip(signs, parts, strict=True))}",
    )
    expression = f"adds_up({name}, {', '.join(found.names)})" if found.is_sum else f"{name} == {found.text}"
    if not fits(expression, found.names):
        return
    check = cells.check(
        CheckKind.FORMULA, f"formula:{name}", expression, (name, *found.names), says=says, place=place
    )
    yield check if own else replace(check, facts=(_fact(name, figure),))


def _figure_at(cells: CheckedCells, found: Terms, place: str) -> FigureSpec | None:
    """The figure that stands where the blank computes: the parts' own as a whole, or what its row is called."""
    figures = [cells.by_name[name].figure for name in found.names]
    alike = {replace(one, within=(), quarter=0, month=0) for one in figures}
    if len(alike) == 1 and found.is_sum:
        return _whole_of(cells, figures, found.names)
    label = _row_label(cells, place)
    code = cells.trade.lexicon.figures.get(cells.trade.lexicon.read_header(label).key) if label else None
    shared = {(one.basis, one.population, one.within, one.quarter, one.month) for one in figures}
    if code is None or len(shared) != 1 or code in {one.indicator for one in figures}:
        return None
    return replace(figures[0], indicator=code)


def _whole_of(cells: CheckedCells, figures: Sequence[FigureSpec], names: Sequence[str]) -> FigureSpec | None:
    """The figure of which *figures* are all groups of one grouping."""
    differing = {
        grouping
        for grouping, _ in groups_of(figures[0])
        if len({dict(groups_of(one)).get(grouping) for one in figures}) == len(figures)
    }
    wholes = {without(one, grouping) for one in figures for grouping in differing}
    if len(differing) != 1 or len(wholes) != 1:
        return None
    return wholes.pop() if cells.is_complete(differing.pop(), names) else None


def _row_label(cells: CheckedCells, place: str) -> str:
    """What the row of a cell is called."""
    name, _, address = place.rpartition("!")
    row = int(address.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) - 1
    sheet = next(one for one in cells.outline.sheets if one.name == name)
    texts = (
        (value for value in sheet.grid.rows[row] if isinstance(value, str))
        if row < len(sheet.grid.rows)
        else ()
    )
    known = cells.trade.lexicon.figures
    return next((text for text in texts if cells.trade.lexicon.read_header(text).key in known), "")


def _is_words(cells: CheckedCells, place: str) -> bool:
    name, _, address = place.rpartition("!")
    letters = address.rstrip("0123456789")
    row, column = int(address[len(letters) :]) - 1, column_number(letters) - 1
    sheet = next(one for one in cells.outline.sheets if one.name == name)
    in_sheet = row < len(sheet.grid.rows) and column < sheet.grid.width
    return in_sheet and isinstance(sheet.grid.cell(row, column), str)


def _fact(name: str, figure: FigureSpec) -> dict[str, Any]:
    """A figure that no cell shows, as form.toml has it."""
    table: dict[str, Any] = {"name": name, "indicator": figure.indicator}
    table |= {"basis": figure.basis.value, "population": figure.population.value}
    table |= {key: number for key, number in (("month", figure.month), ("quarter", figure.quarter)) if number}
    if figure.unit is not None:
        table["unit"] = figure.unit.code
    if figure.within:
        table["within"] = {grouping: list(codes) for grouping, codes in figure.within}
    return table
