"""Import: choose a workbook, see what would happen, then let it happen; one step back undoes all of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from crm.domain.period import Period, PeriodKind
from crm.services.imports import ImportRequest, SheetKind, apply_import, prepare_import
from crm.ui.page import HeadParts, Page
from crm.ui.pages.imports.preview import Preview
from crm.ui.theme import tokens as sizes
from crm.ui.widgets.form import ChoiceBox
from crm.ui.widgets.skeleton import Skeleton
from crm.ui.widgets.state import StatePanel
from crm.ui.widgets.text import ElidedLabel, ground, label

if TYPE_CHECKING:
    from PySide6.QtGui import QDragEnterEvent, QDropEvent

    from crm.domain.changes import Changes
    from crm.services.imports import PreparedImport
    from crm.ui.context import Context
    from crm.ui.tasks import Failure, Job

_KEYS = ("external_id", "uscc", "registration_number", "name")
_AUTO = "auto"
_QUARTERS = 12
SUFFIXES = (".xlsx", ".xls", ".et", ".csv")


class ImportsPage(Page):
    """Import."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._path: Path | None = None
        self._prepared: PreparedImport | None = None
        self.setAcceptDrops(True)
        self.file = ElidedLabel(size="strong")
        self.sheet = self._choice(self.tr("Sheet"))
        self.kind = self._choice(self.tr("What the rows are"))
        self.period = self._choice(self.tr("Period"))
        self.key = self._choice(self.tr("Recognise tenants by"))
        self.preview = Preview(context)
        self.state = StatePanel(context.theme)
        self.stack = QStackedWidget()
        self._lay_out()
        self._serve()
        self._start_again()

    def _choice(self, name: str) -> ChoiceBox:
        box = ChoiceBox(self._context.theme, name=name)
        box.picked.connect(lambda _key: self._prepare())
        return box

    def _lay_out(self) -> None:
        bar = ground("surface")
        row = QHBoxLayout(bar)
        row.setContentsMargins(sizes.MARGIN, 8, sizes.MARGIN, 8)
        row.setSpacing(sizes.MARGIN)
        row.addWidget(self._captioned(self.tr("File"), self.file), 1)
        for caption, box, width in (
            (self.tr("Sheet"), self.sheet, 150),
            (self.tr("What the rows are"), self.kind, 120),
            (self.tr("Period"), self.period, 130),
            (self.tr("Recognise tenants by"), self.key, 170),
        ):
            box.setMinimumWidth(width)
            captioned = self._captioned(caption, box)
            row.addWidget(captioned)
            if box is self.period:
                self._period_part = captioned
        self.bar = bar
        self.skeleton = Skeleton(self._context.theme)
        for page in (self.state.widget, self.skeleton, self.preview):
            self.stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(ground("line"))
        column.addWidget(self.stack, 1)

    def _captioned(self, caption: str, entry: QWidget) -> QWidget:
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(label(caption, size="caption", tone="text2"))
        column.addWidget(entry)
        entry.setFixedHeight(sizes.CONTROL)
        return whole

    def _serve(self) -> None:
        actions = self._context.actions
        actions.serve("import.open", self._ask_file)
        actions.serve("import.apply", self._apply)
        self._enable(False)

    def _enable(self, here: bool) -> None:
        actions = self._context.actions
        actions["import.open"].setEnabled(here)
        actions["import.apply"].setEnabled(here and self._prepared is not None and self._prepared.writes)

    def head(self) -> HeadParts:
        """Title and actions."""
        if self._path is None:
            return HeadParts(self.tr("Import"))
        primary = "import.open" if self._prepared is None else "import.apply"
        return HeadParts(self.tr("Import"), actions=("import.open", "import.apply"), primary=primary)

    def enter(self) -> None:
        """The page is shown."""
        self._enable(True)
        self._tell_counts()
        if self._path is None:
            self.state.button.setFocus()

    def leave(self) -> None:
        """Another page is shown."""
        self._enable(False)

    def focus_content(self) -> None:
        """Put the cursor into the list that is shown."""
        self.preview.focus_list()

    def refresh(self) -> None:
        """Read the file again: it may have been changed and saved."""
        self._prepare()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: D102 - Qt's own
        if self._dropped(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: D102 - Qt's own
        path = self._dropped(event)
        if path is not None:
            self.open_file(path)

    def _dropped(self, event: QDropEvent) -> Path | None:
        urls = event.mimeData().urls()
        path = Path(urls[0].toLocalFile()) if len(urls) == 1 else Path()
        return path if path.suffix.lower() in SUFFIXES else None

    def _start_again(self) -> None:
        self._path, self._prepared = None, None
        self.bar.hide()
        self.state.show(
            self.tr("Choose a workbook to import"),
            self.tr(
                "A register of tenants or their figures, as .xlsx, .xls, .et or .csv. Drop it here, or choose it. "
                "You see what would happen before anything is written."
            ),
            drawing="import",
            verb=self.tr("Choose file"),
            act=self._ask_file,
        )
        self.stack.setCurrentWidget(self.state.widget)
        self.head_changed.emit()
        self._tell_counts()

    def _ask_file(self) -> None:
        self._context.ask.open_file(
            title=self.tr("Choose a workbook"),
            filters=self.tr("Workbooks (*.xlsx *.xls *.et *.csv)"),
            folder=self._context.settings.text("import_folder"),
            chosen=self.open_file,
        )

    def open_file(self, path: Path) -> None:
        """Read *path* and show what importing it would do."""
        self._context.settings.keep_text("import_folder", str(path.parent))
        self._path, self._prepared = path, None
        self.file.setText(path.name)
        self._show_choices()
        self._prepare()

    def _show_choices(self) -> None:
        """What may be chosen before the file has been read."""
        context = self._context
        self.sheet.show_choices([(_AUTO, self.tr("First with rows"))])
        self.kind.show_choices(
            [
                (_AUTO, self.tr("Find out")),
                (SheetKind.TENANTS.value, self.tr("Tenants")),
                (SheetKind.FIGURES.value, self.tr("Figures")),
            ]
        )
        fields = context.library.fields
        keys = [(key, fields[key].label.in_language(context.language)) for key in _KEYS if key in fields]
        self.key.show_choices([(_AUTO, self.tr("Find out")), *keys])
        period = Period.containing(context.workplace.today, PeriodKind.QUARTER)
        periods = [period]
        while len(periods) < _QUARTERS:
            periods.append(periods[-1].previous())
        years = dict.fromkeys(one.year_period for one in periods)
        named = [(one.code, context.labels.period(one)) for one in (*periods, *years)]
        self.period.show_choices([(_AUTO, self.tr("As the file says")), *named])
        for box in (self.sheet, self.kind, self.key, self.period):
            box.choose(_AUTO)

    def _request(self, path: Path) -> ImportRequest:
        chosen = {
            name: None if box.key in {_AUTO, ""} else box.key
            for name, box in (
                ("sheet", self.sheet),
                ("kind", self.kind),
                ("key", self.key),
                ("period", self.period),
            )
        }
        return ImportRequest(
            path,
            sheet=chosen["sheet"],
            kind=SheetKind(chosen["kind"]) if chosen["kind"] else None,
            period=Period.parse(chosen["period"]) if chosen["period"] else None,
            key=chosen["key"],
        )

    def _prepare(self) -> None:
        if self._path is None:
            return
        self._prepared = None
        self._enable(self.isVisible())
        self.head_changed.emit()
        self.bar.show()
        self.stack.setCurrentWidget(self.skeleton)
        context, request = self._context, self._request(self._path)
        context.tasks.read(
            lambda _job: prepare_import(context.workplace, context.library, request),
            done=self._show,
            failed=self._fail,
            key="imports",
            title=self.tr("Reading {file}").format(file=self._path.name),
        )

    def _fail(self, failure: Failure) -> None:
        sentence = self._context.word_error(failure.refusal) if failure.refusal else None
        self.state.show(
            sentence.text if sentence else self.tr("The file could not be read"),
            sentence.remedy if sentence else "",
            drawing="error",
            tone="danger",
            verb=self.tr("Choose another file"),
            act=self._ask_file,
        )
        self._period_part.show()
        self.stack.setCurrentWidget(self.state.widget)
        self._tell_counts()
        if failure.refusal is None:
            self._context.tasks.failed.emit(failure)

    def _show(self, prepared: PreparedImport) -> None:
        self._prepared = prepared
        self.sheet.show_choices([(name, name) for name in prepared.sheets])
        self.sheet.choose(prepared.sheet)
        if self.kind.key == _AUTO:
            self.kind.choose(prepared.kind.value)
        self._period_part.setVisible(prepared.kind is SheetKind.FIGURES)
        if prepared.reading.period is not None and self.period.key == _AUTO:
            self.period.choose(prepared.reading.period.code)
        self.preview.show_prepared(prepared)
        self.stack.setCurrentWidget(self.preview)
        self._enable(self.isVisible())
        self.head_changed.emit()
        self._tell_counts()

    def _tell_counts(self) -> None:
        if self._prepared is None:
            self.counts_changed.emit("", "")
            return
        counts = self._prepared.counts
        text = self.tr("{new} new, {updated} updated, {refused} refused").format(
            new=f"{counts.new:,}", updated=f"{counts.updated:,}", refused=f"{counts.refused:,}"
        )
        self.counts_changed.emit(text if self._prepared.writes else self.tr("Nothing to write"), "")

    def _apply(self) -> None:
        prepared = self._prepared
        if prepared is None or not prepared.writes:
            return
        context, counts = self._context, prepared.counts

        def work(_job: Job) -> list[Changes]:
            changes = apply_import(context.workplace, context.library, prepared)
            return [] if changes is None else [changes]

        def after() -> None:
            self._start_again()
            context.go("tenants", None)

        def failed(failure: Failure) -> None:
            self._enable(self.isVisible())
            context.tasks.failed.emit(failure)

        told = self.tr("Imported {file}: {new} new, {updated} updated.").format(
            file=prepared.request.path.name, new=f"{counts.new:,}", updated=f"{counts.updated:,}"
        )
        self._context.actions["import.apply"].setEnabled(False)
        context.write(
            work,
            title=self.tr("Importing {count} rows").format(count=f"{counts.new + counts.updated:,}"),
            told=told,
            after=after,
            failed=failed,
        )
