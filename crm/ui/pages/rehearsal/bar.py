"""Bars: a value against its line, and how many requirements hold, fail and cannot be said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from crm.services.judgements import Readiness, Verdict
from crm.ui.pages.rehearsal.lines import LINE_AT, Bar
from crm.ui.theme import tokens as sizes

if TYPE_CHECKING:
    from crm.ui.theme.theme import Theme
    from crm.ui.theme.tokens import Tokens
    from crm.ui.widgets.table import AnyIndex, Table

_MARGIN, _THICK, _LEAST = 10, 8, 96


def _colour(tokens: Tokens, verdict: Verdict) -> str:
    return {Verdict.HOLDS: tokens.ok, Verdict.FAILS: tokens.danger}.get(verdict, tokens.border_strong)


class BarDelegate(QStyledItemDelegate):
    """Paints the `Bar` that a cell carries: how far the value reaches, and a mark where the line is."""

    def __init__(self, theme: Theme, table: Table) -> None:
        super().__init__(table)
        self._theme = theme

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:  # noqa: D102 - Qt's own
        tokens = self._theme.tokens
        rect: QRect = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(tokens.row_sel))
        bar = index.data(Qt.ItemDataRole.UserRole)
        if not isinstance(bar, Bar):
            return
        room = QRectF(rect).adjusted(_MARGIN, 0, -_MARGIN, 0)
        track = QRectF(room.left(), rect.center().y() - _THICK / 2 + 1, room.width(), _THICK)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.mute_soft))
        painter.drawRoundedRect(track, 4, 4)
        reached = QRectF(track)
        reached.setWidth(max(track.width() * bar.part, _THICK) if bar.part > 0 else 0)
        painter.setBrush(QColor(_colour(tokens, bar.verdict)))
        painter.drawRoundedRect(reached, 4, 4)
        line = track.left() + track.width() * LINE_AT
        painter.setBrush(QColor(tokens.surface))
        painter.drawRect(QRectF(line - 2, track.top() - 4, 4, _THICK + 8))
        painter.setBrush(QColor(tokens.text))
        painter.drawRect(QRectF(line - 1, track.top() - 4, 2, _THICK + 8))
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:  # noqa: ARG002, D102 - Qt's own
        return QSize(_LEAST, sizes.ROW)


class ReadinessBar(QWidget):
    """Requirements as parts of a bar: those that hold, those that fail, those that cannot be said."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._readiness = Readiness(0, 0, 0)
        self.setFixedHeight(10)
        self.setMinimumWidth(120)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_readiness(self, readiness: Readiness, *, told: str) -> None:
        """Show *readiness*; *told* is what a screen reader says."""
        self._readiness = readiness
        self.setAccessibleName(told)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, D102 - Qt's own
        counts = self._readiness
        parts = {
            Verdict.HOLDS: counts.holds,
            Verdict.FAILS: counts.fails,
            Verdict.UNKNOWN: counts.unknown,
        }
        whole = sum(parts.values())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        tokens = self._theme.tokens
        left = 0.0
        for verdict, count in parts.items():
            width = self.width() * count / whole if whole else 0
            if width:
                painter.setBrush(QColor(_colour(tokens, verdict)))
                painter.drawRoundedRect(QRectF(left, 0, max(width - 2, 2), self.height()), 3, 3)
            left += width
