"""Rules with a limit, from data files: how long a tenant may incubate, what makes a graduate, when a filing is due."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from crm.domain.errors import DataFormatError, NotFoundError, ParseError
from crm.domain.quantity import to_smallest, unit_named
from crm.domain.wording import Words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from crm.domain.quantity import Unit


@dataclass(frozen=True, slots=True)
class RuleEdit:
    """What the user has changed in a limit: the shipped number in the smallest unit, by whom and when, if told."""

    shipped: int
    by: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A limit in the smallest unit, where it comes from, and whether that was read (false shows as 待核实).

    ``technology_fields`` are the fields it holds for; empty where it holds for all. ``edit`` says that the user's own
    file stands in place of the shipped number.
    """

    code: str
    name: Words
    limit: int
    unit: Unit
    origin: Words
    verified: bool
    technology_fields: frozenset[str] = frozenset()
    edit: RuleEdit | None = None


@dataclass(frozen=True, slots=True)
class RuleCatalogue:
    """All rules by code, in the order of their file."""

    by_code: Mapping[str, Rule]

    def __iter__(self) -> Iterator[Rule]:
        """All rules in order."""
        return iter(self.by_code.values())

    def __getitem__(self, code: str) -> Rule:
        """The rule called *code*; NotFoundError ``rule-unknown`` where there is none."""
        try:
            return self.by_code[code]
        except KeyError:
            raise NotFoundError("rule-unknown", rule=code) from None

    def residence_rule(self, technology_field: str) -> Rule:
        """How long a tenant of a technology field may incubate, in months."""
        longer = self["incubation_months_longer"]
        return longer if technology_field in longer.technology_fields else self["incubation_months"]


def rules_from_tables(
    tables: Mapping[str, object], *, shipped: Mapping[str, object] | None = None
) -> RuleCatalogue:
    """The rules of a data file: one table a rule, keyed by code. DataFormatError names what is wrong.

    Where *shipped* are the tables they were laid over, those that differ from them say what was changed.
    """
    before = shipped or {}
    return RuleCatalogue(
        {code: _with_edit(_rule(code, table), table, before.get(code)) for code, table in tables.items()}
    )


def _with_edit(rule: Rule, table: object, shipped: object) -> Rule:
    """*rule* with what the user changed in it, where anything shipped says otherwise."""
    if shipped is None or not isinstance(table, dict):
        return rule
    held = _rule(rule.code, shipped)
    if (held.limit, held.unit, held.verified, held.origin) == (
        rule.limit,
        rule.unit,
        rule.verified,
        rule.origin,
    ):
        return rule
    by, on = table.get("edited_by", ""), table.get("edited_on")
    edit = RuleEdit(held.limit, str(by), on if isinstance(on, date) else None)
    return replace(rule, edit=edit)


def _rule(code: str, table: object) -> Rule:
    if not isinstance(table, dict):
        raise DataFormatError("data-not-a-table", where=code)
    limit, fields = table.get("limit"), table.get("technology_fields", [])
    if not isinstance(limit, int) or isinstance(limit, bool):
        raise DataFormatError("data-value-unknown", where=f"{code}.limit", value=str(limit))
    if not isinstance(fields, list):
        raise DataFormatError("data-value-unknown", where=f"{code}.technology_fields", value=str(fields))
    try:
        unit = unit_named(str(table.get("unit", "")))
    except ParseError as error:
        raise DataFormatError(
            "data-value-unknown", where=f"{code}.unit", value=str(error.values["text"])
        ) from None
    return Rule(
        code=code,
        name=Words.from_table(table, where=code),
        limit=to_smallest(limit, unit),
        unit=unit,
        origin=Words.from_value(table.get("origin"), where=f"{code}.origin"),
        verified=table.get("verified") is True,
        technology_fields=frozenset(map(str, fields)),
    )
