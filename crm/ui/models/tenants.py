"""The table of tenants: an ordered vector of ids, and pages of lines that are read when they are looked at.

A hundred thousand rows cost eight bytes each; a page of 128 lines is read on a reader thread and kept while near.
"""

from __future__ import annotations

from array import array
from collections import OrderedDict
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush, QColor

from crm.domain.quantity import UNITS
from crm.services.tenants import get_tenant_lines
from crm.ui.labels import NOTHING, amount

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from PySide6.QtCore import QModelRoleData, QModelRoleDataSpan

    from crm.domain.lifecycle import Stage
    from crm.domain.period import Period
    from crm.ui.context import Context

PAGE = 128
_PAGES_KEPT = 64
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
_AHEAD = 1
"""Pages read beside the one that is looked at."""

AnyIndex = QModelIndex | QPersistentModelIndex


class Line(Protocol):
    """What the table shows of a tenant."""

    @property
    def name(self) -> str:
        """The registered name."""

    @property
    def external_id(self) -> str:
        """The incubator's own number."""

    @property
    def stage(self) -> Stage | None:
        """Where it stands now."""

    @property
    def technology_field(self) -> str:
        """The code of its technology field."""

    @property
    def room(self) -> str:
        """Its rooms."""

    @property
    def area(self) -> int | None:
        """In 0.01 m²."""

    @property
    def employees(self) -> int | None:
        """At the end of the period."""

    @property
    def revenue(self) -> int | None:
        """In fen, of the period."""

    @property
    def figures_period(self) -> Period | None:
        """The last period with figures."""

    @property
    def moved_in_on(self) -> date | None:
        """Its first day in the house."""


class Column(NamedTuple):
    """A column: what it is called, by what it is sorted (nothing where it cannot be), how wide it gets at most."""

    key: str
    title: str
    sort: str
    is_number: bool = False
    is_quiet: bool = False
    most: int = 200


class TenantTable(QAbstractTableModel):
    """Tenants in the order of a query."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.columns = self._list_columns()
        self._alignments = [_RIGHT if column.is_number else _LEFT for column in self.columns]
        self._ids: array[int] = array("q")
        self._texts: OrderedDict[int, list[tuple[str, ...]]] = OrderedDict()
        self._lines: dict[int, Line] = {}
        self._asked: set[int] = set()
        self._edition = 0
        self._quiet = QBrush()
        self._recolour()
        context.theme.changed.connect(self._recolour)

    def _list_columns(self) -> tuple[Column, ...]:
        return (
            Column("name", self.tr("Name"), "name"),
            Column("external_id", self.tr("Number"), "external_id", is_quiet=True, most=130),
            Column("stage", self.tr("Stage"), "stage_since", most=120),
            Column("technology_field", self.tr("Technology field"), "technology_field", most=170),
            Column("room", self.tr("Room"), "room", is_quiet=True, most=110),
            Column("area", self.tr("Area (m²)"), "area", is_number=True),
            Column("employees", self.tr("Employees"), "employees", is_number=True),
            Column("revenue", self.tr("Income (10k yuan)"), "revenue", is_number=True),
            Column("period", self.tr("Period"), "", is_quiet=True),
            Column("moved_in_on", self.tr("Moved in on"), "moved_in_on", is_quiet=True),
        )

    @property
    def ids(self) -> array[int]:
        """The ids in order."""
        return self._ids

    def show(self, ids: array[int], lines: Mapping[int, Line]) -> None:
        """Show *ids*; *lines* are those of the first page, so that nothing is blank at first."""
        self.beginResetModel()
        self._edition += 1
        self._ids = ids
        self._texts.clear()
        self._lines.clear()
        self._asked.clear()
        if len(ids):
            self._keep_page(0, lines)
        self.endResetModel()

    def line_at(self, row: int) -> Line | None:
        """The line of a row; None while it is being read."""
        return self._lines.get(self._ids[row]) if 0 <= row < len(self._ids) else None

    def row_of(self, tenant_id: int) -> int:
        """The row of a tenant; -1 where it is not among them."""
        try:
            return self._ids.index(tenant_id)
        except ValueError:
            return -1

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008, D102 - Qt's own
        return 0 if parent.isValid() else len(self._ids)

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
        return self._answer(index.row(), index.column(), role)

    def multiData(  # noqa: D102 - Qt's own
        self, index: AnyIndex, roleDataSpan: QModelRoleDataSpan | QModelRoleData
    ) -> None:
        # One call for all the roles of a cell instead of one for each: seven times fewer calls a repaint.
        column = index.column()
        row = self._row(index.row())
        span: Any = roleDataSpan  # Qt's stubs do not know that a span has members
        for place in range(span.size()):
            asked = span[place]
            role = asked.role()
            if role == _DISPLAY:
                asked.setData(row[column])
            elif role == _ALIGNMENT:
                asked.setData(self._alignments[column])
            elif role == _FOREGROUND and self.columns[column].is_quiet:
                asked.setData(self._quiet)
            else:
                asked.clearData()

    def _answer(self, row: int, column: int, role: int) -> object:
        if role == _DISPLAY:
            return self._row(row)[column]
        if role == _ALIGNMENT:
            return self._alignments[column]
        if role == _FOREGROUND:
            return self._quiet if self.columns[column].is_quiet else None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.columns[column].title} {self._row(row)[column]}"
        if role == Qt.ItemDataRole.UserRole:
            line = self.line_at(row)
            return None if line is None else line.stage
        return None

    def _row(self, row: int) -> tuple[str, ...]:
        page, place = divmod(row, PAGE)
        texts = self._texts.get(page)
        if texts is None:
            for near in (page, page + _AHEAD, page - _AHEAD):
                self._ask_page(near)
            return ("",) * len(self.columns)
        return texts[place]

    def _ask_page(self, page: int) -> None:
        ids = list(self._ids[page * PAGE : (page + 1) * PAGE]) if page >= 0 else []
        if not ids or page in self._texts or page in self._asked:
            return
        self._asked.add(page)
        edition, workplace = self._edition, self._context.workplace

        def done(lines: Mapping[int, Line]) -> None:
            if edition == self._edition:
                self._asked.discard(page)
                self._keep_page(page, lines)
                first, last = page * PAGE, page * PAGE + len(ids) - 1
                self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1))

        self._context.tasks.read(lambda _job: get_tenant_lines(workplace, ids), done=done)

    def _keep_page(self, page: int, lines: Mapping[int, Line]) -> None:
        ids = self._ids[page * PAGE : (page + 1) * PAGE]
        blank = ("",) * len(self.columns)
        self._texts[page] = [self._texts_of(lines[one]) if one in lines else blank for one in ids]
        self._lines.update(lines)
        while len(self._texts) > _PAGES_KEPT:
            gone, _ = self._texts.popitem(last=False)
            for one in self._ids[gone * PAGE : (gone + 1) * PAGE]:
                self._lines.pop(one, None)

    def _texts_of(self, line: Line) -> tuple[str, ...]:
        labels = self._context.labels
        return (
            line.name,
            line.external_id,
            labels.stage(line.stage),
            labels.term("technology_field", line.technology_field) or NOTHING,
            line.room or NOTHING,
            amount(line.area, UNITS["square_metre"]),
            NOTHING if line.employees is None else f"{line.employees:,}",
            amount(line.revenue, UNITS["ten_thousand_yuan"]),
            NOTHING if line.figures_period is None else labels.period(line.figures_period),
            NOTHING if line.moved_in_on is None else line.moved_in_on.isoformat(),
        )

    def _recolour(self) -> None:
        self._quiet = QBrush(QColor(self._context.theme.tokens.text2))
