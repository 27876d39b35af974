"""Documents that flow: title, sections and tables laid out on as many pages as they need."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor

from crm.domain.identifiers import mask_phone
from crm.ui.printing.documents import (
    FactsSection,
    FiguresSection,
    ListDocument,
    PicturesSection,
    ProfileDocument,
    TableSection,
    TextSection,
)
from crm.ui.printing.lines import Type
from crm.ui.printing.paper import mm, points, print_font
from crm.ui.printing.tables import FAINT, INK, PaperTable, rule_across

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPainter

    from crm.ui.printing.documents import Fact, KeyFigure, Picture, PrintColumn, Section
    from crm.ui.printing.paper import Paper
    from crm.ui.printing.tables import Band

_FOOT = points(20)
_HEAD = points(20)
_GAP = points(8)
_ABREAST = 4
_HAND = 16
"""Above a line to be signed on, in points."""
"""Key figures beside each other."""

Brush: TypeAlias = Callable[["QPainter", float], None]
"""Paints a piece with its top at a height."""


class Imprint(NamedTuple):
    """What stands at every page's foot: who printed it and when, and the pattern of page numbers."""

    printed: str
    page: str
    """``Page {page} of {count}``"""


@dataclass(frozen=True, slots=True)
class Piece:
    """Something of one page: where it begins and how it is painted."""

    top: float
    paint: Brush


class _Types:
    """The sizes of type on paper."""

    def __init__(self) -> None:
        self.title = Type(print_font(16, strong=True))
        self.section = Type(print_font(11, strong=True))
        self.body = Type(print_font(9))
        self.strong = Type(print_font(9, strong=True))
        self.small = Type(print_font(8))
        self.figure = Type(print_font(18, strong=True))


