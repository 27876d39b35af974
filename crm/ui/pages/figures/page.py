"""Figures: the grid in which an officer types or pastes what tenants report for a period."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QMenu, QStackedWidget, QVBoxLayout, QWidget

from crm.domain.pasting import Box
from crm.domain.period import Period, PeriodKind
from crm.domain.quantity import UNITS
from crm.domain.wording import counted
from crm.services.entry import asked_indicators, list_writers, read_entry_sheet
from crm.services.tenants import TenantQuery, list_tenant_ids
from crm.ui.ask import Question
from crm.ui.drafts import Draft
from crm.ui.page import HeadParts, Page
from crm.ui.pages.figures.bars import FOLLOWED, HOUSE, MISSING, EntryBar, StateBar
from crm.ui.pages.figures.book import Book
from crm.ui.pages.figures.chooser import IndicatorSheet
from crm.ui.pages.figures.deeds import GridDeeds
from crm.ui.pages.figures.grid import EntryGrid
from crm.ui.pages.figures.model import EntryModel
from crm.ui.pages.figures.saving import DRAFT, EntrySaving
from crm.ui.pages.figures.shown import Shown, offered_periods
from crm.ui.pages.figures.strips import EntryStrips
from crm.ui.pages.figures.telling import cell_text, filled_text, selection_text
from crm.ui.pages.figures.words import MONEY_UNITS, CellWords
from crm.ui.trouble import show_trouble
from crm.ui.widgets.skeleton import Skeleton
from crm.ui.widgets.state import StatePanel
from crm.ui.widgets.text import ground

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from crm.domain.changes import Changes
    from crm.domain.entry import FigureKey
    from crm.services.entry import EntrySheet
    from crm.ui.context import Context
    from crm.ui.tasks import Failure, Job

_OFFERED = {PeriodKind.MONTH: 24, PeriodKind.QUARTER: 16, PeriodKind.HALF: 10, PeriodKind.YEAR: 10}
"""How many periods of each kind can be chosen."""
_SETTLED_AFTER = 80
_WIDTHS_AFTER = 300
_GRID, _STATE, _WAIT = 0, 1, 2
_ACTIONS = tuple(
    f"figures.{name}" for name in ("save", "fill", "missing", "next", "unit", "earlier", "later", "columns")
)


class _Read(NamedTuple):
    """What a reader brings: the period's figures, who changed those that are unsaved here, and what forms ask for."""

    sheet: EntrySheet
    writers: Mapping[FigureKey, tuple[str, str]]
    asked: Mapping[PeriodKind, tuple[str, ...]]


