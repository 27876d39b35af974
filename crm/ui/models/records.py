"""A small table of texts: lists that are short enough to be kept whole."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush, QColor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm.ui.theme.theme import Theme

AnyIndex = QModelIndex | QPersistentModelIndex


class Cell(NamedTuple):
    """A text, its tone where it is not the usual one, and what a tag or a reader needs beside it.

    Beside a number that is shown rounded, the number with all its digits.
    """

    text: str
    tone: str = ""
    extra: object = None


class Head(NamedTuple):
    """A column's title, and whether it holds numbers.

    ``key`` is what the column is remembered by, its title where that is data itself; ``adds_up`` that its numbers are
    amounts, not names such as a year.
    """

    title: str
    is_number: bool = False
    key: str = ""
    adds_up: bool = True


class RecordTable(QAbstractTableModel):
    """Rows of cells under heads."""

    def __init__(self, theme: Theme, heads: Sequence[Head]) -> None:
        super().__init__()
        self._theme = theme
        self.heads = heads
        self._rows: list[Sequence[Cell]] = []

    def show(self, rows: Sequence[Sequence[Cell]], heads: Sequence[Head] | None = None) -> None:
        """Show other *rows*, and other *heads* where they are given."""
        self.beginResetModel()
        self._rows = list(rows)
        if heads is not None:
            self.heads = heads
        self.endResetModel()

    def replace(self, row: int, column: int, cell: Cell) -> None:
        """Put another cell in the place of one."""
        cells = list(self._rows[row])
        cells[column] = cell
        self._rows[row] = cells
        place = self.index(row, column)
        self.dataChanged.emit(place, place)

    def cell(self, row: int, column: int) -> Cell:
        """The cell of a row and column."""
        return self._rows[row][column]

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008, D102 - Qt's own
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008, D102 - Qt's own
        return 0 if parent.isValid() else len(self.heads)

    def headerData(  # noqa: D102 - Qt's own
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.heads[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(section)
        return None

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:  # noqa: D102 - Qt's own
        if not index.isValid():
            return None
        cell = self._rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.ToolTipRole and isinstance(cell.extra, Decimal):
            return f"{cell.extra:,}"
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return cell.text
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(index.column())
        if role == Qt.ItemDataRole.ForegroundRole and cell.tone:
            return QBrush(QColor(getattr(self._theme.tokens, cell.tone)))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.heads[index.column()].title} {cell.text}".strip()
        if role == Qt.ItemDataRole.UserRole:
            return cell.extra
        return None

    def _alignment(self, column: int) -> int:
        side = Qt.AlignmentFlag.AlignRight if self.heads[column].is_number else Qt.AlignmentFlag.AlignLeft
        return (side | Qt.AlignmentFlag.AlignVCenter).value
