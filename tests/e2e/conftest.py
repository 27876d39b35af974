"""LibreOffice, the demo and the library, as the tests of the excel package and of the services have them; a screen."""

from __future__ import annotations

import shutil
import subprocess
import sys
from datetime import date
from typing import TYPE_CHECKING

import pytest

from crm.services.demo import build_demo
from crm.services.upkeep import open_workplace
from tests.e2e.screen import HEIGHT, WIDTH, Person, Screen
from tests.excel.conftest import office
from tests.services.conftest import _demo_file, demo, library

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator
    from pathlib import Path

    from crm.services.library import Library

__all__ = ["_demo_file", "demo", "library", "office"]

DAY = date(2026, 11, 20)
INSTALL_LINE = "apt-get install -y --no-install-recommends xvfb openbox xdotool xclip"


@pytest.fixture
def screen(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Screen]:
    """A screen of the test's own; where its programs are missing the test fails and says how to install them."""
    if not sys.platform.startswith("linux"):
        pytest.skip("only X has a screen that can be made for a test")
    if not all(map(shutil.which, ("Xvfb", "openbox", "xdotool", "xclip"))):
        pytest.fail(f"There is no screen to test on. Run: {INSTALL_LINE}")
    folder = tmp_path / "screen"
    folder.mkdir()
    made = Screen(folder, getattr(request, "param", (WIDTH, HEIGHT)))
    yield made
    made.close()


@pytest.fixture(scope="module")
def _window_file(tmp_path_factory: pytest.TempPathFactory, library: Library) -> Path:
    """Return the demo's database as of DAY, built once and never opened again."""
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    workplace = open_workplace(path, today=DAY, user="林静")
    build_demo(workplace, library)
    workplace.database.close()
    return path


@pytest.fixture
def database(_window_file: Path, tmp_path: Path) -> Path:
    """The demo in a file of the test's own."""
    path = tmp_path / "incubator.db"
    shutil.copy(_window_file, path)
    return path


@pytest.fixture
def open_window(screen: Screen, database: Path) -> Iterator[Callable[..., Person]]:
    """Somebody opens the window on the demo; what is still open after the test is ended."""
    opened: list[Person] = []

    def open_it(**environment: str) -> Person:
        opened.append(Person(screen, database, DAY.isoformat(), **environment))
        return opened[-1]

    yield open_it
    for person in opened:
        person.leave()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where a test with a screen fails, keep a picture of it, and name it and the window's log beside the fault."""
    report = yield
    screen = getattr(item, "funcargs", {}).get("screen")
    if report.when == "call" and report.failed and screen is not None:
        try:
            picture = str(screen.take_picture())
        except (OSError, subprocess.SubprocessError) as fault:  # the screen itself may be what is broken
            picture = str(fault)
        kept = f"picture: {picture}\nlog: {screen.folder / 'window.log'}"
        report.sections.append(("the window on its screen", kept))
    return report
