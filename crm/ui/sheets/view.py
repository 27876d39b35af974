"""A sheet of a form as its workbook has it: typefaces, edges, merged headings, frozen panes; figures to look behind.

Everything is painted, nothing is a widget: a sheet of five thousand rows costs what is seen of it. Scrolling moves what
is painted already and paints what comes in.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple, cast

from PySide6.QtCore import QEvent, QMimeData, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QGuiApplication,
    QHelpEvent,
    QPainter,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip

from crm.services.appearance import Division, offsets
from crm.ui.models.sheet import SheetFacts, column_letters
from crm.ui.printing.paper import UNITS_A_POINT
from crm.ui.printing.sheet_paint import SheetPaint
from crm.ui.printing.sheet_places import Spot
from crm.ui.sheets.geometry import RULER_HEIGHT, Geometry
from crm.ui.sheets.layers import Chosen, Layers
from crm.ui.sheets.rulers import Rulers
from crm.ui.sheets.walk import step, step_far
from crm.ui.theme.paper import ink_of, rule_of
from crm.ui.widgets.text import ground

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent, QResizeEvent, QWheelEvent
    from PySide6.QtWidgets import QScrollBar

    from crm.services.appearance import SheetLook
    from crm.ui.theme.theme import Theme

SMALLEST, LARGEST = 0.5, 2.0
_ZOOM_STEP = 0.1
_LEAST_FIT = 0.85
_PIXELS = 96 / 720
"""Logical pixels of a tenth of a point at 100 %."""
_BEYOND = 0.3
"""Of the room that is left: how much of what follows is shown with a cell that is jumped to."""
_STEPS = {
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
}


class SheetView(QAbstractScrollArea):
    """Shows one sheet. Enter or a double click asks why a cell holds what it holds."""

    asked = Signal(int, int)
    current_changed = Signal(int, int)
    selection_changed = Signal()
    zoom_changed = Signal(float)
    sheet_asked = Signal(int)
    """Another sheet is wanted: 1 for the next, -1 for the one before."""

    def __init__(self, theme: Theme, *, name: str) -> None:
        super().__init__()
        self._theme = theme
        self._name = name
        self._look: SheetLook | None = None
        self._facts = SheetFacts()
        self._paint: SheetPaint | None = None
        self._breaks: tuple[list[float], list[float]] = ([], [])
        self._zoom = 1.0
        self._zoomed = False
        self._follows = True
        self._current = (0, 0)
        self._anchor = (0, 0)
        self._at = QPoint(0, 0)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(name)
        self.setMinimumSize(240, 160)
        self.setCornerWidget(ground("surface"))
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        for bar in (self.horizontalScrollBar(), self.verticalScrollBar()):
            bar.setSingleStep(20)
        theme.changed.connect(self._recolour)

    # ---------------------------------------------------------------- what is shown

    def show_sheet(self, look: SheetLook, facts: SheetFacts) -> None:
        """Show a sheet, its cursor where it was if it is the one that was shown before."""
        same = self._look is not None and self._look.name == look.name
        self._look, self._facts = look, facts
        tops, lefts = offsets(look.heights), offsets(look.widths)
        pages = Division(look).pages
        self._breaks = (
            sorted({tops[page.rows.stop] * UNITS_A_POINT for page in pages}),
            sorted({lefts[page.columns.stop] * UNITS_A_POINT for page in pages}),
        )
        self._recolour()
        if not same:
            self._fit()
            first = min(look.frozen_rows, look.row_count - 1), min(look.frozen_columns, look.column_count - 1)
            self._current = self._anchor = facts.first or first
            self.horizontalScrollBar().setValue(0)
            self.verticalScrollBar().setValue(0)
        self._arrange()
        self._tell_current()

    def _fit(self) -> None:
        """A sheet somewhat too wide for the view is shown a little smaller, until the user has a zoom of their own."""
        if self._paint is None or self._zoomed:
            return
        bar = (
            self.verticalScrollBar().sizeHint().width()
        )  # whether it is shown or not: nothing goes back and forth
        room = self.width() - bar - 70
        zoom = max(_LEAST_FIT, min(1.0, int(20 * room / (self._paint.places.width * _PIXELS)) / 20))
        if zoom != self._zoom:
            self._zoom = zoom
            self.zoom_changed.emit(zoom)

    @property
    def look(self) -> SheetLook | None:
        """The sheet that is shown."""
        return self._look

    @property
    def facts(self) -> SheetFacts:
        """What is known of its cells."""
        return self._facts

    @property
    def current(self) -> tuple[int, int]:
        """Row and column of the cursor, counted from 0."""
        return self._current

    @property
    def zoom(self) -> float:
        """The scale: 1 is 100 %."""
        return self._zoom

    @property
    def position(self) -> tuple[tuple[int, int], int, int]:
        """Cursor and scroll position, to come back to."""
        return self._current, self.horizontalScrollBar().value(), self.verticalScrollBar().value()

    def restore(self, position: tuple[tuple[int, int], int, int]) -> None:
        """Come back to a position."""
        self._move_to(*position[0])
        self.horizontalScrollBar().setValue(position[1])
        self.verticalScrollBar().setValue(position[2])

    def set_zoom(self, zoom: float) -> None:
        """Zoom, the cursor staying in sight."""
        zoom = max(SMALLEST, min(round(zoom, 2), LARGEST))
        self._zoomed = True
        if zoom != self._zoom:
            self._zoom = zoom
            self._arrange()
            self._show_current()
            self.zoom_changed.emit(zoom)

    def go_to(self, row: int, column: int) -> None:
        """Put the cursor on a cell and bring it into sight."""
        look = self._look
        if look is not None and 0 <= row < look.row_count and 0 <= column < look.column_count:
            self._move_to(row, column, beyond=_BEYOND)

    def selected(self) -> tuple[range, range]:
        """Rows and columns of the selection."""
        if self._paint is None:
            return range(0), range(0)
        one, other = self._paint.places.spot(*self._current), self._paint.places.spot(*self._anchor)
        return (
            range(min(one.row, other.row), max(one.last_row, other.last_row) + 1),
            range(min(one.column, other.column), max(one.last_column, other.last_column) + 1),
        )

    def _recolour(self) -> None:
        if self._look is None:
            return
        tokens = self._theme.tokens
        tint = tokens.figure_tint

        def ground(row: int, column: int) -> str:
            return tint if self._facts.is_figure(row, column) else ""

        inks = ink_of(self._theme.is_dark, paper=tokens.surface)
        self._paint = SheetPaint(
            self._look,
            colour=lambda colour: colour if colour == tint else inks(colour),
            rule=rule_of(self._theme.is_dark, paper=tokens.surface),
            tint=ground,
            on_screen=True,
        )
        self.viewport().update()

    # ---------------------------------------------------------------- places

    @property
    def geometry_now(self) -> Geometry | None:
        """Where everything is; None where no sheet is shown."""
        if self._paint is None:
            return None
        scale = self._zoom * _PIXELS
        return Geometry(self._paint, self.viewport().size(), scale, self._at.x(), self._at.y())

    def cell_at(self, place: QPoint) -> tuple[int, int] | None:
        """Row and column at a place of the viewport; None beside the sheet."""
        now = self.geometry_now
        return None if now is None else now.cell_at(place)

    def cell_rect(self, row: int, column: int) -> QRect:
        """Where a cell is in the viewport."""
        now = self.geometry_now
        return QRect() if now is None else now.cell_rect(row, column)

    def _arrange(self) -> None:
        now = self.geometry_now
        if now is None:
            return
        port, whole, corner = self.viewport().size(), now.whole, now.corner
        across, vertical = self.horizontalScrollBar(), self.verticalScrollBar()
        across.setRange(0, max(0, whole.width() - port.width()))
        across.setPageStep(max(1, port.width() - corner.x()))
        vertical.setRange(0, max(0, whole.height() - port.height()))
        vertical.setPageStep(max(1, port.height() - corner.y()))
        self._at = QPoint(across.value(), vertical.value())
        self.viewport().update()

    def _scroll(self) -> None:
        """Move what is painted; Qt paints what comes in."""
        to = QPoint(self.horizontalScrollBar().value(), self.verticalScrollBar().value())
        by = self._at - to
        begins = not self._at.x() or not to.x()
        self._at = to
        now = self.geometry_now
        if now is None or by.isNull():
            return
        self._follows = self._is_in_sight(now)
        port, x, y = self.viewport(), now.corner.x() + 1, now.corner.y() + 1  # lines of what is frozen stay
        wide, high = port.width() - x, port.height() - y
        if by.x():
            port.scroll(by.x(), 0, QRect(x, 0, wide, y))
        if by.y():
            port.scroll(0, by.y(), QRect(0, y, x, high))
        port.scroll(by.x(), by.y(), QRect(x, y, wide, high))
        if begins and by.x():  # the line leaves out a heading only where all of it is seen
            port.update(x - 1, 0, 1, y)

    # ---------------------------------------------------------------- painting

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102 - Qt's own
        tokens, now = self._theme.tokens, self.geometry_now
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), QColor(tokens.bg))
        if now is not None:
            chosen = Chosen(*self.selected(), self._current, self._anchor, self.hasFocus())
            layers = Layers(self._theme, now, self._facts, self._breaks, chosen, self._zoom)
            for pane in now.panes():
                for dirty in cast("Iterable[QRect]", event.region()):
                    part = pane.place.intersected(dirty)
                    if not part.isEmpty():
                        layers.paint(painter, pane, part)
            Rulers(now, tokens, *self.selected()).paint(painter, event.rect())
        painter.end()

    # ---------------------------------------------------------------- moving about

    def _move_to(self, row: int, column: int, *, extend: bool = False, beyond: float = 0.0) -> None:
        if self._paint is None:
            return
        spot = self._paint.places.spot(row, column)
        self._update_selection()
        self._current = spot.row, spot.column
        if not extend:
            self._anchor = self._current
        self._show_current(beyond)
        self._tell_current()
        self._update_selection()

    def _update_selection(self) -> None:
        """Paint the selected cells again, and the rulers."""
        now = self.geometry_now
        if now is None:
            return
        rows, columns = self.selected()
        spot = Spot(rows.start, columns.start, rows.stop - 1, columns.stop - 1)
        port = self.viewport()
        for pane in now.panes():
            port.update(now.spot_rect(spot, pane).toAlignedRect().adjusted(-2, -2, 2, 2) & pane.place)
        port.update(0, 0, port.width(), RULER_HEIGHT)
        port.update(0, 0, now.ruler_width, port.height())

    def _tell_current(self) -> None:
        row, column = self._current
        text = self._facts.describe(row, column)
        shown = self._look.cell(row, column).text.strip() if self._look else ""
        self.setAccessibleName(f"{self._name} {column_letters(column)}{row + 1} {text} {shown}".strip())
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.NameChanged))
        self.current_changed.emit(row, column)
        self.selection_changed.emit()

    def _show_current(self, beyond: float = 0.0) -> None:
        """Scroll so that the cursor is in sight, what is *beyond* it too: a part of the room."""
        now = self.geometry_now
        if now is None:
            return
        spot, paint = now.paint.places.spot(*self._current), now.paint
        (rows, columns), frozen, port = now.frozen, now.frozen_size, now.size
        if self._current[0] >= rows:
            room = frozen.height(), port.height() - RULER_HEIGHT
            edges = _Edges(paint.places.tops, rows, spot.row, spot.last_row + 1, now.scale)
            edges.bring(self.verticalScrollBar(), room, beyond)
        if self._current[1] >= columns:
            room = frozen.width(), port.width() - now.ruler_width
            edges = _Edges(paint.places.lefts, columns, spot.column, spot.last_column + 1, now.scale)
            edges.bring(self.horizontalScrollBar(), room, beyond)
        self._follows = True

    def _is_in_sight(self, now: Geometry) -> bool:
        """Whether the cursor's cell can be seen."""
        spot = now.paint.places.spot(*self._current)
        return any(
            pane.place.intersects(now.spot_rect(spot, pane).toAlignedRect())
            for pane in now.panes()
            if spot.row in pane.rows and spot.column in pane.columns
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: D102 - Qt's own
        key, modifiers = Qt.Key(event.key()), event.modifiers()
        ctrl = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
        shift = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
        plain = not modifiers & Qt.KeyboardModifier.AltModifier
        moved = plain and self._walk(key, ctrl=ctrl, extend=shift)
        if not moved and not (plain and self._command(key, ctrl=ctrl)):
            super().keyPressEvent(event)

    def _walk(self, key: Qt.Key, *, ctrl: bool, extend: bool) -> bool:
        """Move the cursor, if *key* is one that moves it."""
        look, paint = self._look, self._paint
        if look is None or paint is None:
            return False
        if key in _STEPS:
            walk = step_far if ctrl else step
            self._move_to(*walk(look, paint.places.spot(*self._current), *_STEPS[key]), extend=extend)
        elif key in {Qt.Key.Key_Home, Qt.Key.Key_End}:
            self._go_to_edge(look, end=key == Qt.Key.Key_End, all_rows=ctrl, extend=extend)
        elif key in {Qt.Key.Key_PageDown, Qt.Key.Key_PageUp}:
            self._turn_page(look, paint, down=key == Qt.Key.Key_PageDown, sheet=ctrl, extend=extend)
        else:
            return False
        return True

    def _command(self, key: Qt.Key, *, ctrl: bool) -> bool:
        """Do what *key* stands for, if it stands for something."""
        if not ctrl:
            if key not in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                return False
            self.asked.emit(*self._current)
            return True
        acts: dict[Qt.Key, Callable[[], None]] = {
            Qt.Key.Key_A: self._select_all,
            Qt.Key.Key_C: self.copy,
            Qt.Key.Key_Plus: lambda: self.set_zoom(self._zoom + _ZOOM_STEP),
            Qt.Key.Key_Equal: lambda: self.set_zoom(self._zoom + _ZOOM_STEP),
            Qt.Key.Key_Minus: lambda: self.set_zoom(self._zoom - _ZOOM_STEP),
            Qt.Key.Key_0: lambda: self.set_zoom(1.0),
        }
        act = acts.get(key)
        if act is not None:
            act()
        return act is not None

    def _select_all(self) -> None:
        if self._look is not None:
            self._anchor = (0, 0)
            self._move_to(self._look.row_count - 1, self._look.column_count - 1, extend=True)

    def _go_to_edge(self, look: SheetLook, *, end: bool, all_rows: bool, extend: bool) -> None:
        row = self._current[0]
        if all_rows:
            row = look.row_count - 1 if end else look.frozen_rows
        first = look.frozen_columns if all_rows else 0
        self._move_to(row, look.column_count - 1 if end else first, extend=extend)

    def _turn_page(
        self, look: SheetLook, paint: SheetPaint, *, down: bool, sheet: bool, extend: bool
    ) -> None:
        if sheet:
            self.sheet_asked.emit(1 if down else -1)
            return
        by = self.verticalScrollBar().pageStep() * (1 if down else -1)
        top = paint.places.tops[self._current[0]] + by / (self._zoom * _PIXELS)
        row = paint.places.row_at(max(0.0, top))
        self.verticalScrollBar().setValue(self.verticalScrollBar().value() + by)
        self._move_to(min(row, look.row_count - 1), self._current[1], extend=extend)

    def copy(self) -> None:
        """Copy the selection as a spreadsheet takes it: tabs and lines, and a table."""
        look = self._look
        if look is None:
            return
        rows, columns = self.selected()
        texts = [[look.cell(row, column).text.strip() for column in columns] for row in rows]
        data = QMimeData()
        data.setText("\n".join("\t".join(line) for line in texts))
        cells = ("".join(f"<td>{_escaped(text)}</td>" for text in line) for line in texts)
        data.setHtml("<table>" + "".join(f"<tr>{line}</tr>" for line in cells) + "</table>")
        QGuiApplication.clipboard().setMimeData(data)

    # ---------------------------------------------------------------- mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: D102 - Qt's own
        cell = self.cell_at(event.position().toPoint())
        if cell is not None and event.button() == Qt.MouseButton.LeftButton:
            self._move_to(*cell, extend=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: D102 - Qt's own
        cell = self.cell_at(event.position().toPoint())
        if cell is not None and event.buttons() & Qt.MouseButton.LeftButton and cell != self._current:
            self._move_to(*cell, extend=True)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: D102 - Qt's own: the press has done it
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: D102 - Qt's own
        cell = self.cell_at(event.position().toPoint())
        if cell is not None and event.button() == Qt.MouseButton.LeftButton:
            self._move_to(*cell)
            self.asked.emit(*cell)
        else:
            super().mouseDoubleClickEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: D102 - Qt's own
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.set_zoom(self._zoom + (_ZOOM_STEP if event.angleDelta().y() > 0 else -_ZOOM_STEP))
            event.accept()
        else:
            super().wheelEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: D102 - Qt's own
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            cell = self.cell_at(event.pos())
            text = "" if cell is None else self._facts.tip(*cell)
            if text:
                QToolTip.showText(event.globalPos(), text, self.viewport())
            else:
                QToolTip.hideText()
            return True
        return super().viewportEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102 - Qt's own
        super().resizeEvent(event)
        follows = self._follows
        if event.size().width() != event.oldSize().width():
            self._fit()
        self._arrange()
        if follows:  # a pane that opens beside the sheet or under it does not cover what it tells of
            self._show_current()

    def scrollContentsBy(self, dx: int, dy: int) -> None:  # noqa: D102 - Qt's own
        if dx or dy:
            self._scroll()


class _Edges(NamedTuple):
    """Where rows or columns begin, those that scroll from *begin* on; from *first* to *last* is to be seen."""

    places: list[float]
    begin: int
    first: int
    last: int
    scale: float

    def bring(self, bar: QScrollBar, room: tuple[int, int], beyond: float) -> None:
        """Scroll so that it is between the frozen part and the end of the *room*, with a part of what is *beyond*.

        Whole rows and columns go out of sight: what is seen begins at one of the edges.
        """
        first, last = self.places[self.first] * self.scale, self.places[self.last] * self.scale
        if last - bar.value() > room[1]:
            spare = max(0.0, room[1] - room[0] - (last - first) - 4) * beyond
            least = (last + spare - room[1] + 4 + room[0]) / self.scale
            edge = self.places[bisect_left(self.places, least, self.begin, self.first)]
            bar.setValue(round(edge * self.scale) - room[0])
        if first - bar.value() < room[0]:
            bar.setValue(round(first) - room[0])


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
