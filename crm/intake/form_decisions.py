"""What the user decides about a place of a blank, and how that is written: on the command line, in a draft.

``total_income``, ``total_income.last_year;unit=yuan;population=resident``, ``text={responsible}``, ``ordinal``; nothing
leaves the place empty. For the rows of a register, named by their number alone: ``population=resident``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm.domain.errors import ParseError
from crm.domain.measures import Population
from crm.domain.quantity import UNITS

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

ORDINAL = "ordinal"
"""Numbers the rows of a register."""
_TEXT = "text="
_ROW = re.compile(r"(?P<sheet>.+)!(?P<row>[1-9]\d{0,6})")


@dataclass(frozen=True, slots=True)
class Decision:
    """An indicator or field by its code; what is empty is as the form's own words say. ``text`` is written as it is."""

    code: str = ""
    basis: str = ""
    unit: str = ""
    population: str = ""
    text: str = ""

    @property
    def is_nothing(self) -> bool:
        """Whether the place is to be left empty."""
        return not self.code and not self.text

    def __str__(self) -> str:
        if self.text:
            return f"{_TEXT}{self.text}"
        parts = [f"{self.code}.{self.basis}" if self.basis else self.code]
        parts += [f"unit={self.unit}"] if self.unit else []
        parts += [f"population={self.population}"] if self.population else []
        return ";".join(filter(None, parts))


def read_decision(text: str, *, place: str, bases: Collection[str]) -> Decision:
    """What *text* decides about *place*. ParseError ``bind-said-wrongly`` names the part that is not understood."""
    if text.startswith(_TEXT):
        return Decision(text=text.removeprefix(_TEXT))
    first, *rest = text.split(";")
    if "=" in first:
        first, rest = "", [first, *rest]
    code, _, basis = first.strip().partition(".")
    if basis and basis not in bases:
        raise _refusal(place, basis, bases)
    said = {"unit": "", "population": ""}
    known: Mapping[str, Collection[str]] = {
        "unit": UNITS,
        "population": [member.value for member in Population],
    }
    for part in rest:
        key, _, value = (piece.strip() for piece in part.partition("="))
        if key not in known:
            raise _refusal(place, part.strip(), ["unit=…", "population=…"])
        if value not in known[key]:
            raise _refusal(place, value, known[key])
        said[key] = value
    return Decision(code, basis, said["unit"], said["population"])


def row_of(place: str) -> tuple[str, int] | None:
    """Sheet and row where *place* names the rows of a register, ``名单!8``; None where it is a cell."""
    found = _ROW.fullmatch(place)
    return None if found is None else (found["sheet"], int(found["row"]))


def _refusal(place: str, value: str, known: Collection[str]) -> ParseError:
    return ParseError("bind-said-wrongly", place=place, value=value, known=", ".join(known))
