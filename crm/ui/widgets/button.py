"""The window's buttons: one class in five kinds, painted from the look."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QIcon, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton

from crm.ui.theme import tokens as sizes
from crm.ui.theme.fonts import sized
from crm.ui.theme.style import draw_focus_ring

if TYPE_CHECKING:
    from PySide6.QtGui import QAction, QFont

    from crm.ui.theme.theme import Theme
    from crm.ui.theme.tokens import Tokens

_GAP = 8
_ICON = 20


class Kind(Enum):
    """How much a button asks for attention."""

    STANDARD = "standard"
    PRIMARY = "primary"
    QUIET = "quiet"
    CHIP = "chip"
    NAV = "nav"


_PADDING = {Kind.STANDARD: 12, Kind.PRIMARY: 14, Kind.QUIET: 8, Kind.CHIP: 12, Kind.NAV: 10}
_HEIGHT = {
    Kind.STANDARD: sizes.CONTROL,
    Kind.PRIMARY: sizes.CONTROL,
    Kind.QUIET: sizes.CONTROL,
    Kind.CHIP: 28,
    Kind.NAV: sizes.NAV,
}


class Button(QPushButton):
    """A button. Its text is its accessible name; one with an icon alone has *name*, which is its tool-tip too."""

    def __init__(
        self,
        theme: Theme,
        text: str = "",
        *,
        icon: str = "",
        kind: Kind = Kind.STANDARD,
        name: str = "",
        count: str = "",
    ) -> None:
        super().__init__(text)
        self._theme = theme
        self._drawing = icon
        self._count = count
        self._action: QAction | None = None
        self.kind = kind
        self.is_compact = False
        """Shows its icon alone, where there is little room."""
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name or text)
        if name:
            self.setToolTip(name)
        theme.changed.connect(self._dress)

    def _dress(self) -> None:
        self.updateGeometry()  # type may be larger or smaller now
        self.update()

    def follow(self, action: QAction) -> None:
        """Be enabled when *action* is, and trigger it."""
        self._action = action
        action.changed.connect(self._follow)
        self.clicked.connect(action.trigger)
        self._follow()

    def _follow(self) -> None:
        if self._action is not None:
            self.setEnabled(self._action.isEnabled())

    @property
    def count(self) -> str:
        """A number after the text, quieter than it."""
        return self._count

    def set_count(self, count: str) -> None:
        """Show *count* after the text."""
        if count != self._count:
            self._count = count
            self.updateGeometry()
            self.update()

    def set_drawing(self, icon: str) -> None:
        """Show another icon."""
        self._drawing = icon
        self.update()

    def set_compact(self, compact: bool) -> None:
        """Show the icon alone, with the text as its tool-tip; or both again."""
        self.is_compact = compact
        self.setToolTip(self.text() if compact else "")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: D102 - Qt's own
        width = 2 * _PADDING[self.kind]
        text = self._shown_text()
        if self._drawing:
            width += _ICON
        if text:
            width += QFontMetrics(self._widest_font()).horizontalAdvance(text) + 1
        if self._drawing and text:
            width += _GAP
        if self._count:
            width += QFontMetrics(sized(self.font(), sizes.CAPTION)).horizontalAdvance(self._count) + 6
        return QSize(max(width, _HEIGHT[self.kind]), _HEIGHT[self.kind])

    def minimumSizeHint(self) -> QSize:  # noqa: D102 - Qt's own
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, D102 - Qt's own
        option = QStyleOptionButton()
        self.initStyleOption(option)
        state: QStyle.StateFlag = option.state
        hovered = bool(state & QStyle.StateFlag.State_MouseOver) and self.isEnabled()
        pressed = bool(state & QStyle.StateFlag.State_Sunken)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, hovered=hovered, pressed=pressed)
        self._paint_content(painter)
        if self.hasFocus():
            tokens = self._theme.tokens
            ring = tokens.text if self.kind is Kind.PRIMARY else tokens.accent
            draw_focus_ring(painter, QRectF(self.rect()), ring, radius=self._radius())

    def _radius(self) -> float:
        return {Kind.CHIP: 14.0, Kind.NAV: 6.0}.get(self.kind, 4.0)

    def _paint_ground(self, painter: QPainter, *, hovered: bool, pressed: bool) -> None:
        fill, edge = self._colours(self._theme.tokens, hovered=hovered, pressed=pressed)
        painter.setBrush(QColor(fill) if fill else Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(edge), 1) if edge else Qt.PenStyle.NoPen)
        inset = 0.5 if edge else 0.0
        rect = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(rect, self._radius(), self._radius())

    def _colours(self, tokens: Tokens, *, hovered: bool, pressed: bool) -> tuple[str, str]:
        """Fill and edge; an empty text is none."""
        if self.kind is Kind.PRIMARY:
            live = tokens.accent_hover if hovered or pressed else tokens.accent
            return (live, "") if self.isEnabled() else (tokens.mute_soft, tokens.border)
        framed = self.kind in {Kind.STANDARD, Kind.CHIP}
        if self.isChecked():
            return tokens.accent_soft, tokens.accent if framed else ""
        rest = tokens.surface if framed else ""
        over = tokens.mute_soft if pressed or self.kind is Kind.NAV else tokens.row_hover
        edges = {
            Kind.STANDARD: tokens.border_strong if self.isEnabled() else tokens.border,
            Kind.CHIP: tokens.border,
        }
        return (over if hovered or pressed else rest), edges.get(self.kind, "")

    def _tone(self) -> str:
        if not self.isEnabled():
            return "text3"
        if self.kind is Kind.PRIMARY:
            return "on_accent"
        if self.isChecked():
            return "accent"
        return "text2" if self.kind in {Kind.CHIP, Kind.NAV} else "text"

    def _widest_font(self) -> QFont:
        # What holds places to go to stays as wide when another one is open.
        return sized(self.font(), sizes.BODY, strong=True) if self.kind is Kind.NAV else self._text_font()

    def _text_font(self) -> QFont:
        # A chip stays equally wide when it is checked, so its weight does not change.
        strong = self.kind is Kind.PRIMARY or (self.kind is Kind.NAV and self.isChecked())
        return sized(self.font(), sizes.SMALL if self.kind is Kind.CHIP else sizes.BODY, strong=strong)

    def _shown_text(self) -> str:
        return "" if self.is_compact else self.text()

    def _paint_content(self, painter: QPainter) -> None:
        text, tone = self._shown_text(), self._tone()
        left = _PADDING[self.kind]
        hint = self.sizeHint().width()
        if self.kind is not Kind.NAV or not text:
            left += max(0, (self.width() - hint) // 2)
        if self._drawing:
            place = QRect(left, (self.height() - _ICON) // 2, _ICON, _ICON)
            if not text and not self._count:
                place.moveLeft((self.width() - _ICON) // 2)
            mode = QIcon.Mode.Normal if self.isEnabled() else QIcon.Mode.Disabled
            self._theme.icons.get(self._drawing, tone=tone).paint(painter, place, mode=mode)
            left += _ICON + (10 if self.kind is Kind.NAV else _GAP)
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        if text:
            painter.setFont(self._text_font())
            painter.setPen(QColor(getattr(self._theme.tokens, tone)))
            width = QFontMetrics(painter.font()).horizontalAdvance(text) + 1
            painter.drawText(QRect(left, 0, width, self.height()), middle, text)
            left += width + 6
        if self._count:
            painter.setFont(sized(self.font(), sizes.CAPTION))
            painter.setPen(QColor(getattr(self._theme.tokens, "accent" if self.isChecked() else "text3")))
            painter.drawText(QRect(left, 0, self.width() - left, self.height()), middle, self._count)
