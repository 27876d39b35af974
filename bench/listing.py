"""W7: the list of tenants in the window, without a display: first rows after a sort, scrolling, jumping, painting.

Each figure is the median of single steps, painting included; a jump counts until the rows it lands on are painted. The
limits are those of the issue; there is no program to compare with.
"""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING

from bench import report, store
from bench.plan import LARGE
from bench.stand import A_MOMENT, SIZE, Stand, clock, get_application, opened, times_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QApplication

    from bench.plan import Plan
    from bench.report import Result
    from bench.timing import Times
    from crm.services.operation import Workplace
    from crm.ui.context import Context
    from crm.ui.table.list_view import ListView


def run(plan: Plan) -> list[Result]:
    results: list[Result] = []
    for size in plan.sizes:
        workplace = store.open_filled(plan.folder, size)
        results += _measure(workplace, size, rounds=plan.rounds_for(size))
        workplace.database.close()
    return results


def _measure(workplace: Workplace, size: int, *, rounds: int) -> list[Result]:
    application = get_application()
    with opened(application, workplace) as context:
        stand = open_list(application, context)
        if stand.view.record_count != size:
            raise RuntimeError(stand.view.record_count)
        lines = stand.lines("W7", size, judged=size == LARGE)
        for column in ("revenue", "employees", "area"):
            times = stand.sort(column, rounds=rounds)
            what = f"first rows by {column}"
            lines.append(report.timed("W7", what, size, ours=times, limit=None, judged="ours", target=150e-3))
    return lines


def open_list(application: QApplication, context: Context) -> ListStand:
    """The list of all tenants, read and painted."""
    from crm.services.tenants import TenantQuery

    stand = make_list(application, context)
    stand.view.ask(TenantQuery())
    stand.settle()
    return stand


def make_list(application: QApplication, context: Context) -> ListStand:
    """A list that nothing has been asked for yet."""
    from crm.ui.pages.tenants.source import TenantSource
    from crm.ui.table.list_view import ListView

    view = ListView(context, TenantSource(context))
    view.resize(*SIZE)
    view.show()
    return ListStand(application, context, view)


class ListStand(Stand):
    """A list on the bench."""

    def __init__(self, application: QApplication, context: Context, view: ListView) -> None:
        table = view.table
        shown = table.verticalScrollBar(), table.viewport()
        super().__init__(application, context.tasks, shown, step=3, until=self._is_read)
        self.view = view
        self._is_shown = False
        view.shown.connect(self._note_shown)

    def _is_read(self) -> bool:
        """Whether the rows in sight have been read."""
        return self.view.model.cells_at(self.view.table.rowAt(0)) is not None

    def sort(self, column: str, *, rounds: int) -> Times:
        """From the click on the title until the first rows are painted, upwards and downwards in turn."""
        section = next(place for place, one in enumerate(self.view.model.columns) if one.key == column)
        samples = []
        for number in range(2 * rounds):
            act = partial(self.view.table.head.sort_changed.emit, section, number % 2 == 0)
            samples.append(self.until_shown(act))
        return times_of(samples)

    def until_shown(self, act: Callable[[], object]) -> tuple[float, float]:
        """From an act on a list at rest until the first rows of its answer are painted."""
        self.settle()
        return clock(partial(self._until_shown, act))

    def _until_shown(self, act: Callable[[], object]) -> None:
        self._is_shown = False
        act()
        while not self._is_shown:
            time.sleep(A_MOMENT)
            self.application.processEvents()
        self.repaint()

    def _note_shown(self) -> None:
        self._is_shown = True
