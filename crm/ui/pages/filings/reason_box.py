"""The explanations of changes (说明) frozen with a version, to be read only; or what two versions word differently."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm.services.filed_reasons import compare_reasons, filed_reasons
from crm.ui.labels import NOTHING
from crm.ui.widgets.facts import empty
from crm.ui.widgets.text import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm.services.filed_reasons import FiledReason, ReasonDifference
    from crm.ui.context import Context


class ReasonBox(QWidget):
    """A heading, and below it figure by figure what was written."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.title = label(size="strong", wrap=True)
        self._lines = QVBoxLayout()
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(4)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.title)
        column.addLayout(self._lines)
        self.hide()

    def take(self, filing_id: int) -> None:
        """Read what was frozen with a filing and show it."""
        context = self._context
        self.hide()
        context.tasks.read(
            lambda _job: filed_reasons(context.workplace, context.library, filing_id, context.language),
            done=self._show_filed,
            key="filings.reasons",
        )

    def compare(self, before: tuple[int, int], after: tuple[int, int]) -> None:
        """Read what two filings, each its number and version, word differently and show it."""
        context = self._context
        self.hide()
        context.tasks.read(
            lambda _job: compare_reasons(
                context.workplace, context.library, before[0], after[0], context.language
            ),
            done=lambda found: self._show_compared(found, before[1], after[1]),
            key="filings.reasons",
        )

    def _show_filed(self, reasons: tuple[FiledReason, ...]) -> None:
        self.title.setText(self.tr("Explanations of changes, as frozen: {count}").format(count=len(reasons)))
        by = self.tr("{name}, written by {who}")
        blocks = [(by.format(name=one.name, who=one.written_by), (one.text,)) for one in reasons]
        self._show(blocks)

    def _show_compared(self, found: tuple[ReasonDifference, ...], before: int, after: int) -> None:
        text = self.tr("Explanations of changes worded differently: {count}")
        self.title.setText(text.format(count=len(found)))
        line = self.tr("Version {version}: {text}")
        self._show(
            [
                (
                    one.name,
                    (
                        line.format(version=before, text=one.before or NOTHING),
                        line.format(version=after, text=one.after or NOTHING),
                    ),
                )
                for one in found
            ]
        )

    def _show(self, blocks: Sequence[tuple[str, tuple[str, ...]]]) -> None:
        empty(self._lines)
        for heading, texts in blocks:
            self._lines.addWidget(label(heading, size="caption", tone="text2", wrap=True))
            for text in texts:
                self._lines.addWidget(label(text, size="small", wrap=True, selectable=True))
        self.setVisible(bool(blocks))
