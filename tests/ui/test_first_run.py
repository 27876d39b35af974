"""The first run: three ways to begin, each one click from something useful, and the demo never mixes with own data."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QFileDialog

from crm import paths
from crm.app import Program, Wishes, is_demo, is_missing
from crm.domain.wording import Language
from crm.services.tenants import TenantQuery, list_tenant_ids
from crm.ui.pages.welcome.page import WelcomePage
from crm.ui.settings import Settings
from crm.ui.tasks import Failure
from tests.support.quiet import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from tests.ui.stage import Stage


def welcome(scene: Stage) -> WelcomePage:
    scene.shell.go("welcome")
    scene.settle()
    page = scene.shell.page
    assert isinstance(page, WelcomePage)
    return page


def test_starting_empty_asks_for_the_first_enterprise(stage: Callable[..., Stage]) -> None:
    scene = stage()
    page = welcome(scene)
    page.focus_content()
    assert page.demo.hasFocus()
    scene.click(page.blank)
    assert scene.shell.head.title.text() == "Tenants"
    assert scene.dialog.isVisible()


def test_importing_asks_for_the_workbook(stage: Callable[..., Stage]) -> None:
    scene = stage()
    scene.click(welcome(scene).workbook)
    assert scene.shell.head.title.text() == "Import"
    (dialog,) = [one for one in scene.shell.findChildren(QFileDialog) if one.isVisible()]
    dialog.close()


def test_a_demo_that_cannot_be_made_can_be_tried_again(stage: Callable[..., Stage]) -> None:
    scene = stage()
    page = welcome(scene)
    page.demo.setEnabled(False)
    page._fail(Failure("Preparing the demo", ValueError("x"), ""))
    assert page.demo.isEnabled()
    assert len(scene.failures) == 1


@pytest.fixture
def run(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Program]:
    monkeypatch.setattr(paths, "user_data", lambda: tmp_path / "data")
    Settings().database = ""
    ready: list[Program] = []
    program = Program(qapp, Wishes(language=Language.EN, user="tester"), ready=ready.append)
    program.open_window()
    qtbot.waitUntil(lambda: len(ready) == 1, timeout=PATIENCE)
    yield program
    if program._tasks is not None:
        qtbot.waitUntil(lambda: program._tasks is None or program._tasks.is_idle, timeout=PATIENCE)
    if program.window is not None:
        program.window.hide()
        program.window.deleteLater()
    program.close()
    qapp.setStyleSheet("")


def count(program: Program) -> int:
    assert program.context is not None
    return len(list_tenant_ids(program.context.workplace, TenantQuery()))


def test_the_demo_opens_apart_is_marked_and_leads_back(qtbot: QtBot, run: Program, tmp_path: Path) -> None:
    shell = run.shell
    assert shell is not None
    page = shell.page
    assert isinstance(page, WelcomePage)
    assert not shell.banner.isVisible()
    page.demo.click()
    qtbot.waitUntil(
        lambda: run.shell is not shell and run.context is not None and count(run) > 100, timeout=PATIENCE
    )
    demo = run.shell
    assert demo is not None
    qtbot.waitUntil(lambda: demo.page is not None, timeout=PATIENCE)
    assert demo.banner.isVisible()
    assert Settings().database == ""
    qtbot.waitUntil(lambda: run._tasks is not None and run._tasks.is_idle, timeout=PATIENCE)
    demo.banner.back.click()
    qtbot.waitUntil(lambda: run.shell is not demo and count(run) == 0, timeout=PATIENCE)
    own = run.shell
    assert own is not None
    qtbot.waitUntil(lambda: own.page is not None, timeout=PATIENCE)
    assert not own.banner.isVisible()
    assert (tmp_path / "data" / "demo" / "demo.db").exists()


def test_another_database_is_remembered_and_missed_where_it_is_gone(
    qtbot: QtBot, run: Program, tmp_path: Path
) -> None:
    other = tmp_path / "other.db"
    shell = run.shell
    run.open_database(str(other))
    qtbot.waitUntil(
        lambda: run.shell is not shell and run.shell is not None and run.shell.page is not None,
        timeout=PATIENCE,
    )
    assert Settings().database == str(other)
    assert other.exists()
    Settings().database = str(tmp_path / "gone.db")
    run.settings.database = str(tmp_path / "gone.db")
    run._wishes = run._wishes._replace(address=None)
    run.reopen()
    qtbot.waitUntil(
        lambda: run.shell is not None and run.shell.notice_bar.text.text().endswith("was not found."),
        timeout=PATIENCE,
    )
    run.settings.database = ""


def test_an_address_tells_what_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "user_data", lambda: tmp_path)
    assert is_missing(str(tmp_path / "none.db"))
    assert not is_missing(str(tmp_path))
    assert not is_missing("postgresql://server/crm")
    assert is_demo(tmp_path / "demo" / "demo.db")
    assert not is_demo(None)
    assert not is_demo("")
