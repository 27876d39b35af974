"""The frozen column of a list: its cells are those of the list, in a block too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter

from crm.ui.table.frozen import FrozenColumn
from crm.ui.table.painted import LEFT, MARGIN

if TYPE_CHECKING:
    from PySide6.QtGui import QMouseEvent, QPaintEvent

    from crm.ui.table.record_table import RecordTable
    from crm.ui.theme.theme import Theme


class FrozenRecords(FrozenColumn):
    """A frozen column over a `RecordTable`: a block begins in it, ends in it, or goes across."""

    def __init__(self, theme: Theme, of: RecordTable, *, name: str) -> None:
        super().__init__(theme, of, name=name)
        self._list = of
        self._is_drawing = False
        self._has_drawn = False
        self._begun: int | None = None
        of.block_changed.connect(self.viewport().update)
        of.selectionModel().selectionChanged.connect(lambda *_: self.viewport().update())

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: D102 - Qt's own
        row, held = self.rowAt(event.position().toPoint().y()), event.modifiers()
        if event.button() is Qt.MouseButton.RightButton and self._list.holds(row, 0):
            return
        ctrl = bool(held & Qt.KeyboardModifier.ControlModifier)
        is_left = event.button() is Qt.MouseButton.LeftButton
        self._is_drawing, self._has_drawn = is_left and not ctrl and row >= 0, False
        if self._is_drawing and held & Qt.KeyboardModifier.ShiftModifier:
            self._begun = None
            self._list.extend_to(row, 0)
            return
        self._begun = row
        self._list.setAutoScroll(False)  # the name is in sight; its own column need not be
        super().mousePressEvent(event)
        self._list.setAutoScroll(True)
        self._list.leave_block()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: D102 - Qt's own
        place = event.position().toPoint()
        row = self.rowAt(place.y())
        column = 0 if place.x() < self.width() else self._list.columnAt(place.x())
        if not self._is_drawing:
            super().mouseMoveEvent(event)
        elif row >= 0 and column >= 0:
            self._has_drawn = True
            self._list.extend_to(row, column, begun=self._begun)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: D102 - Qt's own
        if not self._has_drawn:  # Qt would choose what was pressed first again, or nothing
            super().mouseReleaseEvent(event)
        self._is_drawing = self._has_drawn = False

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102 - Qt's own
        columns = self._list.block_columns()
        if columns:
            self._paint_block(event.rect(), holds_name=columns[0] == 0, is_alone=len(columns) == 1)
            self.rule_right()
        else:
            super().paintEvent(event)

    def _paint_block(self, within: QRect, *, holds_name: bool, is_alone: bool) -> None:
        """The names, of which only those in the block are marked, and the block's frame as far as it is here."""
        tokens, table, wide = self._line.tokens, self._list, self.viewport().width()
        parts = table.selected_rows()
        painter = QPainter(self.viewport())
        painter.setFont(table.font())
        first, last = self.rowAt(within.top()), self.rowAt(within.bottom())
        for row in range(first, (last if last >= 0 else self.model().rowCount() - 1) + 1):
            place = QRect(0, self.rowViewportPosition(row), wide, self.rowHeight(row))
            is_marked = holds_name and any(row in part for part in parts)
            colour = tokens.row_sel if is_marked else tokens.row_hover if row == self._hovered else ""
            if colour:
                painter.fillRect(place, QColor(colour))
            painter.setPen(QColor(tokens.sel_text if is_marked else tokens.text))
            room = place.adjusted(MARGIN, 0, -MARGIN, 0)
            painter.drawText(room, LEFT, table.fit(table.records.texts_at(row)[0], room.width()))
        painter.end()
        self._rule_rows(within)
        if holds_name:
            painter = QPainter(self.viewport())
            table.draw_frames(painter, 0, wide if is_alone else wide + MARGIN)
            painter.end()
