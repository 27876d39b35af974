"""The tab of the journal: what was changed of a tenant, when and by whom, with what was there before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm.domain.wording import counted
from crm.services.history import Deed
from crm.services.moment import local_time
from crm.ui.labels import NOTHING, measured
from crm.ui.models.records import Cell, Head, RecordTable
from crm.ui.table.small import Fit, SmallTable
from crm.ui.table.small_values import mask_where
from crm.ui.theme import tokens as sizes
from crm.ui.trouble import show_trouble
from crm.ui.widgets.button import Button
from crm.ui.widgets.state import StatePanel
from crm.ui.widgets.table import inset
from crm.ui.widgets.text import ground, label, line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from crm.services.history import ChangedRecord, ChangedValue
    from crm.services.tenant_file import JournalStep
    from crm.ui.context import Context
    from crm.ui.tasks import Failure

_BEFORE = 2
_SHOWN = 400
"""How many values one operation shows."""


class JournalTab(QWidget):
    """Operations above, what the chosen one changed below."""

    undo_asked = Signal(int)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._steps: Sequence[JournalStep] = ()
        self.model = RecordTable(
            context.theme,
            (
                Head(self.tr("When"), key="when"),
                Head(self.tr("What"), key="what"),
                Head(self.tr("By"), key="by"),
            ),
        )
        self.table = SmallTable(context, self.model, key="tenant.journal", name=self.tr("Journal"))
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show_changes())
        heads = (
            Head(self.tr("Record"), key="record"),
            Head(self.tr("Field"), key="field"),
            Head(self.tr("Before"), key="before"),
            Head(self.tr("After"), key="after"),
        )
        self.changes = RecordTable(context.theme, heads)
        self._personal: list[bool] = []
        self.detail = SmallTable(
            context,
            self.changes,
            key="tenant.changes",
            name=self.tr("Before and after"),
            row_height=28,
            can_sort=False,  # a record is named on the first of its lines
            leaves=mask_where(self._is_personal),
        )
        self.what = label(size="strong")
        self.undo = Button(context.theme, self.tr("Undo this"), icon="undo")
        self.undo.clicked.connect(self._undo)
        self.state = StatePanel(context.theme)
        self._lay_out()

    def _lay_out(self) -> None:
        middle = ground("surface")
        row = QHBoxLayout(middle)
        row.setContentsMargins(sizes.MARGIN, 8, sizes.MARGIN, 8)
        row.addWidget(self.what, 1)
        row.addWidget(self.undo)
        above, below = inset(self.table), inset(self.detail)
        edge = line()
        self.parts = (above, edge, middle, below)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(above, 2)
        column.addWidget(edge)
        column.addWidget(middle)
        column.addWidget(below, 3)
        column.addWidget(self.state.widget, 1)

    def show_steps(self, steps: Sequence[JournalStep]) -> None:
        """Show the journal, the latest first."""
        self._steps = steps
        rows = []
        for step in steps:
            title = self._title(step)
            if step.undone_by is not None:
                title = self.tr("{what} (undone)").format(what=title)
            rows.append(
                [
                    Cell(local_time(step.at), "text2"),
                    Cell(title, "text3" if step.undone_by is not None else ""),
                    Cell(step.by, "text2"),
                ]
            )
        self.model.show(rows)
        self.table.fit_columns(Fit(1, room=240, samples={0: "2026-11-24 00:00", 2: "某某某某某"}))
        for part in self.parts:
            part.setVisible(bool(rows))
        self.state.widget.setVisible(not rows)
        if rows:
            self.table.selectRow(0)
        else:
            self.state.show(self.tr("No changes recorded for this tenant yet"), drawing="history")
        self._show_changes()

    def show_failure(self, failure: Failure, *, again: Callable[[], None]) -> None:
        """Say that the journal could not be read, and offer to try *again*."""
        for part in self.parts:
            part.setVisible(False)
        otherwise = self.tr("The journal could not be read")
        show_trouble(self.state, failure, context=self._context, otherwise=otherwise, again=again)
        self.state.widget.setVisible(True)

    def _title(self, step: JournalStep) -> str:
        return self._context.library.messages.word(step.kind, step.details, self._context.language).text

    @property
    def chosen(self) -> JournalStep | None:
        """The operation with the cursor."""
        row = self.table.currentIndex().row()
        return self._steps[row] if 0 <= row < len(self._steps) else None

    def _show_changes(self) -> None:
        step = self.chosen
        self.undo.setEnabled(step is not None and step.undone_by is None)
        self.what.setText("" if step is None else self._told(step))
        rows: list[list[Cell]] = []
        for record in () if step is None else step.records:
            rows += self._lines(record)
        records = () if step is None else step.records
        self._personal = [value.field.personal for record in records for value in record.values]
        self.changes.show(rows[:_SHOWN])
        self.detail.fit_columns(Fit(3, samples={0: "一" * 16, 1: "一" * 10, 2: "一" * 13}))

    def _is_personal(self, row: int, column: int) -> bool:
        return column >= _BEFORE and self._personal[row]

    def _told(self, step: JournalStep) -> str:
        if step.count > len(step.records):
            return counted(
                self.tr("{shown} of {count} {count|record|records} changed for this tenant"),
                shown=len(step.records),
                count=step.count,
            )
        return self.tr("Records changed for this tenant: {count}").format(count=step.count)

    def _lines(self, record: ChangedRecord) -> Iterator[list[Cell]]:
        name = record.label.in_language(self._context.language)
        if record.of:  # the tenant's own name stands above already
            name = f"{name} {record.title}".strip()
        for place, value in enumerate(record.values):
            yield [Cell("" if place else name, "text2"), *self._cells(record, value)]

    def _cells(self, record: ChangedRecord, value: ChangedValue) -> list[Cell]:
        labels, language = self._context.labels, self._context.language
        field = value.field.label.in_language(language)
        if value.field.unit is not None:
            field = measured(field, labels.unit(value.field.unit))
        before = labels.value(value.field, value.before) or NOTHING
        after = labels.value(value.field, value.after) or NOTHING
        return [
            Cell(field, "text2"),
            Cell(before, "text3" if record.deed is Deed.ADDED else "danger"),
            Cell(after, "text3" if record.deed is Deed.REMOVED else "ok"),
        ]

    def _undo(self) -> None:
        if self.chosen is not None:
            self.undo_asked.emit(self.chosen.operation_id)

    def focus(self) -> None:
        """Put the cursor into the list."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
