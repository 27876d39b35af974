"""Beside the brief: the whole sentence of a row, what a careful reader must know, and the records that add up to it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from crm.domain.quantity import from_smallest
from crm.ui.labels import NOTHING
from crm.ui.models.records import Cell, Head, RecordTable
from crm.ui.table.small import Fit, SmallTable
from crm.ui.theme import tokens as sizes
from crm.ui.widgets.state import StatePanel
from crm.ui.widgets.sum_row import SumRow
from crm.ui.widgets.tag import Tag
from crm.ui.widgets.text import ground, label

if TYPE_CHECKING:
    from crm.services.brief import BriefRow
    from crm.ui.context import Context

_ROW = 28
_NAMED = 6


class RowRecords(QWidget):
    """One row in full."""

    tenant_chosen = Signal(int)
    left = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._tenants: list[int | None] = []
        theme = context.theme
        self.title = label(size="strong", wrap=True)
        self.value = label(size="title", selectable=True)
        self.unverified = Tag(theme, self.tr("To be checked"), tones=("warn", "warn_soft"))
        self.sentence = label(wrap=True, selectable=True)
        self.caution = label(size="small", tone="text2", wrap=True)
        self.model = RecordTable(
            theme,
            (Head(self.tr("Record"), key="record"), Head(self.tr("Amount"), is_number=True, key="amount")),
        )
        self.table = SmallTable(
            context, self.model, key="brief.records", name=self.tr("Records behind the row"), row_height=_ROW
        )
        self.table.opened.connect(self._open)
        self.table.left.connect(self.left)
        self._sum = SumRow(self.table, self.tr("Sum"))
        self.sum = self._sum.value
        self.missing = label(size="small", tone="warn", wrap=True, selectable=True)
        self.state = StatePanel(theme, narrow=True)
        self.state.show(self.tr("Select a row to see its sentence and records"), drawing="sigma")
        self.stack = QStackedWidget()
        self.stack.addWidget(self.state.widget)
        self.stack.addWidget(self._lay_out())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.stack)

    def _lay_out(self) -> QWidget:
        body = ground("surface")
        column = QVBoxLayout(body)
        column.setContentsMargins(sizes.MARGIN, 12, sizes.MARGIN, 12)
        column.setSpacing(sizes.GAP)
        top = QHBoxLayout()
        top.addWidget(self.value)
        top.addWidget(self.unverified)
        top.addStretch(1)
        column.addWidget(self.title)
        column.addLayout(top)
        column.addWidget(self.sentence)
        column.addWidget(self.caution)
        column.addWidget(self.table, 1)
        column.addWidget(self._sum)
        column.addWidget(self.missing)
        column.addStretch(0)  # without records the rest stays at the top
        return body

    def show_nothing(self) -> None:
        """No row is chosen."""
        self.stack.setCurrentIndex(0)

    def show_row(self, row: BriefRow, *, title: str, value: str) -> None:
        """Tell a row."""
        self.title.setText(title)
        self.value.setText(value or NOTHING)
        self.unverified.setVisible(not row.verified)
        self.sentence.setText(
            row.sentence or self.tr("Nothing to show: no data, or no typical tenant chosen.")
        )
        self.caution.setText(row.caution)
        self.caution.setVisible(bool(row.caution))
        amounts = [
            Decimal(0) if row.rows_unit is None else from_smallest(one.amount, row.rows_unit)
            for one in row.rows
        ]
        digits = max((-int(amount.normalize().as_tuple().exponent) for amount in amounts), default=0)
        places = max(digits, 0 if row.rows_unit is None else row.rows_unit.places)
        self._tenants = [one.tenant_id for one in row.rows]
        self.model.show(
            [
                (Cell(one.label, "" if one.tenant_id is None else "accent"), Cell(f"{amount:,.{places}f}"))
                for one, amount in zip(row.rows, amounts, strict=True)
            ]
        )
        self.table.fit_columns(Fit(room=150, least=72, most=150))
        self.table.setVisible(bool(row.rows))
        total = sum(amounts, Decimal(0))
        self._sum.setVisible(bool(row.rows) and row.value == total)  # a growth or a number of kinds is no sum
        self.sum.setText(f"{total:,.{places}f}")
        names = self.tr(", ").join(one.label for one in row.missing[:_NAMED])
        more = " …" if len(row.missing) > _NAMED else ""
        self.missing.setText(
            self.tr("Not reported ({count}): {names}").format(count=len(row.missing), names=names + more)
        )
        self.missing.setVisible(bool(row.missing))
        self.stack.setCurrentIndex(1)

    def _open(self, row: int) -> None:
        tenant = self._tenants[row]
        if tenant is not None:
            self.tenant_chosen.emit(tenant)
