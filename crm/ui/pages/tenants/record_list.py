"""A tenant's records of one kind: a list with what can be done to them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from crm.domain.fields import FieldKind
from crm.domain.identifiers import mask_id_number, mask_phone
from crm.ui.labels import NOTHING, amount, measured
from crm.ui.models.records import Cell, Head, RecordTable
from crm.ui.table.small import Fit, SmallTable
from crm.ui.theme import tokens as sizes
from crm.ui.widgets.button import Button, Kind
from crm.ui.widgets.table import inset
from crm.ui.widgets.text import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QMenu

    from crm.services.record_kinds import RecordField, RecordKind
    from crm.services.records import RecordLine
    from crm.services.tenants import FieldValue
    from crm.ui.context import Context

_MOST_ROWS = 20
_WIDEST = 300
_NUMBERS = frozenset({FieldKind.MONEY, FieldKind.AREA, FieldKind.COUNT})


class RecordRows(SmallTable):
    """The rows; Del removes."""

    removed = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: D102 - Qt's own
        if event.key() == Qt.Key.Key_Delete:
            self.removed.emit()
        else:
            super().keyPressEvent(event)


class RecordList(QFrame):
    """The records of a kind, with a way to add one; Enter edits, Del removes, both can be undone."""

    add_asked = Signal()
    edit_asked = Signal(int)
    """The record's number."""
    remove_asked = Signal(int)

    def __init__(self, context: Context, kind: RecordKind) -> None:
        super().__init__()
        self.setProperty("ground", "card")
        self._context = context
        self.kind = kind
        self._lines: tuple[RecordLine, ...] = ()
        name = kind.label.in_language(context.language)
        self.count = label(size="small", tone="text3")
        self.add = Button(context.theme, self.tr("Add"), icon="plus", kind=Kind.QUIET)
        self.add.setAccessibleName(self.tr("Add: {kind}").format(kind=name))
        self.edit = Button(context.theme, icon="edit", kind=Kind.QUIET, name=self.tr("Edit (Enter)"))
        self.remove = Button(context.theme, icon="trash", kind=Kind.QUIET, name=self.tr("Remove (Del)"))
        self.model = RecordTable(context.theme, self._heads())
        self.table = RecordRows(
            context, self.model, key=f"tenant.{kind.code}", name=name, leaves=self._masked
        )
        self.table.deeds = self.add_deeds
        self.nothing = label(self.tr("None yet"), size="small", tone="text3")
        self._lay_out(kind.listed.in_language(context.language))
        self._connect()

    def _lay_out(self, title: str) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(sizes.MARGIN, 0, 8, 0)
        head.setSpacing(8)
        head.addWidget(label(title, size="strong"))
        head.addWidget(self.count)
        head.addStretch(1)
        for part in (self.edit, self.remove, self.add):
            head.addWidget(part)
        self.nothing.setContentsMargins(sizes.MARGIN, 0, sizes.MARGIN, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 6, 1, 6)
        column.setSpacing(4)
        column.addLayout(head)
        self._listed = inset(self.table)
        column.addWidget(self._listed)
        column.addWidget(self.nothing)

    def _connect(self) -> None:
        self.add.clicked.connect(self.add_asked)
        self.edit.clicked.connect(self._edit_chosen)
        self.remove.clicked.connect(self._remove_chosen)
        self.table.opened.connect(lambda row: self.edit_asked.emit(self._lines[row].id))
        self.table.removed.connect(self._remove_chosen)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._follow_selection())
        self._follow_selection()

    def _heads(self) -> tuple[Head, ...]:
        heads = []
        for code in self.kind.columns:
            field = self.kind.fields[code].field
            title = field.label.in_language(self._context.language)
            if field.unit is not None and field.kind in _NUMBERS:
                title = measured(title, self._context.labels.unit(field.unit))
            heads.append(Head(title, is_number=field.kind in _NUMBERS, key=code))
        return tuple(heads)

    def show_lines(self, lines: Sequence[RecordLine]) -> None:
        """Show other records; the cursor stays on its record where it is still there."""
        chosen = self.chosen
        self._lines = tuple(lines)
        self.count.setText(f"{len(lines):,}" if lines else "")
        self.model.show([[self._cell(line, code) for code in self.kind.columns] for line in lines])
        self.nothing.setVisible(not lines)
        self._listed.setVisible(bool(lines))
        self._size()
        rows = [row for row, line in enumerate(self._lines) if chosen is not None and line.id == chosen.id]
        if rows:
            self.table.selectRow(rows[0])
        self._follow_selection()

    def _size(self) -> None:
        self.table.fit_rows(_MOST_ROWS)
        texts = [
            place
            for place, code in enumerate(self.kind.columns)
            if self.kind.fields[code].field.kind not in _NUMBERS | {FieldKind.DATE, FieldKind.CHOICE}
        ]
        # Where there is no room for all, the last texts go first.
        self.table.fit_columns(Fit(texts[0] if texts else 0, most=_WIDEST, yields=texts[:0:-1], shares=True))

    @property
    def chosen(self) -> RecordLine | None:
        """The record with the cursor."""
        row = self.table.currentIndex().row()
        selected = self.table.selectionModel().hasSelection()
        return self._lines[row] if selected and 0 <= row < len(self._lines) else None

    def _cell(self, line: RecordLine, code: str) -> Cell:
        text = record_text(self._context, self.kind.fields[code], line, code)
        return Cell(text or NOTHING, "" if text else "text3")

    def _follow_selection(self) -> None:
        for button in (self.edit, self.remove):
            button.setEnabled(self.chosen is not None)
            button.setVisible(bool(self._lines))

    def _edit_chosen(self) -> None:
        if self.chosen is not None:
            self.edit_asked.emit(self.chosen.id)

    def _remove_chosen(self) -> None:
        if self.chosen is not None:
            self.remove_asked.emit(self.chosen.id)

    def _masked(self, row: int, column: int, _text: str) -> str:
        code = self.kind.columns[column]
        return record_text(self._context, self.kind.fields[code], self._lines[row], code, masked=True)

    def add_deeds(self, menu: QMenu) -> None:
        """Add to *menu* what can be done to the record with the cursor."""
        for text, icon, act in (
            (self.tr("Edit"), "edit", self._edit_chosen),
            (self.tr("Remove"), "trash", self._remove_chosen),
        ):
            action = menu.addAction(self._context.theme.icons.get(icon), text)
            action.setEnabled(self.chosen is not None)
            action.triggered.connect(act)


def record_text(
    context: Context, field: RecordField, line: RecordLine, code: str, *, masked: bool = False
) -> str:
    """A value of a record in words; *masked* hides the middle of personal data."""
    value: FieldValue = line.values[code]
    if field.refers:
        return line.references.get(code, "")
    if value is None or value == "":
        return ""
    if masked and isinstance(value, str) and field.field.personal:
        return mask_id_number(value) if field.id_number else mask_phone(value)
    if isinstance(value, bool | date | str):
        return " ".join(context.labels.value(field.field, value).split())
    unit = field.field.unit
    return f"{value:,}" if unit is None else amount(value, unit)
