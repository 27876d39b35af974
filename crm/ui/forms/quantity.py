"""Money, areas and counts: money in yuan or in ten thousand yuan, and always exact."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal

from crm.domain.errors import ParseError
from crm.domain.parsing import parse_amount, parse_count
from crm.domain.quantity import UNITS, from_smallest, in_unit
from crm.ui.forms.entry import KeyLine, LineEntry, Reading
from crm.ui.forms.spec import EntryKind
from crm.ui.widgets.button import Button

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QLineEdit

    from crm.domain.quantity import Unit
    from crm.services.tenants import FieldValue
    from crm.ui.forms.entry import State
    from crm.ui.forms.spec import EntrySpec
    from crm.ui.theme.theme import Theme


class AmountEntry(LineEntry):
    """Money, an area or a count; money may be entered in yuan or in ten thousand yuan, and is kept exactly."""

    unit_changed = Signal()
    """The same amount is shown in another unit."""

    def __init__(self, spec: EntrySpec, theme: Theme, unit_names: Callable[[Unit], str]) -> None:
        super().__init__(spec)
        self.unit = spec.unit or UNITS["item"]
        self._unit_names = unit_names
        self.line.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.switch: Button | None = None
        if spec.kind is EntryKind.MONEY:
            self.switch = Button(theme, unit_names(self.unit), icon="swap")
            self.switch.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.switch.clicked.connect(self.switch_unit)
            self._name_switch()
            self.row.addWidget(self.switch)
        self.left.connect(self._tidy)

    @property
    def is_money(self) -> bool:
        """Whether there are two units to choose from."""
        return self.switch is not None

    def switch_unit(self) -> None:
        """Show the same amount in the other unit."""
        value = self.read()
        other = "yuan" if self.unit.code == "ten_thousand_yuan" else "ten_thousand_yuan"
        self.unit = UNITS[other]
        if not value.fault:
            self.show_value(value.value)
        self._name_switch()

    def _name_switch(self) -> None:
        if self.switch is not None:
            name = self._unit_names(self.unit)
            self.switch.setText(name)
            self.switch.setAccessibleName(self.tr("Unit: {unit}").format(unit=name))
            self.switch.setToolTip(self.tr("Switch between yuan and 10k yuan (F4)"))
            self.switch.updateGeometry()
            self.unit_changed.emit()

    def make_line(self) -> QLineEdit:
        """A line that knows F4."""
        line = KeyLine()
        line.asked.connect(lambda: self.switch_unit() if self.is_money else None)
        return line

    def show_value(self, value: FieldValue) -> None:
        """The whole amount: with the decimals of its unit, and with all it has where there are more."""
        if not isinstance(value, int):
            self.line.setText("")
            return
        exact, usual = from_smallest(value, self.unit), in_unit(value, self.unit)
        self.line.setText(f"{usual:,f}" if usual == exact else f"{exact.normalize():,f}")

    def read(self) -> Reading:
        """The amount in the smallest unit."""
        text = self.line.text().strip()
        if not text:
            return Reading(None)
        try:
            if self.spec.kind is EntryKind.COUNT:
                return Reading(parse_count(text))
            value = parse_amount(text, self.unit)
        except ParseError as error:
            return Reading(None, self._fault(error.code))
        if value < 0 and self.spec.kind is EntryKind.AREA:
            return Reading(None, self.tr("An area cannot be negative."))
        return Reading(value)

    def _fault(self, code: str) -> str:
        return {
            "amount-currency": self.tr("Amounts are kept in yuan; convert other currencies first."),
            "amount-too-fine": self.tr("Too many decimals: the smallest unit is 0.01."),
            "count-not-whole": self.tr("This must be a whole number."),
            "count-negative": self.tr("This cannot be negative."),
        }.get(code, self.tr("This is not a number."))

    def text(self) -> str:
        """The amount with its unit, so that a draft means the same whatever unit is shown then."""
        return f"{self.line.text()}\t{self.unit.code}" if self.line.text() else ""

    def state(self) -> State:
        """The text and the unit it is in, also where nothing is entered."""
        return self.unit.code, self.line.text()

    def put_state(self, state: State) -> None:
        """The text in its unit."""
        self.line.setText(state[1])
        if self.unit.code != state[0]:
            self.unit = UNITS[str(state[0])]
            self._name_switch()

    def put_text(self, text: str) -> None:
        """As it was typed, in the unit it was typed in."""
        typed, _, unit = text.partition("\t")
        if self.is_money and unit in UNITS:
            self.unit = UNITS[unit]
            self._name_switch()
        self.line.setText(typed)

    def _tidy(self) -> None:
        reading = self.read()
        if not reading.fault:
            self.show_value(reading.value)
