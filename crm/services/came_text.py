"""Who came to an event as lines of text, as they are typed or pasted from a sheet: a name, a number, and a group."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crm.domain.errors import RuleError
from crm.domain.text import name_key, normalise
from crm.services.events import Came

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from crm.services.events import HeldCame

_NUMBER = re.compile(r"(?:^|(?<=[\s,、;:]))(\d{1,9})\s*(?:人次|人|persons?)?(?=$|[\s,、;:])")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?:\D|$))")
_EDGES = " \t,、;:"


def text_of_came(held: Iterable[HeldCame], *, tenants: bool) -> str:
    """The lines of the tenants that came, or of all others."""
    return "\n".join(
        " ".join(part for part in (one.name, str(one.came.persons), one.came.group) if part)
        if tenants
        else f"{one.came.group} {one.came.persons}".strip()
        for one in held
        if (one.came.tenant_id is not None) == tenants
    )


def read_tenants(text: str, names: Mapping[str, frozenset[int]]) -> tuple[Came, ...]:
    """The tenants that came: ``name number``, and after it perhaps a group.

    RuleError ``event-line``, ``event-tenant-unknown``, ``event-tenant-doubtful``.
    """
    made = []
    for line in _lines(text):
        name, persons, group = _parts(line)
        found = names.get(name_key(name), frozenset())
        if not found:
            raise RuleError("event-tenant-unknown", name=name or line)
        if len(found) > 1:
            raise RuleError("event-tenant-doubtful", name=name, count=len(found))
        made.append(Came(next(iter(found)), persons, group))
    return tuple(made)


def read_others(text: str) -> tuple[Came, ...]:
    """Others that came: ``group number``, or a number alone. RuleError ``event-line``."""
    made = []
    for line in _lines(text):
        group, persons, rest = _parts(line)
        made.append(Came(None, persons, " ".join(part for part in (group, rest) if part)))
    return tuple(made)


def _lines(text: str) -> list[str]:
    return [line for one in text.splitlines() if (line := one.strip())]


def _parts(line: str) -> tuple[str, int, str]:
    """What stands before the last number that stands alone, the number, and what stands after it."""
    plain = _THOUSANDS.sub("", normalise(line))
    numbers = list(_NUMBER.finditer(plain))
    if not numbers:
        raise RuleError("event-line", line=line)
    last = numbers[-1]
    return plain[: last.start()].strip(_EDGES), int(last[1]), plain[last.end() :].strip(_EDGES)
