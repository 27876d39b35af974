"""Formats of a template that would show what they are given as another value: a day as a number, percent a hundredfold.

Blanks often leave the cells of a day without a format; a day put there would read 45292. A cell that shows percent
wants 0.053 for 5.3 %.
"""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

from lxml import etree

from crm.excel.address import parse_address
from crm.excel.number_format import BUILT_IN, GENERAL, shows_day, shows_percent
from crm.excel.package import drop_attributes

if TYPE_CHECKING:
    from crm.excel.package import Package
    from crm.excel.worksheet import Worksheet

_DAY = "yyyy-mm-dd"
_FIRST_OWN = 164
"""The first number of the formats that a file defines itself."""


def read_formats(package: Package) -> Formats | None:
    """The formats of a workbook's cells; None where it has no styles."""
    for part in package.related(package.workbook, "styles"):
        root = package.xml(part)
        styles = root.find("{*}cellXfs")
        if styles is not None:
            return Formats(package, part, root, styles)
    return None


class Formats:
    """The number formats of a workbook's cells, by the style that a cell names."""

    def __init__(self, package: Package, part: str, root: etree._Element, styles: etree._Element) -> None:
        self._package = package
        self._part = part
        self._root = root
        self._styles = styles

    def show_day(self, sheet: Worksheet, address: str) -> None:
        """Give the cell at *address* a format of days where it has none, and leave the rest of its look."""
        cell = sheet.cell(*parse_address(address))
        style = self._style(cell)
        if style is not None and not shows_day(self._code_of(style)):
            cell.set("s", str(self._with_day(style)))

    def is_percent(self, sheet: Worksheet, address: str) -> bool:
        """Whether the cell at *address* shows what it holds a hundredfold, in percent."""
        return shows_percent(self.code(sheet.cell(*parse_address(address))))

    def code(self, cell: etree._Element) -> str:
        """The format of a cell."""
        style = self._style(cell)
        return GENERAL if style is None else self._code_of(style)

    def _style(self, cell: etree._Element) -> etree._Element | None:
        number = int(cell.get("s", "0"))
        return self._styles[number] if number < len(self._styles) else None

    def _code_of(self, style: etree._Element) -> str:
        number = style.get("numFmtId", "0")
        own = self._root.find(f"{{*}}numFmts/{{*}}numFmt[@numFmtId='{number}']")
        return BUILT_IN.get(int(number), GENERAL) if own is None else own.get("formatCode", GENERAL)

    def _with_day(self, style: etree._Element) -> int:
        """The number of a style that is like *style* but shows days; made where there is none."""
        wanted = deepcopy(style)
        wanted.set("numFmtId", self._day_format())
        wanted.set("applyNumberFormat", "1")
        drop_attributes(wanted, "quotePrefix")
        written = etree.tostring(wanted, with_tail=False)
        for number, known in enumerate(self._styles):
            if etree.tostring(known, with_tail=False) == written:
                return number
        self._styles.append(wanted)
        self._styles.set("count", str(len(self._styles)))
        self._package.put(self._part, self._root)
        return len(self._styles) - 1

    def _day_format(self) -> str:
        """The number of the format of days, defined where it is not."""
        tag = str(self._styles.tag).replace("cellXfs", "numFmt")
        formats = self._root.find("{*}numFmts")
        if formats is None:
            formats = etree.Element(f"{tag}s")
            self._root.insert(0, formats)
        for known in formats:
            if known.get("formatCode") == _DAY:
                return known.get("numFmtId", "")
        used = [int(known.get("numFmtId", "0")) for known in formats]
        number = str(max([_FIRST_OWN - 1, *used]) + 1)
        etree.SubElement(formats, tag, numFmtId=number, formatCode=_DAY)
        formats.set("count", str(len(formats)))
        return number
