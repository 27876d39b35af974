"""A blank workbook to be filled in and imported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from crm.services.import_files import save_blank_register
from crm.services.imports import SheetKind
from crm.ui.saved import tell_saved

if TYPE_CHECKING:
    from pathlib import Path

    from crm.ui.context import Context


def ask_blank(context: Context, kind: SheetKind) -> None:
    """Ask where to save the template of a *kind* of sheet, then save it."""
    translate = QCoreApplication.translate
    name = (
        translate("ImportBlank", "register")
        if kind is SheetKind.TENANTS
        else translate("ImportBlank", "figures")
    )
    proposed = translate("ImportBlank", "template_{name}.xlsx").format(name=name)

    def save(path: Path) -> None:
        context.tasks.read(
            lambda _job: save_blank_register(
                context.library,
                kind,
                path,
                language=context.language,
                today=context.workplace.today,
            ),
            done=lambda _saved: tell_saved(context, path),
            title=translate("ImportBlank", "Saving {file}").format(file=path.name),
        )

    context.ask.save_file(
        title=translate("ImportBlank", "Save the template"),
        filters=translate("ImportBlank", "Workbooks (*.xlsx)"),
        proposed=proposed,
        chosen=save,
    )
