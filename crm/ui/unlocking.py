"""Figures that a frozen filing stands on: the reason without which they are not written."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout

from crm.ui.ask import Question, Sheet
from crm.ui.widgets.form import FormField

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from crm.ui.ask import Ask
    from crm.ui.tasks import Failure

LOCKED = "period-locked"
"""The code of what a write without a reason is refused with."""


class Unlocking(NamedTuple):
    """What is asked: which filings stand on the figures, and the verb of what is done to them."""

    text: str
    verb: str


class ReasonSheet(Sheet):
    """Asks for the reason."""

    def __init__(self) -> None:
        super().__init__()
        self.box = QPlainTextEdit()
        self.box.setTabChangesFocus(True)
        self.box.setFixedHeight(72)
        self.reason = FormField(self.tr("Reason"), self.box, required=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.reason)

    def first_entry(self) -> QWidget:
        """The reason."""
        return self.box

    def check(self) -> bool:
        """Whether there is one."""
        is_given = bool(self.box.toPlainText().strip())
        why = self.tr("Explain why filed figures are corrected; the reason is kept in the history.")
        self.reason.refuse("" if is_given else why)
        return is_given


def ask_reason(ask: Ask, unlocking: Unlocking, *, taken: Callable[[str], None]) -> None:
    """Ask for the reason, and go on with it; nothing happens where there is none."""
    sheet = ReasonSheet()
    title = QCoreApplication.translate("Unlocking", "Correct figures that were filed")
    question = Question(title, unlocking.text, unlocking.verb)
    ask.facts(question, sheet, taken=lambda: taken(sheet.box.toPlainText().strip()))


def is_locked(failure: Failure) -> bool:
    """Whether a write was refused for want of a reason."""
    return failure.refusal is not None and failure.refusal.code == LOCKED
