"""Lines are counted where that tells something new: counting doubles the time of a test."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import coverage
import pytest

from tests.support import counting

if TYPE_CHECKING:
    from collections.abc import Generator

_COUNT_IN_CHILDREN = "COVERAGE_PROCESS_CONFIG"
"""By which coverage tells the processes that a test starts to count as well."""
_LISTED = counting.read_list()
_PAUSED = pytest.StashKey[coverage.Coverage]()
"""What does not count while a test runs."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Count nothing in a test that only runs again what others run, nor in the programs that it starts.

    On PostgreSQL the lines are those of SQLite; a test marked ``uncounted`` runs lines many times that others count;
    and of those in tests/uncounted.txt it has been measured.
    """
    measuring = coverage.Coverage.current()
    again = "postgresql" in item.nodeid or item.get_closest_marker("uncounted") is not None
    if not item.config.pluginmanager.hasplugin(counting.__name__):
        again = again or counting.function_of(item.nodeid) in _LISTED
    if measuring is None or not again:
        return (yield)
    measuring.stop()
    for_children = os.environ.pop(_COUNT_IN_CHILDREN, None)
    item.stash[_PAUSED] = measuring
    try:
        return (yield)
    finally:
        if for_children is not None:
            os.environ[_COUNT_IN_CHILDREN] = for_children
        _go_on(measuring)


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(
    fixturedef: pytest.FixtureDef[object], request: pytest.FixtureRequest
) -> Generator[None, object, object]:
    """Count what tests share whichever comes first: else it is chance whether its lines count."""
    measuring = request._pyfuncitem.stash.get(_PAUSED, None)
    is_shared = fixturedef.scope != "function" and request.node.get_closest_marker("uncounted") is None
    again = "postgres_server" in fixturedef.argnames or getattr(request, "param", "") == "postgresql"
    if measuring is None or again or not is_shared:
        return (yield)
    _go_on(measuring)
    try:
        return (yield)
    finally:
        measuring.stop()


def _go_on(measuring: coverage.Coverage) -> None:
    # To look through all modules for some that were imported too early takes a twentieth of a second each time.
    measuring._warn_preimported_source = False
    measuring.start()
