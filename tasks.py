#!/usr/bin/env python3
"""The one door to this project: set it up, run it, check it. `python3 tasks.py` lists what it can do.

Standard library only, the same on Windows and Linux. Every task first makes or refreshes `.venv` from the
hash-locked files in `requirements/`, and says which system packages are missing and how to get them.
"""

from __future__ import annotations

import argparse
import ctypes
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

ROOT = Path(__file__).resolve().parent
WINDOWS = os.name == "nt"
VENV = ROOT / ".venv"
PROGRAMS = VENV / ("Scripts" if WINDOWS else "bin")
PYTHON = PROGRAMS / ("python.exe" if WINDOWS else "python")
STAMP = VENV / "locked.json"
OLDEST = (3, 11)
TRIED = ("3.13", "3.12", "3.11")
SPREAD = ("-n", str(min((os.cpu_count() or 2) + 1, 4)), "--dist=worksteal")
"""Tests on every core and one more, as a window often waits; each worker steals what the others have not begun."""
SAY_OLDEST = (
    "import PySide6 as p; print('PySide6', p.__version__); raise SystemExit(p.__version__[:4] != '6.8.')"
)
SAY_VERSION = "import sys; print('{}.{}'.format(*sys.version_info))"


class Stop(Exception):
    """One sentence and a next step for the person at the terminal; ends the task with exit status 1."""


# --------------------------------------------------------------------------------------- what tasks need

# Debian's package → the shared library that shows it is there.
QT_LIBRARIES = {
    "libglib2.0-0": "libglib-2.0.so.0",
    "libegl1": "libEGL.so.1",
    "libgl1": "libGL.so.1",
    "libxkbcommon-x11-0": "libxkbcommon-x11.so.0",
    "libxcb-cursor0": "libxcb-cursor.so.0",
    "libxcb-icccm4": "libxcb-icccm.so.4",
    "libxcb-keysyms1": "libxcb-keysyms.so.1",
    "libxcb-image0": "libxcb-image.so.0",
    "libxcb-render-util0": "libxcb-render-util.so.0",
    "libxcb-xkb1": "libxcb-xkb.so.1",
    "libxcb-shape0": "libxcb-shape.so.0",
    "libdbus-1-3": "libdbus-1.so.3",
    "libfontconfig1": "libfontconfig.so.1",
}


