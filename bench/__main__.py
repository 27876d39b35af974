"""`python -m bench [--full] [--only W1 W4] [--rounds N]`: prints the table and writes build/bench.json."""

from __future__ import annotations

import argparse
import os
import platform
import sqlite3
import sys
import tempfile
import time
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from bench import report
from bench.plan import LARGE, SMALL, Plan

if TYPE_CHECKING:
    from collections.abc import Sequence

WORKLOADS = {
    "W1": "bench.importing",
    "W2": "bench.searching",
    "W3": "bench.paging",
    "W4": "bench.figures",
    "W5": "bench.detail_sheet",
    "W6": "bench.starting",
    "W7": "bench.listing",
    "W8": "bench.drawn",
    "W9": "bench.million",
    "W10": "bench.filing",
}


def main(argv: Sequence[str]) -> int:
    if argv[:1] == ["child"]:
        return run_child(argv[1:])
    parser = argparse.ArgumentParser(prog="python3 tasks.py bench", description=__doc__)
    parser.add_argument(
        "--full", action="store_true", help=f"also with {LARGE:,} tenants (takes many minutes)"
    )
    parser.add_argument(
        "--only", nargs="+", choices=WORKLOADS, metavar="W", help="W9 runs with --full or alone"
    )
    parser.add_argument("--rounds", type=int, default=7, help="rounds of each measurement (default 7)")
    parser.add_argument("--out", type=Path, default=Path("build/bench.json"), help="where the JSON goes")
    given = parser.parse_args(argv)
    began = time.monotonic()
    results: list[report.Result] = []
    with tempfile.TemporaryDirectory(prefix="crm-bench-") as folder:
        plan = Plan(Path(folder), (SMALL, LARGE) if given.full else (SMALL,), given.rounds)
        for name in given.only or [one for one in WORKLOADS if given.full or one != "W9"]:
            print(f"{name} …", file=sys.stderr, flush=True)
            found = import_module(WORKLOADS[name]).run(plan)
            results += [*found, *report.growth(found)]
    machine = describe_machine()
    print(machine, *report.table(results), sep="\n")
    print(*(f"{result.workload} {result.what}: {result.note}" for result in results if result.note), sep="\n")
    report.write_json(given.out, results, machine=machine)
    missed = sum(result.kept is False for result in results)
    print(
        f"{missed} of {len(results)} lines missed their target; {time.monotonic() - began:.0f} s; {given.out}"
    )
    return 0


def run_child(words: Sequence[str]) -> int:
    """One piece of work in this process; its peak memory is printed last."""
    from bench import memory

    name, who, size, folder = words
    import_module(WORKLOADS[name]).child(who, int(size), Path(folder))
    print(memory.own_peak())
    return 0


def describe_machine() -> str:
    """What the figures were taken on; figures of two machines cannot be compared."""
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    versions = f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores{load}, {versions}, CPU time, medians"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
