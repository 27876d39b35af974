"""The edges of a sheet's cells as lines: what two cells share once, a line that goes on as one, each in its pen."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QColor, QPen

from crm.ui.printing.paper import points

if TYPE_CHECKING:
    from collections.abc import Callable

    from crm.services.appearance import Edge
    from crm.ui.printing.sheet_places import SheetPlaces, Spot

Lines: TypeAlias = "dict[tuple[str, str], list[QLineF]]"
"""Lines by the kind and colour of their edge."""

_WIDTHS = {"medium": 1.5, "thick": 2.25, "hair": 0.35, "mediumDashed": 1.5, "mediumDashDot": 1.5}
_DASHES = {
    "dashed": Qt.PenStyle.DashLine,
    "mediumDashed": Qt.PenStyle.DashLine,
    "dotted": Qt.PenStyle.DotLine,
    "hair": Qt.PenStyle.DotLine,
    "dashDot": Qt.PenStyle.DashDotLine,
    "mediumDashDot": Qt.PenStyle.DashDotLine,
    "dashDotDot": Qt.PenStyle.DashDotDotLine,
}
_BROKEN = frozenset({*_DASHES, "double"})
"""Edges that are not made one: their dashes would begin elsewhere, or they are painted beside their place."""


class SheetEdges:
    """The edges of one sheet; *rule* turns a colour of the form's lines into one of the look."""

    def __init__(self, places: SheetPlaces, *, rule: Callable[[str], str], on_screen: bool) -> None:
        self._places = places
        self._rule = rule
        self._on_screen = on_screen
        self._known: dict[tuple[tuple[int, ...], range, float], Lines] = {}
        self._pens: dict[tuple[str, str], QPen] = {}

    def collect(self, spot: Spot, lines: Lines) -> None:
        """Add the edges of a cell, of a merged one those around it, to *lines*."""
        rect = self._places.rect(spot)
        first = self._places.look.cell(spot.row, spot.column).style
        last = first
        if spot.last_row > spot.row or spot.last_column > spot.column:
            last = self._places.look.cell(spot.last_row, spot.last_column).style
        for edge, line in (
            (first.left, QLineF(rect.topLeft(), rect.bottomLeft())),
            (first.top, QLineF(rect.topLeft(), rect.topRight())),
            (last.right or first.right, QLineF(rect.topRight(), rect.bottomRight())),
            (last.bottom or first.bottom, QLineF(rect.bottomLeft(), rect.bottomRight())),
        ):
            if edge is not None:
                lines.setdefault((edge.line, edge.colour), []).extend(_strokes(edge, line))

    def of_row(self, row: int, columns: range) -> Lines:
        """The edges of a row's cells; most rows have those of another one, further down."""
        cells = self._places.look.rows.get(row)
        top, height = self._places.tops[row], self._places.tops[row + 1] - self._places.tops[row]
        key = cells.styles if cells is not None else (), columns, height
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._find(row, columns, height)
        return {ink: [line.translated(0, top) for line in lines] for ink, lines in found.items()}

    def _find(self, row: int, columns: range, height: float) -> Lines:
        """Edges as from the row's top: what two cells share once, and a line that goes on as one."""
        lines: Lines = {}
        going: dict[float, tuple[Edge, QLineF]] = {}
        drawn: Edge | None = None
        places = self._places
        for column in columns:
            style = places.look.cell(row, column).style
            left, right = places.lefts[column], places.lefts[column + 1]
            if style.left is not None and style.left != drawn:
                _add(lines, style.left, QLineF(left, 0, left, height))
            for edge, y in ((style.top, 0.0), (style.bottom, height)):
                before = going.pop(y, None)
                if edge is None:
                    continue
                if before is not None and before[0] == edge and edge.line not in _BROKEN:
                    line = before[1]
                    line.setP2(QPointF(right, y))
                else:
                    line = QLineF(left, y, right, y)
                    _add(lines, edge, line)
                going[y] = edge, line
            drawn = style.right
            if drawn is not None:
                _add(lines, drawn, QLineF(right, 0, right, height))
        return lines

    def pen(self, key: tuple[str, str]) -> QPen:
        """What an edge of this kind and colour is drawn with."""
        pen = self._pens.get(key)
        if pen is None:
            line, colour = key
            width = points(_WIDTHS.get(line, 0.75))
            pen = QPen(QColor(self._rule(colour)), width)
            if self._on_screen:
                pen.setCosmetic(True)
                pen.setWidthF(max(1.0, round(width / 7.5)))
            pen.setCapStyle(Qt.PenCapStyle.FlatCap if self._on_screen else Qt.PenCapStyle.SquareCap)
            pen.setStyle(_DASHES.get(line, Qt.PenStyle.SolidLine))
            self._pens[key] = pen
        return pen


def _add(lines: Lines, edge: Edge, line: QLineF) -> None:
    lines.setdefault((edge.line, edge.colour), []).extend(_strokes(edge, line))


def _strokes(edge: Edge, line: QLineF) -> list[QLineF]:
    if edge.line != "double":
        return [line]
    shift = points(0.75)
    across = line.dx() == 0
    moves = ((shift, 0.0), (-shift, 0.0)) if across else ((0.0, shift), (0.0, -shift))
    return [line.translated(*move) for move in moves]
