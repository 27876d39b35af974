"""The right column of the workbench: leases by how soon they end, duties by their day, hints without one."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm.domain.wording import counted
from crm.services.duties import DutyKind, Urgency, with_checks
from crm.services.tenants import TenantQuery
from crm.ui.pages.workbench.duty_list import DutyGroup, DutyLine, DutyList
from crm.ui.widgets.button import Button, Kind
from crm.ui.widgets.text import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm.services.duties import Duty
    from crm.ui.context import Context
    from crm.ui.pages.workbench.words import WorkbenchWords

SHOWN = 8
"""Lines of a group until somebody wants to see them all."""
MOST = 60
"""… and where they are more than this, the rest is left to the list of tenants."""
_LEASE_DAYS = (30, 60, 90)
_TONES = {
    Urgency.YOURS: "accent",
    Urgency.OVERDUE: "danger",
    Urgency.TODAY: "warn",
    Urgency.WEEK: "warn",
    Urgency.LATER: "text2",
    Urgency.OTHERS: "text2",
    Urgency.HINT: "accent",
}


class DutyPanel(QWidget):
    """What needs doing."""

    opened = Signal(object)
    """A duty is to be opened."""
    listed = Signal(object, str)
    """A list is to be shown: the query, and what it is called."""
    finished = Signal(object)
    """A duty is done."""
    moved = Signal(QWidget)

    def __init__(self, context: Context, words: WorkbenchWords) -> None:
        super().__init__()
        self._context = context
        self._words = words
        self._duties: tuple[Duty, ...] = ()
        self._checks: tuple[Duty, ...] = ()
        self._opened_groups: set[Urgency] = set()
        self.title = label(self.tr("To do"), size="strong")
        self.nothing = label(self.tr("Nothing is due in the next 90 days."), tone="text2", wrap=True)
        self.list = DutyList(context.theme)
        self.list.moved.connect(self.moved)
        self._lease_title = label(self.tr("Leases ending"), size="small", tone="text2")
        self.lease_buttons = [Button(context.theme, " ", kind=Kind.CHIP) for _ in _LEASE_DAYS]
        chips = QHBoxLayout()
        chips.setSpacing(6)
        chips.setContentsMargins(8, 0, 8, 0)
        chips.addWidget(self._lease_title)
        for place, button in enumerate(self.lease_buttons):
            button.clicked.connect(lambda _checked=False, at=place: self._open_leases(_LEASE_DAYS[at]))
            chips.addWidget(button)
        chips.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(8)
        self.title.setContentsMargins(8, 0, 8, 0)
        self.nothing.setContentsMargins(8, 0, 8, 0)
        column.addWidget(self.title)
        column.addLayout(chips)
        column.addWidget(self.nothing)
        column.addWidget(self.list)
        column.addStretch(1)

    @property
    def duties(self) -> tuple[Duty, ...]:
        """Everything that is shown, what waits for this user first and hints last."""
        return with_checks(self._duties, self._checks, self._context.workplace.today)

    @property
    def count(self) -> int:
        """How many duties have a day, or wait for this user."""
        return sum(duty.due is not None or self._urgency(duty) is Urgency.YOURS for duty in self.duties)

    def _urgency(self, duty: Duty) -> Urgency:
        return duty.urgency(self._context.workplace.today)

    def show_duties(self, duties: tuple[Duty, ...]) -> None:
        """Show other duties; what the checks found is asked for again."""
        self._duties, self._checks = duties, ()
        self._fill()

    def add_checks(self, checks: tuple[Duty, ...]) -> None:
        """Add what the checks of filings found."""
        if checks != self._checks:
            self._checks = checks
            self._fill()

    def _leases(self, days: int) -> frozenset[int]:
        """The tenants whose lease has ended, or ends within *days*."""
        last = self._context.workplace.today + timedelta(days=days)
        return frozenset(
            duty.tenant_id
            for duty in self._duties
            if duty.kind is DutyKind.LEASE
            and duty.tenant_id is not None
            and duty.due is not None
            and duty.due <= last
        )

    def _open_leases(self, days: int) -> None:
        name = counted(self.tr("Leases ending within {days} {days|day|days}"), days=days)
        self.listed.emit(TenantQuery(among=self._leases(days)), name)

    def _fill(self) -> None:
        for days, button in zip(_LEASE_DAYS, self.lease_buttons, strict=True):
            count = len(self._leases(days))
            button.setText(counted(self.tr("{days} {days|day|days}"), days=days))
            button.set_count(f"{count:,}")
            name = counted(
                self.tr("Leases ending within {days} {days|day|days}: {count}"), days=days, count=count
            )
            button.setAccessibleName(name)
            button.setToolTip(name)
            button.setEnabled(count > 0)
            button.updateGeometry()
        groups = []
        duties = self.duties
        for urgency in Urgency:
            chosen = [duty for duty in duties if self._urgency(duty) is urgency]
            if chosen:
                groups.append(self._group(urgency, chosen))
        self.nothing.setVisible(not groups)
        self.list.show_groups(groups)

    def _group(self, urgency: Urgency, duties: Sequence[Duty]) -> DutyGroup:
        """The first lines of a group; the rest on demand, and of very many the list of their tenants."""
        most = MOST if urgency in self._opened_groups else SHOWN
        if len(duties) <= most + 1:
            most = len(duties)
        lines = [self._line(urgency, duty) for duty in duties[:most]]
        left = len(duties) - most
        if left and most == SHOWN:
            text = self.tr("Show {count} more").format(count=f"{left:,}")
            lines.append(DutyLine("down", "text2", text, "", "", lambda: self._open_group(urgency)))
        elif left:  # only what is about tenants is ever so many
            ids = frozenset(duty.tenant_id for duty in duties if duty.tenant_id is not None)
            name = f"{self.title.text()} · {self._words.heading(urgency)}"
            text = counted(self.tr("All {count} {count|tenant|tenants} as a list"), count=f"{len(ids):,}")
            show = TenantQuery(among=ids)
            lines.append(DutyLine("table", "text2", text, "", "", lambda: self.listed.emit(show, name)))
        return DutyGroup(f"{self._words.heading(urgency)}  {len(duties):,}", _TONES[urgency], lines)

    def _line(self, urgency: Urgency, duty: Duty) -> DutyLine:
        today = self._context.workplace.today
        late = duty.waiting is not None and duty.due is not None and duty.due < today
        tone = "danger" if duty.errors or late else _TONES[urgency]
        return DutyLine(
            self._words.icon(duty),
            tone,
            self._words.duty_text(duty),
            self._words.duty_sub(duty),
            self._words.days_left(duty, today),
            lambda: self.opened.emit(duty),
            (lambda: self.finished.emit(duty)) if duty.note_id is not None else None,
        )

    def _open_group(self, urgency: Urgency) -> None:
        self._opened_groups.add(urgency)
        self._fill()
