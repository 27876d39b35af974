"""The evidence of a tenant: the files of its records, what is missing still; files may be dropped here."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from crm.services.evidence import RecordKey, read_proofs
from crm.ui.deeds.evidence import EvidenceDeeds, Provable
from crm.ui.models.records import Cell, Head, RecordTable
from crm.ui.pages.tenants.record_list import record_text
from crm.ui.table.small import Fit, SmallTable
from crm.ui.theme import tokens as sizes
from crm.ui.widgets.button import Button, Kind
from crm.ui.widgets.scroll import scrolled
from crm.ui.widgets.table import inset
from crm.ui.widgets.text import ground, label

if TYPE_CHECKING:
    from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent

    from crm.services.evidence import HeldFile, Proof
    from crm.services.tenant_file import TenantFile
    from crm.ui.context import Context

_MOST_ROWS = 12
_LEAST_RECORD, _WIDEST_KIND = 360, 440
_KINDS = {"lease": "lease_line"}
"""Kinds that figures call otherwise than forms do."""


class FileRows(SmallTable):
    """The files; Del takes one off."""

    removed = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: D102 - Qt's own
        if event.matches(QKeySequence.StandardKey.Delete):
            self.removed.emit()
        else:
            super().keyPressEvent(event)


class EvidenceTab(QWidget):
    """What proves a tenant's records."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setAcceptDrops(True)
        self._context = context
        self._records: list[Provable] = []
        self._files: tuple[HeldFile, ...] = ()
        self._missing: list[tuple[Provable, Proof]] = []
        self.deeds = EvidenceDeeds(context)
        theme = context.theme
        self.add = Button(theme, self.tr("Add file"), icon="plus", kind=Kind.QUIET)
        self.add.clicked.connect(lambda: self.deeds.ask_file(self._records))
        self.open = Button(theme, icon="file", kind=Kind.QUIET, name=self.tr("Open (Enter)"))
        self.remove = Button(theme, icon="trash", kind=Kind.QUIET, name=self.tr("Remove (Del)"))
        self.remove.clicked.connect(self._remove)
        self.model = RecordTable(theme, self._heads())
        self.table = FileRows(context, self.model, key="tenant.evidence", name=self.tr("Evidence"))
        self.table.opened.connect(self._open)
        self.open.clicked.connect(lambda: self._open(self.table.currentIndex().row()))
        self.table.removed.connect(self._remove)
        heads = (
            Head(self.tr("Record"), key="record"),
            Head(self.tr("Kind of evidence"), key="kind_of_evidence"),
        )
        self.missing_model = RecordTable(theme, heads)
        self.missing = SmallTable(
            context, self.missing_model, key="tenant.missing", name=self.tr("Missing evidence")
        )
        self.missing.opened.connect(self._add_missing)
        self.add_missing = Button(theme, self.tr("Add file"), icon="plus", kind=Kind.QUIET)
        self.add_missing.setAccessibleName(self.tr("Add the missing file"))
        self.add_missing.clicked.connect(lambda: self._add_missing(self.missing.currentIndex().row()))
        self.nothing = label(self.tr("No file yet: add one, or drop it here."), size="small", tone="text3")
        self.complete = label(self.tr("Nothing is missing."), size="small", tone="ok")
        self._lay_out()

    def _heads(self) -> tuple[Head, ...]:
        titles = (self.tr("Record"), self.tr("Kind of evidence"), self.tr("File"), self.tr("Period"))
        return (*map(Head, titles), Head(self.tr("Added on"), key="added_on"))

    def _lay_out(self) -> None:
        body = ground("bg")
        column = QVBoxLayout(body)
        column.setContentsMargins(sizes.MARGIN, sizes.MARGIN, sizes.MARGIN, sizes.MARGIN)
        column.setSpacing(12)
        self._listed, self._lacking = inset(self.table), inset(self.missing)
        self.count, self.missing_count = (label(size="small", tone="text3") for _ in range(2))
        column.addWidget(
            _card(
                (label(self.tr("Evidence"), size="strong"), self.count),
                (self.open, self.remove, self.add),
                (self._listed, self.nothing),
            )
        )
        column.addWidget(
            _card(
                (label(self.tr("Missing evidence"), size="strong"), self.missing_count),
                (self.add_missing,),
                (self._lacking, self.complete),
            )
        )
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled(body))

    # ---------------------------------------------------------------- showing

    def show_file(self, file: TenantFile, files: tuple[HeldFile, ...]) -> None:
        """Show a tenant's evidence."""
        self._records = self._provable(file)
        self._show(files)

    def _provable(self, file: TenantFile) -> list[Provable]:
        """The tenant itself, and its records of kinds that something proves."""
        context = self._context
        kinds = {proof.kind for proof in read_proofs(context.library).values()}
        records = [Provable(RecordKey("tenant", file.profile.line.id), file.profile.line.name)]
        for code, lines in file.records.items():
            kind = context.library.records[code]
            if _KINDS.get(code, code) not in kinds:
                continue
            for line in lines:
                codes = dict.fromkeys((kind.title, kind.sort))  # the day tells records of one title apart
                told = [record_text(context, kind.fields[one], line, one) for one in codes]
                name = "  ".join((kind.label.in_language(context.language), *filter(None, told)))
                records.append(Provable(RecordKey(_KINDS.get(code, code), line.id), name))
        return records

    def _show(self, files: tuple[HeldFile, ...]) -> None:
        self._files = files
        proofs = read_proofs(self._context.library)
        language = self._context.language
        names = {record.key: record.name for record in self._records}
        self.model.show(
            [
                (
                    Cell(names.get(RecordKey(one.kind, one.record_id), "")),
                    Cell(proofs[one.proof].name.in_language(language) if one.proof in proofs else one.proof),
                    Cell(one.name, "accent"),
                    Cell("" if one.period is None else self._context.labels.period(one.period)),
                    Cell(one.added_on, "text2"),
                )
                for one in files
            ]
        )
        held = {(one.kind, one.record_id, one.proof) for one in files}
        self._missing = [
            (record, proof)
            for record in self._records
            for proof in proofs.values()
            if proof.serves(record.key.kind, "")
            and not proof.optional
            and (record.key.kind, record.key.id, proof.code) not in held
        ]
        self.missing_model.show(
            [
                (Cell(record.name), Cell(proof.name.in_language(language), "warn"))
                for record, proof in self._missing
            ]
        )
        self._follow()

    def _follow(self) -> None:
        """Heights, counts and buttons after what there is."""
        files, missing = len(self._files), len(self._missing)
        self.count.setText(str(files or ""))
        self.missing_count.setText(str(missing or ""))
        for part in (self._listed, self.open, self.remove):
            part.setVisible(bool(files))
        self.nothing.setVisible(not files)
        for other in (self._lacking, self.add_missing):
            other.setVisible(bool(missing))
        self.complete.setVisible(not missing)
        wide = Fit(room=_LEAST_RECORD, most=_WIDEST_KIND, yields=(1,))
        for table, rows, fit in (
            (self.table, files, Fit(most=300, yields=(2, 1))),
            (self.missing, missing, wide),
        ):
            table.fit_rows(_MOST_ROWS)
            table.fit_columns(fit)
            if rows:
                table.selectRow(0)

    # ---------------------------------------------------------------- working

    def _open(self, row: int) -> None:
        if 0 <= row < len(self._files):
            self.deeds.open(self._files[row].id)

    def _remove(self) -> None:
        row = self.table.currentIndex().row()
        if 0 <= row < len(self._files):
            self.deeds.remove(self._files[row].id, self._files[row].name)

    def _add_missing(self, row: int) -> None:
        if 0 <= row < len(self._missing):
            record, proof = self._missing[row]
            self.deeds.ask_file([record], proof=proof.code)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: D102 - Qt's own
        if _dropped(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: D102 - Qt's own
        path = _dropped(event)
        if path is not None and self._records:
            event.acceptProposedAction()
            self.deeds.ask_what(path, self._records)


def _dropped(event: QDropEvent) -> Path | None:
    """The one file that is dropped; None for anything else."""
    urls = event.mimeData().urls()
    path = Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None
    return path if path is not None and path.is_file() else None


def _card(title: tuple[QWidget, ...], buttons: tuple[QWidget, ...], parts: tuple[QWidget, ...]) -> QFrame:
    card = QFrame()
    card.setProperty("ground", "card")
    head = QHBoxLayout()
    head.setContentsMargins(sizes.MARGIN, 0, 8, 0)
    head.setSpacing(8)
    for part in title:
        head.addWidget(part)
    head.addStretch(1)
    for part in buttons:
        head.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
    column = QVBoxLayout(card)
    column.setContentsMargins(1, 6, 1, 6)
    column.setSpacing(4)
    column.addLayout(head)
    for part in parts:
        if not isinstance(part, QFrame) or part.property("rank"):
            part.setContentsMargins(sizes.MARGIN, 0, sizes.MARGIN, 0)
        column.addWidget(part)
    return card
