"""The foot: what is shown and selected, what is under way, the period of the figures, who works."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from crm.ui.theme import tokens as sizes
from crm.ui.widgets.button import Button, Kind
from crm.ui.widgets.text import ElidedLabel, label

if TYPE_CHECKING:
    from crm.ui.tasks import Job, Tasks
    from crm.ui.theme.theme import Theme

SHOWN_AFTER = 150
"""Milliseconds that work may take before it is shown."""


class ProgressLine(QWidget):
    """How far work is: a bar, or a moving piece of one where its length is not known."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._part = 0.0
        self._known = False
        self._timer = QTimer(self)
        self._timer.setInterval(60)
        self._timer.timeout.connect(self._step)
        self.setFixedSize(QSize(96, 4))

    def show_progress(self, done: int, total: int) -> None:
        """Show *done* of *total*; (0, 0) where it is not known."""
        self._known = total > 0
        if self._known:
            self._part = done / total
            self._timer.stop()
        elif not self._timer.isActive():
            self._timer.start()
        self.update()

    def rest(self) -> None:
        """Nothing moves any more."""
        self._timer.stop()

    def _step(self) -> None:
        self._part = (self._part + 0.04) % 1
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, D102 - Qt's own
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.tokens.border))
        painter.drawRoundedRect(self.rect(), 2, 2)
        painter.setBrush(QColor(self._theme.tokens.accent))
        width = float(self.width())
        if self._known:
            bar = QRectF(0, 0, width * self._part, self.height())
        else:
            bar = QRectF((width + 32) * self._part - 32, 0, 32, self.height())
        painter.drawRoundedRect(bar.intersected(QRectF(self.rect())), 2, 2)


class Foot(QFrame):
    """The status bar."""

    def __init__(self, theme: Theme, tasks: Tasks) -> None:
        super().__init__()
        self.setProperty("ground", "foot")
        self.setFixedHeight(sizes.STATUS)
        self._tasks = tasks
        self._job: Job | None = None
        self.count = label(size="small", tone="text2")
        self.selection = ElidedLabel(size="small", tone="text2")
        self.work = label(size="small", tone="text2")
        self.progress = ProgressLine(theme)
        self.stop = Button(theme, icon="close", kind=Kind.QUIET, name=self.tr("Cancel the task"))
        self.stop.setFixedSize(24, 24)
        self.stop.clicked.connect(self._cancel)
        self.period = label(size="small", tone="text2")
        self.user = label(size="small", tone="text2")
        row = QHBoxLayout(self)
        row.setContentsMargins(sizes.MARGIN, 1, sizes.MARGIN, 0)
        row.setSpacing(sizes.MARGIN)
        row.addWidget(self.count)
        row.addWidget(self.selection, 1)
        for part in (self.work, self.progress, self.stop, self.period, self.user):
            row.addWidget(part)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SHOWN_AFTER)
        self._timer.timeout.connect(self._show_work)
        self._hide_work()
        tasks.activity.connect(self._hear)

    def show_counts(self, count: str, selection: str) -> None:
        """What the page shows and what is selected in it."""
        self.count.setText(count)
        self.selection.setText(selection)

    def _hear(self) -> None:
        running = self._tasks.running
        self._job = running[0] if running else None
        if self._job is None:
            self._timer.stop()
            self._hide_work()
        elif self.progress.isVisible():
            self._show_work()
        elif not self._timer.isActive():
            self._timer.start()

    def _show_work(self) -> None:
        if self._job is None:
            return
        done, total = self._job.progress
        text = self._job.title
        if total:
            text = self.tr("{task} {done} of {total}").format(task=text, done=f"{done:,}", total=f"{total:,}")
        self.work.setText(text)
        self.progress.show_progress(done, total)
        for part in (self.work, self.progress, self.stop):
            part.setVisible(True)

    def _hide_work(self) -> None:
        self.progress.rest()
        for part in (self.work, self.progress, self.stop):
            part.setVisible(False)

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()
