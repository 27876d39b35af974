"""Why a cell holds what it holds: indicator, formula, population, the rows that add up to it, who has not reported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from crm.domain.quantity import round_half_up
from crm.domain.wording import counted
from crm.services.explanation import explain_fully, explanation_text, export_explanation
from crm.services.spoken import Spoken
from crm.ui.labels import NOTHING, number
from crm.ui.models.records import Cell, Head, RecordTable
from crm.ui.models.sheet import filed_text
from crm.ui.saved import dated_name, tell_saved
from crm.ui.table.small import Fit, SmallTable
from crm.ui.theme import tokens as sizes
from crm.ui.widgets.button import Button, Kind
from crm.ui.widgets.chips import ChipBar, Choice
from crm.ui.widgets.facts import Facts
from crm.ui.widgets.scroll import scrolled
from crm.ui.widgets.state import StatePanel
from crm.ui.widgets.sum_row import SumRow
from crm.ui.widgets.tag import Tag
from crm.ui.widgets.text import label, retone
from crm.ui.widgets.wrapped import RowHeights

if TYPE_CHECKING:
    from decimal import Decimal
    from pathlib import Path

    from crm.domain.quantity import Unit
    from crm.services.explanation import Explanation
    from crm.services.filings import Trace
    from crm.ui.context import Context
    from crm.ui.pages.filings.drawn import Drawn

_ROW = 28
_MOST_ROWS = 5_000
"""Rows shown; of a longer list the first, and how many there are."""
_SHOWN_AT_ONCE = 10
_LEAST_NAME = 152


class TracePanel(QWidget):
    """The explanation of one cell."""

    tenant_chosen = Signal(int)
    left = Signal()
    """Esc: back to the sheet."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._drawn: Drawn | None = None
        self._explanation: Explanation | None = None
        self._tenants: list[int | None] = []
        self.place = label(size="caption", tone="text2")
        self.title = label(size="strong", wrap=True)
        self.value = label(size="title", selectable=True)
        self.unit = label(size="small", tone="text2")
        self.unverified = Tag(context.theme, self.tr("To be checked"), tones=("warn", "warn_soft"))
        self.formula = label(size="small", wrap=True)
        self.before = label(size="small", tone="text2", wrap=True, selectable=True)
        self.facts = Facts()
        self.parts = ChipBar(context.theme, name=self.tr("Figures behind this cell"))
        self.parts.chosen.connect(lambda key: self._show_part(int(key)))
        self.model = RecordTable(
            context.theme,
            (Head(self.tr("Record"), key="record"), Head(self.tr("Amount"), is_number=True, key="amount")),
        )
        self.table = SmallTable(
            context,
            self.model,
            key="filings.trace",
            name=self.tr("Records whose sum is the figure"),
            row_height=_ROW,
        )
        self._heights = RowHeights(context.theme, self.table, 0)
        self.table.opened.connect(self._open)
        self.table.left.connect(self.left)
        self.total = SumRow(self.table, self.tr("Sum"))
        self.sum = self.total.value
        self.sum_check = label(size="small", tone="ok", wrap=True)
        self.rest = label(size="caption", tone="text2", wrap=True)
        self.missing = label(size="small", tone="warn", wrap=True, selectable=True)
        self.copy_text = Button(context.theme, self.tr("Copy text"), icon="copy", kind=Kind.QUIET)
        self.copy_text.clicked.connect(self._copy_text)
        self.copy_rows = Button(context.theme, self.tr("Copy rows"), icon="table", kind=Kind.QUIET)
        self.copy_rows.clicked.connect(self.table.copy_all)
        self.save_rows = Button(context.theme, self.tr("Save as workbook"), icon="export", kind=Kind.QUIET)
        self.save_rows.clicked.connect(self._ask_where)
        self.state = StatePanel(context.theme, narrow=True)
        self.state.show(
            self.tr("No figure selected"),
            self.tr(
                "Double-click a figure in the sheet, or press Enter on it, to see the records behind it."
            ),
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
        for part in (self.before, self.formula, self.parts, self.table, self.rest):
            column.addWidget(part)
        column.addWidget(self.total)
        column.addWidget(self.sum_check)
        column.addWidget(self.missing)
        column.addWidget(self.facts)
        copies = QHBoxLayout()
        copies.addWidget(self.copy_text)
        copies.addWidget(self.copy_rows)
        copies.addStretch(1)
        column.addLayout(copies)
        column.addWidget(self.save_rows, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self._area = scrolled(body)
        return self._area

    def take(self, drawn: Drawn) -> None:
        """Explain the cells of another filing from now on."""
        self._drawn = drawn
        self.show_nothing()

    def show_nothing(self) -> None:
        """No cell is chosen."""
        self.stack.setCurrentIndex(0)

    def show_cell(self, *, sheet: str, address: str) -> None:
        """Explain the cell at *address*."""
        drawn = self._drawn
        if drawn is None:
            return
        explanation = explain_fully(drawn.filing, drawn.previous, sheet=sheet, address=address)
        self._explanation, trace = explanation, explanation.trace
        context, labels, language = self._context, self._context.labels, self._context.language
        self.place.setText(f"{sheet}!{address}")
        self.title.setText(trace.label.in_language(language))
        self.value.setText(filed_text(trace.value) or NOTHING)
        self.unit.setText("" if trace.unit is None else labels.unit(trace.unit))
        definition = trace.definition
        self.unverified.setVisible(definition is not None and not definition.verified)
        sentence = context.library.messages.word(trace.formula.code, trace.formula.values, language)
        self.formula.setText(sentence.text)
        self.facts.show_facts(self._facts(trace))
        before = self._comparison()
        self.before.setText(before)
        self.before.setVisible(bool(before))
        names = [
            Choice(str(place), labels.period(part.period) + (self.tr(" to date") if part.to_date else ""))
            for place, part in enumerate(trace.parts)
        ]
        self.parts.show_choices(names)
        self.parts.setVisible(len(names) > 1)
        if names:
            self.parts.choose("0")
        self._show_part(0)
        self._area.verticalScrollBar().setValue(0)
        self.stack.setCurrentIndex(1)

    def _facts(self, trace: Trace) -> list[tuple[str, str]]:
        labels, language = self._context.labels, self._context.language
        facts = []
        definition = trace.definition
        if definition is not None:
            facts.append((self.tr("Indicator"), definition.name.in_language(language)))
            facts.append((self.tr("Definition"), definition.definition.in_language(language)))
            facts.append((self.tr("Source"), definition.origin.in_language(language)))
        if trace.parts:
            part = trace.parts[0]
            population = f"{labels.population(part.population)} ({part.as_of.isoformat()})"
            facts.append((self.tr("Scope"), population))
            if part.within and trace.definition is not None:
                spoken = Spoken(self._context.library, language)
                facts.append((self.tr("Grouping"), spoken.group(part.within, trace.definition.code)))
        if trace.nudge:
            facts.append(
                (
                    self.tr("Rounding"),
                    self.tr("adjusted by {by} so that the rows add up").format(by=trace.nudge),
                )
            )
        return facts

    def _comparison(self) -> str:
        """What was filed last time, and how far this is from it."""
        explanation = self._explanation
        if explanation is None or explanation.before is None or explanation.before_period is None:
            return ""
        period = self._context.labels.period(explanation.before_period)
        value = filed_text(explanation.before.value) or NOTHING
        text = self.tr("Last filed, {period}: {value}").format(period=period, value=value)
        if explanation.change is not None:
            points = self.tr("change {change} {change|point|points}")
            told = points if explanation.in_points else self.tr("change {change}")
            text += "   " + counted(told, change=f"{explanation.change:+,}")
        if explanation.rate is not None:
            text += f" ({explanation.rate:+}%)"
        return text

    def _show_part(self, place: int) -> None:
        if self._explanation is None:
            return
        trace = self._explanation.trace
        part = trace.parts[place] if place < len(trace.parts) else None
        rows = part.rows if part is not None else trace.records
        unit = trace.part_unit
        self._tenants = [row.tenant_id for row in rows[:_MOST_ROWS]]
        earlier = self._earlier(place)
        places = None if unit is None else unit.places
        heads = [Head(self.tr("Record"), key="record")]
        if earlier:
            heads.append(Head(self.tr("Last filed"), is_number=True, key="last_filed"))
        short = bool(earlier) and unit == trace.unit
        heads.append(Head(self._amount_heading(unit, short=short), is_number=True, key="amount"))
        lines = []
        for row in rows[:_MOST_ROWS]:
            cells = [Cell(row.label, "accent" if row.tenant_id is not None else "")]
            if earlier:
                cells.append(_rounded(earlier.get((row.kind, row.id)), places, "text2"))
            cells.append(_rounded(row.shown, places))
            lines.append(cells)
        self.model.show(lines, heads)
        # A name that can be told from others comes first.
        self.table.fit_columns(Fit(room=_LEAST_NAME, least=72, most=132, yields=(1,) if earlier else ()))
        self._heights.fit_table(_SHOWN_AT_ONCE)
        if not lines and self.table.hasFocus():
            self.left.emit()  # else the cursor would go on to whatever comes next
        for shown in (self.table, self.copy_rows):
            shown.setVisible(bool(lines))  # a head without rows says nothing
        self.total.setVisible(bool(lines) and part is not None)
        self.rest.setVisible(len(rows) > _MOST_ROWS)
        self.rest.setText(
            counted(
                self.tr("The first {shown} of {count} {count|record|records}; all are in the sum."),
                shown=f"{_MOST_ROWS:,}",
                count=f"{len(rows):,}",
            )
        )
        total = _rounded(None if part is None else part.shown, places)
        self.sum.setText(total.text)
        self.sum.setToolTip(number(part.shown) if part is not None and part.shown is not None else "")
        self._tell_sum()
        missing = part.missing if part is not None else ()
        self.missing.setVisible(bool(missing))
        names = ", ".join(one.label for one in missing[:20]) + (" …" if len(missing) > 20 else "")
        self.missing.setText(
            self.tr("Not reported ({count}): {names}").format(count=len(missing), names=names)
        )

    def _amount_heading(self, unit: Unit | None, *, short: bool) -> str:
        """With its unit; without it where there is another column, as the unit stands beside the value too."""
        if unit is None or short:
            return self.tr("Amount")
        return self.tr("Amount ({unit})").format(unit=self._context.labels.unit(unit))

    def _earlier(self, place: int) -> dict[tuple[str, int], Decimal | None]:
        """What each record had in the last filing, those with several rows added up."""
        before = self._explanation.before if self._explanation else None
        if before is None or place or not before.parts:
            return {}
        found: dict[tuple[str, int], Decimal | None] = {}
        for row in before.parts[0].rows:
            so_far = found.get((row.kind, row.id))
            if row.shown is not None:
                found[row.kind, row.id] = row.shown + (so_far or 0)
        return found

    def _tell_sum(self) -> None:
        """Say that the rows add up to what is filed, rounded once or each; or nothing where another thing is filed."""
        explanation = self._explanation
        equal = explanation.adds_up if explanation else None
        self.sum_check.setVisible(equal is not None)
        retone(self.sum_check, "ok" if equal else "danger")
        if explanation is not None and explanation.is_of_rounded:
            text = self.tr(
                "Sum = cell: each row is rounded for itself, and the rows shown add up to the figure filed."
            )
        elif equal:
            text = self.tr("Sum = cell: the records add up to the figure filed.")
        else:
            text = self.tr("The records do not add up to the figure filed.")
        self.sum_check.setText(text)

    def _open(self, row: int) -> None:
        tenant = self._tenants[row] if 0 <= row < len(self._tenants) else None
        if tenant is not None:
            self.tenant_chosen.emit(tenant)

    # ---------------------------------------------------------------- copies

    def _copy_text(self) -> None:
        QGuiApplication.clipboard().setText(self.as_text())

    def as_text(self) -> str:
        """The whole explanation as text, to be pasted into a letter."""
        explanation = self._explanation
        if explanation is None:
            return ""
        return explanation_text(self._context.library, explanation, self._context.language)

    def _ask_where(self) -> None:
        """Where to save the explanation with all its records as a workbook."""
        explanation = self._explanation
        if explanation is None:
            return
        context = self._context

        def save(path: Path) -> None:
            context.tasks.read(
                lambda _job: export_explanation(
                    context.workplace, context.library, explanation, path, context.language
                ),
                done=lambda written: tell_saved(context, written),
                title=self.tr("Exporting"),
            )

        context.ask.save_file(
            title=self.tr("Save the records as a workbook"),
            filters=self.tr("Excel workbook (*.xlsx)"),
            proposed=dated_name(context, explanation.trace.label.in_language(context.language), ".xlsx"),
            chosen=save,
        )


def _rounded(value: Decimal | None, places: int | None, tone: str = "") -> Cell:
    """An amount with the decimals of the form; all its digits are its tool-tip, and go where it is copied."""
    if value is None or places is None:
        return Cell(number(value), tone, value)
    return Cell(number(round_half_up(value, places)), tone, value)
