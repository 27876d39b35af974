"""Tables on paper: how wide their columns are, how high their rows, and how a part of one is painted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QColor, QPen

from crm.domain.identifiers import mask_phone
from crm.ui.printing.lines import Type
from crm.ui.printing.paper import points, print_font

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPainter

    from crm.ui.printing.documents import PrintColumn

INK, FAINT, RULE, SHADE = "#1B2330", "#566070", "#C9CED6", "#F0F2F5"
"""Paper is white in either look."""

SIZES = (9.0, 8.0, 7.0)
"""Points, from what is tried first to what is still read easily."""

_PAD_X, _PAD_Y = points(4), points(3)
_NARROWEST = points(30)
_NARROW = points(46)
"""Columns are put on a second band of pages before texts are squeezed into less than this."""
_WIDEST = points(240)
_SAMPLE = 300
_MOST_LINES = 4
_HEAD_LINES = 3


@dataclass(frozen=True, slots=True)
class Band:
    """The columns that stand beside each other on a page, with their widths; a wide table has several bands."""

    columns: tuple[int, ...]
    widths: tuple[float, ...]


class PaperTable:
    """A table set for a page of *width*."""

    def __init__(
        self,
        columns: Sequence[PrintColumn],
        rows: Sequence[Sequence[str]],
        *,
        width: float,
        totals: Sequence[str] = (),
        shows_personal: bool = False,
    ) -> None:
        self.columns = columns
        self.rows = rows
        self._totals = totals
        self._masked = frozenset() if shows_personal else personal_columns(columns)
        self._naturals: list[float] = []
        self._tights: list[float] = []
        """How narrow columns may become before a word of their title is broken, or a number."""
        for size in SIZES:
            self._body, self._strong = Type(print_font(size)), Type(print_font(size, strong=True))
            self._naturals, self._tights = self._measure()
            if sum(self._naturals) <= width:
                break
        self.bands = self._divide(width)

    def __len__(self) -> int:
        """Rows, the totals among them."""
        return len(self.rows) + bool(self._totals)

    @property
    def natural_width(self) -> float:
        """How wide it would be if no text were broken, in the smallest type tried."""
        return sum(self._naturals)

    def _text(self, row: int, column: int) -> str:
        if row >= len(self.rows):
            return self._totals[column]
        text = self.rows[row][column]
        return mask_phone(text) if column in self._masked else text

    def _measure(self) -> tuple[list[float], list[float]]:
        step = max(1, len(self.rows) // _SAMPLE)
        sample = [*range(0, len(self.rows), step), *([len(self.rows)] if self._totals else [])]
        found, tight = [], []
        for place, column in enumerate(self.columns):
            head = max(self._strong.width(part) for part in column.title.split("\n")) * 1.02
            texts = {self._text(row, place) for row in sample}
            widest = max((self._body.width(text) for text in texts), default=0)
            word = max(self._strong.width(part) for part in column.title.split() or [""])
            if not column.is_number:
                head, widest = min(head, points(90)), min(widest, _WIDEST)
            held = widest * 1.02 if column.is_number else 0
            found.append(max(head, widest * 1.02, _NARROWEST / 2) + 2 * _PAD_X)
            tight.append(min(found[-1], max(word * 1.02, held, _NARROWEST / 2) + 2 * _PAD_X))
        return found, tight

    def _divide(self, width: float) -> tuple[Band, ...]:
        """One band where all columns fit, squeezed where need be; else several, each with the first column."""
        least = [
            natural if column.is_number else min(natural, _NARROW)
            for natural, column in zip(self._naturals, self.columns, strict=True)
        ]
        bands: list[list[int]] = [[]]
        room = width
        for place, need in enumerate(least):
            if bands[-1] and need > room and len(bands[-1]) > bool(bands[1:]):
                bands.append([0])
                room = width - least[0]
            bands[-1].append(place)
            room -= need
        return tuple(Band(tuple(places), self._share(places, width)) for places in bands)

    def _share(self, places: Sequence[int], width: float) -> tuple[float, ...]:
        """Widths that fill *width*: what is left goes to texts, what is missing is taken from the widest texts."""
        widths = {place: self._naturals[place] for place in places}
        texts = [place for place in places if not self.columns[place].is_number] or list(places)
        spare = width - sum(widths.values())
        if spare < 0:  # titles of figures are broken into lines before names are
            widths.update({place: self._tights[place] for place in places if place not in texts})
            spare = width - sum(widths.values())
        if spare >= 0:
            whole = sum(widths[place] for place in texts)
            grown = min(spare, whole * 0.6) if len(places) < len(self.columns) or len(places) > 2 else spare
            for place in texts:
                widths[place] += grown * widths[place] / whole
            return tuple(widths[place] for place in places)
        fixed = sum(widths.values()) - sum(widths[place] for place in texts)
        cap = _level([widths[place] for place in texts], max(width - fixed, _NARROWEST))
        for place in texts:
            widths[place] = min(widths[place], max(cap, self._tights[place]))
        scale = min(1.0, width / sum(widths.values()))
        return tuple(widths[place] * scale for place in places)

    def head_height(self, band: Band) -> float:
        """How high the headings are."""
        return max(len(lines) for lines in self._head_lines(band)) * self._strong.line + 2 * _PAD_Y

    def _head_lines(self, band: Band) -> list[list[str]]:
        return [
            self._strong.lines(self.columns[column].title, width - 2 * _PAD_X, most=_HEAD_LINES)
            for column, width in zip(band.columns, band.widths, strict=True)
        ]

    def row_height(self, band: Band, row: int) -> float:
        """How high a row is."""
        most = 1
        for column, width in zip(band.columns, band.widths, strict=True):
            text = self._text(row, column)
            room = width - 2 * _PAD_X
            if text and not self._body.fits(text, room):
                most = max(most, len(self._body.lines(text, room, most=_MOST_LINES)))
        return most * self._body.line + 2 * _PAD_Y

    def paint(self, painter: QPainter, band: Band, rows: range, *, left: float, top: float) -> float:
        """Paint the headings and *rows*; where they end is the answer."""
        width = sum(band.widths)
        height = self.head_height(band)
        painter.fillRect(QRectF(left, top, width, height), QColor(SHADE))
        painter.setPen(QColor(INK))
        at = left
        for column, lines, room in zip(band.columns, self._head_lines(band), band.widths, strict=True):
            place = QRectF(at + _PAD_X, top + _PAD_Y, room - 2 * _PAD_X, height)
            place.translate(0, (height - 2 * _PAD_Y - len(lines) * self._strong.line) / 2)
            self._strong.paint(painter, place, lines, right=self.columns[column].is_number)
            at += room
        rule_across(painter, left, top, width, strong=True)
        rule_across(painter, left, top + height, width, strong=True)
        top += height
        for row in rows:
            top += self._paint_row(painter, band, row, left=left, top=top)
            rule_across(painter, left, top, width, strong=row == rows[-1])
        return top

    def _paint_row(self, painter: QPainter, band: Band, row: int, *, left: float, top: float) -> float:
        height = self.row_height(band, row)
        is_total = row >= len(self.rows)
        if is_total:
            painter.fillRect(QRectF(left, top, sum(band.widths), height), QColor(SHADE))
        style = self._strong if is_total else self._body
        painter.setPen(QColor(INK))
        at = left
        for column, room in zip(band.columns, band.widths, strict=True):
            text = self._text(row, column)
            if text:
                place = QRectF(at + _PAD_X, top + _PAD_Y, room - 2 * _PAD_X, height)
                lines = style.lines(text, place.width(), most=_MOST_LINES)
                style.paint(painter, place, lines, right=self.columns[column].is_number)
            at += room
        return height


def personal_columns(columns: Sequence[PrintColumn]) -> frozenset[int]:
    """The columns with personal data."""
    return frozenset(place for place, column in enumerate(columns) if column.personal)


def rule_across(painter: QPainter, left: float, top: float, width: float, *, strong: bool = False) -> None:
    """A line across: a hair, or a strong one at the edges of a table."""
    painter.setPen(QPen(QColor(FAINT if strong else RULE), points(0.7 if strong else 0.4)))
    painter.drawLine(QLineF(left, top, left + width, top))
    painter.setPen(QColor(INK))


def _level(widths: Sequence[float], room: float) -> float:
    """The cap under which *widths* together take *room*: the widest give first."""
    rest, count = room, len(widths)
    for width in sorted(widths):
        if width * count > rest:
            return rest / count
        rest -= width
        count -= 1
    return max(widths, default=room)
