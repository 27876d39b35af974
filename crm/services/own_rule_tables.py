"""Numbers of a rule set that are a table: one for each case of a criterion, limits of each size of an industry."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from crm.domain.errors import RuleError
from crm.filings.rehearsal.overlay import lay_over
from crm.filings.rehearsal.ruleset import SourceKind
from crm.services.own_files import edited_by
from crm.services.own_rules import find_rule_file, keep_rules, written_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm.domain.quantity import Unit
    from crm.filings.rehearsal.ruleset import Criterion, RuleSet, SizeIndustry
    from crm.services.library import Library
    from crm.services.operation import Workplace
    from crm.services.own_files import FileChange
    from crm.services.own_rules import RuleFile

SIZES = ("large", "medium", "small")
_CRITERIA, _INDUSTRIES = "criteria", "industries"


def read_bounds(
    library: Library, rule_set: RuleSet, industry: SizeIndustry
) -> dict[str, list[Fraction | None]]:
    """The lower limits of an industry's sizes, the largest first, by fact and in the unit of its measure."""
    measures = _table(_whole(find_rule_file(library, rule_set), _INDUSTRIES, industry.code), "measures")
    return {fact: [_number(_table(measures, fact).get(size)) for size in SIZES] for fact in measures}


def check_table(numbers: Sequence[Fraction | None], *, verified: bool, source: str) -> None:
    """RuleError ``ruleset-number-unverified`` or ``ruleset-source-missing`` where they cannot be verified."""
    if verified and None in numbers:
        raise RuleError("ruleset-number-unverified")
    if verified and not source:
        raise RuleError("ruleset-source-missing")


def check_bounds(bounds: Mapping[str, Sequence[Fraction | None]]) -> None:
    """RuleError ``size-bounds-order`` where a larger size begins below a smaller one."""
    for numbers in bounds.values():
        known = [one for one in numbers if one is not None]
        if known != sorted(known, reverse=True):
            raise RuleError("size-bounds-order")


def change_cases(
    workplace: Workplace,
    library: Library,
    rule_set: RuleSet,
    criterion: Criterion,
    numbers: Sequence[Fraction | None],
    *,
    verified: bool,
    source: str,
) -> FileChange:
    """Put down the number of each case of a criterion, in their order. It is refused as by `check_table`."""
    check_table(numbers, verified=verified, source=source)
    file = find_rule_file(library, rule_set)
    held: object = _whole(file, _CRITERIA, criterion.code).get("lines")
    cases: list[dict[str, object]] = held if isinstance(held, list) else []
    lines = [
        {**line, "limit": written_number(number, criterion.unit), "verified": verified}
        for line, number in zip(cases, numbers, strict=True)
    ]
    values: dict[str, object] = {"lines": lines, "verified": verified, **edited_by(workplace)}
    if source != criterion.source.address:
        values |= {"source": source, "source_kind": SourceKind.OWN.value}
    return _keep(library, file, _CRITERIA, criterion.code, values)


def change_bounds(
    workplace: Workplace,
    library: Library,
    rule_set: RuleSet,
    industry: SizeIndustry,
    bounds: Mapping[str, Sequence[Fraction | None]],
    *,
    verified: bool,
    source: str,
) -> FileChange:
    """Put down the lower limits of an industry's sizes. It is refused as by `check_table` and `check_bounds`."""
    check_table([one for numbers in bounds.values() for one in numbers], verified=verified, source=source)
    check_bounds(bounds)
    file = find_rule_file(library, rule_set)
    held = _table(_whole(file, _INDUSTRIES, industry.code), "measures")
    measures = {
        one.fact: {**_table(held, one.fact), **_entered(one.unit, bounds[one.fact], verified=verified)}
        for one in industry.measures
    }
    values: dict[str, object] = {"measures": measures, "verified": verified, **edited_by(workplace)}
    if source not in {"", rule_set.source.address}:
        values["source"] = source
    return _keep(library, file, _INDUSTRIES, industry.code, values)


def restore_industry(library: Library, rule_set: RuleSet, code: str) -> FileChange:
    """Take away what the user said of an industry. RuleError ``ruleset-own`` where it is the user's own."""
    file = find_rule_file(library, rule_set)
    if not file.shipped:
        raise RuleError("ruleset-own", ruleset=rule_set.code)
    return _keep(library, file, _INDUSTRIES, code, None)


def _entered(unit: Unit, numbers: Sequence[Fraction | None], *, verified: bool) -> dict[str, object]:
    limits = {size: written_number(one, unit) for size, one in zip(SIZES, numbers, strict=True)}
    return {**limits, "unverified": [] if verified else list(SIZES)}


def _keep(
    library: Library, file: RuleFile, kind: str, code: str, values: Mapping[str, object] | None
) -> FileChange:
    """The user's file with other *values* of one table; of a table that only the user has all the rest stays."""
    tables = dict(_table(file.own, kind))
    before = _table(tables, code)
    tables.pop(code, None)
    if values is not None:
        is_shipped = code in _table(file.shipped, kind)
        tables[code] = dict(values) if is_shipped else {**before, **values}
    rest = {key: value for key, value in file.own.items() if key != kind}
    return keep_rules(library, file, {**rest, kind: tables} if tables else rest)


def _whole(file: RuleFile, kind: str, code: str) -> Mapping[str, object]:
    return _table(_table(lay_over(file.shipped, file.own), kind), code)


def _table(of: Mapping[str, object], key: str) -> Mapping[str, object]:
    value = of.get(key)
    return value if isinstance(value, Mapping) else {}


def _number(value: object) -> Fraction | None:
    return None if value in {None, ""} else Fraction(str(value))
