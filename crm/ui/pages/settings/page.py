"""The page of settings: sections at the left, what can be set at the right."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
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
from crm.ui.widgets.scroll import scrolled
from crm.ui.widgets.text import ground

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent

    from crm.ui.context import Context

_Section = TypeVar("_Section", bound=QWidget)

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
    """The settings. A section is made when it is opened: all of them at once would keep the window waiting."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._section = ""
        self.list = SectionList()
        self._buttons: dict[str, Button] = {}
        self._parts: dict[str, QWidget] = {}
        self._stack = QStackedWidget()
        self._names = dict(
            zip(
                SECTIONS,
                (
                    self.tr("Incubator"),
                    self.tr("Directory"),
                    self.tr("Appearance"),
                    self.tr("Database"),
                    self.tr("Rules"),
                    self.tr("About"),
                ),
                strict=True,
            )
        )
        for section, name in self._names.items():
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
        kept = context.settings.text("settings/section")
        self.show_section(kept if kept in SECTIONS else SECTIONS[0])

    # ---------------------------------------------------------------- sections

    @cached_property
    def site(self) -> SiteSection:
        """The incubator's own record."""
        site = SiteSection(self._context)
        site.form.edited.connect(self.steps_changed)
        site.form.edits.changed.connect(self.steps_changed)
        site.refresh()
        return self._place("site", site, scrolled(site, name=self._names["site"], across=True))

    @cached_property
    def directory(self) -> DirectorySection:
        """Rooms and partners."""
        directory = DirectorySection(self._context)
        directory.counted.connect(self._tell_count)
        directory.refresh()
        return self._place("directory", directory, directory)

    @cached_property
    def look(self) -> LookSection:
        """How the window looks."""
        look = LookSection(self._context)
        return self._place("look", look, scrolled(look, name=self._names["look"], across=True))

    @cached_property
    def database(self) -> DatabaseSection:
        """Where the data lies."""
        database = DatabaseSection(self._context)
        database.refresh()
        return self._place(
            "database", database, scrolled(database, name=self._names["database"], across=True)
        )

    @cached_property
    def rules(self) -> RulesSection:
        """The rules that hold."""
        rules = RulesSection(self._context)
        rules.counted.connect(self._tell_count)
        rules.refresh()
        return self._place("rules", rules, rules)

    @cached_property
    def about(self) -> AboutSection:
        """What the program is made of."""
        about = AboutSection(self._context)
        return self._place("about", about, scrolled(about, name=self._names["about"], across=True))

    def _place(self, section: str, made: _Section, part: QWidget) -> _Section:
        self._parts[section] = part
        self._stack.addWidget(part)
        return made

    # ---------------------------------------------------------------- page

    def head(self) -> HeadParts:
        """What the head shows: lists can be searched."""
        hints = {"rules": self.tr("Search the rules"), "directory": self.tr("Search rooms and partners")}
        hint = hints.get(self._section, "")
        return HeadParts(self._context.actions.name_of("go.settings"), search_hint=hint)

    def enter(self) -> None:
        """Look anew where the data lies and how much it is."""
        self.refresh()
        self._tell_counts()

    def own_steps(self) -> tuple[str, str]:
        """What undoing and doing again would change in the form."""
        return self.site.form.edits.next_steps() if "site" in self._parts else ("", "")

    def undo_own(self) -> None:
        """Undo in the form what was entered last."""
        self.site.form.edits.undo()

    def redo_own(self) -> None:
        """Enter it again."""
        self.site.form.edits.redo()

    def may_leave(self, then: Callable[[], object]) -> bool:
        """Ask where the incubator's record is not saved."""
        return "site" not in self._parts or self.site.may_leave(then)

    def refresh(self) -> None:
        """Read again what may have changed, in the sections that have been opened."""
        for section in ("site", "directory", "database", "rules"):
            if section in self._parts:
                getattr(self, section).refresh()

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
        getattr(self, section)  # which makes it
        self._stack.setCurrentWidget(self._parts[section])
        self._context.settings.keep_text("settings/section", section)
        if section not in _COUNTED:
            self.counts_changed.emit("", "")
        self.head_changed.emit()
        self._tell_counts()

    def _add(self, section: str, name: str) -> None:
        button = Button(self._context.theme, name, icon=_ICONS[section], kind=Kind.NAV)
        button.setCheckable(True)
        button.clicked.connect(lambda: self.show_section(section))
        self.list.group.addButton(button)
        self._buttons[section] = button
        self.list.column.addWidget(button)

    def _tell_counts(self) -> None:
        for section in _COUNTED:
            if section in self._parts:
                getattr(self, section).tell_count()

    def _tell_count(self, text: str) -> None:
        self.counts_changed.emit(text, "")

    def _size(self) -> None:
        width = max(_LIST_WIDTH, in_pixels(_LIST_WIDTH))
        self.list.setFixedWidth(width)
        for button in self._buttons.values():
            button.setFixedWidth(width - 2 * sizes.GAP)
