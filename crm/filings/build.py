"""Builds a filing from what was asked and answered (`questions.py`): every cell as it is filed.

The rows of its blocks are made by `build_block.py`, then the form is rounded as a whole (`balancing.py`).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from crm.domain.quantity import unit_named
from crm.filings.balancing import balance_form
from crm.filings.build_block import build_block
from crm.filings.built import (
    Built,
    BuiltCell,
    BuiltTable,
    BuiltText,
    Definition,
    Formula,
    placed_row,
    split_address,
)
from crm.filings.elsewhere import find_filed
from crm.filings.form import FilingRefused
from crm.filings.questions import fact_request, request_of, requests_of
from crm.filings.shown import GROWTH_PLACES, growth_of, label_of, shown, unit_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm.domain.indicators import Indicator
    from crm.domain.period import Period
    from crm.filings.built import BuiltBlock, Elsewhere, Filed, Particulars
    from crm.filings.form import CellSpec, Form
    from crm.filings.questions import Sources

PERCENT = unit_named("percent")


def build(form: Form, period: Period, *, sources: Sources, particulars: Particulars) -> Built:
    """The filing of *form* for *period*.

    Raises FilingRefused ``filing-figure-lacking`` or ``filing-roster-lacking`` where something asked for
    was not measured, ``filing-roster-twice`` where a tenant stands in a roster twice, and
    ``filing-roster-mismatch`` where a figure of a block comes from a tenant who is not in its rows: then
    the rows would not add up to the figure.
    """
    requests = requests_of(form, period)
    lacking = next((request for request in requests if request not in sources.measured), None)
    if lacking:
        raise FilingRefused("filing-figure-lacking", form=form.code, indicator=lacking.indicator)
    maker = _CellMaker(form, period, sources)
    made = [build_block(form, period, spec, sources=sources) for spec in form.blocks]
    blocks = tuple(block for block, _ in made)
    singles = tuple(maker.cell(cell, blocks) for cell in form.cells)
    rounded = balance_form(form, singles, blocks, filed=sources.filed)
    narrowed = {request: figure for _, figures in made for request, figure in figures.items()}
    used = dict.fromkeys(figure.indicator for figure in form.figures())
    return Built(
        form=form.code,
        form_year=form.year,
        name=form.name,
        period=period,
        particulars=particulars,
        texts=_texts(form, period, particulars),
        singles=rounded.singles,
        blocks=rounded.blocks,
        figures={request: sources.measured[request] for request in requests} | narrowed,
        facts={fact.name: fact_request(fact, period=period) for fact in form.facts},
        definitions={code: _definition(sources.indicators[code]) for code in used},
        tables=maker.definitions(),
        own_layout=form.own_layout,
        unbalanced=rounded.unbalanced,
        elsewhere=_elsewhere(form, period, sources),
    )


def _elsewhere(form: Form, period: Period, sources: Sources) -> dict[str, Elsewhere]:
    """The facts that other forms have filed for the period they are asked for."""
    found: dict[str, Elsewhere] = {}
    for fact in form.facts:
        other = sources.filings.get(fact.form)
        if other is None or other.period != fact.period(period):
            continue
        filed = find_filed(other, sources.measured[fact_request(fact, period=period)])
        if filed:
            found[fact.name] = filed
    return found


def _definition(indicator: Indicator) -> Definition:
    return Definition(
        indicator.code,
        indicator.name,
        indicator.definition,
        indicator.unit,
        indicator.origin,
        indicator.verified,
        counted=not indicator.is_reported,
    )


def _texts(form: Form, period: Period, particulars: Particulars) -> tuple[BuiltText, ...]:
    values = {
        "address": particulars.address,
        "filled_on": form.words.of_date(particulars.filled_on),
        "opened_on": form.words.of_date(particulars.opened_on) if particulars.opened_on else "",
        "period": form.words.of_period(period),
        "period_end": form.words.of_date(period.end),
        "phone": particulars.phone,
        "preparer": particulars.preparer,
        "reporting_unit": particulars.reporting_unit,
        "responsible": particulars.responsible,
        "reviewer": particulars.reviewer,
        "site": particulars.site,
        "unit": form.words.unit,
    }
    return tuple(BuiltText(text.sheet, text.address, text.value.format_map(values)) for text in form.texts)


class _CellMaker:
    """Makes the single cells of one form and period, and what it prints about its indicators, from its sources."""

    def __init__(self, form: Form, period: Period, sources: Sources) -> None:
        self._form = form
        self._period = period
        self._sources = sources

    def cell(self, spec: CellSpec, blocks: Sequence[BuiltBlock]) -> BuiltCell:
        """A single cell: a figure, or the growth of one over another."""
        indicator = self._sources.indicators[spec.figure.indicator]
        basis = spec.figure.basis
        requests = tuple(request_of(spec.figure, period=self._period, basis=part) for part in basis.parts)
        amounts = [self._sources.measured[request].value for request in requests]
        if basis.compared:
            places = GROWTH_PLACES if spec.figure.places is None else spec.figure.places
            unit = replace(PERCENT, places=places)
            value: Filed = growth_of(amounts[0], amounts[1], places=places)
            formula = Formula("formula-growth-blank" if value is None else "formula-growth")
        else:
            unit = unit_of(self._form, spec.figure, indicator)
            value = None if amounts[0] is None else shown(amounts[0], unit)
            formula = Formula("formula-not-reported" if value is None else _sum_formula(indicator))
        letters, row = split_address(spec.address)
        return BuiltCell(
            sheet=spec.sheet,
            address=f"{letters}{placed_row(blocks, sheet=spec.sheet, row=row)}",
            anchor=spec.address,
            label=label_of(self._form, spec.label or indicator.name, basis),
            value=value,
            formula=formula,
            unit=unit,
            indicator=indicator.code,
            basis=basis,
            population=spec.figure.population,
            amount=None if basis.compared else amounts[0],
            requests=requests,
        )

    def definitions(self) -> tuple[BuiltTable, ...]:
        """What the form prints about its indicators, each once, in the form's order."""
        spec = self._form.definitions
        if spec is None:
            return ()
        figures = {figure.indicator: figure for figure in reversed(list(self._form.figures()))}
        codes = dict.fromkeys(figure.indicator for figure in self._form.figures())
        lines = []
        for number, code in enumerate(codes, start=1):
            indicator = self._sources.indicators[code]
            unit = unit_of(self._form, replace(figures[code], places=None), indicator)
            words = self._form.words
            printed: dict[str, Filed] = {
                "number": number,
                "name": indicator.name.zh,
                "unit": words.units.get(unit.code, unit.code),
                "definition": indicator.definition.zh,
                "verified": words.verified if indicator.verified else words.unverified,
            }
            lines.append(tuple(printed[shown] for shown in spec.columns))
        return (
            (BuiltTable(spec.sheet, spec.row, tuple(spec.columns.values()), tuple(lines)),) if lines else ()
        )


def _sum_formula(indicator: Indicator) -> str:
    return (
        "formula-count" if not indicator.is_reported and indicator.source.amount == "one" else "formula-sum"
    )
