"""The rows of a block as they will stand: who or what they are of, in which order, and what each column says of them.

The figures of a column come from the rows alone: what belongs to none of them refuses the filing, so that a total is
always the sum of the rows shown.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from crm.domain.identifiers import mask_phone
from crm.domain.measures import Measured, NotReported
from crm.domain.wording import Words
from crm.filings.built import BuiltBlock, BuiltColumn
from crm.filings.form import Basis, FilingRefused, Show
from crm.filings.questions import column_request, request_of
from crm.filings.shown import label_of, shown, unit_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from crm.domain.indicators import Indicator
    from crm.domain.measures import Contribution, MeasureRequest
    from crm.domain.period import Period
    from crm.domain.quantity import Unit
    from crm.filings.built import Filed, Recorded
    from crm.filings.form import BlockSpec, ColumnSpec, FigureSpec, Form
    from crm.filings.questions import Sources


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


def build_block(
    form: Form, period: Period, spec: BlockSpec, *, sources: Sources
) -> tuple[BuiltBlock, dict[MeasureRequest, Measured]]:
    """A block of *form*, and the figures of its columns that were narrowed to its rows.

    Raises what `build` raises of blocks.
    """
    maker = _BlockMaker(form, period, spec, sources)
    return maker.make(), maker.narrowed


class _BlockMaker:
    """Makes one block of a form and period from its sources."""

    def __init__(self, form: Form, period: Period, spec: BlockSpec, sources: Sources) -> None:
        self._form = form
        self._period = period
        self._spec = spec
        self._sources = sources
        self.narrowed: dict[MeasureRequest, Measured] = {}

    def make(self) -> BuiltBlock:
        """The block."""
        spec = self._spec
        rows = self._rows()
        return BuiltBlock(
            id=spec.id,
            sheet=spec.sheet,
            row=spec.row,
            total_row=spec.total_row,
            population=spec.population,
            as_of=self._period.end,
            tenants=tuple(row.tenant_id for row in rows.rows),
            names=tuple(row.name for row in rows.rows),
            columns=tuple(self._column(column, rows) for column in spec.columns),
            kind=rows.kind,
            records=tuple(row.id for row in rows.rows) if rows.kind else (),
        )

    def _rows(self) -> _Rows:
        spec = self._spec
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

    def _column(self, spec: ColumnSpec, rows: _Rows) -> BuiltColumn:
        if spec.figure is not None:
            return self._figure_column(spec, rows, figure=spec.figure)
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

    def _figure_column(self, spec: ColumnSpec, rows: _Rows, *, figure: FigureSpec) -> BuiltColumn:
        indicator = self._sources.indicators[figure.indicator]
        unit = unit_of(self._form, figure, indicator)
        measured = self._measured_of_rows(figure, rows, indicator)
        amounts = self._amounts(measured, rows, indicator)
        return BuiltColumn(
            id=spec.id,
            letter=spec.letter,
            label=label_of(self._form, spec.label or indicator.name, figure.basis),
            values=tuple(None if amount is None else shown(amount, unit) for amount in amounts),
            amounts=amounts,
            unit=unit,
            indicator=indicator.code,
            basis=figure.basis,
            request=measured.request,
            has_total=spec.total and bool(spec.letter) and bool(self._spec.total_row),
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
