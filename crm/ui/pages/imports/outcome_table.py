"""The rows of an import as they will be written: what becomes of each, which cells change, and what is wrong."""

from __future__ import annotations

from collections import OrderedDict
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from crm.services.import_preview import Outcome
from crm.ui.labels import amount, shown_unit
from crm.ui.pages.imports.raw_grid import shown_text
from crm.ui.table.source import Column, distinct_keys

if TYPE_CHECKING:
    from array import array

    from crm.domain.finding import Severity
    from crm.services.import_preview import CellChange, ImportPreview, PreviewLine
    from crm.ui.context import Context

AnyIndex = QModelIndex | QPersistentModelIndex
_KEPT = 600
"""Lines kept ready: some screens' worth."""
TONES = {
    Outcome.NEW: ("ok", "ok_soft"),
    Outcome.UPDATED: ("accent", "accent_soft"),
    Outcome.SAME: ("text2", "mute_soft"),
    Outcome.REFUSED: ("danger", "danger_soft"),
    Outcome.SKIPPED: ("text3", "mute_soft"),
}


class ShownCell(NamedTuple):
    """A cell as it is painted: what it was before, if it changes, and how bad what was noticed in it is."""

    text: str
    old: str | None = None
    severity: Severity | None = None
    tip: str = ""


class OutcomeTable(QAbstractTableModel):
    """Lines of a preview, made when they come into sight."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._preview: ImportPreview | None = None
        self._places: array[int] | tuple[int, ...] = ()
        self._lines: OrderedDict[int, tuple[PreviewLine, tuple[ShownCell, ...]]] = OrderedDict()
        self._names = {
            Outcome.NEW: self.tr("New"),
            Outcome.UPDATED: self.tr("Updated"),
            Outcome.SAME: self.tr("Unchanged"),
            Outcome.REFUSED: self.tr("Rejected"),
            Outcome.SKIPPED: self.tr("Skipped"),
        }

    def name_of(self, outcome: Outcome) -> str:
        """What an outcome is called."""
        return self._names[outcome]

    def show(self, preview: ImportPreview, places: array[int]) -> None:
        """Show the rows at *places* of *preview*."""
        self.beginResetModel()
        if preview is not self._preview:
            self._lines.clear()
        self._preview, self._places = preview, places
        self.endResetModel()

    def columns(self) -> tuple[Column, ...]:
        """The columns, each under a key of its own: its title, with its number where another one has the same."""
        titles = [
            str(self.headerData(place, Qt.Orientation.Horizontal)) for place in range(self.columnCount())
        ]
        return tuple(
            Column(key, title, is_personal=self._is_personal(place))
            for place, (key, title) in enumerate(zip(distinct_keys(titles), titles, strict=True))
        )

    def _is_personal(self, place: int) -> bool:
        code = None if self._preview is None or place < 2 else self._preview.columns[place - 2].field
        fields = self._context.library.fields
        return code is not None and code in fields and fields[code].personal

    def line_at(self, row: int) -> PreviewLine | None:
        """The line in *row*."""
        return self._line(row)[0] if 0 <= row < len(self._places) else None

    def cell_at(self, row: int, column: int) -> ShownCell:
        """The cell of a row and a column of the sheet."""
        return self._line(row)[1][column]

    def shown_line(self, row: int) -> tuple[PreviewLine, tuple[ShownCell, ...]]:
        """The line in *row* with its cells as they are painted."""
        return self._line(row)

    def _line(self, row: int) -> tuple[PreviewLine, tuple[ShownCell, ...]]:
        place = self._places[row]
        known = self._lines.get(place)
        if known is None:
            assert self._preview is not None  # noqa: S101 - rows come from a preview
            line = self._preview.line(place)
            known = self._lines[place] = (line, self._shown(line))
            if len(self._lines) > _KEPT:
                self._lines.popitem(last=False)
        return known

    def _shown(self, line: PreviewLine) -> tuple[ShownCell, ...]:
        cells = []
        for column, raw in zip(self._preview.columns if self._preview else (), line.cells, strict=True):
            change = line.changes.get(column.index)
            findings = line.findings.get(column.index, ())
            severity = max((one.severity for one in findings), default=None)
            tip = "\n".join(
                f"{found.text} {found.remedy}" for found in map(self._context.word_finding, findings)
            )
            if change is None:
                cells.append(ShownCell(shown_text(raw), None, severity, tip))
            else:
                text, old = self._change(column.field or "", change)
                cells.append(ShownCell(text, old, severity, tip))
        return tuple(cells)

    def _change(self, code: str, change: CellChange) -> tuple[str, str]:
        return self._value(code, change.new), self._value(code, change.old)

    def _value(self, code: str, value: object) -> str:
        library = self._context.library
        if value is None or value == "":
            return ""
        if code in library.indicators.by_code and isinstance(value, int):
            unit = library.indicators[code].unit
            return amount(value, shown_unit(unit))
        if code in library.fields and isinstance(value, (str, int, date)):
            return self._context.labels.field_value(code, value)
        return str(value)

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008, D102 - Qt's own
        return 0 if parent.isValid() else len(self._places)

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008, D102 - Qt's own
        return 0 if parent.isValid() or self._preview is None else len(self._preview.columns) + 2

    def headerData(  # noqa: D102 - Qt's own
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        if section < 2:
            return (self.tr("Row"), self.tr("What happens"))[section]
        if self._preview is None:
            return None
        column = self._preview.columns[section - 2]
        return " ".join((column.header or column.letters).split())[:40]

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:  # noqa: D102 - Qt's own
        if not index.isValid():
            return None
        line, cells = self._line(index.row())
        column = index.column()
        if column < 2:
            if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
                return f"{line.row:,}" if not column else self._names[line.outcome]
            return line.outcome if role == Qt.ItemDataRole.UserRole else None
        cell = cells[column - 2]
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text
        if role == Qt.ItemDataRole.ToolTipRole:
            return cell.tip or (f"{cell.old} → {cell.text}" if cell.old is not None else cell.text)
        if role == Qt.ItemDataRole.UserRole:
            return cell
        if role == Qt.ItemDataRole.AccessibleTextRole:
            spoken = cell.text if cell.old is None else f"{cell.old} → {cell.text}"
            return f"{spoken} {cell.tip}".strip()
        return None
