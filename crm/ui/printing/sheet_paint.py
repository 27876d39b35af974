"""Paints cells of a sheet as its workbook has them: fills, texts, edges. On the screen and on paper alike.

Lengths are tenths of a point; the caller scales and moves the painter.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPen

from crm.services.appearance import offsets
from crm.ui.printing.lines import Type
from crm.ui.printing.paper import UNITS_A_POINT, points
from crm.ui.theme.fonts import FAMILIES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

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

_BROKEN = frozenset({*_DASHES, "double"})
"""Edges that are not made one: their dashes would begin elsewhere, or they are painted beside their place."""
_LEADING = 1.2
"""The distance of two lines in a cell, in sizes, by which spreadsheet programs reckon the height of its row."""
_ROWS_READY = 400
"""Some screens' worth, in four panes."""
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


class _Manner(NamedTuple):
    """What a style comes to, found out once; the style itself is kept, for it is found by its identity."""

    style: CellStyle
    kind: Type
    room: float
    """What of a cell's width is beside its text."""
    indent: float
    side: str
    """Empty where the kind of the value decides."""


class _Row(NamedTuple):
    """A row without merged cells, ready to be painted: fills, texts by typeface and colour, other texts, edges."""

    fills: list[tuple[QRectF, QColor]]
    texts: list[tuple[Type, str, list[tuple[QPointF, str]]]]
    others: list[tuple[Spot, CellLook]]
    lines: dict[tuple[str, str], list[QLineF]]


