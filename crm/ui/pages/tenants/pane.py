"""One tenant in detail: who it is, its figures by quarter, its way through the stages, and what else is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from crm.domain.quantity import UNITS
from crm.ui.charts.data import ChartData, Series, Shape
from crm.ui.charts.frame import ChartFrame
from crm.ui.charts.plot import PlotChart
from crm.ui.labels import amount, measured, number, shown_unit, tones
from crm.ui.theme import tokens as sizes
from crm.ui.widgets.button import Button, Kind
from crm.ui.widgets.facts import Facts, KeyFigure, KeyFigures
from crm.ui.widgets.scroll import scrolled
from crm.ui.widgets.state import StatePanel
from crm.ui.widgets.tag import Tag
from crm.ui.widgets.text import label, line
from crm.ui.widgets.timeline import Step, Timeline

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from crm.domain.period import Period, PeriodKind
    from crm.services.tenants import TenantProfile
    from crm.ui.context import Context

QUARTERS = 8
"""How many periods the chart shows."""
_INCOME, _EMPLOYEES = "total_income", "employees"
_LATEST = 12
"""How many dated entries are shown."""
_IN_HEAD = frozenset({"name", "external_id", "short_name"})


class FigureHistory(ChartFrame):
    """Income and employees by period: as a chart, or as a table."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, PlotChart(context.theme), key="tenant", reverse=True)
        self._context = context

    def show_profile(self, profile: TenantProfile) -> None:
        """Show the last periods of a tenant; nothing where it never reported."""
        periods = last_periods(profile)
        self.setVisible(bool(periods))
        labels = self._context.labels
        self.show_data(
            ChartData(
                self.tr("Income and employees by period"),
                tuple(labels.period(period) for period in periods),
                tuple(
                    self._series(profile, code, periods, shape=shape)
                    for code, shape in ((_INCOME, Shape.BARS), (_EMPLOYEES, Shape.LINE))
                    if code in self._context.library.indicators
                ),
            )
        )

    def _series(self, profile: TenantProfile, code: str, periods: list[Period], *, shape: Shape) -> Series:
        indicator = self._context.library.indicators[code]
        unit = shown_unit(indicator.unit)
        held = {figure.period: figure.value for figure in profile.figures if figure.indicator == code}
        return Series(
            indicator.name.in_language(self._context.language),
            tuple(held.get(period) for period in periods),
            unit,
            self._context.labels.unit(unit),
            shape=shape,
            on_right=shape is Shape.LINE,
        )


