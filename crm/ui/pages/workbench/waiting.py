"""Stands for the workbench while it is being read, where that takes a moment."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent

from crm.ui.pages.workbench.canvas import CARDS_BESIDE, GAP
from crm.ui.theme import tokens as sizes
from crm.ui.theme.fonts import in_pixels
from crm.ui.widgets.skeleton import Skeleton

_CARD = 132


class CardSkeleton(Skeleton):
    """Cards and charts still to come."""

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, D102 - Qt's own
        painter = QPainter(self)
        tokens = self._theme.tokens
        painter.fillRect(self.rect(), QColor(tokens.bg))
        if not self.is_drawn:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for block in self._blocks():
            painter.setBrush(QColor(tokens.surface))
            painter.drawRoundedRect(block, 6, 6)
            painter.setBrush(QColor(tokens.mute_soft))
            painter.drawRoundedRect(
                QRectF(block.left() + 14, block.top() + 16, block.width() * 0.4, 10), 5, 5
            )
            painter.drawRoundedRect(
                QRectF(block.left() + 14, block.top() + 44, block.width() * 0.6, 18), 5, 5
            )

    def _blocks(self) -> list[QRectF]:
        """Six cards, a wide chart and the column of duties."""
        width = self.width() - 2 * sizes.MARGIN
        beside = 6 if self.width() >= in_pixels(CARDS_BESIDE) else 3
        card = (width - GAP * (beside - 1)) / beside
        left, top = float(sizes.MARGIN), float(sizes.MARGIN)
        blocks = [
            QRectF(
                left + (card + GAP) * (place % beside), top + (_CARD + GAP) * (place // beside), card, _CARD
            )
            for place in range(6)
        ]
        below = blocks[-1].bottom() + GAP
        chart = (width - GAP) * 2 / 3
        blocks.append(QRectF(left, below, chart, 280))
        blocks.append(QRectF(left + chart + GAP, below, width - chart - GAP, 420))
        return blocks
