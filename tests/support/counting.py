"""Which tests need not count the lines they run: `tasks.py counted` measures it and writes tests/uncounted.txt.

Counting lines and branches makes a test two to three times as long, and most tests run what others run too. Here every
test counts under its own name; then, the dearest first, those are left out without which a package still has all that
its floor asks for. A floor of 100 keeps every branch, any other floor gives away no more than `SPARED` percent.
"""

from __future__ import annotations

import os
import sqlite3
import sys
import time
from collections import Counter, defaultdict
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import coverage
import pytest

from tests.support.floors import ROOT, read_floors

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Mapping

LIST = ROOT / "tests" / "uncounted.txt"
FOLDER = ROOT / "build" / "counting"
SPARED = 2.0
"""Percent of what is covered of a package that may go uncounted, where its floor is below 100."""
WORTH = 0.3
"""CPU seconds, counting, from which a test is worth a line in the list."""

Arc = tuple[str, int, int]
"""A step from line to line of a file."""


def function_of(node_id: str) -> str:
    """The name of a test without its parameters."""
    return node_id.split("[", maxsplit=1)[0]


def read_list() -> frozenset[str]:
    """The tests that do not count."""
    lines = LIST.read_text("utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


# ------------------------------------------------------------------------------ a plug-in of the measuring run


@pytest.hookimpl(wrapper=True, trylast=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Count under the name of the test, and note its seconds."""
    name, began = function_of(item.nodeid), time.process_time()
    _switch(name)
    try:
        return (yield)
    finally:
        FOLDER.mkdir(parents=True, exist_ok=True)
        with (FOLDER / f"seconds.{os.getpid()}").open("a", encoding="utf-8") as notes:
            notes.write(f"{time.process_time() - began:.3f} {name}\n")


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(
    fixturedef: pytest.FixtureDef[object], request: pytest.FixtureRequest
) -> Generator[None, object, object]:
    """What tests share is counted under no name: which of them comes first is chance."""
    if fixturedef.scope == "function":
        return (yield)
    _switch("")
    try:
        return (yield)
    finally:
        _switch(function_of(request.node.nodeid))


def _switch(name: str) -> None:
    measuring = coverage.Coverage.current()
    if measuring is not None:
        with suppress(coverage.CoverageException):  # a test that never counts has stopped it
            measuring.switch_context(name)


# ------------------------------------------------------------------------------ from what it measured to the list


def read_arcs(files: Iterable[Path]) -> dict[str, set[Arc]]:
    """What each test ran, from the data files of coverage."""
    found: dict[str, set[Arc]] = defaultdict(set)
    for file in files:
        with sqlite3.connect(file) as data:
            rows = data.execute(
                "SELECT context, path, fromno, tono FROM arc"
                " JOIN context ON context.id = context_id JOIN file ON file.id = file_id WHERE context > ''"
            )
            for context, path, start, end in rows:
                found[context].add((Path(path).relative_to(ROOT).as_posix(), start, end))
        data.close()
    return dict(found)


def read_seconds(files: Iterable[Path]) -> dict[str, float]:
    """CPU seconds of each test, all its parameters together."""
    seconds: defaultdict[str, float] = defaultdict(float)
    for file in files:
        for line in file.read_text("utf-8").splitlines():
            spent, name = line.split(" ", 1)
            seconds[name] += float(spent)
    return seconds


def choose(
    arcs: Mapping[str, set[Arc]], seconds: Mapping[str, float], *, floors: Mapping[str, float]
) -> list[str]:
    """The tests that need not count, the dearest first."""
    runs = Counter(arc for each in arcs.values() for arc in each)
    held = Counter(_package(arc) for arc in runs)
    spare = {
        package: 0 if floors.get(package, 0) == 100 else int(count * SPARED / 100)
        for package, count in held.items()
    }
    chosen = []
    for name in sorted(arcs, key=lambda one: (-seconds.get(one, 0), one)):
        lost = Counter(_package(arc) for arc in arcs[name] if runs[arc] == 1)
        if seconds.get(name, 0) < WORTH or any(count > spare[package] for package, count in lost.items()):
            continue
        chosen.append(name)
        for package, count in lost.items():
            spare[package] -= count
        runs.subtract(arcs[name])
    return chosen


def _package(arc: Arc) -> str:
    return "/".join(arc[0].split("/")[:2])


def main() -> int:
    """Write the list; say how much of the seconds it takes off."""
    floors = read_floors((ROOT / "pyproject.toml").read_text("utf-8"))
    arcs = read_arcs(FOLDER.glob(".coverage*"))
    seconds = read_seconds(FOLDER.glob("seconds.*"))
    chosen = choose(arcs, seconds, floors=floors)
    head = (
        "# Tests that run without counting lines, as others count them. Made by `python3 tasks.py counted`.\n"
    )
    LIST.write_text(head + "".join(f"{name}\n" for name in sorted(chosen)), "utf-8")
    spent, spared = sum(seconds[name] for name in arcs), sum(seconds[name] for name in chosen)
    sys.stdout.write(
        f"{len(chosen)} of {len(arcs)} tests need not count, {spared:.0f} of {spent:.0f} CPU seconds.\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
