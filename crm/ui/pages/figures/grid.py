"""The grid in which figures are entered, with the keys of a spreadsheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QRect, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFontMetrics, QKeyEvent, QKeySequence, QMouseEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QHeaderView

from crm.domain.pasting import Box
from crm.ui.pages.figures.cell_editor import CellEditor, step_of
from crm.ui.pages.figures.painting import MARGIN, Across, CellPainter, Down
from crm.ui.table.frozen import FrozenColumn
from crm.ui.theme import tokens as sizes
from crm.ui.theme.fonts import in_pixels, sized
from crm.ui.theme.style import draw_current_cell
from crm.ui.widgets.table import Header, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QWidget

    from crm.ui.pages.figures.model import EntryModel
    from crm.ui.theme.theme import Theme

_NAME_WIDTH, _NAMES_MOST = 232, 300
_LEAST = 88
_HEAD, _LINE = 52, 18
_LONG = 120
"""A title of more pixels is parted in two lines, where it has a blank."""
_SAMPLE = "-8,888,888.88"
"""A figure that any column has room for."""
_BY_TAB = {Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason}


class EntryHeader(Header):
    """An indicator's name over its unit; neither is ever cut."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self._look = theme
        self._heighten()
        theme.changed.connect(self._heighten)

    def _heighten(self) -> None:
        self.fit(1)

    def fit(self, lines: int) -> None:
        """Have room for names of so many *lines* in the chosen type."""
        height = _HEAD + (lines - 1) * _LINE
        self.setFixedHeight(max(height, in_pixels(height)))

    def lines(self, section: int) -> list[str]:
        """A name in one line, or in two where it is long and has a blank to part it at."""
        name, metrics = self._text(section).partition("\n")[0], self._strong()
        blanks = [place for place, letter in enumerate(name) if letter == " "]
        if not blanks or metrics.horizontalAdvance(name) <= _LONG:
            return [name]
        best = min(blanks, key=lambda place: abs(2 * place - len(name)))
        return [name[:best], name[best + 1 :]]

    def _strong(self) -> QFontMetrics:
        return QFontMetrics(sized(self.font(), sizes.SMALL, strong=True))

    def width_for(self, section: int) -> int:
        """How wide the widest of the lines is."""
        strong = max(self._strong().horizontalAdvance(line) for line in self.lines(section))
        unit = self._text(section).partition("\n")[2]
        small = QFontMetrics(sized(self.font(), sizes.CAPTION)).horizontalAdvance(unit)
        return max(strong, small) + 2 * MARGIN + 2

    def _text(self, section: int) -> str:
        return str(self.model().headerData(section, Qt.Orientation.Horizontal) or "")

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: D102 - Qt's own
        tokens = self._look.tokens
        painter.save()
        painter.fillRect(rect, QColor(tokens.surface2))
        painter.setPen(QColor(tokens.border))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.drawLine(rect.topRight(), rect.bottomRight())
        unit = self._text(logicalIndex).partition("\n")[2]
        name = "\n".join(self.lines(logicalIndex))
        side = Qt.AlignmentFlag.AlignRight if unit else Qt.AlignmentFlag.AlignLeft
        room = rect.adjusted(MARGIN, 4, -MARGIN, -6)
        painter.setFont(sized(self.font(), sizes.CAPTION))
        painter.setPen(QColor(tokens.text3))
        painter.drawText(room, side | Qt.AlignmentFlag.AlignBottom, unit)
        under = painter.fontMetrics().height() + 1 if unit else 0
        painter.setFont(sized(self.font(), sizes.SMALL, strong=True))
        painter.setPen(QColor(tokens.text2))
        place = Qt.AlignmentFlag.AlignBottom if unit else Qt.AlignmentFlag.AlignVCenter
        painter.drawText(room.adjusted(0, 0, 0, -under), side | place, name)
        painter.restore()


class FrozenNames(FrozenColumn):
    """The names, standing still while the figures are scrolled sideways."""

    def __init__(self, theme: Theme, of: EntryGrid, *, name: str) -> None:
        super().__init__(theme, of, name=name)
        self._grid = of

    def make_head(self, theme: Theme) -> Header:
        """Titles as in the grid."""
        return EntryHeader(theme, self)

    def dress(self) -> None:
        """Take over the head that goes with the model's columns."""
        for column in range(self.model().columnCount()):
            self.setColumnHidden(column, column > 0)
        self.place()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102 - Qt's own
        painter = QPainter(self.viewport())
        self._grid.paint_into(self, painter, event.rect())
        painter.setPen(QColor(self._grid.look.tokens.border_strong))
        right = self.viewport().width() - 1
        painter.drawLine(right, 0, right, self.viewport().height())
        painter.end()


