"""The overview of a tenant: how it does and what it is at the left, what is due and what happened at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QSize, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from crm.domain.quantity import Dimension
from crm.ui.charts.data import ChartData, Series, Shape
from crm.ui.charts.frame import ChartFrame
from crm.ui.charts.plot import PlotChart
from crm.ui.labels import measured, shown_unit, tones
from crm.ui.pages.tenants.key_figures import EMPLOYEES, INCOME
from crm.ui.pages.tenants.pane import last_periods
from crm.ui.pages.tenants.quick_note import QuickNote
from crm.ui.theme import tokens as sizes
from crm.ui.widgets.button import Button, Kind
from crm.ui.widgets.facts import empty
from crm.ui.widgets.scroll import scrolled
from crm.ui.widgets.text import ElidedLabel, ground, label
from crm.ui.widgets.timeline import Step, Timeline

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from crm.services.notes import NoteLine
    from crm.services.tenant_file import TenantFile
    from crm.services.tenants import TenantProfile
    from crm.ui.context import Context

_LATEST = 24
"""How many steps the timeline shows."""
_CHART = 236
_COLUMNS = ((4, 1_100), (3, 600), (2, 400), (1, 0))
"""How many columns of facts from which width on."""
_SIDE_LEAST, _SIDE_MOST = 340, 480
_AT_A_GLANCE = (
    "uscc",
    "founded_on",
    "registered_capital",
    "legal_representative",
    "registration_type",
    "industry",
    "technology_field",
    "high_tech",
    "technology_sme",
    "room",
    "area",
    "has_mentor",
    "contact",
    "phone",
    "email",
)
_TOLD = ("description", "note")
NOTE_TONES = {
    "visit": ("accent", "accent_soft"),
    "call": ("ok", "ok_soft"),
    "meeting": ("violet", "violet_soft"),
    "memo": ("text2", "mute_soft"),
}


class FactGrid(QWidget):
    """Captions over texts, in two columns where there is room; a blank is a dash, so that what is missing is seen."""

    def __init__(self) -> None:
        super().__init__()
        self._facts: list[tuple[str, str]] = []
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(10)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def show_facts(self, facts: list[tuple[str, str]]) -> None:
        """Show *facts* in their order."""
        self._facts = facts
        self._columns = 0
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102 - Qt's own
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        columns = next(count for count, least in _COLUMNS if self.width() >= least)
        if columns == self._columns:
            return
        self._columns = columns
        empty(self._grid)
        for column in range(4):
            self._grid.setColumnStretch(column, int(column < columns))
        for place, (caption, text) in enumerate(self._facts):
            part = QWidget()
            inner = QVBoxLayout(part)
            inner.setContentsMargins(0, 0, 0, 0)
            inner.setSpacing(2)
            inner.addWidget(ElidedLabel(caption, size="caption", tone="text3"))
            value = label(text, wrap=True, selectable=True, tone="text" if text != "—" else "text3")
            value.setAccessibleName(f"{caption} {text}")
            inner.addWidget(value)
            inner.addStretch(1)
            self._grid.addWidget(part, place // columns, place % columns)


def facts_of(context: Context, profile: TenantProfile, codes: tuple[str, ...]) -> list[tuple[str, str]]:
    """Fields of a tenant as captions with their units and texts."""
    facts = []
    for code in codes:
        field = context.library.fields.get(code)
        if field is None:
            continue
        text = context.labels.field_value(code, profile.fields.get(code))
        caption = field.label.in_language(context.language)
        if field.unit is not None:
            caption = measured(caption, context.labels.unit(field.unit))
        facts.append((caption, text or "—"))
    return facts


def card(title: str = "") -> tuple[QFrame, QVBoxLayout]:
    """A card with a heading."""
    frame = ground("card")
    column = QVBoxLayout(frame)
    column.setContentsMargins(sizes.MARGIN, 12, sizes.MARGIN, sizes.MARGIN)
    column.setSpacing(12)
    if title:
        column.addWidget(label(title, size="strong"))
    return frame, column


class DuePart(QWidget):
    """What is to be followed up, each with a button that says it is done."""

    done = Signal(int)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)

    def show_notes(self, notes: list[NoteLine]) -> None:
        """Show what is open, the most urgent first."""
        empty(self._column)
        today = self._context.workplace.today
        for note in sorted(notes, key=lambda note: str(note.due_on)):
            if note.due_on is None:
                continue
            late = note.due_on < today
            part = QWidget()
            row = QHBoxLayout(part)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(sizes.GAP)
            state = self.tr("Overdue: {day}") if late else self.tr("Due: {day}")
            tone = "danger" if late else "warn"
            row.addWidget(label(state.format(day=note.due_on.isoformat()), size="small", tone=tone))
            row.addWidget(ElidedLabel(note.text, size="small"), 1)
            button = Button(self._context.theme, self.tr("Done"), icon="check", kind=Kind.QUIET)
            button.setAccessibleName(self.tr("Done: {text}").format(text=note.text))
            button.clicked.connect(lambda _checked=False, number=note.id: self.done.emit(number))
            row.addWidget(button)
            self._column.addWidget(part)
        self.setVisible(bool(self._column.count()))


class Overview(QWidget):
    """The first tab."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.facts = FactGrid()
        self.about = label(wrap=True, selectable=True, tone="text2")
        self.chart = ChartFrame(
            context, PlotChart(context.theme), key="tenant", first_heading=self.tr("Period"), reverse=True
        )
        self.chart.setFixedHeight(_CHART)
        self.quick = QuickNote(context, place="overview")
        self.due = DuePart(context)
        self.timeline = Timeline(context.theme, name=self.tr("Timeline"))
        body, side = ground("bg"), self._lay_out_right()
        row = QHBoxLayout(body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._lay_out_left(), 3)
        row.addWidget(side, 2)
        side.setMinimumWidth(_SIDE_LEAST)
        side.setMaximumWidth(_SIDE_MOST)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled(body))  # both as one: two bars beside each other belong to nothing

    def minimumSizeHint(self) -> QSize:  # noqa: D102 - Qt's own
        return QSize(600, 160)

    def _lay_out_left(self) -> QWidget:
        body = ground("bg")
        column = QVBoxLayout(body)
        column.setContentsMargins(sizes.MARGIN, sizes.MARGIN, 6, sizes.MARGIN)
        column.setSpacing(12)
        self.chart_card, inner = card()
        inner.addWidget(self.chart)
        column.addWidget(self.chart_card)
        frame, inner = card(self.tr("At a glance"))
        inner.addWidget(self.facts)
        inner.addWidget(self.about)
        column.addWidget(frame)
        column.addStretch(1)
        return body

    def _lay_out_right(self) -> QWidget:
        body = ground("bg")
        column = QVBoxLayout(body)
        column.setContentsMargins(6, sizes.MARGIN, sizes.MARGIN, sizes.MARGIN)
        column.setSpacing(12)
        frame, inner = card(self.tr("Notes and events"))
        inner.addWidget(self.quick)
        inner.addWidget(self.due)
        inner.addWidget(self.timeline)
        column.addWidget(frame)
        column.addStretch(1)
        return body

    def show_file(self, file: TenantFile) -> None:
        """Show a tenant."""
        context, profile = self._context, file.profile
        self.facts.show_facts(facts_of(context, profile, _AT_A_GLANCE))
        about = " ".join(str(profile.fields.get(code) or "") for code in _TOLD).strip()
        self.about.setText(about)
        self.about.setVisible(bool(about))
        data = figure_chart(context, profile)
        self.chart_card.setVisible(not data.is_blank)
        self.chart.show_data(data)
        self.due.show_notes([note for note in file.notes if note.is_open])
        self.timeline.show_steps(steps_of(context, file)[:_LATEST])


