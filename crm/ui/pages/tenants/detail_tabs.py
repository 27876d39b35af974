"""The tabs of a tenant's page: words on a line, the open one underlined; the arrow keys go from one to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QTabBar

from crm.ui.theme import tokens as sizes
from crm.ui.theme.fonts import sized
from crm.ui.theme.style import draw_focus_ring

if TYPE_CHECKING:
    from crm.ui.theme.theme import Theme

_HEIGHT = 40
_LINE = 2
_ROOM, _LEAST_ROOM = 14, 5
"""Left and right of the words; less where the bar has no room for all tabs."""


class DetailTabs(QTabBar):
    """Tabs, each with a number after its words where there is something to count."""

    room_changed = Signal(int)
    """What stands left and right of the words."""

    def __init__(self, theme: Theme, *, name: str) -> None:
        super().__init__()
        self._theme = theme
        self._counts: dict[int, str] = {}
        self.room = _ROOM
        self.setAccessibleName(name)
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(False)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)  # how much room there is
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        theme.changed.connect(self.update)

    def show_count(self, index: int, count: int) -> None:
        """Show how much there is behind a tab; nothing for nothing."""
        text = f"{count:,}" if count else ""
        if self._counts.get(index, "") != text:
            self._counts[index] = text
            self.setTabToolTip(index, "")
            self._share_room()
            self._measure(index)

    def _measure(self, index: int) -> None:
        """Have Qt ask for the widths, which it keeps until a text changes."""
        self.updateGeometry()
        self.setTabText(index, self.tabText(index) + " ")
        self.setTabText(index, self.tabText(index)[:-1])

    def _share_room(self) -> None:
        """Stand closer together where the bar is too narrow for all tabs, as in large type."""
        count = self.count()
        left = self.width() - sum(map(self._held, range(count)))
        room = max(_LEAST_ROOM, min(_ROOM, left // (2 * count))) if count else _ROOM
        if room != self.room:
            self.room = room
            self.room_changed.emit(room)
            self._measure(0)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102 - Qt's own
        super().resizeEvent(event)
        self._share_room()

    def tabSizeHint(self, index: int) -> QSize:  # noqa: D102 - Qt's own
        return QSize(self._held(index) + 2 * self.room, _HEIGHT)

    def _held(self, index: int) -> int:
        """What the words of a tab and its number are wide."""
        metrics = QFontMetrics(sized(self.font(), sizes.BODY, strong=True))
        count = self._counts.get(index, "")
        if not count:
            return metrics.horizontalAdvance(self.tabText(index))
        beside = QFontMetrics(sized(self.font(), sizes.CAPTION)).horizontalAdvance(count) + 6
        return metrics.horizontalAdvance(self.tabText(index)) + beside

    def minimumTabSizeHint(self, index: int) -> QSize:  # noqa: D102 - Qt's own
        return self.tabSizeHint(index)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, D102 - Qt's own
        tokens = self._theme.tokens
        painter = QPainter(self)
        for index in range(self.count()):
            rect = self.tabRect(index)
            is_open = index == self.currentIndex()
            painter.setFont(sized(self.font(), sizes.BODY, strong=is_open))
            painter.setPen(QColor(tokens.accent if is_open else tokens.text2))
            left = rect.left() + self.room
            width = QFontMetrics(sized(self.font(), sizes.BODY, strong=True)).horizontalAdvance(
                self.tabText(index)
            )
            middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
            painter.drawText(QRect(left, rect.top(), width + 2, rect.height()), middle, self.tabText(index))
            count = self._counts.get(index, "")
            if count:
                painter.setFont(sized(self.font(), sizes.CAPTION))
                painter.setPen(QColor(tokens.accent if is_open else tokens.text3))
                painter.drawText(
                    QRect(left + width + 6, rect.top(), rect.width(), rect.height()), middle, count
                )
            if is_open:
                line = QRect(
                    rect.left() + self.room, rect.bottom() - _LINE + 1, rect.width() - 2 * self.room, _LINE
                )
                painter.fillRect(line, QColor(tokens.accent))
                if self.hasFocus():
                    draw_focus_ring(painter, QRectF(rect).adjusted(2, 5, -2, -5), tokens.accent)
