"""Builds a filing: which figures and rosters a form needs, and from them every cell as it is filed.

Rounding happens here and only through ``domain.quantity``. A blank stays blank: a figure nobody reported is
None, and so is a growth on a base that is missing, zero or negative.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal, localcontext
from typing import TYPE_CHECKING

from crm.domain.identifiers import mask_phone
from crm.domain.measures import Contribution, Measured, MeasureRequest, NotReported, Population
from crm.domain.period import Period, PeriodKind
from crm.domain.quantity import (
    Dimension,
    Unit,
    from_last_digits,
    in_last_digits,
    round_half_up,
    unit_named,
)
from crm.domain.text import name_order
from crm.domain.wording import Words
from crm.filings.balancing import balance_form
from crm.filings.built import (
    Built,
    BuiltBlock,
    BuiltCell,
    BuiltColumn,
    BuiltTable,
    BuiltText,
    Definition,
    Filed,
    Formula,
    Particulars,
    Recorded,
    placed_row,
    split_address,
)
from crm.filings.elsewhere import find_filed
from crm.filings.form import (
    Basis,
    BlockSpec,
    CellSpec,
    ColumnSpec,
    FactSpec,
    FigureSpec,
    FilingRefused,
    Form,
    Show,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from crm.domain.indicators import Indicator, IndicatorCatalogue
    from crm.domain.measures import RecordRow, RecordsRequest, RosterRow
    from crm.filings.balancing_block import Figure
    from crm.filings.built import Elsewhere

PERCENT = unit_named("percent")
GROWTH_PLACES = 1
"""Growth rates are filed in percent with one decimal unless the form says otherwise."""


def request_of(figure: FigureSpec, *, period: Period, basis: Basis | None = None) -> MeasureRequest:
    """The question behind a plain figure of *period*; a population is taken on its own period's last day."""
    basis = basis or figure.basis
    if figure.month:
        period = period.year_period.parts(PeriodKind.MONTH)[figure.month - 1]
    elif figure.quarter:
        period = period.year_period.parts(PeriodKind.QUARTER)[figure.quarter - 1]
    last_year = period.same_period_last_year()
    asked = {
        Basis.PERIOD: (period, False),
        Basis.YEAR_TO_DATE: (period, True),
        Basis.LAST_YEAR: (last_year, False),
        Basis.LAST_YEAR_TO_DATE: (last_year, True),
        Basis.PREVIOUS: (period.previous(), False),
    }
    of_period, to_date = asked[basis]
    return MeasureRequest(
        figure.indicator, of_period, to_date=to_date, population=figure.population, within=figure.within
    )


def requests_of(form: Form, period: Period) -> tuple[MeasureRequest, ...]:
    """Every figure that *form* needs for *period*, each once, in the form's order."""
    form.require_period(period)
    requests: list[MeasureRequest] = []
    for figure in (cell.figure for cell in form.cells):
        requests += [request_of(figure, period=period, basis=part) for part in figure.basis.parts]
    requests += [fact_request(fact, period=period) for fact in form.facts]
    for block in form.blocks:
        asked = request_of if block.records else column_request
        requests += [asked(column.figure, period=period) for column in block.columns if column.figure]
    return tuple(dict.fromkeys(requests))


def fact_request(fact: FactSpec, *, period: Period) -> MeasureRequest:
    """The question behind a fact of checks."""
    return request_of(fact.figure, period=fact.period(period))


def filings_of(form: Form, period: Period) -> tuple[tuple[str, Period], ...]:
    """The filings of other forms that *form* compares itself with, by form and period."""
    return tuple(dict.fromkeys((fact.form, fact.period(period)) for fact in form.facts if fact.form))


def column_request(figure: FigureSpec, *, period: Period) -> MeasureRequest:
    """The question behind a column of a block.

    Its rows are the block's tenants of the reporting period. What they reported for another period is asked of
    everybody and narrowed to them, as another period's population would be other tenants.
    """
    request = request_of(figure, period=period)
    return request if figure.basis is Basis.PERIOD else replace(request, population=Population.ANYBODY)


