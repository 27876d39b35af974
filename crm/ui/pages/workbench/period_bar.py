"""The bar above the workbench: the day it is as of, and which period it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu

from crm.domain.period import Period, PeriodKind
from crm.services.workbench import pickable_periods
from crm.ui.theme import tokens as sizes
from crm.ui.widgets.button import Button, Kind
from crm.ui.widgets.text import label

if TYPE_CHECKING:
    from crm.ui.context import Context


class PeriodBar(QFrame):
    """Shows and changes the period: the last quarter that is over at first."""

    chosen = Signal(object)
    """Another Period."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setProperty("ground", "bar")
        self.setFixedHeight(48)
        self._context = context
        theme, today = context.theme, context.workplace.today
        self._offered = pickable_periods(today)
        self.period = Period.containing(today, PeriodKind.QUARTER).previous()
        self.as_of = label(tone="text2", size="small")
        self.earlier = Button(theme, icon="left", kind=Kind.QUIET, name=self.tr("Earlier period"))
        self.later = Button(theme, icon="right", kind=Kind.QUIET, name=self.tr("Later period"))
        self.picker = Button(theme, " ", icon="calendar")
        self.picker.clicked.connect(self._ask)
        self.earlier.clicked.connect(lambda: self._step(1))
        self.later.clicked.connect(lambda: self._step(-1))
        row = QHBoxLayout(self)
        row.setContentsMargins(sizes.MARGIN, 0, sizes.MARGIN, 0)
        row.setSpacing(4)
        row.addWidget(self.as_of, 1)
        for button in (self.earlier, self.picker, self.later):
            row.addWidget(button)
        self._tell()

    def choose(self, period: Period) -> None:
        """Show another period."""
        if period != self.period:
            self.period = period
            self._tell()
            self.chosen.emit(period)

    @property
    def _alike(self) -> list[Period]:
        """The periods of the same kind, the latest first."""
        return [one for one in self._offered if one.kind is self.period.kind]

    def _step(self, back: int) -> None:
        alike = self._alike
        self.choose(alike[min(max(alike.index(self.period) + back, 0), len(alike) - 1)])

    def _tell(self) -> None:
        today = self._context.workplace.today
        name = self._context.labels.period(self.period)
        if self.period.end > today:
            name = self.tr("{period} (to date)").format(period=name)
        self.picker.setText(name)
        self.picker.setAccessibleName(self.tr("Period: {period}").format(period=name))
        self.picker.updateGeometry()
        text = self.tr("As of {day}; changes against the same day a year before")
        self.as_of.setText(text.format(day=min(self.period.end, today).isoformat()))
        self.earlier.setEnabled(self.period != self._alike[-1])
        self.later.setEnabled(self.period != self._alike[0])

    def _ask(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        kind = self._offered[0].kind
        for period in self._offered:
            if period.kind is not kind:
                menu.addSeparator()
                kind = period.kind
            action = menu.addAction(self._context.labels.period(period))
            action.setCheckable(True)
            action.setChecked(period == self.period)
            action.triggered.connect(lambda _checked=False, wanted=period: self.choose(wanted))
        menu.popup(self.picker.mapToGlobal(self.picker.rect().bottomLeft()))
