"""The head: the page's title, the search box, and the page's actions at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from crm.ui.theme import tokens as sizes
from crm.ui.widgets.button import Button, Kind
from crm.ui.widgets.text import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm.ui.actions import Actions
    from crm.ui.theme.theme import Theme

SEARCH_AFTER = 150
"""Milliseconds after the last key."""


class SearchBox(QLineEdit):
    """A search box. Esc clears it; Esc again, Down or Enter goes to what was found."""

    asked = Signal(str)
    left = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setClearButtonEnabled(True)
        self.setAccessibleName(self.tr("Search"))
        self.setMinimumWidth(160)
        self.setMaximumWidth(340)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.addAction(
            QAction(theme.icons.get("search", tone="text3"), "", self),
            QLineEdit.ActionPosition.LeadingPosition,
        )
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SEARCH_AFTER)
        self._timer.timeout.connect(lambda: self.asked.emit(self.text()))
        self.textChanged.connect(lambda _text: self._timer.start())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: D102 - Qt's own
        if event.key() == Qt.Key.Key_Escape:
            if self.text():
                self.clear()
            else:
                self.left.emit()
        elif event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if self._timer.isActive():
                self._timer.stop()
                self.asked.emit(self.text())
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def set_quietly(self, text: str) -> None:
        """Show *text* without asking for it."""
        self.setText(text)
        self._timer.stop()


class Head(QFrame):
    """Title, search and actions of the page that is shown."""

    def __init__(self, theme: Theme, actions: Actions) -> None:
        super().__init__()
        self.setProperty("ground", "bar")
        self.setFixedHeight(sizes.BAR)
        self._theme = theme
        self._actions = actions
        self.title = label(size="title")
        self.search = SearchBox(theme)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(sizes.MARGIN, 0, sizes.MARGIN, 1)
        self._row.setSpacing(sizes.GAP)
        self._row.addWidget(self.title)
        self._row.addSpacing(sizes.MARGIN)
        self._row.addWidget(self.search, 10)
        self._row.addStretch(1)
        self._buttons: list[QWidget] = []

    def show_page(self, title: str, *, actions: Sequence[str], primary: str, search_hint: str) -> None:
        """Show the *title* and the *actions* of a page; an empty *search_hint* takes the search box away."""
        self.title.setText(title)
        self.search.setVisible(bool(search_hint))
        self.search.setPlaceholderText(search_hint)
        for button in self._buttons:
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons = [self._button(name, primary=name == primary) for name in actions]
        for button in self._buttons:
            self._row.addWidget(button)

    def _button(self, name: str, *, primary: bool) -> Button:
        action = self._actions[name]
        kind = Kind.PRIMARY if primary else Kind.STANDARD
        button = Button(self._theme, action.text(), icon=self._actions.icon_of(name), kind=kind)
        button.setToolTip(self._actions.hint_of(name))
        button.follow(action)
        return button
