"""Where references go when rows are inserted.

A template row that stands for N records is *grown*: its copies are put in below it and everything beneath moves down.
A reference from elsewhere that covers the whole grown row then covers all its copies (``SUM(D4:D4)`` becomes
``SUM(D4:D33)``, and so do ``SUM(D4)`` and a name for ``$D$4``); one to a single cell of it means the first record; one
to anything beneath moves along.

Inside the grown row a formula is repeated with it:

- a relative reference into the row itself follows each copy (``=D4/E4``, ``=D5/E5`` …);
- one to the row directly above means the record before (``=G3+D4``: a running total), as filling down does in Excel;
- a relative reference into a grown row of as many records, on this sheet or another, goes along record by record;
- a range fixed by ``$`` covers all records (``RANK(D4,$D$4:$D$4)``);
- everything else exists once, so it stays the one cell it is, wherever that moves.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from crm.excel.address import LAST_ROW, Range
from crm.excel.tokens import Area, Corner, Token, TokenKind, corner_text, cut_formula

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_AGGREGATES = frozenset(
    {
        "AGGREGATE",
        "AVERAGE",
        "AVERAGEA",
        "AVERAGEIF",
        "AVERAGEIFS",
        "COUNT",
        "COUNTA",
        "COUNTBLANK",
        "COUNTIF",
        "COUNTIFS",
        "LARGE",
        "MAX",
        "MAXA",
        "MAXIFS",
        "MEDIAN",
        "MIN",
        "MINA",
        "MINIFS",
        "PRODUCT",
        "RANK",
        "RANK.EQ",
        "SMALL",
        "STDEV",
        "STDEV.P",
        "STDEV.S",
        "STDEVP",
        "SUBTOTAL",
        "SUM",
        "SUMIF",
        "SUMIFS",
        "SUMPRODUCT",
        "SUMSQ",
        "VAR",
        "VAR.P",
        "VAR.S",
        "VARP",
    }
)


ROW_MARK = "\U000ffff0"
END_MARK = "\U000ffff1"


class ReferenceAmbiguous(ValueError):
    """A reference that has no meaning once rows have grown; the text is the reference."""


@dataclass(frozen=True, slots=True)
class Growth:
    """Rows ``first`` to ``last`` of a template, repeated ``count`` times in all (at least once)."""

    first: int
    rows: int
    count: int

    @property
    def last(self) -> int:
        """The last of the repeated rows in the template."""
        return self.first + self.rows - 1

    @property
    def extra(self) -> int:
        """Rows inserted below it."""
        return (self.count - 1) * self.rows

    def holds(self, row: int) -> bool:
        """Whether *row* of the template is repeated."""
        return self.first <= row <= self.last

    def is_cut_by(self, first: int, last: int) -> bool:
        """Whether rows *first* to *last* take a part of it only, which has no one place among many copies."""
        overlaps = first <= self.last and last >= self.first
        return self.count > 1 and overlaps and not (first <= self.first and last >= self.last)


class SheetMoves:
    """Where the rows of one sheet's template go."""

    def __init__(self, growths: tuple[Growth, ...] = ()) -> None:
        self.growths = tuple(sorted(growths, key=lambda growth: growth.first))
        self._ends = [growth.last for growth in self.growths]
        self._sums = [0]
        for growth in self.growths:
            self._sums.append(self._sums[-1] + growth.extra)

    def row(self, row: int) -> int:
        """Where *row* goes; its first copy if it is repeated."""
        return min(row + self._sums[bisect_right(self._ends, row - 1)], LAST_ROW)

    def end(self, row: int) -> int:
        """Where *row* goes as the end of a range; its last copy if it is repeated."""
        growth = self.growth_at(row)
        return min(self.row(row) + (growth.extra if growth else 0), LAST_ROW)

    def growth_at(self, row: int) -> Growth | None:
        """The growth that *row* belongs to."""
        index = bisect_right(self._ends, row - 1)
        if index < len(self.growths) and self.growths[index].holds(row):
            return self.growths[index]
        return None

    def range(self, cells: Range) -> Range:
        """Where one range goes that must stay one: it ends at its last row's last copy."""
        return Range(
            self.row(cells.first_row), cells.first_column, self.end(cells.last_row), cells.last_column
        )

    def ranges(self, cells: Range) -> Iterator[Range]:
        """Where the cells of a range go; several ranges where it takes a part of rows that are repeated together."""
        first, last = cells.first_row, cells.last_row
        for growth in self.growths:
            if not growth.is_cut_by(first, last):
                continue
            if first < growth.first:
                yield self.range(Range(first, cells.first_column, growth.first - 1, cells.last_column))
            start, end = max(first, growth.first), min(last, growth.last)
            for copy in range(growth.count):
                shift = self.row(growth.first) - growth.first + copy * growth.rows
                yield Range(start + shift, cells.first_column, end + shift, cells.last_column)
            first = growth.last + 1
        if first <= last:
            yield self.range(Range(first, cells.first_column, last, cells.last_column))


