"""What is done with a built filing: exported as a workbook, or frozen for good."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from crm.domain.finding import Severity
from crm.domain.wording import counted
from crm.services.appearance import look_of_frozen
from crm.services.approval import FilingState, frozen_readiness, read_chain, read_progress
from crm.services.filed_reasons import filed_reasons
from crm.services.filings import export_filing
from crm.services.freezing import freeze_filing
from crm.services.frozen_filings import export_frozen, read_frozen
from crm.services.year_on_year_text import export_changes_beside, export_filed_changes_beside
from crm.ui.ask import Question, Sheet
from crm.ui.pages.filings.cover import make_cover, with_reasons
from crm.ui.pages.filings.freeze_sheet import FreezeSheet
from crm.ui.saved import tell_saved

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from crm.domain.changes import Changes
    from crm.services.appearance import WorkbookLook
    from crm.services.approval import Progress
    from crm.services.filings import BuiltFiling, Exported
    from crm.services.frozen_filings import FilingInfo
    from crm.ui.context import Context
    from crm.ui.pages.filings.checks import ChecksPanel
    from crm.ui.tasks import Job


class FilingDeeds(QObject):
    """Asks for what a deed needs and does it."""

    frozen = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context

    def ask_where(self, filing: BuiltFiling) -> None:
        """Where to export a filing to, then export it; one with errors once that is confirmed."""
        errors = len(filing.of_severity(Severity.ERROR))
        if not errors:
            self._ask_where(filing)
            return
        text = self.tr(
            "The checks found {count} {count|error|errors}. The exported workbook will contain them "
            "as they are."
        )
        question = Question(
            self.tr("Export a filing with errors"),
            counted(text, count=errors),
            self.tr("Export anyway"),
            is_grave=True,
        )
        self._context.ask.facts(question, Sheet(), taken=lambda: self._ask_where(filing))

    def _ask_where(self, filing: BuiltFiling) -> None:
        built = filing.built
        name = f"{built.name.in_language(self._context.language)}_{built.period.code}.xlsx"
        self._context.ask.save_file(
            title=self.tr("Export the filing"),
            filters=self.tr("Excel workbook (*.xlsx);;Excel 97-2003 workbook (*.xls)"),
            proposed=name,
            chosen=lambda path: self._export(
                lambda: export_filing(filing, path),
                lambda: export_changes_beside(
                    self._context.workplace, self._context.library, filing, path, self._context.language
                ),
            ),
        )

    def ask_where_again(self, info: FilingInfo, *, form: str) -> None:
        """Where to export a frozen filing of *form* to, then export it as it was filed."""
        workplace = self._context.workplace
        name = f"{form}_{info.period.code}_v{info.version}.xlsx"
        self._context.ask.save_file(
            title=self.tr("Export the frozen filing"),
            filters=self.tr("Excel workbook (*.xlsx);;Excel 97-2003 workbook (*.xls)"),
            proposed=name,
            chosen=lambda path: self._export(
                lambda: export_frozen(workplace, info.id, path),
                lambda: export_filed_changes_beside(
                    workplace, self._context.library, info, path, self._context.language
                ),
            ),
        )

    def _export(self, export: Callable[[], Exported], beside: Callable[[], Path | None]) -> None:
        """Write a workbook, and *beside* it what was written about changes."""

        def done(written: tuple[Exported, Path | None]) -> None:
            exported, changes = written
            told = ""
            if changes is not None:
                text = self.tr("Saved as {file}; the explanation of changes is saved beside it.")
                told = text.format(file=exported.path.name)
            tell_saved(self._context, exported.path, told=told)

        self._context.tasks.read(lambda _job: (export(), beside()), done=done, title=self.tr("Exporting"))

    def print_filing(self, filing: BuiltFiling, look: WorkbookLook) -> None:
        """Preview the pages of a built filing."""
        from crm.ui.printing.documents import WorkbookDocument
        from crm.ui.printing.printing import print_workbook

        context, built = self._context, filing.built
        name = f"{built.name.in_language(context.language)}_{built.period.code}"

        def work(_job: Job) -> WorkbookDocument:
            progress = read_progress(context.workplace, filing)
            cover = make_cover(
                context,
                built,
                version=progress.version,
                state=progress.standing.state,
                fingerprint=progress.fingerprint,
                steps=() if progress.standing.state is FilingState.DRAFT else progress.standing.steps,
                ready=progress.readiness,
            )
            return WorkbookDocument(name, look, cover)

        print_workbook(context, work)

    def print_frozen(self, info: FilingInfo, *, form: str) -> None:
        """Preview the pages of a frozen filing of *form* as it was filed."""
        from crm.ui.printing.documents import WorkbookDocument
        from crm.ui.printing.printing import print_workbook

        context = self._context
        name = f"{form}_{info.period.code}_v{info.version}"

        def work(_job: Job) -> WorkbookDocument:
            chain, built = read_chain(context.workplace, info.id), read_frozen(context.workplace, info.id)
            cover = make_cover(
                context,
                built,
                version=info.version,
                state=chain.state,
                fingerprint=chain.fingerprint,
                steps=chain.signed,
                ready=frozen_readiness(built)[0],
                reason=info.reason,
            )
            reasons = filed_reasons(context.workplace, context.library, info.id, context.language)
            look = look_of_frozen(context.workplace, info.id)
            return WorkbookDocument(name, look, with_reasons(cover, reasons))

        print_workbook(context, work)

    def ask_freeze(self, filing: BuiltFiling, checks: ChecksPanel, progress: Progress | None) -> None:
        """A reason where one is needed, then freeze the filing with the explanations written in *checks*."""
        sheet = FreezeSheet(
            errors=len(checks.errors),
            unexplained=len(checks.unexplained),
            approved=progress is not None and progress.standing.state is FilingState.APPROVED,
            amends=0 if progress is None or progress.amends is None else progress.amends.version,
            changed=0 if progress is None else len(progress.amended),
        )
        name = filing.built.name.in_language(self._context.language)
        question = Question(
            self.tr("Freeze the filing"),
            self.tr(
                "{form}, {period}: its cells, records and workbook are kept permanently as they are now."
            ).format(form=name, period=self._context.labels.period(filing.built.period)),
            self.tr("Freeze"),
        )

        def taken() -> None:
            self.freeze(filing, reason=sheet.box.toPlainText(), explanations=dict(checks.explanations))

        self._context.ask.facts(question, sheet, taken=taken)

    def freeze(self, filing: BuiltFiling, *, reason: str, explanations: Mapping[str, str]) -> None:
        """Freeze *filing*."""
        context = self._context

        def work(_job: Job) -> list[Changes]:
            return [
                freeze_filing(
                    context.workplace, context.library, filing, reason=reason, explanations=explanations
                )
            ]

        told = self.tr("{form} for {period} is frozen.").format(
            form=filing.built.name.in_language(context.language),
            period=context.labels.period(filing.built.period),
        )
        context.write(work, title=self.tr("Freezing"), told=told, after=self.frozen.emit)
