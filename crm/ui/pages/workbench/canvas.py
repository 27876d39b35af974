"""How the workbench is laid out: cards above, charts below, what needs doing at the right; it scrolls down only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from crm.ui.theme import tokens as sizes
from crm.ui.theme.fonts import in_pixels
from crm.ui.widgets.text import ground

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtGui import QResizeEvent

    from crm.ui.theme.theme import Theme

GAP = 12
CARDS_BESIDE = 1080
"""Width from which all cards stand side by side."""
_FOUR_COLUMNS = 1640
"""Width (in a window of 1920) from which there are four columns."""
_MOST_WIDE = 2200
_MOST_COLUMNS, _ROWS = 4, 3
_DUTIES = "duties"
_BUILDINGS = "buildings"


class Canvas(QScrollArea):
    """Holds the parts in as many columns as there is room for, and shows the one that the keyboard is at."""

    def __init__(self, theme: Theme, cards: Sequence[QWidget], parts: Mapping[str, QWidget]) -> None:
        super().__init__()
        self._cards = cards
        self._with_buildings = True
        self._arranged = (0, 0, True)
        self._card_grid = QGridLayout()
        self._card_grid.setSpacing(GAP)
        self._grid = QGridLayout()
        self._grid.setSpacing(GAP)
        self.frames = {
            name: _card_around(part, left=GAP - 4 if name == _DUTIES else sizes.MARGIN)
            for name, part in parts.items()
        }
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(self._make_body())
        theme.changed.connect(self._arrange)  # larger type needs wider cards
        for part in (*cards, *parts.values()):
            for widget in (part, *part.findChildren(QWidget)):
                widget.installEventFilter(self)

    def _make_body(self) -> QFrame:
        body, inner = ground("bg"), ground("bg")
        inner.setMaximumWidth(_MOST_WIDE)
        outer = QHBoxLayout(body)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(inner, 1)
        column = QVBoxLayout(inner)
        column.setContentsMargins(sizes.MARGIN, sizes.MARGIN, sizes.MARGIN, sizes.MARGIN)
        column.setSpacing(GAP)
        column.addLayout(self._card_grid)
        column.addLayout(self._grid)
        column.addStretch(1)
        return body

    def show_buildings(self, shown: bool) -> None:
        """Show the chart of buildings, or leave its room to the others."""
        self._with_buildings = shown
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102 - Qt's own
        super().resizeEvent(event)
        self._arrange()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: D102 - Qt's own
        if event.type() is QEvent.Type.FocusIn and isinstance(watched, QWidget):
            self.reveal(watched)
        return super().eventFilter(watched, event)

    def reveal(self, part: QWidget) -> None:
        """Scroll to where a part can be seen."""
        self.ensureWidgetVisible(part, 0, GAP)

    def _arrange(self) -> None:
        width = self.width()
        columns = _MOST_COLUMNS if width >= _FOUR_COLUMNS else _MOST_COLUMNS - 1
        beside = len(self._cards) if width >= in_pixels(CARDS_BESIDE) else len(self._cards) // 2
        wanted = (columns, beside, self._with_buildings)
        if wanted == self._arranged:
            return
        self._arranged = wanted
        for place, card in enumerate(self._cards):
            self._card_grid.addWidget(card, place // beside, place % beside)
        for column in range(len(self._cards)):
            self._card_grid.setColumnStretch(column, int(column < beside))
        for frame in self.frames.values():
            self._grid.removeWidget(frame)
        for name, row, column, high, wide in _places(columns, with_buildings=self._with_buildings):
            self._grid.addWidget(self.frames[name], row, column, high, wide)
        for column in range(_MOST_COLUMNS):
            self._grid.setColumnStretch(column, int(column < columns))
        for row in range(_ROWS + 1):
            self._grid.setRowStretch(row, int(row == _rows(columns)))
        # Only now: shown before it stands in the grid, it would be a window of its own for a moment.
        self.frames[_BUILDINGS].setVisible(self._with_buildings)


def _card_around(part: QWidget, *, left: int) -> QFrame:
    card = ground("card")
    column = QVBoxLayout(card)
    column.setContentsMargins(left, 10, min(left, GAP), GAP)
    column.addWidget(part)
    return card


def _rows(columns: int) -> int:
    """How many rows of charts there are. Below them is one of nothing: many duties stretch it instead of the charts."""
    return _ROWS if columns < _MOST_COLUMNS else _ROWS - 1


def _places(columns: int, *, with_buildings: bool) -> tuple[tuple[str, int, int, int, int], ...]:
    """Where each part stands: its name, row, column, and how many of each it spans."""
    wide = ("income", 0, 0, 1, 2)
    if columns == _MOST_COLUMNS:
        first = (wide, ("stages", 0, 2, 1, 1), (_DUTIES, 0, 3, _rows(columns) + 1, 1))
        if with_buildings:
            return (*first, (_BUILDINGS, 1, 0, 1, 1), ("fields", 1, 1, 1, 2))
        return (*first, ("fields", 1, 0, 1, 3))
    first = (wide, ("stages", 1, 0, 1, 1), (_DUTIES, 0, 2, _rows(columns) + 1, 1))
    if with_buildings:
        return (*first, (_BUILDINGS, 1, 1, 1, 1), ("fields", 2, 0, 1, 2))
    return (*first, ("fields", 1, 1, 1, 1))
