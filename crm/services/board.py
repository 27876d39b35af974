"""The board: the lanes of the way from a lead to a listing, who stands in each, and the sums of each."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm.db.queries.board import standing_rows
from crm.db.queries.tenants import TenantLine
from crm.domain.lifecycle import LEFT, Stage

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crm.db.queries.board import StandingRow
    from crm.services.operation import Workplace

__all__ = ["LANES", "Lane", "LaneSums", "TenantLine", "get_board"]

LANES: dict[str, tuple[Stage, ...]] = {
    **{
        stage.value: (stage,)
        for stage in (
            Stage.LEAD,
            Stage.PROSPECT,
            Stage.REVIEW,
            Stage.RESIDENT,
            Stage.INCUBATING,
            Stage.ACCELERATING,
        )
    },
    "graduated": (Stage.GRADUATED, Stage.FOLLOW_UP),
    "succeeded": (Stage.LISTED, Stage.ACQUIRED),
    "left": tuple(stage for stage in Stage if stage in LEFT),
}
"""The lanes in the order of the way, each with the stages that stand in it."""


@dataclass(frozen=True, slots=True)
class LaneSums:
    """What a lane adds up to: area in 0.01 m², income in fen, staff; None where nobody's is known."""

    area: int | None = None
    revenue: int | None = None
    employees: int | None = None


@dataclass(frozen=True, slots=True)
class Lane:
    """One lane: its tenants, the one that has stood there longest first, and their sums."""

    key: str
    stages: tuple[Stage, ...]
    ids: array[int]
    sums: LaneSums


def get_board(workplace: Workplace, text: str = "") -> tuple[Lane, ...]:
    """Every lane with the tenants that are found by *text* (all where it is blank), as they stand now."""
    with workplace.database.reading() as connection:
        found = set(workplace.names.find(connection, text)) if text.strip() else None
        rows = standing_rows(connection)
    lane_of = {stage.value: key for key, stages in LANES.items() for stage in stages}
    standing: dict[str, list[StandingRow]] = {key: [] for key in LANES}
    for row in rows:
        if found is None or row.tenant_id in found:
            standing[lane_of[row.stage]].append(row)
    return tuple(
        Lane(key, stages, array("q", (row.tenant_id for row in standing[key])), _sum_of(standing[key]))
        for key, stages in LANES.items()
    )


def _sum_of(rows: list[StandingRow]) -> LaneSums:
    return LaneSums(
        area=_known_sum(row.area for row in rows),
        revenue=_known_sum(row.revenue for row in rows),
        employees=_known_sum(row.employees for row in rows),
    )


def _known_sum(values: Iterable[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None
