"""Exports the rows that need mending, each with what is wrong and how to mend it."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from crm.domain.wording import counted
from crm.services.import_files import export_doubtful_rows
from crm.ui.saved import tell_saved

if TYPE_CHECKING:
    from pathlib import Path

    from crm.services.import_preview import ImportPreview
    from crm.ui.context import Context


def export_rows_to_mend(context: Context, preview: ImportPreview) -> None:
    """Ask where to, and write them there."""
    translate = QCoreApplication.translate
    stem = preview.prepared.request.path.stem
    proposed = translate("RowsToMend", "{file}_to fix.xlsx").format(file=stem)

    def save(path: Path) -> None:
        made = datetime.combine(context.workplace.today, time())
        told = translate("RowsToMend", "{count} {count|row|rows} saved: {file}")

        def done(count: int) -> None:
            tell_saved(context, path, told=counted(told, count=f"{count:,}", file=path.name))

        context.tasks.read(
            lambda _job: export_doubtful_rows(
                context.library, preview, path, language=context.language, made=made
            ),
            done=done,
            title=translate("RowsToMend", "Saving {file}").format(file=path.name),
        )

    context.ask.save_file(
        title=translate("RowsToMend", "Save the rows to fix"),
        filters=translate("RowsToMend", "Workbooks (*.xlsx)"),
        proposed=proposed,
        chosen=save,
    )
