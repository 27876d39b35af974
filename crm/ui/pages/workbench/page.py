"""The workbench: how the house stands as of a period, and what needs doing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from crm.domain.measures import MeasureRequest
from crm.services.duties import DutyKind, FilingChecks, list_duties
from crm.services.notes import finish_note
from crm.services.workbench import (
    Listing,
    figure_requests,
    list_counted,
    read_workbench,
)
from crm.ui.charts.donut import DonutChart
from crm.ui.charts.frame import ChartFrame
from crm.ui.charts.plot import PlotChart
from crm.ui.charts.rows import RowsChart
from crm.ui.deeds.tenants import TenantDeeds
from crm.ui.filing_place import FilingPlace
from crm.ui.page import HeadParts, Page
from crm.ui.pages.workbench.canvas import Canvas
from crm.ui.pages.workbench.cards import FigureCard
from crm.ui.pages.workbench.duty_panel import DutyPanel
from crm.ui.pages.workbench.period_bar import PeriodBar
from crm.ui.pages.workbench.waiting import CardSkeleton
from crm.ui.pages.workbench.words import WorkbenchWords
from crm.ui.saved import tell_saved
from crm.ui.trouble import show_trouble
from crm.ui.widgets.state import StatePanel

if TYPE_CHECKING:
    from pathlib import Path

    from crm.domain.changes import Changes
    from crm.services.duties import Duty
    from crm.services.tenants import TenantQuery
    from crm.services.workbench import KeyFigure, Workbench
    from crm.ui.charts.chart import Chart
    from crm.ui.context import Context
    from crm.ui.tasks import Failure, Job

CARDS = 6
_SIDES = {DutyKind.CHECKS: "checks", DutyKind.SIGNING: "approval", DutyKind.AMENDMENT: "frozen"}
"""What stands beside a filing that a duty opens."""


class Found(NamedTuple):
    """What was read together."""

    board: Workbench
    duties: tuple[Duty, ...]


class WorkbenchPage(Page):
    """Figures, charts and duties."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._filing_checks = FilingChecks(context.workplace, context.library)
        self.words = WorkbenchWords(context)
        self.bar = PeriodBar(context)
        self.bar.chosen.connect(lambda _period: self._ask())
        self.board: Workbench | None = None
        self._stale = True
        self._library = context.library
        self._reading: Job | None = None
        self._checking: Job | None = None
        theme = context.theme
        self.cards = [FigureCard(theme) for _ in range(CARDS)]
        for place, card in enumerate(self.cards):
            card.clicked.connect(lambda _checked=False, at=place: self._open_figure(at))
            card.missing_asked.connect(lambda at=place: self._open_figure(at, missing=True))
        self.income = self._frame("income", PlotChart(theme), self.tr("Period"), reverse=True)
        self.stages = self._frame("stages", DonutChart(theme), self.tr("Part"))
        self.buildings = self._frame("buildings", RowsChart(theme), self.tr("Building"))
        self.fields = self._frame("fields", RowsChart(theme), self.tr("Technology field"))
        self.income.picked.connect(self._open_income)
        self.stages.picked.connect(self._open_stage)
        self.buildings.picked.connect(self._open_building)
        self.fields.picked.connect(self._open_field)
        self.duties = DutyPanel(context, self.words)
        self.duties.opened.connect(self._open_duty)
        self.duties.listed.connect(self._show_list)
        self.duties.finished.connect(self._finish_note)
        self._lay_out()
        self.deeds = TenantDeeds(context)
        self.deeds.added.connect(lambda tenant: context.go("tenants", tenant))
        context.actions.serve("workbench.export", self._ask_export)
        context.actions.serve("workbench.add", self.deeds.ask_new)
        context.actions["workbench.export"].setEnabled(False)
        context.hub.changed.connect(self._hear)

    def _frame(self, key: str, chart: Chart, heading: str, *, reverse: bool = False) -> ChartFrame:
        return ChartFrame(
            self._context, chart, key=key, first_heading=heading, reverse=reverse, opens_figures=True
        )

    # ---- the frame

    def head(self) -> HeadParts:
        """Title and actions."""
        return HeadParts(self.tr("Workbench"), actions=("workbench.export", "print"))

    def _lay_out(self) -> None:
        parts = {
            "income": self.income,
            "stages": self.stages,
            "buildings": self.buildings,
            "fields": self.fields,
            "duties": self.duties,
        }
        self.canvas = Canvas(self._context.theme, self.cards, parts)
        self.duties.moved.connect(self.canvas.reveal)
        self.state = StatePanel(self._context.theme)
        self.stack = QStackedWidget()
        for part in (CardSkeleton(self._context.theme), self.canvas, self.state.widget):
            self.stack.addWidget(part)
        self.stack.currentChanged.connect(lambda _place: self.take_cursor())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.stack, 1)

    # ---- reading

    def enter(self) -> None:
        """The page is shown."""
        self._context.actions["workbench.add"].setEnabled(True)
        self._context.actions["workbench.export"].setEnabled(
            self.board is not None and not self.board.is_empty
        )
        if self._stale or self._library is not self._context.library:
            self._ask()
        else:
            self._tell_counts()

    def leave(self) -> None:
        """Another page is shown, which must not wait for what is still being read here."""
        self._context.actions["workbench.add"].setEnabled(False)
        self._context.actions["workbench.export"].setEnabled(False)
        for job in (self._reading, self._checking):
            if job is not None:
                job.cancel()
        self._stale = self._stale or self._reading is not None or self._checking is not None

    def refresh(self) -> None:
        """Read everything again."""
        self._ask()

    def focus_content(self) -> None:
        """Put the cursor on the first figure."""
        if self.stack.currentWidget() is self.canvas:
            self.cards[0].setFocus()
        elif self.stack.currentWidget() is self.state.widget:
            self.state.take_cursor()

    def _hear(self, changes: Changes) -> None:
        """Somebody wrote: read again, or mark it old."""
        if not changes.tables:
            return
        self._stale = True
        if self.isVisible():
            self._ask()

    def _ask(self) -> None:
        workplace, library, period = self._context.workplace, self._context.library, self.bar.period
        self._library = library

        def work(job: Job) -> Found:
            board = read_workbench(workplace, library, period)
            job.check()
            return Found(board, () if board.is_empty else list_duties(workplace, library))

        self._reading = self._context.tasks.read(
            work,
            done=self._show,
            failed=self._fail,
            key="workbench",
            title=self.tr("Loading the workbench"),
        )

    def _show(self, found: Found) -> None:
        self._stale, self._reading = False, None
        self.board = found.board
        self._context.actions["workbench.export"].setEnabled(self.isVisible() and not found.board.is_empty)
        if found.board.is_empty:
            self._show_empty()
            return
        for card, figure in zip(self.cards, found.board.figures, strict=True):
            card.show_figure(self.words.card(figure), figure.trend, tip=self.words.card_tip(figure))
        for frame, data in (
            (self.income, self.words.income_chart(found.board)),
            (self.stages, self.words.stages_chart(found.board)),
            (self.buildings, self.words.buildings_chart(found.board)),
            (self.fields, self.words.fields_chart(found.board)),
        ):
            frame.show_data(data)
        self.duties.show_duties(found.duties)
        self.canvas.show_buildings(bool(found.board.buildings))
        self.stack.setCurrentWidget(self.canvas)
        self._tell_counts()
        self._check_filings()

    def _check_filings(self) -> None:
        """Build the filings that are due, on their way or frozen, which takes longer, and add what that shows."""
        if self._filing_checks.library is not self._context.library:
            self._filing_checks = FilingChecks(self._context.workplace, self._context.library)
        checks = self._filing_checks
        self._checking = self._context.tasks.read(
            lambda _job: checks.list(),
            done=self._add_checks,
            failed=lambda _failure: self._add_checks(()),
            key="workbench.checks",
        )

    def _add_checks(self, checks: tuple[Duty, ...]) -> None:
        self._checking = None
        self.duties.add_checks(checks)
        self._tell_counts()

    def _show_empty(self) -> None:
        actions = self._context.actions
        self.state.show(
            self.tr("No tenants yet"),
            self.tr("Import your register first; figures, charts and tasks will then appear here."),
            verb=self.tr("Import from Excel"),
            act=lambda: self._context.go("imports", None),
        )
        actions["workbench.export"].setEnabled(False)
        self.stack.setCurrentWidget(self.state.widget)
        self.counts_changed.emit("", "")

    def _fail(self, failure: Failure) -> None:
        self._reading = None
        otherwise = self.tr("The workbench could not be read")
        show_trouble(self.state, failure, context=self._context, otherwise=otherwise, again=self._ask)
        self.stack.setCurrentWidget(self.state.widget)

    def _tell_counts(self) -> None:
        text = self.tr("To do: {count}").format(count=f"{self.duties.count:,}")
        self.counts_changed.emit(text, "")

    # ---- opening what is behind a figure

    def _open_figure(self, place: int, *, missing: bool = False) -> None:
        if self.board is None:
            return
        figure: KeyFigure = self.board.figures[place]
        listing = replace(figure.listing, missing=missing)
        self._open(listing, self.words.list_label(figure, self.board.period, missing=missing))

    def _open(self, listing: Listing, name: str) -> None:
        """Read whom a figure counts, and show exactly them."""
        workplace, library = self._context.workplace, self._context.library
        self._context.tasks.read(
            lambda _job: list_counted(workplace, library, listing),
            done=lambda query: self._show_list(query, name),
            key="workbench.list",
        )

    def _show_list(self, query: TenantQuery, name: str) -> None:
        self._context.show("tenants", replace(query, label=name))

    def _open_income(self, category: int, series: int) -> None:
        if self.board is None:
            return
        period = self.board.periods[category]
        requests = figure_requests(period, today=self._context.workplace.today)
        asked = requests["employees" if series else "income"]
        alone = MeasureRequest(asked.indicator, period, population=asked.population, as_of=asked.as_of)
        name = self.income.data.series[series].name
        self._open(Listing(alone), f"{name} · {self._context.labels.period(period)}")

    def _open_stage(self, category: int, _series: int) -> None:
        if self.board is not None:
            part = self.board.slices[category]
            self._show_list(part.query, f"{self.words.slice_name(part.key)} · {self.board.as_of.isoformat()}")

    def _open_building(self, category: int, _series: int) -> None:
        if self.board is not None:
            building = self.board.buildings[category]
            self._open(building.listing, f"{building.building} · {self.board.as_of.isoformat()}")

    def _open_field(self, category: int, _series: int) -> None:
        if self.board is not None:
            name = f"{self.fields.data.categories[category]} · {self.board.as_of.isoformat()}"
            self._open(self.board.fields[category].listing, name)

    def _open_duty(self, duty: Duty) -> None:
        if duty.tenant_id is not None:
            self._context.go("tenants", duty.tenant_id)
        elif duty.query is not None:
            self._show_list(duty.query, self.words.duty_list_label(duty))
        elif duty.period is not None:
            filing = None if duty.waiting is None else duty.waiting.filing_id
            place = FilingPlace(duty.form, duty.period, _SIDES.get(duty.kind, ""), filing)
            self._context.show("filings", place)

    def _finish_note(self, duty: Duty) -> None:
        workplace, note = self._context.workplace, duty.note_id
        if note is None:
            return
        told = self.tr("Done: {text}").format(text=duty.text)
        self._context.write(
            lambda _job: [finish_note(workplace, note, on=workplace.today)],
            title=self.tr("Checking off"),
            told=told,
        )

    # ---- export and print

    def _ask_export(self) -> None:
        if self.board is None:
            return
        name = self.tr("Workbench")
        self._context.ask.save_file(
            title=self.tr("Export the figures"),
            filters=self.tr("Workbooks (*.xlsx)"),
            proposed=f"{name}_{self.board.period.code}_{self._context.workplace.today:%Y%m%d}.xlsx",
            chosen=self._export,
        )

    def _export(self, path: Path) -> None:
        from crm.services.workbench import export_workbench
        from crm.ui.pages.workbench.book import make_book

        if self.board is None:
            return
        book = make_book(self._context, self.words, self.board)
        self._context.tasks.read(
            lambda _job: export_workbench(path, book),
            done=lambda _none: tell_saved(self._context, path),
            title=self.tr("Exporting the figures"),
        )

    def print_page(self) -> None:
        """Preview the figures, the charts and what needs doing on paper."""
        from crm.ui.pages.workbench.paper import make_document
        from crm.ui.printing.printing import print_profile

        if self.board is not None and not self.board.is_empty:
            frames = [self.income, self.stages, self.buildings, self.fields]
            print_profile(
                self._context,
                make_document(self._context, self.words, self.board, frames, self.duties.duties),
            )