class EntryGrid(Table):
    """Cells to type and paste into. Esc, then Tab, leads out of it."""

    paste_asked = Signal()
    cut_asked = Signal()
    clear_asked = Signal()
    fill_asked = Signal()

    def __init__(self, theme: Theme, model: EntryModel, *, name: str) -> None:
        super().__init__(theme, name=name, by_rows=False)
        self.look = theme
        self.entries = model
        self._keeps_tab = False
        self.head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.setModel(model)
        self.painter_of_cells = CellPainter(theme, model)
        self.editor = CellEditor(model, self)
        self.editor.ended.connect(self.step)
        self.setItemDelegate(self.editor)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.EditKeyPressed | triggers.AnyKeyPressed | triggers.DoubleClicked)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.frozen = FrozenNames(theme, self, name=name)
        theme.changed.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        self.painter_of_cells.dress()
        for view in (self, self.frozen):
            view.verticalHeader().setDefaultSectionSize(self.look.row_height)
        self.viewport().update()

    def make_head(self, theme: Theme) -> Header:
        """Titles over units."""
        return EntryHeader(theme, self)

    def lay_columns(self, widths: dict[str, int]) -> None:
        """Give each column its width: the one that was drawn before, else what its title and names or figures need."""
        if isinstance(self.head, EntryHeader):
            longest = max(
                (len(self.head.lines(column)) for column in range(self.entries.columnCount())), default=1
            )
            self.head.fit(longest)
        least = max(_LEAST, self.fontMetrics().horizontalAdvance(_SAMPLE) + 2 * MARGIN)
        names = max(in_pixels(_NAME_WIDTH), self.painter_of_cells.width_of_names())
        self.setColumnWidth(0, widths.get("", min(names, in_pixels(_NAMES_MOST))))
        for column, code in enumerate(self.entries.codes, start=1):
            self.setColumnWidth(column, widths.get(code, max(least, self.head.width_for(column))))
        self.frozen.dress()

    # ---------------------------------------------------------------- what is selected

    @property
    def box(self) -> Box | None:
        """The block around everything that is selected, else the current cell; None where there is none."""
        ranges = self._ranges()
        if ranges:
            return Box(
                min(one.top() for one in ranges),
                min(one.left() for one in ranges),
                max(one.bottom() for one in ranges),
                max(one.right() for one in ranges),
            )
        current = self.currentIndex()
        if not current.isValid():
            return None
        return Box(current.row(), current.column(), current.row(), current.column())

    def _ranges(self) -> list:  # type: ignore[type-arg]  # of Qt's selection ranges
        chosen = self.selectionModel().selection()
        return [chosen.at(place) for place in range(chosen.count())]

    def blocks(self) -> Iterator[Box]:
        """The selected blocks of cells that take figures, else the current cell; no cell twice."""
        ranges = self._ranges()
        if not ranges:
            box = self.box
            if box is not None and box.left > 0:
                yield box
            return
        for one in ranges:
            if one.right() > 0:
                yield Box(one.top(), max(one.left(), 1), one.bottom(), one.right())

    def cells(self) -> Iterator[tuple[int, int]]:
        """The cells of the blocks, each once."""
        for top, left, bottom, right in self.blocks():
            for row in range(top, bottom + 1):
                for column in range(left, right + 1):
                    yield row, column

    def choose(self, box: Box) -> None:
        """Select a block, the cursor at its first cell."""
        model = self.entries
        first = model.index(box.top, box.left)
        last = model.index(min(box.bottom, model.rowCount() - 1), min(box.right, model.columnCount() - 1))
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(first, flags.NoUpdate)
        self.selectionModel().select(QItemSelection(first, last), flags.ClearAndSelect)

    def go_to(self, row: int, column: int) -> None:
        """Put the cursor on a cell, which alone is selected then, and show it beside the frozen names."""
        index = self.entries.index(row, column)
        # Not as the view would do it: Shift, held for the way back, would add the cell to what is selected.
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().setCurrentIndex(index, flags)
        self.scrollTo(index)
        hidden = self.columnViewportPosition(column) - self.columnWidth(0)
        if column > 0 and self.horizontalScrollBar().value() > 0 and hidden < 0:
            self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() + hidden)

    # ---------------------------------------------------------------- keys

    def step(self, down: int, right: int) -> None:
        """Go on from the current cell; past a row's end the next row begins."""
        here, model = self.currentIndex(), self.entries
        row, column = here.row() + down, here.column() + right
        last = model.columnCount() - 1
        if right and column > last:
            row, column = row + 1, 1
        elif right and column < 1:
            row, column = row - 1, last
        self._keeps_tab = True
        if 0 <= row < model.rowCount():
            self.go_to(row, column)

    def finish_editing(self) -> None:
        """Take over what is being typed."""
        if self.editor.line is not None and self.state() == QAbstractItemView.State.EditingState:
            self.editor.finish(self.editor.line)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: D102 - Qt's own
        if not self.currentIndex().isValid() and self.entries.rowCount() and self.entries.columnCount() > 1:
            self.go_to(0, 1)  # the view itself would begin on a name, where nothing can be typed
        super().focusInEvent(event)
        if event.reason() in _BY_TAB:
            self._keeps_tab = False  # who comes by Tab goes on by Tab

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002, D102 - Qt's own
        return False if self._keeps_tab else super().focusNextPrevChild(next)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: D102 - Qt's own
        self._keeps_tab = True
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: D102 - Qt's own
        if event.key() == Qt.Key.Key_Escape:
            self._keeps_tab = False
            self.left.emit()
            return
        step = step_of(event)
        is_step = step is not None and event.key() not in {Qt.Key.Key_Up, Qt.Key.Key_Down}
        if is_step and step is not None and self.currentIndex().isValid():
            self.step(*step)
            return
        keys = QKeySequence.StandardKey
        for key, asked in (
            (keys.Paste, self.paste_asked),
            (keys.Cut, self.cut_asked),
            (keys.Delete, self.clear_asked),
        ):
            if event.matches(key):
                asked.emit()
                return
        if event.key() == Qt.Key.Key_Backspace and not event.modifiers():
            self.clear_asked.emit()
        elif event.key() == Qt.Key.Key_D and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.fill_asked.emit()
        else:
            self._keeps_tab = self._keeps_tab or event.key() not in {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}
            super().keyPressEvent(event)

    # ---------------------------------------------------------------- painting

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102 - Qt's own
        painter = QPainter(self.viewport())
        self.paint_into(self, painter, event.rect())
        painter.end()
        draw_current_cell(self, self.look.tokens.accent)

    def paint_into(self, view: Table, painter: QPainter, within: QRect) -> None:
        """Paint the cells that *view*, this one or that of the names, shows *within* a part of it."""
        rows = list(self._rows_within(view, within))
        seen = (0,) if view is self.frozen else range(self.entries.columnCount())
        covered = self.frozen.width() if view is self and self.frozen.isVisible() else 0
        columns = [
            Across(column, left, width)
            for column in seen
            if (width := view.columnWidth(column))
            and not view.isColumnHidden(column)
            and (left := view.columnViewportPosition(column)) <= within.right()
            and left + width > max(within.left(), covered)
        ]
        colours = self.painter_of_cells.colours
        painter.fillRect(within, colours.surface)
        for row, top, height in rows:
            if row == self._hovered:
                painter.fillRect(0, top, view.viewport().width(), height, colours.hover)
        self.painter_of_cells.paint_rows(painter, columns, rows, chosen=self._chosen_among(rows, columns))

    def _rows_within(self, view: Table, within: QRect) -> Iterator[Down]:
        first, last = view.rowAt(within.top()), view.rowAt(within.bottom())
        if first < 0:
            return
        for row in range(first, (last if last >= 0 else self.entries.rowCount() - 1) + 1):
            yield Down(row, view.rowViewportPosition(row), view.rowHeight(row))

    def _chosen_among(self, rows: list[Down], columns: list[Across]) -> dict[int, set[int]]:
        chosen: dict[int, set[int]] = {}
        ranges = self._ranges()
        if not rows or (len(ranges) == 1 and ranges[0].width() == ranges[0].height() == 1):
            return chosen  # of a cell alone the ring says enough, and its own ground stays to be seen
        first, last = rows[0].number, rows[-1].number
        for one in ranges:
            seen = range(max(one.top(), first), min(one.bottom(), last) + 1)
            for column, _, _ in columns:
                if seen and one.left() <= column <= one.right():
                    chosen.setdefault(column, set()).update(seen)
        return chosen
