"""The table of actions: each has one text, one icon and one shortcut, wherever it appears."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QCoreApplication, QObject, Qt
from PySide6.QtGui import QAction, QKeySequence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PySide6.QtWidgets import QWidget


class ActionSpec(NamedTuple):
    """One action: its id, text, icon and shortcuts."""

    id: str
    text: str
    icon: str = ""
    shortcuts: tuple[str, ...] = ()


def list_actions() -> tuple[ActionSpec, ...]:
    """The table, in the language of the window."""
    translate = QCoreApplication.translate
    return (
        ActionSpec("go.tenants", translate("Actions", "Tenants"), "tenants", ("Ctrl+1",)),
        ActionSpec("go.filings", translate("Actions", "Filings"), "filings", ("Ctrl+2",)),
        ActionSpec("go.imports", translate("Actions", "Import"), "import", ("Ctrl+3",)),
        ActionSpec("search", translate("Actions", "Search"), "search", ("Ctrl+F",)),
        ActionSpec("refresh", translate("Actions", "Refresh"), "refresh", ("F5",)),
        ActionSpec("undo", translate("Actions", "Undo"), "undo", ("Ctrl+Z",)),
        ActionSpec("tenant.import", translate("Actions", "Import"), "import", ("Ctrl+I",)),
        ActionSpec("tenant.add", translate("Actions", "New tenant"), "plus", ("Ctrl+N",)),
        ActionSpec("tenant.stage", translate("Actions", "Change stage"), "stage", ("Ctrl+G",)),
        ActionSpec("tenant.pane", translate("Actions", "Show details"), "pane", ("Ctrl+D",)),
        ActionSpec("filing.build", translate("Actions", "Build"), "build", ("Ctrl+B",)),
        ActionSpec("filing.export", translate("Actions", "Export"), "export", ("Ctrl+E",)),
        ActionSpec("filing.freeze", translate("Actions", "Freeze"), "freeze", ("Ctrl+L",)),
        ActionSpec("import.open", translate("Actions", "Choose file"), "folder", ("Ctrl+O",)),
        ActionSpec("import.apply", translate("Actions", "Apply import"), "check", ("Ctrl+Return",)),
    )


class Actions(QObject):
    """The actions of one window. A page connects the ones it serves and enables them while it is shown."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._actions: dict[str, QAction] = {}
        self._specs = {spec.id: spec for spec in list_actions()}
        for spec in self._specs.values():
            action = QAction(spec.text, window)
            action.setObjectName(spec.id)
            action.setShortcuts([QKeySequence(keys) for keys in spec.shortcuts])
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
            window.addAction(action)
            self._actions[spec.id] = action

    def __getitem__(self, name: str) -> QAction:
        """The action called *name*."""
        return self._actions[name]

    def __iter__(self) -> Iterator[QAction]:
        """All actions in the table's order."""
        return iter(self._actions.values())

    def icon_of(self, name: str) -> str:
        """The icon of the action called *name*."""
        return self._specs[name].icon

    def hint_of(self, name: str) -> str:
        """The text of the action called *name* with its shortcut, for a tool-tip."""
        action = self._actions[name]
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        return f"{action.text()} ({keys})" if keys else action.text()

    def serve(self, name: str, act: Callable[[], None]) -> QAction:
        """Let *act* serve the action called *name*; it is told to nobody else."""
        action = self._actions[name]
        action.triggered.connect(lambda _checked=False: act())
        return action