class SheetPaint:
    """Paints one sheet. *colour* turns a colour of the form into one of the look, *rule* that of its lines.

    *tint* gives a ground for a cell.
    """

    def __init__(
        self,
        look: SheetLook,
        *,
        colour: Callable[[str], str] = lambda colour: colour,
        rule: Callable[[str], str] = lambda colour: colour,
        tint: Callable[[int, int], str] = lambda _row, _column: "",
        on_screen: bool = False,
    ) -> None:
        self.look = look
        self.lefts = [place * UNITS_A_POINT for place in offsets(look.widths)]
        self.tops = [place * UNITS_A_POINT for place in offsets(look.heights)]
        self._colour = colour
        self._rule = rule
        self._tint = tint
        self._on_screen = on_screen
        self._types: dict[CellStyle, Type] = {}
        self._manners: dict[int, _Manner] = {}
        self._ready: dict[tuple[int, range], _Row] = {}
        self._edges: dict[tuple[tuple[int, ...], range, float], dict[tuple[str, str], list[QLineF]]] = {}
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
        self._merged_rows = frozenset(row for row, _ in self._merged)

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
        plain = [self._row(row, columns) for row in rows if row not in self._merged_rows]
        merged = [row for row in rows if row in self._merged_rows]
        looks = {spot: self.look.cell(spot.row, spot.column) for spot in self._spots(merged, columns)}
        self._paint_fills(painter, looks, plain)
        if self.look.shows_grid and self._on_screen:
            self._paint_grid(painter, rows, columns)
        for spot, cell in looks.items():
            if cell.text:
                self._paint_text(painter, spot, cell)
        for number in merged:
            spilt = self._spilt_from_left(number, columns.start)
            if spilt is not None:
                self._paint_text(painter, *spilt)
        self._paint_texts(painter, plain)
        lines: dict[tuple[str, str], list[QLineF]] = {}
        for spot in looks:
            self._collect_edges(spot, lines)
        for row in plain:
            for key, found in row.lines.items():
                lines.setdefault(key, []).extend(found)
        for key, found in lines.items():
            painter.setPen(self._pen(key))
            painter.drawLines(found)

    def _paint_fills(self, painter: QPainter, looks: dict[Spot, CellLook], rows: Iterable[_Row]) -> None:
        for spot, cell in looks.items():
            fill = cell.style.fill or self._tint(spot.row, spot.column)
            if fill:
                painter.fillRect(self.rect(spot), self._ink(fill))
        for row in rows:
            for place, ink in row.fills:
                painter.fillRect(place, ink)

    def _spots(self, rows: Iterable[int], columns: range) -> list[Spot]:
        merged = self._merged
        found: dict[Spot, None] = {}
        for row in rows:
            for column in columns:
                found[merged.get((row, column)) or Spot(row, column, row, column)] = None
        return list(found)

    # ---------------------------------------------------------------- rows that are painted again and again

    def _row(self, row: int, columns: range) -> _Row:
        """A row without merged cells, made ready when it is first seen."""
        key = row, columns
        found = self._ready.get(key)
        if found is None:
            if len(self._ready) >= _ROWS_READY:
                del self._ready[next(iter(self._ready))]
            found = self._ready[key] = self._make_ready(row, columns)
        return found

    def _make_ready(self, row: int, columns: range) -> _Row:
        made = _Row([], [], [], self._row_edges(row, columns))
        by_ink: dict[tuple[int, str], list[tuple[QPointF, str]]] = {}
        top, height = self.tops[row], self.tops[row + 1] - self.tops[row]
        for column in columns:
            cell = self.look.cell(row, column)
            fill = cell.style.fill or self._tint(row, column)
            if fill:
                self._add_fill(made.fills, QRectF(self.lefts[column], top, self._width(column), height), fill)
            if not cell.text:
                continue
            manner = self._manner(cell.style)
            at = self._simple_place(cell, manner, column, top, height)
            if at is None:
                made.others.append((Spot(row, column, row, column), cell))
                continue
            ink = id(manner.kind), cell.style.colour
            texts = by_ink.get(ink)
            if texts is None:
                texts = by_ink[ink] = []
                made.texts.append((manner.kind, cell.style.colour, texts))
            texts.append((at, cell.text))
        spilt = self._spilt_from_left(row, columns.start)
        if spilt is not None:
            made.others.append(spilt)
        return made

    def _width(self, column: int) -> float:
        return self.lefts[column + 1] - self.lefts[column]

    def _add_fill(self, fills: list[tuple[QRectF, QColor]], place: QRectF, fill: str) -> None:
        """One more fill; beside another of the same colour it becomes one with it."""
        ink = self._ink(fill)
        if fills and fills[-1][1] is ink and fills[-1][0].right() == place.left():
            fills[-1][0].setRight(place.right())
        else:
            fills.append((place, ink))

    def _manner(self, style: CellStyle) -> _Manner:
        # By identity: styles are few objects, and to compare them takes longer than to paint a cell.
        found = self._manners.get(id(style))
        if found is None:
            indent = style.indent * _INDENT if style.indent else 0.0
            side = "" if style.horizontal in {"general", "fill"} else style.horizontal
            kind = self.type_of(style)
            found = self._manners[id(style)] = _Manner(style, kind, 2 * _PAD + indent, indent, side)
        return found

    def _simple_place(
        self, cell: CellLook, manner: _Manner, column: int, top: float, height: float
    ) -> QPointF | None:
        """Where the text of a cell begins that is one line and fits; None where there is more to be done."""
        text, kind = cell.text, manner.kind
        side = manner.side or ("right" if cell.is_number else "left")
        inside = self._width(column) - manner.room
        spare = height - kind.line
        if spare < 0 or not kind.fits(text, inside):
            return None
        vertical = manner.style.vertical
        if vertical == "center":
            top += spare / 2
        elif vertical == "bottom":
            top += spare - points(0.5)
        left = self.lefts[column] + _PAD + (manner.indent if side != "right" else 0)
        if side == "right":
            left += inside - kind.width(text)
        elif side in {"center", "centerContinuous"}:
            left += (inside - kind.width(text)) / 2
        return QPointF(left, kind.baseline(top))

    def _paint_texts(self, painter: QPainter, rows: Iterable[_Row]) -> None:
        draw = painter.drawText
        font: Type | None = None
        ink = ""
        for row in rows:
            for kind, colour, texts in row.texts:
                if kind is not font:
                    font = kind
                    painter.setFont(kind.font)
                if colour != ink:
                    ink = colour
                    painter.setPen(self._ink(colour))
                for at, text in texts:
                    draw(at, text)
            for spot, cell in row.others:
                font, ink = None, ""
                self._paint_text(painter, spot, cell)

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
            found = self._types[style] = Type(_font(style), leading=_LEADING)
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
            if wide and len(lines) == 1:
                place, right, middle = _begun(place, wide, room, side=side), False, False
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

    def _spilt_from_left(self, row: int, first: int) -> tuple[Spot, CellLook] | None:
        """A text that begins left of what is painted and runs into it."""
        for column in range(first - 1, max(-1, first - _SPILL), -1):
            if (row, column) in self._merged:
                return None
            if self.look.value(row, column) is None:
                continue
            cell = self.look.cell(row, column)
            manner = self._manner(cell.style)
            if (
                cell.is_number
                or cell.style.wrap
                or manner.kind.fits(cell.text, self._width(column) - 2 * _PAD)
            ):
                return None
            return Spot(row, column, row, column), cell
        return None

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

    def _row_edges(self, row: int, columns: range) -> dict[tuple[str, str], list[QLineF]]:
        """The edges of a row's cells; most rows have those of another one, further down."""
        cells = self.look.rows.get(row)
        top, height = self.tops[row], self.tops[row + 1] - self.tops[row]
        key = cells.styles if cells is not None else (), columns, height
        found = self._edges.get(key)
        if found is None:
            found = self._edges[key] = self._find_edges(row, columns, height)
        return {ink: [line.translated(0, top) for line in lines] for ink, lines in found.items()}

    def _find_edges(self, row: int, columns: range, height: float) -> dict[tuple[str, str], list[QLineF]]:
        """Edges as from the row's top: what two cells share once, and a line that goes on as one."""
        lines: dict[tuple[str, str], list[QLineF]] = {}
        going: dict[float, tuple[Edge, QLineF]] = {}
        drawn: Edge | None = None
        for column in columns:
            style, left, right = self.look.cell(row, column).style, self.lefts[column], self.lefts[column + 1]
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

    def _pen(self, key: tuple[str, str]) -> QPen:
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


def _begun(place: QRectF, wide: float, room: QRectF, *, side: str) -> QRectF:
    """Where a line begins that is wider than its *place*: its beginning is never cut off, its end may be."""
    share = {"right": 1.0, "center": 0.5, "centerContinuous": 0.5}.get(side, 0.0)
    left = place.left() + (place.width() - wide) * share
    return QRectF(max(left, room.left() + _PAD), place.top(), wide, place.height())


def _add(lines: dict[tuple[str, str], list[QLineF]], edge: Edge, line: QLineF) -> None:
    lines.setdefault((edge.line, edge.colour), []).extend(_strokes(edge, line))


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
