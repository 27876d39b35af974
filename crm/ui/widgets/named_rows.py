"""Rows of a narrow table: a name over the whole row, below it where it is and its figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QColor, QFontMetrics
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from crm.ui.theme import tokens as sizes
from crm.ui.theme.fonts import sized

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from crm.ui.theme.theme import Theme
    from crm.ui.widgets.table import Table

AnyIndex: TypeAlias = QModelIndex | QPersistentModelIndex
ROW = 48
_MARGIN, _ABOVE = 10, 5


class NamedRow(NamedTuple):
    """What a row shows beside its name and its figures."""

    below: str = ""
    """Under the name, in the first column."""
    note: str = ""
    """At the end of the first line."""
    tone: str = "text2"
    """The note's colour."""


class NamedRowDelegate(QStyledItemDelegate):
    """For every column: each paints its part of the line above, so that a name has the room of all of them.

    The first column holds the name, and may hold a `NamedRow` beside it.
    """

    def __init__(self, theme: Theme, table: Table) -> None:
        super().__init__(table)
        self._theme = theme
        self._table = table

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:  # noqa: D102 - Qt's own
        bare = QStyleOptionViewItem(option)
        self.initStyleOption(bare, index)
        text, ink = bare.text, bare.palette.text().color()
        bare.text = ""
        self._table.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, bare, painter, self._table)
        tokens, rect = self._theme.tokens, option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        named = index.sibling(index.row(), 0)
        beside = named.data(Qt.ItemDataRole.UserRole)
        line = beside if isinstance(beside, NamedRow) else NamedRow()
        inner = rect.adjusted(_MARGIN, _ABOVE, -_MARGIN, -_ABOVE)
        painter.save()
        painter.setClipRect(rect)
        strong = QColor(tokens.sel_text if chosen else tokens.text)
        self._paint_name(painter, self._whole(inner), (str(named.data()), line), strong)
        if index.column() == 0:
            painter.setFont(sized(option.font, sizes.CAPTION))
            painter.setPen(QColor(tokens.text2))
            text = QFontMetrics(painter.font()).elidedText(
                line.below,
                Qt.TextElideMode.ElideMiddle,
                inner.width(),  # a place ends with its cell
            )
        else:
            painter.setFont(option.font)
            painter.setPen(strong if chosen else ink)
        side = bare.displayAlignment & Qt.AlignmentFlag.AlignHorizontal_Mask
        painter.drawText(inner, side | Qt.AlignmentFlag.AlignBottom, text)
        painter.restore()

    def _whole(self, inner: QRect) -> QRect:
        """The room of the whole row beside that of one of its cells."""
        head = self._table.horizontalHeader()
        return QRect(
            _MARGIN - head.offset(), inner.top(), max(0, head.length() - 2 * _MARGIN), inner.height()
        )

    def _paint_name(self, painter: QPainter, room: QRect, words: tuple[str, NamedRow], ink: QColor) -> None:
        name, (_, note, tone) = words
        caption = sized(self._table.font(), sizes.CAPTION)
        taken = QFontMetrics(caption).horizontalAdvance(note) + _MARGIN if note else 0
        painter.setFont(sized(self._table.font(), sizes.SMALL))
        painter.setPen(ink)
        shown = QFontMetrics(painter.font()).elidedText(
            name, Qt.TextElideMode.ElideRight, room.width() - taken
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignTop, shown)
        if note:
            painter.setFont(caption)
            painter.setPen(QColor(getattr(self._theme.tokens, tone)))
            painter.drawText(room, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight, note)
