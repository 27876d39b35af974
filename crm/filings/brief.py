"""The achievements brief: which figures it asks for, and from the answers each row with its sentence and records."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from string import Formatter
from typing import TYPE_CHECKING

from crm.domain.measures import MeasureRequest, Population
from crm.domain.period import Period, PeriodKind
from crm.domain.quantity import in_unit
from crm.domain.wording import Words
from crm.filings.shown import growth_of
from crm.filings.table import TableReader

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from decimal import Decimal

    from crm.domain.indicators import IndicatorCatalogue
    from crm.domain.measures import Contribution, Measured, NotReported
    from crm.domain.quantity import Unit

PLACEHOLDERS = frozenset({"value", "unit", "period", "names", "tenant"})
"""What a sentence may name between braces."""
_NAMES_AT_MOST = 12


class Shows(Enum):
    """What a row is made of."""

    FIGURE = "figure"
    GROUPS = "groups"
    OPENED = "opened"
    GROWTH = "growth"
    NOTE = "note"


class When(Enum):
    """Which days a row is about, seen from the brief's period."""

    END = "end"
    LAUNCH = "launch"
    QUARTER = "quarter"
    YEAR = "year"
    ENTRY = "entry"


@dataclass(frozen=True, slots=True)
class RowSpec:
    """A row of the brief as its file has it; see ``resources/brief.toml``."""

    code: str
    number: int
    sentence: str
    shows: Shows = Shows.FIGURE
    when: When = When.END
    indicator: str = ""
    population: Population = Population.ANYBODY
    by: str = ""
    choices: str = ""
    case: str = ""
    where: Mapping[str, str] = field(default_factory=dict)
    label: Words | None = None
    caution: str = ""
    measure: str = ""
    """The measure word of its figure, where that of the unit does not go with it: projects are counted in 个."""


@dataclass(frozen=True, slots=True)
class Case:
    """A tenant that a row is about, and the day it moved in."""

    tenant_id: int
    name: str
    entered_on: date | None


@dataclass(frozen=True, slots=True)
class Setting:
    """What a brief is about: the period, the day up to which is counted, the site, the tenants chosen as cases."""

    period: Period
    as_of: date
    site: str = ""
    opened_on: date | None = None
    note: str = ""
    cases: Mapping[str, Case] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Question:
    """A figure a row needs: the request and the codes its records must have; ``by`` asks for groups."""

    request: MeasureRequest
    where: tuple[tuple[str, str], ...] = ()
    by: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What was measured; ``groups`` are the keys of its groups where they were asked for."""

    measured: Measured
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BriefRow:
    """A row: what it is called, its figure as shown, and the records behind it; no ``value`` where there is none.

    A 0 to which no record has come is not ``recorded``: a reader is told that there is none, not a measured zero.
    """

    number: int
    label: Words
    value: Decimal | int | date | str | None
    unit: str
    period: str
    sentence: str
    caution: str
    verified: bool
    rows: tuple[Contribution, ...] = ()
    rows_unit: Unit | None = None
    missing: tuple[NotReported, ...] = ()
    recorded: bool = True
    dated: tuple[Period | date, ...] = ()
    """What ``period`` says in words: a period or a day, two where it goes from one to another."""


def read_rows(tables: Mapping[str, object]) -> tuple[RowSpec, ...]:
    """The rows of a parsed ``brief.toml`` by number. DataFormatError names what is wrong."""
    rows = [_row(code, TableReader({"row": table}, code).table("row")) for code, table in tables.items()]
    return tuple(sorted(rows, key=lambda row: row.number))


def _row(code: str, reader: TableReader) -> RowSpec:
    shows = reader.member(Shows, "shows", Shows.FIGURE)
    asks = shows in {Shows.FIGURE, Shows.GROUPS, Shows.GROWTH}
    sentence = reader.text("sentence")
    unknown = {name for _, name, _, _ in Formatter().parse(sentence) if name} - PLACEHOLDERS
    if unknown:
        raise reader.refusal("data-placeholder-unknown", "sentence", value=min(unknown))
    where = reader.table("where")
    return RowSpec(
        code=code,
        number=reader.integer("number"),
        sentence=sentence,
        shows=shows,
        when=reader.member(When, "when", When.END),
        indicator=reader.text("indicator") if asks else "",
        population=reader.member(Population, "population", Population.ANYBODY),
        by=reader.text("by") if shows is Shows.GROUPS else "",
        choices=reader.text("choices") if shows is Shows.GROUPS else "",
        case=reader.text("case") if reader.has("case") else "",
        where={name: where.text(name) for name in where},
        label=reader.table("label").words() if reader.has("label") else None,
        caution=reader.text("caution") if reader.has("caution") else "",
        measure=reader.text("measure") if reader.has("measure") else "",
    )


def questions_of(spec: RowSpec, setting: Setting) -> tuple[Question, ...]:
    """What must be measured for a row; nothing where its case was not chosen or its days are unknown."""
    if not spec.indicator or (spec.case and spec.case not in setting.cases):
        return ()
    case = setting.cases.get(spec.case)
    where = dict(spec.where) | ({"tenant": str(case.tenant_id)} if case else {})
    told = tuple(sorted(where.items()))
    if spec.shows is Shows.GROWTH:
        return tuple(
            Question(MeasureRequest(spec.indicator, period), told) for period in _around_entry(case, setting)
        )
    days = _days(spec, setting, case)
    if days is None:
        return ()
    period, as_of = days
    request = MeasureRequest(spec.indicator, period, population=spec.population, as_of=as_of)
    return (Question(request, told, spec.by),)


def _around_entry(case: Case | None, setting: Setting) -> tuple[Period, ...]:
    """The quarter a year after the last one before the case moved in, and that one; nothing if it is not over yet."""
    if case is None or case.entered_on is None:
        return ()
    before = Period.containing(case.entered_on, PeriodKind.QUARTER).previous()
    after = Period(PeriodKind.QUARTER, before.year + 1, before.index)
    return (after, before) if after.end <= setting.as_of else ()


def _days(spec: RowSpec, setting: Setting, case: Case | None) -> tuple[Period, date | None] | None:
    """The period of a row's figure and the day of its population; None where they are unknown."""
    end = setting.as_of
    match spec.when:
        case When.END:
            return setting.period, end
        case When.YEAR:
            year = Period.containing(end, PeriodKind.YEAR)
            return (year if year.end <= end else year.previous()), None
        case When.QUARTER:
            quarter = Period.containing(end, PeriodKind.QUARTER)
            return (quarter if quarter.end <= end else quarter.previous()), end
        case _:
            entered = case.entered_on if case else None
            day = setting.opened_on if spec.when is When.LAUNCH else entered
    if day is None or day > end:
        return None
    month = Period.containing(day, PeriodKind.MONTH)
    return month, month.end


