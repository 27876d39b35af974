"""Measuring two programs against each other on a noisy machine: taken in turns, CPU time, medians and spread."""

from __future__ import annotations

import gc
import statistics
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_SHORTEST = 0.02
"""Seconds that one sample should last at least; shorter work is repeated within the sample."""


@dataclass(frozen=True, slots=True)
class Times:
    """Samples of one program, in seconds."""

    cpu: tuple[float, ...]
    wall: tuple[float, ...]

    @property
    def typical_cpu(self) -> float:
        return statistics.median(self.cpu)

    @property
    def typical_wall(self) -> float:
        return statistics.median(self.wall)

    @property
    def spread(self) -> float:
        """(max − min) ÷ median of the CPU times."""
        return (max(self.cpu) - min(self.cpu)) / self.typical_cpu if self.typical_cpu else 0.0


@dataclass(frozen=True, slots=True)
class Work:
    """Something to be measured; ``prepare`` runs before each sample and is not counted.

    ``once``: it uses up what was prepared, so a sample is one run however short.
    """

    run: Callable[[], object]
    prepare: Callable[[], object] = lambda: None
    once: bool = False


def measure_in_turns(works: Sequence[Work], *, rounds: int) -> tuple[Times, ...]:
    """One warm-up each, then *rounds* rounds in which every work is measured once.

    The order turns from round to round, so that none always runs after the same neighbour.
    """
    repeats = [_repeats(work) for work in works]
    samples: list[list[tuple[float, float]]] = [[] for _ in works]
    order = list(range(len(works)))
    for _ in range(rounds):
        for index in order:
            samples[index].append(_sample(works[index], repeats[index]))
        order = order[1:] + order[:1]
    return tuple(Times(tuple(cpu for cpu, _ in of), tuple(wall for _, wall in of)) for of in samples)


def _repeats(work: Work) -> int:
    """The warm-up: how often the work fits into the shortest sample, after a first run that fills caches."""
    _sample(work, 1)
    if work.once:
        return 1
    _, wall = _sample(work, 1)
    return max(1, min(1_000, round(_SHORTEST / max(wall, 1e-7))))


def _sample(work: Work, repeats: int) -> tuple[float, float]:
    work.prepare()
    gc.collect()
    cpu, wall = time.process_time(), time.perf_counter()
    for _ in range(repeats):
        work.run()
    return (time.process_time() - cpu) / repeats, (time.perf_counter() - wall) / repeats
