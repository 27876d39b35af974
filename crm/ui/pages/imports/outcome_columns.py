"""The columns of an import's preview: as wide as what they hold, arranged by hand, remembered by their titles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu

from crm.ui.table.keeper import ColumnKeeper

if TYPE_CHECKING:
    from crm.ui.context import Context
    from crm.ui.pages.imports.outcome_table import OutcomeTable
    from crm.ui.table.frozen import FrozenColumn
    from crm.ui.widgets.table import Table

_NAME = "import/rows"
_MEASURED = 60
"""So many columns are measured; those after them are as wide as any."""
_LEAST, _MOST = 64, 440


class OutcomeColumns:
    """Arranges the columns of *table*, and of the one that stands *frozen* beside it."""

    def __init__(self, context: Context, table: Table, frozen: FrozenColumn, model: OutcomeTable) -> None:
        self._table, self._frozen, self._model = table, frozen, model
        self.keeper = ColumnKeeper(context, table, frozen.head)
        self.keeper.changed.connect(self.size)
        for head in (table.head, frozen.head):
            head.menu_asked.connect(self._open_menu)

    def take(self) -> None:
        """Lay the columns out as those of the same titles were left, where others are shown than before."""
        columns = self._model.columns()
        if columns != self.keeper.columns:
            self.keeper.take(_NAME, columns)
        for column in range(1, self._model.columnCount()):
            self._frozen.setColumnHidden(column, True)

    def size(self) -> None:
        """Give the columns the widths that were drawn, else what the first rows hold."""
        self._table.head.setResizeContentsPrecision(30)
        drawn = self.keeper.drawn()
        for place, column in enumerate(self.keeper.columns[:_MEASURED]):
            width = max(self._table.sizeHintForColumn(place) + 6, self._table.head.width_for(place))
            self._table.setColumnWidth(place, drawn.get(column.key, min(max(width, _LEAST), _MOST)))

    def shown(self) -> list[int]:
        """Where the columns that are shown stand in the model, in order."""
        places = self.keeper.places()
        return [places[column.key] for column in self.keeper.shown()]

    def _open_menu(self, section: int, at: QPoint) -> None:
        menu = QMenu(self._table)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.keeper.add_to(menu, section)
        menu.popup(at)
