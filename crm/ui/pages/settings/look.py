"""How the window looks: colours, height of rows, size of type, language. Each choice holds at once and is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from crm.ui.pages.settings.parts import SectionColumn
from crm.ui.theme.tokens import FONT_PERCENTS, Density, Look
from crm.ui.widgets.chips import ChipBar, Choice

if TYPE_CHECKING:
    from crm.ui.context import Context


class LookSection(SectionColumn):
    """The choices of appearance and language."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        theme = context.theme
        self.look = ChipBar(theme, name=self.tr("Theme"))
        self.density = ChipBar(theme, name=self.tr("Row height"))
        self.type_size = ChipBar(theme, name=self.tr("Font size"))
        self.language = ChipBar(theme, name=self.tr("Language"))
        self._fill()
        card = self.add_card(self.tr("Appearance"), hint=self.tr("Changes apply at once and are saved."))
        card.add_line(self.tr("Theme"), self.look)
        card.add_line(self.tr("Font size"), self.type_size)
        card.add_line(self.tr("Row height"), self.density, hint=self.tr("In all lists"))
        words = self.add_card(self.tr("Language"))
        words.add_line(self.tr("Language of the window"), self.language, hint=self.tr("No restart needed"))
        self.look.chosen.connect(self._take_look)
        self.density.chosen.connect(self._take_density)
        self.type_size.chosen.connect(self._take_type_size)
        self.language.chosen.connect(self._take_language)

    def _fill(self) -> None:
        self.look.show_choices(
            (
                Choice(Look.LIGHT.value, self.tr("Light")),
                Choice(Look.DARK.value, self.tr("Dark")),
                Choice(Look.SYSTEM.value, self.tr("Follow system")),
            )
        )
        self.density.show_choices(
            (
                Choice(Density.COMPACT.value, self.tr("Compact")),
                Choice(Density.NORMAL.value, self.tr("Normal")),
                Choice(Density.ROOMY.value, self.tr("Comfortable")),
            )
        )
        self.type_size.show_choices([Choice(str(percent), f"{percent}%") for percent in FONT_PERCENTS])
        self.language.show_choices((Choice("zh", "中文"), Choice("en", "English")))
        theme = self._context.theme
        self.look.choose(theme.look.value)
        self.density.choose(theme.density.value)
        self.type_size.choose(str(theme.font_percent))
        self.language.choose(self._context.language.value)

    def _take_look(self, key: str) -> None:
        look = Look(key)
        self._context.settings.look = look
        self._context.theme.set_look(look)

    def _take_density(self, key: str) -> None:
        density = Density(key)
        self._context.settings.density = density
        self._context.theme.set_density(density)

    def _take_type_size(self, key: str) -> None:
        self._context.settings.font_percent = int(key)
        self._context.theme.set_font_percent(int(key))

    def _take_language(self, code: str) -> None:
        # The whole window is built anew, this chip included: not while it still handles the click.
        QTimer.singleShot(0, self._context.tasks, lambda: self._context.choose_language(code))
