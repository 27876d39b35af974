"""Copying out of the preview of an import: the selected rows as they would be written, personal data masked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from crm.services.lists import mask_values
from crm.ui.notice import Notice
from crm.ui.table.copying import copy_block, mime_of
from crm.ui.table.list_copying import MOST_COPIED, refuse_copying, tell_copied

if TYPE_CHECKING:
    from crm.ui.context import Context
    from crm.ui.pages.imports.outcome_columns import OutcomeColumns
    from crm.ui.pages.imports.outcome_table import OutcomeTable
    from crm.ui.widgets.table import Table


def offer_copies(context: Context, table: Table, model: OutcomeTable, columns: OutcomeColumns) -> None:
    """Let Ctrl+C, Ctrl+Shift+C and the menu of a row copy what is selected in *table*, in the *columns* shown."""

    def copy(with_header: bool) -> None:
        _copy(context, table, model, columns, with_header=with_header)

    def open_menu(_row: int, at: QPoint) -> None:
        translate = QCoreApplication.translate
        menu = QMenu(table)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(translate("Copies", "Copy"), lambda: copy(with_header=False))
        menu.addAction(translate("Copies", "Copy with headings"), lambda: copy(with_header=True))
        menu.addSeparator()
        # What the titles offer to the mouse, for whoever has a keyboard only.
        columns.keeper.add_to(menu.addMenu(translate("Columns", "Column")), table.currentIndex().column())
        menu.popup(at)

    table.copy_asked.connect(copy)
    table.menu_asked.connect(open_menu)


def _copy(
    context: Context, table: Table, model: OutcomeTable, columns: OutcomeColumns, *, with_header: bool
) -> None:
    rows = sorted({row for part in table.selected_rows() for row in part})
    if len(rows) > MOST_COPIED:
        refuse_copying(context, len(rows), offer="", export=None)
        return
    if not rows:
        return
    places, shown = columns.shown(), columns.keeper.shown()
    personal = [column.is_personal for column in shown]
    lines = [
        mask_values(personal, [str(model.index(row, place).data() or "") for place in places]) for row in rows
    ]
    QGuiApplication.clipboard().setMimeData(mime_of(copy_block(shown, lines, with_header=with_header)))
    context.say(Notice(tell_copied(len(rows))))
