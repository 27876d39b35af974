"""The pane beside the sheet: what was found, the records behind a figure, who signs, what moved, the proofs, the past.

Its panels are made one by one after the page is first shown, or when they are needed before: all at once would keep
the window waiting. They tell the page what was asked for in them.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from crm.ui.made import is_made, made
from crm.ui.pages.filings.approval import ApprovalPanel
from crm.ui.pages.filings.changes import ChangesPanel
from crm.ui.pages.filings.checks import ChecksPanel
from crm.ui.pages.filings.evidence import EvidencePanel
from crm.ui.pages.filings.frozen import FrozenPanel
from crm.ui.pages.filings.trace import TracePanel
from crm.ui.theme import tokens as sizes
from crm.ui.widgets.chips import ChipBar, Choice
from crm.ui.widgets.text import ground, line

if TYPE_CHECKING:
    from crm.domain.changes import Changes
    from crm.services.approval import Progress
    from crm.ui.context import Context
    from crm.ui.pages.filings.drawn import Drawn

_Panel = TypeVar("_Panel", bound=QWidget)

_NARROW = 320
PANELS = CHECKS, TRACE, APPROVAL, CHANGES, EVIDENCE, FROZEN = (
    "checks",
    "trace",
    "approval",
    "changes",
    "evidence",
    "frozen",
)
NOT_COUNTED = frozenset({"change_notes", "evidence"})
"""Tables that no figure is counted from."""


class SidePane(QWidget):
    """The panels over one filing, of which one is shown."""

    place_chosen = Signal(str)
    tenant_chosen = Signal(int)
    other_chosen = Signal(int, str)
    """A place of another, frozen filing: its id and the place."""
    explained = Signal()
    """What is written about findings is another."""
    progress_read = Signal(object)
    filings_read = Signal(object, object)
    """What is frozen, and the steps of those on their way."""
    export_asked = Signal(object)
    print_asked = Signal(object)
    amend_asked = Signal(object)
    left = Signal()
    """The cursor goes back to the sheet."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._drawn: Drawn | None = None
        self._names: dict[str, str] = {}
        self.counts: dict[str, int] = {}
        self.panels = QStackedWidget()
        self.side = ChipBar(context.theme, name=self.tr("Sheet side pane"))
        self.side.chosen.connect(self.show_panel)
        self._next_panel = QTimer(self, singleShot=True, interval=0)
        self._next_panel.timeout.connect(self._make_next)
        self._lay_out()

    def _lay_out(self) -> None:
        whole = ground("surface")
        self.setMinimumWidth(_NARROW)
        self._recount()
        self.side.choose(CHECKS)
        top = QWidget()
        top.setFixedHeight(44)
        row = QHBoxLayout(top)
        row.setContentsMargins(sizes.MARGIN, 0, sizes.MARGIN, 0)
        row.addWidget(self.side)
        self.panels.setCurrentWidget(self.checks)
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(top)
        column.addWidget(line())
        column.addWidget(self.panels, 1)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(whole)

    # ---------------------------------------------------------------- panels

    @cached_property
    def checks(self) -> ChecksPanel:
        """What was found wrong."""
        checks = ChecksPanel(self._context)
        checks.place_chosen.connect(self.place_chosen)
        checks.explained.connect(self.explained)
        checks.other_chosen.connect(self.other_chosen)
        checks.completeness_asked.connect(lambda: self.show_panel(APPROVAL))
        return self._place(checks)

    @cached_property
    def trace(self) -> TracePanel:
        """The records behind a figure."""
        trace = TracePanel(self._context)
        trace.tenant_chosen.connect(self.tenant_chosen)
        trace.left.connect(self.left)
        if self._drawn is not None:
            trace.take(self._drawn)
        return self._place(trace)

    @cached_property
    def approval(self) -> ApprovalPanel:
        """Who has signed, and what is missing."""
        approval = ApprovalPanel(self._context)
        approval.read_done.connect(self.progress_read)
        approval.tenant_chosen.connect(self.tenant_chosen)
        approval.place_chosen.connect(self.place_chosen)
        if self._drawn is not None:
            approval.take(self._drawn.filing)
        return self._place(approval)

    @cached_property
    def changes(self) -> ChangesPanel:
        """What moved against last year."""
        changes = ChangesPanel(self._context)
        changes.place_chosen.connect(self.place_chosen)
        changes.tenant_chosen.connect(self.tenant_chosen)
        changes.counted.connect(lambda count: self.count(CHANGES, count))
        if self._drawn is not None:
            changes.take(self._drawn)
        return self._place(changes)

    @cached_property
    def evidence(self) -> EvidencePanel:
        """The proofs of the figures."""
        evidence = EvidencePanel(self._context)
        evidence.place_chosen.connect(self.place_chosen)
        evidence.counted.connect(lambda count: self.count(EVIDENCE, count))
        if self._drawn is not None:
            evidence.take(self._drawn)
        return self._place(evidence)

    @cached_property
    def frozen(self) -> FrozenPanel:
        """What has been filed."""
        frozen = FrozenPanel(self._context)
        frozen.export_asked.connect(self.export_asked)
        frozen.print_asked.connect(self.print_asked)
        frozen.read_done.connect(self.filings_read)
        frozen.amend_asked.connect(self.amend_asked)
        frozen.name_forms(self._names)
        frozen.read()
        return self._place(frozen)

    def _place(self, panel: _Panel) -> _Panel:
        self.panels.addWidget(panel)
        return panel

    def make_rest(self) -> None:
        """Make the panels that are missing, one by one."""
        self._next_panel.start()

    def _make_next(self) -> None:
        missing = [panel for panel in PANELS if not is_made(self, panel)]
        if missing:
            getattr(self, missing[0])
        if missing[1:]:
            self._next_panel.start()

    # ---------------------------------------------------------------- what they tell of

    @property
    def progress(self) -> Progress | None:
        """How far the filing is that is built, as far as that is known."""
        return self.approval.progress if is_made(self, APPROVAL) else None

    def take(self, drawn: Drawn) -> None:
        """Tell of another built filing from now on."""
        self._drawn = drawn
        built = drawn.filing.built
        self.checks.show_findings(
            drawn.filing.findings, drawn.told, filing=f"{built.form} {built.period.code}"
        )
        for panel in made(self, TRACE, CHANGES, EVIDENCE):  # the others take it when they are made
            panel.take(drawn)
        for panel in made(self, APPROVAL):
            panel.take(drawn.filing)
        self.count(CHECKS, len(drawn.filing.findings))

    def show_nothing(self) -> None:
        """Nothing is built."""
        self._drawn = None
        self.checks.show_findings([], [])
        self.checks.state.show(self.tr("Nothing built yet"), drawing="filings")
        for panel in made(self, TRACE, APPROVAL, CHANGES, EVIDENCE):
            panel.show_nothing()
        self.count(CHECKS, 0)

    def explain(self, sheet: str, address: str) -> None:
        """Say how a cell came about, and where its proofs are."""
        self.trace.show_cell(sheet=sheet, address=address)
        self.evidence.show_cell(sheet=sheet, address=address)

    @property
    def follows(self) -> bool:
        """Whether what is shown is about the cell at the cursor."""
        return self.side.key in {TRACE, EVIDENCE}

    def show_panel(self, key: str) -> None:
        """Show the panel called *key*."""
        self.side.choose(key)
        self.panels.setCurrentWidget(getattr(self, key))

    def name_forms(self, names: dict[str, str]) -> None:
        """What forms are called, by code."""
        self._names = names
        for panel in made(self, FROZEN):
            panel.name_forms(names)
        self.read_frozen()

    def read_frozen(self) -> None:
        """Read again what is frozen."""
        for panel in made(self, FROZEN):
            panel.read()

    def hear(self, changes: Changes) -> None:
        """Somebody wrote: read again what is kept in the tables concerned."""
        concerned = (APPROVAL, CHANGES, EVIDENCE) if changes.concern(*NOT_COUNTED) else (APPROVAL,)
        for panel in made(self, FROZEN, *concerned):
            panel.read()

    def flush(self) -> None:
        """Keep what is being written."""
        for panel in made(self, CHECKS, CHANGES):
            panel.written.flush()

    # ---------------------------------------------------------------- counts

    def count(self, panel: str, count: int) -> None:
        """Say with its name how much a panel holds."""
        self.counts = {**self.counts, panel: count}
        self._recount()

    def _recount(self) -> None:
        texts = (
            self.tr("Checks"),
            self.tr("Records"),
            self.tr("Approval"),
            self.tr("Changes"),
            self.tr("Evidence"),
            self.tr("Frozen"),
        )
        names = tuple(zip(PANELS, texts, strict=True))
        self.side.show_choices([Choice(key, text, str(self.counts.get(key) or "")) for key, text in names])
