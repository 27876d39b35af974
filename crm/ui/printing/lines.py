"""Text on paper: broken into lines of a width, measured without a screen's grid, painted line by line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFontMetricsF, QTextLayout, QTextOption

if TYPE_CHECKING:
    from PySide6.QtCore import QRectF
    from PySide6.QtGui import QFont, QPainter

_MOST_KEPT = 20_000
_LEADING = 1.28
"""Distance of two lines, in font sizes, where nothing else is said."""
_BASE = 0.98
"""Where the letters stand in a line of that height, in font sizes."""


class Type:
    """A font at work: how wide its texts are, and how they break; *leading* is the distance of two lines, in sizes."""

    def __init__(self, font: QFont, *, leading: float = _LEADING) -> None:
        self.font = font
        self._metrics = QFontMetricsF(font)
        self.size = float(font.pixelSize())
        self.line = self.size * leading
        self.base = self.size * (_BASE - (_LEADING - leading) / 2)
        self._widths: dict[str, float] = {}

    def width(self, text: str) -> float:
        """How wide *text* is on one line."""
        width = self._widths.get(text)
        if width is None:
            if len(self._widths) > _MOST_KEPT:
                self._widths.clear()
            width = self._widths[text] = self._metrics.horizontalAdvance(text)
        return width

    def fits(self, text: str, width: float) -> bool:
        """Whether *text* is one line of *width*. No character is wider than the font is high: few are measured."""
        if "\n" in text:
            return False
        return len(text) * self.size <= width or self.width(text) <= width

    def lines(self, text: str, width: float, *, most: int = 0) -> list[str]:
        """*text* in lines of *width*, *most* at most; the last one is shortened where there would be more."""
        if self.fits(text, width):
            return [text]
        found: list[str] = []
        for part in text.split("\n"):
            found += self._break(part, width)
        if most and len(found) > most:
            rest = found[most - 1] + found[most]
            found = [*found[: most - 1], self._metrics.elidedText(rest, Qt.TextElideMode.ElideRight, width)]
        return found

    def _break(self, text: str, width: float) -> list[str]:
        layout = QTextLayout(text, self.font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        places = []
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(width, self.size))
            places.append((line.textStart(), line.textLength()))
        layout.endLayout()
        return [text[start : start + length].rstrip() for start, length in places] or [""]

    def paint(
        self,
        painter: QPainter,
        room: QRectF,
        lines: list[str],
        *,
        right: bool = False,
        middle: bool = False,
    ) -> None:
        """Paint *lines* from the top of *room*, at its left, its right or in its middle."""
        painter.setFont(self.font)
        for place, text in enumerate(lines):
            left = room.left()
            if right or middle:
                spare = room.width() - self.width(text)
                left += spare if right else spare / 2
            painter.drawText(QPointF(left, self.baseline(room.top() + place * self.line)), text)

    def baseline(self, top: float) -> float:
        """Where the letters of a line stand that begins at *top*."""
        return top + self.base
