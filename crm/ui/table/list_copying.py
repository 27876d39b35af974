"""Copying out of a list: lines or a block of cells, read on a worker, and what is said where it is too much."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QGuiApplication

from crm.domain.wording import counted
from crm.services.lists import mask_values
from crm.ui.notice import Notice
from crm.ui.table.copying import copy_block, mime_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QAction

    from crm.ui.context import Context
    from crm.ui.table.copying import Block
    from crm.ui.table.model import RecordModel
    from crm.ui.table.taking import Taken
    from crm.ui.tasks import Job

MOST_COPIED = 50_000
"""Rows on the clipboard: more take it minutes and gigabytes, and Excel as long to paste them."""


def copy_taken(context: Context, taken: Taken, ids: Sequence[int], *, across: int, with_header: bool) -> None:
    """Copy the records *ids*, *across* so many columns where they are a block of cells."""
    translate = QCoreApplication.translate

    def work(job: Job) -> Block:
        rows = [values for _, values in taken.rows(job)]
        return copy_block(taken.columns, rows, with_header=with_header)

    def done(block: Block) -> None:
        QGuiApplication.clipboard().setMimeData(mime_of(block))
        told = tell_copied(len(ids))
        if across:
            told = translate("Copies", "Copied a block of {rows} × {columns}.").format(
                rows=f"{len(ids):,}", columns=across
            )
        context.say(Notice(told))

    context.tasks.read(work, done=done, key="list.copy", title=translate("Copies", "Copying"))


def tell_copied(rows: int) -> str:
    """How many rows are on the clipboard."""
    return counted(
        QCoreApplication.translate("Copies", "Copied {count} {count|row|rows}."), count=f"{rows:,}"
    )


def refuse_copying(context: Context, count: int, *, offer: str, export: QAction | None) -> None:
    """Say that so many are too many, and *offer* to *export* them."""
    translate = QCoreApplication.translate
    told = translate(
        "Copies", "{count} {count|row is|rows are} too many for the clipboard; nothing was copied."
    )
    hint = translate("Copies", "Select at most {most} {most|row|rows}, or export the list.")
    context.say(
        Notice(
            counted(told, count=f"{count:,}"),
            counted(hint, most=f"{MOST_COPIED:,}"),
            tone="warn",
            action=offer if export is not None else "",
            act=None if export is None else export.trigger,
        )
    )


def copy_cell(model: RecordModel, row: int, column: int) -> None:
    """Copy the text of a cell; personal data masked."""
    cells = model.cells_at(row)
    if cells is not None and column >= 0:
        personal = model.columns[column].is_personal
        (text,) = mask_values([personal], [cells.texts[column]])
        QGuiApplication.clipboard().setText(str(text))
