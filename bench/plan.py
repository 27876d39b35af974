"""What is to be measured: sizes, rounds, and the folder where the files of the run lie."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

SMALL, LARGE = 5_000, 100_000
"""Numbers of tenants: what an incubator may reach, and what shows how the cost grows."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Sizes and rounds of a run; ``folder`` is thrown away at the end."""

    folder: Path
    sizes: tuple[int, ...] = (SMALL,)
    rounds: int = 7

    def rounds_for(self, size: int) -> int:
        """Rounds at *size*: fewer where one takes seconds."""
        return self.rounds if size < LARGE else max(3, self.rounds // 2)
