"""Icons: small drawings of one family, painted in the colour their place asks for, sharp at every scale."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from crm.ui.theme.tokens import Tokens

_THIN_ABOVE = 32
"""A drawing shown larger than this keeps a line of about two pixels."""


class IconEngine(QIconEngine):
    """Paints one drawing; the colour is looked up at each painting, so that a change of look needs no new icon."""

    def __init__(self, drawing: str, colours: Callable[[], Tokens], *, tone: str, checked_tone: str) -> None:
        super().__init__()
        self._drawing = drawing
        self._colours = colours
        self._tone = tone
        self._checked_tone = checked_tone
        self._renderers: dict[tuple[str, int], QSvgRenderer] = {}

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        """Paint the drawing into *rect*."""
        self._renderer(self.colour(mode, state), rect.width()).render(painter, QRectF(rect))

    def colour(self, mode: QIcon.Mode, state: QIcon.State) -> str:
        """The colour for a place that cannot be used, is selected in a list, or is checked; else the icon's own."""
        tone = self._checked_tone if state is QIcon.State.On else self._tone
        if mode is QIcon.Mode.Disabled:
            tone = "border_strong"
        elif mode is QIcon.Mode.Selected and tone.startswith("text"):
            tone = "sel_text"
        colour: str = getattr(self._colours(), tone)
        return colour

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """The drawing as a pixmap of *size* device pixels."""
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        """The same for a screen of *scale* device pixels a logical one: its lines are that much wider."""
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        renderer = self._renderer(self.colour(mode, state), round(size.width() / scale))
        renderer.render(painter, QRectF(pixmap.rect()))
        painter.end()
        return pixmap

    def clone(self) -> QIconEngine:
        """Another engine of the same drawing."""
        return IconEngine(self._drawing, self._colours, tone=self._tone, checked_tone=self._checked_tone)

    def _renderer(self, colour: str, width: int) -> QSvgRenderer:
        renderer = self._renderers.get((colour, width))
        if renderer is None:
            drawing = self._drawing.replace("currentColor", colour)
            if width > _THIN_ABOVE:
                drawing = drawing.replace('stroke-width="1.5"', f'stroke-width="{2 * 20 / width:.2f}"')
            renderer = QSvgRenderer(QByteArray(drawing.encode()))
            self._renderers[(colour, width)] = renderer
        return renderer


class Icons:
    """The program's icons by name; each drawing is read once, when it is first asked for."""

    def __init__(self, folder: Path, colours: Callable[[], Tokens]) -> None:
        self._folder = folder
        self._colours = colours
        self._made: dict[tuple[str, str, str], QIcon] = {}
        self._engines: list[IconEngine] = []

    def get(self, name: str, *, tone: str = "text", checked_tone: str = "accent") -> QIcon:
        """The icon called *name* in the colour *tone*; in *checked_tone* where its button is checked."""
        key = (name, tone, checked_tone)
        icon = self._made.get(key)
        if icon is None:
            drawing = (self._folder / f"{name}.svg").read_text(encoding="utf-8")
            engine = IconEngine(drawing, self._colours, tone=tone, checked_tone=checked_tone)
            self._engines.append(engine)  # Qt paints with it; Python must not let go of it
            icon = self._made[key] = QIcon(engine)
        return icon

    def names(self) -> list[str]:
        """The names of all drawings."""
        return sorted(path.stem for path in self._folder.glob("*.svg"))
