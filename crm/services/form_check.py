"""A check that a form bound from a blank may have, and where it comes from."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crm.domain.wording import Words


class CheckKind(Enum):
    """Where a check comes from."""

    TOTAL = "total"
    PART = "part"
    FORMULA = "formula"
    COMPULSORY = "compulsory"
    RELATION = "relation"
    CARRIED = "carried"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class FormCheck:
    """A check that a form may have: where it points, what it says, whether the form has it.

    ``check``, ``facts`` and ``include`` are what it is in ``form.toml``.
    """

    key: str
    kind: CheckKind
    place: str
    says: Words
    is_on: bool = True
    check: Mapping[str, Any] = field(default_factory=dict)
    facts: tuple[Mapping[str, Any], ...] = ()
    include: tuple[str, str] = ("", "")
    """The set of shared relations, and the code of the check in it."""
