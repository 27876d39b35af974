"""Reads the industries of a size classification."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from crm.domain.quantity import UNITS
from crm.filings.rehearsal.file_values import read_edit, read_number
from crm.filings.rehearsal.ruleset import Line, SizeIndustry, SizeMeasure

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crm.filings.rehearsal.facts import FactSpec
    from crm.filings.table import TableReader


def read_industries(tables: TableReader, facts: Mapping[str, FactSpec]) -> tuple[SizeIndustry, ...]:
    """The industries in order. DataFormatError names what is wrong."""
    return tuple(_industry(code, tables.table(code), facts) for code in tables)


def _industry(code: str, table: TableReader, facts: Mapping[str, FactSpec]) -> SizeIndustry:
    measures = table.table("measures")
    found = tuple(_measure(fact, measures, facts) for fact in measures)
    if not found:
        raise table.refusal("data-text-missing", "measures")
    return SizeIndustry(
        code,
        table.words(),
        table.texts("prefixes"),
        found,
        table.flag("verified"),
        source=table.text("source") if table.has("source") else "",
        edit=read_edit(table, None) if table.has("shipped") else None,
    )


def _measure(code: str, measures: TableReader, facts: Mapping[str, FactSpec]) -> SizeMeasure:
    fact = facts.get(code)
    if fact is None or fact.unit is None:
        raise measures.refusal("data-value-unknown", code, value=code)
    table = measures.table(code)
    unit = UNITS[table.choice("unit", UNITS)]
    if unit.dimension is not fact.unit.dimension:
        raise table.refusal("data-value-unknown", "unit", value=unit.code)
    scale = Fraction(unit.size, fact.unit.size)
    large, medium, small = (_line(table, size, scale) for size in ("large", "medium", "small"))
    limits = [one.limit for one in (large, medium, small) if one.limit is not None]
    if limits != sorted(limits, reverse=True):
        raise measures.refusal("data-value-unknown", code, value=" < ".join(map(str, limits)))
    return SizeMeasure(code, unit, large, medium, small)


def _line(table: TableReader, size: str, scale: Fraction) -> Line:
    """A lower limit in the unit of its fact; ``unverified`` names the classes whose limit was not read."""
    number = read_number(table, size)
    unread = table.texts("unverified") if table.raw("unverified") else ()
    return Line(None if number is None else number * scale, number is not None and size not in unread)
