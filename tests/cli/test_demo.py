from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING

import openpyxl

from crm import paths
from crm.cli import demo as demo_verb
from crm.cli import window

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest

    from tests.cli.conftest import Said


def test_the_demo_files_its_report_beside_its_database(built_demo: Path) -> None:
    filing = built_demo / "zone-quarterly-2026Q3.xlsx"
    book = openpyxl.load_workbook(filing, data_only=True)
    assert "在孵企业明细" in book.sheetnames


def test_the_demo_is_built_anew_where_it_was_the_last_thing_done(
    say: Callable[..., Said], demo: Path
) -> None:
    said = say("demo", "--no-window", "--database", demo, "--json")
    assert said.status == 0
    assert said.document["kept"] is None
    assert said.document["tenants"] > 100
    assert sorted(path.name for path in demo.parent.iterdir()) == ["demo.db", "zone-quarterly-2026Q3.xlsx"]


def test_later_work_in_a_demo_is_kept_when_it_is_built_anew(say: Callable[..., Said], demo: Path) -> None:
    say("undo", "--database", demo)
    said = say("demo", "--no-window", "--database", demo)
    kept = next(path for path in demo.parent.glob("*.db") if path != demo)
    assert str(kept) in said.out
    assert len(say("history", "--database", kept, "--json").document["operations"]) == 2
    assert len(say("history", "--database", demo, "--json").document["operations"]) == 1


def test_a_database_that_is_not_the_demo_is_left_alone(say: Callable[..., Said], tmp_path: Path) -> None:
    database = tmp_path / "mine.db"
    (tmp_path / "a.csv").write_text("企业名称\n云岭测绘有限公司\n", "utf-8")
    say("import", tmp_path / "a.csv", "--database", database)
    said = say("demo", "--no-window", "--database", database, "--json")
    assert said.status == 1
    assert said.document["error"]["code"] == "cli-demo-not-ours"
    assert [
        one["kind"] for one in say("history", "--database", database, "--json").document["operations"]
    ] == ["import-tenants"]


def test_without_a_name_the_demo_lies_among_the_user_s_data(
    say: Callable[..., Said], built_demo: Path
) -> None:
    folder = paths.user_data() / "demo"
    folder.mkdir(parents=True)
    shutil.copyfile(built_demo / "demo.db", folder / "demo.db")
    found = say("demo", "--no-window", "--json").document
    assert found["database"] == str(folder / "demo.db")
    assert found["out"] == str(folder / "zone-quarterly-2026Q3.xlsx")


def test_the_window_opens_on_the_demo_unless_there_is_no_display(
    say: Callable[..., Said], demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str | None] = []

    def note(address: str | None = None, **_: object) -> int:
        opened.append(address)
        return 0

    monkeypatch.setattr(demo_verb, "open_window", note)
    assert say("demo", "--database", demo).status == 0
    assert opened == [str(demo)]
    monkeypatch.setattr(demo_verb, "has_display", lambda: False)
    said = say("demo", "--database", demo)
    assert said.status == 0
    assert "没有显示器" in said.err
    assert len(opened) == 1


def test_the_demo_on_a_server_is_never_overwritten(say: Callable[..., Said], postgres_url: str) -> None:
    built = say("demo", "--no-window", "--database", postgres_url, "--json")
    assert built.status == 0, built.out
    assert built.document["out"] == str(paths.user_data() / "demo" / "zone-quarterly-2026Q3.xlsx")
    again = say("demo", "--no-window", "--database", postgres_url, "--json")
    assert again.document["error"]["code"] == "cli-demo-on-server"


def test_a_password_is_never_printed(say: Callable[..., Said]) -> None:
    url = "postgresql://someone:secret@/nothing?host=/nowhere"
    said = say("history", "--database", url, "--json")
    assert said.status == 1
    assert "secret" not in said.out + said.err


def test_the_window_needs_a_display(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("QT_QPA_PLATFORM")
    monkeypatch.setattr(sys, "platform", "linux")
    assert not window.has_display()
    monkeypatch.setattr(sys, "platform", "win32")
    assert window.has_display()
