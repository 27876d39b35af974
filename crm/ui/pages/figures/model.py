"""The grid's rows and columns over the book: what each cell shows, and what is entered into it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from crm.domain.entry import exact_text, read_entry
from crm.domain.text import name_key
from crm.ui.pages.figures.book import Filled
from crm.ui.pages.figures.words import filled_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from crm.domain.entry import Entry, FigureKey
    from crm.domain.indicators import Indicator
    from crm.services.entry import EntryTenant
    from crm.ui.pages.figures.book import Book
    from crm.ui.pages.figures.words import CellWords

AnyIndex = QModelIndex | QPersistentModelIndex
CellText = tuple[int, int, str]
"""Row, column, and what is typed there."""
_NAME = 0
_FACES_KEPT = 20_000
_RIGHT = (Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter).value
_LEFT = (Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter).value


class Face(NamedTuple):
    """How a cell looks: its figure, else that of the last period; what is wrong about it, and whether it is saved."""

    text: str
    ghost: str
    tone: str
    unsaved: bool


class RowFace(NamedTuple):
    """How a name looks: how far its row is, as a state and in numbers where there are gaps."""

    state: Filled
    told: str


class EntryModel(QAbstractTableModel):
    """Tenants down, indicators across; the first column is the tenant's name and takes nothing."""

    entered = Signal()
    """Something was entered, undone or saved: counts and marks are others now."""

    def __init__(self, book: Book, words: CellWords) -> None:
        super().__init__()
        self.book = book
        self.words = words
        self.rows: list[EntryTenant] = []
        self.columns: list[Indicator] = []
        self._row_of: dict[int, int] = {}
        self._row_named: dict[str, int] = {}
        self._states = filled_words()
        self._faces: dict[FigureKey, Face] = {}
        self._row_faces: dict[int, RowFace] = {}

    # ---------------------------------------------------------------- which cells

    def show(self, rows: Sequence[EntryTenant], columns: Sequence[Indicator]) -> None:
        """Show other rows and columns; where they are the same, only what they say may be something else."""
        ids = [one.id for one in rows]
        self._faces.clear()
        self._row_faces.clear()
        if ids == [one.id for one in self.rows] and list(columns) == self.columns:
            self.rows = list(rows)
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns))
            self.tell(ids)
            return
        self.beginResetModel()
        self.rows, self.columns = list(rows), list(columns)
        self._row_of = {one.id: row for row, one in enumerate(self.rows)}
        self._row_named = {name_key(one.name): row for row, one in enumerate(self.rows)}
        self.endResetModel()
        self.entered.emit()

    @property
    def codes(self) -> list[str]:
        """The indicators shown."""
        return [one.code for one in self.columns]

    def key(self, row: int, column: int) -> FigureKey:
        """Whose figure a cell is, and of which indicator."""
        return self.rows[row].id, self.columns[column - 1].code

    def find_row(self, name: str) -> int | None:
        """The row of the tenant called *name*."""
        return self._row_named.get(name_key(name))

    def place(self, key: FigureKey) -> tuple[int, int] | None:
        """Where a cell is shown."""
        row, codes = self._row_of.get(key[0]), self.codes
        return (row, codes.index(key[1]) + 1) if row is not None and key[1] in codes else None

    # ---------------------------------------------------------------- entering

    def read(self, cells: Iterable[CellText]) -> list[tuple[FigureKey, Entry]]:
        """What *cells* say; touches nothing, and so may be called on a worker."""
        blanks, unit_of = self.book.blanks, self.words.unit
        return [
            (
                self.key(row, column),
                read_entry(text, self.columns[column - 1], unit_of(self.columns[column - 1]), blanks=blanks),
            )
            for row, column, text in cells
        ]

    def enter(self, title: str, entries: Sequence[tuple[FigureKey, Entry | None]]) -> bool:
        """Enter into several cells as one step; whether anything changed by it."""
        tenants = self.book.put(title, entries)
        if tenants:
            self.tell(tenants)
        return bool(tenants)

    def tell(self, tenants: Iterable[int]) -> None:
        """The rows of *tenants* are others now: one signal for all of them."""
        told = list(tenants)
        for tenant in told:
            self._row_faces.pop(tenant, None)
            for code in self.book.indicators:
                self._faces.pop((tenant, code), None)
        rows = [row for tenant in told if (row := self._row_of.get(tenant)) is not None]
        if rows:
            self.dataChanged.emit(self.index(min(rows), 0), self.index(max(rows), len(self.columns)))
        self.entered.emit()

    def setData(self, index: AnyIndex, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: D102 - Qt's own
        if role != Qt.ItemDataRole.EditRole or not index.isValid() or index.column() == _NAME:
            return False
        text = str(value)
        if text == self.edit_text(index.row(), index.column()):
            return False
        indicator = self.columns[index.column() - 1]
        title = self.tr("Enter {indicator} for {name}").format(
            indicator=self.words.name(indicator), name=self.rows[index.row()].name
        )
        return self.enter(title, self.read([(index.row(), index.column(), text)]))

    # ---------------------------------------------------------------- what a cell says

    def edit_text(self, row: int, column: int) -> str:
        """What an editor begins with: as it was typed where that says nothing, else every decimal."""
        tenant, code = self.key(row, column)
        entry = self.book.entry(tenant, code)
        if entry is not None and entry.fault:
            return entry.text
        return exact_text(self.book.value(tenant, code), self.words.unit(self.columns[column - 1]))

    def text(self, row: int, column: int) -> str:
        """What a cell shows."""
        if column == _NAME:
            return self.rows[row].name
        tenant, code = self.key(row, column)
        entry = self.book.entry(tenant, code)
        if entry is not None and entry.fault:
            return entry.text
        return self.words.shown(self.book.value(tenant, code), self.columns[column - 1])

    def face(self, row: int, column: int) -> Face:
        """How a figure's cell looks; remembered, for the same cells are painted again and again."""
        key = self.key(row, column)
        found = self._faces.get(key)
        if found is None:
            if len(self._faces) >= _FACES_KEPT:
                self._faces.clear()
            found = self._faces[key] = self._new_face(key, row, column)
        return found

    def _new_face(self, key: FigureKey, row: int, column: int) -> Face:
        book, entry, text = self.book, self.book.entry(*key), self.text(row, column)
        ghost = (
            "" if text or entry is not None else self.words.shown(book.before(*key), self.columns[column - 1])
        )
        tone = "" if entry is None else "unsaved"
        if book.fault(*key) is not None:
            tone = "fault"
        elif book.change(*key) is not None:
            tone = "warning"
        return Face(text, ghost, tone, entry is not None)

    def row_face(self, row: int) -> RowFace:
        """How a name looks; remembered like `face`."""
        tenant = self.rows[row].id
        found = self._row_faces.get(tenant)
        if found is None:
            state, count = self.book.row_state(tenant, self.codes)
            has_gaps = state in {Filled.PARTLY, Filled.FAULTY}
            found = RowFace(state, f"{count}/{len(self.columns)}" if has_gaps else "")
            self._row_faces[tenant] = found
        return found

    def row_words(self, row: int) -> str:
        """How far a row is, in words."""
        state, count = self.book.row_state(self.rows[row].id, self.codes)
        text = self.tr("{state}: {count} of {all}")
        return text.format(state=self._states[state], count=count, all=len(self.columns))

    def describe(self, row: int, column: int) -> str:
        """What is to be known of a cell beside its figure: the tool-tip."""
        if column == _NAME:
            return f"{self.rows[row].name}\n{self.row_words(row)}"
        indicator, tenant = self.columns[column - 1], self.rows[row].id
        head = f"{self.words.name(indicator)} · {self.rows[row].name}"
        standing = self.words.standing(self.book, tenant, indicator)
        return "\n".join([head, standing, *self.words.remarks(self.book, tenant, indicator)])

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008, D102 - Qt's own
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008, D102 - Qt's own
        return 0 if parent.isValid() else len(self.columns) + 1

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:  # noqa: D102 - Qt's own
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        plain = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return plain if index.column() == _NAME else plain | Qt.ItemFlag.ItemIsEditable

    def headerData(  # noqa: D102 - Qt's own
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal or section > len(self.columns):
            return None
        if section == _NAME:
            names = {
                Qt.ItemDataRole.DisplayRole: self.tr("Tenant"),
                Qt.ItemDataRole.TextAlignmentRole: _LEFT,
            }
            return names.get(Qt.ItemDataRole(role))
        indicator = self.columns[section - 1]
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{self.words.name(indicator)}\n{self.words.unit_name(indicator)}"
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT
        return None

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:  # noqa: D102 - Qt's own
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(row, column)
        if role == Qt.ItemDataRole.EditRole:
            return self.edit_text(row, column) if column else self.text(row, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if column else _LEFT
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.describe(row, column)
        return self._spoken(row, column, role)

    def _spoken(self, row: int, column: int, role: int) -> str | None:
        """What a screen reader says of a cell."""
        if role == Qt.ItemDataRole.AccessibleTextRole:
            if column == _NAME:
                return f"{self.text(row, column)} {self.row_words(row)}"
            indicator = self.columns[column - 1]
            said = self.text(row, column) or self.tr("blank")
            return f"{self.words.name(indicator)} {said} {self.words.unit_name(indicator)}"
        if role == Qt.ItemDataRole.AccessibleDescriptionRole and column != _NAME:
            indicator = self.columns[column - 1]
            return " ".join(self.words.remarks(self.book, self.rows[row].id, indicator))
        return None
