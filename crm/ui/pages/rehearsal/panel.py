"""Beside the list of a rehearsal: what stands behind the chosen line, down to the records and their sum."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QStackedWidget,
    QStyledItemDelegate,
    QVBoxLayout,
    QWidget,
)

from crm.ui.models.records import Head, RecordTable
from crm.ui.pages.rehearsal.words import TONES
from crm.ui.table.small import Fit, SmallTable
from crm.ui.theme import tokens as sizes
from crm.ui.theme.fonts import in_pixels
from crm.ui.widgets.button import Button, Kind
from crm.ui.widgets.chips import ChipBar, Choice
from crm.ui.widgets.facts import Facts
from crm.ui.widgets.named_rows import ROW, NamedRowDelegate
from crm.ui.widgets.scroll import scrolled
from crm.ui.widgets.state import StatePanel
from crm.ui.widgets.sum_row import SumRow
from crm.ui.widgets.tag import Tag
from crm.ui.widgets.text import label

if TYPE_CHECKING:
    from crm.services.judgements import Criterion, SizeIndustry
    from crm.ui.context import Context
    from crm.ui.pages.rehearsal.behind import Behind, BehindPart

_ROW = 28
_AT_ONCE = 12
_LEAST_NAME = 150
_LEAST_BELOW = 56
_WIDEST = 150


class BehindPanel(QWidget):
    """Tells one `Behind`."""

    tenant_chosen = Signal(int)
    change_asked = Signal()
    restore_asked = Signal()
    days_asked = Signal()
    restore_all_asked = Signal()
    left = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._behind: Behind | None = None
        self._part: BehindPart | None = None
        theme = context.theme
        self.title = label(size="strong", wrap=True)
        self.value = label(size="title", selectable=True)
        self.verdict = Tag(theme)
        self.unverified = Tag(theme, self.tr("To be checked"), tones=("warn", "warn_soft"))
        self.facts = Facts()
        self.tenant = Button(theme, self.tr("Open the tenant"), icon="tenants")
        self.tenant.clicked.connect(self._open_tenant)
        self._make_rule_buttons()
        self.parts = ChipBar(theme, name=self.tr("Figures behind this item"))
        self.parts.chosen.connect(lambda key: self._show_part(int(key)))
        self.hint = label(size="small", tone="text2", wrap=True)
        self.model = RecordTable(theme, (Head(""),))
        self.table = SmallTable(
            context,
            self.model,
            key="rehearsal.behind",
            name=self.tr("Records counted"),
            row_height=_ROW,
        )
        self._plain = QStyledItemDelegate(self.table)
        self._above = NamedRowDelegate(theme, self.table)
        self.table.opened.connect(self._open_row)
        self.table.left.connect(self.left)
        self._sum = SumRow(self.table, self.tr("Sum"))
        self.sum = self._sum.value
        self.missing = label(size="small", tone="warn", wrap=True, selectable=True)
        self.state = StatePanel(theme, narrow=True)
        self.state.show(
            self.tr("Nothing chosen"),
            self.tr("Select a line to see what is counted, what is missing and which tenants are concerned."),
            drawing="sigma",
        )
        self.stack = QStackedWidget()
        self.stack.addWidget(self.state.widget)
        self.stack.addWidget(self._lay_out())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.stack)

    def _make_rule_buttons(self) -> None:
        self.change = Button(self._context.theme, self.tr("Change value"), icon="edit")
        self.change.clicked.connect(self.change_asked)
        self.restore = Button(self._context.theme, self.tr("Restore"), icon="undo")
        self.restore.clicked.connect(self.restore_asked)
        theme = self._context.theme
        self.days = Button(theme, self.tr("Effective dates"), icon="calendar", kind=Kind.QUIET)
        self.days.clicked.connect(self.days_asked)
        self.restore_all = Button(
            self._context.theme, self.tr("Restore entire rule set"), icon="undo", kind=Kind.QUIET
        )
        self.restore_all.clicked.connect(self.restore_all_asked)

    def _lay_out(self) -> QWidget:
        body = QFrame()
        body.setProperty("ground", "surface")
        column = QVBoxLayout(body)
        column.setContentsMargins(sizes.MARGIN, 12, sizes.MARGIN, sizes.MARGIN)
        column.setSpacing(sizes.GAP)
        column.addWidget(self.title)
        row = QHBoxLayout()
        row.setSpacing(sizes.GAP)
        row.addWidget(self.value)
        row.addWidget(self.verdict)
        row.addWidget(self.unverified)
        row.addStretch(1)
        column.addLayout(row)
        for part in (self.facts, self.parts, self.hint, self.table, self._sum, self.missing):
            column.addWidget(part)
        column.addWidget(self.tenant, 0, Qt.AlignmentFlag.AlignLeft)
        changes = QHBoxLayout()
        changes.setSpacing(sizes.GAP)
        changes.addWidget(self.change)
        changes.addWidget(self.restore)
        changes.addStretch(1)
        column.addLayout(changes)
        for button in (self.days, self.restore_all):
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        return scrolled(body)

    @property
    def rule(self) -> Criterion | SizeIndustry | None:
        """What of the rule set is told of."""
        return None if self._behind is None else self._behind.rule

    def show_nothing(self) -> None:
        """No line is chosen."""
        self._behind = None
        self.stack.setCurrentIndex(0)

    def show_behind(self, behind: Behind, *, is_own: bool = False) -> None:
        """Tell what stands behind a line; *is_own*: anything of the rule set has been changed."""
        self.change.setVisible(behind.rule is not None)
        self.restore.setVisible(behind.rule is not None and behind.rule.edit is not None)
        self.days.setVisible(behind.is_rule)
        self.restore_all.setVisible(behind.is_rule and is_own)
        self._behind = behind
        self.title.setText(behind.title)
        self.value.setText(behind.value)
        self.value.setVisible(bool(behind.value))
        if behind.verdict is not None:
            self.verdict.show_text(behind.verdict_text, tones=TONES[behind.verdict])
        self.verdict.setVisible(behind.verdict is not None)
        self.unverified.setVisible(behind.to_check)
        self.facts.show_facts(behind.facts)
        self.facts.setVisible(bool(behind.facts))
        self.tenant.setVisible(behind.tenant is not None)
        self.parts.show_choices(
            [Choice(str(place), part.name, str(len(part.rows))) for place, part in enumerate(behind.parts)]
        )
        self.parts.setVisible(bool(behind.parts))
        if behind.parts:
            self.parts.choose("0")
        self._show_part(0)
        self.stack.setCurrentIndex(1)

    def _show_part(self, place: int) -> None:
        parts = () if self._behind is None else self._behind.parts
        part = self._part = parts[place] if place < len(parts) else None
        for widget in (self.table, self.hint, self._sum, self.missing):
            widget.setVisible(part is not None)
        if part is None:
            return
        self.model.show(part.rows, part.heads)
        above = part.names_above
        self.table.setItemDelegate(self._above if above else self._plain)
        self.table.verticalHeader().setDefaultSectionSize(in_pixels(ROW) if above else _ROW)
        room = _LEAST_BELOW if above else _LEAST_NAME
        self.table.fit_columns(Fit(room=room, least=56 if above else 72, most=_WIDEST))
        self.table.fit_rows(_AT_ONCE)
        self.table.setVisible(bool(part.rows))
        self.hint.setText(part.hint)
        self.hint.setVisible(bool(part.hint))
        self.sum.setText(part.sum)
        self._sum.setVisible(bool(part.sum))
        self.missing.setText(part.missing)
        self.missing.setVisible(bool(part.missing))

    def _open_row(self, row: int) -> None:
        tenant = None if self._part is None else self._part.tenants[row]
        if tenant is not None:
            self.tenant_chosen.emit(tenant)

    def _open_tenant(self) -> None:
        if self._behind is not None and self._behind.tenant is not None:
            self.tenant_chosen.emit(self._behind.tenant)
