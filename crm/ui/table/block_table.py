"""A block of cells in a list: of the rows that are selected, the columns from one to another.

A click, the arrow keys and Ctrl select whole rows, as in a file manager. Who draws the mouse across columns, or goes to
another column with Shift held, has a block: the same rows, and of them these columns. A block is therefore two columns
beside the ranges of rows that are kept anyway, however many rows it has; whoever asks for rows gets those it touches.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QRectF, Qt, Signal
from PySide6.QtGui import QPainter

from crm.ui.table.painted import PaintedTable
from crm.ui.theme.style import draw_focus_ring

if TYPE_CHECKING:
    from PySide6.QtCore import QAbstractItemModel
    from PySide6.QtGui import QKeyEvent, QMouseEvent

    from crm.ui.theme.theme import Theme

_MOVES = frozenset(
    {
        Qt.Key.Key_Left,
        Qt.Key.Key_Right,
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
        Qt.Key.Key_PageUp,
        Qt.Key.Key_PageDown,
    }
)
_ENDS = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down})
"""With Ctrl and Shift: to the first row, to the last."""
_BEYOND = 8
"""So far out of sight an edge of the frame is drawn where it is much farther away."""


class BlockTable(PaintedTable):
    """A table whose rows are selected, or a block of cells in them."""

    block_changed = Signal()

    def __init__(self, theme: Theme, *, name: str) -> None:
        super().__init__(theme, name=name)
        self._block: tuple[int, int] | None = None
        self._pressed = -1

    def setModel(self, model: QAbstractItemModel | None) -> None:  # noqa: D102 - Qt's own
        super().setModel(model)
        self.selectionModel().selectionChanged.connect(lambda *_: self._redraw())

    def block_columns(self) -> list[int]:
        """The columns of the block as they are shown, from left to right; none while whole rows are selected."""
        if self._block is None:
            return []
        first, last = sorted(self.head.visualIndex(column) for column in self._block)
        columns = [self.head.logicalIndex(place) for place in range(first, last + 1)]
        return [column for column in columns if not self.isColumnHidden(column)]

    def holds(self, row: int, column: int) -> bool:
        """Whether a cell lies in the block."""
        return column in self.block_columns() and any(row in part for part in self.selected_rows())

    def leave_block(self) -> None:
        """Whole rows are selected again, those that the block touched."""
        self._mark(None)

    def extend_to(self, row: int, column: int, *, begun: int | None = None) -> None:
        """Select from the row *begun*, or from where the selection began, to a cell, as Shift and a click do."""
        model, choice, before = self.model(), self.selectionModel(), self.currentIndex().column()
        first, last = sorted((self._first_row() if begun is None else begun, row))
        rows = QItemSelection(model.index(first, 0), model.index(last, model.columnCount() - 1))
        choice.select(rows, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.setAutoScroll(False)  # the name is in sight though its own column may be scrolled away
        choice.setCurrentIndex(model.index(row, column), QItemSelectionModel.SelectionFlag.NoUpdate)
        self.setAutoScroll(True)
        self._follow(before, extends=True)

    def _first_row(self) -> int:
        """The row where the selection began: the end of it that the cursor is not on."""
        current = self.currentIndex().row()
        part = next((part for part in self.selected_rows() if current in part), None)
        if part is None:
            return max(current, 0)
        return part.start if current == part.stop - 1 else part.stop - 1

    def _mark(self, block: tuple[int, int] | None) -> None:
        if block != self._block:
            self._block = block
            self.viewport().update()
            self.block_changed.emit()

    def _redraw(self) -> None:
        """Qt paints again the rows that are selected now or no more; the frame lies on those beside them too."""
        if self._block is not None:
            self.viewport().update()

    def _follow(self, before: int, *, extends: bool) -> None:
        """The cursor has moved, from the column *before*: with the selection, where that *extends*."""
        now = self.currentIndex().column()
        if not extends:
            self.leave_block()
        elif self._block is not None:
            self._mark((self._block[0], now))
        elif now != before >= 0:
            self._mark((before, now))

    # ------------------------------------------------------------------------------------- keys and mouse

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: D102 - Qt's own
        key, modifiers = event.key(), event.modifiers()
        shift = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
        ctrl = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
        if self._block is not None and (key == Qt.Key.Key_Escape or (key == Qt.Key.Key_Space and shift)):
            self.leave_block()
            return
        if self._block is not None and shift and ctrl and key in _ENDS:
            row = 0 if key == Qt.Key.Key_Up else self.model().rowCount() - 1
            self.extend_to(row, self._block[1])
            self.scrollTo(self.currentIndex())
            return
        before = self.currentIndex().column()
        super().keyPressEvent(event)
        if key in _MOVES:
            # With Ctrl Qt moves the cursor alone.
            self._follow(before, extends=shift and not ctrl)
        elif ctrl and key == Qt.Key.Key_A:
            self.leave_block()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: D102 - Qt's own
        place, modifiers = event.position().toPoint(), event.modifiers()
        row, column = self.rowAt(place.y()), self.columnAt(place.x())
        if event.button() is Qt.MouseButton.RightButton and self.holds(row, column):
            return  # its menu is about the block
        ctrl = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
        extends = bool(modifiers & Qt.KeyboardModifier.ShiftModifier) and not ctrl
        before = self.currentIndex().column()
        super().mousePressEvent(event)
        self._follow(before, extends=extends)
        began = self._block[0] if self._block is not None else before if extends else column
        self._pressed = began if event.button() is Qt.MouseButton.LeftButton and not ctrl else -1

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: D102 - Qt's own
        super().mouseMoveEvent(event)
        x = event.position().toPoint().x()
        column = 0 if x < self.covered else self.columnAt(x)
        if self._pressed >= 0 and column >= 0 and (self._block is not None or column != self._pressed):
            self._mark((self._pressed, column))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: D102 - Qt's own
        super().mouseReleaseEvent(event)
        self._pressed = -1

    # ------------------------------------------------------------------------------------------- painting

    def mark_current(self) -> None:
        """The frame of the block, or else the ring around the current cell."""
        columns = self.block_columns()
        if not columns:
            super().mark_current()
            return
        left = self.columnViewportPosition(columns[0])
        right = self.columnViewportPosition(columns[-1]) + self.columnWidth(columns[-1])
        painter = QPainter(self.viewport())
        self.draw_frames(painter, left, right)
        painter.end()

    def draw_frames(self, painter: QPainter, left: int, right: int) -> None:
        """Frame the selected rows between two edges, so far as they are seen."""
        port = self.viewport().rect().adjusted(-_BEYOND, -_BEYOND, _BEYOND, _BEYOND)
        high = self.verticalHeader().defaultSectionSize()
        for part in self.selected_rows():
            top = self.rowViewportPosition(part.start)
            seen = QRectF(left, top, right - left, high * len(part) - 1) & QRectF(port)
            if seen.height() > 0:
                draw_focus_ring(painter, seen, self.colours.tokens.accent, radius=0)