STILL = SheetMoves()


@dataclass(frozen=True, slots=True)
class Moves:
    """Where the rows of all sheets go; sheet names as Excel compares them, without regard to case."""

    sheets: Mapping[str, SheetMoves] = field(default_factory=dict)

    @classmethod
    def of(cls, growths: Mapping[str, tuple[Growth, ...]]) -> Moves:
        """The moves that *growths*, by sheet name, bring about."""
        return cls({sheet.casefold(): SheetMoves(found) for sheet, found in growths.items()})

    def of_sheet(self, sheet: str | None) -> SheetMoves:
        """The moves on *sheet*."""
        return self.sheets.get((sheet or "").casefold(), STILL)


@dataclass(frozen=True, slots=True)
class Home:
    """Where a formula stands: its sheet, and the growth it is repeated with, if any."""

    sheet: str
    growth: Growth | None = None


@dataclass(frozen=True, slots=True)
class PlacedCorner:
    """A corner in the filled sheet: for the copy *i* of a repeated formula its row is ``row + step * i``."""

    corner: Corner
    row: int | None
    step: int = 0


@dataclass(frozen=True, slots=True)
class PlacedArea:
    """A reference in the filled workbook; ``sheet`` is None where it is foreign."""

    area: Area
    sheet: str | None
    first: PlacedCorner
    last: PlacedCorner | None


def place_area(area: Area, *, moves: Moves, home: Home, expand: bool = False) -> PlacedArea:
    """Where *area* goes. *expand*: a single cell of a grown row stands for all its copies.

    Raises ReferenceAmbiguous where it covers a part of rows that are repeated together, or goes along with records of
    which the other place has fewer.
    """
    if area.foreign:
        last = PlacedCorner(area.last, area.last.row) if area.last else None
        return PlacedArea(area, None, PlacedCorner(area.first, area.first.row), last)
    sheet = area.sheet or home.sheet
    there = moves.of_sheet(sheet)
    end = area.last or (area.first if expand else None)
    if home.growth is None:
        return _place_once(area, sheet, there, end)
    return _place_repeated(area, sheet, there, home)


def _place_once(area: Area, sheet: str, there: SheetMoves, end: Corner | None) -> PlacedArea:
    first = area.first
    if end is None or first.row is None or end.row is None:
        row = None if first.row is None else there.row(first.row)
        last = (
            PlacedCorner(end, None if end.row is None else there.end(end.row)) if end and area.last else None
        )
        return PlacedArea(area, sheet, PlacedCorner(first, row), last)
    low, high = sorted((first.row, end.row))
    if any(growth.is_cut_by(low, high) for growth in there.growths):
        raise ReferenceAmbiguous(_written(area))
    placed_first = PlacedCorner(first, there.row(first.row) if first.row == low else there.end(first.row))
    placed_last = PlacedCorner(end, there.end(end.row) if end.row == high else there.row(end.row))
    if area.last is None and placed_first.row == placed_last.row:
        return PlacedArea(area, sheet, placed_first, None)
    return PlacedArea(area, sheet, placed_first, placed_last)


def _place_repeated(area: Area, sheet: str, there: SheetMoves, home: Home) -> PlacedArea:
    first, last = area.first, area.last
    if last is None or first.row is None or last.row is None:
        placed_last = _follow(last, sheet, there, home, area) if last else None
        return PlacedArea(area, sheet, _follow(first, sheet, there, home, area), placed_last)
    if first.row_fixed and last.row_fixed:
        return _place_once(area, sheet, there, last)
    return PlacedArea(
        area, sheet, _follow(first, sheet, there, home, area), _follow(last, sheet, there, home, area)
    )


def _follow(corner: Corner, sheet: str, there: SheetMoves, home: Home, area: Area) -> PlacedCorner:
    """Where one corner of a repeated formula's reference goes, copy by copy."""
    growth = home.growth
    if corner.row is None or growth is None:
        return PlacedCorner(corner, corner.row)
    if corner.row_fixed:
        return PlacedCorner(corner, there.row(corner.row))
    if sheet.casefold() == home.sheet.casefold():
        if growth.holds(corner.row):
            return PlacedCorner(corner, there.row(corner.row), growth.rows)
        if growth.first - growth.rows <= corner.row < growth.first:
            above = there.row(growth.first) - (growth.first - corner.row)
            return PlacedCorner(corner, above, growth.rows)
    other = there.growth_at(corner.row)
    if other is None or other.count == 1:
        return PlacedCorner(corner, there.row(corner.row))
    if other.count < growth.count:
        raise ReferenceAmbiguous(_written(area))
    return PlacedCorner(corner, there.row(corner.row), other.rows)


def _written(area: Area) -> str:
    first = area.prefix + corner_text(area.first, area.first.row)
    return (
        first if area.last is None else f"{first}:{area.last_prefix}{corner_text(area.last, area.last.row)}"
    )


