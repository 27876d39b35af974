"""The ways in: hand a document over, and its print preview opens.

A document is a record of `crm.ui.printing.documents`, or a function that makes one on a reader, for lists that have to
be read first; the function gets the job, whose `check` it may call.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from crm.ui.printing.flow import Imprint

if TYPE_CHECKING:
    from collections.abc import Callable

    from crm.ui.context import Context
    from crm.ui.printing.documents import Document, ListDocument, ProfileDocument, WorkbookDocument
    from crm.ui.tasks import Job

_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')


def print_list(context: Context, document: ListDocument | Callable[[Job], ListDocument]) -> None:
    """Preview a list as it is shown; what to call from a page's `print_page`."""
    _open(context, document)


def print_profile(context: Context, document: ProfileDocument | Callable[[Job], ProfileDocument]) -> None:
    """Preview a report of sections: a tenant's profile, the workbench."""
    _open(context, document)


def print_workbook(context: Context, document: WorkbookDocument | Callable[[Job], WorkbookDocument]) -> None:
    """Preview a workbook's sheets as a spreadsheet program prints them."""
    _open(context, document)


def _open(context: Context, document: Document | Callable[[Job], Document]) -> None:
    if not callable(document):
        _show(context, document)
        return
    make = document
    context.tasks.read(
        make,
        done=lambda made: _show(context, made),
        key="print.document",
        title=QCoreApplication.translate("Printing", "Preparing to print"),
    )


def _show(context: Context, document: Document) -> None:
    from crm.ui.printing.preview import Preview

    name = f"{document.title}_{context.workplace.today:%Y%m%d}"
    preview = Preview(
        context, document, imprint=_imprint(context), file_name=_NOT_IN_NAMES.sub("_", name).strip(". ")
    )
    context.ask.panel(preview, title=QCoreApplication.translate("Printing", "Print preview"))


def _imprint(context: Context) -> Imprint:
    day = f"{context.workplace.today.isoformat()} {context.workplace.clock().astimezone():%H:%M}"
    printed = QCoreApplication.translate("Printing", "Printed {day} by {user}")
    return Imprint(
        printed.format(day=day, user=context.workplace.user),
        QCoreApplication.translate("Printing", "Page {page} of {count}"),
    )
