"""Facts side by side: captions at the left, what is known at the right; and figures large enough to be read first."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from crm.ui.theme import tokens as sizes
from crm.ui.theme.fonts import base_font, in_pixels, sized
from crm.ui.widgets.text import ElidedLabel, label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent
    from PySide6.QtWidgets import QLayout

_CAPTIONS, _CAPTIONS_MOST = 96, 132
_CAPTION_LEAST = 120


class KeyFigure(NamedTuple):
    """A figure with its caption; under it how it has changed, and what it is of."""

    caption: str
    value: str
    of: str = ""
    change: str = ""
    tone: str = "text3"


class Facts(QWidget):
    """Pairs of a caption and a text; the text wraps and may be selected."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(sizes.GAP)
        self._grid.setColumnStretch(1, 1)

    def show_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        """Show *facts* in their order."""
        empty(self._grid)
        metrics = QFontMetrics(sized(base_font(), sizes.SMALL))
        widest = max((metrics.horizontalAdvance(caption) for caption, _ in facts), default=0)
        width = min(max(_CAPTIONS, widest + 2), in_pixels(_CAPTIONS_MOST))
        self._grid.setColumnMinimumWidth(0, width)
        for row, (caption, text) in enumerate(facts):
            left = label(caption, size="small", tone="text2", wrap=True)
            left.setFixedWidth(width)
            right = label(text, size="small", wrap=True, selectable=True)
            right.setAccessibleName(f"{caption} {text}")
            self._grid.addWidget(left, row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(right, row, 1, Qt.AlignmentFlag.AlignTop)
            for part in (left, right):
                part.show()  # Qt would do so later, and until then it needs no room
        self._keep_whole()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102 - Qt's own
        super().resizeEvent(event)
        self._keep_whole()

    def _keep_whole(self) -> None:
        """Stand as high as the wrapped texts need at this width; a layout would give what they need when wide."""
        self.setMinimumHeight(max(0, self._grid.heightForWidth(self.width())))


class KeyFigures(QWidget):
    """Figures in a row of equal parts."""

    def __init__(self) -> None:
        super().__init__()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(12)

    def show_figures(self, figures: Sequence[KeyFigure]) -> None:
        """Show *figures* in their order."""
        empty(self._row)
        for figure in figures:
            part = QWidget()
            column = QVBoxLayout(part)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(2)
            caption = ElidedLabel(figure.caption, size="caption", tone="text2")
            needed = QFontMetrics(sized(base_font(), sizes.CAPTION)).horizontalAdvance(figure.caption)
            caption.setMinimumWidth(
                min(needed, in_pixels(_CAPTION_LEAST))
            )  # a figure without its unit says nothing
            column.addWidget(caption)
            column.addWidget(label(figure.value, size="title"))
            below = QHBoxLayout()
            below.setSpacing(6)
            if figure.change:
                below.addWidget(label(figure.change, size="caption", tone=figure.tone))
            below.addWidget(ElidedLabel(figure.of, size="caption", tone="text3"), 1)
            column.addLayout(below)
            self._row.addWidget(part, 1)


def empty(layout: QLayout) -> None:
    """Take every widget out of *layout* and let go of it."""
    while layout.count():
        item = layout.takeAt(0)
        widget = item.widget() if item is not None else None
        if widget is not None:
            widget.hide()
            widget.deleteLater()
