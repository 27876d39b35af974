"""Events and who came to them: added, changed and removed in one step each, never over what somebody else wrote."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from crm.domain.errors import NotFoundError, RuleError, StaleError
from crm.services.came_text import read_others, read_tenants, text_of_came
from crm.services.events import (
    Came,
    add_event,
    change_event,
    list_came,
    list_events,
    list_tenant_names,
    remove_events,
)
from crm.services.operation import undo
from crm.services.tenants import add_tenant, change_tenant

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crm.services.events import EventLine
    from crm.services.library import Library
    from crm.services.operation import Workplace
    from crm.services.tenants import FieldValue

SALON: Mapping[str, FieldValue] = {
    "title": "融资沙龙",
    "kind": "salon",
    "role": "host",
    "place": "路演厅",
    "held_on": date(2026, 3, 5),
}


def held(workplace: Workplace, library: Library) -> EventLine:
    (one,) = list_events(workplace, library)
    return one


@pytest.fixture
def tenant(workplace: Workplace, library: Library) -> int:
    add_tenant(workplace, library, {"name": "汾川云图软件有限公司"})
    (found,) = list_tenant_names(workplace).values()
    return next(iter(found))


def test_an_event_is_entered_with_who_came_and_taken_back(
    workplace: Workplace, library: Library, tenant: int
) -> None:
    changes = add_event(workplace, library, SALON, [Came(tenant, 3), Came(None, 20, "高校师生")])
    event = held(workplace, library)
    assert (event.title, event.persons, event.tenants) == ("融资沙龙", 23, 1)
    assert [(one.came, one.name) for one in list_came(workplace, event.id)] == [
        (Came(tenant, 3), "汾川云图软件有限公司"),
        (Came(None, 20, "高校师生"), ""),
    ]
    undo(workplace, changes.operation)
    assert list_events(workplace, library) == ()


def test_an_event_that_nobody_counted_has_no_number(workplace: Workplace, library: Library) -> None:
    add_event(workplace, library, SALON)
    assert held(workplace, library).persons is None


def test_what_an_event_needs_is_asked_for(workplace: Workplace, library: Library) -> None:
    with pytest.raises(RuleError, match="record-value"):
        add_event(workplace, library, {**SALON, "held_on": None})
    assert list_events(workplace, library) == ()


def test_an_event_and_who_came_are_changed_in_one_step(
    workplace: Workplace, library: Library, tenant: int
) -> None:
    add_event(workplace, library, SALON, [Came(tenant, 3), Came(None, 20, "高校师生")])
    event = held(workplace, library)
    seen = list_came(workplace, event.id)
    changes = change_event(
        workplace,
        library,
        event.id,
        {"title": "融资路演"},
        seen=event.values,
        came=[Came(tenant, 4), Came(None, 7)],
        seen_came=seen,
    )
    event = held(workplace, library)
    assert (event.title, event.persons) == ("融资路演", 11)
    assert [one.came for one in list_came(workplace, event.id)] == [Came(tenant, 4), Came(None, 7)]
    undo(workplace, changes.operation)
    assert (held(workplace, library).title, list_came(workplace, event.id)) == ("融资沙龙", seen)


def test_nobody_writes_over_what_somebody_else_has_changed(
    workplace: Workplace, library: Library, tenant: int
) -> None:
    add_event(workplace, library, SALON, [Came(tenant, 3)])
    event = held(workplace, library)
    seen = list_came(workplace, event.id)
    change_event(workplace, library, event.id, {"place": "二楼"}, seen=event.values)
    change_event(workplace, library, event.id, {}, seen={}, came=[Came(tenant, 5)], seen_came=seen)
    with pytest.raises(StaleError, match="stale-record-value"):
        change_event(workplace, library, event.id, {"place": "三楼"}, seen=event.values)
    with pytest.raises(StaleError, match="stale-record-value") as stale:
        change_event(workplace, library, event.id, {}, seen={}, came=[], seen_came=seen)
    assert (stale.value.values["by"], stale.value.values["now"]) == ("tester", "5")
    assert held(workplace, library).persons == 5


def test_an_event_with_tenants_is_not_removed_one_without_is(
    workplace: Workplace, library: Library, tenant: int
) -> None:
    add_event(workplace, library, SALON, [Came(tenant, 3), Came(None, 2)])
    event = held(workplace, library)
    with pytest.raises(RuleError, match="event-attended") as refused:
        remove_events(workplace, library, [event.id])
    assert refused.value.values == {"title": "融资沙龙", "count": 1}
    change_event(
        workplace,
        library,
        event.id,
        {},
        seen={},
        came=[Came(None, 2)],
        seen_came=list_came(workplace, event.id),
    )
    add_event(workplace, library, {**SALON, "title": "创业培训"})
    both = [one.id for one in list_events(workplace, library)]
    changes = remove_events(workplace, library, both)
    assert list_events(workplace, library) == ()
    undo(workplace, changes.operation)
    assert [one.id for one in list_events(workplace, library)] == both
    assert held_persons(workplace, library, event.id) == 2
    with pytest.raises(NotFoundError, match="record-unknown"):
        remove_events(workplace, library, [999])


def held_persons(workplace: Workplace, library: Library, event_id: int) -> int | None:
    return next(one.persons for one in list_events(workplace, library) if one.id == event_id)


def test_an_event_that_brought_projects_stays(demo: Workplace, library: Library) -> None:
    refused = set()
    for event in list_events(demo, library):
        if event.tenants == 0:
            try:
                remove_events(demo, library, [event.id])
            except RuleError as error:
                refused.add(error.code)
    assert refused <= {"event-has-projects"}


def test_who_came_is_read_from_lines_and_written_as_them(
    workplace: Workplace, library: Library, tenant: int
) -> None:
    add_tenant(workplace, library, {"name": "汾川听雨文化有限公司"})
    (other,) = list_tenant_names(workplace)["汾川听雨文化有限公司"]
    seen = {"name": "汾川云图软件有限公司"}
    change_tenant(workplace, library, tenant, {"name": "汾川云图科技有限公司"}, seen=seen)
    names = list_tenant_names(workplace)
    came = read_tenants("汾川云图软件有限公司\t1,203\n\n汾川听雨文化有限公司，2 人 研发部", names)
    assert came == (Came(tenant, 1203), Came(other, 2, "研发部"))  # the first by its former name
    assert read_others("高校师生 20人次\n15") == (Came(None, 20, "高校师生"), Came(None, 15))
    add_event(workplace, library, SALON, [*came, Came(None, 20, "高校师生"), Came(None, 15)])
    kept = list_came(workplace, held(workplace, library).id)
    assert text_of_came(kept, tenants=False) == "高校师生 20\n15"
    assert read_tenants(text_of_came(kept, tenants=True), names) == came


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("汾川云图软件有限公司", "event-line"),
        ("无此企业 3", "event-tenant-unknown"),
        ("12", "event-tenant-unknown"),
    ],
)
def test_a_line_that_says_nothing_is_refused(
    workplace: Workplace,
    tenant: int,  # noqa: ARG001 - it is in the register
    text: str,
    code: str,
) -> None:
    with pytest.raises(RuleError, match=code):
        read_tenants(text, list_tenant_names(workplace))


def test_a_name_that_two_tenants_bear_is_doubtful() -> None:
    with pytest.raises(RuleError, match="event-tenant-doubtful") as doubtful:
        read_tenants("汾川云图 3", {"汾川云图": frozenset({1, 2})})
    assert doubtful.value.values == {"name": "汾川云图", "count": 2}
