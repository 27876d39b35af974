"""What all workloads in the window share: a context without a shell; single steps, and between them a rest."""

from __future__ import annotations

import os
import random
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from bench import report
from bench.timing import Times
from crm.domain.wording import Language

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PySide6.QtWidgets import QApplication, QScrollBar, QWidget

    from bench.report import Result
    from crm.services.operation import Workplace
    from crm.ui.context import Context
    from crm.ui.tasks import Tasks

SIZE = (1100, 800)
A_MOMENT = 0.0002
"""Seconds between two looks whether an answer is there: waiting takes no CPU."""
STEP, REPAINT, JUMP = 3e-3, 8e-3, 12e-3
"""Seconds that a step of scrolling, a repaint and a jump may take: a frame of the screen is 16.7 ms."""
_STEPS = 40


def get_application() -> QApplication:
    """Qt without a display; the user's own arrangement of columns is neither used nor changed."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QStandardPaths
    from PySide6.QtWidgets import QApplication

    QStandardPaths.setTestModeEnabled(True)
    found = QApplication.instance()
    return found if isinstance(found, QApplication) else QApplication([])


@contextmanager
def opened(application: QApplication, workplace: Workplace) -> Iterator[Context]:
    """A context without a shell; at the end every window that is open goes, at once: it would lie over later ones."""
    from PySide6.QtCore import QEvent
    from PySide6.QtWidgets import QWidget

    window = QWidget()
    before = application.topLevelWidgets()
    context = _context(application, window, workplace)
    try:
        yield context
    finally:
        context.tasks.close()
        for one in [window, *(one for one in application.topLevelWidgets() if one not in before)]:
            one.hide()
            one.deleteLater()
        context.theme.deleteLater()
        application.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def _context(application: QApplication, window: QWidget, workplace: Workplace) -> Context:
    from crm import paths
    from crm.services.library import Library
    from crm.ui.actions import Actions
    from crm.ui.ask import Ask
    from crm.ui.context import Context, Shell
    from crm.ui.hub import Hub
    from crm.ui.settings import Settings
    from crm.ui.tasks import Tasks
    from crm.ui.theme.theme import Theme
    from crm.ui.theme.tokens import Look

    theme = Theme(application, icons=paths.resources() / "icons", look=Look.LIGHT)
    shell = Shell(
        theme=theme,
        tasks=Tasks(),
        hub=Hub(window),
        ask=Ask(theme, window),
        actions=Actions(window),
        settings=Settings(),
        say=lambda _notice: None,
        go=lambda _page, _record: None,
        show=lambda _page, _query: None,
    )
    context = Context(shell, workplace=workplace, library=Library.load(), language=Language.ZH)
    context.settings.keep_text("list/tenants", "")  # as nobody has arranged it yet
    return context


class Stand:
    """Something that scrolls, on the bench: its scroll bar, where it paints, and when it shows what it should."""

    def __init__(
        self,
        application: QApplication,
        tasks: Tasks,
        shown: tuple[QScrollBar, QWidget],
        *,
        step: int,
        until: Callable[[], bool] = lambda: True,
    ) -> None:
        self.application = application
        self._tasks = tasks
        self._bar, self._viewport = shown
        self._step = step
        self._until = until
        self._dice = random.Random(7)

    def settle(self) -> None:
        """Wait until every answer is there and painted."""
        for _ in range(3):
            self.application.processEvents()
            while not self._tasks.is_idle:
                self.application.processEvents()
                time.sleep(A_MOMENT)

    @property
    def is_idle(self) -> bool:
        """Whether nothing is being read or written."""
        return self._tasks.is_idle

    def take(self, act: Callable[[], None], *, steps: int | None = None) -> Times:
        """Single steps; between them everything comes to rest."""
        act()
        samples = []
        for _ in range(_STEPS if steps is None else steps):
            self.settle()
            samples.append(clock(act))
        return times_of(samples)

    def scroll(self) -> None:
        """Three rows on, as a turn of the wheel, and paint."""
        self._bar.setValue(self._bar.value() + self._step)
        self.application.processEvents()

    def repaint(self) -> None:
        """Paint all that is seen."""
        self._viewport.repaint()

    def jump(self) -> None:
        """Anywhere, until the rows there are painted."""
        self._bar.setValue(self._dice.randrange(self._bar.maximum() + 1))
        self.application.processEvents()
        if not self._until():
            while not self._until():
                time.sleep(A_MOMENT)
                self.application.processEvents()
            self._viewport.repaint()

    def lines(self, workload: str, size: int, *, name: str = "", judged: bool = True) -> list[Result]:
        """The three lines of a view that scrolls."""
        parts = (
            ("scroll step", self.scroll, STEP),
            ("repaint", self.repaint, REPAINT),
            ("random jump", self.jump, JUMP),
        )
        return [
            report.timed(
                workload,
                f"{name}{what}",
                size,
                ours=self.take(act),
                limit=None,
                judged="ours",
                target=target if judged else None,
            )
            for what, act, target in parts
        ]


def clock(act: Callable[[], None]) -> tuple[float, float]:
    """The CPU time and the wall time of something."""
    cpu, wall = time.process_time(), time.perf_counter()
    act()
    return time.process_time() - cpu, time.perf_counter() - wall


def times_of(samples: list[tuple[float, float]]) -> Times:
    return Times(tuple(cpu for cpu, _ in samples), tuple(wall for _, wall in samples))
