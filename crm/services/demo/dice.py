"""Choices that look like chance and are the same on every machine and on every day."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

_T = TypeVar("_T")


class Dice:
    """Seeded choices. Built on ``Random.random`` alone, the one sequence that Python promises never to change."""

    def __init__(self, seed: str) -> None:
        self._random = Random(seed)  # noqa: S311 - demo data, no secret

    def below(self, limit: int) -> int:
        """A number from 0 up to, not including, *limit*."""
        return int(self._random.random() * limit)

    def between(self, low: int, high: int) -> int:
        """A number from *low* to *high*, both included."""
        return low + self.below(high - low + 1)

    def chance(self, permille: int) -> bool:
        """Whether something of that probability (in thousandths) happens."""
        return self.below(1000) < permille

    def pick(self, choices: Sequence[_T]) -> _T:
        """One of *choices*."""
        return choices[self.below(len(choices))]


def apportion_whole(total: int, weights: Sequence[int]) -> list[int]:
    """*total* shared out by *weights* in whole numbers that add up to it; largest remainders first, then earlier."""
    whole = sum(weights)
    shares = [total * weight // whole for weight in weights]
    order = sorted(range(len(weights)), key=lambda i: (-(total * weights[i] % whole), i))
    for i in order[: total - sum(shares)]:
        shares[i] += 1
    return shares
