"""Before a filing is frozen: what stands in the way, and the reason to do it all the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout

from crm.domain.wording import counted
from crm.ui.ask import Sheet
from crm.ui.widgets.form import FormField
from crm.ui.widgets.text import label

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class FreezeSheet(Sheet):
    """Asks for a reason, which errors, unexplained warnings, a missing approval and an amendment demand.

    *amends* is the version that is frozen already (0 where none is), *changed* how many cells are another now.
    """

    def __init__(
        self, *, errors: int, unexplained: int, approved: bool, amends: int = 0, changed: int = 0
    ) -> None:
        super().__init__()
        self._needed = bool(errors or unexplained or amends or not approved)
        self.box = QPlainTextEdit()
        self.box.setTabChangesFocus(True)
        self.box.setFixedHeight(72)
        self.reason = FormField(self.tr("Reason"), self.box, required=self._needed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        if errors:
            text = self.tr("Errors found by the checks: {count}").format(count=errors)
            column.addWidget(label(text, tone="danger", wrap=True))
        if unexplained:
            text = self.tr("Warnings without an explanation: {count}").format(count=unexplained)
            column.addWidget(label(text, tone="warn", wrap=True))
        if not approved:
            text = self.tr(
                "It has not been approved yet. It can be frozen unapproved, and this will be "
                "recorded with it."
            )
            column.addWidget(label(text, tone="warn", wrap=True))
        if amends:
            text = self.tr(
                "It amends version {version}: {count} {count|cell differs|cells differ}. Explain "
                "what was corrected and why."
            )
            column.addWidget(label(counted(text, version=amends, count=changed), wrap=True))
        column.addWidget(self.reason)

    def first_entry(self) -> QWidget:
        """The reason."""
        return self.box

    def check(self) -> bool:
        """Whether a reason stands where one is needed."""
        missing = self._needed and not self.box.toPlainText().strip()
        self.reason.refuse(self.tr("Explain why it is frozen as it is.") if missing else "")
        return not missing
