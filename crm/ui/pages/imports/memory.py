"""What the import remembers: the files of last time, and how columns with the same headings were taken."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from crm.services.imports import Outline
    from crm.ui.settings import Settings

_RECENT = 5


class Kept(NamedTuple):
    """What the user chose for the columns of a sheet, by their letters: fields and units."""

    maps: Mapping[str, str]
    units: Mapping[str, str]


class ImportMemory:
    """Kept in the settings of the window, so that it is of this user and no part of the data."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    @property
    def recent(self) -> list[str]:
        """The files imported last, the latest first."""
        return [file for file in self._settings.text("import_recent").split("\n") if file]

    def add_recent(self, path: Path) -> None:
        """*path* was opened now."""
        files = [str(path), *(file for file in self.recent if file != str(path))]
        self._settings.keep_text("import_recent", "\n".join(files[:_RECENT]))

    def drop_recent(self, path: Path) -> None:
        """*path* is not there any more."""
        self._settings.keep_text("import_recent", "\n".join(one for one in self.recent if one != str(path)))

    def choices_for(self, outline: Outline) -> Kept | None:
        """What was chosen for a sheet with the same headings; None where nothing was."""
        kept = self._settings.text(f"import_columns_{_signature(outline)}")
        try:
            found = json.loads(kept) if kept else None
        except ValueError:
            return None
        if not isinstance(found, dict):
            return None
        maps, units = found.get("maps"), found.get("units")
        if not isinstance(maps, dict) or not isinstance(units, dict) or not (maps or units):
            return None
        return Kept({str(key): str(maps[key]) for key in maps}, {str(key): str(units[key]) for key in units})

    def keep_choices(self, outline: Outline, kept: Kept) -> None:
        """Keep what was chosen for the next sheet with the same headings."""
        text = (
            json.dumps({"maps": dict(kept.maps), "units": dict(kept.units)})
            if kept.maps or kept.units
            else ""
        )
        self._settings.keep_text(f"import_columns_{_signature(outline)}", text)


def _signature(outline: Outline) -> str:
    """The same for sheets of one kind with the same headings in the same order."""
    heads = "\n".join(column.text for column in outline.header.columns)
    return hashlib.sha256(f"{outline.kind.value}\n{heads}".encode()).hexdigest()[:24]
