"""Pages with a cover before them, each on its own paper: the sheets of an authority stay as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from crm.ui.printing.paper import Pages, Paper


class CoveredPages:
    """The pages of *cover*, then those of *sheets*."""

    def __init__(self, cover: Pages, sheets: Pages) -> None:
        self._cover = cover
        self._sheets = sheets

    @property
    def count(self) -> int:
        """How many pages there are."""
        return self._cover.count + self._sheets.count

    def paper_of(self, page: int) -> Paper:
        """The paper of *page*."""
        pages, own = self._of(page)
        return pages.paper_of(own)

    def paint(self, painter: QPainter, page: int) -> None:
        """Paint *page*."""
        pages, own = self._of(page)
        pages.paint(painter, own)

    def _of(self, page: int) -> tuple[Pages, int]:
        """Whose page it is, and which of theirs."""
        first = self._cover.count
        return (self._cover, page) if page < first else (self._sheets, page - first)
