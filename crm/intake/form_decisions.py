"""What the user decides about a place of a blank, and how that is written: on the command line, in a draft.

``total_income``, ``total_income.last_year;unit=yuan;population=resident``, ``text={responsible}``, ``ordinal``; nothing
leaves the place empty. For the rows of a register, named by their number alone: ``population=resident``.

A figure of a group says ``group=technology_field:biomedicine``; codes stand together with ``+``, ``-`` is for what has
none, and ``group=`` takes the whole. A matrix is told by its corners, ``表!C4:E12``: ``rows=technology_field``,
``columns=quarter``, ``indicator=total_income``; nothing says that it is none. An indicator or field alone is said of
each of the cells of one row, such as the months of a register, ``表!G5:R5``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm.domain.errors import ParseError
from crm.domain.measures import Population
from crm.domain.quantity import UNITS
from crm.intake.grid import column_letters, column_number

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from crm.domain.measures import Within

ORDINAL = "ordinal"
"""Numbers the rows of a register."""
CHECK = "check:"
"""Before the key of a check that is told to be on or off."""
_TEXT = "text="
_ROW = re.compile(r"(?P<sheet>.+)!(?P<row>[1-9]\d{0,6})")
_AREA = re.compile(
    r"(?P<sheet>.+)!(?P<left>[A-Z]{1,3})(?P<top>[1-9]\d{0,6}):(?P<right>[A-Z]{1,3})(?P<bottom>[1-9]\d{0,6})"
)


@dataclass(frozen=True, slots=True)
class Decision:
    """An indicator or field by its code; what is empty is as the form's own words say. ``text`` is written as it is.

    ``within`` is the group it is narrowed to, by groupings and their codes; None as the form's words say.
    """

    code: str = ""
    basis: str = ""
    unit: str = ""
    population: str = ""
    text: str = ""
    within: Within | None = None

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
        parts += [f"group={write_within(self.within)}"] if self.within is not None else []
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
    within: Within | None = None
    known: Mapping[str, Collection[str]] = {
        "unit": UNITS,
        "population": [member.value for member in Population],
    }
    for part in rest:
        key, _, value = (piece.strip() for piece in part.partition("="))
        if key == "group":
            within = read_within(value, place=place)
        elif key not in known:
            raise _refusal(place, part.strip(), ["unit=…", "population=…", "group=…"])
        elif value not in known[key]:
            raise _refusal(place, value, known[key])
        else:
            said[key] = value
    return Decision(code, basis, said["unit"], said["population"], within=within)


def read_within(text: str, *, place: str) -> Within:
    """The group that *text* names, ``ip_kind:invention+design``. ParseError ``bind-said-wrongly``."""
    found = []
    for part in filter(None, text.split(",")):
        grouping, sign, codes = part.strip().partition(":")
        if not sign or not grouping or not codes:
            raise _refusal(place, part, ["technology_field:biomedicine", "quarter:2"])
        found.append((grouping, tuple("" if code == "-" else code for code in codes.split("+"))))
    return tuple(found)


def write_within(within: Within) -> str:
    """A group as `read_within` reads it."""
    return ",".join(f"{grouping}:{'+'.join(code or '-' for code in codes)}" for grouping, codes in within)


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of a sheet: rows from 1, columns by their letters."""

    sheet: str
    rows: range
    left: str
    right: str


@dataclass(frozen=True, slots=True)
class MatrixDecision:
    """What the rows and columns of a matrix stand for, each a grouping or nothing, and what all its cells show."""

    rows: str = ""
    columns: str = ""
    indicator: str = ""

    @property
    def is_nothing(self) -> bool:
        """Whether the cells are no matrix."""
        return not self.rows and not self.columns and not self.indicator

    def __str__(self) -> str:
        parts = (("rows", self.rows), ("columns", self.columns), ("indicator", self.indicator))
        return ";".join(f"{name}={value}" for name, value in parts if value)


def area_of(place: str) -> Area | None:
    """The rectangle that *place* names, ``表!C4:E12``; None where it names something else."""
    found = _AREA.fullmatch(place)
    if found is None:
        return None
    return Area(
        found["sheet"], range(int(found["top"]), int(found["bottom"]) + 1), found["left"], found["right"]
    )


def spread(told: Mapping[str, str]) -> dict[str, str]:
    """*told* with what is said of cells side by side, ``表!G5:R5`` = ``subject_area``, said of each of them.

    What is said of one of them alone goes before. A matrix, and what is none, are said of their corners.
    """
    found: dict[str, str] = {}
    for place, text in told.items():
        area = area_of(place)
        if area is None or len(area.rows) > 1 or not text or "=" in text.partition(";")[0]:
            found[place] = text
            continue
        for column in range(column_number(area.left), column_number(area.right) + 1):
            cell = f"{area.sheet}!{column_letters(column)}{area.rows.start}"
            found[cell] = told.get(cell, text)
    return found


def is_told(place: str, told: Collection[str]) -> bool:
    """Whether something is told of *place*, alone or as a part of a matrix."""
    if place in told:
        return True
    sheet, _, address = place.rpartition("!")
    letters = address.rstrip("0123456789")
    row, column = int(address[len(letters) :] or 0), column_number(letters)
    areas = (area for one in told if (area := area_of(one)) is not None and area.sheet == sheet)
    return any(
        row in area.rows and column_number(area.left) <= column <= column_number(area.right) for area in areas
    )


def read_matrix(text: str, *, place: str, groupings: Collection[str]) -> MatrixDecision:
    """What *text* says of the rectangle *place*. ParseError ``bind-said-wrongly``."""
    said = {"rows": "", "columns": "", "indicator": ""}
    for part in filter(None, text.split(";")):
        key, _, value = (piece.strip() for piece in part.partition("="))
        if key not in said:
            raise _refusal(place, part.strip(), [f"{name}=…" for name in said])
        if key != "indicator" and value and value not in groupings:
            raise _refusal(place, value, groupings)
        said[key] = value
    return MatrixDecision(**said)


def row_of(place: str) -> tuple[str, int] | None:
    """Sheet and row where *place* names the rows of a register, ``名单!8``; None where it is a cell."""
    found = _ROW.fullmatch(place)
    return None if found is None else (found["sheet"], int(found["row"]))


def is_check(place: str) -> bool:
    """Whether something is told of a check and not of a place."""
    return place.startswith(CHECK)


def _refusal(place: str, value: str, known: Collection[str]) -> ParseError:
    return ParseError("bind-said-wrongly", place=place, value=value, known=", ".join(known))
