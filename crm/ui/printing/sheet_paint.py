"""Paints cells of a sheet as its workbook has them: fills, texts, edges. On the screen and on paper alike.

Lengths are tenths of a point; the caller scales and moves the painter.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPen

from crm.services.appearance import offsets
from crm.ui.printing.lines import Type
from crm.ui.printing.paper import UNITS_A_POINT, points
from crm.ui.theme.fonts import FAMILIES

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QPainter

    from crm.services.appearance import CellLook, CellStyle, Edge, SheetLook

_PAD = points(1.5)
_INDENT = points(6.75)
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
_SERIF = ("SimSun", "NSimSun", "Noto Serif CJK SC", "Source Han Serif SC")
_SANS = ("SimHei", "Microsoft YaHei", "Noto Sans CJK SC", "WenQuanYi Micro Hei")
_SUBSTITUTES = {
    "\u5b8b\u4f53": _SERIF,  # the typeface that forms are set in
    "SimSun": _SERIF,
    "\u4eff\u5b8b": ("FangSong", *_SERIF),
    "\u6977\u4f53": ("KaiTi", *_SERIF),
    "\u9ed1\u4f53": _SANS,  # the typeface of headings
    "SimHei": _SANS,
}
"""What stands in for a typeface where a computer does not have it."""

_SPILL = 40
"""Columns over which a long text may run on."""
_MOST_WRAPPED = 60
_SQUEEZED = 0.72
"""How far a number in another typeface is squeezed before it is shown as too wide."""


class Spot(NamedTuple):
    """A cell, or the whole of a merged one, by its first row and column, counted from 0."""

    row: int
    column: int
    last_row: int
    last_column: int


class SheetPaint:
    """Paints one sheet. *colour* turns a colour of the form into one of the look; *tint* gives a ground for a cell."""

    def __init__(
        self,
        look: SheetLook,
        *,
        colour: Callable[[str], str] = lambda colour: colour,
        tint: Callable[[int, int], str] = lambda _row, _column: "",
        on_screen: bool = False,
    ) -> None:
        self.look = look
        self.lefts = [place * UNITS_A_POINT for place in offsets(look.widths)]
        self.tops = [place * UNITS_A_POINT for place in offsets(look.heights)]
        self._colour = colour
        self._tint = tint
        self._on_screen = on_screen
        self._types: dict[CellStyle, Type] = {}
        self._squeezable: dict[str, bool] = {}
        self._pens: dict[tuple[str, str], QPen] = {}
        self._brushes: dict[str, QColor] = {}
        self._merged: dict[tuple[int, int], Spot] = {}
        for merge in look.merges:
            spot = Spot(
                merge.first_row - 1, merge.first_column - 1, merge.last_row - 1, merge.last_column - 1
            )
            for row in range(spot.row, spot.last_row + 1):
                for column in range(spot.column, spot.last_column + 1):
                    self._merged[row, column] = spot

    @property
    def width(self) -> float:
        """The sheet's width."""
        return self.lefts[-1]

    @property
    def height(self) -> float:
        """The sheet's height."""
        return self.tops[-1]

    def row_at(self, y: float) -> int:
        """The row at a height; the last one below the sheet."""
        return max(0, min(bisect_right(self.tops, y) - 1, self.look.row_count - 1))

    def column_at(self, x: float) -> int:
        """The column at a place; the last one beyond the sheet."""
        return max(0, min(bisect_right(self.lefts, x) - 1, self.look.column_count - 1))

    def spot(self, row: int, column: int) -> Spot:
        """The cell there, the whole of it where it is merged."""
        return self._merged.get((row, column)) or Spot(row, column, row, column)

    def rect(self, spot: Spot) -> QRectF:
        """Where a cell is."""
        left, top = self.lefts[spot.column], self.tops[spot.row]
        return QRectF(left, top, self.lefts[spot.last_column + 1] - left, self.tops[spot.last_row + 1] - top)

    def paint(self, painter: QPainter, rows: range, columns: range) -> None:
        """Paint the cells of *rows* and *columns* where they are in the sheet."""
        spots = self._spots(rows, columns)
        lines: dict[tuple[str, str], list[QLineF]] = {}
        looks = {}
        for spot in spots:
            cell = looks[spot] = self.look.cell(spot.row, spot.column)
            fill = cell.style.fill or self._tint(spot.row, spot.column)
            if fill:
                painter.fillRect(self.rect(spot), self._ink(fill))
        if self.look.shows_grid and self._on_screen:
            self._paint_grid(painter, rows, columns)
        for spot, cell in looks.items():
            if cell.text:
                self._paint_text(painter, spot, cell)
        for row in rows:
            self._spill_from_left(painter, row, columns.start)
        for spot in spots:
            self._collect_edges(spot, lines)
        for key, found in lines.items():
            painter.setPen(self._pen(key))
            painter.drawLines(found)

    def _spots(self, rows: range, columns: range) -> list[Spot]:
        if not self._merged:
            return [Spot(row, column, row, column) for row in rows for column in columns]
        merged = self._merged
        found: dict[Spot, None] = {}
        for row in rows:
            for column in columns:
                found[merged.get((row, column)) or Spot(row, column, row, column)] = None
        return list(found)

    def _ink(self, colour: str) -> QColor:
        ink = self._brushes.get(colour)
        if ink is None:
            ink = self._brushes[colour] = QColor(self._colour(colour))
        return ink

    def _paint_grid(self, painter: QPainter, rows: range, columns: range) -> None:
        painter.setPen(self._pen(("grid", "#D4D7DC")))
        top, bottom = self.tops[rows.start], self.tops[rows.stop]
        left, right = self.lefts[columns.start], self.lefts[columns.stop]
        painter.drawLines([QLineF(left, self.tops[row + 1], right, self.tops[row + 1]) for row in rows])
        painter.drawLines([QLineF(self.lefts[c + 1], top, self.lefts[c + 1], bottom) for c in columns])

    # ---------------------------------------------------------------- texts

    def type_of(self, style: CellStyle) -> Type:
        """The font of a style."""
        found = self._types.get(style)
        if found is None:
            found = self._types[style] = Type(_font(style))
        return found

    def _paint_text(self, painter: QPainter, spot: Spot, cell: CellLook) -> None:
        style, room = cell.style, self.rect(spot)
        kind = self.type_of(style)
        inside = room.adjusted(_PAD, 0, -_PAD, 0)
        side = style.horizontal
        if side in {"general", "fill"}:
            side = "right" if cell.is_number else "left"
        if style.indent:
            shift = style.indent * _INDENT
            inside.adjust(shift if side != "right" else 0, 0, -shift if side == "right" else 0, 0)
        lines = self._lines(cell, kind, inside)
        height = len(lines) * kind.line
        place = QRectF(inside)
        spare = room.height() - height
        if spare < 0 and len(lines) > 1:
            place.setTop(room.top())
        elif style.vertical == "center":
            place.setTop(room.top() + spare / 2)
        elif style.vertical == "bottom":
            place.setTop(room.top() + spare - points(0.5))
        painter.setPen(self._ink(style.colour))
        right, middle = side == "right", side in {"center", "centerContinuous"}
        wide = max((kind.width(line) for line in lines if not kind.fits(line, inside.width())), default=0.0)
        squeeze = inside.width() / wide if wide else 1.0
        may = style.shrink or (squeeze > _SQUEEZED and self._may_squeeze(style))
        if squeeze < 1 and may:
            painter.save()
            painter.translate(inside.left(), 0)
            painter.scale(squeeze, 1)
            kind.paint(
                painter, QRectF(0, place.top(), wide, place.height()), lines, right=right, middle=middle
            )
            painter.restore()
        elif wide or spare < 0:
            painter.save()
            room = self._spill_room(spot, cell, side, kind)
            painter.setClipRect(room, Qt.ClipOperation.IntersectClip)
            kind.paint(painter, place, lines, right=right, middle=middle)
            painter.restore()
        else:
            kind.paint(painter, place, lines, right=right, middle=middle)

    def _may_squeeze(self, style: CellStyle) -> bool:
        """Whether another typeface stands in for the form's, whose letters may be wider than there is room for."""
        known = self._squeezable.get(style.family)
        if known is None:
            known = self._squeezable[style.family] = not QFontDatabase.hasFamily(style.family)
        return known

    def _lines(self, cell: CellLook, kind: Type, inside: QRectF) -> list[str]:
        wraps = cell.style.wrap or cell.style.horizontal in {"justify", "distributed"}
        if not wraps:
            room = inside.width() + 2 * _PAD
            room /= _SQUEEZED if self._may_squeeze(cell.style) else 1
            if cell.is_number and not kind.fits(cell.text, room):
                return ["#" * max(1, int(inside.width() / kind.width("#")))]
            return [cell.text.replace("\n", " ")]
        if cell.is_number or kind.fits(cell.text, inside.width() + 2 * _PAD):
            return [cell.text]
        return kind.lines(cell.text, inside.width(), most=_MOST_WRAPPED)

    def _spill_room(self, spot: Spot, cell: CellLook, side: str, kind: Type) -> QRectF:
        """Where a text may be painted: over blank cells beside its own, where it neither wraps nor is a number."""
        room = self.rect(spot)
        style = cell.style
        if style.wrap or cell.is_number or spot.last_column > spot.column or spot.last_row > spot.row:
            return room
        need = kind.width(cell.text) - room.width() + 2 * _PAD
        left, right = spot.column, spot.column
        if side != "right":
            right = self._blank_until(spot.row, spot.column, +1, need)
        if side != "left":
            left = self._blank_until(spot.row, spot.column, -1, need)
        return QRectF(self.lefts[left], room.top(), self.lefts[right + 1] - self.lefts[left], room.height())

    def _blank_until(self, row: int, column: int, step: int, need: float) -> int:
        while need > 0 and 0 <= column + step < self.look.column_count:
            beside = column + step
            if self.look.value(row, beside) is not None or (row, beside) in self._merged:
                break
            column = beside
            need -= self.look.widths[column] * UNITS_A_POINT
        return column

    def _spill_from_left(self, painter: QPainter, row: int, first: int) -> None:
        """A text that begins left of what is painted may run into it."""
        for column in range(first - 1, max(-1, first - _SPILL), -1):
            if (row, column) in self._merged:
                return
            if self.look.value(row, column) is None:
                continue
            cell = self.look.cell(row, column)
            if not cell.is_number and not cell.style.wrap:
                self._paint_text(painter, Spot(row, column, row, column), cell)
            return

    # ---------------------------------------------------------------- edges

    def _collect_edges(self, spot: Spot, lines: dict[tuple[str, str], list[QLineF]]) -> None:
        rect = self.rect(spot)
        first = self.look.cell(spot.row, spot.column).style
        last = first
        if spot.last_row > spot.row or spot.last_column > spot.column:
            last = self.look.cell(spot.last_row, spot.last_column).style
        for edge, line in (
            (first.left, QLineF(rect.topLeft(), rect.bottomLeft())),
            (first.top, QLineF(rect.topLeft(), rect.topRight())),
            (last.right or first.right, QLineF(rect.topRight(), rect.bottomRight())),
            (last.bottom or first.bottom, QLineF(rect.bottomLeft(), rect.bottomRight())),
        ):
            if edge is not None:
                lines.setdefault((edge.line, edge.colour), []).extend(_strokes(edge, line))

    def _pen(self, key: tuple[str, str]) -> QPen:
        pen = self._pens.get(key)
        if pen is None:
            line, colour = key
            width = points(_WIDTHS.get(line, 0.75))
            pen = QPen(self._ink(colour), width)
            if self._on_screen:
                pen.setCosmetic(True)
                pen.setWidthF(max(1.0, round(width / 7.5)))
            pen.setCapStyle(Qt.PenCapStyle.FlatCap if self._on_screen else Qt.PenCapStyle.SquareCap)
            pen.setStyle(_DASHES.get(line, Qt.PenStyle.SolidLine))
            self._pens[key] = pen
        return pen


def _strokes(edge: Edge, line: QLineF) -> list[QLineF]:
    if edge.line != "double":
        return [line]
    shift = points(0.75)
    across = line.dx() == 0
    moves = ((shift, 0.0), (-shift, 0.0)) if across else ((0.0, shift), (0.0, -shift))
    return [line.translated(*move) for move in moves]


def _font(style: CellStyle) -> QFont:
    font = QFont()
    font.setFamilies([style.family, *_SUBSTITUTES.get(style.family, ()), *FAMILIES])
    font.setPixelSize(max(1, round(points(style.size))))
    font.setWeight(QFont.Weight.Bold if style.bold else QFont.Weight.Normal)
    font.setItalic(style.italic)
    font.setUnderline(style.underline)
    font.setStrikeOut(style.strike)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    font.setFeature(QFont.Tag("locl"), 0)
    return font
