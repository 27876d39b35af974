"""The sheets of a workbook as tabs under it, as a spreadsheet program has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QTabBar

from crm.ui.theme import tokens as sizes
from crm.ui.theme.fonts import sized
from crm.ui.theme.style import draw_focus_ring

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm.ui.theme.theme import Theme

_HEIGHT = 32
_LEAST, _MOST = 64, 220


class SheetTabs(QTabBar):
    """Tabs of which one is chosen; left and right go from tab to tab."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, *, name: str) -> None:
        super().__init__()
        self._theme = theme
        self.setAccessibleName(name)
        self.setShape(QTabBar.Shape.RoundedSouth)
        self.setExpanding(False)
        self.setDrawBase(False)
        self.setUsesScrollButtons(True)
        self.setElideMode(Qt.TextElideMode.ElideRight)
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.currentChanged.connect(lambda _tab: self.chosen.emit(self.key))
        theme.changed.connect(self.update)

    def show_sheets(self, names: Sequence[str]) -> None:
        """Show *names*; the chosen one stays chosen where it is still there. Nobody is told."""
        key = self.key
        self.blockSignals(True)
        while self.count():
            self.removeTab(0)
        for name in names:
            tab = self.addTab(name)
            self.setTabToolTip(tab, name)
        self.choose(key)
        self.blockSignals(False)

    @property
    def key(self) -> str:
        """The chosen sheet; empty where there is none."""
        return self.tabText(self.currentIndex())

    def choose(self, key: str) -> None:
        """Choose a sheet, the first one where it is not there."""
        tab = next((tab for tab in range(self.count()) if self.tabText(tab) == key), 0)
        if self.count():
            self.setCurrentIndex(tab)

    def step(self, by: int) -> None:
        """Go to the next sheet or to the one before."""
        self.setCurrentIndex(max(0, min(self.currentIndex() + by, self.count() - 1)))

    def tabSizeHint(self, index: int) -> QSize:  # noqa: D102 - Qt's own
        font = sized(self.font(), sizes.SMALL, strong=True)
        width = QFontMetrics(font).horizontalAdvance(self.tabText(index)) + 28
        return QSize(max(_LEAST, min(width, _MOST)), _HEIGHT)

    def minimumTabSizeHint(self, index: int) -> QSize:  # noqa: D102 - Qt's own
        return super().minimumTabSizeHint(index).expandedTo(self.tabSizeHint(index))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, D102 - Qt's own
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(tokens.surface2))
        painter.setPen(QColor(tokens.border))
        painter.drawLine(0, 0, self.width(), 0)
        for tab in range(self.count()):
            rect = self.tabRect(tab)
            chosen = tab == self.currentIndex()
            if chosen:
                painter.fillRect(rect, QColor(tokens.surface))
                painter.fillRect(
                    rect.left() + 1, rect.bottom() - 2, rect.width() - 2, 3, QColor(tokens.accent)
                )
            painter.setPen(QColor(tokens.border))
            painter.drawLine(rect.topRight(), rect.bottomRight())
            font = sized(self.font(), sizes.SMALL, strong=chosen)
            painter.setFont(font)
            painter.setPen(QColor(tokens.accent if chosen else tokens.text2))
            room = rect.adjusted(10, 0, -10, 0)
            shown = QFontMetrics(font).elidedText(
                self.tabText(tab), Qt.TextElideMode.ElideRight, room.width()
            )
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, shown)
            if chosen and self.hasFocus():
                draw_focus_ring(painter, QRectF(rect), tokens.accent, radius=0)
        painter.end()
