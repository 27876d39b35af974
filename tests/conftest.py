"""What every test stands on: an offscreen Qt, one language, one time zone, one day, a database of its own."""

from __future__ import annotations

import gc
import os
import shutil
import time
from datetime import date
from typing import TYPE_CHECKING

# Before anything imports Qt or asks for the time.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["LC_ALL"] = "C.UTF-8"
os.environ["TZ"] = "Asia/Shanghai"
for _name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_SCALE_FACTOR", "QT_STYLE_OVERRIDE", "LANGUAGE"):
    os.environ.pop(_name, None)
if hasattr(time, "tzset"):
    time.tzset()

import pytest  # noqa: E402 - after the environment is set
from hypothesis import HealthCheck, settings  # noqa: E402 - the same

from crm.db.engine import open_database  # noqa: E402 - the same
from crm.db.migrate import ensure_schema  # noqa: E402 - the same
from tests.support import compiling, parsing, postgres, uncounted  # noqa: E402 - the same

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from pathlib import Path

# No test is timed: the machine may be busy with other things.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")

parsing.parse_once()
compiling.compile_once()

BACKENDS = ["sqlite"] if os.environ.get(postgres.WITHOUT) == "1" else ["sqlite", "postgresql"]


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Leave out of every look for garbage what stays until the end: the program, the libraries and the tests.

    Looking through it again and again was a fifth of what all tests cost.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.collect()
        gc.freeze()
        gc.enable()


def pytest_configure(config: pytest.Config) -> None:
    """Count lines where that tells something new. A hook of this file would not see what a whole run shares."""
    config.pluginmanager.register(uncounted)


@pytest.fixture
def today() -> date:
    """Return the day on which every test takes place: a Wednesday in a year that is not over."""
    return date(2026, 4, 15)


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the test, and every program it starts, an empty home, so that nobody's own data is touched."""
    return make_home(tmp_path_factory.mktemp("home"), monkeypatch)


def make_home(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let *folder* be the home, for what lives longer than a test too."""
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(folder))
    for name, part in (
        ("XDG_DATA_HOME", "data"),
        ("XDG_CONFIG_HOME", "config"),
        ("XDG_STATE_HOME", "state"),
        ("XDG_CACHE_HOME", "cache"),
        ("XDG_DOCUMENTS_DIR", "documents"),
    ):
        monkeypatch.setenv(name, str(folder / part))
    return folder


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Server]:
    """A PostgreSQL server for this run; where none is installed the test fails and says how to install it."""
    with postgres.running_server() as server:
        yield server


@pytest.fixture(params=BACKENDS)
def backend(request: pytest.FixtureRequest) -> str:
    """Run the test once for each kind of database."""
    return str(request.param)


@pytest.fixture
def database_url(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Address of an empty database of the test's own, on SQLite and then on PostgreSQL."""
    if backend == "sqlite":
        yield f"sqlite:///{tmp_path / 'test.sqlite'}"
        return
    server: postgres.Server = request.getfixturevalue("postgres_server")
    name = server.create_database()
    yield server.url(name)
    server.drop_database(name)


@pytest.fixture(scope="session")
def _schema_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the present schema and no records, which tests take copies of."""
    path = tmp_path_factory.mktemp("schema") / "schema.sqlite"
    _make_schema(path)
    return path


@pytest.fixture(scope="session")
def _schema_database(postgres_server: postgres.Server) -> str:
    """The same on PostgreSQL; nobody stays connected to it."""
    name = postgres_server.create_database()
    _make_schema(postgres_server.url(name))
    return name


def _make_schema(address: str | Path) -> None:
    database = open_database(address)
    ensure_schema(database, backup=False)
    database.close()


@pytest.fixture
def ready_url(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Like `database_url`, with the present schema: a copy, as making so many tables takes long."""
    if backend == "sqlite":
        shutil.copyfile(request.getfixturevalue("_schema_file"), tmp_path / "test.sqlite")
        yield f"sqlite:///{tmp_path / 'test.sqlite'}"
        return
    template: str = request.getfixturevalue("_schema_database")
    server: postgres.Server = request.getfixturevalue("postgres_server")
    name = server.create_database(template=template)
    yield server.url(name)
    server.drop_database(name)
