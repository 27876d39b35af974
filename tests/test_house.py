"""The house keeps its own rules: each of `rules/` catches its violations, and locks and wheel are whole."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
import pytest_socket

from tests.support import counting, floors

ROOT = Path(__file__).resolve().parents[1]
PROGRAMS = Path(sys.executable).parent

# Rule → (where the code may stand, code the rule is for).
PLANTED: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "only-operation-commits": (
        ("crm/services/operation.py", "crm/db/migrate.py"),
        (
            "session.commit()",
            "self.workplace.connection.commit()",
            "connection.begin_nested()",
            "with engine.begin() as connection:\n    read()",
        ),
    ),
    "threads-only-in-tasks": (
        ("crm/ui/tasks.py",),
        (
            "threading.Thread(target=read).start()",
            "from threading import Thread",
            "from PySide6.QtCore import QThreadPool",
            "class Reader(QRunnable): ...",
            "import multiprocessing",
            "from concurrent.futures import as_completed",
            "import concurrent.futures",
            "threading.Timer(1, read)",
        ),
    ),
    "lasting-signals-call-methods": (
        (),
        (
            "theme.changed.connect(lambda: self.update())",
            "self._context.hub.changed.connect(lambda change: self._hear(change))",
        ),
    ),
    "dialogs-only-in-ask": (
        ("crm/ui/ask.py",),
        (
            "QMessageBox.question(self, '', '')",
            "from PySide6.QtWidgets import QFileDialog",
            "class A(QDialog): ...",
        ),
    ),
    "writes-only-through-the-journal": (
        ("crm/db/journal.py", "crm/db/overview.py", "crm/db/migrations/versions/0001_start.py"),
        (
            "from sqlalchemy import select, update",
            "from sqlalchemy import delete as remove",
            "from sqlalchemy.dialects.sqlite import insert",
            "connection.execute(sa.insert(Tenant))",
            "Tenant.__table__.delete()",
            'connection.execute(text("""\n    UPDATE tenants SET name = 1"""))',
            "connection.exec_driver_sql('INSERT OR REPLACE INTO tenants VALUES (1)')",
            "connection.execute(text('delete from tenants'))",
            "session.add(tenant)",
            "self._session.merge(tenant)",
            "session.add_all(tenants)",
        ),
    ),
    "translated-strings-are-literals": (
        (),
        (
            'self.tr(f"{count} tenants")',
            'tr("{} tenants".format(count))',
            'self.tr("%d tenants" % count)',
            'QCoreApplication.translate("page", f"{count} tenants")',
            'self.tr("tenants " + name)',
        ),
    ),
    "no-application-instance": (
        ("crm/app.py",),
        ("QApplication.instance()", "QtWidgets.QApplication.instance()", "qApp.quit()"),
    ),
    "no-broad-except": (
        ("crm/ui/tasks.py", "crm/__main__.py"),
        (
            "try:\n    read()\nexcept Exception:\n    read()",
            "try:\n    read()\nexcept BaseException as error:\n    read()",
            "try:\n    read()\nexcept Exception as error:\n    if x:\n        raise\n    read()",
            "try:\n    read()\nexcept (OSError, Exception) as error:\n    read()",
            "try:\n    read()\nexcept:\n    read()",
        ),
    ),
}
# What looks like a violation and is none.
HARMLESS = (
    "values.update(other)",
    "touched.add(tenant)",
    "from threading import Lock, Event",
    "self.tr('{count} tenants').format(count=3)",
    "name.translate(FULL_WIDTH)",
    "QApplication([])",
    "try:\n    read()\nexcept ValueError:\n    raise Exception",
    "try:\n    read()\nexcept BaseException:\n    close()\n    raise",
    "connection.begin()",
    "self.show_hint('press delete from the keyboard')",
    "menu.exec(position)",
)


def scan(folder: Path) -> list[tuple[str, str]]:
    """Run the rules over *folder*; pairs of the file's name and the rule that caught it."""
    shutil.copy(ROOT / "sgconfig.yml", folder)
    shutil.copytree(ROOT / "rules", folder / "rules")
    done = subprocess.run(
        [PROGRAMS / "ast-grep", "scan", "--json=compact"],
        check=False,
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
    )
    assert done.stdout, done.stderr
    return [(Path(match["file"]).name, match["ruleId"]) for match in json.loads(done.stdout)]


def test_every_rule_has_a_planted_violation() -> None:
    ids = {
        line.removeprefix("id: ")
        for rule in (ROOT / "rules").glob("*.yml")
        for line in rule.read_text("utf-8").splitlines()
        if line.startswith("id: ")
    }
    assert ids == set(PLANTED)


def test_each_rule_catches_what_it_is_for_and_nothing_beside_it(tmp_path: Path) -> None:
    planted = tmp_path / "crm" / "services"
    planted.mkdir(parents=True)
    expected = set()
    for rule, (_, violations) in PLANTED.items():
        for number, code in enumerate(violations):
            name = f"{rule.replace('-', '_')}_{number}.py"
            (planted / name).write_text(code + "\n", "utf-8")
            expected.add((name, rule))
    for number, code in enumerate(HARMLESS):
        (planted / f"harmless_{number}.py").write_text(code + "\n", "utf-8")
    assert set(scan(tmp_path)) == expected


