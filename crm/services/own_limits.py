"""Limits as the user changes them: tables of the user's own over the shipped ones, checked before they are written."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import tomli_w

from crm.domain.errors import RuleError
from crm.domain.quantity import to_smallest
from crm.domain.rules import rules_from_tables
from crm.services.library import read_rules, read_tables, read_toml
from crm.services.own_files import edited_by, put_file

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from crm.domain.rules import Rule
    from crm.services.library import Library
    from crm.services.operation import Workplace
    from crm.services.own_files import FileChange

FILE = "rules.toml"


@dataclass(frozen=True, slots=True)
class OwnLimit:
    """What the user says of a limit: its number in its own unit, and where that was read."""

    limit: int
    verified: bool
    source: str = ""


def check_limit(rule: Rule, own: OwnLimit) -> None:
    """Refuse what cannot be said of *rule*.

    RuleError ``limit-wrong`` where it is not above 0, ``ruleset-source-missing`` where no source verifies it, and
    ``limit-source-same`` where another number is to be verified by the same source.
    """
    if own.limit <= 0:
        raise RuleError("limit-wrong", value=str(own.limit))
    if own.verified and not own.source.strip():
        raise RuleError("ruleset-source-missing")
    is_other = to_smallest(own.limit, rule.unit) != rule.limit
    if own.verified and is_other and own.source.strip() in {rule.origin.zh, rule.origin.en}:
        raise RuleError("limit-source-same")


def change_limits(
    workplace: Workplace, library: Library, limits: Mapping[str, OwnLimit]
) -> tuple[Library, FileChange]:
    """Put down what the user says of limits, each by its code; the library in which they hold, and the file.

    A limit is written whole, with what it is called, so that it stays as it is whatever is shipped later. It is refused
    as by `check_limit`, and by NotFoundError ``rule-unknown``; nothing has been written then.
    """
    own = _own(library)
    for code, one in limits.items():
        rule, table = library.rules[code], _table(library, code)
        check_limit(rule, one)
        same = one.source.strip() in {"", rule.origin.zh, rule.origin.en}
        table |= {
            "limit": one.limit,
            "verified": one.verified,
            "origin": table["origin"] if same else {"zh": one.source.strip(), "en": one.source.strip()},
            **edited_by(workplace),
        }
        own[code] = table
    return _keep(library, own)


def restore_limits(library: Library, codes: Collection[str]) -> tuple[Library, FileChange]:
    """Take away what the user said of limits: the shipped ones hold again."""
    return _keep(library, {code: table for code, table in _own(library).items() if code not in codes})


def reload_limits(library: Library) -> Library:
    """The library with the limits as their files say now."""
    return replace(library, rules=read_rules(library.folders))


def _table(library: Library, code: str) -> dict[str, object]:
    """The table of a limit as it is now, the user's own or the shipped one."""
    table = read_tables(FILE, library.folders)[code]
    return dict(table) if isinstance(table, dict) else {}


def _own(library: Library) -> dict[str, object]:
    path = library.folders[-1] / FILE
    return read_toml(path) if path.exists() else {}


def _keep(library: Library, own: Mapping[str, object]) -> tuple[Library, FileChange]:
    """Write the user's *own* tables once they can be read; without any the file goes."""
    rules_from_tables(own)
    change = put_file(library.folders[-1] / FILE, tomli_w.dumps(own).encode() if own else None)
    return reload_limits(library), change
