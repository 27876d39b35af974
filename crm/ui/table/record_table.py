"""The table of a list: paints its rows itself, straight from the texts that the model keeps.

Qt's own painting asks model, delegate and style some thirty times a cell, each time through Python; a full window of
cells takes it twice as long as is needed to scroll without a flicker.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from crm.ui.theme.style import draw_current_cell
from crm.ui.widgets.table import Table

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from crm.ui.table.model import RecordModel
    from crm.ui.theme.theme import Theme

_MARGIN = 10
_TEXTS_KEPT = 4_000
_LEFT = int((Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter).value)
_RIGHT = int((Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter).value)


class RecordTable(Table):
    """A table over a `RecordModel`. A column with a delegate of its own is painted by that."""

    def __init__(self, theme: Theme, model: RecordModel, *, name: str) -> None:
        super().__init__(theme, name=name)
        self._colours = theme
        self.records = model
        self._delegates: dict[int, QStyledItemDelegate] = {}
        self._fitting: dict[tuple[str, int], str] = {}
        self._fits_font = self.font()
        self.setModel(model)

    def set_delegate(self, column: int, delegate: QStyledItemDelegate) -> None:
        """Let *delegate* paint a column."""
        self._delegates[column] = delegate
        self.setItemDelegateForColumn(column, delegate)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102 - Qt's own
        if self.font() != self._fits_font:
            self._fits_font = self.font()
            self._fitting.clear()
        rows, columns = self._range(event.rect()), self._columns(event.rect())
        chosen = self._chosen_among(rows)
        painter = QPainter(self.viewport())
        for row in rows:
            self._paint_ground(painter, row, chosen=row in chosen)
        painter.setFont(self.font())
        for column, left, width in columns:
            self._paint_column(painter, column, QRect(left, 0, width, 0), rows=rows, chosen=chosen)
        painter.end()
        self._rule_rows(event.rect())
        draw_current_cell(self, self._colours.tokens.accent)

    def _range(self, within: QRect) -> range:
        first, last = self.rowAt(within.top()), self.rowAt(within.bottom())
        if first < 0:
            return range(0)
        return range(first, (last if last >= 0 else self.records.rowCount() - 1) + 1)

    def _columns(self, within: QRect) -> list[tuple[int, int, int]]:
        """Number, left edge and width of the columns that are seen."""
        found = []
        for column in range(self.records.columnCount()):
            left, width = self.columnViewportPosition(column), self.columnWidth(column)
            if width and left <= within.right() and left + width > within.left():
                found.append((column, left, width))
        return found

    def _chosen_among(self, rows: range) -> set[int]:
        parts = self.selected_rows()
        return {
            row for part in parts for row in range(max(part.start, rows.start), min(part.stop, rows.stop))
        }

    def _paint_ground(self, painter: QPainter, row: int, *, chosen: bool) -> None:
        tokens = self._colours.tokens
        colour = tokens.row_sel if chosen else tokens.row_hover if row == self._hovered else ""
        if colour:
            width = self.viewport().width()
            painter.fillRect(0, self.rowViewportPosition(row), width, self.rowHeight(row), QColor(colour))

    def _paint_column(
        self, painter: QPainter, column: int, place: QRect, *, rows: range, chosen: set[int]
    ) -> None:
        delegate = self._delegates.get(column)
        if delegate is not None:
            self._paint_by(delegate, painter, column, place, rows=rows, chosen=chosen)
            return
        spec, tokens = self.records.columns[column], self._colours.tokens
        plain = QColor(tokens.text2 if spec.is_quiet else tokens.text)
        marked = QColor(tokens.sel_text)
        flags = _RIGHT if spec.kind.is_number else _LEFT
        left, room = place.left() + _MARGIN, place.width() - 2 * _MARGIN
        height = self.verticalHeader().defaultSectionSize()
        top = self.rowViewportPosition(rows.start) if rows else 0
        painter.setPen(plain)
        was_marked = False
        for row in rows:
            text = self.records.texts_at(row)[column]
            if text:
                is_marked = row in chosen
                if is_marked is not was_marked:
                    was_marked = is_marked
                    painter.setPen(marked if is_marked else plain)
                painter.drawText(left, top, room, height, flags, self._fit(text, room))
            top += height

    def _paint_by(
        self,
        delegate: QStyledItemDelegate,
        painter: QPainter,
        column: int,
        place: QRect,
        *,
        rows: range,
        chosen: set[int],
    ) -> None:
        for row in rows:
            option = QStyleOptionViewItem()
            self.initViewItemOption(option)
            option.rect = QRect(
                place.left(), self.rowViewportPosition(row), place.width(), self.rowHeight(row)
            )
            if row in chosen:
                option.state |= QStyle.StateFlag.State_Selected
            delegate.paint(painter, option, self.records.index(row, column))

    def _fit(self, text: str, room: int) -> str:
        """*text*, shortened to *room*; remembered, for the same cells are painted again and again."""
        key = (text, room)
        found = self._fitting.get(key)
        if found is None:
            if len(self._fitting) >= _TEXTS_KEPT:
                self._fitting.clear()
            found = self.fontMetrics().elidedText(text.replace("\n", " "), Qt.TextElideMode.ElideRight, room)
            self._fitting[key] = found
        return found
