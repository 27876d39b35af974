"""Work runs on threads, one write at a time; its answer comes to the window, unless a later question has been put."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QThread

from crm.domain.errors import RuleError
from crm.ui.tasks import Failure, Job, JobCancelledError, Tasks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot


@pytest.fixture
def tasks(qtbot: QtBot) -> Iterator[Tasks]:  # noqa: ARG001 - an application must be there
    made = Tasks()
    yield made
    made.close()


def test_work_runs_on_another_thread_and_its_answer_comes_to_this_one(tasks: Tasks, qtbot: QtBot) -> None:
    here = QThread.currentThread()
    seen: list[tuple[bool, bool]] = []
    tasks.read(
        lambda _job: QThread.currentThread() is here,
        done=lambda answer: seen.append((answer, QThread.currentThread() is here)),
    )
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [(False, True)]
    assert tasks.is_idle


def test_of_questions_with_one_key_only_the_latest_is_answered(tasks: Tasks, qtbot: QtBot) -> None:
    answers: list[int] = []
    hold = threading.Event()

    def work(number: int) -> int:
        hold.wait(5)
        return number

    for number in range(6):
        tasks.read(lambda _job, number=number: work(number), done=answers.append, key="list")  # type: ignore[misc]
    hold.set()
    qtbot.waitUntil(lambda: tasks.is_idle)
    assert answers == [5]


def test_writes_run_one_after_the_other_in_order(tasks: Tasks, qtbot: QtBot) -> None:
    running: list[int] = []
    most: list[int] = []
    order: list[int] = []

    def work(number: int) -> int:
        running.append(number)
        most.append(len(running))
        QThread.msleep(5)
        running.remove(number)
        return number

    for number in range(5):
        tasks.write(lambda _job, number=number: work(number), done=order.append, title="w")  # type: ignore[misc]
    assert tasks.is_writing
    qtbot.waitUntil(lambda: tasks.is_idle)
    assert order == [0, 1, 2, 3, 4]
    assert max(most) == 1
    assert not tasks.is_writing


def test_a_refusal_goes_to_whoever_asked_for_it(tasks: Tasks, qtbot: QtBot) -> None:
    failures: list[Failure] = []
    elsewhere: list[Failure] = []
    tasks.failed.connect(elsewhere.append)

    def refuse(_job: Job) -> None:
        raise RuleError("stage-move-not-allowed", current="lead", target="listed")

    tasks.read(refuse, done=lambda _answer: None, failed=failures.append)
    qtbot.waitUntil(lambda: bool(failures))
    refusal = failures[0].refusal
    assert refusal is not None
    assert refusal.code == "stage-move-not-allowed"
    assert elsewhere == []


def test_a_fault_that_nobody_foresaw_is_told_to_the_window_with_its_report(
    tasks: Tasks, qtbot: QtBot
) -> None:
    told: list[Failure] = []
    tasks.failed.connect(told.append)

    def fault(_job: Job) -> float:
        return 1 / 0

    tasks.read(fault, done=lambda _answer: None, title="Dividing")
    qtbot.waitUntil(lambda: bool(told))
    assert told[0].title == "Dividing"
    assert told[0].refusal is None
    assert "ZeroDivisionError" in told[0].report
    assert "in fault" in told[0].report


def test_a_cancelled_read_is_not_answered_and_its_statement_is_interrupted(
    tasks: Tasks, qtbot: QtBot
) -> None:
    answers: list[str] = []
    begun, interrupted = threading.Event(), threading.Event()

    def work(_job: Job) -> str:
        with tasks.interruptible(interrupted.set):
            begun.set()
            interrupted.wait(5)
        return "late"

    job = tasks.read(work, done=answers.append)
    assert begun.wait(5)
    job.cancel()
    qtbot.waitUntil(lambda: tasks.is_idle)
    assert interrupted.is_set()
    assert answers == []
    assert job.is_cancelled


def test_after_the_statement_nothing_is_interrupted_any_more(tasks: Tasks, qtbot: QtBot) -> None:
    calls: list[int] = []
    done, go_on = threading.Event(), threading.Event()

    def work(job: Job) -> None:
        with job.interruptible(lambda: calls.append(1)):
            pass
        done.set()
        go_on.wait(5)

    job = tasks.read(work, done=lambda _answer: None)
    assert done.wait(5)
    job.cancel()
    go_on.set()
    qtbot.waitUntil(lambda: tasks.is_idle)
    assert calls == []


def test_outside_of_a_job_there_is_nothing_to_interrupt(tasks: Tasks) -> None:
    with tasks.interruptible(lambda: None):
        pass


def test_a_cancelled_write_says_that_nothing_was_changed(tasks: Tasks, qtbot: QtBot) -> None:
    told: list[Failure] = []
    tasks.failed.connect(told.append)
    begun = threading.Event()

    def work(job: Job) -> None:
        begun.set()
        for step in range(5000):
            job.report(step, 5000)
            QThread.msleep(1)

    job = tasks.write(work, done=lambda _answer: None, title="Importing")
    assert begun.wait(5)
    job.cancel()
    qtbot.waitUntil(lambda: bool(told))
    assert told[0].was_cancelled
    with pytest.raises(JobCancelledError):
        job.check()


def test_progress_of_a_named_job_is_told(tasks: Tasks, qtbot: QtBot) -> None:
    seen: list[tuple[str, tuple[int, int]]] = []
    tasks.activity.connect(lambda: seen.extend((job.title, job.progress) for job in tasks.running))
    hold = threading.Event()

    def work(job: Job) -> None:
        job.report(3, 10)
        hold.wait(5)

    tasks.read(work, done=lambda _answer: None, title="Reading")
    qtbot.waitUntil(lambda: ("Reading", (3, 10)) in seen)
    hold.set()
    qtbot.waitUntil(lambda: tasks.is_idle)
    assert tasks.running == ()


def test_a_closed_runner_takes_no_more_work_and_lets_writes_finish(tasks: Tasks) -> None:
    written: list[int] = []
    begun = threading.Event()

    def write(_job: Job) -> None:
        begun.set()
        QThread.msleep(30)
        written.append(1)

    tasks.write(write, done=lambda _answer: None, title="Writing")
    tasks.read(lambda job: job.check(), done=lambda _answer: None)
    assert begun.wait(5)
    tasks.close()
    assert written == [1]
    assert tasks.read(lambda _job: 1, done=written.append).is_cancelled
    assert tasks.is_idle
