"""Paints the grid's cells: figures, the last period's in their place, and what is unsaved, wrong or remarkable."""

from __future__ import annotations

from heapq import nlargest
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QLine, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QPolygon

from crm.ui.pages.figures.book import Filled
from crm.ui.theme import tokens as sizes
from crm.ui.theme.fonts import base_font, sized

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from crm.ui.pages.figures.model import EntryModel
    from crm.ui.theme.theme import Theme

MARGIN = 10
_MARK = 16
_BESIDE, _GAP = 8, 6
"""Between a mark and a name, and between a name and its count."""
_COUNT = "88/88"
_MEASURED = 16
"""Of so many names with the most letters one is the widest."""
_CORNER = 9
_DOT = 5
"""The dot at the left of what is not saved."""
_TEXTS_KEPT = 2_000
_RIGHT = int((Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter).value)
_LEFT = int((Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter).value)


class Across(NamedTuple):
    """A column that is seen: its number, left edge and width."""

    number: int
    left: int
    width: int


class Down(NamedTuple):
    """A row that is seen: its number, top and height."""

    number: int
    top: int
    height: int


class _Colours(NamedTuple):
    """The colours of one look, ready for the painter."""

    surface: QColor
    hover: QColor
    chosen: QColor
    text: QColor
    chosen_text: QColor
    quiet: QColor
    unsaved: QColor
    fault: QColor
    fault_soft: QColor
    warning: QColor
    warning_soft: QColor
    accent: QColor
    edge: QColor
    rule: QPen


