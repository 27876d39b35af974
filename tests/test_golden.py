"""What the window looked like when somebody last looked at it: not a pixel changes unseen."""

from __future__ import annotations

import os
import platform
from pathlib import Path
from typing import TYPE_CHECKING

import PySide6
import pytest
from PySide6.QtGui import QColor, QImage

from tests import shots
from tests.golden_charts import CHARTS
from tests.golden_pictures import FOLDER, ROOT, SETS, differing_tools, draw_set, files_of
from tests.support.pictures import as_png, compare

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.uncounted  # draws every page, whose own tests count its lines

LARGEST = 2_700_000
"""Bytes that all pictures together may have."""
ACCEPT = "If it is to look so from now on: python3 tasks.py shots --golden"


def is_workshop() -> bool:
    """Whether this is where changes are judged: Debian 12 with the locked Qt. There every picture is compared."""
    release = Path("/etc/os-release")
    is_debian = release.exists() and "VERSION_CODENAME=bookworm" in release.read_text("utf-8")
    locked = f"pyside6-essentials=={PySide6.__version__} " in (ROOT / "requirements/runtime.txt").read_text(
        "utf-8"
    )
    return os.environ.get("CI") == "true" and is_debian and locked


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's database, and beside it what all drawing processes share."""
    path = tmp_path_factory.mktemp("golden") / "demo.db"
    shots.build(path)
    return path


def differences(drawn: Path, name: str) -> list[str]:
    """What is not as it was, a line a picture; beside the picture lies another that shows where."""
    lines = []
    for file in sorted(files_of(name)):
        expected, actual = QImage(str(FOLDER / file)), QImage(str(drawn / file))
        if expected.isNull() or expected.size() != actual.size():
            lines.append(f"{file}: there is none of this size")
            continue
        found = compare(expected, actual)
        if found is not None:
            shown = drawn / f"difference-{file}"
            found.picture.save(str(shown))
            lines.append(f"{file}: {found.pixels} pixels differ, within {found.where}; see {shown}")
    return lines


@pytest.mark.parametrize("name", SETS)
def test_the_window_looks_as_it_did(name: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    others = differing_tools()
    if others and not is_workshop():
        pytest.skip("the pictures were drawn with other tools: " + "; ".join(others))
    assert not others, f"draw the pictures anew (python3 tasks.py shots --golden): {others}"
    demo: Path = request.getfixturevalue("demo")
    draw_set(name, demo, tmp_path, demo.parent)
    found = differences(tmp_path, name)
    assert not found, "\n".join([*found, ACCEPT])


def test_every_picture_that_is_kept_is_compared() -> None:
    assert {file.name for file in FOLDER.glob("*.png")} == frozenset().union(*map(files_of, SETS))
    assert {f"chart-{name}" for name in (*CHARTS, "spark")} == {
        name for name in SETS["zh-light"].names if name.startswith("chart-")
    }


def test_the_pictures_take_little_room() -> None:
    assert sum(file.stat().st_size for file in FOLDER.glob("*.png")) < LARGEST


def picture(colours: Callable[[int, int], int]) -> QImage:
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    for row in range(30):
        for column in range(40):
            image.setPixel(column, row, colours(column, row))
    return image


@pytest.mark.parametrize("most", [3, 1_200])
def test_a_picture_is_packed_without_loss(most: int) -> None:
    image = picture(lambda column, row: 0xFF000000 + (row * 40 + column) % most * 977)
    assert compare(image, QImage.fromData(as_png(image))) is None


def test_one_pixel_of_one_shade_is_a_difference_and_is_shown() -> None:
    one, other = picture(lambda *_: 0xFF3366CC), picture(lambda *_: 0xFF3366CC)
    other.setPixel(7, 5, 0xFF3366CD)
    found = compare(one, other)
    assert found is not None
    assert (found.pixels, found.where) == (1, (7, 5, 7, 5))
    assert found.picture.pixelColor(7, 5) == QColor("#d00000")
    assert found.picture.pixelColor(8, 5) == found.picture.pixelColor(0, 0) != QColor("#d00000")


def test_other_tools_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PySide6, "__version__", "6.0.0")
    monkeypatch.setattr(platform, "machine", lambda: "abacus")
    (qt, machine, *_) = differing_tools()
    assert qt.startswith("pyside: drawn with 6.")
    assert qt.endswith("here 6.0.0")
    assert machine.endswith("abacus")
