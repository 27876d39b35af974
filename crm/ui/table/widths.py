"""How wide the columns of a list are at first: what they hold, within what they may take, over the width there is."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from crm.ui.table.source import Column

_LEAST_FIRST = 216
_LEAST_SHORT = 128
_SCROLL_BAR = 12
_SLACK = 6
"""What a column has beyond its texts: it is given up before a scroll bar comes for so little."""


class Spread(NamedTuple):
    """The width of each column; which one takes what is left, now and later (-1: none), and how much at least."""

    widths: tuple[int, ...]
    filler: int
    least: int


def spread_columns(
    columns: Sequence[Column],
    *,
    wide: Sequence[int],
    drawn: Mapping[str, int],
    shown: Sequence[int],
    room: int,
    percent: int = 100,
) -> Spread:
    """Spread *room* over the places *shown*, each *wide* for what it holds; what the user has *drawn* stays.

    Columns get up to their most, which grows with the *percent* of the type; with what is left those that hold more.
    What is left beyond that is shared by all; the first, which holds what a row is called by, has two parts of it.
    """
    least = min(max(wide[0], _LEAST_SHORT), _LEAST_FIRST * percent // 100)
    given = [
        drawn.get(column.key, min(hold, column.most * percent // 100))
        for column, hold in zip(columns, wide, strict=True)
    ]
    free = [place for place in shown if columns[place].key not in drawn]
    left = room - _SCROLL_BAR - max(given[0], least) - sum(given[place] for place in shown if place)
    for place in free:
        if place:
            more = max(min(wide[place] - given[place], left), 0)
            given[place] += more
            left -= more
    others = [place for place in free if place]
    if 0 not in free:
        return Spread(tuple(given), -1, least)
    short = least + sum(given[place] for place in shown if place) + _SCROLL_BAR - room
    if 0 < short <= _SLACK * len(others):
        for count, place in enumerate(others):
            given[place] -= short * (count + 1) // len(others) - short * count // len(others)
    spare = left - max(wide[0] - max(given[0], least), 0)
    for place in free:
        if place:
            given[place] += max(spare, 0) // (len(free) + 1)
    return Spread(tuple(given), 0, least)
