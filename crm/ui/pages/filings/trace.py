"""Why a cell holds what it holds: indicator, formula, population, the rows that add up to it, who has not reported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from crm.domain.quantity import round_half_up
from crm.services.filings import explain_cell
from crm.ui.labels import NOTHING, number
from crm.ui.models.records import Cell, Head, RecordTable
from crm.ui.models.sheet import filed_text
from crm.ui.theme import tokens as sizes
from crm.ui.widgets.chips import ChipBar, Choice
from crm.ui.widgets.facts import Facts
from crm.ui.widgets.state import StatePanel
from crm.ui.widgets.table import Table
from crm.ui.widgets.tag import Tag
from crm.ui.widgets.text import label

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from crm.services.filings import BuiltFiling
    from crm.ui.context import Context

_ROW = 28
_MOST_ROWS = 2_000
"""Rows shown; of a longer list the first, and how many there are."""


class TracePanel(QWidget):
    """The explanation of one cell."""

    tenant_chosen = Signal(int)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._filing: BuiltFiling | None = None
        self._sheet, self._address = "", ""
        self._tenants: list[int | None] = []
        self.place = label(size="caption", tone="text2")
        self.title = label(size="strong", wrap=True)
        self.value = label(size="title", selectable=True)
        self.unit = label(size="small", tone="text2")
        self.unverified = Tag(context.theme, self.tr("to be checked"), tones=("warn", "warn_soft"))
        self.formula = label(size="small", wrap=True)
        self.facts = Facts()
        self.parts = ChipBar(context.theme, name=self.tr("Figures behind this cell"))
        self.parts.chosen.connect(lambda key: self._show_part(int(key)))
        self.model = RecordTable(
            context.theme, (Head(self.tr("Record")), Head(self.tr("Amount"), is_number=True))
        )
        self.table = Table(context.theme, name=self.tr("Records whose sum is the figure"), row_height=_ROW)
        self.table.setModel(self.model)
        self.table.opened.connect(self._open)
        self.sum = label(size="strong")
        self.sum_check = label(size="small", tone="ok", wrap=True)
        self.missing = label(size="small", tone="warn", wrap=True, selectable=True)
        self.state = StatePanel(context.theme, narrow=True)
        self.state.show(
            self.tr("No figure chosen"),
            self.tr("Click a figure in the sheet, or press Enter on it, to see the records behind it."),
            drawing="sigma",
        )
        self.stack = QStackedWidget()
        self.stack.addWidget(self.state.widget)
        self.stack.addWidget(self._lay_out())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.stack)

    def _lay_out(self) -> QWidget:
        body = QFrame()
        body.setProperty("ground", "surface")
        column = QVBoxLayout(body)
        column.setContentsMargins(sizes.MARGIN, 12, sizes.MARGIN, sizes.MARGIN)
        column.setSpacing(8)
        column.addWidget(self.place)
        column.addWidget(self.title)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.value)
        row.addWidget(self.unit, 0, Qt.AlignmentFlag.AlignBottom)
        row.addStretch(1)
        row.addWidget(self.unverified)
        column.addLayout(row)
        for part in (self.formula, self.facts, self.parts, self.table):
            column.addWidget(part)
        total = QHBoxLayout()
        total.addWidget(label(self.tr("Sum"), size="strong"))
        total.addStretch(1)
        total.addWidget(self.sum)
        column.addLayout(total)
        column.addWidget(self.sum_check)
        column.addWidget(self.missing)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(body)
        return area

    def show_nothing(self) -> None:
        """No cell is chosen."""
        self.stack.setCurrentIndex(0)

    def show_cell(self, filing: BuiltFiling, *, sheet: str, address: str) -> None:
        """Explain the cell at *address*."""
        self._filing, self._sheet, self._address = filing, sheet, address
        trace = explain_cell(filing, sheet=sheet, address=address)
        context, labels, language = self._context, self._context.labels, self._context.language
        self.place.setText(f"{sheet}!{address}")
        self.title.setText(trace.label.in_language(language))
        self.value.setText(filed_text(trace.value) or NOTHING)
        self.unit.setText("" if trace.unit is None else labels.unit(trace.unit))
        definition = trace.definition
        self.unverified.setVisible(definition is not None and not definition.verified)
        sentence = context.library.messages.word(trace.formula.code, trace.formula.values, language)
        self.formula.setText(sentence.text)
        facts = []
        if definition is not None:
            facts.append((self.tr("Indicator"), definition.name.in_language(language)))
            facts.append((self.tr("Definition"), definition.definition.in_language(language)))
            facts.append((self.tr("Source"), definition.origin.in_language(language)))
        if trace.parts:
            part = trace.parts[0]
            population = f"{labels.population(part.population)} ({part.as_of.isoformat()})"
            facts.append((self.tr("Over whom"), population))
        if trace.nudge:
            facts.append(
                (self.tr("Rounding"), self.tr("moved by {by} so that the rows add up").format(by=trace.nudge))
            )
        self.facts.show_facts(facts)
        names = [
            Choice(str(place), labels.period(part.period) + (self.tr(" to date") if part.to_date else ""))
            for place, part in enumerate(trace.parts)
        ]
        self.parts.show_choices(names)
        self.parts.setVisible(len(names) > 1)
        if names:
            self.parts.choose("0")
        self._show_part(0)
        self.stack.setCurrentIndex(1)

    def _show_part(self, place: int) -> None:
        if self._filing is None:
            return
        trace = explain_cell(self._filing, sheet=self._sheet, address=self._address)
        part = trace.parts[place] if place < len(trace.parts) else None
        rows = part.rows if part is not None else trace.records
        unit = trace.part_unit
        self._tenants = [row.tenant_id for row in rows[:_MOST_ROWS]]
        heading = (
            self.tr("Amount")
            if unit is None
            else self.tr("Amount ({unit})").format(unit=self._context.labels.unit(unit))
        )
        places = _places([row.shown for row in rows])
        self.model.show(
            [
                (
                    Cell(row.label, "accent" if row.tenant_id is not None else ""),
                    Cell(_shown(row.shown, places)),
                )
                for row in rows[:_MOST_ROWS]
            ],
            (Head(self.tr("Record")), Head(heading, is_number=True)),
        )
        self.table.setColumnWidth(1, max(110, self.table.head.width_for(1)))
        self.table.fill_with(0, least=120)
        self.table.setFixedHeight(sizes.HEADER + _ROW * min(max(len(rows), 1), 9) + 2)
        self.sum.setText(NOTHING if part is None else _shown(part.shown, places))
        self._tell_sum(trace.value, part.shown if part is not None else None, compared=len(trace.parts) > 1)
        missing = part.missing if part is not None else ()
        self.missing.setVisible(bool(missing))
        names = ", ".join(one.label for one in missing[:20]) + (" …" if len(missing) > 20 else "")
        self.missing.setText(
            self.tr("Not reported ({count}): {names}").format(count=len(missing), names=names)
        )

    def _tell_sum(self, value: object, total: Decimal | None, *, compared: bool) -> None:
        """Say that the rows add up to what is filed, rounded once; or nothing where another thing is filed."""
        places = getattr(value, "as_tuple", None)
        self.sum_check.hide()
        if total is None or compared or isinstance(value, (str, bool)) or value is None:
            return
        digits = -int(places().exponent) if places is not None else 0
        equal = str(round_half_up(total, digits)) == str(value)
        self.sum_check.setVisible(equal)
        self.sum_check.setText(self.tr("The records add up to the figure filed."))

    def _open(self, row: int) -> None:
        tenant = self._tenants[row] if 0 <= row < len(self._tenants) else None
        if tenant is not None:
            self.tenant_chosen.emit(tenant)


def _places(amounts: Iterable[Decimal | None]) -> int:
    """The decimals that show all digits of every amount, so that they stand under each other."""
    exponents = (amount.normalize().as_tuple().exponent for amount in amounts if amount is not None)
    return max((-exponent for exponent in exponents if isinstance(exponent, int)), default=0)


def _shown(value: Decimal | None, places: int) -> str:
    """A row's amount with all its digits: only the filed figure is rounded."""
    return number(None if value is None else round_half_up(value, max(places, 0)))
