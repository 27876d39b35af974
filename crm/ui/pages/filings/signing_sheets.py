"""What is asked before a filing is handed over or signed: the name, the way, and what is written with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QVBoxLayout

from crm.services.approval import FilingState, StepKind, is_same_person
from crm.ui.ask import Sheet
from crm.ui.widgets.form import ChoiceBox, FormField
from crm.ui.widgets.text import label

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QWidget

    from crm.services.approval import Progress
    from crm.ui.theme.theme import Theme

_HERE, _PAPER = "here", "paper"


def _text_box() -> QPlainTextEdit:
    box = QPlainTextEdit()
    box.setTabChangesFocus(True)
    box.setFixedHeight(60)
    return box


class SubmitSheet(Sheet):
    """Who filled the filing in; a reason where errors or unexplained warnings are left."""

    def __init__(self, progress: Progress, *, name: str, errors: int, unexplained: int) -> None:
        super().__init__()
        self._needed = bool(errors or unexplained)
        self.name = QLineEdit(name)
        self.name_field = FormField(self.tr("Prepared by"), self.name, required=True)
        self.box = _text_box()
        self.reason = FormField(self.tr("Explanation"), self.box, required=self._needed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for count, text, tone in (
            (errors, self.tr("Errors found by the checks: {count}"), "danger"),
            (unexplained, self.tr("Warnings without an explanation: {count}"), "warn"),
            (len(progress.readiness.lacking), self.tr("Tenants with missing figures: {count}"), "warn"),
        ):
            if count:
                column.addWidget(label(text.format(count=count), tone=tone, wrap=True))
        column.addWidget(self.name_field)
        column.addWidget(self.reason)

    def first_entry(self) -> QWidget:
        """The name, or what has to be written."""
        return self.box if self.name.text().strip() else self.name

    def check(self) -> bool:
        """Whether there is a name, and a reason where one is needed."""
        nameless = not self.name.text().strip()
        silent = self._needed and not self.box.toPlainText().strip()
        self.name_field.refuse(self.tr("Enter the preparer.") if nameless else "")
        self.reason.refuse(self.tr("Explain why it is submitted as it is.") if silent else "")
        return not nameless and not silent


class SignSheet(Sheet):
    """Checked, approved or returned; by whom; in the program or on the print."""

    def __init__(self, theme: Theme, progress: Progress, *, names: Mapping[StepKind, str], user: str) -> None:
        super().__init__()
        self._names = names
        state = progress.standing.state
        filled = progress.standing.step(StepKind.SUBMITTED)
        self._filler = "" if filled is None else filled.name
        is_own = filled is not None and filled.by == user
        self.step = ChoiceBox(theme, name=self.tr("Step"))
        self.step.show_choices(self._steps(state))
        self.step.currentIndexChanged.connect(lambda _place: self._propose())
        self.name = QLineEdit()
        self.name_field = FormField(self.tr("Signed by"), self.name, required=True)
        self.way = ChoiceBox(theme, name=self.tr("How it was signed"))
        self.way.show_choices([(_HERE, self.tr("In this program")), (_PAPER, self.tr("On the printout"))])
        self.way.choose(_PAPER if is_own else _HERE)
        self.hint = label(size="small", tone="text2", wrap=True)
        self.hint.setText(
            self.tr(
                "You submitted this filing yourself. Have the responsible person approve it under "
                "their own login, or have the printout signed and enter the signer here."
            )
        )
        self.hint.setVisible(is_own)
        self.box = _text_box()
        self.note = FormField(self.tr("Note"), self.box)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.hint)
        column.addWidget(FormField(self.step.accessibleName(), self.step))
        column.addWidget(self.name_field)
        column.addWidget(FormField(self.way.accessibleName(), self.way))
        column.addWidget(self.note)
        self._propose()

    def _steps(self, state: FilingState) -> list[tuple[str, str]]:
        """What can be done now, what is likeliest first."""
        steps = [
            (StepKind.APPROVED.value, self.tr("Approve (responsible person)")),
            (StepKind.CHECKED.value, self.tr("Check (reviewer)")),
            (StepKind.RETURNED.value, self.tr("Return")),
        ]
        if state is FilingState.APPROVED:
            return steps[2:]
        return steps if state is FilingState.SUBMITTED else [steps[0], steps[2]]

    @property
    def kind(self) -> StepKind:
        """What is done."""
        return StepKind(self.step.key)

    @property
    def is_on_paper(self) -> bool:
        """Whether the signature stands on the print."""
        return self.way.key == _PAPER

    def _propose(self) -> None:
        """Propose who usually does this."""
        returns = self.kind is StepKind.RETURNED
        self.name.setText(self._names.get(self.kind, ""))
        self.way.setEnabled(not returns)
        self.note.set_caption(self.tr("Reason") if returns else self.tr("Note"), required=returns)

    def first_entry(self) -> QWidget:
        """The name."""
        return self.name

    def check(self) -> bool:
        """Whether somebody else signs, and a reason is there where it is returned."""
        name = self.name.text().strip()
        said = ""
        if not name:
            said = self.tr("Enter the name of the signer.")
        elif is_same_person(name, self._filler) and self.kind is not StepKind.RETURNED:
            said = self.tr("The preparer cannot sign this as well.")
        silent = self.kind is StepKind.RETURNED and not self.box.toPlainText().strip()
        self.name_field.refuse(said)
        self.note.refuse(self.tr("Explain what has to be changed.") if silent else "")
        return not said and not silent
