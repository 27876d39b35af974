"""A window over a database of its own: the demo's where figures are needed, an empty one where they are not."""

from __future__ import annotations

import gc
import shutil
from datetime import date
from functools import partialmethod
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crm import paths
from crm.app import leave_clipboard
from crm.domain.wording import Language
from crm.services.demo import build_demo
from crm.services.library import Library
from crm.services.upkeep import open_workplace
from crm.ui.theme.theme import Theme
from crm.ui.theme.tokens import Look
from tests.ui.stage import PATIENCE, Stage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True, scope="package")
def _swept() -> Iterator[None]:
    """Leave no object of Qt behind: a later test's threads could find it as garbage, or the clipboard free it twice."""
    yield
    gc.collect()
    application = QApplication.instance()
    if isinstance(application, QApplication):
        leave_clipboard(application)


@pytest.fixture(autouse=True)
def _patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait as long as a busy machine may need, wherever a test does not say how long."""
    for name in ("waitUntil", "waitSignal", "waitSignals"):
        monkeypatch.setattr(QtBot, name, partialmethod(getattr(QtBot, name), timeout=PATIENCE))


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return Library.load(user_folder=tmp_path_factory.mktemp("own"))


@pytest.fixture(scope="session")
def demo_file(library: Library, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the demo's database, built once and never opened again."""
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    workplace = open_workplace(path, today=TODAY, user="tester")
    build_demo(workplace, library)
    workplace.database.close()
    return path


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    qapp.setPalette(QPalette())  # the system's own, which a theme before has laid aside
    qapp.setCursorFlashTime(0)  # pictures are compared: none may catch the cursor between two blinks
    made = Theme(qapp, icons=paths.resources() / "icons", look=Look.LIGHT)
    yield made
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def stage(
    qtbot: QtBot, theme: Theme, library: Library, tmp_path: Path, demo_file: Path
) -> Iterator[Callable[..., Stage]]:
    """Set a window up, in English unless another language is asked for: `stage(demo=True)`."""
    made: list[Stage] = []

    def set_up(
        *, demo: bool = False, language: Language = Language.EN, size: tuple[int, int] = (1366, 728)
    ) -> Stage:
        path = tmp_path / f"stage{len(made)}.db"
        if demo:
            shutil.copy(demo_file, path)
        workplace = open_workplace(path, today=TODAY, user="tester", backup=False)
        made.append(Stage(qtbot, theme, workplace=workplace, library=library, language=language))
        made[-1].show(size)
        return made[-1]

    yield set_up
    for one in made:
        one.strike()
