"""Of our own blanks, read without the forms that say what they ask, nothing is bound wrongly: it is right or asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from crm.domain.period import Period
from crm.domain.quantity import Dimension
from crm.intake.form_rows import chosen_of
from crm.services.filings import build_filing, list_forms
from crm.services.form_binding import FormName, Means, decide, decision_of, open_blank, save_form
from tests.golden_filings import FILINGS

if TYPE_CHECKING:
    from pathlib import Path

    from crm.domain.quantity import Unit
    from crm.filings.built import Built
    from crm.filings.form import BlockSpec, ColumnSpec, FigureSpec, Form
    from crm.services.form_binding import BlankForm, Proposal
    from crm.services.library import Library
    from crm.services.operation import Workplace

LEAST_RIGHT = {
    "shanxi-incubator": 64, "tax-property": 20, "torch-makerspace": 30, "torch-summary": 123, "torch-tenant": 42,
    "zone-events": 7, "zone-financings": 10, "zone-graduates": 7, "zone-monthly": 121, "zone-movements": 12,
    "zone-quarterly": 135, "zone-rights": 24, "zone-tenants": 16, "zone-titles": 22,
}  # fmt: skip
"""What is bound rightly without a question, of each form; of a column of records also which records are listed."""
ASKED_OF_RECORDS = {"tax-property": 24}
"""Columns of records that are left to the user: what the months of the tax form's registers show."""


def scale(unit: Unit | None) -> object:
    """What a unit makes of a number: 个 and 项 make the same of it."""
    return "count" if unit is not None and unit.dimension is Dimension.COUNT else unit


def figure(form: Form, spec: FigureSpec, library: Library) -> tuple[object, ...]:
    usual = library.indicators[spec.indicator].unit
    unit = spec.unit or (form.money_unit if usual.dimension is Dimension.MONEY else usual)
    shown = None if spec.basis.compared else unit
    return (spec.indicator, spec.basis.value, scale(shown), spec.population)


def column(form: Form, block: BlockSpec, spec: ColumnSpec, library: Library) -> tuple[object, ...]:
    if spec.ordinal:
        return ("ordinal",)
    whose: tuple[object, ...] = (block.population,)
    if block.records is not None:
        asked = block.records
        whose += (asked.kind, asked.counted, asked.basis.value, asked.amount, dict(asked.filters))
    if spec.figure is not None:
        return (*figure(form, spec.figure, library), *whose)
    return (*(spec.fields if block.records else spec.fields[:1]), *whose)


def truth(form: Form, library: Library) -> dict[str, tuple[object, ...]]:
    """Place → what the form says that it is."""
    cells = {f"{one.sheet}!{one.address}": figure(form, one.figure, library) for one in form.cells}
    return cells | {
        f"{block.sheet}!{one.letter}{block.row}": column(form, block, one, library)
        for block in form.blocks
        for one in block.columns
        if one.letter
    }


def taken(one: Proposal, blank: BlankForm) -> tuple[object, ...]:
    """What a proposal takes a place for, in the words of `truth`."""
    if one.means is Means.ORDINAL:
        return ("ordinal",)
    if not one.slot.is_column:
        return (one.code, one.basis, scale(one.unit), one.population)
    rows = blank.rows[one.slot.sheet, one.slot.row]
    whose: tuple[object, ...] = (rows.population,)
    fields: tuple[object, ...] = (one.code,)
    if rows.records:
        kind, chosen = chosen_of(rows, blank.trade.words)
        basis = "year_to_date" if chosen.is_to_date else "period"
        whose += (kind.code, chosen.counted, basis, chosen.amount, dict(chosen.filters))
        fields += kind.also.get(one.code, ())
    if one.means is Means.FIELD:
        return (*fields, *whose)
    return (one.code, one.basis, scale(one.unit), rows.population, *whose)


@pytest.mark.parametrize("code", LEAST_RIGHT)
def test_no_place_of_a_shipped_blank_is_bound_wrongly(library: Library, code: str) -> None:
    form = next(one for one in list_forms(library) if one.code == code)
    blank = open_blank(library, library.form_folder(code).folder / "template.xlsx")
    known = truth(form, library)
    wrong = {one.place: taken(one, blank) for one in blank.sure if taken(one, blank) != known.get(one.place)}
    right = len(blank.sure) - len(wrong)
    print(f"{code}: right {right}, wrong {len(wrong)}, asked {len(blank.unclear)}")  # noqa: T201
    assert wrong == {}
    assert right >= LEAST_RIGHT[code]
    of_records = {(one.sheet, one.row) for one in form.blocks if one.records}
    asked = [one for one in blank.unclear if (one.slot.sheet, one.slot.row) in of_records]
    assert len(asked) == ASKED_OF_RECORDS.get(code, 0)


def test_every_shipped_form_is_measured(library: Library) -> None:
    assert {one.code for one in list_forms(library)} == set(LEAST_RIGHT)


def filed(built: Built, form: Form) -> dict[str, object]:
    """What stands in the registers of records: place → the values of its column."""
    of_records = {(one.sheet, one.row) for one in form.blocks if one.records}
    return {
        f"{block.sheet}!{column.letter}{block.row}": (column.values, column.has_total)
        for block in built.blocks
        if (block.sheet, block.row) in of_records
        for column in block.columns
        if column.letter
    }


@pytest.mark.parametrize(
    "code",
    ["shanxi-incubator", "zone-events", "zone-financings", "zone-graduates", "zone-rights", "zone-titles"],
)
def test_registers_of_records_bound_from_their_blank_alone_are_filed_as_shipped(
    demo: Workplace, library: Library, code: str, tmp_path: Path
) -> None:
    shipped = next(one for one in list_forms(library) if one.code == code)
    blank = open_blank(library, library.form_folder(code).folder / "template.xlsx")
    taken_all = decide(blank, {one.place: str(decision_of(one)) for one in blank.proposals if one.code})
    name = FormName("own-form", shipped.year, shipped.name, shipped.authority, shipped.period_kind)
    save_form(taken_all, name, tmp_path / "own")
    period = Period.parse(str(FILINGS[code]))
    if period.kind is not shipped.period_kind:
        period = period.containing(period.end, shipped.period_kind)
    with_own, own_code = library.with_form(tmp_path / "own")
    ours = build_filing(demo, with_own, own_code, period).built
    theirs = build_filing(demo, library, code, period).built
    wanted = filed(theirs, shipped)
    assert wanted
    assert {place: column for place, column in filed(ours, shipped).items() if place in wanted} == wanted
