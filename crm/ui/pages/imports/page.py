"""Import: a workbook in five steps, looked at before anything is written; one step back undoes all of it."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTemporaryDir
from PySide6.QtGui import QGuiApplication

from crm.domain.errors import CrmError
from crm.domain.wording import counted
from crm.services.import_files import keep_pasted, list_targets
from crm.services.import_preview import ImportPreview
from crm.services.import_sheets import load_sheet
from crm.services.imports import ImportRequest, SheetKind, carry_out_import, outline_import, prepare_import
from crm.services.tenants import TenantQuery
from crm.ui.dropping import dropped_workbook
from crm.ui.notice import Notice
from crm.ui.pages.imports.blank import ask_blank
from crm.ui.pages.imports.found import Checked, Found, Outcome
from crm.ui.pages.imports.frame import ImportsFrame
from crm.ui.pages.imports.memory import Kept
from crm.ui.pages.imports.request import request_of
from crm.ui.pages.imports.rows_to_mend import export_rows_to_mend
from crm.ui.pages.imports.step_list import Step
from crm.ui.pages.imports.summary import summarise
from crm.ui.unlocking import Unlocking, ask_reason

if TYPE_CHECKING:
    from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent

    from crm.domain.changes import Changes
    from crm.ui.context import Context
    from crm.ui.tasks import Failure, Job


class ImportsPage(ImportsFrame):
    """Import."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._connect()
        self._serve()
        self.start_again()

    def _connect(self) -> None:
        self.steps.asked.connect(lambda step: self.go_to(Step(step)))
        self.file_step.choose_asked.connect(self._ask_file)
        self.file_step.paste_asked.connect(self.paste)
        self.file_step.recent_asked.connect(lambda file: self.open_file(Path(file)))
        self.file_step.blank_asked.connect(lambda kind: ask_blank(self._context, SheetKind(kind)))
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
            ("import.apply", self.apply),
            ("import.next", self._go_on),
            ("import.back", self._go_back),
        ):
            actions.serve(name, act)
        self._enable(False)

    def enter(self) -> None:
        """The page is shown."""
        self._show_state()
        if self.step is Step.FILE:
            self.file_step.show_recent(self._memory.recent)
            self.file_step.choose.setFocus()

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
                    self.tr("There is no table on the clipboard."),
                    self.tr("Select the rows with their headings in Excel or WPS and copy them first."),
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

        def work(job: Job) -> Found:
            loaded = load_sheet(path, sheet or None, library=context.library)
            job.check()
            request = ImportRequest(path, sheet=loaded.name)
            try:
                outline = outline_import(context.library, loaded, request)
            except CrmError as error:
                return Found(loaded, None, error)
            return Found(loaded, outline, kept=memory.choices_for(outline))

        title = self.tr("Reading {file}").format(file=path.name)
        self._start(
            context.tasks.read(work, done=self._show_loaded, failed=self._fail, key="imports", title=title),
            "",
        )

    def _show_loaded(self, found: Found) -> None:
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

    def _outline_again(self) -> None:
        loaded = self._loaded
        if loaded is None:
            return
        self._checked = None
        request, library = request_of(loaded, self.header_step, self.columns_step), self._context.library

        def work(_job: Job) -> Found:
            try:
                return Found(loaded, outline_import(library, loaded, request))
            except CrmError as error:
                return Found(loaded, None, error)

        self._context.tasks.read(work, done=self._show_outline, key="imports.outline")

    def _show_outline(self, found: Found) -> None:
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

    def check_rows(self) -> None:
        """Find out what would happen."""
        loaded, context = self._loaded, self._context
        if loaded is None:
            return
        request = request_of(loaded, self.header_step, self.columns_step)

        def work(job: Job) -> Checked:
            prepared = prepare_import(
                context.workplace, context.library, request, loaded=loaded, progress=job.report
            )
            job.check()
            preview = ImportPreview(prepared)
            job.check()
            return Checked(preview, preview.doubtful_places())

        title = self.tr("Checking {file}").format(file=loaded.path.name)
        job = context.tasks.read(
            work, done=self._show_checked, failed=self._refuse_check, key="imports", title=title
        )
        self._start(job, self.tr("Checking {done} of {total} {total|row|rows}"))

    def _show_checked(self, checked: Checked) -> None:
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

    def apply(self) -> None:
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

    def _write(self, checked: Checked, *, reason: str = "") -> None:
        context = self._context
        preview, whole = checked.preview, self.check_step.is_whole
        prepared = preview.prepared
        done: list[Outcome] = []
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
            done.append(Outcome(applied, preview, time.monotonic() - began))
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
        title = counted(
            self.tr("Importing {count} {count|row|rows}"), count=f"{counts.new + counts.updated:,}"
        )
        before = {job.number for job in context.tasks.running}
        context.write(work, title=title, told=told, after=after, failed=failed)
        job = next((one for one in context.tasks.running if one.number not in before), None)
        self._start(job, self.tr("Writing {done} of {total} {total|row|rows}"))

    def _show_done(self, outcome: Outcome) -> None:
        self._outcome = outcome
        if self._outline is not None:
            columns = self.columns_step
            if columns.maps or columns.units:
                self._memory.keep_choices(self._outline, Kept(columns.maps, columns.units))
        self.done_step.show_summary(summarise(outcome, self._checked, is_undone=False))
        self._show(Step.DONE)

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
        self.done_step.show_summary(summarise(self._outcome, self._checked, is_undone=is_undone))

    def _export(self) -> None:
        if self._checked is not None:
            export_rows_to_mend(self._context, self._checked.preview)
