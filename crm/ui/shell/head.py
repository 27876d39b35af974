"""The head: the page's title or those of its family, the search box, undo and redo, the page's actions at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QMenu, QSizePolicy, QWidget

from crm.ui.shell.family import FamilyTabs
from crm.ui.theme import tokens as sizes
from crm.ui.widgets.button import Button, Kind
from crm.ui.widgets.text import ElidedLabel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

    from crm.ui.actions import Actions
    from crm.ui.theme.theme import Theme

SEARCH_AFTER = 150
"""Milliseconds after the last key."""

_SEARCH_LEAST = 160
_SEARCH_TIGHT = 88
"""What is left to the search box where even then the names of a family would be cut: large type on a small screen."""
_SEARCH_MOST = 340


class SearchBox(QLineEdit):
    """A search box. Esc clears it; Esc again, Down or Enter goes to what was found."""

    asked = Signal(str)
    left = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setClearButtonEnabled(True)
        self.setAccessibleName(self.tr("Search"))
        self.setMinimumWidth(_SEARCH_LEAST)
        self.setMaximumWidth(_SEARCH_MOST)
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
    """Title, search and actions of the page that is shown. What has no room goes into a menu."""

    def __init__(self, theme: Theme, actions: Actions) -> None:
        super().__init__()
        self.setProperty("ground", "bar")
        self.setFixedHeight(sizes.BAR)
        self._theme = theme
        self._actions = actions
        self._names: tuple[str, ...] = ()
        self._primary = ""
        self._buttons: dict[str, Button] = {}
        self._hidden: tuple[str, ...] = ()
        self.title = ElidedLabel(size="title")
        self.title.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.family = FamilyTabs(theme, actions)
        self.search = SearchBox(theme)
        self.undo, self.redo = self._step_button("undo"), self._step_button("redo")
        self.more = Button(theme, self.tr("More"), icon="down")
        self.more.clicked.connect(self._open_menu)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(sizes.MARGIN, 0, sizes.MARGIN, 1)
        self._row.setSpacing(sizes.GAP)
        self._row.addWidget(self.title)
        self._row.addWidget(self.family)
        self._row.addSpacing(sizes.GAP)
        self._row.addWidget(self.search, 10)
        self._row.addWidget(self.undo)
        self._row.addWidget(self.redo)
        self._row.addStretch(1)
        self._row.addWidget(self.more)
        theme.changed.connect(self._fit)

    def show_family(self, pages: Sequence[str], page: str) -> None:
        """Show the names of *pages* in place of the title, *page* as the one that is open; the title where none are."""
        self.family.show_pages(pages, page)
        self.family.setVisible(bool(pages))
        self.title.setVisible(not pages)

    def show_page(self, title: str, *, actions: Sequence[str], primary: str, search_hint: str) -> None:
        """Show the *title* and the *actions* of a page; an empty *search_hint* takes the search box away."""
        self.title.setText(title)
        self.search.setVisible(bool(search_hint))
        self.search.setPlaceholderText(search_hint)
        for button in self._buttons.values():
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._names, self._primary = tuple(actions), primary
        self._buttons = {name: self._button(name) for name in actions}
        for name, button in self._buttons.items():
            self._row.insertWidget(self._row.count() - 1, button)
            if name == primary:  # what has no room stands before it
                self._row.removeWidget(self.more)
                self._row.insertWidget(self._row.count() - 1, self.more)
        self._fit()

    def show_steps(self, undo: str, redo: str) -> None:
        """Name the steps that undo and redo would take; an empty name is no step."""
        for name, step, text, button in (
            ("undo", undo, self.tr("Undo: {step}"), self.undo),
            ("redo", redo, self.tr("Redo: {step}"), self.redo),
        ):
            action = self._actions[name]
            action.setText(text.format(step=step) if step else self._actions.name_of(name))
            action.setEnabled(bool(step))
            button.setToolTip(self._actions.hint_of(name))
            button.setAccessibleName(action.text())

    def menu(self) -> QMenu:
        """The menu of actions without room."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name in self._hidden:
            action = self._actions[name]
            action.setIcon(self._theme.icons.get(self._actions.icon_of(name)))
            menu.addAction(action)
        return menu

    def minimumSizeHint(self) -> QSize:  # noqa: D102 - Qt's own
        # Buttons that are shown now would go into the menu of a narrower window: they must not keep it wide.
        hint = super().minimumSizeHint()
        least = self._needed(
            [self._primary] if self._primary in self._buttons else [], more=len(self._names) > 1
        )
        if not self.search.isHidden():
            least -= _SEARCH_LEAST - _SEARCH_TIGHT
        return QSize(min(hint.width(), least), hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102 - Qt's own
        super().resizeEvent(event)
        self._fit()

    def _open_menu(self) -> None:
        self.menu().popup(self.more.mapToGlobal(QPoint(0, self.more.height() + 2)))

    def _button(self, name: str) -> Button:
        action = self._actions[name]
        kind = Kind.PRIMARY if name == self._primary else Kind.STANDARD
        button = Button(self._theme, action.text(), icon=self._actions.icon_of(name), kind=kind)
        button.setToolTip(self._actions.hint_of(name))
        button.follow(action)
        return button

    def _step_button(self, name: str) -> Button:
        button = Button(self._theme, icon=name, kind=Kind.QUIET, name=self._actions.hint_of(name))
        button.follow(self._actions[name])
        return button

    def _fit(self) -> None:
        """Give the title its room, and put into the menu what is left without."""
        self.title.setMinimumWidth(24)  # the width it was given last is its least, and its hint's
        wanted = self.title.sizeHint().width() + 1
        self.title.setFixedWidth(max(24, min(wanted, self.width() * 2 // 5)))
        shown = list(self._names)
        hidden: list[str] = []
        while self._needed(shown, more=bool(hidden)) > self.width():
            last = next((name for name in reversed(shown) if name != self._primary), None)
            if last is None:
                break
            shown.remove(last)
            hidden.insert(0, last)
        lacking = max(0, self._needed(shown, more=bool(hidden)) - self.width())
        self.search.setMinimumWidth(max(_SEARCH_TIGHT, _SEARCH_LEAST - lacking))
        self._hidden = tuple(hidden)
        for name, button in self._buttons.items():
            button.setVisible(name not in hidden)
        self.more.setVisible(bool(hidden))

    def _needed(self, shown: Sequence[str], *, more: bool) -> int:
        parts: list[QWidget] = [self._buttons[name] for name in shown]
        if more:
            parts.append(self.more)
        width = sum(part.sizeHint().width() + sizes.GAP for part in parts)
        search = 0 if self.search.isHidden() else _SEARCH_LEAST + sizes.GAP
        steps = sum(part.sizeHint().width() + sizes.GAP for part in (self.undo, self.redo))
        title = self.title.width() if self.family.isHidden() else self.family.sizeHint().width()
        return 2 * sizes.MARGIN + title + 3 * sizes.GAP + search + steps + width
