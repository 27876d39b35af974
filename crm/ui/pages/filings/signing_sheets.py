"""What is asked before a filing is handed over or signed: the name, the way, and what is written with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QButtonGroup, QCheckBox, QLineEdit, QPlainTextEdit, QRadioButton, QVBoxLayout

from crm.services.approval import FilingState, StepKind
from crm.ui.ask import Sheet
from crm.ui.widgets.form import FormField
from crm.ui.widgets.text import label

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QWidget

    from crm.services.approval import Progress


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
        self.name_field = FormField(self.tr("Filled in by"), self.name, required=True)
        self.box = _text_box()
        self.reason = FormField(self.tr("Explanation"), self.box, required=self._needed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for count, text, tone in (
            (errors, self.tr("Errors found by the checks: {count}"), "danger"),
            (unexplained, self.tr("Warnings without an explanation: {count}"), "warn"),
            (len(progress.readiness.lacking), self.tr("Enterprises with figures to report: {count}"), "warn"),
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
        self.name_field.refuse(self.tr("Enter who filled it in.") if nameless else "")
        self.reason.refuse(self.tr("Say why it is submitted as it is.") if silent else "")
        return not nameless and not silent


class SignSheet(Sheet):
    """Checked, approved or returned; by whom; in the program or on the print."""

    def __init__(self, progress: Progress, *, names: Mapping[StepKind, str], user: str) -> None:
        super().__init__()
        self._names = names
        state = progress.standing.state
        filled = progress.standing.step(StepKind.SUBMITTED)
        self._filler = "" if filled is None else filled.name
        self.choices = {
            StepKind.CHECKED: QRadioButton(self.tr("Checked (reviewer)")),
            StepKind.APPROVED: QRadioButton(self.tr("Approved (responsible person)")),
            StepKind.RETURNED: QRadioButton(self.tr("Return it")),
        }
        self._group = QButtonGroup(self)
        self.name = QLineEdit()
        self.name_field = FormField(self.tr("Signed by"), self.name, required=True)
        self.on_paper = QCheckBox(self.tr("Signed on the print"))
        is_own = filled is not None and filled.by == user
        self.hint = label(size="small", tone="text2", wrap=True)
        self.hint.setText(
            self.tr(
                "You have submitted this filing yourself. Let the responsible person approve it under their own login, "
                "or have the print signed and enter here who signed it."
            )
        )
        self.hint.setVisible(is_own)
        self.on_paper.setChecked(is_own)
        self.box = _text_box()
        self.note = FormField(self.tr("Note"), self.box)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.hint)
        for button in self.choices.values():
            self._group.addButton(button)
            column.addWidget(button)
        for part in (self.name_field, self.on_paper, self.note):
            column.addWidget(part)
        self.choices[StepKind.CHECKED].setEnabled(state is FilingState.SUBMITTED)
        self.choices[StepKind.APPROVED].setEnabled(state is not FilingState.APPROVED)
        self._group.buttonToggled.connect(self._choose)
        first = StepKind.RETURNED if state is FilingState.APPROVED else StepKind.APPROVED
        self.choices[first].setChecked(True)

    @property
    def kind(self) -> StepKind:
        """What is done."""
        return next(kind for kind, button in self.choices.items() if button.isChecked())

    def _choose(self, *_: object) -> None:
        """Propose who usually does this."""
        kind = next((kind for kind, button in self.choices.items() if button.isChecked()), None)
        if kind is None:
            return
        self.name.setText(self._names.get(kind, ""))
        self.on_paper.setEnabled(kind is not StepKind.RETURNED)
        self.note.set_caption(
            self.tr("Why") if kind is StepKind.RETURNED else self.tr("Note"),
            required=kind is StepKind.RETURNED,
        )

    def first_entry(self) -> QWidget:
        """The name."""
        return self.name

    def check(self) -> bool:
        """Whether somebody else signs, and a reason is there where it is returned."""
        name = self.name.text().strip()
        said = ""
        if not name:
            said = self.tr("Enter who signs.")
        elif name == self._filler and self.kind is not StepKind.RETURNED:
            said = self.tr("Who filled it in cannot sign this too.")
        silent = self.kind is StepKind.RETURNED and not self.box.toPlainText().strip()
        self.name_field.refuse(said)
        self.note.refuse(self.tr("Say what has to be changed.") if silent else "")
        return not said and not silent
