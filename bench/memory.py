"""The peak memory of one piece of work, taken in a process of its own."""

from __future__ import annotations

import math
import os
import subprocess
import sys
from pathlib import Path


def own_peak() -> float:
    """The most memory this process has held, in MB (10⁶ bytes); not a number where the system does not tell."""
    status = Path("/proc/self/status")
    if status.exists():
        for line in status.read_text("ascii", "replace").splitlines():
            if line.startswith("VmHWM"):
                return int(line.split()[1]) * 1024 / 1e6
    if sys.platform == "win32":
        return math.nan
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1e6 if sys.platform == "darwin" else peak * 1024 / 1e6


def peak_of(arguments: list[str], *, environment: dict[str, str] | None = None) -> float:
    """The peak of `python -m bench child …`, which prints it last."""
    done = subprocess.run(
        [sys.executable, "-m", "bench", "child", *arguments],
        check=True,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, **(environment or {})},
        cwd=Path(__file__).resolve().parents[1],
    )
    return float(done.stdout.split()[-1])
