"""Reads a rule set file; every name and number is checked and what is wrong is named by its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from crm.domain.measures import Population
from crm.domain.quantity import UNITS, from_smallest
from crm.domain.wording import Words
from crm.filings.rehearsal.file_values import alike, read_day, read_edit, read_number
from crm.filings.rehearsal.ruleset import (
    Criterion,
    Edit,
    FigureSpec,
    Line,
    Operator,
    RuleSet,
    Source,
    SourceKind,
    Subject,
)
from crm.filings.rehearsal.size_file import read_industries
from crm.filings.table import TableReader

if TYPE_CHECKING:
    from crm.domain.indicators import IndicatorCatalogue
    from crm.domain.quantity import Unit
    from crm.domain.rules import RuleCatalogue
    from crm.filings.rehearsal.facts import FactSpec


@dataclass(frozen=True, slots=True)
class Known:
    """What the names of a rule set file may refer to."""

    facts: Mapping[str, FactSpec]
    indicators: IndicatorCatalogue
    rules: RuleCatalogue


def rule_sets_from_table(table: Mapping[str, object], *, where: str, known: Known) -> tuple[RuleSet, ...]:
    """The rule sets of a file: one, or one of each of its variants. DataFormatError names file and place."""
    reader = TableReader(table, where)
    variants = reader.table("variants")
    if not reader.has("variants"):
        return (_RuleSetReader(reader, "", known).read(),)
    return tuple(_RuleSetReader(reader, variant, known).read() for variant in variants)


_MOST_PER = 1_000_000
"""No rule counts by more than a million of what it divides by."""


class _RuleSetReader:
    def __init__(self, reader: TableReader, variant: str, known: Known) -> None:
        self._reader = reader
        self._variant = variant
        self._known = known
        self._source = Source("", SourceKind.OWN)

    def read(self) -> RuleSet:
        reader, variant = self._reader, self._variant
        self._source = self._read_source(reader)
        subject = reader.member(Subject, "subject")
        figures = {name: self._figure(name) for name in reader.table("figures")}
        for figure in figures.values():
            if figure.gains and figure.gains not in figures:
                place = f"figures.{figure.name}.gains"
                raise reader.refusal("data-value-unknown", place, value=figure.gains)
        criteria = self._criteria(subject, figures)
        name = reader.words()
        if variant:
            own = reader.table("variants").table(variant).words()
            name = Words(f"{name.zh}（{own.zh}）", f"{name.en}, {own.en}")
        return RuleSet(
            code=reader.text("code") + (f"-{variant}" if variant else ""),
            edition=reader.text("edition"),
            name=name,
            document=reader.words_or_text("document"),
            subject=subject,
            since=read_day(reader, "since"),
            until=read_day(reader, "until") if reader.has("until") else None,
            dates_verified=reader.flag("dates_verified"),
            checked_on=read_day(reader, "checked_on"),
            source=self._source,
            criteria=criteria,
            population=reader.member(Population, "population", Population.INCUBATING),
            figures=figures,
            industries=read_industries(reader.table("industries"), self._known.facts),
            stay=reader.text("stay") if reader.has("stay") else "",
            graduation=reader.text("graduation") if reader.has("graduation") else "",
            needs_update=reader.has("needs_update") and reader.flag("needs_update"),
            note=reader.words_or_text("note") if reader.has("note") else None,
        )

    def _read_source(self, table: TableReader) -> Source:
        if not table.has("source") and not table.has("source_kind"):
            return self._source
        address = table.text("source") if table.has("source") else self._source.address
        return Source(address, table.member(SourceKind, "source_kind", self._source.kind))

    def _criteria(self, subject: Subject, figures: Mapping[str, FigureSpec]) -> tuple[Criterion, ...]:
        tables = self._reader.table("criteria")
        found = []
        for code in tables:
            table = tables.table(code)
            if table.has("variants") and self._variant not in table.texts("variants"):
                continue
            criterion = self._criterion(code, table)
            wrong = (
                criterion.value if subject is Subject.TENANT else (criterion.fact,) if criterion.fact else ()
            )
            if wrong:
                raise table.refusal("data-value-unknown", "", value=", ".join(wrong))
            for name in (*criterion.value, *criterion.of):
                known = name in figures
                if not known or not (criterion.of or alike(figures[name].unit, criterion.unit)):
                    raise table.refusal("data-value-unknown", "value", value=name)
            found.append(criterion)
        return tuple(found)

    def _criterion(self, code: str, table: TableReader) -> Criterion:
        code_of_unit = table.choice("unit", {*UNITS, "yes_no"})
        unit = UNITS.get(code_of_unit)
        lines = self._lines(table, unit)
        return Criterion(
            code=code,
            name=table.words(),
            operator=table.member(Operator, "operator"),
            unit=unit,
            lines=lines,
            source=self._read_source(table),
            group=table.text("group") if table.has("group") else "",
            fact=self._fact(table, "fact", unit),
            case=table.choice("case", self._known.facts) if table.has("case") else "",
            value=table.texts("value") if table.has("value") else (),
            of=table.texts("of") if table.has("of") else (),
            per=table.integer_from(
                1, "per", most=_MOST_PER, otherwise=self._usual_factor(table, code_of_unit)
            ),
            note=table.words_or_text("note") if table.has("note") else None,
            edit=self._edit(table) or self._edit_of_limits(lines, unit),
        )

    def _usual_factor(self, table: TableReader, unit: str) -> int:
        """100 for a share in percent."""
        return 100 if unit == "percent" and table.has("of") else 1

    def _fact(self, table: TableReader, key: str, unit: Unit | None) -> str:
        """A fact that may be held against a line in *unit* as it is."""
        if not table.has(key):
            return ""
        code = table.choice(key, self._known.facts)
        if not alike(self._known.facts[code].unit, unit):
            raise table.refusal("data-value-unknown", "unit", value=table.text("unit"))
        return code

    def _edit(self, table: TableReader) -> Edit | None:
        if not self._is_changed(table):
            return None
        return read_edit(table, read_number(table, "shipped", self._variant))

    def _edit_of_limits(self, lines: tuple[Line, ...], unit: Unit | None) -> Edit | None:
        """What the user changed in the first of the limits that the lines take their numbers from."""
        for line in lines:
            edit = self._known.rules[line.rule].edit if line.rule else None
            if edit is not None and unit is not None:
                return Edit(Fraction(from_smallest(edit.shipped, unit)), edit.by, edit.on)
        return None

    def _is_changed(self, table: TableReader) -> bool:
        """Whether the user's own file changed the number; of several variants it may have changed another's."""
        shipped = table.has("shipped")
        return shipped and (
            table.has("lines")
            or read_number(table, "shipped", self._variant) != read_number(table, "limit", self._variant)
        )

    def _lines(self, table: TableReader, unit: Unit | None) -> tuple[Line, ...]:
        """The lines of a criterion: its own number, or those of its cases, the last of which is for all others."""
        cases = table.tables("lines")
        lines = tuple(self._line(one, unit) for one in cases or [table])
        particular = [bool(line.codes) or line.upto is not None for line in lines]
        if particular[-1] or not all(particular[:-1]) or (len(lines) > 1 and not table.has("case")):
            raise table.refusal("data-value-unknown", "lines", value="case, codes, upto")
        return lines

    def _line(self, table: TableReader, unit: Unit | None) -> Line:
        codes = table.texts("codes") if table.has("codes") else ()
        if table.has("rule"):
            rule = table.choice("rule", self._known.rules.by_code)
            found = self._known.rules[rule]
            if unit is None or unit.dimension is not found.unit.dimension:
                raise table.refusal("data-value-unknown", "rule", value=rule)
            limit = Fraction(from_smallest(found.limit, unit))
            return Line(limit, found.verified, codes or tuple(sorted(found.technology_fields)), rule=rule)
        number = read_number(table, "limit", self._variant)
        self._require_variants(table, "limit")
        same = table.has("shipped") and not self._is_changed(table)
        verified = table.flag("shipped_verified" if same else "verified")
        if number is None and verified:
            raise table.refusal("data-value-unknown", "verified", value="true")
        return Line(number, verified, codes, read_number(table, "upto", self._variant))

    def _require_variants(self, table: TableReader, key: str) -> None:
        """A number that is one of each variant names none that is not there: it would be left out without a word."""
        held = table.raw(key)
        unknown = (
            [name for name in held if not self._reader.table("variants").has(name)]
            if isinstance(held, Mapping)
            else []
        )
        if unknown:
            raise table.refusal("data-value-unknown", key, value=", ".join(unknown))

    def _figure(self, name: str) -> FigureSpec:
        table = self._reader.table("figures").table(name)
        indicator = (
            table.choice("indicator", self._known.indicators.by_code) if table.has("indicator") else ""
        )
        where = tuple(self._condition(one) for one in table.tables("where"))
        largest = table.choice("largest", self._known.facts) if table.has("largest") else ""
        months_open = table.has("months_open") and table.flag("months_open")
        if sum(map(bool, (indicator, where, largest, months_open))) != 1:
            raise table.refusal("data-text-missing", "indicator, where, largest, months_open")
        return FigureSpec(
            name=name,
            population=table.member(Population, "population", Population.ANYBODY),
            unit=self._figure_unit(table, indicator, "month" if months_open else "enterprise"),
            indicator=indicator,
            in_year=table.has("in_year") and table.flag("in_year"),
            where=where,
            any_of=table.has("any_of") and table.flag("any_of"),
            largest=largest,
            months_open=months_open,
            gains=table.text("gains") if table.has("gains") else "",
            candidates=table.member(Population, "candidates") if table.has("candidates") else None,
            lacking=table.text("lacking") if table.has("lacking") else "",
        )

    def _figure_unit(self, table: TableReader, indicator: str, otherwise: str) -> Unit:
        """The unit of a figure: as written, of the same dimension as its indicator's, or its indicator's own."""
        own = self._known.indicators[indicator].unit if indicator else UNITS[otherwise]
        unit = UNITS[table.choice("unit", UNITS)] if table.has("unit") else own
        if unit.dimension is not own.dimension:
            raise table.refusal("data-value-unknown", "unit", value=unit.code)
        return unit

    def _condition(self, table: TableReader) -> Criterion:
        """A condition of a figure on its tenants: called as its fact is."""
        fact = self._known.facts[table.choice("fact", self._known.facts)]
        return Criterion(
            code=fact.code,
            name=fact.name,
            operator=table.member(Operator, "operator"),
            unit=fact.unit,
            lines=(self._line(table, fact.unit),),
            source=self._source,
            fact=fact.code,
        )
