"""A list of records: read, sorted, arranged, selected, copied, and what is said where there is none."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QStackedWidget

from crm.domain.quantity import round_half_up
from crm.services.lists import mask_values
from crm.ui.ask import Question
from crm.ui.notice import Notice
from crm.ui.table.chooser import ColumnSheet
from crm.ui.table.copying import copy_block, mime_of
from crm.ui.table.frozen_records import FrozenRecords
from crm.ui.table.layout import first_layout, forget_layout, keep_layout, load_layout, with_column
from crm.ui.table.model import PAGE, RecordModel
from crm.ui.table.record_table import RecordTable
from crm.ui.table.source import Kind
from crm.ui.table.waiting import WaitingLine
from crm.ui.table.widths import spread_columns
from crm.ui.widgets.skeleton import Skeleton
from crm.ui.widgets.state import StatePanel

if TYPE_CHECKING:
    from array import array
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from PySide6.QtGui import QResizeEvent
    from PySide6.QtWidgets import QStyledItemDelegate

    from crm.ui.context import Context
    from crm.ui.table.copying import Block
    from crm.ui.table.layout import Layout
    from crm.ui.table.source import Beginning, Cells, Column, Raw, Source
    from crm.ui.tasks import Failure, Job
    from crm.ui.widgets.table import Table

_LINES_AT_ONCE = 900
_SETTLED_AFTER = 80
"""Milliseconds after which a selection is added up: the arrow keys may go on."""
_KEPT_SELECTION = 2_000
"""So many selected records are found again after the list was read anew."""
MOST_COPIED = 50_000
"""Rows on the clipboard: more take it minutes and gigabytes, and Excel as long to paste them."""


class Taken(NamedTuple):
    """Records on their way out of the list; made on the window's thread, read on a reader."""

    source: Source
    query: Any
    columns: Sequence[Column]
    places: Sequence[int]
    ids: Sequence[int] | None

    def rows(self, job: Job) -> Iterator[tuple[list[str], list[Raw]]]:
        """The texts and the values of the columns, line by line, personal data masked; tells *job* how far it is."""
        personal = [column.is_personal for column in self.columns]
        wanted = self.source.list_ids(self.query) if self.ids is None else self.ids
        for start in range(0, len(wanted), _LINES_AT_ONCE):
            job.report(start, len(wanted))
            part = wanted[start : start + _LINES_AT_ONCE]
            lines = self.source.get_lines(part)
            for one in part:
                cells = lines.get(one)
                if cells is not None:
                    texts = mask_values(personal, [cells.texts[place] for place in self.places])
                    values = mask_values(personal, [cells.values[place] for place in self.places])
                    yield [str(text) for text in texts], values


