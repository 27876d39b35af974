"""Judge coverage.json against the floors of `[tool.crm.coverage]`; `tasks.py test` runs it last."""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(slots=True)
class Tally:
    """Lines and branches of one package: how many ran, how many there are, and the files with some left."""

    ran: int = 0
    total: int = 0
    left: list[str] = field(default_factory=list)

    @property
    def percent(self) -> float:
        """Percent of lines and branches that ran; an empty package is wholly covered."""
        return 100 * self.ran / self.total if self.total else 100.0

    def add_file(self, name: str, *, ran: int, total: int) -> None:
        """Count one file."""
        self.ran += ran
        self.total += total
        if ran < total:
            self.left.append(f"{name} {100 * ran / total:.0f} %")


def tally_packages(report: str) -> dict[str, Tally]:
    """Sum the text of a coverage.json by package (`crm/domain`), or by module where there is no package."""
    packages: defaultdict[str, Tally] = defaultdict(Tally)
    for name, entry in sorted(json.loads(report)["files"].items()):
        path = Path(name).as_posix()
        counted = entry["summary"]
        packages["/".join(path.split("/")[:2])].add_file(
            path,
            ran=counted["covered_lines"] + counted.get("covered_branches", 0),
            total=counted["num_statements"] + counted.get("num_branches", 0),
        )
    return dict(packages)


def read_floors(pyproject: str) -> dict[str, float]:
    """Percent that each package owes, from the text of pyproject.toml."""
    floors: dict[str, float] = tomllib.loads(pyproject)["tool"]["crm"]["coverage"]
    return floors


def find_below(packages: dict[str, Tally], *, floors: dict[str, float]) -> list[str]:
    """One line for each package that is below its floor, as one that was not measured at all is."""
    lines = []
    for name, floor in floors.items():
        tally = packages.get(name)
        if tally is None:
            lines.append(f"coverage: {name} was not measured and owes {floor:g} %")
        elif tally.percent < floor:
            lines.append(
                f"coverage: {name} has {tally.percent:.2f} % of {floor:g} %: {', '.join(tally.left)}"
            )
    return lines


def main() -> int:
    """Print every package's coverage, then what is below its floor; 1 where something is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--report-only", action="store_true", help="some tests ran: judge nothing")
    report_only: bool = parser.parse_args().report_only
    packages = tally_packages((ROOT / "coverage.json").read_text("utf-8"))
    floors = read_floors((ROOT / "pyproject.toml").read_text("utf-8"))
    lines = [f"{name:<22} {tally.percent:6.2f} %" for name, tally in packages.items()]
    below = [] if report_only else find_below(packages, floors=floors)
    sys.stdout.write("\n".join([*lines, *below, ""]))
    return 1 if below else 0


if __name__ == "__main__":
    sys.exit(main())
