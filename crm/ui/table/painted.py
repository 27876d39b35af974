"""A table that paints its cells itself.

Qt's own painting asks model, delegate and style some thirty times a cell, each time through Python; a full window of
cells takes it twice as long as is needed to scroll without a flicker.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter

from crm.ui.theme.style import draw_current_cell
from crm.ui.widgets.table import Table

if TYPE_CHECKING:
    from PySide6.QtCore import QRect
    from PySide6.QtGui import QPaintEvent

    from crm.ui.theme.theme import Theme

MARGIN = 10
LEFT = int((Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter).value)
RIGHT = int((Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter).value)
_TEXTS_KEPT = 4_000


class Strip(NamedTuple):
    """A column that is seen: its number, left edge and width."""

    column: int
    left: int
    width: int


class PaintedTable(Table):
    """Paints what is seen of its cells through `paint_cells`, and its rows' lines and the current cell over that."""

    def __init__(self, theme: Theme, *, name: str, row_height: int = 0, by_rows: bool = True) -> None:
        if row_height:
            super().__init__(theme, name=name, row_height=row_height, by_rows=by_rows)
        else:
            super().__init__(theme, name=name, by_rows=by_rows)
        self.colours = theme
        self._fitting: dict[tuple[str, int], str] = {}
        self._fits_font = self.font()
        self._widest = self._measure_widest()

    def _measure_widest(self) -> int:
        """How wide a character is at most: a Chinese one, with a little more for wide signs."""
        return self.fontMetrics().horizontalAdvance("国") + 2

    def paint_cells(self, painter: QPainter, rows: range, strips: list[Strip]) -> None:
        """Paint the cells of *rows* in the columns *strips*."""
        raise NotImplementedError

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102 - Qt's own
        if self.font() != self._fits_font:
            self._fits_font = self.font()
            self._widest = self._measure_widest()
            self._fitting.clear()
        painter = QPainter(self.viewport())
        painter.setFont(self.font())
        self.paint_cells(painter, self._range(event.rect()), self._strips(event.rect()))
        painter.end()
        self._rule_rows(event.rect())
        self.mark_current()

    def mark_current(self) -> None:
        """The ring around the current cell."""
        draw_current_cell(self, self.colours.tokens.accent)

    def _range(self, within: QRect) -> range:
        first, last = self.rowAt(within.top()), self.rowAt(within.bottom())
        if first < 0:
            return range(0)
        return range(first, (last if last >= 0 else self.model().rowCount() - 1) + 1)

    def _strips(self, within: QRect) -> list[Strip]:
        found = []
        for column in range(self.model().columnCount()):
            left, width = self.columnViewportPosition(column), self.columnWidth(column)
            if width and left <= within.right() and left + width > within.left():
                found.append(Strip(column, left, width))
        return found

    def fit(self, text: str, room: int) -> str:
        """*text*, shortened to *room*; remembered, for the same cells are painted again and again."""
        if len(text) * self._widest <= room and "\n" not in text:
            return text
        key = (text, room)
        found = self._fitting.get(key)
        if found is None:
            if len(self._fitting) >= _TEXTS_KEPT:
                self._fitting.clear()
            found = self.fontMetrics().elidedText(text.replace("\n", " "), Qt.TextElideMode.ElideRight, room)
            self._fitting[key] = found
        return found
