"""The small tables, whose rows are kept whole: arranged, sorted, copied, added up and exported as every list."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QCoreApplication, QPoint, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from crm.ui.notice import Notice
from crm.ui.page import page_of
from crm.ui.table.copying import Block, copy_block, mime_of
from crm.ui.table.keeper import ColumnKeeper
from crm.ui.table.leaving import export_rows
from crm.ui.table.list_copying import tell_copied
from crm.ui.table.small_values import columns_of, kind_of, order_rows, value_of, whole_text
from crm.ui.table.sums import say_selected, say_sums, say_together
from crm.ui.table.taking import export_text
from crm.ui.theme import tokens as sizes
from crm.ui.theme.fonts import in_pixels
from crm.ui.widgets.table import Table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from crm.ui.context import Context
    from crm.ui.models.records import RecordTable
    from crm.ui.table.small_values import Leaves
    from crm.ui.table.source import Column, Raw

_SETTLED_AFTER = 80
"""Milliseconds after which a selection is added up: the arrow keys may go on."""
_ROOM = 8
_ONE_LINE = 40
"""Rows that are higher hold more than a line, and grow with the type."""


class Fit(NamedTuple):
    """How wide columns are that nobody has drawn: what they hold, within bounds; ``filler`` takes the rest."""

    filler: int = 0
    room: int = 160
    """What the filler has at least."""
    least: int = 0
    most: int = 0
    """No bound where it is 0."""
    leasts: Mapping[int, int] = {}
    mosts: Mapping[int, int] = {}
    """Bounds of single columns."""
    widths: Mapping[int, int] = {}
    """Columns that are as wide as this whatever they hold."""
    samples: Mapping[int, str] = {}
    """Texts that a column is measured by in place of what it holds; the filler always has room for its own."""
    yields: Sequence[int] = ()
    """The columns that give way where there is no room for all, the first one first."""
    shares: bool = False
    """Whether the filler keeps only what it holds, and shares with the others what is left beyond."""


class SmallTable(Table):
    """A table over a `RecordTable`, remembered under a *key*. Rows keep their numbers however they are sorted."""

    def __init__(
        self,
        context: Context,
        model: RecordTable,
        *,
        key: str,
        name: str,
        row_height: int = sizes.ROW,
        by_rows: bool = True,
        can_sort: bool = True,
        leaves: Leaves = whole_text,
    ) -> None:
        super().__init__(context.theme, name=name, row_height=row_height or sizes.ROW, by_rows=by_rows)
        self._context = context
        self._key = key
        self._records = model
        self._by_rows = by_rows
        self._can_sort = can_sort
        self._leaves = leaves
        self._row_height = row_height
        self._fit = Fit()
        self._percent = context.theme.font_percent
        self._has_told = False
        self.deeds: Callable[[QMenu], None] | None = None
        """Adds to the menu of a row what can be done to it."""
        self._settle = QTimer(self, singleShot=True, interval=_SETTLED_AFTER)
        self._settle.timeout.connect(self._tell_selection)
        self.setModel(model)
        self.keeper = ColumnKeeper(context, self)
        self._connect()
        self._take_model()
        self._dress()

    def _connect(self) -> None:
        self.head.can_sort = lambda _section: self._can_sort
        self.head.sort_changed.connect(self._sort)
        self.head.menu_asked.connect(self._open_head_menu)
        self.menu_asked.connect(self._open_row_menu)
        self.copy_asked.connect(self.copy)
        self.keeper.changed.connect(self._refit)
        self._records.modelReset.connect(self._take_model)
        self.selectionModel().selectionChanged.connect(lambda *_: self._settle.start())
        self.selectionModel().currentChanged.connect(lambda *_: self._settle.start())
        self._context.theme.changed.connect(self._dress)

    def remember_as(self, key: str) -> None:
        """What is shown next is another list, remembered under a *key* of its own."""
        self._key = key

    def _take_model(self) -> None:
        """Other rows, perhaps under other titles: arranged and sorted as the table was left."""
        columns = columns_of(self._records.heads, can_sort=self._can_sort)
        self.keeper.take(f"small/{self._key}", columns)
        self._order_rows()
        self._settle.start()

    def _dress(self) -> None:
        """Rows as high as the user wants them, and columns as wide as type of another size needs."""
        theme = self._context.theme
        if not self._row_height:
            self.verticalHeader().setDefaultSectionSize(theme.row_height)
        elif self._row_height > _ONE_LINE:
            self.verticalHeader().setDefaultSectionSize(in_pixels(self._row_height))
        if self._percent != theme.font_percent:
            self._percent = theme.font_percent
            QTimer.singleShot(0, self, self._refit)

    # ---------------------------------------------------------------- columns and rows

    def fit_columns(self, fit: Fit) -> None:
        """Give the columns their widths: as they were drawn, else as *fit* has it."""
        self._fit = fit
        self._refit()

    def fit_rows(self, most: int, *, fewest: int = 1) -> None:
        """Be as high as the rows, from *fewest* to *most* of them."""
        rows = min(max(self._records.rowCount(), fewest), most)
        self.setFixedHeight(sizes.HEADER + self.verticalHeader().defaultSectionSize() * rows + 2)

    def _refit(self) -> None:
        fit, drawn = self._fit, self.keeper.drawn()
        columns = self.keeper.columns
        if fit.filler >= len(columns):
            return  # nothing is shown yet
        free = [
            place
            for place, column in enumerate(columns)
            if column.key not in drawn and not self.isColumnHidden(place)
        ]
        self.fill_with(-1)
        for place, column in enumerate(columns):
            self.setColumnWidth(place, drawn.get(column.key, self._width(place)))
        self.yield_columns(() if self.keeper.now.is_own else fit.yields)
        is_free = fit.filler in free or columns[fit.filler].key in drawn
        filler = fit.filler if fit.filler in free else -1 if is_free else free[0]
        sharing = {place: self._width(place, capped=place != filler) for place in free} if fit.shares else {}
        least = max(fit.room, self._width(filler)) if filler in fit.samples else fit.room
        self.fill_with(filler, least=least, sharing=sharing)

    def _width(self, place: int, *, capped: bool = True) -> int:
        fit, metrics = self._fit, self.fontMetrics()
        if place in fit.widths:
            return fit.widths[place] * self._percent // 100
        held = self.sizeHintForColumn(place) + _ROOM
        if place in fit.samples:
            held = metrics.horizontalAdvance(fit.samples[place]) + 3 * _ROOM
        wanted = max(held, self.head.width_for(place), fit.leasts.get(place, fit.least))
        most = fit.mosts.get(place, fit.most) * self._percent // 100
        return min(wanted, most) if most and capped else wanted

    def _sort(self, section: int, descending: bool) -> None:
        sort = self.keeper.columns[section].sort if section >= 0 else ""
        self.keeper.keep_sort(sort, descending=descending)
        self._order_rows()
        self.verticalScrollBar().setValue(0)

    def _order_rows(self) -> None:
        """Move the rows, not the records: a row's number stays what its page knows it by."""
        rows, section = self.verticalHeader(), self.head.sorted_by
        if section < 0 and not rows.sectionsMoved():
            return
        wanted = list(range(self._records.rowCount()))
        if section >= 0:
            wanted = order_rows(self._records, section, descending=self.head.descending)
        for goal, row in enumerate(wanted):
            rows.moveSection(rows.visualIndex(row), goal)

    def _in_order(self, rows: set[int] | range) -> list[int]:
        return sorted(rows, key=self.verticalHeader().visualIndex)

    # ---------------------------------------------------------------- menus

    def _open_head_menu(self, section: int, at: QPoint) -> None:
        menu = self._menu()
        self.keeper.add_to(menu, section)
        menu.popup(at)

    def _open_row_menu(self, _row: int, at: QPoint) -> None:
        self.row_menu().popup(at)

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu

    def row_menu(self) -> QMenu:
        """What can be done to the row with the cursor, and with the table; the last for whoever has no mouse."""
        menu = self._menu()
        translate = QCoreApplication.translate
        if self.deeds is not None:
            self.deeds(menu)
            menu.addSeparator()
        cell = self.currentIndex()
        menu.addAction(translate("Copies", "Copy"), lambda: self.copy(with_header=False))
        menu.addAction(translate("Copies", "Copy with headings"), lambda: self.copy(with_header=True))
        menu.addAction(translate("Copies", "Copy cell"), lambda: self._copy_cell(cell.row(), cell.column()))
        rows = self._rows_to_take()
        text = export_text(len(rows), chosen=len(rows) < self._records.rowCount())
        menu.addAction(text, self.export).setEnabled(bool(rows))
        if len(self.keeper.columns) > 1:
            menu.addSeparator()
            self.keeper.add_to(menu.addMenu(translate("Columns", "Column")), cell.column())
        return menu

    # ---------------------------------------------------------------- what is selected

    def _chosen(self) -> tuple[list[int], list[int]]:
        """The rows and the shown columns that anything is selected of, in order."""
        chosen = self.selectionModel().selectedIndexes()
        columns = {index.column() for index in chosen if not self.isColumnHidden(index.column())}
        return self._in_order({index.row() for index in chosen}), sorted(columns, key=self.head.visualIndex)

    def _tell_selection(self) -> None:
        """Tell the page's foot what the selection comes to."""
        page, text = page_of(self), self.selection_text()
        if page is not None and (text or self._has_told):
            page.selection_told.emit(text)
        self._has_told = bool(text)

    def selection_text(self) -> str:
        """How much is selected, and what its numbers come to; empty where that is a single row or cell."""
        rows, places = self._chosen()
        if len(rows) * (1 if self._by_rows else len(places)) < 2:
            return ""
        heads = self._records.heads
        numbers = [place for place in places if heads[place].is_number and heads[place].adds_up]
        current = self.currentIndex().column()
        if self._by_rows and current in numbers:
            numbers = [current]
        told = [self._column(place, rows) for place in numbers]
        sums = {column.key: self._sum(place, rows) for place, column in zip(numbers, told, strict=True)}
        say = say_sums if self._by_rows or len(told) == 1 else say_together
        return "   ".join([say_selected(len(rows), 0 if self._by_rows else len(places)), *say(told, sums)])

    def _column(self, place: int, rows: Sequence[int]) -> Column:
        """A column with what it holds in *rows*."""
        return replace(self.keeper.columns[place], kind=kind_of(self._records, place, rows))

    def _sum(self, place: int, rows: Sequence[int]) -> tuple[int, Decimal]:
        model = self._records
        chosen = rows
        if not self._by_rows:
            is_selected = self.selectionModel().isSelected
            chosen = [row for row in rows if is_selected(model.index(row, place))]
        values = [value_of(model, row, place, kind_of(model, place, [row])) for row in chosen]
        numbers = [value for value in values if isinstance(value, Decimal)]
        return len(numbers), sum(numbers, Decimal())

    # ---------------------------------------------------------------- out of the table

    def block(self, rows: Sequence[int], places: Sequence[int]) -> tuple[list[Column], list[list[Raw]]]:
        """Some rows and columns as another program is given them, personal data masked."""
        columns = [self._column(place, rows) for place in places]
        kinds = [(place, column.kind) for place, column in zip(places, columns, strict=True)]
        return columns, [
            [value_of(self._records, row, place, kind, leaves=self._leaves) for place, kind in kinds]
            for row in rows
        ]

    def copy(self, with_header: bool) -> None:
        """Copy what is selected to the clipboard."""
        rows, places = self._chosen()
        if rows and places:
            self._take(copy_block(*self.block(rows, places), with_header=with_header), len(rows))

    def copy_all(self) -> None:
        """Copy all rows with their titles."""
        rows = self._in_order(range(self._records.rowCount()))
        self._take(copy_block(*self.block(rows, self._shown()), with_header=True), len(rows))

    def _take(self, block: Block, rows: int) -> None:
        QGuiApplication.clipboard().setMimeData(mime_of(block))
        self._context.say(Notice(tell_copied(rows)))

    def _copy_cell(self, row: int, column: int) -> None:
        QGuiApplication.clipboard().setText(self._leaves(row, column, self._records.cell(row, column).text))

    def _shown(self) -> list[int]:
        places = self.keeper.places()
        return [places[column.key] for column in self.keeper.shown()]

    def _rows_to_take(self) -> list[int]:
        """The selected rows where there are several, else all."""
        rows = self._chosen()[0]
        return rows if len(rows) > 1 else self._in_order(range(self._records.rowCount()))

    def export(self) -> None:
        """Ask for a file, and write what is shown into it as a workbook."""
        rows = self._rows_to_take()
        columns, values = self.block(rows, self._shown())
        chosen = len(rows) if len(rows) < self._records.rowCount() else 0
        export_rows(self._context, self.accessibleName(), columns, values, chosen=chosen)
