"""The sheet's part of the page: bar, sheet, tabs and zoom around one built filing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm.domain.finding import Severity
from crm.domain.wording import with_unit
from crm.ui.labels import number
from crm.ui.models.sheet import Mark, SheetFacts, address_of, facts_of, filed_text, place_of
from crm.ui.sheets.cell_bar import CellBar
from crm.ui.sheets.foot import SheetFoot
from crm.ui.sheets.view import SheetView
from crm.ui.widgets.text import line

if TYPE_CHECKING:
    from decimal import Decimal

    from crm.services.appearance import SheetLook
    from crm.ui.context import Context
    from crm.ui.pages.filings.drawn import Drawn

TONES = {Severity.ERROR: "danger", Severity.WARNING: "warn", Severity.INFO: "accent"}
_MOST_SUMMED = 200_000
_REST = 60
"""Milliseconds without a step of the cursor after which it has come to rest."""


class SheetDesk(QWidget):
    """Shows the sheets of a filing one at a time."""

    asked = Signal(str, str)
    """The records behind a cell are wanted: sheet and address."""
    rested = Signal(str, str)
    """The cursor has come to rest on a figure: sheet and address."""
    selection_told = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._sheets: dict[str, SheetLook] = {}
        self._facts: dict[str, SheetFacts] = {}
        self._positions: dict[str, tuple[tuple[int, int], int, int]] = {}
        theme = context.theme
        self.bar = CellBar(theme)
        self.view = SheetView(theme, name=self.tr("Sheet of the filing"))
        self.foot = SheetFoot(theme, self.view)
        self.tabs = self.foot.tabs
        self.tabs.chosen.connect(self._show_sheet)
        self.view.asked.connect(self._ask)
        self.view.current_changed.connect(self._tell_cell)
        self.view.selection_changed.connect(self._tell_selection)
        self.bar.name.address_given.connect(self._go_to_typed)
        self.bar.name.left.connect(self.view.setFocus)
        self.bar.behind.clicked.connect(lambda: self._ask(*self.view.current))
        self._rest = QTimer(self, singleShot=True, interval=_REST)
        self._rest.timeout.connect(self._tell_rest)
        self._lay_out()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar.widget)
        column.addWidget(line())
        column.addWidget(self.view, 1)
        column.addWidget(self.foot)

    def show_filing(self, drawn: Drawn) -> None:
        """Show a filing, at the sheet and cell that were shown before."""
        self._positions[self.tabs.key] = self.view.position
        self._sheets = {look.name: look for look in drawn.look.sheets}
        marks = _marks(drawn)
        language = self._context.language
        self._facts = {
            name: facts_of(drawn.filing, name, language=language, marks=marks.get(name, {}))
            for name in self._sheets
        }
        self.tabs.show_sheets(list(self._sheets))
        self._show_sheet(self.tabs.key)

    def go_to(self, place: str) -> bool:
        """Put the cursor on ``sheet!address``; whether there is such a place."""
        sheet, _, address = place.rpartition("!")
        name = sheet.strip("'") or self.tabs.key
        try:
            row, column = place_of(address.replace("$", "").strip())
        except ValueError:
            return False
        if name not in self._sheets:
            return False
        self.tabs.choose(name)
        self.view.go_to(row, column)
        return True

    @property
    def sheet(self) -> str:
        """The sheet that is shown."""
        return self.tabs.key

    @property
    def address(self) -> str:
        """Where the cursor is."""
        return address_of(*self.view.current)

    def _show_sheet(self, name: str) -> None:
        look = self._sheets.get(name)
        if look is None:
            return
        before = self.view.look
        if before is not None and before.name != name:
            self._positions[before.name] = self.view.position
        self.view.show_sheet(look, self._facts[name])
        if before is not None and before.name != name and name in self._positions:
            self.view.restore(self._positions[name])

    def _go_to_typed(self, text: str) -> None:
        if self.go_to(text):
            self.view.setFocus()

    def _ask(self, row: int, column: int) -> None:
        if self.view.facts.cell(row, column) is not None:
            self.asked.emit(self.sheet, address_of(row, column))

    def _tell_rest(self) -> None:
        if self.view.look is not None and self.view.facts.cell(*self.view.current) is not None:
            self.rested.emit(self.sheet, self.address)

    def _tell_cell(self, row: int, column: int) -> None:
        self._rest.start()
        look, facts = self.view.look, self.view.facts
        if look is None:
            return
        cell = facts.cell(row, column)
        shown = look.cell(row, column).text.strip()
        value = shown
        if cell is not None:
            unit = "" if cell.unit is None else self._context.labels.unit(cell.unit)
            value = (
                with_unit(filed_text(cell.value), unit, same_scale=True)
                if cell.value is not None
                else self.tr("not reported")
            )
        self.bar.show_cell(
            address_of(row, column),
            what=facts.describe(row, column),
            value=value,
            has_records=cell is not None,
        )

    def _tell_selection(self) -> None:
        """Count, sum and average of the numbers selected, exactly."""
        look = self.view.look
        rows, columns = self.view.selected()
        if look is None or not 1 < len(rows) * len(columns) <= _MOST_SUMMED:
            self.selection_told.emit("")
            return
        total: Decimal | int = 0
        count = 0
        for row in rows:
            for column in columns:
                value = look.value(row, column)
                if value is not None and not isinstance(value, (str, bool, Exception)):
                    total += value
                    count += 1
        if not count:
            self.selection_told.emit("")
            return
        text = self.tr("Count: {count}   Sum: {sum}   Average: {average}")
        self.selection_told.emit(
            text.format(count=f"{count:,}", sum=number(total), average=f"{float(total) / count:,.2f}")
        )


def _marks(drawn: Drawn) -> dict[str, dict[tuple[int, int], Mark]]:
    """The cells that checks point at, each with its gravest finding and all sentences."""
    marks: dict[str, dict[tuple[int, int], Mark]] = {}
    pairs = zip(drawn.filing.findings, drawn.told, strict=True)
    for finding, sentence in sorted(pairs, key=lambda pair: pair[0].severity):
        sheet, _, address = finding.where.rpartition("!")
        if finding.severity is Severity.INFO:
            continue
        try:
            place = place_of(address)
        except ValueError:
            continue
        told = "\n".join(part for part in (sentence.text, sentence.remedy) if part)
        here = marks.setdefault(sheet.strip("'"), {})
        before = here.get(place)
        here[place] = Mark(TONES[finding.severity], f"{told}\n\n{before.text}" if before else told)
    return marks
