from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest

from crm import __main__, paths
from crm.cli import crash, window
from crm.cli import run as commands

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Said

ROOT = Path(__file__).resolve().parents[2]


def start(*words: str, **options: object) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "0", "LC_ALL": "C"}
    return subprocess.run(  # type: ignore[call-overload,no-any-return]
        [sys.executable, "-m", "crm", *words],
        check=False,
        env=environment,
        encoding="utf-8",
        **{"capture_output": True, **options},
    )


@pytest.mark.parametrize(
    ("words", "status", "code"),
    [
        (("check", "--json"), 2, "cli-option-missing"),
        (("check", "--period", "soon", "--json"), 2, "period-unknown"),
        (("measure", "nothing", "--period", "2026", "--json"), 1, "indicator-unknown"),
        (("history", "--database", "no/where.db", "--json"), 1, "cli-database-missing"),
        (("restore", "no/backup.db", "--json"), 1, "restore-missing"),
    ],
)
def test_a_refusal_is_one_document_too(
    words: tuple[str, ...], status: int, code: str, say: Callable[..., Said]
) -> None:
    said = say(*words)
    assert said.status == status
    error = said.document["error"]
    assert error["code"] == code
    assert set(error) == {"code", "message", "remedy", "values"}
    assert code not in error["message"]
    assert error["remedy"]
    assert said.err == ""


def test_every_code_of_the_command_line_has_its_sentence_and_none_is_left_over() -> None:
    used: set[str] = set()
    for path in (ROOT / "crm" / "cli").glob("*.py"):
        used.update(re.findall(r'"(cli-[a-z-]+)"', path.read_text("utf-8")))
    written = tomllib.loads((paths.resources() / "messages" / "cli.toml").read_text("utf-8"))
    assert used == set(written)
    for code, message in written.items():
        assert set(message["remedy"]) == {"zh", "en"}, code


def test_a_mistyped_database_is_not_made(say: Callable[..., Said], tmp_path: Path) -> None:
    assert say("history", "--database", tmp_path / "typo.db").status == 1
    assert not (tmp_path / "typo.db").exists()


def test_an_unforeseen_error_goes_to_a_log_whose_path_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> NoReturn:
        raise ZeroDivisionError("nobody thought of this")

    monkeypatch.setattr(commands, "read_arguments", fail)
    assert __main__.main(["history", "--lang", "en"]) == 1
    said = capsys.readouterr()
    assert "Traceback" not in said.out + said.err
    log = paths.user_logs() / "incubator-crm.log"
    assert str(log) in said.err
    assert "ZeroDivisionError: nobody thought of this" in log.read_text("utf-8")
    assert __main__.main(["history", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["error"]["values"] == {"path": str(log)}
    assert log.read_text("utf-8").count("Traceback") == 2


def test_even_words_that_cannot_be_read_leave_no_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> NoReturn:
        raise OSError("no resources")

    monkeypatch.setattr(commands, "read_arguments", fail)
    monkeypatch.setattr(crash, "report_crash", fail)
    assert __main__.main(["history"]) == 1
    assert capsys.readouterr().err == "crm: OSError: no resources\n"


def test_a_log_that_cannot_be_written_is_kept_in_the_temporary_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    monkeypatch.setattr(paths, "user_logs", lambda: tmp_path / "file" / "below")
    monkeypatch.setattr(tempfile, "gettempdir", lambda: str(tmp_path))
    assert crash.keep_traceback(ValueError("x")) == tmp_path / "incubator-crm.log"
    monkeypatch.setattr(tempfile, "gettempdir", lambda: str(tmp_path / "file" / "below"))
    assert crash.keep_traceback(ValueError("x")) == Path("-")


def test_a_log_does_not_grow_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crash, "_LARGEST", 10)
    log = crash.keep_traceback(ValueError("first"))
    assert crash.keep_traceback(ValueError("second")) == log
    assert "first" not in log.read_text("utf-8")
    assert "first" in log.with_suffix(".old.log").read_text("utf-8")


def test_an_interrupt_ends_without_a_word(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt(*_: object) -> NoReturn:
        raise KeyboardInterrupt

    monkeypatch.setattr(commands, "read_arguments", interrupt)
    assert __main__.main(["history"]) == 130
    assert capsys.readouterr() == ("", "")


def test_a_bare_crm_opens_the_window(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(window, "open_window", lambda: 7)
    assert __main__.main([]) == 7


def test_a_bare_crm_without_a_display_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(window, "has_display", lambda: False)
    assert __main__.main([]) == 1
    assert "没有显示器" in capsys.readouterr().err


def test_general_options_reach_the_window(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    opened: list[object] = []

    def note(*args: object, **named: object) -> int:
        opened.extend((*args, *named.values()))
        return 0

    monkeypatch.setattr("crm.app.run_window", note)
    words = ["--database", str(tmp_path / "a.db"), "--today", "2026-09-30", "--lang", "en"]
    assert __main__.main(words) == 0
    assert [str(one) for one in opened] == [str(tmp_path / "a.db"), "2026-09-30", "Language.EN"]


def test_a_missing_system_library_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "crm.app", None)
    assert __main__.main([]) == 1
    assert "窗口无法打开" in capsys.readouterr().err


def test_a_program_that_has_no_console_still_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    assert __main__.main(["check"]) == 2


def test_help_works_as_a_process_in_a_system_without_utf_8() -> None:
    done = start("--help")
    assert done.returncode == 0
    assert "孵化管家" in done.stdout
    assert done.stderr == ""


def test_a_reader_that_goes_away_early_is_no_error() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = start("--help", capture_output=False, stdout=writing, stderr=subprocess.PIPE)
    finally:
        os.close(writing)
    assert done.returncode == 1
    assert done.stderr == ""


def test_nothing_heavy_is_imported_before_the_window_is_painted() -> None:
    code = (
        "import sys, crm.__main__, crm.cli.window, crm.app;"
        "print(sorted({'sqlalchemy', 'alembic', 'openpyxl', 'lxml', 'python_calamine', 'crm.cli.run', 'tomllib',"
        " 'pypinyin', 'stdnum', 'xlsxwriter'} & set(sys.modules)))"
    )
    # Coverage, where it watches subprocesses, reads its own settings with tomllib before ours begins.
    plain = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")}
    done = subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        capture_output=True,
        encoding="utf-8",
        env={**plain, "PYTHONPATH": str(ROOT)},
    )
    assert done.stdout == "[]\n"
