"""A sheet as the file has it, and which of its rows are the header."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush, QColor, QFont

if TYPE_CHECKING:
    from crm.services.imports import Grid
    from crm.ui.theme.theme import Theme

AnyIndex = QModelIndex | QPersistentModelIndex
MOST_COLUMNS = 256
_LONGEST = 200


class RawGrid(QAbstractTableModel):
    """All rows of a grid; the first column has the sheet's own row numbers."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._grid: Grid | None = None
        self._width = 0
        self.header = range(0)
        self._right = (Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter).value
        self._left = (Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter).value
        self._bold = QFont()
        self._bold.setBold(True)

    def show(self, grid: Grid, header: range) -> None:
        """Show *grid* with the rows *header* marked, indexes counted from 0."""
        if grid is self._grid:
            self.header = header
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))
            return
        self.beginResetModel()
        self._grid, self.header = grid, header
        self._width = min(grid.width, MOST_COLUMNS)
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008, D102 - Qt's own
        return 0 if parent.isValid() or self._grid is None else len(self._grid.rows)

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008, D102 - Qt's own
        return 0 if parent.isValid() or self._grid is None else self._width + 1

    def headerData(  # noqa: D102 - Qt's own
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal or self._grid is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._grid.letters(section - 1) if section else ""
        return None

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:  # noqa: D102 - Qt's own
        if not index.isValid() or self._grid is None:
            return None
        row, column = index.row(), index.column()
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            if not column:
                return str(self._grid.row_number(row)) if role == Qt.ItemDataRole.DisplayRole else None
            return shown_text(self._grid.cell(row, column - 1))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            value = self._grid.cell(row, column - 1) if column else 0
            return self._right if isinstance(value, (int, float)) else self._left
        tokens = self._theme.tokens
        if role == Qt.ItemDataRole.BackgroundRole and row in self.header:
            return QBrush(QColor(tokens.accent_soft))
        if role == Qt.ItemDataRole.ForegroundRole:
            above = row < self.header.start
            tone = (
                tokens.accent if row in self.header else tokens.text3 if above or not column else tokens.text
            )
            return QBrush(QColor(tone))
        if role == Qt.ItemDataRole.FontRole and row in self.header:
            return self._bold
        return None


def shown_text(value: object) -> str:
    """A raw cell on one line."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    text = str(value).removesuffix(" 00:00:00")
    if len(text) > _LONGEST:
        text = f"{text[:_LONGEST]}…"
    return " ".join(text.split()) if not text.isprintable() else text
