"""A list on its way out: to a workbook, or to paper; what is selected, or all that is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from crm.services.lists import ListColumn, ListKind, export_list
from crm.ui.printing.documents import ListDocument, PrintColumn
from crm.ui.printing.printing import print_list
from crm.ui.saved import dated_name, tell_saved

if TYPE_CHECKING:
    from pathlib import Path

    from crm.ui.context import Context
    from crm.ui.table.list_view import ListView, Taken
    from crm.ui.tasks import Job


def export_shown(context: Context, view: ListView, *, title: str, about: str = "") -> None:
    """Ask for a file, and write the list into it as a workbook; *about* says what it was filtered by."""
    taken = view.take(view.ids_to_take())
    context.ask.save_file(
        title=view.export_text(),
        filters=QCoreApplication.translate("Lists", "Excel workbook (*.xlsx)"),
        proposed=dated_name(context, title, ".xlsx"),
        chosen=lambda path: _export(context, taken, path, title=title, about=about),
    )


def _export(context: Context, taken: Taken, path: Path, *, title: str, about: str) -> None:
    translate, workplace = QCoreApplication.translate, context.workplace
    parts = [title, about, translate("Lists", "as of {day}").format(day=workplace.today)]
    if taken.ids is not None:
        chosen = translate("Lists", "{count} rows selected").format(count=f"{len(taken.ids):,}")
        parts.insert(2, chosen)
    heading = "  ·  ".join(part for part in parts if part)
    columns = [
        ListColumn(
            column.title.replace("\n", " "), ListKind(column.kind.value), is_personal=column.is_personal
        )
        for column in taken.columns
    ]

    def work(job: Job) -> Path:
        rows = (values for _, values in taken.rows(job))
        export_list(workplace, path, title=title, heading=heading, columns=columns, rows=rows)
        return path

    context.tasks.read(
        work,
        done=lambda written: tell_saved(context, written),
        key="list.export",
        title=translate("Lists", "Exporting"),
    )


def print_shown(context: Context, view: ListView, *, title: str, about: str) -> None:
    """Open the print preview of the list; *about* says what it was filtered by."""
    taken = view.take(view.ids_to_take())
    columns = tuple(
        PrintColumn(
            column.title.replace("\n", " "), is_number=column.kind.is_number, personal=column.is_personal
        )
        for column in taken.columns
    )

    def work(job: Job) -> ListDocument:
        return ListDocument(title, about, columns, [texts for texts, _ in taken.rows(job)])

    print_list(context, work)
