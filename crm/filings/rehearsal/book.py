"""All rule sets by code and edition: the one in force on a day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm.domain.errors import DataFormatError, NotFoundError, RuleError
from crm.filings.rehearsal.ruleset import Subject

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from crm.filings.rehearsal.ruleset import RuleSet


@dataclass(frozen=True, slots=True)
class RuleBook:
    """The rule sets in the order of their files."""

    rule_sets: tuple[RuleSet, ...]

    def in_force(self, name: str, day: date) -> RuleSet:
        """The rule set called *name* (a code, or ``code@edition``) as it holds on *day*.

        NotFoundError ``ruleset-unknown`` and RuleError ``ruleset-not-in-force`` say what there is.
        """
        code, _, edition = name.partition("@")
        found = [one for one in self.rule_sets if one.code == code and edition in {"", one.edition}]
        if not found:
            known = ", ".join(dict.fromkeys(one.code for one in self.rule_sets))
            raise NotFoundError("ruleset-unknown", ruleset=name, known=known)
        if edition:
            return found[0]
        holding = [one for one in found if one.holds_on(day)]
        if not holding:
            since = min(one.since for one in found)
            raise RuleError("ruleset-not-in-force", ruleset=code, day=str(day), since=str(since))
        return max(holding, key=lambda one: one.since)

    def beside(self, code: str, day: date) -> RuleSet:
        """The rule set that another one names: the one in force on *day*, else the first of those that came later.

        Who asks for an edition on a day before its time is not told that a rule set it names was not in force.
        """
        found = sorted((one for one in self.rule_sets if one.code == code), key=lambda one: one.since)
        holding = [one for one in found if one.since <= day]
        return holding[-1] if holding else found[0]


def book_of(rule_sets: Iterable[RuleSet]) -> RuleBook:
    """The book of *rule_sets*. DataFormatError where one stands twice or names one of tenants that is not there."""
    found: dict[tuple[str, str], RuleSet] = {}
    for one in rule_sets:
        if (one.code, one.edition) in found:
            raise DataFormatError("data-code-twice", where=f"{one.code}@{one.edition}")
        found[one.code, one.edition] = one
    codes = {one.code for one in found.values() if one.subject is Subject.TENANT}
    for one in found.values():
        lacking = (figure.lacking for figure in one.figures.values())
        for named in filter(None, (one.stay, one.graduation, *lacking)):
            if named not in codes:
                raise DataFormatError("data-value-unknown", where=one.code, value=named)
    return RuleBook(tuple(found.values()))
