"""A tenant's way from a lead to a listing: stages, allowed moves and what each move needs."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from crm.domain.errors import RuleError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date


class Stage(Enum):
    """Where a tenant stands; the value is the code kept in the database and in data files."""

    LEAD = "lead"  # 线索
    PROSPECT = "prospect"  # 意向
    REVIEW = "review"  # 评审
    RESIDENT = "resident"  # 入驻
    INCUBATING = "incubating"  # 在孵
    ACCELERATING = "accelerating"  # 加速
    GRADUATED = "graduated"  # 毕业
    FOLLOW_UP = "follow_up"  # 毕业后跟踪
    LISTED = "listed"  # 上市
    ACQUIRED = "acquired"  # 被并购
    EXITED = "exited"  # 退出
    EVICTED = "evicted"  # 清退
    DEREGISTERED = "deregistered"  # 注销
    RELOCATED = "relocated"  # 迁出


BEFORE_ENTRY = frozenset({Stage.LEAD, Stage.PROSPECT, Stage.REVIEW})
IN_HOUSE = frozenset({Stage.RESIDENT, Stage.INCUBATING, Stage.ACCELERATING})
INCUBATED = frozenset({Stage.INCUBATING, Stage.ACCELERATING})
SUCCEEDED = frozenset({Stage.GRADUATED, Stage.FOLLOW_UP, Stage.LISTED, Stage.ACQUIRED})
LEFT = frozenset({Stage.EXITED, Stage.EVICTED, Stage.DEREGISTERED, Stage.RELOCATED})
ENTRY = frozenset({Stage.RESIDENT, Stage.INCUBATING, Stage.ACCELERATING})


class Need(Enum):
    """A fact that a move must bring with it."""

    ALLOWED_BY = "allowed_by"  # who decided
    REASON = "reason"
    DETAIL = "detail"  # destination, acquirer, market and code
    REGISTRATION = "registration"  # a USCC, registration number or organisation code
    FOUNDED_ON = "founded_on"


_AWAY = (Stage.EXITED, Stage.EVICTED, Stage.DEREGISTERED, Stage.RELOCATED)
_SUCCESS = (Stage.LISTED, Stage.ACQUIRED)
MOVES: dict[Stage, frozenset[Stage]] = {
    Stage.LEAD: frozenset({Stage.PROSPECT, Stage.REVIEW, Stage.EXITED}),
    Stage.PROSPECT: frozenset({Stage.LEAD, Stage.REVIEW, Stage.EXITED}),
    Stage.REVIEW: frozenset({Stage.PROSPECT, Stage.RESIDENT, Stage.EXITED}),
    Stage.RESIDENT: frozenset({Stage.INCUBATING, *_SUCCESS, *_AWAY}),
    Stage.INCUBATING: frozenset({Stage.ACCELERATING, Stage.GRADUATED, *_SUCCESS, *_AWAY}),
    Stage.ACCELERATING: frozenset({Stage.INCUBATING, Stage.GRADUATED, *_SUCCESS, *_AWAY}),
    Stage.GRADUATED: frozenset({Stage.FOLLOW_UP, *_SUCCESS, *_AWAY}),
    Stage.FOLLOW_UP: frozenset({*_SUCCESS, *_AWAY}),
    Stage.LISTED: frozenset({Stage.ACQUIRED, Stage.DEREGISTERED, Stage.EXITED}),
    Stage.ACQUIRED: frozenset({Stage.DEREGISTERED, Stage.EXITED}),
    # A company that has left may come back through a review, and what becomes of it may still be recorded.
    Stage.EXITED: frozenset({Stage.REVIEW, *_SUCCESS, Stage.DEREGISTERED}),
    Stage.EVICTED: frozenset({Stage.REVIEW, *_SUCCESS, Stage.DEREGISTERED}),
    Stage.RELOCATED: frozenset({Stage.REVIEW, *_SUCCESS, Stage.DEREGISTERED}),
    Stage.DEREGISTERED: frozenset(),
}

NEEDS: dict[Stage, tuple[Need, ...]] = {
    Stage.RESIDENT: (Need.ALLOWED_BY,),
    Stage.INCUBATING: (Need.ALLOWED_BY, Need.REGISTRATION, Need.FOUNDED_ON),
    Stage.ACCELERATING: (Need.ALLOWED_BY,),
    Stage.GRADUATED: (Need.ALLOWED_BY, Need.REASON),
    Stage.LISTED: (Need.DETAIL,),
    Stage.ACQUIRED: (Need.DETAIL,),
    Stage.EXITED: (Need.REASON,),
    Stage.EVICTED: (Need.ALLOWED_BY, Need.REASON),
    Stage.DEREGISTERED: (Need.REASON,),
    Stage.RELOCATED: (Need.REASON, Need.DETAIL),
}


@dataclass(frozen=True, slots=True)
class StageChange:
    """A dated move into a stage, as it is kept: it holds from ``on`` until the next change."""

    stage: Stage
    on: date
    reason: str = ""
    allowed_by: str = ""
    detail: str = ""


def needs_of_move(target: Stage) -> tuple[Need, ...]:
    """What a move into *target* needs."""
    return NEEDS.get(target, ())


def missing_needs(target: Stage, given: Iterable[Need]) -> tuple[Need, ...]:
    """The needs of a move into *target* that are not among *given*."""
    present = set(given)
    return tuple(need for need in needs_of_move(target) if need not in present)


def require_move(current: Stage | None, target: Stage) -> None:
    """Raise RuleError ``stage-move-not-allowed`` unless a tenant may go from *current* to *target*.

    A tenant without a stage may start anywhere: registers bring companies in whatever stage they are.
    """
    if current is not None and target not in MOVES[current]:
        raise RuleError("stage-move-not-allowed", current=current.value, target=target.value)


def stage_on(changes: Sequence[StageChange], day: date) -> Stage | None:
    """The stage on *day*: that of the last change (in order) not later than *day*; None before the first."""
    stage = None
    for change in changes:
        if change.on <= day:
            stage = change.stage
    return stage