def figure_chart(context: Context, profile: TenantProfile) -> ChartData:
    """Income as bars and staff as a line, over the last periods."""
    periods = last_periods(profile)
    series = []
    for code, shape in ((INCOME, Shape.BARS), (EMPLOYEES, Shape.LINE)):
        indicator = context.library.indicators[code]
        unit = shown_unit(indicator.unit)
        held = {figure.period: figure.value for figure in profile.figures if figure.indicator == code}
        series.append(
            Series(
                indicator.name.in_language(context.language),
                tuple(held.get(period) for period in periods),
                unit,
                context.labels.unit(unit),
                shape,
                on_right=unit.dimension is not Dimension.MONEY,
            )
        )
    return ChartData(
        QCoreApplication.translate("Overview", "Income and staff by period"),
        tuple(context.labels.period(period) for period in periods),
        tuple(series),
    )


def steps_of(context: Context, file: TenantFile) -> list[Step]:
    """Notes, stages and dated records, the latest first."""
    labels, by_stage = context.labels, tones()
    found: list[tuple[str, int, Step]] = []
    for note in file.notes:
        text = f"{note.text}  — {note.by}" if note.by else note.text
        kind = labels.term("note_kind", note.kind)
        step = Step(note.on.isoformat(), kind, text, NOTE_TONES.get(note.kind))
        found.append((note.on.isoformat(), 2, step))
    for stage in file.profile.stages:
        text = " · ".join(part for part in (stage.reason, stage.detail, stage.allowed_by) if part)
        step = Step(stage.on.isoformat(), labels.stage(stage.stage), text, by_stage[stage.stage])
        found.append((stage.on.isoformat(), 1, step))
    for entry in file.profile.timeline:
        kind = labels.entry(entry.kind)
        step = Step(entry.on.isoformat(), kind, entry.text, ("text2", "mute_soft"))
        found.append((entry.on.isoformat(), 0, step))
    return [step for _, _, step in sorted(found, key=lambda one: one[:2], reverse=True)]
