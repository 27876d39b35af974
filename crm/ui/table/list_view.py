"""A list of records: read, sorted, arranged, selected, copied, and what is said where there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QItemSelection, QItemSelectionModel, QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QMenu, QStackedWidget

from crm.ui.table.frozen_records import FrozenRecords
from crm.ui.table.keeper import ColumnKeeper
from crm.ui.table.list_copying import MOST_COPIED, copy_cell, copy_taken, refuse_copying
from crm.ui.table.model import PAGE, RecordModel
from crm.ui.table.record_table import RecordTable
from crm.ui.table.sums import say_selected, say_sums, say_together
from crm.ui.table.taking import Taken, export_text
from crm.ui.table.waiting import WaitingLine
from crm.ui.table.widths import spread_columns
from crm.ui.trouble import show_trouble
from crm.ui.widgets.skeleton import Skeleton
from crm.ui.widgets.state import StatePanel

if TYPE_CHECKING:
    from array import array
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QResizeEvent
    from PySide6.QtWidgets import QStyledItemDelegate

    from crm.ui.context import Context
    from crm.ui.table.layout import Layout
    from crm.ui.table.source import Beginning, Cells, Column, Source
    from crm.ui.tasks import Failure
    from crm.ui.widgets.table import Table

_SETTLED_AFTER = 80
"""Milliseconds after which a selection is added up: the arrow keys may go on."""
_KEPT_SELECTION = 2_000
"""So many selected records are found again after the list was read anew."""


class ListView(QStackedWidget):
    """A list over a source. A page asks it with a query of its own kind."""

    opened = Signal(int)
    """A record, by Enter or a double click."""
    current_changed = Signal()
    shown = Signal()
    """Another answer is shown."""
    sorted = Signal()
    """The user wants another order: see `query`."""
    selection_told = Signal(str)
    typed = Signal(str)
    left = Signal()

    def __init__(
        self,
        context: Context,
        source: Source,
        *,
        row_actions: Sequence[str] = (),
        head_actions: Sequence[str] = (),
    ) -> None:
        super().__init__()
        self._context = context
        self._source = source
        self._row_actions = tuple(row_actions)
        self._head_actions = tuple(head_actions)
        self.query: Any = None
        self.is_known = False
        """Whether it could be read: of what could not, nobody knows how many there are."""
        self._wanted: int | None = None
        self._goes_there = False
        self._sized = False
        self._percent = 0
        """The size of type for which the columns were measured."""
        self._wide: list[int] = []
        self.model = RecordModel(context, source)
        self.table = RecordTable(context.theme, self.model, name=source.title)
        self.frozen = FrozenRecords(context.theme, self.table, name=source.title)
        self.keeper = ColumnKeeper(context, self.table, self.frozen.head)
        self.waiting = WaitingLine(context.theme, self.table)
        self.state = StatePanel(context.theme)
        self._skeleton = Skeleton(context.theme, left=10)
        for part in (self._skeleton, self.table, self.state.widget):
            self.addWidget(part)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLED_AFTER)
        self._settle.timeout.connect(self._tell_selection)
        self._connect()
        self.keeper.take(source.name, source.columns)
        self._heighten()

    def _heighten(self) -> None:
        """Rows as high as the user wants them, and columns as wide as type of another size needs."""
        theme = self._context.theme
        for view in (self.table, self.frozen):
            view.verticalHeader().setDefaultSectionSize(theme.row_height)
        if self._sized and self._percent != theme.font_percent:
            QTimer.singleShot(0, self, self._size_columns)

    def _connect(self) -> None:
        self._context.theme.changed.connect(self._heighten)
        table, head = self.table, self.table.head
        for one in (head, self.frozen.head):
            one.can_sort = self._can_sort
            one.sort_changed.connect(self._sort)
            one.menu_asked.connect(self._open_head_menu)
        self.keeper.changed.connect(self._size_columns)
        for view in (table, self.frozen):
            view.opened.connect(self._open_row)
            view.menu_asked.connect(self._open_row_menu)
        table.left.connect(self.left)
        table.typed.connect(self.typed)
        table.copy_asked.connect(self.copy_selection)
        table.block_changed.connect(self._settle.start)
        table.selectionModel().selectionChanged.connect(lambda *_: self._settle.start())
        table.selectionModel().currentChanged.connect(lambda *_: self._settle.start())
        table.selectionModel().currentRowChanged.connect(lambda *_: self.current_changed.emit())

    # ------------------------------------------------------------------------------------------- reading

    def ask(self, query: Any, *, wanted: int | None = None) -> None:  # noqa: ANN401 - the page's own kind
        """Show what fits *query*; the record *wanted* becomes the current one and is scrolled to, else the one that is.

        Where the user has sorted this list before, the query's order gives way to theirs.
        """
        layout = self.layout_now
        if layout.sort and self.query is None:
            query = self._source.sort_query(query, layout.sort, descending=layout.descending)
        same = query == self.query
        self.query = query
        if not same:
            self.table.leave_block()
        if wanted is not None:
            self._wanted, self._goes_there = wanted, True
        elif self._wanted is None:
            self._wanted = self.current_id
        source, model = self._source, self.model
        kept = self._selected_ids() if same else []
        scrolled = self.table.verticalScrollBar().value() if same else 0

        self.waiting.begin()

        def begun(beginning: Beginning) -> None:
            self.waiting.end()
            edition = model.begin(beginning)
            self._show(beginning)
            if not model.is_complete:
                self._context.tasks.read(
                    lambda _job: source.list_ids(query),
                    done=lambda ids: completed(edition, ids),
                    key=f"list/{source.name}/ids",
                )
            else:
                self._find_again(kept, scrolled)

        def completed(edition: int, ids: array[int]) -> None:
            if model.complete(edition, ids):
                self._find_again(kept, scrolled)
            else:
                self.ask(query, wanted=self._wanted)

        self._context.tasks.read(
            lambda _job: source.begin(query, PAGE),
            done=begun,
            failed=self._fail,
            key=f"list/{source.name}",
        )

    def ask_again(self) -> None:
        """Read the same query again; selection and place are kept."""
        self.ask(self.query)

    def _show(self, beginning: Beginning) -> None:
        self.is_known = True
        if not beginning.count:
            nothing = self._source.nothing(self.query)
            actions = self._context.actions
            self.state.show(
                nothing.text,
                nothing.hint,
                drawing=nothing.drawing,
                verb=actions[nothing.action].text() if nothing.action else "",
                act=actions[nothing.action].trigger if nothing.action else None,
            )
            self.setCurrentWidget(self.state.widget)
        else:
            if not self._sized:
                self._sized = True
                self._size_columns()
            self.setCurrentWidget(self.table)
        self.shown.emit()
        self._settle.start()

    def _fail(self, failure: Failure) -> None:
        self.waiting.end()
        self.is_known = False
        otherwise = self.tr("The list could not be read")
        show_trouble(self.state, failure, context=self._context, otherwise=otherwise, again=self.ask_again)
        self.setCurrentWidget(self.state.widget)
        self.selection_told.emit("")

    def _find_again(self, kept: Sequence[int], scrolled: int) -> None:
        """Choose again what was chosen, at the same place of the list."""
        wanted, self._wanted = self._wanted, None
        goes_there, self._goes_there = self._goes_there, False
        rows = {row for one in kept if (row := self.model.row_of(one)) >= 0}
        row = self.model.row_of(wanted) if wanted is not None else -1
        flags = QItemSelectionModel.SelectionFlag
        choice = self.table.selectionModel()
        if len(rows) > 1:
            selection = QItemSelection()
            last = self.model.columnCount() - 1
            for one in sorted(rows):
                selection.select(self.model.index(one, 0), self.model.index(one, last))
            choice.select(selection, flags.ClearAndSelect)
        if row >= 0:
            index = self.model.index(row, max(self.table.currentIndex().column(), 0))
            choice.setCurrentIndex(
                index, flags.NoUpdate if row in rows and len(rows) > 1 else flags.ClearAndSelect | flags.Rows
            )
            if goes_there:
                self.table.scrollTo(index)
        if not goes_there:
            # What was being looked at stays where it was; a new order is looked at from its beginning.
            self.table.verticalScrollBar().setValue(scrolled)
        if self.table.hasFocus() and not self.table.currentIndex().isValid():
            # Somebody went into the list before the answer was there: the cursor is on what stands first.
            self.choose_row(max(self.table.rowAt(0), 0))
        self.current_changed.emit()

    # ----------------------------------------------------------------------------------- what is chosen

    @property
    def record_count(self) -> int:
        """How many records are shown."""
        return self.model.rowCount()

    @property
    def current_id(self) -> int | None:
        """The current record."""
        row = self.table.currentIndex().row()
        return self.model.ids[row] if 0 <= row < len(self.model.ids) else None

    @property
    def current(self) -> Cells | None:
        """The line of the current record."""
        return self.model.cells_at(self.table.currentIndex().row())

    @property
    def chosen_count(self) -> int:
        """How many records are selected."""
        return sum(map(len, self.table.selected_rows()))

    def chosen_ids(self) -> list[int]:
        """The selected records in the order of the list; those whose ids are known already."""
        known = self.model.ids
        parts = sorted(self.table.selected_rows(), key=lambda part: part.start)
        return [one for part in parts for one in known[part.start : part.stop]]

    def block(self) -> list[Column]:
        """The columns of the block that is selected; none while whole rows are."""
        return [self.model.columns[column] for column in self.table.block_columns()]

    def _selected_ids(self) -> list[int]:
        return self.chosen_ids() if self.chosen_count <= _KEPT_SELECTION else []

    def choose_row(self, row: int) -> None:
        """Make a row the current one and show it."""
        self.table.leave_block()
        index = self.model.index(min(row, self.record_count - 1), max(self.table.currentIndex().column(), 0))
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.table.selectionModel().setCurrentIndex(index, flags)
        self.table.scrollTo(index)

    def focus_list(self) -> None:
        """Put the cursor into the list."""
        if self.currentWidget() is self.table:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
            if not self.table.currentIndex().isValid() and self.record_count:
                self.choose_row(0)
        elif self.currentWidget() is self.state.widget:
            self.state.take_cursor()

    def set_delegate(self, key: str, make: Callable[[Table], QStyledItemDelegate]) -> None:
        """Let a delegate paint a column; *make* gets the view it paints in."""
        place = self.keeper.places()[key]
        self.table.set_delegate(place, make(self.table))

    def _open_row(self, row: int) -> None:
        if 0 <= row < len(self.model.ids):
            self.opened.emit(self.model.ids[row])

    def _tell_selection(self) -> None:
        """How many are selected, and of the current column what they come to, as a spreadsheet tells it."""
        rows, block, ids = self.chosen_count, self.block(), self.chosen_ids()
        if rows * max(len(block), 1) < 2:
            self.selection_told.emit("")
            return
        text = say_selected(rows, len(block))
        self.selection_told.emit(text)
        columns = [column for column in block or self.shown_columns() if column.kind.is_number]
        if not columns or not ids:
            return
        current = self.model.columns[max(self.table.currentIndex().column(), 0)]
        told = [current] if current.kind.is_number and not block else columns
        say = say_together if block and len(told) > 1 else say_sums
        source = self._source
        self._context.tasks.read(
            lambda _job: source.sum_lines(ids),
            done=lambda sums: self.selection_told.emit("   ".join([text, *say(told, sums)])),
            key=f"list/{source.name}/sums",
        )

    # ------------------------------------------------------------------------------------------ columns

    @property
    def layout_now(self) -> Layout:
        """How the columns are arranged."""
        return self.keeper.now

    def _size_columns(self) -> None:
        """As wide as what the first page holds."""
        self._percent = self._context.theme.font_percent
        self._wide = [
            max(self.table.head.width_for(place), self.table.sizeHintForColumn(place) + 6)
            for place in range(len(self.model.columns))
        ]
        self._spread()

    def _spread(self) -> None:
        """Columns over the width that there is."""
        drawn, columns = self.keeper.drawn(), self.model.columns
        shown = [place for place in range(len(columns)) if not self.table.isColumnHidden(place)]
        spread = spread_columns(
            columns, wide=self._wide, drawn=drawn, shown=shown, room=self.width(), percent=self._percent
        )
        for place, width in enumerate(spread.widths):
            self.table.setColumnWidth(place, width)
        if columns[0].key not in drawn:
            self.table.fill_with(spread.filler, least=spread.least)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102 - Qt's own
        super().resizeEvent(event)
        if self._sized:
            self._spread()

    def _can_sort(self, section: int) -> bool:
        return bool(self.model.columns[section].sort)

    def _sort(self, section: int, descending: bool) -> None:
        sort = self.model.columns[section].sort if section >= 0 else ""
        self.keeper.keep_sort(sort, descending=descending)
        query = self._source.sort_query(self.query, sort, descending=descending)
        self.table.verticalScrollBar().setValue(0)
        self.ask(query)
        self.sorted.emit()

    def sort_by(self, sort: str, *, descending: bool) -> None:
        """Sort as a saved view has it."""
        self.keeper.keep_sort(sort, descending=descending)

    def show_columns(self, keys: Sequence[str]) -> None:
        """Show the columns *keys* in this order, as a saved view has it, and hide all others."""
        self.keeper.show(keys)

    def choose_columns(self) -> None:
        """Ask which columns to show, and in which order."""
        self.keeper.choose()

    def reset_columns(self) -> None:
        """Columns as in a fresh list, and a way back to those before."""
        self.keeper.reset()

    def _open_head_menu(self, section: int, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._fill_head_menu(menu, section)
        menu.popup(at)

    def _fill_head_menu(self, menu: QMenu, section: int) -> None:
        self.keeper.add_to(menu, section)
        if self._head_actions:
            menu.addSeparator()
        for name in self._head_actions:
            menu.addAction(self._context.actions[name])

    def _open_row_menu(self, row: int, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Open"), lambda: self._open_row(row))
        for name in self._row_actions:
            action = self._context.actions[name]
            if name.endswith(".export"):
                menu.addAction(self.export_text(), action.trigger).setEnabled(action.isEnabled())
            else:
                menu.addAction(action)
        menu.addSeparator()
        cell = self.table.currentIndex()
        translate = QCoreApplication.translate
        menu.addAction(translate("Copies", "Copy"), lambda: self.copy_selection(with_header=False))
        menu.addAction(
            translate("Copies", "Copy with headings"), lambda: self.copy_selection(with_header=True)
        )
        menu.addAction(
            translate("Copies", "Copy cell"), lambda: copy_cell(self.model, cell.row(), cell.column())
        )
        menu.addSeparator()
        # What the titles offer to the mouse, for whoever has a keyboard only.
        self._fill_head_menu(menu.addMenu(translate("Columns", "Column")), cell.column())
        menu.popup(at)

    # ---------------------------------------------------------------------------------- out of the list

    def take(self, ids: Sequence[int] | None = None, *, columns: Sequence[Column] = ()) -> Taken:
        """What is to leave the list: *columns*, or those shown, of the records *ids*, or of all that are shown."""
        columns = columns or self.shown_columns()
        return Taken(
            self._source, self.query, columns, [self.model.columns.index(one) for one in columns], ids
        )

    def shown_columns(self) -> list[Column]:
        """The columns that are shown, in order."""
        return self.keeper.shown()

    def ids_to_take(self) -> list[int] | None:
        """What is exported or printed: the selected records where there are several, else (None) all that are shown."""
        return self.chosen_ids() if self.chosen_count > 1 else None

    def export_text(self) -> str:
        """What an export would write, in words."""
        ids = self.ids_to_take()
        return export_text(self.record_count if ids is None else len(ids), chosen=ids is not None)

    def copy_selection(self, with_header: bool) -> None:
        """Copy what is selected to the clipboard, lines or a block of cells, or say that it is too much."""
        if self.chosen_count > MOST_COPIED:
            name = next((name for name in self._row_actions if name.endswith(".export")), "")
            export = self._context.actions[name] if name else None
            refuse_copying(self._context, self.chosen_count, offer=self.export_text(), export=export)
            return
        ids, across = self.chosen_ids(), self.block()
        if ids:
            taken = self.take(ids, columns=across)
            copy_taken(self._context, taken, ids, across=len(across), with_header=with_header)
