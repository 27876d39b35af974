"""Where a line may end: at words, and as the punctuation of Chinese allows."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt

if TYPE_CHECKING:
    from PySide6.QtGui import QFontMetrics

_OPENING = frozenset("（《〈“‘【〔「『([{±¥￥$#")
"""Never at the end of a line."""
_CLOSING = frozenset("，。、；：？！）》〉”’】〕」』…,.;:?!)]}%·")
"""Never at the beginning of one."""
_MOST = 4
"""Characters that a line gives up at most."""
_TALL = 10_000
_LONGEST_WORD = 16


def wrap_flags(text: str, metrics: QFontMetrics, width: int) -> int:
    """How Qt is to wrap *text*: at words; within one only where a word alone is wider than *width*."""
    words = Qt.TextFlag.TextWordWrap.value
    if metrics.boundingRect(QRect(0, 0, width, _TALL), words, text).width() <= width:
        return words
    return words | Qt.TextFlag.TextWrapAnywhere.value


def seemly_end(text: str, end: int) -> int:
    """*end*, or a little before it, so that a line of *text* ends and the next one begins as they may."""
    place = end
    while end - place < _MOST and 1 < place < len(text):
        if text[place - 1] not in _OPENING and text[place] not in _CLOSING:
            return place
        place -= 1
    return end


def lines_of(text: str, metrics: QFontMetrics, width: int, *, most: int = 2, fewest: int = 1) -> list[str]:
    """*text* broken into lines of *width*, *most* of them, the last one shortened where it is longer.

    A line after the first has at least *fewest* characters: one or two alone would look lost.
    """
    lines: list[str] = []
    while len(lines) < most - 1 and metrics.horizontalAdvance(text) > width:
        end = _line_end(text, metrics, width, fewest)
        lines.append(text[:end].rstrip())
        text = text[end:].lstrip()
    return [*lines, metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)]


def _line_end(text: str, metrics: QFontMetrics, width: int, fewest: int) -> int:
    ends = range(1, len(text))
    fits = bisect_right(ends, width, key=lambda end: metrics.horizontalAdvance(text[:end]))
    fits = max(min(fits, len(text) - fewest), 1)
    for end in range(fits, max(fits - _LONGEST_WORD, 0), -1):
        if not text[end - 1 : end + 1].isascii() or text[end - 1].isspace():
            return seemly_end(text, end)
    return fits  # within a word that is longer than any, or than the line
