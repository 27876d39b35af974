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
        ActionSpec("go.workbench", translate("Actions", "Workbench"), "workbench", ("Ctrl+1",)),
        ActionSpec("go.tenants", translate("Actions", "Tenants"), "tenants", ("Ctrl+2",)),
        ActionSpec("go.board", translate("Actions", "Stages"), "board", ("Ctrl+3",)),
        ActionSpec("go.figures", translate("Actions", "Figures"), "figures", ("Ctrl+4",)),
        ActionSpec("go.filings", translate("Actions", "Filings"), "filings", ("Ctrl+5",)),
        ActionSpec("go.operator", translate("Actions", "Own figures"), "sigma", ("Ctrl+Shift+O",)),
        ActionSpec("go.people", translate("Actions", "Staff and mentors"), "people", ("Ctrl+Shift+P",)),
        ActionSpec("go.events", translate("Actions", "Events"), "calendar", ("Ctrl+Shift+A",)),
        ActionSpec("go.rehearsal", translate("Actions", "Rehearsal"), "passed", ("Ctrl+Shift+R",)),
        ActionSpec("go.brief", translate("Actions", "Brief"), "file", ("Ctrl+Shift+B",)),
        ActionSpec("go.forms", translate("Actions", "Form templates"), "table", ("Ctrl+Shift+F",)),
        ActionSpec("go.imports", translate("Actions", "Import"), "import", ("Ctrl+6",)),
        ActionSpec("go.history", translate("Actions", "History"), "history", ("Ctrl+7",)),
        ActionSpec("go.settings", translate("Actions", "Settings"), "settings", ("Ctrl+,", "Ctrl+8")),
        ActionSpec("go.back", translate("Actions", "Back"), "left", ("Alt+Left",)),
        ActionSpec("help", translate("Actions", "Help"), "help", ("F1",)),
        ActionSpec("shortcuts", translate("Actions", "Shortcuts"), "keyboard", ("Ctrl+/", "Shift+F1")),
        ActionSpec("search", translate("Actions", "Search"), "search", ("Ctrl+F",)),
        ActionSpec("refresh", translate("Actions", "Refresh"), "refresh", ("F5",)),
        ActionSpec("print", translate("Actions", "Print"), "print", ("Ctrl+P",)),
        ActionSpec("undo", translate("Actions", "Undo"), "undo", ("Ctrl+Z",)),
        ActionSpec("redo", translate("Actions", "Redo"), "redo", ("Ctrl+Y", "Ctrl+Shift+Z")),
        ActionSpec("tenant.import", translate("Actions", "Import"), "import", ("Ctrl+I",)),
        ActionSpec("tenant.add", translate("Actions", "New tenant"), "plus", ("Ctrl+N",)),
        ActionSpec("tenant.stage", translate("Actions", "Change stage"), "stage", ("Ctrl+G",)),
        ActionSpec("tenant.pane", translate("Actions", "Show details"), "pane", ("Ctrl+D",)),
        ActionSpec("tenant.export", translate("Actions", "Export"), "export", ("Ctrl+E",)),
        ActionSpec("tenant.filter", translate("Actions", "Filter list"), "filter", ("Ctrl+Shift+L",)),
        ActionSpec("tenant.clear", translate("Actions", "Clear filter"), "close"),
        ActionSpec("board.table", translate("Actions", "Show as table"), "table", ("Ctrl+T",)),
        ActionSpec("board.move", translate("Actions", "Change stage"), "stage", ("Ctrl+G",)),
        ActionSpec("board.add", translate("Actions", "New tenant"), "plus", ("Ctrl+N",)),
        ActionSpec("workbench.add", translate("Actions", "New tenant"), "plus", ("Ctrl+N",)),
        ActionSpec("workbench.export", translate("Actions", "Export"), "export", ("Ctrl+E",)),
        ActionSpec("tenant.edit", translate("Actions", "Edit"), "edit", ("Ctrl+Shift+E",)),
        ActionSpec("tenant.note", translate("Actions", "New note"), "note", ("Ctrl+Shift+N",)),
        ActionSpec("tenant.back", translate("Actions", "Back to list"), "left", ("Alt+Left",)),
        ActionSpec("form.save", translate("Actions", "Save"), "check", ("Ctrl+S",)),
        ActionSpec("figures.save", translate("Actions", "Save"), "check", ("Ctrl+S",)),
        ActionSpec("figures.fill", translate("Actions", "Fill from last period"), "copy", ("Ctrl+Shift+D",)),
        ActionSpec(
            "figures.missing", translate("Actions", "Copy reminder list"), "people", ("Ctrl+Shift+M",)
        ),
        ActionSpec("figures.next", translate("Actions", "Next error"), "down", ("F8",)),
        ActionSpec("figures.unit", translate("Actions", "Yuan / 10k yuan"), "swap", ("F4",)),
        ActionSpec("figures.earlier", translate("Actions", "Earlier period"), "left", ("Alt+PgUp",)),
        ActionSpec("figures.later", translate("Actions", "Later period"), "right", ("Alt+PgDown",)),
        ActionSpec("figures.columns", translate("Actions", "Choose indicators"), "table", ("Ctrl+Shift+L",)),
        ActionSpec("filing.build", translate("Actions", "Build"), "build", ("Ctrl+B",)),
        ActionSpec("filing.check", translate("Actions", "Check"), "check", ("F7",)),
        ActionSpec("filing.earlier", translate("Actions", "Earlier period"), "left", ("Alt+PgUp",)),
        ActionSpec("filing.later", translate("Actions", "Later period"), "right", ("Alt+PgDown",)),
        ActionSpec("filing.find_next", translate("Actions", "Next match"), "down", ("F3",)),
        ActionSpec("filing.find_previous", translate("Actions", "Previous match"), "up", ("Shift+F3",)),
        ActionSpec("filing.export", translate("Actions", "Export"), "export", ("Ctrl+E",)),
        ActionSpec("filing.submit", translate("Actions", "Submit"), "up", ("Ctrl+Shift+U",)),
        ActionSpec("filing.approve", translate("Actions", "Approve"), "passed", ("Ctrl+Shift+G",)),
        ActionSpec("filing.freeze", translate("Actions", "Freeze"), "freeze", ("Ctrl+L",)),
        ActionSpec("template.new", translate("Actions", "New form"), "plus", ("Ctrl+N",)),
        ActionSpec("template.edit", translate("Actions", "Change bindings"), "edit", ("Ctrl+Shift+E",)),
        ActionSpec("template.align", translate("Actions", "Align new edition"), "swap", ("Ctrl+G",)),
        ActionSpec("template.pack", translate("Actions", "Share form"), "export", ("Ctrl+E",)),
        ActionSpec("template.take", translate("Actions", "Add shared form"), "import", ("Ctrl+O",)),
        ActionSpec("template.remove", translate("Actions", "Archive form"), "trash"),
        ActionSpec("template.save", translate("Actions", "Save as form"), "check", ("Ctrl+S",)),
        ActionSpec("template.accept", translate("Actions", "Accept suggestions"), "passed", ("Ctrl+Return",)),
        ActionSpec("template.next", translate("Actions", "Next undecided"), "down", ("F8",)),
        ActionSpec("template.matrix", translate("Actions", "Rows and columns"), "table", ("Ctrl+Shift+M",)),
        ActionSpec("template.back", translate("Actions", "Back to forms"), "left", ("Alt+Left",)),
        ActionSpec("rehearsal.rules", translate("Actions", "Edit rule set"), "rules", ("Ctrl+Shift+E",)),
        ActionSpec("rehearsal.export", translate("Actions", "Export"), "export", ("Ctrl+E",)),
        ActionSpec("rehearsal.earlier", translate("Actions", "Earlier period"), "left", ("Alt+PgUp",)),
        ActionSpec("rehearsal.later", translate("Actions", "Later period"), "right", ("Alt+PgDown",)),
        ActionSpec("people.import", translate("Actions", "Import"), "import", ("Ctrl+I",)),
        ActionSpec("people.export", translate("Actions", "Export"), "export", ("Ctrl+E",)),
        ActionSpec("people.remove", translate("Actions", "Remove"), "trash"),
        ActionSpec("people.edit", translate("Actions", "Edit"), "edit", ("Ctrl+Shift+E",)),
        ActionSpec("people.add", translate("Actions", "New person"), "plus", ("Ctrl+N",)),
        ActionSpec("events.import", translate("Actions", "Import"), "import", ("Ctrl+I",)),
        ActionSpec("events.export", translate("Actions", "Export"), "export", ("Ctrl+E",)),
        ActionSpec("events.remove", translate("Actions", "Remove"), "trash"),
        ActionSpec("events.edit", translate("Actions", "Edit"), "edit", ("Ctrl+Shift+E",)),
        ActionSpec("events.add", translate("Actions", "New event"), "plus", ("Ctrl+N",)),
        ActionSpec("operator.import", translate("Actions", "Import"), "import", ("Ctrl+I",)),
        ActionSpec("operator.save", translate("Actions", "Save"), "check", ("Ctrl+S",)),
        ActionSpec("operator.export", translate("Actions", "Export"), "export", ("Ctrl+E",)),
        ActionSpec("operator.earlier", translate("Actions", "Earlier period"), "left", ("Alt+PgUp",)),
        ActionSpec("operator.later", translate("Actions", "Later period"), "right", ("Alt+PgDown",)),
        ActionSpec("brief.word", translate("Actions", "Export as Word"), "export", ("Ctrl+Shift+W",)),
        ActionSpec("brief.sheet", translate("Actions", "Export as workbook"), "table", ("Ctrl+E",)),
        ActionSpec("history.export", translate("Actions", "Export"), "export", ("Ctrl+E",)),
        ActionSpec("history.undo", translate("Actions", "Undo this operation"), "undo"),
        ActionSpec("history.clear", translate("Actions", "Clear filter"), "close"),
        ActionSpec("import.open", translate("Actions", "Choose file"), "folder", ("Ctrl+O",)),
        ActionSpec("import.apply", translate("Actions", "Apply import"), "check", ("Ctrl+Return",)),
        ActionSpec("import.paste", translate("Actions", "Paste a table"), "copy", ("Ctrl+V",)),
        ActionSpec("import.next", translate("Actions", "Next step"), "right", ("Alt+Right",)),
        ActionSpec("import.back", translate("Actions", "Previous step"), "left", ("Alt+Left",)),
    )


