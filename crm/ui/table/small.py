"""Copying out of the small tables, those whose rows are texts: by keys and by menu, as out of every list."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from crm.domain.identifiers import mask_phone
from crm.ui.labels import NOTHING
from crm.ui.notice import Notice
from crm.ui.table.copying import Block, copy_block, mime_of
from crm.ui.table.source import Column, Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QPoint

    from crm.ui.context import Context
    from crm.ui.models.records import RecordTable
    from crm.ui.table.source import Raw
    from crm.ui.widgets.table import Table


def _never(_row: int, _column: int) -> bool:
    return False


def offer_copies(
    context: Context,
    table: Table,
    model: RecordTable,
    *,
    is_personal: Callable[[int, int], bool] = _never,
    with_menu: bool = True,
) -> None:
    """Let Ctrl+C, Ctrl+Shift+C and the menu copy what is selected in *table*; what *is_personal* is masked."""

    def copy(with_header: bool) -> None:
        block = selected_block(table, model, with_header=with_header, is_personal=is_personal)
        if block is not None:
            QGuiApplication.clipboard().setMimeData(mime_of(block))
            count = sum(map(len, table.selected_rows()))
            text = QCoreApplication.translate("Lists", "Copied {count} rows.")
            context.say(Notice(text.format(count=f"{count:,}")))

    def open_menu(_row: int, at: QPoint) -> None:
        menu = QMenu(table)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        add_copies(menu, copy)
        menu.popup(at)

    table.copy_asked.connect(copy)
    if with_menu:
        table.menu_asked.connect(open_menu)


def add_copies(menu: QMenu, copy: Callable[[bool], None]) -> None:
    """Add both ways of copying to *menu*."""
    translate = QCoreApplication.translate
    menu.addAction(translate("Lists", "Copy"), lambda: copy(False))
    menu.addAction(translate("Lists", "Copy with titles"), lambda: copy(True))


def selected_block(
    table: Table, model: RecordTable, *, with_header: bool, is_personal: Callable[[int, int], bool] = _never
) -> Block | None:
    """The selected cells of the columns that are shown, numbers as numbers; None where nothing is selected."""
    chosen = table.selectionModel().selectedIndexes()
    rows = sorted({index.row() for index in chosen})
    order = sorted({index.column() for index in chosen}, key=table.head.visualIndex)
    columns = [column for column in order if not table.isColumnHidden(column)]
    if not rows or not columns:
        return None
    heads = [
        Column(str(column), model.heads[column].title, kind=_kind(model, column, rows)) for column in columns
    ]
    lines = [[_value(model, row, column, is_personal) for column in columns] for row in rows]
    return copy_block(heads, lines, with_header=with_header)


def _kind(model: RecordTable, column: int, rows: list[int]) -> Kind:
    if not model.heads[column].is_number:
        return Kind.TEXT
    return Kind.AMOUNT if any("." in model.cell(row, column).text for row in rows) else Kind.WHOLE


def _value(model: RecordTable, row: int, column: int, is_personal: Callable[[int, int], bool]) -> Raw:
    text = model.cell(row, column).text
    if text in {"", NOTHING}:
        return None
    if is_personal(row, column):
        return mask_phone(text)
    if model.heads[column].is_number:
        try:
            return Decimal(text.replace(",", "").replace("−", "-"))
        except InvalidOperation:
            return text  # a number with its unit, such as a share
    return text
