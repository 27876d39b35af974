"""Labels in the window's type sizes and tones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from crm.ui.widgets.wrapping import lines_of

if TYPE_CHECKING:
    from collections.abc import Iterable

_LONG_NAME, _BEGINNING, _END = 40, 26, 12
"""No enterprise of the register has a name as long; the end tells branches apart."""


def label(
    text: str = "",
    *,
    size: str = "body",
    tone: str = "text",
    wrap: bool = False,
    selectable: bool = False,
) -> QLabel:
    """A label; *size* caption, small, body, strong, section or title, *tone* a colour of the look."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("rank", size)
    made.setProperty("tone", tone)
    made.setWordWrap(wrap)
    if wrap:
        made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
    if selectable:
        made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


class ElidedLabel(QLabel):
    """A label of one line that shortens its text to the room it has; the whole text is its tool-tip then.

    Where its bar has the height for them it may have two lines (*two*), still asking for the height of one.
    """

    def __init__(self, text: str = "", *, size: str = "body", tone: str = "text", two: bool = False) -> None:
        super().__init__(text)
        self._two = two
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("rank", size)
        self.setProperty("tone", tone)
        self.setMinimumWidth(24)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, D102 - Qt's own
        painter = QPainter(self)
        shown = self.shown()
        self.setToolTip("" if shown.split() == self.text().split() else self.text())
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), self.alignment(), shown)

    def shown(self) -> str:
        """What there is room for, in lines."""
        metrics = QFontMetrics(self.font())
        if self._two and self.height() >= 2 * metrics.lineSpacing():
            return "\n".join(lines_of(self.text(), metrics, self.width()))
        return metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())


def shorten_names(text: str, names: Iterable[str]) -> str:
    """*text* with the middle of each long name of *names* left out, so that a sentence stays a line or two."""
    for name in names:
        if len(name) > _LONG_NAME:
            text = text.replace(name, f"{name[:_BEGINNING]}…{name[-_END:]}")
    return text


def retone(of: QLabel, tone: str) -> None:
    """Give a label another tone."""
    if of.property("tone") != tone:
        of.setProperty("tone", tone)
        of.style().polish(of)


def ground(name: str, parent: QWidget | None = None) -> QFrame:
    """A plain surface: rail, bar, foot, pane, card, notice, surface, surface2, bg or line."""
    frame = QFrame(parent)
    frame.setProperty("ground", name)
    return frame


def line() -> QFrame:
    """A hair line across."""
    made = ground("line")
    made.setFixedHeight(1)
    return made
