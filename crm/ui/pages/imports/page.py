"""Import: a workbook in five steps, looked at before anything is written; one step back undoes all of it."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QTemporaryDir, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from crm.domain.errors import CrmError
from crm.domain.period import Period
from crm.services.import_files import keep_pasted, list_targets, save_blank_register
from crm.services.import_preview import ImportPreview
from crm.services.imports import (
    ImportRequest,
    SheetKind,
    carry_out_import,
    load_sheet,
    outline_import,
    prepare_import,
)
from crm.services.tenants import TenantQuery
from crm.ui.dropping import dropped_workbook
from crm.ui.notice import Notice
from crm.ui.page import HeadParts, Page
from crm.ui.pages.imports.check_step import CheckStep, Waiting
from crm.ui.pages.imports.columns_step import ColumnsStep
from crm.ui.pages.imports.done_step import DoneStep, Summary
from crm.ui.pages.imports.file_step import FileStep
from crm.ui.pages.imports.header_step import AUTO, HeaderStep
from crm.ui.pages.imports.memory import ImportMemory, Kept
from crm.ui.pages.imports.rows_to_mend import export_rows_to_mend
from crm.ui.pages.imports.step_list import Step, StepList
from crm.ui.saved import tell_saved
from crm.ui.theme import tokens as sizes
from crm.ui.unlocking import Unlocking, ask_reason
from crm.ui.widgets.button import Button, Kind
from crm.ui.widgets.facts import KeyFigure
from crm.ui.widgets.text import ElidedLabel, ground, line

if TYPE_CHECKING:
    from array import array

    from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent

    from crm.domain.changes import Changes
    from crm.services.imports import Applied, LoadedSheet, Outline
    from crm.ui.context import Context
    from crm.ui.tasks import Failure, Job

_WAITING = 5
_WAIT_SHOWN_AFTER = 150


class _Found(NamedTuple):
    """A sheet, and how it is understood; no outline where no header was found, and why."""

    loaded: LoadedSheet
    outline: Outline | None
    trouble: CrmError | None = None
    kept: Kept | None = None


class _Checked(NamedTuple):
    """What would happen, and the rows to look at."""

    preview: ImportPreview
    doubtful: array[int]


class _Outcome(NamedTuple):
    """What has been done, and in how many seconds."""

    applied: Applied
    preview: ImportPreview
    seconds: float


class ImportsPage(Page):
    """Import."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._memory = ImportMemory(context.settings)
        self._folder: QTemporaryDir | None = None
        self._path: Path | None = None
        self._loaded: LoadedSheet | None = None
        self._outline: Outline | None = None
        self._checked: _Checked | None = None
        self._outcome: _Outcome | None = None
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
        self._connect()
        self._serve()
        self.start_again()

    def _lay_out(self) -> None:
        self.back = Button(self._context.theme, self.tr("Back"), icon="left")
        self.next = Button(self._context.theme, self.tr("Next"), kind=Kind.PRIMARY)
        self.told = ElidedLabel(size="small", tone="text2")
        self.foot = ground("surface")
        row = QHBoxLayout(self.foot)
        row.setContentsMargins(sizes.MARGIN, 8, sizes.MARGIN, 8)
        row.setSpacing(sizes.GAP)
        row.addWidget(self.told, 1)
        row.addWidget(self.back)
        row.addWidget(self.next)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.stack, 1)
        right.addWidget(line())
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

    def _connect(self) -> None:
        self.steps.asked.connect(lambda step: self.go_to(Step(step)))
        self.file_step.choose_asked.connect(self._ask_file)
        self.file_step.paste_asked.connect(self.paste)
        self.file_step.recent_asked.connect(lambda file: self.open_file(Path(file)))
        self.file_step.blank_asked.connect(self._ask_blank)
        self.header_step.changed.connect(self._outline_again)
        self.header_step.sheet_changed.connect(self._read)
        self.columns_step.changed.connect(self._outline_again)
        self.columns_step.forget_asked.connect(self._forget)
        self.check_step.export_asked.connect(self._export)
        self.check_step.policy_changed.connect(self._show_state)
        self.done_step.undo_asked.connect(self._undo)
        self.done_step.show_asked.connect(self._show_new)
        self.done_step.again_asked.connect(self.start_again)
        self.done_step.export_asked.connect(self._export)
        self.waiting.stopped.connect(self._stop)
        self.back.clicked.connect(self._go_back)
        self.next.clicked.connect(self._go_on)
        self._context.tasks.activity.connect(self._hear_progress)
        self._context.hub.changed.connect(self._hear)

    def _serve(self) -> None:
        actions = self._context.actions
        for name, act in (
            ("import.open", self._ask_file),
            ("import.paste", self.paste),
            ("import.apply", self._apply),
            ("import.next", self._go_on),
            ("import.back", self._go_back),
        ):
            actions.serve(name, act)
        self._enable(False)

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

    def enter(self) -> None:
        """The page is shown."""
        self._show_state()
        if self.step is Step.FILE:
            self.file_step.show_recent(self._memory.recent)
            self.file_step.choose.setFocus()

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

    def refresh(self) -> None:
        """Read the file again: it may have been changed and saved."""
        if self._loaded is not None and self._job is None and self.step is not Step.DONE:
            self._read(self._loaded.name)

    def show_query(self, query: object) -> None:
        """Open the file that *query* names: one that was dropped on the window."""
        if isinstance(query, Path):
            self.open_file(query)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: D102 - Qt's own
        if dropped_workbook(event) is not None:
            event.acceptProposedAction()
            self.file_step.zone.set_hot(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: ARG002, D102 - Qt's own
        self.file_step.zone.set_hot(False)

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: D102 - Qt's own
        self.file_step.zone.set_hot(False)
        path = dropped_workbook(event)
        if path is not None:
            event.acceptProposedAction()
            self.open_file(path)

    # ------------------------------------------------------------------ the file

    def start_again(self) -> None:
        """Forget the file; ask for another one."""
        self._path = self._loaded = self._outline = self._checked = self._outcome = None
        self.file_step.tell_trouble("", "")
        self.file_step.show_recent(self._memory.recent)
        self._show(Step.FILE)

    def _ask_file(self) -> None:
        self._context.ask.open_file(
            title=self.tr("Choose a workbook"),
            filters=self.tr("Workbooks (*.xlsx *.xls *.et *.csv *.xlsm *.xlsb *.ods *.txt *.tsv)"),
            folder=self._context.settings.text("import_folder"),
            chosen=self.open_file,
        )

    def open_file(self, path: Path) -> None:
        """Read *path*, and show its sheet."""
        if self._job is not None and self._context.tasks.is_writing:
            return
        self._context.settings.keep_text("import_folder", str(path.parent))
        self._begin(path)

    def _begin(self, path: Path) -> None:
        self._path = path
        self._loaded = self._outline = self._checked = self._outcome = None
        self._read(None)

    def paste(self) -> None:
        """Take the table in the clipboard, a block that was copied in Excel or WPS."""
        text = QGuiApplication.clipboard().text()
        if "\t" not in text and "\n" not in text.strip():
            self._context.say(
                Notice(
                    self.tr("There is no table in the clipboard."),
                    self.tr("Mark the rows with their headings in Excel or WPS and copy them first."),
                    tone="info",
                )
            )
            return
        if self._folder is None:
            self._folder = QTemporaryDir()  # it goes with the page
        self._begin(keep_pasted(text, Path(self._folder.path()), name=self.tr("pasted table")))

    def _read(self, sheet: str | None) -> None:
        path = self._path
        if path is None:
            return
        context, memory = self._context, self._memory
        self._checked = None

        def work(job: Job) -> _Found:
            loaded = load_sheet(path, sheet or None, library=context.library)
            job.check()
            request = ImportRequest(path, sheet=loaded.name)
            try:
                outline = outline_import(context.library, loaded, request)
            except CrmError as error:
                return _Found(loaded, None, error)
            return _Found(loaded, outline, kept=memory.choices_for(outline))

        title = self.tr("Reading {file}").format(file=path.name)
        self._start(
            context.tasks.read(work, done=self._show_loaded, failed=self._fail, key="imports", title=title),
            "",
        )

    def _show_loaded(self, found: _Found) -> None:
        self._end()
        self._loaded, self._outline = found.loaded, found.outline
        if self._folder is None or not str(found.loaded.path).startswith(self._folder.path()):
            self._memory.add_recent(found.loaded.path)
        self.header_step.start(found.loaded)
        kept = found.kept or Kept({}, {})
        self.columns_step.start(kept.maps, kept.units, remembered=found.kept is not None)
        self._show_outline(found)
        self._show(Step.HEADER)
        if found.kept is not None:
            self._outline_again()

    def _fail(self, failure: Failure) -> None:
        self._end()
        sentence = self._context.word_error(failure.refusal) if failure.refusal else None
        if self._path is not None and not self._path.exists():
            self._memory.drop_recent(self._path)
        self._path = self._loaded = None
        self.file_step.show_recent(self._memory.recent)
        self.file_step.tell_trouble(
            sentence.text if sentence else self.tr("The file could not be read"),
            sentence.remedy if sentence else "",
        )
        self._show(Step.FILE)
        if failure.refusal is None:
            self._context.tasks.failed.emit(failure)

    # ------------------------------------------------------------------ header and columns

    def _request(self, loaded: LoadedSheet) -> ImportRequest:
        header, columns = self.header_step, self.columns_step
        kind, period, key = (
            None if box.key in {AUTO, ""} else box.key for box in (header.kind, header.period, columns.key)
        )
        return ImportRequest(
            loaded.path,
            sheet=loaded.name,
            kind=SheetKind(kind) if kind else None,
            period=Period.parse(period) if period else None,
            key=key,
            maps=dict(columns.maps),
            units=dict(columns.units),
            header=header.header,
            by_letters=True,
        )

    def _outline_again(self) -> None:
        loaded = self._loaded
        if loaded is None:
            return
        self._checked = None
        request, library = self._request(loaded), self._context.library

        def work(_job: Job) -> _Found:
            try:
                return _Found(loaded, outline_import(library, loaded, request))
            except CrmError as error:
                return _Found(loaded, None, error)

        self._context.tasks.read(work, done=self._show_outline, key="imports.outline")

    def _show_outline(self, found: _Found) -> None:
        columns = self.columns_step
        if found.outline is None and (columns.maps or columns.units):
            # Other columns than those that the choices were made for: they no longer hold.
            columns.start({}, {}, remembered=False)
            self._outline_again()
            return
        self._outline = found.outline
        self.header_step.show_outline(found.loaded, found.outline)
        if found.outline is not None:
            targets = list_targets(self._context.library, found.outline.kind)
            columns.show_outline(found.loaded, found.outline, targets)
        self._show_state()

    def _forget(self) -> None:
        self.columns_step.start({}, {}, remembered=False)
        if self._outline is not None:
            self._memory.keep_choices(self._outline, Kept({}, {}))
        self._outline_again()

    # ------------------------------------------------------------------ checking

    def _check(self) -> None:
        loaded, context = self._loaded, self._context
        if loaded is None:
            return
        request = self._request(loaded)

        def work(job: Job) -> _Checked:
            prepared = prepare_import(
                context.workplace, context.library, request, loaded=loaded, progress=job.report
            )
            job.check()
            preview = ImportPreview(prepared)
            job.check()
            return _Checked(preview, preview.doubtful_places())

        title = self.tr("Checking {file}").format(file=loaded.path.name)
        job = context.tasks.read(
            work, done=self._show_checked, failed=self._refuse_check, key="imports", title=title
        )
        self._start(job, self.tr("Checking {done} of {total} rows"))

    def _show_checked(self, checked: _Checked) -> None:
        self._end()
        self._checked = checked
        self.check_step.show_preview(checked.preview, checked.doubtful)
        self._show(Step.CHECK)

    def _refuse_check(self, failure: Failure) -> None:
        """What stands in the way of checking is told where it can be mended."""
        self._end()
        self._show(self.step)
        if failure.refusal is None:
            self._context.tasks.failed.emit(failure)
            return
        sentence = self._context.word_error(failure.refusal)
        self._context.say(Notice(sentence.text, sentence.remedy, tone="warn"))
        if failure.refusal.code in {"period-missing", "period-unclear"}:
            self._show(Step.HEADER)
            self.header_step.period_part.show()
            self.header_step.period.setFocus()

    # ------------------------------------------------------------------ writing

    def _apply(self) -> None:
        """Write what was checked; where frozen filings stand on its figures, once the reason is given."""
        checked, context = self._checked, self._context
        if checked is None or not self.may_apply:
            return
        prepared = checked.preview.prepared
        if not prepared.locks:
            self._write(checked)
            return
        locked = [context.word_finding(one).text for one in prepared.findings if one.code == "figures-locked"]
        ask_reason(
            context.ask,
            Unlocking("\n".join(locked), self.tr("Correct and import")),
            taken=lambda reason: self._write(checked, reason=reason),
        )

    def _write(self, checked: _Checked, *, reason: str = "") -> None:
        context = self._context
        preview, whole = checked.preview, self.check_step.is_whole
        prepared = preview.prepared
        done: list[_Outcome] = []
        began = time.monotonic()

        def work(job: Job) -> list[Changes]:
            applied = carry_out_import(
                context.workplace,
                context.library,
                prepared,
                whole=whole,
                reason=reason,
                progress=job.report,
            )
            if applied is None:
                return []
            done.append(_Outcome(applied, preview, time.monotonic() - began))
            return [applied.changes]

        def after() -> None:
            self._end()
            if done:
                self._show_done(done[0])

        def failed(failure: Failure) -> None:
            self._end()
            self._show(Step.CHECK)
            context.tasks.failed.emit(failure)

        counts = prepared.counts
        told = self.tr("Imported {file}: {new} new, {updated} updated.").format(
            file=prepared.request.path.name, new=f"{counts.new:,}", updated=f"{counts.updated:,}"
        )
        title = self.tr("Importing {count} rows").format(count=f"{counts.new + counts.updated:,}")
        before = {job.number for job in context.tasks.running}
        context.write(work, title=title, told=told, after=after, failed=failed)
        job = next((one for one in context.tasks.running if one.number not in before), None)
        self._start(job, self.tr("Writing {done} of {total} rows"))

    def _show_done(self, outcome: _Outcome) -> None:
        self._outcome = outcome
        if self._outline is not None:
            columns = self.columns_step
            if columns.maps or columns.units:
                self._memory.keep_choices(self._outline, Kept(columns.maps, columns.units))
        self.done_step.show_summary(self._summary(outcome, is_undone=False))
        self._show(Step.DONE)

    def _summary(self, outcome: _Outcome, *, is_undone: bool) -> Summary:
        prepared = outcome.preview.prepared
        counts = prepared.counts
        figures = tuple(
            KeyFigure(caption, f"{number:,}")
            for caption, number in (
                (self.tr("Rows in the file"), counts.rows),
                (self.tr("New"), counts.new),
                (self.tr("Updated"), counts.updated),
                (self.tr("Same"), counts.same),
                (self.tr("Refused"), counts.refused),
                (self.tr("Skipped"), counts.skipped),
            )
        )
        lines = [self.tr("Everything is as it was before the import.")] if is_undone else []
        if not is_undone:
            lines.append(
                self.tr("Written in {seconds} s as operation {number}.").format(
                    seconds=f"{outcome.seconds:.1f}", number=outcome.applied.changes.operation
                )
            )
            if prepared.findings:
                lines.append(self.tr("Noticed: {count}.").format(count=f"{len(prepared.findings):,}"))
            if counts.refused:
                lines.append(
                    self.tr("Refused rows were not written; export them, mend them, import them again.")
                )
        doubtful = bool(self._checked and len(self._checked.doubtful))
        file = prepared.request.path.name
        return Summary(file, figures, tuple(lines), bool(outcome.applied.new), doubtful, is_undone)

    def _undo(self) -> None:
        if self._outcome is not None:
            self._context.undo([self._outcome.applied.changes.operation])

    def _show_new(self) -> None:
        if self._outcome is not None:
            ids = frozenset(self._outcome.applied.new)
            name = self._outcome.preview.prepared.request.path.name
            label = self.tr("New from {file}").format(file=name)
            self._context.show("tenants", TenantQuery(among=ids, label=label))

    def _hear(self, changes: Changes) -> None:
        """Somebody wrote: an import that was undone is shown as such; what was checked may no longer hold."""
        if self._outcome is None or changes.operation == self._outcome.applied.changes.operation:
            return
        operation = self._outcome.applied.changes.operation
        is_undone = changes.kind == "undo" and self._context.steps.find((operation,)) is None
        self.done_step.show_summary(self._summary(self._outcome, is_undone=is_undone))

    # ------------------------------------------------------------------ files around it

    def _ask_blank(self, kind: str) -> None:
        sheet_kind = SheetKind(kind)
        name = self.tr("register") if sheet_kind is SheetKind.TENANTS else self.tr("figures")
        proposed = self.tr("template_{name}.xlsx").format(name=name)
        context = self._context

        def save(path: Path) -> None:
            context.tasks.read(
                lambda _job: save_blank_register(
                    context.library,
                    sheet_kind,
                    path,
                    language=context.language,
                    today=context.workplace.today,
                ),
                done=lambda _saved: tell_saved(context, path),
                title=self.tr("Saving {file}").format(file=path.name),
            )

        context.ask.save_file(
            title=self.tr("Save the template"),
            filters=self.tr("Workbooks (*.xlsx)"),
            proposed=proposed,
            chosen=save,
        )

    def _export(self) -> None:
        if self._checked is not None:
            export_rows_to_mend(self._context, self._checked.preview)

    # ------------------------------------------------------------------ going from step to step

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
            self._check()
        else:
            self._show(step)

    def _go_on(self) -> None:
        if self.step is Step.CHECK:
            self._apply()
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

    def _show_apply(self, checked: _Checked) -> None:
        counts = checked.preview.prepared.counts
        text = self.tr("Import {count} rows").format(count=f"{counts.new + counts.updated:,}")
        self.next.setText(text)
        self.next.setAccessibleName(text)
        self.next.setEnabled(self.may_apply)
        if not checked.preview.prepared.writes:
            told = self.tr("There is nothing to write: everything is known already or refused.")
        elif not self.may_apply:
            told = self.tr("{count} rows are refused, so nothing would be written.").format(
                count=f"{counts.refused:,}"
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
        text = self.tr("{new} new, {updated} updated, {refused} refused").format(
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
        hint = self._job_hint.format(done=f"{done:,}", total=f"{total:,}") if total and self._job_hint else ""
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
