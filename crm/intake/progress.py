"""How far a long piece of reading has come, told now and then."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

Progress: TypeAlias = Callable[[int, int], None] | None
"""Told rows done and rows in all; what it raises ends the work."""

EACH = 500
"""Rows between two reports: few enough to stop at once, many enough to cost nothing."""


def counted(count: int, progress: Progress) -> Iterator[int]:
    """The numbers from 0 up to *count*, telling *progress* before each EACH of them and at the end."""
    if progress is None:
        yield from range(count)
        return
    for start in range(0, count, EACH):
        progress(start, count)
        yield from range(start, min(start + EACH, count))
    progress(count, count)
