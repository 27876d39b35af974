"""What a filing form is: an authority's layout of one year, bound to figures, fields and checks."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from crm.domain.errors import CrmError, NotFoundError, RuleError
from crm.domain.measures import Population, RecordsRequest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from crm.domain.finding import Severity
    from crm.domain.indicators import Counted
    from crm.domain.measures import Within
    from crm.domain.period import Period, PeriodKind
    from crm.domain.quantity import Unit
    from crm.domain.wording import Words
    from crm.filings.expression import Expression


class FilingRefused(CrmError):
    """A filing that cannot be built, because what was measured does not fit the form or itself."""


class Basis(Enum):
    """Which period of a figure a cell shows, seen from the reporting period."""

    PERIOD = "period"  # 本期
    YEAR_TO_DATE = "year_to_date"  # 本年累计
    LAST_YEAR = "last_year"  # 上年同期
    LAST_YEAR_TO_DATE = "last_year_to_date"  # 上年同期累计
    PREVIOUS = "previous"  # 上期
    GROWTH = "growth"  # 同比
    GROWTH_TO_DATE = "growth_to_date"  # 累计同比

    @property
    def compared(self) -> tuple[Basis, Basis] | None:
        """For a growth, what is compared with what; None for a plain figure."""
        if self is Basis.GROWTH:
            return Basis.PERIOD, Basis.LAST_YEAR
        if self is Basis.GROWTH_TO_DATE:
            return Basis.YEAR_TO_DATE, Basis.LAST_YEAR_TO_DATE
        return None

    @property
    def parts(self) -> tuple[Basis, ...]:
        """The plain figures it is made of: itself, or what a growth compares."""
        return self.compared or (self,)


class Show(Enum):
    """How a field of a tenant's record is written into a form."""

    TEXT = "text"
    DATE = "date"
    YES_NO = "yes_no"
    CHOICE = "choice"  # by the label of its code list
    AMOUNT = "amount"  # converted to the column's unit
    PHONE = "phone"  # personal: only its ends


class Rounding(Enum):
    """How a block's rows are rounded where they have a total."""

    BALANCED = "balanced"  # the rows add up to the rounded exact total: 舍位平衡
    PLAIN = "plain"  # each row for itself, the total is what the rows show: forms typed in row by row


@dataclass(frozen=True, slots=True)
class FigureSpec:
    """A figure of the form. ``unit`` None means the indicator's own, or the form's unit for money.

    ``month`` and ``quarter`` ask for a part of the period's year, by its number, in the place of the period; ``within``
    for a group alone, such as one field of technology.
    """

    indicator: str
    basis: Basis = Basis.PERIOD
    population: Population = Population.ANYBODY
    unit: Unit | None = None
    places: int | None = None
    month: int = 0
    quarter: int = 0
    within: Within = ()


@dataclass(frozen=True, slots=True)
class TextSpec:
    """A text cell with placeholders such as ``{reporting_unit}``."""

    sheet: str
    address: str
    value: str


@dataclass(frozen=True, slots=True)
class CellSpec:
    """A single cell bound to a figure; ``label`` None means the indicator's name.

    ``called`` is what checks call the figure where the indicator alone does not tell it from another population's.
    """

    sheet: str
    address: str
    figure: FigureSpec
    label: Words | None = None
    called: str = ""
    fixed: bool = False
    """Another filing shows the same figure: it is never nudged."""

    @property
    def name(self) -> str:
        """What checks call the cell: its figure, and the basis behind a dot unless it is the period itself."""
        return figure_name(self.figure, called=self.called)


@dataclass(frozen=True, slots=True)
class FactSpec:
    """A figure that checks need and no cell shows.

    ``span`` asks for the longer period that the reporting period lies in; ``form`` names another form: as it was filed
    there for that period, else as it would be.
    """

    name: str
    figure: FigureSpec
    span: PeriodKind | None = None
    form: str = ""

    def period(self, reporting: Period) -> Period:
        """The period that is asked for."""
        longer = self.span is not None and self.span.months > reporting.kind.months
        return reporting.containing(reporting.end, self.span) if longer and self.span else reporting


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """A column of a block; ``letter`` is empty for one that only checks read.

    Exactly one of ``ordinal``, ``fields`` (the first that has a value) and ``figure`` says what it shows.
    """

    id: str
    letter: str
    label: Words | None = None
    ordinal: bool = False
    fields: tuple[str, ...] = ()
    show: Show = Show.TEXT
    choices: str = ""
    unit: Unit | None = None
    places: int | None = None
    figure: FigureSpec | None = None
    total: bool = False
    fixed: bool = False
    """Another filing shows the same figures: no row is nudged."""