class FiguresPage(Page):
    """Figures."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        library = context.library
        self.book = Book(
            library.indicators.reported,
            change_limit=library.rules["figure_change"].limit,
            blanks=library.synonyms.blanks,
        )
        self.words = CellWords(context)
        self.model = EntryModel(self.book, self.words)
        self.grid = EntryGrid(context.theme, self.model, name=self.tr("Figures by tenant"))
        self.deeds = GridDeeds(context, self.grid)
        self.saving = EntrySaving(context, self.model)
        self.bar = EntryBar(context)
        self.foot = StateBar(context)
        self.state = StatePanel(context.theme)
        self._sheet: EntrySheet | None = None
        self.shown = Shown(context, self.book)
        self._wanted: Draft | None = None
        self.strips = EntryStrips(context, self.model, self.saving)
        self._settle = self._timer(_SETTLED_AFTER, self._tell_selection)
        self._widths = self._timer(_WIDTHS_AFTER, self._keep_widths)
        self._lay_out()
        self._serve()
        self._connect()
        self._begin()

    def _timer(self, interval: int, act: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(interval)
        timer.timeout.connect(act)
        return timer

    def _lay_out(self) -> None:
        self.stack = QStackedWidget()
        for layer in (self.grid, self.state.widget, Skeleton(self._context.theme)):
            self.stack.addWidget(layer)
        self.stack.currentChanged.connect(lambda _place: self.take_cursor())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        parts: tuple[QWidget, ...] = (self.bar, ground("line"), self.strips)
        for part in parts:
            column.addWidget(part)
        column.addWidget(self.stack, 1)
        column.addWidget(self.foot)

    def _serve(self) -> None:
        serve = self._context.actions.serve
        serve("figures.save", self.save)
        serve("figures.fill", self.deeds.fill_blanks)
        serve("figures.missing", self.deeds.copy_missing)
        serve("figures.next", self.go_to_next)
        serve("figures.unit", self.switch_unit)
        serve("figures.earlier", lambda: self._step(1))
        serve("figures.later", lambda: self._step(-1))
        serve("figures.columns", self.choose_columns)
        self._enable(False)

    def _connect(self) -> None:
        self.bar.kind.picked.connect(lambda _key: self._pick())
        self.bar.period.picked.connect(lambda _key: self._pick())
        self.bar.tenants.chosen.connect(self._choose_tenants)
        self.model.entered.connect(self._hear_entry)
        self.saving.stale.connect(self.refresh)
        choice = self.grid.selectionModel()
        choice.selectionChanged.connect(lambda *_: self._settle.start())
        choice.currentChanged.connect(lambda *_: self._tell_cell())
        self.grid.head.sectionResized.connect(lambda *_: self._widths.start())
        for view in (self.grid, self.grid.frozen):
            view.menu_asked.connect(self._open_menu)
        self.grid.head.menu_asked.connect(lambda _section, at: self._open_head_menu(at))
        self._context.theme.changed.connect(self._lay_columns)
        self._context.hub.changed.connect(self._hear)

    def _begin(self) -> None:
        """As it was the last time: kind of period and unit; of the periods the last one that is over."""
        settings = self._context.settings
        self.bar.kind.choose(settings.text("figures.kind") or PeriodKind.QUARTER.value)
        self._offer_periods(None)
        kept = settings.text("figures.unit")
        self._show_unit(kept if kept in MONEY_UNITS else MONEY_UNITS[0])
        self._period = Period.parse(self.bar.period.key)
        self.stack.setCurrentIndex(_WAIT)

    # ---------------------------------------------------------------- what the window asks

    def head(self) -> HeadParts:
        """Title and actions."""
        return HeadParts(
            self.tr("Figures"),
            actions=("figures.missing", "figures.fill", "figures.save"),
            primary="figures.save",
            search_hint=self.tr("Name, number, room"),
        )

    def enter(self) -> None:
        """The page is shown: read what may have changed."""
        self._enable(True)
        self.refresh()

    def leave(self) -> None:
        """Another page is shown, or the window is closed."""
        self.grid.finish_editing()
        self.saving.flush()
        self._enable(False)

    def may_leave(self, then: Callable[[], object]) -> bool:
        """Ask where something is not saved."""
        self.grid.finish_editing()
        return self._ask_unsaved(then)

    def _ask_unsaved(self, then: Callable[[], object]) -> bool:
        """Whether nothing is unsaved; else ask, and go on with *then* once it is saved or given up."""
        if self.saving.is_saving:
            self.saving.wait(then)
            return False
        if not self.book.unsaved:
            return True
        text = counted(
            self.tr("{period} has {count} unsaved {count|cell|cells}."),
            period=self._context.labels.period(self._period),
            count=f"{self.book.unsaved:,}",
        )
        self._context.ask.leave(
            text,
            save=lambda: self.saving.save(then),
            discard=lambda: self._discard(then),
        )
        return False

    def _discard(self, then: Callable[[], object]) -> None:
        if self._sheet is not None:
            self.book.show(self._sheet)
        self.model.tell([one.id for one in self.model.rows])
        self.saving.flush()
        then()

    def own_steps(self) -> tuple[str, str]:
        """Steps of what is not saved."""
        return self.book.next_undo, self.book.next_redo

    def undo_own(self) -> None:
        """Undo the last unsaved step, and show where."""
        self._show_step(self.book.undo())

    def redo_own(self) -> None:
        """Do it again."""
        self._show_step(self.book.redo())

    def _show_step(self, keys: Sequence[FigureKey]) -> None:
        self.model.tell({tenant for tenant, _ in keys})
        places = [place for key in keys if (place := self.model.place(key)) is not None]
        if places:
            rows, columns = [row for row, _ in places], [column for _, column in places]
            self.grid.go_to(min(rows), min(columns))
            self.grid.choose(Box(min(rows), min(columns), max(rows), max(columns)))

    def focus_content(self) -> None:
        """Put the cursor into the grid."""
        if self.stack.currentIndex() == _GRID:
            self.grid.setFocus()
        elif self.stack.currentIndex() == _STATE:
            self.state.take_cursor()

    def show_query(self, query: object) -> None:
        """Go on with a draft: its period, and its cells entered again."""
        if isinstance(query, Draft):
            self._wanted = query
            self._go_to_period(Period.parse(query.record.removeprefix(DRAFT)))

    def _enable(self, here: bool) -> None:
        actions, place = self._context.actions, self.bar.period.currentIndex()
        for name in _ACTIONS:
            actions[name].setEnabled(here and self._sheet is not None)
        actions["figures.later"].setEnabled(here and place > 0)
        actions["figures.earlier"].setEnabled(here and place < self.bar.period.count() - 1)
        self._enable_next()

    def _enable_next(self) -> None:
        has_any = self.book.fault_count or self.book.warning_count
        self._context.actions["figures.next"].setEnabled(bool(has_any) and self.isVisible())

    # ---------------------------------------------------------------- period

    def _offer_periods(self, wanted: Period | None) -> None:
        kind = PeriodKind(self.bar.kind.key)
        today = Period.containing(self._context.workplace.today, kind)
        periods = offered_periods(today, count=_OFFERED[kind], wanted=wanted)
        labels = self._context.labels
        self.bar.period.show_choices([(one.code, labels.period(one)) for one in periods])
        self.bar.period.choose((wanted or periods[1]).code)

    def _pick(self) -> None:
        """Another kind of period or another period was picked."""
        kind = PeriodKind(self.bar.kind.key)
        if kind is not self._period.kind:
            last = Period.containing(self._context.workplace.today, kind).previous()
            self._go_to_period(last)
        else:
            self._go_to_period(Period.parse(self.bar.period.key))

    def _step(self, by: int) -> None:
        place = self.bar.period.currentIndex() + by
        if 0 <= place < self.bar.period.count():
            self._go_to_period(Period.parse(str(self.bar.period.itemData(place))))

    def _go_to_period(self, period: Period) -> None:
        """Show another period, once what is unsaved has been seen to."""
        if period == self._period:
            self.refresh()
            return
        self.grid.finish_editing()
        if not self._ask_unsaved(lambda: self._go_to_period(period)):
            period_shown = self._period
        else:
            period_shown = self._period = period
            self._sheet = None
            self.stack.setCurrentIndex(_WAIT)
            self._context.settings.keep_text("figures.kind", period.kind.value)
            self.refresh()
        self.bar.kind.choose(period_shown.kind.value)
        self._offer_periods(period_shown)
        self._enable(self.isVisible())

    # ---------------------------------------------------------------- reading

    def refresh(self) -> None:
        """Read the period's figures again; what is not saved stays over them."""
        context, period, book = self._context, self._period, self.book
        known = self.shown.asked

        def work(job: Job) -> _Read:
            sheet = read_entry_sheet(context.workplace, context.library, period)
            job.check()
            stale = book.stale_keys(sheet)
            writers = list_writers(context.workplace, period, stale) if stale else {}
            return _Read(sheet, writers, known or asked_indicators(context.library))

        context.tasks.read(
            work, done=self._show, failed=self._fail, key="figures", title=self.tr("Reading figures")
        )

    def _show(self, read: _Read) -> None:
        if read.sheet.period != self._period:
            return
        is_first = self._sheet is None
        self._sheet = self.shown.sheet = read.sheet
        self.shown.asked = read.asked
        if is_first:
            self.book.show(read.sheet)
            self.saving.begin(self._period)
        else:
            self.book.rebase(read.sheet, read.writers)
        self.shown.find_missing(self.shown.codes(self._period.kind))
        self._arrange()
        if self._wanted is not None:
            self._wanted = None
            self.saving.restore()
        self.strips.tell(self._sheet)
        self._enable(self.isVisible())

    def _fail(self, failure: Failure) -> None:
        otherwise = self.tr("The figures could not be read")
        show_trouble(self.state, failure, context=self._context, otherwise=otherwise, again=self.refresh)
        self.stack.setCurrentIndex(_STATE)
        self.bar.show_tenants({})
        self.counts_changed.emit("", "")

    def _hear(self, changes: Changes) -> None:
        if (
            self._sheet is not None
            and self.isVisible()
            and changes.concern("observations", "tenants", "stage_records")
        ):
            self.refresh()

    # ---------------------------------------------------------------- what is shown

    def _arrange(self) -> None:
        """Lay out rows and columns; the cursor stays on its cell."""
        self._keep_widths()  # those drawn a moment ago, while their columns are still there
        here = self.grid.currentIndex()
        key = self.model.key(here.row(), here.column()) if here.isValid() and here.column() else None
        scrolled = self.grid.verticalScrollBar().value(), self.grid.horizontalScrollBar().value()
        rows, columns = self.shown.rows(self.bar.tenants.key or HOUSE), self.shown.columns(self._period.kind)
        self.model.show(rows, columns)
        self._lay_columns()
        self.bar.show_columns(len(columns))
        self.bar.show_tenants(self.shown.counts())
        place = None if key is None else self.model.place(key)
        if place is not None and not self.grid.currentIndex().isValid():
            self.grid.go_to(*place)
            self.grid.verticalScrollBar().setValue(scrolled[0])
            self.grid.horizontalScrollBar().setValue(scrolled[1])
        if rows:
            self.stack.setCurrentIndex(_GRID)
        else:
            self._show_nobody()

    def _show_nobody(self) -> None:
        if self.shown.found is not None:
            self.state.show(
                self.tr('No tenant matches "{text}"').format(text=self.shown.text),
                drawing="search",
                verb=self.tr("Clear search"),
                act=self._clear_search,
            )
        elif self.bar.tenants.key == MISSING:
            self.state.show(
                self.tr("All current tenants have reported something"),
                self.tr("Rows with gaps are marked in the full list."),
                drawing="passed",
                tone="ok",
                verb=self.tr("Show all tenants"),
                act=lambda: self._choose_tenants(HOUSE),
            )
        else:
            self.state.show(
                self.tr("No current tenants in {period}").format(
                    period=self._context.labels.period(self._period)
                ),
                self.tr("Choose another period, or enter when tenants moved in."),
                drawing="tenants",
            )
        self.stack.setCurrentIndex(_STATE)

    def _choose_tenants(self, choice: str) -> None:
        self.bar.tenants.choose(choice)
        self.grid.finish_editing()
        self.shown.find_missing(self.shown.codes(self._period.kind))
        self._arrange()

    def search(self, text: str) -> None:
        """Show who fits *text*."""
        self.shown.text = text.strip()
        self.grid.finish_editing()
        if not self.shown.text:
            self._take_found(None)
            return
        workplace, query = self._context.workplace, TenantQuery(text=self.shown.text)
        self._context.tasks.read(
            lambda _job: frozenset(list_tenant_ids(workplace, query)),
            done=self._take_found,
            key="figures.search",
        )

    def _take_found(self, found: frozenset[int] | None) -> None:
        self.shown.found = found if self.shown.text else None
        if self._sheet is not None:
            self._arrange()

    def _clear_search(self) -> None:
        self.search_cleared.emit()
        self.search("")
        self.focus_content()

    def _show_unit(self, code: str) -> None:
        self.words.money = UNITS[code]
        self.bar.show_unit(self._context.labels.unit(UNITS[code]))

    def switch_unit(self) -> None:
        """Show money in the other unit; not a digit is lost by it."""
        self.grid.finish_editing()
        other = next(code for code in MONEY_UNITS if code != self.words.money.code)
        self._context.settings.keep_text("figures.unit", other)
        self._show_unit(other)
        self._arrange()
        self._tell_cell()

    def choose_columns(self) -> None:
        """Ask which indicators to show."""
        self.grid.finish_editing()
        indicators = self._context.library.indicators.reported
        sheet = IndicatorSheet(
            self._context.theme, self.words, indicators, shown=self.shown.codes(self._period.kind)
        )
        sheet.offer_asked(self.shown.asked_codes(self._period.kind))

        def taken() -> None:
            self.shown.choose_codes(self._period.kind, sheet.answer())
            self.shown.find_missing(self.shown.codes(self._period.kind))
            self._arrange()

        question = Question(self.tr("Indicators to enter"), "", self.tr("Show"))
        self._context.ask.facts(question, sheet, taken=taken)

    def _lay_columns(self) -> None:
        self.grid.lay_columns(self.shown.widths())

    def _keep_widths(self) -> None:
        """Keep the widths that the user has drawn."""
        codes = ["", *self.model.codes]
        drawn = {codes[column]: self.grid.columnWidth(column) for column in self.grid.head.take_drawn()}
        if drawn:
            self.shown.keep_widths(drawn)

    def _open_menu(self, row: int, at: QPoint) -> None:
        """What can be done to the selected cells and to the tenant of the row."""
        actions, deeds, tenant = self._context.actions, self.deeds, self.model.rows[row].id
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Cut"), deeds.cut)
        menu.addAction(self.tr("Copy"), lambda: deeds.copy(False))
        menu.addAction(self.tr("Copy with headings"), lambda: deeds.copy(True))
        menu.addAction(self.tr("Paste"), deeds.paste)
        menu.addSeparator()
        menu.addAction(self.tr("Fill down"), deeds.fill_down)
        menu.addAction(actions["figures.fill"])
        menu.addAction(self.tr("Clear"), deeds.clear)
        menu.addSeparator()
        menu.addAction(self.tr("Open the tenant"), lambda: self._context.go("tenants", tenant))
        menu.popup(at)

    def _open_head_menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name in ("figures.columns", "figures.unit"):
            menu.addAction(self._context.actions[name])
        menu.popup(at)

    # ---------------------------------------------------------------- saving, errors

    def save(self) -> None:
        """Save what can be saved."""
        self.grid.finish_editing()
        self.saving.save()

    def go_to_next(self) -> None:
        """Go to the next cell that is wrong; where none is, to the next that is remarkable."""
        self.grid.finish_editing()
        is_wrong = bool(self.book.fault_count)
        places = self._marked(is_wrong)
        if not places and (self.shown.found is not None or self.bar.tenants.key != FOLLOWED):
            # It is in a row that is not shown.
            self.search_cleared.emit()
            self.shown.text, self.shown.found = "", None
            self.bar.tenants.choose(FOLLOWED)
            self._arrange()
            places = self._marked(is_wrong)
        if not places:
            return
        here = self.grid.currentIndex().row(), self.grid.currentIndex().column()
        place = next((one for one in places if one > here), places[0])
        self.grid.go_to(*place)
        self.grid.setFocus()

    def _marked(self, is_wrong: bool) -> list[tuple[int, int]]:
        marked = self.book.fault if is_wrong else self.book.change
        return [
            (row, column)
            for row, tenant in enumerate(self.model.rows)
            if self.book.is_marked(tenant.id)
            for column, code in enumerate(self.model.codes, start=1)
            if marked(tenant.id, code) is not None
        ]

    # ---------------------------------------------------------------- telling

    def _hear_entry(self) -> None:
        book = self.book
        self.foot.show_counts(book.unsaved, book.fault_count, book.warning_count)
        self._enable_next()
        self._tell_cell()
        self.strips.tell_conflict()
        self._settle.start()
        self.steps_changed.emit()

    def _tell_cell(self) -> None:
        index = self.grid.currentIndex()
        self.foot.show_cell(*cell_text(self.model, index.row(), index.column()))

    def _tell_selection(self) -> None:
        """How far the rows shown are, and what the selected figures come to."""
        self.counts_changed.emit(filled_text(self.model), selection_text(self.model, self.grid.blocks()))
