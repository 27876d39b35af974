"""The way from a lead to a listing: what may follow what, and what it needs."""

from __future__ import annotations

import itertools
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.domain.errors import RuleError
from crm.domain.lifecycle import (
    BEFORE_ENTRY,
    IN_HOUSE,
    INCUBATED,
    LEFT,
    MOVES,
    SUCCEEDED,
    Need,
    Stage,
    StageChange,
    missing_needs,
    needs_of_move,
    require_move,
    stage_on,
)


def test_every_stage_belongs_to_exactly_one_phase() -> None:
    phases = (BEFORE_ENTRY, IN_HOUSE, SUCCEEDED, LEFT)
    assert sum(len(phase) for phase in phases) == len(Stage)
    assert frozenset().union(*phases) == frozenset(Stage)
    assert INCUBATED < IN_HOUSE


def test_the_whole_way_from_lead_to_listing_is_open() -> None:
    way = [
        Stage.LEAD,
        Stage.PROSPECT,
        Stage.REVIEW,
        Stage.RESIDENT,
        Stage.INCUBATING,
        Stage.ACCELERATING,
        Stage.GRADUATED,
        Stage.FOLLOW_UP,
        Stage.LISTED,
        Stage.ACQUIRED,
    ]
    for current, target in itertools.pairwise(way):
        require_move(current, target)


def test_nobody_moves_in_without_a_review_and_nobody_graduates_from_outside() -> None:
    with pytest.raises(RuleError, match="stage-move-not-allowed"):
        require_move(Stage.LEAD, Stage.RESIDENT)
    with pytest.raises(RuleError, match="stage-move-not-allowed"):
        require_move(Stage.EXITED, Stage.GRADUATED)
    with pytest.raises(RuleError, match="stage-move-not-allowed"):
        require_move(Stage.DEREGISTERED, Stage.REVIEW)


def test_a_tenant_without_a_stage_may_start_anywhere() -> None:
    for stage in Stage:
        require_move(None, stage)


def test_no_stage_leads_to_itself() -> None:
    assert all(stage not in targets for stage, targets in MOVES.items())
    assert set(MOVES) == set(Stage)


def test_a_graduation_needs_a_reason_and_who_allowed_it() -> None:
    assert needs_of_move(Stage.GRADUATED) == (Need.ALLOWED_BY, Need.REASON)
    assert missing_needs(Stage.GRADUATED, [Need.REASON]) == (Need.ALLOWED_BY,)
    assert missing_needs(Stage.LEAD, []) == ()


def test_a_stage_holds_from_the_day_of_its_change() -> None:
    changes = [StageChange(Stage.LEAD, date(2025, 1, 10)), StageChange(Stage.RESIDENT, date(2025, 3, 1))]
    days = [date(2025, 1, 9), date(2025, 1, 10), date(2025, 2, 28), date(2025, 3, 1)]
    assert [stage_on(changes, day) for day in days] == [None, Stage.LEAD, Stage.LEAD, Stage.RESIDENT]


@given(st.lists(st.tuples(st.dates(), st.sampled_from(Stage)), max_size=8), st.dates())
def test_the_stage_on_a_day_is_that_of_the_last_change_before_it(
    dated: list[tuple[date, Stage]], day: date
) -> None:
    changes = [StageChange(stage, on) for on, stage in sorted(dated, key=lambda pair: pair[0])]
    earlier = [change.stage for change in changes if change.on <= day]
    assert stage_on(changes, day) == (earlier[-1] if earlier else None)
