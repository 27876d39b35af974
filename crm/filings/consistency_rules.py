"""Which filings must agree with which, read from data: see ``resources/consistency.toml``."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from crm.domain.errors import DataFormatError
from crm.domain.finding import Severity
from crm.domain.period import Period, PeriodKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
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


def wanted(rules: Iterable[ConsistencyRule], built: Built, form: str, period: Period) -> bool:
    """Whether a filing of *form* for *period* is one that *built* must agree with, or is added up with it."""
    if (form, period) == (built.form, built.period):
        return False
    return any(_wants(rule, built, form, period) for rule in rules)


def _wants(rule: ConsistencyRule, built: Built, form: str, period: Period) -> bool:
    own = built.period
    if rule.joins(built.form, form):
        ends = {request.period.end for request in built.figures if own.contains(request.period.end)}
        return period.end in ends | {own.end} or period.contains(own.end)
    if rule.whole is None:
        return False
    whole = Period.containing(own.end, rule.whole)
    lies_in = whole.start <= period.start and period.end <= whole.end
    if rule.adds(built.form) and _fits(form, rule.forms) and rule.part_code and period == whole != own:
        return rule.part is own.kind
    return rule.adds(form) and period.kind is rule.part and lies_in
