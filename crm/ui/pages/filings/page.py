"""Filings: choose a form and a period, build, look behind every figure, explain, export, freeze."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from crm.domain.finding import Severity
from crm.domain.period import Period
from crm.services.filings import build_filing
from crm.services.pictures import draw_sheets
from crm.ui.models.sheet import SheetTable
from crm.ui.page import HeadParts, Page
from crm.ui.pages.filings.checks import TONES, ChecksPanel
from crm.ui.pages.filings.deeds import FilingDeeds
from crm.ui.pages.filings.frozen import FrozenPanel
from crm.ui.pages.filings.offers import Offer, list_offers
from crm.ui.pages.filings.sheet_view import SheetView
from crm.ui.pages.filings.trace import TracePanel
from crm.ui.theme import tokens as sizes
from crm.ui.widgets.chips import ChipBar, Choice
from crm.ui.widgets.form import ChoiceBox
from crm.ui.widgets.skeleton import Skeleton
from crm.ui.widgets.state import StatePanel
from crm.ui.widgets.text import ElidedLabel, ground, retone

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QModelIndex

    from crm.domain.changes import Changes
    from crm.services.filings import BuiltFiling, FilingInfo
    from crm.services.pictures import SheetPicture
    from crm.ui.context import Context
    from crm.ui.tasks import Failure, Job

_SIDE = 380
_NARROW_SIDE = 330
_CHECKS, _TRACE, _FROZEN = "checks", "trace", "frozen"


class Drawn(NamedTuple):
    """A filing as built, with its sheets as they look."""

    filing: BuiltFiling
    pictures: tuple[SheetPicture, ...]


class FilingsPage(Page):
    """Filings."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._offers: dict[str, Offer] = {}
        self._drawn: Drawn | None = None
        self._sheets: dict[str, SheetTable] = {}
        self._counts: dict[str, int] = {}
        self.form = ChoiceBox(context.theme, name=self.tr("Form"))
        self.form.picked.connect(lambda _key: self._show_periods())
        self.period = ChoiceBox(context.theme, name=self.tr("Period"))
        self.period.picked.connect(lambda _key: self._build())
        self.told = ElidedLabel(size="small", tone="text2")
        self.sheet = SheetView(context.theme, name=self.tr("Sheet of the filing"))
        self.sheet.asked.connect(self._explain)
        self.tabs = ChipBar(context.theme, name=self.tr("Sheets"))
        self.tabs.chosen.connect(self._show_sheet)
        self.state = StatePanel(context.theme)
        self.checks = ChecksPanel(context)
        self.checks.place_chosen.connect(self._go_to)
        self.trace = TracePanel(context)
        self.trace.tenant_chosen.connect(lambda tenant: context.go("tenants", tenant))
        self.frozen = FrozenPanel(context)
        self.frozen.export_asked.connect(self._export_again)
        self.frozen.counted.connect(self._count_frozen)
        self.side = ChipBar(context.theme, name=self.tr("Beside the sheet"))
        self.side.chosen.connect(self._show_side)
        self.deeds = FilingDeeds(context)
        self.deeds.frozen.connect(lambda: self._show_side(_FROZEN))
        self._lay_out()
        self._serve()
        context.hub.changed.connect(self._hear)

    def _lay_out(self) -> None:
        bar = ground("surface")
        bar.setFixedHeight(48)
        self.form.setMinimumWidth(300)
        self.period.setMinimumWidth(120)
        row = QHBoxLayout(bar)
        row.setContentsMargins(sizes.MARGIN, 0, sizes.MARGIN, 0)
        row.setSpacing(sizes.GAP)
        row.addWidget(self.form)
        row.addWidget(self.period)
        row.addSpacing(sizes.GAP)
        row.addWidget(self.told, 1)
        self.stack = QStackedWidget()
        for part in (self.state.widget, Skeleton(self._context.theme), self._lay_out_sheet()):
            self.stack.addWidget(part)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setHandleWidth(1)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self.stack)
        self.splitter.addWidget(self._lay_out_side())
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setStretchFactor(1, 0)
        self.splitter.setSizes([1000, _SIDE])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(ground("line"))
        column.addWidget(self.splitter, 1)

    def _lay_out_sheet(self) -> QWidget:
        whole = ground("surface")
        foot = ground("foot")
        foot.setFixedHeight(40)
        row = QHBoxLayout(foot)
        row.setContentsMargins(sizes.MARGIN, 0, sizes.MARGIN, 0)
        row.addWidget(self.tabs)
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.sheet, 1)
        column.addWidget(foot)
        return whole

    def _lay_out_side(self) -> QWidget:
        whole = ground("surface")
        whole.setMinimumWidth(_NARROW_SIDE)
        self.side.show_choices(
            [
                Choice(_CHECKS, self.tr("Checks")),
                Choice(_TRACE, self.tr("Records")),
                Choice(_FROZEN, self.tr("Frozen")),
            ]
        )
        self.side.choose(_CHECKS)
        top = QWidget()
        top.setFixedHeight(44)
        row = QHBoxLayout(top)
        row.setContentsMargins(sizes.MARGIN, 0, sizes.MARGIN, 0)
        row.addWidget(self.side)
        self.panels = QStackedWidget()
        for panel in (self.checks, self.trace, self.frozen):
            self.panels.addWidget(panel)
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(top)
        column.addWidget(ground("line"))
        column.addWidget(self.panels, 1)
        return whole

    def _serve(self) -> None:
        actions = self._context.actions
        actions.serve("filing.build", self._build)
        actions.serve("filing.export", lambda: self._with_filing(self.deeds.ask_where))
        actions.serve(
            "filing.freeze",
            lambda: self._with_filing(lambda filing: self.deeds.ask_freeze(filing, self.checks)),
        )
        self._enable(False)

    def _enable(self, here: bool) -> None:
        actions = self._context.actions
        actions["filing.build"].setEnabled(here and bool(self._offers))
        actions["filing.export"].setEnabled(here and self._drawn is not None)
        actions["filing.freeze"].setEnabled(here and self._drawn is not None)

    def head(self) -> HeadParts:
        """Title and actions."""
        return HeadParts(
            self.tr("Filings"),
            actions=("filing.export", "filing.freeze", "filing.build"),
            primary="filing.build",
        )

    def enter(self) -> None:
        """The page is shown: read the forms at the first time."""
        if not self._offers:
            self._read_forms()
        self.frozen.read()
        self._enable(True)
        self._tell_counts()

    def leave(self) -> None:
        """Another page is shown."""
        self._enable(False)

    def focus_content(self) -> None:
        """Put the cursor into the sheet."""
        self.sheet.setFocus()

    def refresh(self) -> None:
        """Build again what is shown."""
        self.frozen.read()
        if self._drawn is not None:
            self._build()

    def _read_forms(self) -> None:
        context = self._context

        context.tasks.read(
            lambda _job: list_offers(context),
            done=self._show_offers,
            failed=self._fail,
            key="filings.forms",
        )

    def _show_offers(self, offers: list[Offer]) -> None:
        self._offers = {offer.code: offer for offer in offers}
        self.form.show_choices([(offer.code, offer.name) for offer in offers])
        kept = self._context.settings.text("form")
        if kept in self._offers:
            self.form.choose(kept)
        self.frozen.name_forms({offer.code: offer.name for offer in offers})
        self.frozen.read()
        self._show_periods()
        self._enable(self.isVisible())

    def _show_periods(self) -> None:
        offer = self._offers.get(self.form.key)
        if offer is None:
            return
        labels = self._context.labels
        self.period.show_choices([(period.code, labels.period(period)) for period in offer.periods])
        self.period.choose(offer.periods[1].code)
        self._forget()

    def _forget(self) -> None:
        """Nothing is built for what is chosen now."""
        self._drawn = None
        offer = self._offers[self.form.key]
        hint = self.tr("For {authority}.").format(authority=offer.authority)
        if offer.is_own_layout:
            hint += " " + self.tr("The layout is our own until the authority's blank is loaded.")
        self.state.show(
            self.tr("Choose a period and build the filing"),
            hint,
            drawing="filings",
            verb=self._context.actions["filing.build"].text(),
            act=self._build,
        )
        self.stack.setCurrentIndex(0)
        self.told.setText("")
        self.checks.show_findings([])
        self.checks.state.show(self.tr("Nothing built yet"), drawing="filings")
        self.trace.show_nothing()
        self._count_findings()
        self._enable(self.isVisible())
        self._tell_counts()

    def _build(self) -> None:
        context, code = self._context, self.form.key
        if not code:
            return
        period = Period.parse(self.period.key)
        context.settings.keep_text("form", code)
        self.stack.setCurrentIndex(1)
        self.told.setText("")

        def work(job: Job) -> Drawn:
            filing = build_filing(context.workplace, context.library, code, period)
            job.check()
            return Drawn(filing, draw_sheets(filing))

        context.tasks.read(
            work,
            done=self._show,
            failed=self._fail,
            key="filings.build",
            title=self.tr("Building the filing"),
        )

    def _fail(self, failure: Failure) -> None:
        self._drawn = None
        sentence = self._context.word_error(failure.refusal) if failure.refusal else None
        self.state.show(
            sentence.text if sentence else self.tr("The filing could not be built"),
            sentence.remedy if sentence else "",
            drawing="error",
            tone="danger",
            verb=self.tr("Try again"),
            act=self._build if self._offers else self._read_forms,
        )
        self.stack.setCurrentIndex(0)
        self._enable(self.isVisible())
        if failure.refusal is None:
            self._context.tasks.failed.emit(failure)

    def _show(self, drawn: Drawn) -> None:
        self._drawn = drawn
        shown = self.tabs.key
        self._sheets = {
            picture.name: SheetTable(self._context, drawn.filing, picture)
            for picture in drawn.pictures
            if picture.rows
        }
        self.tabs.show_choices([Choice(name, name) for name in self._sheets])
        first = shown if shown in self._sheets else next(iter(self._sheets), "")
        if first:
            self.tabs.choose(first)
            self._show_sheet(first)
        self.stack.setCurrentIndex(2)
        self.checks.show_findings(drawn.filing.findings)
        self.trace.show_nothing()
        self._mark()
        self._count_findings()
        self._tell_built()
        self._enable(self.isVisible())
        self._tell_counts()
        self._show_side(_CHECKS)

    def _tell_built(self) -> None:
        if self._drawn is None:
            return
        built = self._drawn.filing.built
        text = self.tr("Built for {period}: {cells} cells from the records of now").format(
            period=self._context.labels.period(built.period), cells=f"{built.cell_count:,}"
        )
        self.told.setText(text)
        retone(self.told, "text2")

    def _mark(self) -> None:
        """Mark the cells that checks point at, each with its gravest finding."""
        if self._drawn is None:
            return
        marks: dict[str, dict[str, str]] = {name: {} for name in self._sheets}
        for finding in sorted(self._drawn.filing.findings, key=lambda finding: finding.severity):
            sheet, _, address = finding.where.rpartition("!")
            if sheet.strip("'") in marks and finding.severity is not Severity.INFO:
                marks[sheet.strip("'")][address] = TONES[finding.severity]
        for name, sheet_marks in marks.items():
            self._sheets[name].mark(sheet_marks)

    def _show_sheet(self, name: str) -> None:
        self.sheet.show_sheet(self._sheets[name])

    def _go_to(self, place: str) -> None:
        sheet, _, address = place.rpartition("!")
        name = sheet.strip("'")
        if name not in self._sheets:
            return
        if self.tabs.key != name:
            self.tabs.choose(name)
            self._show_sheet(name)
        self.sheet.go_to(address)
        self.sheet.setFocus()

    def _explain(self, index: QModelIndex) -> None:
        sheet = self.sheet.sheet()
        if sheet is None or self._drawn is None:
            return
        self.trace.show_cell(self._drawn.filing, sheet=sheet.picture.name, address=sheet.address(index))
        self._show_side(_TRACE)

    def _show_side(self, key: str) -> None:
        self.side.choose(key)
        self.panels.setCurrentIndex((_CHECKS, _TRACE, _FROZEN).index(key))

    def _count_findings(self) -> None:
        count = len(self._drawn.filing.findings) if self._drawn is not None else 0
        self._counts = {**self._counts, _CHECKS: count}
        self._recount()

    def _count_frozen(self, count: int) -> None:
        self._counts = {**self._counts, _FROZEN: count}
        self._recount()

    def _recount(self) -> None:
        names = ((_CHECKS, self.tr("Checks")), (_TRACE, self.tr("Records")), (_FROZEN, self.tr("Frozen")))
        counts = self._counts
        self.side.show_choices([Choice(key, text, str(counts.get(key) or "")) for key, text in names])

    def _tell_counts(self) -> None:
        if self._drawn is None:
            self.counts_changed.emit("", "")
            return
        filing = self._drawn.filing
        text = self.tr("Errors: {errors}   Warnings: {warnings}").format(
            errors=len(filing.of_severity(Severity.ERROR)), warnings=len(filing.of_severity(Severity.WARNING))
        )
        self.counts_changed.emit(text, "")

    def _hear(self, changes: Changes) -> None:
        """Somebody wrote: what was built may be old."""
        self.frozen.read()
        if self._drawn is not None and not changes.concern("filings"):
            self.told.setText(self.tr("The records have changed; build again to see it."))
            retone(self.told, "warn")

    def _with_filing(self, act: Callable[[BuiltFiling], None]) -> None:
        if self._drawn is not None:
            act(self._drawn.filing)

    def _export_again(self, info: FilingInfo) -> None:
        offer = self._offers.get(info.form)
        self.deeds.ask_where_again(info, form=offer.name if offer else info.form)
