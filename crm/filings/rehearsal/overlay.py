"""The user's own rule sets over the shipped ones: a changed number is seen to be changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


def lay_over(shipped: Mapping[str, object], own: Mapping[str, object]) -> dict[str, object]:
    """*shipped* with the values of the user's *own* file: tables are laid over, all else is replaced.

    A criterion whose numbers are replaced keeps its source, remembers the shipped number under ``shipped`` and is no
    longer verified, unless the user's file says that it is: the source does not say what the user wrote. So it is with
    the lower limits of an industry's sizes.
    """
    merged = dict(shipped)
    for key, value in own.items():
        before = shipped.get(key)
        if isinstance(before, Mapping) and isinstance(value, Mapping):
            merged[key] = lay_over(before, value)
        else:
            merged[key] = value
    changed = [key for key in ("limit", "lines") if key in own and own[key] != shipped.get(key)]
    if changed and "operator" in shipped:
        merged["shipped"] = shipped.get("limit", "")
        merged["shipped_verified"] = shipped.get("verified", False)
        merged["verified"] = own.get("verified", False)
    if "prefixes" in shipped and merged.get("measures") != shipped.get("measures"):
        merged["shipped"] = shipped.get("measures")
        merged["verified"] = own.get("verified", False)
    return merged


def with_criterion(
    own: Mapping[str, object],
    code: str,
    values: Mapping[str, object] | None,
    *,
    variant: str,
    shipped: Mapping[str, object],
) -> dict[str, object]:
    """The user's *own* file with other *values* of a criterion; with None, without it.

    Where the shipped number is one for each variant, only that of *variant* is given; the shipped number is left out.
    """
    criteria = dict(_table(own, "criteria"))
    before, of_criterion = _table(criteria, code), _table(_table(shipped, "criteria"), code)
    criteria.pop(code, None)
    if values is not None:
        given = {} if of_criterion else dict(before)  # of a criterion of the user's own all the rest stays
        given |= {key: value for key, value in values.items() if key != "limit"}
        of_shipped = of_criterion.get("limit", "")
        limit: object = values["limit"]
        if isinstance(of_shipped, Mapping):
            limits = {**_table(before, "limit"), variant: limit}
            limit = {name: one for name, one in limits.items() if one != of_shipped.get(name)}
        if limit not in (of_shipped, {}) or not of_criterion:
            given["limit"] = limit
        criteria[code] = given
    rest = {key: value for key, value in own.items() if key != "criteria"}
    return {**rest, "criteria": criteria} if criteria else rest


def with_dates(
    own: Mapping[str, object], *, since: date, until: date | None, checked_on: date
) -> dict[str, object]:
    """The user's *own* file with the days on which the rule set holds; a last day that is not known is taken away."""
    days: dict[str, object] = {"since": since, "checked_on": checked_on, "dates_verified": True}
    if until is not None:
        days["until"] = until
    rest = {key: value for key, value in own.items() if key not in {"until", *days}}
    return {**days, **rest}


def _table(of: Mapping[str, object], key: str) -> Mapping[str, object]:
    """The table under *key*; an empty one where there is none."""
    value = of.get(key)
    return value if isinstance(value, Mapping) else {}
