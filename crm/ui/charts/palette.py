"""The colours of series: at least 3 : 1 against the surface, told apart by people with any colour vision.

Each has a hatching, a dash and a marker of its own too, so that colour is never alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPolygonF

from crm.ui.theme.tokens import LIGHT

if TYPE_CHECKING:
    from PySide6.QtGui import QPainterPath

    from crm.ui.theme.tokens import Tokens

LIGHT_SERIES = ("#0F62C9", "#C75A00", "#00857C", "#8E4FB8", "#8A6D00", "#5B6675", "#B8336A", "#3E7D1F")
DARK_SERIES = ("#5AA2FF", "#F59A4A", "#4FC9BC", "#C79BEA", "#D9BE4A", "#A9B0BB", "#F08AB0", "#8FCB6B")

_HATCHES = (
    Qt.BrushStyle.NoBrush,
    Qt.BrushStyle.BDiagPattern,
    Qt.BrushStyle.Dense6Pattern,
    Qt.BrushStyle.FDiagPattern,
    Qt.BrushStyle.VerPattern,
    Qt.BrushStyle.NoBrush,
    Qt.BrushStyle.DiagCrossPattern,
    Qt.BrushStyle.HorPattern,
)
_DASHES = (
    Qt.PenStyle.SolidLine,
    Qt.PenStyle.DashLine,
    Qt.PenStyle.DashDotLine,
    Qt.PenStyle.DotLine,
)
_CORNERS = (
    ((-1, -1), (1, -1), (1, 1), (-1, 1)),
    ((0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0)),
    ((0, -1.2), (1.2, 1), (-1.2, 1)),
)
_HATCH_STRENGTH = 0.38


class Ink(NamedTuple):
    """What is painted with: the colours of a look."""

    tokens: Tokens
    is_dark: bool


PAPER_INK = Ink(LIGHT, is_dark=False)


def series_colour(ink: Ink, place: int) -> QColor:
    """The colour of a series."""
    colours = DARK_SERIES if ink.is_dark else LIGHT_SERIES
    return QColor(colours[place % len(colours)])


def fill_shape(painter: QPainter, ink: Ink, area: QPainterPath, place: int) -> None:
    """Fill an area with the colour and the hatching of a series."""
    painter.fillPath(area, series_colour(ink, place))
    hatch = _HATCHES[place % len(_HATCHES)]
    if hatch is not Qt.BrushStyle.NoBrush:
        lines = QColor(ink.tokens.surface)
        lines.setAlphaF(_HATCH_STRENGTH)
        painter.fillPath(area, QBrush(lines, hatch))


def line_pen(ink: Ink, place: int, *, nth: int) -> QPen:
    """The pen of a series that is the *nth* drawn as a line: the first is solid."""
    pen = QPen(series_colour(ink, place), 2, _DASHES[nth % len(_DASHES)])
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen


def draw_marker(painter: QPainter, ink: Ink, at: QPointF, place: int, *, size: float = 3.5) -> None:
    """The marker of a series: a ring, a square, a diamond or a triangle."""
    painter.setPen(QPen(series_colour(ink, place), 2))
    painter.setBrush(QColor(ink.tokens.surface))
    kind = place % (len(_CORNERS) + 1)
    if kind == 0:
        painter.drawEllipse(at, size, size)
        return
    corners = [QPointF(at.x() + x * size, at.y() + y * size) for x, y in _CORNERS[kind - 1]]
    painter.drawPolygon(QPolygonF(corners))
