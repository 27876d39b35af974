"""The fourth step: what would happen, row by row, and what is wrong; while it is being found out, how far that is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
)

from crm.domain.finding import Severity
from crm.services.import_preview import Outcome
from crm.ui.models.records import Cell, Head, RecordTable
from crm.ui.pages.imports.outcome_columns import OutcomeColumns
from crm.ui.pages.imports.outcome_copying import offer_copies
from crm.ui.pages.imports.outcome_table import OutcomeTable
from crm.ui.pages.imports.outcome_view import OutcomeView
from crm.ui.shell.foot import ProgressLine
from crm.ui.table.frozen import FrozenColumn
from crm.ui.table.small import Fit, SmallTable
from crm.ui.theme import tokens as sizes
from crm.ui.widgets.button import Button
from crm.ui.widgets.chips import ChipBar, Choice
from crm.ui.widgets.form import ChoiceBox
from crm.ui.widgets.scroll import Readable
from crm.ui.widgets.state import StatePanel
from crm.ui.widgets.table import Table, TagDelegate, inset
from crm.ui.widgets.text import ground, label, line
from crm.ui.widgets.wrapped import RowHeights

if TYPE_CHECKING:
    from array import array

    from crm.services.import_preview import ImportPreview
    from crm.ui.context import Context

_ALL, _DOUBTFUL, _NOTES = "all", "doubtful", "notes"
GOOD_ROWS, ALL_OR_NOTHING = "good", "whole"
_ROW = 32
_MOST_NOTES = 2_000
_DETAIL = 88
_LEVELS = {
    Severity.ERROR: ("danger", "danger_soft"),
    Severity.WARNING: ("warn", "warn_soft"),
    Severity.INFO: ("text2", "mute_soft"),
}


class Waiting(QFrame):
    """How far reading or writing is, and a way to stop it at once."""

    stopped = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setProperty("ground", "surface")
        self.text = label(size="section")
        self.text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.hint = label(size="small", tone="text2")
        self.hint.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.line = ProgressLine(context.theme)
        self.line.setFixedWidth(320)
        self.stop = Button(context.theme, self.tr("Cancel"))
        self.stop.clicked.connect(self.stopped)
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addStretch(2)
        for part in (self.text, self.line, self.hint, self.stop):
            column.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)

    def show_progress(self, text: str, hint: str, progress: tuple[int, int]) -> None:
        """Say what is under way and how far it is."""
        self.text.setText(text)
        self.hint.setText(hint)
        self.line.show_progress(*progress)


class CheckStep(QFrame):
    """Counts as filters, rows with their changes, and what was noticed in the row at the cursor."""

    export_asked = Signal()
    policy_changed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setProperty("ground", "surface")
        self._context = context
        theme = context.theme
        self.preview: ImportPreview | None = None
        self._doubtful: array[int] | None = None
        self.chips = ChipBar(theme, name=self.tr("Filter rows by outcome"))
        self.chips.chosen.connect(self.show_rows)
        self.model = OutcomeTable(context)
        self.table = OutcomeView(theme, self.model, name=self.tr("Rows"), row_height=_ROW)
        self.table.selectionModel().currentChanged.connect(lambda *_: self._tell_row())
        self.frozen = FrozenColumn(theme, self.table, name=self.tr("Row"))
        self.columns = OutcomeColumns(context, self.table, self.frozen, self.model)
        offer_copies(context, self.table, self.model, self.columns)
        self.notes = RecordTable(
            theme,
            [
                Head(self.tr("Level"), key="level"),
                Head(self.tr("Place"), key="place"),
                Head(self.tr("Issue"), key="what_was_noticed"),
                Head(self.tr("What to do"), key="what_to_do"),
            ],
        )
        self.notes_table = SmallTable(
            context, self.notes, key="import.notes", name=self.tr("Notes"), row_height=_ROW
        )
        self._note_heights = RowHeights(theme, self.notes_table, 2, 3, most=3)
        level = TagDelegate(
            theme, lambda key: _LEVELS[key if isinstance(key, Severity) else Severity.INFO], self.notes_table
        )
        self.notes_table.setItemDelegateForColumn(0, level)
        self.notes_table.opened.connect(self._go_to_note)
        self.notes_table.selectionModel().currentChanged.connect(lambda *_: self._tell_note())
        self.none = StatePanel(theme)
        self.lists = QStackedWidget()
        for part in (self.table, self.notes_table, self.none.widget):
            self.lists.addWidget(part)
        self.policy = ChoiceBox(theme, name=self.tr("If rows are rejected"))
        self.policy.show_choices(
            [
                (GOOD_ROWS, self.tr("Skip rows with errors")),
                (ALL_OR_NOTHING, self.tr("All rows or none")),
            ]
        )
        self.policy.picked.connect(lambda _key: self.policy_changed.emit())
        self.export = Button(theme, self.tr("Export rows to fix"), icon="export")
        self.export.clicked.connect(self.export_asked)
        self.detail = label(size="small", wrap=True, selectable=True)
        self.detail.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        # As high as its lines are at the width it has; its hint would make it scroll where there is room.
        self.detail.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._lay_out()

    def _lay_out(self) -> None:
        tools = QHBoxLayout()
        tools.setContentsMargins(sizes.MARGIN, 12, sizes.MARGIN, 0)
        tools.setSpacing(sizes.GAP)
        tools.addWidget(self.chips, 1)
        below = ground("surface2")
        inner = ground("surface2")
        within = QVBoxLayout(inner)
        within.setContentsMargins(sizes.MARGIN, 8, sizes.MARGIN, 8)
        within.addWidget(self.detail)
        area = Readable(self._context.theme, inner, name=self.tr("Issues in this row"))
        area.setFixedHeight(_DETAIL)
        self.policy.setMinimumWidth(236)
        self.export.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        side = QVBoxLayout()
        side.setContentsMargins(sizes.GAP, 8, sizes.MARGIN, 8)
        side.setSpacing(sizes.GAP)
        side.addWidget(self.policy)
        side.addWidget(self.export)
        side.addStretch(1)
        across = QHBoxLayout(below)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(area, 1)
        across.addLayout(side)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(tools)
        column.addSpacing(12)
        column.addWidget(inset(self.lists), 1)
        column.addWidget(line())
        column.addWidget(below)

    @property
    def is_whole(self) -> bool:
        """Whether all rows are to be imported or none."""
        return self.policy.key == ALL_OR_NOTHING

    def show_preview(self, preview: ImportPreview, doubtful: array[int]) -> None:
        """Show what would happen."""
        self.preview, self._doubtful = preview, doubtful
        counts = preview.prepared.counts
        name = self.model.name_of
        choices = [Choice(_ALL, self.tr("All rows"), f"{counts.rows:,}")]
        choices += [
            Choice(outcome.value, name(outcome), f"{number:,}")
            for outcome, number in (
                (Outcome.NEW, counts.new),
                (Outcome.UPDATED, counts.updated),
                (Outcome.SAME, counts.same),
                (Outcome.REFUSED, counts.refused),
                (Outcome.SKIPPED, counts.skipped),
            )
        ]
        choices.append(Choice(_DOUBTFUL, self.tr("To review"), f"{len(doubtful):,}"))
        choices.append(Choice(_NOTES, self.tr("Notes"), f"{len(preview.prepared.findings):,}"))
        self.chips.show_choices(choices)
        self._show_notes(preview)
        self.export.setEnabled(bool(doubtful))
        self.policy.setVisible(bool(counts.refused))
        first = _DOUBTFUL if counts.refused else Outcome.UPDATED.value if counts.updated else _ALL
        self.chips.choose(first)
        self.show_rows(first)
        self.columns.size()
        self.notes_table.fit_columns(Fit(2, room=260, mosts={0: 90, 1: 180}, widths={3: 340}))
        self._note_heights.fit()

    def _show_notes(self, preview: ImportPreview) -> None:
        levels = {
            Severity.ERROR: self.tr("Rejected"),
            Severity.WARNING: self.tr("Warning"),
            Severity.INFO: self.tr("Note"),
        }
        ordered = sorted(preview.prepared.findings, key=lambda finding: -finding.severity)
        rows = []
        for finding in ordered[:_MOST_NOTES]:
            sentence = self._context.word_finding(finding)
            place = finding.where
            count = finding.values.get("count")
            if isinstance(count, int) and count > 1:
                place = self.tr("{place} and {count} more").format(place=place, count=f"{count - 1:,}")
            rows.append(
                (
                    Cell(levels[finding.severity], "", finding.severity),
                    Cell(place, "text2", finding.where),
                    Cell(sentence.text),
                    Cell(sentence.remedy, "text2"),
                )
            )
        self.notes.show(rows)

    def show_rows(self, key: str) -> None:
        """Show the rows that the chip *key* counts."""
        if self.preview is None or self._doubtful is None:
            return
        if key == _NOTES:
            self._show_list(self.notes_table, self.notes.rowCount())
            self._tell_note()
            return
        outcome = None if key in {_ALL, _DOUBTFUL} else Outcome(key)
        places = self._doubtful if key == _DOUBTFUL else self.preview.places(outcome)
        self.model.show(self.preview, places)
        self.columns.take()
        self._show_list(self.table, len(places))
        if len(places):
            self.table.setCurrentIndex(self.model.index(0, self._telling_column()))
            self.table.scrollToTop()
        self._tell_row()

    def _telling_column(self) -> int:
        """The first column of the first row in which something changes or was noticed, among those that are shown."""
        shown = [
            place for place in range(2, self.model.columnCount()) if not self.table.isColumnHidden(place)
        ]
        for place in shown:
            cell = self.model.cell_at(0, place - 2)
            if cell.old is not None or cell.severity is not None:
                return place
        return shown[0] if shown else 0

    def _show_list(self, table: Table, count: int) -> None:
        if not count:
            self.none.show(self.tr("No matching rows"), drawing="passed")
        self.lists.setCurrentWidget(table if count else self.none.widget)

    def _tell_row(self) -> None:
        line = self.model.line_at(self.table.currentIndex().row())
        if line is None or self.lists.currentWidget() is not self.table:
            self.detail.setText("")
            return
        head = self.tr("Row {row}: {what}").format(row=line.row, what=self.model.name_of(line.outcome))
        said = []
        for finding in line.all_findings:
            sentence = self._context.word_finding(finding)
            said.append(
                f"{finding.where}  {sentence.text}" + (f" → {sentence.remedy}" if sentence.remedy else "")
            )
        if not said and line.outcome is Outcome.UPDATED:
            said = [self.tr("Cells to change: {count}").format(count=len(line.changes))]
        self.detail.setText("\n".join([head, *said]))

    def _tell_note(self) -> None:
        row = self.notes_table.currentIndex().row()
        if row < 0 and self.notes.rowCount():
            self.notes_table.selectRow(0)
            return
        cells = [self.notes.cell(row, column).text for column in (1, 2, 3)] if row >= 0 else []
        self.detail.setText("\n".join(filter(None, cells)))

    def _go_to_note(self, row: int) -> None:
        """Go to the row that a note is about."""
        where = str(self.notes.cell(row, 1).extra or "")
        number = int("".join(filter(str.isdigit, where)) or 0)
        if self.preview is None:
            return
        self.chips.choose(_ALL)
        self.show_rows(_ALL)
        for place in range(self.model.rowCount()):
            if self.preview.row_number(place) >= number:
                self.table.setCurrentIndex(self.model.index(place, self._telling_column()))
                self.table.setFocus()
                return

    def focus_content(self) -> None:
        """Put the cursor into the list that is shown."""
        shown = self.lists.currentWidget()
        (shown if shown in {self.table, self.notes_table} else self.chips).setFocus()
