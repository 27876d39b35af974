"""The check-list names what proves each of its points: tests and pictures that are there."""

from __future__ import annotations

import ast
import re
import tomllib
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
POINTS = 40

_ROW = re.compile(r"^\| (\d+) \| (.+?) \| (.*) \|$", re.MULTILINE)
_NAMED = re.compile(r"`([^`]+)`")


def points() -> dict[int, list[str]]:
    """What is named for each point."""
    text = (ROOT / "docs" / "checklist.md").read_text("utf-8")
    return {int(number): _NAMED.findall(proofs) for number, _, proofs in _ROW.findall(text)}


@cache
def names_of(path: Path) -> frozenset[str]:
    """The names of the tests in a file."""
    tree = ast.parse(path.read_text("utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))


@cache
def pictures() -> frozenset[str]:
    """The names of the pictures that are drawn."""
    listed = tomllib.loads((ROOT / "docs" / "pictures.toml").read_text("utf-8"))
    drawn = re.findall(r'yield "([a-z-]+)"', (ROOT / "tests" / "shots.py").read_text("utf-8"))
    return frozenset([*listed, *drawn])


def is_there(proof: str) -> bool:
    """Whether what is named exists: ``path::test`` or ``picture:name``."""
    if proof.startswith("picture:"):
        return proof.removeprefix("picture:") in pictures()
    path, _, name = proof.partition("::")
    file = ROOT / path
    return name.startswith("test_") and file.is_file() and name in names_of(file)


def test_every_point_of_the_check_list_is_there_once() -> None:
    text = (ROOT / "docs" / "checklist.md").read_text("utf-8")
    assert [int(number) for number, _, _ in _ROW.findall(text)] == list(range(1, POINTS + 1))


@pytest.mark.parametrize("number", range(1, POINTS + 1))
def test_what_proves_a_point_exists(number: int) -> None:
    proofs = points().get(number, [])
    assert proofs, f"nothing proves point {number}"
    assert [proof for proof in proofs if not is_there(proof)] == []


def test_what_measures_a_point_exists() -> None:
    text = (ROOT / "docs" / "checklist.md").read_text("utf-8")
    named = re.findall(r"`(bench/[^`]+)`", text)
    assert len(named) >= 3
    assert all((ROOT / path).is_file() for path in named)


@pytest.mark.parametrize(
    "proof",
    [
        "tests/ui/test_shell.py::test_of_nothing",
        "tests/ui/test_shell.py::scene",
        "tests/ui/test_of_nothing.py::test_x",
        "tests/ui/test_shell.py",
        "picture:of-nothing",
        "",
    ],
)
def test_what_does_not_exist_proves_nothing(proof: str) -> None:
    assert not is_there(proof)