@dataclass(frozen=True, slots=True)
class PlacedFormula:
    """A formula in the filled workbook; ``areas`` stand for the tokens of kind AREA, by position."""

    tokens: tuple[Token, ...]
    areas: Mapping[int, PlacedArea]

    def text(self, copy: int = 0) -> str:
        """The formula of the copy *copy*, counted from 0, without its ``=``."""
        return self._written(lambda corner: None if corner.row is None else corner.row + corner.step * copy)

    def pattern(self, slots: dict[tuple[int, int], str]) -> str:
        """The formula with a mark for each row that differs from copy to copy; *slots* collects (row, step) → mark."""

        def row(corner: PlacedCorner) -> int | str | None:
            if corner.row is None or not corner.step:
                return corner.row
            return slots.setdefault((corner.row, corner.step), row_mark(len(slots)))

        return self._written(row)

    def _written(self, row: RowOf) -> str:
        texts = []
        for position, token in enumerate(self.tokens):
            area = self.areas.get(position)
            texts.append(token.text if area is None else area_text(area, row))
        return "".join(texts)


if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    RowOf: TypeAlias = Callable[[PlacedCorner], int | str | None]


def row_mark(number: int) -> str:
    """A mark for a row number that is put in later, of characters that no plane of Unicode will ever give a meaning."""
    return f"{ROW_MARK}{number}{END_MARK}"


def area_text(area: PlacedArea, row: RowOf) -> str:
    """A placed reference as a formula writes it."""
    first = area.area.prefix + corner_text(area.first.corner, row(area.first))
    if area.last is None:
        return first
    return f"{first}:{area.area.last_prefix}{corner_text(area.last.corner, row(area.last))}"


def place_formula(formula: str, *, moves: Moves, home: Home, expand_all: bool = False) -> PlacedFormula:
    """Where the references of *formula* (without its ``=``) go.

    *expand_all*: any single cell of a grown row stands for all its copies, as in defined names and charts; otherwise
    only one that a summing function takes as its whole argument. Raises ReferenceAmbiguous.
    """
    tokens = cut_formula(formula)
    summed = frozenset() if expand_all or home.growth else _summed_alone(tokens)
    areas = {
        position: place_area(token.area, moves=moves, home=home, expand=expand_all or position in summed)
        for position, token in enumerate(tokens)
        if token.area is not None
    }
    return PlacedFormula(tokens, areas)


def move_formula(formula: str, *, moves: Moves, home: Home, expand_all: bool = False) -> str:
    """*formula* with its references moved; of a repeated formula the first copy. Raises ReferenceAmbiguous."""
    return place_formula(formula, moves=moves, home=home, expand_all=expand_all).text()


def _summed_alone(tokens: tuple[Token, ...]) -> frozenset[int]:
    """Positions of areas that are a whole argument of a summing function: the ``D4`` of ``SUM(D4)``."""
    open_functions: list[str] = []
    found = set()
    solid = [(position, token) for position, token in enumerate(tokens) if token.kind is not TokenKind.SPACE]
    for index, (position, token) in enumerate(solid):
        if token.kind is TokenKind.FUNCTION:
            open_functions.append(token.text[:-1].upper().removeprefix("_XLFN."))
        elif token.text in {"(", "{"}:
            open_functions.append("")
        elif token.text in {")", "}"} and open_functions:
            open_functions.pop()
        elif (
            token.area and open_functions and open_functions[-1] in _AGGREGATES and 0 < index < len(solid) - 1
        ):
            before, after = solid[index - 1][1], solid[index + 1][1].text
            if (before.kind is TokenKind.FUNCTION or before.text == ",") and after in {",", ")"}:
                found.add(position)
    return frozenset(found)


def translate_formula(formula: str, *, rows: int, columns: int) -> str:
    """*formula* as Excel copies it that many rows down and columns to the right: what a shared formula means there.

    A reference that would leave the sheet becomes ``#REF!``.
    """
    return "".join(
        token.text if token.area is None else _translated(token.area, rows, columns)
        for token in cut_formula(formula)
    )


def _translated(area: Area, rows: int, columns: int) -> str:
    corners = [_slide(corner, rows, columns) for corner in (area.first, area.last) if corner]
    written = [corner_text(corner, corner.row) for corner in corners if corner]
    if len(written) < len(corners):
        return f"{area.prefix}#REF!"
    return area.prefix + f":{area.last_prefix}".join(written)


def _slide(corner: Corner, rows: int, columns: int) -> Corner | None:
    row = corner.row if corner.row is None or corner.row_fixed else corner.row + rows
    column = corner.column if corner.column is None or corner.column_fixed else corner.column + columns
    if (row is not None and not 1 <= row <= LAST_ROW) or (column is not None and not 1 <= column <= 16_384):
        return None
    return Corner(row, column, corner.row_fixed, corner.column_fixed)