class CellPainter:
    """Paints cells into rectangles that a view gives it."""

    def __init__(self, theme: Theme, model: EntryModel) -> None:
        self._theme = theme
        self._model = model
        self.dress()

    def dress(self) -> None:
        """Take the colours and type sizes in force."""
        tokens = self._theme.tokens
        self.colours = _Colours(
            surface=QColor(tokens.surface),
            hover=QColor(tokens.row_hover),
            chosen=QColor(tokens.row_sel),
            text=QColor(tokens.text),
            chosen_text=QColor(tokens.sel_text),
            quiet=QColor(tokens.text3),
            unsaved=QColor(tokens.figure_tint),
            fault=QColor(tokens.danger),
            fault_soft=QColor(tokens.danger_soft),
            warning=QColor(tokens.warn),
            warning_soft=QColor(tokens.warn_soft),
            accent=QColor(tokens.accent),
            edge=QColor(tokens.border_strong),
            rule=QPen(QColor(tokens.border), 1),
        )
        self.font = sized(base_font(), sizes.BODY)
        self.ghost = QFont(sized(base_font(), sizes.SMALL))
        self.ghost.setItalic(True)
        self.caption = sized(base_font(), sizes.CAPTION)
        self._metrics, self._small = QFontMetrics(self.font), QFontMetrics(self.caption)
        self._widest = self._metrics.horizontalAdvance("万")
        self._fitting: dict[tuple[str, int], str] = {}
        colours = self.colours
        self._grounds = {
            "unsaved": colours.unsaved,
            "fault": colours.fault_soft,
            "warning": colours.warning_soft,
        }
        self._corners = {"fault": colours.fault, "warning": colours.warning}

    # ---------------------------------------------------------------- figures

    def paint_figures(
        self, painter: QPainter, column: Across, rows: Sequence[Down], *, chosen: Collection[int]
    ) -> list[tuple[int, str]]:
        """The figures of a column, right-aligned; what blanks show in their place is left to be painted: top and text.

        In one go for all of them: whatever is asked of Qt for each cell is felt when scrolling.
        """
        number, left, width = column
        colours, face_of, room = self.colours, self._model.face, width - 2 * MARGIN
        ghosts = []
        painter.setPen(colours.text)
        for row, top, height in rows:
            face, is_chosen = face_of(row, number), row in chosen
            if is_chosen:
                painter.fillRect(left, top, width, height - 1, colours.chosen)
            elif face.tone:
                painter.fillRect(left, top, width, height - 1, self._grounds[face.tone])
            if face.text:
                text = face.text if len(face.text) * self._widest <= room else self._fit(face.text, room)
                if is_chosen:
                    painter.setPen(colours.chosen_text)
                painter.drawText(left + MARGIN, top, room, height - 1, _RIGHT, text)
                if is_chosen:
                    painter.setPen(colours.text)
            elif face.ghost:
                ghosts.append((top, self._fit(face.ghost, room)))
            corner = self._corners.get(face.tone)
            if corner is not None:
                _paint_corner(painter, QRect(left, top, width, height - 1), corner)
                painter.setPen(colours.text)
        return ghosts

    def _fit(self, text: str, room: int) -> str:
        """*text*, shortened to *room* so that it is seen; remembered, for it is painted at each step of scrolling."""
        found = self._fitting.get((text, room))
        if found is None:
            if len(self._fitting) >= _TEXTS_KEPT:
                self._fitting.clear()
            found = self._metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
            self._fitting[text, room] = found
        return found

    # ---------------------------------------------------------------- names

    def width_of_names(self) -> int:
        """How wide the column of names must be, so that none is cut beside a count of what is entered."""
        longest = nlargest(_MEASURED, (row.name for row in self._model.rows), key=len)
        widest = max(map(self._metrics.horizontalAdvance, longest), default=0)
        told = self._small.horizontalAdvance(_COUNT) + _GAP
        return MARGIN + _MARK + _BESIDE + widest + told + MARGIN

    def paint_name(self, painter: QPainter, rect: QRect, row: int, *, chosen: bool) -> None:
        """A tenant: how far it is as a mark and in numbers, and its name between them."""
        model, colours = self._model, self.colours
        if chosen:
            painter.fillRect(rect, colours.chosen)
        state, told = model.row_face(row)
        mark = QRect(rect.left() + MARGIN, rect.center().y() - _MARK // 2 + 1, _MARK, _MARK)
        self._paint_state(painter, mark, state)
        room = rect.adjusted(MARGIN + _MARK + _BESIDE, 0, -MARGIN, 0)
        if told:
            painter.setFont(self.caption)
            painter.setPen(colours.chosen_text if chosen else colours.quiet)
            painter.drawText(room, _RIGHT, told)
            painter.setFont(self.font)
            room.setRight(room.right() - self._small.horizontalAdvance(told) - _GAP)
        painter.setPen(colours.chosen_text if chosen else colours.text)
        painter.drawText(room, _LEFT, self._fit(model.rows[row].name, room.width()))

    def _paint_state(self, painter: QPainter, place: QRect, state: Filled) -> None:
        """Each state has a form of its own, so that it is told without its colour."""
        drawings = {Filled.ALL: ("passed", "ok"), Filled.FAULTY: ("error", "danger")}
        if state in drawings:
            drawing, tone = drawings[state]
            self._theme.icons.get(drawing, tone=tone).paint(painter, place)
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        circle = QRectF(place).adjusted(2, 2, -2, -2)
        painter.setPen(QPen(self.colours.accent if state is Filled.PARTLY else self.colours.edge, 1.5))
        painter.drawEllipse(circle)
        if state is Filled.PARTLY:
            painter.setBrush(self.colours.accent)
            painter.drawPie(circle, 90 * 16, 180 * 16)
        painter.restore()

    # ---------------------------------------------------------------- a whole view

    def paint_rows(
        self,
        painter: QPainter,
        columns: Sequence[Across],
        rows: Sequence[Down],
        *,
        chosen: Mapping[int, Collection[int]],
    ) -> None:
        """Paint *rows* of *columns*; *chosen* are rows by column."""
        if not rows or not columns:
            return
        painter.setFont(self.font)
        waiting: list[tuple[Across, list[tuple[int, str]]]] = []
        for column in columns:
            picked = chosen.get(column.number, ())
            if column.number:
                waiting.append((column, self.paint_figures(painter, column, rows, chosen=picked)))
                continue
            for row, top, height in rows:
                rect = QRect(column.left, top, column.width, height - 1)
                self.paint_name(painter, rect, row, chosen=row in picked)
        self._paint_ghosts(painter, waiting, height=rows[0].height)
        self._paint_dots(painter, columns, rows)
        last, end = rows[-1], columns[-1]
        bottom, right = last.top + last.height - 1, end.left + end.width - 1
        lines = [QLine(0, top + height - 1, right, top + height - 1) for _, top, height in rows]
        lines += [QLine(left + width - 1, 0, left + width - 1, bottom) for _, left, width in columns]
        painter.setPen(self.colours.rule)
        painter.drawLines(lines)

    def _paint_dots(self, painter: QPainter, columns: Sequence[Across], rows: Sequence[Down]) -> None:
        """Mark what is not saved, as the bar below the grid does."""
        face_of = self._model.face
        dots = [
            QRectF(left + 4, top + (height - _DOT) / 2, _DOT, _DOT)
            for number, left, _ in columns
            if number
            for row, top, height in rows
            if face_of(row, number).unsaved
        ]
        if dots:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.colours.accent)
            for dot in dots:
                painter.drawEllipse(dot)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)

    def _paint_ghosts(
        self, painter: QPainter, waiting: Sequence[tuple[Across, list[tuple[int, str]]]], *, height: int
    ) -> None:
        """What was reported for the last period, where nothing is for this one: quieter, smaller and in italics."""
        painter.setFont(self.ghost)
        painter.setPen(self.colours.quiet)
        for column, ghosts in waiting:
            left, room = column.left + MARGIN, column.width - 2 * MARGIN
            for top, text in ghosts:
                painter.drawText(left, top, room, height - 1, _RIGHT, text)


def _paint_corner(painter: QPainter, rect: QRect, colour: QColor) -> None:
    right, top = rect.right(), rect.top()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawPolygon(
        QPolygon([QPoint(right - _CORNER, top), QPoint(right, top), QPoint(right, top + _CORNER)])
    )
