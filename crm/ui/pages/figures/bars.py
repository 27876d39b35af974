"""The bars over and under the grid: what it shows, what is unsaved and wrong."""

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
    from crm.ui.context import Context

HOUSE, FOLLOWED, MISSING = "house", "followed", "missing"
_BAR, _FOOT = 48, 40
_BESIDE_TEXT = 44
"""What a box with choices needs beside its text."""


class EntryBar(QFrame):
    """What the grid shows: which period, unit, indicators and tenants."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setProperty("ground", "surface")
        self.setFixedHeight(_BAR)
        theme, actions = context.theme, context.actions
        self.kind = ChoiceBox(theme, name=self.tr("Period type"))
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
        self.tenants = ChipBar(theme, name=self.tr("Tenants shown"))
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
        self.show_tenants({})
        self.tenants.choose(HOUSE)

    def show_tenants(self, counts: dict[str, int]) -> None:
        """Say how many tenants there are of each choice; nothing of one that is not known."""
        names = {
            HOUSE: self.tr("Current tenants"),
            FOLLOWED: self.tr("Including graduates"),
            MISSING: self.tr("Not reported"),
        }
        self.tenants.show_choices(
            [Choice(key, name, f"{counts[key]:,}" if key in counts else "") for key, name in names.items()]
        )

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
        self.setFixedHeight(_FOOT)
        theme = context.theme
        self.unsaved = label(size="small", tone="warn")
        self.fault_mark = Mark(theme, "error", tone="danger", size=16)
        self.faults = label(size="small", tone="danger")
        self.warning_mark = Mark(theme, "warning", tone="warn", size=16)
        self.warnings = label(size="small", tone="warn")
        self.cell = ElidedLabel(size="small", tone="text2", two=True)
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


def _kind_names() -> dict[PeriodKind, str]:
    translate = QCoreApplication.translate
    return {
        PeriodKind.MONTH: translate("EntryBar", "Months"),
        PeriodKind.QUARTER: translate("EntryBar", "Quarters"),
        PeriodKind.HALF: translate("EntryBar", "Half-years"),
        PeriodKind.YEAR: translate("EntryBar", "Years"),
    }
