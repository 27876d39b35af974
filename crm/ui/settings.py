"""What the window remembers of itself from one day to the next."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QSettings, QStandardPaths

from crm.ui.theme.tokens import FONT_PERCENTS, Density, Look


class Settings:
    """Kept in a small file of the user's; what is missing or damaged is as at the first start."""

    def __init__(self) -> None:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericConfigLocation)
        self._kept = QSettings(f"{folder}/incubator-crm/window.ini", QSettings.Format.IniFormat)

    @property
    def language(self) -> str:
        """The language's code; empty where none was chosen."""
        return str(self._kept.value("language", ""))

    @language.setter
    def language(self, code: str) -> None:
        self._kept.setValue("language", code)

    @property
    def look(self) -> Look:
        """Light, dark or as the system is."""
        try:
            return Look(str(self._kept.value("look", "")))
        except ValueError:
            return Look.SYSTEM

    @look.setter
    def look(self, look: Look) -> None:
        self._kept.setValue("look", look.value)

    @property
    def density(self) -> Density:
        """How high the rows of tables are."""
        try:
            return Density(str(self._kept.value("density", "")))
        except ValueError:
            return Density.NORMAL

    @density.setter
    def density(self, density: Density) -> None:
        self._kept.setValue("density", density.value)

    @property
    def font_percent(self) -> int:
        """How large type is, one of FONT_PERCENTS."""
        kept = str(self._kept.value("font_percent", ""))
        return int(kept) if kept in {str(percent) for percent in FONT_PERCENTS} else 100

    @font_percent.setter
    def font_percent(self, percent: int) -> None:
        self._kept.setValue("font_percent", str(percent))

    @property
    def rail_is_narrow(self) -> bool:
        """Whether the user wants icons alone in the rail of a wide window too."""
        return str(self._kept.value("rail_is_narrow", "")) == "true"

    @rail_is_narrow.setter
    def rail_is_narrow(self, narrow: bool) -> None:
        self._kept.setValue("rail_is_narrow", "true" if narrow else "false")

    @property
    def database(self) -> str:
        """The database that was opened last by choice; empty for the user's own."""
        return str(self._kept.value("database", ""))

    @database.setter
    def database(self, address: str) -> None:
        self._kept.setValue("database", address)

    def state(self, part: str) -> QByteArray:
        """The kept state of a part of the window: geometry, columns, splitter; empty where none is."""
        value = self._kept.value(f"state/{part}")
        return value if isinstance(value, QByteArray) else QByteArray()

    def keep_state(self, part: str, state: QByteArray) -> None:
        """Keep the state of a part of the window."""
        self._kept.setValue(f"state/{part}", state)

    def text(self, name: str) -> str:
        """A kept text; empty where none is."""
        return str(self._kept.value(f"text/{name}", ""))

    def keep_text(self, name: str, text: str) -> None:
        """Keep a text."""
        self._kept.setValue(f"text/{name}", text)

    def sync(self) -> None:
        """Write to the file now."""
        self._kept.sync()
