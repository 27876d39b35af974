"""A demo database, built once by the command itself and copied for each test that asks for one."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from crm import paths
from crm.cli import main
from tests.conftest import BACKENDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.support import postgres


@dataclass(frozen=True, slots=True)
class Said:
    """What a command said, and its exit status."""

    status: int
    out: str
    err: str

    @property
    def document(self) -> Any:  # noqa: ANN401 - JSON
        """The one JSON document on standard output; whatever else stands there fails the test."""
        return json.loads(self.out)


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    """Run a command in this process."""

    def run(*words: str | Path) -> Said:
        capsys.readouterr()
        status = main([str(word) for word in words])
        captured = capsys.readouterr()
        return Said(status, captured.out, captured.err)

    return run


@pytest.fixture(scope="session")
def built_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo as the command builds it: database and filing in one folder. Not to be changed."""
    folder = tmp_path_factory.mktemp("demo")
    monkeypatch = pytest.MonkeyPatch()
    # The home of the tests' own is made for each test, and this is before all of them.
    monkeypatch.setattr(paths, "user_data", lambda: folder / "home")
    status = main(["demo", "--no-window", "--json", "--database", str(folder / "demo.db")])
    monkeypatch.undo()
    assert status == 0
    return folder


@pytest.fixture
def demo(built_demo: Path, tmp_path: Path) -> Path:
    """A demo database of the test's own."""
    return shutil.copyfile(built_demo / "demo.db", tmp_path / "demo.db")


@pytest.fixture
def postgres_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """Address of an empty PostgreSQL database; the test is left out where PostgreSQL is."""
    if "postgresql" not in BACKENDS:
        pytest.skip("PostgreSQL is left out of this run")
    server: postgres.Server = request.getfixturevalue("postgres_server")
    name = server.create_database()
    yield server.url(name)
    server.drop_database(name)
