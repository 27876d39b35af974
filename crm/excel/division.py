"""How a sheet is divided into pages: print area, scale, repeated titles, breaks, and in which order the pages follow.

As a spreadsheet program does it: the scale is a whole per cent, the largest at which the sheet fits the pages that it
is to fit; what is repeated takes room of each page that does not show it anyway. All lengths are points.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from crm.excel.appearance import offsets
from crm.excel.page_setup import PAPERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from crm.excel.appearance import SheetLook
    from crm.excel.cell_style import CellStyle
    from crm.excel.page_setup import PageSetup

_POINTS_AN_INCH = 72
_POINTS_A_MILLIMETRE = _POINTS_AN_INCH / 25.4
_LEAST = 10
"""Per cent below which nothing is scaled down."""
_SLACK = 0.05


class SheetPage(NamedTuple):
    """A page of a sheet: its rows and columns, without the repeated titles."""

    rows: range
    columns: range


class Printed(NamedTuple):
    """A part of a sheet that is printed on pages of its own: its rows and columns."""

    rows: range
    columns: range


class Room(NamedTuple):
    """What a page's margins leave."""

    left: float
    top: float
    width: float
    height: float


class Division:
    """The pages of one sheet."""

    def __init__(self, look: SheetLook) -> None:
        setup = look.setup
        self.lefts = offsets(look.paper_widths)
        self.tops = offsets(look.heights)
        self.parts = _printed(look)
        self.room = _room(setup)
        self.title_rows = _titles(setup.title_rows, max(part.rows.stop for part in self.parts))
        self.title_columns = _titles(setup.title_columns, max(part.columns.stop for part in self.parts))
        self.scale = self._scale(setup)
        self.pages = [page for part in self.parts for page in self._divide(setup, part)]

    def _scale(self, setup: PageSetup) -> float:
        if setup.fit_width is None and setup.fit_height is None:
            return max(setup.scale, _LEAST) / 100
        wide, high = setup.fit_width or 0, setup.fit_height or 0
        percent = 100
        if wide:
            widths = [_per_cent(self.room.width * wide, self.lefts, part.columns) for part in self.parts]
            percent = min(percent, *widths)
        if high:
            heights = [_per_cent(self.room.height * high, self.tops, part.rows) for part in self.parts]
            percent = min(percent, *heights)
        while percent > _LEAST and not self._fits(percent / 100, wide, high):
            percent -= 1
        return max(percent, _LEAST) / 100

    def _fits(self, scale: float, wide: int, high: int) -> bool:
        return all(
            (not wide or len(self._across(part, scale)) <= wide)
            and (not high or len(self._down(part, scale)) <= high)
            for part in self.parts
        )

    def _across(self, part: Printed, scale: float, breaks: Iterable[int] = ()) -> list[range]:
        room = self.room.width / scale
        return _cut(part.columns, self.lefts, room=room, titles=self.title_columns, breaks=breaks)

    def _down(self, part: Printed, scale: float, breaks: Iterable[int] = ()) -> list[range]:
        room = self.room.height / scale
        return _cut(part.rows, self.tops, room=room, titles=self.title_rows, breaks=breaks)

    def _divide(self, setup: PageSetup, part: Printed) -> list[SheetPage]:
        """Breaks that somebody has set do not hold in a direction in which the sheet is to fit its pages."""
        columns = () if setup.fit_width else (column - 1 for column in setup.column_breaks)
        rows = () if setup.fit_height else (row - 1 for row in setup.row_breaks)
        across, down = self._across(part, self.scale, columns), self._down(part, self.scale, rows)
        if setup.down_first:
            return [SheetPage(one, other) for other in across for one in down]
        return [SheetPage(one, other) for one in down for other in across]


def _per_cent(room: float, places: Sequence[float], part: range) -> int:
    """The scale at which a *part* just fits, were it not for titles and for rows that no page may break."""
    return int(100 * (room + _SLACK) / max(places[part.stop] - places[part.start], 1.0))


def _room(setup: PageSetup) -> Room:
    short, long = (side * _POINTS_A_MILLIMETRE for side in PAPERS[setup.paper])
    width, height = (long, short) if setup.landscape else (short, long)
    left, top = setup.left * _POINTS_AN_INCH, setup.top * _POINTS_AN_INCH
    across, down = setup.right * _POINTS_AN_INCH, setup.bottom * _POINTS_AN_INCH
    return Room(left, top, width - left - across, height - top - down)


def _printed(look: SheetLook) -> list[Printed]:
    """What is printed: the ranges of the print area, else all up to the last cell where anything is seen."""
    if look.setup.areas:
        return [
            Printed(
                _within(area.first_row, area.last_row, look.row_count),
                _within(area.first_column, area.last_column, look.column_count),
            )
            for area in look.setup.areas
        ]
    shown = {number: _is_seen(style) for number, style in enumerate(look.book.styles)}
    rows = columns = 1
    for number, cells in look.rows.items():
        for column, (style, value) in enumerate(zip(cells.styles, cells.values, strict=True)):
            if value is not None or shown.get(style, False):
                rows, columns = max(rows, number + 1), max(columns, column + 1)
    for merge in look.merges:
        if look.value(merge.first_row - 1, merge.first_column - 1) is not None:
            rows, columns = max(rows, merge.last_row), max(columns, merge.last_column)
    return [Printed(range(rows), range(columns))]


def _within(first: int, last: int, count: int) -> range:
    """Places from *first* to *last*, counted from 1, of *count* that there are."""
    return range(min(first - 1, count), min(last, count))


def _is_seen(style: CellStyle) -> bool:
    """Whether a blank cell of a style is seen on paper."""
    return bool(style.fill) or any((style.left, style.right, style.top, style.bottom))


def _titles(given: tuple[int, int] | None, end: int) -> range:
    return range(0) if given is None else range(given[0] - 1, min(given[1], end))


def _cut(
    places: range, offsets: Sequence[float], *, room: float, titles: range, breaks: Iterable[int]
) -> list[range]:
    """*places* in parts that fit into *room* with the titles before them."""
    forced = set(breaks)
    title = offsets[titles.stop] - offsets[titles.start] if titles else 0.0
    parts: list[range] = []
    start = places.start
    for place in places:
        free = room - (title if titles and start >= titles.stop else 0.0) + _SLACK
        is_full = offsets[place + 1] - offsets[start] > free
        if place > start and (is_full or place in forced):
            parts.append(range(start, place))
            start = place
    return [*parts, range(start, places.stop)]
