"""The rows of an import as they are painted: what becomes of each, old and new values, and marks at what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPolygon
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from crm.domain.finding import Severity
from crm.services.import_preview import Outcome
from crm.ui.pages.imports.outcome_table import TONES, ShownCell
from crm.ui.table.painted import LEFT, MARGIN, PaintedTable, Strip
from crm.ui.widgets.table import TagDelegate, paint_tag

if TYPE_CHECKING:
    from crm.services.import_preview import PreviewLine
    from crm.ui.pages.imports.outcome_table import OutcomeTable
    from crm.ui.theme.theme import Theme

AnyIndex = QModelIndex | QPersistentModelIndex
_OWN = 2
"""The first columns are ours: the row's number, and what becomes of it."""
_CORNER = 7
_GAP = 6
_LEAST_OLD = 24


class OutcomeView(PaintedTable):
    """A table over an `OutcomeTable`, whose cells are chosen one by one."""

    def __init__(self, theme: Theme, model: OutcomeTable, *, name: str, row_height: int) -> None:
        super().__init__(theme, name=name, row_height=row_height, by_rows=False)
        self.outcomes = model
        self.setModel(model)
        self.setItemDelegate(_Widths(self))
        self.setItemDelegateForColumn(1, TagDelegate(theme, _tones_of, self))

    def paint_cells(self, painter: QPainter, rows: range, strips: list[Strip]) -> None:
        """Row by row, so that a row is made once."""
        tokens = self.colours.tokens
        height = self.verticalHeader().defaultSectionSize()
        plain, quiet = QColor(tokens.text), QColor(tokens.text3)
        chosen = self._chosen_among(rows)
        for row in rows:
            line, cells = self.outcomes.shown_line(row)
            top = self.rowViewportPosition(row)
            if row == self._hovered:
                painter.fillRect(0, top, self.viewport().width(), height, QColor(tokens.row_hover))
            ink = quiet if line.outcome is Outcome.SKIPPED else plain
            for column, left, width in strips:
                place = QRect(left, top, width, height)
                is_chosen = (row, column) in chosen
                if column < _OWN:
                    self._paint_own(painter, place, line, column, is_chosen=is_chosen)
                else:
                    self._paint_cell(painter, place, cells[column - _OWN], ink, is_chosen=is_chosen)

    def _chosen_among(self, rows: range) -> set[tuple[int, int]]:
        """The cells of *rows* that are chosen."""
        selection = self.selectionModel().selection()
        parts = [selection.at(place) for place in range(selection.count())]
        return {
            (row, column)
            for part in parts
            for row in range(max(part.top(), rows.start), min(part.bottom() + 1, rows.stop))
            for column in range(part.left(), part.right() + 1)
        }

    def _paint_own(
        self, painter: QPainter, place: QRect, line: PreviewLine, column: int, *, is_chosen: bool
    ) -> None:
        tokens = self.colours.tokens
        if is_chosen:
            painter.fillRect(place, QColor(tokens.row_sel))
        if column == 1:
            tone, soft = TONES[line.outcome]
            colours = getattr(tokens, tone), getattr(tokens, soft)
            room = place.adjusted(MARGIN, 0, -4, 0)
            paint_tag(painter, room, self.outcomes.name_of(line.outcome), colours=colours)
            return
        painter.setPen(QColor(tokens.sel_text if is_chosen else tokens.text))
        painter.drawText(place.adjusted(MARGIN, 0, -MARGIN, 0), LEFT, f"{line.row:,}")

    def _paint_cell(
        self, painter: QPainter, place: QRect, cell: ShownCell, ink: QColor, *, is_chosen: bool
    ) -> None:
        tokens, severity = self.colours.tokens, cell.severity
        if is_chosen:
            painter.fillRect(place, QColor(tokens.row_sel))
            ink = QColor(tokens.sel_text)
        elif cell.old is not None:
            painter.fillRect(place, QColor(tokens.accent_soft))
            ink = QColor(tokens.text)
        elif severity is Severity.ERROR or severity is Severity.WARNING:
            soft = tokens.danger_soft if severity is Severity.ERROR else tokens.warn_soft
            painter.fillRect(place, QColor(soft))
        room = place.width() - 2 * MARGIN
        if cell.old is not None:
            self._paint_change(painter, place, cell, ink)
        elif cell.text:
            painter.setPen(ink)
            text = self.fit(cell.text, room)
            painter.drawText(place.left() + MARGIN, place.top(), room, place.height(), LEFT, text)
        if severity is not None and severity >= Severity.WARNING:
            self._paint_corner(painter, place, tokens.danger if severity is Severity.ERROR else tokens.warn)

    def _paint_change(self, painter: QPainter, place: QRect, cell: ShownCell, ink: QColor) -> None:
        """What stood there struck through, an arrow, what will stand there."""
        room = place.adjusted(MARGIN, 0, -MARGIN, 0)
        left, metrics, font = room.left(), self.fontMetrics(), self.font()
        if cell.old:
            struck = QFont(font)
            struck.setStrikeOut(True)
            new = metrics.horizontalAdvance(f"→{cell.text}") + 2 * _GAP
            old = self.fit(cell.old, max(room.width() - new, _LEAST_OLD))  # what will stand there comes first
            painter.setFont(struck)
            painter.setPen(QColor(self.colours.tokens.text2))
            painter.drawText(left, place.top(), room.width(), place.height(), LEFT, old)
            left += metrics.horizontalAdvance(old) + _GAP
            painter.setFont(font)
            painter.drawText(left, place.top(), 20, place.height(), LEFT, "→")
            left += metrics.horizontalAdvance("→") + _GAP
        painter.setPen(ink)
        width = max(room.right() - left, 0)
        painter.drawText(left, place.top(), width, place.height(), LEFT, self.fit(cell.text, width))

    def _paint_corner(self, painter: QPainter, place: QRect, tone: str) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tone))
        corner = QRect(place.right() + 1 - _CORNER, place.top(), _CORNER, _CORNER)
        painter.drawPolygon(QPolygon([corner.topLeft(), corner.topRight(), corner.bottomRight()]))
        painter.restore()


class _Widths(QStyledItemDelegate):
    """Tells how wide a cell is in which something changes."""

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:  # Qt's own
        size = super().sizeHint(option, index)
        cell = index.data(Qt.ItemDataRole.UserRole)
        if isinstance(cell, ShownCell) and cell.old is not None:
            shown = f"{cell.old} → {cell.text}" if cell.old else cell.text
            size.setWidth(option.fontMetrics.horizontalAdvance(shown) + 2 * MARGIN + 12)
        return size


def _tones_of(outcome: object) -> tuple[str, str]:
    return TONES[outcome if isinstance(outcome, Outcome) else Outcome.SAME]
