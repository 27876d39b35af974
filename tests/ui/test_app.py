"""The start: something stands on the screen before the data layer is imported, and what goes wrong is told in words."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QRect
from PySide6.QtWidgets import QApplication, QFileDialog

from crm.app import Program, Wishes
from crm.domain.wording import Language
from crm.services.library import Library
from crm.services.tenants import TenantQuery, add_tenant, list_tenant_ids
from crm.services.upkeep import open_workplace
from crm.ui.ask import LeaveDialog, ReportDialog
from crm.ui.input_method import choose_input_method
from crm.ui.pages.settings.page import SettingsPage
from crm.ui.settings import Settings
from crm.ui.shell.unopened import Unopened
from crm.ui.tasks import Failure, JobCancelledError
from crm.ui.theme import fonts
from crm.ui.theme.tokens import DARK, LIGHT, Look
from crm.ui.window import Window
from tests.support.quiet import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

START = """
import json, linecache, os, sys, threading
from PySide6.QtCore import QTimer
from crm.app import run_window

class Watch:
    def find_spec(name, path=None, target=None):
        slow = ("sqlalchemy", "lxml", "xlsxwriter", "rapidfuzz", "python_calamine", "crm.excel", "crm.intake")
        if name.startswith(slow) and threading.current_thread() is threading.main_thread():
            held.append(name)

def painted():
    heavy = [name for name in ("sqlalchemy", "alembic", "openpyxl", "lxml", "platformdirs") if name in sys.modules]
    seen.append(heavy)

def ready(program):
    seen.append([type(program.shell.page).__name__, program.language, os.environ.get("QT_IM_MODULE", "")])
    seen.append([name for name in linecache.cache if "sqlalchemy" in name and name.endswith(".py")])
    wait(program)

def wait(program):
    from crm.ui.page_makers import PAGE_CLASSES

    if all(address.partition(":")[0] in sys.modules for address in PAGE_CLASSES.values()):
        program.window.close()
    else:
        QTimer.singleShot(20, lambda: wait(program))

seen, held = [], []
sys.meta_path.insert(0, Watch)
status = run_window(sys.argv[1], painted=painted, ready=ready)
print(json.dumps([status, *seen, held]))
"""


def start(database: Path) -> list[object]:
    """Run the program in a process of its own until its first page is there, and the modules of all others."""
    done = subprocess.run(
        [sys.executable, "-c", START, str(database)],
        check=False,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    answer: list[object] = json.loads(done.stdout)
    return answer


def test_the_first_painting_comes_before_the_data_layer_is_imported_and_other_pages_after_all(
    tmp_path: Path,
) -> None:
    workplace = open_workplace(tmp_path / "filled.db")
    add_tenant(workplace, Library.load(), {"name": "汾川云图软件有限公司"})
    workplace.database.close()
    status, heavy, at_the_end, kept_sources, held = start(tmp_path / "filled.db")
    assert status == 0
    assert heavy == []
    assert kept_sources == []  # PySide6 would have them read, and keep 20 MB of them
    assert held == [], "imported on the window's thread"
    assert at_the_end == ["WorkbenchPage", "zh", "ibus" if sys.platform.startswith("linux") else ""]


@pytest.fixture
def bare_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """PySide6's plug-ins as its wheel has them, on a machine without ibus."""
    folder = tmp_path / "platforminputcontexts"
    folder.mkdir()
    (folder / "libibusplatforminputcontextplugin.so").touch()
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    return tmp_path


@pytest.mark.parametrize(
    ("wanted", "has_plugin", "result"),
    [
        ({}, False, {"QT_IM_MODULE": "ibus"}),
        ({"QT_IM_MODULE": "fcitx"}, False, {"QT_IM_MODULE": "ibus"}),
        ({"QT_IM_MODULE": "Fcitx5"}, False, {"QT_IM_MODULE": "ibus"}),
        ({"QT_IM_MODULE": "xim"}, False, {"QT_IM_MODULE": "ibus"}),
        ({"QT_IM_MODULE": "*"}, False, {"QT_IM_MODULE": "ibus"}),
        ({"QT_IM_MODULE": "ibus"}, False, {"QT_IM_MODULE": "ibus"}),
        ({"QT_IM_MODULES": "wayland;fcitx", "QT_IM_MODULE": "fcitx"}, False, {"QT_IM_MODULE": "ibus"}),
        ({"QT_IM_MODULES": "wayland;fcitx;ibus"}, False, {"QT_IM_MODULES": "wayland;fcitx;ibus"}),
        ({"QT_IM_MODULE": "fcitx"}, True, {"QT_IM_MODULE": "fcitx"}),
        ({"QT_IM_MODULE": "none"}, False, {"QT_IM_MODULE": "none"}),
    ],
)
def test_chinese_can_be_typed_without_a_plug_in_for_fcitx(
    bare_machine: Path, wanted: dict[str, str], has_plugin: bool, result: dict[str, str]
) -> None:
    if has_plugin:
        (bare_machine / "platforminputcontexts" / "libfcitx5platforminputcontextplugin.so").touch()
    environment = {**wanted, "IBUS_USE_PORTAL": "1"}
    choose_input_method(environment, plugins=bare_machine)
    assert environment == {**result, "IBUS_USE_PORTAL": "1"}


