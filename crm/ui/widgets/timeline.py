"""Dated steps, one below the other, joined by a line."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from crm.ui.theme import tokens as sizes
from crm.ui.theme.fonts import sized
from crm.ui.widgets.table import paint_tag
from crm.ui.widgets.wrapping import wrap_flags

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm.ui.theme.theme import Theme

_DATES = 88
_AFTER_DATE = 14
_STEP = 26
_TEXT_LINE = 18
_BETWEEN = 8
_LEFT = 18


class Step(NamedTuple):
    """One step: when, what (as a tag where it has tones), and what there is to say of it."""

    when: str
    what: str
    text: str = ""
    tones: tuple[str, str] | None = None


class Timeline(QWidget):
    """Paints steps from the top down."""

    def __init__(self, theme: Theme, *, name: str) -> None:
        super().__init__()
        self._theme = theme
        self._name = name
        self._steps: Sequence[Step] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.changed.connect(self.update)

    def show_steps(self, steps: Sequence[Step]) -> None:
        """Show *steps* in their order."""
        self._steps = steps
        self.setAccessibleName(self._name)
        spoken = (f"{step.when} {step.what} {step.text}".strip() for step in steps)
        self.setAccessibleDescription("; ".join(spoken))
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:  # noqa: D102 - Qt's own
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: D102 - Qt's own
        return sum(self._height(step, width) for step in self._steps)

    def sizeHint(self) -> QSize:  # noqa: D102 - Qt's own
        return QSize(300, self.heightForWidth(300))

    def minimumSizeHint(self) -> QSize:  # noqa: D102 - Qt's own
        return QSize(200, self.heightForWidth(max(self.width(), 200)))

    @property
    def _dates(self) -> int:
        """The room of a day, which larger type needs more of."""
        metrics = QFontMetrics(sized(self.font(), sizes.SMALL))
        return max(_DATES, metrics.horizontalAdvance("0000-00-00") + _AFTER_DATE)

    def _text_rect(self, step: Step, width: int) -> QRect:
        metrics = QFontMetrics(sized(self.font(), sizes.SMALL))
        room = QRect(0, 0, width - _LEFT - self._dates, 10_000)
        flags = wrap_flags(step.text, metrics, room.width())
        return metrics.boundingRect(room, flags, step.text) if step.text else QRect()

    def _height(self, step: Step, width: int) -> int:
        return _STEP + (self._text_rect(step, width).height() + 2 if step.text else 0) + _BETWEEN

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, D102 - Qt's own
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = self._theme.tokens
        top = 0
        for place, step in enumerate(self._steps):
            height = self._height(step, self.width())
            middle = QPointF(6.5, top + _STEP / 2)
            if place < len(self._steps) - 1:
                painter.setPen(QPen(QColor(tokens.border), 1.5))
                painter.drawLine(middle, QPointF(6.5, top + height + _STEP / 2))
            painter.setPen(QPen(QColor(tokens.accent if place == 0 else tokens.border_strong), 2))
            painter.setBrush(QColor(tokens.accent if place == 0 else tokens.surface))
            painter.drawEllipse(middle, 3.5, 3.5)
            self._paint_words(painter, step, top)
            top += height

    def _paint_words(self, painter: QPainter, step: Step, top: int) -> None:
        tokens = self._theme.tokens
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.setFont(sized(self.font(), sizes.SMALL))
        painter.setPen(QColor(tokens.text2))
        dates = self._dates
        painter.drawText(QRect(_LEFT + 2, top, dates, _STEP), middle, step.when)
        room = QRect(_LEFT + dates, top, self.width() - _LEFT - dates, _STEP)
        if step.tones is not None:
            colours = (getattr(tokens, step.tones[0]), getattr(tokens, step.tones[1]))
            paint_tag(painter, room, step.what, colours=colours)
        else:
            painter.setFont(sized(self.font(), sizes.BODY))
            painter.setPen(QColor(tokens.text))
            what = QFontMetrics(painter.font()).elidedText(
                step.what, Qt.TextElideMode.ElideRight, room.width()
            )
            painter.drawText(room, middle, what)
        if step.text:
            painter.setFont(sized(self.font(), sizes.SMALL))
            painter.setPen(QColor(tokens.text2))
            flags = wrap_flags(step.text, painter.fontMetrics(), room.width())
            rest = QRect(
                room.left(), top + _STEP, room.width(), self._text_rect(step, self.width()).height() + 2
            )
            painter.drawText(rest, flags, step.text)
