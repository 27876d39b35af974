"""All shortcuts in one sheet, made from the table of actions and so never out of date."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from crm.ui.actions import keys_named
from crm.ui.theme import tokens as sizes
from crm.ui.widgets.text import label

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crm.ui.actions import Actions

_COLUMNS = 2


class Shortcut(NamedTuple):
    """What is done, and with which keys."""

    text: str
    keys: tuple[str, ...]


class Group(NamedTuple):
    """Shortcuts that belong together."""

    title: str
    shortcuts: tuple[Shortcut, ...]


def list_groups(actions: Actions) -> tuple[Group, ...]:
    """The shortcuts of the window, of each page, and of every table."""
    specs = [spec for spec in actions.specs() if spec.shortcuts]
    titles = _titles(actions)
    groups: dict[str, list[Shortcut]] = {title: [] for title in dict.fromkeys(titles.values())}
    for spec in specs:
        area = spec.id.partition(".")[0] if "." in spec.id else ""
        title = titles.get(area, titles[""])
        groups[title].append(Shortcut(spec.text, tuple(_native(keys) for keys in spec.shortcuts)))
    made = [Group(title, tuple(found)) for title, found in groups.items() if found]
    return (*made, _table_group(), _grid_group())


def _titles(actions: Actions) -> dict[str, str]:
    """The heading for each first word of an action's id; pages are called as in the rail."""
    translate = QCoreApplication.translate
    return {
        "": translate("Shortcuts", "Everywhere"),
        "go": translate("Shortcuts", "Pages"),
        "workbench": actions.name_of("go.workbench"),
        "tenant": actions.name_of("go.tenants"),
        "form": translate("Shortcuts", "Forms"),
        "board": actions.name_of("go.board"),
        "figures": actions.name_of("go.figures"),
        "filing": actions.name_of("go.filings"),
        "template": actions.name_of("go.forms"),
        "rehearsal": actions.name_of("go.rehearsal"),
        "brief": actions.name_of("go.brief"),
        "operator": actions.name_of("go.operator"),
        "people": actions.name_of("go.people"),
        "events": actions.name_of("go.events"),
        "import": actions.name_of("go.imports"),
        "history": actions.name_of("go.history"),
        "settings": actions.name_of("go.settings"),
    }


def _table_group() -> Group:
    translate = QCoreApplication.translate
    return Group(
        translate("Shortcuts", "Lists"),
        (
            Shortcut(translate("Shortcuts", "Open record"), (_native("Enter"),)),
            Shortcut(translate("Shortcuts", "Select all"), (_native("Ctrl+A"),)),
            Shortcut(translate("Shortcuts", "Select a block of cells"), (_native("Shift+Right"),)),
            Shortcut(translate("Shortcuts", "From the block to its rows"), (_native("Shift+Space"),)),
            Shortcut(translate("Shortcuts", "Copy"), (_native("Ctrl+C"),)),
            Shortcut(translate("Shortcuts", "Copy with headings"), (_native("Ctrl+Shift+C"),)),
            Shortcut(translate("Shortcuts", "Close the side pane"), (_native("Esc"),)),
        ),
    )


def _grid_group() -> Group:
    translate = QCoreApplication.translate
    return Group(
        translate("Shortcuts", "In the grid of figures"),
        (
            Shortcut(translate("Shortcuts", "Edit the cell"), (_native("F2"),)),
            Shortcut(translate("Shortcuts", "Down, up"), (_native("Enter"), _native("Shift+Enter"))),
            Shortcut(translate("Shortcuts", "Right, left"), (_native("Tab"), _native("Shift+Tab"))),
            Shortcut(translate("Shortcuts", "Paste"), (_native("Ctrl+V"),)),
            Shortcut(translate("Shortcuts", "Cut"), (_native("Ctrl+X"),)),
            Shortcut(translate("Shortcuts", "Fill down"), (_native("Ctrl+D"),)),
            Shortcut(translate("Shortcuts", "Clear the cells"), (_native("Del"),)),
            Shortcut(translate("Shortcuts", "Leave the grid"), (_native("Esc"), _native("Tab"))),
        ),
    )


def _native(keys: str) -> str:
    return keys_named(QKeySequence(keys))


class ShortcutsPanel(QWidget):
    """The sheet: groups in two columns, keys at the right of each line."""

    def __init__(self, actions: Actions) -> None:
        super().__init__()
        self.groups = list_groups(actions)
        ground = QWidget()
        row = QHBoxLayout(ground)
        row.setContentsMargins(24, 20, 24, 20)
        row.setSpacing(40)
        for groups in _in_columns(self.groups):
            column = QVBoxLayout()
            column.setSpacing(20)
            for group in groups:
                column.addWidget(_block(group))
            column.addStretch(1)
            row.addLayout(column, 1)
        self.area = QScrollArea()
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidgetResizable(True)
        self.area.setWidget(ground)
        self.area.setAccessibleName(QCoreApplication.translate("Shortcuts", "Shortcuts"))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.area)
        self.setFocusProxy(self.area)


def _in_columns(groups: Iterable[Group]) -> list[list[Group]]:
    """The groups in two columns of about the same height, in order."""
    listed = list(groups)
    heights = [len(group.shortcuts) + 2 for group in listed]
    columns: list[list[Group]] = [[] for _ in range(_COLUMNS)]
    half, so_far = sum(heights) / _COLUMNS, 0
    for group, height in zip(listed, heights, strict=True):
        columns[0 if so_far + height / 2 <= half else 1].append(group)
        so_far += height
    return columns


def _block(group: Group) -> QWidget:
    block = QWidget()
    grid = QGridLayout(block)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(sizes.MARGIN)
    grid.setVerticalSpacing(sizes.GAP)
    grid.setColumnStretch(0, 1)
    grid.addWidget(label(group.title, size="strong", tone="accent"), 0, 0, 1, 2)
    for line, shortcut in enumerate(group.shortcuts, start=1):
        grid.addWidget(label(shortcut.text), line, 0)
        keys = label("   ".join(shortcut.keys), size="small", tone="text2")
        grid.addWidget(keys, line, 1, Qt.AlignmentFlag.AlignRight)
    return block
