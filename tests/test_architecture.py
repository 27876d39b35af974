"""The layers hold, each contract catches what it is for, and nothing is switched off without a reason."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LINT_IMPORTS = Path(sys.executable).parent / "lint-imports"

CYCLES = "No cycles between siblings"
# Contract → (module, what it must not import).
PLANTED = {
    "Layers": (("domain/planted.py", "crm.db.engine"), ("intake/planted.py", "crm.excel")),
    "Qt only in crm.ui and crm.app": (("services/planted.py", "PySide6"),),
    "SQLAlchemy and Alembic only in crm.db and crm.services": (("excel/planted.py", "sqlalchemy"),),
    "Alembic and the drivers only in crm.db": (("services/planted.py", "alembic"),),
    "Workbook libraries only in crm.excel": (("services/planted.py", "openpyxl"),),
    "The UI reaches data only through services": (("ui/planted.py", "crm.db.engine"),),
    "Pure packages: the domain, the standard library, and libraries that only compute": (
        ("domain/planted.py", "sqlite3"),
        ("filings/planted.py", "threading"),
    ),
    "Only intake compares names by likeness": (("db/planted.py", "rapidfuzz"),),
    "Pages do not know each other": (("ui/pages/planted_one.py", "crm.ui.pages.planted_two"),),
    "ORM classes stay inside the data layer and the services": (("ui/planted.py", "crm.db.models"),),
    CYCLES: (
        ("services/planted.py", "crm.services.planted_back"),
        ("services/planted_back.py", "crm.services.planted"),
    ),
}


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    """Check the contracts of `folder/pyproject.toml` over `folder/crm`, without the cache: it goes stale."""
    return subprocess.run(
        [LINT_IMPORTS, "--no-cache"],
        check=False,
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "COLUMNS": "300", "PYTHONPATH": str(folder)},
    )


def contracts() -> list[str]:
    configuration = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    return [contract["name"] for contract in configuration["tool"]["importlinter"]["contracts"]]


def test_the_contracts_hold() -> None:
    done = lint_imports(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_contract_has_a_planted_violation() -> None:
    assert list(PLANTED) == contracts()


def test_each_contract_catches_what_it_is_for(tmp_path: Path) -> None:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(ROOT / "crm", tmp_path / "crm", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "crm/ui/pages").mkdir(exist_ok=True)
    for name in ("__init__.py", "planted_two.py"):
        (tmp_path / "crm/ui/pages" / name).touch()
    for violations in PLANTED.values():
        for module, imported in violations:
            with (tmp_path / "crm" / module).open("a", encoding="utf-8") as text:
                text.write(f"import {imported}\n")
    done = lint_imports(tmp_path)
    assert done.returncode == 1, done.stdout + done.stderr
    for contract, violations in PLANTED.items():
        assert f"{contract} BROKEN" in done.stdout
        told = done.stdout.split(f"\n{contract}\n")[-1]
        if contract == CYCLES:  # its words name the one import to take away
            assert "No cycles are allowed in crm.services." in told
            continue
        for module, imported in violations:
            importer = "crm." + module.removesuffix(".py").replace("/", ".")
            assert re.search(rf"{importer} -> {imported}\b", told), (contract, importer, imported)


def ignored_codes() -> list[tuple[str, str]]:
    """Every code that pyproject.toml takes away from ruff, with the rest of its line."""
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    ignored = text.split('select = ["ALL"]')[1].split("[tool.ruff.lint.isort]")[0]
    return re.findall(r'^  "([A-Z]+[0-9]*)",(.*)$', ignored, re.MULTILINE)


def test_ruff_runs_every_rule_and_each_exception_has_its_reason() -> None:
    lint = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["ruff"]["lint"]
    assert lint["select"] == ["ALL"]
    per_file = [code for codes in lint["per-file-ignores"].values() for code in codes]
    lines = ignored_codes()
    assert sorted(code for code, _ in lines) == sorted([*lint["ignore"], *per_file])
    for code, reason in lines:
        assert re.match(r"  # \S.{6,}", reason), f"{code} is ignored without a reason"


@pytest.mark.parametrize("package", ["crm", "tests", "bench"])
def test_nothing_is_switched_off_for_a_whole_file(package: str) -> None:
    silenced = [
        file.relative_to(ROOT).as_posix()
        for file in (ROOT / package).rglob("*.py")
        if re.search(r"^#\s*(ruff|flake8|mypy):", file.read_text("utf-8"), re.MULTILINE)
    ]
    assert silenced == []
