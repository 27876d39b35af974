"""The figures of the incubator itself, of one period: entered as a form, each beside what it was a year ago."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from crm.domain.errors import StaleError
from crm.domain.period import Period, PeriodKind
from crm.domain.wording import counted
from crm.services.operator import Statement, list_stated, state_figures
from crm.services.site import get_site
from crm.ui.drafts import Draft
from crm.ui.forms.form import Form
from crm.ui.forms.quantity import AmountEntry
from crm.ui.labels import amount
from crm.ui.page import HeadParts, Page
from crm.ui.pages.operator.leaving import export_stated, print_stated
from crm.ui.pages.operator.sections import operator_sections
from crm.ui.pages.operator.taking import OperatorImport
from crm.ui.pages.operator.unsaved import DRAFT, UnsavedFigures
from crm.ui.theme import tokens as sizes
from crm.ui.trouble import show_trouble
from crm.ui.unlocking import Unlocking, ask_reason, is_locked
from crm.ui.widgets.button import Button, Kind
from crm.ui.widgets.form import ChoiceBox
from crm.ui.widgets.scroll import scrolled
from crm.ui.widgets.skeleton import Skeleton
from crm.ui.widgets.state import StatePanel
from crm.ui.widgets.text import ElidedLabel, ground, line

if TYPE_CHECKING:
    from collections.abc import Callable

    from crm.domain.changes import Changes
    from crm.domain.quantity import Unit
    from crm.services.operator import StatedLine
    from crm.ui.context import Context
    from crm.ui.tasks import Failure, Job

_YEARS, _QUARTERS, _MONTHS = 6, 8, 12
_STATE, _SKELETON, _FORM = range(3)
_WIDEST = 1320
_PERIOD = "operator/period"


class OperatorPage(Page):
    """A form over what the operator states."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._stale = True
        self._saving = False
        self._refused: tuple[str, str] | None = None
        self._lines: dict[str, StatedLine] = {}
        self._period = Period.containing(context.workplace.today, PeriodKind.YEAR).previous()
        theme = context.theme
        self.period = ChoiceBox(theme, name=self.tr("Period"))
        self.period.setMinimumWidth(128)
        self.period.show_choices([(one.code, context.labels.period(one)) for one in self._periods()])
        kept = context.settings.text(_PERIOD)
        self.period.choose(kept or self._period.code)
        self._period = Period.parse(self.period.key)
        self.period.picked.connect(lambda _key: self._pick())
        actions = context.actions
        self.earlier = Button(theme, icon="left", kind=Kind.QUIET, name=actions.hint_of("operator.earlier"))
        self.later = Button(theme, icon="right", kind=Kind.QUIET, name=actions.hint_of("operator.later"))
        self.note = ElidedLabel(
            self.tr("Blank is not zero. A year left blank is totalled from its quarters and months."),
            size="small",
            tone="text2",
        )
        self.form = Form(context, operator_sections(context))
        self.form.edited.connect(self._hear_form)
        self.form.edits.changed.connect(self.steps_changed)
        for row in self.form.rows.values():
            if isinstance(row.entry, AmountEntry):
                row.entry.unit_changed.connect(self._show_asides)
        self._unsaved = UnsavedFigures(context, self.form)
        self.taking = OperatorImport(context, self.form)
        self.state = StatePanel(theme)
        self._lay_out()
        self._serve()
        context.hub.changed.connect(self._hear)

    def _periods(self) -> list[Period]:
        today = self._context.workplace.today
        periods: list[Period] = []
        for kind, count in (
            (PeriodKind.YEAR, _YEARS),
            (PeriodKind.QUARTER, _QUARTERS),
            (PeriodKind.MONTH, _MONTHS),
        ):
            one = Period.containing(today, kind)
            for _ in range(count):
                periods.append(one)
                one = one.previous()
        return periods

    # ---------------------------------------------------------------- layout

    def _lay_out(self) -> None:
        bar = ground("surface")
        bar.setFixedHeight(48)
        row = QHBoxLayout(bar)
        row.setContentsMargins(sizes.MARGIN, 0, sizes.MARGIN, 0)
        row.setSpacing(sizes.GAP)
        parts: tuple[QWidget, ...] = (self.earlier, self.period, self.later)
        for part in parts:
            row.addWidget(part)
        row.addWidget(self.note, 1)
        body = ground("surface")
        inner = QHBoxLayout(body)
        inner.setContentsMargins(sizes.MARGIN, sizes.MARGIN, sizes.MARGIN, 24)
        self.form.setMaximumWidth(_WIDEST)
        inner.addWidget(self.form, 1)
        inner.addStretch(0)
        area = scrolled(body, name=self.tr("Figures of the incubator itself"), across=True)
        self.stack = QStackedWidget()
        layers: tuple[QWidget, ...] = (self.state.widget, Skeleton(self._context.theme), area)
        for layer in layers:
            self.stack.addWidget(layer)
        self.stack.currentChanged.connect(lambda _place: self.take_cursor())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(line())
        column.addWidget(self.stack, 1)

    # ---------------------------------------------------------------- what the shell asks

    def _serve(self) -> None:
        actions = self._context.actions
        actions.serve("operator.save", self.save)
        actions.serve("operator.import", lambda: self.taking.ask(self._period))
        actions.serve("operator.export", lambda: export_stated(self._context, self._period, self._shown()))
        actions.serve("operator.earlier", lambda: self._step(1))
        actions.serve("operator.later", lambda: self._step(-1))
        self.earlier.follow(actions["operator.earlier"])
        self.later.follow(actions["operator.later"])
        self._enable(here=False)

    def _enable(self, *, here: bool) -> None:
        actions, ready = self._context.actions, here and bool(self._lines)
        place = self.period.currentIndex()
        actions["operator.save"].setEnabled(ready and bool(self.form.unsaved))
        for name in ("operator.import", "operator.export"):
            actions[name].setEnabled(ready)
        actions["operator.earlier"].setEnabled(ready and place < self.period.count() - 1)
        actions["operator.later"].setEnabled(ready and place > 0)

    def head(self) -> HeadParts:
        """Title and actions."""
        return HeadParts(
            self._context.actions.name_of("go.operator"),
            actions=("operator.import", "operator.export", "print", "operator.save"),
            primary="operator.save",
        )

    def enter(self) -> None:
        """Read what has become old."""
        if self._stale:
            self._read()
        self._enable(here=True)
        self._tell()

    def leave(self) -> None:
        """Put the actions away."""
        self._unsaved.flush()
        self._enable(here=False)

    def own_steps(self) -> tuple[str, str]:
        """What undoing and doing again would change in the form."""
        return self.form.edits.next_steps()

    def undo_own(self) -> None:
        """Undo in the form what was entered last."""
        self.form.edits.undo()

    def redo_own(self) -> None:
        """Enter it again."""
        self.form.edits.redo()

    def may_leave(self, then: Callable[[], object]) -> bool:
        """Ask where something is not saved."""
        if not self.form.unsaved:
            return True
        text = counted(
            self.tr("{period} has {count} unsaved {count|figure|figures}."),
            period=self._context.labels.period(self._period),
            count=self.form.unsaved,
        )

        def discard() -> None:
            self._show_lines()
            self._unsaved.flush()
            then()

        self._context.ask.leave(text, save=lambda: self.save(then), discard=discard)
        return False

    def focus_content(self) -> None:
        """Put the cursor into the first field."""
        if self.stack.currentIndex() == _FORM:
            self.form.focus_first()
        elif self.stack.currentIndex() == _STATE:
            self.state.take_cursor()

    def show_query(self, query: object) -> None:
        """Go on with a draft: its period, where its figures are entered again."""
        if isinstance(query, Draft):
            code = query.record.removeprefix(DRAFT)
            is_other = code != self._period.code and self.period.findData(code) >= 0
            if is_other and self.may_leave(lambda: self._go_to(code)):
                self._go_to(code)

    def refresh(self) -> None:
        """Read again; what has been entered stays."""
        self._read()

    def print_page(self) -> None:
        """Preview the figures on paper."""
        if self._lines:
            print_stated(self._context, self._period, self._shown())

    # ---------------------------------------------------------------- period and reading

    def _pick(self) -> None:
        """Another period was picked; what is not saved is asked about first."""
        wanted = self.period.key
        self.period.choose(self._period.code)
        if self.may_leave(lambda: self._go_to(wanted)):
            self._go_to(wanted)

    def _go_to(self, code: str) -> None:
        self.period.choose(code)
        self._period = Period.parse(code)
        self._context.settings.keep_text(_PERIOD, code)
        self._unsaved.end()
        self.form.show_values({})
        self._read()

    def _step(self, by: int) -> None:
        place = self.period.currentIndex() + by
        wanted = str(self.period.itemData(place))
        if self.may_leave(lambda: self._go_to(wanted)):
            self._go_to(wanted)

    def _hear(self, changes: Changes) -> None:
        if changes.concern("operator_figures", "sites"):
            self._stale = True
            if self.isVisible():
                self._read()

    def _read(self) -> None:
        context, period = self._context, self._period
        self._stale = False
        if not self._lines:
            self.stack.setCurrentIndex(_SKELETON)

        def work(_job: Job) -> tuple[bool, tuple[StatedLine, ...]]:
            there = get_site(context.workplace) is not None
            return there, list_stated(context.workplace, context.library, period)

        context.tasks.read(work, done=self._show, failed=self._fail, key="operator.read")

    def _fail(self, failure: Failure) -> None:
        """Say why nothing is shown; what has been entered and not saved stays in sight, and it is told beside it."""
        if self.form.unsaved:
            self._context.tasks.failed.emit(failure)
            return
        self._lines = {}
        otherwise = self.tr("The incubator's figures could not be read")
        show_trouble(self.state, failure, context=self._context, otherwise=otherwise, again=self._read)
        self.stack.setCurrentIndex(_STATE)
        self._enable(here=self.isVisible())
        self._tell()

    def _show(self, answer: tuple[bool, tuple[StatedLine, ...]]) -> None:
        there, lines = answer
        if not there:
            self._lines = {}
            self.state.show(
                self.tr("The incubator has not been set up yet"),
                self.tr("Enter its name and operator first; then you can enter its figures."),
                drawing="settings",
                verb=self.tr("Open the settings"),
                act=lambda: self._context.show("settings", "site"),
            )
            self.stack.setCurrentIndex(_STATE)
        else:
            entered = self.form.texts() if self._lines else {}  # as it was typed: some cannot be read
            self._lines = {one.indicator.code: one for one in lines}
            self._show_lines()
            self.form.put_texts(entered)
            self._unsaved.begin(self._period)
            if self._refused is not None:
                self.form.refuse(*self._refused)
                self._refused = None
            self.stack.setCurrentIndex(_FORM)
        self._enable(here=self.isVisible())
        self._tell()

    def _hear_form(self) -> None:
        self._unsaved.note_change()
        self._tell()
        self.steps_changed.emit()

    def _show_lines(self) -> None:
        self.form.show_values({code: one.own for code, one in self._lines.items()})
        self._show_asides()

    def _show_asides(self) -> None:
        """What is known of each figure beside it, in the unit of its field."""
        for code, one in self._lines.items():
            row = self.form.rows[code]
            entry = row.entry
            row.show_aside(
                self._aside(one, entry.unit if isinstance(entry, AmountEntry) else one.indicator.unit)
            )

    def _aside(self, one: StatedLine, unit: Unit) -> str:
        """What stands beside a caption, as the field would show it, digit by digit; its unit stands there."""
        parts = []
        if one.own is None and one.whole is not None:
            parts.append(self.tr("total: {amount}").format(amount=amount(one.whole, unit)))
        if one.before is not None:
            parts.append(self.tr("last year {amount}").format(amount=amount(one.before, unit)))
        return "  ·  ".join(parts)

    def _shown(self) -> tuple[StatedLine, ...]:
        return tuple(self._lines.values())

    def _tell(self) -> None:
        stated = sum(one.own is not None for one in self._lines.values())
        count = ""
        if self._lines:
            count = self.tr("{stated} of {count} entered").format(stated=stated, count=len(self._lines))
        unsaved = self.form.unsaved
        self.counts_changed.emit(
            count, self.tr("● {count} not saved").format(count=unsaved) if unsaved else ""
        )
        self._enable(here=self.isVisible())

    # ---------------------------------------------------------------- saving

    def save(self, then: Callable[[], object] = lambda: None, *, reason: str = "") -> None:
        """Save what differs; *then* follows where nothing is left unsaved."""
        if self._saving or not self.form.check():
            return
        context, period, changes = self._context, self._period, self.form.changes()
        seen = {code: self._lines[code].own for code in changes}
        statements = [
            Statement(code, period, value if isinstance(value, int) else None)
            for code, value in changes.items()
        ]

        def failed(failure: Failure) -> None:
            self._saving = False
            if is_locked(failure) and failure.refusal is not None:
                unlocking = Unlocking(context.word_error(failure.refusal).text, self.tr("Correct"))
                ask_reason(context.ask, unlocking, taken=lambda given: self.save(then, reason=given))
            elif isinstance(failure.refusal, StaleError):
                self._refused = str(failure.refusal.values["field"]), context.word_error(failure.refusal).text
                self._read()
            else:
                context.tasks.failed.emit(failure)

        def after() -> None:
            self._saving = False
            self.form.rebase(changes)  # what was typed meanwhile is not saved
            self._unsaved.flush()
            self._tell()
            if not self.form.unsaved:
                then()

        self._saving = True
        context.write(
            lambda _job: (
                state_figures(context.workplace, context.library, statements, seen=seen, reason=reason),
            ),
            title=self.tr("Saving"),
            told=counted(
                self.tr("Saved {count} {count|figure|figures} for {period}"),
                count=len(statements),
                period=context.labels.period(period),
            ),
            after=after,
            failed=failed,
        )
