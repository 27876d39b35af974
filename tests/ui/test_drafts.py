"""Drafts: what was typed survives a crash, and is forgotten once it is saved or given up."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from crm.ui.drafts import KEPT_AFTER, Draft, DraftKeeper, Drafts, page_of

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

ROOT = Path(__file__).parents[2]
TYPING = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication, QTimer
from crm.ui.drafts import DraftKeeper, Drafts
application = QCoreApplication([])
typed = {"note": ""}
drafts = Drafts("db", Path(sys.argv[1]))
keeper = DraftKeeper(drafts, record="tenant:7", tenant=7, title="编辑：甲", texts=lambda: typed)
def type_on():
    typed["note"] += "字"
    keeper.note_change()
timer = QTimer()
timer.timeout.connect(type_on)
timer.start(20)
print("typing", flush=True)
application.exec()
"""


def test_what_was_typed_survives_a_program_that_is_killed(tmp_path: Path) -> None:
    program = subprocess.Popen(
        [sys.executable, "-c", TYPING, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert program.stdout is not None
    assert program.stdout.readline() == "typing\n"
    drafts = Drafts("db", tmp_path)
    begun = time.monotonic()
    while drafts.find("tenant:7") is None and time.monotonic() - begun < 30:
        time.sleep(0.05)
    os.kill(program.pid, signal.SIGKILL)
    program.wait()
    program.stdout.close()
    draft = drafts.find("tenant:7")
    assert draft is not None
    assert time.monotonic() - begun < 30
    assert draft.texts["note"].startswith("字")
    assert draft.title == "编辑：甲"
    assert drafts.list() == [draft]


def test_a_draft_belongs_to_its_database_and_record(tmp_path: Path) -> None:
    one, other = Drafts("one", tmp_path), Drafts("other", tmp_path)
    one.keep("tenant:1", tenant=1, title="t", texts={"a": "x"})
    one.keep("tenant:2", tenant=2, title="t", texts={"a": "y"})
    one.keep("tenant:1", tenant=1, title="t", texts={"a": "z"})
    found = one.find("tenant:1")
    assert found is not None
    assert found.texts == {"a": "z"}
    assert other.find("tenant:1") is None
    assert other.list() == []
    assert {draft.record for draft in one.list()} == {"tenant:1", "tenant:2"}
    one.remove("tenant:1")
    one.remove("tenant:1")
    assert one.find("tenant:1") is None


def test_drafts_are_nobody_else_s_and_leave_nothing_half_written(tmp_path: Path) -> None:
    folder = tmp_path / "drafts"
    drafts = Drafts("one", folder)
    assert drafts.list() == []
    drafts.keep("tenant:1", tenant=1, title="t", texts={"phone": "13900000000"})
    (file,) = folder.iterdir()
    assert file.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"database": "one"}', '{"database": "one", "texts": 1}', "\x00"]
)
def test_a_damaged_draft_is_no_draft(tmp_path: Path, content: str) -> None:
    drafts = Drafts("one", tmp_path)
    drafts.keep("tenant:1", tenant=1, title="t", texts={"a": "x"})
    (file,) = tmp_path.iterdir()
    file.write_text(content, encoding="utf-8")
    assert drafts.find("tenant:1") is None
    assert drafts.list() == []


def test_the_keeper_waits_a_little_and_never_long(qtbot: QtBot, tmp_path: Path) -> None:
    assert KEPT_AFTER <= 30_000
    drafts = Drafts("one", tmp_path)
    texts: dict[str, str] = {"a": "x"}
    keeper = DraftKeeper(drafts, record="tenant:1", tenant=1, title="t", texts=lambda: texts)
    keeper.note_change()
    assert drafts.find("tenant:1") is None
    qtbot.waitUntil(lambda: drafts.find("tenant:1") is not None, timeout=10_000)
    texts.clear()
    keeper.keep_now()
    assert drafts.find("tenant:1") is None
    texts["a"] = "y"
    keeper.keep_now()
    keeper.forget()
    assert drafts.find(keeper.record) is None


def test_a_full_disk_costs_the_draft_and_not_the_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> int:
        raise OSError(28, "no space left")

    monkeypatch.setattr("crm.ui.drafts.os.open", full)
    drafts = Drafts("one", tmp_path)
    keeper = DraftKeeper(drafts, record="tenant:1", tenant=1, title="t", texts=lambda: {"a": "x"})
    keeper.keep_now()
    assert drafts.find("tenant:1") is None


def test_drafts_lie_in_the_user_s_own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("crm.paths.user_data", lambda: tmp_path)
    Drafts("one").keep("tenant:1", tenant=1, title="t", texts={"a": "x"})
    assert len(list((tmp_path / "drafts").iterdir())) == 1


ENTERING = """
import sys
from datetime import date
from pathlib import Path
from PySide6.QtWidgets import QApplication
from crm.app import Program, Wishes
from crm.domain.wording import Language
from crm.ui.drafts import Drafts
application = QApplication([])
program = Program(
    application, Wishes(Path(sys.argv[1]), date(2026, 11, 20), "tester", Language.EN), ready=lambda _: begin()
)
def begin():
    program.shell.go("figures")
    page = program.shell.page
    page.model.modelReset.connect(lambda: enter(page) if page.model.columns else None)
def enter(page):
    page.model.modelReset.disconnect()
    page.model.setData(page.model.index(0, 3), "12.5")
    page.model.setData(page.model.index(1, 3), "about 7")
    print("entered", flush=True)
program.open_window()
application.exec()
"""


def test_entered_figures_survive_a_program_that_is_killed(demo_file: Path, tmp_path: Path) -> None:
    database = tmp_path / "demo.db"
    shutil.copy(demo_file, database)
    home = {name: str(tmp_path / name) for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "LOCALAPPDATA")}
    environment = {**os.environ, **home, "QT_QPA_PLATFORM": "offscreen"}
    program = subprocess.Popen(
        [sys.executable, "-c", ENTERING, str(database)],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert program.stdout is not None
    assert program.stdout.readline() == "entered\n"
    begun = time.monotonic()

    def kept() -> list[Path]:
        return list(tmp_path.glob("*/**/drafts/*.json"))

    while not kept() and time.monotonic() - begun < 30:
        time.sleep(0.05)
    os.kill(program.pid, signal.SIGKILL)
    program.wait()
    program.stdout.close()
    (file,) = kept()
    content = json.loads(file.read_text("utf-8"))
    assert content["record"] == "figures:2026Q3"
    assert sorted(content["texts"].values()) == ["12.5\tten_thousand_yuan", "about 7\tten_thousand_yuan"]
    assert (
        page_of(Draft(content["record"], 0, content["title"], content["at"], content["texts"])) == "figures"
    )


def test_a_draft_is_gone_on_with_on_its_page() -> None:
    records = ("figures:2026Q3", "forms:binder", "tenant:7")
    assert [page_of(Draft(record, 0, "", "", {})) for record in records] == ["figures", "forms", "tenants"]
