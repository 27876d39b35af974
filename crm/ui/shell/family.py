"""The names of pages that belong together, in place of the head's title: the open one as a title, others quieter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from crm.ui.theme import tokens as sizes
from crm.ui.theme.fonts import sized
from crm.ui.theme.style import draw_focus_ring

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm.ui.actions import Actions
    from crm.ui.theme.theme import Theme

_GAP = 12
_PADDING = 4
_HEIGHT = 36
_MARK = 2


class FamilyTab(QAbstractButton):
    """The name of one page."""

    def __init__(self, theme: Theme, text: str) -> None:
        super().__init__()
        self._theme = theme
        self.setText(text)
        self.setAccessibleName(text)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._dress)

    def _dress(self) -> None:
        self.updateGeometry()
        self.update()

    def _font(self) -> QFont:
        if self.isChecked():
            return sized(self.font(), sizes.TITLE, strong=True)
        return sized(self.font(), sizes.BODY)

    def nextCheckState(self) -> None:  # noqa: D102 - Qt's own
        # Whoever opens the page marks it.
        return

    def sizeHint(self) -> QSize:  # noqa: D102 - Qt's own
        return QSize(QFontMetrics(self._font()).horizontalAdvance(self.text()) + 1 + 2 * _PADDING, _HEIGHT)

    def minimumSizeHint(self) -> QSize:  # noqa: D102 - Qt's own
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, D102 - Qt's own
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        live = self.isChecked() or self.underMouse()
        painter.setFont(self._font())
        painter.setPen(QColor(tokens.text if live else tokens.text2))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
        if self.isChecked():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.accent))
            room = QRectF(self.rect()).adjusted(_PADDING, 0, -_PADDING, 0)
            room.setTop(room.bottom() - _MARK)
            painter.drawRoundedRect(room, 1, 1)
        if self.hasFocus():
            draw_focus_ring(painter, QRectF(self.rect()), tokens.accent, radius=4)


class FamilyTabs(QWidget):
    """The names of the pages of a family in a row."""

    def __init__(self, theme: Theme, actions: Actions) -> None:
        super().__init__()
        self._theme = theme
        self._actions = actions
        self._tabs: dict[str, FamilyTab] = {}
        self.setAccessibleName(self.tr("Related pages"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(_GAP)
        self.hide()

    def show_pages(self, pages: Sequence[str], page: str) -> None:
        """Show the names of *pages*, *page* as the one that is open."""
        if tuple(pages) != tuple(self._tabs):
            for tab in self._tabs.values():
                self._row.removeWidget(tab)
                tab.hide()
                tab.deleteLater()
            self._tabs = {name: self._make(name) for name in pages}
            for tab in self._tabs.values():
                self._row.addWidget(tab)
                tab.show()  # Qt would do so later, and until then it needs no room
        for name, tab in self._tabs.items():
            tab.setChecked(name == page)
            tab.updateGeometry()
        self.updateGeometry()

    def tab(self, page: str) -> FamilyTab:
        """The name of *page*."""
        return self._tabs[page]

    def _make(self, page: str) -> FamilyTab:
        action = self._actions[f"go.{page}"]
        tab = FamilyTab(self._theme, action.text())
        tab.setToolTip(self._actions.hint_of(f"go.{page}"))
        tab.clicked.connect(action.trigger)
        return tab
