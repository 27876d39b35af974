"""Staff and mentors one by one: added, changed, removed, each an operation with its undo."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from crm.domain.errors import NotFoundError, RuleError, StaleError
from crm.domain.wording import Language
from crm.services.history import list_operations, title_of
from crm.services.operation import undo
from crm.services.own_people import (
    PeopleKind,
    Person,
    add_person,
    change_person,
    list_people,
    person_fields,
    remove_people,
)

if TYPE_CHECKING:
    from crm.services.library import Library
    from crm.services.operation import Workplace
    from crm.services.tenants import FieldValue

STAFF, MENTORS = PeopleKind.STAFF, PeopleKind.MENTORS
SINCE = date(2024, 3, 1)


def put(workplace: Workplace, library: Library, kind: PeopleKind = STAFF, **values: FieldValue) -> Person:
    add_person(workplace, library, kind, {"since_on": SINCE, **values})
    return next(
        one for one in list_people(workplace, library, kind) if one.name == str(values["name"]).strip()
    )


def title(workplace: Workplace, library: Library) -> str:
    return title_of(library, list_operations(workplace, limit=1)[0], Language.ZH)


def test_somebody_is_added_with_blanks_for_what_was_not_said(workplace: Workplace, library: Library) -> None:
    person = put(workplace, library, name=" 安沐禾 ", position="副主任", is_trained=True, is_returnee=None)
    assert person.name == "安沐禾"
    assert person.values["education"] is None
    assert person.values["is_professional"] is False
    assert title(workplace, library) == "登记工作人员“安沐禾”"
    mentor = put(workplace, library, MENTORS, name="柏景澄", organisation="汾谷创投")
    assert mentor.values["expertise"] == ""
    assert title(workplace, library) == "登记创业导师“柏景澄”"
    assert list(person_fields(library, MENTORS)) == list(mentor.values)


def test_who_has_left_comes_after_those_who_are_here(workplace: Workplace, library: Library) -> None:
    put(workplace, library, name="甲", until_on=date(2025, 1, 1))
    put(workplace, library, name="乙")
    people = list_people(workplace, library, STAFF)
    assert [one.name for one in people] == ["乙", "甲"]
    assert [one.is_there_on(date(2024, 12, 31)) for one in people] == [True, True]
    assert [one.is_there_on(date(2024, 2, 1)) for one in people] == [False, False]


def test_what_is_known_of_somebody_is_changed_and_comes_back_with_the_undo(
    workplace: Workplace, library: Library
) -> None:
    person = put(workplace, library, name="甲", position="主任")
    changes = change_person(
        workplace, library, STAFF, person.id, {"position": None, "education": "master"}, seen=person.values
    )
    assert title(workplace, library) == "修改“甲”的登记"
    (changed,) = list_people(workplace, library, STAFF)
    assert (changed.values["position"], changed.values["education"]) == ("", "master")
    with pytest.raises(StaleError, match="stale-record-value"):
        change_person(workplace, library, STAFF, person.id, {"position": "总监"}, seen=person.values)
    undo(workplace, changes.operation)
    assert list_people(workplace, library, STAFF) == (person,)


def test_people_are_removed_and_the_journal_keeps_them(workplace: Workplace, library: Library) -> None:
    people = [put(workplace, library, MENTORS, name=name) for name in "甲乙"]
    changes = remove_people(workplace, MENTORS, [one.id for one in people])
    assert title(workplace, library) == "删除 2 人的登记"
    assert list_people(workplace, library, MENTORS) == ()
    undo(workplace, changes.operation)
    assert len(list_people(workplace, library, MENTORS)) == 2
    with pytest.raises(NotFoundError, match="person-unknown"):
        remove_people(workplace, MENTORS, [99])


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"name": " ", "since_on": SINCE}, "person-name-missing"),
        ({"name": "甲"}, "people-value-missing"),
        ({"name": "甲", "since_on": SINCE, "until_on": SINCE}, "record-days-in-disorder"),
    ],
)
def test_somebody_needs_a_name_a_first_day_and_leaves_after_it(
    workplace: Workplace, library: Library, values: dict[str, FieldValue], code: str
) -> None:
    with pytest.raises(RuleError, match=code):
        add_person(workplace, library, STAFF, values)
    assert list_people(workplace, library, STAFF) == ()
