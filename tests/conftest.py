"""What every test stands on: an offscreen Qt, one language, one time zone, one day, a database of its own."""

from __future__ import annotations

import os
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

import coverage  # noqa: E402 - after the environment is set
import pytest  # noqa: E402 - the same
from hypothesis import HealthCheck, settings  # noqa: E402 - the same

from tests.support import counting, postgres  # noqa: E402 - the same

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from pathlib import Path

# No test is timed: the machine may be busy with other things.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")

_COUNT_IN_CHILDREN = "COVERAGE_PROCESS_CONFIG"
"""By which coverage tells the processes that a test starts to count as well."""

_UNCOUNTED = counting.read_list()

BACKENDS = ["sqlite"] if os.environ.get(postgres.WITHOUT) == "1" else ["sqlite", "postgresql"]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Count no lines where that tells nothing new: it doubles the time of a test.

    On PostgreSQL the lines are those of SQLite; a test marked ``uncounted`` runs lines many times that others count;
    and of those in tests/uncounted.txt it has been measured. The programs that such a test starts are not counted
    either.
    """
    measuring = coverage.Coverage.current()
    again = "postgresql" in item.nodeid or item.get_closest_marker("uncounted") is not None
    if not item.config.pluginmanager.hasplugin(counting.__name__):
        again = again or counting.function_of(item.nodeid) in _UNCOUNTED
    if measuring is None or not again:
        return (yield)
    measuring.stop()
    for_children = os.environ.pop(_COUNT_IN_CHILDREN, None)
    try:
        return (yield)
    finally:
        if for_children is not None:
            os.environ[_COUNT_IN_CHILDREN] = for_children
        measuring.start()


@pytest.fixture
def today() -> date:
    """Return the day on which every test takes place: a Wednesday in a year that is not over."""
    return date(2026, 4, 15)


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the test, and every program it starts, an empty home, so that nobody's own data is touched."""
    folder = tmp_path_factory.mktemp("home")
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
