"""Import: choose a workbook, see what would happen, then let it happen; one step back undoes all of it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from crm.domain.finding import Severity
from crm.domain.period import Period, PeriodKind
from crm.services.imports import ImportRequest, SheetKind, apply_import, prepare_import
from crm.ui.models.records import Cell, Head, RecordTable
from crm.ui.page import HeadParts, Page
from crm.ui.theme import tokens as sizes
from crm.ui.widgets.chips import ChipBar, Choice
from crm.ui.widgets.facts import KeyFigure, KeyFigures
from crm.ui.widgets.form import ChoiceBox
from crm.ui.widgets.skeleton import Skeleton
from crm.ui.widgets.state import StatePanel
from crm.ui.widgets.table import Table
from crm.ui.widgets.text import ElidedLabel, ground, label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QDragEnterEvent, QDropEvent

    from crm.domain.changes import Changes
    from crm.services.imports import PreparedImport
    from crm.ui.context import Context
    from crm.ui.tasks import Failure, Job

_ROW = 30
_MOST_ROWS = 1_000
"""Lines of a list that are shown; the counts above say how many there are in all."""
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
        self.counts = KeyFigures()
        self.tabs = ChipBar(context.theme, name=self.tr("Preview"))
        self.tabs.chosen.connect(self._show_tab)
        self.models: dict[str, RecordTable] = {}
        self.tables: dict[str, Table] = {}
        self.state = StatePanel(context.theme)
        self.lists = QStackedWidget()
        self._make_tables()
        self.stack = QStackedWidget()
        self._lay_out()
        self._serve()
        self._start_again()

    def _choice(self, name: str) -> ChoiceBox:
        box = ChoiceBox(self._context.theme, name=name)
        box.picked.connect(lambda _key: self._prepare())
        return box

    def _make_tables(self) -> None:
        made = (
            (
                "columns",
                self.tr("Columns"),
                (self.tr("Column"), self.tr("Header"), self.tr("Taken as"), self.tr("Sure")),
            ),
            (
                "findings",
                self.tr("Findings"),
                (self.tr("Level"), self.tr("Place"), self.tr("What was noticed")),
            ),
            (
                "changes",
                self.tr("Changes"),
                (self.tr("Row"), self.tr("Tenant"), self.tr("Field"), self.tr("Before"), self.tr("After")),
            ),
            ("skipped", self.tr("Rows left out"), (self.tr("Row"), self.tr("Reason"), self.tr("Text"))),
        )
        self._tab_names = {key: name for key, name, _ in made}
        for key, name, heads in made:
            model = RecordTable(self._context.theme, [Head(head) for head in heads])
            table = Table(self._context.theme, name=name, row_height=_ROW)
            table.setModel(model)
            self.models[key], self.tables[key] = model, table
            inset = ground("surface")
            row = QHBoxLayout(inset)
            row.setContentsMargins(sizes.MARGIN - 10, 0, 0, 0)
            row.addWidget(table)
            self.lists.addWidget(inset)

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
        preview = ground("surface")
        inside = QVBoxLayout(preview)
        inside.setContentsMargins(0, 12, 0, 0)
        inside.setSpacing(12)
        for part in (self.counts, self.tabs):
            inset = QWidget()
            across = QHBoxLayout(inset)
            across.setContentsMargins(sizes.MARGIN, 0, sizes.MARGIN, 0)
            across.addWidget(part)
            inside.addWidget(inset)
        inside.addWidget(self.lists, 1)
        self.preview = preview
        self.skeleton = Skeleton(self._context.theme)
        for page in (self.state.widget, self.skeleton, preview):
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
        self.tables[self.tabs.key or "columns"].setFocus()

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
        counts = prepared.counts
        self.counts.show_figures(
            [
                KeyFigure(self.tr("Rows"), f"{counts.rows:,}"),
                KeyFigure(self.tr("New"), f"{counts.new:,}"),
                KeyFigure(self.tr("Updated"), f"{counts.updated:,}"),
                KeyFigure(self.tr("Same"), f"{counts.same:,}"),
                KeyFigure(self.tr("Refused"), f"{counts.refused:,}"),
                KeyFigure(self.tr("Left out"), f"{counts.skipped:,}"),
            ]
        )
        numbers = {
            "columns": self._fill_columns(prepared),
            "findings": self._fill_findings(prepared),
            "changes": self._fill_changes(prepared),
            "skipped": self._fill_skipped(prepared),
        }
        self.tabs.show_choices(
            [Choice(key, name, f"{numbers[key]:,}") for key, name in self._tab_names.items()]
        )
        self._show_tab(
            "findings" if any(one.severity > Severity.INFO for one in prepared.findings) else "columns"
        )
        self.stack.setCurrentWidget(self.preview)
        self._enable(self.isVisible())
        self.head_changed.emit()
        self._tell_counts()

    def _fill_columns(self, prepared: PreparedImport) -> int:
        rows = []
        for column in prepared.columns:
            taken, tone = self._name_of(column.field), ""
            if column.field is None and column.suggestion:
                taken, tone = self.tr("perhaps {name}").format(name=self._name_of(column.suggestion)), "warn"
            elif column.field is None:
                taken = (
                    self.tr("only numbers the rows") if column.ignored else self.tr("kept beside the fields")
                )
                tone = "text3"
            if column.unit is not None:
                taken += f" ({self._context.labels.unit(column.unit)})"
            sure = f"{column.confidence:.0%}" if column.field else ""
            header = column.header.replace("\n", " ")
            rows.append((Cell(column.letters, "text2"), Cell(header), Cell(taken, tone), Cell(sure, "text2")))
        self._fill("columns", rows, fill=2, widths=(70, 320, 0, 80))
        return len(prepared.columns)

    def _name_of(self, code: str | None) -> str:
        library, language = self._context.library, self._context.language
        if code is None:
            return ""
        if code in library.fields:
            return library.fields[code].label.in_language(language)
        return library.indicators[code].name.in_language(language) if code in library.indicators else code

    def _fill_findings(self, prepared: PreparedImport) -> int:
        levels = {
            Severity.ERROR: (self.tr("Refused"), "danger"),
            Severity.WARNING: (self.tr("Warning"), "warn"),
            Severity.INFO: (self.tr("Note"), "text2"),
        }
        findings = sorted(prepared.findings, key=lambda finding: -finding.severity)
        rows = []
        for finding in findings[:_MOST_ROWS]:
            level, tone = levels[finding.severity]
            rows.append(
                (
                    Cell(level, tone),
                    Cell(finding.where, "text2"),
                    Cell(self._context.word_finding(finding).text),
                )
            )
        self._fill("findings", rows, fill=2, widths=(90, 90, 0))
        return len(findings)

    def _fill_changes(self, prepared: PreparedImport) -> int:
        """Old and new values of the tenants that are updated."""
        updated, drafts, labels = prepared.plan.updated, prepared.plan.drafts, self._context.labels
        if not isinstance(updated, Mapping):
            self._fill("changes", [], fill=1, widths=(70, 0, 150, 150, 150))
            return len(updated)
        names = drafts.column("name")
        rows = []
        for index, changes in updated.items():
            head = (Cell(str(drafts.rows[index]), "text2"), Cell(str(names[index] or "")))
            for change in changes.fields:
                before = labels.field_value(change.field, change.old)
                after = labels.field_value(change.field, change.new)
                rows.append((*head, Cell(self._name_of(change.field)), Cell(before, "text2"), Cell(after)))
            for move in changes.stages:
                before = labels.term("stage", move.old or "")
                after = f"{labels.term('stage', move.stage)} ({move.on.isoformat()})"
                rows.append((*head, Cell(self._name_of("stage")), Cell(before, "text2"), Cell(after)))
            if len(rows) >= _MOST_ROWS:
                break
        self._fill("changes", rows, fill=1, widths=(70, 0, 170, 220, 220))
        return len(updated)

    def _fill_skipped(self, prepared: PreparedImport) -> int:
        messages, language = self._context.library.messages, self._context.language
        rows = [
            (
                Cell(str(row.row), "text2"),
                Cell(messages.word(row.reason, {"text": row.text, "where": str(row.row)}, language).text),
                Cell(row.text, "text2"),
            )
            for row in prepared.plan.skipped[:_MOST_ROWS]
        ]
        self._fill("skipped", rows, fill=2, widths=(70, 320, 0))
        return len(prepared.plan.skipped)

    def _fill(self, key: str, rows: Sequence[Sequence[Cell]], *, fill: int, widths: Sequence[int]) -> None:
        self.models[key].show(rows)
        for column, width in enumerate(widths):
            if column != fill:
                self.tables[key].setColumnWidth(column, width)
        self.tables[key].fill_with(fill, least=160)

    def _show_tab(self, key: str) -> None:
        self.tabs.choose(key)
        self.lists.setCurrentIndex(list(self.tables).index(key))

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
