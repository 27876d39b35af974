"""Which filings must agree with which, read from data: see ``resources/consistency.toml``."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from crm.domain.errors import DataFormatError
from crm.domain.finding import Severity
from crm.domain.period import PeriodKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from crm.domain.period import Period
    from crm.filings.built import Built

_RELATIONS = ("parts", "same")


@dataclass(frozen=True, slots=True)
class ConsistencyRule:
    """A rule: ``parts`` add up to what is filed for the ``whole``, or two forms that show the ``same`` say the same."""

    name: str
    code: str
    severity: Severity
    relation: str
    forms: tuple[str, ...]
    others: tuple[str, ...]
    whole: PeriodKind | None = None
    part: PeriodKind | None = None
    indicators: tuple[str, ...] = ()

    def parts_of(self, form: str, period: Period) -> tuple[Period, ...]:
        """The finer periods whose filings must add up to that of *form* for *period*; none where it is not about it."""
        if self.relation != "parts" or self.whole is not period.kind or not _fits(form, self.forms):
            return ()
        return period.parts(self.part) if self.part else ()

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
            indicators=tuple(map(str, table.get("indicators", ()))),
        )
    except (KeyError, ValueError) as error:
        raise DataFormatError("data-value-unknown", where=name, value=str(error)) from error


def _fits(form: str, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(form, pattern) for pattern in patterns)


def wanted(rules: Iterable[ConsistencyRule], built: Built, form: str, period: Period) -> bool:
    """Whether a filing of *form* for *period* is one that *built* must agree with."""
    if (form, period) == (built.form, built.period):
        return False
    for rule in rules:
        if rule.joins(built.form, form) and period.end == built.period.end:
            return True
        if period in rule.parts_of(built.form, built.period) and rule.adds(form):
            return True
    return False
