"""Of our own blanks, read without the forms that say what they ask, nothing is bound wrongly: it is right or asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from crm.domain.quantity import Dimension
from crm.intake.form_table import population_of
from crm.services.filings import list_forms
from crm.services.form_binding import Means, open_blank

if TYPE_CHECKING:
    from crm.domain.quantity import Unit
    from crm.filings.form import BlockSpec, ColumnSpec, FigureSpec, Form
    from crm.services.form_binding import BlankForm, Proposal
    from crm.services.library import Library

LEAST_RIGHT = {
    "shanxi-incubator": 30, "tax-property": 2, "torch-makerspace": 30, "torch-summary": 123, "torch-tenant": 42,
    "zone-events": 1, "zone-financings": 1, "zone-graduates": 2, "zone-monthly": 121, "zone-movements": 12,
    "zone-quarterly": 135, "zone-rights": 3, "zone-tenants": 16, "zone-titles": 2,
}  # fmt: skip
"""What is bound rightly without a question, of each form; the numbering of registers of records counts too."""


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
    if block.records is not None:
        return ("records", block.records.kind)
    if spec.figure is not None:
        return figure(form, spec.figure, library)
    return (spec.fields[0], block.population)


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
    whose = one.population
    for register in blank.outline.registers:
        if one.slot in register.slots:
            whose = population_of(register, blank.outline, blank.trade)
    if one.means is Means.FIELD:
        return (one.code, whose)
    return (one.code, one.basis, scale(one.unit), whose)


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


def test_every_shipped_form_is_measured(library: Library) -> None:
    assert {one.code for one in list_forms(library)} == set(LEAST_RIGHT)