def rosters_of(form: Form, period: Period) -> tuple[tuple[Population, date], ...]:
    """Whose rows *form* needs: populations on the period's last day (entered, left: during the period)."""
    form.require_period(period)
    return tuple(
        dict.fromkeys((block.population, period.end) for block in form.blocks if block.records is None)
    )


def records_of(form: Form, period: Period) -> tuple[RecordsRequest, ...]:
    """Which lists of records *form* needs, each once."""
    form.require_period(period)
    asked = (block.records_asked(period) for block in form.blocks)
    return tuple(dict.fromkeys(request for request in asked if request))


@dataclass(frozen=True, slots=True)
class Sources:
    """What a filing is built from.

    ``measured`` answers :func:`requests_of`, ``rosters`` :func:`rosters_of`, ``records`` :func:`records_of`;
    ``labels(list, code)`` gives the label a code has in the form's language.
    """

    measured: Mapping[MeasureRequest, Measured]
    rosters: Mapping[tuple[Population, date], Sequence[RosterRow]]
    indicators: IndicatorCatalogue
    labels: Callable[[str, str], str]
    filed: Mapping[Figure, Decimal] = field(default_factory=dict)
    """What frozen filings show of single figures and totals (`filed_figures`): they stay as they stand there."""
    filings: Mapping[str, Built] = field(default_factory=dict)
    """What was filed of the other forms, by form (`filings_of`)."""
    records: Mapping[RecordsRequest, Sequence[RecordRow]] = field(default_factory=dict)
    place: Callable[[str], str] = name_order
    """The key by which a text stands among others."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a block as it will stand: the record it is of, whose name it bears, and its fields."""

    id: int
    name: str
    tenant_id: int | None
    fields: Mapping[str, Recorded]


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows of a block in their order; ``kind`` is empty where they are tenants."""

    kind: str
    rows: tuple[_Row, ...]

    @property
    def names(self) -> dict[int, str]:
        """The rows' names by id."""
        return {row.id: row.name for row in self.rows}

    def id_of(self, share: Contribution) -> int | None:
        """The id of the row a contribution belongs to; None where it belongs to none."""
        if not self.kind:
            return share.tenant_id
        return share.id if share.kind == self.kind else None


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
    maker = _Maker(form, period, sources)
    blocks = tuple(maker.block(block) for block in form.blocks)
    singles = tuple(maker.cell(cell, blocks) for cell in form.cells)
    rounded = balance_form(form, singles, blocks, filed=sources.filed)
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
        figures={request: sources.measured[request] for request in requests} | maker.narrowed,
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


def shown(amount: int, unit: Unit) -> Decimal | int:
    """*amount* smallest units as filed in *unit*: rounded once; an ``int`` where the unit has no decimals."""
    return from_last_digits(in_last_digits(amount, unit), unit)


def growth_of(current: int | None, base: int | None, *, places: int = GROWTH_PLACES) -> Decimal | None:
    """How much *current* is above *base*, in percent of *base*, from exact amounts.

    None where either is missing, and where the base is zero or negative: such a rate says nothing.
    """
    if current is None or base is None or base <= 0:
        return None
    with localcontext(prec=50):
        return round_half_up(Decimal(current - base) * 100 / base, places) + 0


