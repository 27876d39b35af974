"""Garbage with objects of Qt in it is destroyed on the window's thread, whichever thread makes most objects."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QObject, Qt, QThread, QTimer
from PySide6.QtGui import QGuiApplication

from crm.ui.collector import Collector
from crm.ui.tasks import Job, Tasks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot


class Knot(QObject):
    """Holds itself, so that only the collection of garbage ends it; tells on which thread."""

    def __init__(self, ends: list[QThread]) -> None:
        super().__init__()
        self.itself = self
        self.timer = QTimer(self, interval=1)
        self.timer.start()
        self.end = End(ends)


class End:
    """Writes down the thread on which it goes."""

    def __init__(self, ends: list[QThread]) -> None:
        self.ends = ends

    def __del__(self) -> None:
        self.ends.append(QThread.currentThread())


@pytest.fixture
def tasks(qtbot: QtBot) -> Iterator[Tasks]:  # noqa: ARG001 - an application must be there
    made = Tasks()
    yield made
    made.close()


def work_hard(_job: Job) -> int:
    """Make far more objects than Python makes between two looks for garbage."""
    kept: list[list[object]] = [[] for _ in range(50_000)]
    return len(kept)


def test_a_worker_that_makes_many_objects_destroys_none_of_the_window(tasks: Tasks, qtbot: QtBot) -> None:
    ends: list[QThread] = []
    for _ in range(20):
        Knot(ends)
    made: list[int] = []
    tasks.read(work_hard, done=made.append)
    qtbot.waitUntil(lambda: tasks.is_idle)
    assert made == [50_000]
    gc.collect()
    assert len(ends) == 20
    assert set(ends) == {QThread.currentThread()}


def test_python_collects_by_itself_again_once_the_threads_have_ended(qtbot: QtBot) -> None:  # noqa: ARG001
    assert gc.isenabled()
    tasks = Tasks()
    assert not gc.isenabled()
    tasks.close()
    assert gc.isenabled()


def test_what_was_switched_off_stays_off(qtbot: QtBot) -> None:  # noqa: ARG001
    gc.disable()
    try:
        Tasks().close()
        assert not gc.isenabled()
    finally:
        gc.enable()


@pytest.mark.parametrize(
    ("counts", "is_idle", "age"),
    [
        ((700, 10, 10), True, -1),
        ((701, 0, 0), True, 0),
        ((701, 11, 10), True, 1),
        ((701, 11, 11), True, 2),
        ((701, 11, 11), False, 1),
        ((0, 0, 11), False, -1),
    ],
)
def test_what_is_due_is_collected_and_the_long_look_waits_for_quiet(
    qtbot: QtBot,  # noqa: ARG001
    monkeypatch: pytest.MonkeyPatch,
    counts: tuple[int, int, int],
    is_idle: bool,
    age: int,
) -> None:
    collected: list[int] = []
    collector = Collector(lambda: is_idle)
    try:
        with monkeypatch.context() as patched:
            patched.setattr(gc, "get_count", lambda: counts)
            patched.setattr(gc, "get_threshold", lambda: (700, 10, 10))
            patched.setattr(gc, "collect", collected.append)
            assert collector.collect() == age
    finally:
        collector.close()
    assert collected == ([] if age < 0 else [age])


def test_very_many_new_objects_are_left_out_until_that_was_often(
    qtbot: QtBot,  # noqa: ARG001
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    collected: list[int] = []
    state = [Qt.ApplicationState.ApplicationActive]
    collector = Collector(lambda: True)
    try:
        with monkeypatch.context() as patched:
            patched.setattr(QGuiApplication, "applicationState", lambda: state[0])
            patched.setattr(gc, "get_count", lambda: (50_001, 11, 11))
            patched.setattr(gc, "collect", collected.append)
            assert {collector.collect() for _ in range(50)} == {-1}
            assert collected == []
            assert gc.get_freeze_count() > 1000
            patched.setattr(gc, "get_count", lambda: (0, 0, 0))
            assert collector.collect() == -1, "somebody is at work in the window"
            state[0] = Qt.ApplicationState.ApplicationInactive
            assert collector.collect() == 2
            assert collected == [2]
            assert gc.get_freeze_count() > 1000
            assert collector.collect() == -1, "what was left out has been looked at"
    finally:
        collector.close()
    assert gc.get_freeze_count() == 0
    gc.freeze()


def test_the_program_itself_is_spared_once(qtbot: QtBot) -> None:  # noqa: ARG001
    gc.unfreeze()
    collector = Collector(lambda: True)
    try:
        collector.spare()
        spared = gc.get_freeze_count()
        assert spared > 1000
        kept: list[list[object]] = [[] for _ in range(100)]
        collector.spare()
        assert gc.get_freeze_count() <= spared
        assert len(kept) == 100
    finally:
        collector.close()
        assert gc.get_freeze_count() == 0
        gc.freeze()
