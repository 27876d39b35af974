"""What an import would do, in lists: how columns are taken, what was noticed, what changes, what is left out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from crm.domain.finding import Severity
from crm.ui.models.records import Cell, Head, RecordTable
from crm.ui.theme import tokens as sizes
from crm.ui.widgets.chips import ChipBar, Choice
from crm.ui.widgets.facts import KeyFigure, KeyFigures
from crm.ui.widgets.table import Table
from crm.ui.widgets.text import ground

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm.services.imports import PreparedImport
    from crm.ui.context import Context

_ROW = 30
_MOST_ROWS = 1_000
"""Lines of a list that are shown; the counts above say how many there are in all."""


class Preview(QFrame):
    """Counts above, lists below."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setProperty("ground", "surface")
        self._context = context
        self.counts = KeyFigures()
        self.tabs = ChipBar(context.theme, name=self.tr("Preview"))
        self.tabs.chosen.connect(self.show_tab)
        self.models: dict[str, RecordTable] = {}
        self.tables: dict[str, Table] = {}
        self.lists = QStackedWidget()
        self._make_tables()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(12)
        for part in (self.counts, self.tabs):
            inset = QWidget()
            across = QHBoxLayout(inset)
            across.setContentsMargins(sizes.MARGIN, 0, sizes.MARGIN, 0)
            across.addWidget(part)
            column.addWidget(inset)
        column.addWidget(self.lists, 1)

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

    def show_prepared(self, prepared: PreparedImport) -> None:
        """Show a plan; at first its findings where any matters, else how the columns are taken."""
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
        self.show_tab(
            "findings" if any(one.severity > Severity.INFO for one in prepared.findings) else "columns"
        )

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

    def show_tab(self, key: str) -> None:
        """Show one of the lists."""
        self.tabs.choose(key)
        self.lists.setCurrentIndex(list(self.tables).index(key))

    def focus_list(self) -> None:
        """Put the cursor into the list that is shown."""
        self.tables[self.tabs.key or "columns"].setFocus()
