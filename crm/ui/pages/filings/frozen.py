"""What has been frozen: which filing, when and by whom, again as a file, and what would be filed otherwise today."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from crm.services.filings import changes_since_frozen, compare_frozen, list_filings
from crm.ui.labels import NOTHING
from crm.ui.models.records import Cell, Head, RecordTable
from crm.ui.models.sheet import filed_text
from crm.ui.pages.filings.moments import local_time
from crm.ui.table.small import offer_copies
from crm.ui.theme import tokens as sizes
from crm.ui.widgets.button import Button
from crm.ui.widgets.facts import Facts
from crm.ui.widgets.state import StatePanel
from crm.ui.widgets.table import Table, inset
from crm.ui.widgets.text import ground, label, retone

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crm.domain.wording import Language
    from crm.services.filings import CellDifference, FilingInfo
    from crm.ui.context import Context
    from crm.ui.tasks import Failure

_ROW = 30
_LEAST_ROWS = 3
_ANY_HEIGHT = 16_777_215


class Difference(NamedTuple):
    """One place that would be filed otherwise."""

    place: str
    label: str
    filed: str
    now: str


class FrozenPanel(QWidget):
    """The frozen filings, the latest first."""

    export_asked = Signal(object)
    print_asked = Signal(object)
    read_done = Signal(object)
    """What is frozen, the latest first."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._filings: tuple[FilingInfo, ...] = ()
        self._names: dict[str, str] = {}
        heads = (
            Head(self.tr("Form")),
            Head(self.tr("Period")),
            Head(self.tr("Version")),
            Head(self.tr("Frozen")),
        )
        self.model = RecordTable(context.theme, heads)
        self.table = Table(context.theme, name=self.tr("Frozen filings"), row_height=_ROW)
        self.table.setModel(self.model)
        offer_copies(context, self.table, self.model)
        self.table.selectionModel().currentRowChanged.connect(
            lambda now, _before: self._show_detail(now.row())
        )
        self.state = StatePanel(context.theme, narrow=True)
        self._say_nothing()
        self.stack = QStackedWidget()
        self.stack.addWidget(self.state.widget)
        self._list = inset(self.table)
        self.stack.addWidget(self._list)
        self.facts = Facts()
        self.export_button = Button(context.theme, self.tr("Export again"), icon="export")
        self.export_button.clicked.connect(self._export)
        self.print_button = Button(context.theme, self.tr("Print preview"), icon="print")
        self.print_button.clicked.connect(self._print)
        self.compare_button = Button(context.theme, icon="filings")
        self.compare_button.clicked.connect(self._compare)
        self.changes_title = label(size="strong", wrap=True)
        self.changes = RecordTable(
            context.theme,
            (
                Head(self.tr("Place")),
                Head(self.tr("Filed"), is_number=True),
                Head(self.tr("Now"), is_number=True),
            ),
        )
        self.changes_table = Table(context.theme, name=self.tr("What has changed since"), row_height=_ROW)
        self.changes_table.setModel(self.changes)
        offer_copies(context, self.changes_table, self.changes)
        self.detail = ground("foot")
        self._lay_out()

    def _lay_out(self) -> None:
        inside = QVBoxLayout(self.detail)
        inside.setContentsMargins(sizes.MARGIN, 12, sizes.MARGIN, 12)
        inside.setSpacing(8)
        inside.addWidget(self.facts)
        row = QHBoxLayout()
        row.addWidget(self.export_button)
        row.addWidget(self.print_button)
        row.addWidget(self.compare_button)
        row.addStretch(1)
        inside.addLayout(row)
        inside.addWidget(self.changes_title)
        inside.addWidget(self.changes_table, 100)
        inside.addStretch(1)
        self.detail.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.stack, 2)
        column.addWidget(self.detail, 3)

    def name_forms(self, names: dict[str, str]) -> None:
        """What forms are called, by their code."""
        self._names = names

    def read(self) -> None:
        """Read the list again."""
        workplace = self._context.workplace
        self._context.tasks.read(
            lambda _job: list_filings(workplace), done=self._show, failed=self._fail, key="filings.frozen"
        )

    def _say_nothing(self) -> None:
        self.state.show(
            self.tr("Nothing frozen yet"),
            self.tr("Freezing keeps a filing for good, with every record behind every figure."),
            drawing="freeze",
        )

    def _fail(self, failure: Failure) -> None:
        sentence = self._context.word_error(failure.refusal) if failure.refusal else None
        self.state.show(
            sentence.text if sentence else self.tr("The frozen filings could not be read"),
            sentence.remedy if sentence else "",
            drawing="error",
            tone="danger",
            verb=self.tr("Try again"),
            act=self.read,
        )
        self.stack.setCurrentIndex(0)
        self.detail.hide()
        if failure.refusal is None:
            self._context.tasks.failed.emit(failure)

    def _show(self, filings: tuple[FilingInfo, ...]) -> None:
        self._filings = filings
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
        for column in (1, 2, 3):
            self.table.setColumnWidth(
                column, max(self.table.head.width_for(column), self.table.sizeHintForColumn(column) + 8)
            )
        self.table.fill_with(0, least=90)
        self._say_nothing()
        self.stack.setCurrentIndex(1 if filings else 0)
        # Few filings leave their room to what is told of them.
        high = sizes.HEADER + _ROW * max(len(filings), _LEAST_ROWS) + 8
        self.stack.setMaximumHeight(high if filings else _ANY_HEIGHT)
        self.detail.hide()
        self.read_done.emit(filings)
        if filings:
            self.table.selectRow(0)

    def _show_detail(self, row: int) -> None:
        filing = self._filings[row] if 0 <= row < len(self._filings) else None
        self.detail.setVisible(filing is not None)
        if filing is None:
            return
        facts = [
            (self.tr("Frozen"), f"{local_time(filing.frozen_at)} · {filing.frozen_by}"),
            (self.tr("Version"), str(filing.version)),
            (self.tr("SHA-256"), " ".join(filing.sha256[start : start + 16] for start in range(0, 64, 16))),
        ]
        if filing.reason:
            facts.append((self.tr("Reason"), filing.reason))
        self.facts.show_facts(facts)
        before = self._version_before(filing)
        self.compare_button.setVisible(before is not None)
        if before is not None:
            text = self.tr("Compare with version {version}").format(version=before.version)
            self.compare_button.setText(text)
            self.compare_button.setAccessibleName(text)
        self.changes_title.setText(self.tr("Comparing with the records of today…"))
        retone(self.changes_title, "text2")
        self.changes.show([])
        self.changes_table.hide()
        workplace, library, language = self._context.workplace, self._context.library, self._context.language

        def work(_job: object) -> list[Difference]:
            return _differences(changes_since_frozen(workplace, library, filing.id), language)

        self._context.tasks.read(work, done=self._show_changes, key="filings.changes")

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

        def work(_job: object) -> list[Difference]:
            return _differences(compare_frozen(workplace, *ids)[2], language)

        self._context.tasks.read(
            work, done=lambda found: self._show_compared(found, *versions), key="filings.changes"
        )

    def _show_compared(self, found: list[Difference], before: int, after: int) -> None:
        text = self.tr("From version {before} to version {after}: {count} cells")
        self.changes_title.setText(text.format(before=before, after=after, count=len(found)))
        retone(self.changes_title, "text2")
        name = self.tr("Version {version}")
        self._list_changes(found, name.format(version=before), name.format(version=after))

    def _show_changes(self, changes: list[Difference]) -> None:
        if not changes:
            self.changes_title.setText(
                self.tr("Nothing has changed since: it would be filed the same today.")
            )
            retone(self.changes_title, "ok")
            return
        self.changes_title.setText(self.tr("Changed since: {count} cells").format(count=len(changes)))
        retone(self.changes_title, "warn")
        self._list_changes(changes, self.tr("Filed"), self.tr("Now"))

    def _list_changes(self, changes: list[Difference], before: str, after: str) -> None:
        """The places that differ, with both values under *before* and *after*."""
        heads = (Head(self.tr("Place")), Head(before, is_number=True), Head(after, is_number=True))
        self.changes.show(
            [(Cell(f"{one.label}  {one.place}"), Cell(one.filed, "text2"), Cell(one.now)) for one in changes],
            heads,
        )
        for column in (1, 2):
            self.changes_table.setColumnWidth(column, 84)
        self.changes_table.fill_with(0, least=120)
        self.changes_table.setVisible(bool(changes))

    def _export(self) -> None:
        row = self.table.currentIndex().row()
        if 0 <= row < len(self._filings):
            self.export_asked.emit(self._filings[row])

    def _print(self) -> None:
        row = self.table.currentIndex().row()
        if 0 <= row < len(self._filings):
            self.print_asked.emit(self._filings[row])


def _differences(cells: Iterable[CellDifference], language: Language) -> list[Difference]:
    return [
        Difference(
            f"{one.sheet}!{one.address}",
            one.label.in_language(language),
            filed_text(one.filed) or NOTHING,
            filed_text(one.now) or NOTHING,
        )
        for one in cells
    ]
