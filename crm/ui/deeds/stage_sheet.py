"""The facts of a move: where to, from which day, and what that move needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtWidgets import QButtonGroup, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from crm.domain.identifiers import clean_code, uscc_problem
from crm.domain.lifecycle import Need, Stage
from crm.ui.ask import SHEET_WIDTH, Sheet
from crm.ui.forms.day_picker import DayPicker
from crm.ui.widgets.button import Button, Kind
from crm.ui.widgets.chips import FlowLayout
from crm.ui.widgets.form import DateBox, FormField
from crm.ui.widgets.text import label

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from crm.services.tenants import Move
    from crm.ui.labels import Labels
    from crm.ui.theme.theme import Theme


_MANY = 3
"""With so many needs, what is not needed is not shown: the dialog must fit a small screen."""


class StageAnswer(NamedTuple):
    """What was answered; `registration` and `founded_on` where the record lacked them."""

    target: Stage
    on: date
    reason: str = ""
    allowed_by: str = ""
    detail: str = ""
    registration: str = ""
    founded_on: date | None = None


class StageSheet(Sheet):
    """Asks for a move. Only allowed moves are offered, and only what the chosen one needs must be given."""

    def __init__(
        self, theme: Theme, labels: Labels, moves: Sequence[Move], *, today: date, earliest: date | None
    ) -> None:
        super().__init__()
        self._labels = labels
        self._moves = {move.target: move for move in moves}
        self._earliest = earliest
        self._group = QButtonGroup(self)
        self.targets: dict[Stage, Button] = {}
        self.on = FormField(self.tr("Start date"), DateBox(today), required=True)
        self._days = {Need.FOUNDED_ON: DateBox()}
        self.fields = {
            need: FormField(labels.need(need, next(iter(self._moves))), self._entry(need)) for need in Need
        }
        self.pickers = [
            DayPicker(box, theme, today=today, language=labels.language)
            for box in (self.on.entry, *self._days.values())
            if isinstance(box, DateBox)
        ]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(label(self.tr("Move to"), size="small", tone="text2"))
        column.addWidget(self._lay_out_targets(theme))
        column.addWidget(self.on)
        for need in (Need.REGISTRATION, Need.FOUNDED_ON, Need.ALLOWED_BY, Need.REASON, Need.DETAIL):
            column.addWidget(self.fields[need])
        self._choose(next(iter(self._moves)))

    def _entry(self, need: Need) -> QLineEdit | QPlainTextEdit:
        if need in self._days:
            return self._days[need]
        if need is Need.REASON:
            box = QPlainTextEdit()
            box.setTabChangesFocus(True)
            box.setFixedHeight(60)
            return box
        return QLineEdit()

    def _lay_out_targets(self, theme: Theme) -> QWidget:
        row = QWidget()
        flow = FlowLayout()
        row.setLayout(flow)
        for target in self._moves:
            chip = Button(theme, self._labels.stage(target), kind=Kind.CHIP)
            chip.setCheckable(True)
            chip.clicked.connect(lambda _checked=False, target=target: self._choose(target))
            self._group.addButton(chip)
            self.targets[target] = chip
            flow.addWidget(chip)
        row.setFixedHeight(flow.heightForWidth(SHEET_WIDTH))
        return row

    def _choose(self, target: Stage) -> None:
        self.target = target
        self.targets[target].setChecked(True)
        needs = self._moves[target].needs
        for need, field in self.fields.items():
            field.set_caption(self._labels.need(need, target), required=need in needs)
            field.refuse("")
            field.setVisible(need in needs or (need is Need.REASON and len(needs) < _MANY))

    def first_entry(self) -> QWidget | None:
        """Where the cursor goes at first."""
        return next((field.entry for field in self.fields.values() if field.isVisibleTo(self)), None)

    def check(self) -> bool:
        """Whether everything needed is there; what is missing is said under its field."""
        faults = [(self.on, self._fault_of_day())]
        for need, field in self.fields.items():
            faults.append((field, self._fault_of(need) if need in self._moves[self.target].needs else ""))
        for field, fault in faults:
            field.refuse(fault)
        wrong = [field for field, fault in faults if fault]
        if wrong:
            wrong[0].entry.setFocus()
        return not wrong

    def _fault_of_day(self) -> str:
        box = self.on.entry
        day = box.day if isinstance(box, DateBox) else None
        if day is None:
            return self.tr("This is not a date.")
        if self._earliest is not None and day < self._earliest:
            return self.tr("The previous stage began on {day}; this one cannot begin earlier.").format(
                day=self._earliest.isoformat()
            )
        return ""

    def _fault_of(self, need: Need) -> str:
        text = self._text(need)
        if not text:
            return self.tr("Required for this change.")
        if need is Need.FOUNDED_ON and self._days[need].day is None:
            return self.tr("This is not a date.")
        if need is Need.REGISTRATION and uscc_problem(clean_code(text)):
            return self.tr("This is not a valid 18-character code.")
        return ""

    def _text(self, need: Need) -> str:
        entry = self.fields[need].entry
        return (entry.toPlainText() if isinstance(entry, QPlainTextEdit) else entry.text()).strip()  # type: ignore[union-attr]

    def answer(self) -> StageAnswer:
        """What was answered, once it has been checked."""
        box = self.on.entry
        day = box.day if isinstance(box, DateBox) else None
        if day is None:
            raise ValueError("not checked")
        shown = {need for need, field in self.fields.items() if field.isVisibleTo(self)}
        texts = {need: self._text(need) if need in shown else "" for need in Need}
        return StageAnswer(
            target=self.target,
            on=day,
            reason=texts[Need.REASON],
            allowed_by=texts[Need.ALLOWED_BY],
            detail=texts[Need.DETAIL],
            registration=clean_code(texts[Need.REGISTRATION]),
            founded_on=self._days[Need.FOUNDED_ON].day if Need.FOUNDED_ON in shown else None,
        )
