"""What all charts have in common: hovering, the keyboard, words for the ear, and a picture kept until it changes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from crm.ui.charts.data import ChartData
from crm.ui.charts.palette import PAPER_INK, Ink
from crm.ui.theme import tokens as sizes
from crm.ui.theme.fonts import sized
from crm.ui.theme.style import draw_focus_ring

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QFont

    from crm.ui.theme.theme import Theme

LEGEND = 24
_PICTURE_MARGIN = 16
_INSET = 5.0
_PAPER_SCALE = 7.0
"""Tenths of a point a pixel of the screen takes on paper: so axes are written in 8.4 points."""
_POINT = 0.3528
"""Millimetres."""
_STEP_KEYS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class Mark(NamedTuple):
    """A figure as it is drawn: its place in the data, its outline, and where its tip points."""

    category: int
    series: int
    outline: QPainterPath
    anchor: QPointF


class Chart(QWidget):
    """A chart. The arrow keys go from figure to figure, Enter or a click opens one."""

    picked = Signal(int, int)
    """A figure was chosen: its category and its series."""

    def __init__(self, theme: Theme, *, name: str = "") -> None:
        super().__init__()
        self.theme = theme
        self.data = ChartData(name)
        self.opens_figures = False
        """Whether choosing a figure does something: the pointer becomes a hand over it."""
        self.marks: tuple[Mark, ...] = ()
        self.hot: Mark | None = None
        self._kept: QPixmap | None = None
        self.ink = Ink(theme.tokens, is_dark=theme.is_dark)
        """The colours to paint with: those of the look, on paper the light ones."""
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        theme.changed.connect(self.forget_picture)

    def show_data(self, data: ChartData) -> None:
        """Show other figures."""
        self.data = data
        self.hot = None
        self.setAccessibleName(data.title)
        self.setAccessibleDescription("; ".join(data.tell(place) for place in range(len(data.categories))))
        self.forget_picture()
        self.updateGeometry()

    # ---- what each kind of chart says for itself

    def lay_out(self, area: QRectF) -> tuple[Mark, ...]:  # noqa: ARG002 - what other charts need
        """Place the figures in *area*; called before `paint_figures` whenever size or data have changed."""
        return ()

    def paint_figures(self, painter: QPainter, area: QRectF) -> None:
        """Paint everything but what the mouse or the keyboard is at."""

    def paint_hot(self, painter: QPainter, mark: Mark) -> None:
        """Set off the figure that the mouse or the keyboard is at."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(self.theme.tokens.surface), 5))
        painter.drawPath(mark.outline)
        painter.setPen(QPen(QColor(self.theme.tokens.text), 2))
        painter.drawPath(mark.outline)

    def mark_at(self, point: QPointF) -> Mark | None:
        """The figure at a point."""
        return next((mark for mark in reversed(self.marks) if mark.outline.contains(point)), None)

    # ---- painting

    @property
    def room(self) -> QRectF:
        """Where the figures are painted: inside the ring of the focus."""
        return QRectF(self.rect()).adjusted(_INSET, _INSET, -_INSET, -_INSET)

    @property
    def small_font(self) -> QFont:
        """The font of axes and legends."""
        return sized(self.font(), sizes.CAPTION)

    def forget_picture(self) -> None:
        """Paint anew: data, size, font or colours have changed."""
        self._kept = None
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, D102 - Qt's own
        ratio = self.devicePixelRatioF()
        if self._kept is None or self._kept.devicePixelRatio() != ratio:  # else blurred on another screen
            self._kept = self._paint_picture(ratio)
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._kept)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hot is not None:
            self.paint_hot(painter, self.hot)
        if self.hasFocus():
            draw_focus_ring(painter, QRectF(self.rect()), self.theme.tokens.accent)

    def _paint_picture(self, ratio: float) -> QPixmap:
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(QColor(0, 0, 0, 0))
        painter = QPainter(picture)
        self._paint_into(painter, self.room)
        painter.end()
        return picture

    def _paint_into(self, painter: QPainter, area: QRectF, *, ink: Ink | None = None) -> None:
        self.ink = ink or Ink(self.theme.tokens, self.theme.is_dark)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self.small_font)
        if self.data.is_blank:
            self.marks = ()
            painter.setPen(QColor(self.ink.tokens.text3))
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, self.tr("No figures"))
            return
        hot = None if self.hot is None else (self.hot.category, self.hot.series)
        self.marks = self.lay_out(area)
        self.hot = next((mark for mark in self.marks if (mark.category, mark.series) == hot), None)
        self.paint_figures(painter, area)

    def paint_on_paper(self, painter: QPainter, area: QRectF) -> None:
        """The chart in its light colours in *area*, whose unit is a tenth of a point."""
        painter.save()
        painter.translate(area.topLeft())
        painter.scale(_PAPER_SCALE, _PAPER_SCALE)
        whole = QRectF(0, 0, area.width() / _PAPER_SCALE, area.height() / _PAPER_SCALE)
        self._paint_into(painter, whole, ink=PAPER_INK)
        painter.restore()
        self.forget_picture()

    def picture(self, *, ratio: float = 2.0) -> QImage:
        """The chart with its title on its surface, for a report: sharp in print."""
        title = QRectF(_PICTURE_MARGIN, 12, self.width(), 24)
        size = QSize(self.width() + 2 * _PICTURE_MARGIN, self.height() + 48 + _PICTURE_MARGIN)
        image = QImage(size * ratio, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(ratio)
        image.fill(QColor(self.theme.tokens.surface))
        painter = QPainter(image)
        painter.setFont(sized(self.font(), sizes.SECTION, strong=True))
        painter.setPen(QColor(self.theme.tokens.text))
        painter.drawText(title, Qt.AlignmentFlag.AlignVCenter, self.data.title)
        painter.translate(_PICTURE_MARGIN, 48)
        self._paint_into(painter, QRectF(self.rect()))
        painter.end()
        return image

    def changeEvent(self, event: QEvent) -> None:  # noqa: D102 - Qt's own
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self.forget_picture()

    def resizeEvent(self, event: QEvent) -> None:  # noqa: ARG002, D102 - Qt's own
        self.forget_picture()

    # ---- mouse and keyboard

    def point_at(self, mark: Mark | None, *, tip: bool = True) -> None:
        """Set a figure off, and tell it."""
        if mark == self.hot:
            return
        self.hot = mark
        self.update()
        clickable = mark is not None and self.opens_figures
        self.setCursor(Qt.CursorShape.PointingHandCursor if clickable else Qt.CursorShape.ArrowCursor)
        if mark is None:
            QToolTip.hideText()
            return
        if tip:
            above = mark.anchor.toPoint() + QPoint(8, -36)
            QToolTip.showText(self.mapToGlobal(above), self.tell_mark(mark), self)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))

    def tell_mark(self, mark: Mark) -> str:
        """A figure in words."""
        return self.data.tell(mark.category, mark.series)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: D102 - Qt's own
        self.point_at(self.mark_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:  # noqa: D102 - Qt's own
        super().leaveEvent(event)
        self.point_at(None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: D102 - Qt's own
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            mark = self.mark_at(event.position())
            if mark is not None:
                self.picked.emit(mark.category, mark.series)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: D102 - Qt's own
        super().focusOutEvent(event)
        self.point_at(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: D102 - Qt's own
        key = Qt.Key(event.key())
        if key in _STEP_KEYS and self._marks_now():
            self.point_at(self._step(*_STEP_KEYS[key]))
        elif key in {Qt.Key.Key_Home, Qt.Key.Key_End} and self._marks_now():
            self.point_at(self.marks[0] if key is Qt.Key.Key_Home else self.marks[-1])
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space} and self.hot is not None:
            self.picked.emit(self.hot.category, self.hot.series)
        else:
            super().keyPressEvent(event)

    def _marks_now(self) -> tuple[Mark, ...]:
        """The figures, placed already or not."""
        if self._kept is None:
            self._kept = self._paint_picture(self.devicePixelRatioF())
        return self.marks

    def _step(self, across: int, down: int) -> Mark:
        """The figure next to the one set off; from none, the last of the first series."""
        if self.hot is None:
            first = min(mark.series for mark in self.marks)
            return [mark for mark in self.marks if mark.series == first][-1 if across else 0]
        here = self.hot
        if across:
            line = [mark for mark in self.marks if mark.series == here.series]
        else:
            line = [mark for mark in self.marks if mark.category == here.category]
        place = line.index(here) + (across or down)
        return line[min(max(place, 0), len(line) - 1)]


def paper_height(pixels: int) -> int:
    """The millimetres on paper of what is so many pixels high on the screen."""
    return math.ceil(pixels * _PAPER_SCALE / 10 * _POINT)
