"""Reports of one tenant that overlap: that of a longer period against those of the periods in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crm.domain.period import Period

_ROUNDED = 5_000
"""Fen by which a figure in ten thousand yuan with two decimals may be off."""
_SHARE = 20
"""A difference of more than a twentieth is no rounding, however small the figures."""


@dataclass(frozen=True, slots=True)
class UnequalReports:
    """What a tenant reported for a period, and what its reports for the parts come to; of a stock the last part's."""

    indicator: str
    tenant_id: int
    whole: Period
    parts: tuple[Period, ...]
    value: int
    total: int


def differ(whole: int, total: int, *, parts: int, is_money: bool) -> bool:
    """Whether two figures differ by more than rounding of money; small ones must not differ by much of themselves."""
    room = _ROUNDED * (parts + 1) if is_money else 0
    difference = abs(whole - total)
    return difference > room or difference * _SHARE > max(abs(whole), abs(total))
