"""The bars over and under the grid: what it shows, what is unsaved and wrong; and strips with something to decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout

from crm.domain.period import PeriodKind
from crm.ui.theme import tokens as sizes
from crm.ui.widgets.button import Button, Kind
from crm.ui.widgets.chips import ChipBar, Choice
from crm.ui.widgets.form import ChoiceBox
from crm.ui.widgets.mark import Mark
from crm.ui.widgets.text import ElidedLabel, label, retone

if TYPE_CHECKING:
    from collections.abc import Callable

    from crm.ui.context import Context

HOUSE, FOLLOWED, MISSING = "house", "followed", "missing"
_BAR, _STRIP = 48, 36
_BESIDE_TEXT = 44
"""What a box with choices needs beside its text."""


class EntryBar(QFrame):
    """What the grid shows: which period, unit, indicators and tenants."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setProperty("ground", "surface")
        self.setFixedHeight(_BAR)
        theme, actions = context.theme, context.actions
        self.kind = ChoiceBox(theme, name=self.tr("Kind of period"))
        self.kind.show_choices([(kind.value, text) for kind, text in _kind_names().items()])
        widest = max(self.kind.fontMetrics().horizontalAdvance(text) for text in _kind_names().values())
        self.kind.setMinimumWidth(max(88, widest + _BESIDE_TEXT))
        self.period = ChoiceBox(theme, name=self.tr("Period"))
        self.period.setMinimumWidth(112)
        self.earlier = Button(theme, icon="left", kind=Kind.QUIET, name=actions.hint_of("figures.earlier"))
        self.later = Button(theme, icon="right", kind=Kind.QUIET, name=actions.hint_of("figures.later"))
        self.unit = Button(theme, " ", icon="swap", kind=Kind.CHIP)
        self.columns = Button(theme, self.tr("Indicators"), icon="table", kind=Kind.CHIP)
        for button, name in (
            (self.earlier, "figures.earlier"),
            (self.later, "figures.later"),
            (self.unit, "figures.unit"),
            (self.columns, "figures.columns"),
        ):
            button.follow(actions[name])
            button.setToolTip(actions.hint_of(name))
        self.tenants = ChipBar(theme, name=self.tr("Enterprises shown"))
        row = QHBoxLayout(self)
        row.setContentsMargins(sizes.MARGIN, 0, sizes.MARGIN, 0)
        row.setSpacing(sizes.GAP)
        for part in (self.kind, self.earlier, self.period, self.later):
            row.addWidget(part)
        row.addSpacing(sizes.GAP)
        row.addWidget(self.unit)
        row.addWidget(self.columns)
        row.addSpacing(sizes.GAP)
        row.addWidget(self.tenants, 1)
        self.show_tenants({HOUSE: 0, FOLLOWED: 0, MISSING: 0})
        self.tenants.choose(HOUSE)

    def show_tenants(self, counts: dict[str, int]) -> None:
        """Say how many tenants there are of each choice."""
        names = {
            HOUSE: self.tr("In the house"),
            FOLLOWED: self.tr("With graduates"),
            MISSING: self.tr("Not reported"),
        }
        self.tenants.show_choices([Choice(key, names[key], f"{count:,}") for key, count in counts.items()])

    def show_unit(self, name: str) -> None:
        """Say in which unit money is shown."""
        self.unit.setText(name)
        self.unit.setAccessibleName(self.tr("Unit of money: {unit}").format(unit=name))
        self.unit.updateGeometry()

    def show_columns(self, count: int) -> None:
        """Say how many indicators are shown."""
        self.columns.set_count(f"{count}")
        self.columns.setAccessibleName(self.tr("Indicators: {count}").format(count=count))


