"""Paints cells of a sheet as its workbook has them: fills, texts, edges. On the screen and on paper alike.

Lengths are tenths of a point; the caller scales and moves the painter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontDatabase

from crm.ui.printing.form_type import form_type
from crm.ui.printing.paper import UNITS_A_POINT, points
from crm.ui.printing.sheet_edges import SheetEdges
from crm.ui.printing.sheet_places import SheetPlaces, Spot

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from PySide6.QtGui import QPainter

    from crm.services.appearance import CellLook, CellStyle, SheetLook
    from crm.ui.printing.lines import Type
    from crm.ui.printing.sheet_edges import Lines

_PAD = points(1.5)
_INDENT = points(6.75)
_ROWS_READY = 400
"""Some screens' worth, in four panes."""
_SPILL = 40
"""Columns over which a long text may run on."""
_MOST_WRAPPED = 60
_SQUEEZED = 0.72
"""How far a number in another typeface is squeezed before it is shown as too wide."""


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
    lines: Lines


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
        self.places = SheetPlaces(look)
        self._colour = colour
        self._tint = tint
        self._on_screen = on_screen
        self._types: dict[CellStyle, Type] = {}
        self._manners: dict[int, _Manner] = {}
        self._ready: dict[tuple[int, range], _Row] = {}
        self._edges = SheetEdges(self.places, rule=rule, on_screen=on_screen)
        self._squeezable: dict[str, bool] = {}
        self._brushes: dict[str, QColor] = {}

    def paint(self, painter: QPainter, rows: range, columns: range) -> None:
        """Paint the cells of *rows* and *columns* where they are in the sheet."""
        plain = [self._row(row, columns) for row in rows if row not in self.places.merged_rows]
        merged = [row for row in rows if row in self.places.merged_rows]
        looks = {spot: self.places.look.cell(spot.row, spot.column) for spot in self._spots(merged, columns)}
        self._paint_fills(painter, looks, plain)
        if self.places.look.shows_grid and self._on_screen:
            self._paint_grid(painter, rows, columns)
        for spot, cell in looks.items():
            if cell.text:
                self._paint_text(painter, spot, cell)
        for number in merged:
            spilt = self._spilt_from_left(number, columns.start)
            if spilt is not None:
                self._paint_text(painter, *spilt)
        self._paint_texts(painter, plain)
        lines: Lines = {}
        for spot in looks:
            self._edges.collect(spot, lines)
        for row in plain:
            for key, found in row.lines.items():
                lines.setdefault(key, []).extend(found)
        for key, found in lines.items():
            painter.setPen(self._edges.pen(key))
            painter.drawLines(found)

    def _paint_fills(self, painter: QPainter, looks: dict[Spot, CellLook], rows: Iterable[_Row]) -> None:
        for spot, cell in looks.items():
            fill = cell.style.fill or self._tint(spot.row, spot.column)
            if fill:
                painter.fillRect(self.places.rect(spot), self._ink(fill))
        for row in rows:
            for place, ink in row.fills:
                painter.fillRect(place, ink)

    def _spots(self, rows: Iterable[int], columns: range) -> list[Spot]:
        merged = self.places.merged
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
        made = _Row([], [], [], self._edges.of_row(row, columns))
        by_ink: dict[tuple[int, str], list[tuple[QPointF, str]]] = {}
        top, height = self.places.tops[row], self.places.tops[row + 1] - self.places.tops[row]
        for column in columns:
            cell = self.places.look.cell(row, column)
            fill = cell.style.fill or self._tint(row, column)
            if fill:
                self._add_fill(
                    made.fills,
                    QRectF(self.places.lefts[column], top, self.places.width_of(column), height),
                    fill,
                )
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
        inside = self.places.width_of(column) - manner.room
        spare = height - kind.line
        if spare < 0 or not kind.fits(text, inside):
            return None
        vertical = manner.style.vertical
        if vertical == "center":
            top += spare / 2
        elif vertical == "bottom":
            top += spare - points(0.5)
        left = self.places.lefts[column] + _PAD + (manner.indent if side != "right" else 0)
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
        painter.setPen(self._edges.pen(("grid", "#D4D7DC")))
        top, bottom = self.places.tops[rows.start], self.places.tops[rows.stop]
        left, right = self.places.lefts[columns.start], self.places.lefts[columns.stop]
        painter.drawLines(
            [QLineF(left, self.places.tops[row + 1], right, self.places.tops[row + 1]) for row in rows]
        )
        painter.drawLines(
            [QLineF(self.places.lefts[c + 1], top, self.places.lefts[c + 1], bottom) for c in columns]
        )

    # ---------------------------------------------------------------- texts

    def type_of(self, style: CellStyle) -> Type:
        """The font of a style."""
        found = self._types.get(style)
        if found is None:
            found = self._types[style] = form_type(style)
        return found

    def _paint_text(self, painter: QPainter, spot: Spot, cell: CellLook) -> None:
        style, room = cell.style, self.places.rect(spot)
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
        room = self.places.rect(spot)
        style = cell.style
        if style.wrap or cell.is_number or spot.last_column > spot.column or spot.last_row > spot.row:
            return room
        need = kind.width(cell.text) - room.width() + 2 * _PAD
        left, right = spot.column, spot.column
        if side != "right":
            right = self._blank_until(spot.row, spot.column, +1, need)
        if side != "left":
            left = self._blank_until(spot.row, spot.column, -1, need)
        return QRectF(
            self.places.lefts[left],
            room.top(),
            self.places.lefts[right + 1] - self.places.lefts[left],
            room.height(),
        )

    def _blank_until(self, row: int, column: int, step: int, need: float) -> int:
        while need > 0 and 0 <= column + step < self.places.look.column_count:
            beside = column + step
            if self.places.look.value(row, beside) is not None or (row, beside) in self.places.merged:
                break
            column = beside
            need -= self.places.look.widths[column] * UNITS_A_POINT
        return column

    def _spilt_from_left(self, row: int, first: int) -> tuple[Spot, CellLook] | None:
        """A text that begins left of what is painted and runs into it."""
        for column in range(first - 1, max(-1, first - _SPILL), -1):
            if (row, column) in self.places.merged:
                return None
            if self.places.look.value(row, column) is None:
                continue
            cell = self.places.look.cell(row, column)
            manner = self._manner(cell.style)
            if (
                cell.is_number
                or cell.style.wrap
                or manner.kind.fits(cell.text, self.places.width_of(column) - 2 * _PAD)
            ):
                return None
            return Spot(row, column, row, column), cell
        return None


def _begun(place: QRectF, wide: float, room: QRectF, *, side: str) -> QRectF:
    """Where a line begins that is wider than its *place*: its beginning is never cut off, its end may be."""
    share = {"right": 1.0, "center": 0.5, "centerContinuous": 0.5}.get(side, 0.0)
    left = place.left() + (place.width() - wide) * share
    return QRectF(max(left, room.left() + _PAD), place.top(), wide, place.height())
