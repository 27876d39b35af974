"""What is rehearsed: the rule set, and the day or period; with its document, and whether its numbers are known."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from crm.domain.period import Period, PeriodKind
from crm.ui.theme import tokens as sizes
from crm.ui.widgets.button import Button, Kind
from crm.ui.widgets.form import ChoiceBox
from crm.ui.widgets.tag import Tag
from crm.ui.widgets.text import ElidedLabel, ground

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from crm.services.judgements import RuleSet
    from crm.services.rehearsal import Rehearsal
    from crm.ui.context import Context

_TODAY = "today"
_QUARTERS, _YEARS = 8, 3


class Moment(NamedTuple):
    """A period whose figures count, and the day on which everything else is looked at."""

    period: Period
    day: date


class RehearsalChooser(QWidget):
    """The bar above a rehearsal."""

    chosen = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        theme = context.theme
        self.rule_set = ChoiceBox(theme, name=self.tr("Rule set"))
        self.rule_set.setMinimumWidth(272)
        self.rule_set.setMaximumWidth(420)
        self.rule_set.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToContents)
        self.period = ChoiceBox(theme, name=self.tr("Day or period"))
        self.period.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToContents)
        self.earlier = Button(
            theme, icon="left", kind=Kind.QUIET, name=context.actions.hint_of("rehearsal.earlier")
        )
        self.later = Button(
            theme, icon="right", kind=Kind.QUIET, name=context.actions.hint_of("rehearsal.later")
        )
        self.state = Tag(theme, self.tr("Needs an update"), tones=("warn", "warn_soft"))
        self.state.setToolTip(
            self.tr("Some values of this rule set are not known; criteria without a value are not assessed.")
        )
        self.state.hide()
        self.about = ElidedLabel(size="small", tone="text2", two=True)
        self.period.show_choices([(key, self._name(key)) for key in self._keys()])
        self.rule_set.picked.connect(lambda _key: self.chosen.emit())
        self.period.picked.connect(lambda _key: self.chosen.emit())
        self._lay_out()

    def _lay_out(self) -> None:
        bar = ground("surface", self)
        bar.setFixedHeight(48)
        row = QHBoxLayout(bar)
        row.setContentsMargins(sizes.MARGIN, 0, sizes.MARGIN, 0)
        row.setSpacing(sizes.GAP)
        parts: tuple[QWidget, ...] = (self.rule_set, self.earlier, self.period, self.later, self.state)
        for part in parts:
            row.addWidget(part)
        row.addWidget(self.about, 1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(bar)

    def _keys(self) -> list[str]:
        today = self._context.workplace.today
        quarter = Period.containing(today, PeriodKind.QUARTER).previous()
        year = Period.containing(today, PeriodKind.YEAR).previous()
        quarters, years = [quarter], [year]
        while len(quarters) < _QUARTERS:
            quarters.append(quarters[-1].previous())
        while len(years) < _YEARS:
            years.append(years[-1].previous())
        return [_TODAY, *(one.code for one in quarters), *(one.code for one in years)]

    def _name(self, key: str) -> str:
        if key == _TODAY:
            return self.tr("Today ({day})").format(day=self._context.workplace.today.isoformat())
        return self._context.labels.period(Period.parse(key))

    @property
    def moment(self) -> Moment:
        """What is chosen: today stands on the figures of the last quarter that is over."""
        today = self._context.workplace.today
        if self.period.key == _TODAY:
            return Moment(Period.containing(today, PeriodKind.QUARTER).previous(), today)
        period = Period.parse(self.period.key)
        return Moment(period, period.end)

    def show_rule_sets(self, rule_sets: Sequence[RuleSet]) -> None:
        """Offer those in force on the day chosen; the latest edition of a code alone."""
        day = self.moment.day
        newest: dict[str, RuleSet] = {}
        for one in rule_sets:
            before = newest.get(one.code)
            if one.holds_on(day) and (before is None or before.since <= one.since):
                newest[one.code] = one
        language = self._context.language
        names = sorted(newest.values(), key=lambda one: (one.subject.value != "incubator", one.code))
        self.rule_set.show_choices([(one.code, one.name.in_language(language)) for one in names])

    def step(self, by: int) -> None:
        """Go to an earlier or later period."""
        place = self.period.currentIndex() + by
        if 0 <= place < self.period.count():
            self.period.setCurrentIndex(place)
            self.chosen.emit()

    def can_step(self, by: int) -> bool:
        """Whether there is an earlier or later one."""
        return 0 <= self.period.currentIndex() + by < self.period.count()

    def tell(self, rehearsal: Rehearsal | None) -> None:
        """Say in which document the rule set stands, and which days its figures are of."""
        self.state.setVisible(rehearsal is not None and rehearsal.rule_set.needs_update)
        if rehearsal is None:
            self.about.setText("")
            return
        rule_set, labels = rehearsal.rule_set, self._context.labels
        if self.period.key == _TODAY:  # the day stands beside it already, and in the other case the period
            text = self.tr("{document} · figures for {period}, annual figures for {year}")
        else:
            text = self.tr("{document} · as of {day}, annual figures for {year}")
        self.about.setText(
            text.format(
                document=rule_set.document.in_language(self._context.language),
                day=rehearsal.day.isoformat(),
                period=labels.period(rehearsal.period),
                year=rehearsal.year,
            )
        )
