"""The pictures of the manual and the README: a few screens of `tests.shots`, small enough to lie beside the text.

Which, and what each is for, stands in ``docs/pictures.toml``; `python3 tasks.py shots --manual` draws them anew.
"""

from __future__ import annotations

import sys
import tomllib
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QImage

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

ROOT = Path(__file__).resolve().parents[1]
LIST = ROOT / "docs" / "pictures.toml"
LARGEST = 120_000
"""Bytes a picture may have."""
_COLOURS = 256
_HUE = 0x00E0E0E0
"""The three highest bits of red, green and blue: colours that share them look much alike."""


def list_pictures() -> tuple[str, ...]:
    """The screens that are drawn for the manual, by their names in `tests.shots`."""
    return tuple(tomllib.loads(LIST.read_text("utf-8")))


class Album:
    """Takes the pictures of the manual out of all screens, into a folder for each language."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._wanted = frozenset(list_pictures())
        self._missing: set[str] = set(self._wanted)

    def take(self, name: str, picture: QWidget, *, language: str) -> None:
        """Keep *picture* where the manual has it."""
        if name not in self._wanted:
            return
        self._missing.discard(name)
        folder = self._folder / language
        folder.mkdir(parents=True, exist_ok=True)
        content = as_png(with_few_colours(picture.grab().toImage()))
        if len(content) > LARGEST:
            print(f"{name}-{language}: {len(content):,} bytes are too many", file=sys.stderr)
        (folder / f"{name}.png").write_bytes(content)

    def tell_missing(self) -> int:
        """The exit status: 1 where a picture of the list was never seen."""
        for name in sorted(self._missing):
            print(f"No screen is called {name}; see docs/pictures.toml", file=sys.stderr)
        return int(bool(self._missing))


def with_few_colours(image: QImage) -> QImage:
    """*image* in 256 of its own colours: flat surfaces and small marks stay as they are, only smoothing loses."""
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    counted = Counter(memoryview(plain.constBits()).cast("B").cast("I"))
    table = choose_colours(counted.most_common())
    return plain.convertToFormat(QImage.Format.Format_Indexed8, table, Qt.ImageConversionFlag.ThresholdDither)


def choose_colours(counted: list[tuple[int, int]]) -> list[int]:
    """The most frequent colour of each hue first, so that a few red pixels stay red, then what is most frequent."""
    by_hue: dict[int, int] = {}
    for colour, _ in counted:
        by_hue.setdefault(colour & _HUE, colour)
    kept = list(by_hue.values())[: _COLOURS // 2]
    return list(dict.fromkeys([*kept, *(colour for colour, _ in counted)]))[:_COLOURS]


def as_png(image: QImage) -> bytes:
    """*image* as a PNG, packed as tightly as Qt can."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG", 0)  # type: ignore[call-overload]  # the stubs know a file name only
    return bytes(buffer.data().data())