class StateBar(QFrame):
    """What is unsaved, wrong and remarkable, and what the current cell holds."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setProperty("ground", "foot")
        self.setFixedHeight(_STRIP + 4)
        theme = context.theme
        self.unsaved = label(size="small", tone="warn")
        self.fault_mark = Mark(theme, "error", tone="danger", size=16)
        self.faults = label(size="small", tone="danger")
        self.warning_mark = Mark(theme, "warning", tone="warn", size=16)
        self.warnings = label(size="small", tone="warn")
        self.cell = ElidedLabel(size="small", tone="text2")
        self.cell.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        self.next = Button(theme, self.tr("Next error"), icon="down", kind=Kind.CHIP)
        self.next.setToolTip(context.actions.hint_of("figures.next"))
        self.next.follow(context.actions["figures.next"])
        row = QHBoxLayout(self)
        row.setContentsMargins(sizes.MARGIN, 0, sizes.MARGIN, 0)
        row.setSpacing(sizes.MARGIN)
        row.addWidget(self.unsaved)
        for mark, text in ((self.fault_mark, self.faults), (self.warning_mark, self.warnings)):
            pair = QHBoxLayout()
            pair.setSpacing(6)
            pair.addWidget(mark)
            pair.addWidget(text)
            row.addLayout(pair)
        row.addWidget(self.cell, 1)
        row.addWidget(self.next)
        self.show_counts(0, 0, 0)

    def show_counts(self, unsaved: int, faults: int, warnings: int) -> None:
        """Say how many cells are unsaved, wrong and remarkable."""
        texts = (
            (self.unsaved, None, unsaved, self.tr("● Not saved: {count}")),
            (self.faults, self.fault_mark, faults, self.tr("Errors: {count}")),
            (self.warnings, self.warning_mark, warnings, self.tr("To check: {count}")),
        )
        for part, mark, count, text in texts:
            part.setText(text.format(count=f"{count:,}"))
            part.setVisible(count > 0)
            if mark is not None:
                mark.setVisible(count > 0)

    def show_cell(self, text: str, tone: str) -> None:
        """Say what the current cell holds."""
        self.cell.setText(text)
        retone(self.cell, tone)


class Strip(QFrame):
    """A line over the grid: something to know, and at most two things to do about it."""

    def __init__(self, context: Context, *, drawing: str, tone: str, quiet: bool = False) -> None:
        super().__init__()
        self.setProperty("ground", "surface2" if quiet else "banner")
        self.setFixedHeight(_STRIP)
        self.text = ElidedLabel(size="small", tone="text2" if quiet else "text")
        self.text.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        self.first = Button(context.theme, " ", kind=Kind.CHIP)
        self.second = Button(context.theme, " ", kind=Kind.CHIP)
        row = QHBoxLayout(self)
        row.setContentsMargins(sizes.MARGIN, 0, sizes.MARGIN, 0)
        row.setSpacing(sizes.GAP)
        row.addWidget(Mark(context.theme, drawing, tone=tone, size=16))
        row.addWidget(self.text, 1)
        row.addWidget(self.first)
        row.addWidget(self.second)
        self.second.hide()
        self.hide()

    def offer(self, first: str, act: Callable[[], None]) -> Strip:
        """Offer something to do."""
        _name(self.first, first)
        self.first.clicked.connect(act)
        return self

    def offer_second(self, second: str, act: Callable[[], None]) -> Strip:
        """Offer something else beside it."""
        _name(self.second, second)
        self.second.clicked.connect(act)
        self.second.show()
        return self

    def say(self, text: str) -> None:
        """Say *text*, or go where there is nothing to say."""
        self.text.setText(text)
        self.setVisible(bool(text))


def _name(button: Button, text: str) -> None:
    button.setText(text)
    button.setAccessibleName(text)
    button.updateGeometry()


def _kind_names() -> dict[PeriodKind, str]:
    translate = QCoreApplication.translate
    return {
        PeriodKind.MONTH: translate("EntryBar", "Months"),
        PeriodKind.QUARTER: translate("EntryBar", "Quarters"),
        PeriodKind.HALF: translate("EntryBar", "Half-years"),
        PeriodKind.YEAR: translate("EntryBar", "Years"),
    }
