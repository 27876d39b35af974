"""The board shows every tenant exactly once, in the lane of its stage, with sums of what is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from crm.domain.lifecycle import Stage
from crm.services.board import LANES, get_board
from crm.services.tenants import (
    TenantQuery,
    add_tenant,
    count_tenants_by_stage,
    get_tenant_lines,
    list_tenant_ids,
)

if TYPE_CHECKING:
    from datetime import date

    from crm.services.library import Library
    from crm.services.operation import Workplace


def test_every_stage_stands_in_exactly_one_lane() -> None:
    assert sorted(stage.value for stages in LANES.values() for stage in stages) == sorted(
        stage.value for stage in Stage
    )


def test_a_lane_holds_what_the_list_counts(demo: Workplace) -> None:
    lanes = get_board(demo)
    counts = count_tenants_by_stage(demo)
    for lane in lanes:
        assert len(lane.ids) == sum(counts.get(stage, 0) for stage in lane.stages)
        listed = list_tenant_ids(demo, TenantQuery(stages=frozenset(lane.stages)))
        assert sorted(lane.ids) == sorted(listed)
        lines = get_tenant_lines(demo, lane.ids).values()
        assert lane.sums.revenue == (sum(line.revenue or 0 for line in lines) or None)
        assert lane.sums.employees == (sum(line.employees or 0 for line in lines) or None)
    assert sum(len(lane.ids) for lane in lanes) == sum(counts.values())


def test_who_has_stood_longest_comes_first(demo: Workplace) -> None:
    for lane in get_board(demo):
        lines = get_tenant_lines(demo, lane.ids)
        days: list[date] = []
        for one in lane.ids:
            since = lines[one].stage_since
            assert since is not None
            days.append(since)
        assert days == sorted(days)


@pytest.fixture
def three(workplace: Workplace, library: Library) -> Workplace:
    """Two prospects, one of them with an area, and one resident."""
    add_tenant(workplace, library, {"name": "汾川云图软件有限公司", "area": 120_00}, stage=Stage.PROSPECT)
    add_tenant(workplace, library, {"name": "汾川听雨文化有限公司"}, stage=Stage.PROSPECT)
    add_tenant(workplace, library, {"name": "汾川石火新材料有限公司"}, stage=Stage.RESIDENT)
    return workplace


def test_what_nobody_told_is_blank_and_not_zero(three: Workplace) -> None:
    lanes = {lane.key: lane for lane in get_board(three)}
    assert lanes["prospect"].sums.area == 120_00
    assert lanes["prospect"].sums.revenue is None
    assert lanes["resident"].sums.area is None
    assert not lanes["left"].ids


def test_a_search_keeps_only_what_it_finds(three: Workplace) -> None:
    lanes = {lane.key: lane for lane in get_board(three, "fcyt")}
    assert [len(lane.ids) for lane in lanes.values() if lane.ids] == [1]
    assert lanes["prospect"].sums.area == 120_00
