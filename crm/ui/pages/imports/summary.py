"""What an import has done, as its last step tells it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from crm.ui.pages.imports.done_step import Summary
from crm.ui.widgets.facts import KeyFigure

if TYPE_CHECKING:
    from crm.ui.pages.imports.found import Checked, Outcome


def summarise(outcome: Outcome, checked: Checked | None, *, is_undone: bool) -> Summary:
    """What was done, in figures and sentences."""
    translate = QCoreApplication.translate
    prepared = outcome.preview.prepared
    counts = prepared.counts
    figures = tuple(
        KeyFigure(caption, f"{number:,}")
        for caption, number in (
            (translate("ImportSummary", "Rows in the file"), counts.rows),
            (translate("ImportSummary", "New"), counts.new),
            (translate("ImportSummary", "Updated"), counts.updated),
            (translate("ImportSummary", "Unchanged"), counts.same),
            (translate("ImportSummary", "Rejected"), counts.refused),
            (translate("ImportSummary", "Skipped"), counts.skipped),
        )
    )
    lines = [translate("ImportSummary", "Everything is as it was before the import.")] if is_undone else []
    if not is_undone:
        lines.append(
            translate("ImportSummary", "Written in {seconds} s as operation {number}.").format(
                seconds=f"{outcome.seconds:.1f}", number=outcome.applied.changes.operation
            )
        )
        if prepared.findings:
            lines.append(
                translate("ImportSummary", "Notes: {count}.").format(count=f"{len(prepared.findings):,}")
            )
        if counts.refused:
            lines.append(
                translate(
                    "ImportSummary",
                    "Rejected rows were not written; export them, fix them and import them again.",
                )
            )
    doubtful = bool(checked and len(checked.doubtful))
    file = prepared.request.path.name
    return Summary(file, figures, tuple(lines), bool(outcome.applied.new), doubtful, is_undone)
