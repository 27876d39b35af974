"""The window on a real X screen, watched: `python -m tests.e2e.watched DATABASE FILE DAY` tells what it shows.

Nothing is done to the window here. Ten times a second its state is written to FILE as JSON: what has the focus, what
the notice says, which dialog is open, and where on the screen each named widget stands, so that a script can press keys
and the mouse like a person who looks.
"""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtWidgets import QAbstractItemView, QApplication, QDialog, QLabel, QMenu, QWidget

from crm.app import run_window
from crm.domain.wording import Language
from crm.ui.theme.tokens import Look

if TYPE_CHECKING:
    from crm.app import Program


class Watcher:
    """Writes what the window shows."""

    def __init__(self, program: Program, file: Path) -> None:
        self._program = program
        self._file = file
        self._timer = QTimer(program)
        self._timer.setInterval(100)
        self._timer.timeout.connect(self.tell)
        self._timer.start()
        self._told = 0

    def tell(self) -> None:
        """Write the state; whole or not at all, so that nobody reads half of it."""
        shell, context = self._program.shell, self._program.context
        if shell is None or context is None:
            return
        self._told += 1
        notice = shell.notice_bar
        dialogs = [
            one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog) and one.isVisible()
        ]
        menus = [one for one in QApplication.topLevelWidgets() if isinstance(one, QMenu) and one.isVisible()]
        focus = QApplication.focusWidget()
        state = {
            "told": self._told,
            "idle": context.tasks.is_idle,
            "page": shell._open,
            "count": shell.foot.count.text(),
            "notice": notice.text.text() if notice.isVisible() else "",
            "dialog": dialogs[-1].windowTitle() if dialogs else "",
            "menus": [[action.text() for action in menu.actions()] for menu in menus],
            "focus": "" if focus is None else focus.accessibleName(),
            "texts": [one.text() for one in self._visible(dialogs) if isinstance(one, QLabel) and one.text()],
            "places": {
                name: place
                for one in self._visible(dialogs)
                if (name := one.accessibleName()) and (place := _place(one)) is not None
            },
            "rows": {
                one.accessibleName(): one.model().rowCount()
                for one in self._visible(dialogs)
                if isinstance(one, QAbstractItemView) and one.model() is not None
            },
        }
        scratch = self._file.with_suffix(".part")
        scratch.write_text(json.dumps(state, ensure_ascii=False), encoding="utf-8")
        scratch.replace(self._file)

    def _visible(self, dialogs: list[QDialog]) -> list[QWidget]:
        roots: list[QWidget] = [
            *([self._program.window] if self._program.window is not None else []),
            *dialogs,
        ]
        return [one for root in roots for one in root.findChildren(QWidget) if one.isVisible()]


def _place(widget: QWidget) -> list[int] | None:
    """The middle of what can be seen of a widget, in pixels of the screen."""
    seen = widget.visibleRegion().boundingRect()
    if seen.isEmpty():
        return None
    at: QPoint = widget.mapToGlobal(seen.center())
    return [at.x(), at.y(), seen.width(), seen.height()]


def main(arguments: list[str]) -> int:
    """Open the window and watch it until it is closed."""
    database, file, day = arguments
    kept: list[Any] = []
    return run_window(
        database,
        today=date.fromisoformat(day),
        user="林静",
        language=Language.ZH,
        look=Look.LIGHT,
        ready=lambda program: kept.append(Watcher(program, Path(file))),
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
