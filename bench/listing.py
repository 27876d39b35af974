"""W7: the list of tenants in the window, without a display: first rows after a sort, scrolling, jumping, painting.

Each figure is the median of single steps, painting included; a jump counts until the rows it lands on are painted. The
limits are those of the issue; there is no program to compare with.
"""

from __future__ import annotations

import os
import random
import time
from functools import partial
from typing import TYPE_CHECKING

from bench import report, store
from bench.plan import LARGE
from bench.timing import Times
from crm.domain.wording import Language

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QApplication, QWidget

    from bench.plan import Plan
    from bench.report import Result
    from crm.services.operation import Workplace
    from crm.ui.context import Context
    from crm.ui.table.list_view import ListView

_SIZE = (1100, 800)
_STEPS = 40
_A_MOMENT = 0.0002
"""Seconds between two looks whether an answer is there: waiting takes no CPU."""


def run(plan: Plan) -> list[Result]:
    results: list[Result] = []
    for size in plan.sizes:
        workplace = store.open_filled(plan.folder, size)
        results += _measure(workplace, size, rounds=plan.rounds_for(size))
        workplace.database.close()
    return results


def _measure(workplace: Workplace, size: int, *, rounds: int) -> list[Result]:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QStandardPaths
    from PySide6.QtWidgets import QApplication, QWidget

    QStandardPaths.setTestModeEnabled(
        True
    )  # the user's own arrangement of columns is neither used nor changed
    found = QApplication.instance()
    application = found if isinstance(found, QApplication) else QApplication([])
    window = QWidget()
    context = _open_context(application, window, workplace)
    from crm.services.tenants import TenantQuery
    from crm.ui.pages.tenants.source import TenantSource
    from crm.ui.table.list_view import ListView

    view = ListView(context, TenantSource(context))
    view.resize(*_SIZE)
    view.show()
    stand = _Stand(application, context, view)
    view.ask(TenantQuery())
    stand.settle()
    if view.record_count != size:
        raise RuntimeError(view.record_count)
    targets = (3e-3, 8e-3, 12e-3) if size == LARGE else (None, None, None)
    parts = (("scroll step", stand.scroll), ("repaint", stand.repaint), ("random jump", stand.jump))
    lines = [
        report.timed("W7", what, size, ours=stand.take(act), limit=None, judged="ours", target=target)
        for (what, act), target in zip(parts, targets, strict=True)
    ]
    for column, target in (("revenue", 150e-3), ("employees", 150e-3), ("area", 150e-3)):
        times = stand.sort(column, rounds=rounds)
        lines.append(
            report.timed(
                "W7", f"first rows by {column}", size, ours=times, limit=None, judged="ours", target=target
            )
        )
    context.tasks.close()
    view.deleteLater()
    window.deleteLater()
    return lines


def _open_context(application: QApplication, window: QWidget, workplace: Workplace) -> Context:
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
    library = Library.load()
    context = Context(shell, workplace=workplace, library=library, language=Language.ZH)
    context.settings.keep_text("list/tenants", "")  # as nobody has arranged it yet
    return context


class _Stand:
    """A list on the bench."""

    def __init__(self, application: QApplication, context: Context, view: ListView) -> None:
        self._application = application
        self._context = context
        self._view = view
        self._bar = view.table.verticalScrollBar()
        self._dice = random.Random(7)
        self._shown = False
        view.shown.connect(self._note_shown)

    def settle(self) -> None:
        """Wait until every answer is there and painted."""
        for _ in range(3):
            self._application.processEvents()
            while not self._context.tasks.is_idle:
                self._application.processEvents()
                time.sleep(_A_MOMENT)

    def take(self, act: Callable[[], None]) -> Times:
        """Single steps; between them everything comes to rest."""
        act()
        samples = []
        for _ in range(_STEPS):
            self.settle()
            samples.append(_clock(act))
        return _times(samples)

    def scroll(self) -> None:
        """Three rows on, as a turn of the wheel, and paint."""
        self._bar.setValue(self._bar.value() + 3)
        self._application.processEvents()

    def repaint(self) -> None:
        """Paint all that is seen."""
        self._view.table.viewport().repaint()

    def jump(self) -> None:
        """Anywhere, until the rows there are painted."""
        row = self._dice.randrange(self._view.record_count)
        self._bar.setValue(row)
        self._application.processEvents()
        first = self._view.table.rowAt(0)
        while self._view.model.cells_at(first) is None:
            time.sleep(_A_MOMENT)
            self._application.processEvents()
        self._view.table.viewport().repaint()

    def sort(self, column: str, *, rounds: int) -> Times:
        """From the click on the title until the first rows are painted, upwards and downwards in turn."""
        samples = []
        for number in range(2 * rounds):
            self.settle()
            samples.append(_clock(partial(self._sort, column, descending=number % 2 == 0)))
        return _times(samples)

    def _sort(self, column: str, *, descending: bool) -> None:
        section = next(place for place, one in enumerate(self._view.model.columns) if one.key == column)
        self._shown = False
        self._view.table.head.sort_changed.emit(section, descending)
        while not self._shown:
            time.sleep(_A_MOMENT)
            self._application.processEvents()
        self._view.table.viewport().repaint()

    def _note_shown(self) -> None:
        self._shown = True


def _clock(act: Callable[[], None]) -> tuple[float, float]:
    cpu, wall = time.process_time(), time.perf_counter()
    act()
    return time.process_time() - cpu, time.perf_counter() - wall


def _times(samples: list[tuple[float, float]]) -> Times:
    return Times(tuple(cpu for cpu, _ in samples), tuple(wall for _, wall in samples))
