"""Where a line may end: at words, and as the punctuation of Chinese allows."""

from __future__ import annotations

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
