"""What an import would do; the rows always add up, and a blank never overwrites."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.domain.finding import Severity
from crm.intake.match import KnownTenants, match_tenants
from crm.intake.plan import FieldChange, Plan, StageMove, TenantState, make_plan
from tests.intake.samples import codes, drafts, read, sheet

if TYPE_CHECKING:
    from crm.intake.draft import Drafts

ON = date(2026, 4, 15)
USCC = "91350100M000100Y43"


def plan_for(found: Drafts, state: TenantState | None = None, former: tuple[str, ...] = ()) -> Plan:
    """The plan where tenant 1 exists in *state*, if it is given."""
    rows = []
    if state is not None:
        rows.append((1, str(state.values["name"]), None, USCC, None))
    known = KnownTenants.from_rows(rows, [(1, name) for name in former])
    return make_plan(found, match_tenants(found, known), {} if state is None else {1: state}, on=ON)


def state(**values: str | int | bool | date | None) -> TenantState:
    return TenantState({"name": "甲公司", "uscc": USCC, **values})


def test_a_blank_never_overwrites() -> None:
    plan = plan_for(
        drafts(uscc=[USCC], name=["甲公司"], contact=[None], area=[None]), state(contact="张三", area=5)
    )
    assert plan.same == (0,)
    assert not plan.updated


def test_a_difference_is_told_with_old_and_new() -> None:
    plan = plan_for(
        drafts(uscc=[USCC], contact=["李四"], area=[12_000], high_tech=[False]),
        state(contact="张三", area=None),
    )
    assert plan.updated[0].tenant_id == 1
    assert plan.updated[0].fields == (
        FieldChange("contact", "张三", "李四"),
        FieldChange("area", None, 12_000),
        FieldChange("high_tech", None, new=False),
    )
    assert plan.renames == 0
    assert plan.stage_changes == 0


def test_a_tenant_known_by_its_code_is_renamed() -> None:
    plan = plan_for(drafts(uscc=[USCC], name=["新甲公司"]), state())
    assert plan.updated[0].given_up_name == "甲公司"
    assert plan.renames == 1


@pytest.mark.parametrize("name", ["甲 公司", "老甲公司"])
def test_a_tenant_known_by_its_name_keeps_it(name: str) -> None:
    plan = plan_for(drafts(name=[name], contact=["李四"]), state(), former=("老甲公司",))
    assert [change.field for change in plan.updated[0].fields] == ["contact"]


def test_former_names_are_added_to_those_that_are_known() -> None:
    found = drafts(uscc=[USCC], former_names=["老甲公司、更老甲公司；甲公司"])
    held = TenantState({"name": "甲公司", "uscc": USCC}, former_names=("老甲公司",))
    assert plan_for(found, held).updated[0].former_names == ("更老甲公司",)
    again = TenantState({"name": "甲公司", "uscc": USCC}, former_names=("老甲公司", "更老甲公司"))
    assert plan_for(found, again).same == (0,)


def test_what_has_no_field_is_compared_too() -> None:
    found = read(sheet("企业名称|产品|批次", "甲公司|仪器|二", "乙公司||三")).drafts
    held = TenantState({"name": "甲公司"}, extra={"产品": "仪器", "批次": "一", "旧列": "x"})
    plan = plan_for(found, held)
    assert plan.updated[0].extra == {"批次": "二"}
    assert plan.extra_of_new(1) == {"批次": "三"}


def test_a_new_tenant_has_the_values_that_are_not_blank() -> None:
    found = drafts(
        name=["甲公司"],
        contact=[None],
        founded_on=[date(2020, 1, 1)],
        stage=["incubating"],
        moved_in_on=[date(2021, 5, 1)],
        former_names=["老甲公司"],
    )
    plan = plan_for(found)
    assert plan.new == (0,)
    assert plan.values_of_new(0) == {"name": "甲公司", "founded_on": date(2020, 1, 1)}
    assert plan.former_names_of_new(0) == ("老甲公司",)
    assert plan.extra_of_new(0) == {}
    assert plan.stages == {0: (StageMove("incubating", date(2021, 5, 1)),)}


IN, OUT, LATER = date(2021, 5, 1), date(2024, 6, 30), date(2030, 1, 1)


@pytest.mark.parametrize(
    ("stage", "moved_in", "left", "moves", "noticed"),
    [
        (None, None, None, (), []),
        (None, IN, None, (StageMove("resident", IN),), []),
        (None, IN, OUT, (StageMove("resident", IN),), ["left-without-stage"]),
        ("incubating", None, None, (StageMove("incubating", ON),), ["stage-day-missing"]),
        ("incubating", IN, OUT, (StageMove("incubating", IN),), ["left-in-house"]),
        ("incubating", LATER, None, (StageMove("incubating", LATER),), ["stage-day-future"]),
        ("lead", IN, None, (StageMove("lead", ON),), []),
        (
            "graduated",
            None,
            OUT,
            (StageMove("incubating", OUT), StageMove("graduated", OUT, "incubating")),
            ["moved-in-missing"],
        ),
        (
            "graduated",
            None,
            None,
            (StageMove("incubating", ON), StageMove("graduated", ON, "incubating")),
            ["stage-day-missing", "moved-in-missing"],
        ),
        ("exited", None, LATER, (StageMove("exited", LATER),), ["stage-day-future", "moved-in-missing"]),
        ("graduated", IN, OUT, (StageMove("incubating", IN), StageMove("graduated", OUT, "incubating")), []),
        (
            "exited",
            IN,
            None,
            (StageMove("resident", IN), StageMove("exited", ON, "resident")),
            ["stage-day-missing"],
        ),
        ("exited", OUT, IN, (StageMove("exited", IN),), ["stage-days-out-of-order"]),
    ],
)
def test_a_new_tenant_begins_in_the_stage_and_on_the_day_that_the_record_gives(
    stage: str | None,
    moved_in: date | None,
    left: date | None,
    moves: tuple[StageMove, ...],
    noticed: list[str],
) -> None:
    plan = plan_for(drafts(name=["甲公司"], stage=[stage], moved_in_on=[moved_in], left_on=[left]))
    assert plan.stages == {0: moves}
    assert codes(plan.findings) == noticed


SINCE = date(2023, 2, 27)


@pytest.mark.parametrize(
    ("held", "stage", "moved_in", "left", "moves", "noticed"),
    [
        ("incubating", "incubating", None, None, (), []),
        ("incubating", None, None, None, (), []),
        ("incubating", "graduated", None, OUT, (StageMove("graduated", OUT, "incubating"),), []),
        ("incubating", "exited", None, None, (StageMove("exited", ON, "incubating"),), ["stage-day-missing"]),
        ("incubating", None, None, OUT, (), ["left-in-house"]),
        ("graduated", "graduated", None, OUT, (), ["left-on-differs"]),
        ("graduated", None, None, SINCE, (), []),
        ("listed", "listed", None, OUT, (), []),
        ("resident", "incubating", OUT, None, (StageMove("incubating", OUT, "resident"),), []),
        ("lead", "review", OUT, OUT, (StageMove("review", ON, "lead"),), []),
        ("incubating", "exited", None, IN, (StageMove("exited", ON, "incubating"),), ["stage-day-too-early"]),
        ("acquired", "incubating", None, None, (), ["stage-move-not-allowed"]),
        (None, "incubating", IN, None, (StageMove("incubating", IN),), []),
    ],
)
def test_a_known_tenant_moves_on_as_the_rules_allow(
    held: str | None,
    stage: str | None,
    moved_in: date | None,
    left: date | None,
    moves: tuple[StageMove, ...],
    noticed: list[str],
) -> None:
    found = drafts(name=["甲公司"], stage=[stage], moved_in_on=[moved_in], left_on=[left])
    before = TenantState({"name": "甲公司"}, stage=held, stage_since=SINCE if held else None)
    plan = plan_for(found, before)
    assert plan.updated.get(0, None) is None or plan.updated[0].stages == moves
    assert (0 in plan.updated) is bool(moves)
    assert plan.stage_changes == bool(moves)
    assert codes(plan.findings) == noticed


def test_a_move_before_the_day_of_the_present_stage_takes_that_day() -> None:
    before = TenantState({"name": "甲公司"}, stage="incubating", stage_since=date(2026, 5, 1))
    plan = plan_for(drafts(name=["甲公司"], stage=["exited"]), before)
    assert plan.updated[0].stages == (StageMove("exited", date(2026, 5, 1), "incubating"),)
    assert codes(plan.findings) == ["stage-day-too-early", "stage-day-missing"]


def test_statuses_without_their_days_are_counted_in_one_warning_that_says_what_they_do_to_the_figures() -> (
    None
):
    count = 300
    found = drafts(
        name=[f"企业{index}" for index in range(count)], stage=["incubating"] * 200 + ["graduated"] * 100
    )
    missing, never_in = plan_for(found).findings
    assert (missing.code, missing.where, missing.severity) == ("stage-day-missing", "B2", Severity.WARNING)
    assert {name: missing.values[name] for name in ("count", "on", "entered", "left")} == {
        "count": 300,
        "on": f"{ON}",
        "entered": 200,
        "left": 100,
    }
    assert str(missing.values["cells"]).count(",") == 9
    assert {name: never_in.values[name] for name in ("count", "graduated", "others")} == {
        "count": 100,
        "graduated": 100,
        "others": 0,
    }


def test_a_stage_without_a_day_is_not_held_against_a_move() -> None:
    before = TenantState({"name": "甲公司"}, stage="incubating")
    plan = plan_for(drafts(name=["甲公司"], stage=["exited"], left_on=[IN]), before)
    assert plan.updated[0].stages == (StageMove("exited", IN, "incubating"),)


@pytest.mark.parametrize(
    ("given_day", "held", "noticed"),
    [(IN, IN, []), (IN, None, []), (None, IN, []), (IN, OUT, ["moved-in-differs"])],
)
def test_another_day_of_moving_in_is_named_and_not_written(
    given_day: date | None, held: date | None, noticed: list[str]
) -> None:
    before = TenantState({"name": "甲公司", "moved_in_on": held}, stage="incubating", stage_since=SINCE)
    plan = plan_for(drafts(name=["甲公司"], stage=["incubating"], moved_in_on=[given_day]), before)
    assert plan.same == (0,)
    assert codes(plan.findings) == noticed


def test_every_finding_and_refusal_is_told_in_the_plan() -> None:
    found = read(
        sheet(
            "企业名称|统一社会信用代码|联系人|成立时间",
            "甲公司|1234||去年",
            "甲公司|||",
            "||张三|2024-01-01",
            "合计|||",
        )
    ).drafts
    plan = plan_for(found)
    assert codes(plan.findings) == ["date-unknown", "uscc-length", "row-without-name", "row-duplicate"]
    counts = plan.counts
    assert (counts.rows, counts.new, counts.refused, counts.skipped) == (4, 1, 2, 1)
    assert counts.adds_up


NAMES = st.sampled_from(["甲", "乙", "丙", "甲公司", None])
KEYS = st.sampled_from([None, "1", "2", USCC])


@given(st.lists(st.tuples(NAMES, KEYS, KEYS, st.sampled_from([None, "incubating", "exited"])), max_size=12))
def test_the_rows_of_any_plan_add_up_and_no_tenant_is_written_twice(
    rows: list[tuple[str | None, str | None, str | None, str | None]],
) -> None:
    lines = ["|".join(cell or "" for cell in row) for row in rows]
    found = read(sheet("企业名称|企业编号|统一社会信用代码|状态", *lines)).drafts
    known = KnownTenants.from_rows(
        [(1, "甲", "1", None, None), (2, "乙", None, USCC, None), (3, "丙", None, None, None)],
        [(3, "甲公司")],
    )
    states = {
        1: TenantState({"name": "甲", "external_id": "1"}, stage="incubating"),
        2: TenantState({"name": "乙", "uscc": USCC}),
        3: TenantState({"name": "丙"}),
    }
    plan = make_plan(found, match_tenants(found, known), states, on=ON)
    assert plan.counts.adds_up
    groups = [*plan.new, *plan.updated, *plan.same, *plan.refused]
    assert sorted(groups) == list(range(len(found.rows)))
    written = [changes.tenant_id for changes in plan.updated.values()]
    assert len(written) == len(set(written))
    assert all(plan.values_of_new(index)["name"] for index in plan.new)