@dataclass(frozen=True, slots=True)
class RecordsSpec:
    """The records a block lists: their kind as indicators name it, which of them count, of which codes."""

    kind: str
    counted: Counted
    basis: Basis = Basis.PERIOD
    amount: str = "one"
    filters: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class BlockSpec:
    """Rows of a sheet, one a tenant of ``population``, or one a record where it has ``records``.

    ``row`` is the template's row that is repeated; ``total_row`` its row with the live totals, 0 where there is none.
    """

    id: str
    sheet: str
    row: int
    population: Population
    order: tuple[str, ...]
    columns: tuple[ColumnSpec, ...]
    total_row: int = 0
    rounding: Rounding = Rounding.BALANCED
    records: RecordsSpec | None = None

    def records_asked(self, period: Period) -> RecordsRequest | None:
        """Which records its rows are for *period*; None where they are tenants."""
        spec = self.records
        if spec is None:
            return None
        to_date = spec.basis is Basis.YEAR_TO_DATE
        return RecordsRequest(
            spec.kind,
            period,
            spec.counted,
            to_date=to_date,
            population=self.population,
            amount=spec.amount,
            filters=spec.filters,
        )

    def column(self, name: str) -> ColumnSpec:
        """The column called *name*; NotFoundError ``column-unknown`` where there is none."""
        for column in self.columns:
            if column.id == name:
                return column
        raise NotFoundError("column-unknown", column=name)


@dataclass(frozen=True, slots=True)
class DefinitionsSpec:
    """Where a form prints what its indicators mean, one row an indicator; ``columns``: what is shown → letter."""

    sheet: str
    row: int
    columns: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class SumSpec:
    """Figures that add up to another, by name: of the whole form, or of each row of *block*.

    A name is a cell's, or ``block.column`` for the total of a column; within a block a column's. ``complete`` false
    means that the total holds more than its *parts* (其中).
    """

    total: str
    parts: tuple[str, ...]
    block: str = ""
    complete: bool = True


class ScopeKind(Enum):
    """What a check runs over: the form once, each row of a block, or each indicator shown in cells."""

    FORM = "form"
    ROW = "row"
    CELLS = "cells"


class Missing(Enum):
    """When a check does not apply because values are missing."""

    ANY = "any"  # where a value it needs is missing
    ALL = "all"  # where all are; the others count as zero
    NEVER = "never"  # a missing value counts as zero


@dataclass(frozen=True, slots=True)
class Check:
    """A relation a filed form must satisfy; sentence and remedy are in the message catalogue under ``code``.

    ``limits`` are thresholds, in the form's units; ``mark`` names the columns (row) or cells (form) to
    point at; ``verified`` false means that the relation or its threshold was not read in the authority's
    own text (待核实).
    """

    code: str
    severity: Severity
    scope: ScopeKind
    expression: Expression
    block: str = ""
    mark: tuple[str, ...] = ()
    limits: Mapping[str, int] = field(default_factory=dict)
    excluding: frozenset[str] = frozenset()
    source: str = ""
    verified: bool = False
    missing: Missing = Missing.ANY
    called: Mapping[str, str] = field(default_factory=dict)
    """What the check's sentence calls a name that is another in this form: for relations that many forms share."""
    name: str = ""
    """What tells it from others of its code, where the form was bound from a blank."""
    says: Words | None = None
    """The relation in the form's own words, where its code has a sentence for all of a kind."""
    remedy: Words | None = None
    """What to do where it does not hold, in the words of who wrote it."""


@dataclass(frozen=True, slots=True)
class FormWords:
    """The words of the form itself, written in the authority's language: periods, days, yes and no."""

    unit: str
    period: str
    period_names: tuple[str, ...]
    day: str
    yes: str
    no: str
    units: Mapping[str, str]
    verified: str
    unverified: str
    other_periods: Mapping[PeriodKind, tuple[str, tuple[str, ...]]] = field(default_factory=dict)
    """How periods of the form's other kinds are written: pattern and names."""

    def of_period(self, period: Period) -> str:
        """*period* as the form writes it: ``2025年第一季度``."""
        pattern, names = self.other_periods.get(period.kind, (self.period, self.period_names))
        return pattern.format(year=period.year, index=period.index, name=names[period.index - 1])

    def of_date(self, day: date) -> str:
        """*day* as the form writes it: ``2025年3月31日``."""
        return self.day.format(year=day.year, month=day.month, day=day.day)


