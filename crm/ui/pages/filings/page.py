"""Filings: choose a form and a period, build, look behind every figure, explain, export, print, freeze."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from crm.domain.finding import Severity
from crm.domain.period import Period
from crm.domain.wording import counted, one_after_another
from crm.services.approval import FilingState
from crm.services.filings import build_filing
from crm.ui.filing_place import FilingPlace
from crm.ui.page import HeadParts, Page
from crm.ui.pages.filings.deeds import FilingDeeds
from crm.ui.pages.filings.desk import SheetDesk
from crm.ui.pages.filings.drawn import Drawn, draw, draw_frozen
from crm.ui.pages.filings.find import Finder
from crm.ui.pages.filings.offers import Offer, list_offers, with_period
from crm.ui.pages.filings.period_list import PeriodList
from crm.ui.pages.filings.side_pane import CHECKS, FROZEN, NOT_COUNTED, TRACE, SidePane
from crm.ui.pages.filings.signing import SigningDeeds
from crm.ui.pages.filings.states import FilingStates
from crm.ui.theme import tokens as sizes
from crm.ui.trouble import show_trouble
from crm.ui.widgets.button import Button, Kind
from crm.ui.widgets.form import ChoiceBox
from crm.ui.widgets.skeleton import Skeleton
from crm.ui.widgets.split import keep_widths, split
from crm.ui.widgets.state import StatePanel
from crm.ui.widgets.tag import Tag
from crm.ui.widgets.text import ElidedLabel, ground, line, retone

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QResizeEvent

    from crm.domain.changes import Changes
    from crm.services.approval import Progress
    from crm.services.filings import BuiltFiling
    from crm.services.frozen_filings import FilingInfo
    from crm.services.library import Library
    from crm.ui.context import Context
    from crm.ui.pages.filings.frozen import OpenSteps
    from crm.ui.tasks import Failure, Job

_SIDE, _LIST = 360, 216
_LIST_FROM = 1240
"""Width of the page from which the list of periods stands at its left."""
_SPLITTER = "filings.splitter"
_OF_FILINGS = ("filings", "filing_steps", "filing_scans", "filing_carries")
_ACTIONS = (
    "filing.build",
    "filing.check",
    "filing.export",
    "filing.submit",
    "filing.approve",
    "filing.freeze",
    "filing.earlier",
    "filing.later",
    "filing.find_next",
    "filing.find_previous",
)
_NEED_FILING = frozenset(
    {"filing.check", "filing.export", "filing.freeze", "filing.find_next", "filing.find_previous"}
)


class FilingsPage(Page):
    """Filings: which one, its sheet, and beside it what is known of it."""

    _is_stale = False
    """Whether the records have changed since the filing was built."""
    _wanted: FilingPlace | None = None
    """What another page has asked for, until it is shown."""
    _library: Library | None = None
    """The rules and forms that the list of forms was read with."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._offers: dict[str, Offer] = {}
        self._drawn: Drawn | None = None
        self._visited: Drawn | None = None
        """A frozen filing that is shown in place of the one that is built."""
        self._states = FilingStates(context)
        theme = context.theme
        self.periods = PeriodList(theme, name=self.tr("Forms and periods"))
        self.periods.picked.connect(self._pick)
        self.periods.opened.connect(self._build)
        self.form = ChoiceBox(theme, name=self.tr("Form"))
        self.form.picked.connect(lambda _key: self._show_periods())
        self.period = ChoiceBox(theme, name=self.tr("Period"))
        self.period.picked.connect(lambda _key: self._build())
        self.earlier = Button(
            theme, icon="left", kind=Kind.QUIET, name=context.actions.hint_of("filing.earlier")
        )
        self.later = Button(
            theme, icon="right", kind=Kind.QUIET, name=context.actions.hint_of("filing.later")
        )
        self.lock = Tag(theme)
        self.told = ElidedLabel(size="small", tone="text2")
        self.desk = SheetDesk(context)
        self.desk.asked.connect(self._explain)
        self.desk.rested.connect(self._follow)
        self.desk.selection_told.connect(self._tell_counts)
        self.finder = Finder(context.tasks, self.desk)
        self.finder.told.connect(self._tell_found)
        self.sheet = self.desk.view
        self.tabs = self.desk.tabs
        self.state = StatePanel(theme)
        self.deeds = FilingDeeds(context)
        self.signing = SigningDeeds(context)
        self.pane = self._make_pane()
        self.deeds.frozen.connect(self._show_frozen)
        self._lay_out()
        self._serve()
        context.hub.changed.connect(self._hear)

    def _make_pane(self) -> SidePane:
        pane = SidePane(self._context)
        pane.place_chosen.connect(self._go_to)
        pane.tenant_chosen.connect(lambda tenant: self._context.go("tenants", tenant))
        pane.other_chosen.connect(self._visit)
        pane.explained.connect(self._restate)
        pane.progress_read.connect(self._take_progress)
        pane.filings_read.connect(self._take_frozen)
        pane.export_asked.connect(self._export_again)
        pane.print_asked.connect(lambda info: self.deeds.print_frozen(info, form=self._name_of(info)))
        pane.amend_asked.connect(self._amend)
        pane.left.connect(self.sheet.setFocus)
        self.deeds.frozen.connect(pane.checks.written.forget)
        return pane

    # ---------------------------------------------------------------- layout

    def _lay_out(self) -> None:
        self.stack = QStackedWidget()
        for layer in (self.state.widget, Skeleton(self._context.theme), self.desk):
            self.stack.addWidget(layer)
        self.stack.currentChanged.connect(lambda _place: self.take_cursor())
        self.splitter = split([(self.periods, _LIST), (self.stack, 0), (self.pane, _SIDE)])
        keep_widths(self.splitter, self._context.settings, _SPLITTER)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._lay_out_bar())
        column.addWidget(line())
        column.addWidget(self.splitter, 1)

    def _lay_out_bar(self) -> QWidget:
        bar = ground("surface")
        bar.setFixedHeight(48)
        self.form.setMinimumWidth(200)
        self.form.setMaximumWidth(336)
        self.form.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToContents)
        self.period.setMinimumWidth(112)
        self.lock.hide()
        row = QHBoxLayout(bar)
        row.setContentsMargins(sizes.MARGIN, 0, sizes.MARGIN, 0)
        row.setSpacing(sizes.GAP)
        row.addWidget(self.form)
        row.addWidget(self.earlier)
        row.addWidget(self.period)
        row.addWidget(self.later)
        row.addWidget(self.lock)
        row.addWidget(self.told, 1)
        return bar

    def minimumSizeHint(self) -> QSize:  # noqa: D102 - Qt's own
        # In a narrow window the list of periods gives way: it must not keep the window from becoming narrow.
        # Also while another page is shown: the window is as narrow as the widest of all pages lets it be.
        hint = super().minimumSizeHint()
        return hint if self.periods.isHidden() else hint - QSize(self.periods.minimumWidth() + 1, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102 - Qt's own
        super().resizeEvent(event)
        self.periods.setVisible(self.width() >= _LIST_FROM)

    # ---------------------------------------------------------------- actions

    def _serve(self) -> None:
        actions = self._context.actions
        actions.serve("filing.build", self._build)
        actions.serve("filing.check", self._check)
        actions.serve("filing.export", lambda: self._with_filing(self.deeds.ask_where))
        actions.serve("filing.submit", lambda: self._with_progress(self._ask_submit))
        actions.serve("filing.approve", lambda: self._with_progress(self.signing.ask_sign))
        actions.serve("filing.earlier", lambda: self._step(1))
        actions.serve("filing.later", lambda: self._step(-1))
        actions.serve("filing.find_next", lambda: self.finder.step(1))
        actions.serve("filing.find_previous", lambda: self.finder.step(-1))
        actions.serve(
            "filing.freeze",
            lambda: self._with_filing(
                lambda filing: self.deeds.ask_freeze(filing, self.pane.checks, self.pane.progress)
            ),
        )
        self.earlier.follow(actions["filing.earlier"])
        self.later.follow(actions["filing.later"])
        self._enable(False)

    def _enable(self, here: bool) -> None:
        actions = self._context.actions
        for name in _ACTIONS:
            ready = self._drawn is not None if name in _NEED_FILING else bool(self._offers)
            actions[name].setEnabled(here and ready)
        self._enable_steps(here)
        offer, place = self._offers.get(self.form.key), self.period.currentIndex()
        if here and offer is not None:
            actions["filing.later"].setEnabled(place > 0)
            actions["filing.earlier"].setEnabled(place < self.period.count() - 1)
        self.head_changed.emit()

    def _enable_steps(self, here: bool) -> None:
        """Only the step whose turn it is can be taken."""
        progress = self.pane.progress if here and self._drawn is not None else None
        state = None if progress is None else progress.standing.state
        actions = self._context.actions
        actions["filing.submit"].setEnabled(state is FilingState.DRAFT)
        actions["filing.approve"].setEnabled(state not in {None, FilingState.DRAFT})

    def head(self) -> HeadParts:
        """Title and actions."""
        printing = ("print",) if self._drawn is not None else ()
        steps = ("filing.check", "filing.submit", "filing.approve", "filing.freeze")
        return HeadParts(
            self.tr("Filings"),
            actions=(*steps, "filing.export", *printing, "filing.build"),
            primary="filing.build",
            search_hint=self.tr("Find in this filing"),
        )

    def search(self, text: str) -> None:
        """Go to the first cell with *text* in it; F3 goes on to the next."""
        self.finder.look_for(text)

    def enter(self) -> None:
        """The page is shown: read the forms at the first time."""
        if not self._offers or self._library is not self._context.library:
            self._read_forms()
        self.pane.read_frozen()
        self.pane.make_rest()
        self._enable(True)
        self._tell_counts()

    def show_query(self, query: object) -> None:
        """Build the filing at a place and open the panel named with it; once the forms are read."""
        if isinstance(query, FilingPlace):
            self._wanted = query
            if self._offers and self._library is self._context.library:
                self._go_to_wanted()

    def _go_to_wanted(self) -> None:
        """Build what another page has asked for; of a form that is no longer there, show what was frozen."""
        wanted, offer = self._wanted, None if self._wanted is None else self._offers.get(self._wanted.form)
        if wanted is None:
            return
        if offer is None:
            self._show_wanted()
            return
        self._offers[offer.code] = with_period(offer, wanted.period)
        self.form.choose(offer.code)
        self._show_periods(wanted.period.code)
        self._build()

    def _show_wanted(self) -> None:
        """The panel, and in it the version, that another page has asked for."""
        wanted, self._wanted = self._wanted, None
        if wanted is not None and wanted.side:
            self.pane.show_panel(wanted.side)
            if wanted.filing_id is not None:
                self.pane.frozen.choose(wanted.filing_id)

    def leave(self) -> None:
        """Another page is shown."""
        self.pane.flush()
        self._enable(False)

    def focus_content(self) -> None:
        """Put the cursor into the sheet, or onto what builds it."""
        if self.stack.currentWidget() is self.desk:
            self.sheet.setFocus()
        elif self.stack.currentWidget() is self.state.widget and self._offers:
            self.state.take_cursor()

    def refresh(self) -> None:
        """Build again what is shown."""
        self.pane.read_frozen()
        if self._drawn is not None:
            self._build()

    def print_page(self) -> None:
        """Preview the filing's pages."""
        if self._drawn is not None:
            self.deeds.print_filing(self._drawn.filing, self._drawn.look)

    # ---------------------------------------------------------------- form and period

    def _read_forms(self) -> None:
        context = self._context
        self._library = context.library
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
        self.pane.name_forms({offer.code: offer.name for offer in offers})
        self._show_periods()
        self._enable(self.isVisible())
        self._go_to_wanted()

    def _show_periods(self, period: str = "") -> None:
        offer = self._offers.get(self.form.key)
        if offer is None:
            return
        labels = self._context.labels
        self.period.show_choices([(one.code, labels.period(one)) for one in offer.periods])
        self.period.choose(period or offer.periods[1].code)
        self._forget()

    def _pick(self, form: str, period: str) -> None:
        """A line of the list was chosen: show its filing, built where it was built before."""
        if form != self.form.key:
            self.form.choose(form)
            self._show_periods(period)
        self.period.choose(period)
        self._build()

    def _step(self, by: int) -> None:
        place = self.period.currentIndex() + by
        if 0 <= place < self.period.count():
            self.period.setCurrentIndex(place)
            self._build()

    def _restate(self) -> None:
        """Say how far each filing is: in the list, and of the chosen one in the bar."""
        if self._drawn is not None:
            open_warnings = len(self.pane.checks.unexplained)
            self._states.note_built(self._drawn.filing, unexplained=open_warnings)
        self.periods.show_entries(self._states.entries(list(self._offers.values())))
        self.periods.choose(self.form.key, self.period.key)
        state = self._states.mark_of(self.form.key, self.period.key)
        self.lock.setVisible(state is not None)
        if state is not None:
            self.lock.show_text(state.text, tones=state.tones)
            self.lock.setToolTip(state.detail)

    def _forget(self) -> None:
        """Nothing is built for what is chosen now."""
        self._drawn = self._visited = None
        self.finder.take(None)
        offer = self._offers[self.form.key]
        hint = self.tr("For {authority}.").format(authority=offer.authority)
        if offer.is_own_layout:
            own = self.tr("A generic layout is used until the authority's blank form is loaded.")
            hint = one_after_another(hint, own)
        self.state.show(
            self.tr("Choose a period and build the filing"),
            hint,
            drawing="filings",
            verb=self._context.actions["filing.build"].text(),
            act=self._build,
        )
        self.stack.setCurrentIndex(0)
        self.told.setText("")
        self.pane.show_nothing()
        self._restate()
        self._enable(self.isVisible())
        self._tell_counts()
        self.take_cursor()

    # ---------------------------------------------------------------- building

    def _build(self) -> None:
        context, code = self._context, self.form.key
        if not code:
            return
        period = Period.parse(self.period.key)
        context.settings.keep_text("form", code)
        stood: QWidget | None = self.window().focusWidget()
        if stood is not None and self.stack.isAncestorOf(stood):
            self.setFocus()  # until the sheet is there
        self.stack.setCurrentIndex(1)
        self.told.setText("")
        self.periods.choose(code, period.code)

        def work(job: Job) -> Drawn:
            filing = build_filing(context.workplace, context.library, code, period)
            job.check()
            return draw(context, filing)

        context.tasks.read(
            work,
            done=self._show,
            failed=self._fail,
            key="filings.build",
            title=self.tr("Building the filing"),
        )

    def _fail(self, failure: Failure) -> None:
        self._drawn = None
        otherwise = self.tr("The filing could not be built")
        again = self._build if self._offers else self._read_forms
        show_trouble(self.state, failure, context=self._context, otherwise=otherwise, again=again)
        self.stack.setCurrentIndex(0)
        self._enable(self.isVisible())

    def _show(self, drawn: Drawn) -> None:
        self._drawn, self._visited = drawn, None
        self._is_stale = False
        self.desk.show_filing(drawn)
        self.stack.setCurrentIndex(2)
        self.pane.take(drawn)
        self.finder.take(drawn)
        self._restate()
        self._enable(self.isVisible())
        self._tell_counts()
        self.pane.show_panel(CHECKS)
        self._show_wanted()

    def _tell_built(self) -> None:
        if self._drawn is None:
            return
        if self._is_stale:
            self.told.setText(self.tr("The records have changed; build again to update the filing."))
            retone(self.told, "warn")
            return
        built = self._drawn.filing.built
        text = counted(
            self.tr("Built for {period}: {cells} {cells|cell|cells} from current records"),
            period=self._context.labels.period(built.period),
            cells=f"{built.cell_count:,}",
        )
        self.told.setText(text)
        retone(self.told, "text2")

    def _tell_found(self, text: str, tone: str) -> None:
        """What was found, in the place of what is built."""
        if text:
            self.told.setText(text)
            retone(self.told, tone)
        else:
            self._tell_built()

    def _check(self) -> None:
        """Go to the gravest finding that is still open."""
        self.pane.show_panel(CHECKS)
        self.pane.checks.go_to_open()

    def _go_to(self, place: str) -> None:
        if self._visited is not None and self._drawn is not None:
            self._show_sheet(self._drawn)
        if self.desk.go_to(place):
            self.sheet.setFocus()

    def _show_sheet(self, drawn: Drawn) -> None:
        """Show the filing that is built again, after another one was looked at."""
        self._visited = None
        self.desk.show_filing(drawn)
        self.pane.trace.take(drawn)
        self.finder.take(drawn)
        self._tell_built()

    def _visit(self, filing_id: int, place: str) -> None:
        """Show a frozen filing as it was filed, with the cursor on *place*."""
        context = self._context
        context.tasks.read(
            lambda _job: draw_frozen(context, filing_id),
            done=lambda drawn: self._show_visited(drawn, place),
            key="filings.visit",
            title=self.tr("Opening the frozen filing"),
        )

    def _show_visited(self, drawn: Drawn, place: str) -> None:
        self._visited = drawn
        self.finder.take(None)
        self.desk.show_filing(drawn)
        self.pane.trace.take(drawn)
        self.desk.go_to(place)
        self.sheet.setFocus()
        built = drawn.filing.built
        text = self.tr("{form}, {period}, as filed. Select a check to return.")
        self.told.setText(
            text.format(
                form=built.name.in_language(self._context.language),
                period=self._context.labels.period(built.period),
            )
        )
        retone(self.told, "accent")

    def _explain(self, sheet: str, address: str) -> None:
        if self._drawn is not None:
            self.pane.explain(sheet, address)
            self.pane.show_panel(TRACE)
            trace = self.pane.trace
            (trace.table if trace.table.isVisibleTo(trace) else self.sheet).setFocus()

    def _follow(self, sheet: str, address: str) -> None:
        """An explanation that is open goes with the cursor: no figure stands beside that of another cell."""
        if self._drawn is not None and self._visited is None and self.pane.follows:
            self.pane.explain(sheet, address)

    def _show_frozen(self) -> None:
        """A filing has been frozen: show it among the others, and leave the cursor where it can be seen."""
        stood: QWidget | None = self.window().focusWidget()
        self.pane.show_panel(FROZEN)
        if stood is None or not stood.isVisible():
            self.focus_content()

    def _take_frozen(self, filings: tuple[FilingInfo, ...], still_open: OpenSteps) -> None:
        self.pane.count(FROZEN, len(filings))
        self._states.take_frozen(filings, still_open)
        self._note_fall()
        if self._offers:
            self._restate()

    def _tell_counts(self, selection: str = "") -> None:
        if self._drawn is None:
            self.counts_changed.emit("", "")
            return
        filing = self._drawn.filing
        text = self.tr("Errors: {errors}   Warnings: {warnings}").format(
            errors=len(filing.of_severity(Severity.ERROR)), warnings=len(filing.of_severity(Severity.WARNING))
        )
        self.counts_changed.emit(text, selection)

    def _hear(self, changes: Changes) -> None:
        """Somebody wrote: what was built may be old."""
        self.pane.hear(changes)
        counted = changes.tables - NOT_COUNTED and not changes.concern(*_OF_FILINGS)
        if self._drawn is not None and counted:
            self._is_stale = True
            self._tell_built()

    def _with_filing(self, act: Callable[[BuiltFiling], None]) -> None:
        if self._drawn is not None:
            act(self._drawn.filing)

    def _with_progress(self, act: Callable[[BuiltFiling, Progress], None]) -> None:
        progress = self.pane.progress
        if self._drawn is not None and progress is not None:
            act(self._drawn.filing, progress)

    def _ask_submit(self, filing: BuiltFiling, progress: Progress) -> None:
        self.signing.ask_submit(filing, progress, self.pane.checks)

    def _take_progress(self, progress: Progress) -> None:
        """How far the filing is has been read: what was written when it was handed over holds here too."""
        self.pane.checks.take_explanations(progress.explanations)
        self.pane.checks.tell_completeness(progress.readiness)
        self._note_fall()
        self._restate()
        self._enable(self.isVisible())

    def _note_fall(self) -> None:
        """What was on its way is a draft again where its figures have changed."""
        progress = self.pane.progress
        if progress is not None and progress.standing.fell_from and self._drawn is not None:
            built = self._drawn.filing.built
            self._states.note_fall(built.form, built.period.code)

    def _amend(self, info: FilingInfo) -> None:
        """Build a frozen filing again as the records are now: its correction."""
        if info.form in self._offers:
            self.form.choose(info.form)
            self._show_periods(info.period.code)
            self._build()

    def _name_of(self, info: FilingInfo) -> str:
        offer = self._offers.get(info.form)
        return offer.name if offer else info.form

    def _export_again(self, info: FilingInfo) -> None:
        self.deeds.ask_where_again(info, form=self._name_of(info))
