"""The frame of an import: its steps, the way from one to the next, and what is told while work is under way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTemporaryDir, QTimer
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from crm.domain.wording import counted
from crm.ui.page import HeadParts, Page
from crm.ui.pages.imports.check_step import CheckStep, Waiting
from crm.ui.pages.imports.columns_step import ColumnsStep
from crm.ui.pages.imports.done_step import DoneStep
from crm.ui.pages.imports.file_step import FileStep
from crm.ui.pages.imports.header_step import HeaderStep
from crm.ui.pages.imports.memory import ImportMemory
from crm.ui.pages.imports.step_list import Step, StepList
from crm.ui.theme import tokens as sizes
from crm.ui.widgets.button import Button, Kind
from crm.ui.widgets.text import ElidedLabel, ground, line

if TYPE_CHECKING:
    from pathlib import Path

    from crm.services.import_preview import ImportPreview
    from crm.services.import_sheets import LoadedSheet
    from crm.services.imports import Outline
    from crm.ui.context import Context
    from crm.ui.pages.imports.found import Checked, Outcome
    from crm.ui.tasks import Job


_WAITING = 5
_WAIT_SHOWN_AFTER = 150


class ImportsFrame(Page):
    """The steps and what is said around them; the page itself reads, checks and writes."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._memory = ImportMemory(context.settings)
        self._folder: QTemporaryDir | None = None
        self._path: Path | None = None
        self._loaded: LoadedSheet | None = None
        self._outline: Outline | None = None
        self._checked: Checked | None = None
        self._outcome: Outcome | None = None
        self._job: Job | None = None
        self._job_hint = ""
        self.step = Step.FILE
        self.setAcceptDrops(True)
        theme = context.theme
        self.steps = StepList(theme)
        self.file_step = FileStep(theme)
        self.header_step = HeaderStep(context)
        self.columns_step = ColumnsStep(context)
        self.check_step = CheckStep(context)
        self.done_step = DoneStep(theme)
        self.waiting = Waiting(context)
        self.stack = QStackedWidget()
        for part in (
            self.file_step,
            self.header_step,
            self.columns_step,
            self.check_step,
            self.done_step,
            self.waiting,
        ):
            self.stack.addWidget(part)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_WAIT_SHOWN_AFTER)
        self._timer.timeout.connect(self._show_waiting)
        self._lay_out()

    def _lay_out(self) -> None:
        self.back = Button(self._context.theme, self.tr("Back"), icon="left")
        self.next = Button(self._context.theme, self.tr("Next"), kind=Kind.PRIMARY)
        self.told = ElidedLabel(size="small", tone="text2")
        self.foot = ground("surface")
        lines = QVBoxLayout(self.foot)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        lines.addWidget(line())
        row = QHBoxLayout()
        lines.addLayout(row)
        row.setContentsMargins(sizes.MARGIN, 8, sizes.MARGIN, 8)
        row.setSpacing(sizes.GAP)
        row.addWidget(self.told, 1)
        row.addWidget(self.back)
        row.addWidget(self.next)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.stack, 1)
        right.addWidget(self.foot)
        edge = ground("line")
        edge.setFixedWidth(1)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self.steps)
        across.addWidget(edge)
        across.addLayout(right, 1)
        QWidget.setTabOrder(self.steps.buttons[Step.DONE], self.stack)

    @property
    def may_apply(self) -> bool:
        """Whether there is something to write, and no refused row stands in the way."""
        if self._checked is None or self.step is not Step.CHECK or self._job is not None:
            return False
        prepared = self._checked.preview.prepared
        return prepared.writes and not (self.check_step.is_whole and prepared.counts.refused)

    @property
    def preview(self) -> ImportPreview | None:
        """What would happen; None before it has been found out."""
        return self._checked.preview if self._checked else None

    def _enable(self, here: bool) -> None:
        actions = self._context.actions
        idle = here and self._job is None
        actions["import.open"].setEnabled(idle)
        actions["import.paste"].setEnabled(idle and self.step in {Step.FILE, Step.DONE})
        actions["import.apply"].setEnabled(here and self.may_apply)
        actions["import.next"].setEnabled(here and self.next.isEnabled() and self.foot.isVisible())
        actions["import.back"].setEnabled(here and self.back.isEnabled() and self.foot.isVisible())

    def head(self) -> HeadParts:
        """Title and actions."""
        actions = () if self.step in {Step.FILE, Step.DONE} else ("import.open",)
        return HeadParts(self.tr("Import"), actions=actions)

    def leave(self) -> None:
        """Another page is shown."""
        self._enable(False)

    def focus_content(self) -> None:
        """Put the cursor into what the step shows."""
        if self.step is Step.FILE:
            self.file_step.choose.setFocus()
        elif self.step is Step.HEADER:
            self.header_step.focus_content()
        elif self.step is Step.COLUMNS:
            self.columns_step.focus_content()
        elif self.step is Step.CHECK:
            self.check_step.focus_content()
        else:
            self.done_step.focus_content()

    # ------------------------------------------------------------------ going from step to step

    def start_again(self) -> None:
        """Forget the file; ask for another one."""
        raise NotImplementedError

    def check_rows(self) -> None:
        """Find out what would happen."""
        raise NotImplementedError

    def apply(self) -> None:
        """Write what was checked."""
        raise NotImplementedError

    @property
    def reachable(self) -> set[Step]:
        """The steps that can be gone to from here."""
        if self._job is not None:
            return set()
        if self.step is Step.DONE:
            return {Step.FILE}
        found = {Step.FILE}
        if self._loaded is not None:
            found.add(Step.HEADER)
        if self._outline is not None:
            found.add(Step.COLUMNS)
            if self.columns_step.is_whole:
                found.add(Step.CHECK)
        return found

    def go_to(self, step: Step) -> None:
        """Open *step*, if it can be reached; checking is done again where something was changed."""
        if step not in self.reachable and step is not self.step:
            self._show_state()
            return
        if self.step is Step.DONE and step is Step.FILE:
            self.start_again()
        elif step is Step.CHECK and self._checked is None:
            self.check_rows()
        else:
            self._show(step)

    def _go_on(self) -> None:
        if self.step is Step.CHECK:
            self.apply()
        elif self.step in {Step.HEADER, Step.COLUMNS} and self.next.isEnabled():
            self.go_to(Step(self.step + 1))

    def _go_back(self) -> None:
        if self.step in {Step.HEADER, Step.COLUMNS, Step.CHECK} and self._job is None:
            self.go_to(Step(self.step - 1))

    def _show(self, step: Step) -> None:
        self.step = step
        self.stack.setCurrentIndex(int(step))
        self._show_state()
        self.head_changed.emit()
        if self.isVisible():
            self.focus_content()

    def _show_state(self) -> None:
        """Steps, buttons and counts as they are now."""
        file = "" if self._path is None else self._path.name
        self.steps.show_step(self.step, reachable=self.reachable, file=file)
        self.foot.setVisible(self.step in {Step.HEADER, Step.COLUMNS, Step.CHECK})
        idle = self._job is None
        self.back.setEnabled(idle)
        if self.step is Step.CHECK and self._checked is not None:
            self._show_apply(self._checked)
        else:
            self.next.setText(self.tr("Next"))
            self.next.setAccessibleName(self.tr("Next"))
            self.next.setEnabled(
                idle
                and self._outline is not None
                and (self.step is Step.HEADER or self.columns_step.is_whole)
            )
            self.told.setText("")
        self.next.updateGeometry()
        self._enable(self.isVisible())
        self._tell_counts()

    def _show_apply(self, checked: Checked) -> None:
        counts = checked.preview.prepared.counts
        text = counted(self.tr("Import {count} {count|row|rows}"), count=f"{counts.new + counts.updated:,}")
        self.next.setText(text)
        self.next.setAccessibleName(text)
        self.next.setEnabled(self.may_apply)
        if not checked.preview.prepared.writes:
            told = self.tr("There is nothing to write: all rows are unchanged or rejected.")
        elif not self.may_apply:
            told = counted(
                self.tr("{count} {count|row is|rows are} rejected, so nothing would be written."),
                count=f"{counts.refused:,}",
            )
        else:
            told = self.tr("Nothing has been written yet. The whole import can be undone in one step.")
        self.told.setText(told)

    def _tell_counts(self) -> None:
        if self._checked is None or self.step not in {Step.CHECK, Step.DONE}:
            self.counts_changed.emit("", "")
            return
        prepared = self._checked.preview.prepared
        counts = prepared.counts
        text = self.tr("{new} new, {updated} updated, {refused} rejected").format(
            new=f"{counts.new:,}", updated=f"{counts.updated:,}", refused=f"{counts.refused:,}"
        )
        self.counts_changed.emit(text if prepared.writes else self.tr("Nothing to write"), "")

    # ------------------------------------------------------------------ what is under way

    def _start(self, job: Job | None, hint: str) -> None:
        self._job, self._job_hint = job, hint
        self._timer.start()
        self._show_state()

    def _end(self) -> None:
        self._job = None
        self._timer.stop()

    def _show_waiting(self) -> None:
        if self._job is not None:
            self.stack.setCurrentIndex(_WAITING)
            self._hear_progress()
            self.waiting.stop.setFocus()

    def _hear_progress(self) -> None:
        job = self._job
        if job is None or self.stack.currentIndex() != _WAITING:
            return
        done, total = job.progress
        hint = counted(self._job_hint, done=f"{done:,}", total=f"{total:,}") if total else ""
        self.waiting.show_progress(job.title, hint, job.progress)

    def _stop(self) -> None:
        """Stop what is under way at once; nothing has been changed."""
        job = self._job
        if job is None:
            return
        job.cancel()
        if self._context.tasks.is_writing:
            self.waiting.stop.setEnabled(False)  # it is taken back, which is told when it is done
            return
        self._end()
        if self._loaded is None:
            self._path = None
        self._show(Step.FILE if self._loaded is None else self.step)
