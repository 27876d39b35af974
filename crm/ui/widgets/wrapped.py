"""A column of a table whose words take further lines where the first has no room for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer
from PySide6.QtGui import QColor, QFontMetrics, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from crm.ui.theme import tokens as sizes
from crm.ui.widgets.wrapping import lines_of

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from crm.ui.theme.theme import Theme
    from crm.ui.widgets.table import Table

AnyIndex: TypeAlias = QModelIndex | QPersistentModelIndex
_MARGIN, _ABOVE = 10, 5
_MOST = 300
"""Of a longer list no row is measured: all stay as high as one line."""


class WrapDelegate(QStyledItemDelegate):
    """Paints a cell's text on as many lines as its row is high enough for."""

    def __init__(self, table: Table) -> None:
        super().__init__(table)
        self._table = table

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:  # noqa: D102 - Qt's own
        bare = QStyleOptionViewItem(option)
        self.initStyleOption(bare, index)
        text, bare.text = bare.text, ""
        self._table.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, bare, painter, self._table)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        role = QPalette.ColorRole.HighlightedText if chosen else QPalette.ColorRole.Text
        painter.save()
        painter.setFont(bare.font)
        painter.setPen(QColor(bare.palette.color(role)))
        metrics = QFontMetrics(bare.font)
        room = option.rect.adjusted(_MARGIN, 0, -_MARGIN, 0)
        lines = lines_of(text, metrics, room.width(), most=option.rect.height() // metrics.lineSpacing())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, "\n".join(lines))
        painter.restore()


class RowHeights(QObject):
    """Keeps the rows of a table as high as the words of some columns need, one line or more, *most* at most."""

    def __init__(self, theme: Theme, table: Table, *columns: int, most: int = 2) -> None:
        super().__init__(table)
        self._table = table
        self._most_lines = most
        self._bounds: tuple[int, int] | None = None
        self.columns = columns
        wraps = WrapDelegate(table)
        for place in columns:
            table.setItemDelegateForColumn(place, wraps)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.fit)
        table.head.sectionResized.connect(self._wait)
        theme.changed.connect(self._wait)

    def _wait(self) -> None:
        self._soon.start()

    def fit_table(self, most: int, *, fewest: int = 1) -> None:
        """From now on the table is as high as its rows, from *fewest* to *most* of them."""
        self._bounds = most, fewest
        self.fit()

    def fit(self) -> None:
        """Measure the rows again."""
        table, model = self._table, self._table.model()
        rows, metrics = table.verticalHeader(), QFontMetrics(table.font())
        one = rows.defaultSectionSize()
        widths = {place: table.columnWidth(place) - 2 * _MARGIN for place in self.columns}
        count = model.rowCount()
        for row in range(min(count, _MOST)):
            texts = [(str(model.index(row, place).data() or ""), width) for place, width in widths.items()]
            lines = max((self._lines_of(text, metrics, width) for text, width in texts), default=1)
            rows.resizeSection(
                row, one if lines == 1 else max(one, lines * metrics.lineSpacing() + 2 * _ABOVE)
            )
        if self._bounds is not None:
            most, fewest = self._bounds
            shown = sum(rows.sectionSize(row) for row in range(min(count, most)))
            table.setFixedHeight(sizes.HEADER + shown + one * max(0, min(fewest, most) - count) + 2)

    def _lines_of(self, text: str, metrics: QFontMetrics, width: int) -> int:
        if metrics.horizontalAdvance(text) <= width:
            return 1
        return 2 if self._most_lines == 2 else len(lines_of(text, metrics, width, most=self._most_lines))