@dataclass(frozen=True, slots=True)
class ChangeLimit:
    """The change against the same period last year, in percent, beyond which a figure is to be explained.

    It holds for periods that end on the day ``since`` or later; ``indicators`` have percents of their own. ``verified``
    false: nobody has read the number in the authority's own text (待核实).
    """

    since: date
    percent: int
    origin: Words
    verified: bool
    indicators: Mapping[str, int] = field(default_factory=dict)

    def percent_of(self, indicator: str) -> int:
        """The percent that holds for an indicator."""
        return self.indicators.get(indicator, self.percent)


@dataclass(frozen=True, slots=True)
class Form:
    """A form of one authority and layout year.

    ``own_layout`` says that we designed it (通用版式) because no blank of the authority was loaded. It is filed every
    period of ``period_kind`` where it is ``due``, else when somebody asks; it can be filed for ``other_kinds`` too.
    """

    code: str
    year: int
    name: Words
    authority: Words
    period_kind: PeriodKind
    money_unit: Unit
    own_layout: bool
    origin: Words
    verified: bool
    words: FormWords
    basis_labels: Mapping[Basis, Words]
    texts: tuple[TextSpec, ...] = ()
    cells: tuple[CellSpec, ...] = ()
    facts: tuple[FactSpec, ...] = ()
    blocks: tuple[BlockSpec, ...] = ()
    definitions: DefinitionsSpec | None = None
    checks: tuple[Check, ...] = ()
    other_kinds: tuple[PeriodKind, ...] = ()
    due: bool = True
    sums: tuple[SumSpec, ...] = ()
    change_limits: tuple[ChangeLimit, ...] = ()

    def change_limit(self, day: date) -> ChangeLimit | None:
        """The limit of changes for a period that ends on *day*, the newest that holds; None where the form has none."""
        holding = [limit for limit in self.change_limits if limit.since <= day]
        return max(holding, key=lambda limit: limit.since, default=None)

    def block(self, name: str) -> BlockSpec:
        """The block called *name*; NotFoundError ``block-unknown`` where there is none."""
        for block in self.blocks:
            if block.id == name:
                return block
        raise NotFoundError("block-unknown", block=name)

    def require_period(self, period: Period) -> None:
        """Raise RuleError ``form-period-kind`` unless *period* is of a kind the form is filed for."""
        if period.kind is not self.period_kind and period.kind not in self.other_kinds:
            raise RuleError(
                "form-period-kind", form=self.code, period=period.code, wanted=self.period_kind.value
            )

    def figures(self) -> Iterator[FigureSpec]:
        """Every figure of the form: cells, facts of checks, columns."""
        yield from (cell.figure for cell in self.cells)
        yield from (fact.figure for fact in self.facts)
        yield from (column.figure for block in self.blocks for column in block.columns if column.figure)


def figure_name(figure: FigureSpec, *, called: str = "") -> str:
    """What checks call a figure: ``total_income``, ``total_income_biomedicine``, ``total_income.last_year``."""
    name = called or figure.indicator
    for _, codes in figure.within:
        name = f"{name}_{_group_name(codes)}"
    if figure.month:
        name = f"{name}_{figure.month}"
    if figure.quarter:
        name = f"{name}_q{figure.quarter}"
    return name if figure.basis is Basis.PERIOD else f"{name}.{figure.basis.value}"


def _group_name(codes: tuple[str, ...]) -> str:
    """What a name calls a group: its code; of several ``rest`` where those without any are in it."""
    if "" in codes and len(codes) > 1:
        return "rest"
    return re.sub(r"\W", "_", "_".join(codes)) or "none"


def choose_form(forms: Iterable[Form], *, code: str, period: Period) -> Form:
    """The layout of *code* for *period*: the newest not later than its year, else the oldest there is.

    Raises NotFoundError ``form-unknown``, RuleError ``form-period-kind``.
    """
    known = list(forms)
    layouts = sorted((form for form in known if form.code == code), key=lambda form: form.year)
    if not layouts:
        codes = ", ".join(sorted({form.code for form in known}))
        raise NotFoundError("form-unknown", form=code, known=codes)
    chosen = next((form for form in reversed(layouts) if form.year <= period.year), layouts[0])
    chosen.require_period(period)
    return chosen
