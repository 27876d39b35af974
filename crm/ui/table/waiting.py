"""A thin line over a list whose rows are old: another answer is being read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from crm.ui.shell.foot import SHOWN_AFTER, ProgressLine

if TYPE_CHECKING:
    from crm.ui.theme.theme import Theme
    from crm.ui.widgets.table import Table


class WaitingLine(QObject):
    """Shows itself where an answer takes more than a moment; the rows before it stay."""

    def __init__(self, theme: Theme, table: Table) -> None:
        super().__init__(table)
        self._table = table
        self.line = ProgressLine(theme)
        self.line.setParent(table)
        self.line.hide()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SHOWN_AFTER)
        self._timer.timeout.connect(self._show)

    def begin(self) -> None:
        """Something has been asked."""
        if not self._timer.isActive() and self.line.isHidden():
            self._timer.start()

    def end(self) -> None:
        """Its answer is there, or there will be none."""
        self._timer.stop()
        self.line.rest()
        self.line.hide()

    def _show(self) -> None:
        head = self._table.head.height()
        self.line.setFixedWidth(self._table.width())
        self.line.move(0, head - self.line.height())
        self.line.show_progress(0, 0)
        self.line.show()
        self.line.raise_()
