"""What needs doing, in groups: what is overdue first. One stop for the Tab key; the arrow keys go from line to line."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from crm.ui.theme import tokens as sizes
from crm.ui.theme.fonts import in_pixels, sized
from crm.ui.theme.style import draw_focus_ring
from crm.ui.widgets.text import label

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QFontMetrics

    from crm.ui.theme.theme import Theme

_ROW = 48
_SINGLE = 36
_UPPER, _LOWER = (5, 20), (24, 18)
"""Where the two lines begin and how high they are, in type of the usual size."""
_ICON = 20
_CHECK = 28
_FAR = 9_999
_DOT = " · "
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_Home: -_FAR, Qt.Key.Key_End: _FAR}


class DutyLine(NamedTuple):
    """A line: its icon and tone, what it says, what to the right of it, and what it opens.

    ``finish`` checks it off; only what is really to be done once has it.
    """

    icon: str
    tone: str
    text: str
    sub: str
    day: str
    open: Callable[[], None]
    finish: Callable[[], None] | None = None


class DutyGroup(NamedTuple):
    """Lines under a heading."""

    heading: str
    tone: str
    lines: Sequence[DutyLine]


class DutyRow(QAbstractButton):
    """One line."""

    met = Signal(QWidget)
    """The keyboard has come to it."""

    def __init__(self, theme: Theme, line: DutyLine, *, finish_text: str) -> None:
        super().__init__()
        self._theme = theme
        self.line = line
        self.setAccessibleName(" ".join(part for part in (line.text, line.sub, line.day) if part))
        if line.finish is not None:
            self.setAccessibleDescription(finish_text)
        self.setToolTip(f"{line.text}\n{line.sub}" if line.sub else line.text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._click)
        theme.changed.connect(self.update)
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:  # noqa: D102 - Qt's own
        return QSize(160, in_pixels(_ROW if self.line.sub else _SINGLE))

    @property
    def check_room(self) -> QRect:
        """Where a click checks the line off."""
        return QRect(self.width() - _CHECK - 6, (self.height() - _CHECK) // 2, _CHECK, _CHECK)

    def _click(self) -> None:
        inside = self.check_room.contains(self.mapFromGlobal(self.cursor().pos()))
        if self.line.finish is not None and inside and self.underMouse():
            self.line.finish()
        else:
            self.line.open()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: D102 - Qt's own
        super().focusInEvent(event)
        self.met.emit(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: D102 - Qt's own
        key = Qt.Key(event.key())
        if key in _STEPS:
            event.ignore()  # the list's; a button by itself would go to the next widget
        elif key is Qt.Key.Key_Space and self.line.finish is not None:
            self.line.finish()
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.line.open()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, D102 - Qt's own
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens, line = self._theme.tokens, self.line
        if self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.row_hover))
            painter.drawRoundedRect(QRectF(self.rect()), 4, 4)
        middle = self.height() // 2
        self._theme.icons.get(line.icon, tone=line.tone).paint(
            painter, QRect(8, middle - _ICON // 2, _ICON, _ICON)
        )
        right = self.width() - 10
        if line.finish is not None:
            place = self.check_room.adjusted(4, 4, -4, -4)
            self._theme.icons.get("check", tone="accent").paint(painter, place)
            right = place.left() - 8
        right = self._paint_day(painter, right)
        room = QRectF(38, 0, right - 38, self.height())
        top, height = (in_pixels(size) for size in _UPPER)
        upper = QRectF(38, top, room.width(), height) if line.sub else room
        painter.setFont(sized(self.font(), sizes.SMALL))
        painter.setPen(QColor(tokens.text))
        text = shortened(line.text, painter.fontMetrics(), int(upper.width()))
        painter.drawText(upper, Qt.AlignmentFlag.AlignVCenter, text)
        if line.sub:
            painter.setFont(sized(self.font(), sizes.CAPTION))
            painter.setPen(QColor(tokens.text3))
            top, height = (in_pixels(size) for size in _LOWER)
            lower = QRectF(38, top, self.width() - 48 - (_CHECK if line.finish else 0), height)
            sub = painter.fontMetrics().elidedText(line.sub, Qt.TextElideMode.ElideRight, int(lower.width()))
            painter.drawText(lower, Qt.AlignmentFlag.AlignVCenter, sub)
        if self.hasFocus():
            draw_focus_ring(painter, QRectF(self.rect()), tokens.accent)

    def _paint_day(self, painter: QPainter, right: int) -> int:
        """The day at the right of the first line; where the text must end."""
        if not self.line.day:
            return right
        painter.setFont(sized(self.font(), sizes.CAPTION, strong=self.line.tone == "danger"))
        tone = self.line.tone if self.line.tone in {"danger", "warn"} else "text2"
        painter.setPen(QColor(getattr(self._theme.tokens, tone)))
        width = painter.fontMetrics().horizontalAdvance(self.line.day)
        top, height = (in_pixels(size) for size in _UPPER) if self.line.sub else (0, self.height())
        painter.drawText(
            QRectF(right - width, top, width, height), Qt.AlignmentFlag.AlignVCenter, self.line.day
        )
        return right - width - 10


class DutyList(QWidget):
    """Groups of lines."""

    moved = Signal(QWidget)
    """The keyboard has gone to another line."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.rows: list[DutyRow] = []
        self._lines: list[QWidget] = []
        self._at = 0
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)

    def show_groups(self, groups: Sequence[DutyGroup]) -> None:
        """Show other groups; the keyboard stays on its line."""
        place = next((place for place, row in enumerate(self.rows) if row.hasFocus()), None)
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.rows, self._lines = [], []
        finish_text = self.tr("Press Space to mark as done")
        for order, group in enumerate(groups):
            heading = label(group.heading, size="caption", tone=group.tone)
            heading.setContentsMargins(8, 8 if order else 0, 8, 2)
            self._add(heading)
            for line in group.lines:
                row = DutyRow(self._theme, line, finish_text=finish_text)
                row.met.connect(self._meet)
                self._add(row)
                self.rows.append(row)
        self._show_at_once()
        self._stop_at(min(place or 0, len(self.rows) - 1), focus=place is not None)

    def _add(self, line: QWidget) -> None:
        self._column.addWidget(line)
        self._lines.append(line)

    def _show_at_once(self) -> None:
        """Show the new lines now; a layout would do it a moment later, and the list would flash empty."""
        for line in self._lines:
            line.show()
        self.resize(self.width(), self._column.sizeHint().height())
        self._column.activate()

    def _stop_at(self, place: int, *, focus: bool) -> None:
        """Only one line is a stop of the Tab key."""
        self._at = place
        for at, row in enumerate(self.rows):
            row.setFocusPolicy(Qt.FocusPolicy.StrongFocus if at == place else Qt.FocusPolicy.ClickFocus)
        if focus and self.rows:
            self.rows[place].setFocus(Qt.FocusReason.OtherFocusReason)

    def _meet(self, row: QWidget) -> None:
        """A click has taken the keyboard to a line."""
        self._stop_at(next(place for place, one in enumerate(self.rows) if one is row), focus=False)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: D102 - Qt's own
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None or not self.rows:
            super().keyPressEvent(event)
            return
        place = min(max(self._at + step, 0), len(self.rows) - 1)
        self._stop_at(place, focus=True)
        self.moved.emit(self.rows[place])


def shortened(text: str, metrics: QFontMetrics, width: int) -> str:
    """*text* in *width*; of a form and its period the form is shortened: the period tells two lines apart."""
    name, dot, period = text.rpartition(_DOT)
    if not dot or metrics.horizontalAdvance(text) <= width:
        return metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
    room = width - metrics.horizontalAdvance(dot + period)
    return metrics.elidedText(name, Qt.TextElideMode.ElideRight, room) + dot + period