def _shown(value: Decimal, kind: Kind) -> str:
    """A sum or an average with as many decimals as its column has."""
    return f"{round_half_up(value, 2 if kind is Kind.AMOUNT else 0):,}"


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
        self._wanted: int | None = None
        self._goes_there = False
        self._is_arranging = False
        self._sized = False
        self._percent = 0
        """The size of type for which the columns were measured."""
        self._wide: list[int] = []
        self.model = RecordModel(context, source)
        self.layout_now: Layout = load_layout(context.settings, source.name, source.columns)
        self.table = RecordTable(context.theme, self.model, name=source.title)
        self.frozen = FrozenRecords(context.theme, self.table, name=source.title)
        self.waiting = WaitingLine(context.theme, self.table)
        self.state = StatePanel(context.theme)
        self._skeleton = Skeleton(context.theme, left=10)
        for part in (self._skeleton, self.table, self.state.widget):
            self.addWidget(part)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLED_AFTER)
        self._settle.timeout.connect(self._tell_selection)
        self._keep = QTimer(self)
        self._keep.setSingleShot(True)
        self._keep.setInterval(300)
        self._keep.timeout.connect(self._keep_widths)
        self._connect()
        self._arrange()
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
        head.setSectionsMovable(True)
        head.setFirstSectionMovable(False)
        for one in (head, self.frozen.head):
            one.can_sort = self._can_sort
            one.sort_changed.connect(self._sort)
            one.menu_asked.connect(self._open_head_menu)
        head.sectionMoved.connect(lambda *_: self._keep_order())
        head.sectionResized.connect(lambda *_: self._keep.start())
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
        sentence = self._context.word_error(failure.refusal) if failure.refusal else None
        self.state.show(
            sentence.text if sentence else self.tr("The list could not be read"),
            sentence.remedy if sentence else "",
            drawing="error",
            tone="danger",
            verb=self.tr("Try again"),
            act=self.ask_again,
        )
        self.setCurrentWidget(self.state.widget)
        if failure.refusal is None:
            self._context.tasks.failed.emit(failure)

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

    def _block(self) -> list[Column]:
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
        place = self._places()[key]
        self.table.set_delegate(place, make(self.table))

    def _open_row(self, row: int) -> None:
        if 0 <= row < len(self.model.ids):
            self.opened.emit(self.model.ids[row])

    def _tell_selection(self) -> None:
        """How many are selected, and of the current column what they come to, as a spreadsheet tells it."""
        rows, block, ids = self.chosen_count, self._block(), self.chosen_ids()
        if rows * max(len(block), 1) < 2:
            self.selection_told.emit("")
            return
        text = self.tr("Selected: {count}").format(count=f"{rows:,}")
        if block:
            text = self.tr("Selected: {rows} × {columns}").format(rows=f"{rows:,}", columns=len(block))
        self.selection_told.emit(text)
        columns = [column for column in block or self._shown_columns() if column.kind.is_number]
        if not columns or not ids:
            return
        current = self.model.columns[max(self.table.currentIndex().column(), 0)]
        told = [current] if current.kind.is_number and not block else columns
        say = self._say_together if block and len(told) > 1 else self._say_sums
        source = self._source
        self._context.tasks.read(
            lambda _job: source.sum_lines(ids),
            done=lambda sums: self.selection_told.emit("   ".join([text, *say(told, sums)])),
            key=f"list/{source.name}/sums",
        )

    def _say_sums(self, told: Sequence[Column], sums: Mapping[str, tuple[int, Decimal]]) -> list[str]:
        """What each column comes to; of a single one the average too."""
        parts = []
        for column in told:
            known, total = sums.get(column.key, (0, Decimal()))
            if not known:
                continue
            said = self.tr("{title}: {count} values, sum {total}").format(
                title=column.title.replace("\n", " "),
                count=f"{known:,}",
                total=_shown(total, column.kind),
            )
            if len(told) == 1:
                said += self.tr(", average {mean}").format(mean=_shown(total / known, Kind.AMOUNT))
            parts.append(said)
        return parts

    def _say_together(self, told: Sequence[Column], sums: Mapping[str, tuple[int, Decimal]]) -> list[str]:
        """What all numbers of a block come to, as a spreadsheet tells it."""
        found = [sums.get(column.key, (0, Decimal())) for column in told]
        known = sum(count for count, _ in found)
        total = sum((part for _, part in found), Decimal())
        if not known:
            return []
        kind = Kind.AMOUNT if any(column.kind is Kind.AMOUNT for column in told) else Kind.WHOLE
        text = self.tr("{count} values, sum {total}, average {mean}")
        mean = _shown(total / known, Kind.AMOUNT)
        return [text.format(count=f"{known:,}", total=_shown(total, kind), mean=mean)]

    # ------------------------------------------------------------------------------------------ columns

    def _places(self) -> dict[str, int]:
        return {column.key: place for place, column in enumerate(self.model.columns)}

    def _shown_columns(self) -> list[Column]:
        places = self._places()
        return [
            self.model.columns[places[key]]
            for key in self.layout_now.order
            if not self.table.isColumnHidden(places[key])
        ]

    def _arrange(self) -> None:
        """Columns as the layout has them."""
        places, head = self._places(), self.table.head
        self._is_arranging = True
        for goal, key in enumerate(self.layout_now.order):
            head.moveSection(head.visualIndex(places[key]), goal)
            self.table.setColumnHidden(places[key], key in self.layout_now.hidden)
        self._is_arranging = False
        for key, width in self.layout_now.widths.items():
            if key in places:
                self.table.setColumnWidth(places[key], width)
        sort = self.layout_now.sort
        section = next(
            (place for place, one in enumerate(self.model.columns) if one.sort and one.sort == sort), -1
        )
        for view in (self.table, self.frozen):
            view.head.mark_sorted(section, descending=self.layout_now.descending)

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
        drawn, columns = self.layout_now.widths, self.model.columns
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

    def _keep_layout(self, layout: Layout) -> None:
        self.layout_now = replace(layout, is_own=True)
        keep_layout(self._context.settings, self._source.name, self.layout_now)

    def _keep_order(self) -> None:
        if self._is_arranging:
            return
        head = self.table.head
        keys = [self.model.columns[head.logicalIndex(place)].key for place in range(head.count())]
        self._keep_layout(replace(self.layout_now, order=tuple(keys)))

    def _keep_widths(self) -> None:
        """Keep the widths that the user has drawn; the first column's only where it does not fill the rest."""
        if not self._sized or not self.table.head.was_drawn:
            return
        places = self._places()
        widths = dict(self.layout_now.widths)
        for key in self.table.head.take_drawn():
            column = self.model.columns[key].key
            widths[column] = self.table.columnWidth(places[column])
            if places[column] == 0:
                self.table.fill_with(-1)
        self._keep_layout(replace(self.layout_now, widths=widths))

    def _can_sort(self, section: int) -> bool:
        return bool(self.model.columns[section].sort)

    def _sort(self, section: int, descending: bool) -> None:
        sort = self.model.columns[section].sort if section >= 0 else ""
        for view in (self.table, self.frozen):
            view.head.mark_sorted(section, descending=descending)
        self._keep_layout(replace(self.layout_now, sort=sort, descending=descending))
        query = self._source.sort_query(self.query, sort, descending=descending)
        self.table.verticalScrollBar().setValue(0)
        self.ask(query)
        self.sorted.emit()

    def sort_by(self, sort: str, *, descending: bool) -> None:
        """Sort as a saved view has it."""
        section = next(
            (place for place, one in enumerate(self.model.columns) if sort and one.sort == sort), -1
        )
        for view in (self.table, self.frozen):
            view.head.mark_sorted(section, descending=descending)
        self._keep_layout(replace(self.layout_now, sort=sort, descending=descending))

    def show_columns(self, keys: Sequence[str]) -> None:
        """Show the columns *keys* in this order, as a saved view has it, and hide all others."""
        known = [key for key in keys if key in self.layout_now.order]
        first = self.layout_now.order[0]
        shown = [first, *(key for key in known if key != first)]
        others = [key for key in self.layout_now.order if key not in shown]
        self._take_layout(replace(self.layout_now, order=(*shown, *others), hidden=frozenset(others)))

    def choose_columns(self) -> None:
        """Ask which columns to show, and in which order."""
        titles = {column.key: column.title.replace("\n", " ") for column in self.model.columns}
        sheet = ColumnSheet(self._context.theme, self.layout_now, titles)
        question = Question(self.tr("Columns of the list"), "", self.tr("Show"))
        self._context.ask.facts(question, sheet, taken=lambda: self._take_layout(sheet.answer()))

    def reset_columns(self) -> None:
        """Columns as in a fresh list, and a way back to those before."""
        before = self.layout_now
        forget_layout(self._context.settings, self._source.name)
        fresh = first_layout(self._source.columns)
        self.layout_now = replace(fresh, sort=self.layout_now.sort, descending=self.layout_now.descending)
        self._arrange()
        self._size_columns()
        told = self.tr("The columns are as at first.")
        undo = self.tr("Undo")
        self._context.say(Notice(told, action=undo, act=lambda: self._take_layout(before)))

    def _take_layout(self, layout: Layout) -> None:
        self._keep_layout(layout)
        self._arrange()
        self._size_columns()

    def _open_head_menu(self, section: int, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if section >= 0:
            column = self.model.columns[section]
            if column.sort:
                menu.addAction(self.tr("Sort ascending"), lambda: self._sort(section, False))
                menu.addAction(self.tr("Sort descending"), lambda: self._sort(section, True))
                menu.addAction(self.tr("Do not sort"), lambda: self._sort(-1, False))
                menu.addSeparator()
            if section > 0:
                menu.addAction(
                    self.tr("Hide this column"),
                    lambda: self._take_layout(with_column(self.layout_now, column.key, shown=False)),
                )
        menu.addAction(self.tr("Columns…"), self.choose_columns)
        menu.addAction(self.tr("Columns as at first"), self.reset_columns)
        if self._head_actions:
            menu.addSeparator()
        for name in self._head_actions:
            menu.addAction(self._context.actions[name])
        menu.popup(at)

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
        menu.addAction(self.tr("Copy"), lambda: self.copy_selection(with_header=False))
        menu.addAction(self.tr("Copy with titles"), lambda: self.copy_selection(with_header=True))
        cell = self.table.currentIndex()
        menu.addAction(self.tr("Copy cell"), lambda: self._copy_cell(cell.row(), cell.column()))
        menu.popup(at)

    # ---------------------------------------------------------------------------------- out of the list

    def take(self, ids: Sequence[int] | None = None, *, columns: Sequence[Column] = ()) -> Taken:
        """What is to leave the list: *columns*, or those shown, of the records *ids*, or of all that are shown."""
        columns = columns or self._shown_columns()
        return Taken(
            self._source, self.query, columns, [self.model.columns.index(one) for one in columns], ids
        )

    def shown_columns(self) -> list[Column]:
        """The columns that are shown, in order."""
        return self._shown_columns()

    def ids_to_take(self) -> list[int] | None:
        """What is exported or printed: the selected records where there are several, else (None) all that are shown."""
        return self.chosen_ids() if self.chosen_count > 1 else None

    def export_text(self) -> str:
        """What an export would write, in words."""
        ids = self.ids_to_take()
        if ids is None:
            return self.tr("Export the {count} rows shown").format(count=f"{self.record_count:,}")
        return self.tr("Export the {count} rows selected").format(count=f"{len(ids):,}")

    def copy_selection(self, with_header: bool) -> None:
        """Copy what is selected to the clipboard, lines or a block of cells, or say that it is too much."""
        if self.chosen_count > MOST_COPIED:
            self._refuse_copying()
            return
        ids = self.chosen_ids()
        if not ids:
            return
        across = self._block()
        taken = self.take(ids, columns=across)

        def work(job: Job) -> Block:
            rows = [values for _, values in taken.rows(job)]
            return copy_block(taken.columns, rows, with_header=with_header)

        def done(block: Block) -> None:
            QGuiApplication.clipboard().setMimeData(mime_of(block))
            told = self.tr("Copied {count} rows.").format(count=f"{len(ids):,}")
            if across:
                told = self.tr("Copied a block of {rows} × {columns}.").format(
                    rows=f"{len(ids):,}", columns=len(across)
                )
            self._context.say(Notice(told))

        self._context.tasks.read(work, done=done, key="list.copy", title=self.tr("Copying"))

    def _refuse_copying(self) -> None:
        export = next((name for name in self._row_actions if name.endswith(".export")), "")
        action = self._context.actions[export] if export else None
        self._context.say(
            Notice(
                self.tr("{count} rows are too many for the clipboard; nothing was copied.").format(
                    count=f"{self.chosen_count:,}"
                ),
                self.tr("Select at most {most} rows, or export the list.").format(most=f"{MOST_COPIED:,}"),
                tone="warn",
                action=self.export_text() if action is not None else "",
                act=None if action is None else action.trigger,
            )
        )

    def _copy_cell(self, row: int, column: int) -> None:
        cells = self.model.cells_at(row)
        if cells is not None and column >= 0:
            personal = self.model.columns[column].is_personal
            (text,) = mask_values([personal], [cells.texts[column]])
            QGuiApplication.clipboard().setText(str(text))
