"""The forms and their periods, each with its state: not built, draft, with errors, frozen."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from crm.ui.theme import tokens as sizes
from crm.ui.theme.fonts import base_font, sized
from crm.ui.theme.style import draw_current_cell
from crm.ui.widgets.table import paint_tag

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent, QPaintEvent
    from PySide6.QtWidgets import QWidget

    from crm.ui.theme.theme import Theme

AnyIndex = QModelIndex | QPersistentModelIndex
_ROW, _HEAD = 36, 48


class State(NamedTuple):
    """How far a filing is: in words, and the tones of its tag."""

    text: str
    tones: tuple[str, str]
    detail: str = ""


class Entry(NamedTuple):
    """A line: a period of a form, or a form's name over its periods (no period then)."""

    form: str
    period: str
    text: str
    state: State | None = None


class PeriodModel(QAbstractListModel):
    """The lines."""

    def __init__(self) -> None:
        super().__init__()
        self._entries: list[Entry] = []

    def show(self, entries: Sequence[Entry]) -> None:
        """Show other lines."""
        if len(entries) == len(self._entries):
            self._entries = list(entries)
            self.dataChanged.emit(self.index(0), self.index(len(entries) - 1))
            return
        self.beginResetModel()
        self._entries = list(entries)
        self.endResetModel()

    def entry(self, row: int) -> Entry:
        """A line."""
        return self._entries[row]

    def row_of(self, form: str, period: str) -> int:
        """The line of a period; -1 where there is none."""
        return next(
            (row for row, one in enumerate(self._entries) if (one.form, one.period) == (form, period)), -1
        )

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008, D102 - Qt's own
        return 0 if parent.isValid() else len(self._entries)

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:  # noqa: D102 - Qt's own
        if not index.isValid() or not self._entries[index.row()].period:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:  # noqa: D102 - Qt's own
        if not index.isValid():
            return None
        entry = self._entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.text
        state = "" if entry.state is None else f"{entry.state.text} {entry.state.detail}".strip()
        if role in {Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole}:
            return f"{entry.text} {state}".strip()
        return None


class PeriodDelegate(QStyledItemDelegate):
    """Paints a line: the period at the left, its state as a tag at the right."""

    def __init__(self, theme: Theme, view: QWidget, model: PeriodModel) -> None:
        super().__init__(view)
        self._theme = theme
        self._model = model

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:  # noqa: ARG002, D102 - Qt's own
        return QSize(120, _ROW if self._model.entry(index.row()).period else _HEAD)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:  # noqa: D102 - Qt's own
        entry, tokens = self._model.entry(index.row()), self._theme.tokens
        rect: QRect = option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        over = bool(option.state & QStyle.StateFlag.State_MouseOver) and bool(entry.period)
        ground = tokens.row_sel if chosen else tokens.row_hover if over else tokens.surface
        painter.save()
        painter.fillRect(rect, QColor(ground))
        middle = Qt.AlignmentFlag.AlignVCenter
        if not entry.period:
            font = sized(base_font(), sizes.CAPTION, strong=True)
            painter.setFont(font)
            painter.setPen(QColor(tokens.text2))
            room = rect.adjusted(sizes.MARGIN, 12, -sizes.GAP, 0)
            shown = QFontMetrics(font).elidedText(entry.text, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, middle, shown)
            painter.restore()
            return
        font = sized(base_font(), sizes.SMALL)
        painter.setFont(font)
        painter.setPen(QColor(tokens.sel_text if chosen else tokens.text))
        painter.drawText(rect.adjusted(sizes.MARGIN, 0, 0, 0), middle, entry.text)
        if entry.state is not None:
            width = QFontMetrics(sized(font, sizes.CAPTION)).horizontalAdvance(entry.state.text) + 16
            tone, soft = (getattr(tokens, name) for name in entry.state.tones)
            left = max(rect.left() + 70, rect.right() - sizes.GAP - width)
            paint_tag(
                painter, QRect(left, rect.top(), width, rect.height()), entry.state.text, colours=(tone, soft)
            )
        painter.restore()


class PeriodList(QListView):
    """Up and Down choose, Enter builds."""

    picked = Signal(str, str)
    """Form and period."""
    opened = Signal()

    def __init__(self, theme: Theme, *, name: str) -> None:
        super().__init__()
        self._theme = theme
        self._model = PeriodModel()
        self.setModel(self._model)
        self.setItemDelegate(PeriodDelegate(theme, self, self._model))
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setUniformItemSizes(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMinimumWidth(168)
        self.selectionModel().currentChanged.connect(lambda now, _before: self._pick(now.row()))
        self._quiet = False
        theme.changed.connect(self.viewport().update)

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Show other lines."""
        self._quiet = True
        self._model.show(entries)
        self._quiet = False

    def choose(self, form: str, period: str) -> None:
        """Put the cursor on a period without telling."""
        row = self._model.row_of(form, period)
        if row >= 0 and row != self.currentIndex().row():
            self._quiet = True
            self.setCurrentIndex(self._model.index(row))
            self._quiet = False

    def entries(self) -> list[Entry]:
        """The lines shown."""
        return [self._model.entry(row) for row in range(self._model.rowCount())]

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: D102 - Qt's own
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102 - Qt's own
        super().paintEvent(event)
        draw_current_cell(self, self._theme.tokens.accent)

    def _pick(self, row: int) -> None:
        if row >= 0 and not self._quiet:
            entry = self._model.entry(row)
            if entry.period:
                self.picked.emit(entry.form, entry.period)
