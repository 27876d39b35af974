"""What was measured against what was promised: lines of a table, and the same as JSON."""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from bench.timing import Times

_HEADINGS = (
    "",
    "what",
    "tenants",
    "ours",
    "(wall)",
    "limit",
    "(wall)",
    "ratio",
    "target",
    "verdict",
    "spread",
)


@dataclass(frozen=True, slots=True)
class Result:
    """One line: seconds of CPU (``cpu``) and wall time, or MB for memory; ``target`` is for what ``judged`` names."""

    workload: str
    what: str
    size: int
    unit: str
    ours: float
    ours_wall: float | None
    limit: float | None
    limit_wall: float | None
    judged: str
    target: float | None
    spread: float | None = None
    note: str = ""

    @property
    def ratio(self) -> float | None:
        return self.ours / self.limit if self.limit else None

    @property
    def kept(self) -> bool | None:
        """Whether the target is kept; None where there is none."""
        if self.target is None or math.isnan(self.ours):
            return None
        judged = self.ratio if self.judged == "ratio" else self.ours
        return judged is not None and judged <= self.target


def timed(
    workload: str,
    what: str,
    size: int,
    *,
    ours: Times,
    limit: Times | None,
    judged: str = "ratio",
    target: float | None = None,
    note: str = "",
) -> Result:
    """A line about time."""
    return Result(
        workload=workload,
        what=what,
        size=size,
        unit="s",
        ours=ours.typical_cpu,
        ours_wall=ours.typical_wall,
        limit=limit.typical_cpu if limit else None,
        limit_wall=limit.typical_wall if limit else None,
        judged=judged,
        target=target,
        spread=max(ours.spread, limit.spread if limit else 0.0),
        note=note,
    )


def memory(
    workload: str,
    what: str,
    size: int,
    *,
    ours: float,
    limit: float | None = None,
    target: float | None = None,
    note: str = "",
) -> Result:
    """A line about memory, in MB at the peak."""
    return Result(workload, what, size, "MB", ours, None, limit, None, "ours", target, note=note)


def growth(results: Sequence[Result], *, target: float = 1.1) -> list[Result]:
    """For each line measured at two sizes, the exponent with which its cost grows: 1 is linear.

    Two points only; a tenth above 1 is within the noise of a shared machine.
    """
    by_name: dict[tuple[str, str], list[Result]] = {}
    for result in results:
        if result.unit == "s":
            by_name.setdefault((result.workload, result.what), []).append(result)
    lines = []
    for (workload, what), (small, *more) in by_name.items():
        for large in more:
            exponent = math.log(large.ours / small.ours) / math.log(large.size / small.size)
            name = f"growth of: {what}"
            lines.append(
                Result(workload, name, large.size, "exponent", exponent, None, None, None, "ours", target)
            )
    return lines


def table(results: Iterable[Result]) -> list[str]:
    """The lines of the table under their headings."""
    rows = [_HEADINGS, *(_row(result) for result in results)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEADINGS))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    ]
    lines.insert(1, "  ".join("-" * width for width in widths))
    return lines


def _row(result: Result) -> tuple[str, ...]:
    verdict = {None: "", True: "kept", False: "MISSED"}[result.kept]
    if result.target is None:
        target = ""
    elif result.judged == "ratio":
        target = f"<= {result.target:g} x"
    else:
        target = f"<= {quantity(result.target, result.unit)}"
    return (
        result.workload,
        result.what,
        f"{result.size:,}",
        quantity(result.ours, result.unit),
        "" if result.ours_wall is None else quantity(result.ours_wall, result.unit),
        "" if result.limit is None else quantity(result.limit, result.unit),
        "" if result.limit_wall is None else quantity(result.limit_wall, result.unit),
        "" if result.ratio is None else f"{result.ratio:.2f} x",
        target,
        verdict,
        "" if result.spread is None else f"{result.spread:.0%}",
    )


def quantity(value: float, unit: str) -> str:
    """*value* with three figures in the unit that fits."""
    if unit == "MB":
        return f"{value:.0f} MB"
    if unit == "exponent":
        return f"{value:.2f}"
    for factor, name in ((1, "s"), (1e3, "ms"), (1e6, "µs")):
        if value * factor >= 1:
            return f"{value * factor:.3g} {name}"
    return f"{value * 1e6:.2g} µs"


def write_json(path: Path, results: Sequence[Result], *, machine: str) -> None:
    """Write everything, the unrounded figures too."""
    path.parent.mkdir(parents=True, exist_ok=True)
    entries = [asdict(result) | {"ratio": result.ratio, "kept": result.kept} for result in results]
    path.write_text(
        json.dumps({"machine": machine, "results": entries}, ensure_ascii=False, indent=2), "utf-8"
    )
