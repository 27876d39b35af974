"""The page of settings: sections at the left, what can be set at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from crm.ui.page import HeadParts, Page
from crm.ui.pages.settings.about import AboutSection
from crm.ui.pages.settings.database import DatabaseSection
from crm.ui.pages.settings.directory import DirectorySection
from crm.ui.pages.settings.look import LookSection
from crm.ui.pages.settings.rules import RulesSection
from crm.ui.pages.settings.site import SiteSection
from crm.ui.theme import tokens as sizes
from crm.ui.theme.fonts import in_pixels
from crm.ui.widgets.button import Button, Kind
from crm.ui.widgets.text import ground

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent

    from crm.ui.context import Context

SECTIONS = ("site", "directory", "look", "database", "rules", "about")
_ICONS = {
    "site": "tenants",
    "directory": "table",
    "look": "look",
    "database": "database",
    "rules": "rules",
    "about": "info",
}
_COUNTED = ("rules", "directory")
"""Lists whose length the foot tells."""
_LIST_WIDTH = 176


class SectionList(QFrame):
    """The names of the sections. Up and Down go from one to the next."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "bg")
        self.group = QButtonGroup(self)
        self.group.setExclusive(True)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(sizes.GAP, sizes.MARGIN, sizes.GAP, sizes.MARGIN)
        self.column.setSpacing(2)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: D102 - Qt's own
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        buttons = self.group.buttons()
        place = next(place for place, one in enumerate(buttons) if one.isChecked()) + step
        if 0 <= place < len(buttons):
            buttons[place].setFocus(Qt.FocusReason.TabFocusReason)
            buttons[place].click()


class SettingsPage(Page):
    """The settings."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.site = SiteSection(context)
        self.directory = DirectorySection(context)
        self.look = LookSection(context)
        self.database = DatabaseSection(context)
        self.rules = RulesSection(context)
        self.about = AboutSection(context)
        self._section = ""
        self.list = SectionList()
        self._buttons: dict[str, Button] = {}
        self._stack = QStackedWidget()
        names = (
            self.tr("Incubator"),
            self.tr("Directory"),
            self.tr("Appearance"),
            self.tr("Database"),
            self.tr("Rules"),
            self.tr("About"),
        )
        parts: tuple[QWidget, ...] = (
            _scrolled(self.site, self.tr("Incubator")),
            self.directory,
            _scrolled(self.look, self.tr("Appearance")),
            _scrolled(self.database, self.tr("Database")),
            self.rules,
            _scrolled(self.about, self.tr("About")),
        )
        for section, name, part in zip(SECTIONS, names, parts, strict=True):
            self._stack.addWidget(part)
            self._add(section, name)
        self.list.column.addStretch(1)
        context.theme.changed.connect(self._size)
        self._size()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.list)
        edge = ground("line")
        edge.setFixedWidth(1)
        row.addWidget(edge)
        row.addWidget(self._stack, 1)
        for counting in (self.rules, self.directory):
            counting.counted.connect(self._tell_count)
        kept = context.settings.text("settings/section")
        self.show_section(kept if kept in SECTIONS else SECTIONS[0])

    def head(self) -> HeadParts:
        """What the head shows: lists can be searched."""
        hints = {"rules": self.tr("Search the rules"), "directory": self.tr("Search rooms and partners")}
        hint = hints.get(self._section, "")
        return HeadParts(self._context.actions.name_of("go.settings"), search_hint=hint)

    def enter(self) -> None:
        """Look anew where the data lies and how much it is."""
        self.site.refresh()
        self.directory.refresh()
        self.database.refresh()
        self.rules.tell_count()

    def may_leave(self, then: Callable[[], object]) -> bool:
        """Ask where the incubator's record is not saved."""
        return self.site.may_leave(then)

    def refresh(self) -> None:
        """Read again what may have changed."""
        self.site.refresh()
        self.directory.refresh()
        self.database.refresh()

    def search(self, text: str) -> None:
        """Look for rules, or in the directory."""
        if self._section == "directory":
            self.directory.search(text)
        else:
            self.rules.search(text)

    def focus_content(self) -> None:
        """Put the cursor into the section."""
        if self._section == "rules":
            self.rules.table.setFocus()
        elif self._section == "directory":
            self.directory.take_cursor()
        else:
            self._buttons[self._section].setFocus()

    def show_query(self, query: object) -> None:
        """Open a section by its name."""
        if query in SECTIONS:
            self.show_section(str(query))

    @property
    def section(self) -> str:
        """The section that is shown."""
        return self._section

    def button(self, section: str) -> Button:
        """The name of a section in the list."""
        return self._buttons[section]

    def show_section(self, section: str) -> None:
        """Show a section."""
        if section == self._section:
            return
        if any(button.hasFocus() for button in self._buttons.values()):
            self._buttons[section].setFocus()
        self._section = section
        self._buttons[section].setChecked(True)
        self._stack.setCurrentIndex(SECTIONS.index(section))
        self._context.settings.keep_text("settings/section", section)
        if section not in _COUNTED:
            self.counts_changed.emit("", "")
        self.head_changed.emit()
        self.rules.tell_count()
        self.directory.tell_count()

    def _add(self, section: str, name: str) -> None:
        button = Button(self._context.theme, name, icon=_ICONS[section], kind=Kind.NAV)
        button.setCheckable(True)
        button.clicked.connect(lambda: self.show_section(section))
        self.list.group.addButton(button)
        self._buttons[section] = button
        self.list.column.addWidget(button)

    def _tell_count(self, text: str) -> None:
        self.counts_changed.emit(text, "")

    def _size(self) -> None:
        width = max(_LIST_WIDTH, in_pixels(_LIST_WIDTH))
        self.list.setFixedWidth(width)
        for button in self._buttons.values():
            button.setFixedWidth(width - 2 * sizes.GAP)


def _scrolled(section: QWidget, name: str) -> QScrollArea:
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setAccessibleName(name)
    area.setWidget(section)
    return area
