"""The look in force: light, dark or as the system is; hands out its colours and icons and tells of changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QPalette

from crm.ui.theme.contrast import contrast_tokens, wants_high_contrast
from crm.ui.theme.fonts import base_font
from crm.ui.theme.icons import Icons
from crm.ui.theme.motion import wants_calm
from crm.ui.theme.sheet import style_sheet
from crm.ui.theme.tokens import DARK, LIGHT, ROW_HEIGHTS, Density, Look, Tokens

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QApplication


_SCHEMES = {
    Look.SYSTEM: Qt.ColorScheme.Unknown,
    Look.LIGHT: Qt.ColorScheme.Light,
    Look.DARK: Qt.ColorScheme.Dark,
}
_HALF = 128
_FADED = (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText, QPalette.ColorRole.WindowText)


class Theme(QObject):
    """The look of one application."""

    changed = Signal()
    """Colours, type sizes or row heights are others now."""

    def __init__(
        self,
        application: QApplication,
        *,
        icons: Path,
        look: Look = Look.SYSTEM,
        density: Density = Density.NORMAL,
        font_percent: int = 100,
        high_contrast: bool | None = None,
    ) -> None:
        super().__init__(application)
        self.application = application
        """What it dresses."""
        self._high_contrast = high_contrast
        self.is_calm = wants_calm()
        """Whether nothing should move that need not."""
        self.look = look
        self.density = density
        self.font_percent = font_percent
        self.tokens = LIGHT
        self.icons = Icons(icons, self.colours)
        application.setStyle("Fusion")
        self._systems_own = application.palette()
        if look is not Look.SYSTEM:
            application.styleHints().setColorScheme(_SCHEMES[look])
        self._dress()
        application.styleHints().colorSchemeChanged.connect(self._dress)

    def colours(self) -> Tokens:
        """The colours in force."""
        return self.tokens

    @property
    def is_dark(self) -> bool:
        """Whether the ground is dark and the text light."""
        return QColor(self.tokens.bg).lightness() < QColor(self.tokens.text).lightness()

    @property
    def row_height(self) -> int:
        """How high the rows of tables are, in logical pixels."""
        return ROW_HEIGHTS[self.density]

    def set_look(self, look: Look) -> None:
        """Change to *look* at once."""
        self.look = look
        self.application.styleHints().setColorScheme(_SCHEMES[look])
        self._dress()

    def set_density(self, density: Density) -> None:
        """Change the height of rows at once."""
        self.density = density
        self.changed.emit()

    def set_font_percent(self, percent: int) -> None:
        """Change the size of type at once."""
        self.font_percent = percent
        self._dress()

    def _system_is_dark(self) -> bool:
        """What the system says; where it says nothing, as on a desktop that Qt does not know, its palette tells."""
        scheme = self.application.styleHints().colorScheme()
        if scheme is Qt.ColorScheme.Unknown:
            return self._systems_own.color(QPalette.ColorRole.Window).lightness() < _HALF
        return scheme is Qt.ColorScheme.Dark

    def _dress(self) -> None:
        high = wants_high_contrast() if self._high_contrast is None else self._high_contrast
        dark = self.look is Look.DARK or (self.look is Look.SYSTEM and self._system_is_dark())
        self.tokens = contrast_tokens(self._systems_own) if high else DARK if dark else LIGHT
        sheet = style_sheet(self.tokens, percent=self.font_percent)
        is_other = sheet != self.application.styleSheet()
        if is_other:
            # Qt dresses a widget once where there was no sheet; else once more for each widget that it lies in.
            self.application.setStyleSheet("")
        self.application.setFont(base_font(self.font_percent))
        self.application.setPalette(palette(self.tokens))
        if is_other:
            self.application.setStyleSheet(sheet)
        self.changed.emit()


def palette(tokens: Tokens) -> QPalette:
    """The palette in the colours of *tokens*."""
    made = QPalette()
    for role, colour in (
        (QPalette.ColorRole.Window, tokens.bg),
        (QPalette.ColorRole.WindowText, tokens.text),
        (QPalette.ColorRole.Base, tokens.surface),
        (QPalette.ColorRole.AlternateBase, tokens.row_alt),
        (QPalette.ColorRole.Text, tokens.text),
        (QPalette.ColorRole.Button, tokens.surface),
        (QPalette.ColorRole.ButtonText, tokens.text),
        (QPalette.ColorRole.Highlight, tokens.row_sel),
        (QPalette.ColorRole.HighlightedText, tokens.sel_text),
        (QPalette.ColorRole.ToolTipBase, tokens.surface),
        (QPalette.ColorRole.ToolTipText, tokens.text),
        (QPalette.ColorRole.PlaceholderText, tokens.text3),
        (QPalette.ColorRole.Link, tokens.accent),
        (QPalette.ColorRole.Mid, tokens.border),
        (QPalette.ColorRole.Accent, tokens.accent),
    ):
        made.setColor(role, QColor(colour))
    for role in _FADED:
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(tokens.text3))
    return made
