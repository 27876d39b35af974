"""What a chart shows: exact figures by category, in smallest units; a blank is a gap and never zero."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from crm.domain.quantity import from_smallest, in_unit
from crm.domain.wording import with_unit
from crm.ui.labels import NOTHING, measured, number

if TYPE_CHECKING:
    from crm.domain.quantity import Unit


class Shape(Enum):
    """How a series is drawn."""

    BARS = "bars"
    LINE = "line"


@dataclass(frozen=True, slots=True)
class Series:
    """One row of figures: its name, a value for each category in smallest units, and the unit it is shown in.

    ``on_right`` gives it the axis on the right.
    """

    name: str
    values: tuple[int | None, ...]
    unit: Unit
    unit_name: str = ""
    shape: Shape = Shape.BARS
    on_right: bool = False

    @property
    def title(self) -> str:
        """The name with the unit."""
        return measured(self.name, self.unit_name) if self.unit_name else self.name

    def text(self, place: int) -> str:
        """The value of a category as it is read, without the unit; a dash where it is blank."""
        value = self.values[place]
        return NOTHING if value is None else number(in_unit(value, self.unit))

    def plain(self, place: int) -> str:
        """The value as a workbook takes it: exact, without separators; nothing where it is blank."""
        value = self.values[place]
        return "" if value is None else f"{from_smallest(value, self.unit):f}"

    def size(self, place: int) -> float | None:
        """The value in the unit, for drawing alone."""
        value = self.values[place]
        return None if value is None else value / self.unit.size


@dataclass(frozen=True, slots=True)
class ChartData:
    """A chart's title, its categories and its series; every series has one value for each category."""

    title: str
    categories: tuple[str, ...] = ()
    series: tuple[Series, ...] = ()
    stacked: bool = False

    def __post_init__(self) -> None:
        """Refuse series that do not fit the categories."""
        for one in self.series:
            if len(one.values) != len(self.categories):
                raise ValueError(one.name)

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing to draw."""
        return all(value is None for one in self.series for value in one.values)

    def tell(self, place: int, series: int | None = None) -> str:
        """A category in words, with one series or with all of them."""
        chosen = self.series if series is None else (self.series[series],)
        parts = (f"{one.name} {with_unit(one.text(place), one.unit_name)}" for one in chosen)
        return f"{self.categories[place]}: " + ", ".join(parts)

    def as_table(self) -> list[list[str]]:
        """The figures as rows of texts, the header first: what is copied."""
        head = ["", *(one.title for one in self.series)]
        rows = [
            [category, *(one.plain(place) for one in self.series)]
            for place, category in enumerate(self.categories)
        ]
        return [head, *rows]

    def as_tsv(self) -> str:
        """The figures for a workbook's clipboard."""
        clean = str.maketrans("\t\r\n", "   ")
        return "".join("\t".join(cell.translate(clean) for cell in row) + "\n" for row in self.as_table())


def shares(values: tuple[int | None, ...]) -> tuple[int, ...]:
    """Shares of positive values in tenths of a percent; they add up to exactly 1000 where there is anything."""
    parts = [max(value or 0, 0) for value in values]
    total = sum(parts)
    if not total:
        return (0,) * len(parts)
    found = [part * 1000 // total for part in parts]
    left = 1000 - sum(found)
    order = sorted(range(len(parts)), key=lambda place: (-(parts[place] * 1000 % total), place))
    for place in order[:left]:
        found[place] += 1
    return tuple(found)
