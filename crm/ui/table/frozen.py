"""The first column of a list, standing still over the others while they are scrolled sideways."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QHeaderView

from crm.ui.widgets.table import Table

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent, QWheelEvent

    from crm.ui.theme.theme import Theme


class FrozenColumn(Table):
    """A second look at the first column of *of*, shown only while that is scrolled out of sight."""

    def __init__(self, theme: Theme, of: Table, *, name: str) -> None:
        super().__init__(theme, name=name)
        self._of = of
        self._line = theme
        self.setParent(of)
        self.setModel(of.model())
        self.setSelectionModel(of.selectionModel())
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(of.verticalScrollMode())
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFocusProxy(of)
        for column in range(1, of.model().columnCount()):
            self.setColumnHidden(column, True)
        of.verticalScrollBar().valueChanged.connect(self.verticalScrollBar().setValue)
        self.verticalScrollBar().valueChanged.connect(of.verticalScrollBar().setValue)
        of.horizontalScrollBar().valueChanged.connect(lambda _value: self.place())
        of.horizontalHeader().sectionResized.connect(lambda *_: self.place())
        of.hovered.connect(self.hover)
        self.hovered.connect(of.hover)
        self.head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.hide()

    def place(self) -> None:
        """Stand where the first column would be, or nowhere while it is in sight."""
        scrolled = self._of.horizontalScrollBar().value() > 0
        if scrolled:
            width = self._of.columnWidth(0)
            self.setColumnWidth(0, width)
            rows = self._of.verticalHeader().defaultSectionSize()
            if self.verticalHeader().defaultSectionSize() != rows:
                self.verticalHeader().setDefaultSectionSize(rows)
            self.head.setFixedHeight(self._of.head.height())
            height = self._of.head.height() + self._of.viewport().height()
            self.setGeometry(0, 0, width + 1, height)
            self.verticalScrollBar().setValue(self._of.verticalScrollBar().value())
        self.setVisible(scrolled)
        self._of.covered = self.width() if scrolled else 0

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: D102 - Qt's own
        self._of.wheelEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102 - Qt's own
        super().paintEvent(event)
        self.rule_right()

    def rule_right(self) -> None:
        """The line between the column and what moves past it."""
        painter = QPainter(self.viewport())
        painter.setPen(QColor(self._line.tokens.border_strong))
        right = self.viewport().width() - 1
        painter.drawLine(right, 0, right, self.viewport().height())
        painter.end()
