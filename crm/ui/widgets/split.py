"""Parts of a page side by side, with edges that can be drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from crm.ui.settings import Settings

_REST = 1000


def split(parts: Sequence[tuple[QWidget, int]]) -> QSplitter:
    """*parts* from left to right, each with its width in logical pixels; the one with 0 takes the rest."""
    splitter = QSplitter(Qt.Orientation.Horizontal)
    splitter.setHandleWidth(1)
    splitter.setChildrenCollapsible(False)
    for place, (part, width) in enumerate(parts):
        splitter.addWidget(part)
        splitter.setStretchFactor(place, int(not width))
    splitter.setSizes([width or _REST for _, width in parts])
    return splitter


def keep_widths(splitter: QSplitter, settings: Settings, name: str) -> None:
    """Lay the parts out as they were left the last time, and remember how they are drawn from now on."""
    splitter.restoreState(settings.state(name))
    splitter.splitterMoved.connect(lambda *_: settings.keep_state(name, splitter.saveState()))
