"""The table of a list: paints its rows straight from the texts that the model keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from crm.ui.table.block_table import BlockTable
from crm.ui.table.painted import LEFT, MARGIN, RIGHT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPainter

    from crm.ui.table.model import RecordModel
    from crm.ui.table.painted import Strip
    from crm.ui.theme.theme import Theme


class RecordTable(BlockTable):
    """A table over a `RecordModel`. A column with a delegate of its own is painted by that."""

    def __init__(self, theme: Theme, model: RecordModel, *, name: str) -> None:
        super().__init__(theme, name=name)
        self.records = model
        self._delegates: dict[int, QStyledItemDelegate] = {}
        self.setModel(model)

    def set_delegate(self, column: int, delegate: QStyledItemDelegate) -> None:
        """Let *delegate* paint a column."""
        self._delegates[column] = delegate
        self.setItemDelegateForColumn(column, delegate)

    def paint_cells(self, painter: QPainter, rows: range, strips: list[Strip]) -> None:
        """The grounds of the rows, then column by column; of a block only its own cells are marked."""
        chosen, block = self._chosen_among(rows), self.block_columns()
        for row in rows:
            self._paint_ground(painter, row, chosen=row in chosen and not block)
        texts = [self.records.texts_at(row) for row in rows]
        for column, left, width in strips:
            marked = chosen if not block or column in block else set()
            if block:
                self._paint_marked(painter, left, width, marked)
            place = QRect(left, 0, width, 0)
            delegate = self._delegates.get(column)
            if delegate is None:
                self._paint_column(painter, column, place, rows=rows, texts=texts, chosen=marked)
            else:
                self._paint_by(delegate, painter, column, place, rows=rows, chosen=marked)

    def _paint_marked(self, painter: QPainter, left: int, width: int, marked: set[int]) -> None:
        colour = QColor(self.colours.tokens.row_sel)
        for row in marked:
            painter.fillRect(left, self.rowViewportPosition(row), width, self.rowHeight(row), colour)

    def _chosen_among(self, rows: range) -> set[int]:
        parts = self.selected_rows()
        return {
            row for part in parts for row in range(max(part.start, rows.start), min(part.stop, rows.stop))
        }

    def _paint_ground(self, painter: QPainter, row: int, *, chosen: bool) -> None:
        tokens = self.colours.tokens
        colour = tokens.row_sel if chosen else tokens.row_hover if row == self._hovered else ""
        if colour:
            width = self.viewport().width()
            painter.fillRect(0, self.rowViewportPosition(row), width, self.rowHeight(row), QColor(colour))

    def _paint_column(
        self,
        painter: QPainter,
        column: int,
        place: QRect,
        *,
        rows: range,
        texts: Sequence[tuple[str, ...]],
        chosen: set[int],
    ) -> None:
        spec, tokens = self.records.columns[column], self.colours.tokens
        plain = QColor(tokens.text2 if spec.is_quiet else tokens.text)
        marked = QColor(tokens.sel_text)
        flags = RIGHT if spec.kind.is_number else LEFT
        left, room = place.left() + MARGIN, place.width() - 2 * MARGIN
        height = self.verticalHeader().defaultSectionSize()
        top = self.rowViewportPosition(rows.start) if rows else 0
        painter.setPen(plain)
        was_marked = False
        for row, cells in zip(rows, texts, strict=True):
            text = cells[column]
            if text:
                is_marked = row in chosen
                if is_marked is not was_marked:
                    was_marked = is_marked
                    painter.setPen(marked if is_marked else plain)
                painter.drawText(left, top, room, height, flags, self.fit(text, room))
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
