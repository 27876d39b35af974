"""Rehearsal: if the filing were today, what holds, by how much, who would lift it over and who must leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QSizePolicy,
    QStackedWidget,
    QStyledItemDelegate,
    QVBoxLayout,
    QWidget,
)

from crm.domain.wording import counted
from crm.services.judgements import Subject
from crm.services.rehearsal import rehearse
from crm.services.rule_sets import read_rule_book
from crm.ui.models.records import Head, RecordTable
from crm.ui.page import HeadParts, Page
from crm.ui.pages.rehearsal.bar import BarDelegate
from crm.ui.pages.rehearsal.behind import behind_of
from crm.ui.pages.rehearsal.chooser import RehearsalChooser
from crm.ui.pages.rehearsal.lines import RULES, listings_of, tones_of
from crm.ui.pages.rehearsal.panel import BehindPanel
from crm.ui.pages.rehearsal.paper import export_rehearsal, rehearsal_document
from crm.ui.pages.rehearsal.rule_deeds import RuleDeeds
from crm.ui.pages.rehearsal.strip import ReadinessStrip
from crm.ui.pages.rehearsal.words import RehearsalWords
from crm.ui.printing.printing import print_profile
from crm.ui.table.small import Fit, SmallTable
from crm.ui.theme import tokens as sizes
from crm.ui.theme.fonts import in_pixels
from crm.ui.trouble import show_trouble
from crm.ui.widgets.chips import ChipBar, Choice
from crm.ui.widgets.skeleton import Skeleton
from crm.ui.widgets.split import keep_widths, split
from crm.ui.widgets.state import StatePanel
from crm.ui.widgets.table import TagDelegate, inset
from crm.ui.widgets.text import ground, label, line
from crm.ui.widgets.wrapped import RowHeights, WrapDelegate

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QResizeEvent

    from crm.domain.changes import Changes
    from crm.services.judgements import RuleBook, RuleSet
    from crm.services.rehearsal import Rehearsal
    from crm.ui.context import Context
    from crm.ui.pages.rehearsal.lines import Listing
    from crm.ui.tasks import Failure, Job

_SIDE, _NARROW_SIDE = 380, 320
_LIST_LEAST = 690
"""In it two lines hold the criteria; the side gives way to it."""
_LEAST_NAME, _WIDEST, _BAR = 230, 320, 112
_LEAST_REASONS = 200
_NOTE_BESIDE = 1000
"""Narrower, the note of a rule set stands under the chips: beside them it would have many short lines."""
_SPLITTER, _RULE_SET = "rehearsal.splitter", "rehearsal.ruleset"
_STATE, _SKELETON, _LIST = range(3)


class RehearsalPage(Page):
    """A rule set over the records."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._book: RuleBook | None = None
        self._rehearsal: Rehearsal | None = None
        self._words: RehearsalWords | None = None
        self._listings: dict[str, Listing] = {}
        self._stale = True
        theme = context.theme
        self.chooser = RehearsalChooser(context)
        self.chooser.chosen.connect(self._choose)
        self.strip = ReadinessStrip(context)
        self.chips = ChipBar(theme, name=self.tr("List shown"))
        self.chips.chosen.connect(lambda _key: self._show_listing())
        self.note = label(size="small", tone="text2", wrap=True)
        self.model = RecordTable(theme, (Head(""),))
        self.table = SmallTable(context, self.model, key="rehearsal", name=self.tr("Rehearsal"), row_height=0)
        self._plain, self._wraps = QStyledItemDelegate(self.table), WrapDelegate(self.table)
        self._heights = RowHeights(theme, self.table, most=3)
        self._bars, self._tags = BarDelegate(theme, self.table), TagDelegate(theme, tones_of, self.table)
        self.table.selectionModel().currentRowChanged.connect(lambda now, _before: self._tell(now.row()))
        self.table.opened.connect(self._open)
        self.state = StatePanel(theme)
        self.panel = BehindPanel(context)
        self.panel.tenant_chosen.connect(lambda tenant: context.go("tenants", tenant))
        self.panel.left.connect(self.table.setFocus)
        self.rules = RuleDeeds(context)
        self.rules.done.connect(self._read)
        self.panel.change_asked.connect(self._change)
        self.panel.restore_asked.connect(self._restore)
        self.panel.days_asked.connect(lambda: self._with_rules(self.rules.ask_dates))
        self.panel.restore_all_asked.connect(lambda: self._with_rules(self.rules.restore_all))
        self._lay_out()
        self._serve()
        context.hub.changed.connect(self._hear)
        theme.changed.connect(self._place_note)

    # ---------------------------------------------------------------- layout

    def _lay_out(self) -> None:
        self.stack = QStackedWidget()
        for layer in (self.state.widget, Skeleton(self._context.theme), inset(self.table)):
            self.stack.addWidget(layer)
        self.stack.currentChanged.connect(lambda _place: self.take_cursor())
        self.stack.setMinimumWidth(_LIST_LEAST)
        side = ground("surface")
        side.setMinimumWidth(_NARROW_SIDE)
        inner = QVBoxLayout(side)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(self.panel)
        self.splitter = split([(self.stack, 0), (side, _SIDE)])
        keep_widths(self.splitter, self._context.settings, _SPLITTER)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        bars: tuple[QWidget, ...] = (self.chooser, line(), self.strip, line(), self._lay_out_chips(), line())
        for bar in bars:
            column.addWidget(bar)
        column.addWidget(self.splitter, 1)

    def _lay_out_chips(self) -> QWidget:
        bar = ground("surface")
        bar.setMinimumHeight(44)  # as high as the note needs, where there is little room for it
        row = self._note_row = QHBoxLayout(bar)
        row.setContentsMargins(sizes.MARGIN, 6, sizes.MARGIN, 6)
        self.chips.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        row.addWidget(self.chips)
        row.addWidget(self.note, 1)
        self._place_note()
        return bar

    def _place_note(self) -> None:
        """The note stands beside the lists to choose from, or under them."""
        beside = self.width() >= in_pixels(_NOTE_BESIDE)
        ways = QBoxLayout.Direction
        self._note_row.setDirection(ways.LeftToRight if beside else ways.TopToBottom)
        self._note_row.setSpacing(sizes.MARGIN if beside else 4)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102 - Qt's own
        super().resizeEvent(event)
        self._place_note()

    # ---------------------------------------------------------------- what the shell asks

    def _serve(self) -> None:
        actions = self._context.actions
        actions.serve("rehearsal.rules", self._edit_rules)
        actions.serve("rehearsal.export", self._export)
        actions.serve("rehearsal.earlier", lambda: self.chooser.step(1))
        actions.serve("rehearsal.later", lambda: self.chooser.step(-1))
        self.chooser.earlier.follow(actions["rehearsal.earlier"])
        self.chooser.later.follow(actions["rehearsal.later"])
        self._enable(here=False)

    def _enable(self, *, here: bool) -> None:
        actions = self._context.actions
        done = here and self._rehearsal is not None
        for name in ("rehearsal.rules", "rehearsal.export"):
            actions[name].setEnabled(done)
        actions["rehearsal.earlier"].setEnabled(here and self.chooser.can_step(1))
        actions["rehearsal.later"].setEnabled(here and self.chooser.can_step(-1))
        self.head_changed.emit()

    def head(self) -> HeadParts:
        """Title and actions."""
        printing = ("print",) if self._rehearsal is not None else ()
        name = self._context.actions.name_of("go.rehearsal")
        return HeadParts(name, actions=("rehearsal.export", *printing, "rehearsal.rules"))

    def enter(self) -> None:
        """The page is shown: read what has become old."""
        self._enable(here=True)
        if self._stale:
            self._read()
        else:
            self._tell_count()

    def leave(self) -> None:
        """Another page is shown."""
        self._enable(here=False)

    def focus_content(self) -> None:
        """Put the cursor into the list."""
        if self.stack.currentIndex() == _LIST:
            self.table.setFocus()
        elif self.stack.currentIndex() == _STATE:
            self.chooser.rule_set.setFocus()

    def refresh(self) -> None:
        """Read everything again."""
        self._read()

    def show_query(self, query: object) -> None:
        """Rehearse a rule set by its code."""
        self._context.settings.keep_text(_RULE_SET, str(query))
        self._read()

    def print_page(self) -> None:
        """Preview the rehearsal on paper."""
        if self._words is not None and self._rehearsal is not None:
            print_profile(self._context, rehearsal_document(self._context, self._words, self._rehearsal))

    # ---------------------------------------------------------------- reading

    def _hear(self, changes: Changes) -> None:
        del changes
        self._stale = True
        if self.isVisible():
            self._read()

    def _choose(self) -> None:
        self._context.settings.keep_text(_RULE_SET, self.chooser.rule_set.key)
        self._read()

    def _read(self) -> None:
        """Read the rule sets, then rehearse the one that is chosen."""
        context, moment = self._context, self.chooser.moment
        self._stale = False
        wanted = context.settings.text(_RULE_SET)
        if self._rehearsal is None:
            self.stack.setCurrentIndex(_SKELETON)

        def work(job: Job) -> tuple[RuleBook, Rehearsal | None]:
            book = read_rule_book(context.library)
            job.check()
            held = [one for one in book.rule_sets if one.holds_on(moment.day)]
            codes = {one.code for one in held}
            if not codes:
                return book, None
            first = next((one.code for one in held if one.subject is Subject.INCUBATOR), held[0].code)
            code = wanted if wanted in codes else first
            return book, rehearse(context.workplace, context.library, code, moment.period, day=moment.day)

        context.tasks.read(
            work,
            done=self._show,
            failed=self._fail,
            key="rehearsal",
            title=self.tr("Rehearsing"),
        )

    def _fail(self, failure: Failure) -> None:
        self._forget()
        otherwise = self.tr("The rule set could not be rehearsed")
        show_trouble(self.state, failure, context=self._context, otherwise=otherwise, again=self._read)

    def _forget(self) -> None:
        self._rehearsal = self._words = None
        self._listings = {}
        self.chooser.tell(None)
        self.strip.show_nothing()
        self.chips.show_choices([])
        self.panel.show_nothing()
        self.stack.setCurrentIndex(_STATE)
        self._enable(here=self.isVisible())

    def _show(self, answer: tuple[RuleBook, Rehearsal | None]) -> None:
        self._book, rehearsal = answer
        self.chooser.show_rule_sets(self._book.rule_sets)
        if rehearsal is None:
            self._forget()
            text = self.tr("No rule set is in force on this date")
            self.state.show(text, self.tr("Choose a later date or period."), drawing="rules")
            return
        self.chooser.rule_set.choose(rehearsal.rule_set.code)
        self._rehearsal = rehearsal
        words = self._words = RehearsalWords(self._context, rehearsal)
        self.chooser.tell(rehearsal)
        self.strip.show_rehearsal(words, rehearsal)
        note = rehearsal.rule_set.note
        self.note.setText("" if note is None else words.of(note))
        chosen = self.chips.key
        self._listings = {one.key: one for one in listings_of(words, rehearsal)}
        self.chips.show_choices(
            [Choice(one.key, one.name, str(len(one.rows))) for one in self._listings.values()]
        )
        self.chips.choose(chosen if chosen in self._listings else next(iter(self._listings)))
        self._show_listing()
        self._enable(here=self.isVisible())

    # ---------------------------------------------------------------- the list

    def _show_listing(self) -> None:
        listing = self._listings[self.chips.key]
        row = max(self.table.currentIndex().row(), 0)
        for column in range(self.model.columnCount()):
            self.table.setItemDelegateForColumn(column, self._plain)
        self.table.remember_as(f"rehearsal.{listing.key}")
        self.model.show(listing.rows, listing.heads)
        for column in listing.wraps:
            self.table.setItemDelegateForColumn(column, self._wraps)
        self._heights.columns = listing.wraps
        if listing.tag >= 0:
            self.table.setItemDelegateForColumn(listing.tag, self._tags)
        if listing.bar >= 0:
            self.table.setItemDelegateForColumn(listing.bar, self._bars)
        self.table.fit_columns(
            Fit(
                listing.filler,
                room=_LEAST_NAME if listing.filler == 0 else _LEAST_REASONS,
                most=listing.widest or _WIDEST,
                leasts={listing.bar: _BAR},
                yields=listing.yields,
            )
        )
        self._heights.fit()
        self._tell_count()
        if not listing.rows:
            self.panel.show_nothing()
            self.state.show(listing.none, drawing="passed", tone="ok")
            self.stack.setCurrentIndex(_STATE)
            return
        self.stack.setCurrentIndex(_LIST)
        self.table.selectRow(min(row, len(listing.rows) - 1))
        self._tell(self.table.currentIndex().row())

    def _tell(self, row: int) -> None:
        listing = self._listings.get(self.chips.key)
        if self._words is None or self._rehearsal is None or listing is None:
            return
        if 0 <= row < len(listing.records):
            behind = behind_of(self._words, self._rehearsal, listing.records[row])
            rule_set = self._rehearsal.rule_set
            is_own = behind.is_rule and self.rules.is_changed(rule_set)
            self.panel.show_behind(behind, is_own=is_own)

    def _open(self, row: int) -> None:
        """Enter on a line: to its tenant, or into the records of a criterion."""
        listing = self._listings[self.chips.key]
        if self._words is None or self._rehearsal is None:
            return
        behind = behind_of(self._words, self._rehearsal, listing.records[row])
        if behind.tenant is not None:
            self._context.go("tenants", behind.tenant)
        elif behind.is_rule:
            self._change()
        elif self.panel.table.isVisible():
            self.panel.table.setFocus()

    def _tell_count(self) -> None:
        listing = self._listings.get(self.chips.key)
        if listing is not None:
            self.counts_changed.emit(
                counted(self.tr("{count} {count|line|lines}"), count=len(listing.rows)), ""
            )

    # ---------------------------------------------------------------- ways out

    def _export(self) -> None:
        if self._words is not None and self._rehearsal is not None:
            export_rehearsal(self._context, self._words, self._rehearsal)

    # ---------------------------------------------------------------- the rules

    def _edit_rules(self) -> None:
        """List the criteria as rules; each can be changed."""
        if RULES in self._listings:
            self.chips.choose(RULES)
            self._show_listing()
            self.table.setFocus()

    def _with_rules(self, act: Callable[[RehearsalWords, RuleSet], None]) -> None:
        if self._words is not None and self._rehearsal is not None:
            act(self._words, self._rehearsal.rule_set)

    def _change(self) -> None:
        rule = self.panel.rule
        if rule is not None:
            self._with_rules(lambda words, rule_set: self.rules.ask(words, rule_set, rule))

    def _restore(self) -> None:
        rule = self.panel.rule
        if rule is not None:
            self._with_rules(lambda words, rule_set: self.rules.restore(words, rule_set, rule))
