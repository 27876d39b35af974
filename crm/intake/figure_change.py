"""One figure of a tenant that an import would write, beside what stands there now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crm.domain.period import Period

Figures: TypeAlias = "Mapping[tuple[int, str, int], int]"
"""Observations in smallest units: tenant, indicator, key of the period → value."""


@dataclass(frozen=True, slots=True)
class FigureChange:
    """An observation that would be written; ``old`` is None where there is none yet. Smallest units."""

    index: int
    tenant_id: int
    indicator: str
    period: Period
    old: int | None
    new: int
    address: str
