"""The only place with threads: two readers, one writer, the latest question wins, answers come back to the window.

Work gets a `Job`, runs off the window's thread and returns frozen values; its answer is delivered by a queued signal.
"""

from __future__ import annotations

import threading
import traceback
from contextlib import contextmanager
from itertools import count
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from crm.domain.errors import CrmError
from crm.ui.collector import Collector

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_Answer = TypeVar("_Answer")


class JobCancelledError(Exception):
    """Raised inside work whose answer nobody wants any more."""


class Failure(NamedTuple):
    """Why work failed: the error, and a report of it for whoever mends the program."""

    title: str
    error: Exception
    report: str

    @property
    def was_cancelled(self) -> bool:
        """Whether a write was cancelled by the user: nothing has been changed."""
        return isinstance(self.error, JobCancelledError)

    @property
    def refusal(self) -> CrmError | None:
        """The error where it is one that a manager can understand."""
        return self.error if isinstance(self.error, CrmError) else None


class Job:
    """One piece of work under way. Both threads use it."""

    def __init__(self, number: int, title: str, tell: Callable[[Job], None]) -> None:
        self.number = number
        self.title = title
        self.progress = (0, 0)
        """Steps done and steps in all; (0, 0) where that is not known."""
        self._tell = tell
        self._stopped = threading.Event()
        self._lock = threading.Lock()
        self._interrupt: Callable[[], None] | None = None

    @property
    def is_cancelled(self) -> bool:
        """Whether nobody wants the answer any more."""
        return self._stopped.is_set()

    def cancel(self) -> None:
        """Stop as soon as may be: at the work's next check, and at once where it waits for the database."""
        self._stopped.set()
        with self._lock:
            if self._interrupt is not None:
                self._interrupt()

    def check(self) -> None:
        """Raise JobCancelledError where the job has been cancelled."""
        if self._stopped.is_set():
            raise JobCancelledError

    def report(self, done: int, total: int) -> None:
        """Tell the window how far the work is; raises JobCancelledError like `check`."""
        self.check()
        self.progress = (done, total)
        self._tell(self)

    @contextmanager
    def interruptible(self, interrupt: Callable[[], None]) -> Iterator[None]:
        """While the block runs, `cancel` calls *interrupt* from the window's thread."""
        self.check()
        with self._lock:
            self._interrupt = interrupt
        try:
            yield
        finally:
            with self._lock:
                self._interrupt = None


class _Entry(NamedTuple):
    """What the window remembers of a job until its answer is there."""

    job: Job
    key: str
    is_write: bool
    done: Callable[[Any], None]
    failed: Callable[[Failure], None] | None


