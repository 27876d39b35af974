"""Hands a filing over, has it checked, approved or returned: asks for what the step needs and takes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from crm.services.approval import StepKind, return_filing, sign_filing, submit_filing
from crm.ui.ask import Question
from crm.ui.pages.filings.signing_sheets import SignSheet, SubmitSheet

if TYPE_CHECKING:
    from collections.abc import Callable

    from crm.domain.changes import Changes
    from crm.services.approval import Progress
    from crm.services.filings import BuiltFiling
    from crm.ui.context import Context
    from crm.ui.pages.filings.checks import ChecksPanel


class SigningDeeds(QObject):
    """The steps of a built filing."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context

    def ask_submit(self, filing: BuiltFiling, progress: Progress, checks: ChecksPanel) -> None:
        """Who filled it in, then hand it over with the explanations written in *checks*."""
        sheet = SubmitSheet(
            progress,
            name=filing.built.particulars.preparer or self._context.workplace.user,
            errors=len(checks.errors),
            unexplained=len(checks.unexplained),
        )
        question = Question(
            self.tr("Submit for approval"),
            self.tr(
                "{filing}: submitted as it is now. If a figure changes, it becomes a draft again."
            ).format(filing=self._name(filing)),
            self.tr("Submit"),
        )
        workplace, library = self._context.workplace, self._context.library
        explanations = dict(checks.explanations)

        told = self.tr("{filing} is submitted.").format(filing=self._name(filing))

        def taken() -> None:
            # Read here: the sheet is gone by the time the writer comes to it.
            name, reason = sheet.name.text(), sheet.box.toPlainText()

            def submit() -> Changes:
                return submit_filing(
                    workplace, library, filing, name=name, reason=reason, explanations=explanations
                )

            self._write(submit, told)

        self._context.ask.facts(question, sheet, taken=taken)

    def ask_sign(self, filing: BuiltFiling, progress: Progress) -> None:
        """Checked, approved or returned, and by whom; then take the step."""
        particulars = filing.built.particulars
        workplace, library = self._context.workplace, self._context.library
        names = {
            StepKind.CHECKED: particulars.reviewer,
            StepKind.APPROVED: particulars.responsible,
            StepKind.RETURNED: workplace.user,
        }
        sheet = SignSheet(self._context.theme, progress, names=names, user=workplace.user)
        question = Question(
            self.tr("Check and approve"),
            self.tr("{filing}, prepared by {name}").format(
                filing=self._name(filing), name=progress.standing.steps[0].name
            ),
            self.tr("Sign"),
        )

        told = self.tr("{filing}: the signature has been entered.").format(filing=self._name(filing))

        def taken() -> None:
            kind, name = sheet.kind, sheet.name.text()
            note, on_paper = sheet.box.toPlainText(), sheet.is_on_paper

            def sign() -> Changes:
                if kind is StepKind.RETURNED:
                    return return_filing(workplace, filing, name=name, reason=note)
                return sign_filing(workplace, library, filing, kind, name=name, on_paper=on_paper, note=note)

            self._write(sign, told)

        self._context.ask.facts(question, sheet, taken=taken)

    def _write(self, take: Callable[[], Changes], told: str) -> None:
        self._context.write(lambda _job: [take()], title=self.tr("Signing"), told=told)

    def _name(self, filing: BuiltFiling) -> str:
        built = filing.built
        text = self.tr("{form}, {period}")
        return text.format(
            form=built.name.in_language(self._context.language),
            period=self._context.labels.period(built.period),
        )
