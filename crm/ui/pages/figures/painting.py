"""Paints the grid's cells: figures, the last period's in their place, and what is unsaved, wrong or remarkable."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QLine, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QPolygon

from crm.ui.pages.figures.book import Filled
from crm.ui.theme import tokens as sizes
from crm.ui.theme.fonts import base_font, sized

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from crm.ui.pages.figures.model import EntryModel
    from crm.ui.theme.theme import Theme

MARGIN = 10
_MARK = 16
_CORNER = 7
_RIGHT = int((Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter).value)
_LEFT = int((Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter).value)


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
            unsaved=QColor(tokens.accent_soft),
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

    # ---------------------------------------------------------------- figures

    def paint_figure(self, painter: QPainter, rect: QRect, row: int, column: int, *, chosen: bool) -> None:
        """A figure, right-aligned; a blank shows what was reported for the last period."""
        model, colours = self._model, self.colours
        tenant, code = model.key(row, column)
        book = model.book
        entry, fault = book.entry(tenant, code), book.fault(tenant, code)
        changed = book.change(tenant, code)
        if chosen:
            painter.fillRect(rect, colours.chosen)
        elif fault is not None:
            painter.fillRect(rect, colours.fault_soft)
        elif changed is not None:
            painter.fillRect(rect, colours.warning_soft)
        elif entry is not None:
            painter.fillRect(rect, colours.unsaved)
        room = rect.adjusted(MARGIN, 0, -MARGIN, 0)
        text = model.text(row, column)
        if text:
            painter.setPen(colours.chosen_text if chosen else colours.text)
            self._draw(painter, room, text)
        elif entry is None:
            before = book.before(tenant, code)
            if before is not None:
                painter.setFont(self.ghost)
                painter.setPen(colours.quiet)
                self._draw(painter, room, model.words.shown(before, model.columns[column - 1]))
                painter.setFont(self.font)
        if fault is not None:
            _paint_corner(painter, rect, colours.fault)
        elif changed is not None:
            _paint_corner(painter, rect, colours.warning)

    def _draw(self, painter: QPainter, room: QRect, text: str) -> None:
        if self._metrics.horizontalAdvance(text) > room.width():
            # A figure that is cut would be another figure: show that it does not fit.
            text = self._metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, _RIGHT, text)

    # ---------------------------------------------------------------- names

    def paint_name(self, painter: QPainter, rect: QRect, row: int, *, chosen: bool) -> None:
        """A tenant: how far it is as a mark and in numbers, and its name between them."""
        model, colours = self._model, self.colours
        if chosen:
            painter.fillRect(rect, colours.chosen)
        state, count = model.book.row_state(model.rows[row].id, model.codes)
        mark = QRect(rect.left() + MARGIN, rect.center().y() - _MARK // 2 + 1, _MARK, _MARK)
        self._paint_state(painter, mark, state)
        room = rect.adjusted(MARGIN + _MARK + 8, 0, -MARGIN, 0)
        if state is not Filled.NOTHING and state is not Filled.ALL:
            told = f"{count}/{len(model.columns)}"
            painter.setFont(self.caption)
            painter.setPen(colours.chosen_text if chosen else colours.quiet)
            painter.drawText(room, _RIGHT, told)
            painter.setFont(self.font)
            room.setRight(room.right() - self._small.horizontalAdvance(told) - 6)
        painter.setPen(colours.chosen_text if chosen else colours.text)
        name = model.rows[row].name
        if self._metrics.horizontalAdvance(name) > room.width():
            name = self._metrics.elidedText(name, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, _LEFT, name)

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
        columns: Collection[tuple[int, int, int]],
        rows: Collection[tuple[int, int, int]],
        *,
        chosen: Mapping[int, Collection[int]],
    ) -> None:
        """Paint *rows* (number, top, height) of *columns* (number, left, width); *chosen* are rows by column."""
        painter.setFont(self.font)
        for column, left, width in columns:
            picked = chosen.get(column, ())
            for row, top, height in rows:
                rect = QRect(left, top, width, height - 1)
                if column == 0:
                    self.paint_name(painter, rect, row, chosen=row in picked)
                else:
                    self.paint_figure(painter, rect, row, column, chosen=row in picked)
        if not rows or not columns:
            return
        *_, (last_row, last_top, last_height) = rows
        del last_row
        bottom = last_top + last_height - 1
        *_, (_, last_left, last_width) = columns
        right = last_left + last_width - 1
        lines = [QLine(0, top + height - 1, right, top + height - 1) for _, top, height in rows]
        lines += [QLine(left + width - 1, 0, left + width - 1, bottom) for _, left, width in columns]
        painter.setPen(self.colours.rule)
        painter.drawLines(lines)


def _paint_corner(painter: QPainter, rect: QRect, colour: QColor) -> None:
    right, top = rect.right(), rect.top()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawPolygon(
        QPolygon([QPoint(right - _CORNER, top), QPoint(right, top), QPoint(right, top + _CORNER)])
    )
