"""Figures of the incubator from a workbook: entered into the form, to be looked at and saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from crm.domain.wording import counted
from crm.services.own_figures import read_file
from crm.ui.notice import Notice

if TYPE_CHECKING:
    from pathlib import Path

    from crm.domain.period import Period
    from crm.services.own_figures import OwnFiguresFile
    from crm.ui.context import Context
    from crm.ui.forms.form import Form


class OperatorImport(QObject):
    """Asks for a workbook and enters what it has."""

    def __init__(self, context: Context, form: Form) -> None:
        super().__init__()
        self._context = context
        self._form = form

    def ask(self, period: Period) -> None:
        """Ask for the workbook with the figures of *period*."""
        self._context.ask.open_file(
            title=self.tr("Import own figures for {period}").format(
                period=self._context.labels.period(period)
            ),
            filters=self.tr("Workbooks (*.xlsx *.xlsm *.xls *.et *.csv)"),
            folder=self._context.settings.text("imports/folder"),
            chosen=lambda path: self.take_file(path, period),
        )

    def take_file(self, path: Path, period: Period) -> None:
        """Enter the figures of *period* that the workbook has; nothing is saved."""
        library = self._context.library
        self._context.tasks.read(
            lambda _job: read_file(library, path, period),
            done=self._enter,
            key="operator.import",
            title=self.tr("Reading the workbook"),
        )

    def _enter(self, read: OwnFiguresFile) -> None:
        before = self._form.values()
        self._form.enter({one.indicator: one.value for one in read.figures})
        other = sum(before[one.indicator] != one.value for one in read.figures)
        for finding in read.findings:
            code = str(finding.values.get("indicator", ""))
            if code in self._form.rows:
                self._form.rows[code].say("", self._context.word_finding(finding).text)
        self._tell(read, other)

    def _tell(self, read: OwnFiguresFile, other: int) -> None:
        """Say how much was read, what is other than before, and what was left out."""
        findings = [self._context.word_finding(one) for one in read.findings]
        if read.figures:
            text = self.tr(
                'Read {count} {count|figure|figures} from "{sheet}" in {file}: {other} '
                "{other|differs|differ} from before; not saved yet."
            )
            told = counted(text, count=len(read.figures), sheet=read.sheet, file=read.file, other=other)
            skipped = [self._context.word_finding(one) for one in read.findings if "indicator" in one.values]
            more = self.tr("Skipped: {count}. {first}")
            rest = more.format(count=len(skipped), first=skipped[0].text) if skipped else ""
            rest = rest or next((one.text for one in findings), "")
        else:
            told, rest = findings[0].text, findings[0].remedy
        self._context.say(Notice(told, rest, tone="warn" if findings else "ok"))
