"""A tenant's file: everything in one reading, its own journal, and figures that are corrected with a reason."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from crm.domain.errors import NotFoundError, RuleError, StaleError
from crm.domain.lifecycle import Stage
from crm.domain.period import Period
from crm.domain.wording import Language
from crm.services import tenant_file as module
from crm.services.figures import Figure, put_figures
from crm.services.history import list_operations
from crm.services.notes import NoteText, add_note, list_notes, remove_note
from crm.services.operation import Workplace, undo
from crm.services.records import add_record, add_reference, list_records, list_references, remove_record
from crm.services.tenant_file import (
    change_figure,
    get_figure_origins,
    get_tenant_file,
    list_tenant_journal,
)
from crm.services.tenants import add_tenant, change_tenant

if TYPE_CHECKING:
    from crm.services.library import Library
    from crm.services.tenants import FieldValue

QUARTER = Period.parse("2025Q1")


@pytest.fixture
def tenants(workplace: Workplace, library: Library) -> tuple[int, int]:
    """Two tenants: what is written of one is not told of the other."""
    made = [
        next(iter(add_tenant(workplace, library, {"name": name}, stage=Stage.RESIDENT).tenants))
        for name in ("甲有限公司", "乙有限公司")
    ]
    return made[0], made[1]


def test_a_file_holds_profile_notes_and_records(
    workplace: Workplace, library: Library, tenants: tuple[int, int]
) -> None:
    mine, other = tenants
    add_note(workplace, mine, NoteText("call", date(2025, 1, 2), "x"))
    add_record(workplace, library, "contact", mine, {"name": "林静"})
    file = get_tenant_file(workplace, library, mine)
    assert (file.profile.line.name, len(file.notes), len(file.records["contact"])) == ("甲有限公司", 1, 1)
    assert get_tenant_file(workplace, library, other).notes == ()
    assert set(file.records) == {kind.code for kind in library.records.values() if kind.tab != "site"}
    with pytest.raises(NotFoundError, match="tenant-unknown"):
        get_tenant_file(workplace, library, 99)


def test_a_figure_is_corrected_with_a_reason_and_tells_where_it_came_from(
    workplace: Workplace, library: Library, tenants: tuple[int, int]
) -> None:
    mine, _ = tenants

    def figure(value: int | None) -> Figure:
        return Figure(mine, "employees", QUARTER, value)

    def held() -> int | None:
        found = get_tenant_file(workplace, library, mine).profile.figures
        return found[0].value if found else None

    put_figures(workplace, library, [figure(10)])
    change_figure(workplace, library, figure(12), seen=10, reason=" 来函更正 ")
    assert held() == 12
    (only,) = get_tenant_file(workplace, library, mine).profile.figures
    origin = get_figure_origins(workplace, [only.operation_id])[only.operation_id]
    said = library.messages.word(origin.kind, origin.details, Language.ZH).text
    assert said == "更正“甲有限公司”2025Q1 从业人员（来函更正）"
    change_figure(workplace, library, figure(None), seen=12, reason="误报")
    assert held() is None
    undo(workplace)
    assert held() == 12
    assert not change_figure(workplace, library, figure(12), seen=12, reason="同").tables


def test_a_correction_without_a_reason_or_of_what_somebody_else_changed_is_refused(
    workplace: Workplace, library: Library, tenants: tuple[int, int]
) -> None:
    mine, _ = tenants
    figure = Figure(mine, "employees", QUARTER, 5)
    with pytest.raises(RuleError, match="figure-reason-missing"):
        change_figure(workplace, library, figure, seen=None, reason=" ")
    other = Workplace.of(workplace.database, today=workplace.today, user="苏禾")
    put_figures(other, library, [Figure(mine, "employees", QUARTER, 7)])
    with pytest.raises(StaleError) as refused:
        change_figure(workplace, library, figure, seen=None, reason="x")
    assert (refused.value.values["by"], refused.value.values["now"]) == ("苏禾", "7")


def test_the_journal_of_a_tenant_tells_of_it_alone(
    workplace: Workplace, library: Library, tenants: tuple[int, int]
) -> None:
    mine, other = tenants
    room: dict[str, FieldValue] = {
        "building": "A",
        "floor": "3",
        "number": "301",
        "use": "tenant",
        "area": 12_050,
    }
    add_reference(workplace, library, "room", room)
    where = list_references(workplace, "room")[0].id
    change_tenant(workplace, library, mine, {"name": "甲科技有限公司", "contact": "林静"}, seen={})
    add_note(workplace, mine, NoteText("call", date(2025, 1, 2), "x"))
    remove_note(workplace, list_notes(workplace, mine)[0].id)
    lease: dict[str, FieldValue] = {
        "number": "L-1",
        "room_id": where,
        "area": 5_000,
        "start_on": date(2025, 1, 1),
    }
    add_record(workplace, library, "lease", mine, lease)
    remove_record(
        workplace, library, "lease", list_records(workplace, library, mine, ["lease"])["lease"][0].id
    )
    put_figures(workplace, library, [Figure(one, "employees", QUARTER, 3) for one in tenants])
    kinds = [step.kind for step in list_tenant_journal(workplace, library, mine)]
    assert kinds == [
        "figures-put",
        "record-removed",
        "record-added",
        "note-removed",
        "note-added",
        "tenant-changed",
        "tenant-added",
    ]
    assert [step.kind for step in list_tenant_journal(workplace, library, other)] == [
        "figures-put",
        "tenant-added",
    ]
    changed = list_tenant_journal(workplace, library, mine)[5]
    values = {
        value.field.code: (value.before, value.after) for one in changed.records for value in one.values
    }
    assert values["contact"] == (None, "林静")
    assert values["name"][1] in {"甲科技有限公司", "甲有限公司"}
    assert all(step.by == "tester" for step in list_tenant_journal(workplace, library, mine))


def test_the_journal_says_what_has_been_undone_and_can_be_stopped(
    workplace: Workplace, library: Library, tenants: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    mine, _ = tenants
    change_tenant(workplace, library, mine, {"contact": "林静"}, seen={})
    done = list_operations(workplace)[0].id
    undone = undo(workplace)
    steps = list_tenant_journal(workplace, library, mine)
    assert {step.operation_id: step.undone_by for step in steps}[done] == undone.operation
    monkeypatch.setattr(module, "MOST_STEPS", 1)
    assert len(list_tenant_journal(workplace, library, mine)) == 1

    def stop() -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        list_tenant_journal(workplace, library, mine, check=stop)


def test_a_long_operation_shows_its_first_records_and_tells_how_many_there_are(
    demo: Workplace, library: Library
) -> None:
    (step,) = list_tenant_journal(demo, library, 26)
    assert step.kind == "demo-built"
    assert len(step.records) <= module.MOST_RECORDS < step.count
