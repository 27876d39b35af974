"""The window's table: painted from the palette, opaque so that scrolling moves pixels, with a quiet header."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QLine, QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from crm.ui.theme import tokens as sizes
from crm.ui.theme.fonts import sized
from crm.ui.theme.style import TableStyle, draw_current_cell, hair
from crm.ui.widgets.text import ground

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from PySide6.QtWidgets import QStyle, QWidget

    from crm.ui.theme.theme import Theme

_ARROW = 14
_MARGIN = 10
_CLOSING = "）"
AnyIndex = QModelIndex | QPersistentModelIndex


class Header(QHeaderView):
    """Column titles. A click sorts: first upwards, then downwards, then as at first."""

    sort_changed = Signal(int, bool)
    """Column (-1 for none) and whether downwards."""
    menu_asked = Signal(int, QPoint)
    """A column, and where on the screen."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self.sorted_by = -1
        self.descending = False
        self.can_sort: Callable[[int], bool] = lambda _section: False
        self.setFixedHeight(sizes.HEADER)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(40)
        self.setResizeContentsPrecision(50)
        self.setSectionsClickable(True)
        self.sectionClicked.connect(self._sort)
        self._drawn: set[int] = set()
        self._is_drawing = False
        self.sectionResized.connect(self._note_drawn)
        theme.changed.connect(self.viewport().update)

    def width_for(self, section: int) -> int:
        """How wide a section's title is, with room for the arrow."""
        text = str(self.model().headerData(section, Qt.Orientation.Horizontal) or "")
        metrics = QFontMetrics(sized(self.font(), sizes.SMALL, strong=True))
        return max(metrics.horizontalAdvance(part) for part in text.split("\n")) + 2 * _MARGIN + _ARROW

    def mark_sorted(self, section: int, *, descending: bool) -> None:
        """Show by what the rows are sorted."""
        self.sorted_by, self.descending = section, descending
        self.viewport().update()

    def sort_by(self, section: int, *, descending: bool) -> None:
        """Sort by a section, as a click on it would; by none where it is -1."""
        self.mark_sorted(section, descending=descending)
        self.sort_changed.emit(section, descending)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: D102 - Qt's own
        self.menu_asked.emit(self.logicalIndexAt(event.pos()), event.globalPos())

    @property
    def was_drawn(self) -> bool:
        """Whether somebody has drawn a section to another width since `take_drawn` was asked."""
        return bool(self._drawn)

    def take_drawn(self) -> set[int]:
        """The sections that somebody has drawn to another width."""
        drawn, self._drawn = self._drawn, set()
        return drawn

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: D102 - Qt's own
        self._is_drawing = True
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: D102 - Qt's own
        super().mouseReleaseEvent(event)
        self._is_drawing = False

    def _note_drawn(self, section: int, *_: int) -> None:
        if self._is_drawing:
            self._drawn.add(section)

    def _sort(self, section: int) -> None:
        if not self.can_sort(section):
            return
        if section != self.sorted_by:
            self.sort_by(section, descending=False)
        elif not self.descending:
            self.sort_by(section, descending=True)
        else:
            self.sort_by(-1, descending=False)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: D102 - Qt's own
        tokens = self._theme.tokens
        painter.save()
        painter.fillRect(rect, QColor(tokens.surface2))
        painter.setPen(QColor(tokens.border))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        role = Qt.ItemDataRole.TextAlignmentRole
        is_right = bool(
            int(self.model().headerData(logicalIndex, Qt.Orientation.Horizontal, role) or 0)
            & Qt.AlignmentFlag.AlignRight.value
        )
        room = rect.adjusted(_MARGIN, 0, -_MARGIN, -1)
        painter.setFont(sized(self.font(), sizes.SMALL, strong=True))
        painter.setPen(QColor(tokens.text if logicalIndex == self.sorted_by else tokens.text2))
        text = str(self.model().headerData(logicalIndex, Qt.Orientation.Horizontal) or "")
        side = Qt.AlignmentFlag.AlignRight if is_right else Qt.AlignmentFlag.AlignLeft
        if logicalIndex == self.sorted_by:
            width = QFontMetrics(painter.font()).horizontalAdvance(text)
            left = room.right() - width - _ARROW - 2 if is_right else room.left() + width + 3
            arrow = QRect(
                min(left, rect.right() - _ARROW), room.center().y() - _ARROW // 2 + 1, _ARROW, _ARROW
            )
            drawing = "down" if self.descending else "up"
            self._theme.icons.get(drawing, tone="accent").paint(painter, arrow)
        if "\n" not in text:
            text = QFontMetrics(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        if is_right and text.endswith(
            _CLOSING
        ):  # half of it is blank: what can be seen ends where the numbers end
            room.translate(QFontMetrics(painter.font()).horizontalAdvance(_CLOSING) // 2, 0)
        painter.drawText(room, side | Qt.AlignmentFlag.AlignVCenter, text)
        painter.restore()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102 - Qt's own
        painter = QPainter(self.viewport())
        tokens = self._theme.tokens
        painter.fillRect(self.viewport().rect(), QColor(tokens.surface2))
        painter.setPen(QColor(tokens.border))
        bottom = self.viewport().rect().bottom()
        painter.drawLine(0, bottom, self.viewport().width(), bottom)
        painter.end()
        super().paintEvent(event)


class Table(QTableView):
    """A table of rows. Enter or a double click opens the current one."""

    opened = Signal(int)
    left = Signal()
    """Esc was pressed."""
    copy_asked = Signal(bool)
    """Ctrl+C; with the titles where Shift is held too."""
    menu_asked = Signal(int, QPoint)
    """A row, and where on the screen."""
    hovered = Signal(int)
    typed = Signal(str)
    """Somebody types into the list: they look for something."""

    def __init__(self, theme: Theme, *, name: str, row_height: int = sizes.ROW, by_rows: bool = True) -> None:
        super().__init__()
        self._theme = theme
        self._filler = -1
        self._sharing: dict[int, int] = {}
        self._hovered = -1
        self._least = 200
        self.covered = 0
        """How much of it lies under a frozen column, at the left."""
        self._yielding: Sequence[int] = ()
        self._table_style = TableStyle(margin=_MARGIN)
        self.setStyle(self._table_style)
        self.setAccessibleName(name)
        self.head = self.make_head(theme)
        self.setHorizontalHeader(self.head)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(20)
        rows.setDefaultSectionSize(row_height)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setCornerWidget(ground("surface"))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        if by_rows:
            self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setMouseTracking(True)
        self.doubleClicked.connect(lambda index: self.opened.emit(index.row()))
        theme.changed.connect(self.viewport().update)

    def make_head(self, theme: Theme) -> Header:
        """The titles of the columns."""
        return Header(theme, self)

    def fill_with(self, column: int, *, least: int = 200, sharing: Mapping[int, int] | None = None) -> None:
        """Let *column* take what the others leave of the width, but not less than *least*.

        *sharing* are columns with what they need: what is left beyond that is shared among them.
        """
        self._filler, self._least, self._sharing = column, least, dict(sharing or {})
        self._stretch()

    def leave_filling(self, drawn: Iterable[int]) -> None:
        """No column fills the room any more where the one that did is among those *drawn* by hand."""
        for column in drawn:
            self._sharing.pop(column, None)
            if column == self._filler:
                self._filler = -1

    def yield_columns(self, columns: Sequence[int]) -> None:
        """Where there is no room for all, hide *columns*, the first one first."""
        self._yielding = columns
        self._stretch()

    def selected_rows(self) -> list[range]:
        """The rows selected, as ranges: a hundred thousand are one."""
        chosen = self.selectionModel().selection()
        parts = (chosen.at(place) for place in range(chosen.count()))
        return [range(part.top(), part.bottom() + 1) for part in parts]

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: D102 - Qt's own
        had_cursor = self.currentIndex().isValid()
        super().focusInEvent(event)
        if not had_cursor and self.currentIndex().isValid():
            # Qt puts the cursor onto the first row and selects nothing; keys that act on what is selected did nothing.
            self.selectionModel().select(self.currentIndex(), self.selectionCommand(self.currentIndex()))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: D102 - Qt's own
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers():
            if self.currentIndex().isValid():
                self.opened.emit(self.currentIndex().row())
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() == Qt.Key.Key_C and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.copy_asked.emit(bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:  # noqa: D102 - Qt's own
        # Qt would go through all rows here, a hundred thousand of them, and only through the names' beginnings.
        if search.strip():
            self.typed.emit(search)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: D102 - Qt's own
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        if not index.isValid():
            return
        if not self.selectionModel().isSelected(index):
            self.setCurrentIndex(index)
        at = self.visualRect(index).center() if by_key else event.pos()
        self.menu_asked.emit(index.row(), self.viewport().mapToGlobal(at))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: D102 - Qt's own
        super().mouseMoveEvent(event)
        self.hover(self.rowAt(event.position().toPoint().y()))

    def leaveEvent(self, event: QEvent) -> None:  # noqa: D102 - Qt's own
        super().leaveEvent(event)
        self.hover(-1)

    def hover(self, row: int) -> None:
        """Tint the row that the mouse is over; -1 for none."""
        if row == self._hovered:
            return
        before, self._hovered = self._hovered, row
        for one in (before, row):
            if one >= 0:
                top, height = self.rowViewportPosition(one), self.rowHeight(one)
                self.viewport().update(0, top, self.viewport().width(), height)
        self.hovered.emit(row)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102 - Qt's own
        super().resizeEvent(event)
        self._stretch()

    def scrollContentsBy(self, dx: int, dy: int) -> None:  # noqa: D102 - Qt's own
        if dx or not self.covered:
            super().scrollContentsBy(dx, dy)
            return
        # Qt moves no pixels of a widget that another one covers, it paints all of it again; so we move the rest.
        port, rows = self.viewport(), self.verticalHeader()
        before = rows.offset()
        port.setAttribute(Qt.WidgetAttribute.WA_UpdatesDisabled, True)
        super().scrollContentsBy(dx, dy)
        port.setAttribute(Qt.WidgetAttribute.WA_UpdatesDisabled, False)
        port.scroll(0, before - rows.offset(), port.rect().adjusted(self.covered, 0, 0, 0))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102 - Qt's own
        if self._hovered >= 0:
            painter = QPainter(self.viewport())
            top, height = self.rowViewportPosition(self._hovered), self.rowHeight(self._hovered)
            painter.fillRect(0, top, self.viewport().width(), height, QColor(self._theme.tokens.row_hover))
            painter.end()
        super().paintEvent(event)
        self._rule_rows(event.rect())
        draw_current_cell(self, self._theme.tokens.accent)

    def _rule_rows(self, within: QRect) -> None:
        """A hair line under each row that is seen."""
        first, last = self.rowAt(within.top()), self.rowAt(within.bottom())
        if first < 0:
            return
        rows = self.verticalHeader()  # a small table is sorted by moving its rows there
        last_seen = self.model().rowCount() - 1 if last < 0 else rows.visualIndex(last)
        width = self.viewport().width()
        lines = []
        for seen in range(rows.visualIndex(first), last_seen + 1):
            row = rows.logicalIndex(seen)
            bottom = self.rowViewportPosition(row) + self.rowHeight(row) - 1
            lines.append(QLine(0, bottom, width, bottom))
        painter = QPainter(self.viewport())
        painter.setPen(hair(self._theme.tokens.border, self.devicePixelRatioF()))
        painter.drawLines(lines)
        painter.end()

    def _stretch(self) -> None:
        if self._filler < 0 or self.model() is None:
            return
        for column in self._yielding:
            self.setColumnHidden(column, False)
        others = [column for column in range(self.model().columnCount()) if column != self._filler]
        room = self.viewport().width() - sum(map(self._need, others))
        for column in self._yielding:
            if room >= self._least:
                break
            room += self._need(column)
            self.setColumnHidden(column, True)
        sharing = [column for column in others if column in self._sharing and not self.isColumnHidden(column)]
        spare = max(room - self._sharing.get(self._filler, room), 0) // (len(sharing) + 1)
        for column in sharing:
            self.setColumnWidth(column, self._sharing[column] + spare)
        self.setColumnWidth(self._filler, max(self._least, room - spare * len(sharing)))

    def _need(self, column: int) -> int:
        """How wide a column is before anything is shared."""
        return 0 if self.isColumnHidden(column) else self._sharing.get(column, self.columnWidth(column))


def inset(table: QWidget) -> QFrame:
    """*table* so far from both edges that its texts stand below the page's title and its last button."""
    made = ground("surface")
    row = QHBoxLayout(made)
    row.setContentsMargins(sizes.MARGIN - _MARGIN, 0, sizes.MARGIN - _MARGIN, 0)
    row.addWidget(table)
    return made


class TagDelegate(QStyledItemDelegate):
    """Paints a cell's text as a tag: tinted text on a soft ground of the same colour."""

    def __init__(self, theme: Theme, tones: Callable[[object], tuple[str, str]], table: Table) -> None:
        super().__init__(table)
        self._table = table
        self._theme = theme
        self._tones = tones

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:  # noqa: D102 - Qt's own
        text = str(index.data() or "")
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        chosen = bool(state & state.State_Selected)
        tokens = self._theme.tokens
        if chosen:
            painter.fillRect(rect, QColor(tokens.row_sel))
        if text:
            tone, soft = self._tones(index.data(Qt.ItemDataRole.UserRole))
            paint_tag(
                painter,
                rect.adjusted(_MARGIN, 0, -4, 0),
                text,
                colours=(getattr(tokens, tone), getattr(tokens, soft)),
            )

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:  # noqa: D102 - Qt's own
        text = str(index.data() or "")
        metrics = QFontMetrics(sized(option.font, sizes.CAPTION))
        return QSize(metrics.horizontalAdvance(text) + 16 + 2 * _MARGIN, sizes.ROW)


def paint_tag(painter: QPainter, room: QRect, text: str, *, colours: tuple[str, str]) -> int:
    """Paint a tag at the left of *room*, in the middle of its height; its width is the answer."""
    font = sized(painter.font(), sizes.CAPTION)
    width = min(QFontMetrics(font).horizontalAdvance(text) + 16, room.width())
    tag = QRect(room.left(), room.center().y() - 9, width, 20)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colours[1]))
    painter.drawRoundedRect(tag, 4, 4)
    painter.setFont(font)
    painter.setPen(QColor(colours[0]))
    shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, width - 8)
    painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, shown)
    painter.restore()
    return width