@pytest.mark.parametrize(
    ("wanted", "has_ibus", "result"),
    [
        ({"QT_IM_MODULE": "fcitx"}, False, "1"),
        ({"XMODIFIERS": "@im=fcitx"}, False, "1"),
        ({"QT_IM_MODULE": "fcitx"}, True, ""),
        ({}, False, ""),
    ],
)
def test_without_the_daemon_of_ibus_fcitx_is_met_at_the_portal(
    bare_machine: Path, monkeypatch: pytest.MonkeyPatch, wanted: dict[str, str], has_ibus: bool, result: str
) -> None:
    if has_ibus:
        monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    environment = dict(wanted)
    choose_input_method(environment, plugins=bare_machine)
    assert environment.get("IBUS_USE_PORTAL", "") == result


def test_on_other_systems_the_input_method_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    environment: dict[str, str] = {}
    choose_input_method(environment, plugins=tmp_path)
    assert environment == {}


class Run:
    """A program in this process."""

    def __init__(self, qtbot: QtBot, application: QApplication, wishes: Wishes) -> None:
        self.qtbot = qtbot
        self.heard: list[str] = []
        self.program = Program(
            application,
            wishes,
            painted=lambda: self.heard.append("painted"),
            ready=lambda _program: self.heard.append("ready"),
        )

    def go(self, until: str = "ready") -> Program:
        self.program.open_window()
        self.qtbot.waitUntil(lambda: until in self.heard, timeout=PATIENCE)
        self.settle()
        return self.program

    def settle(self) -> None:
        tasks = self.program._tasks
        assert tasks is not None
        self.qtbot.wait(90)
        self.qtbot.waitUntil(lambda: tasks.is_idle, timeout=PATIENCE)

    def end(self) -> None:
        """Close everything and take the window away at once: it would lie over those of the next tests."""
        self.program.close()
        if self.program.window is not None:
            self.program.window.hide()
            self.program.window.deleteLater()
        self.program.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def run(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Run]:
    font = qapp.font()
    made = Run(qtbot, qapp, Wishes(tmp_path / "own.db", language=Language.EN, look=Look.LIGHT, user="tester"))
    yield made
    made.end()
    qapp.setStyleSheet("")
    qapp.setFont(font)


def test_a_program_shows_its_shell_and_then_its_first_page(run: Run) -> None:
    program = run.go()
    assert run.heard == ["painted", "ready"]
    assert program.shell is not None
    assert program.shell.foot.user.text() == "tester"
    assert program.shell.foot.period.text().startswith("Figures for ")
    assert program.context is not None
    assert program.window is not None
    assert program.window.windowTitle() == "Incubator CRM"
    assert program.window.close()


def test_at_the_end_nothing_has_the_cursor(run: Run, qtbot: QtBot) -> None:
    """It would be told of losing it while Qt destroys it, which ended the program with a fault now and then."""
    program = run.go()
    assert program.window is not None
    program.window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    program.close()
    assert QApplication.focusWidget() is None


