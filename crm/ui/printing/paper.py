"""A sheet of paper, upright or across, with margins. All lengths are in tenths of a point (1/720 inch)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QMarginsF, QRectF
from PySide6.QtGui import QFont, QPageLayout, QPageSize

from crm.services.appearance import PAPERS
from crm.ui.theme.fonts import FAMILIES

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

UNITS_AN_INCH = 720
UNITS_A_POINT = 10
_MM = UNITS_AN_INCH / 25.4
_SIZES = {
    "A3": QPageSize.PageSizeId.A3,
    "A4": QPageSize.PageSizeId.A4,
    "A5": QPageSize.PageSizeId.A5,
    "B4": QPageSize.PageSizeId.JisB4,
    "B5": QPageSize.PageSizeId.JisB5,
}
_MARGINS = {"narrow": 8, "normal": 14, "wide": 22}
"""Millimetres."""


def mm(millimetres: float) -> float:
    """Millimetres as units."""
    return millimetres * _MM


def points(size: float) -> float:
    """Points as units."""
    return size * UNITS_A_POINT


@dataclass(frozen=True, slots=True)
class Paper:
    """A4 with equal margins in millimetres; a workbook's own paper and margins are in its sheets."""

    landscape: bool = False
    margin: int = _MARGINS["normal"]
    size: str = "A4"

    @property
    def width(self) -> float:
        """The sheet's width."""
        return PAPERS[self.size][self.landscape] * _MM

    @property
    def height(self) -> float:
        """The sheet's height."""
        return PAPERS[self.size][not self.landscape] * _MM

    @property
    def inside(self) -> QRectF:
        """What the margins leave."""
        margin = mm(self.margin)
        return QRectF(margin, margin, self.width - 2 * margin, self.height - 2 * margin)

    def turned(self, *, landscape: bool) -> Paper:
        """The same paper upright or across."""
        return replace(self, landscape=landscape)

    def layout(self) -> QPageLayout:
        """As Qt's printing wants it: the whole sheet, because the margins are ours."""
        turn = QPageLayout.Orientation.Landscape if self.landscape else QPageLayout.Orientation.Portrait
        layout = QPageLayout(QPageSize(_SIZES[self.size]), turn, QMarginsF())
        layout.setMode(QPageLayout.Mode.FullPageMode)
        return layout


def margin_named(name: str) -> int:
    """Millimetres of a margin: narrow, normal or wide."""
    return _MARGINS[name]


def print_font(size: float, *, strong: bool = False) -> QFont:
    """The window's font at *size* points, without the grid of a screen: equally wide at every scale."""
    font = QFont()
    font.setFamilies(FAMILIES)
    font.setPixelSize(round(points(size)))
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    # Beside Latin letters some Chinese fonts take other digits, of which a PDF does not know what they are.
    font.setFeature(QFont.Tag("locl"), 0)
    font.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
    return font


class Pages(Protocol):
    """A document on paper: how many pages, which paper each has, and how to paint one."""

    @property
    def count(self) -> int:
        """How many pages there are; at least one."""

    def paper_of(self, page: int) -> Paper:
        """The paper of *page*, counted from 0."""

    def paint(self, painter: QPainter, page: int) -> None:
        """Paint *page*, the painter's unit being a tenth of a point and its origin the sheet's corner."""
