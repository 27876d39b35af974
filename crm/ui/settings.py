"""What the window remembers of itself from one day to the next."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QSettings, QStandardPaths

from crm.ui.theme.tokens import Look


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