class _Crew:
    """Some threads that work off one queue; they begin with the first order.

    Plain threads instead of Qt's pool: its runnables would be deleted by Python while Qt still looks at them.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._orders: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._threads: list[threading.Thread] = []

    def order(self, work: Callable[[], None]) -> None:
        """Have *work* done as soon as a thread is free."""
        self._orders.put(work)
        if len(self._threads) < self._size:
            thread = threading.Thread(target=self._work, daemon=True)
            self._threads.append(thread)
            thread.start()

    def dismiss(self) -> None:
        """Let them finish what was ordered, and wait for that."""
        for _ in self._threads:
            self._orders.put(None)
        for thread in self._threads:
            thread.join()
        self._threads.clear()

    def _work(self) -> None:
        while (work := self._orders.get()) is not None:
            work()


class Tasks(QObject):
    """Runs work on threads and delivers what comes of it on the window's thread."""

    failed = Signal(object)
    """A Failure that the caller left to the window."""
    activity = Signal()
    """A job with a title began, got further or ended: see `running`."""

    _answered = Signal(int, object)
    _broken = Signal(int, object)
    _progressed = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.collector = Collector(lambda: self.is_idle, self)
        self._readers = _Crew(2)
        self._writer = _Crew(1)
        self._numbers = count(1)
        self._live: dict[int, _Entry] = {}
        self._latest: dict[str, int] = {}
        self._here = threading.local()
        self._closed = False
        queued = Qt.ConnectionType.QueuedConnection
        self._answered.connect(self._deliver, queued)
        self._broken.connect(self._refuse, queued)
        self._progressed.connect(self._tell_progress, queued)

    def read(
        self,
        work: Callable[[Job], _Answer],
        *,
        done: Callable[[_Answer], None],
        failed: Callable[[Failure], None] | None = None,
        key: str = "",
        title: str = "",
    ) -> Job:
        """Run *work* on a reader; *done* gets its answer.

        Of jobs with one *key* only the latest is answered, the others are cancelled. A job with a *title* is shown in
        the status bar. *failed* gets a failure; without it the window tells it.
        """
        if key:
            self._cancel_key(key)
        return self._start(self._readers, work, done=done, failed=failed, key=key, title=title)

    def write(
        self,
        work: Callable[[Job], _Answer],
        *,
        done: Callable[[_Answer], None],
        failed: Callable[[Failure], None] | None = None,
        title: str,
    ) -> Job:
        """Run *work* on the writer, after all writes before it; like `read` otherwise."""
        return self._start(self._writer, work, done=done, failed=failed, key="", title=title)

    @property
    def running(self) -> tuple[Job, ...]:
        """The jobs with a title that are under way or wait, in order."""
        return tuple(entry.job for entry in self._live.values() if entry.job.title)

    @property
    def is_writing(self) -> bool:
        """Whether a write is under way or waits."""
        return any(entry.is_write for entry in self._live.values())

    @property
    def is_idle(self) -> bool:
        """Whether nothing is under way and every answer has been delivered."""
        return not self._live

    @contextmanager
    def interruptible(self, interrupt: Callable[[], None]) -> Iterator[None]:
        """On a worker: while the block runs, cancelling this thread's job calls *interrupt*."""
        job: Job | None = getattr(self._here, "job", None)
        if job is None:
            yield
            return
        with job.interruptible(interrupt):
            yield

    def close(self) -> None:
        """Take no more work; cancel what reads, let what writes finish."""
        self._closed = True
        for entry in list(self._live.values()):
            if not entry.is_write:
                entry.job.cancel()
        self._readers.dismiss()
        self._writer.dismiss()
        self._live.clear()
        self.collector.close()

    def _start(
        self,
        crew: _Crew,
        work: Callable[[Job], _Answer],
        *,
        done: Callable[[_Answer], None],
        failed: Callable[[Failure], None] | None,
        key: str,
        title: str,
    ) -> Job:
        number = next(self._numbers)
        job = Job(number, title, self._hear_progress)
        if self._closed:
            job.cancel()
            return job
        self._live[number] = _Entry(job, key, crew is self._writer, done, failed)
        if key:
            self._latest[key] = number
        crew.order(lambda: self._run(job, work))
        if title:
            self.activity.emit()
        return job

    def _cancel_key(self, key: str) -> None:
        entry = self._live.get(self._latest.get(key, 0))
        if entry is not None:
            entry.job.cancel()

    def _run(self, job: Job, work: Callable[[Job], object]) -> None:
        """On the worker: do it, and hand over what came of it."""
        self._here.job = job
        try:
            job.check()
            self._answered.emit(job.number, work(job))
        except JobCancelledError:
            self._broken.emit(job.number, None)
        except Exception as error:  # noqa: BLE001 - whatever it is, the user is told
            self._broken.emit(job.number, Failure(job.title, error, traceback.format_exc()))
        finally:
            self._here.job = None

    def _hear_progress(self, job: Job) -> None:
        self._progressed.emit(job.number)

    def _tell_progress(self, number: int) -> None:
        if number in self._live:
            self.activity.emit()

    def _deliver(self, number: int, answer: object) -> None:
        entry = self._end(number)
        # A write that has been done is told even where it was cancelled too late.
        if entry is not None and (entry.is_write or not entry.job.is_cancelled):
            entry.done(answer)

    def _refuse(self, number: int, failure: Failure | None) -> None:
        entry = self._end(number)
        if entry is None:
            return
        if failure is None or entry.job.is_cancelled:
            if not entry.is_write:
                return
            failure = Failure(entry.job.title, JobCancelledError(), "")
        if entry.failed is not None:
            entry.failed(failure)
        else:
            self.failed.emit(failure)

    def _end(self, number: int) -> _Entry | None:
        entry = self._live.pop(number, None)
        if entry is None:
            return None
        if entry.key and self._latest.get(entry.key) == number:
            del self._latest[entry.key]
        if entry.job.title:
            self.activity.emit()
        return entry
