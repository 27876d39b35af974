"""Which filings must agree with which, read from data: see ``resources/consistency.toml``."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from crm.domain.errors import DataFormatError
from crm.domain.finding import Severity
from crm.domain.period import Period, PeriodKind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import date

    from crm.filings.built import Built

_RELATIONS = ("parts", "same")


@dataclass(frozen=True, slots=True)
class ConsistencyRule:
    """A rule: ``parts`` add up to what is filed for the ``whole``, or two forms that show the ``same`` say the same.

    ``part_code`` is the sentence for one of the parts whose whole is frozen; empty where it is not asked then.
    """

    name: str
    code: str
    severity: Severity
    relation: str
    forms: tuple[str, ...]
    others: tuple[str, ...]
    whole: PeriodKind | None = None
    part: PeriodKind | None = None
    part_code: str = ""
    indicators: tuple[str, ...] = ()

    def parts_of(self, form: str, start: date, end: date) -> tuple[Period, ...]:
        """The finer periods that add up to a figure of *form* from *start* to *end*; none where it is not about it.

        The parts of a year are also those of the year to date.
        """
        if self.whole is None or self.part is None or not _fits(form, self.forms):
            return ()
        whole = Period.containing(end, self.whole)
        parts = tuple(part for part in whole.parts(self.part) if part.end <= end)
        covered = len(parts) > 1 and parts[-1].end == end
        is_asked = whole.start == start and (whole.end == end or self.whole is PeriodKind.YEAR)
        return parts if covered and is_asked else ()

    def joins(self, form: str, other: str) -> bool:
        """Whether two forms must say the same where they show the same."""
        return self.relation == "same" and (
            (_fits(form, self.forms) and _fits(other, self.others))
            or (_fits(other, self.forms) and _fits(form, self.others))
        )

    def adds(self, form: str) -> bool:
        """Whether a filing of *form* may be one of the parts."""
        return _fits(form, self.others)

    def asks(self, indicator: str) -> bool:
        """Whether it is about an indicator."""
        return not self.indicators or indicator in self.indicators


def rules_from_tables(tables: Mapping[str, object]) -> tuple[ConsistencyRule, ...]:
    """The rules of the data file. DataFormatError names what is wrong."""
    return tuple(_rule(name, table) for name, table in tables.items())


def _rule(name: str, table: object) -> ConsistencyRule:
    if not isinstance(table, dict):
        raise DataFormatError("data-not-a-table", where=name)
    relation = str(table.get("relation", ""))
    if relation not in _RELATIONS:
        raise DataFormatError("data-relation-unknown", where=name, value=relation)
    try:
        whole, part = (
            PeriodKind(str(table[key])) if relation == "parts" else None for key in ("whole", "part")
        )
        return ConsistencyRule(
            name=name,
            code=str(table["code"]),
            severity=Severity.from_code(str(table["severity"])),
            relation=relation,
            forms=tuple(map(str, table["forms"])),
            others=tuple(map(str, table["others"])),
            whole=whole,
            part=part,
            part_code=str(table.get("part_code", "")),
            indicators=tuple(map(str, table.get("indicators", ()))),
        )
    except (KeyError, ValueError) as error:
        raise DataFormatError("data-value-unknown", where=name, value=str(error)) from error


def _fits(form: str, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(form, pattern) for pattern in patterns)


def wanted(
    rules: Iterable[ConsistencyRule], built: Built, filed: Collection[tuple[str, Period]]
) -> set[tuple[str, Period]]:
    """Which of the filings *filed*, by form and period, *built* must agree with, alone or added up with others.

    Reading one takes its time: of parts those alone are wanted of which none is missing.
    """
    own, found = (built.form, built.period), set[tuple[str, Period]]()
    others = set(filed) - {own}
    asked = [one for one in built.figures if built.period.contains(one.period.end)]
    spans = {((one.period.year_period if one.to_date else one.period).start, one.period.end) for one in asked}
    ends = {built.period.end, *(end for _, end in spans)}
    forms = {form for form, _ in (*others, own)}
    for rule in rules:
        found |= {
            (form, period)
            for form, period in others
            if rule.joins(built.form, form) and (period.end in ends or period.contains(built.period.end))
        }
        for start, end in spans:
            parts = rule.parts_of(built.form, start, end)
            for form in filter(rule.adds, forms):
                found |= _complete({(form, part) for part in parts}, others, own)
        if rule.whole is None or not rule.part_code or not rule.adds(built.form):
            continue
        longer = Period.containing(built.period.end, rule.whole)
        for form in forms if longer != built.period else ():
            parts = rule.parts_of(form, longer.start, longer.end)
            if (form, longer) in others and built.period in parts:
                found |= _complete({(form, longer), *((built.form, part) for part in parts)}, others, own)
    return found


def _complete(
    needed: set[tuple[str, Period]], filed: set[tuple[str, Period]], own: tuple[str, Period]
) -> set[tuple[str, Period]]:
    """What is *needed* of the filings *filed*, beside the *own* one; none where another one is missing."""
    rest = needed - {own}
    return rest if rest <= filed else set()