_CAPS = {"Return": "Enter", "Left": "←", "Right": "→", "Up": "↑", "Down": "↓"}


def keys_named(keys: QKeySequence) -> str:
    """*keys* by what stands on them, in any language: Qt says ``Ctrl+Return``, in Chinese ``Alt+左方向``."""
    text = keys.toString(QKeySequence.SequenceFormat.PortableText)
    return "+".join(_CAPS.get(part, part) for part in text.split("+"))


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
            action.setEnabled(False)  # until somebody serves it: a page that was never opened takes no keys
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

    def name_of(self, name: str) -> str:
        """The text that the table has for the action called *name*; what it shows may say more."""
        return self._specs[name].text

    def hint_of(self, name: str) -> str:
        """The text of the action called *name* with its shortcut, for a tool-tip."""
        action = self._actions[name]
        keys = keys_named(action.shortcut())
        return f"{action.text()} ({keys})" if keys else action.text()

    def specs(self) -> tuple[ActionSpec, ...]:
        """The table itself."""
        return tuple(self._specs.values())

    def serve(self, name: str, act: Callable[[], None]) -> QAction:
        """Let *act* serve the action called *name*; it is told to nobody else."""
        action = self._actions[name]
        action.triggered.connect(lambda _checked=False: act())
        action.setEnabled(True)
        return action
