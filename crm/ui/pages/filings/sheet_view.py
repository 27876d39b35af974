"""A sheet of a form, drawn as paper: ruled cells, letters above, numbers at the left, marks from the checks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPolygonF
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from crm.ui.models.sheet import SheetTable
from crm.ui.theme import tokens as sizes
from crm.ui.theme.fonts import sized
from crm.ui.theme.style import GridStyle, draw_current_cell
from crm.ui.widgets.text import ground

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QPaintEvent
    from PySide6.QtWidgets import QWidget

    from crm.ui.theme.theme import Theme

_ROW = 28
_TITLE_ROW = 40
_WIDEST = 220
_NARROWEST = 44
_LOOKED_AT = 60
"""Rows whose texts decide how wide columns are."""
_CORNER = 8
_RULER_WIDTH, _RULER_HEIGHT = 44, 24
AnyIndex = QModelIndex | QPersistentModelIndex


class Ruler(QHeaderView):
    """Letters or numbers along an edge, as spreadsheets have them."""

    def __init__(self, theme: Theme, orientation: Qt.Orientation, parent: QWidget) -> None:
        super().__init__(orientation, parent)
        self._theme = theme
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(20)
        self.setHighlightSections(False)
        theme.changed.connect(self.viewport().update)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: D102 - Qt's own
        tokens = self._theme.tokens
        painter.save()
        painter.fillRect(rect, QColor(tokens.surface2))
        painter.setPen(QColor(tokens.border))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.drawLine(rect.topRight(), rect.bottomRight())
        painter.setFont(sized(self.font(), sizes.CAPTION))
        painter.setPen(QColor(tokens.text3))
        text = str(self.model().headerData(logicalIndex, self.orientation()) or "")
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)
        painter.restore()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102 - Qt's own
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), QColor(self._theme.tokens.surface))
        painter.end()
        super().paintEvent(event)


class CellDelegate(QStyledItemDelegate):
    """Paints a cell, and a coloured corner where a check found something."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:  # noqa: D102 - Qt's own
        super().paint(painter, option, index)
        tone = index.data(Qt.ItemDataRole.UserRole)
        if not isinstance(tone, str):
            return
        rect: QRect = option.rect
        painter.save()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(getattr(self._theme.tokens, tone)))
        right, top = rect.right() + 1, rect.top()
        corner = [QPointF(right - _CORNER, top), QPointF(right, top), QPointF(right, top + _CORNER)]
        painter.drawPolygon(QPolygonF(corner))
        painter.restore()


class SheetView(QTableView):
    """Shows one sheet. Enter or a double click asks why a cell holds what it holds."""

    asked = Signal(QModelIndex)
    """A filed cell was chosen."""

    def __init__(self, theme: Theme, *, name: str) -> None:
        super().__init__()
        self._theme = theme
        self._sheet_style = GridStyle(theme.colours, margin=6)
        self.setStyle(self._sheet_style)
        self.setAccessibleName(name)
        self.setHorizontalHeader(Ruler(theme, Qt.Orientation.Horizontal, self))
        self.setVerticalHeader(Ruler(theme, Qt.Orientation.Vertical, self))
        self.horizontalHeader().setFixedHeight(_RULER_HEIGHT)
        self.verticalHeader().setFixedWidth(_RULER_WIDTH)
        self.verticalHeader().setDefaultSectionSize(_ROW)
        self.setCornerButtonEnabled(False)
        self._corner = ground("surface2", self)  # over Qt's own, which Fusion paints with a gradient
        self._corner.setFixedSize(_RULER_WIDTH, _RULER_HEIGHT)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setCornerWidget(ground("surface"))
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setItemDelegate(CellDelegate(theme, self))
        self.doubleClicked.connect(self._ask)
        self.clicked.connect(self._ask)
        theme.changed.connect(self.viewport().update)

    def show_sheet(self, sheet: SheetTable) -> None:
        """Show a sheet, its columns as wide as their words, its merged cells merged."""
        self.clearSpans()
        self.setModel(sheet)
        for first_row, first, last_row, last in sheet.picture.merges:
            self.setSpan(first_row, first, last_row - first_row + 1, last - first + 1)
        for column in range(sheet.columnCount()):
            self.setColumnWidth(column, self._width(sheet, column))
        self._corner.raise_()
        for row in range(min(2, sheet.rowCount())):
            if any(sheet.spot(row, column).part == "title" for column in range(sheet.columnCount())):
                self.setRowHeight(row, _TITLE_ROW)
        self._let_notes_run(sheet)

    def sheet(self) -> SheetTable | None:
        """The sheet that is shown."""
        model = self.model()
        return model if isinstance(model, SheetTable) else None

    def go_to(self, address: str) -> None:
        """Put the cursor on an address."""
        sheet = self.sheet()
        index = sheet.index_of(address) if sheet is not None else QModelIndex()
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: D102 - Qt's own
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._ask(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102 - Qt's own
        super().paintEvent(event)
        draw_current_cell(self, self._theme.tokens.accent)

    def _ask(self, index: QModelIndex) -> None:
        sheet = self.sheet()
        if sheet is not None and sheet.is_filed(index):
            self.asked.emit(index)

    def _width(self, sheet: SheetTable, column: int) -> int:
        """Wide enough for the filed texts of a column and for its heading."""
        widest = _NARROWEST
        for row in range(min(sheet.rowCount(), _LOOKED_AT)):
            spot = sheet.spot(row, column)
            if spot.part in {"figure", "field", "label", "head"} and self.columnSpan(row, column) == 1:
                metrics = QFontMetrics(sheet.font_of(spot))
                widest = max(widest, metrics.horizontalAdvance(spot.text) + 16)
        return min(widest, _WIDEST)

    def _let_notes_run(self, sheet: SheetTable) -> None:
        """A note runs on over the blank cells at its right, as in a spreadsheet."""
        for row in range(min(sheet.rowCount(), 400)):
            for column in range(sheet.columnCount()):
                spot = sheet.spot(row, column)
                if spot.part != "note" or not spot.text or self.columnSpan(row, column) > 1:
                    continue
                end = column + 1
                while end < sheet.columnCount() and not sheet.picture.rows[row][end]:
                    if self.columnSpan(row, end) > 1 or self.rowSpan(row, end) > 1:
                        break
                    end += 1
                if end > column + 1:
                    self.setSpan(row, column, 1, end - column)
