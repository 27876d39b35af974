"""W6: from the start of the process to the first painting, to a page with rows, and the memory with the demo open.

The limit is Python with a bare QApplication and an empty QWidget, up to its first painting.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import time
from contextlib import redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING

from bench import report
from bench.timing import Times
from crm.cli import main as crm

if TYPE_CHECKING:
    from bench.plan import Plan
    from bench.report import Result

_BARE = """
import os
from PySide6.QtWidgets import QApplication, QWidget
class Window(QWidget):
    def paintEvent(self, event):
        os._exit(0)
application = QApplication([])
window = Window()
window.show()
application.exec()
"""
_PAINTED = """
import os, sys
import crm.__main__
from crm.cli.window import open_window
from crm.app import run_window
run_window(sys.argv[1], painted=lambda: os._exit(0))
"""
_READY = """
import os, sys
import crm.__main__
from crm.cli.window import open_window
from crm.app import run_window
def ready(program):
    from bench.memory import own_peak
    sys.stdout.write(str(own_peak()))
    sys.stdout.flush()
    os._exit(0)
run_window(sys.argv[1], ready=ready)
"""


def run(plan: Plan) -> list[Result]:
    database = plan.folder / "demo.db"
    with redirect_stdout(io.StringIO()) as printed:
        status = crm(["demo", "--no-window", "--json", "--database", str(database)])
    assert status == 0, status
    environment = _environment(plan.folder)
    codes = (_BARE, _PAINTED, _READY)
    samples: list[list[tuple[float, float]]] = [[] for _ in codes]
    peaks = []
    for number in range(plan.rounds + 1):
        for code, taken in zip(codes, samples, strict=True):
            said, cpu, wall = _start(code, database, environment)
            if number:  # the first start fills the file system's cache
                taken.append((cpu, wall))
                peaks += [float(said)] if said else []
    limit, painted, usable = (Times(tuple(c for c, _ in t), tuple(w for _, w in t)) for t in samples)
    usable = Times(usable.wall, usable.wall)  # what the user waits for, whichever thread works
    size = json.loads(printed.getvalue())["tenants"]
    return [
        report.timed("W6", "first painting", size, ours=painted, limit=limit, target=1.3),
        report.timed("W6", "usable (wall time)", size, ours=usable, limit=None, judged="ours", target=2),
        report.memory("W6", "peak memory, demo open", size, ours=max(peaks), target=150),
    ]


def _environment(folder: Path) -> dict[str, str]:
    """A home of its own, so that nothing of the user is met; what was compiled is kept, as on their computers."""
    home = folder / "home"
    home.mkdir(exist_ok=True)
    names = ("HOME", "USERPROFILE", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME")
    path = str(Path(__file__).resolve().parents[1])
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {
        **kept,
        "PYTHONPYCACHEPREFIX": str(folder / "compiled"),
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPATH": path,
        **dict.fromkeys(names, str(home)),
    }


def _start(code: str, database: Path, environment: dict[str, str]) -> tuple[str, float, float]:
    """What the process said, its CPU time and its wall time."""
    cpu, wall = _cpu_of_children(), time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", code, str(database)],
        check=True,
        capture_output=True,
        encoding="utf-8",
        env=environment,
        timeout=120,
    )
    return done.stdout, _cpu_of_children() - cpu, time.perf_counter() - wall


def _cpu_of_children() -> float:
    """CPU seconds of all ended children; the clock where the system does not tell."""
    if sys.platform == "win32":
        return time.perf_counter()
    import resource

    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
