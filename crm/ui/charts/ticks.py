"""Round numbers for an axis: steps of 1, 2 or 5 times a power of ten."""

from __future__ import annotations

import math
from typing import NamedTuple


class Axis(NamedTuple):
    """The marked values of an axis from the lowest to the highest, and the decimals their labels need."""

    ticks: tuple[float, ...]
    places: int

    @property
    def low(self) -> float:
        """The lowest value."""
        return self.ticks[0]

    @property
    def high(self) -> float:
        """The highest value."""
        return self.ticks[-1]

    def share(self, value: float) -> float:
        """Where *value* lies between the lowest (0) and the highest (1)."""
        return (value - self.low) / (self.high - self.low)

    def label(self, tick: float) -> str:
        """A marked value as it is written."""
        return f"{tick:,.{self.places}f}" if tick else "0"


def axis_for(low: float, high: float, *, steps: int, whole: bool = False) -> Axis:
    """An axis that holds *low*, *high* and zero with about *steps* steps; of *whole* numbers for counts."""
    low, high = min(low, 0.0), max(high, 0.0)
    if low == high:
        high = 1.0
    step = nice_step((high - low) / max(steps, 1))
    if whole:
        step = max(step, 1.0)
    first = math.floor(low / step + 1e-9)
    last = math.ceil(high / step - 1e-9)
    places = max(0, -math.floor(math.log10(step) + 1e-9))
    return Axis(tuple(round(place * step, places) for place in range(first, last + 1)), places)


def axis_beside(first: Axis, high: float, *, whole: bool = False) -> Axis:
    """An axis from zero up to *high* with as many steps as *first*, so that both share their grid lines.

    Its steps may be less round than those of the first. ValueError where *first* goes below zero.
    """
    steps = len(first.ticks) - 1
    if first.low < 0 or high < 0:
        raise ValueError(high)
    rough = max(high, float(steps) if whole else 1e-9) / steps
    size = 10.0 ** math.floor(math.log10(rough))
    sizes = (by * size for by in (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10))
    step = next(
        one for one in sizes if one >= rough * (1 - 1e-9) and (not whole or abs(one - round(one)) < 1e-9)
    )
    places = max(0, -math.floor(math.log10(step) + 1e-9)) + int(round(step / size, 6) % 1 > 0 and step < 10)
    return Axis(tuple(round(place * step, places) for place in range(steps + 1)), places)


def nice_step(rough: float) -> float:
    """The smallest of 1, 2 or 5 times a power of ten that is not below *rough*."""
    size = 10.0 ** math.floor(math.log10(rough))
    return next(size * by for by in (1, 2, 5, 10) if size * by >= rough * (1 - 1e-9))