class TenantPane(QFrame):
    """The pane beside the list."""

    closed = Signal()
    open_asked = Signal()
    """The tenant's own page is asked for."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setProperty("ground", "pane")
        self._context = context
        self._tones = tones()
        self.name = label(size="section", wrap=True, selectable=True)
        self.tag = Tag(context.theme)
        self.sub = label(size="small", tone="text2", wrap=True)
        self.close_button = Button(
            context.theme, icon="close", kind=Kind.QUIET, name=self.tr("Close details")
        )
        self.close_button.clicked.connect(self.closed)
        self.stage_button = Button(context.theme, context.actions["tenant.stage"].text(), icon="stage")
        self.stage_button.setToolTip(context.actions.hint_of("tenant.stage"))
        self.stage_button.follow(context.actions["tenant.stage"])
        self.open_button = Button(context.theme, self.tr("Open"), icon="file")
        self.open_button.setToolTip(self.tr("The tenant's own page (Enter)"))
        self.open_button.clicked.connect(self.open_asked)
        self.key_figures = KeyFigures()
        self.history = FigureHistory(context)
        self.stages = Timeline(context.theme, name=self.tr("Stages"))
        self.entries = Timeline(context.theme, name=self.tr("Activity"))
        self._entries_title = label(self.tr("Activity"), size="section")
        self.leases = Facts()
        self._leases_title = label(self.tr("Rooms"), size="section")
        self.facts = Facts()
        self._facts_title = label(self.tr("Profile"), size="section")
        self.state = StatePanel(context.theme, narrow=True)
        self.state.show(self.tr("No tenant selected"), self.tr("Select one in the list to see it here."))
        self.area = scrolled(self._lay_out_body())
        self._stack = QStackedWidget()
        self._stack.addWidget(self.state.widget)
        self._stack.addWidget(self.area)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 0, 0)
        column.addWidget(self._stack)

    def _lay_out_body(self) -> QWidget:
        body = QFrame()
        body.setProperty("ground", "surface")
        column = QVBoxLayout(body)
        column.setContentsMargins(sizes.MARGIN, 12, sizes.MARGIN, sizes.MARGIN)
        column.setSpacing(12)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.name, 1)
        top.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(top)
        below = QHBoxLayout()
        below.setSpacing(8)
        below.addWidget(self.tag, 0, Qt.AlignmentFlag.AlignTop)
        below.addWidget(self.sub, 1)
        column.addLayout(below)
        column.addWidget(self.key_figures)
        buttons = QHBoxLayout()
        buttons.setSpacing(sizes.GAP)
        buttons.addWidget(self.open_button)
        buttons.addWidget(self.stage_button)
        buttons.addStretch(1)
        column.addLayout(buttons)
        for part in (
            line(),
            self.history,
            label(self.tr("Stages"), size="section"),
            self.stages,
            self._leases_title,
            self.leases,
            self._entries_title,
            self.entries,
            self._facts_title,
            self.facts,
        ):
            column.addWidget(part)
        column.addStretch(1)
        return body

    def show_profile(self, profile: TenantProfile) -> None:
        """Show a tenant."""
        shown = profile.line
        labels = self._context.labels
        self.name.setText(shown.name)
        self.tag.show_text(labels.stage(shown.stage), tones=self._tones[shown.stage])
        parts = (
            shown.external_id,
            labels.term("technology_field", shown.technology_field),
            labels.rooms(shown.room),
        )
        self.sub.setText(" · ".join(part for part in parts if part))
        self.key_figures.show_figures(self._key_figures(profile))
        self.history.show_profile(profile)
        self.stages.show_steps(
            [
                Step(
                    step.on.isoformat(),
                    labels.stage(step.stage),
                    " · ".join(part for part in (step.reason, step.detail, step.allowed_by) if part),
                    self._tones[step.stage],
                )
                for step in reversed(profile.stages)
            ]
        )
        entries = [
            Step(entry.on.isoformat(), entry.text or labels.entry(entry.kind), labels.entry(entry.kind))
            for entry in profile.timeline[:_LATEST]
        ]
        self._entries_title.setVisible(bool(entries))
        self.entries.setVisible(bool(entries))
        self.entries.show_steps(entries)
        self._show_leases(profile)
        facts = self._facts(profile)
        self._facts_title.setVisible(bool(facts))
        self.facts.show_facts(facts)
        self._stack.setCurrentWidget(self.area)
        self.area.verticalScrollBar().setValue(0)

    def show_nothing(self) -> None:
        """No tenant is chosen."""
        self._stack.setCurrentWidget(self.state.widget)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: D102 - Qt's own
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _key_figures(self, profile: TenantProfile) -> list[KeyFigure]:
        shown, labels = profile.line, self._context.labels
        money = UNITS["ten_thousand_yuan"]
        period = "" if shown.figures_period is None else labels.period(shown.figures_period)
        months = "" if shown.moved_in_on is None else shown.moved_in_on.isoformat()
        return [
            KeyFigure(
                self.tr("Income ({unit})").format(unit=labels.unit(money)),
                amount(shown.revenue, money),
                period,
            ),
            KeyFigure(self.tr("Employees"), number(shown.employees), period),
            KeyFigure(
                self.tr("Area (m²)"),
                amount(shown.area, UNITS["square_metre"]),
                self.tr("since {day}").format(day=months) if months else "",
            ),
        ]

    def _show_leases(self, profile: TenantProfile) -> None:
        facts = []
        for lease in profile.leases:
            area = amount(lease.area, UNITS["square_metre"])
            until = lease.until_on.isoformat() if lease.until_on else self.tr("today")
            text = self.tr("{area} m², {start} to {until}").format(
                area=area, start=lease.start_on.isoformat(), until=until
            )
            facts.append((f"{lease.building} {lease.room}", text))
        self._leases_title.setVisible(bool(facts))
        self.leases.setVisible(bool(facts))
        self.leases.show_facts(facts)

    def _facts(self, profile: TenantProfile) -> list[tuple[str, str]]:
        labels, fields = self._context.labels, self._context.library.fields
        facts = []
        for code, value in profile.fields.items():
            text = labels.field_value(code, value)
            if not text or code in _IN_HEAD:
                continue
            field = fields[code]
            caption = field.label.in_language(self._context.language)
            if field.unit is not None:
                caption = measured(caption, labels.unit(field.unit))
            facts.append((caption, text))
        for name in profile.names:
            until = self.tr("{name}, until {day}").format(name=name.name, day=name.until_on.isoformat())
            facts.append((self.tr("Former name"), until))
        facts += [(header, text) for header, text in profile.extra.items() if text]
        return facts


def last_periods(profile: TenantProfile) -> list[Period]:
    """The last periods with figures, all of the kind that was reported most often, in order."""
    kinds: dict[PeriodKind, set[Period]] = {}
    for figure in profile.figures:
        kinds.setdefault(figure.period.kind, set()).add(figure.period)
    if not kinds:
        return []
    most = max(kinds.values(), key=len)
    return sorted(most, key=lambda period: period.key)[-QUARTERS:]
