"""The rows of a list: an ordered vector of ids, and pages of lines that are read when they are looked at.

A hundred thousand rows cost eight bytes each. The first page comes with the count, the vector of ids follows; a page of
64 lines is read on a reader thread and kept while it is near.
"""

from __future__ import annotations

from array import array
from collections import OrderedDict
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, QTimer
from PySide6.QtGui import QBrush, QColor

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtCore import QModelRoleData, QModelRoleDataSpan

    from crm.ui.context import Context
    from crm.ui.table.source import Beginning, Cells, Column, Source

PAGE = 64
_PAGES_KEPT = 128
_UNTIL_AHEAD = 30
"""Milliseconds after which the pages beside the one looked at are read: a reader beside the painter delays it."""
_DISPLAY, _ALIGNMENT, _FOREGROUND = (
    int(role)
    for role in (
        Qt.ItemDataRole.DisplayRole,
        Qt.ItemDataRole.TextAlignmentRole,
        Qt.ItemDataRole.ForegroundRole,
    )
)
_LEFT = (Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter).value
_RIGHT = (Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter).value

AnyIndex = QModelIndex | QPersistentModelIndex


class RecordModel(QAbstractTableModel):
    """Records in the order of a query."""

    def __init__(self, context: Context, source: Source) -> None:
        super().__init__()
        self._context = context
        self._source = source
        self.columns: Sequence[Column] = source.columns
        self._alignments = [_RIGHT if column.kind.is_number else _LEFT for column in self.columns]
        self._blank = ("",) * len(self.columns)
        self._count = 0
        self._ids: array[int] = array("q")
        self._pages: OrderedDict[int, list[Cells | None]] = OrderedDict()
        self._asked: set[int] = set()
        self._looked_at = 0
        self._ahead = QTimer(self, singleShot=True, interval=_UNTIL_AHEAD)
        self._ahead.timeout.connect(self._ask_neighbours)
        self._edition = 0
        self._quiet = QBrush()
        self._recolour()
        context.theme.changed.connect(self._recolour)

    @property
    def ids(self) -> array[int]:
        """The ids in order; those of the first page alone until all are known."""
        return self._ids

    @property
    def is_complete(self) -> bool:
        """Whether the ids of all rows are known."""
        return len(self._ids) == self._count

    def begin(self, beginning: Beginning) -> int:
        """Show the first page of another query; the number to complete it with."""
        self.beginResetModel()
        self._edition += 1
        self._count = beginning.count
        self._ids = array("q", (one for one, _ in beginning.lines))
        self._pages.clear()
        self._asked.clear()
        for page in range(0, len(self._ids), PAGE):
            self._pages[page // PAGE] = [cells for _, cells in beginning.lines[page : page + PAGE]]
        self.endResetModel()
        return self._edition

    def complete(self, edition: int, ids: array[int]) -> bool:
        """All ids of the query that began with *edition* are known. Whether they go on as it began.

        Where something was written in between, another number of records may fit, or others may come first: then the
        list must begin again.
        """
        if edition != self._edition:
            return True
        if len(ids) != self._count or ids[: len(self._ids)] != self._ids:
            return False
        self._ids = ids
        self._asked.clear()
        if self._count:
            self.dataChanged.emit(self.index(0, 0), self.index(self._count - 1, len(self.columns) - 1))
        return True

    def cells_at(self, row: int) -> Cells | None:
        """What a row says; None while it is being read."""
        page, place = divmod(row, PAGE)
        cells = self._pages.get(page)
        return cells[place] if row >= 0 and cells is not None and place < len(cells) else None

    def row_of(self, record_id: int) -> int:
        """The row of a record; -1 where it is not among them."""
        try:
            return self._ids.index(record_id)
        except ValueError:
            return -1

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008, D102 - Qt's own
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008, D102 - Qt's own
        return 0 if parent.isValid() else len(self.columns)

    def headerData(  # noqa: D102 - Qt's own
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignments[section]
        return None

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:  # noqa: D102 - Qt's own
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        if role == _DISPLAY:
            return self.texts_at(row)[column]
        if role == _ALIGNMENT:
            return self._alignments[column]
        if role == _FOREGROUND:
            return self._quiet if self.columns[column].is_quiet else None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.columns[column].title} {self.texts_at(row)[column]}"
        if role == Qt.ItemDataRole.UserRole:
            cells = self.cells_at(row)
            return None if cells is None else cells.record
        return None

    def multiData(  # noqa: D102 - Qt's own
        self, index: AnyIndex, roleDataSpan: QModelRoleDataSpan | QModelRoleData
    ) -> None:
        # One call for all the roles of a cell instead of one for each: seven times fewer calls a repaint.
        column = index.column()
        texts = self.texts_at(index.row())
        span: Any = roleDataSpan  # Qt's stubs do not know that a span has members
        for place in range(span.size()):
            asked = span[place]
            role = asked.role()
            if role == _DISPLAY:
                asked.setData(texts[column])
            elif role == _ALIGNMENT:
                asked.setData(self._alignments[column])
            elif role == _FOREGROUND and self.columns[column].is_quiet:
                asked.setData(self._quiet)
            else:
                asked.clearData()

    def texts_at(self, row: int) -> tuple[str, ...]:
        """What the cells of a row say; blanks, and the row is asked for, while it has not been read."""
        page, place = divmod(row, PAGE)
        cells = self._pages.get(page)
        if cells is None:
            self._ask_page(page)
            return self._blank
        if place >= len(cells):
            return self._blank
        here = cells[place]
        return self._blank if here is None else here.texts

    def _ask_page(self, page: int, *, near: bool = True) -> None:
        ids = self._ids[page * PAGE : (page + 1) * PAGE] if page >= 0 else array("q")
        if not ids or page in self._pages or page in self._asked:
            return
        self._asked.add(page)
        edition, source, wanted = self._edition, self._source, list(ids)

        def done(lines: Mapping[int, Cells]) -> None:
            if edition != self._edition:
                return
            self._asked.discard(page)
            self._keep_page(page, [lines.get(one) for one in wanted])
            first = page * PAGE
            last = first + len(wanted) - 1
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1))
            if near:
                self._looked_at = page
                self._ahead.start()

        self._context.tasks.read(lambda _job: source.get_lines(wanted), done=done)

    def _ask_neighbours(self) -> None:
        self._ask_page(self._looked_at + 1, near=False)
        self._ask_page(self._looked_at - 1, near=False)

    def _keep_page(self, page: int, cells: list[Cells | None]) -> None:
        self._pages[page] = cells
        while len(self._pages) > _PAGES_KEPT:
            self._pages.popitem(last=False)

    def _recolour(self) -> None:
        self._quiet = QBrush(QColor(self._context.theme.tokens.text2))