def compose(
    spec: RowSpec,
    setting: Setting,
    answers: Sequence[Answer],
    *,
    indicators: IndicatorCatalogue,
    labels: Callable[[str, str], str],
    units: Callable[[str], str],
    verified: bool = True,
) -> BriefRow:
    """The row from its answers, in the order of :func:`questions_of`.

    ``labels(list, code)`` words a code, ``units(code)`` a unit. A row without answers keeps its place, blank.
    """
    if spec.shows is Shows.OPENED:
        return _told(spec, setting, value=setting.opened_on, verified=verified)
    if spec.shows is Shows.NOTE:
        return _told(spec, setting, value=setting.note or None, verified=verified)
    indicator = indicators[spec.indicator]
    label = spec.label or indicator.name
    if not answers:
        return BriefRow(spec.number, label, None, "", "", "", spec.caution, indicator.verified)
    measured = answers[0].measured
    unit, names = spec.measure or units(indicator.unit.code), [row.label for row in measured.contributions]
    value: Decimal | int | None
    dated = _dated(spec, setting, measured.request.period)
    rows = measured.contributions
    if spec.shows is Shows.GROWTH:
        before = answers[1].measured
        value, unit = growth_of(measured.value, before.value), "%"
        dated = (before.request.period, *dated)
        rows += before.contributions
    elif spec.shows is Shows.GROUPS:
        names = [labels(spec.choices, key) for key in answers[0].groups]
        value, unit = len(names), ""
    else:
        value = None if measured.value is None else in_unit(measured.value, indicator.unit)
        if value is not None and not indicator.unit.places:
            value = int(value)
    case = setting.cases.get(spec.case)
    period = "至".join(map(_days_worded, dated))
    recorded = bool(value) or (bool(rows) and spec.shows is not Shows.GROUPS)
    told = {
        "value": _worded(value),
        "unit": unit,
        "period": period,
        "names": _listed(names),
        "tenant": case.name if case else "",
    }
    return BriefRow(
        number=spec.number,
        label=label,
        value=value,
        unit=unit,
        period=period,
        sentence=spec.sentence.format_map(told) if value is not None and recorded else "",
        caution=spec.caution,
        verified=indicator.verified,
        rows=rows,
        rows_unit=indicator.unit,
        missing=measured.missing,
        recorded=value is None or recorded,
        dated=dated,
    )


def _dated(spec: RowSpec, setting: Setting, period: Period) -> tuple[Period | date, ...]:
    is_of_day = spec.when is When.END and spec.shows is not Shows.GROWTH
    return (setting.as_of if is_of_day else period,)


def _days_worded(dated: Period | date) -> str:
    if isinstance(dated, date):
        return f"{dated.year}年{dated.month}月{dated.day}日"
    return period_words(dated)


def period_words(period: Period) -> str:
    """A period as a Chinese text writes it: ``2022年第一季度``."""
    names = {
        PeriodKind.YEAR: "",
        PeriodKind.HALF: "上半年" if period.index == 1 else "下半年",
        PeriodKind.QUARTER: f"第{'一二三四'[(period.index - 1) % 4]}季度",
        PeriodKind.MONTH: f"{period.index}月",
    }
    return f"{period.year}年{names[period.kind]}"


def _told(spec: RowSpec, setting: Setting, *, value: date | str | None, verified: bool) -> BriefRow:
    label = spec.label or Words(spec.code, spec.code)
    told = dict.fromkeys(PLACEHOLDERS, "") | {"value": _worded(value), "period": setting.period.code}
    sentence = spec.sentence.format_map(told) if value is not None else ""
    return BriefRow(spec.number, label, value, "", "", sentence, spec.caution, verified)


def _worded(value: Decimal | int | date | str | None) -> str:
    if isinstance(value, date):
        return f"{value.year}年{value.month}月"
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    text = f"{value:,f}" if not isinstance(value, int) else f"{value:,}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _listed(names: Sequence[str]) -> str:
    """The names, each once, not more than a reader wants to see."""
    once = list(dict.fromkeys(name for name in names if name))
    return "、".join(once[:_NAMES_AT_MOST]) + ("等" if len(once) > _NAMES_AT_MOST else "")
