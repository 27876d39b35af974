"""The one door: what it says and does on a machine that lacks something."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

import tasks

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

linux_only = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="packages are named on Linux")


class Programs:
    """Stands in for every program that tasks.py starts: notes the command, answers with an exit status."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *, status: int = 0, output: str = "") -> None:
        self.started: list[list[str]] = []
        self.status = status
        self.output = output
        monkeypatch.setattr(subprocess, "run", self.run)

    def run(self, command: Sequence[str], **_: object) -> subprocess.CompletedProcess[str]:
        self.started.append([str(word) for word in command])
        if "venv" in self.started[-1]:
            tasks.VENV.mkdir()
        return subprocess.CompletedProcess(command, self.status, self.output, self.output)


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with lock files and a fresh `.venv`, whose Python is 3.12."""
    monkeypatch.setattr(tasks, "ROOT", tmp_path)
    monkeypatch.setattr(tasks, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(tasks, "PYTHON", tmp_path / ".venv" / "python")
    monkeypatch.setattr(tasks, "STAMP", tmp_path / ".venv" / "locked.json")
    (tmp_path / "requirements").mkdir()
    (tmp_path / ".venv").mkdir()
    (tmp_path / ".venv" / "python").touch()
    for name in ("runtime", "dev"):
        (tmp_path / "requirements" / f"{name}.txt").write_text(name, "utf-8")
    tasks.STAMP.write_text(
        json.dumps({"python": "3.12", "runtime": tasks.hash_lock("runtime"), "dev": tasks.hash_lock("dev")}),
        "utf-8",
    )
    return tmp_path


def missing(*packages: str) -> Callable[[], list[str]]:
    return lambda: list(packages)


@linux_only
def test_a_missing_package_is_named_with_the_line_to_type(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(shutil, "which", lambda _: "/usr/bin/apt-get")
    line = "sudo apt-get install -y --no-install-recommends libegl1 fonts-noto-cjk"
    with pytest.raises(tasks.Stop, match=line):
        tasks.provide_system(missing("libegl1", "fonts-noto-cjk"))


@linux_only
def test_where_there_is_no_apt_the_packages_are_named_by_debians_names(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(tasks.Stop, match="Debian calls: libegl1, xvfb"):
        tasks.provide_system(missing("libegl1", "xvfb"))


@linux_only
@pytest.mark.parametrize(
    ("program", "package"),
    [("Xvfb", "xvfb"), ("openbox", "openbox"), ("xdotool", "xdotool"), ("xclip", "xclip")],
)
def test_the_tests_need_a_screen_and_somebody_before_it(
    monkeypatch: pytest.MonkeyPatch, program: str, package: str
) -> None:
    monkeypatch.setattr(tasks, "missing_for_window", list)
    monkeypatch.setattr(tasks, "_has_any", lambda *_: True)
    monkeypatch.setattr(shutil, "which", lambda name: None if name == program else f"/usr/bin/{name}")
    assert tasks.missing_for_tests() == [package]
    assert package not in tasks.missing_for_window()


@linux_only
def test_root_installs_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(shutil, "which", lambda _: "/usr/bin/apt-get")
    programs = Programs(monkeypatch)
    tasks.provide_system(lambda: [] if programs.started else ["xvfb"])
    assert programs.started == [
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "xvfb"],
    ]


@linux_only
def test_a_failing_apt_is_quoted_and_stops_the_task(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Programs(monkeypatch, status=100, output="E: no space left on device")
    with pytest.raises(tasks.Stop, match="apt-get update failed"):
        tasks.install_with_apt(["xvfb"])
    assert "no space left" in capsys.readouterr().err


@linux_only
def test_a_package_that_apt_did_not_bring_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(shutil, "which", lambda _: "/usr/bin/apt-get")
    Programs(monkeypatch)
    with pytest.raises(tasks.Stop, match="did not provide: xvfb"):
        tasks.provide_system(missing("xvfb"))


def test_a_fresh_venv_is_left_alone(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    programs = Programs(monkeypatch, output="3.12")
    tasks.refresh_venv("dev")
    assert [command[0] for command in programs.started] == [str(checkout / ".venv" / "python")]


def test_a_changed_lock_file_is_installed_with_its_hashes(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (checkout / "requirements" / "dev.txt").write_text("another", "utf-8")
    programs = Programs(monkeypatch, output="3.12")
    tasks.refresh_venv("dev")
    (install,) = [command for command in programs.started if "install" in command]
    assert install[1:4] == ["-m", "pip", "install"]
    assert {"--require-hashes", "--only-binary=:all:"} < set(install)
    assert install[-1] == "requirements/dev.txt"
    assert tasks.read_stamp() == {
        "python": "3.12",
        "runtime": tasks.hash_lock("runtime"),
        "dev": tasks.hash_lock("dev"),
    }


def test_a_venv_of_another_python_is_built_anew(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    programs = Programs(monkeypatch, output="3.13")
    tasks.refresh_venv("runtime")
    assert any(command[1:3] == ["-m", "venv"] for command in programs.started)
    assert not (checkout / ".venv" / "python").exists()


def test_without_network_the_next_step_is_told(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Programs(monkeypatch, status=1, output="ConnectionError")
    before = tasks.read_stamp()
    with pytest.raises(tasks.Stop, match="PIP_INDEX_URL"):
        tasks.install_locked("dev")
    assert checkout.exists()
    assert tasks.read_stamp() == before


def test_a_python_without_ensurepip_names_the_package(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000, raising=False)
    monkeypatch.setattr(shutil, "which", lambda _: "/usr/bin/apt-get")
    monkeypatch.setattr(tasks, "find_python", lambda: "python3.11")
    answers = {tasks.SAY_VERSION: "3.11"}
    monkeypatch.setattr(tasks, "ask_python", lambda _, code: answers.get(code, ""))
    with pytest.raises(tasks.Stop, match=r"apt-get install python3\.11-venv"):
        tasks.make_venv()
    assert (checkout / ".venv").exists()


def test_the_running_python_builds_the_venv_where_it_is_tested() -> None:
    assert "{}.{}".format(*sys.version_info) in tasks.TRIED
    assert tasks.find_python() == sys.executable


def test_an_old_python_hands_over_to_a_newer_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    monkeypatch.setattr(
        tasks, "ask_python", lambda command, _: "/opt/new" if command == ["python3.12"] else ""
    )
    programs = Programs(monkeypatch, status=7)
    assert tasks.main(["lint", "types"]) == 7
    assert programs.started == [["/opt/new", tasks.__file__, "lint", "types"]]


def test_an_old_python_alone_is_told_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    monkeypatch.setattr(tasks, "ask_python", lambda *_: "")
    assert tasks.main(["lint"]) == 1
    assert "Install Python 3.11, 3.12 or 3.13" in capsys.readouterr().err


def test_ctrl_c_ends_with_one_line(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt(_: Sequence[str]) -> int:
        raise KeyboardInterrupt

    Programs(monkeypatch, output="3.12")
    monkeypatch.setitem(tasks.TASKS, "lint", tasks.Task(interrupt, "dev", tasks.missing_for_nothing))
    assert tasks.main(["lint"]) == 130
    assert capsys.readouterr().err.count("\n") == 1
    assert checkout.exists()


@pytest.mark.parametrize(
    ("display", "expected"), [("", ["crm demo --no-window", "tests.shots"]), (":0", ["crm demo"])]
)
def test_the_demo_opens_its_window_or_draws_its_screens(
    display: str, expected: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("DISPLAY", display)
    programs = Programs(monkeypatch)
    assert tasks.demo([]) == 0
    assert [" ".join(command[2:]) for command in programs.started] == expected


def test_every_lint_step_runs_though_the_first_fails(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    programs = Programs(monkeypatch, status=1, output="what is wrong")
    assert tasks.lint([]) == 1
    assert len(programs.started) == len(tasks.LINT_STEPS)
    assert capsys.readouterr().out.count("what is wrong") == len(tasks.LINT_STEPS)


def test_a_check_fails_where_either_half_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "lint", lambda _: 1)
    monkeypatch.setattr(tasks, "test", lambda _: 0)
    assert tasks.check([]) == 1


def test_the_oldest_pyside_is_installed_beside_the_locked_one_once(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (checkout / "requirements" / "oldest.txt").write_text("oldest", "utf-8")
    monkeypatch.setattr(tasks, "venv_version", lambda: "3.12")
    programs = Programs(monkeypatch)
    folder = checkout / ".venv" / "oldest"

    def installs() -> list[list[str]]:
        return [command for command in programs.started if "--target" in command]

    assert tasks.oldest(["tests/ui/test_theme.py"]) == 0
    assert installs()[0][-2:] == ["--target", str(folder)]
    assert programs.started[-1][-1] == "tests/ui/test_theme.py"
    folder.mkdir()
    assert tasks.oldest([]) == 0
    assert len(installs()) == 1
    assert programs.started[-1][-2:] == ["tests/ui", "tests/test_pyside.py"]


def test_another_pyside_in_the_place_of_the_oldest_stops_the_task(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (checkout / "requirements" / "oldest.txt").write_text("oldest", "utf-8")
    monkeypatch.setattr(tasks, "venv_version", lambda: "3.12")
    monkeypatch.setattr(tasks, "install_locked", lambda *_: None)
    Programs(monkeypatch, status=1)
    with pytest.raises(tasks.Stop, match="Delete that folder"):
        tasks.oldest([])
