"""A list on its way out: to a workbook, or to paper; what is selected, or all that is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from crm.domain.wording import counted
from crm.services.lists import ListColumn, ListKind, export_list
from crm.ui.printing.documents import ListDocument, PrintColumn
from crm.ui.printing.printing import print_list
from crm.ui.saved import dated_name, tell_saved
from crm.ui.table.taking import export_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from crm.ui.context import Context
    from crm.ui.table.list_view import ListView
    from crm.ui.table.source import Column, Raw
    from crm.ui.tasks import Job


def export_shown(context: Context, view: ListView, *, title: str, about: str = "") -> None:
    """Ask for a file, and write the list into it as a workbook; *about* says what it was filtered by."""
    taken = view.take(view.ids_to_take())
    chosen = 0 if taken.ids is None else len(taken.ids)
    heading = _heading(context, title, about, chosen)

    def rows(job: Job) -> Iterable[Sequence[Raw]]:
        return (values for _, values in taken.rows(job))

    _ask_where(context, view.export_text(), title, heading, columns=taken.columns, rows=rows)


def export_rows(
    context: Context,
    title: str,
    columns: Sequence[Column],
    rows: Sequence[Sequence[Raw]],
    *,
    chosen: int = 0,
) -> None:
    """Ask for a file, and write *rows* into it as a workbook; *chosen*: so many of more were selected."""
    asked = export_text(len(rows), chosen=bool(chosen))
    heading = _heading(context, title, "", chosen)
    _ask_where(context, asked, title, heading, columns=columns, rows=lambda _job: rows)


def _heading(context: Context, title: str, about: str, chosen: int) -> str:
    translate = QCoreApplication.translate
    parts = [title, about, translate("Lists", "as of {day}").format(day=context.workplace.today)]
    if chosen:
        parts.insert(2, counted(translate("Lists", "{count} {count|row|rows} selected"), count=f"{chosen:,}"))
    return "  ·  ".join(part for part in parts if part)


def _ask_where(
    context: Context,
    asked: str,
    title: str,
    heading: str,
    *,
    columns: Sequence[Column],
    rows: Callable[[Job], Iterable[Sequence[Raw]]],
) -> None:
    translate, workplace = QCoreApplication.translate, context.workplace
    written = [
        ListColumn(
            column.title.replace("\n", " "), ListKind(column.kind.value), is_personal=column.is_personal
        )
        for column in columns
    ]

    def export(path: Path) -> None:
        def work(job: Job) -> Path:
            export_list(workplace, path, title=title, heading=heading, columns=written, rows=rows(job))
            return path

        context.tasks.read(
            work,
            done=lambda path: tell_saved(context, path),
            key="list.export",
            title=translate("Lists", "Exporting"),
        )

    context.ask.save_file(
        title=asked,
        filters=translate("Lists", "Excel workbook (*.xlsx)"),
        proposed=dated_name(context, title, ".xlsx"),
        chosen=export,
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
