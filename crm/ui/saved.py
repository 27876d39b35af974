"""Tells that a file was written, and opens it or its folder; proposes names that every system takes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QUrl
from PySide6.QtGui import QDesktopServices

from crm.ui.notice import Notice

if TYPE_CHECKING:
    from pathlib import Path

    from crm.ui.context import Context

_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')


def dated_name(context: Context, title: str, ending: str) -> str:
    """The name proposed for a file: its title, the day, its *ending* with the dot."""
    clean = _NOT_IN_NAMES.sub("_", title).strip(". ")
    return f"{clean}_{context.workplace.today:%Y%m%d}{ending}"


def tell_saved(context: Context, path: Path, *, told: str = "") -> None:
    """Say that a file was written, as *told* has it, and offer to open it or its folder."""
    translate = QCoreApplication.translate
    context.say(
        Notice(
            told or translate("Saved", "Saved as {file}").format(file=path.name),
            str(path.parent),
            action=translate("Saved", "Open file"),
            act=lambda: open_path(path),
            second=translate("Saved", "Open folder"),
            act_second=lambda: open_path(path.parent),
        )
    )


def open_path(path: Path) -> None:
    """Open a file or a folder with whatever the system opens it with."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
