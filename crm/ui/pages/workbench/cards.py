"""The cards at the top of the workbench: a figure, how it stands to a year before, and the way it came."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from crm.ui.charts.spark import paint_spark
from crm.ui.theme import tokens as sizes
from crm.ui.theme.fonts import sized
from crm.ui.theme.style import draw_focus_ring

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from crm.ui.theme.theme import Theme

BIG = 28
HEIGHT = 132
_SPARK_WIDTH = 84
_SPARK_HEIGHT = 30
_FONT_STEPS = (BIG, 24, 20, 18)


class CardText(NamedTuple):
    """What a card says: its label, the figure with its unit, the change with its tone, a note, and who is missing."""

    label: str
    figure: str
    unit: str
    change: str
    tone: str
    note: str
    missing: str = ""
    mark: str = ""


class FigureCard(QAbstractButton):
    """A card that opens the list it counts."""

    missing_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._says = CardText("", "", "", "", "text2", "")
        self._trend: tuple[int | None, ...] = ()
        self.missing = _MissingLink(theme, self)
        self.missing.clicked.connect(self.missing_asked)
        self.missing.hide()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    @property
    def says(self) -> CardText:
        """What it says."""
        return self._says

    def show_figure(self, says: CardText, trend: tuple[int | None, ...], *, tip: str) -> None:
        """Show a figure."""
        self._says, self._trend = says, trend
        figure = f"{says.figure} {says.unit}".strip()
        self.setAccessibleName(f"{says.label}: {figure}")
        self.setAccessibleDescription(". ".join(part for part in (says.change, says.note, says.mark) if part))
        self.setToolTip(tip)
        self.missing.setVisible(bool(says.missing))
        self.missing.say(says.missing, name=f"{says.label}: {says.missing}")
        self._place_link()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: D102 - Qt's own
        return QSize(150, HEIGHT)

    def minimumSizeHint(self) -> QSize:  # noqa: D102 - Qt's own
        return QSize(150, HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102 - Qt's own
        super().resizeEvent(event)
        self._place_link()

    def _place_link(self) -> None:
        hint = self.missing.sizeHint()
        width = min(hint.width(), self.width() - 28)
        self.missing.setGeometry(
            self.width() - width - 14, self.height() - hint.height() - 6, width, hint.height()
        )

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, D102 - Qt's own
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = self._theme.tokens
        hovered = self.underMouse() and not self.missing.underMouse()
        painter.setBrush(QColor(tokens.row_hover if hovered else tokens.surface))
        painter.setPen(QPen(QColor(tokens.accent if hovered else tokens.border), 1))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        self._paint_head(painter)
        self._paint_figure(painter)
        self._paint_foot(painter)
        if self.hasFocus():
            draw_focus_ring(painter, QRectF(self.rect()), tokens.accent, radius=6)

    def _paint_head(self, painter: QPainter) -> None:
        tokens, says = self._theme.tokens, self._says
        painter.setFont(sized(self.font(), sizes.CAPTION))
        metrics = painter.fontMetrics()
        room = QRectF(14, 10, self.width() - 28, 20)
        painter.setPen(QColor(tokens.text2))
        text = metrics.elidedText(says.label, Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_figure(self, painter: QPainter) -> None:
        tokens, says = self._theme.tokens, self._says
        unit_font = sized(self.font(), sizes.CAPTION)
        unit = QFontMetrics(unit_font).horizontalAdvance(says.unit) + 6 if says.unit else 0
        room = self.width() - 28 - unit
        for size in _FONT_STEPS:
            painter.setFont(sized(self.font(), size, strong=True))
            width = painter.fontMetrics().horizontalAdvance(says.figure)
            if width <= room:
                break
        painter.setPen(QColor(tokens.text))
        base = 62
        painter.drawText(14, base, says.figure)
        left = 14 + painter.fontMetrics().horizontalAdvance(says.figure) + 6
        painter.setFont(unit_font)
        painter.setPen(QColor(tokens.text3))
        painter.drawText(left, base, says.unit)

    def _paint_foot(self, painter: QPainter) -> None:
        tokens, says = self._theme.tokens, self._says
        painter.setFont(sized(self.font(), sizes.CAPTION))
        metrics = painter.fontMetrics()
        wide = max(min(self.width() - 28 - metrics.horizontalAdvance(says.change) - 12, _SPARK_WIDTH), 40)
        spark = QRectF(self.width() - 14 - wide, 72, wide, _SPARK_HEIGHT)
        room = QRectF(14, 76, spark.left() - 20, 20)
        if room.width() >= 48:
            painter.setPen(QColor(getattr(tokens, says.tone)))
            change = metrics.elidedText(says.change, Qt.TextElideMode.ElideRight, int(room.width()))
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, change)
        paint_spark(painter, spark, self._trend, QColor(tokens.accent))
        right = metrics.horizontalAdvance(says.mark)
        link = self.missing.width() + 6 if says.missing else right + 6
        below = QRectF(14, self.height() - 28, self.width() - 28 - link, 20)
        painter.setPen(QColor(tokens.text3))
        note = metrics.elidedText(says.note, Qt.TextElideMode.ElideRight, int(below.width()))
        painter.drawText(below, Qt.AlignmentFlag.AlignVCenter, note)
        if says.mark and not says.missing:
            end = QRectF(self.width() - 14 - right, below.top(), right, below.height())
            painter.drawText(end, Qt.AlignmentFlag.AlignVCenter, says.mark)


class _MissingLink(QAbstractButton):
    """Who has not reported: opens their list."""

    def __init__(self, theme: Theme, parent: FigureCard) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def say(self, text: str, *, name: str) -> None:
        """Show *text*."""
        self.setText(text)
        self.setAccessibleName(name)
        self.setToolTip(name)

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(sized(self.font(), sizes.CAPTION))
        return QSize(metrics.horizontalAdvance(self.text()) + 14, 24)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's own
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = self._theme.tokens
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.warn_soft))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0, 2, 0, -2), 10, 10)
        font = sized(self.font(), sizes.CAPTION)
        font.setUnderline(self.underMouse())
        painter.setFont(font)
        painter.setPen(QColor(tokens.warn))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
        if self.hasFocus():
            draw_focus_ring(painter, QRectF(self.rect()).adjusted(0, 1, 0, -1), tokens.accent, radius=10)
