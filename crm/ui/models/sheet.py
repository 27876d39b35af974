"""A sheet of a filing as a table: the form's own words where they stand, the filed cells exact and findable."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush, QColor, QFont

from crm.domain.errors import NotFoundError
from crm.ui.labels import number
from crm.ui.theme import tokens as sizes
from crm.ui.theme.fonts import base_font, sized

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from crm.services.filings import BuiltFiling
    from crm.services.pictures import SheetPicture
    from crm.ui.context import Context

AnyIndex = QModelIndex | QPersistentModelIndex
_TITLE_WIDTH = 5
"""Columns over which a title runs."""
_CENTRED = 12
"""Columns up to which a title stands in the middle: in a wider sheet nobody would see it there."""
_DASHES = frozenset({"—", "-", "–", "／"})
_HEADINGS = 3
"""A row without a filed cell and with so many texts is a row of headings."""


class Spot(NamedTuple):
    """What a place of the sheet shows: its text, what part it plays, and what to say of it."""

    text: str
    part: str
    """figure, field, title, head, label, dash or note"""
    label: str = ""
    is_blank: bool = False


class SheetTable(QAbstractTableModel):
    """One sheet. Cells are looked at when they are seen, so that a sheet of five thousand rows costs what fits in."""

    def __init__(self, context: Context, filing: BuiltFiling, picture: SheetPicture) -> None:
        super().__init__()
        self._context = context
        self._filing = filing
        self.picture = picture
        self._spots: dict[tuple[int, int], Spot] = {}
        self._filed_rows: dict[int, bool] = {}
        texts = filing.built.texts
        self._told = frozenset(text.value for text in texts if text.sheet == picture.name)
        self._marks: Mapping[str, str] = {}
        base = base_font()
        self._fonts = {
            "title": sized(base, sizes.SECTION, strong=True),
            "head": sized(base, sizes.SMALL, strong=True),
            "note": sized(base, sizes.SMALL),
            "label": sized(base, sizes.SMALL),
            "dash": sized(base, sizes.SMALL),
            "figure": sized(base, sizes.SMALL),
            "field": sized(base, sizes.SMALL),
        }

    def mark(self, marks: Mapping[str, str]) -> None:
        """Mark addresses with a tone: danger or warn."""
        self._marks = marks
        last = self.index(self.rowCount() - 1, self.columnCount() - 1)
        self.dataChanged.emit(self.index(0, 0), last)

    def address(self, index: AnyIndex) -> str:
        """The address of a place, such as ``F7``."""
        return f"{column_letters(index.column())}{index.row() + 1}"

    def index_of(self, address: str) -> QModelIndex:
        """The place of an address; not valid where the sheet has none such."""
        letters = address.rstrip("0123456789")
        row = address[len(letters) :]
        column = 0
        for letter in letters:
            column = column * 26 + ord(letter) - 64
        return self.index(int(row) - 1, column - 1) if letters and row else QModelIndex()

    def is_filed(self, index: AnyIndex) -> bool:
        """Whether a figure or a field of a record stands there."""
        return index.isValid() and self.spot(index.row(), index.column()).part in {"figure", "field"}

    def spot(self, row: int, column: int) -> Spot:
        """What stands at a place."""
        key = (row, column)
        spot = self._spots.get(key)
        if spot is None:
            spot = self._spots[key] = self._look(row, column)
        return spot

    def _look(self, row: int, column: int) -> Spot:
        try:
            cell = self._filing.built.cell_at(self.picture.name, f"{column_letters(column)}{row + 1}")
        except NotFoundError:
            return self._look_at_words(row, column)
        label = cell.label.in_language(self._context.language)
        is_text = cell.unit is None and not isinstance(cell.value, (Decimal, int))
        return Spot(filed_text(cell.value), "field" if is_text else "figure", label, cell.value is None)

    def _look_at_words(self, row: int, column: int) -> Spot:
        text = self.picture.rows[row][column]
        if not text or text in self._told:
            return Spot(text, "note")
        if row == 0 and self._merged_width(row, column) >= _TITLE_WIDTH:
            return Spot(text, "title")
        if self._has_filed(row):
            return Spot(text, "dash" if text in _DASHES else "label")
        is_head = (
            sum(1 for one in self.picture.rows[row] if one) >= _HEADINGS
            or self._merged_height(row, column) > 1
        )
        return Spot(text, "head" if is_head and row > 1 else "note")

    def _has_filed(self, row: int) -> bool:
        held = self._filed_rows.get(row)
        if held is None:
            held = any(self._is_filed_at(row, column) for column in range(self.picture.width))
            self._filed_rows[row] = held
        return held

    def _is_filed_at(self, row: int, column: int) -> bool:
        try:
            self._filing.built.cell_at(self.picture.name, f"{column_letters(column)}{row + 1}")
        except NotFoundError:
            return False
        return True

    def _merged_width(self, row: int, column: int) -> int:
        for first_row, first, _, last in self.picture.merges:
            if (first_row, first) == (row, column):
                return last - first + 1
        return 1

    def _merged_height(self, row: int, column: int) -> int:
        for first_row, first, last_row, _ in self.picture.merges:
            if (first_row, first) == (row, column):
                return last_row - first_row + 1
        return 1

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008, D102 - Qt's own
        return 0 if parent.isValid() else len(self.picture.rows)

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008, D102 - Qt's own
        return 0 if parent.isValid() else self.picture.width

    def headerData(  # noqa: D102 - Qt's own
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if role == Qt.ItemDataRole.DisplayRole:
            return column_letters(section) if orientation is Qt.Orientation.Horizontal else str(section + 1)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignCenter.value
        return None

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:  # noqa: D102 - Qt's own
        if not index.isValid():
            return None
        spot = self.spot(index.row(), index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return spot.text
        if role in {Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole}:
            return f"{self.address(index)} {spot.label} {spot.text}".replace("  ", " ").strip()
        if role == Qt.ItemDataRole.UserRole:
            return self._marks.get(self.address(index))
        return self._look_of(spot, role)

    def _look_of(self, spot: Spot, role: int) -> object:
        tokens = self._context.theme.tokens
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(spot)
        if role == Qt.ItemDataRole.FontRole:
            return self.font_of(spot)
        if role == Qt.ItemDataRole.BackgroundRole and spot.part == "head":
            return QBrush(QColor(tokens.paper_head))
        if role == Qt.ItemDataRole.ForegroundRole and spot.part in {"note", "head", "dash"}:
            return QBrush(QColor(tokens.text2))
        return None

    def font_of(self, spot: Spot) -> QFont:
        """The font of a place."""
        return self._fonts[spot.part]

    def _alignment(self, spot: Spot) -> int:
        side = Qt.AlignmentFlag.AlignLeft
        if spot.part == "figure":
            side = Qt.AlignmentFlag.AlignRight
        elif spot.part in {"head", "dash"} or (spot.part == "title" and self.picture.width <= _CENTRED):
            side = Qt.AlignmentFlag.AlignHCenter
        return (side | Qt.AlignmentFlag.AlignVCenter).value


def filed_text(value: Decimal | int | str | date | None) -> str:
    """What a cell holds, as the form shows it; nothing where nothing is filed."""
    if value is None:
        return ""
    if isinstance(value, (bool, str)):
        return str(value)
    if isinstance(value, (Decimal, int)):
        return number(value)
    return value.isoformat()


def column_letters(column: int) -> str:
    """The letters of a column counted from 0: A, B, … Z, AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
