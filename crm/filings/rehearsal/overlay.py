"""The user's own rule sets over the shipped ones: a changed number is seen to be changed."""

from __future__ import annotations

from collections.abc import Mapping


def lay_over(shipped: Mapping[str, object], own: Mapping[str, object]) -> dict[str, object]:
    """*shipped* with the values of the user's *own* file: tables are laid over, all else is replaced.

    A criterion whose numbers are replaced keeps its source, remembers the shipped number under ``shipped`` and is no
    longer verified, unless the user's file says that it is: the source does not say what the user wrote.
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
    return merged
