"""The rail at the left: the program's name, the pages, and the look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QActionGroup, QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QMenu, QVBoxLayout, QWidget

from crm.ui.theme import tokens as sizes
from crm.ui.theme.fonts import sized
from crm.ui.theme.tokens import Look
from crm.ui.widgets.button import Button, Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm.ui.actions import Actions
    from crm.ui.theme.theme import Theme


class Brand(QWidget):
    """The mark and the name of the program."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.is_compact = False
        self.setFixedHeight(sizes.BAR)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:  # noqa: D102 - Qt's own
        return QSize(sizes.RAIL_NARROW - 16, sizes.BAR)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, D102 - Qt's own
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = self._theme.tokens
        mark = QRect(6, (self.height() - 28) // 2, 28, 28)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.accent))
        painter.drawRoundedRect(mark, 6, 6)
        self._theme.icons.get("brand", tone="on_accent").paint(painter, mark.adjusted(4, 4, -4, -4))
        if not self.is_compact:
            painter.setPen(QColor(tokens.text))
            painter.setFont(sized(self.font(), sizes.SECTION, strong=True))
            room = self.rect().adjusted(mark.right() + 11, 0, 0, 0)
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, self.tr("Incubator CRM"))


class Rail(QFrame):
    """The pages to go to. Collapses to icons in a narrow window."""

    look_chosen = Signal(object)
    language_chosen = Signal(str)

    def __init__(self, theme: Theme, actions: Actions, pages: Sequence[str], *, language: str) -> None:
        super().__init__()
        self.setProperty("ground", "rail")
        self._theme = theme
        self._buttons: dict[str, Button] = {}
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 0, 7, 8)
        column.setSpacing(2)
        self._brand = Brand(theme)
        column.addWidget(self._brand)
        for page in pages:
            column.addWidget(self._add(page, actions))
        column.addStretch(1)
        self.look = self._look_button(language)
        column.addWidget(self.look)
        self.collapse(narrow=False)

    @property
    def is_narrow(self) -> bool:
        """Whether it shows icons alone."""
        return self._brand.is_compact

    def collapse(self, *, narrow: bool) -> None:
        """Show icons alone, or icons and names."""
        self.setFixedWidth(sizes.RAIL_NARROW if narrow else sizes.RAIL_WIDE)
        self._brand.is_compact = narrow
        self._brand.update()
        for button in (*self._buttons.values(), self.look):
            button.set_compact(narrow)
            button.setFixedWidth((sizes.RAIL_NARROW if narrow else sizes.RAIL_WIDE) - 16)

    def mark(self, page: str) -> None:
        """Show *page* as the one that is open."""
        self._buttons[page].setChecked(True)

    def _add(self, page: str, actions: Actions) -> Button:
        action = actions[f"go.{page}"]
        button = Button(self._theme, action.text(), icon=actions.icon_of(f"go.{page}"), kind=Kind.NAV)
        button.setCheckable(True)
        button.clicked.connect(action.trigger)
        self._group.addButton(button)
        self._buttons[page] = button
        return button

    def _look_button(self, language: str) -> Button:
        button = Button(self._theme, self.tr("View"), icon="look", kind=Kind.NAV)
        button.clicked.connect(
            lambda: self.menu(language).popup(button.mapToGlobal(button.rect().topRight()))
        )
        return button

    def menu(self, language: str) -> QMenu:
        """The menu of looks and languages."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        looks = QActionGroup(menu)
        for look, text in (
            (Look.LIGHT, self.tr("Light")),
            (Look.DARK, self.tr("Dark")),
            (Look.SYSTEM, self.tr("As the system")),
        ):
            action = menu.addAction(text)
            action.setCheckable(True)
            action.setChecked(look is self._theme.look)
            action.triggered.connect(lambda _checked=False, look=look: self.look_chosen.emit(look))
            looks.addAction(action)
        menu.addSeparator()
        languages = QActionGroup(menu)
        for code, name in (("zh", "中文"), ("en", "English")):
            action = menu.addAction(name)
            action.setCheckable(True)
            action.setChecked(code == language)
            action.triggered.connect(lambda _checked=False, code=code: self.language_chosen.emit(code))
            languages.addAction(action)
        return menu