def test_the_places_a_rule_names_are_free_of_it(tmp_path: Path) -> None:
    for places, violations in PLANTED.values():
        for place in places:
            file = tmp_path / place
            file.parent.mkdir(parents=True, exist_ok=True)
            with file.open("a", encoding="utf-8") as text:
                text.write("\n".join(violations) + "\n")
    allowed = {(Path(place).name, rule) for rule, (places, _) in PLANTED.items() for place in places}
    assert not allowed & set(scan(tmp_path))


@pytest.mark.parametrize("name", ["runtime.txt", "dev.txt"])
def test_a_lock_file_pins_and_hashes_every_package_and_names_no_place(name: str) -> None:
    text = (ROOT / "requirements" / name).read_text("utf-8")
    lines = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]
    for line in lines:
        assert re.match(r"(    --hash=sha256:[0-9a-f]{64}( \\)?|[a-z0-9.-]+==[^ ]+( ; [^;]+)? \\)$", line), (
            line
        )
    pins = [line for line in lines if "==" in line.split(";")[0] and not line.startswith(" ")]
    assert len(pins) == sum(not line.startswith(" ") for line in lines)
    assert "pyside6-essentials==6.11.3 \\" in pins
    assert not re.search(r"://|file:|(^|\s)/", text)


def test_the_runtime_lock_is_a_part_of_the_dev_lock() -> None:
    pins = [
        set(re.findall(r"^[a-z0-9.-]+==\S+", (ROOT / "requirements" / name).read_text("utf-8"), re.MULTILINE))
        for name in ("runtime.txt", "dev.txt")
    ]
    assert pins[0]
    assert pins[0] < pins[1]


def test_every_dependency_in_pyproject_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = [line for lines in project["optional-dependencies"].values() for line in lines]
    named = {re.split(r"[\[<>=!;]", line)[0].lower() for line in [*project["dependencies"], *extras]}
    locked = set(
        re.findall(r"^([a-z0-9.-]+)==", (ROOT / "requirements/dev.txt").read_text("utf-8"), re.MULTILINE)
    )
    assert named <= locked


def test_the_wheel_holds_the_program_and_its_resources(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    done = subprocess.run(command, check=False, cwd=ROOT, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    (wheel,) = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    resources = {
        f"crm/{file.relative_to(ROOT).as_posix()}"
        for file in (ROOT / "resources").rglob("*")
        if file.is_file()
    }
    assert resources
    assert resources <= names
    assert "crm/domain/period.py" in names
    assert not [name for name in names if name.startswith(("tests/", "resources/"))]


def test_a_test_cannot_reach_the_network() -> None:
    import socket

    # the plugin warns before it refuses, and warnings are errors here
    with pytest.raises((pytest_socket.SocketBlockedError, UserWarning), match="socket"):
        socket.socket(socket.AF_INET)


def report(**percents: tuple[int, int]) -> str:
    """A coverage.json in which each file of a package ran so many of so many lines."""
    return json.dumps(
        {
            "files": {
                f"crm/{package}/part.py": {
                    "summary": {
                        "covered_lines": ran - 1,
                        "covered_branches": 1,
                        "num_statements": total - 2,
                        "num_branches": 2,
                    }
                }
                for package, (ran, total) in percents.items()
            }
        }
    )


def test_a_package_below_its_floor_is_named_with_its_files() -> None:
    packages = floors.tally_packages(report(domain=(99, 100), ui=(85, 100)))
    lines = floors.find_below(packages, floors={"crm/domain": 100, "crm/ui": 85})
    assert lines == ["coverage: crm/domain has 99.00 % of 100 %: crm/domain/part.py 99 %"]


def test_a_package_that_was_not_measured_is_below_its_floor() -> None:
    assert floors.find_below({}, floors={"crm/db": 95}) == ["coverage: crm/db was not measured and owes 95 %"]


def test_the_floors_are_the_ones_agreed() -> None:
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    assert floors.read_floors(text) == {
        "crm/domain": 100,
        "crm/intake": 100,
        "crm/filings": 100,
        "crm/db": 95,
        "crm/excel": 95,
        "crm/services": 95,
        "crm/ui": 85,
    }


def test_a_test_counts_where_a_floor_needs_it_and_the_dearest_are_spared_first() -> None:
    def steps(package: str, *lines: int) -> set[counting.Arc]:
        return {(f"crm/{package}/part.py", line, line + 1) for line in lines}

    arcs = {
        "alone": steps("domain", 1, 2),  # nobody else takes its second step
        "dear": steps("domain", 1) | steps("ui", *range(50)),
        "cheap": steps("ui", *range(50)),
        "rare": steps("ui", 50),  # one step in a hundred may go
        "common": steps("ui", *range(51, 100)),
        "quick": steps("ui", 1),
    }
    seconds = {"alone": 9.0, "dear": 8.0, "cheap": 7.0, "rare": 6.0, "common": 5.0, "quick": 0.1}
    assert counting.choose(arcs, seconds, floors={"crm/domain": 100, "crm/ui": 85}) == ["dear", "rare"]


def test_every_test_that_need_not_count_is_there() -> None:
    gone = []
    for name in counting.read_list():
        file, _, function = name.partition("::")
        path = ROOT / file
        if not path.is_file() or f"def {function}(" not in path.read_text("utf-8"):
            gone.append(name)
    assert not gone, "Take them out of tests/uncounted.txt, or run `python3 tasks.py counted`."