def test_the_window_opens_where_it_was_closed(
    run: Run, qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    program = run.go()
    assert program.window is not None
    program.window.setGeometry(10, 30, 880, 610)
    assert program.window.close()
    again = Run(
        qtbot, qapp, Wishes(tmp_path / "own.db", language=Language.EN, look=Look.LIGHT, user="tester")
    )
    window = again.go().window
    assert window is not None
    assert window.size().toTuple() == (880, 610)
    again.end()


class Room:
    """A screen that leaves a window so much room."""

    def __init__(self, width: int, height: int) -> None:
        self._room = QRect(0, 0, width, height)

    def availableGeometry(self) -> QRect:
        return self._room


@pytest.mark.parametrize(
    ("room", "size"),
    [
        ((1920, 1040), None),  # it has its usual size
        ((1366, 728), (1366, 728)),  # it would stick out by its frame
        ((1280, 760), (1280, 760)),
        ((800, 800), None),  # smaller than it can become
    ],
)
def test_a_window_for_which_there_is_no_room_fills_the_screen(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, room: tuple[int, int], size: tuple[int, int] | None
) -> None:
    window = Window(painted=lambda: None)
    qtbot.addWidget(window)
    monkeypatch.setattr(window, "screen", lambda: Room(*room))
    assert window.fit() == (size is not None)
    assert (window.width(), window.height()) == (size or (1366, 728))


@pytest.mark.parametrize("fits", [True, False])
def test_a_first_start_fills_a_screen_that_has_no_more_room(
    run: Run, monkeypatch: pytest.MonkeyPatch, fits: bool
) -> None:
    monkeypatch.setattr(Window, "fit", lambda _self: fits)
    program = run.go()
    assert program.window is not None
    assert program.window.isMaximized() == fits


def test_later_the_window_stands_where_it_was_left(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    before = Window(painted=lambda: None)
    before.resize(1000, 600)
    settings = Settings()
    settings.keep_state("window", before.saveGeometry())
    settings.sync()
    monkeypatch.setattr(Window, "fit", lambda _self: pytest.fail("it has been placed before"))
    program = run.go()
    assert program.window is not None
    assert not program.window.isMaximized()


def test_the_language_is_changed_in_the_running_window(run: Run) -> None:
    program = run.go()
    shell = program.shell
    assert shell is not None
    assert program.context is not None
    program.context.choose_language("en")
    assert program.shell is shell
    program.context.go("tenants", None)
    run.settle()
    program.context.choose_language("zh")
    run.settle()
    assert program.shell is not shell
    assert program.shell is not None
    assert program.shell.head.title.text() == "企业"
    assert program.settings.language == "zh"
    assert Settings().language == "zh"
    assert program.context is not None
    program.context.show("settings", "site")
    page = program.shell.page
    assert isinstance(page, SettingsPage)
    page.site.form.rows["name"].entry.put_text("汾川孵化器")
    program.context.choose_language("en")  # what is typed would be lost with the shell
    (question,) = program.shell.findChildren(LeaveDialog)
    assert program.settings.language == "zh"
    question.discard.click()
    run.settle()
    assert program.settings.language == "en"
    program.settings.language = ""


def test_what_was_done_before_the_language_was_changed_can_still_be_undone(run: Run) -> None:
    program = run.go()
    context = program.context
    assert context is not None
    for name in ("汾谷一号有限公司", "汾谷二号有限公司"):
        context.write(
            lambda _job, name=name: [add_tenant(context.workplace, context.library, {"name": name})],  # type: ignore[misc]
            title="Adding",
            told="Added.",
        )
        run.settle()
    context.undo_last()
    run.settle()
    context.choose_language("zh")
    run.settle()
    now = program.context
    assert now is not None
    assert now is not context
    undo, redo = now.steps.next_undo, now.steps.next_redo
    assert undo is not None
    assert redo is not None
    assert undo.title == "新增企业“汾谷一号有限公司”"
    assert redo.title == "新增企业“汾谷二号有限公司”"
    now.redo_last()
    run.settle()
    now.undo_last()
    run.settle()
    now.undo_last()
    run.settle()
    assert not list_tenant_ids(now.workplace, TenantQuery())
    program.settings.language = ""


def panel_of(run: Run) -> Unopened | None:
    """What stands in place of the pages of a database that cannot be opened."""
    shell = run.program.shell
    assert shell is not None
    shown = shell.stack.currentWidget()
    return shown if isinstance(shown, Unopened) else None


def test_a_database_that_cannot_be_opened_is_told_and_can_be_tried_again(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.db"
    broken.write_text("this is no database at all, only a text that is long enough to be looked at" * 20)
    run = Run(qtbot, qapp, Wishes(broken, language=Language.EN, look=Look.LIGHT))
    run.program.open_window()
    qtbot.waitUntil(lambda: "painted" in run.heard, timeout=PATIENCE)
    qtbot.waitUntil(lambda: panel_of(run) is not None, timeout=PATIENCE)
    first = panel_of(run)
    assert first is not None
    assert "broken.db" in first.state.text.text()
    assert first.state.button.text() == "Try again"
    first.state.button.click()
    qtbot.waitUntil(lambda: panel_of(run) not in {first, None}, timeout=PATIENCE)
    again = panel_of(run)
    assert again is not None
    broken.unlink()
    again.state.button.click()
    qtbot.waitUntil(lambda: "ready" in run.heard, timeout=PATIENCE)
    run.settle()
    assert panel_of(run) is None
    run.end()


def test_from_a_database_that_cannot_be_opened_another_one_is_reached(
    run: Run, qtbot: QtBot, tmp_path: Path
) -> None:
    """Nobody is left before a window without pages because a file is damaged."""
    (tmp_path / "own.db").write_text("no database" * 200)
    run.program.open_window()
    qtbot.waitUntil(lambda: "painted" in run.heard, timeout=PATIENCE)
    qtbot.waitUntil(lambda: panel_of(run) is not None, timeout=PATIENCE)
    panel = panel_of(run)
    assert panel is not None
    assert not panel.own.isHidden()
    panel.other.click()
    assert run.program.shell is not None
    (dialog,) = run.program.shell.findChildren(QFileDialog)
    dialog.fileSelected.emit(str(tmp_path / "other.db"))
    dialog.close()
    qtbot.waitUntil(lambda: "ready" in run.heard, timeout=PATIENCE)
    run.settle()
    assert (tmp_path / "other.db").is_file()
    assert panel_of(run) is None
    run.program.settings.database = ""


def test_a_fault_in_opening_leaves_the_ways_on_too(
    run: Run, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    run.program.open_window()
    qtbot.waitUntil(lambda: "ready" in run.heard, timeout=PATIENCE)
    run.settle()
    run.program._tell_unopened(Failure("", ValueError("odd"), "the report"))
    panel = panel_of(run)
    assert panel is not None
    assert panel.state.text.text() == "The database could not be opened"
    assert run.program.shell is not None
    (report,) = run.program.shell.findChildren(ReportDialog)
    report.close()
    asked: list[str] = []
    monkeypatch.setattr(run.program, "open_database", asked.append)  # the own one is the user's own
    panel.own.click()
    assert asked == [""]


def test_a_fault_outside_of_any_task_is_reported(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    program = run.go()
    shell = program.shell
    assert shell is not None
    program.tell_fault(KeyError, KeyError("lost"), None)
    assert "KeyError: 'lost'" in capsys.readouterr().err
    (dialog,) = [one for one in shell.findChildren(ReportDialog) if one.isVisible()]
    assert "KeyError" in dialog.report.toPlainText()
    dialog.out.click()
    program.tell_fault(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert not [one for one in shell.findChildren(ReportDialog) if one.isVisible()]


def test_a_cancelled_write_is_told_without_alarm(run: Run) -> None:
    program = run.go()
    assert program.shell is not None
    program._tell_failure(Failure("Importing", JobCancelledError(), ""))
    assert program.shell.notice_bar.text.text() == "Cancelled; nothing was changed."


def test_before_the_shell_stands_a_failure_is_only_written_down(run: Run) -> None:
    run.program._tell_failure(Failure("", ValueError("early"), "early"))
    assert run.program.shell is None
    run.program._open_session()
    run.program.close()


def test_a_machine_without_chinese_characters_is_told_so(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "has_chinese", lambda _font: False)
    program = run.go()
    assert program.shell is not None
    assert "Chinese characters" in program.shell.notice_bar.text.text()


def test_a_cancelled_read_stops_in_the_middle_of_its_statement(run: Run) -> None:
    program = run.go()
    context = program.context
    assert context is not None
    endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"
    answers: list[object] = []

    def work(_job: object) -> object:
        with context.workplace.database.reading() as connection:
            return connection.exec_driver_sql(endless).scalar()

    job = context.tasks.read(work, done=answers.append)
    run.qtbot.wait(60)
    job.cancel()
    run.qtbot.waitUntil(lambda: context.tasks.is_idle, timeout=PATIENCE)
    assert answers == []
    assert list_tenant_ids(context.workplace, TenantQuery()).tolist() == []


@pytest.mark.parametrize(("look", "tokens"), [(Look.LIGHT, LIGHT), (Look.DARK, DARK), (Look.SYSTEM, LIGHT)])
def test_the_first_picture_has_the_colours_of_the_look(
    qtbot: QtBot, qapp: QApplication, look: Look, tokens: object, tmp_path: Path
) -> None:
    del qtbot
    program = Program(qapp, Wishes(tmp_path / "no.db", look=look))
    assert program._first_tokens() is tokens
    program.close()


def test_settings_survive_what_is_damaged(qapp: QApplication) -> None:
    del qapp
    settings = Settings()
    assert settings.look is Look.SYSTEM
    settings._kept.setValue("look", "purple")
    settings._kept.setValue("state/window", "no bytes")
    assert settings.look is Look.SYSTEM
    assert settings.state("window").isEmpty()
    settings.look = Look.DARK
    settings.keep_text("form", "zone-quarterly")
    settings.sync()
    assert Settings().look is Look.DARK
    assert Settings().text("form") == "zone-quarterly"
    settings._kept.clear()
