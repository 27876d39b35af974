"""Cells that differ, with the records and operations behind the chosen one; of the watch, what becomes of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm.domain.quantity import from_smallest
from crm.domain.wording import counted
from crm.services.frozen_filings import DifferenceKind
from crm.services.history import title_of
from crm.services.moment import local_time
from crm.ui.labels import NOTHING, number
from crm.ui.models.records import Cell, Head, RecordTable
from crm.ui.models.sheet import filed_text
from crm.ui.table.small import Fit, SmallTable
from crm.ui.widgets.button import Button
from crm.ui.widgets.named_rows import ROW, NamedRow, NamedRowDelegate
from crm.ui.widgets.text import label, retone

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from crm.domain.quantity import Unit
    from crm.domain.wording import Language
    from crm.services.frozen_filings import CellDifference
    from crm.services.library import Library
    from crm.services.watch import OperationLine
    from crm.ui.context import Context

_MOST_ROWS = 8
_LEAST = 84
_MOST_RECORDS = 4


class Difference(NamedTuple):
    """One place that would be filed otherwise: both values, the records, and what did it: the form, operations."""

    place: str
    label: str
    filed: str
    now: str
    records: tuple[str, ...] = ()
    causes: tuple[str, ...] = ()
    note: str = ""
    """Why the place is listed although both values are the same."""
    short: str = ""
    """The same in a word or two."""


def difference_of(
    one: CellDifference,
    language: Language,
    *,
    causes: Iterable[OperationLine] = (),
    library: Library | None = None,
    is_nobodys: bool = False,
) -> Difference:
    """A difference in words; *is_nobodys* says that no operation did it. For a reader."""
    records = [
        f"{record.label}  {_amount(record.filed, one.unit)} → {_amount(record.now, one.unit)}"
        if one.unit
        else record.label
        for record in one.records[:_MOST_RECORDS]
    ]
    if len(one.records) > _MOST_RECORDS:
        records.append(f"… {len(one.records) - _MOST_RECORDS}")
    return Difference(
        f"{one.sheet}!{one.address}",
        one.label.in_language(language),
        filed_text(one.filed) or NOTHING,
        filed_text(one.now) or NOTHING,
        tuple(records),
        (
            *([_asked_anew()] if one.asked_anew else []),
            *([_nobodys()] if is_nobodys else []),
            *[
                f"{title_of(library, line, language)}  {line.by} {local_time(line.at)}"
                for line in causes
                if library is not None
            ][:3],
        ),
        *_notes().get(one.kind, ("", "")),
    )


def _notes() -> dict[DifferenceKind, tuple[str, str]]:
    translate = QCoreApplication.translate
    return {
        DifferenceKind.RECORDS: (
            translate("ChangeBox", "The figure is the same, but the records behind it differ."),
            translate("ChangeBox", "other records"),
        ),
        DifferenceKind.ROUNDING: (
            translate("ChangeBox", "The figure is the same; only the rounding differs."),
            translate("ChangeBox", "rounding only"),
        ),
    }


def _asked_anew() -> str:
    return QCoreApplication.translate(
        "ChangeBox",
        "The form asks for this otherwise than it did: over others, by another definition or in another unit.",
    )


def _nobodys() -> str:
    return QCoreApplication.translate(
        "ChangeBox",
        "No record behind it has been written since: an indicator, a rule or the program counts otherwise.",
    )


def _amount(amount: int | None, unit: Unit) -> str:
    return NOTHING if amount is None else number(from_smallest(amount, unit).normalize() + 0)


class ChangeBox(QWidget):
    """The list of what differs; below it what stands behind the chosen line, and what can be done."""

    amend_asked = Signal()
    carry_asked = Signal(object)
    """The places to carry on; all where none is named."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._changes: Sequence[Difference] = ()
        self.title = label(size="strong", wrap=True)
        self.model = RecordTable(context.theme, self._heads(self.tr("Filed"), self.tr("Now")))
        self.table = SmallTable(
            context,
            self.model,
            key="filings.since",
            name=self.tr("Changes since freezing"),
            row_height=ROW,
            leaves=self._whole_place,
        )
        self.table.setItemDelegate(NamedRowDelegate(context.theme, self.table))
        self.table.selectionModel().currentRowChanged.connect(
            lambda now, _before: self._show_behind(now.row())
        )
        self.behind = label(size="caption", tone="text2", wrap=True, selectable=True)
        self.carried = label(size="caption", tone="text2", wrap=True)
        self.amend = Button(context.theme, self.tr("Correction"), icon="edit")
        self.amend.clicked.connect(self.amend_asked)
        self.carry = Button(context.theme, self.tr("Carry forward"), icon="right")
        self.carry.clicked.connect(self._ask_carry)
        row = QHBoxLayout()
        row.addWidget(self.amend)
        row.addWidget(self.carry)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.title)
        column.addWidget(self.table)
        column.addWidget(self.behind)
        column.addWidget(self.carried)
        column.addLayout(row)

    def _heads(self, before: str, after: str) -> tuple[Head, ...]:
        return (
            Head(self.tr("Place"), key="place"),
            Head(before, is_number=True, key="before"),
            Head(after, is_number=True, key="after"),
        )

    def wait(self, text: str) -> None:
        """Say that the answer is on its way."""
        self.title.setText(text)
        retone(self.title, "text2")
        self.show_changes((), before="", after="", watched=False)
        self.carried.hide()

    def tell(self, text: str, tone: str, *, carried: int = 0) -> None:
        """Say what the list is, and how many differences were carried on."""
        self.title.setText(text)
        retone(self.title, tone)
        self.carried.setVisible(bool(carried))
        self.carried.setText(
            counted(self.tr("Carried forward to the next period: {count} {count|cell|cells}"), count=carried)
        )

    def show_changes(self, changes: Sequence[Difference], *, before: str, after: str, watched: bool) -> None:
        """List *changes* with both values under *before* and *after*; *watched* ones can be acted on."""
        self._changes = changes
        self.behind.hide()
        self.model.show(
            [
                (
                    Cell(one.label, extra=NamedRow(one.place, one.short)),
                    Cell(one.filed, "text2"),
                    Cell(one.now, "text2" if one.note else ""),
                )
                for one in changes
            ],
            self._heads(before, after),
        )
        self.table.fit_columns(Fit(room=_LEAST, least=_LEAST))  # a number is never shortened
        self.table.fit_rows(_MOST_ROWS)
        self.table.setVisible(bool(changes))
        for button in (self.amend, self.carry):
            button.setVisible(watched and bool(changes))

    def _whole_place(self, row: int, column: int, text: str) -> str:
        """What of a cell is copied and exported: a place with where it is."""
        return f"{text}  {self._changes[row].place}" if column == 0 else text

    def _show_behind(self, row: int) -> None:
        """The records and the operations behind the chosen line."""
        one = self._changes[row] if 0 <= row < len(self._changes) else None
        lines = () if one is None else (one.place, *filter(None, [one.note]), *one.records, *one.causes)
        self.behind.setText("\n".join(lines))
        self.behind.setVisible(bool(lines))

    def _ask_carry(self) -> None:
        rows = [row for part in self.table.selected_rows() for row in part]
        self.carry_asked.emit([self._changes[row].place for row in rows if row < len(self._changes)])
