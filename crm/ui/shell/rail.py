"""The rail at the left: the program's name, the pages, the settings and the help."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QVBoxLayout, QWidget

from crm.ui.theme import tokens as sizes
from crm.ui.theme.fonts import in_pixels, sized
from crm.ui.widgets.button import Button, Kind

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

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
    """The pages to go to, the settings and the help. Icons alone where there is little room, or by wish."""

    toggled = Signal()
    """The user wants the names hidden, or back."""

    def __init__(self, theme: Theme, actions: Actions, pages: Sequence[str]) -> None:
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
        for page in pages[:-1]:
            column.addWidget(self._add(page, actions))
        column.addStretch(1)
        self.help = self._item(actions, "help")
        self.toggle = Button(theme, self.tr("Hide names"), icon="rail", kind=Kind.NAV)
        self.toggle.clicked.connect(self.toggled)
        for item in (self._add(pages[-1], actions), self.help, self.toggle):
            column.addWidget(item)
        self._hints = {button: actions.hint_of(name) for button, name in self._named()}
        theme.changed.connect(self._fit)
        self.collapse(narrow=False)

    @property
    def is_narrow(self) -> bool:
        """Whether it shows icons alone."""
        return self._brand.is_compact

    def _fit(self) -> None:
        """The font has become larger or smaller."""
        self.collapse(narrow=self.is_narrow)

    def collapse(self, *, narrow: bool) -> None:
        """Show icons alone, or icons and names."""
        width = sizes.RAIL_NARROW if narrow else max(sizes.RAIL_WIDE, in_pixels(sizes.RAIL_WIDE))
        self.setFixedWidth(width)
        self._brand.is_compact = narrow
        self._brand.update()
        self.toggle.setText(self.tr("Show names") if narrow else self.tr("Hide names"))
        self.toggle.setAccessibleName(self.toggle.text())
        for button in (*self._buttons.values(), self.help, self.toggle):
            button.set_compact(narrow)
            button.setFixedWidth(width - 16)
            button.setToolTip(self._hints.get(button, button.text() if narrow else ""))

    def offer(self, pages: Container[str]) -> None:
        """Show the *pages* that can be opened, and no others."""
        for page, button in self._buttons.items():
            button.setVisible(page in pages)

    def offer_toggle(self, *, offered: bool) -> None:
        """Whether there is a choice: a narrow window has room for icons alone."""
        self.toggle.setVisible(offered)

    def mark(self, page: str) -> None:
        """Show *page* as the one that is open; a page that has no place here leaves none marked."""
        button = self._buttons.get(page)
        if button is not None:
            button.setChecked(True)
            return
        self._group.setExclusive(False)
        for other in self._buttons.values():
            other.setChecked(False)
        self._group.setExclusive(True)

    def button(self, page: str) -> Button:
        """The item of *page*."""
        return self._buttons[page]

    def _named(self) -> list[tuple[Button, str]]:
        return [*((button, f"go.{page}") for page, button in self._buttons.items()), (self.help, "help")]

    def _add(self, page: str, actions: Actions) -> Button:
        button = self._item(actions, f"go.{page}")
        button.setCheckable(True)
        self._group.addButton(button)
        self._buttons[page] = button
        return button

    def _item(self, actions: Actions, name: str) -> Button:
        action = actions[name]
        button = Button(self._theme, action.text(), icon=actions.icon_of(name), kind=Kind.NAV)
        button.clicked.connect(action.trigger)
        return button