def _has_library(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def _has_any(*patterns: str) -> bool:
    return any(any(Path("/").glob(pattern.lstrip("/"))) for pattern in patterns)


def _has_chinese_font() -> bool:
    if shutil.which("fc-list"):
        found = subprocess.run(
            ["fc-list", ":lang=zh-cn", "family"], check=False, capture_output=True, text=True
        )
        return bool(found.stdout.strip())
    return _has_any("/usr/share/fonts/**/*CJK*", "/usr/share/fonts/**/wqy*", "/usr/share/fonts/**/*Hei*")


def missing_for_window() -> list[str]:
    """Debian's names of what Qt needs to open a window and to write Chinese in it."""
    missing = [package for package, library in QT_LIBRARIES.items() if not _has_library(library)]
    return missing if _has_chinese_font() else [*missing, "fonts-noto-cjk"]


def missing_for_tests() -> list[str]:
    """The same, and what the tests recalculate, read, store, look and type with."""
    there = {
        "postgresql": _has_any("/usr/lib/postgresql/*/bin/initdb") or bool(shutil.which("initdb")),
        "libreoffice-calc": _has_any("/usr/lib/libreoffice/program/libsclo.so")
        or "/usr/lib/libreoffice" not in os.path.realpath(shutil.which("soffice") or "/usr/lib/libreoffice"),
        "poppler-utils": bool(shutil.which("pdftotext")),
        # A screen with a window manager and a person before it: see tests/e2e/screen.py.
        "xvfb": bool(shutil.which("Xvfb")),
        "openbox": bool(shutil.which("openbox")),
        "xdotool": bool(shutil.which("xdotool")),
        "xclip": bool(shutil.which("xclip")),
    }
    return missing_for_window() + [package for package, is_there in there.items() if not is_there]


def missing_for_nothing() -> list[str]:
    """Nothing of the system beyond Python."""
    return []


def provide_system(missing: Callable[[], list[str]]) -> None:
    """Install what is missing where we may; otherwise stop and say what to type."""
    if not sys.platform.startswith("linux"):
        return
    packages = missing()
    if not packages:
        return
    line = "apt-get install -y --no-install-recommends " + " ".join(packages)
    if shutil.which("apt-get") is None:
        sentence = (
            "This system lacks what Debian calls: {}. Install its own packages of these, then run this again."
        )
        raise Stop(sentence.format(", ".join(packages)))
    if os.geteuid() != 0:
        raise Stop(f"System packages are missing. Run this, then run the task again:\n  sudo {line}")
    say(f"Installing system packages: {line}")
    install_with_apt(packages)
    still = missing()
    if still:
        raise Stop(f"apt-get did not provide: {', '.join(still)}. Install them by hand, then run this again.")


def install_with_apt(packages: Sequence[str]) -> None:
    """Install Debian packages as root, quietly; what apt-get said is shown only where it fails."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages],
    ):
        done = subprocess.run(
            command,
            check=False,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        if done.returncode:
            print(done.stdout, file=sys.stderr)
            raise Stop(
                f"{' '.join(command[:2])} failed (its words stand above). Mend that, then run this again."
            )


# ------------------------------------------------------------------------------- the virtual environment


def find_python() -> str:
    """Return the Python to build `.venv` with: the running one where it is tested here, or one that is."""
    running = "{}.{}".format(*sys.version_info[:2])
    if running in TRIED:
        return sys.executable
    for version in TRIED:
        for command in ([f"python{version}"], ["py", f"-{version}"]):
            found = ask_python(command, "import sys; print(sys.executable)")
            if found:
                return found
    if sys.version_info[:2] > OLDEST:
        say(f"Python {running} is newer than the ones tested here ({', '.join(TRIED)}); trying it.")
        return sys.executable
    raise Stop(f"Python {running} is too old. Install Python 3.11, 3.12 or 3.13, then run this again.")


def ask_python(command: Sequence[str], code: str) -> str:
    """What `code` prints under another Python, or nothing where that Python does not run."""
    try:
        done = subprocess.run([*command, "-c", code], check=False, capture_output=True, text=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def venv_version() -> str:
    """The version of `.venv`'s Python, or nothing where it does not run."""
    return ask_python([str(PYTHON)], SAY_VERSION) if PYTHON.exists() else ""


def has_working_pip() -> bool:
    """Whether `.venv` was built to its end: an interrupted one has a pip with parts missing."""
    return bool(ask_python([str(PYTHON)], "import pip._internal.cli.main; print('yes')"))


def read_stamp() -> dict[str, str]:
    """What was installed last: the Python's version, and each lock file's hash."""
    try:
        stamp = json.loads(STAMP.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(key): str(value) for key, value in stamp.items()}


def hash_lock(name: str) -> str:
    """The hash of a lock file as it is now."""
    return hashlib.sha256((ROOT / "requirements" / f"{name}.txt").read_bytes()).hexdigest()


def refresh_venv(lock: str) -> None:
    """Make `.venv` where it is missing or broken; install `requirements/<lock>.txt` where it has changed."""
    stamp = read_stamp()
    version = venv_version()
    if version and stamp.get("python") == version and stamp.get(lock) == hash_lock(lock):
        return
    if not version or stamp.get("python", version) != version or not has_working_pip():
        make_venv()
        stamp = {}
    say(f"Installing the packages of requirements/{lock}.txt into .venv (the first time some 130 MB) …")
    began = time.monotonic()
    install_locked(lock)
    # runtime.txt is a part of dev.txt, pin for pin.
    locks = ["runtime", "dev"] if lock == "dev" else [lock]
    stamp |= {"python": venv_version(), **{name: hash_lock(name) for name in locks}}
    STAMP.write_text(json.dumps(stamp), "utf-8")
    say(f"… done in {time.monotonic() - began:.0f} s")


def make_venv() -> None:
    """Build an empty `.venv`."""
    python = find_python()
    if Path(sys.prefix).resolve() == VENV.resolve():
        raise Stop("The .venv this runs in is broken. Leave it with `deactivate`, then run this again.")
    version = ask_python([python], SAY_VERSION)
    if not ask_python([python], "import ensurepip, venv; print('yes')"):
        package = f"python{version}-venv"
        if WINDOWS or shutil.which("apt-get") is None:
            raise Stop(f"{python} has no venv module. Install Python {version} with it, then run this again.")
        if os.geteuid() != 0:
            raise Stop(
                f"Python cannot make .venv. Run this, then the task again:\n  sudo apt-get install {package}"
            )
        say(f"Installing the system package {package}")
        install_with_apt([package])
    say(f"Making .venv with Python {version}")
    shutil.rmtree(VENV, ignore_errors=True)
    if subprocess.run([python, "-m", "venv", str(VENV)], check=False).returncode:
        raise Stop(f"{python} could not make .venv (its words stand above). Mend that, then run this again.")


def install_locked(lock: str, folder: Path | None = None) -> None:
    """Install exactly the locked packages, into *folder* beside the others; pip refuses a file of another hash."""
    command = [str(PYTHON), "-m", "pip", "install", "--quiet", "--require-hashes", "--only-binary=:all:"]
    command += ["--no-input", "--disable-pip-version-check", "-r", f"requirements/{lock}.txt"]
    command += [] if folder is None else ["--target", str(folder)]
    done = subprocess.run(command, check=False, cwd=ROOT, stderr=subprocess.PIPE, text=True)
    if done.returncode:
        print(done.stderr[-3000:], file=sys.stderr)
        raise Stop(
            "pip could not install the packages (its words stand above). Check the network, or name a mirror "
            "in the environment variable PIP_INDEX_URL, then run this again: it goes on where it stopped."
        )


# --------------------------------------------------------------------------------------------- the tasks


def say(sentence: str) -> None:
    """Speak at once, so that a program started next speaks after it."""
    print(sentence, flush=True)


def call(command: Sequence[str], extra: Mapping[str, str] | None = None) -> int:
    """Run a program of `.venv` in the checkout and return its exit status."""
    environment = {**os.environ, "PYTHONUTF8": "1", **(extra or {})}
    return subprocess.run(command, check=False, cwd=ROOT, env=environment).returncode


def call_module(module: str, arguments: Sequence[str], extra: Mapping[str, str] | None = None) -> int:
    """Run `python -m module` where the caller stands, so that relative file names mean what they say."""
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    environment = {**os.environ, "PYTHONUTF8": "1", "PYTHONPATH": path, **(extra or {})}
    return subprocess.run([str(PYTHON), "-m", module, *arguments], check=False, env=environment).returncode


def has_display() -> bool:
    """Whether a window can open."""
    if not sys.platform.startswith("linux"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def demo(arguments: Sequence[str]) -> int:
    """Build the demo database, run the main job, open the window, or draw it where there is no display."""
    if has_display():
        return call_module("crm", ["demo", *arguments])
    status = call_module("crm", ["demo", "--no-window", *arguments])
    if status:
        return status
    say("No display here: drawing the screens instead of opening the window.")
    return shots([])


def run(arguments: Sequence[str]) -> int:
    """Start the program; what follows goes to it (`run -- import FILE`)."""
    return call_module("crm", arguments)


def shots(arguments: Sequence[str]) -> int:
    """Draw every screen to a PNG."""
    return call_module("tests.shots", arguments, {"QT_QPA_PLATFORM": "offscreen"})


def templates(arguments: Sequence[str]) -> int:
    """Draw the templates of our own forms from their layouts, and write the pages of all forms and checks."""
    return call_module("tests.form_templates", arguments)


def bench(arguments: Sequence[str]) -> int:
    """Measure the workloads against their targets."""
    return call_module("bench", arguments)


LINT_STEPS = {
    "format": ["ruff", "format", "--check", "--output-format=concise", "."],
    "ruff": ["ruff", "check", "--output-format=concise", "."],
    "types": ["mypy"],
    "imports": ["lint-imports", "--no-cache"],
    "house rules": ["ast-grep", "scan", "--error"],
    "dependencies": ["deptry", "--no-ansi", "."],
    "unused code": ["vulture"],
}


def lint(arguments: Sequence[str]) -> int:
    """Run every check of the gate, or the named ones, side by side; each runs even where another failed."""
    names = [name for name in LINT_STEPS if not arguments or name in arguments]
    failed = []
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 2) as crew:
        for name, (status, said, seconds) in zip(names, crew.map(_run_step, names), strict=True):
            say(f"{name:<14} {'FAILED' if status else 'ok':<7} {seconds:5.1f} s")
            if status:
                failed.append(name)
                say(said.rstrip())
    say(f"lint: {', '.join(failed)} failed" if failed else "lint: all clean")
    return 1 if failed else 0


def _run_step(name: str) -> tuple[int, str, float]:
    """One check of the gate: its status, what it said, and its seconds."""
    tool, *rest = LINT_STEPS[name]
    began = time.monotonic()
    done = subprocess.run(
        [str(PROGRAMS / tool), *rest],
        check=False,
        cwd=ROOT,
        env={**os.environ, "PYTHONUTF8": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    return done.returncode, done.stdout, time.monotonic() - began


def test(arguments: Sequence[str]) -> int:
    """Run the tests with branch coverage; the floors are judged when all of them ran."""
    for old in (ROOT / ".coverage", *ROOT.glob(".coverage.*")):
        old.unlink(missing_ok=True)
    spread = [] if arguments else SPREAD
    status = call([str(PYTHON), "-m", "coverage", "run", "-m", "pytest", *spread, *arguments])
    call([str(PYTHON), "-m", "coverage", "combine", "--quiet"])
    call([str(PYTHON), "-m", "coverage", "json", "--quiet", "-o", "coverage.json"])
    below = call([str(PYTHON), "-m", "tests.support.floors", *(["--report-only"] if arguments else [])])
    return status or below


def counted(_: Sequence[str]) -> int:
    """Measure which tests need not count lines, as others count them, and write tests/uncounted.txt (half an hour)."""
    folder = ROOT / "build" / "counting"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    # What programs count that a test starts has no test's name, and PostgreSQL runs the lines of SQLite.
    beside = {"COVERAGE_FILE": str(folder / ".coverage"), "CRM_TESTS_WITHOUT_POSTGRES": "1"}
    plugin = ["-p", "tests.support.counting", "--ignore=tests/cli"]
    status = call([str(PYTHON), "-m", "coverage", "run", "-m", "pytest", *SPREAD, *plugin], beside)
    return status or call([str(PYTHON), "-m", "tests.support.counting"])


def words(_: Sequence[str]) -> int:
    """Bring the Chinese words up to the strings of the code, and compile them; says what has no translation yet."""
    source = ROOT / "resources" / "i18n" / "crm_zh_CN.ts"
    files = ["crm/app.py", *sorted(str(path.relative_to(ROOT)) for path in (ROOT / "crm/ui").rglob("*.py"))]
    gather = [str(PROGRAMS / "pyside6-lupdate"), "-silent", "-no-obsolete", "-locations", "none", *files]
    status = call([*gather, "-ts", str(source)])
    status = status or call([str(PROGRAMS / "pyside6-lrelease"), "-silent", str(source)])
    waiting = source.read_text("utf-8").count('type="unfinished"')
    say(
        f"{waiting} strings have no translation yet: write them into {source.relative_to(ROOT)}, run this again."
    )
    return status


def oldest(arguments: Sequence[str]) -> int:
    """Run the window's tests on the oldest PySide6 we support, the one for Kylin V10 and UOS 20."""
    folder, stamp = VENV / "oldest", VENV / "oldest.json"
    locked = {"oldest": hash_lock("oldest"), "python": venv_version()}
    if not folder.is_dir() or not stamp.is_file() or json.loads(stamp.read_text("utf-8")) != locked:
        say("Installing the oldest PySide6 beside the locked one …")
        shutil.rmtree(folder, ignore_errors=True)
        install_locked("oldest", folder)
        stamp.write_text(json.dumps(locked), "utf-8")
    beside = {"PYTHONPATH": str(folder)}
    if call([str(PYTHON), "-c", SAY_OLDEST], beside):
        raise Stop(f"The PySide6 in {folder} is not the oldest one. Delete that folder, then run this again.")
    tests = arguments or ["tests/ui", "tests/test_pyside.py"]
    return call([str(PYTHON), "-m", "pytest", *SPREAD, *tests], beside)


def check(arguments: Sequence[str]) -> int:
    """Lint, then test; both run."""
    return max(lint([]), test(arguments))


def lock(arguments: Sequence[str]) -> int:
    """Make the lock files anew from pyproject.toml; `--upgrade` takes the newest versions. Needs uv."""
    uv = shutil.which("uv") or shutil.which("uv", path=str(PROGRAMS))
    if uv is None:
        raise Stop("This needs uv. Run `pip install uv`, then run this again.")
    common = ["--quiet", "--universal", "--python-version=3.11", "--generate-hashes", "--no-emit-index-url"]
    common += ["--custom-compile-command=python3 tasks.py lock", "-c=requirements/pins.in", *arguments]
    runtime, dev = "requirements/runtime.txt", "requirements/dev.txt"
    compiled = call([uv, "pip", "compile", *common, "-o", runtime, "pyproject.toml"])
    of_dev = ["-c", runtime, "--extra", "dev", "-o", dev]
    compiled = compiled or call([uv, "pip", "compile", *common, *of_dev, "pyproject.toml"])
    plain = [one for one in common if one != "-c=requirements/pins.in"]
    beside = ["-o", "requirements/oldest.txt", "requirements/oldest.in"]
    return compiled or call([uv, "pip", "compile", *plain, *beside])


# ---------------------------------------------------------------------------------------------- the door


class Task(NamedTuple):
    """One verb: what it does, the lock file it needs, and what it needs of the system."""

    act: Callable[[Sequence[str]], int]
    lock: str
    missing: Callable[[], list[str]]


TASKS = {
    "demo": Task(demo, "runtime", missing_for_window),
    "run": Task(run, "runtime", missing_for_window),
    "lint": Task(lint, "dev", missing_for_nothing),
    "test": Task(test, "dev", missing_for_tests),
    "counted": Task(counted, "dev", missing_for_tests),
    "oldest": Task(oldest, "dev", missing_for_tests),
    "check": Task(check, "dev", missing_for_tests),
    "bench": Task(bench, "dev", missing_for_window),
    "shots": Task(shots, "runtime", missing_for_window),
    "templates": Task(templates, "runtime", missing_for_nothing),
    "words": Task(words, "dev", missing_for_nothing),
    "lock": Task(lock, "dev", missing_for_nothing),
}


def read_arguments(argv: Iterable[str]) -> tuple[Task, list[str]]:
    """Return the chosen task and what follows its name."""
    width = max(map(len, TASKS))
    lines = (f"  {name:<{width}}  {(task.act.__doc__ or '').strip()}" for name, task in TASKS.items())
    parser = argparse.ArgumentParser(
        prog="tasks.py",
        description="tasks:\n" + "\n".join(lines),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("task", choices=TASKS, metavar="task", help="one of the tasks above")
    parser.add_argument("arguments", nargs=argparse.REMAINDER, help="handed on to what the task runs")
    chosen = parser.parse_args(list(argv))
    rest = chosen.arguments[1:] if chosen.arguments[:1] == ["--"] else chosen.arguments
    return TASKS[chosen.task], rest


def main(argv: Sequence[str]) -> int:
    """Do the task and return the exit status."""
    task, arguments = read_arguments(argv)
    try:
        if sys.version_info[:2] < OLDEST:
            return subprocess.run([find_python(), __file__, *argv], check=False).returncode
        provide_system(task.missing)
        refresh_venv(task.lock)
        return task.act(arguments)
    except Stop as stop:
        print(f"tasks.py: {stop}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("tasks.py: stopped; run it again to go on.", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
