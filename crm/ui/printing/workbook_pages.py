"""A workbook's sheets on paper as a spreadsheet program prints them: areas, scale, titles, breaks, running lines."""

from __future__ import annotations

import re
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor

from crm.services.appearance import Division
from crm.ui.printing.lines import Type
from crm.ui.printing.paper import UNITS_A_POINT, UNITS_AN_INCH, Paper, print_font
from crm.ui.printing.sheet_paint import SheetPaint
from crm.ui.printing.tables import INK

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtGui import QPainter

    from crm.services.appearance import SheetLook, SheetPage, WorkbookLook

_CODE = re.compile(r'&(?:"[^"]*"|K[0-9A-Fa-f]{6}|(?P<size>\d{1,3})|(?P<code>.))', re.DOTALL)
_SIDES = re.compile(r"&([LCR])")


class SheetPages:
    """One sheet on paper: the pages into which it is divided, and how each is painted."""

    def __init__(self, look: SheetLook) -> None:
        self.look = replace(look, widths=look.paper_widths)
        self.paint = SheetPaint(self.look)
        self._division = division = Division(look)
        self.paper = Paper(landscape=look.setup.landscape, margin=0, size=look.setup.paper)
        self.room = QRectF(*(side * UNITS_A_POINT for side in division.room))
        self.scale = division.scale
        self.pages = division.pages

    @staticmethod
    def _size(offsets: list[float], places: range) -> float:
        return offsets[places.stop] - offsets[places.start] if places else 0.0

    def paint_page(self, painter: QPainter, page: SheetPage) -> None:
        """Paint the cells of a page, repeated titles first."""
        rows = [part for part in (_before(self._division.title_rows, page.rows), page.rows) if part]
        columns = [
            part for part in (_before(self._division.title_columns, page.columns), page.columns) if part
        ]
        width = sum(self._size(self.paint.places.lefts, part) for part in columns) * self.scale
        height = sum(self._size(self.paint.places.tops, part) for part in rows) * self.scale
        setup = self.look.setup
        left, top = self.room.left(), self.room.top()
        if setup.centred_across:
            left += max(0.0, (self.room.width() - width) / 2)
        if setup.centred_down:
            top += max(0.0, (self.room.height() - height) / 2)
        painter.save()
        painter.translate(left, top)
        painter.scale(self.scale, self.scale)
        down = 0.0
        for row_part in rows:
            over = 0.0
            for column_part in columns:
                painter.save()
                x, y = self.paint.places.lefts[column_part.start], self.paint.places.tops[row_part.start]
                painter.translate(over - x, down - y)
                tall, wide = (
                    self._size(self.paint.places.tops, row_part),
                    self._size(self.paint.places.lefts, column_part),
                )
                painter.setClipRect(QRectF(x - 8, y - 8, wide + 16, tall + 16))
                self.paint.paint(painter, row_part, column_part)
                painter.restore()
                over += wide
            down += self._size(self.paint.places.tops, row_part)
        painter.restore()


class WorkbookPages:
    """All sheets, one after the other, numbered through.

    *facts* are what headers and footers may ask for by a letter besides pages and sheets: D the day, T the time, F the
    name of the file.
    """

    def __init__(
        self,
        look: WorkbookLook,
        *,
        facts: Mapping[str, str] = MappingProxyType({}),
        check: Callable[[], None] = lambda: None,
    ) -> None:
        self._facts = facts
        self._sheets: list[SheetPages] = []
        self._pages: list[tuple[SheetPages, SheetPage]] = []
        for sheet in look.sheets:
            check()
            pages = SheetPages(sheet)
            self._sheets.append(pages)
            self._pages += [(pages, page) for page in pages.pages]

    @property
    def count(self) -> int:
        """How many pages there are."""
        return len(self._pages)

    def paper_of(self, page: int) -> Paper:
        """The paper of *page*."""
        return self._pages[page][0].paper

    def paint(self, painter: QPainter, page: int) -> None:
        """Paint *page*."""
        sheet, part = self._pages[page]
        sheet.paint_page(painter, part)
        setup, paper = sheet.look.setup, sheet.paper
        own = {"P": str(page + 1), "N": str(self.count), "A": sheet.look.name, "&": "&"}
        facts = {**self._facts, **own}
        room = QRectF(sheet.room.left(), 0, sheet.room.width(), paper.height)
        painter.setPen(QColor(INK))
        scale = sheet.scale if setup.scales_running else 1.0
        for text, side in _sides(setup.header):
            _paint_running(
                painter,
                room,
                text,
                side=side,
                facts=facts,
                scale=scale,
                top=setup.header_margin * UNITS_AN_INCH,
            )
        for text, side in _sides(setup.footer):
            bottom = paper.height - setup.footer_margin * UNITS_AN_INCH
            _paint_running(painter, room, text, side=side, facts=facts, scale=scale, bottom=bottom)


def _before(titles: range, part: range) -> range:
    """The titles to repeat above *part*: those that it does not show itself."""
    return titles if titles and part.start >= titles.stop else range(0)


def _sides(text: str) -> list[tuple[str, str]]:
    """The parts of a header or footer with where they stand: L, C or R."""
    pieces = _SIDES.split(text)
    found = [(pieces[0], "C")] if pieces[0] else []
    return found + [(words, side) for side, words in zip(pieces[1::2], pieces[2::2], strict=True) if words]


def _paint_running(
    painter: QPainter,
    room: QRectF,
    text: str,
    *,
    side: str,
    facts: dict[str, str],
    scale: float,
    top: float = 0.0,
    bottom: float = 0.0,
) -> None:
    size = next((int(match["size"]) for match in _CODE.finditer(text) if match["size"]), 10)
    words = _CODE.sub(lambda match: facts.get(match["code"] or "", ""), text)
    kind = Type(print_font(size * scale))
    lines = words.split("\n")
    place = QRectF(room)
    place.setTop(top if not bottom else bottom - len(lines) * kind.line)
    kind.paint(painter, place, lines, right=side == "R", middle=side == "C")
