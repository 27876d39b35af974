"""A window over a database of its own: the demo's where figures are needed, an empty one where they are not."""

from __future__ import annotations

import gc
import shutil
from contextlib import contextmanager
from datetime import date
from functools import partialmethod
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QLibraryInfo, Qt, QTranslator
from PySide6.QtGui import QGuiApplication, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from crm import paths
from crm.app import leave_clipboard
from crm.domain.wording import Language
from crm.services.demo import build_demo
from crm.services.library import Library
from crm.services.upkeep import open_workplace
from crm.ui.theme.theme import Theme
from crm.ui.theme.tokens import Look
from tests.conftest import make_home
from tests.support.quiet import PATIENCE
from tests.ui.stage import Stage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True, scope="package")
def _swept(library: Library) -> Iterator[None]:  # noqa: ARG001 - loaded first, for what is said below
    """Leave no object of Qt behind: a later test's threads could find it as garbage, or the clipboard free it twice.

    What is there before stays out of every look for garbage, as in the program itself: with each test comes a whole
    look. In a random order tests of other packages come between, and this is done again for each module.
    """
    gc.collect()
    gc.freeze()
    yield
    gc.collect()
    application = QApplication.instance()
    if isinstance(application, QApplication):
        leave_clipboard(application)


_STANDS = "stands"
"""Property of a window that more tests than one look at."""


@pytest.fixture(autouse=True)
def _cleared() -> Iterator[None]:
    """Leave no window: it would take the mouse of every later test whose own window lies under it."""
    yield
    left = [one for one in QApplication.topLevelWidgets() if one.isVisible() and not one.property(_STANDS)]
    for one in left:
        one.hide()
    assert not left, f"this test leaves a window: {[type(one).__name__ for one in left]}"


@pytest.fixture(autouse=True)
def _mouse() -> Iterator[None]:
    """Close what pops up and let go of the mouse: a menu or a held button would take it from the next test."""
    yield
    QToolTip.hideText()
    for _ in range(9):  # a menu and what opened out of it
        popup = QApplication.activePopupWidget()
        if popup is not None:
            popup.close()
    held = QGuiApplication.mouseButtons()
    if held:  # as after every double click of QTest
        pad = QWidget()
        pad.show()
        for button in Qt.MouseButton:
            if button & held and button not in {Qt.MouseButton.AllButtons, Qt.MouseButton.MouseButtonMask}:
                QTest.mouseRelease(pad, button)
        pad.close()


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


@contextmanager
def dressed(application: QApplication) -> Iterator[Theme]:
    """The application in the light look, and out of the theme's hands afterwards."""
    application.setPalette(QPalette())  # the system's own, which a theme before has laid aside
    application.setCursorFlashTime(0)  # pictures are compared: none may catch the cursor between two blinks
    made = Theme(application, icons=paths.resources() / "icons", look=Look.LIGHT)
    yield made
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    with dressed(qapp) as made:
        yield made


@contextmanager
def stages(
    qtbot: QtBot, theme: Theme, library: Library, *, folder: Path, demo_file: Path
) -> Iterator[Callable[..., Stage]]:
    """What sets windows up over databases in *folder*; all of them are struck at the end."""
    made: list[Stage] = []

    def set_up(
        *,
        demo: bool = False,
        language: Language = Language.EN,
        size: tuple[int, int] = (1366, 728),
        first: str = "welcome",
    ) -> Stage:
        path = folder / f"stage{len(made)}.db"
        if demo:
            shutil.copy(demo_file, path)
        workplace = open_workplace(path, today=TODAY, user="tester", backup=False)
        made.append(Stage(qtbot, theme, workplace=workplace, library=library, language=language))
        made[-1].show(size, first=first)
        return made[-1]

    yield set_up
    for one in made:
        if not one.is_struck:
            one.strike()


@pytest.fixture
def stage(
    qtbot: QtBot, theme: Theme, library: Library, tmp_path: Path, demo_file: Path
) -> Iterator[Callable[..., Stage]]:
    """Set a window up, in English unless another language is asked for: `stage(demo=True)`."""
    with stages(qtbot, theme, library, folder=tmp_path, demo_file=demo_file) as set_up:
        yield set_up


@contextmanager
def speaking(application: QApplication, language: Language) -> Iterator[None]:
    """The words of the window in *language*, as the program itself loads them."""
    made = []
    if language is Language.ZH:
        for name, folder in (
            ("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)),
            ("crm_zh_CN", str(paths.resources() / "i18n")),
        ):
            translator = QTranslator()
            assert translator.load(name, folder)
            application.installTranslator(translator)
            made.append(translator)
    yield
    for translator in made:
        application.removeTranslator(translator)


@pytest.fixture
def chinese(qapp: QApplication) -> Iterator[None]:
    with speaking(qapp, Language.ZH):
        yield


@pytest.fixture(scope="module")
def standing(
    request: pytest.FixtureRequest,
    qapp: QApplication,
    library: Library,
    tmp_path_factory: pytest.TempPathFactory,
    demo_file: Path,
) -> Iterator[Stage]:
    """A window over the demo that stands for all tests of a module which only look at it.

    Its language and size are the parameter: pytest brings the tests of one window together, in whatever order they
    come, and one window goes before the next one comes.
    """
    language, size = request.param
    folder = tmp_path_factory.mktemp("standing")
    with (
        pytest.MonkeyPatch.context() as patched,
        dressed(qapp) as theme,
        stages(QtBot(request), theme, library, folder=folder, demo_file=demo_file) as set_up,
    ):
        make_home(folder / "home", patched)
        made = set_up(demo=True, language=language, size=size)
        made.window.setProperty(_STANDS, True)
        yield made