class Flow:
    """A list or a report on pages of one paper. Laying out may take place on any thread, painting on another."""

    def __init__(
        self,
        document: ListDocument | ProfileDocument,
        *,
        paper: Paper,
        imprint: Imprint,
        shows_personal: bool = False,
        check: Callable[[], None] = lambda: None,
    ) -> None:
        self._paper = paper
        self._title = document.title
        self._imprint = imprint
        self._shows_personal = shows_personal
        self._check = check
        self._types = _Types()
        self._pages: list[list[Piece]] = [[]]
        self._top = paper.inside.top()
        self._write_title(document.title, document.subtitle)
        if isinstance(document, ListDocument):
            self._add_table(document.columns, document.rows, totals=document.totals)
        else:
            for section in document.sections:
                self._add_section(section)

    @property
    def count(self) -> int:
        """How many pages there are."""
        return len(self._pages)

    def paper_of(self, page: int) -> Paper:  # noqa: ARG002 - all are alike
        """The paper of *page*."""
        return self._paper

    def paint(self, painter: QPainter, page: int) -> None:
        """Paint *page*."""
        for piece in self._pages[page]:
            piece.paint(painter, piece.top)
        inside, small = self._paper.inside, self._types.small
        painter.setPen(QColor(FAINT))
        if page:
            small.paint(painter, inside, [self._title])
        foot = QRectF(inside.left(), inside.bottom() - small.line, inside.width(), small.line)
        small.paint(painter, foot, [self._imprint.printed])
        number = self._imprint.page.format(page=page + 1, count=self.count)
        small.paint(painter, foot, [number], right=True)

    # ---------------------------------------------------------------- laying out

    @property
    def _bottom(self) -> float:
        return self._paper.inside.bottom() - _FOOT

    def _turn(self) -> None:
        self._check()
        self._pages.append([])
        self._top = self._paper.inside.top() + _HEAD

    def _put(self, height: float, paint: Brush, *, keep: float = 0) -> None:
        """Put a piece of *height* on this page, or on the next where it and *keep* below it do not fit."""
        first = self._paper.inside.top() + _HEAD
        if self._top + height + keep > self._bottom and self._top > first:
            self._turn()
        self._pages[-1].append(Piece(self._top, paint))
        self._top += height

    def _write_title(self, title: str, subtitle: str) -> None:
        inside, types = self._paper.inside, self._types
        lines = types.title.lines(title, inside.width(), most=3)
        below = types.body.lines(subtitle, inside.width(), most=4) if subtitle else []
        height = len(lines) * types.title.line + len(below) * types.body.line + points(10)

        def paint(painter: QPainter, top: float) -> None:
            painter.setPen(QColor(INK))
            types.title.paint(painter, inside.translated(0, top - inside.top()), lines)
            painter.setPen(QColor(FAINT))
            under = top - inside.top() + len(lines) * types.title.line + points(3)
            types.body.paint(painter, inside.translated(0, under), below)

        self._put(height, paint)

    def _add_section(self, section: Section) -> None:
        if section.title:
            self._write_heading(section.title)
        if isinstance(section, TableSection):
            if section.rows or not section.empty:
                self._add_table(section.columns, section.rows, totals=section.totals)
            else:
                self._write_text(section.empty, tone=FAINT)
        elif isinstance(section, FactsSection):
            self._add_facts(section.facts)
        elif isinstance(section, TextSection):
            self._write_text(section.text)
        elif isinstance(section, FiguresSection):
            for first in range(0, len(section.figures), _ABREAST):
                self._add_figures(section.figures[first : first + _ABREAST])
        elif isinstance(section, PicturesSection):
            self._add_pictures(section.pictures)
        self._top += _GAP

    def _write_heading(self, text: str) -> None:
        inside, style = self._paper.inside, self._types.section
        lines = style.lines(text, inside.width(), most=2)
        height = len(lines) * style.line + points(6)

        def paint(painter: QPainter, top: float) -> None:
            painter.setPen(QColor(INK))
            style.paint(painter, inside.translated(0, top - inside.top()), lines)

        self._put(height, paint, keep=points(54))

    def _write_text(self, text: str, *, tone: str = INK) -> None:
        inside, style = self._paper.inside, self._types.body
        for line in style.lines(text, inside.width()):

            def paint(painter: QPainter, top: float, line: str = line) -> None:
                painter.setPen(QColor(tone))
                style.paint(painter, inside.translated(0, top - inside.top()), [line])

            self._put(style.line, paint)

    def _add_table(
        self, columns: Sequence[PrintColumn], rows: Sequence[Sequence[str]], *, totals: Sequence[str] = ()
    ) -> None:
        inside = self._paper.inside
        table = PaperTable(
            columns, rows, width=inside.width(), totals=totals, shows_personal=self._shows_personal
        )
        for number, band in enumerate(table.bands):
            if number:
                self._turn()
            row = 0
            head = table.head_height(band)
            while True:
                first, height = row, head
                while row < len(table):
                    more = table.row_height(band, row)
                    fits = self._top + height + more <= self._bottom
                    alone = row == first and self._is_fresh
                    if not fits and not alone:
                        break
                    height += more
                    row += 1
                if row == first and row < len(table):
                    self._turn()
                    continue

                def paint(
                    painter: QPainter, top: float, band: Band = band, rows: range = range(first, row)
                ) -> None:
                    table.paint(painter, band, rows, left=inside.left(), top=top)

                self._pages[-1].append(Piece(self._top, paint))
                self._top += height
                if row >= len(table):
                    break
                self._turn()

    @property
    def _is_fresh(self) -> bool:
        """Whether nothing stands on this page yet."""
        return not self._pages[-1]

    def _add_facts(self, facts: Sequence[Fact]) -> None:
        """Two facts abreast; a wide one takes a line of its own."""
        inside = self._paper.inside
        half = (inside.width() - _GAP * 2) / 2
        waiting: Fact | None = None
        for fact in facts:
            if fact.wide:
                if waiting is not None:
                    self._put_facts((waiting,), half)
                self._put_facts((fact,), inside.width())
                waiting = None
            elif waiting is None:
                waiting = fact
            else:
                self._put_facts((waiting, fact), half)
                waiting = None
        if waiting is not None:
            self._put_facts((waiting,), half)

    def _put_facts(self, facts: tuple[Fact, ...], width: float) -> None:
        inside, body = self._paper.inside, self._types.body
        label_width = min(points(92), width * 0.38)
        parts = []
        for fact in facts:
            value = mask_phone(fact.value) if fact.personal and not self._shows_personal else fact.value
            parts.append(
                (
                    body.lines(fact.label, label_width - points(4), most=2),
                    body.lines(value, width - label_width, most=12),
                )
            )
        above = points(_HAND) if any(fact.signed for fact in facts) else 0
        height = max(max(len(one), len(other)) for one, other in parts) * body.line + points(5) + above

        def paint(painter: QPainter, top: float) -> None:
            for place, (label, value) in enumerate(parts):
                left = inside.left() + place * (width + _GAP * 2)
                room = QRectF(left, top + above + points(2), width, height - above)
                painter.setPen(QColor(FAINT))
                body.paint(painter, room, label)
                painter.setPen(QColor(INK))
                body.paint(painter, room.translated(label_width, 0), value)
                rule_across(painter, left, top + height, width)

        self._put(height, paint)

    def _add_figures(self, figures: Sequence[KeyFigure]) -> None:
        inside, types = self._paper.inside, self._types
        width = inside.width() / _ABREAST
        height = types.small.line * 2 + types.figure.line + points(8)

        def paint(painter: QPainter, top: float) -> None:
            for place, figure in enumerate(figures):
                room = QRectF(inside.left() + place * width, top, width - _GAP, height)
                painter.setPen(QColor(FAINT))
                types.small.paint(painter, room, types.small.lines(figure.label, room.width(), most=1))
                painter.setPen(QColor(INK))
                room.translate(0, types.small.line)
                unit_width = types.small.width(figure.unit) + points(3) if figure.unit else 0
                (value,) = types.figure.lines(figure.value, room.width() - unit_width, most=1)
                types.figure.paint(painter, room, [value])
                painter.setPen(QColor(FAINT))
                beside = room.translated(
                    types.figure.width(value) + points(3), types.figure.base - types.small.base
                )
                types.small.paint(painter, beside, [figure.unit])
                room.translate(0, types.figure.line)
                types.small.paint(painter, room, types.small.lines(figure.note, room.width(), most=1))

        self._put(height, paint)

    def _add_pictures(self, pictures: Sequence[Picture]) -> None:
        row: list[Picture] = []
        for picture in pictures:
            if picture.wide and row:
                self._put_pictures(tuple(row))
                row = []
            row.append(picture)
            if picture.wide or len(row) == 2:
                self._put_pictures(tuple(row))
                row = []
        if row:
            self._put_pictures(tuple(row))

    def _put_pictures(self, pictures: tuple[Picture, ...]) -> None:
        inside, style = self._paper.inside, self._types.strong
        width = inside.width() if pictures[0].wide else (inside.width() - 2 * _GAP) / 2
        tall = max(mm(picture.height) for picture in pictures)
        head = style.line + points(2) if any(picture.title for picture in pictures) else 0

        def paint(painter: QPainter, top: float) -> None:
            for place, picture in enumerate(pictures):
                left = inside.left() + place * (width + 2 * _GAP)
                painter.setPen(QColor(INK))
                room = QRectF(left, top, width, head)
                style.paint(painter, room, style.lines(picture.title, width, most=1))
                painter.save()
                picture.paint(painter, QRectF(left, top + head, width, mm(picture.height)))
                painter.restore()

        self._put(head + tall + _GAP, paint)


def wants_landscape(document: ListDocument, paper: Paper) -> bool:
    """Whether the columns of a list need the wide side of the paper."""
    upright = paper.turned(landscape=False).inside.width()
    return (
        PaperTable(document.columns, document.rows, width=upright, totals=document.totals).natural_width
        > upright
    )
