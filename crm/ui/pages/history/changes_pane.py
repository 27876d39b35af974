"""One operation in full: what it was, and value by value what it changed, before and after."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout

from crm.domain.wording import counted, with_unit
from crm.services.history import Deed, title_of
from crm.services.moment import local_time
from crm.ui.labels import NOTHING
from crm.ui.models.records import Cell, Head, RecordTable
from crm.ui.table.small import Fit, SmallTable
from crm.ui.table.small_values import mask_where
from crm.ui.theme import tokens as sizes
from crm.ui.widgets.button import Button
from crm.ui.widgets.state import StatePanel
from crm.ui.widgets.table import inset
from crm.ui.widgets.text import ElidedLabel, ground, label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crm.services.history import ChangedRecord, ChangedValue, OperationRecordChanges
    from crm.ui.context import Context

_BEFORE = 3
_WIDTHS = (230, 240, 170, 240)
_TONES = {Deed.ADDED: "ok", Deed.CHANGED: "", Deed.REMOVED: "danger"}


class ChangesPane(QFrame):
    """What the chosen operation changed."""

    undo_asked = Signal(int)
    tenant_asked = Signal(int)
    left = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._changes: OperationRecordChanges | None = None
        self._tenants: list[int | None] = []
        self._personal: list[bool] = []
        self.title = ElidedLabel(size="strong")
        self.about = label(size="small", tone="text2")
        self.undo = Button(context.theme, self.tr("Undo this operation"), icon="undo")
        self.undo.clicked.connect(self._ask_undo)
        self.model = RecordTable(
            context.theme,
            (
                Head(self.tr("Record"), key="record"),
                Head(self.tr("Name"), key="called"),
                Head(self.tr("Field"), key="field"),
                Head(self.tr("Before"), key="before"),
                Head(self.tr("After"), key="after"),
            ),
        )
        self.table = SmallTable(
            context,
            self.model,
            key="history.changes",
            name=self.tr("Changed values"),
            row_height=28,
            can_sort=False,  # a record is named on the first of its lines
            leaves=mask_where(self._is_personal),
        )
        self.table.opened.connect(self._open_row)
        self.table.left.connect(self.left)
        self.more = label(size="small", tone="text2")
        self.state = StatePanel(context.theme, narrow=True)
        self.stack = QStackedWidget()
        self._values = inset(self.table)
        self.stack.addWidget(self._values)
        self.stack.addWidget(self.state.widget)
        self._lay_out()
        self.show_nothing()

    def _lay_out(self) -> None:
        head = ground("bar")
        head.setFixedHeight(52)
        row = QHBoxLayout(head)
        row.setContentsMargins(sizes.MARGIN, 0, sizes.MARGIN, 0)
        row.setSpacing(12)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self.title)
        words.addWidget(self.about)
        words.addStretch(1)
        row.addLayout(words, 1)
        row.addWidget(self.undo)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(self.stack, 1)
        self.more.setContentsMargins(sizes.MARGIN, 6, sizes.MARGIN, 6)
        column.addWidget(self.more)

    def show_nothing(self) -> None:
        """No operation is chosen."""
        self._changes = None
        self.title.setText("")
        self.about.setText("")
        self.undo.hide()
        self.more.hide()
        self.state.show(
            self.tr("Select an operation"),
            self.tr("Its changes are shown here, value by value."),
            drawing="history",
        )
        self.stack.setCurrentWidget(self.state.widget)

    def show_changes(self, changes: OperationRecordChanges) -> None:
        """Show an operation."""
        self._changes = changes
        line = changes.line
        self.title.setText(title_of(self._context.library, line, self._context.language))
        self.about.setText(self._about(changes))
        self.undo.setVisible(line.undone_by is None)
        rows = [(record.tenant_id, cells) for record in changes.records for cells in self._rows_of(record)]
        self._tenants = [tenant for tenant, _ in rows]
        self._personal = [value.field.personal for record in changes.records for value in record.values]
        self.model.show([cells for _, cells in rows])
        self.table.fit_columns(Fit(len(_WIDTHS), room=200, widths=dict(enumerate(_WIDTHS)), yields=(1, 0, 3)))
        self.more.setVisible(not changes.is_all)
        text = self.tr(
            "The first {told} {told|record is|records are} shown; {all} {all|row was|rows were} "
            "written in total."
        )
        self.more.setText(counted(text, told=f"{len(changes.records):,}", all=f"{line.rows:,}"))
        if rows:
            self.stack.setCurrentWidget(self._values)
        else:
            self.state.show(
                self.tr("Nothing to compare"),
                self.tr("This operation changed only internal data."),
                drawing="history",
            )
            self.stack.setCurrentWidget(self.state.widget)

    @property
    def operation(self) -> int | None:
        """The operation that is shown."""
        return None if self._changes is None else self._changes.line.id

    def _about(self, changes: OperationRecordChanges) -> str:
        line = changes.line
        parts = [
            self.tr("No. {number}").format(number=line.id),
            local_time(line.at),
            line.by,
            counted(self.tr("{rows} {rows|row|rows}"), rows=f"{line.rows:,}"),
        ]
        if line.undone_by is not None:
            parts.append(self.tr("undone by no. {number}").format(number=line.undone_by))
        if line.undoes is not None:
            parts.append(self.tr("undoes no. {number}").format(number=line.undoes))
        return " · ".join(part for part in parts if part)

    def _rows_of(self, record: ChangedRecord) -> Iterator[list[Cell]]:
        """One row a value; the record is named on the first."""
        deeds = {
            Deed.ADDED: self.tr("added"),
            Deed.CHANGED: self.tr("changed"),
            Deed.REMOVED: self.tr("removed"),
        }
        what = record.label.in_language(self._context.language)
        told = self.tr("{what} {deed}")
        named = " · ".join(part for part in (record.of, record.title) if part)
        for place, value in enumerate(record.values):
            first = place == 0
            yield [
                Cell(told.format(what=what, deed=deeds[record.deed]) if first else "", _TONES[record.deed]),
                Cell(named if first else ""),
                Cell(value.field.label.in_language(self._context.language), "text2"),
                Cell(self._worded(value, before=True), "text2"),
                Cell(self._worded(value, before=False)),
            ]

    def _worded(self, value: ChangedValue, *, before: bool) -> str:
        labels = self._context.labels
        text = labels.value(value.field, value.before if before else value.after) or NOTHING
        unit = value.field.unit
        return text if unit is None else with_unit(text, labels.unit(unit))

    def _is_personal(self, row: int, column: int) -> bool:
        return column >= _BEFORE and self._personal[row]

    def _open_row(self, row: int) -> None:
        tenant = self._tenants[row]
        if tenant is not None:
            self.tenant_asked.emit(tenant)

    def _ask_undo(self) -> None:
        if self._changes is not None:
            self.undo_asked.emit(self._changes.line.id)

    def focus_table(self) -> None:
        """Put the cursor onto the first changed value."""
        if self.model.rowCount():
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
            self.table.selectRow(0)
