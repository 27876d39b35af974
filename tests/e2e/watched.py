"""The window on a real X screen, watched: `python -m tests.e2e.watched DATABASE FILE DAY` tells what it shows.

Nothing is done to the window here. Twenty times a second its state is written to FILE as JSON: what has the focus, what
the notice says, which dialog is open, what stands in lists and boxes, and where on the screen each named widget is, so
that a script can press keys and the mouse like a person who looks.
"""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QListView,
    QMenu,
    QPlainTextEdit,
    QTableView,
    QWidget,
)

from crm.app import run_window
from crm.domain.wording import Language
from crm.ui.theme.tokens import Look

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex
    from PySide6.QtGui import QWindow

    from crm.app import Program

_EVERY = 50
_MOST_ROWS = 80
"""Of a list: nobody looks at more."""


class Watcher:
    """Writes what the window shows."""

    def __init__(self, program: Program, file: Path) -> None:
        self._program = program
        self._file = file
        self._timer = QTimer(program)
        self._timer.setInterval(_EVERY)
        self._timer.timeout.connect(self.tell)
        self._timer.start()
        self._told = 0

    def tell(self) -> None:
        """Write the state; whole or not at all, so that nobody reads half of it."""
        program = self._program
        if program.shell is None or program.context is None or program.window is None:
            return
        self._told += 1
        notice, focus = program.shell.notice_bar, QApplication.focusWidget()
        above = [one for one in QApplication.topLevelWidgets() if one.isVisible()]
        dialogs = [one for one in above if isinstance(one, QDialog)]
        uppermost = dialogs[-1] if dialogs else program.window
        seen = [one for root in (program.window, *dialogs) for one in _within(root)]
        state = {
            "told": self._told,
            "idle": program.context.tasks.is_idle,
            "active": QApplication.activeWindow() is uppermost,
            "page": program.shell.open_name,
            "count": program.shell.foot.count.text(),
            "notice": notice.text.text() if notice.isVisible() else "",
            "window": int(uppermost.winId()),
            "dialog": dialogs[-1].windowTitle() if dialogs else "",
            "frames": [_frame(one) for one in (program.window, *dialogs)],
            "dragged": any(_is_dragged(one) for one in QGuiApplication.topLevelWindows()),
            "menus": [[one.text() for one in menu.actions()] for menu in above if isinstance(menu, QMenu)],
            "focus": "" if focus is None else _name(focus),
            "texts": [one.text() for one in seen if isinstance(one, QLabel) and one.text()],
            "fields": {_name(one): text for one in seen if (text := _written(one)) is not None},
            "chosen": [one.text() for one in seen if isinstance(one, QAbstractButton) and one.isChecked()],
            "places": _places(seen),
            "lists": {_name(one): _list(one) for one in seen if isinstance(one, QAbstractItemView)},
        }
        scratch = self._file.with_suffix(".part")
        scratch.write_text(json.dumps(state, ensure_ascii=False), encoding="utf-8")
        scratch.replace(self._file)


def _within(window: QWidget) -> list[QWidget]:
    """What can be seen in a window, without what lies in the dialogs over it."""
    return [one for one in window.findChildren(QWidget) if one.isVisible() and one.window() is window]


def _name(widget: QWidget) -> str:
    """What a screen reader calls a widget; of Qt's own dialogs, what their makers call it."""
    return widget.accessibleName() or widget.objectName()


def _frame(window: QWidget) -> list[int]:
    """Where a window stands, with what the window manager puts around it."""
    frame = window.frameGeometry()
    return [frame.x(), frame.y(), frame.width(), frame.height()]


def _is_dragged(window: QWindow) -> bool:
    """Whether it is the picture that hangs on the mouse while something is dragged."""
    return window.isVisible() and window.metaObject().className() == "QShapedPixmapWindow"


def _written(widget: QWidget) -> str | None:
    """What stands in an entry."""
    if isinstance(widget, QLineEdit):
        return widget.text()
    if isinstance(widget, QPlainTextEdit):
        return widget.toPlainText()
    return widget.currentText() if isinstance(widget, QComboBox) else None


def _places(seen: list[QWidget]) -> dict[str, list[list[int]]]:
    """Where the enabled widgets of each name are, in pixels of the screen."""
    places: dict[str, list[list[int]]] = {}
    for one in seen:
        name, place = _name(one), _place(one)
        if name and place is not None and one.isEnabled():
            places.setdefault(name, []).append(place)
    return places


def _place(widget: QWidget) -> list[int] | None:
    """The middle of what can be seen of a widget."""
    seen = widget.visibleRegion().boundingRect()
    if seen.isEmpty():
        return None
    at: QPoint = widget.mapToGlobal(seen.center())
    return [at.x(), at.y(), seen.width(), seen.height()]


def _list(view: QAbstractItemView) -> dict[str, Any]:
    """The titles and rows of a list, as they are read, and where the visible ones are."""
    model = view.model()
    columns = _columns(view)
    rows = [
        [model.index(row, column) for column in columns]
        for row in range(min(model.rowCount(), _MOST_ROWS))
        if not (isinstance(view, QTableView) and view.isRowHidden(row))
    ]
    return {
        "count": model.rowCount(),
        "titles": [_title(view, column) for column in columns],
        "rows": [[_text(index) for index in row] for row in rows],
        "places": [_spot(view, row[0]) for row in rows if row],
        "current": view.currentIndex().row(),
    }


def _columns(view: QAbstractItemView) -> list[int]:
    """The shown columns, from left to right."""
    if isinstance(view, QListView):
        return [view.modelColumn()]
    if not isinstance(view, QTableView):
        return [0]
    head = view.horizontalHeader()
    order = [head.logicalIndex(place) for place in range(head.count())]
    return [column for column in order if not view.isColumnHidden(column)]


def _title(view: QAbstractItemView, column: int) -> str:
    title = view.model().headerData(column, Qt.Orientation.Horizontal)
    return str(title or "")


def _text(index: QModelIndex) -> str:
    return str(index.data() or index.data(Qt.ItemDataRole.AccessibleTextRole) or "")


def _spot(view: QAbstractItemView, index: QModelIndex) -> list[int]:
    """The middle of a cell on the screen; nothing where it is out of sight."""
    seen = view.visualRect(index).intersected(view.viewport().rect())
    if seen.isEmpty():
        return []
    at = view.viewport().mapToGlobal(seen.center())
    return [at.x(), at.y()]


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
