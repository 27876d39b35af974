"""Facts about a tenant that rules speak of: read from records, or worked out from other facts."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import Enum
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

from crm.domain.errors import DataFormatError
from crm.domain.quantity import UNITS
from crm.filings.table import TableReader

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from crm.domain.quantity import Unit
    from crm.domain.wording import Words


@dataclass(frozen=True, slots=True)
class AtLeast:
    """What was reported of a number of which parts were not: it may be more."""

    amount: Fraction


Fact: TypeAlias = Fraction | AtLeast | str | date | None
"""A number in the fact's unit, a code, a day; None where it is not known. Yes is 1 and no is 0."""

_MOST_YEARS = 50
"""No rule looks farther back."""
DAY = "day"
"""The day of the rehearsal, a fact of every tenant."""


class Working(Enum):
    """How a fact comes about: read, or worked out of two others."""

    FIELD = "field"
    INDICATOR = "indicator"
    RATIO = "ratio"
    GROWTH = "growth"
    MONTHS = "months"


@dataclass(frozen=True, slots=True)
class FactSpec:
    """A fact: its words and unit (None: a yes or no, a code or a day) and how it comes about.

    Of an indicator it is the figure of the last full year less ``back``, or the sum of ``years`` of them; ``in_period``
    takes the period asked for. Of a field it is the tenant's own, or whether the field has one of ``codes``.
    """

    code: str
    name: Words
    unit: Unit | None
    working: Working
    of: tuple[str, ...]
    in_period: bool = False
    back: int = 0
    years: int = 1
    codes: tuple[str, ...] = ()


def facts_from_tables(tables: Mapping[str, object], *, where: str) -> dict[str, FactSpec]:
    """The facts of a data file, keyed by code. DataFormatError names what is wrong; *where* is the file."""
    reader = TableReader(tables, where)
    specs: dict[str, FactSpec] = {}
    for code in reader:
        if not isinstance(tables[code], dict):
            raise DataFormatError("data-not-a-table", where=f"{where}.{code}")
        spec = _fact(code, reader.table(code))
        for part in spec.of:
            worked_out = spec.working not in {Working.FIELD, Working.INDICATOR}
            if worked_out and part != DAY and part not in specs:
                raise DataFormatError("data-value-unknown", where=f"{where}.{code}", value=part)
        specs[code] = spec
    return specs


def _fact(code: str, table: TableReader) -> FactSpec:
    found = [working for working in Working if table.has(working.value)]
    if len(found) != 1:
        raise table.refusal("data-text-missing", "field, indicator, ratio, growth, months")
    of = table.texts(found[0].value)
    needed = 1 if found[0] in {Working.FIELD, Working.INDICATOR} else 2
    if len(of) != needed:
        raise table.refusal("data-value-unknown", found[0].value, value=", ".join(of))
    unit = table.choice("unit", UNITS) if table.has("unit") else ""
    return FactSpec(
        code=code,
        name=table.words(),
        unit=UNITS[unit] if unit else None,
        working=found[0],
        of=of,
        in_period=table.has("in_period") and table.flag("in_period"),
        back=table.integer_from(0, "back", most=_MOST_YEARS, otherwise=0),
        years=table.integer_from(1, "years", most=_MOST_YEARS, otherwise=1),
        codes=table.texts("codes") if table.has("codes") else (),
    )


def with_worked_out(specs: Mapping[str, FactSpec], read: Mapping[str, Fact]) -> dict[str, Fact]:
    """*read* facts and those worked out of them, in the order of *specs*."""
    facts = dict(read)
    for spec in specs.values():
        if spec.working in {Working.FIELD, Working.INDICATOR}:
            continue
        first, second = (facts.get(part) for part in spec.of)
        facts[spec.code] = _work_out(spec.working, first, second)
    return facts


def _work_out(working: Working, first: Fact, second: Fact) -> Fact:
    if working is Working.MONTHS:
        if not isinstance(first, date) or not isinstance(second, date):
            return None
        return months_between(first, second)
    if not isinstance(first, Fraction) or not isinstance(second, Fraction) or second <= 0:
        return None
    return 100 * (first / second if working is Working.RATIO else (first - second) / second)


def months_between(start: date, end: date) -> Fraction:
    """Months from *start* to *end*, a day being a 31st: the day after four years is above 48 months."""
    whole = (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)
    years, month = divmod(start.month - 1 + whole, 12)
    year = start.year + years
    last = date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
    return whole + Fraction((end - last).days, 31)


def unknown_parts(specs: Mapping[str, FactSpec], facts: Mapping[str, Fact], code: str) -> Iterator[str]:
    """The facts that must be entered before *code* is known: itself, or those that it is worked out of."""
    spec = specs.get(code)
    known = facts.get(code)
    if code == DAY or not (known is None or isinstance(known, AtLeast)):
        return
    if spec is None or spec.working in {Working.FIELD, Working.INDICATOR}:
        yield code
        return
    for part in spec.of:
        yield from unknown_parts(specs, facts, part)
