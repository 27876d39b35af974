"""A block of cells from another program: taken apart as it was copied, and laid over a grid."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Block = list[list[str]]
"""Rows of cells."""


class Box(NamedTuple):
    """A block of a grid: first and last row and column, all of them in it."""

    top: int
    left: int
    bottom: int
    right: int


class Shape(NamedTuple):
    """A grid: its size, and how many columns at its left take nothing."""

    rows: int
    columns: int
    locked: int


@dataclass(frozen=True, slots=True)
class Laid:
    """What a block puts where, and how many of its cells have no place.

    ``outside`` lie beyond the grid's edge, ``locked`` on a column that takes nothing, ``unknown`` belong to a row whose
    name nobody knows.
    """

    cells: tuple[tuple[int, int, str], ...]
    outside: int = 0
    locked: int = 0
    unknown: int = 0

    @property
    def skipped(self) -> int:
        """How many cells have no place."""
        return self.outside + self.locked + self.unknown


def split_block(text: str) -> Block:
    """The rows of what Excel or WPS copied: cells parted by tabs, quoted where they hold a tab or a line break.

    A quote that is never closed belongs to its cell.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n")
    if '"' in lines and lines.count('"') % 2 == 0:
        try:
            rows = csv.reader(io.StringIO(lines, newline=""), delimiter="\t", strict=True)
            return [row or [""] for row in rows]
        except csv.Error:
            pass  # quotes in the middle of a cell are no quoting
    return [line.split("\t") for line in lines.split("\n")] if lines else []


def lay_block(
    block: Sequence[Sequence[str]], at: Box, shape: Shape, *, find_row: Callable[[str], int | None]
) -> Laid:
    """Lay *block* over the grid from the first cell of *at*.

    A block whose size goes into that of *at* without rest fills all of it, as one value does. A block that begins on
    the column of names brings its own: each of its rows goes where *find_row* knows its name.
    """
    if at.left == 0 and any(len(row) > 1 for row in block):
        return _lay_by_name(block, shape, find_row)
    cells: list[tuple[int, int, str]] = []
    outside = locked = 0
    for row, line in enumerate(_fill(block, at), start=at.top):
        for column, text in enumerate(line, start=at.left):
            if row >= shape.rows or column >= shape.columns:
                outside += 1
            elif column < shape.locked:
                locked += 1
            else:
                cells.append((row, column, text))
    return Laid(tuple(cells), outside=outside, locked=locked)


def _fill(block: Sequence[Sequence[str]], at: Box) -> Sequence[Sequence[str]]:
    """*block* as often as it goes into *at*; once where there is a rest."""
    width = max(map(len, block), default=0)
    if not width or any(len(line) != width for line in block):
        return block
    rows, columns = at.bottom - at.top + 1, at.right - at.left + 1
    down, across = divmod(rows, len(block)), divmod(columns, width)
    times_down = down[0] if down[1] == 0 else 1
    times_across = across[0] if across[1] == 0 else 1
    return [list(line) * times_across for _ in range(times_down) for line in block]


def _lay_by_name(block: Sequence[Sequence[str]], shape: Shape, find_row: Callable[[str], int | None]) -> Laid:
    cells: list[tuple[int, int, str]] = []
    outside = unknown = 0
    for name, *line in block:
        row = find_row(name)
        if row is None:
            unknown += len(line)
            continue
        fitting = line[: shape.columns - 1]
        outside += len(line) - len(fitting)
        cells += [(row, column, text) for column, text in enumerate(fitting, start=1)]
    return Laid(tuple(cells), outside=outside, unknown=unknown)
