"""The foot: what is shown and selected, what is under way, the period of the figures, who works."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from crm.ui.theme import tokens as sizes
from crm.ui.widgets.button import Button, Kind
from crm.ui.widgets.text import ElidedLabel, label

if TYPE_CHECKING:
    from crm.ui.tasks import Job, Tasks
    from crm.ui.theme.theme import Theme

SHOWN_AFTER = 150
"""Milliseconds that work may take before it is shown."""

_STOP = 24
_LIST_WIDTH = 420


class ProgressLine(QWidget):
    """How far work is: a bar, or a moving piece of one where its length is not known; a whole one where all is calm."""

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
        self._known = total > 0 or self._theme.is_calm
        if self._known:
            self._part = done / total if total else 1.0
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


class TaskRow(QWidget):
    """One task that is under way: its name, how far it is, and a way to stop it."""

    def __init__(self, theme: Theme, job: Job) -> None:
        super().__init__()
        self._job = job
        self.text = ElidedLabel(size="small")
        self.progress = ProgressLine(theme)
        self.stop = Button(theme, icon="close", kind=Kind.QUIET, name=self.tr("Cancel the task"))
        self.stop.setFixedSize(_STOP, _STOP)
        self.stop.clicked.connect(self._cancel)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.text, 1)
        row.addWidget(self.progress)
        row.addWidget(self.stop)
        self.show_progress()

    def show_progress(self) -> None:
        """Show how far the task is now."""
        self.text.setText(task_text(self._job))
        self.progress.show_progress(*self._job.progress)
        self.stop.setEnabled(not self._job.is_cancelled)

    def _cancel(self) -> None:
        self._job.cancel()
        self.stop.setEnabled(False)


class TaskList(QFrame):
    """All tasks that are under way, over the foot; it closes when the last one ends or when clicked beside."""

    def __init__(self, theme: Theme, tasks: Tasks, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("ground", "notice")
        self.setAccessibleName(self.tr("Tasks under way"))
        self._theme = theme
        self._tasks = tasks
        self._rows: dict[int, TaskRow] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(sizes.MARGIN, 12, 12, 12)
        self._column.setSpacing(sizes.GAP)
        self._column.addWidget(label(self.tr("Tasks under way"), size="strong"))
        self.setFixedWidth(_LIST_WIDTH)
        tasks.activity.connect(self.show_tasks)
        self.show_tasks()

    @property
    def rows(self) -> tuple[TaskRow, ...]:
        """The tasks shown."""
        return tuple(self._rows.values())

    def show_tasks(self) -> None:
        """Show what is under way now."""
        running = {job.number: job for job in self._tasks.running}
        for number in self._rows.keys() - running.keys():
            row = self._rows.pop(number)
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        for number, job in running.items():
            if number not in self._rows:
                self._rows[number] = TaskRow(self._theme, job)
                self._column.addWidget(self._rows[number])
            self._rows[number].show_progress()
        if not running:
            self.close()
        bottom = self.geometry().bottom()
        self.adjustSize()
        self.move(self.x(), bottom - self.height() + 1)


class Foot(QFrame):
    """The status bar."""

    def __init__(self, theme: Theme, tasks: Tasks) -> None:
        super().__init__()
        self.setProperty("ground", "foot")
        self.setFixedHeight(sizes.STATUS)
        self._theme = theme
        self._tasks = tasks
        self._job: Job | None = None
        self.count = label(size="small", tone="text2")
        self.selection = ElidedLabel(size="small", tone="text2")
        self.work = Button(theme, " ", kind=Kind.QUIET)
        self.work.setFixedHeight(_STOP)
        self.work.clicked.connect(self.open_tasks)
        self.progress = ProgressLine(theme)
        self.stop = Button(theme, icon="close", kind=Kind.QUIET, name=self.tr("Cancel the task"))
        self.stop.setFixedSize(_STOP, _STOP)
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
        self.show_selection(selection)

    def show_selection(self, selection: str) -> None:
        """What is selected, and what it comes to."""
        self.selection.setText(selection)

    def open_tasks(self) -> TaskList:
        """Show all tasks that are under way, above the foot."""
        tasks = TaskList(self._theme, self._tasks, self)
        corner = self.mapToGlobal(self.stop.geometry().topRight())
        tasks.move(corner.x() - tasks.width(), corner.y() - tasks.height() - 8)
        tasks.show()
        return tasks

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
        text = task_text(self._job)
        others = len(self._tasks.running) - 1
        if others > 0:
            text = self.tr("{task} and {count} more").format(task=text, count=others)
        self.work.setText(text)
        self.work.setAccessibleName(text)
        self.work.setToolTip(self.tr("Show all tasks"))
        self.work.updateGeometry()
        self.progress.show_progress(*self._job.progress)
        for part in (self.work, self.progress, self.stop):
            part.setVisible(True)

    def _hide_work(self) -> None:
        self.progress.rest()
        for part in (self.work, self.progress, self.stop):
            part.setVisible(False)

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()


def task_text(job: Job) -> str:
    """The name of a task, and how far it is where that is known."""
    done, total = job.progress
    if not total:
        return job.title
    text = QCoreApplication.translate("Foot", "{task} {done} of {total}")
    return text.format(task=job.title, done=f"{done:,}", total=f"{total:,}")
