"""Tells that a file was written, and opens it or its folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from crm.ui.notice import Notice
from crm.ui.table.leaving import open_path

if TYPE_CHECKING:
    from pathlib import Path

    from crm.ui.context import Context


def tell_saved(context: Context, path: Path) -> None:
    """Say that a file was written, and offer to open it or its folder."""
    translate = QCoreApplication.translate
    context.say(
        Notice(
            translate("Saved", "Saved as {file}").format(file=path.name),
            str(path.parent),
            action=translate("Saved", "Open file"),
            act=lambda: open_path(path),
            second=translate("Saved", "Open folder"),
            act_second=lambda: open_path(path.parent),
        )
    )
