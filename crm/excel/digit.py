"""The width of a digit in a workbook's own typeface: the unit in which it states how wide its columns are.

A spreadsheet program counts it in whole dots of the device. On a screen of 96 dots an inch a digit of Calibri 11 is 7
dots, on a printer of 600 it is 47: 7.4 % more, so that a sheet is wider on paper than on the screen and is scaled down
further to fit its page. The widths are those of the typefaces themselves, not of what this computer has in their place:
the same workbook has the same pages everywhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from lxml import etree

    from crm.excel.cell_style import CellStyle

_SCREEN, _PRINTER = 96, 600
"""Dots an inch."""
_POINTS_AN_INCH = 72
_USUAL_LETTERS = 8
"""For how many letters a column has room that states no width."""
_OF_THE_SIZE = {
    "Aptos Narrow": 0.5068,
    "Arial": 0.5562,
    "Calibri": 0.5068,
    "Cambria": 0.5542,
    "Comic Sans MS": 0.6099,
    "Consolas": 0.5498,
    "Courier New": 0.6001,
    "Helvetica": 0.5562,
    "Liberation Sans": 0.5562,
    "Microsoft YaHei": 0.5391,
    "Microsoft YaHei UI": 0.5391,
    "Segoe UI": 0.5391,
    "Tahoma": 0.5459,
    "Times New Roman": 0.5,
    "Verdana": 0.6357,
    "微软雅黑": 0.5391,
}
"""The widest digit of a typeface as a part of its size."""
_HALF = 0.5
"""That of the Chinese typefaces of forms, in which a digit is half a character: 宋体, 黑体, 仿宋, 楷体, 等线."""


class Digit(NamedTuple):
    """How wide a digit is: ``pixels`` on the screen, and ``dots`` on paper."""

    pixels: int
    dots: int

    def on_screen(self, width: float) -> float:
        """Points of a column of *width* on a screen."""
        return _whole(width, self.pixels) * _POINTS_AN_INCH / _SCREEN

    def on_paper(self, width: float) -> float:
        """Points of a column of *width* on paper."""
        return _whole(width, self.dots) * _POINTS_AN_INCH / _PRINTER

    def usual_width(self, letters: int) -> float:
        """The width of columns for which none is stated: room for *letters*, a margin, in steps of eight pixels."""
        pixels = letters * self.pixels + 5
        return (pixels + -pixels % 8) / self.pixels


def digit_of(normal: CellStyle) -> Digit:
    """The digit of a workbook whose plain cells look like *normal*."""
    known = _OF_THE_SIZE.get(normal.family, _OF_THE_SIZE["Calibri"] if normal.family.isascii() else _HALF)
    size = normal.size * _SCREEN / _POINTS_AN_INCH
    if known == _HALF:
        # Their letters on a screen are drawn dot by dot, in whole sizes.
        size = float(int(size + 0.5))
    return Digit(_rounded(size * known), _rounded(_rounded(normal.size * _PRINTER / _POINTS_AN_INCH) * known))


def usual_width(root: etree._Element, digit: Digit) -> float:
    """The width of the columns of the worksheet *root* that state none, in digits."""
    form = root.find("{*}sheetFormatPr")
    given = {} if form is None else {str(name): str(value) for name, value in form.attrib.items()}
    return float(
        given.get("defaultColWidth") or digit.usual_width(int(given.get("baseColWidth", _USUAL_LETTERS)))
    )


def stated_widths(root: etree._Element, digit: Digit, count: int) -> list[float]:
    """The widths of the first *count* columns of the worksheet *root* in digits, 0 where hidden."""
    usual = usual_width(root, digit)
    widths = [usual] * count
    for element in root.iterfind("{*}cols/{*}col"):
        width = 0.0 if element.get("hidden") in {"1", "true"} else float(element.get("width", usual))
        first, last = int(element.get("min", "1")), min(int(element.get("max", "1")), count)
        widths[first - 1 : last] = [width] * max(last - first + 1, 0)
    return widths


def _rounded(dots: float) -> int:
    return max(1, int(dots + 0.5))


def _whole(width: float, digit: int) -> int:
    """Dots of a column that is *width* digits wide."""
    return int((256 * width + int(128 / digit)) / 256 * digit)
