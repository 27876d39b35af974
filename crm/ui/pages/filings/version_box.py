"""A frozen version: its state and signatures, the fingerprints, and the stamped scan with what is done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from crm.domain.wording import counted
from crm.services.moment import local_time
from crm.services.scans import attach_scan, export_scan, list_scans
from crm.ui.ask import Question, Sheet
from crm.ui.saved import tell_saved
from crm.ui.widgets.button import Button
from crm.ui.widgets.facts import Facts
from crm.ui.widgets.form import FormField

if TYPE_CHECKING:
    from pathlib import Path

    from crm.domain.changes import Changes
    from crm.services.approval import VersionChain
    from crm.services.scans import Scan
    from crm.ui.context import Context

_SHORT = 12


class ReasonSheet(Sheet):
    """Asks for a reason, which is needed."""

    def __init__(self, caption: str, refusal: str) -> None:
        super().__init__()
        self._refusal = refusal
        self.box = QPlainTextEdit()
        self.box.setTabChangesFocus(True)
        self.box.setFixedHeight(72)
        self.reason = FormField(caption, self.box, required=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.reason)

    def first_entry(self) -> QWidget:
        """The reason."""
        return self.box

    def check(self) -> bool:
        """Whether there is one."""
        silent = not self.box.toPlainText().strip()
        self.reason.refuse(self._refusal if silent else "")
        return not silent


class VersionBox(QWidget):
    """What is known of the chosen version."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._chain: VersionChain | None = None
        self._scans: tuple[Scan, ...] = ()
        self.facts = Facts()
        self.attach = Button(context.theme, self.tr("Attach the scan"), icon="file")
        self.attach.clicked.connect(self._ask_file)
        self.save = Button(context.theme, self.tr("Save the scan"), icon="export")
        self.save.clicked.connect(self._ask_where)
        row = QHBoxLayout()
        row.addWidget(self.attach)
        row.addWidget(self.save)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.facts)
        column.addLayout(row)

    def take(self, chain: VersionChain) -> None:
        """Tell of another version."""
        self._chain, self._scans = chain, ()
        self._show()
        workplace, filing = self._context.workplace, chain.filing.id
        self._context.tasks.read(
            lambda _job: list_scans(workplace, filing), done=self._take_scans, key="filings.scans"
        )

    def _take_scans(self, scans: tuple[Scan, ...]) -> None:
        self._scans = scans
        self._show()

    def _show(self) -> None:
        chain = self._chain
        if chain is None:
            return
        info = chain.filing
        facts = [
            (self.tr("Frozen"), f"{local_time(info.frozen_at)} · {info.frozen_by}"),
            (self.tr("Approved"), self._approval(chain)),
            (self.tr("Fingerprint"), chain.fingerprint[:_SHORT]),
            (self.tr("SHA-256"), " ".join(info.sha256[start : start + 16] for start in range(0, 64, 16))),
        ]
        if info.changed_cells is not None:
            text = self.tr("version {version}, {count} {count|cell|cells}")
            facts.append(
                (self.tr("Amends"), counted(text, version=info.version - 1, count=info.changed_cells))
            )
        if info.reason:
            facts.append((self.tr("Reason"), info.reason))
        facts.append((self.tr("Stamped scan"), self._scan_text()))
        self.facts.show_facts(facts)
        self.attach.setText(self.tr("Replace the scan") if self._scans else self.tr("Attach the scan"))
        self.attach.setAccessibleName(self.attach.text())
        self.save.setVisible(bool(self._scans))

    def _approval(self, chain: VersionChain) -> str:
        """Who signed, each with how; or that nobody has."""
        labels = self._context.labels
        if not chain.is_approved:
            return self.tr("Frozen without approval")
        paper = self.tr("{name} (on paper)")
        signed = [
            f"{labels.term('filing_step', step.kind.value)} "
            + (paper.format(name=step.name) if step.on_paper else step.name)
            for step in chain.signed
        ]
        return "\n".join(signed)

    def _scan_text(self) -> str:
        if not self._scans:
            return self.tr("none attached")
        scan = self._scans[0]
        text = self.tr("{name}, {size} KB, {day}")
        return text.format(name=scan.name, size=f"{-(-scan.size // 1024):,}", day=local_time(scan.at)[:10])

    def _ask_file(self) -> None:
        """Which file; in place of an earlier one, why."""
        self._context.ask.open_file(
            title=self.tr("The signed and stamped page"),
            filters=self.tr("Scans (*.pdf *.jpg *.jpeg *.png)"),
            folder="",
            chosen=self._chosen,
        )

    def _chosen(self, path: Path) -> None:
        if not self._scans:
            self._attach(path, "")
            return
        sheet = ReasonSheet(self.tr("Reason for replacing it"), self.tr("Explain why the scan is replaced."))
        question = Question(
            self.tr("Replace the scan"),
            self.tr("The earlier scan is kept and listed in the history."),
            self.tr("Replace"),
        )
        self._context.ask.facts(question, sheet, taken=lambda: self._attach(path, sheet.box.toPlainText()))

    def _attach(self, path: Path, reason: str) -> None:
        chain, workplace = self._chain, self._context.workplace
        if chain is None:
            return
        filing = chain.filing.id

        def work(_job: object) -> list[Changes]:
            return [attach_scan(workplace, filing, path, reason=reason)]

        self._context.write(
            work, title=self.tr("Attaching the scan"), told=self.tr("The scan is kept with this version.")
        )

    def _ask_where(self) -> None:
        if not self._scans:
            return
        scan, workplace = self._scans[0], self._context.workplace

        def save(path: Path) -> None:
            self._context.tasks.read(
                lambda _job: export_scan(workplace, scan, path),
                done=lambda written: tell_saved(self._context, written),
                title=self.tr("Saving the scan"),
            )

        self._context.ask.save_file(
            title=self.tr("Save the scan"), filters=f"*.{scan.kind}", proposed=scan.name, chosen=save
        )