class _Maker:
    """Makes cells and blocks of one form and period from its sources."""

    def __init__(self, form: Form, period: Period, sources: Sources) -> None:
        self._form = form
        self._period = period
        self._sources = sources
        self.narrowed: dict[MeasureRequest, Measured] = {}

    def _unit(self, figure: FigureSpec, indicator: Indicator) -> Unit:
        default = self._form.money_unit if indicator.unit.dimension is Dimension.MONEY else indicator.unit
        unit = figure.unit or default
        return unit if figure.places is None else replace(unit, places=figure.places)

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
            unit = self._unit(spec.figure, indicator)
            value = None if amounts[0] is None else shown(amounts[0], unit)
            formula = Formula("formula-not-reported" if value is None else _sum_formula(indicator))
        letters, row = split_address(spec.address)
        return BuiltCell(
            sheet=spec.sheet,
            address=f"{letters}{placed_row(blocks, sheet=spec.sheet, row=row)}",
            anchor=spec.address,
            label=self._label(spec.label or indicator.name, basis),
            value=value,
            formula=formula,
            unit=unit,
            indicator=indicator.code,
            basis=basis,
            population=spec.figure.population,
            amount=None if basis.compared else amounts[0],
            requests=requests,
        )

    def _label(self, name: Words, basis: Basis) -> Words:
        if basis is Basis.PERIOD:
            return name
        of_basis = self._form.basis_labels[basis]
        return Words(f"{name.zh} · {of_basis.zh}", f"{name.en} · {of_basis.en}")

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
            unit = self._unit(replace(figures[code], places=None), indicator)
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

    def block(self, spec: BlockSpec) -> BuiltBlock:
        """The rows of a block in their order, by column."""
        rows = self._rows(spec)
        return BuiltBlock(
            id=spec.id,
            sheet=spec.sheet,
            row=spec.row,
            total_row=spec.total_row,
            population=spec.population,
            as_of=self._period.end,
            tenants=tuple(row.tenant_id for row in rows.rows),
            names=tuple(row.name for row in rows.rows),
            columns=tuple(self._column(column, spec, rows) for column in spec.columns),
            kind=rows.kind,
            records=tuple(row.id for row in rows.rows) if rows.kind else (),
        )

    def _rows(self, spec: BlockSpec) -> _Rows:
        request = spec.records_asked(self._period)
        try:
            if request is None:
                roster = self._sources.rosters[spec.population, self._period.end]
                kind = ""
                rows = [
                    _Row(row.tenant_id, str(row.fields.get("name") or ""), row.tenant_id, row.fields)
                    for row in roster
                ]
            else:
                records = self._sources.records[request]
                kind = records[0].kind if records else request.records
                rows = [_Row(row.id, row.label, row.tenant_id, row.fields) for row in records]
        except KeyError:
            raise FilingRefused(
                "filing-roster-lacking", form=self._form.code, population=_called(spec)
            ) from None
        if len({row.id for row in rows}) != len(rows):
            raise FilingRefused("filing-roster-twice", form=self._form.code, population=_called(spec))
        place = self._sources.place
        rows.sort(key=lambda row: (*(_rank(row.fields.get(name), place) for name in spec.order), row.id))
        return _Rows(kind, tuple(rows))

    def _column(self, spec: ColumnSpec, block: BlockSpec, rows: _Rows) -> BuiltColumn:
        if spec.figure is not None:
            return self._figure_column(spec, block, rows, figure=spec.figure)
        label = spec.label or Words("", "")
        if spec.ordinal:
            numbers = tuple(range(1, len(rows.rows) + 1))
            return BuiltColumn(spec.id, spec.letter, label, numbers, formula="formula-ordinal")
        raw = tuple(_first_present(row.fields, spec.fields) for row in rows.rows)
        values = tuple(self._field(value, spec) for value in raw)
        amounts = tuple(value if isinstance(value, int) else None for value in raw)
        return BuiltColumn(
            id=spec.id,
            letter=spec.letter,
            label=label,
            values=values,
            amounts=amounts if spec.show is Show.AMOUNT else (),
            unit=_resolved(spec),
            fields=spec.fields,
            formula="formula-record-field" if rows.kind else "formula-field",
            raw=raw if spec.show in {Show.YES_NO, Show.CHOICE} else (),
        )

    def _field(self, value: Recorded, spec: ColumnSpec) -> Filed:
        """A field's value as the form shows it; FilingRefused ``filing-field-kind`` for another kind."""
        unit = _resolved(spec)
        match spec.show, value:
            case _, None:
                return None
            case Show.DATE, date():
                return value
            case Show.YES_NO, bool():
                return self._form.words.yes if value else self._form.words.no
            case Show.CHOICE, str():
                return self._sources.labels(spec.choices, value)
            case Show.AMOUNT, int() if unit:
                return shown(value, unit)
            case Show.TEXT, str():
                return value
            case Show.PHONE, str():
                return mask_phone(value)
        raise FilingRefused("filing-field-kind", form=self._form.code, field=spec.fields[0], value=str(value))

    def _figure_column(
        self, spec: ColumnSpec, block: BlockSpec, rows: _Rows, *, figure: FigureSpec
    ) -> BuiltColumn:
        indicator = self._sources.indicators[figure.indicator]
        unit = self._unit(figure, indicator)
        measured = self._measured_of_rows(figure, rows, indicator)
        amounts = self._amounts(measured, rows, indicator)
        return BuiltColumn(
            id=spec.id,
            letter=spec.letter,
            label=self._label(spec.label or indicator.name, figure.basis),
            values=tuple(None if amount is None else shown(amount, unit) for amount in amounts),
            amounts=amounts,
            unit=unit,
            indicator=indicator.code,
            basis=figure.basis,
            request=measured.request,
            has_total=spec.total and bool(spec.letter) and bool(block.total_row),
            formula="formula-record" if rows.kind else "formula-own",
        )

    def _measured_of_rows(self, figure: FigureSpec, rows: _Rows, indicator: Indicator) -> Measured:
        """The figure of a column, that of another period narrowed to the rows' tenants (see column_request)."""
        if rows.kind:
            return self._sources.measured[request_of(figure, period=self._period)]
        asked = self._sources.measured[column_request(figure, period=self._period)]
        if figure.basis is Basis.PERIOD:
            return asked
        tenants = rows.names
        shares = tuple(share for share in asked.contributions if share.tenant_id in tenants)
        given = {share.tenant_id for share in shares}
        partly = {one.tenant_id: one for one in asked.missing if one.tenant_id in given}
        absent = (
            [one for one in tenants if one not in given or one in partly] if indicator.is_reported else []
        )
        request = replace(asked.request, population=figure.population, as_of=self._period.end)
        missing = tuple(partly.get(one) or NotReported("tenant", one, tenants[one]) for one in absent)
        narrowed = Measured(request, shares, missing)
        self.narrowed[request] = narrowed
        return narrowed

    def _amounts(self, measured: Measured, rows: _Rows, indicator: Indicator) -> tuple[int | None, ...]:
        """Each row's share; without any it is 0 of what is counted, blank of what is reported or not recorded."""
        by_row: dict[int, int | None] = {row.id: None if indicator.is_reported else 0 for row in rows.rows}
        if rows.kind:
            by_row |= dict.fromkeys((one.id for one in measured.missing if one.id in by_row), None)
        for share in measured.contributions:
            row = rows.id_of(share)
            if row is None or row not in by_row:
                raise FilingRefused(
                    "filing-roster-mismatch",
                    form=self._form.code,
                    indicator=indicator.code,
                    label=share.label,
                )
            by_row[row] = (by_row[row] or 0) + share.amount
        return tuple(by_row.values())


def _resolved(spec: ColumnSpec) -> Unit | None:
    if spec.unit is None or spec.places is None:
        return spec.unit
    return replace(spec.unit, places=spec.places)


def _called(spec: BlockSpec) -> str:
    """What a block's rows are called in a refusal."""
    return spec.records.kind if spec.records else spec.population.value


def _first_present(recorded: Mapping[str, Recorded], fields: Sequence[str]) -> Recorded:
    for name in fields:
        value = recorded.get(name)
        if value is not None and value != "":
            return value
    return None


def _rank(value: Recorded, place: Callable[[str], str]) -> tuple[str, str | int | bool | date]:
    """A sort key that never compares values of different kinds; texts stand as in Excel, blanks come last."""
    if value is None:
        return "z", 0
    return type(value).__name__, place(value) if isinstance(value, str) else value


def _sum_formula(indicator: Indicator) -> str:
    return (
        "formula-count" if not indicator.is_reported and indicator.source.amount == "one" else "formula-sum"
    )
