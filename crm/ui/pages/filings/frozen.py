"""What has been frozen: which filing, when and by whom, again as a file, and what would be filed otherwise today."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from crm.domain.wording import counted
from crm.services.approval import list_chains, list_open
from crm.services.frozen_filings import compare_frozen
from crm.services.moment import local_time
from crm.services.watch import carry_differences, watch_filing
from crm.ui.ask import Question
from crm.ui.models.records import Cell, Head, RecordTable
from crm.ui.pages.filings.change_box import ChangeBox, difference_of
from crm.ui.pages.filings.reason_box import ReasonBox
from crm.ui.pages.filings.version_box import ReasonSheet, VersionBox
from crm.ui.table.small import Fit, SmallTable
from crm.ui.theme import tokens as sizes
from crm.ui.trouble import show_trouble
from crm.ui.widgets.button import Button
from crm.ui.widgets.scroll import scrolled
from crm.ui.widgets.state import StatePanel
from crm.ui.widgets.table import inset
from crm.ui.widgets.text import ground

if TYPE_CHECKING:
    from crm.services.approval import Step, VersionChain
    from crm.services.frozen_filings import FilingInfo
    from crm.ui.context import Context
    from crm.ui.pages.filings.change_box import Difference
    from crm.ui.tasks import Failure

    OpenSteps: TypeAlias = dict[tuple[str, int], tuple[Step, ...]]

_ROW = 30
_LEAST_ROWS = 1
_WIDEST_NAME = 190
_ANY_HEIGHT = 16_777_215


class FrozenPanel(QWidget):
    """The frozen filings, the latest first."""

    export_asked = Signal(object)
    print_asked = Signal(object)
    read_done = Signal(object, object)
    """What is frozen, the latest first; and the steps of what is on its way."""
    amend_asked = Signal(object)
    """A filing is to be filed again as its records are now."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._filings: tuple[FilingInfo, ...] = ()
        self._chains: tuple[VersionChain, ...] = ()
        self._names: dict[str, str] = {}
        self._last_count = 0
        heads = (
            Head(self.tr("Form"), key="form"),
            Head(self.tr("Period"), key="period"),
            Head(self.tr("Version"), key="version"),
            Head(self.tr("Frozen"), key="frozen"),
        )
        self.model = RecordTable(context.theme, heads)
        self.table = SmallTable(
            context, self.model, key="filings.frozen", name=self.tr("Frozen filings"), row_height=_ROW
        )
        self.table.selectionModel().currentRowChanged.connect(
            lambda now, _before: self._show_detail(now.row())
        )
        self.state = StatePanel(context.theme, narrow=True)
        self._say_nothing()
        self.stack = QStackedWidget()
        self.stack.addWidget(self.state.widget)
        self._list = inset(self.table)
        self.stack.addWidget(self._list)
        self.version = VersionBox(context)
        self.reasons = ReasonBox(context)
        self.export_button = Button(context.theme, self.tr("Export again"), icon="export")
        self.export_button.clicked.connect(self._export)
        self.print_button = Button(context.theme, self.tr("Print preview"), icon="print")
        self.print_button.clicked.connect(self._print)
        self.compare_button = Button(context.theme, icon="filings")
        self.compare_button.clicked.connect(self._compare)
        self.changes = ChangeBox(context)
        self.changes.amend_asked.connect(self._amend)
        self.changes.carry_asked.connect(self._ask_carry)
        self.detail = ground("foot")
        self._inside = ground("foot")
        self._lay_out()

    def _lay_out(self) -> None:
        inside = QVBoxLayout(self._inside)
        inside.setContentsMargins(sizes.MARGIN, 12, sizes.MARGIN, 12)
        inside.setSpacing(8)
        row = QHBoxLayout()
        row.addWidget(self.export_button)
        row.addWidget(self.print_button)
        row.addStretch(1)
        inside.addWidget(self.changes)
        inside.addWidget(self.version)
        inside.addLayout(row)
        # On a line of its own: three beside each other are wider than the panel and would cut all that stands in it.
        inside.addWidget(self.compare_button, 0, Qt.AlignmentFlag.AlignLeft)
        inside.addWidget(self.reasons)
        inside.addStretch(1)
        area = scrolled(self._inside)
        whole = QVBoxLayout(self.detail)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)
        self.detail.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.stack, 1)
        column.addWidget(self.detail, 3)

    def name_forms(self, names: dict[str, str]) -> None:
        """What forms are called, by their code."""
        self._names = names

    def read(self) -> None:
        """Read the list again."""
        workplace = self._context.workplace

        def work(_job: object) -> tuple[tuple[VersionChain, ...], OpenSteps]:
            return list_chains(workplace), list_open(workplace)

        self._context.tasks.read(
            work, done=lambda answer: self._show(*answer), failed=self._fail, key="filings.frozen"
        )

    def _say_nothing(self) -> None:
        self.state.show(
            self.tr("Nothing frozen yet"),
            self.tr("Freezing keeps a filing permanently, with every record behind every figure."),
            drawing="freeze",
        )

    def _fail(self, failure: Failure) -> None:
        otherwise = self.tr("The frozen filings could not be read")
        show_trouble(self.state, failure, context=self._context, otherwise=otherwise, again=self.read)
        self.stack.setCurrentIndex(0)
        self.detail.hide()

    def _show(self, chains: tuple[VersionChain, ...], still_open: OpenSteps) -> None:
        filings = tuple(chain.filing for chain in chains)
        before = self._chosen()
        self._filings, self._chains = filings, chains
        labels = self._context.labels
        rows = [
            (
                Cell(self._names.get(filing.form, filing.form)),
                Cell(labels.period(filing.period), "text2"),
                Cell(str(filing.version), "text2"),
                Cell(local_time(filing.frozen_at)[:10], "text2"),
            )
            for filing in filings
        ]
        self.model.show(rows)
        # When it was frozen is told below too: the form's name has its room first.
        named = min(self.table.sizeHintForColumn(0) + 8, _WIDEST_NAME)
        self.table.fit_columns(Fit(room=named, yields=(3,)))
        self._say_nothing()
        self.stack.setCurrentIndex(1 if filings else 0)
        # Few filings leave their room to what is told of them.
        high = sizes.HEADER + _ROW * max(len(filings), _LEAST_ROWS) + 8
        self.stack.setMaximumHeight(high if filings else _ANY_HEIGHT)
        self.detail.hide()
        self.read_done.emit(filings, still_open)
        if filings:
            ids = [filing.id for filing in filings]
            stays = before is not None and before.id in ids and len(ids) == self._last_count
            self.table.selectRow(ids.index(before.id) if before is not None and stays else 0)
        self._last_count = len(filings)

    def _chosen(self) -> FilingInfo | None:
        row = self.table.currentIndex().row()
        return self._filings[row] if 0 <= row < len(self._filings) else None

    def choose(self, filing_id: int) -> None:
        """Put the cursor on a filing."""
        for row, filing in enumerate(self._filings):
            if filing.id == filing_id:
                self.table.selectRow(row)

    def _show_detail(self, row: int) -> None:
        filing = self._filings[row] if 0 <= row < len(self._filings) else None
        self.detail.setVisible(filing is not None)
        if filing is None:
            return
        self.version.take(self._chains[row])
        self.reasons.take(filing.id)
        before = self._version_before(filing)
        self.compare_button.setVisible(before is not None)
        if before is not None:
            text = self.tr("Compare with version {version}").format(version=before.version)
            self.compare_button.setText(text)
            self.compare_button.setAccessibleName(text)
        self.changes.wait(self.tr("Comparing with current records…"))
        workplace, library, language = self._context.workplace, self._context.library, self._context.language

        def work(_job: object) -> tuple[list[Difference], int]:
            watched = watch_filing(workplace, library, filing)
            changes = [
                difference_of(
                    one.difference,
                    language,
                    causes=one.causes,
                    library=library,
                    is_nobodys=one.is_nobodys,
                )
                for one in watched.changes
            ]
            return changes, len(watched.carried)

        self._context.tasks.read(work, done=lambda answer: self._show_changes(*answer), key="filings.changes")

    def _version_before(self, filing: FilingInfo) -> FilingInfo | None:
        """The version frozen before *filing* of the same form and period."""
        earlier = [
            one
            for one in self._filings
            if (one.form, one.period) == (filing.form, filing.period) and one.version < filing.version
        ]
        return max(earlier, key=lambda one: one.version, default=None)

    def _compare(self) -> None:
        """Show what the chosen version says otherwise than the one before."""
        row = self.table.currentIndex().row()
        filing = self._filings[row] if 0 <= row < len(self._filings) else None
        before = None if filing is None else self._version_before(filing)
        if filing is None or before is None:
            return
        workplace, language = self._context.workplace, self._context.language
        ids, versions = (before.id, filing.id), (before.version, filing.version)
        self.reasons.compare((before.id, before.version), (filing.id, filing.version))

        def work(_job: object) -> list[Difference]:
            return [difference_of(one, language) for one in compare_frozen(workplace, *ids)[2]]

        self._context.tasks.read(
            work, done=lambda found: self._show_compared(found, *versions), key="filings.changes"
        )

    def _show_compared(self, found: list[Difference], before: int, after: int) -> None:
        text = self.tr("From version {before} to version {after}: {count} {count|cell|cells}")
        self.changes.tell(counted(text, before=before, after=after, count=len(found)), "text2")
        name = self.tr("Version {version}")
        self.changes.show_changes(
            found, before=name.format(version=before), after=name.format(version=after), watched=False
        )

    def _show_changes(self, changes: list[Difference], carried: int) -> None:
        if changes:
            same = sum(bool(one.note) for one in changes)
            text = counted(self.tr("Changed since: {count} {count|cell|cells}"), count=len(changes) - same)
            if same:
                text = self.tr("{changed}; {count} more differ only in records or rounding").format(
                    changed=text, count=same
                )
        else:
            text = self.tr("Nothing has changed since: the same filing would result today.")
        filing = self._chosen()
        if carried and not changes:
            text = self.tr("Nothing left to decide.")
        self.changes.tell(text, "warn" if changes else "ok", carried=carried)
        newest = filing is not None and not any(
            (one.form, one.period) == (filing.form, filing.period) and one.version > filing.version
            for one in self._filings
        )
        self.changes.show_changes(changes, before=self.tr("Filed"), after=self.tr("Now"), watched=newest)

    def _amend(self) -> None:
        filing = self._chosen()
        if filing is not None:
            self.amend_asked.emit(filing)

    def _ask_carry(self, cells: list[str]) -> None:
        """Why the chosen differences (all where none is chosen) are told of in the next period instead."""
        filing = self._chosen()
        if filing is None:
            return
        sheet = ReasonSheet(self.tr("Reason for not correcting"), self.tr("Explain why it is not corrected."))
        count = len(cells) or self.changes.model.rowCount()
        question = Question(
            self.tr("Carry forward to the next period"),
            counted(
                self.tr(
                    "{count} {count|cell stays|cells stay} as filed. The checks of the next period "
                    "will mention it."
                ),
                count=count,
            ),
            self.tr("Carry forward"),
        )
        workplace, library = self._context.workplace, self._context.library

        def carry() -> None:
            reason = sheet.box.toPlainText()
            self._context.write(
                lambda _job: [
                    carry_differences(workplace, library, filing.id, reason=reason, cells=cells or None)
                ],
                title=self.tr("Carrying forward"),
                told=counted(
                    self.tr("{count} {count|cell is|cells are} carried forward to the next period."),
                    count=count,
                ),
            )

        self._context.ask.facts(question, sheet, taken=carry)

    def _export(self) -> None:
        row = self.table.currentIndex().row()
        if 0 <= row < len(self._filings):
            self.export_asked.emit(self._filings[row])

    def _print(self) -> None:
        row = self.table.currentIndex().row()
        if 0 <= row < len(self._filings):
            self.print_asked.emit(self._filings[row])
